"""SECURITY.md: each threat names tests that there are; what it promises of the lock is so."""

from __future__ import annotations

import re
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


def test_every_dependency_is_locked_with_its_hash():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", "")
    pins = [line for line in lock.splitlines() if line and not line.startswith("#")]
    assert len(pins) > 20
    assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []
