"""What can go wrong in a way the user can put right, and how strangers' text is made visible."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


class FactcheckError(Exception):
    """Something the user can put right; the command line prints the sentence and no traceback."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with an input file, and where; lines and columns start at 1."""

    file: str
    line: int
    column: int
    sentence: str

    def __str__(self) -> str:
        return f"{visible(self.file)}:{self.line}:{self.column}: {visible(self.sentence)}"


class InputError(FactcheckError):
    """A claim file, article or configuration that cannot be read; carries every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class SourceError(FactcheckError):
    """Prices could not be got, for a reason that lies outside the data."""

    reason = "no answer"

    def __init__(self, source: str, symbol: str, detail: str = "") -> None:
        self.source, self.symbol, self.detail = source, symbol, detail
        tail = f": {detail}" if detail else ""
        super().__init__(f"{source}: {symbol}: {self.reason}{tail}")


class UnknownSymbol(SourceError):
    """The source answered that it has no such symbol."""

    reason = "unknown symbol"


class NoData(SourceError):
    """The source knows the symbol and has no bars in the span asked for."""

    reason = "no data for the span"


class Refused(SourceError):
    """The source would not answer now (rate limit, forbidden)."""

    reason = "refused (rate limit)"


class Unreachable(SourceError):
    """No answer arrived (network down, time-out, server error)."""

    reason = "unreachable"


class UnreadableAnswer(SourceError):
    """An answer arrived and cannot be used (HTML page, cut JSON, another symbol's prices)."""

    reason = "unreadable answer"


class Offline(SourceError):
    """The network was needed and is not allowed in this run."""

    reason = "not in the store, and the network is off (--offline)"


_BLANK = r"(?:[^\S\r\n]|[\u180e\u200b\ufeff])*"
_COMMAND = re.compile(rf"(?:\A|(?<=[\r\n])){_BLANK}:(?=:)|##\w*(?=\[)")


def inert(text: str) -> str:
    """Text of which a CI runner takes no line for a command: those begin with ::, or hold ##[ or ##vso[."""
    return _COMMAND.sub(r"\g<0> ", text)


def visible(text: str) -> str:
    """Show control, bidirectional and invisible characters as escapes; all else stays as it is."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _escape(c) for c in text)


def _escape(character: str) -> str:
    if character != "\n" and unicodedata.category(character) == "Zs":
        return character  # no-break and thin spaces print as spaces
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
