#include "CVectorScan.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#pragma STDC FP_CONTRACT OFF

/// Rows looked at between two questions whether to stop.
#define BATCH 32u
/// Blocks, spread over all, from which the likeness of the whole is estimated.
#define SAMPLED_BLOCKS 32u

/// The mean of |x| over |x|'s root mean square for a normal x: √(2/π). What the sign plane keeps of a vector's length.
static const double kept = 0.7978845608;
/// Standard deviation of that share from one vector to the next, times √padded (delta method; simulation agrees).
static const double kept_spread = 0.211;

struct workspace {
    /// Sixteen scores for every four components, at most `table_most` each.
    uint8_t *tables;
    /// The sum of the query's components a byte of signs marks, 256 a column.
    int32_t *marked;
    int16_t *query;
    /// Entries that passed the first score, by slot; room for twice the candidates.
    uint32_t *slots;
    uint16_t *scores;
    /// Candidates by score downwards.
    uint32_t *ordered;
    /// Counts by score.
    uint32_t *counts;
    uint8_t *rows;
};

static size_t aligned(size_t bytes) { return (bytes + 63) / 64 * 64; }

/// Of one table: two make a byte, all of them sixteen bits.
static uint32_t table_most(const struct memos_layout *layout) {
    uint32_t share = 65535 / (layout->padded / 4);
    return share < 127 ? share : 127;
}

static uint32_t most_score(const struct memos_layout *layout) { return table_most(layout) * (layout->padded / 4); }

static size_t carve(const struct memos_layout *layout, uint32_t candidates, uint8_t *base, struct workspace *space) {
    const size_t columns = layout->padded / 8, room = 2 * (size_t)candidates + MEMOS_BLOCK_SLOTS;
    size_t at = 0;
    space->tables = base + at, at += aligned(columns * 32);
    space->marked = (int32_t *)(base + at), at += aligned(columns * 256 * sizeof(int32_t));
    space->query = (int16_t *)(base + at), at += aligned(layout->padded * sizeof(int16_t));
    space->slots = (uint32_t *)(base + at), at += aligned(room * sizeof(uint32_t));
    space->scores = (uint16_t *)(base + at), at += aligned(room * sizeof(uint16_t));
    space->ordered = (uint32_t *)(base + at), at += aligned(room * sizeof(uint32_t));
    space->counts = (uint32_t *)(base + at), at += aligned((most_score(layout) + 2) * sizeof(uint32_t));
    space->rows = base + at, at += aligned((size_t)BATCH * layout->padded);
    return at;
}

size_t memos_scan_workspace(const struct memos_layout *layout, uint32_t candidates) {
    static uint8_t nowhere;
    struct workspace space;
    return carve(layout, candidates, &nowhere, &space);
}

/// The query in integers.
struct prepared {
    /// similarity ≈ score · score_factor - score_offset.
    double score_factor, score_offset;
    /// similarity = (2 Σqt + Σq) · step · factor.
    double factor;
    int32_t sum;
};

static struct prepared prepare(const struct memos_scan_job *job, struct workspace *space) {
    const uint32_t padded = job->layout->padded;
    struct prepared prepared = {0};
    double total = 0, widest = 0, largest = 0;
    for (uint32_t i = 0; i < padded; i += 4) {
        double width = 0;
        for (uint32_t j = i; j < i + 4; j++) {
            double size = fabs((double)job->query[j]);
            width += size;
            largest = fmax(largest, size);
        }
        total += width;
        widest = fmax(widest, width);
    }
    // Digits of the query: 16 bits each, and Σ|q| · 255 · 2 within 31 bits.
    const double scale = fmin(32766 / largest, 4.1e6 / total);
    prepared.factor = 0.5 / scale;
    for (uint32_t i = 0; i < padded; i++) {
        space->query[i] = (int16_t)floor((double)job->query[i] * scale + 0.5);
        prepared.sum += space->query[i];
    }
    for (uint32_t c = 0; c < padded / 8; c++) {
        int32_t *marked = space->marked + 256 * c;
        marked[0] = 0;
        for (uint32_t bit = 0; bit < 8; bit++) {
            const uint32_t upper = 1u << bit;
            for (uint32_t low = 0; low < upper; low++) marked[upper | low] = marked[low] + space->query[8 * c + bit];
        }
    }
    const uint32_t tables = padded / 4;
    const double most = table_most(job->layout);
    const double unit = most / (2 * widest);
    for (uint32_t t = 0; t < tables; t++) {
        double width = 0;
        for (uint32_t j = 0; j < 4; j++) width += fabs((double)job->query[4 * t + j]);
        for (uint32_t signs = 0; signs < 16; signs++) {
            double sum = width;
            for (uint32_t j = 0; j < 4; j++) {
                double q = (double)job->query[4 * t + j];
                sum += signs >> j & 1 ? -q : q;
            }
            space->tables[16 * t + signs] = (uint8_t)(fmax(0, fmin(most, sum * unit)) + 0.5);
        }
    }
    const double share = kept * sqrt(padded);
    prepared.score_factor = 1 / (unit * share);
    prepared.score_offset = total / share;
    return prepared;
}

