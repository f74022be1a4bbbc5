enum PlaceholderMemoryCore {}
