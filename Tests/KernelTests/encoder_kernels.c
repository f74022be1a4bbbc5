// Runs the sentence encoder's kernels on made-up weights with every instruction set this machine has and prints what
// came out, for scripts/check-kernels to compare within a machine and across machines.
//
// A line is: `exact` or `near`, the case, the instruction set, the numbers. `exact` ones must be equal, `near` ones
// must point in the same direction.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CSentenceEncoder.h"

static uint64_t state;

/// In -1 … 1, the same on every machine.
static float number(void) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (float)(int32_t)(state >> 32) / 2147483648.0f;
}

static void *room(size_t bytes) {
    void *at = aligned_alloc(64, (bytes + 127) / 64 * 64);
    if (!at) exit(2);
    memset(at, 0, (bytes + 127) / 64 * 64);
    return at;
}

static int padded(int count) {
    return (count + 15) / 16 * 16;
}

static float *row(int count, float base, float size) {
    float *values = room(4 * (size_t)padded(count));
    for (int i = 0; i < count; i++) values[i] = base + size * number();
    return values;
}

/// Random weights in the packed order of `struct memos_linear`.
static struct memos_linear make_linear(int is_int8, int inputs, int outputs) {
    const int rows = padded(outputs), width = (inputs + 3) / 4 * 4;
    struct memos_linear linear = {0};
    int32_t *sums = room(4 * (size_t)rows);
    float *scale = room(4 * (size_t)rows);
    int8_t *bytes = room((size_t)rows * (size_t)width);
    float *floats = room(4 * (size_t)rows * (size_t)inputs);
    for (int o = 0; o < outputs; o++) {
        scale[o] = 2.0f / 127.0f / sqrtf((float)inputs);
        for (int i = 0; i < inputs; i++) {
            const int8_t stored = (int8_t)lrintf(127.0f * number());
            bytes[o / 16 * 16 * width + i / 4 * 64 + o % 16 * 4 + i % 4] = stored;
            floats[o / 16 * 16 * inputs + i * 16 + o % 16] = scale[o] * (float)stored;
            sums[o] += stored;
        }
    }
    linear.weights = is_int8 ? (void *)bytes : (void *)floats;
    linear.scale = scale;
    linear.sums = sums;
    linear.bias = row(outputs, 0, 0.1f);
    return linear;
}

static struct memos_norm make_norm(int count) {
    struct memos_norm norm = {row(count, 1, 0.3f), row(count, 0, 0.3f)};
    return norm;
}

static void print(const char *kind, const char *name, int set, const float *values, int count) {
    static const char *const names[] = {"baseline", "avx2", "vnni", "neon", "neon-dot"};
    printf("%s %s %s", kind, name, names[set]);
    for (int i = 0; i < count; i++) printf(" %.9g", (double)values[i]);
    printf("\n");
}

/// With steps of one and no bias the outputs are the sums of products themselves, whole numbers below 2^24.
static void products(int rows, int inputs, int outputs) {
    state = (uint64_t)(rows * 1000003 + inputs * 1009 + outputs);
    struct memos_linear linear = make_linear(1, inputs, outputs);
    float *ones = room(4 * (size_t)padded(outputs)), *none = room(4 * (size_t)padded(outputs));
    for (int o = 0; o < outputs; o++) ones[o] = 1;
    linear.scale = ones;
    linear.bias = none;
    const int stride = padded(inputs);
    float *x = room(4 * (size_t)(rows * stride)), *y = room(4 * (size_t)(rows * padded(outputs)));
    for (int r = 0; r < rows; r++) {
        for (int i = 0; i < inputs; i++) x[r * stride + i] = (float)lrintf(127.0f * number());
        // The extremes make the step one and the middle zero.
        x[r * stride] = 127;
        x[r * stride + 1] = -127;
    }
    char name[64];
    snprintf(name, sizeof name, "products-%dx%dx%d", rows, inputs, outputs);
    void *quantized = room((size_t)(rows * (stride + 16)));
    for (int set = 0; set <= memos_neon_dot; set++) {
        if (!memos_has_instruction_set((enum memos_instruction_set)set)) continue;
        memos_linear_apply(&linear, (enum memos_instruction_set)set, 1, x, rows, inputs, outputs, quantized, y);
        for (int r = 0; r < rows; r++) memmove(y + r * outputs, y + r * padded(outputs), 4 * (size_t)outputs);
        print("exact", name, set, y, rows * outputs);
    }
}

static void forward(int is_int8, int hidden, int heads, int intermediate, int tokens) {
    enum { layers = 2, words = 60, positions = 70 };
    state = (uint64_t)(hidden + tokens);
    struct memos_encoder_layer layer[layers];
    struct memos_encoder encoder = {
        layers, hidden, heads, intermediate, words, positions, is_int8, 0, 1e-12f, 0, 0, 0, 0, 0, {0, 0}, layer};
    const int stride = padded(hidden);
    int8_t *bytes = room((size_t)((words + positions) * stride));
    float *floats = room(4 * (size_t)((words + positions) * stride));
    for (int r = 0; r < words + positions; r++) {
        for (int i = 0; i < hidden; i++) {
            bytes[r * stride + i] = (int8_t)lrintf(127.0f * number());
            floats[r * stride + i] = (float)bytes[r * stride + i] / 127.0f;
        }
    }
    float *scale = room(4 * (words + positions));
    for (int r = 0; r < words + positions; r++) scale[r] = 1.0f / 127.0f;
    encoder.word = is_int8 ? (void *)bytes : (void *)floats;
    encoder.position = is_int8 ? (void *)(bytes + words * stride) : (void *)(floats + words * stride);
    encoder.word_scale = encoder.position_scale = scale;
    encoder.segment = row(hidden, 0, 0.1f);
    encoder.embedding_norm = make_norm(hidden);
    for (int l = 0; l < layers; l++) {
        layer[l].projection = make_linear(is_int8, hidden, 3 * hidden);
        layer[l].attention = make_linear(is_int8, hidden, hidden);
        layer[l].attention_norm = make_norm(hidden);
        layer[l].up = make_linear(is_int8, hidden, intermediate);
        layer[l].down = make_linear(is_int8, intermediate, hidden);
        layer[l].output_norm = make_norm(hidden);
    }
    int32_t ids[positions];
    for (int t = 0; t < tokens; t++) ids[t] = (int32_t)((number() + 1) * 0.4999f * words);
    float *vector = room(4 * (size_t)stride);
    void *scratch = room(memos_encoder_scratch(&encoder, tokens));
    // What an earlier window left behind, NaN here, must not matter.
    memset(scratch, 0xFF, memos_encoder_scratch(&encoder, tokens));
    char name[64];
    snprintf(name, sizeof name, "forward-%s-%d-%d", is_int8 ? "int8" : "fp32", hidden, tokens);
    for (int set = 0; set <= memos_neon_dot; set++) {
        if (!memos_has_instruction_set((enum memos_instruction_set)set)) continue;
        memos_encode(&encoder, (enum memos_instruction_set)set, ids, tokens, scratch, vector);
        print("near", name, set, vector, hidden);
    }
}

int main(void) {
    products(1, 16, 16);
    products(7, 312, 40);
    products(13, 384, 96);
    for (int is_int8 = 0; is_int8 < 2; is_int8++) {
        forward(is_int8, 96, 3, 160, 1);
        forward(is_int8, 96, 3, 160, 17);
        forward(is_int8, 312, 12, 100, 33);
        forward(is_int8, 128, 2, 250, 64);
    }
    return 0;
}