static int admitted(const struct memos_scan_job *job, const uint8_t *segment, uint32_t at) {
    const struct memos_layout *layout = job->layout;
    uint8_t kind = segment[layout->kinds + at];
    if (kind > 31 || !(job->kinds >> kind & 1)) return 0;
    uint32_t time = ((const uint32_t *)(segment + layout->times))[at];
    if (time < job->earliest || time > job->latest) return 0;
    if (!job->places) return 1;
    uint16_t place = ((const uint16_t *)(segment + layout->places))[at];
    return job->places[place / 64] >> (place % 64) & 1;
}

/// Keeps the `candidates` best of `used`, the earlier of equal ones. Returns the score a later entry needs.
static uint16_t prune(struct workspace *space, uint32_t *used, uint32_t candidates) {
    uint32_t lowest = 65535, highest = 0;
    for (uint32_t i = 0; i < *used; i++) {
        lowest = space->scores[i] < lowest ? space->scores[i] : lowest;
        highest = space->scores[i] > highest ? space->scores[i] : highest;
    }
    memset(space->counts + lowest, 0, (highest - lowest + 1) * sizeof(uint32_t));
    for (uint32_t i = 0; i < *used; i++) space->counts[space->scores[i]]++;
    uint32_t above = 0, bound = highest;
    while (above + space->counts[bound] < candidates) above += space->counts[bound--];
    uint32_t equal = candidates - above, kept_count = 0;
    for (uint32_t i = 0; i < *used; i++) {
        uint16_t score = space->scores[i];
        if (score < bound) continue;
        if (score == bound) {
            if (equal == 0) continue;
            equal--;
        }
        space->slots[kept_count] = space->slots[i];
        space->scores[kept_count++] = score;
    }
    *used = kept_count;
    return (uint16_t)(bound + 1);
}

/// Fills `slots` and `scores` with the best by first score; returns how many.
static uint32_t first_pass(const struct memos_scan_job *job, const struct memos_scan_kernels *kernels,
                           struct workspace *space) {
    const uint32_t columns = job->layout->padded / 8, room = 2 * job->candidates + MEMOS_BLOCK_SLOTS;
    uint32_t used = 0;
    uint16_t least = 0;
    for (uint32_t start = 0; start < job->slots; start += MEMOS_SEGMENT_SLOTS) {
        const uint8_t *segment = job->segments[start / MEMOS_SEGMENT_SLOTS];
        uint32_t count = job->slots - start < MEMOS_SEGMENT_SLOTS ? job->slots - start : MEMOS_SEGMENT_SLOTS;
        uint32_t blocks = (count + MEMOS_BLOCK_SLOTS - 1) / MEMOS_BLOCK_SLOTS;
        uint16_t scores[MEMOS_BLOCK_SLOTS];
        uint64_t reached = 0;
        for (uint32_t block = 0;; block++) {
            block = kernels->next_block(segment + job->layout->signs, columns, block, blocks, space->tables, least,
                                        scores, &reached);
            if (block >= blocks) break;
            for (; reached; reached &= reached - 1) {
                uint32_t i = (uint32_t)__builtin_ctzll(reached), at = block * MEMOS_BLOCK_SLOTS + i;
                if (at >= count || !admitted(job, segment, at)) continue;
                space->slots[used] = start + at;
                space->scores[used++] = scores[i];
            }
            if (used + MEMOS_BLOCK_SLOTS > room) least = prune(space, &used, job->candidates);
        }
    }
    if (used > job->candidates) prune(space, &used, job->candidates);
    return used;
}

