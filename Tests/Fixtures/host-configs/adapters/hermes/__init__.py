class P: pass  # MemoryProvider
