#include "CVectorScan.h"

#include <stdatomic.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

// MARK: Baseline

static uint32_t next_block_baseline(const uint8_t *signs, uint32_t columns, uint32_t first, uint32_t blocks,
                                    const uint8_t *tables, uint16_t least, uint16_t *scores, uint64_t *reached) {
    for (uint32_t block = first; block < blocks; block++) {
        const uint8_t *column = signs + (size_t)block * columns * MEMOS_BLOCK_SLOTS;
        memset(scores, 0, MEMOS_BLOCK_SLOTS * sizeof *scores);
        for (uint32_t c = 0; c < columns; c++, column += MEMOS_BLOCK_SLOTS) {
            const uint8_t *low = tables + 32 * c, *high = low + 16;
            for (uint32_t i = 0; i < MEMOS_BLOCK_SLOTS; i++) {
                scores[i] = (uint16_t)(scores[i] + low[column[i] & 15] + high[column[i] >> 4]);
            }
        }
        uint64_t mask = 0;
        for (uint32_t i = 0; i < MEMOS_BLOCK_SLOTS; i++) mask |= (uint64_t)(scores[i] >= least) << i;
        if (mask) {
            *reached = mask;
            return block;
        }
    }
    return blocks;
}

static int32_t dot_baseline(const uint8_t *row, const int16_t *query, uint32_t count) {
    int32_t sum = 0;
    for (uint32_t i = 0; i < count; i++) sum += (int32_t)row[i] * query[i];
    return sum;
}

static const struct memos_scan_kernels baseline = {"baseline", next_block_baseline, dot_baseline};

// In the sets below a column's two lookups are added as bytes (at most 254) and the sum taken as 16-bit words twice:
// whole, and its upper byte alone. The first total minus 256 times the second is then the total of the lower bytes.

#if defined(__x86_64__)

// MARK: AVX2

__attribute__((target("avx2"))) static uint32_t next_block_avx2(const uint8_t *signs, uint32_t columns, uint32_t first,
                                                                uint32_t blocks, const uint8_t *tables, uint16_t least,
                                                                uint16_t *scores, uint64_t *reached) {
    const __m256i nibble = _mm256_set1_epi8(15);
    const __m256i floor = _mm256_set1_epi16((short)least);
    for (uint32_t block = first; block < blocks; block++) {
        const uint8_t *column = signs + (size_t)block * columns * MEMOS_BLOCK_SLOTS;
        __m256i whole0 = _mm256_setzero_si256(), upper0 = whole0, whole1 = whole0, upper1 = whole0;
        for (uint32_t c = 0; c < columns; c++, column += MEMOS_BLOCK_SLOTS) {
            __m256i low = _mm256_broadcastsi128_si256(_mm_load_si128((const __m128i *)(tables + 32 * c)));
            __m256i high = _mm256_broadcastsi128_si256(_mm_load_si128((const __m128i *)(tables + 32 * c + 16)));
            __m256i a = _mm256_load_si256((const __m256i *)column);
            __m256i b = _mm256_load_si256((const __m256i *)(column + 32));
            __m256i sum0 = _mm256_add_epi8(
                _mm256_shuffle_epi8(low, _mm256_and_si256(a, nibble)),
                _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(a, 4), nibble)));
            __m256i sum1 = _mm256_add_epi8(
                _mm256_shuffle_epi8(low, _mm256_and_si256(b, nibble)),
                _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(b, 4), nibble)));
            whole0 = _mm256_add_epi16(whole0, sum0);
            whole1 = _mm256_add_epi16(whole1, sum1);
            upper0 = _mm256_add_epi16(upper0, _mm256_srli_epi16(sum0, 8));
            upper1 = _mm256_add_epi16(upper1, _mm256_srli_epi16(sum1, 8));
        }
        whole0 = _mm256_sub_epi16(whole0, _mm256_slli_epi16(upper0, 8));
        whole1 = _mm256_sub_epi16(whole1, _mm256_slli_epi16(upper1, 8));
        __m256i best = _mm256_max_epu16(_mm256_max_epu16(whole0, upper0), _mm256_max_epu16(whole1, upper1));
        if (_mm256_testz_si256(_mm256_cmpeq_epi16(_mm256_max_epu16(best, floor), best), _mm256_set1_epi8(-1))) continue;
        uint64_t mask = 0;
        for (int half = 0; half < 2; half++) {
            __m256i even = half ? whole1 : whole0, odd = half ? upper1 : upper0;
            // Words of slots 0–7 and 16–23, then 8–15 and 24–31.
            __m256i x = _mm256_unpacklo_epi16(even, odd), y = _mm256_unpackhi_epi16(even, odd);
            __m256i front = _mm256_permute2x128_si256(x, y, 0x20), back = _mm256_permute2x128_si256(x, y, 0x31);
            _mm256_storeu_si256((__m256i *)(scores + 32 * half), front);
            _mm256_storeu_si256((__m256i *)(scores + 32 * half + 16), back);
            __m256i in_front = _mm256_cmpeq_epi16(_mm256_max_epu16(front, floor), front);
            __m256i in_back = _mm256_cmpeq_epi16(_mm256_max_epu16(back, floor), back);
            __m256i packed = _mm256_permute4x64_epi64(_mm256_packs_epi16(in_front, in_back), 0xD8);
            mask |= (uint64_t)(uint32_t)_mm256_movemask_epi8(packed) << (32 * half);
        }
        *reached = mask;
        return block;
    }
    return blocks;
}

