// The forward pass of a BERT sentence encoder: one window of token ids in, one vector out.
//
// Everything here is plain C over memory the caller owns: no allocation, no lock, no global state. So it may be left at
// any read of the mapped weights (see CFaultGuard) and may run on any number of threads at once, each with its scratch.
#ifndef MEMOS_SENTENCE_ENCODER_H
#define MEMOS_SENTENCE_ENCODER_H

#include <stddef.h>
#include <stdint.h>

/// One instruction set the forward pass was compiled for. Their integer products are equal; their floats agree to the
/// last bits.
enum memos_instruction_set {
    memos_baseline = 0,
    memos_avx2 = 1,
    memos_vnni = 2,
    memos_neon = 3,
    memos_neon_dot = 4,
};

/// y = W x + b.
///
/// Rows of W (outputs) are stored in panels of 16, each panel holding its inputs in groups:
///   fp32: [panel][input][16 outputs] float
///   int8: [panel][input / 4][16 outputs][4 inputs] int8, values in [-127, 127]; value = scale[output] * stored
/// Outputs are padded with zeros to a multiple of 16, inputs of int8 to a multiple of 4.
struct memos_linear {
    const void *weights;
    const float *scale;  ///< int8 only: one per output
    const int32_t *sums; ///< int8 only: sum of the stored weights of each output
    const float *bias;
};

/// A layer normalisation's vectors, padded with zeros to a multiple of 16.
struct memos_norm {
    const float *gain;
    const float *bias;
};

struct memos_encoder_layer {
    struct memos_linear projection; ///< query, key and value: 3 * hidden outputs
    struct memos_linear attention;  ///< hidden outputs
    struct memos_norm attention_norm;
    struct memos_linear up;   ///< intermediate outputs
    struct memos_linear down; ///< hidden outputs
    struct memos_norm output_norm;
};

/// Rows of the word and position tables are padded to a multiple of 16 values.
struct memos_encoder {
    int32_t layers, hidden, heads, intermediate, vocabulary, positions;
    int32_t is_int8;       ///< 1: weights and tables int8, products of 8 bit integers; 0: fp32
    int32_t takes_first;   ///< 1: the first token's vector is the answer; 0: the mean of all
    float epsilon;         ///< of the layer normalisations
    const void *word;      ///< [vocabulary][padded hidden] int8 or float
    const float *word_scale;
    const void *position;  ///< [positions][padded hidden] int8 or float
    const float *position_scale;
    const float *segment;  ///< the first token type's row
    struct memos_norm embedding_norm;
    const struct memos_encoder_layer *layer;
};

/// The best instruction set of the machine this runs on.
enum memos_instruction_set memos_best_instruction_set(void);

/// 1 when this machine can run `set` and this build contains it.
int memos_has_instruction_set(enum memos_instruction_set set);

/// Bytes of scratch a window of `tokens` tokens needs; the buffer must be aligned to 64 bytes.
size_t memos_encoder_scratch(const struct memos_encoder *encoder, int32_t tokens);

/// Writes the pooled vector (`hidden` floats, not yet of unit length) of a window of 1 … `positions` token ids.
///
/// Ids outside the vocabulary must not be passed. `set` must be one this machine has.
void memos_encode(
    const struct memos_encoder *encoder, enum memos_instruction_set set, const int32_t *ids, int32_t tokens,
    void *scratch, float *vector);

/// The arguments of `memos_encode`, for a caller that can pass a single pointer.
struct memos_encode_call {
    const struct memos_encoder *encoder;
    enum memos_instruction_set set;
    const int32_t *ids;
    int32_t tokens;
    void *scratch;
    float *vector;
};

/// `memos_encode` of a `struct memos_encode_call`: a body for `memos_guarded`.
void memos_encode_guarded(void *call);

/// y[row][output] = W x[row] + b for `rows` rows of x: one layer's arithmetic alone, for tests and measurements.
///
/// `x` has rows of `inputs` floats padded with zeros to a multiple of 16, `y` rows of `outputs` floats padded likewise;
/// `quantized` is room for rows * (padded inputs + 16) bytes, aligned to 64 bytes, and is not used with fp32.
void memos_linear_apply(
    const struct memos_linear *linear, enum memos_instruction_set set, int32_t is_int8, const float *x, int32_t rows,
    int32_t inputs, int32_t outputs, void *quantized, float *y);

#endif
