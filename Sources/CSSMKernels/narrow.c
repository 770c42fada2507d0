#include "lanes.h"
#include <string.h>

// The binary16 nearest to a float32, of two the even one; NaN stays NaN. All is done on the magnitude m of 31 bits.
// Between 2^-14 and 65536 the bias of the exponent goes from 127 to 15 and 13 bits are rounded off, with a carry into
// the exponent that ends at infinity where it has to. Below, 0.5 + |x| is rounded by the addition itself to a multiple
// of 2^-24, the unit of subnormals.
SSM_INLINE uint32_t narrowed_binary16(uint32_t f) {
    const uint32_t m = f & 0x7FFFFFFF;
    const uint32_t normal = (m - (112u << 23) + 0x0FFF + (m >> 13 & 1)) >> 13;
    float magnitude;
    memcpy(&magnitude, &m, sizeof magnitude);
    magnitude += 0.5f;
    uint32_t subnormal;
    memcpy(&subnormal, &magnitude, sizeof subnormal);
    subnormal -= 0x3F000000;
    const uint32_t special = m > 0x7F800000 ? 0x7E00 | (m >> 13 & 0x03FF) : 0x7C00;
    return (f >> 16 & 0x8000) | (m < 0x38800000 ? subnormal : m < 0x47800000 ? normal : special);
}

SSM_INLINE void ssm_narrow_binary16_body(int64_t n, const float *restrict x, uint16_t *restrict y) {
    for (int64_t i = 0; i < n; i++) {
        uint32_t bits;
        memcpy(&bits, x + i, sizeof bits);
        y[i] = (uint16_t)narrowed_binary16(bits);
    }
}
SSM_KERNEL(void, ssm_narrow_binary16, ssm_narrow_binary16_body,
           (int64_t n, const float *restrict x, uint16_t *restrict y), (n, x, y))
