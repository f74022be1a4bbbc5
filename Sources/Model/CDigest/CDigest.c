#include "CDigest.h"

#include <string.h>

// The fractional parts of the cube roots of the first 64 primes.
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotated(uint32_t word, int count) { return word >> count | word << (32 - count); }

// One block as 16 words in the order of the machine; the rest of `schedule` is filled in.
static void mix(uint32_t state[8], uint32_t schedule[64]) {
    for (int index = 16; index < 64; index++) {
        uint32_t early = schedule[index - 15], late = schedule[index - 2];
        uint32_t first = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3;
        uint32_t second = rotated(late, 17) ^ rotated(late, 19) ^ late >> 10;
        schedule[index] = schedule[index - 16] + first + schedule[index - 7] + second;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int index = 0; index < 64; index++) {
        uint32_t first = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
        uint32_t sum = h + first + ((e & f) ^ (~e & g)) + constants[index] + schedule[index];
        uint32_t second = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
        uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
        h = g, g = f, f = e, e = d + sum;
        d = c, c = b, b = a, a = sum + second + majority;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

void memos_sha256_blocks(uint32_t state[8], const uint8_t *blocks, size_t count) {
    uint32_t schedule[64];
    for (; count > 0; count--, blocks += 64) {
        for (int index = 0; index < 16; index++) {
            const uint8_t *word = blocks + 4 * index;
            schedule[index] = (uint32_t)word[0] << 24 | (uint32_t)word[1] << 16 | (uint32_t)word[2] << 8 | word[3];
        }
        mix(state, schedule);
    }
}

// The digest of 32 bytes that follow a block which `start` has taken already, in place.
static void finish(const uint32_t start[8], uint32_t words[8]) {
    uint32_t state[8], schedule[64];
    memcpy(state, start, sizeof state);
    memcpy(schedule, words, 8 * sizeof *words);
    memset(schedule + 8, 0, 8 * sizeof *schedule);
    schedule[8] = 0x80000000;
    schedule[15] = (64 + 32) * 8;
    mix(state, schedule);
    memcpy(words, state, sizeof state);
}

void memos_pbkdf2_sha256(
    const uint32_t inner[8], const uint32_t outer[8], uint32_t last[8], uint32_t sum[8], size_t iterations) {
    for (; iterations > 0; iterations--) {
        finish(inner, last);
        finish(outer, last);
        for (int index = 0; index < 8; index++) sum[index] ^= last[index];
    }
}
