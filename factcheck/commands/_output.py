"""What a command leaves behind: files that are whole or not there, and lines on the terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from factcheck.errors import FactcheckError, visible

if TYPE_CHECKING:
    from factcheck.verdicts import Report


def say(sentence: str) -> None:
    """A line of chatter, on standard error."""
    typer.echo(sentence, err=True)


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
    """Write a text as `save_bytes` does."""
    save_bytes(path, text.encode())


def save_bytes(path: Path, body: bytes) -> None:
    """Write beside and rename: what was there before is whole until the new file is."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(body)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise FactcheckError(f"{visible(str(path))}: cannot be written: {error.strerror}") from None


def remove(path: Path) -> None:
    """Take a file away; that it is not there is fine."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise FactcheckError(f"{visible(str(path))}: cannot be removed: {error.strerror}") from None


def show(report: Report, name: str, quiet: bool, verbose: bool) -> None:
    import shutil

    from factcheck.renderers import RENDERERS

    if known(name) != "console":
        sys.stdout.write(RENDERERS[name](report))
        return
    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    width = shutil.get_terminal_size((100, 24)).columns
    detail = "quiet" if quiet else "verbose" if verbose else "normal"
    encoding = sys.stdout.encoding or "utf-8"
    text = RENDERERS["console"](report, width=width, color=color, detail=detail, encoding=encoding)
    sys.stdout.write(text if text.endswith("\n") else text + "\n")
