#include "CVectorScan.h"

#include "CChecksum.h"

#include <math.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

void memos_layout_make(uint32_t dimension, struct memos_layout *layout) {
    const uint64_t slots = MEMOS_SEGMENT_SLOTS;
    layout->dimension = dimension;
    layout->padded = (dimension + 63) / 64 * 64;
    uint64_t at = 0;
    layout->signs = at, at += slots * (layout->padded / 8);
    layout->steps = at, at += slots * sizeof(float);
    layout->items = at, at += slots * sizeof(uint32_t);
    layout->times = at, at += slots * sizeof(uint32_t);
    layout->places = at, at += slots * sizeof(uint16_t);
    layout->checks = at, at += slots * sizeof(uint16_t);
    layout->kinds = at, at += slots;
    layout->magnitudes = at, at += slots * layout->padded;
    layout->segment = at;
}

/// SplitMix64 (Steele, Lea, Flood 2014).
static uint64_t next_random(uint64_t *state) {
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/// The Walsh–Hadamard transform of 64 components, orthonormal.
static void hadamard64(float *x) {
    for (uint32_t half = 1; half < 64; half *= 2) {
        for (uint32_t start = 0; start < 64; start += 2 * half) {
            for (uint32_t i = start; i < start + half; i++) {
                float a = x[i], b = x[i + half];
                x[i] = a + b;
                x[i + half] = a - b;
            }
        }
    }
    for (uint32_t i = 0; i < 64; i++) x[i] *= 0.125f;
}

void memos_rotate(const struct memos_layout *layout, uint64_t seed, const float *vector, float *rotated) {
    float scratch[MEMOS_MAXIMUM_DIMENSION];
    const uint32_t padded = layout->padded, blocks = padded / 64;
    memcpy(rotated, vector, layout->dimension * sizeof(float));
    memset(rotated + layout->dimension, 0, (padded - layout->dimension) * sizeof(float));
    // Random signs, a transform of each block, then components dealt out to the blocks in turn: after the second round
    // every component has a share in every other, the third evens out what structure is left.
    for (int round = 0; round < 3; round++) {
        for (uint32_t block = 0; block < blocks; block++) {
            uint64_t flips = next_random(&seed);
            float *x = rotated + 64 * block;
            for (uint32_t i = 0; i < 64; i++) {
                if (flips >> i & 1) x[i] = -x[i];
            }
            hadamard64(x);
        }
        if (round == 2) break;
        memcpy(scratch, rotated, padded * sizeof(float));
        for (uint32_t i = 0; i < padded; i++) rotated[i % blocks * 64 + i / blocks] = scratch[i];
    }
}

void memos_quantise(const struct memos_layout *layout, const float *rotated, uint8_t *signs, uint8_t *magnitudes,
                    float *step) {
    const uint32_t padded = layout->padded;
    float largest = 0;
    for (uint32_t i = 0; i < padded; i++) largest = fmaxf(largest, fabsf(rotated[i]));
    const float inverse = 255.99f / largest;
    memset(signs, 0, padded / 8);
    // The step that brings the kept vector nearest to the true one: least squares over (t + 0.5).
    double product = 0, square = 0;
    for (uint32_t i = 0; i < padded; i++) {
        int t = (int)floorf(rotated[i] * inverse);
        t = t < -256 ? -256 : t > 255 ? 255 : t;
        if (t < 0) signs[i / 8] |= (uint8_t)(1u << (i % 8));
        magnitudes[i] = (uint8_t)(t & 255);
        double value = t + 0.5;
        product += value * (double)rotated[i];
        square += value * value;
    }
    *step = (float)(product / square);
}

uint16_t memos_entry_check(const struct memos_layout *layout, const uint8_t *signs, const uint8_t *magnitudes,
                           float step, uint32_t item, uint32_t time, uint16_t place, uint8_t kind) {
    uint32_t crc = memos_crc32(0, signs, layout->padded / 8);
    crc = memos_crc32(crc, magnitudes, layout->padded);
    crc = memos_crc32(crc, (const uint8_t *)&step, sizeof step);
    crc = memos_crc32(crc, (const uint8_t *)&item, sizeof item);
    crc = memos_crc32(crc, (const uint8_t *)&time, sizeof time);
    crc = memos_crc32(crc, (const uint8_t *)&place, sizeof place);
    crc = memos_crc32(crc, &kind, sizeof kind);
    return (uint16_t)(crc ^ crc >> 16);
}

// MARK: Slots of an item

static uint32_t home(uint8_t kind, uint32_t item) {
    uint64_t state = (uint64_t)kind << 32 | item;
    return (uint32_t)next_random(&state);
}

static const uint8_t *segment_of(const struct memos_slot_table *table, uint32_t slot) {
    return table->segments[slot / MEMOS_SEGMENT_SLOTS];
}

static uint8_t kind_of(const struct memos_slot_table *table, uint32_t slot) {
    return segment_of(table, slot)[table->layout->kinds + slot % MEMOS_SEGMENT_SLOTS];
}

static uint32_t item_of(const struct memos_slot_table *table, uint32_t slot) {
    const uint8_t *items = segment_of(table, slot) + table->layout->items;
    return ((const uint32_t *)items)[slot % MEMOS_SEGMENT_SLOTS];
}

void memos_slots_insert(void *context) {
    struct memos_slot_table *table = context;
    table->found = 0;
    for (uint32_t slot = table->from; slot < table->to; slot++) {
        uint8_t kind = kind_of(table, slot);
        if (kind == 0) continue;
        uint32_t at = home(kind, item_of(table, slot)) & table->mask;
        while (table->entries[at]) at = (at + 1) & table->mask;
        table->entries[at] = slot + 1;
        table->found++;
    }
}

void memos_slots_find(void *context) {
    struct memos_slot_table *table = context;
    table->found = 0;
    for (uint32_t at = home(table->kind, table->item) & table->mask; table->entries[at]; at = (at + 1) & table->mask) {
        uint32_t slot = table->entries[at] - 1;
        // A removed entry has kind 0 and so matches nothing.
        if (kind_of(table, slot) != table->kind || item_of(table, slot) != table->item) continue;
        if (table->found < table->room) table->slots[table->found] = slot;
        table->found++;
    }
}
