"""Projects as people meet them: what an agent in one folder is shown of another, with real git where it is installed,
and what `memos project` tells and does."""

import shutil
import subprocess

import pytest

from memos_process import now_ms, wait_until

QUESTION = "What is the release branch of the parser called?"
FACT = "The release branch of the parser is called maple-42."


class Workshop:
    """A home, and folders in which an agent works."""

    def __init__(self, home):
        self.home = home
        self.count = 0
        self.start()

    def start(self):
        """A hook without a daemon is told nothing."""
        self.home.memos("config", "get")

    def folder(self, name):
        path = self.home.scratch / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def git(self, folder, *arguments):
        done = subprocess.run(
            ["git", "-c", "user.name=Ann", "-c", "user.email=ann@a.example", "-c", "init.defaultBranch=main",
             "-c", "protocol.file.allow=always", *map(str, arguments)],
            cwd=folder, capture_output=True, timeout=60, check=False,
            env={**self.home.environment, "GIT_CONFIG_NOSYSTEM": "1"},
        )
        assert done.returncode == 0, done.stderr.decode()

    def repository(self, name, origin=None):
        folder = self.folder(name)
        self.git(folder, "init", "--quiet")
        (folder / "README").write_text(name)
        self.git(folder, "add", "README")
        self.git(folder, "commit", "--quiet", "-m", "first")
        if origin:
            self.git(folder, "remote", "add", "origin", origin)
        return folder

    def worktree(self, repository, name, branch):
        folder = self.home.scratch / name
        self.git(repository, "worktree", "add", "--quiet", "-b", branch, folder)
        return folder

    def tell(self, folder, prompt, answer="Noted."):
        """A turn of a new session in a folder; returns what it was shown."""
        self.count += 1
        session, key = f"session-{self.count}", f"prompt-{self.count}"
        shown = self.home.hook("UserPromptSubmit", session, key, prompt=prompt, cwd=str(folder))
        self.home.hook("Stop", session, key, stop_hook_active=False, last_assistant_message=answer, cwd=str(folder))
        return ((shown or {}).get("hookSpecificOutput") or {}).get("additionalContext", "")

    def shown(self, folder):
        return "maple-42" in self.tell(folder, QUESTION, answer="ok")

    def projects(self):
        return {project["name"]: project for project in self.home.json("project", "list")["projects"]}

    def texts(self, *arguments, folder=None):
        """What a search finds, and what it says beside it."""
        done = self.home.memos("search", QUESTION, *arguments, folder=folder)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def work(home):
    return Workshop(home)


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def test_other_projects_are_invisible_until_the_setting_says_so(work):
    api, web = work.folder("api"), work.folder("web")
    work.tell(api, FACT)
    assert not work.shown(web)
    assert work.shown(api)
    assert work.home.memos("config", "set", "recall.projects", "all").returncode == 0
    assert work.shown(web)


def test_a_search_stays_in_the_folders_project_and_says_so(work):
    api, web = work.folder("api"), work.folder("web")
    work.tell(api, FACT)
    work.tell(web, "The release branch of the printer is called birch-9.")
    out, note = work.texts(folder=api)
    assert "maple-42" in out and "birch-9" not in out
    assert note.count("\n") == 1 and "project api" in note and "--project all" in note
    out, note = work.texts("--project", "all", folder=api)
    assert "maple-42" in out and "birch-9" in out and note == ""
    for name in ("web", str(web), "../web"):
        out, note = work.texts("--project", name, folder=api)
        assert "birch-9" in out and "maple-42" not in out and note == "", name
    out, note = work.texts(folder=work.folder("unknown"))
    assert "maple-42" in out and "birch-9" in out and "all projects" in note
    found = work.home.memos("search", QUESTION, "--json", folder=api)
    assert found.stderr == b"" and b"birch-9" not in found.stdout


def test_a_name_that_is_not_there_gets_a_hint(work):
    work.tell(work.folder("gateway"), FACT)
    done = work.home.memos("search", "x", "--project", "gatewya")
    assert done.returncode == 1 and done.stdout == b""
    assert b"There is no project gatewya" in done.stderr and b"Did you mean gateway?" in done.stderr
    for arguments in (["merge", "nobody", "gateway"], ["merge", "gateway", "gateway"], ["rename", "nobody", "x"],
                      ["move", "/nowhere", "/else"]):
        done = work.home.memos("project", *arguments)
        assert done.returncode == 1 and b"hint:" in done.stderr, arguments


