// A block of 16 × 16 floats turned by its diagonal. Included once per instruction set.

#define LOW(a, b) \
    __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define HIGH(a, b) \
    __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)

/// to[16 * column + row] = from[row * stride + column]. Four perfect shuffles of 16 rows are a transposition.
INLINE void transpose(const float *from, size_t stride, float *to) {
    vfloat a[16], b[16];
    UNROLL for (int row = 0; row < 16; row++) a[row] = load(from + (size_t)row * stride);
    UNROLL for (int i = 0; i < 8; i++) b[2 * i] = LOW(a[i], a[i + 8]), b[2 * i + 1] = HIGH(a[i], a[i + 8]);
    UNROLL for (int i = 0; i < 8; i++) a[2 * i] = LOW(b[i], b[i + 8]), a[2 * i + 1] = HIGH(b[i], b[i + 8]);
    UNROLL for (int i = 0; i < 8; i++) b[2 * i] = LOW(a[i], a[i + 8]), b[2 * i + 1] = HIGH(a[i], a[i + 8]);
    UNROLL for (int i = 0; i < 8; i++) a[2 * i] = LOW(b[i], b[i + 8]), a[2 * i + 1] = HIGH(b[i], b[i + 8]);
    UNROLL for (int column = 0; column < 16; column++) store(to + 16 * column, a[column]);
}

#undef LOW
#undef HIGH
