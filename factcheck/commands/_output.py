"""What a command leaves behind: files that are whole or not there, and lines on the terminal."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from factcheck.commands._ci import command
from factcheck.commands._progress import wipe
from factcheck.errors import FactcheckError, inert, visible

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from factcheck.verdicts import Report

FULL = {getattr(errno, name, 0) for name in ("ENOSPC", "EDQUOT", "EFBIG", "EIO")}  # the disk's fault


class StandardOutput(io.RawIOBase):
    """Standard output that never raises: a reader who has gone, as in `| head`, has had enough, and
    what else went wrong is told at the end, when all reports are written."""

    def __init__(self, raw: io.RawIOBase | None) -> None:
        self.raw, self.gone = raw, False
        self.problem: OSError | None = None

    @classmethod
    def take_over(cls) -> StandardOutput:
        """Put one in the place of `sys.stdout`, which is None where it was closed from the start."""
        old = sys.stdout
        buffer: Any = old.buffer if old else None
        mine = cls(getattr(buffer, "raw", buffer))  # PYTHONUNBUFFERED leaves nothing between
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(mine),
            encoding=old.encoding if old else "utf-8",
            errors="backslashreplace" if old is None or old.errors == "strict" else old.errors,
            line_buffering=mine.isatty(),
        )
        return mine

    def write(self, chunk: Buffer) -> int:
        size = memoryview(chunk).nbytes
        if self.gone:
            return size
        try:
            if self.raw is None:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            return self.raw.write(chunk) or 0
        except BrokenPipeError:
            self.gone = True
        except OSError as problem:
            self.gone, self.problem = True, problem
        return size

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self.raw is not None and self.raw.isatty()

    def fileno(self) -> int:
        return self.raw.fileno() if self.raw is not None else super().fileno()


def say(sentence: str) -> None:
    """A line of chatter, on standard error, after what was printed before it."""
    wipe()
    with contextlib.suppress(OSError):
        if sys.stdout is not None:
            sys.stdout.flush()
        typer.echo(inert(sentence), err=True)  # a runner reads standard error too


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


def spare(targets: Iterable[Path], read: Iterable[str]) -> None:
    """Refuse to write over what is read, and one report over another; devices take any number."""
    taken = {os.path.realpath(name): "is a file that is checked" for name in read}
    for path in targets:
        place = os.path.realpath(path)
        if place in taken and not _is_device(path):
            raise FactcheckError(f"--output {visible(str(path))}: {taken[place]}; name another file")
        taken[place] = "is named twice"


def known(name: str) -> str:
    from factcheck.renderers import RENDERERS

    if name not in RENDERERS:
        raise FactcheckError(
            f"unknown format {visible(name[:40])!r}; the formats are {', '.join(RENDERERS)}"
        )
    return name


def write(path: Path, name: str, report: Report, **options: Any) -> None:
    from factcheck.renderers import files

    for place, content in files(name, report, path, **options):
        # without the mark spreadsheets misread UTF-8
        save(Path(place), f"\ufeff{content}" if name == "csv" else content)


def save(path: Path, content: str | bytes) -> None:
    """Write beside and rename: what was there before is whole until the new content is. A device or
    a pipe, such as /dev/null, takes the content and stays what it is."""
    if not path.name:  # "." and "/"
        raise FactcheckError(f"{visible(str(path))}: is no file to write to")
    body = content.encode() if isinstance(content, str) else content
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        if _is_device(path):
            path.write_bytes(body)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(body)
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except OSError as error:
        sentence = f"{visible(str(path))}: cannot be written: {error.strerror}"
        if error.errno in FULL:
            raise OSError(error.errno, sentence) from None
        raise FactcheckError(sentence) from None
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def _is_device(path: Path) -> bool:
    return os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path))  # noqa: PTH110, PTH112, PTH113  # never raise


def many(count: int, what: str) -> str:
    """So many of it, in words: "1 file", "2 files"."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def remove(path: Path) -> None:
    """Take a file away; that it is not there is fine."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise FactcheckError(f"{visible(str(path))}: cannot be removed: {error.strerror}") from None


def show(report: Report, name: str, quiet: bool, verbose: bool, **options: Any) -> None:
    from factcheck.renderers import RENDERERS

    if name != "console":
        content = RENDERERS[name](report, **options)
        command(content) if name == "github" else put(content, name)
        return
    color = coloured()
    width = shutil.get_terminal_size((100, 24)).columns
    detail = "quiet" if quiet else "verbose" if verbose else "normal"
    encoding = sys.stdout.encoding or "utf-8"
    put(RENDERERS["console"](report, width=width, color=color, detail=detail, encoding=encoding), name)


def coloured() -> bool:
    """Whether standard output takes colours: as NO_COLOR says, else FORCE_COLOR, else on a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR", "0") not in ("", "0")
    return forced or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def put(content: str | bytes, name: str) -> None:
    """A report of the format `name`, on standard output; what programs read is UTF-8 wherever it goes."""
    if isinstance(content, str):
        if name != "console" and isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        sys.stdout.write(content if content.endswith("\n") else f"{content}\n")
        return
    if sys.stdout.isatty():
        raise FactcheckError(f"--format {name}: not for a terminal; write it with --output report.{name}")
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
