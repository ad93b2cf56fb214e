"""Whether words that can be a claim are one where they stand: for each kind, what only looks like it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from factcheck.reading import nouns
from factcheck.reading.statement import Statement
from factcheck.reading.words import Token

_OBJECT = nouns.ARTICLES | nouns.ADJECTIVES | {"sharper", "some", "earlier", "early"}


def is_meant(claim: Statement, row: Sequence[Token], first: int, last: int, has_origin: bool) -> bool:
    """Whether the claim from `first` to `last` of a sentence's words is one; `has_origin`: what it moved
    from was read too."""
    means = _MEANS.get(claim.kind)
    return means is None or means(_Seen(claim, row, first, last, has_origin))


@dataclass(frozen=True)
class _Seen:
    """The words of a claim among those around it."""

    claim: Statement
    row: Sequence[Token]
    first: int
    last: int
    has_origin: bool

    @property
    def before(self) -> Token | None:
        return self.row[self.first - 1] if self.first else None

    @property
    def after(self) -> Token | None:
        return self.row[self.last + 1] if self.last + 1 < len(self.row) else None

    @property
    def opening(self) -> str:
        return self.row[self.first].low

    @property
    def follows(self) -> str:
        """The word after it, or ""."""
        return self.after.low if self.after is not None else ""

    @property
    def is_percent(self) -> bool:
        return self.claim.fields.get("unit") == "percent"

    @property
    def types(self) -> frozenset[str]:
        """Everything that the words of the claim can be."""
        return frozenset(type_ for token in self.claim.piece.tokens for type_ in token.types)

    @property
    def is_partly(self) -> bool:
        """Whether it is said of a part: "most of its losses"."""
        return any(token.low in _PARTLY for token in self.row[self.first : self.last + 1])

    def has(self, type_: str) -> bool:
        return any(type_ in token.types for token in self.claim.piece.tokens)


def _level(seen: _Seen) -> bool:
    subject, after = seen.claim.subject, seen.after
    if seen.is_percent and not subject.unknown and "yield" not in subject.types:
        return False  # "with utilization at 90%"
    if any(token.low == "times" for token in seen.row[: seen.first]):
        return False  # "trades at 22 times earnings, up from 19"
    if seen.row[seen.first].types & {"hedge", "over", "under"}:
        return False  # "a metal value of about $1,400"
    began = [token.low for token in seen.row[max(0, seen.first - 3) : seen.first]]
    if began[:1] and began[0] in _BEGAN and began[-1] in ("year", "month", "quarter", "week"):
        return False  # "it started the year at 4.57%"
    if seen.before is not None and "average" in seen.before.types:
        return False  # "fell to its 21-day moving average at 152.37"
    if after is not None and after.types == {"unknown"} and after.text.islower():
        return False  # "weighs in at about 506 grams"
    return not seen.has("year")  # "by year-end 2025"


def _streak(seen: _Seen) -> bool:
    if seen.follows in ("of", "above", "exceeding", "topping") and _is_an_amount(seen.row[seen.last + 2 :]):
        return False  # "its second straight annual gain of more than 20%": the run may be longer
    weaker = seen.opening in ("weaker", "stronger", "softer", "firmer")
    return not weaker or seen.has("row")  # "a weaker fourth quarter"


def _is_an_amount(row: Sequence[Token]) -> bool:
    """Whether a hedged number comes first: "more than 20%", "at least 1%"."""
    types = [token.types for token in row[:2]]
    return len(types) == 2 and bool(types[0] & {"hedge", "over", "above"}) and bool(types[1] & _AMOUNTS)


_AMOUNTS = frozenset(("pct", "pts", "bps", "money", "num"))


def _superlative(seen: _Seen) -> bool:
    rest = [seen.before, *(seen.row[i] for i in range(seen.first, min(seen.first + 3, seen.last)))]
    return not any(  # "its second-best day ever" is not the best
        one is not None and "ord" in one.types and not other.types.isdisjoint(("super", "best"))
        for one, other in pairwise(rest)
        if other is not None
    )


def _breadth(seen: _Seen) -> bool:
    after = " ".join(token.low for token in seen.row[seen.last : seen.last + 3])
    ratio = "." in seen.claim.fields.get("value", "") or after.endswith((" 1", " one", "ratio", "to-1"))
    return not ratio and after.split()[0] != "1"  # "by a 1.2-to-1 ratio": no number of shares


def _direction(seen: _Seen) -> bool:
    if seen.after is None or "move" not in seen.row[seen.last].types:
        return True
    # "trimmed sharper losses", "powered the S&P 500": what it does to another
    return seen.after.types.isdisjoint(("name", "unknown", "move")) and seen.follows not in _OBJECT


def _reversal(seen: _Seen) -> bool:
    if seen.claim.fields.get("path") == "erased" and seen.is_partly:
        return False  # "clawing back most of Wednesday's losses"
    inside = seen.after is not None and "in" in seen.after.types and len(seen.row) > seen.last + 2
    # "gains in Apple offset losses in Tesla"
    return not inside or "name" not in seen.row[seen.last + 2].types


def _rank(seen: _Seen) -> bool:
    return not seen.claim.subject.unknown and seen.opening != "top"  # "top iron ore producer"


def _threshold(seen: _Seen) -> bool:
    if seen.follows in ("dma", "day", "sma", "week"):
        return False  # "topping its 21-DMA"
    return not _is_of_a_year(seen.row, seen.last)  # "surpassing its 1989 peak"


def _is_of_a_year(row: Sequence[Token], last: int) -> bool:
    """Whether the number is a year that something is of: "its 1989 peak", "2011's record", "1989 levels"."""
    words = [token.low for token in row[: last + 2]]
    if words[last] == "levels":
        return "year" in row[last - 1].types
    of = words[last - 1] in (*nouns.ARTICLES, "'s") or words[last + 1 :] in (["'s"], ["highs"], ["lows"])
    return of and "year" in row[last].types


def _market_cap(seen: _Seen) -> bool:
    # "shares worth 278 billion won", "gold regains Rs 1 lakh"
    return seen.opening != "worth" and seen.claim.subject.types.isdisjoint(_WITHOUT_SHARES)


_VOLUMES = frozenset(("volume", "traded", "busy"))
_WITHOUT_SHARES = frozenset(("commodity", "future", "fx", "yield"))


def _state(seen: _Seen) -> bool:
    if any(token.types & _VOLUMES for token in seen.row[: seen.first]) and "average" in seen.types:
        return False  # "traded 55 million shares, below its 30-day average"
    alone = len(seen.claim.piece.tokens) == 1
    return not alone or (seen.before is not None and "in" in seen.before.types)


def _extreme(seen: _Seen) -> bool:
    if seen.before is not None and seen.before.types & {"date", "year"} and seen.before.text[-1].isdigit():
        return False  # "from its Dec. 17 record", "its 2011 record"
    if seen.before is not None and "num" in seen.before.types:
        return False  # "57 record closes this year"
    of_the_day = seen.claim.piece.fields.get("window") == "day" and seen.has("touch")
    if of_the_day and not any("intraday" in token.types for token in seen.row):
        return False  # "has fallen since it hit a high of 480": of which day, nobody says
    if seen.opening == "records" or _is_mention(seen):
        return False  # "records a gain"
    if "record" not in seen.row[seen.last].types or seen.after is None:
        return True
    # "a record rally": the word belongs to what follows
    return not seen.after.types & {"unknown", "move", "thing", "run", "opinion", "pct", "num", "big"}


def _is_mention(seen: _Seen) -> bool:
    """ "Its previous record", "the index's record high, in December, stands": not "that was the index's
    fifth record high"."""
    row = seen.row[max(0, seen.first - 1) : seen.last + 1]
    if any(one.low in _OLDER and "record" in other.types for one, other in pairwise(row)):
        return True
    if seen.before is None or seen.before.text not in ("'s", "’s") or not seen.has("record"):
        return False
    row = [*seen.row[max(0, seen.first - 8) : seen.first], *seen.claim.piece.tokens]
    said = any(token.types & {"reach", "touch", "end"} or token.low in _BE for token in row)
    return not said


