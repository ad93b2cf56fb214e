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


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of `text` with the offset each begins at."""
    begin = 0
    for end in _END.finditer(text):
        if not _ABBREVIATION.search(text[begin : end.start()]):
            yield begin, text[begin : end.start()]
            begin = end.end()
    if text[begin:].strip():
        yield begin, text[begin:]
