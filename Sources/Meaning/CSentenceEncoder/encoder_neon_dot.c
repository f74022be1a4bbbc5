// NEON with the dot product of four signed bytes (ARMv8.2, every Apple processor).
#if defined(__aarch64__)
#define KERNELS memos_kernels_neon_dot
#include <arm_neon.h>

#include "kernel_types.h"

#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)

#include "kernel_neon.h"

INLINE vsum dot(vsum sum, vactivation a, vweights w) {
    UNROLL for (int q = 0; q < 4; q++) sum.quarter[q] = vdotq_s32(sum.quarter[q], a, w.quarter[q]);
    return sum;
}

#include "kernel_forward.h"

#pragma clang attribute pop
#endif
