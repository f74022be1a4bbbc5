// Decompression of DEFLATE streams (RFC 1951), as ZIP archives hold them.
#ifndef MEMOS_INFLATE_H
#define MEMOS_INFLATE_H

#include <stddef.h>
#include <stdint.h>

/// Fills `into` with at most `room` bytes of the compressed stream. Returns how many; 0 at its end, negative on failure.
typedef long (*memos_inflate_source)(void *context, uint8_t *into, size_t room);

/// Takes the next bytes of the decompressed stream. Returns 0, or anything else to stop.
typedef int (*memos_inflate_sink)(void *context, const uint8_t *bytes, size_t count);

enum memos_inflate_status {
    MEMOS_INFLATE_DONE = 0,
    /// The compressed stream ends before its last block does.
    MEMOS_INFLATE_CUT = 1,
    /// The bytes are no DEFLATE stream.
    MEMOS_INFLATE_INVALID = 2,
    /// More than `limit` bytes would come out.
    MEMOS_INFLATE_TOO_LONG = 3,
    /// The source failed.
    MEMOS_INFLATE_UNREADABLE = 4,
    /// The sink wanted no more.
    MEMOS_INFLATE_STOPPED = 5,
    MEMOS_INFLATE_NO_MEMORY = 6,
};

/// Decompresses one stream, handing on at most `limit` bytes. Needs 300 kB while it runs. `written` receives the number
/// of bytes that went to the sink. Bytes behind the end of the stream are not looked at.
int memos_inflate(memos_inflate_source source, memos_inflate_sink sink, void *context, uint64_t limit,
                  uint64_t *written);

#endif