def test_merge_rename_and_list(work):
    api, web = work.folder("api"), work.folder("web")
    work.tell(api, FACT)
    work.tell(web, "The web uses pnpm.")
    done = work.home.memos("project", "merge", "api", ".", folder=web)
    assert done.returncode == 0 and b"is part of web now" in done.stdout and str(api).encode() in done.stdout
    assert work.shown(web)
    assert set(work.projects()) == {"web"}
    assert work.home.memos("project", "rename", "web", "shop").returncode == 0
    project = work.projects()["shop"]
    assert sorted(project["folders"]) == sorted([str(api), str(web)])
    assert project["traces"] >= 3 and project["lastActiveAt"] <= now_ms()
    text = work.home.memos("project", "list").stdout.decode()
    assert "shop" in text and project["id"] in text and str(api) in text and "traces; last active" in text
    assert work.home.memos("project").stdout.decode().splitlines()[0] == text.splitlines()[0]


def test_a_renamed_folder_keeps_its_memory_once_it_is_told(work):
    old = work.folder("old")
    work.tell(old, FACT)
    new = old.rename(work.home.scratch / "new")
    assert not work.shown(new)
    done = work.home.memos("project", "move", "../old", ".", folder=new)
    assert done.returncode == 0 and str(new).encode() in done.stdout, done.stderr
    assert work.shown(new)
    assert len(work.projects()) == 1


def test_no_project_is_known_in_an_empty_memory(work):
    assert work.home.json("project", "list") == {"projects": []}
    assert b"No project is known yet" in work.home.memos("project", "list").stdout


@needs_git
def test_worktrees_and_clones_share_and_other_repositories_do_not(work):
    api = work.repository("api", origin="git@git.example:acme/api.git")
    login = work.worktree(api, "api-login", "login")
    clone = work.repository("copy", origin="https://ann:hunter2secret@GIT.example/acme/api")
    other = work.repository("other")
    (api / "Sources").mkdir()
    work.tell(login, FACT)
    assert work.shown(api / "Sources") and work.shown(clone) and not work.shown(other)
    project = work.projects()["api"]
    assert project["remotes"] == ["git.example/acme/api"]
    assert project["branches"] == ["login", "main"] and len(project["folders"]) == 3
    assert work.home.files_containing("hunter2secret") == []
    assert "maple-42" in work.texts("--branch", "login", folder=clone)[0]
    assert "maple-42" not in work.texts("--branch", "main", "--limit", "1", folder=clone)[0]
    traces = work.home.query("SELECT branch FROM turns WHERE workspace = ?", str(login))
    assert traces == [("login",)]


@needs_git
def test_a_worktree_that_git_has_removed_is_still_its_repositorys(work):
    api = work.repository("api")
    inside = work.worktree(api, "api/.agents/one", "one")
    beside = work.worktree(api, "beside", "two")
    work.tell(inside, FACT)
    work.tell(beside, "The nightly branch of the lexer is called birch-9.")
    for folder in (inside, beside):
        work.git(api, "worktree", "remove", "--force", folder)
    assert work.shown(api)
    assert len(work.projects()["api"]["folders"]) == 3 and len(work.projects()) == 1


@needs_git
def test_submodules_bare_repositories_and_detached_heads(work):
    library = work.repository("library", origin="https://git.example/acme/library")
    api = work.repository("api", origin="https://git.example/acme/api")
    work.git(api, "submodule", "--quiet", "add", library, "vendor/library")
    work.git(api / "vendor/library", "remote", "set-url", "origin", "https://git.example/acme/library.git")
    work.git(work.home.scratch, "clone", "--quiet", "--bare", api, work.home.scratch / "mirror.git")
    tree = work.home.scratch / "tree"
    work.git(work.home.scratch / "mirror.git", "worktree", "add", "--quiet", "--detach", tree)
    work.tell(api, FACT)
    work.tell(library, "The library is called birch-9.")
    assert not work.shown(api / "vendor/library") and work.shown(tree)
    assert set(work.projects()) == {"api", "library"}
    assert work.home.query("SELECT branch FROM turns WHERE workspace = ?", str(tree)) == [(None,)]


@needs_git
def test_a_repository_that_gets_an_address_stays_its_project(work):
    api = work.repository("api")
    work.tell(api, FACT)
    work.git(api, "remote", "add", "origin", "https://git.example/acme/api")
    clone = work.repository("clone", origin="ssh://git@git.example:2222/acme/api.git")
    work.home.stop()
    work.start()
    assert work.shown(api)
    assert work.shown(clone)
    assert len(work.projects()) == 1


def test_a_memory_from_before_finds_its_projects_at_the_start(work):
    with work.home.bridge() as bridge:
        session = bridge.open_session()
        bridge.request("turn.record_call", {
            "agent": "hermes", "sessionId": session, "namespace": {"workspacePath": "/nowhere/pond"}, "ts": now_ms(),
            "call": {"name": "Bash", "input": "ls"},
        })
        assert bridge.request("project.list")["projects"] == []
    work.home.stop()
    work.home.start()
    with work.home.bridge() as bridge:
        projects = wait_until(lambda: bridge.request("project.list")["projects"], what="the projects")
    assert [project["folders"] for project in projects] == [["/nowhere/pond"]]
