#!/usr/bin/env python3
"""Writes Sources/Model/CTextTables/CTextTables.c from the Unicode data of this Python.

For every scalar: its class (see include/CTextTables.h) and its folded form: compatibility
decomposed, marks of Latin, Greek, Cyrillic, Hebrew and Arabic removed, case folded; kana and
Hangul composed. A scalar that folds to itself stores no bytes.
Run from the root of the repository; the output is checked in.
"""
import pathlib
import sys
import unicodedata

SEPARATOR, LETTER, DIGIT, IGNORABLE, UNSPACED, KANA_MARK = range(6)
BLOCK = 128
LETTERS_WITHOUT_DECOMPOSITION = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
}
SYMBOLS_THAT_ARE_NOT_LETTERS = {0x2120, 0x2122}
REMOVED_MARKS = [
    (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5),
    (0x05C7, 0x05C7), (0x0610, 0x061A), (0x0640, 0x0640), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC),
    (0x06DF, 0x06E4), (0x06E7, 0x06E8), (0x06EA, 0x06ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF), (0x180B, 0x180F),
]
UNSPACED_RANGES = [
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17D3), (0x2E80, 0x2FD5), (0x3005, 0x3007),
    (0x3021, 0x3029), (0x3031, 0x3035), (0x3038, 0x303C), (0x3041, 0x3096), (0x309B, 0x309F), (0x30A1, 0x30FA),
    (0x30FC, 0x30FF), (0x3105, 0x312F), (0x3131, 0x318E), (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF), (0xA960, 0xA97C), (0xAC00, 0xD7A3), (0xD7B0, 0xD7FB), (0xF900, 0xFAD9), (0x1B000, 0x1B16F),
    (0x20000, 0x3FFFD),
]


def within(scalar, ranges):
    return any(low <= scalar <= high for low, high in ranges)


def plain_class(scalar):
    """The class of a scalar that needs no folding."""
    character = chr(scalar)
    category = unicodedata.category(character)
    if scalar in (0x3099, 0x309A):
        return KANA_MARK
    if within(scalar, REMOVED_MARKS) or category == "Cf":
        return IGNORABLE
    if category == "Nd":
        return DIGIT
    if within(scalar, UNSPACED_RANGES):
        assigned = category[0] in "LMN" or (category == "Cn" and scalar >= 0x3400)
        return UNSPACED if assigned else SEPARATOR
    if category[0] in "LM" or category == "Nl":
        return LETTER
    return SEPARATOR


def folded(scalar):
    """Class and folded text of a scalar."""
    character = chr(scalar)
    if scalar in SYMBOLS_THAT_ARE_NOT_LETTERS or unicodedata.category(character) == "Cs":
        return SEPARATOR, ""
    own = plain_class(scalar)
    if own in (IGNORABLE, KANA_MARK):
        return own, ""
    if own == DIGIT:
        return DIGIT, str(unicodedata.digit(character))
    composed = unicodedata.normalize("NFKC", character)
    if own == UNSPACED or plain_class(ord(composed[0])) == UNSPACED:
        text = composed
    else:
        text = "".join(
            c for c in unicodedata.normalize("NFKD", character) if plain_class(ord(c)) != IGNORABLE)
        text = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(c for c in text if plain_class(ord(c)) != IGNORABLE)
        text = "".join(LETTERS_WITHOUT_DECOMPOSITION.get(c, c) for c in text)
    if text in ("\u3099", "\u309a"):
        return KANA_MARK, text
    # A compatibility form such as "(株)" keeps its one run of word characters; a mixed one is a separator.
    runs = []
    for c in text:
        kind = plain_class(ord(c))
        if kind == SEPARATOR:
            runs.append((SEPARATOR, ""))
        elif runs and runs[-1][0] == kind:
            runs[-1] = (kind, runs[-1][1] + c)
        else:
            runs.append((kind, c))
    runs = [run for run in runs if run[0] != SEPARATOR]
    if len(runs) != 1 or runs[0][0] not in (LETTER, DIGIT, UNSPACED):
        return SEPARATOR, ""
    kind, text = runs[0]
    if kind == DIGIT:
        text = "".join(str(unicodedata.digit(c)) for c in text)
    return kind, "" if text == character else text


def rows(values, width):
    line, lines = "", []
    for value in values:
        piece = f"{value},"
        if len(line) + len(piece) > width:
            lines.append(line)
            line = ""
        line += piece
    return "\n".join(lines + [line])


def main():
    folds, fold_ids, blob, offsets = [], {}, bytearray(), {}

    def fold_id(entry):
        if entry not in fold_ids:
            kind, text = entry
            data = text.encode()
            if data and data not in offsets:
                found = blob.find(data)
                offsets[data] = found if found >= 0 else len(blob)
                if found < 0:
                    blob.extend(data)
            fold_ids[entry] = len(folds)
            folds.append(kind | len(data) << 4 | (offsets[data] if data else 0) << 12)
        return fold_ids[entry]

    for kind in range(6):
        fold_id((kind, ""))
    blocks, block_ids, index = [], {}, []
    for start in range(0, 0x110000, BLOCK):
        block = tuple(fold_id(folded(scalar)) for scalar in range(start, start + BLOCK))
        if block not in block_ids:
            block_ids[block] = len(blocks)
            blocks.append(block)
        index.append(block_ids[block])
    assert len(folds) < 1 << 16 and len(blob) < 1 << 20
    target = pathlib.Path("Sources/Model/CTextTables/CTextTables.c")
    target.write_text(
        f"// Generated by scripts/generate-text-tables.py from Unicode {unicodedata.unidata_version}. Do not edit.\n"
        '#include "CTextTables.h"\n\n'
        f"static const uint16_t block_index[] = {{\n{rows(index, 118)}\n}};\n\n"
        f"static const uint16_t block_folds[] = {{\n{rows((f for b in blocks for f in b), 118)}\n}};\n\n"
        f"static const uint32_t folds[] = {{\n{rows(folds, 118)}\n}};\n\n"
        f"static const uint8_t folded_bytes[] = {{\n{rows(blob, 118)}\n}};\n\n"
        "memos_text_tables memos_text_tables_get(void) {\n"
        "    memos_text_tables tables = {block_index, block_folds, folds, folded_bytes};\n"
        "    return tables;\n"
        "}\n")
    print(f"{len(blocks)} blocks, {len(folds)} folds, {len(blob)} bytes", file=sys.stderr)


main()
