// Arithmetic kernels of ssmlab. Float32, row-major, contiguous unless a comment says otherwise.
//
// Every kernel takes the SIMD path first, allocates nothing, keeps no state and uses 64-bit indices.
// Callers split work over threads: a kernel runs on the rows or channels that it is given.
// Letters: T rows of all sequences end to end, D columns, E channels, N state size, K convolution width,
// S sequences, V vocabulary.
#ifndef SSM_KERNELS_H
#define SSM_KERNELS_H

#include <stdbool.h>
#include <stdint.h>

typedef int32_t ssm_path;
enum { SSM_PORTABLE = 0, SSM_AVX2 = 1, SSM_AVX512 = 2 };

// Whether this CPU can run a path.
bool ssm_path_available(ssm_path path);

// ---- elementwise, n elements; y may be x -------------------------------------------------------------------------
void ssm_exp(ssm_path path, int64_t n, const float *x, float *y);
void ssm_log(ssm_path path, int64_t n, const float *x, float *y);
void ssm_sigmoid(ssm_path path, int64_t n, const float *x, float *y);
void ssm_silu(ssm_path path, int64_t n, const float *x, float *y);
void ssm_silu_backward(ssm_path path, int64_t n, const float *x, const float *dy, float *dx);
void ssm_softplus(ssm_path path, int64_t n, const float *x, float *y);  // the identity above 20
void ssm_softplus_backward(ssm_path path, int64_t n, const float *x, const float *dy, float *dx);
void ssm_relu(ssm_path path, int64_t n, const float *x, float *y);
void ssm_relu_backward(ssm_path path, int64_t n, const float *x, const float *dy, float *dx);
void ssm_add(ssm_path path, int64_t n, const float *a, const float *b, float *y);
void ssm_subtract(ssm_path path, int64_t n, const float *a, const float *b, float *y);
void ssm_multiply(ssm_path path, int64_t n, const float *a, const float *b, float *y);
void ssm_divide(ssm_path path, int64_t n, const float *a, const float *b, float *y);
void ssm_scale(ssm_path path, int64_t n, float alpha, float beta, const float *x, float *y);  // y = alpha x + beta
void ssm_axpy(ssm_path path, int64_t n, float alpha, const float *x, float *y);                // y += alpha x
void ssm_fill(ssm_path path, int64_t n, float value, float *y);
// y = n numbers of 16 bits at x, of any alignment; y must not overlap x.
void ssm_widen_bfloat16(ssm_path path, int64_t n, const void *restrict x, float *restrict y);
void ssm_widen_binary16(ssm_path path, int64_t n, const void *restrict x, float *restrict y);
// y = the nearest numbers of 16 bits, ties to even; y must not overlap x.
void ssm_narrow_binary16(ssm_path path, int64_t n, const float *restrict x, uint16_t *restrict y);

// ---- broadcast over a (T, D) matrix ------------------------------------------------------------------------------
void ssm_add_row(ssm_path path, int64_t rows, int64_t columns, const float *x, const float *row, float *y);
void ssm_multiply_row(ssm_path path, int64_t rows, int64_t columns, const float *x, const float *row, float *y);
void ssm_add_column(ssm_path path, int64_t rows, int64_t columns, const float *x, const float *column, float *y);
void ssm_multiply_column(ssm_path path, int64_t rows, int64_t columns, const float *x, const float *column, float *y);

// ---- reductions --------------------------------------------------------------------------------------------------
double ssm_sum(ssm_path path, int64_t n, const float *x);           // accumulated in double
double ssm_sum_squares(ssm_path path, int64_t n, const float *x);   // accumulated in double
int64_t ssm_argmax(ssm_path path, int64_t n, const float *x);       // smallest index of the maximum; -1 when n = 0
void ssm_row_dot(ssm_path path, int64_t rows, int64_t columns, const float *a, const float *b, float *y);  // (T)
void ssm_row_sum(ssm_path path, int64_t rows, int64_t columns, const float *x, float *y);                  // (T)
void ssm_row_max(ssm_path path, int64_t rows, int64_t columns, const float *x, float *y);                  // (T)
// Adds the sum over rows of x * weight to y (D); weight may be NULL for ones. Rows are added in order.
void ssm_column_sum(ssm_path path, int64_t rows, int64_t columns, const float *x, const float *weight, float *y);

