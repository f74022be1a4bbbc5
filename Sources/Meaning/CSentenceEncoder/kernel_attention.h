// Scaled dot-product attention of one window, head by head, in fp32. Included once per instruction set.

/// `keys`: [panel of 16 tokens][head value][16 tokens]; `values`: [panel of 16 head values][token][16 values].
/// What is not there is zero.
static void pack_head(
    const float *key, const float *value, size_t stride, int tokens, int head, float *keys, float *values) {
    for (int first = 0; first < tokens; first += 16) {
        float *panel = keys + (size_t)first * (size_t)head;
        const int count = tokens - first < 16 ? tokens - first : 16;
        const float *rows = key + (size_t)first * stride;
        const int turned = count == 16 ? head / 16 * 16 : 0;
        for (int d = 0; d < turned; d += 16) transpose(rows + d, stride, panel + 16 * d);
        for (int d = turned; d < head; d++) {
            for (int j = 0; j < 16; j++) panel[16 * d + j] = j < count ? rows[(size_t)j * stride + (size_t)d] : 0;
        }
    }
    for (int d = 0; d < head; d += 16) {
        float *panel = values + (size_t)d * (size_t)tokens;
        const int count = head - d < 16 ? head - d : 16;
        for (int j = 0; j < tokens; j++) {
            // The last head's last values may be followed by another matrix, or by the row's padding: both readable.
            store(panel + 16 * (size_t)j, keep_first(load(value + (size_t)j * stride + d), count, 0));
        }
    }
}

/// Turns `tokens` scores into weights exp(factor * (score - largest)); returns their sum.
INLINE float weigh(float *scores, int tokens, float factor) {
    const int whole = (tokens + 15) / 16 * 16, last = whole - 16;
    store(scores + last, keep_first(load(scores + last), tokens - last, -1e30f));
    vfloat high = load(scores);
    for (int j = 16; j < whole; j += 16) high = maximum(high, load(scores + j));
    const vfloat scale = splat(factor * 1.44269504f); // 1 / ln 2
    const vfloat shift = splat(largest(high)) * scale;
    vfloat sum = splat(0);
    for (int j = 0; j < whole; j += 16) {
        vfloat weight = power_of_two(fma16(load(scores + j), scale, -shift));
        store(scores + j, weight);
        sum += weight;
    }
    return total(sum);
}

/// `triple`: rows of queries, keys and values, each `hidden` wide; `y`: rows of `hidden`.
static void attention(
    const float *triple, size_t stride, int tokens, int hidden, int heads, float *keys, float *values, float *scores,
    float *y, size_t y_stride) {
    const int head = hidden / heads, whole = (tokens + 15) / 16 * 16;
    const float factor = 1.0f / __builtin_sqrtf((float)head);
    for (int h = 0; h < heads; h++) {
        const float *query = triple + (size_t)h * (size_t)head;
        pack_head(query + hidden, query + 2 * hidden, stride, tokens, head, keys, values);
        for (int i = 0; i < tokens;) {
            const int count = tile_rows(tokens - i, FLOAT_ROWS);
            struct target to = {0, 0, scores, (size_t)whole, 0};
            float_panels(
                plain_many, plain_one, count, query + (size_t)i * stride, stride, keys, head, 16 * (size_t)head,
                whole / 16, to);
            float share[FLOAT_ROWS];
            for (int r = 0; r < count; r++) share[r] = 1.0f / weigh(scores + (size_t)r * (size_t)whole, tokens, factor);
            to = (struct target){0, share, y + (size_t)i * y_stride + (size_t)h * (size_t)head, y_stride, head};
            float_panels(
                weighted_many, weighted_one, count, scores, (size_t)whole, values, tokens, 16 * (size_t)tokens,
                (head + 15) / 16, to);
            i += count;
        }
    }
}
