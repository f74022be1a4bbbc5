"""Exported skills are Agent Skills: the standard's reference library takes them, and so do the hosts that list them."""

import re

import pytest

from test_learned_commands import POLICY, SKILL, restored

skills_ref = pytest.importorskip("skills_ref", reason="no skills-ref (it is in Tests/requirements.txt)")

KEYS = {"name", "description", "license", "compatibility", "metadata", "allowed-tools"}
# The store takes no name that is not a folder's; what is said of a skill is free.
HARD = {
    "colon": {"name": "deploy-heron", "summary": "Deploy: heron. Use it \"before\" a release; not: on Fridays # ever."},
    "chinese": {"name": "deploy-heron-2", "summary": "安全地部署苍鹭项目。在发布之前使用。"},
    "long": {"name": "x" * 64, "summary": "Find the package. " * 300},
    "lines": {"name": "many-lines", "summary": "First line.\nSecond: line\n---\n- third", "invocation_guide": "---\nname: y\n---\n"},
    "yaml": {"name": "yes", "summary": "no"},
    "number": {"name": "007", "summary": "2026-11-22"},
    "odd": {"name": "v2", "summary": "{a: [b, c]} & *d | >e %f @g `h` \\n \u2028 🦉"},
}


def exported(home, **changes):
    """The folder that one skill is written to."""
    restored(home, ("policies", POLICY), ("skills", {**SKILL, **changes}))
    folder = home.scratch / "out"
    folder.mkdir()
    done = home.memos("skills", "export", folder)
    assert done.returncode == 0, done.stderr.decode()
    [skill] = folder.iterdir()
    return skill


@pytest.mark.parametrize("case", [None, *HARD])
def test_reference_library_takes_what_is_exported(home, case):
    skill = exported(home, **HARD.get(case, {}))
    assert skills_ref.validate(skill) == []
    properties = skills_ref.read_properties(skill)
    assert properties.name == skill.name and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", skill.name) and len(skill.name) <= 64
    assert 1 <= len(properties.description) <= 1024


@pytest.mark.parametrize("case", [None, *HARD])
def test_nothing_is_in_it_that_a_host_would_refuse(home, case):
    text = (exported(home, **HARD.get(case, {})) / "SKILL.md").read_text()
    _, front, _ = text.split("---\n", 2)
    assert set(re.findall(r"^([a-z-]+):", front, re.MULTILINE)) <= KEYS
    assert re.search(r'^description: "', front, re.MULTILINE), "always quoted"


def test_reference_library_refuses_what_is_wrong(tmp_path):
    """The check itself looks: a key of a host's own makes it say no."""
    skill = tmp_path / "deploy-heron"
    skill.mkdir()
    (skill / "SKILL.md").write_text("---\nname: deploy-heron\ndescription: x\npaths: y\n---\n\nz\n")
    assert skills_ref.validate(skill)
