// Matrix products, register-blocked: a tile of up to *_ROWS rows and *_PANELS panels of 16 outputs stays in registers
// while it runs over all inputs. Included once per instruction set.

/// What happens to a product before it is stored.
enum epilogue {
    plain,    ///< nothing
    biased,   ///< + bias
    biased_gelu, ///< GELU(+ bias)
    weighted, ///< * the row's factor, and only `columns` of the last panel are stored
};

struct target {
    const float *bias;
    const float *factor;
    float *y;
    size_t stride;
    int columns;
};

INLINE void finish(const enum epilogue kind, const struct target *to, int row, int panel, vfloat value) {
    float *at = to->y + (size_t)row * to->stride + 16 * panel;
    if (kind == biased || kind == biased_gelu) value += load(to->bias + 16 * panel);
    if (kind == biased_gelu) value = gelu(value);
    if (kind == weighted) {
        value *= splat(to->factor[row]);
        int left = to->columns - 16 * panel;
        if (left < 16) {
            for (int lane = 0; lane < left; lane++) at[lane] = value[lane];
            return;
        }
    }
    store(at, value);
}

INLINE void float_tile(
    const int rows, const int panels, const enum epilogue kind, const float *x, size_t stride, const float *weights,
    int inputs, size_t panel_length, const struct target *to) {
    vfloat sum[FLOAT_ROWS][FLOAT_PANELS];
    UNROLL for (int r = 0; r < rows; r++) UNROLL for (int p = 0; p < panels; p++) sum[r][p] = splat(0);
    for (int k = 0; k < inputs; k++) {
        vfloat w[FLOAT_PANELS];
        UNROLL for (int p = 0; p < panels; p++) w[p] = load(weights + (size_t)p * panel_length + 16 * (size_t)k);
        UNROLL for (int r = 0; r < rows; r++) {
            vfloat a = splat(x[(size_t)r * stride + (size_t)k]);
            UNROLL for (int p = 0; p < panels; p++) sum[r][p] = fma16(a, w[p], sum[r][p]);
        }
    }
    UNROLL for (int r = 0; r < rows; r++) UNROLL for (int p = 0; p < panels; p++) finish(kind, to, r, p, sum[r][p]);
}

INLINE void int8_tile(
    const int rows, const int panels, const enum epilogue kind, const int8_t *x, size_t stride, const int8_t *weights,
    int groups, const float *scale, const int32_t *sums, const struct memos_row_scale *row, const struct target *to) {
    vsum sum[INT8_ROWS][INT8_PANELS];
    UNROLL for (int p = 0; p < panels; p++) {
        vsum start = sum_start(sums + 16 * p);
        UNROLL for (int r = 0; r < rows; r++) sum[r][p] = start;
    }
    for (int g = 0; g < groups; g++) {
        vweights w[INT8_PANELS];
        UNROLL for (int p = 0; p < panels; p++) {
            w[p] = load_weights(weights + 64 * ((size_t)p * (size_t)groups + (size_t)g));
        }
        UNROLL for (int r = 0; r < rows; r++) {
            vactivation a = load_activation(x + (size_t)r * stride + 4 * (size_t)g);
            UNROLL for (int p = 0; p < panels; p++) sum[r][p] = dot(sum[r][p], a, w[p]);
        }
    }
    UNROLL for (int p = 0; p < panels; p++) {
        vfloat factor = load(scale + 16 * p), lift = to_float(sum_load(sums + 16 * p));
        UNROLL for (int r = 0; r < rows; r++) {
            vfloat value = fma16(to_float(sum[r][p]), splat(row[r].step), lift * splat(row[r].middle));
            finish(kind, to, r, p, value * factor);
        }
    }
}

// The number of rows of a tile must be known when compiling, or its sums do not stay in registers.
#define ROW_CASES(most, call) \
    switch (rows) { \
        ROW_CASE(most, 1, call) ROW_CASE(most, 2, call) ROW_CASE(most, 3, call) ROW_CASE(most, 4, call) \
        ROW_CASE(most, 5, call) ROW_CASE(most, 6, call) ROW_CASE(most, 7, call) ROW_CASE(most, 8, call) \
        ROW_CASE(most, 9, call) ROW_CASE(most, 10, call) ROW_CASE(most, 11, call) ROW_CASE(most, 12, call) \
    }
#define ROW_CASE(most, count, call) \
    case count: \
        if (count <= most) call(count <= most ? count : 1); \
        break;

