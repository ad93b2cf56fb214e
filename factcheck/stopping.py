"""Stopping at a signal: nothing half-written, no traceback, and the exit code that shells expect."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


class Stopped(BaseException):
    """Someone pressed Ctrl-C or ended the process; what has to be tidied up is, on the way out.

    Not a KeyboardInterrupt: libraries catch that one.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


def obey_signals() -> None:
    """From now on a signal raises Stopped, wherever the program is; a second one ends it at once."""
    for number in _numbers():
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup, and jobs in the background
            signal.signal(number, _stop)
    sys.unraisablehook = _unraisable


def _numbers() -> list[int]:
    return [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]


def _stop(number: int, frame: FrameType | None) -> None:
    for each in _numbers():
        if signal.getsignal(each) is _stop:
            signal.signal(each, _end)
    raise Stopped(number)


def _end(number: int, frame: FrameType | None) -> None:
    os._exit(128 + number)


def _unraisable(problem: sys.UnraisableHookArgs) -> None:
    """A callback of the interpreter, such as the end of an object, swallows what is raised in it."""
    if isinstance(problem.exc_value, Stopped):
        os._exit(problem.exc_value.code)
    sys.__unraisablehook__(problem)
