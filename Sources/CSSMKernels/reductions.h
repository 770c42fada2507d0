// Sums and maxima over a contiguous row, in a fixed order that depends on the length only.
#ifndef SSM_REDUCTIONS_H
#define SSM_REDUCTIONS_H

#include "lanes.h"

SSM_INLINE float row_dot(int64_t n, const float *a, const float *b) {
    f32x16 sums[4] = {0};
    int64_t i = 0;
    for (; i + 4 * LANES <= n; i += 4 * LANES) {
        SSM_UNROLL for (int k = 0; k < 4; k++) {
            sums[k] = lanes_load(a + i + k * LANES) * lanes_load(b + i + k * LANES) + sums[k];
        }
    }
    for (; i < n; i += LANES) sums[0] = lanes_load_up_to(a + i, n - i) * lanes_load_up_to(b + i, n - i) + sums[0];
    return lanes_sum((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

SSM_INLINE float row_sum(int64_t n, const float *x) {
    f32x16 sums[4] = {0};
    int64_t i = 0;
    for (; i + 4 * LANES <= n; i += 4 * LANES) {
        SSM_UNROLL for (int k = 0; k < 4; k++) sums[k] = sums[k] + lanes_load(x + i + k * LANES);
    }
    for (; i < n; i += LANES) sums[0] = sums[0] + lanes_load_up_to(x + i, n - i);
    return lanes_sum((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

SSM_INLINE float row_max(int64_t n, const float *x) {
    f32x16 largest[4] = {-INFINITY, -INFINITY, -INFINITY, -INFINITY};
    int64_t i = 0;
    for (; i + 4 * LANES <= n; i += 4 * LANES) {
        SSM_UNROLL for (int k = 0; k < 4; k++) largest[k] = lanes_max(lanes_load(x + i + k * LANES), largest[k]);
    }
    for (; i + LANES <= n; i += LANES) largest[0] = lanes_max(lanes_load(x + i), largest[0]);
    float result = lanes_largest(lanes_max(lanes_max(largest[0], largest[1]), lanes_max(largest[2], largest[3])));
    for (; i < n; i++) result = x[i] > result ? x[i] : result;
    return result;
}

#endif
