#include "lanes.h"

// y[t, d] = x[t, d] op row[d]
#define SSM_WITH_ROW(name, op)                                                                                       \
    SSM_INLINE void name##_body(int64_t rows, int64_t columns, const float *x, const float *row, float *y) {         \
        for (int64_t t = 0; t < rows; t++, x += columns, y += columns) {                                             \
            for (int64_t d = 0; d < columns; d += LANES) {                                                           \
                const f32x16 left = lanes_load_up_to(x + d, columns - d);                                            \
                lanes_store_up_to(y + d, left op lanes_load_up_to(row + d, columns - d), columns - d);               \
            }                                                                                                        \
        }                                                                                                            \
    }                                                                                                                \
    SSM_KERNEL(void, name, name##_body, (int64_t rows, int64_t columns, const float *x, const float *row, float *y), \
               (rows, columns, x, row, y))

// y[t, d] = x[t, d] op column[t]
#define SSM_WITH_COLUMN(name, op)                                                                               \
    SSM_INLINE void name##_body(int64_t rows, int64_t columns, const float *x, const float *column, float *y) { \
        for (int64_t t = 0; t < rows; t++, x += columns, y += columns) {                                        \
            const float value = column[t];                                                                      \
            for (int64_t d = 0; d < columns; d += LANES) {                                                      \
                lanes_store_up_to(y + d, lanes_load_up_to(x + d, columns - d) op value, columns - d);           \
            }                                                                                                   \
        }                                                                                                       \
    }                                                                                                           \
    SSM_KERNEL(void, name, name##_body,                                                                         \
               (int64_t rows, int64_t columns, const float *x, const float *column, float *y),                  \
               (rows, columns, x, column, y))

SSM_WITH_ROW(ssm_add_row, +)
SSM_WITH_ROW(ssm_multiply_row, *)
SSM_WITH_COLUMN(ssm_add_column, +)
SSM_WITH_COLUMN(ssm_multiply_column, *)
