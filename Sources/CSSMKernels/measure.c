#include "lanes.h"

SSM_INLINE float read_body(int64_t n, const float *x) {
    f32x16 sums[8] = {0};
    int64_t i = 0;
    for (; i + 8 * LANES <= n; i += 8 * LANES) {
        SSM_UNROLL for (int k = 0; k < 8; k++) sums[k] = sums[k] + lanes_load(x + i + k * LANES);
    }
    for (; i < n; i += LANES) sums[0] = sums[0] + lanes_load_up_to(x + i, n - i);
    return lanes_sum(((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7])));
}
SSM_KERNEL(float, ssm_read, read_body, (int64_t n, const float *x), (n, x))
