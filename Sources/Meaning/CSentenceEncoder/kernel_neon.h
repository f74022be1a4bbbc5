// What both NEON files share: four registers of four lanes make a vector. Their files define `dot_quarter`.
#include <arm_neon.h>

#include "kernel_types.h"

#define FLOAT_ROWS 6
#define FLOAT_PANELS 1
#define INT8_ROWS 4
#define INT8_PANELS 1
#define OFFSET 0

typedef struct {
    int32x4_t quarter[4];
} vsum;
typedef struct {
    int8x16_t quarter[4];
} vweights;
typedef int8x16_t vactivation;

INLINE vsum sum_load(const int32_t *at) {
    return (vsum){{vld1q_s32(at), vld1q_s32(at + 4), vld1q_s32(at + 8), vld1q_s32(at + 12)}};
}

INLINE vsum sum_start(const int32_t *sums) {
    (void)sums;
    return (vsum){{vdupq_n_s32(0), vdupq_n_s32(0), vdupq_n_s32(0), vdupq_n_s32(0)}};
}

INLINE vweights load_weights(const int8_t *at) {
    return (vweights){{vld1q_s8(at), vld1q_s8(at + 16), vld1q_s8(at + 32), vld1q_s8(at + 48)}};
}

INLINE vactivation load_activation(const int8_t *at) {
    int32_t group;
    __builtin_memcpy(&group, at, 4);
    return vreinterpretq_s8_s32(vdupq_n_s32(group));
}

#define QUARTER(v, n) __builtin_shufflevector(v, v, 4 * n, 4 * n + 1, 4 * n + 2, 4 * n + 3)

INLINE vfloat joined(float32x4_t a, float32x4_t b, float32x4_t c, float32x4_t d) {
    typedef float vfloat8_half __attribute__((vector_size(32)));
    vfloat8_half low = __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7);
    vfloat8_half high = __builtin_shufflevector(c, d, 0, 1, 2, 3, 4, 5, 6, 7);
    return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

/// a * b + c, rounded once.
INLINE vfloat fma16(vfloat a, vfloat b, vfloat c) {
    return __builtin_elementwise_fma(a, b, c);
}

INLINE vfloat to_float(vsum sum) {
    return joined(
        vcvtq_f32_s32(sum.quarter[0]), vcvtq_f32_s32(sum.quarter[1]), vcvtq_f32_s32(sum.quarter[2]),
        vcvtq_f32_s32(sum.quarter[3]));
}

INLINE vfloat maximum(vfloat a, vfloat b) {
    return joined(
        vmaxq_f32(QUARTER(a, 0), QUARTER(b, 0)), vmaxq_f32(QUARTER(a, 1), QUARTER(b, 1)),
        vmaxq_f32(QUARTER(a, 2), QUARTER(b, 2)), vmaxq_f32(QUARTER(a, 3), QUARTER(b, 3)));
}

INLINE vfloat minimum(vfloat a, vfloat b) {
    return joined(
        vminq_f32(QUARTER(a, 0), QUARTER(b, 0)), vminq_f32(QUARTER(a, 1), QUARTER(b, 1)),
        vminq_f32(QUARTER(a, 2), QUARTER(b, 2)), vminq_f32(QUARTER(a, 3), QUARTER(b, 3)));
}
