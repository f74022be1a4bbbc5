"""Fixtures of the tests with real hosts: homes as in the process tests, a model that is made up, and the hosts' programs.

A host that is not there is skipped with the way to have it. `MEMOS_TEST_HOSTS=download` has the large ones fetched into
`.venv-hosts`; what scripts/run-tests installs there is found without it.
"""

import importlib.util
import shutil
import sys
from pathlib import Path

import pytest

PROCESS_TESTS = Path(__file__).resolve().parents[1] / "ProcessTests"
sys.path.append(str(PROCESS_TESTS))

import host_programs  # noqa: E402
from scripted_model import ScriptedModel  # noqa: E402


def _fixtures_of_process_tests():
    spec = importlib.util.spec_from_file_location("process_fixtures", PROCESS_TESTS / "conftest.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_process = _fixtures_of_process_tests()
programs, scratch, home, bridge = _process.programs, _process.scratch, _process.home, _process.bridge
pytest_configure = _process.pytest_configure


@pytest.fixture
def model():
    """A model on loopback that answers as it is told and remembers every request."""
    with ScriptedModel() as running:
        yield running


def _present(program, reason):
    if program is None:
        pytest.skip(reason)
    return program


@pytest.fixture(scope="session")
def claude_program():
    return _present(host_programs.claude(), "no Claude Code program (set CLAUDE, or MEMOS_TEST_HOSTS=download)")


@pytest.fixture(scope="session")
def codex_program():
    return _present(host_programs.codex(), "no Codex program (set CODEX, or MEMOS_TEST_HOSTS=download)")


@pytest.fixture(scope="session")
def hermes_python():
    """The Python of an environment that has Hermes Agent; the program `hermes` stands beside it."""
    return _present(host_programs.python("hermes"), host_programs.how_to_have("hermes"))


@pytest.fixture(scope="session")
def mcp1_python():
    """The Python of an environment with the MCP SDK before the stateless era."""
    return _present(host_programs.python("mcp1"), host_programs.how_to_have("mcp1"))


@pytest.fixture(scope="session")
def mcp2_python():
    """The Python of an environment with the MCP SDK of the stateless era."""
    return _present(host_programs.python("mcp2"), host_programs.how_to_have("mcp2"))


@pytest.fixture(scope="session")
def node():
    return _present(shutil.which("node"), "no node (on Debian: apt-get install nodejs)")


@pytest.fixture(params=["node", "bun"])
def javascript(request):
    """The runtimes that hosts in JavaScript run on, one after the other."""
    if request.param == "node":
        return request.getfixturevalue("node")
    return str(_present(host_programs.bun(), "no Bun (set BUN, or MEMOS_TEST_HOSTS=download)"))


@pytest.fixture(scope="session")
def deepseek_program():
    return _present(host_programs.deepseek(), "no DeepSeek Harness (set DSH, or MEMOS_TEST_HOSTS=download)")
