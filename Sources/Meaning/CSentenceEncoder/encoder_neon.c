// NEON without the dot product: bytes are multiplied to 16 bit (at most 127 * 127 each) and added to 32.
#if defined(__aarch64__)
#define KERNELS memos_kernels_neon
#include "kernel_neon.h"

INLINE int32x4_t dot_quarter(int32x4_t sum, vactivation a, int8x16_t w) {
    int16x8_t low = vmull_s8(vget_low_s8(w), vget_low_s8(a)), high = vmull_high_s8(w, a);
    return vaddq_s32(sum, vpaddq_s32(vpaddlq_s16(low), vpaddlq_s16(high)));
}

INLINE vsum dot(vsum sum, vactivation a, vweights w) {
    UNROLL for (int q = 0; q < 4; q++) sum.quarter[q] = dot_quarter(sum.quarter[q], a, w.quarter[q]);
    return sum;
}

#include "kernel_forward.h"
#endif
