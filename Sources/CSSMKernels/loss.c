#include "functions.h"
#include "reductions.h"

// loss = weight (log sum exp(l - max) + max - l[target]); l <- weight (softmax(l) - onehot(target))
SSM_INLINE void softmax_cross_entropy_body(int64_t rows, int64_t columns, float *logits, const int64_t *targets,
                                           const float *weights, float *losses) {
    for (int64_t t = 0; t < rows; t++, logits += columns) {
        const float largest = row_max(columns, logits);
        const float chosen = logits[targets[t]] - largest;
        f64x8 low = 0.0, high = 0.0;
        for (int64_t d = 0; d < columns; d += LANES) {
            const int64_t left = columns - d;
            const f32x16 terms = lanes_exp(lanes_load_up_to(logits + d, left) - largest);
            lanes_store_up_to(logits + d, terms, left);
            const f32x16 kept = lanes_load_up_to(logits + d, left);
            low = low + __builtin_convertvector(kept.lo, f64x8);
            high = high + __builtin_convertvector(kept.hi, f64x8);
        }
        const f64x8 eight = low + high;
        const f64x4 four = eight.lo + eight.hi;
        const float sum = (float)((four.x + four.z) + (four.y + four.w));
        const float logarithm = lanes_log((f32x16)(sum)).x;
        losses[t] = weights[t] * (logarithm - chosen);
        const float factor = weights[t] / sum;
        for (int64_t d = 0; d < columns; d += LANES) {
            const int64_t left = columns - d;
            lanes_store_up_to(logits + d, lanes_load_up_to(logits + d, left) * factor, left);
        }
        logits[targets[t]] -= weights[t];
    }
}
SSM_KERNEL(void, ssm_softmax_cross_entropy, softmax_cross_entropy_body,
           (int64_t rows, int64_t columns, float *logits, const int64_t *targets, const float *weights, float *losses),
           (rows, columns, logits, targets, weights, losses))
