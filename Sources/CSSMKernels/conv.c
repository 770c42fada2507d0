#include <string.h>

#include "functions.h"

// Channels are taken in tiles, so that the weights of a tile lie transposed on the stack and rows still stream.
enum { TILE = 128, WIDTH_MAX = 8 };

typedef struct {
    int64_t begin;                     // first channel
    int64_t count;                     // channels, up to TILE
    float weight[WIDTH_MAX][TILE];     // (K, tile), zero beyond count
    float bias[TILE];
} conv_tile;

static const float zero_row[TILE] __attribute__((aligned(64)));

SSM_INLINE void load_tile(conv_tile *tile, const ssm_conv *conv, int64_t begin, int64_t end) {
    tile->begin = begin;
    tile->count = end - begin < TILE ? end - begin : TILE;
    memset(tile->weight, 0, sizeof tile->weight);
    memset(tile->bias, 0, sizeof tile->bias);
    for (int64_t e = 0; e < tile->count; e++) {
        for (int64_t k = 0; k < conv->width; k++) tile->weight[k][e] = conv->weight[(begin + e) * conv->width + k];
        if (conv->bias != NULL) tile->bias[e] = conv->bias[begin + e];
    }
}

// The padded row that position (0... rows of the sequence, negative before it) names, from the tile's first channel.
SSM_INLINE const float *padded_row(const ssm_conv *conv, const conv_tile *tile, int64_t sequence, int64_t position) {
    const int64_t kept = conv->width - 1;
    if (position >= 0) return conv->x + (conv->starts[sequence] + position) * conv->channels + tile->begin;
    if (conv->initial == NULL) return zero_row;
    return conv->initial + (sequence * kept + kept + position) * conv->channels + tile->begin;
}

// bias[e] + sum_k weight[e, k] padded[t + k - (K - 1), e] for the lanes at e
SSM_INLINE f32x16 conv_sum(const conv_tile *tile, const float *const *rows, int64_t width, int64_t e) {
    f32x16 sum = lanes_load(tile->bias + e);
    for (int64_t k = 0; k < width; k++) {
        sum = lanes_load(tile->weight[k] + e) * lanes_load_up_to(rows[k] + e, tile->count - e) + sum;
    }
    return sum;
}

SSM_INLINE void forward_tile(const ssm_conv *conv, const conv_tile *tile, float *out, int64_t width) {
    for (int64_t s = 0; s < conv->sequences; s++) {
        const int64_t length = conv->starts[s + 1] - conv->starts[s];
        float *target = out + conv->starts[s] * conv->channels + tile->begin;
        for (int64_t t = 0; t < length; t++, target += conv->channels) {
            const float *rows[WIDTH_MAX];
            for (int64_t k = 0; k < width; k++) rows[k] = padded_row(conv, tile, s, t + k - (width - 1));
            for (int64_t e = 0; e < tile->count; e += LANES) {
                const f32x16 sum = conv_sum(tile, rows, width, e);
                lanes_store_up_to(target + e, conv->silu ? lanes_silu(sum) : sum, tile->count - e);
            }
        }
    }
}

// final[s, i] = the padded row at length - (K - 1) + i. Rows go up, so final may be initial.
SSM_INLINE void keep_last_rows(const ssm_conv *conv, const conv_tile *tile, float *final) {
    const int64_t kept = conv->width - 1;
    for (int64_t s = 0; s < conv->sequences; s++) {
        const int64_t length = conv->starts[s + 1] - conv->starts[s];
        for (int64_t i = 0; i < kept; i++) {
            memmove(final + (s * kept + i) * conv->channels + tile->begin,
                    padded_row(conv, tile, s, length - kept + i), (size_t)tile->count * sizeof(float));
        }
    }
}

SSM_INLINE void conv_forward_body(const ssm_conv *conv, float *out, float *final, int64_t channel_begin,
                                  int64_t channel_end) {
    for (int64_t begin = channel_begin; begin < channel_end; begin += TILE) {
        conv_tile tile;
        load_tile(&tile, conv, begin, channel_end);
        if (conv->width == 4) {
            forward_tile(conv, &tile, out, 4);
        } else {
            forward_tile(conv, &tile, out, conv->width);
        }
        if (final != NULL) keep_last_rows(conv, &tile, final);
    }
}
SSM_KERNEL(void, ssm_conv_forward, conv_forward_body,
           (const ssm_conv *conv, float *out, float *final, int64_t channel_begin, int64_t channel_end),
           (conv, out, final, channel_begin, channel_end))

