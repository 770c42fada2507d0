#include "reductions.h"

SSM_INLINE f64x8 wide(f32x8 v) { return __builtin_convertvector(v, f64x8); }

SSM_INLINE double wide_sum(f64x8 v) {
    const f64x4 four = v.lo + v.hi;
    return (four.x + four.z) + (four.y + four.w);
}

SSM_INLINE double sum_body(int64_t n, const float *x) {
    f64x8 low = 0.0, high = 0.0;
    for (int64_t i = 0; i < n; i += LANES) {
        const f32x16 v = lanes_load_up_to(x + i, n - i);
        low = low + wide(v.lo);
        high = high + wide(v.hi);
    }
    return wide_sum(low + high);
}
SSM_KERNEL(double, ssm_sum, sum_body, (int64_t n, const float *x), (n, x))

SSM_INLINE double sum_squares_body(int64_t n, const float *x) {
    f64x8 low = 0.0, high = 0.0;
    for (int64_t i = 0; i < n; i += LANES) {
        const f32x16 v = lanes_load_up_to(x + i, n - i);
        const f64x8 left = wide(v.lo), right = wide(v.hi);
        low = left * left + low;
        high = right * right + high;
    }
    return wide_sum(low + high);
}
SSM_KERNEL(double, ssm_sum_squares, sum_squares_body, (int64_t n, const float *x), (n, x))

// The maximum first, then its first place: two simple passes beat one that carries indices in lanes.
SSM_INLINE int64_t argmax_body(int64_t n, const float *x) {
    if (n == 0) return -1;
    const float largest = row_max(n, x);
    for (int64_t i = 0; i < n; i++) {
        if (x[i] == largest) return i;
    }
    return 0;  // every element is NaN
}
SSM_KERNEL(int64_t, ssm_argmax, argmax_body, (int64_t n, const float *x), (n, x))

SSM_INLINE void row_dot_body(int64_t rows, int64_t columns, const float *a, const float *b, float *y) {
    for (int64_t t = 0; t < rows; t++) y[t] = row_dot(columns, a + t * columns, b + t * columns);
}
SSM_KERNEL(void, ssm_row_dot, row_dot_body, (int64_t rows, int64_t columns, const float *a, const float *b, float *y),
           (rows, columns, a, b, y))

SSM_INLINE void row_sum_body(int64_t rows, int64_t columns, const float *x, float *y) {
    for (int64_t t = 0; t < rows; t++) y[t] = row_sum(columns, x + t * columns);
}
SSM_KERNEL(void, ssm_row_sum, row_sum_body, (int64_t rows, int64_t columns, const float *x, float *y),
           (rows, columns, x, y))

SSM_INLINE void row_max_body(int64_t rows, int64_t columns, const float *x, float *y) {
    for (int64_t t = 0; t < rows; t++) y[t] = row_max(columns, x + t * columns);
}
SSM_KERNEL(void, ssm_row_max, row_max_body, (int64_t rows, int64_t columns, const float *x, float *y),
           (rows, columns, x, y))

SSM_INLINE void column_sum_body(int64_t rows, int64_t columns, const float *x, const float *weight, float *y) {
    for (int64_t t = 0; t < rows; t++, x += columns) {
        for (int64_t d = 0; d < columns; d += LANES) {
            f32x16 term = lanes_load_up_to(x + d, columns - d);
            if (weight != NULL) term = term * lanes_load_up_to(weight + t * columns + d, columns - d);
            lanes_store_up_to(y + d, lanes_load_up_to(y + d, columns - d) + term, columns - d);
        }
    }
}
SSM_KERNEL(void, ssm_column_sum, column_sum_body,
           (int64_t rows, int64_t columns, const float *x, const float *weight, float *y),
           (rows, columns, x, weight, y))
