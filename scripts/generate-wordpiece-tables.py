#!/usr/bin/env python3
"""Writes Sources/Meaning/CWordPieceTables/CWordPieceTables.c by asking the reference tokenizer about every scalar.

The reference is the Python package `tokenizers`. Its Unicode data is of several ages at once (categories,
decompositions and case mappings come from different libraries), so no Unicode version describes it: each scalar goes
through each step of BertNormalizer and through BertPreTokenizer alone, and what comes out is written down.
Run from the root of the repository; the output is checked in.
"""
import pathlib
import sys
import unicodedata

import tokenizers
from tokenizers import normalizers, pre_tokenizers

REMOVED, CLEANED_TO_SPACE, HAN, SPACE, PUNCTUATION, HANGUL = 1, 2, 4, 8, 16, 32
BLOCK = 64
LAST_CLASS = "\u0345"  # canonical combining class 240, the highest there is


def step(**enabled):
    settings = {"clean_text": False, "handle_chinese_chars": False, "strip_accents": False, "lowercase": False}
    return normalizers.BertNormalizer(**{**settings, **enabled}).normalize_str


clean, space_han = step(clean_text=True), step(handle_chinese_chars=True)
strip, lower = step(strip_accents=True), step(lowercase=True)
decompose = normalizers.NFD().normalize_str
split_words = pre_tokenizers.BertPreTokenizer().pre_tokenize_str


def between(function, character):
    """What a function makes of a character that stands between two letters."""
    text = function(f"a{character}a")
    assert text[0] == "a" and text[-1] == "a", hex(ord(character))
    return text[1:-1]


def class_samples():
    """One mark of each combining class, lowest class first, as far as the reference knows them."""
    samples = {}
    for scalar in range(0x300, 0x1F000):
        character = chr(scalar)
        value = unicodedata.combining(character)
        if value not in samples and value and decompose(character) == character and is_moved(character):
            samples[value] = character
    return sorted(samples.items())


def is_moved(character):
    """Whether canonical ordering moves a mark: its class is not 0."""
    lowest = "\u0334"  # class 1
    return decompose(LAST_CLASS + character) != LAST_CLASS + character or (
        decompose(character + lowest) != character + lowest)


def combining_class(character, samples):
    """The class by which the reference orders a mark, found by its place among marks of known class."""
    if not is_moved(character):
        return 0
    for value, sample in samples:
        before, after = sample + character, character + sample
        if decompose(before) == before and decompose(after) == after:
            return value
    sys.exit(f"no mark of a known class stands where {ord(character):x} does")


def hangul(scalar):
    """A syllable's jamo, by the arithmetic of the Unicode standard, section 3.12."""
    index = scalar - 0xAC00
    trailing = index % 28
    jamo = chr(0x1100 + index // 588) + chr(0x1161 + index % 588 // 28)
    return jamo + (chr(0x11A7 + trailing) if trailing else "")


def word_class(character):
    pieces = [piece for piece, _ in split_words(f"a{character}a")]
    if pieces == ["a", "a"]:
        return SPACE
    if pieces == ["a", character, "a"]:
        return PUNCTUATION
    assert pieces == [f"a{character}a"], hex(ord(character))
    return 0


def main():
    # sequences[i] is a length, the scalars follow; 0 stands for "the scalar itself".
    sequences, places = [0], {}

    def place(text, character):
        if text == character:
            return 0
        if text not in places:
            places[text] = len(sequences)
            sequences.extend([len(text)] + [ord(c) for c in text])
        return places[text]

    samples = class_samples()
    classes = {}

    def class_of(character):
        if character not in classes:
            classes[character] = combining_class(character, samples)
        return classes[character]

    def record(scalar):
        if 0xD800 <= scalar <= 0xDFFF:
            return (0, 0, 0, 0)
        character = chr(scalar)
        flags = word_class(character)
        cleaned = between(clean, character)
        if cleaned == "":
            flags |= REMOVED
        elif cleaned != character:
            assert cleaned == " "
            flags |= CLEANED_TO_SPACE
        spaced = between(space_han, character)
        if spaced != character:
            assert spaced == f" {character} "
            flags |= HAN
        decomposed, stripped = between(decompose, character), between(strip, character)
        assert stripped == "".join(c for c in decomposed if between(strip, c))
        own_classes = [class_of(c) for c in decomposed]
        # A decomposition starts with a starter or has none: so the first class says whether it ends a run of marks.
        assert own_classes[0] == 0 or 0 not in own_classes
        lowered = between(lower, character)
        if own_classes[0] and stripped:
            # Marks that stay wait until the run they are in is over; that none ends a word keeps this simple.
            assert len(stripped) == 1 and lowered == character and word_class(character) == 0
        if 0xAC00 <= scalar < 0xAC00 + 11172:
            assert stripped == hangul(scalar)
            flags |= HANGUL
            stripped = character
        return (place(stripped, character), place(lowered, character), own_classes[0], flags)

    records, record_ids, blocks, block_ids, index = [], {}, [], {}, []
    for start in range(0, 0x110000, BLOCK):
        block = []
        for scalar in range(start, start + BLOCK):
            entry = record(scalar)
            if entry not in record_ids:
                record_ids[entry] = len(records)
                records.append(entry)
            block.append(record_ids[entry])
        block = tuple(block)
        if block not in block_ids:
            block_ids[block] = len(blocks)
            blocks.append(block)
        index.append(block_ids[block])
    assert len(sequences) < 1 << 16 and len(records) < 1 << 16 and len(blocks) < 1 << 16

    target = pathlib.Path("Sources/Meaning/CWordPieceTables/CWordPieceTables.c")
    target.write_text(
        f"// Generated by scripts/generate-wordpiece-tables.py from tokenizers {tokenizers.__version__}. Do not edit.\n"
        '#include "CWordPieceTables.h"\n\n'
        f"static const uint16_t block_index[] = {{\n{rows(index)}\n}};\n\n"
        f"static const uint16_t block_records[] = {{\n{rows(r for b in blocks for r in b)}\n}};\n\n"
        "static const memos_wordpiece_record records[] = {\n"
        f"{rows('{%d,%d,%d,%d}' % entry for entry in records)}\n}};\n\n"
        f"static const uint32_t sequences[] = {{\n{rows(sequences)}\n}};\n\n"
        "memos_wordpiece_tables memos_wordpiece_tables_get(void) {\n"
        "    memos_wordpiece_tables tables = {block_index, block_records, records, sequences};\n"
        "    return tables;\n"
        "}\n")
    print(f"{len(index)} index, {len(blocks)} blocks, {len(records)} records, {len(sequences)} in sequences",
          file=sys.stderr)


def rows(values):
    line, lines = "", []
    for value in values:
        piece = f"{value},"
        if len(line) + len(piece) > 118:
            lines.append(line)
            line = ""
        line += piece
    return "\n".join(lines + [line])


main()
