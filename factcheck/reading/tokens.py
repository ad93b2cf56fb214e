"""The lexer: text into typed tokens with their places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Protocol

from factcheck.reading import lexicon as lex
from factcheck.reading.amounts import ARTICLES, SPANS, Numbers, after_article, number
from factcheck.reading.dates import AFTER_THE, clock_at, date_at, phrases_from
from factcheck.reading.words import Token, pattern, words


class Named(Protocol):
    """A name of an instrument in the text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def listings(self) -> Sequence[Any]: ...
    @property
    def inverse(self) -> bool: ...


class Names(Protocol):
    """What the reader asks of a catalogue of instruments."""

    def mentions(self, text: str) -> Sequence[Named]: ...


def tokens(text: str, names: Names) -> list[Token]:
    """Every token of `text`, noise included; what no table holds has the type `unknown`."""
    return list(_Lexer(text, names))


# what a claim cannot be made without: a digit, or a word of one of these sorts
_TRIGGERS = frozenset(
    "move creep way flat mult fold xnoun hst record super best longest run turn offlows state gainer"
    " performer pare beat lead widen breadth most_of all_of notseen span twice".split()
)


@cache
def _trigger_words() -> frozenset[str]:
    """One word of each phrase that can be in a claim, its longest: it is rarely anywhere else."""
    phrases = (entry for entries in lex.entries().values() for entry in entries)
    return frozenset(max(e.words, key=len) for e in phrases if not _TRIGGERS.isdisjoint(e.meanings))


def may_claim(text: str) -> bool:
    """Whether a sentence can hold a claim at all: most of an article's do not, and need no lexing."""
    if any(letter in text for letter in "0123456789"):
        return True
    return not _trigger_words().isdisjoint(pattern(r"[^\W_]+").findall(text.lower()))


def names(text: str, catalogue: Names) -> list[Token]:
    """Only the names in a text."""
    return [_name_token(text, named) for named in catalogue.mentions(text)]


def _name_token(text: str, named: Named) -> Token:
    kinds = {getattr(listing, "type", "") for listing in named.listings}
    kinds = {"commodity"} if kinds <= {"commodity", "future"} and len(kinds) > 1 else kinds  # "gold"
    symbols = (str(getattr(listing, "symbol", "")) for listing in named.listings)
    type_ = next(iter(kinds)) if len(kinds) == 1 else ""
    says = {"type": type_, "types": " ".join(sorted(kinds)), "symbols": " ".join(symbols)}
    says["inverse"] = "true" if named.inverse else "false"
    return Token(named.start, named.end, text[named.start : named.end], {"name": says})


@cache
def _alone(low: str) -> tuple[dict[str, dict[str, str]], frozenset[str], frozenset[str]] | None:
    """What a word says that is no number, unit or sign, its types, and the words that go on from it to
    something longer ("0": any number); None where only a closer look can tell."""
    digits = low[0].isdigit()
    if digits or low in lex.units() or low in _NUMERIC - ARTICLES or (low != "the" and phrases_from(low)):
        return None
    longer = {entry.words[1] for entry in lex.entries().get(low, ()) if len(entry.words) > 1}
    longer |= AFTER_THE if low == "the" else after_article() if low in ARTICLES else frozenset()
    longer |= {"0", "of"} if low in _CLOCK else frozenset()
    entry = lex.entries().single.get(low)
    meanings = entry.meanings if entry else {"unknown": {"text": low}}
    return meanings, frozenset(meanings), frozenset(longer)


_NUMERIC = frozenset(
    (
        *lex.NUMBERS,
        *lex.TENS,
        *lex.ORDINALS,
        *lex.FRACTIONS,
        *lex.FOLDS,
        *lex.CURRENCIES,
        *"+-",
        "a",
        "an",
        "near",
    )
)


