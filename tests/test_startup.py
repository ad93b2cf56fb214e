"""Start-up is a feature: what a command does not need, it does not import."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    find_spec("factcheck.cli") is None, reason="the command line is not there yet"
)

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = "claims/2025-02-21-hong-kong-tech-rally.factcheck.yaml"
NETWORK = {"yfinance", "requests", "curl_cffi", "urllib3", "websockets", "bs4"}
APART = {"numpy.ma"}  # a part of numpy that numpy itself does without
HEAVY = NETWORK | APART | {"pandas", "exchange_calendars"}

# runs the command in sys.argv and leaves the names of what it imported in the file named first
PROBE = """
import sys
from factcheck.cli import main
loaded, *words = sys.argv[1:]
sys.argv = ["factcheck", *words]
try:
    main()
finally:
    with open(loaded, "w") as file:
        print(*sys.modules, file=file)
"""


def loaded_by(folder: Path, *words: str) -> set[str]:
    """Top-level modules a command imports, run like the script, with its store in the folder."""
    loaded = folder / "loaded"
    done = subprocess.run(
        [sys.executable, "-c", PROBE, loaded, *words],
        cwd=ROOT,
        env=os.environ | {"FACTCHECK_STORE": str(folder / "store")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    names = set(loaded.read_text().split())
    return {name.partition(".")[0] for name in names} | names & APART


@pytest.mark.skipif(not (ROOT / EXAMPLE).exists(), reason="the example claims are not there yet")
def test_a_check_from_the_store_imports_nothing_heavy(tmp_path):
    outputs = [f"--output={tmp_path / name}" for name in ("report.html", "report.json")]
    words = ["check", EXAMPLE, "--data", "claims/prices", "--offline", *outputs]
    loaded_by(tmp_path, *words)  # the first run may work sessions out and store them
    heavy = loaded_by(tmp_path, *words) & HEAVY
    assert not heavy


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["check", "--help"]])
def test_help_imports_no_arithmetic(tmp_path, words):
    heavy = loaded_by(tmp_path, *words) & (HEAVY | {"numpy"})
    assert not heavy
