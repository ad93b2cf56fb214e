"""What a command leaves behind: files that are whole or not there, and lines on the terminal."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from factcheck.commands._ci import command
from factcheck.errors import FactcheckError, visible

if TYPE_CHECKING:
    from factcheck.verdicts import Report


def say(sentence: str) -> None:
    """A line of chatter, on standard error."""
    typer.echo(sentence, err=True)


def report_format(output: str, format_: str | None) -> tuple[Path, str]:
    """The file and the format of an --output: NAME=FILE, or FILE with the format of its suffix."""
    from factcheck.renderers import format_of

    name, named, file = output.partition("=")
    if named and re.fullmatch(r"[a-z]+", name):
        return Path(file), known(name)
    try:
        return Path(output), format_of(output, known(format_) if format_ else None)
    except ValueError as error:
        raise FactcheckError(
            f"--output {visible(output)}: {error}; or name a format: --output NAME=FILE"
        ) from None


def known(name: str) -> str:
    from factcheck.renderers import RENDERERS

    if name not in RENDERERS:
        raise FactcheckError(
            f"unknown format {visible(name[:40])!r}; the formats are {', '.join(RENDERERS)}"
        )
    return name


def write(path: Path, name: str, report: Report, **options: Any) -> None:
    from factcheck.renderers import RENDERERS

    content = RENDERERS[name](report, **options)
    save(path, f"\ufeff{content}" if name == "csv" else content)  # else spreadsheets misread UTF-8


def save(path: Path, content: str | bytes) -> None:
    """Write beside and rename: what was there before is whole until the new content is."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content.encode() if isinstance(content, str) else content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise FactcheckError(f"{visible(str(path))}: cannot be written: {error.strerror}") from None


def show(report: Report, name: str, quiet: bool, verbose: bool, **options: Any) -> None:
    import shutil

    from factcheck.renderers import RENDERERS

    if name != "console":
        content = RENDERERS[name](report, **options)
        command(content) if name == "github" else put(content, name)
        return
    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    width = shutil.get_terminal_size((100, 24)).columns
    detail = "quiet" if quiet else "verbose" if verbose else "normal"
    encoding = sys.stdout.encoding or "utf-8"
    put(RENDERERS["console"](report, width=width, color=color, detail=detail, encoding=encoding), name)


def put(content: str | bytes, name: str) -> None:
    """A report of the format `name`, on standard output."""
    if isinstance(content, str):
        sys.stdout.write(content if content.endswith("\n") else f"{content}\n")
        return
    if sys.stdout.isatty():
        raise FactcheckError(f"--format {name}: not for a terminal; write it with --output report.{name}")
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
