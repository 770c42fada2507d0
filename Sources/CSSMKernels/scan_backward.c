#include "scan.h"

// Scratch: (N, lanes) of rates, of da and of the gradient that flows to earlier rows for every block, two sums a block,
// and the sums over channels of db and dc for a span, (SPAN, N, lanes) each.
int64_t ssm_scan_backward_scratch(const ssm_scan *scan) {
    const int64_t size = scan->state * LANES;
    return scan_blocks(scan) * (3 * size + 2 * LANES) + 2 * SPAN * size + LANES;
}

typedef struct {
    float *rates, *da, *flow;    // (blocks, N, lanes)
    float *dskip, *dstep_bias;   // (blocks, lanes)
    float *db, *dc;              // (SPAN, N, lanes)
} backward_scratch;

SSM_INLINE backward_scratch divide_scratch(float *scratch, int64_t blocks, int64_t size) {
    backward_scratch parts;
    parts.rates = aligned_scratch(scratch);
    parts.da = parts.rates + blocks * size;
    parts.flow = parts.da + blocks * size;
    parts.dskip = parts.flow + blocks * size;
    parts.dstep_bias = parts.dskip + blocks * LANES;
    parts.db = parts.dstep_bias + blocks * LANES;
    parts.dc = parts.db + SPAN * size;
    return parts;
}

// The rows of one block over a span.
typedef struct {
    f32x16 slope[SPAN];  // d step / d raw step
    f32x16 open[SPAN];   // sigmoid(gate)
    f32x16 step[SPAN];
    f32x16 x[SPAN];
    f32x16 input[SPAN];     // step x
    f32x16 y[SPAN];         // output before the gate
    f32x16 dy[SPAN];        // gradient of that
    f32x16 rate_sum[SPAN];  // sum over n of rate g decay h(t - 1)
    f32x16 b_sum[SPAN];     // sum over n of g b
} backward_rows;

// One block's arrays for states n and up.
typedef struct {
    const float *checkpoint, *rates, *b, *c;
    float *da, *flow, *db, *dc;
} backward_tile;

// Four states of one block over a span.
typedef struct {
    f32x16 states[SPAN + 1][4];  // before the first row and after each row
    f32x16 decays[SPAN][4];
} backward_history;

// The forward recurrence of `width` states, with the operations and their order in the forward pass.
SSM_INLINE void recompute(const int width, const backward_tile tile, int64_t stride, int64_t length,
                          backward_rows *rows, backward_history *history) {
    f32x16 h[4];
    SSM_UNROLL for (int i = 0; i < width; i++) history->states[0][i] = h[i] = lanes_load(tile.checkpoint + i * LANES);
    for (int64_t t = 0; t < length; t++) {
        const f32x16 step = rows->step[t], input = rows->input[t];
        const float *b = tile.b + t * stride, *c = tile.c + t * stride;
        f32x16 decay[4], part = 0.0f;
        SSM_UNROLL for (int i = 0; i < width; i++) decay[i] = step * lanes_load(tile.rates + i * LANES);
        lanes_decays(width, decay);
        SSM_UNROLL for (int i = 0; i < width; i++) {
            const f32x16 entering = input * b[i];
            h[i] = decay[i] * h[i] + entering;
            part = h[i] * c[i] + part;
            history->decays[t][i] = decay[i];
            history->states[t + 1][i] = h[i];
        }
        rows->y[t] = rows->y[t] + part;
    }
}

// With a(t) the decay of row t, backwards: g(t) = a(t + 1) g(t + 1) + c(t) dy(t), db += g input, dc += h dy,
// da += g step a h(t - 1), and for each row the sums over states of g b and rate g a h(t - 1).
SSM_INLINE void retreat(const int width, const backward_tile tile, int64_t stride, int64_t length,
                        const backward_history *history, backward_rows *rows) {
    f32x16 flow[4], da[4];
    SSM_UNROLL for (int i = 0; i < width; i++) {
        flow[i] = lanes_load(tile.flow + i * LANES);
        da[i] = lanes_load(tile.da + i * LANES);
    }
    for (int64_t t = length - 1; t >= 0; t--) {
        const f32x16 step = rows->step[t], input = rows->input[t], dy = rows->dy[t];
        const float *b = tile.b + t * stride, *c = tile.c + t * stride;
        float *db = tile.db + t * stride * LANES, *dc = tile.dc + t * stride * LANES;
        f32x16 rate_sum = rows->rate_sum[t], b_sum = rows->b_sum[t];
        SSM_UNROLL for (int i = 0; i < width; i++) {
            const f32x16 g = dy * c[i] + flow[i];
            lanes_store(db + i * LANES, g * input + lanes_load(db + i * LANES));
            lanes_store(dc + i * LANES, history->states[t + 1][i] * dy + lanes_load(dc + i * LANES));
            b_sum = g * b[i] + b_sum;
            flow[i] = g * history->decays[t][i];
            const f32x16 through = flow[i] * history->states[t][i];
            da[i] = step * through + da[i];
            rate_sum = lanes_load(tile.rates + i * LANES) * through + rate_sum;
        }
        rows->rate_sum[t] = rate_sum;
        rows->b_sum[t] = b_sum;
    }
    SSM_UNROLL for (int i = 0; i < width; i++) {
        lanes_store(tile.flow + i * LANES, flow[i]);
        lanes_store(tile.da + i * LANES, da[i]);
    }
}

