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

    text = RENDERERS[name](report, **options)
    mark = "\ufeff" if name == "csv" else ""  # without it spreadsheets take UTF-8 for something else
    save(path, mark + text)


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


def show(report: Report, name: str, quiet: bool, verbose: bool, **options: Any) -> None:
    import shutil

    from factcheck.renderers import RENDERERS

    if name != "console":
        put = command if name == "github" else sys.stdout.write
        put(RENDERERS[name](report, **options))
        return
    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    width = shutil.get_terminal_size((100, 24)).columns
    detail = "quiet" if quiet else "verbose" if verbose else "normal"
    encoding = sys.stdout.encoding or "utf-8"
    text = RENDERERS["console"](report, width=width, color=color, detail=detail, encoding=encoding)
    sys.stdout.write(text if text.endswith("\n") else text + "\n")
