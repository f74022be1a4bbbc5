// AVX2 and FMA. The instruction that multiplies bytes takes one operand unsigned and saturates sums of two products at
// 16 bit: with |a| and w * sign(a), both within 127, two products stay below 2 * 127 * 127 = 32258.
#if defined(__x86_64__)
#include <immintrin.h>

#include "kernel_types.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define KERNELS memos_kernels_avx2
#define FLOAT_ROWS 6
#define FLOAT_PANELS 1
#define INT8_ROWS 4
#define INT8_PANELS 1
#define OFFSET 0

typedef struct {
    __m256i low, high;
} vsum;
typedef vsum vweights;
typedef struct {
    __m256i value, size;
} vactivation;

INLINE vsum sum_load(const int32_t *at) {
    return (vsum){_mm256_loadu_si256((const void *)at), _mm256_loadu_si256((const void *)(at + 8))};
}

INLINE vsum sum_start(const int32_t *sums) {
    (void)sums;
    return (vsum){_mm256_setzero_si256(), _mm256_setzero_si256()};
}

INLINE vweights load_weights(const int8_t *at) {
    return (vweights){_mm256_loadu_si256((const void *)at), _mm256_loadu_si256((const void *)(at + 32))};
}

INLINE vactivation load_activation(const int8_t *at) {
    int32_t group;
    __builtin_memcpy(&group, at, 4);
    __m256i value = _mm256_set1_epi32(group);
    return (vactivation){value, _mm256_abs_epi8(value)};
}

INLINE __m256i dot_half(__m256i sum, vactivation a, __m256i w) {
    __m256i pairs = _mm256_maddubs_epi16(a.size, _mm256_sign_epi8(w, a.value));
    return _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

INLINE vsum dot(vsum sum, vactivation a, vweights w) {
    return (vsum){dot_half(sum.low, a, w.low), dot_half(sum.high, a, w.high)};
}

INLINE vfloat joined(__m256 low, __m256 high) {
    return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

#define LOW_HALF(v) __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7)
#define HIGH_HALF(v) __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15)

/// a * b + c, rounded once.
INLINE vfloat fma16(vfloat a, vfloat b, vfloat c) {
    return __builtin_elementwise_fma(a, b, c);
}

INLINE vfloat to_float(vsum sum) {
    return joined(_mm256_cvtepi32_ps(sum.low), _mm256_cvtepi32_ps(sum.high));
}

INLINE vfloat maximum(vfloat a, vfloat b) {
    return joined(_mm256_max_ps(LOW_HALF(a), LOW_HALF(b)), _mm256_max_ps(HIGH_HALF(a), HIGH_HALF(b)));
}

INLINE vfloat minimum(vfloat a, vfloat b) {
    return joined(_mm256_min_ps(LOW_HALF(a), LOW_HALF(b)), _mm256_min_ps(HIGH_HALF(a), HIGH_HALF(b)));
}

#include "kernel_forward.h"

#pragma clang attribute pop
#endif