__attribute__((target("avx2"))) static int32_t dot_avx2(const uint8_t *row, const int16_t *query, uint32_t count) {
    __m256i sum0 = _mm256_setzero_si256(), sum1 = sum0;
    for (uint32_t i = 0; i < count; i += 32) {
        __m256i a = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(row + i)));
        __m256i b = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(row + i + 16)));
        sum0 = _mm256_add_epi32(sum0, _mm256_madd_epi16(a, _mm256_loadu_si256((const __m256i *)(query + i))));
        sum1 = _mm256_add_epi32(sum1, _mm256_madd_epi16(b, _mm256_loadu_si256((const __m256i *)(query + i + 16))));
    }
    sum0 = _mm256_add_epi32(sum0, sum1);
    __m128i half = _mm_add_epi32(_mm256_castsi256_si128(sum0), _mm256_extracti128_si256(sum0, 1));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4E));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0xB1));
    return _mm_cvtsi128_si32(half);
}

static const struct memos_scan_kernels avx2 = {"avx2", next_block_avx2, dot_avx2};

// MARK: AVX-512

__attribute__((target("avx512f,avx512bw"))) static uint32_t
next_block_avx512(const uint8_t *signs, uint32_t columns, uint32_t first, uint32_t blocks, const uint8_t *tables,
                  uint16_t least, uint16_t *scores, uint64_t *reached) {
    const __m512i nibble = _mm512_set1_epi8(15);
    const __m512i floor = _mm512_set1_epi16((short)least);
    for (uint32_t block = first; block < blocks; block++) {
        const uint8_t *column = signs + (size_t)block * columns * MEMOS_BLOCK_SLOTS;
        __m512i whole = _mm512_setzero_si512(), upper = whole;
        for (uint32_t c = 0; c < columns; c++, column += MEMOS_BLOCK_SLOTS) {
            __m512i low = _mm512_broadcast_i32x4(_mm_load_si128((const __m128i *)(tables + 32 * c)));
            __m512i high = _mm512_broadcast_i32x4(_mm_load_si128((const __m128i *)(tables + 32 * c + 16)));
            __m512i a = _mm512_load_si512(column);
            __m512i sum = _mm512_add_epi8(
                _mm512_shuffle_epi8(low, _mm512_and_si512(a, nibble)),
                _mm512_shuffle_epi8(high, _mm512_and_si512(_mm512_srli_epi16(a, 4), nibble)));
            whole = _mm512_add_epi16(whole, sum);
            upper = _mm512_add_epi16(upper, _mm512_srli_epi16(sum, 8));
        }
        whole = _mm512_sub_epi16(whole, _mm512_slli_epi16(upper, 8));
        if (_mm512_cmpge_epu16_mask(_mm512_max_epu16(whole, upper), floor) == 0) continue;
        // In every 16 slots: words of 0–7, and words of 8–15; then in order.
        __m512i x = _mm512_unpacklo_epi16(whole, upper), y = _mm512_unpackhi_epi16(whole, upper);
        const __m512i front_order = _mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11);
        const __m512i back_order = _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15);
        __m512i front = _mm512_permutex2var_epi64(x, front_order, y);
        __m512i back = _mm512_permutex2var_epi64(x, back_order, y);
        _mm512_storeu_si512(scores, front);
        _mm512_storeu_si512(scores + 32, back);
        *reached = (uint64_t)_mm512_cmpge_epu16_mask(front, floor) |
                   (uint64_t)_mm512_cmpge_epu16_mask(back, floor) << 32;
        return block;
    }
    return blocks;
}

