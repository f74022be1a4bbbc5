// Reading a mapped file whose end was cut off raises SIGBUS, which would end the process. Work that reads mapped memory
// runs in here instead and is told.
#ifndef MEMOS_FAULT_GUARD_H
#define MEMOS_FAULT_GUARD_H

/// Runs `body(context)` on this thread. The body must be plain C: it may be left at any read, so it may hold no lock and
/// own no memory. May not be nested.
///
/// Returns 0 when the body ended by itself, -1 when a mapped page could not be read.
int memos_guarded(void (*body)(void *), void *context);

#endif
