#ifndef MEMOS_DIGEST_H
#define MEMOS_DIGEST_H

#include <stddef.h>
#include <stdint.h>

/// Takes `count` blocks of 64 bytes into a state of SHA-256 (FIPS 180-4).
void memos_sha256_blocks(uint32_t state[8], const uint8_t *blocks, size_t count);

/// Runs iterations of PBKDF2 with HMAC-SHA-256 (RFC 8018, 5.2) for one block of the derived key.
///
/// `inner` and `outer` are the states after the block of the padded key; `last` is what the iteration before gave and
/// `sum` the exclusive or of all so far. Both are brought forward.
void memos_pbkdf2_sha256(
    const uint32_t inner[8], const uint32_t outer[8], uint32_t last[8], uint32_t sum[8], size_t iterations);

#endif
