// The whole forward pass. Each instruction set's file defines, then includes this:
//   KERNELS                     the name of the table it exports
//   FLOAT_ROWS, FLOAT_PANELS    the tile of floats held in registers; likewise INT8_ROWS, INT8_PANELS
//   OFFSET                      what a stored activation's bits are toggled with (0x80: it is unsigned)
//   vsum, vweights, vactivation, sum_start, sum_load, load_weights, load_activation, dot, to_float
//   maximum, minimum            of two vectors of floats, lane by lane
#include "kernel_math.h"
#include "kernel_linear.h"
#include "kernel_rows.h"
#include "kernel_transpose.h"
#include "kernel_attention.h"

INLINE vfloat table_values(const struct memos_encoder *encoder, const void *table, size_t at, float scale) {
    if (!encoder->is_int8) return load((const float *)table + at);
    return __builtin_convertvector(*(const loose_byte *)((const int8_t *)table + at), vfloat) * splat(scale);
}

static void embed(const struct memos_encoder *encoder, const int32_t *ids, int tokens, float *x) {
    const size_t stride = memos_padded((size_t)encoder->hidden);
    for (int t = 0; t < tokens; t++) {
        float *row = x + (size_t)t * stride;
        const size_t word = (size_t)ids[t] * stride, position = (size_t)t * stride;
        const float word_scale = encoder->is_int8 ? encoder->word_scale[ids[t]] : 1;
        const float position_scale = encoder->is_int8 ? encoder->position_scale[t] : 1;
        for (size_t i = 0; i < stride; i += 16) {
            store(
                row + i, table_values(encoder, encoder->word, word + i, word_scale)
                             + table_values(encoder, encoder->position, position + i, position_scale)
                             + load(encoder->segment + i));
        }
        normalize_row(row, encoder->hidden, encoder->epsilon, &encoder->embedding_norm);
    }
}

/// x = normalised(x + y)
INLINE void add_rows(
    float *x, const float *y, size_t stride, int rows, int count, float epsilon, const struct memos_norm *norm) {
    for (int r = 0; r < rows; r++) {
        float *row = x + (size_t)r * stride;
        const float *other = y + (size_t)r * stride;
        for (size_t i = 0; i < stride; i += 16) store(row + i, load(row + i) + load(other + i));
        normalize_row(row, count, epsilon, norm);
    }
}

static void pool(const struct memos_encoder *encoder, const float *x, int tokens, float *vector) {
    const size_t stride = memos_padded((size_t)encoder->hidden);
    const int rows = encoder->takes_first ? 1 : tokens;
    for (int i = 0; i < encoder->hidden; i += 16) {
        vfloat sum = load(x + i);
        for (int r = 1; r < rows; r++) sum += load(x + (size_t)r * stride + i);
        sum *= splat(1.0f / (float)rows);
        for (int lane = 0; lane < 16 && i + lane < encoder->hidden; lane++) vector[i + lane] = sum[lane];
    }
}

static void encode(
    const struct memos_encoder *encoder, const int32_t *ids, int32_t tokens, void *scratch, float *vector) {
    const struct memos_scratch at = memos_scratch_layout(encoder, tokens);
    char *base = scratch;
    float *x = (float *)(base + at.hidden), *other = (float *)(base + at.other), *wide = (float *)(base + at.wide);
    int8_t *stored = (int8_t *)(base + at.quantized), *narrow = (int8_t *)(base + at.narrow);
    struct memos_row_scale *scale = (struct memos_row_scale *)(base + at.scales), *narrow_scale = scale + tokens;
    const int hidden = encoder->hidden, inner = encoder->intermediate, is_int8 = encoder->is_int8;
    const size_t stride = memos_padded((size_t)hidden), triple = memos_padded(3 * (size_t)hidden);
    const size_t inner_stride = memos_padded((size_t)inner);

    embed(encoder, ids, tokens, x);
    // Attention writes whole heads only; what is behind the last one must be zero like all padding.
    for (int t = 0; t < tokens; t++) store(other + (size_t)(t + 1) * stride - 16, splat(0));
    if (is_int8) quantize_rows(x, stride, tokens, stored, scale);
    for (int l = 0; l < encoder->layers; l++) {
        const struct memos_encoder_layer *layer = encoder->layer + l;
        linear(&layer->projection, is_int8, x, stored, scale, stride, tokens, hidden, 3 * hidden, 0, wide, triple);
        attention(
            wide, triple, tokens, hidden, encoder->heads, (float *)(base + at.keys), (float *)(base + at.values),
            (float *)(base + at.scores), other, stride);
        for (int first = 0; first < tokens;) {
            const int rows = tile_rows(tokens - first, memos_row_block);
            float *rest = x + (size_t)first * stride, *mixed = other + (size_t)first * stride;
            int8_t *bytes = stored + (size_t)first * stride;
            struct memos_row_scale *own = scale + first;
            if (is_int8) quantize_rows(mixed, stride, rows, bytes, own);
            linear(&layer->attention, is_int8, mixed, bytes, own, stride, rows, hidden, hidden, 0, wide, stride);
            add_rows(rest, wide, stride, rows, hidden, encoder->epsilon, &layer->attention_norm);
            if (is_int8) quantize_rows(rest, stride, rows, bytes, own);
            linear(&layer->up, is_int8, rest, bytes, own, stride, rows, hidden, inner, 1, wide, inner_stride);
            if (is_int8) quantize_rows(wide, inner_stride, rows, narrow, narrow_scale);
            linear(
                &layer->down, is_int8, wide, narrow, narrow_scale, inner_stride, rows, inner, hidden, 0, mixed, stride);
            add_rows(rest, mixed, stride, rows, hidden, encoder->epsilon, &layer->output_norm);
            if (is_int8) quantize_rows(rest, stride, rows, bytes, own);
            first += rows;
        }
    }
    pool(encoder, x, tokens, vector);
}

static void apply(
    const struct memos_linear *layer, int32_t is_int8, const float *x, int32_t rows, int32_t inputs, int32_t outputs,
    void *quantized, float *y) {
    const size_t stride = memos_padded((size_t)inputs);
    int8_t *stored = quantized;
    struct memos_row_scale *scale = (struct memos_row_scale *)(stored + (size_t)rows * stride);
    if (is_int8) quantize_rows(x, stride, rows, stored, scale);
    linear(layer, is_int8, x, stored, scale, stride, rows, inputs, outputs, 0, y, memos_padded((size_t)outputs));
}

const struct memos_kernels KERNELS = {encode, apply};
