#include "scan.h"

int64_t ssm_scan_checkpoint_count(const ssm_scan *scan) {
    int64_t spans = 0;
    for (int64_t s = 0; s < scan->sequences; s++) spans += scan_spans(scan, s);
    return spans * scan_blocks(scan) * scan->state * LANES;
}

int64_t ssm_scan_forward_scratch(const ssm_scan *scan) { return 2 * scan->state * LANES + LANES; }

// The rows of one block over a span.
typedef struct {
    f32x16 step[SPAN];
    f32x16 input[SPAN];  // step x
    f32x16 y[SPAN];
} forward_rows;

// For `width` states: h <- 2^(step rate) h + input b, y += sum of c h. Sums run over groups of four states, then over
// groups, in both directions of the scan.
SSM_INLINE void advance(const int width, const float *rates, float *states, const float *b, const float *c,
                        int64_t stride, int64_t length, forward_rows *rows) {
    const int group = width < 4 ? 1 : 4;
    f32x16 h[16];
    SSM_UNROLL for (int i = 0; i < width; i++) h[i] = lanes_load(states + i * LANES);
    for (int64_t t = 0; t < length; t++, b += stride, c += stride) {
        const f32x16 step = rows->step[t], input = rows->input[t];
        f32x16 y = rows->y[t];
        SSM_UNROLL for (int first = 0; first < width; first += group) {
            f32x16 part = 0.0f;
            SSM_UNROLL for (int i = first; i < first + group; i++) {
                const f32x16 decay = lanes_decay(step * lanes_load(rates + i * LANES));
                const f32x16 entering = input * b[i];
                h[i] = decay * h[i] + entering;
                part = h[i] * c[i] + part;
            }
            y = y + part;
        }
        rows->y[t] = y;
    }
    SSM_UNROLL for (int i = 0; i < width; i++) lanes_store(states + i * LANES, h[i]);
}

SSM_INLINE void advance_all(const ssm_scan *scan, const float *rates, float *states, int64_t first, int64_t length,
                            forward_rows *rows) {
    const int64_t state = scan->state;
    const float *b = scan->b + first * state, *c = scan->c + first * state;
    int64_t n = 0;
    for (; n + 16 <= state; n += 16) {
        advance(16, rates + n * LANES, states + n * LANES, b + n, c + n, state, length, rows);
    }
    for (; n + 4 <= state; n += 4) {
        advance(4, rates + n * LANES, states + n * LANES, b + n, c + n, state, length, rows);
    }
    for (; n < state; n++) advance(1, rates + n * LANES, states + n * LANES, b + n, c + n, state, length, rows);
}

SSM_INLINE void scan_span(const ssm_scan *scan, const float *rates, float *states, float *out, int64_t first,
                          int64_t length, int64_t channel, int64_t count) {
    forward_rows rows;
    const f32x16 skip = scan->skip != NULL ? lanes_load_up_to(scan->skip + channel, count) : (f32x16)(0.0f);
    for (int64_t t = 0; t < length; t++) {
        const int64_t at = (first + t) * scan->channels + channel;
        const f32x16 raw = raw_step(scan, at, channel, count), x = lanes_load_up_to(scan->x + at, count);
        rows.step[t] = scan->step_bias != NULL ? lanes_softplus(raw) : raw;
        rows.input[t] = rows.step[t] * x;
        rows.y[t] = skip * x;
    }
    advance_all(scan, rates, states, first, length, &rows);
    for (int64_t t = 0; t < length; t++) {
        const int64_t at = (first + t) * scan->channels + channel;
        f32x16 y = rows.y[t];
        if (scan->gate != NULL) y = y * lanes_silu(lanes_load_up_to(scan->gate + at, count));
        lanes_store_up_to(out + at, y, count);
    }
}

SSM_INLINE void scan_forward_body(const ssm_scan *scan, float *out, float *final, float *checkpoints,
                                  int64_t channel_begin, int64_t channel_end, float *scratch) {
    const int64_t state = scan->state, size = state * LANES;
    float *rates = aligned_scratch(scratch), *states = rates + size;
    for (int64_t channel = channel_begin; channel < channel_end; channel += LANES) {
        const int64_t count = channel_end - channel < LANES ? channel_end - channel : LANES;
        int64_t span = 0;
        load_rates(rates, scan, channel, count);
        for (int64_t s = 0; s < scan->sequences; s++) {
            const int64_t own = (s * scan->channels + channel) * state, end = scan->starts[s + 1];
            if (scan->initial != NULL) {
                load_states(states, scan->initial + own, state, count);
            } else {
                memset(states, 0, (size_t)size * sizeof(float));
            }
            for (int64_t first = scan->starts[s]; first < end; first += SPAN, span++) {
                if (checkpoints != NULL) {
                    memcpy(checkpoints + checkpoint_offset(scan, span, channel), states, (size_t)size * sizeof(float));
                }
                scan_span(scan, rates, states, out, first, end - first < SPAN ? end - first : SPAN, channel, count);
            }
            if (final != NULL) store_states(final + own, states, state, count);
        }
    }
}
SSM_KERNEL(void, ssm_scan_forward, scan_forward_body,
           (const ssm_scan *scan, float *out, float *final, float *checkpoints, int64_t channel_begin,
            int64_t channel_end, float *scratch),
           (scan, out, final, checkpoints, channel_begin, channel_end, scratch))
