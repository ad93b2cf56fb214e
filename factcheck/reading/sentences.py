"""Sentences: where one ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

# a full stop ends a sentence unless an abbreviation or a number goes on
_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘]?[A-Z0-9]|\([A-Z])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Inc|Corp|Ltd|Co|plc|No|vs|St|Mr|Mrs|Ms|Dr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|a\.m|p\.m|U\.S|U\.K))\.$"
)


_LONGEST = 2_000  # characters; what has no end by then is cut, so that reading stays linear in the text
_ABBREVIATED = 8  # characters that show whether a full stop is an abbreviation's


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of `text` with the offset each begins at."""
    for start, stop in _ends(text):
        begin = start
        while stop - begin > _LONGEST:
            cut = _cut(text, begin)
            yield begin, text[begin:cut]
            begin = cut
        yield begin, text[begin:stop]


def _ends(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for end in _END.finditer(text):
        if not _ABBREVIATION.search(text[max(begin, end.start() - _ABBREVIATED) : end.start()]):
            yield begin, end.start()
            begin = end.end()
    if text[begin:].strip():
        yield begin, len(text)


def _cut(text: str, begin: int) -> int:
    """Where to cut what is too long for a sentence: after a line, a clause, a word, or anywhere."""
    for mark in ("\n", "; ", " "):
        at = text.rfind(mark, begin, begin + _LONGEST)
        if at > begin:
            return at + len(mark)
    return begin + _LONGEST
