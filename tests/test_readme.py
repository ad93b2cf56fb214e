"""The documentation says what the program says."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GENERATE = ROOT / "docs" / "generate.py"


def generate(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, GENERATE, *arguments], capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(find_spec("factcheck.cli") is None, reason="the command line is not there yet")
def test_nothing_generated_is_stale():
    done = generate("--check")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "Before.\n<!-- generated: echo new -->\nold\n<!-- end -->\nAfter.\n",
            "Before.\n<!-- generated: echo new -->\nnew\n<!-- end -->\nAfter.\n",
        ),
        (
            "<!-- generated: echo new -->\n<!-- end -->\n",
            "<!-- generated: echo new -->\nnew\n<!-- end -->\n",
        ),
        (
            "<!-- generated: echo new -->\n```text\nold\n```\n<!-- end -->\n",
            "<!-- generated: echo new -->\n```text\nnew\n```\n<!-- end -->\n",
        ),
        (
            "<!-- generated: echo new -->\n```console\n```\n<!-- end -->\n",
            "<!-- generated: echo new -->\n```console\n$ echo new\nnew\n```\n<!-- end -->\n",
        ),
        (  # a failed claim is output like any other
            "<!-- generated: echo one; exit 1 -->\n<!-- end -->\n"
            "<!-- generated: echo '\\d' $COLUMNS $NO_COLOR -->\n<!-- end -->\n",
            "<!-- generated: echo one; exit 1 -->\none\n<!-- end -->\n"
            "<!-- generated: echo '\\d' $COLUMNS $NO_COLOR -->\n\\d 100 1\n<!-- end -->\n",
        ),
        ("No blocks.\n", "No blocks.\n"),
    ],
)
def test_blocks_hold_what_their_command_prints(tmp_path, written, expected):
    page = tmp_path / "page.md"
    page.write_text(written)
    stale = written != expected
    assert generate("--check", page).returncode == int(stale)
    assert page.read_text() == written
    assert generate(page).returncode == 0
    assert page.read_text() == expected
    assert generate("--check", page).returncode == 0


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("<!-- generated: exit 70 -->\n<!-- end -->\n", "ended with 70"),
        ("<!-- generated: true -->\n<!-- end -->\n", "no usable output"),
        ("<!-- generated: echo a -->\n", "has no `<!-- end -->`"),
        (
            "<!-- generated: echo a -->\n<!-- generated: echo b -->\n<!-- end -->\n",
            "has no `<!-- end -->`",
        ),
    ],
)
def test_a_block_that_cannot_be_filled_is_an_error(tmp_path, written, complaint):
    page = tmp_path / "page.md"
    page.write_text(written)
    done = generate(page)
    assert done.returncode == 1
    assert complaint in done.stderr
    assert page.read_text() == written
