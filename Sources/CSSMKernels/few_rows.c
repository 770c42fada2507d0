#include "lanes.h"

// Dot products of `count` rows of x with `height` rows of w at once; one chain of lanes a product, so that a product's
// bits depend neither on count nor on its place in the tile.
SSM_INLINE void product_tile(const int count, const int height, int64_t inner, int64_t outer, const float *x,
                             const float *w, float *y) {
    f32x16 sums[8][8] = {0};
    for (int64_t k = 0; k < inner; k += LANES) {
        const int64_t left = inner - k;
        f32x16 weights[8];
        SSM_UNROLL for (int r = 0; r < height; r++) weights[r] = lanes_load_up_to(w + r * inner + k, left);
        SSM_UNROLL for (int m = 0; m < count; m++) {
            const f32x16 values = lanes_load_up_to(x + m * inner + k, left);
            SSM_UNROLL for (int r = 0; r < height; r++) sums[m][r] = weights[r] * values + sums[m][r];
        }
    }
    SSM_UNROLL for (int m = 0; m < count; m++) {
        SSM_UNROLL for (int r = 0; r < height; r++) y[m * outer + r] = lanes_sum(sums[m][r]);
    }
}

SSM_INLINE void products(const int count, const int height, int64_t inner, int64_t outer, const float *x,
                         const float *w, float *y, int64_t row_begin, int64_t row_end) {
    int64_t r = row_begin;
    for (; r + height <= row_end; r += height) product_tile(count, height, inner, outer, x, w + r * inner, y + r);
    for (; r < row_end; r++) product_tile(count, 1, inner, outer, x, w + r * inner, y + r);
}

// y[m, r] = sum_k x[m, k] w[r, k]
SSM_INLINE void few_rows_body(int64_t count, int64_t inner, int64_t outer, const float *x, const float *w, float *y,
                              int64_t row_begin, int64_t row_end) {
    switch (count) {
    case 1: products(1, 4, inner, outer, x, w, y, row_begin, row_end); break;
    case 2: products(2, 4, inner, outer, x, w, y, row_begin, row_end); break;
    case 3: products(3, 4, inner, outer, x, w, y, row_begin, row_end); break;
    case 4: products(4, 4, inner, outer, x, w, y, row_begin, row_end); break;
    case 5: products(5, 4, inner, outer, x, w, y, row_begin, row_end); break;
    case 6: products(6, 4, inner, outer, x, w, y, row_begin, row_end); break;
    case 7: products(7, 2, inner, outer, x, w, y, row_begin, row_end); break;
    case 8: products(8, 2, inner, outer, x, w, y, row_begin, row_end); break;
    default: break;
    }
}
SSM_KERNEL(void, ssm_few_rows, few_rows_body,
           (int64_t count, int64_t inner, int64_t outer, const float *x, const float *w, float *y, int64_t row_begin,
            int64_t row_end),
           (count, inner, outer, x, w, y, row_begin, row_end))
