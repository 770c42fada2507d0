#include "reductions.h"

SSM_INLINE float inverse_root(float x) {
    const f32x4 root = __builtin_elementwise_sqrt((f32x4)(x));
    return 1.0f / root.x;
}

// y = weight * x / sqrt(mean(x^2) + epsilon)
SSM_INLINE void rms_norm_body(int64_t rows, int64_t columns, float epsilon, const float *x, const float *weight,
                              float *y, float *scale) {
    for (int64_t t = 0; t < rows; t++, x += columns, y += columns) {
        const float factor = inverse_root(row_dot(columns, x, x) / (float)columns + epsilon);
        for (int64_t d = 0; d < columns; d += LANES) {
            const f32x16 unit = lanes_load_up_to(x + d, columns - d) * factor;
            lanes_store_up_to(y + d, unit * lanes_load_up_to(weight + d, columns - d), columns - d);
        }
        if (scale != NULL) scale[t] = factor;
    }
}
SSM_KERNEL(void, ssm_rms_norm, rms_norm_body,
           (int64_t rows, int64_t columns, float epsilon, const float *x, const float *weight, float *y, float *scale),
           (rows, columns, epsilon, x, weight, y, scale))

// With u = x scale and g = dy weight: dx = scale (g - u mean(g u)), dweight += dy u.
SSM_INLINE void rms_norm_backward_body(int64_t rows, int64_t columns, const float *x, const float *weight,
                                       const float *scale, const float *dy, float *dx, float *dweight) {
    for (int64_t t = 0; t < rows; t++, x += columns, dy += columns, dx += columns) {
        const float factor = scale[t];
        f32x16 sum = 0.0f;
        for (int64_t d = 0; d < columns; d += LANES) {
            const int64_t left = columns - d;
            const f32x16 unit = lanes_load_up_to(x + d, left) * factor;
            const f32x16 product = lanes_load_up_to(dy + d, left) * unit;
            sum = product * lanes_load_up_to(weight + d, left) + sum;
            lanes_store_up_to(dweight + d, lanes_load_up_to(dweight + d, left) + product, left);
        }
        const float mean = lanes_sum(sum) / (float)columns;
        for (int64_t d = 0; d < columns; d += LANES) {
            const int64_t left = columns - d;
            const f32x16 unit = lanes_load_up_to(x + d, left) * factor;
            const f32x16 g = lanes_load_up_to(dy + d, left) * lanes_load_up_to(weight + d, left);
            const f32x16 difference = g - unit * mean;
            lanes_store_up_to(dx + d, difference * factor, left);
        }
    }
}
SSM_KERNEL(void, ssm_rms_norm_backward, rms_norm_backward_body,
           (int64_t rows, int64_t columns, const float *x, const float *weight, const float *scale, const float *dy,
            float *dx, float *dweight),
           (rows, columns, x, weight, scale, dy, dx, dweight))

// Sum of (x - mean)^2; lanes past the end count as zero.
SSM_INLINE float squared_deviation(int64_t n, const float *x, float mean) {
    f32x16 sums[2] = {0};
    int64_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        const f32x16 deviation = lanes_load(x + i) - mean;
        sums[i / LANES & 1] = deviation * deviation + sums[i / LANES & 1];
    }
    float sum = lanes_sum(sums[0] + sums[1]);
    for (; i < n; i++) {
        const float deviation = x[i] - mean;
        sum = deviation * deviation + sum;
    }
    return sum;
}

// y = weight * (x - mean) / sqrt(var + epsilon) + bias
SSM_INLINE void layer_norm_body(int64_t rows, int64_t columns, float epsilon, const float *x, const float *weight,
                                const float *bias, float *y, float *mean, float *scale) {
    for (int64_t t = 0; t < rows; t++, x += columns, y += columns) {
        const float center = row_sum(columns, x) / (float)columns;
        const float factor = inverse_root(squared_deviation(columns, x, center) / (float)columns + epsilon);
        for (int64_t d = 0; d < columns; d += LANES) {
            const int64_t left = columns - d;
            const f32x16 unit = (lanes_load_up_to(x + d, left) - center) * factor;
            const f32x16 result = unit * lanes_load_up_to(weight + d, left) + lanes_load_up_to(bias + d, left);
            lanes_store_up_to(y + d, result, left);
        }
        if (mean != NULL) mean[t] = center;
        if (scale != NULL) scale[t] = factor;
    }
}
SSM_KERNEL(void, ssm_layer_norm, layer_norm_body,
           (int64_t rows, int64_t columns, float epsilon, const float *x, const float *weight, const float *bias,
            float *y, float *mean, float *scale),
           (rows, columns, epsilon, x, weight, bias, y, mean, scale))

// With u = (x - mean) scale and g = dy weight: dx = scale (g - mean(g) - u mean(g u)).
SSM_INLINE void layer_norm_backward_body(int64_t rows, int64_t columns, const float *x, const float *weight,
                                         const float *mean, const float *scale, const float *dy, float *dx,
                                         float *dweight, float *dbias) {
    for (int64_t t = 0; t < rows; t++, x += columns, dy += columns, dx += columns) {
        const float center = mean[t], factor = scale[t];
        f32x16 sum = 0.0f, product_sum = 0.0f;
        for (int64_t d = 0; d < columns; d += LANES) {
            const int64_t left = columns - d;
            const f32x16 unit = (lanes_load_up_to(x + d, left) - center) * factor;
            const f32x16 upstream = lanes_load_up_to(dy + d, left);
            const f32x16 g = upstream * lanes_load_up_to(weight + d, left);
            sum = sum + g;
            product_sum = g * unit + product_sum;
            lanes_store_up_to(dweight + d, upstream * unit + lanes_load_up_to(dweight + d, left), left);
            lanes_store_up_to(dbias + d, upstream + lanes_load_up_to(dbias + d, left), left);
        }
        const float g_mean = lanes_sum(sum) / (float)columns;
        const float product_mean = lanes_sum(product_sum) / (float)columns;
        for (int64_t d = 0; d < columns; d += LANES) {
            const int64_t left = columns - d;
            const f32x16 unit = (lanes_load_up_to(x + d, left) - center) * factor;
            const f32x16 g = lanes_load_up_to(dy + d, left) * lanes_load_up_to(weight + d, left);
            const f32x16 centered = g - g_mean;
            const f32x16 difference = centered - unit * product_mean;
            lanes_store_up_to(dx + d, difference * factor, left);
        }
    }
}
SSM_KERNEL(void, ssm_layer_norm_backward, layer_norm_backward_body,
           (int64_t rows, int64_t columns, const float *x, const float *weight, const float *mean, const float *scale,
            const float *dy, float *dx, float *dweight, float *dbias),
           (rows, columns, x, weight, mean, scale, dy, dx, dweight, dbias))
