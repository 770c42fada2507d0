#include "functions.h"

// Rows that share the decays of the columns before them, rows of them whose sums are in registers at once, and states
// that are taken at a time.
enum { MAP_ROWS = 32, MAP_SUMS = 4, MAP_STATES = 16 };

// sum - sums[i] in double, then rounded; 0 beyond count.
SSM_INLINE f32x16 spans_up_to(double sum, const double *sums, int64_t count) {
    double padded[LANES] __attribute__((aligned(64)));
    for (int64_t i = 0; i < LANES; i++) padded[i] = sum - (i < count ? sums[i] : sum);
    f64x8 low, high;
    __builtin_memcpy(&low, padded, sizeof low);
    __builtin_memcpy(&high, padded + 8, sizeof high);
    f32x16 spans;
    spans.lo = __builtin_convertvector(low, f32x8);
    spans.hi = __builtin_convertvector(high, f32x8);
    return spans;
}

SSM_INLINE void lanes_add_up_to(float *y, f32x16 v, bool is_first, int64_t count) {
    lanes_store_up_to(y, is_first ? v : v + lanes_load_up_to(y, count), count);
}

// Columns begin..end, all at or before the first row. The decay is e^(a (S_t - R)) e^(a (R - S_u)) with the sum R of
// the first row between the two: both factors are at most 1, and what underflows is 0 in the product too.
SSM_INLINE void map_shared(const ssm_scan_map *m, int64_t count, const int64_t *rows, int64_t state, int64_t begin,
                           int64_t end, int64_t stride, float *y) {
    const int64_t states = m->state - state < MAP_STATES ? m->state - state : MAP_STATES;
    const double reference = m->sums[rows[0]];
    const f32x16 rates = lanes_load_up_to(m->a + state, states);
    float left[MAP_ROWS][MAP_STATES];
    for (int64_t r = 0; r < (count + MAP_SUMS - 1) / MAP_SUMS * MAP_SUMS; r++) {
        const int64_t row = rows[r < count ? r : count - 1];
        const float span = (float)(m->sums[row] - reference);
        lanes_store(left[r], lanes_load_up_to(m->c + row * m->state + state, states) *
                                 lanes_exp_negative(rates * span));
    }
    for (int64_t j = begin; j < end; j += LANES) {
        const int64_t width = end - j < LANES ? end - j : LANES;
        const f32x16 spans = spans_up_to(reference, m->sums + j, width);
        const f32x16 steps = lanes_load_up_to(m->steps + j, width);
        f32x16 right[MAP_STATES];
        for (int64_t n = 0; n < states; n++) {
            const f32x16 inputs = steps * lanes_load_up_to(m->b + (state + n) * m->rows + j, width);
            right[n] = lanes_exp_negative(spans * m->a[state + n]) * inputs;
        }
        for (int64_t r = 0; r < count; r += MAP_SUMS) {
            f32x16 sums[MAP_SUMS];
            SSM_UNROLL for (int k = 0; k < MAP_SUMS; k++) sums[k] = (f32x16)(0.0f);
            for (int64_t n = 0; n < states; n++) {
                SSM_UNROLL for (int k = 0; k < MAP_SUMS; k++) sums[k] = right[n] * left[r + k][n] + sums[k];
            }
            for (int64_t k = 0; k < MAP_SUMS && r + k < count; k++) {
                lanes_add_up_to(y + (r + k) * stride + (j - begin), sums[k], state == 0, width);
            }
        }
    }
}

// Columns begin..end of one row, some of them after it: those are 0, whatever their exponent would be.
SSM_INLINE void map_masked(const ssm_scan_map *m, int64_t row, int64_t state, int64_t begin, int64_t end, float *y) {
    const int64_t states = m->state - state < MAP_STATES ? m->state - state : MAP_STATES;
    const i32x16 order = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    for (int64_t j = begin; j < end; j += LANES) {
        const int64_t width = end - j < LANES ? end - j : LANES;
        f32x16 sum = 0.0f;
        if (j <= row) {
            const int64_t seen = row + 1 - j < width ? row + 1 - j : width;
            const f32x16 spans = spans_up_to(m->sums[row], m->sums + j, seen);
            const f32x16 steps = lanes_load_up_to(m->steps + j, seen);
            for (int64_t n = 0; n < states; n++) {
                const f32x16 inputs = steps * lanes_load_up_to(m->b + (state + n) * m->rows + j, seen);
                const f32x16 decays = lanes_exp_negative(spans * m->a[state + n]);
                sum = decays * inputs * m->c[row * m->state + state + n] + sum;
            }
            sum = order < (int32_t)seen ? sum : (f32x16)(0.0f);
        }
        lanes_add_up_to(y + (j - begin), sum, state == 0, width);
    }
}

SSM_INLINE void map_rows_body(const ssm_scan_map *m, int64_t count, const int64_t *rows, int64_t begin, int64_t end,
                              float *y) {
    const int64_t stride = end - begin;
    for (int64_t group = 0; group < count; group += MAP_ROWS) {
        const int64_t size = count - group < MAP_ROWS ? count - group : MAP_ROWS;
        const int64_t after = rows[group] + 1;
        const int64_t border = after < begin ? begin : after > end ? end : after;
        float *const tile = y + group * stride;
        for (int64_t state = 0; state < m->state; state += MAP_STATES) {
            map_shared(m, size, rows + group, state, begin, border, stride, tile);
            for (int64_t r = 0; r < size; r++) {
                map_masked(m, rows[group + r], state, border, end, tile + r * stride + (border - begin));
            }
        }
    }
}
SSM_KERNEL(void, ssm_scan_map_rows, map_rows_body,
           (const ssm_scan_map *map, int64_t count, const int64_t *rows, int64_t begin, int64_t end, float *y),
           (map, count, rows, begin, end, y))

SSM_INLINE void spread_body(int64_t rows, int64_t columns, int64_t taps, int64_t stride, const float *x,
                            const float *weights, const float *scales, float *y) {
    for (int64_t r = 0; r < rows; r++) {
        const float *const row = x + r * (columns + taps - 1);
        for (int64_t j = 0; j < columns; j += LANES) {
            f32x16 sum = 0.0f;
            for (int64_t k = 0; k < taps; k++) {
                sum = lanes_load_up_to(row + j + k, columns - j) *
                          lanes_load_up_to(weights + k * stride + j, columns - j) +
                      sum;
            }
            lanes_store_up_to(y + r * columns + j, sum * scales[r], columns - j);
        }
    }
}
SSM_KERNEL(void, ssm_spread_columns, spread_body,
           (int64_t rows, int64_t columns, int64_t taps, int64_t stride, const float *x, const float *weights,
            const float *scales, float *y),
           (rows, columns, taps, stride, x, weights, scales, y))

SSM_INLINE void add_absolute_body(int64_t n, const float *x, float *y) {
    for (int64_t i = 0; i < n; i += LANES) {
        const f32x16 sum = __builtin_elementwise_abs(lanes_load_up_to(x + i, n - i)) + lanes_load_up_to(y + i, n - i);
        lanes_store_up_to(y + i, sum, n - i);
    }
}
SSM_KERNEL(void, ssm_add_absolute, add_absolute_body, (int64_t n, const float *x, float *y), (n, x, y))
