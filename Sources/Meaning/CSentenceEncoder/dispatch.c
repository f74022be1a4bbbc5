#include "dispatch.h"

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#elif defined(__aarch64__) && defined(__APPLE__)
#include <sys/sysctl.h>
#endif

#if defined(__aarch64__)
static int has_dot_product(void) {
#if defined(__linux__)
    return (getauxval(AT_HWCAP) >> 20) & 1; // HWCAP_ASIMDDP
#elif defined(__APPLE__)
    int has = 0;
    size_t size = sizeof has;
    return sysctlbyname("hw.optional.arm.FEAT_DotProd", &has, &size, NULL, 0) == 0 && has;
#else
    return 0;
#endif
}
#endif

int memos_has_instruction_set(enum memos_instruction_set set) {
    switch (set) {
    case memos_baseline: return 1;
#if defined(__x86_64__)
    case memos_avx2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case memos_vnni:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")
            && __builtin_cpu_supports("avx512vnni");
#elif defined(__aarch64__)
    case memos_neon: return 1;
    case memos_neon_dot: return has_dot_product();
#endif
    default: return 0;
    }
}

enum memos_instruction_set memos_best_instruction_set(void) {
#if defined(__x86_64__)
    if (memos_has_instruction_set(memos_vnni)) return memos_vnni;
    if (memos_has_instruction_set(memos_avx2)) return memos_avx2;
#elif defined(__aarch64__)
    return memos_has_instruction_set(memos_neon_dot) ? memos_neon_dot : memos_neon;
#endif
    return memos_baseline;
}

static const struct memos_kernels *kernels(enum memos_instruction_set set) {
    switch (set) {
#if defined(__x86_64__)
    case memos_avx2: return &memos_kernels_avx2;
    case memos_vnni: return &memos_kernels_vnni;
#elif defined(__aarch64__)
    case memos_neon: return &memos_kernels_neon;
    case memos_neon_dot: return &memos_kernels_neon_dot;
#endif
    default: return &memos_kernels_baseline;
    }
}

size_t memos_encoder_scratch(const struct memos_encoder *encoder, int32_t tokens) {
    // Sizes a model may have are bounded where it is loaded; tokens are bounded by its positions.
    return memos_scratch_layout(encoder, tokens).total;
}

void memos_encode(
    const struct memos_encoder *encoder, enum memos_instruction_set set, const int32_t *ids, int32_t tokens,
    void *scratch, float *vector) {
    kernels(set)->encode(encoder, ids, tokens, scratch, vector);
}

void memos_encode_guarded(void *call) {
    const struct memos_encode_call *arguments = call;
    memos_encode(
        arguments->encoder, arguments->set, arguments->ids, arguments->tokens, arguments->scratch, arguments->vector);
}

void memos_linear_apply(
    const struct memos_linear *linear, enum memos_instruction_set set, int32_t is_int8, const float *x, int32_t rows,
    int32_t inputs, int32_t outputs, void *quantized, float *y) {
    kernels(set)->linear(linear, is_int8, x, rows, inputs, outputs, quantized, y);
}
