// Sixteen float lanes on every path: the compiler splits them into the registers that the path has.
#ifndef SSM_LANES_H
#define SSM_LANES_H

#include <float.h>
#include <math.h>
#include <stddef.h>

#include "ssm_kernels.h"

// Vectors cross only functions that are inlined, so their calling convention never matters.
#pragma clang diagnostic ignored "-Wpsabi"

#define SSM_INLINE static inline __attribute__((always_inline))
#define SSM_UNROLL _Pragma("clang loop unroll(full)")

typedef float f32x16 __attribute__((ext_vector_type(16)));
typedef float f32x8 __attribute__((ext_vector_type(8)));
typedef float f32x4 __attribute__((ext_vector_type(4)));
typedef double f64x8 __attribute__((ext_vector_type(8)));
typedef double f64x4 __attribute__((ext_vector_type(4)));
typedef int32_t i32x16 __attribute__((ext_vector_type(16)));

enum { LANES = 16 };

// How far ahead of their use, in floats, long streams are fetched from memory. Several streams at once keep more lines
// on their way than the processor's own prefetching does.
enum { FETCH_AHEAD = 512 };

// ---- one kernel, three compilations ------------------------------------------------------------------------------
// SSM_KERNEL(result, name, body, (parameters), (arguments)) defines `result name(ssm_path path, parameters)`, which
// runs the inline function `body`, compiled for the path. Without min_vector_width clang would split 512-bit vectors.
#define SSM_UNPACK(...) __VA_ARGS__
#if defined(__x86_64__)
#define SSM_TARGET_AVX2 __attribute__((target("arch=x86-64-v3"), min_vector_width(256)))
#define SSM_TARGET_AVX512 __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define SSM_KERNEL(result, name, body, parameters, arguments)                      \
    SSM_TARGET_AVX2 static result name##_avx2 parameters { return body arguments; }     \
    SSM_TARGET_AVX512 static result name##_avx512 parameters { return body arguments; } \
    static result name##_portable parameters { return body arguments; }                 \
    result name(ssm_path path, SSM_UNPACK parameters) {                                 \
        switch (path) {                                                                 \
        case SSM_AVX512: return name##_avx512 arguments;                                \
        case SSM_AVX2: return name##_avx2 arguments;                                    \
        default: return name##_portable arguments;                                      \
        }                                                                               \
    }
#else
#define SSM_KERNEL(result, name, body, parameters, arguments) \
    result name(ssm_path path, SSM_UNPACK parameters) {       \
        (void)path;                                           \
        return body arguments;                                \
    }
#endif

// ---- memory ------------------------------------------------------------------------------------------------------
SSM_INLINE f32x16 lanes_load(const float *p) {
    f32x16 v;
    __builtin_memcpy(&v, p, sizeof v);
    return v;
}

SSM_INLINE void lanes_store(float *p, f32x16 v) { __builtin_memcpy(p, &v, sizeof v); }

// The first count (0...15) lanes, the rest zero: nothing beyond them is read.
SSM_INLINE f32x16 lanes_load_first(const float *p, int64_t count) {
    float padded[LANES] __attribute__((aligned(64))) = {0};
    for (int64_t i = 0; i < count; i++) padded[i] = p[i];
    return lanes_load(padded);
}

SSM_INLINE void lanes_store_first(float *p, f32x16 v, int64_t count) {
    float padded[LANES] __attribute__((aligned(64)));
    lanes_store(padded, v);
    for (int64_t i = 0; i < count; i++) p[i] = padded[i];
}

// As above for a count of 1...16 or more; only the last block of a row takes the slow way.
SSM_INLINE f32x16 lanes_load_up_to(const float *p, int64_t count) {
    return __builtin_expect(count >= LANES, 1) ? lanes_load(p) : lanes_load_first(p, count);
}

SSM_INLINE void lanes_store_up_to(float *p, f32x16 v, int64_t count) {
    if (__builtin_expect(count >= LANES, 1)) {
        lanes_store(p, v);
    } else {
        lanes_store_first(p, v, count);
    }
}

// ---- across lanes ------------------------------------------------------------------------------------------------
SSM_INLINE float lanes_sum(f32x16 v) {
    const f32x8 eight = v.lo + v.hi;
    const f32x4 four = eight.lo + eight.hi;
    return (four.x + four.z) + (four.y + four.w);
}

SSM_INLINE f32x16 lanes_max(f32x16 a, f32x16 b) { return a > b ? a : b; }

SSM_INLINE float lanes_largest(f32x16 v) {
    const f32x8 eight = v.lo > v.hi ? v.lo : v.hi;
    const f32x4 four = eight.lo > eight.hi ? eight.lo : eight.hi;
    const float left = four.x > four.y ? four.x : four.y;
    const float right = four.z > four.w ? four.z : four.w;
    return left > right ? left : right;
}

// Lane j of `low` and `high` when rows i and i + d of a 16 x 16 tile swap the blocks that bit d of j names.
#define SSM_LOW(j, d) (((j) & (d)) ? 16 + (j) - (d) : (j))
#define SSM_HIGH(j, d) (((j) & (d)) ? 16 + (j) : (j) + (d))
#define SSM_MASK(side, d)                                                                                      \
    side(0, d), side(1, d), side(2, d), side(3, d), side(4, d), side(5, d), side(6, d), side(7, d), side(8, d), \
        side(9, d), side(10, d), side(11, d), side(12, d), side(13, d), side(14, d), side(15, d)
#define SSM_SWAP_STAGE(tile, d)                                                     \
    SSM_UNROLL for (int i = 0; i < 16; i++) {                                       \
        if ((i & (d)) == 0) {                                                       \
            const f32x16 first = tile[i], second = tile[i + (d)];                   \
            tile[i] = __builtin_shufflevector(first, second, SSM_MASK(SSM_LOW, d)); \
            tile[i + (d)] = __builtin_shufflevector(first, second, SSM_MASK(SSM_HIGH, d)); \
        }                                                                           \
    }
#define SSM_FOLD_STAGE(tile, d)                                                                      \
    SSM_UNROLL for (int i = 0; i < 16; i += 2 * (d)) {                                               \
        const f32x16 first = tile[i], second = tile[i + (d)];                                        \
        tile[i] = __builtin_shufflevector(first, second, SSM_MASK(SSM_LOW, d)) +                     \
                  __builtin_shufflevector(first, second, SSM_MASK(SSM_HIGH, d));                     \
    }

SSM_INLINE void lanes_transpose(f32x16 tile[16]) {
    SSM_SWAP_STAGE(tile, 1)
    SSM_SWAP_STAGE(tile, 2)
    SSM_SWAP_STAGE(tile, 4)
    SSM_SWAP_STAGE(tile, 8)
}

// Lane j of the result is the sum of the lanes of tile[j]; the tile is used up.
SSM_INLINE f32x16 lanes_sums(f32x16 tile[16]) {
    SSM_FOLD_STAGE(tile, 1)
    SSM_FOLD_STAGE(tile, 2)
    SSM_FOLD_STAGE(tile, 4)
    SSM_FOLD_STAGE(tile, 8)
    return tile[0];
}

#endif
