// Types every instruction set's file shares.
#ifndef MEMOS_KERNEL_TYPES_H
#define MEMOS_KERNEL_TYPES_H

#include <stddef.h>
#include <stdint.h>

#include "dispatch.h"

typedef float vfloat __attribute__((vector_size(64)));
typedef int32_t vint __attribute__((vector_size(64)));
typedef int8_t vbyte __attribute__((vector_size(16)));
typedef int8_t loose_byte __attribute__((vector_size(16), aligned(1)));
typedef int32_t loose_int __attribute__((vector_size(64), aligned(4)));

// Only what is written as one operation (`fma16`) is rounded once: the same on every machine.
#pragma STDC FP_CONTRACT OFF

// Wide vectors are passed between functions that are always inlined only, so no calling convention matters.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

#endif
