// What the two directions of the selective scan share. A block is SSM_SCAN_LANES channels; its states are kept as
// (N, lanes), one vector a state.
#ifndef SSM_SCAN_H
#define SSM_SCAN_H

#include <string.h>

#include "functions.h"

enum { SPAN = SSM_SCAN_SPAN };

SSM_INLINE int64_t scan_blocks(const ssm_scan *scan) { return (scan->channels + LANES - 1) / LANES; }
SSM_INLINE int64_t scan_spans(const ssm_scan *scan, int64_t sequence) {
    return (scan->starts[sequence + 1] - scan->starts[sequence] + SPAN - 1) / SPAN;
}

// The channels of one call and their blocks, counted from the first of the range.
typedef struct {
    int64_t begin, end;
} scan_range;

SSM_INLINE int64_t range_blocks(scan_range range) { return (range.end - range.begin + LANES - 1) / LANES; }
SSM_INLINE int64_t block_channel(scan_range range, int64_t block) { return range.begin + block * LANES; }
SSM_INLINE int64_t block_lanes(scan_range range, int64_t block) {
    const int64_t left = range.end - block_channel(range, block);
    return left < LANES ? left : LANES;
}

// The state that the forward pass kept at the start of a span (counted over all sequences), (N, lanes).
SSM_INLINE int64_t checkpoint_offset(const ssm_scan *scan, int64_t span, int64_t channel) {
    return (span * scan_blocks(scan) + channel / LANES) * scan->state * LANES;
}

// scratch from the next multiple of 64 bytes; the counts hold LANES floats more for it.
SSM_INLINE float *aligned_scratch(float *scratch) { return (float *)(((uintptr_t)scratch + 63) & ~(uintptr_t)63); }

// states (N, lanes) from rows (channels, N) that begin at the block's first channel; lanes past count become zero.
SSM_INLINE void load_states(float *states, const float *rows, int64_t state, int64_t count) {
    int64_t n = 0;
    if (count >= LANES) {
        for (; n + LANES <= state; n += LANES) {
            f32x16 tile[16];
            SSM_UNROLL for (int lane = 0; lane < LANES; lane++) tile[lane] = lanes_load(rows + lane * state + n);
            lanes_transpose(tile);
            SSM_UNROLL for (int i = 0; i < LANES; i++) lanes_store(states + (n + i) * LANES, tile[i]);
        }
    }
    for (; n < state; n++) {
        for (int64_t lane = 0; lane < LANES; lane++) {
            states[n * LANES + lane] = lane < count ? rows[lane * state + n] : 0.0f;
        }
    }
}

SSM_INLINE void store_states(float *rows, const float *states, int64_t state, int64_t count) {
    int64_t n = 0;
    if (count >= LANES) {
        for (; n + LANES <= state; n += LANES) {
            f32x16 tile[16];
            SSM_UNROLL for (int i = 0; i < LANES; i++) tile[i] = lanes_load(states + (n + i) * LANES);
            lanes_transpose(tile);
            SSM_UNROLL for (int lane = 0; lane < LANES; lane++) lanes_store(rows + lane * state + n, tile[lane]);
        }
    }
    for (; n < state; n++) {
        for (int64_t lane = 0; lane < LANES && lane < count; lane++) rows[lane * state + n] = states[n * LANES + lane];
    }
}

// states (blocks, N, lanes) from rows (E, N), which may be NULL for zeros, and back
SSM_INLINE void load_blocks(float *states, const float *rows, const ssm_scan *scan, scan_range range) {
    const int64_t size = scan->state * LANES;
    if (rows == NULL) {
        memset(states, 0, (size_t)(range_blocks(range) * size) * sizeof(float));
        return;
    }
    for (int64_t i = 0; i < range_blocks(range); i++) {
        load_states(states + i * size, rows + block_channel(range, i) * scan->state, scan->state,
                    block_lanes(range, i));
    }
}

SSM_INLINE void store_blocks(float *rows, const float *states, const ssm_scan *scan, scan_range range) {
    for (int64_t i = 0; i < range_blocks(range); i++) {
        store_states(rows + block_channel(range, i) * scan->state, states + i * scan->state * LANES, scan->state,
                     block_lanes(range, i));
    }
}

// a log2(e), so that a decay is a power of two
SSM_INLINE void load_rates(float *rates, const ssm_scan *scan, scan_range range) {
    load_blocks(rates, scan->a, scan, range);
    for (int64_t i = 0; i < range_blocks(range) * scan->state; i++) {
        lanes_store(rates + i * LANES, lanes_load(rates + i * LANES) * 1.44269504088896341f);
    }
}

SSM_INLINE f32x16 raw_step(const ssm_scan *scan, int64_t at, int64_t channel, int64_t count) {
    f32x16 raw = lanes_load_up_to(scan->steps + at, count);
    if (scan->step_bias != NULL) raw = raw + lanes_load_up_to(scan->step_bias + channel, count);
    return raw;
}

#endif