SSM_INLINE void retreat_tile(const int width, const backward_tile tile, int64_t stride, int64_t length,
                             backward_rows *rows) {
    backward_history history;
    recompute(width, tile, stride, length, rows, &history);
    retreat(width, tile, stride, length, &history, rows);
}

// Fetches the row's lines that the next block reads and writes.
SSM_INLINE void fetch_ahead(const ssm_scan *scan, const ssm_scan_gradients *gradients, int64_t at) {
    const int64_t next = at + LANES;
    __builtin_prefetch(scan->x + next);
    __builtin_prefetch(scan->steps + next);
    __builtin_prefetch(gradients->dout + next);
    __builtin_prefetch(gradients->dx + next, 1);
    __builtin_prefetch(gradients->dsteps + next, 1);
    if (scan->gate == NULL) return;
    __builtin_prefetch(scan->gate + next);
    __builtin_prefetch(gradients->dgate + next, 1);
}

SSM_INLINE void load_rows(const ssm_scan *scan, const ssm_scan_gradients *gradients, int64_t first, int64_t length,
                          int64_t channel, int64_t count, backward_rows *rows) {
    const f32x16 skip = scan->skip != NULL ? lanes_load_up_to(scan->skip + channel, count) : (f32x16)(0.0f);
    for (int64_t t = 0; t < length; t++) {
        const int64_t at = (first + t) * scan->channels + channel;
        const f32x16 raw = raw_step(scan, at, channel, count);
        fetch_ahead(scan, gradients, at);
        rows->slope[t] = scan->step_bias != NULL ? lanes_softplus_backward(raw, (f32x16)(1.0f)) : (f32x16)(1.0f);
        rows->step[t] = scan->step_bias != NULL ? lanes_softplus(raw) : raw;
        rows->x[t] = lanes_load_up_to(scan->x + at, count);
        rows->input[t] = rows->step[t] * rows->x[t];
        rows->y[t] = skip * rows->x[t];
        rows->dy[t] = lanes_load_up_to(gradients->dout + at, count);
        if (scan->gate != NULL) {
            const f32x16 gate = lanes_load_up_to(scan->gate + at, count);
            rows->open[t] = lanes_sigmoid(gate);
            rows->dy[t] = rows->dy[t] * (gate * rows->open[t]);
        }
        rows->rate_sum[t] = 0.0f;
        rows->b_sum[t] = 0.0f;
    }
}

SSM_INLINE void store_rows(const ssm_scan *scan, const ssm_scan_gradients *gradients, const backward_scratch *parts,
                           int64_t block, int64_t first, int64_t length, int64_t channel, int64_t count,
                           const backward_rows *rows) {
    const f32x16 skip = scan->skip != NULL ? lanes_load_up_to(scan->skip + channel, count) : (f32x16)(0.0f);
    f32x16 dskip = lanes_load(parts->dskip + block * LANES), dbias = lanes_load(parts->dstep_bias + block * LANES);
    for (int64_t t = length - 1; t >= 0; t--) {
        const int64_t at = (first + t) * scan->channels + channel;
        const f32x16 through_skip = skip * rows->dy[t];
        lanes_store_up_to(gradients->dx + at, rows->step[t] * rows->b_sum[t] + through_skip, count);
        const f32x16 through_decay = rows->rate_sum[t] * 0.693147180559945309f;
        const f32x16 through_input = rows->x[t] * rows->b_sum[t] + through_decay;
        const f32x16 dstep = through_input * rows->slope[t];
        lanes_store_up_to(gradients->dsteps + at, dstep, count);
        dbias = dbias + dstep;
        dskip = rows->dy[t] * rows->x[t] + dskip;
        if (scan->gate == NULL) continue;
        const f32x16 gate = lanes_load_up_to(scan->gate + at, count);
        const f32x16 dopen = lanes_load_up_to(gradients->dout + at, count) * rows->y[t];
        lanes_store_up_to(gradients->dgate + at, lanes_silu_backward(gate, rows->open[t], dopen), count);
    }
    lanes_store(parts->dskip + block * LANES, dskip);
    lanes_store(parts->dstep_bias + block * LANES, dbias);
}

