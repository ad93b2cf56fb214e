"""What a run says to the CI that it runs in; and that nothing else it prints is taken for a command."""

from __future__ import annotations

import io
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from factcheck.errors import inert

if TYPE_CHECKING:
    from factcheck.verdicts import Report


def on_github() -> bool:
    return os.environ.get("GITHUB_ACTIONS") == "true"


def tree() -> dict[str, str]:
    """The folder that this runs in, and the top of the repository that CI has checked out, if any."""
    top = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR")
    return {"here": Path.cwd().as_posix(), "top": Path(top).resolve().as_posix()} if top else {}


def annotate(report: Report) -> None:
    """Annotations on standard output, and the summary of the step where the runner has a place for it."""
    from factcheck.renderers import RENDERERS

    command(RENDERERS["github"](report, **tree()))
    place = os.environ.get("GITHUB_STEP_SUMMARY")
    if place:
        _summarize(report, Path(place))


def _summarize(report: Report, place: Path) -> None:
    """Added to what other commands of the step have said: together they may have a mebibyte."""
    from factcheck.commands._output import say
    from factcheck.renderers import RENDERERS
    from factcheck.renderers.markdown import SUMMARY

    try:
        room = SUMMARY - (place.stat().st_size if place.exists() else 0)
        text = "\n" + RENDERERS["markdown"](report, limit=room - 1)
        if len(text.encode()) <= room:
            with place.open("a", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        say(f"the summary of the step cannot be written: {error.strerror}")


class Guarded(io.TextIOWrapper):
    """A stream of which a CI runner takes no line for a command, however it is pieced together."""

    _line = ""  # what stands on the line so far

    def write(self, text: str) -> int:
        said = inert(self._line + text)[len(self._line) :]
        self._line = (self._line + said).replace("\r", "\n").rpartition("\n")[2]
        super().write(said)
        return len(text)

    def command(self, text: str) -> None:
        super().write(f"\n{text}" if self._line else text)
        self._line = ""


def guard(*, always: bool = False) -> None:
    """Under GitHub Actions all that strangers could have written leaves by guarded streams; and where the
    input is not trusted, wherever that is."""
    if (always or on_github()) and not isinstance(sys.stdout, Guarded):
        sys.stdout, sys.stderr = _guarded(sys.stdout), _guarded(sys.stderr)


def _guarded(stream: TextIO) -> TextIO:
    """A stream that a runner reads; one that goes to a file is left as it is."""
    if not isinstance(stream, io.TextIOWrapper) or not _read_by_runner(stream):
        return stream
    encoding, errors = stream.encoding, stream.errors
    return Guarded(stream.detach(), encoding, errors, line_buffering=True)


def _read_by_runner(stream: TextIO) -> bool:
    try:
        return not stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except OSError:  # closed from the start
        return False


def command(text: str) -> None:
    """The only way for commands to leave."""
    stream = sys.stdout
    if isinstance(stream, Guarded):
        stream.command(text)
    else:
        stream.write(text)