typedef struct {
    const float *dout, *dfinal;
    float *dx, *dinitial;
} conv_flow;

// Where the gradient of the padded row at position goes; NULL when it is not wanted.
SSM_INLINE float *padded_gradient(const ssm_conv *conv, const conv_tile *tile, const conv_flow *flow, int64_t sequence,
                                  int64_t position) {
    const int64_t kept = conv->width - 1;
    if (position >= 0) return flow->dx + (conv->starts[sequence] + position) * conv->channels + tile->begin;
    if (flow->dinitial == NULL) return NULL;
    return flow->dinitial + (sequence * kept + kept + position) * conv->channels + tile->begin;
}

// Zeroes dinitial, then for every row t: dpre = dout act'(pre); d padded[t + k - (K - 1)] += weight[k] dpre.
SSM_INLINE void backward_sequence(const ssm_conv *conv, const conv_tile *tile, const conv_flow *flow, conv_tile *sums,
                                  int64_t s) {
    const int64_t width = conv->width, kept = width - 1, length = conv->starts[s + 1] - conv->starts[s];
    const size_t bytes = (size_t)tile->count * sizeof(float);
    for (int64_t i = 0; i < kept && flow->dinitial != NULL; i++) {
        memset(padded_gradient(conv, tile, flow, s, i - kept), 0, bytes);
    }
    for (int64_t t = 0; t < length; t++) {
        const float *rows[WIDTH_MAX];
        float *gradients[WIDTH_MAX];
        for (int64_t k = 0; k < width; k++) {
            rows[k] = padded_row(conv, tile, s, t + k - kept);
            gradients[k] = padded_gradient(conv, tile, flow, s, t + k - kept);
        }
        memset(gradients[kept], 0, bytes);
        const float *dout = flow->dout + (conv->starts[s] + t) * conv->channels + tile->begin;
        for (int64_t e = 0; e < tile->count; e += LANES) {
            const int64_t left = tile->count - e;
            f32x16 dpre = lanes_load_up_to(dout + e, left);
            if (conv->silu) {
                const f32x16 pre = conv_sum(tile, rows, width, e);
                dpre = lanes_silu_backward(pre, lanes_sigmoid(pre), dpre);
            }
            lanes_store(sums->bias + e, lanes_load(sums->bias + e) + dpre);
            for (int64_t k = 0; k < width; k++) {
                float *sum = sums->weight[k] + e;
                lanes_store(sum, dpre * lanes_load_up_to(rows[k] + e, left) + lanes_load(sum));
                if (gradients[k] == NULL) continue;
                const f32x16 flowed =
                    lanes_load(tile->weight[k] + e) * dpre + lanes_load_up_to(gradients[k] + e, left);
                lanes_store_up_to(gradients[k] + e, flowed, left);
            }
        }
    }
    for (int64_t i = 0; i < kept && flow->dfinal != NULL; i++) {
        float *gradient = padded_gradient(conv, tile, flow, s, length - kept + i);
        const float *dfinal = flow->dfinal + (s * kept + i) * conv->channels + tile->begin;
        for (int64_t e = 0; e < tile->count && gradient != NULL; e++) gradient[e] += dfinal[e];
    }
}

SSM_INLINE void conv_backward_body(const ssm_conv *conv, const float *dout, const float *dfinal, float *dx,
                                   float *dweight, float *dbias, float *dinitial, int64_t channel_begin,
                                   int64_t channel_end) {
    const conv_flow flow = {dout, dfinal, dx, dinitial};
    for (int64_t begin = channel_begin; begin < channel_end; begin += TILE) {
        conv_tile tile, sums;
        load_tile(&tile, conv, begin, channel_end);
        memset(&sums, 0, sizeof sums);
        for (int64_t s = 0; s < conv->sequences; s++) backward_sequence(conv, &tile, &flow, &sums, s);
        for (int64_t e = 0; e < tile.count; e++) {
            for (int64_t k = 0; k < conv->width; k++) dweight[(begin + e) * conv->width + k] = sums.weight[k][e];
            if (dbias != NULL) dbias[begin + e] = sums.bias[e];
        }
    }
}
SSM_KERNEL(void, ssm_conv_backward, conv_backward_body,
           (const ssm_conv *conv, const float *dout, const float *dfinal, float *dx, float *dweight, float *dbias,
            float *dinitial, int64_t channel_begin, int64_t channel_end),
           (conv, dout, dfinal, dx, dweight, dbias, dinitial, channel_begin, channel_end))
