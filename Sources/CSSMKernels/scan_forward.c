#include "scan.h"

int64_t ssm_scan_checkpoint_count(const ssm_scan *scan) {
    int64_t spans = 0;
    for (int64_t s = 0; s < scan->sequences; s++) spans += scan_spans(scan, s);
    return spans * scan_blocks(scan) * scan->state * LANES;
}

// Scratch: rates and states of every block, (N, lanes) each.
int64_t ssm_scan_forward_scratch(const ssm_scan *scan) {
    return 2 * scan_blocks(scan) * scan->state * LANES + LANES;
}

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
            f32x16 decay[4], part = 0.0f;
            SSM_UNROLL for (int i = 0; i < group; i++) decay[i] = step * lanes_load(rates + (first + i) * LANES);
            lanes_decays(group, decay);
            SSM_UNROLL for (int i = first; i < first + group; i++) {
                const f32x16 entering = input * b[i];
                h[i] = decay[i - first] * h[i] + entering;
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
    for (; n + 8 <= state; n += 8) {
        advance(8, rates + n * LANES, states + n * LANES, b + n, c + n, state, length, rows);
    }
    if (n + 4 <= state) {
        advance(4, rates + n * LANES, states + n * LANES, b + n, c + n, state, length, rows);
        n += 4;
    }
    for (; n < state; n++) advance(1, rates + n * LANES, states + n * LANES, b + n, c + n, state, length, rows);
}

// Fetches the row's lines that the next block reads.
SSM_INLINE void fetch_ahead(const ssm_scan *scan, const float *out, int64_t at) {
    __builtin_prefetch(out + at + LANES, 1);
    __builtin_prefetch(scan->x + at + LANES);
    __builtin_prefetch(scan->steps + at + LANES);
    if (scan->gate != NULL) __builtin_prefetch(scan->gate + at + LANES);
}

SSM_INLINE void scan_span(const ssm_scan *scan, const float *rates, float *states, float *out, int64_t first,
                          int64_t length, int64_t channel, int64_t count) {
    forward_rows rows;
    const f32x16 skip = scan->skip != NULL ? lanes_load_up_to(scan->skip + channel, count) : (f32x16)(0.0f);
    for (int64_t t = 0; t < length; t++) {
        const int64_t at = (first + t) * scan->channels + channel;
        const f32x16 raw = raw_step(scan, at, channel, count), x = lanes_load_up_to(scan->x + at, count);
        fetch_ahead(scan, out, at);
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

// Blocks inside spans: rows are read in pieces that lie side by side, and the states of all blocks stay in the cache.
SSM_INLINE void scan_forward_body(const ssm_scan *scan, float *out, float *final, float *checkpoints,
                                  int64_t channel_begin, int64_t channel_end, float *scratch) {
    const int64_t state = scan->state, size = state * LANES, channels = scan->channels;
    const scan_range range = {channel_begin, channel_end};
    const int64_t blocks = range_blocks(range);
    const size_t bytes = (size_t)size * sizeof(float);
    float *rates = aligned_scratch(scratch), *states = rates + blocks * size;
    load_rates(rates, scan, range);
    int64_t span = 0;
    for (int64_t s = 0; s < scan->sequences; s++) {
        const int64_t own = s * channels * state, end = scan->starts[s + 1];
        load_blocks(states, scan->initial != NULL ? scan->initial + own : NULL, scan, range);
        for (int64_t first = scan->starts[s]; first < end; first += SPAN, span++) {
            const int64_t length = end - first < SPAN ? end - first : SPAN;
            for (int64_t i = 0; i < blocks; i++) {
                const int64_t channel = block_channel(range, i);
                float *block = states + i * size;
                if (checkpoints != NULL) memcpy(checkpoints + checkpoint_offset(scan, span, channel), block, bytes);
                scan_span(scan, rates + i * size, block, out, first, length, channel, block_lanes(range, i));
            }
        }
        if (final != NULL) store_blocks(final + own, states, scan, range);
    }
}
SSM_KERNEL(void, ssm_scan_forward, scan_forward_body,
           (const ssm_scan *scan, float *out, float *final, float *checkpoints, int64_t channel_begin,
            int64_t channel_end, float *scratch),
           (scan, out, final, checkpoints, channel_begin, channel_end, scratch))