SSM_INLINE void retreat_block(const ssm_scan *scan, const ssm_scan_gradients *gradients, const backward_scratch *parts,
                              int64_t span, int64_t block, int64_t first, int64_t length, int64_t channel,
                              int64_t count) {
    const int64_t state = scan->state, size = state * LANES;
    backward_rows rows;
    load_rows(scan, gradients, first, length, channel, count, &rows);
    const float *checkpoint = gradients->checkpoints + checkpoint_offset(scan, span, channel);
    for (int64_t n = 0; n < state; n += n + 4 <= state ? 4 : 1) {
        const int64_t own = block * size + n * LANES;
        const backward_tile tile = {
            .checkpoint = checkpoint + n * LANES,
            .rates = parts->rates + own,
            .b = scan->b + first * state + n,
            .c = scan->c + first * state + n,
            .da = parts->da + own,
            .flow = parts->flow + own,
            .db = parts->db + n * LANES,
            .dc = parts->dc + n * LANES,
        };
        if (n + 4 <= state) {
            retreat_tile(4, tile, state, length, &rows);
        } else {
            retreat_tile(1, tile, state, length, &rows);
        }
    }
    store_rows(scan, gradients, parts, block, first, length, channel, count, &rows);
}

// target[n] = sum over lanes of sums[n, lane]
SSM_INLINE void store_lane_sums(float *target, const float *sums, int64_t state) {
    for (int64_t n = 0; n < state; n += LANES) {
        f32x16 tile[16];
        SSM_UNROLL for (int i = 0; i < LANES; i++) {
            tile[i] = n + i < state ? lanes_load(sums + (n + i) * LANES) : (f32x16)(0.0f);
        }
        lanes_store_up_to(target + n, lanes_sums(tile), state - n);
    }
}

// One span of every block; the sums over channels of db and dc leave their lanes once a span.
SSM_INLINE void retreat_span(const ssm_scan *scan, const ssm_scan_gradients *gradients, const backward_scratch *parts,
                             scan_range range, int64_t span, int64_t first, int64_t length) {
    const int64_t state = scan->state, size = state * LANES;
    memset(parts->db, 0, (size_t)(length * size) * sizeof(float));
    memset(parts->dc, 0, (size_t)(length * size) * sizeof(float));
    for (int64_t i = 0; i < range_blocks(range); i++) {
        retreat_block(scan, gradients, parts, span, i, first, length, block_channel(range, i), block_lanes(range, i));
    }
    for (int64_t t = 0; t < length; t++) {
        store_lane_sums(gradients->db + (first + t) * state, parts->db + t * size, state);
        store_lane_sums(gradients->dc + (first + t) * state, parts->dc + t * size, state);
    }
}

SSM_INLINE void scan_backward_body(const ssm_scan *scan, const ssm_scan_gradients *gradients, int64_t channel_begin,
                                   int64_t channel_end, float *scratch) {
    const int64_t state = scan->state, size = state * LANES;
    const scan_range range = {channel_begin, channel_end};
    const int64_t blocks = range_blocks(range);
    const backward_scratch parts = divide_scratch(scratch, blocks, size);
    load_rates(parts.rates, scan, range);
    memset(parts.da, 0, (size_t)(blocks * size) * sizeof(float));
    memset(parts.dskip, 0, (size_t)(blocks * LANES) * sizeof(float));
    memset(parts.dstep_bias, 0, (size_t)(blocks * LANES) * sizeof(float));
    int64_t earlier_spans = 0;
    for (int64_t s = 0; s < scan->sequences; s++) {
        const int64_t own = s * scan->channels * state, spans = scan_spans(scan, s);
        load_blocks(parts.flow, gradients->dfinal != NULL ? gradients->dfinal + own : NULL, scan, range);
        for (int64_t span = spans - 1; span >= 0; span--) {
            const int64_t first = scan->starts[s] + span * SPAN, left = scan->starts[s + 1] - first;
            retreat_span(scan, gradients, &parts, range, earlier_spans + span, first, left < SPAN ? left : SPAN);
        }
        earlier_spans += spans;
        if (gradients->dinitial != NULL) store_blocks(gradients->dinitial + own, parts.flow, scan, range);
    }
    store_blocks(gradients->da, parts.da, scan, range);
    const size_t bytes = (size_t)(channel_end - channel_begin) * sizeof(float);
    if (scan->skip != NULL) memcpy(gradients->dskip + channel_begin, parts.dskip, bytes);
    if (scan->step_bias != NULL) memcpy(gradients->dstep_bias + channel_begin, parts.dstep_bias, bytes);
}
SSM_KERNEL(void, ssm_scan_backward, scan_backward_body,
           (const ssm_scan *scan, const ssm_scan_gradients *gradients, int64_t channel_begin, int64_t channel_end,
            float *scratch),
           (scan, gradients, channel_begin, channel_end, scratch))
