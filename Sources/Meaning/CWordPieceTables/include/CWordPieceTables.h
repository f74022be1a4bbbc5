#ifndef MEMOS_WORDPIECE_TABLES_H
#define MEMOS_WORDPIECE_TABLES_H

#include <stdint.h>

// What each step of BERT's text normalization and splitting does to a Unicode scalar, as the reference tokenizer does it.
// The tables are data; the order of the steps is in WordPiece.

enum {
    // Cleaning drops it.
    MEMOS_WORDPIECE_REMOVED = 1,
    // Cleaning turns it into a space.
    MEMOS_WORDPIECE_CLEANED_TO_SPACE = 2,
    // Gets a space on either side.
    MEMOS_WORDPIECE_HAN = 4,
    // Splitting drops it and ends the word.
    MEMOS_WORDPIECE_SPACE = 8,
    // Splitting makes it a word of its own.
    MEMOS_WORDPIECE_PUNCTUATION = 16,
    // A composed Hangul syllable: stripping of accents takes it apart by arithmetic, not by this table.
    MEMOS_WORDPIECE_HANGUL = 32,
};

typedef struct {
    // Where in `sequences` stands what stripping of accents (decomposition without nonspacing marks) leaves; 0: itself.
    uint16_t stripped;
    // Where in `sequences` the lower case stands; 0: itself.
    uint16_t lowered;
    // Canonical combining class of the first scalar of its decomposition; 0: it starts a new run of marks.
    uint8_t combining_class;
    // MEMOS_WORDPIECE_ bits.
    uint8_t flags;
} memos_wordpiece_record;

typedef struct {
    // One entry for every 64 scalars: which block.
    const uint16_t *block_index;
    // 64 entries a block: which record.
    const uint16_t *block_records;
    const memos_wordpiece_record *records;
    // A length, then that many scalars.
    const uint32_t *sequences;
} memos_wordpiece_tables;

memos_wordpiece_tables memos_wordpiece_tables_get(void);

// The record of a scalar below 0x110000.
static inline memos_wordpiece_record memos_wordpiece_record_of(memos_wordpiece_tables tables, uint32_t scalar) {
    return tables.records[tables.block_records[((uint32_t)tables.block_index[scalar >> 6] << 6) + (scalar & 63)]];
}

#endif
