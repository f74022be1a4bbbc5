// The scan of the vector column: rotation and quantisation of a vector, the layout of a segment, and the search.
//
// A vector of unit length is padded to a multiple of 64 components and turned by a fixed orthogonal map, after which its
// components are nearly normal whatever the model. Each is kept in nine bits: t = floor(x / step) in -256 … 255 stands
// for (t + 0.5) · step. The sign of t is a bit of the sign plane, its low eight bits a byte of the magnitude rows.
//
// A search first scores every entry by its sign plane alone (Σ ±q), keeps the best, and computes Σ q·t for those, best
// first, until what remains can hardly enter the result. All sums are of integers, so every instruction set gives the
// same result.
#ifndef MEMOS_VECTOR_SCAN_H
#define MEMOS_VECTOR_SCAN_H

#include <stddef.h>
#include <stdint.h>

#define MEMOS_SEGMENT_SLOTS 4096u
#define MEMOS_BLOCK_SLOTS 64u
#define MEMOS_MAXIMUM_DIMENSION 4096u

/// Where the arrays of a segment begin, in bytes from its start. Each holds MEMOS_SEGMENT_SLOTS elements and begins at
/// a multiple of 4096.
struct memos_layout {
    /// Components of a vector as the model gives it, and as kept (a multiple of 64).
    uint32_t dimension, padded;
    /// Blocks of 64 slots; in a block, `padded / 8` columns of 64 bytes: byte i of column c holds the signs (1 is
    /// negative) of components 8c … 8c+7 of slot i, the first component in the lowest bit.
    uint64_t signs;
    /// float, > 0 in a live entry.
    uint64_t steps;
    /// uint32_t, the entry's item.
    uint64_t items;
    /// uint32_t, seconds.
    uint64_t times;
    /// uint16_t.
    uint64_t places;
    /// uint16_t, memos_entry_check of the entry.
    uint64_t checks;
    /// uint8_t, 0 in a removed entry.
    uint64_t kinds;
    /// `padded` bytes a slot.
    uint64_t magnitudes;
    /// Bytes of a segment.
    uint64_t segment;
};

void memos_layout_make(uint32_t dimension, struct memos_layout *layout);

/// Turns a vector of `dimension` components into `padded` components; lengths and inner products stay.
void memos_rotate(const struct memos_layout *layout, uint64_t seed, const float *vector, float *rotated);

/// Quantises a rotated vector: `padded / 8` bytes of signs, `padded` bytes of magnitudes, and the step.
void memos_quantise(const struct memos_layout *layout, const float *rotated, uint8_t *signs, uint8_t *magnitudes,
                    float *step);

/// A checksum over everything kept of an entry: the folded CRC-32 of its bytes in the order of the parameters.
uint16_t memos_entry_check(const struct memos_layout *layout, const uint8_t *signs, const uint8_t *magnitudes,
                           float step, uint32_t item, uint32_t time, uint16_t place, uint8_t kind);

// MARK: Kernels

enum memos_scan_set { MEMOS_SCAN_BASELINE = 0, MEMOS_SCAN_AVX2, MEMOS_SCAN_AVX512, MEMOS_SCAN_NEON, MEMOS_SCAN_SETS };

/// The inner loops in one instruction set.
struct memos_scan_kernels {
    const char *name;
    /// Scores blocks from `first` on: the sum over the columns of table[2c][low nibble] + table[2c + 1][high nibble],
    /// entries of a table being at most 127 and the sum at most 65535. Returns the first block with a score of at least
    /// `least`, its 64 scores in `scores` and a bit for each that reaches `least` in `reached`; `blocks` when none.
    uint32_t (*next_block)(const uint8_t *signs, uint32_t columns, uint32_t first, uint32_t blocks,
                           const uint8_t *tables, uint16_t least, uint16_t *scores, uint64_t *reached);
    /// Σ query[i] · row[i]; `count` is a multiple of 64, the sum of |query| times 255 below 2^31.
    int32_t (*dot)(const uint8_t *row, const int16_t *query, uint32_t count);
};

/// Null when this CPU (or this build) does not have the instruction set.
const struct memos_scan_kernels *memos_scan_kernels(int set);
/// The fastest set of this CPU, found once.
int memos_scan_best(void);

// MARK: Search

struct memos_scan_hit {
    float similarity;
    uint32_t item;
    uint8_t kind;
};

struct memos_scan_job {
    const struct memos_layout *layout;
    const uint8_t *const *segments;
    /// Slots published; the last segment may be partly used.
    uint32_t slots;
    /// Magnitude rows are read from this file (first segment at `origin`), or from the mapping when negative: pages of
    /// a mapping once read stay resident, and random rows would soon make all of them so.
    int file;
    int64_t origin;
    int set;

    /// Rotated and of unit length.
    const float *query;
    /// Bit k admits kind k; bit 0 is never set.
    uint32_t kinds;
    /// 65,536 bits, or null for all.
    const uint64_t *places;
    /// Inclusive.
    uint32_t earliest, latest;
    uint32_t limit;
    /// Most entries that are looked at closely.
    uint32_t candidates;
    /// How many standard deviations of the first score's error an entry may be below the result and still be looked at.
    float patience;

    /// `memos_scan_workspace` bytes, 64-byte aligned.
    void *workspace;
    /// Room for `limit`.
    struct memos_scan_hit *hits;

    /// Results. Mean and standard deviation of the similarity of all admitted entries are estimates from a sample; 0
    /// when none is admitted. `failed` is set when a row could not be read.
    float mean, deviation;
    uint32_t sampled;
    uint32_t found, examined;
    int failed;
};

size_t memos_scan_workspace(const struct memos_layout *layout, uint32_t candidates);

/// Searches; the context is a `struct memos_scan_job`. Fit for memos_guarded: owns nothing. Hits are of distinct (kind,
/// item), by similarity downwards, then by kind and item upwards.
void memos_scan(void *job);

// MARK: Slots of an item

/// A hash table of slots: open addressing, the keys being in the column itself. An entry is slot + 1, or 0 when free.
struct memos_slot_table {
    const struct memos_layout *layout;
    const uint8_t *const *segments;
    /// `mask + 1` entries, a power of two.
    uint32_t *entries;
    uint32_t mask;
    /// Argument of the operation: slots from … to - 1 for insertion, an item for finding.
    uint32_t from, to;
    uint32_t item;
    uint8_t kind;
    /// Where found slots go, how many have room, and how many there are (found may exceed room).
    uint32_t *slots;
    uint32_t room, found;
};

/// Inserts the live ones of slots `from` … `to - 1`; `found` counts them. Context: `struct memos_slot_table`.
void memos_slots_insert(void *table);
/// Finds the live slots of (kind, item). Context: `struct memos_slot_table`.
void memos_slots_find(void *table);

#endif
