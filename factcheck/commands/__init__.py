"""The commands: one file for each, imported only when it is asked for."""

from __future__ import annotations

from enum import IntEnum

NAMES = (
    "init", "check", "fix", "baseline", "draft", "fetch", "lock", "bundle", "replay", "recheck", "store",
    "symbols", "kinds", "config", "schema",
)  # fmt: skip


class Exit(IntEnum):
    """What the exit code says; scripts rely on it."""

    FINE = 0
    FOUND = 1
    INPUT = 2
    UNDECIDED = 3
    NOT_DERIVED = 4  # of a bundle: its verdicts do not follow
    NOT_SIGNED = 5
    NOT_DATED = 6
    BUG = 70
    OUTPUT = 74
    STOPPED = 130  # Ctrl-C; 143 where the process was ended
