// AVX-512 with VNNI: four products of bytes and their sum in one instruction, of which one operand is unsigned. The
// activations are stored with 128 added, and 128 times the weights' sum is taken off before the first product.
#if defined(__x86_64__)
#include <immintrin.h>

#include "kernel_types.h"

#pragma clang attribute push( \
    __attribute__((target("avx2,fma,avx512f,avx512bw,avx512vl,avx512dq,avx512vnni"))), apply_to = function)

#define KERNELS memos_kernels_vnni
#define FLOAT_ROWS 12
#define FLOAT_PANELS 2
#define INT8_ROWS 12
#define INT8_PANELS 2
#define OFFSET 0x80

typedef vint vsum;
typedef __m512i vweights;
typedef __m512i vactivation;

INLINE vsum sum_load(const int32_t *at) {
    return *(const loose_int *)at;
}

INLINE vsum sum_start(const int32_t *sums) {
    return sum_load(sums) * -128;
}

INLINE vweights load_weights(const int8_t *at) {
    return _mm512_loadu_si512(at);
}

INLINE vactivation load_activation(const int8_t *at) {
    int32_t group;
    __builtin_memcpy(&group, at, 4);
    return _mm512_set1_epi32(group);
}

INLINE vsum dot(vsum sum, vactivation a, vweights w) {
    return (vsum)_mm512_dpbusd_epi32((__m512i)sum, a, w);
}

/// a * b + c, rounded once.
INLINE vfloat fma16(vfloat a, vfloat b, vfloat c) {
    return __builtin_elementwise_fma(a, b, c);
}

INLINE vfloat to_float(vsum sum) {
    return __builtin_convertvector(sum, vfloat);
}

INLINE vfloat maximum(vfloat a, vfloat b) {
    return (vfloat)_mm512_max_ps((__m512)a, (__m512)b);
}

INLINE vfloat minimum(vfloat a, vfloat b) {
    return (vfloat)_mm512_min_ps((__m512)a, (__m512)b);
}

#include "kernel_forward.h"

#pragma clang attribute pop
#endif
