// Prints a hash of what the scan's kernels and whole searches give, for every instruction set of the CPU it runs on, and
// ends with 1 when one differs from the baseline's. The hashes are of integers, so they are the same on every
// architecture; `scripts/check-kernels` compares them.
#include "CChecksum.h"
#include "CVectorScan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 1;

static uint32_t next_random(void) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 32);
}

static uint32_t hash;

static void take(const void *bytes, size_t count) { hash = memos_crc32(hash, bytes, count); }

/// Blocks with random signs against random tables, for thresholds that every, some or no score reaches.
static void blocks(const struct memos_scan_kernels *kernels, uint32_t columns, int extreme) {
    const uint32_t count = 40;
    uint8_t *signs = aligned_alloc(64, (size_t)count * columns * MEMOS_BLOCK_SLOTS);
    uint8_t *tables = aligned_alloc(64, (size_t)columns * 32);
    const uint32_t share = 65535 / (2 * columns), most = share < 127 ? share : 127;
    for (size_t i = 0; i < (size_t)count * columns * MEMOS_BLOCK_SLOTS; i++) signs[i] = (uint8_t)next_random();
    for (size_t i = 0; i < (size_t)columns * 32; i++) tables[i] = (uint8_t)(extreme ? most : next_random() % (most + 1));
    const uint32_t typical = columns * most;
    const uint32_t least[] = {0, typical - typical / 8, typical + typical / 16, 2 * typical, 65535};
    for (size_t t = 0; t < sizeof least / sizeof *least; t++) {
        for (uint32_t block = 0; block < count; block++) {
            uint16_t scores[MEMOS_BLOCK_SLOTS] = {0};
            uint64_t reached = 0;
            block = kernels->next_block(signs, columns, block, count, tables, (uint16_t)least[t], scores, &reached);
            take(&block, sizeof block);
            if (block >= count) break;
            take(scores, sizeof scores);
            take(&reached, sizeof reached);
        }
    }
    free(signs);
    free(tables);
}

static void rows(const struct memos_scan_kernels *kernels, uint32_t count, int extreme) {
    uint8_t *row = aligned_alloc(64, count);
    int16_t *query = aligned_alloc(64, count * sizeof(int16_t));
    // Σ|query| · 255 stays below 2^31.
    const int32_t most = 8000000 / (int32_t)count < 32767 ? 8000000 / (int32_t)count : 32767;
    for (int round = 0; round < 50; round++) {
        for (uint32_t i = 0; i < count; i++) {
            int32_t value = extreme ? (round & 1 ? most : -most) : (int32_t)(next_random() % (2 * (uint32_t)most)) - most;
            query[i] = (int16_t)value;
            row[i] = extreme ? 255 : (uint8_t)next_random();
        }
        int32_t sum = kernels->dot(row, query, count);
        take(&sum, sizeof sum);
    }
    free(row);
    free(query);
}

/// A whole search: two segments of vectors, a filter, pruning and the second pass.
static void searches(int set, uint32_t dimension) {
    struct memos_layout layout;
    memos_layout_make(dimension, &layout);
    const uint32_t slots = MEMOS_SEGMENT_SLOTS + 1000;
    uint8_t *memory = aligned_alloc(4096, 2 * layout.segment);
    memset(memory, 0, 2 * layout.segment);
    const uint8_t *segments[2] = {memory, memory + layout.segment};
    float *vector = malloc(dimension * sizeof(float)), *rotated = malloc(layout.padded * sizeof(float));
    uint8_t *signs = malloc(layout.padded / 8);
    for (uint32_t slot = 0; slot < slots; slot++) {
        uint8_t *segment = memory + slot / MEMOS_SEGMENT_SLOTS * layout.segment;
        uint32_t at = slot % MEMOS_SEGMENT_SLOTS;
        for (uint32_t i = 0; i < dimension; i++) vector[i] = (float)(int32_t)(next_random() % 2001) - 1000;
        memos_rotate(&layout, 7, vector, rotated);
        memos_quantise(&layout, rotated, signs, segment + layout.magnitudes + (size_t)at * layout.padded,
                       (float *)(segment + layout.steps) + at);
        for (uint32_t c = 0; c < layout.padded / 8; c++) {
            segment[layout.signs + ((size_t)(at / 64) * (layout.padded / 8) + c) * 64 + at % 64] = signs[c];
        }
        ((uint32_t *)(segment + layout.items))[at] = slot + 1;
        segment[layout.kinds + at] = (uint8_t)(slot % 3);
    }
    void *workspace = aligned_alloc(64, memos_scan_workspace(&layout, 512));
    struct memos_scan_hit hits[20];
    for (int round = 0; round < 10; round++) {
        // Sums of whole numbers: a direction of roughly unit length is enough here.
        for (uint32_t i = 0; i < dimension; i++) vector[i] = ((float)(int32_t)(next_random() % 2001) - 1000) / 8192;
        memos_rotate(&layout, 7, vector, rotated);
        struct memos_scan_job job = {.layout = &layout, .segments = segments, .slots = slots, .file = -1, .set = set,
                                     .query = rotated, .kinds = 2 | 4, .latest = UINT32_MAX, .limit = 20,
                                     .candidates = 512, .patience = 2.6f, .workspace = workspace, .hits = hits};
        memos_scan(&job);
        take(&job.examined, sizeof job.examined);
        for (uint32_t i = 0; i < job.found; i++) {
            take(&hits[i].item, sizeof hits[i].item);
            take(&hits[i].similarity, sizeof hits[i].similarity);
        }
    }
    free(memory);
    free(vector);
    free(rotated);
    free(signs);
    free(workspace);
}

int main(void) {
    uint32_t expected = 0;
    int wrong = 0;
    for (int set = 0; set < MEMOS_SCAN_SETS; set++) {
        const struct memos_scan_kernels *kernels = memos_scan_kernels(set);
        if (!kernels) continue;
        state = 1;
        hash = 0;
        static const uint32_t dimensions[] = {64, 128, 320, 384, 768, 1024, 4096};
        for (size_t d = 0; d < sizeof dimensions / sizeof *dimensions; d++) {
            for (int extreme = 0; extreme < 2; extreme++) {
                blocks(kernels, dimensions[d] / 8, extreme);
                rows(kernels, dimensions[d], extreme);
            }
        }
        searches(set, 100);
        searches(set, 384);
        printf("exact scan %s %u\n", kernels->name, hash);
        if (set == MEMOS_SCAN_BASELINE) expected = hash;
        if (hash != expected) wrong = 1;
    }
    return wrong;
}