#define FLOAT_TILES(name) \
    static void name( \
        int rows, const float *x, size_t stride, const float *weights, int inputs, size_t panel_length, \
        const struct target *to) { \
        ROW_CASES(FLOAT_ROWS, name##_CALL) \
    }
#define FLOAT_CALL(count, panels, kind) \
    float_tile(count, panels, kind, x, stride, weights, inputs, panel_length, to)

#define plain_many_CALL(count) FLOAT_CALL(count, FLOAT_PANELS, plain)
#define plain_one_CALL(count) FLOAT_CALL(count, 1, plain)
#define biased_many_CALL(count) FLOAT_CALL(count, FLOAT_PANELS, biased)
#define biased_one_CALL(count) FLOAT_CALL(count, 1, biased)
#define gelu_many_CALL(count) FLOAT_CALL(count, FLOAT_PANELS, biased_gelu)
#define gelu_one_CALL(count) FLOAT_CALL(count, 1, biased_gelu)
#define weighted_many_CALL(count) FLOAT_CALL(count, FLOAT_PANELS, weighted)
#define weighted_one_CALL(count) FLOAT_CALL(count, 1, weighted)
FLOAT_TILES(plain_many)
FLOAT_TILES(plain_one)
FLOAT_TILES(biased_many)
FLOAT_TILES(biased_one)
FLOAT_TILES(gelu_many)
FLOAT_TILES(gelu_one)
FLOAT_TILES(weighted_many)
FLOAT_TILES(weighted_one)

typedef void (*float_tiles)(
    int rows, const float *x, size_t stride, const float *weights, int inputs, size_t panel_length,
    const struct target *to);

/// All panels of one tile of rows.
INLINE void float_panels(
    float_tiles many, float_tiles one, int rows, const float *x, size_t stride, const float *weights, int inputs,
    size_t panel_length, int panels, struct target to) {
    for (int p = 0; p < panels;) {
        int step = panels - p >= FLOAT_PANELS ? FLOAT_PANELS : 1;
        (step == 1 && FLOAT_PANELS > 1 ? one : many)(
            rows, x, stride, weights + (size_t)p * panel_length, inputs, panel_length, &to);
        p += step;
        to.y += 16 * step;
        to.columns -= 16 * step;
        if (to.bias) to.bias += 16 * step;
    }
}

#define INT8_TILES(name) \
    static void name( \
        int rows, const int8_t *x, size_t stride, const int8_t *weights, int groups, const float *scale, \
        const int32_t *sums, const struct memos_row_scale *row, const struct target *to) { \
        ROW_CASES(INT8_ROWS, name##_CALL) \
    }
#define INT8_CALL(count, panels, kind) \
    int8_tile(count, panels, kind, x, stride, weights, groups, scale, sums, row, to)
#define int8_many_CALL(count) INT8_CALL(count, INT8_PANELS, biased)
#define int8_one_CALL(count) INT8_CALL(count, 1, biased)
#define int8_gelu_many_CALL(count) INT8_CALL(count, INT8_PANELS, biased_gelu)
#define int8_gelu_one_CALL(count) INT8_CALL(count, 1, biased_gelu)
INT8_TILES(int8_many)
INT8_TILES(int8_one)
INT8_TILES(int8_gelu_many)
INT8_TILES(int8_gelu_one)

/// Rows of the next tile so that `left` rows make tiles of about equal size, none above `most`.
INLINE int tile_rows(int left, int most) {
    int tiles = (left + most - 1) / most;
    return (left + tiles - 1) / tiles;
}

/// `x` quantised to `stored` and `row` (int8), or as floats. One pass over the weights, each panel for all rows.
static void linear(
    const struct memos_linear *layer, int is_int8, const float *x, const int8_t *stored,
    const struct memos_row_scale *row, size_t stride, int rows, int inputs, int outputs, int is_gelu, float *y,
    size_t y_stride) {
    const int panels = (outputs + 15) / 16, groups = (inputs + 3) / 4;
    const int most_panels = is_int8 ? INT8_PANELS : FLOAT_PANELS, most_rows = is_int8 ? INT8_ROWS : FLOAT_ROWS;
    for (int p = 0; p < panels;) {
        int width = panels - p >= most_panels ? most_panels : 1;
        int is_one = width == 1 && most_panels > 1;
        for (int r = 0; r < rows;) {
            int count = tile_rows(rows - r, most_rows);
            struct target to = {layer->bias + 16 * p, 0, y + (size_t)r * y_stride + 16 * p, y_stride, 0};
            if (is_int8) {
                (is_gelu ? is_one ? int8_gelu_one : int8_gelu_many : is_one ? int8_one : int8_many)(
                    count, stored + (size_t)r * stride, stride,
                    (const int8_t *)layer->weights + 64 * (size_t)p * (size_t)groups, groups, layer->scale + 16 * p,
                    layer->sums + 16 * p, row + r, &to);
            } else {
                (is_gelu ? is_one ? gelu_one : gelu_many : is_one ? biased_one : biased_many)(
                    count, x + (size_t)r * stride, stride,
                    (const float *)layer->weights + 16 * (size_t)p * (size_t)inputs, inputs, 16 * (size_t)inputs, &to);
            }
            r += count;
        }
        p += width;
    }
}
