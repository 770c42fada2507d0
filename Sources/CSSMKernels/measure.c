#include "lanes.h"

enum { STREAMS = 8 };

// Several places at once, fetched into the second cache ahead of their use: one stream alone does not keep the memory
// busy.
SSM_INLINE float read_body(int64_t n, const float *x) {
    f32x16 sums[STREAMS] = {0};
    const int64_t part = n / (STREAMS * LANES) * LANES;
    for (int64_t i = 0; i < part; i += LANES) {
        SSM_UNROLL for (int k = 0; k < STREAMS; k++) {
            const float *place = x + k * part + i;
            __builtin_prefetch(place + FETCH_AHEAD, 0, 2);
            sums[k] = sums[k] + lanes_load(place);
        }
    }
    for (int64_t i = STREAMS * part; i < n; i += LANES) sums[0] = sums[0] + lanes_load_up_to(x + i, n - i);
    return lanes_sum(((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7])));
}
SSM_KERNEL(float, ssm_read, read_body, (int64_t n, const float *x), (n, x))
