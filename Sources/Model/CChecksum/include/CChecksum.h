// A checksum against accidents: a file that was cut, a page that was not written.
#ifndef MEMOS_CHECKSUM_H
#define MEMOS_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/// Continues a CRC-32 (ISO-HDLC, as ZIP uses it) over `count` more bytes; starts from 0.
uint32_t memos_crc32(uint32_t crc, const uint8_t *bytes, size_t count);

#endif
