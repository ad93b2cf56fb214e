"""What a command leaves behind: files that are whole or not there, and lines on the terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from factcheck.errors import FactcheckError, inert, visible

if TYPE_CHECKING:
    from factcheck.verdicts import Report


def say(sentence: str) -> None:
    """A line of chatter, on standard error."""
    typer.echo("\n".join(map(inert, sentence.split("\n"))), err=True)


def report_format(path: Path, format_: str | None) -> str:
    """The format of a report file: its suffix's, else the one that was named."""
    from factcheck.renderers import format_of

    try:
        return format_of(str(path))
    except ValueError as error:
        if format_:
            return known(format_)
        raise FactcheckError(f"--output {visible(str(path))}: {error}; or add --format") from None


def known(name: str) -> str:
    from factcheck.renderers import RENDERERS

    if name not in RENDERERS:
        raise FactcheckError(
            f"unknown format {visible(name[:40])!r}; the formats are {', '.join(RENDERERS)}"
        )
    return name


def write(path: Path, name: str, report: Report) -> None:
    from factcheck.renderers import RENDERERS

    save(path, RENDERERS[name](report))


def save(path: Path, text: str) -> None:
    """Write beside and rename: what was there before is whole until the new text is."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise FactcheckError(f"{visible(str(path))}: cannot be written: {error.strerror}") from None



def harmless(text: str, name: str = "") -> str:
    """The text without a runner's commands; JSON stays the same JSON."""
    if name == "json":
        return text.replace("##[", "#\\u0023[")
    return "".join(map(inert, text.splitlines(keepends=True)))


def show(report: Report, name: str, quiet: bool, verbose: bool, *, escaped: bool = False) -> None:
    """Print the report; `escaped`: no line that a CI runner takes for a command but our own."""
    import shutil

    from factcheck.renderers import RENDERERS

    if known(name) != "console":
        text = RENDERERS[name](report)
        sys.stdout.write(harmless(text, name) if escaped and name != "github" else text)
        return
    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    width = shutil.get_terminal_size((100, 24)).columns
    detail = "quiet" if quiet else "verbose" if verbose else "normal"
    encoding = sys.stdout.encoding or "utf-8"
    text = RENDERERS["console"](report, width=width, color=color, detail=detail, encoding=encoding)
    sys.stdout.write(text if text.endswith("\n") else text + "\n")