/// What similarities are like here, from evenly spread blocks and by signs alone: their mean, and their deviation less
/// the share that is the error of signs.
static void sample(struct memos_scan_job *job, const struct memos_scan_kernels *kernels, const struct workspace *space,
                   const struct prepared *prepared) {
    const uint32_t columns = job->layout->padded / 8, per_segment = MEMOS_SEGMENT_SLOTS / MEMOS_BLOCK_SLOTS;
    const uint32_t blocks = (job->slots + MEMOS_BLOCK_SLOTS - 1) / MEMOS_BLOCK_SLOTS;
    const uint32_t stride = blocks > SAMPLED_BLOCKS ? blocks / SAMPLED_BLOCKS : 1;
    double sum = 0, squares = 0;
    uint32_t count = 0;
    for (uint32_t block = 0; block < blocks; block += stride) {
        const uint8_t *segment = job->segments[block / per_segment];
        uint16_t scores[MEMOS_BLOCK_SLOTS];
        uint64_t reached = 0;
        const uint32_t here = block % per_segment;
        kernels->next_block(segment + job->layout->signs, columns, here, here + 1, space->tables, 0, scores, &reached);
        for (uint32_t i = 0; i < MEMOS_BLOCK_SLOTS && block * MEMOS_BLOCK_SLOTS + i < job->slots; i++) {
            if (!admitted(job, segment, here * MEMOS_BLOCK_SLOTS + i)) continue;
            const double similarity = scores[i] * prepared->score_factor - prepared->score_offset;
            sum += similarity;
            squares += similarity * similarity;
            count++;
        }
    }
    job->sampled = count;
    if (count == 0) return;
    job->mean = (float)(sum / count);
    const double variance = squares / count - (sum / count) * (sum / count);
    const double error = (1 / (kept * kept) - 1) / job->layout->padded;
    job->deviation = (float)sqrt(fmax(variance - error, 0.04 * variance));
}

/// Orders the candidates by score downwards, then by slot (a counting sort): indices into `slots`.
static void order(struct workspace *space, uint32_t used, uint32_t most) {
    uint32_t *counts = space->counts;
    memset(counts, 0, (most + 2) * sizeof(uint32_t));
    for (uint32_t i = 0; i < used; i++) counts[most - space->scores[i] + 1]++;
    for (uint32_t s = 0; s <= most; s++) counts[s + 1] += counts[s];
    for (uint32_t i = 0; i < used; i++) space->ordered[counts[most - space->scores[i]]++] = i;
}

static int precedes(const struct memos_scan_hit *a, const struct memos_scan_hit *b) {
    if (a->similarity != b->similarity) return a->similarity > b->similarity;
    return a->kind != b->kind ? a->kind < b->kind : a->item < b->item;
}

/// Puts a hit in its place, in the stead of a lesser one of the same item.
static void insert(struct memos_scan_job *job, struct memos_scan_hit hit) {
    struct memos_scan_hit *hits = job->hits;
    if (job->found == job->limit && !precedes(&hit, &hits[job->found - 1])) return;
    uint32_t at = 0;
    while (at < job->found && (hits[at].item != hit.item || hits[at].kind != hit.kind)) at++;
    if (at < job->found) {
        if (!precedes(&hit, &hits[at])) return;
    } else if (job->found < job->limit) {
        at = job->found++;
    } else {
        at = job->found - 1;
    }
    for (; at > 0 && precedes(&hit, &hits[at - 1]); at--) hits[at] = hits[at - 1];
    hits[at] = hit;
}

/// Whether the result is settled when the next candidate has this first score.
static int settled(const struct memos_scan_job *job, const struct prepared *prepared, uint16_t score) {
    if (job->found < job->limit) return 0;
    const double worst = (double)job->hits[job->found - 1].similarity, padded = job->layout->padded;
    // For an entry as near as the worst of the result: the part of it that is across the query is seen through signs
    // (1 - 2/π of its variance is lost), the part along it is scaled by the share that vector keeps.
    const double across = (1 - worst * worst) * (1 / (kept * kept) - 1) / padded;
    const double along = worst * worst * (kept_spread / kept) * (kept_spread / kept) / padded;
    const double deviation = sqrt(fmax(0, across) + along);
    return score * prepared->score_factor - prepared->score_offset + (double)job->patience * deviation < worst;
}

