#include "CInflate.h"

#include <stdlib.h>
#include <string.h>

// A match reaches back at most 32 kB. The ring is twice that: each half is handed on when it is full, and the other
// half is still there to be copied from.
#define HALF 32768u
#define RING (2u * HALF)
#define LONGEST_CODE 15
#define SYMBOLS 288

// A prefix code as one table, indexed by as many bits as its longest code has. An entry is `symbol << 4 | length`;
// length 0 stands where no code leads.
struct code {
    uint16_t entries[1u << LONGEST_CODE];
    unsigned width;
};

struct inflater {
    memos_inflate_source source;
    memos_inflate_sink sink;
    void *context;
    uint64_t limit;
    int status;

    uint64_t bits; // not yet used, the next one lowest
    unsigned bit_count;
    size_t next, end; // of input
    uint64_t position; // of output
    uint64_t handed_on;

    struct code literals, distances;
    uint8_t input[RING];
    uint8_t ring[RING];
};

static int fail(struct inflater *stream, int status) {
    if (stream->status == MEMOS_INFLATE_DONE) stream->status = status;
    return 0;
}

// MARK: Input

// Takes in as many bits as fit. Having fewer than wanted is noticed by whoever uses them.
static void fill(struct inflater *stream) {
    while (stream->bit_count <= 56) {
        if (stream->next == stream->end) {
            long count = stream->source(stream->context, stream->input, sizeof stream->input);
            if (count < 0 || (unsigned long)count > sizeof stream->input) {
                fail(stream, MEMOS_INFLATE_UNREADABLE);
                count = 0;
            }
            stream->next = 0;
            stream->end = (size_t)count;
            if (count == 0) return;
        }
        stream->bits |= (uint64_t)stream->input[stream->next++] << stream->bit_count;
        stream->bit_count += 8;
    }
}

// Reads up to 16 bits. False when the stream has no more.
static int take(struct inflater *stream, unsigned count, unsigned *value) {
    if (stream->bit_count < count) {
        fill(stream);
        if (stream->bit_count < count) return fail(stream, MEMOS_INFLATE_CUT);
    }
    *value = (unsigned)(stream->bits & ((1u << count) - 1));
    stream->bits >>= count;
    stream->bit_count -= count;
    return 1;
}

static int decode(struct inflater *stream, const struct code *code, unsigned *symbol) {
    if (stream->bit_count < LONGEST_CODE) fill(stream);
    // Behind the end the bits are 0, so a code may seem to be there that is not: its length tells.
    unsigned entry = code->entries[stream->bits & ((1u << code->width) - 1)];
    unsigned length = entry & 15;
    if (length > stream->bit_count) return fail(stream, MEMOS_INFLATE_CUT);
    if (length == 0) return fail(stream, stream->bit_count < code->width ? MEMOS_INFLATE_CUT : MEMOS_INFLATE_INVALID);
    stream->bits >>= length;
    stream->bit_count -= length;
    *symbol = entry >> 4;
    return 1;
}

// MARK: Output

static int hand_on(struct inflater *stream) {
    size_t count = (size_t)(stream->position - stream->handed_on);
    if (count == 0) return 1;
    const uint8_t *bytes = stream->ring + (stream->handed_on & (RING - 1));
    if (stream->sink(stream->context, bytes, count) != 0) return fail(stream, MEMOS_INFLATE_STOPPED);
    stream->handed_on = stream->position;
    return 1;
}

static int put(struct inflater *stream, uint8_t byte) {
    if (stream->position == stream->limit) return fail(stream, MEMOS_INFLATE_TOO_LONG);
    stream->ring[stream->position++ & (RING - 1)] = byte;
    return (stream->position & (HALF - 1)) == 0 ? hand_on(stream) : 1;
}

static int copy(struct inflater *stream, unsigned distance, unsigned length) {
    if (distance > stream->position) return fail(stream, MEMOS_INFLATE_INVALID);
    while (length-- > 0) {
        if (!put(stream, stream->ring[(stream->position - distance) & (RING - 1)])) return 0;
    }
    return 1;
}

// MARK: Codes

// Builds a code from the lengths of its symbols (RFC 1951, 3.2.2). A code that leaves bits without meaning is refused
// but for the two that encoders write: no symbol at all, and a single one of one bit.
static int build(struct inflater *stream, struct code *code, const uint8_t *lengths, unsigned symbols,
                 int may_be_incomplete) {
    unsigned counts[LONGEST_CODE + 1] = {0}, first[LONGEST_CODE + 1] = {0};
    for (unsigned symbol = 0; symbol < symbols; symbol++) counts[lengths[symbol]]++;
    code->width = 1;
    unsigned room = 1;
    for (unsigned length = 1; length <= LONGEST_CODE; length++) {
        if (counts[length] != 0) code->width = length;
        room <<= 1;
        if (counts[length] > room) return fail(stream, MEMOS_INFLATE_INVALID);
        room -= counts[length];
        if (length < LONGEST_CODE) first[length + 1] = (first[length] + counts[length]) << 1;
    }
    int is_small = counts[0] == symbols || (counts[1] == 1 && code->width == 1);
    if (room != 0 && !(may_be_incomplete && is_small)) return fail(stream, MEMOS_INFLATE_INVALID);

    unsigned size = 1u << code->width;
    memset(code->entries, 0, size * sizeof code->entries[0]);
    for (unsigned symbol = 0; symbol < symbols; symbol++) {
        unsigned length = lengths[symbol];
        if (length == 0) continue;
        // Codes are sent highest bit first and looked up lowest bit first.
        unsigned value = first[length]++, reversed = 0;
        for (unsigned bit = 0; bit < length; bit++) reversed |= (value >> bit & 1) << (length - 1 - bit);
        for (unsigned at = reversed; at < size; at += 1u << length) {
            code->entries[at] = (uint16_t)(symbol << 4 | length);
        }
    }
    return 1;
}

