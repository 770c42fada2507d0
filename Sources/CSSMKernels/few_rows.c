#include "lanes.h"

// sums[m][i] += x[m] w[i] for the first `left` (1...16 or more) of the lanes at k; rows of w are `stride` floats apart
SSM_INLINE void add_products(const int count, const int height, int64_t inner, int64_t stride, int64_t k,
                             const float *x, const float *w, f32x16 sums[4][4]) {
    const int64_t left = inner - k;
    f32x16 weights[4];
    SSM_UNROLL for (int i = 0; i < height; i++) weights[i] = lanes_load_up_to(w + i * stride + k, left);
    SSM_UNROLL for (int m = 0; m < count; m++) {
        const f32x16 values = lanes_load_up_to(x + m * inner + k, left);
        SSM_UNROLL for (int i = 0; i < height; i++) sums[m][i] = weights[i] * values + sums[m][i];
    }
}

// Dot products of `count` rows of x with `height` rows of w, `apart` rows from each other. A product is one chain of
// lanes, so that its bits depend neither on count nor on its place in the tile; the chains keep the multipliers busy.
SSM_INLINE void product_tile(const int count, const int height, int64_t inner, int64_t outer, int64_t apart,
                             const float *x, const float *w, float *y) {
    const int64_t stride = apart * inner;
    f32x16 sums[4][4] = {0};
    int64_t k = 0;
    for (; k + LANES <= inner; k += LANES) {
        // Into the second cache: the first is too small for what is on its way from memory.
        SSM_UNROLL for (int i = 0; i < height; i++) __builtin_prefetch(w + i * stride + k + FETCH_AHEAD, 0, 2);
        add_products(count, height, inner, stride, k, x, w, sums);
    }
    if (k < inner) add_products(count, height, inner, stride, k, x, w, sums);
    SSM_UNROLL for (int m = 0; m < count; m++) {
        SSM_UNROLL for (int i = 0; i < height; i++) y[m * outer + i * apart] = lanes_sum(sums[m][i]);
    }
}

// The rows of a tile come from `height` parts of the range, each of which is read from end to end.
SSM_INLINE void products(const int count, const int height, int64_t inner, int64_t outer, const float *x,
                         const float *w, float *y, int64_t row_begin, int64_t row_end) {
    const int64_t part = (row_end - row_begin) / height;
    for (int64_t r = row_begin; r < row_begin + part; r++) {
        product_tile(count, height, inner, outer, part, x, w + r * inner, y + r);
    }
    for (int64_t r = row_begin + part * height; r < row_end; r++) {
        product_tile(count, 1, inner, outer, 1, x, w + r * inner, y + r);
    }
}

// y[m, r] = sum_k x[m, k] w[r, k]
SSM_INLINE void few_rows_body(int64_t count, int64_t inner, int64_t outer, const float *x, const float *w, float *y,
                              int64_t row_begin, int64_t row_end) {
    switch (count) {
    case 1: products(1, 3, inner, outer, x, w, y, row_begin, row_end); break;
    case 2: products(2, 4, inner, outer, x, w, y, row_begin, row_end); break;
    case 3: products(3, 4, inner, outer, x, w, y, row_begin, row_end); break;
    case 4: products(4, 4, inner, outer, x, w, y, row_begin, row_end); break;
    default: break;
    }
}
SSM_KERNEL(void, ssm_few_rows, few_rows_body,
           (int64_t count, int64_t inner, int64_t outer, const float *x, const float *w, float *y, int64_t row_begin,
            int64_t row_end),
           (count, inner, outer, x, w, y, row_begin, row_end))
