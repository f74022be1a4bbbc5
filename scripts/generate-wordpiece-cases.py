#!/usr/bin/env python3
"""Writes Tests/WordPieceTests/GoldenCases.swift: texts and the pieces the reference tokenizer cuts them into.

The reference is the Python package `tokenizers`, with a small vocabulary made of the words below and of the scalars the
texts contain (but for a few, so that words become unknown). Run from the root of the repository; the output is
checked in.
"""
import pathlib
import random
import sys

import tokenizers
from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = (
    "the memory of a un play aff able token reader's café naïve straße sep ##ing ##ed ##able ##aff ##aria ##s ##ss "
    "##memory aa aaa ##aa ##aaa 中文 ##文 10 ##00 한 ##국 ΑΣ ασ Play The"
).split()
# Scalars that are in no piece.
ABSENT = set("qQ\u2603\u5b57")
OPTIONS = {
    "uncased": (None, True, True, True),
    "accents": (False, True, True, True),
    "cased": (None, False, True, True),
    "casedStripped": (True, False, True, True),
    "raw": (False, False, False, False),
    "joinedHan": (None, True, False, True),
}
EVERYWHERE = [
    "", " ", "the memory of a reader's playing", "The PLAYING unaffable", "quiz the q", "playing, played; (plays)",
    "café CAFÉ cafe\u0301 naïve", "İstanbul ISTANBUL ı", "ΑΣ ΟΔΥΣΣΕΥΣ ς", "Straße STRASSE ẞ", "ǅ ǈ ﬁ ﬀ",
    "中文 字 a中b文c", "豈\uf900\ufa0e \U00020000\U0002f800\U0002b81d\U0002ceb0", "ひらがな カタカナ が ガ カ\u3099", "한국어 한 각",
    "\u1112\u1161\u11ab \u1112\u1161", "a\0b\ufffdc\u200bd\u00ade\ufefff", "a\tb\nc\rd\x0be\x0cf\x85g\u00a0h\u2028i\u3000j",
    "a\x01b\x7fc\u0080d\u200ee\u2060f\ue000g\U000f0000h\U0010ffffi", "$100 + 1<2 = ~`^|", "don\u2019t \u00abquoted\u00bb \u2026\u2014",
    "a\u3001b\u30fbc\uff01d\u0964e\u05bef", "[SEP]", "a[SEP]b [CLS][MASK]x[UNK] [PAD]]", "[sep] [SE[SEP] [SEP",
    "the[SEP]memory [[SEP]] [S\0EP]", "##ing # # ing", "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2603 \U0001f1e9\U0001f1ea",
    "e\u302e\U0001d165\u0301x", "e\U0001d165\u302e x", "e\u302e\u0ccc\U0001d165", "\u0301 \u0301a \u302e", "\u0344\u0f73\u0f71\u0f72k",
    "\U0001d15e \U0001d157\U0001d165", "ක\u0dda \u0cca \u09cb \u0b94", "हिन्दी में", "ภาษาไทย", "עִבְרִית", "العَرَبِيَّة",
    "Привет ЙЁ й е\u0308", "Tiếng Việt", "\U00010400\U00010428 \U0001e900\U0001e922", "𝓐𝔹 ① ⅷ Ⅷ", "x\u0336y\u20ddz\ufe0f",
    "\U0001e8d0\U0001e944 \u1ac0\u1dfa", "Å \u212b K \u212a Ω \u2126", "ᏸ Ꮜ ꭰ \u13a0", "Ა ა \u10a0", "\u1e9b\u0323 \u0345\u03b1\u0345",
]
LONG = [
    "a" * 100, "a" * 101, "é" * 100 + " the", "e\u0301" * 100, "e\u0301" * 101, "각" * 33, "각" * 34 + "a",
    "the " + "a" * 250 + " memory", "a" * 99 + "\u0ccc", "a" * 101 + "[SEP]" + "a" * 3, "a" * 60 + "\0" * 60 + "a" * 40,
    "e" + "\u302e" * 99, "e" + "\u302e" * 100, "e" + "\u302e\U0001d165" * 60 + " the", "中" * 120, "," * 120,
]
RANGES = [
    (0x20, 0x7F), (0x20, 0x7F), (0x00, 0x20), (0x7F, 0x180), (0x300, 0x370), (0x370, 0x430), (0x590, 0x650), (0x900, 0x980),
    (0xC80, 0xD00), (0x1100, 0x1200), (0x1E00, 0x2070), (0x3000, 0x3100), (0x4E00, 0x4E10), (0xAC00, 0xAD00),
    (0xF900, 0xFA20), (0xFE00, 0x10000), (0x1D150, 0x1D170), (0x1F600, 0x1F610),
]


def random_texts(count):
    chance = random.Random(3)
    for _ in range(count):
        ranges = chance.sample(RANGES, 3)
        pieces = []
        for _ in range(chance.randrange(4, 12)):
            pieces.append(chance.choice(WORDS + SPECIAL) if chance.random() < 0.15 else chr(
                chance.randrange(*chance.choice(ranges))))
        yield "".join(pieces)


def quoted(text):
    """A Swift literal; only ASCII stays as it is, so that no editor can change it."""
    escaped = "".join(
        "\\" + c if c in '"\\' else c if 32 <= ord(c) < 127 else f"\\u{{{ord(c):x}}}" for c in text)
    return f'"{escaped}"'


def main():
    cases = [(name, text) for text in EVERYWHERE for name in ("uncased", "cased")]
    cases += [("uncased", text) for text in LONG]
    cases += [(name, text) for name in ("accents", "casedStripped", "raw", "joinedHan") for text in EVERYWHERE[6:20]]
    cases += [(name, text) for name in OPTIONS for text in random_texts(12)]
    steps = {
        name: normalizers.BertNormalizer(strip_accents=strip, lowercase=lower, handle_chinese_chars=han, clean_text=clean)
        for name, (strip, lower, han, clean) in OPTIONS.items()}
    scalars = sorted({
        c for name, text in cases for c in steps[name].normalize_str(text)
        if not c.isspace() and c not in ABSENT})
    vocabulary = SPECIAL + list(dict.fromkeys(WORDS + scalars + ["##" + c for c in scalars]))
    tokenizer = Tokenizer(models.WordPiece({token: i for i, token in enumerate(vocabulary)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in SPECIAL])

    cuts = []
    for name, text in dict.fromkeys(cases):
        tokenizer.normalizer = steps[name]
        pieces = " ".join(tokenizer.encode(text, add_special_tokens=False).tokens)
        cuts.append(f"        GoldenCase(.{name}, {quoted(text)}, {quoted(pieces)}),")
    width = 40
    words = ",\n".join(
        "        " + quoted(" ".join(vocabulary[start:start + width])) for start in range(0, len(vocabulary), width))
    listed = "\n".join(cuts)
    pathlib.Path("Tests/WordPieceTests/GoldenCases.swift").write_text(
        f"// Generated by scripts/generate-wordpiece-cases.py from tokenizers {tokenizers.__version__}. Do not edit.\n"
        "// swift-format-ignore-file\n\n"
        "extension GoldenCase {\n"
        "    /// Tokens by id, with a space between two.\n"
        f"    static let vocabulary: [String] = [\n{words},\n    ]\n\n"
        f"    static let all: [GoldenCase] = [\n{listed}\n    ]\n"
        "}\n")
    print(f"{len(cuts)} cases, {len(vocabulary)} tokens", file=sys.stderr)


main()
