#include <string.h>

#include "ssm_kernels.h"

void ssm_gather_rows(int64_t count, int64_t columns, const int64_t *indices, const float *x, float *y) {
    if (columns == 0) return;
    for (int64_t i = 0; i < count; i++) {
        memcpy(y + i * columns, x + indices[i] * columns, (size_t)columns * sizeof(float));
    }
}

void ssm_scatter_add_rows(int64_t count, int64_t columns, const int64_t *indices, const float *x, float *y,
                          int64_t column_begin, int64_t column_end) {
    for (int64_t i = 0; i < count; i++) {
        const float *restrict source = x + i * columns;
        float *restrict target = y + indices[i] * columns;
        for (int64_t d = column_begin; d < column_end; d++) target[d] += source[d];
    }
}
