#include "lanes.h"
#include <string.h>

// Numbers of 16 bits as float32, from memory that need not be aligned. All is done on integers: what a processor does
// to the bits of NaN must not reach the values. `bits` gives the bits of a float32 from those 16 in a uint32_t h.
#define SSM_WIDEN(name, bits)                                                    \
    SSM_INLINE void name##_body(int64_t n, const void *restrict x, float *restrict y) {            \
        const char *bytes = x;                                                   \
        for (int64_t i = 0; i < n; i++) {                                        \
            uint16_t half;                                                       \
            memcpy(&half, bytes + 2 * i, sizeof half);                           \
            const uint32_t h = half;                                             \
            const uint32_t wide = (bits);                                        \
            memcpy(y + i, &wide, sizeof wide);                                   \
        }                                                                        \
    }                                                                            \
    SSM_KERNEL(void, name, name##_body, (int64_t n, const void *restrict x, float *restrict y), (n, x, y))

// The magnitude m of 15 bits: 1...5 bits of exponent with bias 15 go to bias 127; that of infinity and NaN, 31, to 255;
// a subnormal is m 2^-24, which float32 has as a normal number.
SSM_INLINE uint32_t widened_binary16(uint32_t h) {
    const uint32_t m = h & 0x7FFF;
    const float small = (float)(int32_t)m * 0x1p-24f;
    uint32_t subnormal;
    memcpy(&subnormal, &small, sizeof subnormal);
    const uint32_t normal = (m << 13) + (m < 0x7C00 ? 112u << 23 : 224u << 23);
    return (h & 0x8000) << 16 | (m < 0x0400 ? subnormal : normal);
}

SSM_WIDEN(ssm_widen_bfloat16, h << 16)
SSM_WIDEN(ssm_widen_binary16, widened_binary16(h))
