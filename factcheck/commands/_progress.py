"""A line on the terminal that says what is waited for; it is gone when there is something to read."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from factcheck.errors import visible

T = TypeVar("T")
PATIENCE = 0.4  # seconds that nobody minds
REFRESH = 0.1  # seconds


class Progress:
    """Where a command is; silent unless standard error is a terminal that can go back in a line."""

    def __init__(self, quiet: bool = False) -> None:
        self.shown = not quiet and _terminal()
        self._place = ""
        self._begun = self._drawn = time.monotonic()

    def over(self, items: Sequence[T], name: Callable[[T], str]) -> Iterator[T]:
        """The items, each said by its name while it has its turn."""
        for n, item in enumerate(items, 1):
            self._place = f"{n} of {len(items)}  " if len(items) > 1 else ""
            now = time.monotonic()
            if self.shown and now - self._begun > PATIENCE and now - self._drawn > REFRESH:
                self.says(name(item))
            yield item
        self._place = ""
        wipe()

    def says(self, what: str) -> None:
        """Show at once what takes its time, such as an answer from the network."""
        if not self.shown:
            return
        self._drawn = time.monotonic()
        width = _width()
        _write(f"\r{visible(self._place + what)[: width - 1]:<{width - 1}}")
        _Line.there = True


class _Line:
    """Standard error's last line, which only one can write."""

    there = False


def wipe() -> None:
    """Clear the line, so that what comes next begins at its start."""
    if _Line.there:
        _write("\r" + " " * (_width() - 1) + "\r")
        _Line.there = False


def _terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def _width() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def _write(text: str) -> None:
    with contextlib.suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()
