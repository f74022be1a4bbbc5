// Vectors of 16 floats, whatever the registers' width: the order of every sum is then the same on every machine.
// Included once per instruction set, after that set's own definitions (see kernel_forward.h).

/// `memcpy`-like access: rows need no alignment.
typedef float loose_float __attribute__((vector_size(64), aligned(4)));

INLINE vfloat load(const float *at) {
    return *(const loose_float *)at;
}

INLINE void store(float *at, vfloat value) {
    *(loose_float *)at = value;
}

INLINE vfloat splat(float value) {
    return (vfloat){value, value, value, value, value, value, value, value,
                    value, value, value, value, value, value, value, value};
}

#define HALVES(operation) \
    vfloat8 eight = operation(__builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7), \
                              __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15)); \
    vfloat4 four = operation(__builtin_shufflevector(eight, eight, 0, 1, 2, 3), \
                             __builtin_shufflevector(eight, eight, 4, 5, 6, 7)); \
    float a = operation(four[0], four[2]), b = operation(four[1], four[3]); \
    return operation(a, b)

typedef float vfloat8 __attribute__((vector_size(32)));
typedef float vfloat4 __attribute__((vector_size(16)));

#define PLUS(a, b) ((a) + (b))
INLINE float total(vfloat v) {
    HALVES(PLUS);
}
#undef PLUS
#undef HALVES

INLINE float largest(vfloat v) {
    float best = v[0];
    for (int lane = 1; lane < 16; lane++) best = v[lane] > best ? v[lane] : best;
    return best;
}

/// Adding it to a float below 2^22 in magnitude leaves the nearest whole number in the low bits: 1.5 * 2^23.
#define ROUNDER 12582912.0f

/// 2^z for z <= 0; below 2^-126 it stays there. Relative error of the polynomial, fitted to 2^r on [-1/2, 1/2]: 7.5e-8.
INLINE vfloat power_of_two(vfloat z) {
    z = maximum(z, splat(-126.0f));
    vfloat shifted = z + splat(ROUNDER);
    vfloat r = z - (shifted - splat(ROUNDER));
    vfloat p = fma16(r, splat(1.327647036e-03f), splat(9.675541630e-03f));
    p = fma16(p, r, splat(5.550713281e-02f));
    p = fma16(p, r, splat(2.402211972e-01f));
    p = fma16(p, r, splat(6.931469671e-01f));
    p = fma16(p, r, splat(1.000000072e+00f));
    return (vfloat)((vint)p + ((vint)shifted << 23));
}

/// x * Φ(x), Φ the normal distribution's function: GELU in its exact form.
///
/// Φ(x) - 1/2 = x P(x²) / Q(x²), fitted on [-5, 5] to the least largest error of x * Φ(x); outside Φ keeps the value
/// at the border. Largest error measured in fp32: 3.4e-6.
INLINE vfloat gelu(vfloat x) {
    vfloat y = minimum(maximum(x, splat(-5.0f)), splat(5.0f));
    vfloat t = y * y;
    vfloat p = fma16(t, splat(6.253558968e-05f), splat(4.320420325e-03f));
    vfloat q = fma16(t, splat(3.816823664e-06f), splat(1.505837077e-03f));
    p = fma16(p, t, splat(2.937892452e-02f));
    q = fma16(q, t, splat(2.572199143e-02f));
    p = fma16(p, t, splat(3.989661336e-01f));
    q = fma16(q, t, splat(2.404916883e-01f));
    q = fma16(q, t, splat(1.0f));
    return x * (splat(0.5f) + y * p / q);
}

/// Lanes below `count` keep their value, the others become `other`. 0 <= count <= 16.
INLINE vfloat keep_first(vfloat value, int count, float other) {
    const vint lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const vint limit = lanes - count; // negative: kept
    const vint mask = limit >> 31;
    return (vfloat)(((vint)value & mask) | ((vint)splat(other) & ~mask));
}
