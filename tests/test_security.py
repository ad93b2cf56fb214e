"""SECURITY.md: each threat names tests that there are; what it promises of the lock is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import factcheck

ROOT = Path(factcheck.__file__).parents[1]
TABLE = (ROOT / "SECURITY.md").read_text(encoding="utf-8").partition("## Threats")[2].partition("\n## ")[0]
ROWS = [line for line in TABLE.splitlines() if line.startswith("| ") and "---" not in line][1:]
TESTS = set(
    re.findall(
        r"^def (test_\w+)",
        "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py")),
        re.MULTILINE,
    )
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip() or "more")
def test_every_threat_names_tests_that_there_are(row):
    names = re.findall(r"`(test_\w+)`", row)
    assert names
    assert [name for name in names if name not in TESTS] == []


def test_every_threat_is_there():
    numbers = [row.split("|")[1].strip() for row in ROWS]
    assert [n for n in numbers if n] == [f"T{n}" for n in range(1, 24)]


def pins(name: str) -> dict[str, frozenset[str]]:
    """Of a lock: what is installed where → the hashes it may have."""
    lock = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line for line in lock.splitlines() if line and not line.startswith("#")]
    return {
        line.partition(" --hash")[0].strip(): frozenset(re.findall(r"--hash=sha256:[0-9a-f]{64}", line))
        for line in lines
    }


def test_every_dependency_is_locked_with_its_hash():
    locked = pins("requirements.lock")
    assert len(locked) > 20
    assert [pin for pin, hashes in locked.items() if "==" not in pin or not hashes] == []


def test_what_the_action_installs_is_of_the_lock_and_no_more_than_it_runs():
    """The same versions and hashes, every dependency and the build's, and no tool of the tests."""
    locked, runs = pins("requirements.lock"), pins("runtime.lock")
    assert runs.items() <= locked.items()
    names = {re.split(r"[=<>;\[ ]", pin)[0].lower().replace("_", "-") for pin in runs}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    told = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    wanted = {re.split(r"[=<>;\[ ]", one)[0].lower().replace("_", "-") for one in told}
    assert wanted <= names
    assert names.isdisjoint(("pytest", "hypothesis", "ruff", "mypy", "zizmor", "weasyprint", "mkdocs"))
    assert '-r "$here/runtime.lock"' in (ROOT / ".ci" / "action").read_text(encoding="utf-8")