// ---- normalisation -----------------------------------------------------------------------------------------------
// y = weight * x / sqrt(mean(x^2) + epsilon); scale (T) receives 1 / sqrt(...), NULL when it is not needed.
void ssm_rms_norm(ssm_path path, int64_t rows, int64_t columns, float epsilon, const float *x, const float *weight,
                  float *y, float *scale);
// dx is written, dweight (D) is added to.
void ssm_rms_norm_backward(ssm_path path, int64_t rows, int64_t columns, const float *x, const float *weight,
                           const float *scale, const float *dy, float *dx, float *dweight);
// y = weight * (x - mean) / sqrt(var + epsilon) + bias; mean and scale (T) may both be NULL.
void ssm_layer_norm(ssm_path path, int64_t rows, int64_t columns, float epsilon, const float *x, const float *weight,
                    const float *bias, float *y, float *mean, float *scale);
void ssm_layer_norm_backward(ssm_path path, int64_t rows, int64_t columns, const float *x, const float *weight,
                             const float *mean, const float *scale, const float *dy, float *dx, float *dweight,
                             float *dbias);

// ---- depthwise causal convolution over packed sequences ----------------------------------------------------------
// out[t, e] = act(bias[e] + sum_k weight[e, k] * padded[t + k - (K - 1), e]), index K - 1 = the current row.
// Rows before a sequence come from initial (S, K - 1, E), or are zero when it is NULL.
typedef struct {
  int64_t channels;       // E
  int64_t width;          // K, 1...8
  int64_t sequences;      // S
  const int64_t *starts;  // (S + 1) first row of each sequence, then T
  const float *x;         // (T, E)
  const float *weight;    // (E, K)
  const float *bias;      // (E) or NULL
  const float *initial;   // (S, K - 1, E) or NULL
  bool silu;              // act is SiLU, else the identity
} ssm_conv;
// out (T, E); final (S, K - 1, E) receives the last K - 1 rows that entered, NULL when it is not needed.
void ssm_conv_forward(ssm_path path, const ssm_conv *conv, float *out, float *final, int64_t channel_begin,
                      int64_t channel_end);
// All gradients are written for channels in the range: dx (T, E), dweight (E, K), dbias (E) or NULL,
// dinitial (S, K - 1, E) or NULL. dfinal (S, K - 1, E) may be NULL (zero).
void ssm_conv_backward(ssm_path path, const ssm_conv *conv, const float *dout, const float *dfinal, float *dx,
                       float *dweight, float *dbias, float *dinitial, int64_t channel_begin, int64_t channel_end);

// ---- selective scan over packed sequences ------------------------------------------------------------------------
// step = softplus(steps + step_bias) when step_bias is given, else steps as they are;
// h[e, n] <- exp(step a[e, n]) h[e, n] + step b[n] x;  y = sum_n c[n] h[e, n] + skip[e] x;  out = y * silu(gate).
typedef struct {
  int64_t channels;        // E
  int64_t state;           // N, 1...256
  int64_t sequences;       // S
  const int64_t *starts;   // (S + 1)
  const float *x;          // (T, E)
  const float *steps;      // (T, E)
  const float *step_bias;  // (E) or NULL
  const float *a;          // (E, N), negative
  const float *b;          // (T, N)
  const float *c;          // (T, N)
  const float *skip;       // (E) or NULL
  const float *gate;       // (T, E) or NULL
  const float *initial;    // (S, E, N) or NULL (zero)
} ssm_scan;
// Channel ranges given to the scan begin at multiples of SSM_SCAN_LANES.
enum { SSM_SCAN_LANES = 16, SSM_SCAN_SPAN = 32 };
// Number of floats of the states that the forward pass keeps for the backward pass: one state every SSM_SCAN_SPAN rows
// of each sequence, channels rounded up to SSM_SCAN_LANES.
int64_t ssm_scan_checkpoint_count(const ssm_scan *scan);
// Number of floats of scratch that one call needs.
int64_t ssm_scan_forward_scratch(const ssm_scan *scan);
int64_t ssm_scan_backward_scratch(const ssm_scan *scan);
// out (T, E), final (S, E, N) or NULL, checkpoints or NULL. A sequence of no rows copies its initial state.
void ssm_scan_forward(ssm_path path, const ssm_scan *scan, float *out, float *final, float *checkpoints,
                      int64_t channel_begin, int64_t channel_end, float *scratch);