__attribute__((target("avx512f,avx512bw"))) static int32_t dot_avx512(const uint8_t *row, const int16_t *query,
                                                                      uint32_t count) {
    __m512i sum0 = _mm512_setzero_si512(), sum1 = sum0;
    for (uint32_t i = 0; i < count; i += 64) {
        __m512i a = _mm512_cvtepu8_epi16(_mm256_loadu_si256((const __m256i *)(row + i)));
        __m512i b = _mm512_cvtepu8_epi16(_mm256_loadu_si256((const __m256i *)(row + i + 32)));
        sum0 = _mm512_add_epi32(sum0, _mm512_madd_epi16(a, _mm512_loadu_si512(query + i)));
        sum1 = _mm512_add_epi32(sum1, _mm512_madd_epi16(b, _mm512_loadu_si512(query + i + 32)));
    }
    return _mm512_reduce_add_epi32(_mm512_add_epi32(sum0, sum1));
}

static const struct memos_scan_kernels avx512 = {"avx512", next_block_avx512, dot_avx512};

#elif defined(__aarch64__)

// MARK: NEON

static uint32_t next_block_neon(const uint8_t *signs, uint32_t columns, uint32_t first, uint32_t blocks,
                                const uint8_t *tables, uint16_t least, uint16_t *scores, uint64_t *reached) {
    const uint8x16_t nibble = vdupq_n_u8(15);
    for (uint32_t block = first; block < blocks; block++) {
        const uint8_t *column = signs + (size_t)block * columns * MEMOS_BLOCK_SLOTS;
        uint16x8_t front[4], back[4];
        for (int q = 0; q < 4; q++) front[q] = back[q] = vdupq_n_u16(0);
        for (uint32_t c = 0; c < columns; c++, column += MEMOS_BLOCK_SLOTS) {
            uint8x16_t low = vld1q_u8(tables + 32 * c), high = vld1q_u8(tables + 32 * c + 16);
            for (int q = 0; q < 4; q++) {
                uint8x16_t a = vld1q_u8(column + 16 * q);
                uint8x16_t sum =
                    vaddq_u8(vqtbl1q_u8(low, vandq_u8(a, nibble)), vqtbl1q_u8(high, vshrq_n_u8(a, 4)));
                front[q] = vaddw_u8(front[q], vget_low_u8(sum));
                back[q] = vaddw_high_u8(back[q], sum);
            }
        }
        uint16x8_t best = vmaxq_u16(front[0], back[0]);
        for (int q = 1; q < 4; q++) best = vmaxq_u16(best, vmaxq_u16(front[q], back[q]));
        if (vmaxvq_u16(best) < least) continue;
        uint64_t mask = 0;
        for (uint32_t q = 0; q < 4; q++) {
            vst1q_u16(scores + 16 * q, front[q]);
            vst1q_u16(scores + 16 * q + 8, back[q]);
        }
        for (uint32_t i = 0; i < MEMOS_BLOCK_SLOTS; i++) mask |= (uint64_t)(scores[i] >= least) << i;
        *reached = mask;
        return block;
    }
    return blocks;
}

static int32_t dot_neon(const uint8_t *row, const int16_t *query, uint32_t count) {
    int32x4_t sum0 = vdupq_n_s32(0), sum1 = sum0;
    for (uint32_t i = 0; i < count; i += 16) {
        uint8x16_t a = vld1q_u8(row + i);
        int16x8_t front = vreinterpretq_s16_u16(vmovl_u8(vget_low_u8(a)));
        int16x8_t back = vreinterpretq_s16_u16(vmovl_high_u8(a));
        int16x8_t q0 = vld1q_s16(query + i), q1 = vld1q_s16(query + i + 8);
        sum0 = vmlal_s16(sum0, vget_low_s16(front), vget_low_s16(q0));
        sum1 = vmlal_high_s16(sum1, front, q0);
        sum0 = vmlal_s16(sum0, vget_low_s16(back), vget_low_s16(q1));
        sum1 = vmlal_high_s16(sum1, back, q1);
    }
    return vaddvq_s32(vaddq_s32(sum0, sum1));
}

static const struct memos_scan_kernels neon = {"neon", next_block_neon, dot_neon};

#endif

// MARK: Choice

const struct memos_scan_kernels *memos_scan_kernels(int set) {
    switch (set) {
    case MEMOS_SCAN_BASELINE: return &baseline;
#if defined(__x86_64__)
    case MEMOS_SCAN_AVX2: return __builtin_cpu_supports("avx2") ? &avx2 : NULL;
    case MEMOS_SCAN_AVX512: return __builtin_cpu_supports("avx512bw") ? &avx512 : NULL;
#elif defined(__aarch64__)
    case MEMOS_SCAN_NEON: return &neon;
#endif
    default: return NULL;
    }
}

int memos_scan_best(void) {
    static _Atomic int found = -1;
    int set = atomic_load_explicit(&found, memory_order_relaxed);
    if (set >= 0) return set;
    for (set = MEMOS_SCAN_SETS - 1; memos_scan_kernels(set) == NULL;) set--;
    atomic_store_explicit(&found, set, memory_order_relaxed);
    return set;
}
