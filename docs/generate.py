"""Writes the generated parts of the documentation: readers see what the program really says.

In a Markdown file, what stands between these two lines is the command's standard output:

    <!-- generated: factcheck kinds -->
    <!-- end -->

A code fence around the output is kept as it is written; in a fence marked `console` the command is
shown first, after `$ `. Commands run in the repository's root, without colours, 100 columns wide,
with a fresh store; one that reports claims as failed (exit 1 to 3) is output like any other. What
depends on the clock needs `--now` in the command.

    python docs/generate.py [--check] [FILE…]

`--check` writes nothing and fails where a file is stale. Without files: README.md, docs/*.md and
the schemas.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WHOLE = {
    Path("schema/factcheck.schema.json"): "factcheck schema",
    Path("schema/report.schema.json"): "factcheck schema --report",
}
WORST_EXIT = 3  # higher ones mean that the program broke, not that a claim did

BEGIN = re.compile(r"^<!-- generated: .*$", re.MULTILINE)
BLOCK = re.compile(
    r"(?P<begin>^<!-- generated: (?P<command>.+?) -->\n)"
    r"(?P<fence>`{3,}(?P<language>\w*)\n)?"
    r".*?"
    r"(?P<end>^<!-- end -->$)",
    re.MULTILINE | re.DOTALL,
)


def output(command: str) -> str:
    """What the command prints, run the way a reader would run it."""
    with tempfile.TemporaryDirectory() as store:
        ours = {name: said for name, said in os.environ.items() if not name.startswith(("GITHUB_", "CI_"))}
        environment = ours | {
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
            "NO_COLOR": "1",
            "COLUMNS": "100",
            "PYTHONIOENCODING": "utf-8",
            "FACTCHECK_STORE": store,
            "GITHUB_ACTIONS": "",  # what CI is told is not for readers
        }
        done = subprocess.run(
            command, shell=True, cwd=ROOT, env=environment, capture_output=True, check=False
        )
    if done.returncode not in range(WORST_EXIT + 1) or not done.stdout:
        chatter = done.stderr.decode(errors="replace")
        raise SystemExit(f"`{command}` ended with {done.returncode}, no usable output\n{chatter}")
    lines = done.stdout.decode().splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def regenerated(text: str) -> str:
    """The text with every block filled anew."""
    for begin in BEGIN.finditer(text):
        block = BLOCK.match(text, begin.start())
        if block is None or BEGIN.search(text, begin.end(), block.end()):
            raise SystemExit(f"`{begin.group()}` has no `<!-- end -->`")
    return BLOCK.sub(_filled, text)


def _filled(block: re.Match[str]) -> str:
    begin, command, fence, language, end = block.group(
        "begin", "command", "fence", "language", "end"
    )
    printed = output(command)
    if fence is None:
        return f"{begin}{printed}{end}"
    shown = f"$ {command}\n" if language == "console" else ""
    return f"{begin}{fence}{shown}{printed}{'`' * fence.count('`')}\n{end}"


def wanted(files: list[Path]) -> Iterator[tuple[Path, str]]:
    """Every file with generated parts, and what it should hold."""
    for path in files or [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        yield path, regenerated(path.read_text(encoding="utf-8"))
    for path, command in WHOLE.items() if not files else ():
        yield ROOT / path, output(command)


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the generated parts of the documentation.")
    parser.add_argument("--check", action="store_true", help="write nothing, fail when stale")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    stale = False
    for path, text in wanted(chosen.files):
        present = path.read_text(encoding="utf-8") if path.exists() else ""
        if present == text:
            continue
        if chosen.check:
            stale = True
            change = difflib.unified_diff(
                present.splitlines(), text.splitlines(), "present", "now", lineterm="", n=1
            )
            print(f"{path} is stale; `make docs` writes it", *change, sep="\n")
        else:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path}")
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
