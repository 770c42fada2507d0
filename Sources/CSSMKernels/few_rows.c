#include "lanes.h"

// How far ahead of the products, in floats, rows of w are fetched from memory. Several rows at once keep more lines on
// their way than the processor's own prefetching of one stream does.
enum { FETCH_AHEAD = 512 };

// sums[m][r] += x[m] w[r] for the first `left` (1...16 or more) of the lanes at k
SSM_INLINE void add_products(const int count, const int height, int64_t inner, int64_t k, const float *x,
                             const float *w, f32x16 sums[8][8]) {
    const int64_t left = inner - k;
    f32x16 weights[8];
    SSM_UNROLL for (int r = 0; r < height; r++) weights[r] = lanes_load_up_to(w + r * inner + k, left);
    SSM_UNROLL for (int m = 0; m < count; m++) {
        const f32x16 values = lanes_load_up_to(x + m * inner + k, left);
        SSM_UNROLL for (int r = 0; r < height; r++) sums[m][r] = weights[r] * values + sums[m][r];
    }
}

// Dot products of `count` rows of x with `height` rows of w at once. A product is one chain of lanes, so that its bits
// depend neither on count nor on its place in the tile; height such chains keep the multipliers busy.
SSM_INLINE void product_tile(const int count, const int height, int64_t inner, int64_t outer, const float *x,
                             const float *w, float *y) {
    f32x16 sums[8][8] = {0};
    int64_t k = 0;
    for (; k + LANES <= inner; k += LANES) {
        SSM_UNROLL for (int r = 0; r < height; r++) __builtin_prefetch(w + r * inner + k + FETCH_AHEAD);
        add_products(count, height, inner, k, x, w, sums);
    }
    if (k < inner) add_products(count, height, inner, k, x, w, sums);
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
    case 1: products(1, 8, inner, outer, x, w, y, row_begin, row_end); break;
    case 2: products(2, 8, inner, outer, x, w, y, row_begin, row_end); break;
    case 3: products(3, 4, inner, outer, x, w, y, row_begin, row_end); break;
    case 4: products(4, 4, inner, outer, x, w, y, row_begin, row_end); break;
    case 5: products(5, 4, inner, outer, x, w, y, row_begin, row_end); break;
    case 6: products(6, 4, inner, outer, x, w, y, row_begin, row_end); break;
    case 7: products(7, 4, inner, outer, x, w, y, row_begin, row_end); break;
    case 8: products(8, 4, inner, outer, x, w, y, row_begin, row_end); break;
    default: break;
    }
}
SSM_KERNEL(void, ssm_few_rows, few_rows_body,
           (int64_t count, int64_t inner, int64_t outer, const float *x, const float *w, float *y, int64_t row_begin,
            int64_t row_end),
           (count, inner, outer, x, w, y, row_begin, row_end))
