"""Text cut into numbers, words and signs; and what a typed token is."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple


class Token:
    """A stretch of text and everything it can be: type → what it says as that type."""

    __slots__ = ("end", "low", "meanings", "start", "text", "types")

    def __init__(
        self,
        start: int,
        end: int,
        text: str,
        meanings: dict[str, dict[str, str]],
        types: frozenset[str] | None = None,
    ) -> None:
        self.start, self.end, self.text, self.meanings = start, end, text, meanings
        self.low = text.lower()
        self.types = frozenset(meanings) if types is None else types

    def says(self, type_: str, key: str) -> str | None:
        """What it says for `key` as that type: a number says its value wherever it is asked."""
        if key == "text":
            return self.text
        if key == "verb":
            return " ".join(self.low.split())
        says = self.meanings[type_]
        return says.get(key, says.get("value"))


class Word(NamedTuple):
    """A raw piece of text; `glued`: nothing stands between it and the piece before."""

    low: str
    start: int
    end: int
    glued: bool


_word = tuple.__new__  # as Word(…), which would call this through a function of its own
# what stands before; a currency, a number, a word, or any other sign
_RAW = (
    r"(\s*)("
    r"\$(?:US|HK|NT|NZ|[AC])(?=\s?\d)|(?:US|HK|NT|NZ|CN|[ACSR])?[$¥]|[€£₹₩₽฿₺₫₪]|\bRs\b\.?(?=\s?\d)"
    r"|\d+(?:[.,]\d+)*"
    r"|(?:[A-Za-z]\.){2,}|[^\W\d_]+|'[a-z]+\b"
    r"|\S)"
)


@cache
def pattern(expression: str, flags: int = 0) -> re.Pattern[str]:
    """An expression compiled when it is first needed; digits are ASCII where that matters."""
    return re.compile(expression, flags)


def words(text: str) -> list[Word]:
    """Numbers, words and signs; a hyphen inside a compound is left out."""
    found: list[Word] = []
    at, end = 0, -1
    for gap, word in pattern(_RAW).findall(text.rstrip()):
        start = at + len(gap)
        at = start + len(word)
        if word != "-" or not _compound(text, start):
            found.append(_word(Word, (word.lower(), start, at, start == end)))
        end = at
    return found


def _compound(text: str, at: int) -> bool:
    """Whether the hyphen at `at` joins words: year-to-date, three-year, 52-week, $23-an-ounce."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if not before.isalnum() or not after.isalnum():
        return False
    return not (before.isdigit() and after.isdigit())
