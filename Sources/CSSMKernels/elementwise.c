#include "functions.h"

// Applies `expression` of x to n elements. A tail runs through the same lanes, so that an element's bits do not depend
// on its position.
#define SSM_MAP(name, expression)                                            \
    SSM_INLINE void name##_body(int64_t n, const float *xs, float *ys) {     \
        for (int64_t i = 0; i < n; i += LANES) {                             \
            const f32x16 x = lanes_load_up_to(xs + i, n - i);                \
            lanes_store_up_to(ys + i, (expression), n - i);                  \
        }                                                                    \
    }                                                                        \
    SSM_KERNEL(void, name, name##_body, (int64_t n, const float *x, float *y), (n, x, y))

// The same for two inputs a and b.
#define SSM_ZIP(name, expression)                                                           \
    SSM_INLINE void name##_body(int64_t n, const float *as, const float *bs, float *ys) {   \
        for (int64_t i = 0; i < n; i += LANES) {                                            \
            const f32x16 a = lanes_load_up_to(as + i, n - i);                               \
            const f32x16 b = lanes_load_up_to(bs + i, n - i);                               \
            lanes_store_up_to(ys + i, (expression), n - i);                                 \
        }                                                                                   \
    }                                                                                       \
    SSM_KERNEL(void, name, name##_body, (int64_t n, const float *a, const float *b, float *y), (n, a, b, y))

SSM_MAP(ssm_exp, lanes_exp(x))
SSM_MAP(ssm_log, lanes_log(x))
SSM_MAP(ssm_sigmoid, lanes_sigmoid(x))
SSM_MAP(ssm_silu, lanes_silu(x))
SSM_MAP(ssm_softplus, lanes_softplus(x))
SSM_MAP(ssm_relu, x > 0.0f ? x : (x == x ? (f32x16)(0.0f) : x))

SSM_ZIP(ssm_silu_backward, lanes_silu_backward(a, lanes_sigmoid(a), b))
SSM_ZIP(ssm_softplus_backward, lanes_softplus_backward(a, b))
SSM_ZIP(ssm_relu_backward, a > 0.0f ? b : (f32x16)(0.0f))
SSM_ZIP(ssm_add, a + b)
SSM_ZIP(ssm_subtract, a - b)
SSM_ZIP(ssm_multiply, a * b)
SSM_ZIP(ssm_divide, a / b)

SSM_INLINE void scale_body(int64_t n, float alpha, float beta, const float *x, float *y) {
    for (int64_t i = 0; i < n; i += LANES) {
        lanes_store_up_to(y + i, lanes_load_up_to(x + i, n - i) * alpha + beta, n - i);
    }
}
SSM_KERNEL(void, ssm_scale, scale_body, (int64_t n, float alpha, float beta, const float *x, float *y),
           (n, alpha, beta, x, y))

SSM_INLINE void axpy_body(int64_t n, float alpha, const float *x, float *y) {
    for (int64_t i = 0; i < n; i += LANES) {
        const f32x16 sum = lanes_load_up_to(x + i, n - i) * alpha + lanes_load_up_to(y + i, n - i);
        lanes_store_up_to(y + i, sum, n - i);
    }
}
SSM_KERNEL(void, ssm_axpy, axpy_body, (int64_t n, float alpha, const float *x, float *y), (n, alpha, x, y))

SSM_INLINE void fill_body(int64_t n, float value, float *y) {
    for (int64_t i = 0; i < n; i += LANES) lanes_store_up_to(y + i, (f32x16)(value), n - i);
}
SSM_KERNEL(void, ssm_fill, fill_body, (int64_t n, float value, float *y), (n, value, y))
