// What each instruction set's file offers to the dispatcher, and the layout of the scratch buffer.
#ifndef MEMOS_ENCODER_DISPATCH_H
#define MEMOS_ENCODER_DISPATCH_H

#include "CSentenceEncoder.h"

struct memos_kernels {
    void (*encode)(const struct memos_encoder *, const int32_t *ids, int32_t tokens, void *scratch, float *vector);
    void (*linear)(
        const struct memos_linear *, int32_t is_int8, const float *x, int32_t rows, int32_t inputs, int32_t outputs,
        void *quantized, float *y);
};

extern const struct memos_kernels memos_kernels_baseline;
#if defined(__x86_64__)
extern const struct memos_kernels memos_kernels_avx2;
extern const struct memos_kernels memos_kernels_vnni;
#elif defined(__aarch64__)
extern const struct memos_kernels memos_kernels_neon;
extern const struct memos_kernels memos_kernels_neon_dot;
#endif

/// Queries of one attention tile, at most.
enum { memos_query_tile = 12 };

/// Rows that go through the two wide layers together: their intermediate values then stay in the second-level cache.
enum { memos_row_block = 48 };

static inline size_t memos_padded(size_t count) {
    return (count + 15) & ~(size_t)15;
}

/// What is known of one quantised row: x = step * stored + middle.
struct memos_row_scale {
    float step;
    float middle;
};

/// Offsets of the parts of the scratch buffer, in bytes; each is a multiple of 64.
struct memos_scratch {
    size_t hidden;    ///< float [tokens][padded hidden]
    size_t other;     ///< float [tokens][padded hidden]
    size_t wide;      ///< float: [tokens][padded 3 hidden], later [row block][padded intermediate]
    size_t quantized; ///< int8 [tokens][padded widest of hidden]
    size_t narrow;    ///< int8 [row block][padded intermediate]
    size_t scales;    ///< struct memos_row_scale [2][tokens]
    size_t keys;      ///< float [padded tokens / 16][head][16]
    size_t values;    ///< float [padded head / 16][padded tokens][16]
    size_t scores;    ///< float [query tile][padded tokens]
    size_t total;
};

static inline struct memos_scratch memos_scratch_layout(const struct memos_encoder *encoder, int32_t tokens) {
    size_t n = (size_t)tokens, hidden = memos_padded((size_t)encoder->hidden);
    size_t head = (size_t)(encoder->hidden / encoder->heads);
    size_t triple = memos_padded(3 * (size_t)encoder->hidden), inner = memos_padded((size_t)encoder->intermediate);
    size_t block = n < memos_row_block ? n : memos_row_block;
    size_t wide = n * triple > block * inner ? n * triple : block * inner;
    struct memos_scratch at;
    size_t next = 0;
#define MEMOS_PART(name, bytes) at.name = next, next += ((size_t)(bytes) + 127) & ~(size_t)63
    MEMOS_PART(hidden, 4 * n * hidden);
    MEMOS_PART(other, 4 * n * hidden);
    MEMOS_PART(wide, 4 * wide);
    MEMOS_PART(quantized, n * hidden);
    MEMOS_PART(narrow, block * inner);
    MEMOS_PART(scales, 2 * n * sizeof(struct memos_row_scale));
    MEMOS_PART(keys, 4 * memos_padded(n) * head);
    MEMOS_PART(values, 4 * memos_padded(n) * memos_padded(head));
    MEMOS_PART(scores, 4 * memos_query_tile * memos_padded(n));
#undef MEMOS_PART
    at.total = next;
    return at;
}

#endif
