#include "CNoLocaleData.h"

#include <stdint.h>

const unsigned char memos_has_no_locale_data = 1;

#if defined(__linux__)

/// An ICU common data package with an empty table of contents: a header of 32 bytes, then the count.
struct empty_package {
    uint16_t header_size;
    uint8_t magic[2];
    uint16_t info_size;
    uint16_t reserved;
    uint8_t is_big_endian;
    uint8_t charset_family;
    uint8_t character_size;
    uint8_t padding;
    uint8_t format[4];
    uint8_t format_version[4];
    uint8_t data_version[4];
    uint8_t header_end[8];
    uint32_t entries;
    uint32_t names[5];
};

const struct empty_package icudt76_dat __attribute__((aligned(16))) = {
    .header_size = 32,
    .magic = {0xDA, 0x27},
    .info_size = 20,
    .is_big_endian = 0,
    .charset_family = 0,
    .character_size = 2,
    .format = {'T', 'o', 'C', 'P'},
    .format_version = {1, 0, 0, 0},
    .entries = 0,
};

#endif
