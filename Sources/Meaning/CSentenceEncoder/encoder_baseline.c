// Plain C for a machine none of the other files knows.
#include "kernel_types.h"

#define KERNELS memos_kernels_baseline
#define FLOAT_ROWS 2
#define FLOAT_PANELS 1
#define INT8_ROWS 2
#define INT8_PANELS 1
#define OFFSET 0

typedef int16_t vshort __attribute__((vector_size(64)));
typedef vint vsum;
/// Inputs 0 and 2 of every group, and 1 and 3, as 16 bit.
typedef struct {
    vshort even, odd;
} vweights;
typedef vweights vactivation;

INLINE vsum sum_load(const int32_t *at) {
    return *(const loose_int *)at;
}

INLINE vsum sum_start(const int32_t *sums) {
    (void)sums;
    return (vsum){0};
}

INLINE vweights parted(vshort bytes) {
    return (vweights){(bytes << 8) >> 8, bytes >> 8};
}

INLINE vweights load_weights(const int8_t *at) {
    return parted((vshort)*(const loose_int *)at);
}

INLINE vactivation load_activation(const int8_t *at) {
    int32_t group;
    __builtin_memcpy(&group, at, 4);
    return parted((vshort)((vint){0} + group));
}

INLINE vsum dot(vsum sum, vactivation a, vweights w) {
    // Two products of at most 127 * 127 fit in 16 bit.
    const vint pairs = (vint)(w.even * a.even + w.odd * a.odd);
    return sum + ((pairs << 16) >> 16) + (pairs >> 16);
}

/// The other instruction sets round a * b + c once. Products of floats are exact as doubles, so this does so too but
/// for one sum in 2^29; quantisation would turn a different rounding into a visibly different vector.
INLINE vfloat fma16(vfloat a, vfloat b, vfloat c) {
    typedef double vdouble __attribute__((vector_size(128)));
    const vdouble product = __builtin_convertvector(a, vdouble) * __builtin_convertvector(b, vdouble);
    return __builtin_convertvector(product + __builtin_convertvector(c, vdouble), vfloat);
}

INLINE vfloat to_float(vsum sum) {
    return __builtin_convertvector(sum, vfloat);
}

INLINE vfloat maximum(vfloat a, vfloat b) {
    for (int lane = 0; lane < 16; lane++) a[lane] = a[lane] > b[lane] ? a[lane] : b[lane];
    return a;
}

INLINE vfloat minimum(vfloat a, vfloat b) {
    for (int lane = 0; lane < 16; lane++) a[lane] = a[lane] < b[lane] ? a[lane] : b[lane];
    return a;
}

#include "kernel_forward.h"