class _Lexer:
    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.pieces = words(text)
        self.numbers = Numbers(self.pieces)
        self.mentions = {named.start: named for named in names.mentions(text)}
        self.at = 0

    def __iter__(self) -> Iterator[Token]:
        pieces, mentions, text = self.pieces, self.mentions, self.text
        at = 0
        while at < len(pieces):
            low, start, end, _ = pieces[at]
            alone = _alone(low)
            if alone is not None and start not in mentions and not self._goes_on(alone[2], at):
                at += 1
                yield Token(start, end, text[start:end], alone[0], alone[1])
                continue
            self.at = at
            token = self._next()
            end = token.end
            while at < len(pieces) and pieces[at].start < end:
                at += 1
            yield token

    def _goes_on(self, longer: frozenset[str], at: int) -> bool:
        if not longer or at + 1 >= len(self.pieces):
            return False
        low = self.pieces[at + 1].low
        return low in longer or ("0" in longer and low[0].isdigit())

    def _next(self) -> Token:
        """The first reading in this order: a phrase before an amount, an amount before a word."""
        word = self.pieces[self.at]
        for read in _readers(word.low, word.start in self.mentions):
            found = read(self)
            if found:
                return found
        return self._token(1, {"unknown": {"text": word.low}})

    def _token(self, size: int, meanings: dict[str, dict[str, str]]) -> Token:
        start, end = self.pieces[self.at].start, self.pieces[self.at + size - 1].end
        return Token(start, end, self.text[start:end], meanings)

    def _name(self) -> Token | None:
        named = self.mentions.get(self.pieces[self.at].start)
        return None if named is None else _name_token(self.text, named)

    def _sign(self) -> Token | None:
        """A plus or minus that belongs to the number after it."""
        word = self.pieces[self.at]
        if word.low not in ("+", "-") or self.at + 1 >= len(self.pieces):
            return None
        after = self.pieces[self.at + 1]
        glued = word.glued and self.text[word.start - 1] not in "(["
        if glued or not after.glued or not (after.low[0].isdigit() or after.low in lex.CURRENCIES):
            return None
        direction = "up" if word.low == "+" else "down"
        return self._token(1, {"sign": {"direction": direction}})

    def _date(self) -> Token | None:
        return date_at(self.text, self.pieces[self.at].start)

    def _clock(self) -> Token | None:
        return clock_at(self.text, self.pieces[self.at].start)

    def _phrase(self) -> Token | None:
        """A phrase of two words or more."""
        entry = lex.find(lex.entries(), self.numbers.lows, self.at)
        if entry is None or len(entry.words) < 2:
            return None
        if entry.words == ("up", "to") and self._creeps():
            return None  # "edged up to 4.52%" names the level, "rose up to 2%" the most
        inside = self.pieces[self.at + 1 : self.at + len(entry.words)]
        if "both" in entry.meanings and self.text[inside[-1].end : inside[-1].end + 1] == "-":
            return None  # "the two-year note" is not "the two"
        if any(word.start in self.mentions for word in inside):
            return None  # "the most liquid three-year bond" is no "the most"
        return self._token(len(entry.words), entry.meanings)

    def _creeps(self) -> bool:
        """Whether the word before says no more than that something moved."""
        low = self.numbers.lows[self.at - 1] if self.at else ""
        entry = lex.find(lex.entries(), self.numbers.lows, self.at - 1) if self.at else None
        return low in ("was", "were", "is", "are") or (entry is not None and "creep" in entry.meanings)

    def _amount(self) -> Token | None:
        found = self.numbers.at(self.at)
        return self._token(found.size, {found.type: found.says}) if found else None

    def _word(self) -> Token | None:
        low = self.numbers.lows[self.at]
        if low in lex.ORDINALS:
            return self._token(1, {"ord": {"value": str(lex.ORDINALS[low])}})
        if low in lex.TENS and self.at + 1 < len(self.pieces):
            unit = lex.ORDINALS.get(self.numbers.lows[self.at + 1], 99)
            if unit < 10:
                return self._token(2, {"ord": {"value": str(lex.TENS[low] + unit)}})
        unit_type, _, size = self.numbers.unit(self.at) if low in lex.units() else ("", {}, 0)
        if unit_type[2:] in SPANS:
            step = {"decade": "10-year"}.get(unit_type[2:], unit_type[2:])
            length = "day" if step == "day" else step if "-" in step else f"1-{step}"
            meanings = {"unit": {"step": step, "period": step, "length": length}}
            entry = lex.find(lex.entries(), self.numbers.lows, self.at)
            known = entry.meanings if entry and size == 1 else {}
            return self._token(size, {**known, **meanings})
        if low == "near" and self._number_follows():
            return self._token(1, {"near": {"hedge": "about", "near": "nearly"}})
        entry = lex.find(lex.entries(), [low], 0)
        return self._token(1, entry.meanings) if entry else None

    def _number_follows(self) -> bool:
        """ "near-15-year high" speaks of the span, "near a 15-year high" of the price (S9.7)."""
        return self.at + 1 < len(self.pieces) and number(self.pieces, self.at + 1) is not None


_CLOCK = frozenset("as by at around shortly before after".split())


@cache
def _readers(low: str, named: bool) -> tuple[Callable[[_Lexer], Token | None], ...]:
    """How a word may be read, in order: only what can begin with it is tried."""
    digit, begun = low[0].isdigit(), lex.entries().get(low, ())
    numeric = digit or low in _NUMERIC
    tried = (
        (digit or low in _CLOCK, _Lexer._clock),
        (named, _Lexer._name),
        (low in ("+", "-"), _Lexer._sign),
        (len(low) < 5 if low.isdigit() else not digit and bool(phrases_from(low)), _Lexer._date),
        (any(len(entry.words) > 1 for entry in begun), _Lexer._phrase),
        (numeric, _Lexer._amount),
    )
    return (*(read for may, read in tried if may), _Lexer._word)
