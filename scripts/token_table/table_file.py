"""The .memos-table file. Sources/Meaning/TokenTable/TableLayout.swift reads what this writes; keep them alike.

Little-endian. A header of 128 bytes:
    0  "MEMOSTAB"    8  u32 version (1)     12  u32 components (a multiple of 32)     16  u32 rows
   20  u32 entries of the damping table     24  u32 bytes of the vocabulary     28  u32 bytes of the provenance
   32  SHA-256 of bytes 0..<32 and of everything from byte 128 on
   64  u64 checksum of bytes 0..<64 and of everything from byte 128 on, quick enough for every load     72  zeros
Then, each padded with zeros to a multiple of 64 bytes:
    damping      u16 each: what n occurrences of a piece count (n = 1, 2, ...; the last entry for more), in 1/256
    scales       f32 each: one a row
    rows         a row is components/2 bytes; byte i holds component i (low half) and i + components/2 (high half),
                 each a number 1...15 that stands for -7...7 times the row's scale
    vocabulary   one piece a line, UTF-8; the piece of line n has row n, those behind the last row have none
    provenance   JSON: where the vectors come from
"""
import hashlib
import json
import struct

import numpy as np

MAGIC, VERSION, DAMPING = b"MEMOSTAB", 1, 64
LANES, PRIME = 64, np.uint64(0x9E3779B97F4A7C15)


def padded(data):
    return data + bytes(-len(data) % 64)


def checksum(head, body):
    """64 lanes of mixed(h, word) over the 64-bit words in turn, then over the lanes.

    Head and body are each filled up with zeros to a whole round of lanes. mixed(h, w) = m ^ m >> 32 with
    m = (h ^ w) * prime. Finds what accidents do to a file; the SHA-256 is its name.
    """
    data = head + bytes(-len(head) % (8 * LANES)) + body
    words = np.frombuffer(data + bytes(-len(data) % (8 * LANES)), "<u8").reshape(-1, LANES)
    lanes = np.arange(1, LANES + 1, dtype=np.uint64)
    for row in words:
        lanes = (lanes ^ row) * PRIME
        lanes ^= lanes >> np.uint64(32)
    folded = np.zeros(1, np.uint64)
    for lane in lanes:
        folded = (folded ^ lane) * PRIME
        folded ^= folded >> np.uint64(32)
    return int(folded[0])


def write(path, vectors, vocabulary, damping, provenance):
    """vectors: one for each of the first pieces of `vocabulary`. Returns the revision."""
    top = 7
    scale = np.maximum(np.abs(vectors).max(1), 1e-12).astype(np.float32) / top
    whole = (np.clip(np.rint(vectors / scale[:, None]), -top, top) + top + 1).astype(np.uint8)
    half = vectors.shape[1] // 2
    rows = (whole[:, :half] | whole[:, half:] << 4).tobytes()
    words = "\n".join(vocabulary).encode()
    origin = json.dumps(provenance, indent=1, sort_keys=True).encode()
    parts = [np.round(damping * 256).astype("<u2").tobytes(), scale.astype("<f4").tobytes(), rows, words, origin]
    body = b"".join(padded(p) for p in parts)
    head = MAGIC + struct.pack("<6I", VERSION, vectors.shape[1], len(vectors), len(damping), len(words), len(origin))
    digest = hashlib.sha256(head + body).digest()
    head += digest
    path.write_bytes(head + struct.pack("<Q", checksum(head, body)) + bytes(56) + body)
    return digest.hex()[:12]


def read(path):
    """(vectors, vocabulary, damping, provenance), as the file means them. Raises ValueError for a damaged file."""
    data = path.read_bytes()
    version, width, count, damped, words, origin = struct.unpack_from("<6I", data, 8)
    if data[:8] != MAGIC or version != VERSION:
        raise ValueError("no token table of this version")
    if hashlib.sha256(data[:32] + data[128:]).digest() != data[32:64]:
        raise ValueError("the table's bytes are not those it was written with")
    at, parts = 128, []
    for size in (damped * 2, count * 4, count * width // 2, words, origin):
        parts.append(data[at : at + size])
        at += size + -size % 64
    rows = np.frombuffer(parts[2], np.uint8).reshape(count, width // 2)
    whole = np.concatenate([rows & 15, rows >> 4], 1).astype(np.float32) - 8
    vectors = whole * np.frombuffer(parts[1], "<f4")[:, None]
    return vectors, parts[3].decode().split("\n"), np.frombuffer(parts[0], "<u2") / 256, json.loads(parts[4])