typedef struct {
  const float *checkpoints;
  const float *dout;    // (T, E)
  const float *dfinal;  // (S, E, N) or NULL (zero)
  float *dx;            // (T, E)
  float *dsteps;        // (T, E), of steps (before bias and softplus when step_bias is given)
  float *dgate;         // (T, E); unused when gate is NULL
  float *db;            // (T, N), written with the sum over this call's channels
  float *dc;            // (T, N), likewise
  float *da;            // (E, N)
  float *dskip;         // (E); unused when skip is NULL
  float *dstep_bias;    // (E); unused when step_bias is NULL
  float *dinitial;      // (S, E, N) or NULL
} ssm_scan_gradients;
void ssm_scan_backward(ssm_path path, const ssm_scan *scan, const ssm_scan_gradients *gradients, int64_t channel_begin,
                       int64_t channel_end, float *scratch);

// ---- the scan of one channel as a matrix -------------------------------------------------------------------------
typedef struct {
  int64_t rows;         // T
  int64_t state;        // N
  const double *sums;   // (T) sums of the steps up to each row, its own included: not decreasing
  const float *steps;   // (T), not negative
  const float *a;       // (N), negative
  const float *b;       // (N, T)
  const float *c;       // (T, N)
} ssm_scan_map;
// y[i, u - begin] = sum_n c[t, n] exp(a[n] (sums[t] - sums[u])) steps[u] b[n, u] where u <= t = rows[i], otherwise 0, for
// columns u in begin..<end. `rows` has `count` rows, not decreasing; neighbours in it that lie together cost less.
void ssm_scan_map_rows(ssm_path path, const ssm_scan_map *map, int64_t count, const int64_t *rows, int64_t begin,
                       int64_t end, float *y);
// y[r, j] = scales[r] sum_k x[r, j + k] weights[k, j]; x (rows, columns + taps - 1), rows of weights are `stride` apart.
void ssm_spread_columns(ssm_path path, int64_t rows, int64_t columns, int64_t taps, int64_t stride, const float *x,
                        const float *weights, const float *scales, float *y);
void ssm_add_absolute(ssm_path path, int64_t n, const float *x, float *y);  // y += |x|

// ---- products of few rows, bound by memory -----------------------------------------------------------------------
// y[m, r] = sum_k x[m, k] w[r, k] for m < count (1...4) and r in [row_begin, row_end); x (count, K), w (R, K), y (count, R).
void ssm_few_rows(ssm_path path, int64_t count, int64_t inner, int64_t outer, const float *x, const float *w, float *y,
                  int64_t row_begin, int64_t row_end);

// ---- rows --------------------------------------------------------------------------------------------------------
// y[i, :] = x[indices[i], :]
void ssm_gather_rows(int64_t count, int64_t columns, const int64_t *indices, const float *x, float *y);
// y[indices[i], columns begin..<end] += x[i, ...], in order of i.
void ssm_scatter_add_rows(int64_t count, int64_t columns, const int64_t *indices, const float *x, float *y,
                          int64_t column_begin, int64_t column_end);

// ---- loss and optimiser ------------------------------------------------------------------------------------------
// For each row: loss[i] = weight[i] * (log sum exp(logits[i]) - logits[i, target[i]]); logits become
// weight[i] * (softmax(logits[i]) - onehot(target[i])). Targets are in 0..<V.
void ssm_softmax_cross_entropy(ssm_path path, int64_t rows, int64_t columns, float *logits, const int64_t *targets,
                               const float *weights, float *losses);
// One AdamW step on n parameters. gradient_scale multiplies the gradient first; the corrections are 1 - beta^t.
typedef struct {
  float learning_rate, beta1, beta2, epsilon, weight_decay, gradient_scale, correction1, correction2;
} ssm_adamw;
void ssm_adamw_step(ssm_path path, int64_t n, const ssm_adamw *step, const float *gradient, float *parameter, float *m,
                    float *v);

// ---- waiting -----------------------------------------------------------------------------------------------------
// Tells the CPU that the thread waits in a loop, so that the other thread of the core runs faster.
static inline void ssm_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// ---- measuring ---------------------------------------------------------------------------------------------------
// Reads n floats and returns their sum: what the memory can deliver.
float ssm_read(ssm_path path, int64_t n, const float *x);

#endif