/// Σ ±q over the components the slot's signs mark.
static int32_t marked(const struct memos_layout *layout, const struct workspace *space, const uint8_t *segment,
                      uint32_t at) {
    const uint32_t columns = layout->padded / 8;
    const uint8_t *signs = segment + layout->signs + (size_t)(at / MEMOS_BLOCK_SLOTS) * columns * MEMOS_BLOCK_SLOTS +
                           at % MEMOS_BLOCK_SLOTS;
    int32_t sum0 = 0, sum1 = 0;
    for (uint32_t c = 0; c < columns; c += 2) {
        sum0 += space->marked[256 * c + signs[MEMOS_BLOCK_SLOTS * c]];
        sum1 += space->marked[256 * (c + 1) + signs[MEMOS_BLOCK_SLOTS * (c + 1)]];
    }
    return sum0 + sum1;
}

static void touch(const struct memos_layout *layout, const uint8_t *segment, uint32_t at) {
    const uint32_t columns = layout->padded / 8;
    const uint8_t *signs = segment + layout->signs + (size_t)(at / MEMOS_BLOCK_SLOTS) * columns * MEMOS_BLOCK_SLOTS;
    for (uint32_t c = 0; c < columns; c++) __builtin_prefetch(signs + MEMOS_BLOCK_SLOTS * c);
    __builtin_prefetch(segment + layout->steps + sizeof(float) * at);
    __builtin_prefetch(segment + layout->items + sizeof(uint32_t) * at);
}

static void second_pass(struct memos_scan_job *job, const struct memos_scan_kernels *kernels, struct workspace *space,
                        const struct prepared *prepared, uint32_t used) {
    const struct memos_layout *layout = job->layout;
    for (uint32_t first = 0; first < used; first += BATCH) {
        if (settled(job, prepared, space->scores[space->ordered[first]])) return;
        const uint32_t count = used - first < BATCH ? used - first : BATCH;
        const uint8_t *rows[BATCH];
        for (uint32_t i = 0; i < count; i++) {
            uint32_t slot = space->slots[space->ordered[first + i]], at = slot % MEMOS_SEGMENT_SLOTS;
            const uint8_t *segment = job->segments[slot / MEMOS_SEGMENT_SLOTS];
            touch(layout, segment, at);
            rows[i] = segment + layout->magnitudes + (size_t)at * layout->padded;
            if (job->file < 0) {
                for (uint32_t byte = 0; byte < layout->padded; byte += 64) __builtin_prefetch(rows[i] + byte);
                continue;
            }
            uint64_t offset = (uint64_t)job->origin + slot / MEMOS_SEGMENT_SLOTS * layout->segment +
                              layout->magnitudes + (uint64_t)at * layout->padded;
            uint8_t *row = space->rows + (size_t)i * layout->padded;
            if (pread(job->file, row, layout->padded, (off_t)offset) != (ssize_t)layout->padded) {
                job->failed = 1;
                return;
            }
            rows[i] = row;
        }
        for (uint32_t i = 0; i < count; i++) {
            uint32_t slot = space->slots[space->ordered[first + i]], at = slot % MEMOS_SEGMENT_SLOTS;
            const uint8_t *segment = job->segments[slot / MEMOS_SEGMENT_SLOTS];
            // t = low byte - 256 · sign.
            int64_t product = kernels->dot(rows[i], space->query, layout->padded) -
                              256 * (int64_t)marked(layout, space, segment, at);
            float step = ((const float *)(segment + layout->steps))[at];
            uint32_t item = ((const uint32_t *)(segment + layout->items))[at];
            // A removal clears the kind first: what was read before the kind is still the entry.
            atomic_thread_fence(memory_order_seq_cst);
            if (!admitted(job, segment, at)) continue;
            double similarity = (double)(2 * product + prepared->sum) * (double)step * prepared->factor;
            insert(job, (struct memos_scan_hit){(float)similarity, item, segment[layout->kinds + at]});
        }
        job->examined += count;
    }
}

void memos_scan(void *context) {
    struct memos_scan_job *job = context;
    job->found = job->examined = 0;
    job->failed = 0;
    job->mean = job->deviation = 0;
    job->sampled = 0;
    if (job->slots == 0 || job->limit == 0) return;
    const struct memos_scan_kernels *kernels = memos_scan_kernels(job->set);
    struct workspace space;
    carve(job->layout, job->candidates, job->workspace, &space);
    struct prepared prepared = prepare(job, &space);
    sample(job, kernels, &space, &prepared);
    uint32_t used = first_pass(job, kernels, &space);
    order(&space, used, most_score(job->layout));
    second_pass(job, kernels, &space, &prepared, used);
}
