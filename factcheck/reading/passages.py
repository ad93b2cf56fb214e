"""Passages: a few sentences of prose into the claims they hold, with who and when carried along.

Unlike a short form, prose may hold words that nothing is made of. What contradicts itself, or does
not say of when it is, is left out, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from factcheck.reading.characters import plain
from factcheck.reading.finding import Conflict, find_around_days
from factcheck.reading.sharing import Item, Statement, share
from factcheck.reading.shortform import settle_levels
from factcheck.reading.tokens import Names, tokens

# a full stop ends a sentence unless an abbreviation or a number goes on
_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘]?[A-Z0-9]|\([A-Z])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Inc|Corp|Ltd|Co|plc|No|vs|St|Mr|Mrs|Ms|Dr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|a\.m|p\.m|U\.S|U\.K))\.$"
)
_BOTH = re.compile(r"\b(?:both|the two|the pair|all (?P<n>three|four|five))\b", re.IGNORECASE)
_SIZES = {"three": 3, "four": 4, "five": 5}


@dataclass(frozen=True)
class Found:
    """One claim of a passage: its long form, and the code points [start, end) it was read from."""

    item: Item
    start: int
    end: int


def read_passage(text: str, catalogue: Names) -> list[Found]:
    """Every claim of `text`, in order. A sentence that contradicts itself yields none."""
    found: list[Found] = []
    named: list[str] = []
    for start, sentence in sentences(text):
        claims = _claims(sentence, catalogue)
        for claim, (a, b) in claims:
            item = claim.item()
            _name(item, sentence, named)
            found.append(Found(item, start + a, start + b))
        for mention in catalogue.mentions(sentence):
            name = sentence[mention.start : mention.end]
            if name not in named[-1:]:
                named.append(name)
    return found


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of `text` with the offset each begins at."""
    begin = 0
    for end in _END.finditer(text):
        if not _ABBREVIATION.search(text[begin : end.start()]):
            yield begin, text[begin : end.start()]
            begin = end.end()
    if text[begin:].strip():
        yield begin, text[begin:]


def _claims(sentence: str, catalogue: Names) -> list[tuple[Statement, tuple[int, int]]]:
    clean = plain(sentence)
    stream = [t for t in tokens(clean.text, catalogue) if t.types != {"noise"}]
    settle_levels(stream)
    try:
        claims = share(find_around_days(stream))
    except Conflict:
        return []
    return [
        (claim, clean.place(claim.piece.start, claim.piece.end))
        for claim in claims
        if not claim.adrift
    ]


def _name(item: Item, sentence: str, named: Sequence[str]) -> None:
    """Who an unnamed claim is about: the last one named, or the last so many for "both"."""
    group = _BOTH.search(sentence)
    size = _SIZES.get((group["n"] or "").lower(), 2) if group else 1
    of = item.get("of")
    unnamed = of is None or (
        group and str(of).lower().strip("[]'\"").startswith(("both", "all", "the"))
    )
    if unnamed and len(dict.fromkeys(named)) >= size:
        last = list(dict.fromkeys(reversed(named)))[:size]
        item["of"] = list(reversed(last)) if size > 1 else last[0]
