"""Whether words state what happened: what is foreseen, denied or supposed is no claim about a price."""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.reading.words import Token

_SUPPOSED = frozenset(("if", "unless", "whether"))
_TURNS = frozenset(("but", "while", "yet", "though", ";", ":", ".", "!", "-"))  # where another clause begins
_STEPS = ("day", "days", "session", "sessions", "week", "weeks", "month", "months")  # … after
_BEFORE = tuple(
    f"{article} {step} {word}"
    for step in ("day", "week", "month", "year")
    for article, word in (("the", "before"), ("a", "earlier"), ("a", "before"), ("the", "earlier"))
)
_FAR = 12  # words that a clause may go on before its verb


def is_told(row: Sequence[Token], taken: Sequence[bool], first: int) -> bool:
    """Whether the claim that begins at `first` is said to have happened.

    Not "could fall 3% to 100", "expects gold to rise 3%", "did not fall 3%", "failed to close above
    100", nor "if it falls 3%". `taken`: which words are in claims.
    """
    i = _verb_group(row, taken, first)
    if i >= 0 and _is_unreal(row, i):
        return False
    if _is_infinitive(row, i + 1, first) and any(_is_unreal(row, j) for j in _clause(row, taken, i)):
        return False
    return not any(row[j].text.lower() in _SUPPOSED for j in _clause(row, taken, i))


def _verb_group(row: Sequence[Token], taken: Sequence[bool], first: int) -> int:
    """Back over little words and what the claim goes on from; where something else stands."""
    i = first - 1
    while i >= 0 and not _is_unreal(row, i) and row[i].text.lower() not in _TURNS:
        if not taken[i] and row[i].types.isdisjoint(("noise", "to")) and not row[i].text.endswith("ly"):
            break
        i -= 1
    return i


def _is_unreal(row: Sequence[Token], i: int) -> bool:
    """Whether a word foresees or denies; "not only" and "instead" do not."""
    token, after = row[i], row[i + 1].text.lower() if i + 1 < len(row) else ""
    if "forecast" in token.types or (token.text.lower() == "yet" and after == "to"):
        return True
    return "neg" in token.types and token.text.lower() != "instead" and after not in ("only", "just")


def _is_infinitive(row: Sequence[Token], start: int, first: int) -> bool:
    """Whether the words from `start` up to the claim begin with "to", adverbs aside."""
    while start < first and row[start].text.endswith("ly"):
        start += 1
    return start < first and row[start].text.lower() == "to"


def _clause(row: Sequence[Token], taken: Sequence[bool], last: int) -> range:
    """The words up to `last`, back to where their clause begins."""
    start = last + 1
    while start > max(0, last - _FAR) and not taken[start - 1]:
        if row[start - 1].text == "," or row[start - 1].text.lower() in _TURNS:
            break
        start -= 1
    return range(start, last + 1)


def is_of_a_day_before(row: Sequence[Token], taken: Sequence[bool], first: int) -> bool:
    """ "A day after it fell 3%", "two days after setting a record", "after a 3% drop the day before"."""
    i = first - 1
    while i >= 0 and "noise" in row[i].types:
        i -= 1
    after = i > 0 and row[i].text.lower() == "after" and "date" not in row[i - 1].types
    if after and row[i - 1].text.lower().endswith(_STEPS):
        return True
    last = first
    while last + 1 < len(row) and taken[last + 1]:
        last += 1
    words = " ".join(token.text.lower() for token in row[last + 1 : last + 4])
    return words.startswith(_BEFORE)
