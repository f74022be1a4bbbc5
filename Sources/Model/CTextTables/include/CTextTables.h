#ifndef MEMOS_TEXT_TABLES_H
#define MEMOS_TEXT_TABLES_H

#include <stdint.h>

// What a Unicode scalar is to the term analysis, and what it folds to.
// The tables are data; the rules that use them are in TextAnalysis.

enum {
    MEMOS_TEXT_SEPARATOR = 0,
    MEMOS_TEXT_LETTER = 1,
    MEMOS_TEXT_DIGIT = 2,
    // Dropped without ending a word: removed marks, format characters.
    MEMOS_TEXT_IGNORABLE = 3,
    // Han, kana, Hangul, Thai and the like: written without spaces.
    MEMOS_TEXT_UNSPACED = 4,
    // The two kana voicing marks: composed with the kana before them.
    MEMOS_TEXT_KANA_MARK = 5,
};

typedef struct {
    // One entry for every 128 scalars: which block.
    const uint16_t *block_index;
    // 128 entries a block: which fold.
    const uint16_t *block_folds;
    // Bits 0-3 class, bits 4-11 length of the folded text (0: the scalar itself), bits 12-31 where it starts.
    const uint32_t *folds;
    // Folded texts, UTF-8.
    const uint8_t *folded_bytes;
} memos_text_tables;

memos_text_tables memos_text_tables_get(void);

// The fold of a scalar below 0x110000.
static inline uint32_t memos_text_fold(memos_text_tables tables, uint32_t scalar) {
    return tables.folds[tables.block_folds[((uint32_t)tables.block_index[scalar >> 7] << 7) + (scalar & 127)]];
}

#endif