static int fixed_codes(struct inflater *stream) {
    uint8_t lengths[SYMBOLS];
    for (unsigned symbol = 0; symbol < SYMBOLS; symbol++) {
        lengths[symbol] = symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
    }
    if (!build(stream, &stream->literals, lengths, SYMBOLS, 0)) return 0;
    memset(lengths, 5, 32);
    return build(stream, &stream->distances, lengths, 32, 0);
}

static int dynamic_codes(struct inflater *stream) {
    static const uint8_t order[19] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    unsigned literal_count, distance_count, length_count;
    if (!take(stream, 5, &literal_count) || !take(stream, 5, &distance_count) || !take(stream, 4, &length_count)) {
        return 0;
    }
    literal_count += 257;
    distance_count += 1;
    if (literal_count > 286 || distance_count > 30) return fail(stream, MEMOS_INFLATE_INVALID);

    uint8_t code_lengths[19] = {0};
    for (unsigned index = 0; index < length_count + 4; index++) {
        unsigned length;
        if (!take(stream, 3, &length)) return 0;
        code_lengths[order[index]] = (uint8_t)length;
    }
    // The code of the lengths is needed only until they are read, so it borrows the place of the literals' one.
    if (!build(stream, &stream->literals, code_lengths, 19, 0)) return 0;

    uint8_t lengths[286 + 30] = {0};
    unsigned count = 0, wanted = literal_count + distance_count;
    while (count < wanted) {
        unsigned symbol, repeats = 1;
        uint8_t length = 0;
        if (!decode(stream, &stream->literals, &symbol)) return 0;
        if (symbol < 16) {
            length = (uint8_t)symbol;
        } else if (symbol == 16) {
            if (count == 0) return fail(stream, MEMOS_INFLATE_INVALID);
            length = lengths[count - 1];
            if (!take(stream, 2, &repeats)) return 0;
            repeats += 3;
        } else {
            if (!take(stream, symbol == 17 ? 3 : 7, &repeats)) return 0;
            repeats += symbol == 17 ? 3 : 11;
        }
        if (repeats > wanted - count) return fail(stream, MEMOS_INFLATE_INVALID);
        while (repeats-- > 0) lengths[count++] = length;
    }
    // Without an end a block would never stop.
    if (lengths[256] == 0) return fail(stream, MEMOS_INFLATE_INVALID);
    return build(stream, &stream->literals, lengths, literal_count, 1) &&
           build(stream, &stream->distances, lengths + literal_count, distance_count, 1);
}

// MARK: Blocks

static int stored_block(struct inflater *stream) {
    unsigned length, complement, byte;
    stream->bits >>= stream->bit_count & 7;
    stream->bit_count -= stream->bit_count & 7;
    if (!take(stream, 16, &length) || !take(stream, 16, &complement)) return 0;
    if ((length ^ complement) != 0xffff) return fail(stream, MEMOS_INFLATE_INVALID);
    while (length-- > 0) {
        if (!take(stream, 8, &byte) || !put(stream, (uint8_t)byte)) return 0;
    }
    return 1;
}

static int compressed_block(struct inflater *stream) {
    static const uint16_t length_base[29] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                             31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
    static const uint8_t length_bits[29] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                            2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
    static const uint16_t distance_base[30] = {1,   2,   3,   4,   5,   7,    9,    13,   17,   25,
                                               33,  49,  65,  97,  129, 193,  257,  385,  513,  769,
                                               1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
    for (;;) {
        unsigned symbol, extra, length, distance;
        if (!decode(stream, &stream->literals, &symbol)) return 0;
        if (symbol < 256) {
            if (!put(stream, (uint8_t)symbol)) return 0;
            continue;
        }
        if (symbol == 256) return 1;
        symbol -= 257;
        if (symbol >= 29) return fail(stream, MEMOS_INFLATE_INVALID);
        if (!take(stream, length_bits[symbol], &extra)) return 0;
        length = length_base[symbol] + extra;
        if (!decode(stream, &stream->distances, &symbol)) return 0;
        if (symbol >= 30) return fail(stream, MEMOS_INFLATE_INVALID);
        if (!take(stream, symbol < 4 ? 0 : symbol / 2 - 1, &extra)) return 0;
        distance = distance_base[symbol] + extra;
        if (!copy(stream, distance, length)) return 0;
    }
}

static int blocks(struct inflater *stream) {
    unsigned is_last, kind;
    do {
        if (!take(stream, 1, &is_last) || !take(stream, 2, &kind)) return 0;
        switch (kind) {
        case 0:
            if (!stored_block(stream)) return 0;
            break;
        case 1:
            if (!fixed_codes(stream) || !compressed_block(stream)) return 0;
            break;
        case 2:
            if (!dynamic_codes(stream) || !compressed_block(stream)) return 0;
            break;
        default: return fail(stream, MEMOS_INFLATE_INVALID);
        }
    } while (!is_last);
    return hand_on(stream);
}

int memos_inflate(memos_inflate_source source, memos_inflate_sink sink, void *context, uint64_t limit,
                  uint64_t *written) {
    *written = 0;
    struct inflater *stream = calloc(1, sizeof *stream);
    if (!stream) return MEMOS_INFLATE_NO_MEMORY;
    stream->source = source;
    stream->sink = sink;
    stream->context = context;
    stream->limit = limit;
    blocks(stream);
    int status = stream->status;
    *written = stream->handed_on;
    free(stream);
    return status;
}