def _change(seen: _Seen) -> bool:
    row, last = seen.row, seen.last
    if seen.follows == "of" and seen.is_percent:
        of = {token.low for token in row[last + 2 : last + 5]}
        return not of.isdisjoint(("value", "worth"))  # and not "4% of its staff"
    if "sign" in row[seen.first].types and seen.before is not None and seen.before.low in ("at", "to"):
        of_yield = "yield" in seen.claim.subject.types or seen.claim.fields.get("unit") == "price"
        return not of_yield  # "the yield fell to -0.32%", "closed at -$37.63": a price below zero
    if "way" in row[seen.first].types and seen.before is not None and seen.before.text == ",":
        return not _of_a_count(row, seen.first)
    if seen.has("mult"):  # "tripled its output", "to double"
        to = seen.before is not None and "to" in seen.before.types
        peak = seen.follows == "from" and row[last + 2 : last + 3] and not row[last + 2].types & _AMOUNTS
        return seen.follows not in ("what", "the", "its", "down") and not to and not peak
    if seen.follows == "over":
        return row[last + 2].low not in ("this", "that") if last + 2 < len(row) else True
    if seen.after is not None and not seen.after.types.isdisjoint(("from", "since")):
        return seen.has_origin  # "down 50% from its 2011 high" is no move of the day
    return seen.claim.piece.tokens[0].types != {"frac"}


def _of_a_count(row: Sequence[Token], first: int) -> bool:
    """Whether what went up or down is a count or a sum right before: "planted 92 million acres, up 5
    percent", "reported revenue of $44 billion, up 69%", "earned $1.76 per share, up 44%"."""
    if first > 1 and "mega" in row[first - 2].types:
        return True
    if first > 1 and "money" in row[first - 2].types:
        words = {token.low for token in row[max(0, first - 10) : first - 2]}
        return not words.isdisjoint(_OF_RESULTS) or not words.isdisjoint(nouns.STATISTICS)
    for i in range(first - 1, max(0, first - 8), -1):
        if row[i].types & {"num", "big", "mega"} and row[i + 1].types & {"unknown", "stocks"}:
            return True
        if row[i].types & {"name", "pct", "money", "pts"}:
            return False
    return False


_BEGAN = ("started", "began", "entered", "opened", "start", "begin", "starting", "beginning")
_OLDER = ("previous", "prior", "old", "earlier", "former", "existing")
_BE = ("is", "was", "are", "were", "be", "been", "being")
_OF_RESULTS = ("earned", "earns", "earning", "paid", "pays", "reported")
_PARTLY = frozenset(("most", "most of", "much", "some", "half", "part", "bulk", "nearly all", "almost all"))
_MEANS: Mapping[str, Callable[[_Seen], bool]] = {
    "breadth": _breadth,
    "change": _change,
    "direction": _direction,
    "extreme": _extreme,
    "level": _level,
    "market_cap": _market_cap,
    "rank": _rank,
    "reversal": _reversal,
    "state": _state,
    "streak": _streak,
    "superlative": _superlative,
    "threshold": _threshold,
}
