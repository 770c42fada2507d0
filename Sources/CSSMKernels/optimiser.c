#include "lanes.h"

// Decoupled weight decay: p <- p (1 - lr wd) - lr (m / c1) / (sqrt(v / c2) + epsilon)
SSM_INLINE void adamw_step_body(int64_t n, const ssm_adamw *step, const float *gradient, float *parameter, float *m,
                                float *v) {
    const ssm_adamw s = *step;
    const float keep = 1.0f - s.learning_rate * s.weight_decay;
    const float rate = s.learning_rate / s.correction1;
    for (int64_t i = 0; i < n; i += LANES) {
        const int64_t left = n - i;
        const f32x16 g = lanes_load_up_to(gradient + i, left) * s.gradient_scale;
        const f32x16 mean = lanes_load_up_to(m + i, left) * s.beta1 + g * (1.0f - s.beta1);
        const f32x16 square = lanes_load_up_to(v + i, left) * s.beta2 + g * g * (1.0f - s.beta2);
        const f32x16 root = __builtin_elementwise_sqrt(square / s.correction2);
        const f32x16 change = mean * rate / (root + s.epsilon);
        lanes_store_up_to(parameter + i, lanes_load_up_to(parameter + i, left) * keep - change, left);
        lanes_store_up_to(m + i, mean, left);
        lanes_store_up_to(v + i, square, left);
    }
}
SSM_KERNEL(void, ssm_adamw_step, adamw_step_body,
           (int64_t n, const ssm_adamw *step, const float *gradient, float *parameter, float *m, float *v),
           (n, step, gradient, parameter, m, v))
