// What is done to one row at a time: normalisation and quantisation. Included once per instruction set.

/// Layer normalisation of `count` values in place; the padding behind them must be and stays zero.
INLINE void normalize_row(float *x, int count, float epsilon, const struct memos_norm *norm) {
    const int whole = (count + 15) / 16 * 16;
    vfloat sum = splat(0);
    for (int i = 0; i < whole; i += 16) sum += load(x + i);
    const vfloat mean = splat(total(sum) / (float)count);
    vfloat squares = splat(0);
    for (int i = 0; i < whole; i += 16) {
        vfloat d = load(x + i) - mean;
        if (i + 16 > count) d = keep_first(d, count - i, 0);
        squares = fma16(d, d, squares);
    }
    const vfloat factor = splat(1.0f / __builtin_sqrtf(total(squares) / (float)count + epsilon));
    for (int i = 0; i < whole; i += 16) {
        store(x + i, fma16((load(x + i) - mean) * factor, load(norm->gain + i), load(norm->bias + i)));
    }
}

/// Stores a row of `whole` floats (a multiple of 16) as integers in [-127, 127]: x = step * stored + middle.
INLINE struct memos_row_scale quantize_row(const float *x, int whole, int8_t *stored) {
    vfloat low = load(x), high = low;
    for (int i = 16; i < whole; i += 16) {
        vfloat v = load(x + i);
        low = minimum(low, v);
        high = maximum(high, v);
    }
    const float least = -largest(-low), most = largest(high);
    const float width = most - least, middle = 0.5f * (most + least);
    const vfloat inverse = splat(width > 0 ? 254.0f / width : 0), center = splat(middle), rounder = splat(ROUNDER);
    for (int i = 0; i < whole; i += 16) {
        vint bits = (vint)fma16(load(x + i) - center, inverse, rounder);
        *(loose_byte *)(stored + i) = __builtin_convertvector(bits ^ OFFSET, vbyte);
    }
    return (struct memos_row_scale){width / 254.0f, middle};
}

INLINE void quantize_rows(const float *x, size_t stride, int rows, int8_t *stored, struct memos_row_scale *scale) {
    for (int r = 0; r < rows; r++) {
        scale[r] = quantize_row(x + (size_t)r * stride, (int)stride, stored + (size_t)r * stride);
    }
}
