"""What a stated number permits: intervals, hedges and all rounding (S5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from factcheck.policy import Policy
from factcheck.readings import Fit


class Direction(StrEnum):
    """Which way the subject moved, as written."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"

    @property
    def sign(self) -> int:
        return {"up": 1, "down": -1, "flat": 0}[self]

    @property
    def opposite(self) -> Direction:
        return {"up": Direction.DOWN, "down": Direction.UP, "flat": Direction.FLAT}[self]


class Hedge(StrEnum):
    """Words that loosen or tighten a number (S5.5)."""

    ABOUT = "about"
    NEARLY = "nearly"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    UP_TO = "up_to"
    BETWEEN = "between"


class Flatness(StrEnum):
    """Words for not moving, each with its own tolerance (S5.4)."""

    UNCHANGED = "unchanged"
    FLAT = "flat"
    LITTLE_CHANGED = "little_changed"


MONEY = ("usd", "hkd", "cny", "eur", "gbp", "jpy", "inr", "krw", "twd", "aud", "cad", "chf", "sgd")
UNITS = ("percent", "points", "bp", "pp", "price", "count", "ratio", *MONEY)
MAGNITUDES = {
    "thousand": 10**3,
    "k": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "m": 10**6,
    "mn": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "b": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
    "lakh crore": 10**12,
}
WORD_FRACTIONS = {
    "1/2": Fraction(1, 2),
    "1/3": Fraction(1, 3),
    "2/3": Fraction(2, 3),
    "1/4": Fraction(1, 4),
    "3/4": Fraction(3, 4),
}
_NUMBER = re.compile(
    r"(?P<whole>\d{1,18}|\d{1,3}(?:,\d{2,3}){1,6})(?P<part>\.\d{1,8})?"
    r"(?:\s*(?P<magnitude>thousand|k|lakh crore|lakh|million|mn|m|crore|billion|bn|b|trillion|tn))?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True)
class Stated:
    """A number as written: exact value, the unit of its last digit (`u` of S5), and its text.

    A word fraction ("a third", written 1/3) has its value in percent and no last digit.
    """

    value: Fraction
    step: Fraction
    text: str
    words: bool = False

    @classmethod
    def parse(cls, text: str) -> Stated:
        """Read "4.7", "23,477.92", "1.3 trillion" or "1/3". Raises ValueError for anything else."""
        plain = " ".join(str(text).split())
        if plain in WORD_FRACTIONS:
            return cls(WORD_FRACTIONS[plain] * 100, Fraction(1), plain, words=True)
        match = _NUMBER.fullmatch(plain)
        if match is None:
            raise ValueError(
                f"cannot read {plain[:40]!r} as a number; write it like 4.7 or 23,477.92"
            )
        digits = match["whole"].replace(",", "") + (match["part"] or "")
        step = Fraction(1, 10 ** (len(match["part"]) - 1 if match["part"] else 0))
        scale = MAGNITUDES[(match["magnitude"] or "").lower()] if match["magnitude"] else 1
        return cls(Fraction(digits) * scale, step * scale, plain)

    def __str__(self) -> str:
        return self.text

    @property
    def decimals(self) -> int:
        """How many decimals were printed."""
        _, _, part = self.text.partition(".")
        return len(re.match(r"\d*", part)[0])  # type: ignore[index]

    @property
    def round_step(self) -> Fraction | None:
        """The last non-zero digit's unit, where two or more zeros follow it ("300": 100); else None."""
        if self.words or self.value == 0 or self.value.denominator != 1 or self.decimals:
            return None
        zeros = len(str(self.value.numerator)) - len(str(self.value.numerator).rstrip("0"))
        return Fraction(10**zeros) if zeros >= 2 and 10**zeros >= 100 * self.step else None


@dataclass(frozen=True)
class Band:
    """An interval of values; `None` is unbounded. Ends are closed unless said otherwise."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, x: Fraction) -> bool:
        return self.meets(x, x)

    def meets(self, low: Fraction, high: Fraction) -> bool:
        """Whether [low, high] has a point in this interval."""
        if self.high is not None and (low > self.high or (low == self.high and self.high_open)):
            return False
        return not (
            self.low is not None and (high < self.low or (high == self.low and self.low_open))
        )

    def holds(self, low: Fraction, high: Fraction) -> bool:
        """Whether [low, high] lies inside this interval."""
        return low in self and high in self

    def above_zero(self) -> Band:
        if self.low is not None and self.low > 0:
            return self
        return replace(self, low=Fraction(0), low_open=True)

    def at_end(self, x: Fraction) -> bool:
        return x in (self.low, self.high)


@dataclass(frozen=True)
class Permit:
    """Every value a statement permits: what is true, what slack excuses and under which flag,
    and from which value on it is understated or misleading (S5.5, M8)."""

    true: Band
    slack: tuple[tuple[Band, str], ...] = ()
    understated: Band | None = None
    misleading: Band | None = None

    def fit(self, x: Fraction, spread: Fraction = Fraction(0)) -> tuple[Fit, tuple[str, ...]]:
        """How `x`, known to within ±`spread` (2 delta, S2.5), fits; with flags. Never SOMETIME."""
        low, high = x - spread, x + spread
        if self.true.holds(low, high):
            return Fit.TRUE, self._flags(x)
        if self.true.meets(low, high):
            return Fit.ROUGHLY, ("boundary",)
        for band, flag in self.slack:
            if band.meets(low, high):
                return Fit.ROUGHLY, (flag,) if flag else ()
        return Fit.FALSE, ()

    def above_zero(self) -> Permit:
        """The same for magnitudes of a stated direction: nothing at or below zero."""
        slack = tuple((band.above_zero(), flag) for band, flag in self.slack)
        return replace(self, true=self.true.above_zero(), slack=slack)

    def edges(self) -> list[Fraction]:
        """Values where the verdict can change: for confidence (S1.5)."""
        bands = [self.true, *(band for band, _ in self.slack)]
        return [edge for band in bands for edge in (band.low, band.high) if edge is not None]

    def _flags(self, x: Fraction) -> tuple[str, ...]:
        flags = []
        if self.true.at_end(x):
            flags.append("boundary")
        if self.understated is not None and x in self.understated:
            flags.append("understated")
        return tuple(flags)


def permit(
    stated: Stated,
    hedge: Hedge | None,
    policy: Policy,
    *,
    level: bool = False,
    ratio: bool = False,
    upper: Stated | None = None,
    directed: bool = False,
) -> Permit:
    """What `stated` permits of the measured magnitude, in the stated unit (S5.1, S5.2, S5.5, S5.6).

    `level`: an index level or a price, where loose words are looser by 1% and 2% only.
    `ratio`: a multiple ("doubled" is 2), judged by S13.4. `directed`: a move in a stated direction,
    so that nothing at or below zero is permitted, however loose the words (S5.3).
    """
    if ratio and hedge not in (Hedge.LESS_THAN, Hedge.AT_MOST, Hedge.BETWEEN):
        return _multiple(stated.value / 100 if stated.words else stated.value, hedge, policy)
    if stated.words and hedge in (None, Hedge.ABOUT):
        near, loose = policy.word_fraction
        found = Permit(_around(stated.value, near), ((_around(stated.value, loose), ""),))
    else:
        found = _HEDGES[hedge](stated, upper or stated, policy, level)
    return found.above_zero() if directed else found


def _bare(s: Stated, _: Stated, policy: Policy, level: bool) -> Permit:
    v, u = s.value, s.step
    double = u / 2 + u * policy.double_rounding
    slack = [
        (_around(v, double), "boundary"),
        (Band(v + u / 2, v + u, low_open=True, high_open=True), "truncated"),
    ]
    if s.round_step is not None:
        cap = v * (policy.round_level_cap if level else policy.round_amount_cap)
        slack.append((_around(v, min(s.round_step / 2, cap)), ""))
    return Permit(_around(v, u / 2), tuple(slack))


def _about(s: Stated, _: Stated, policy: Policy, level: bool) -> Permit:
    near, loose = policy.about_level if level else policy.about
    v, u = s.value, s.step
    return Permit(_around(v, max(u / 2, near * v)), ((_around(v, max(u, loose * v)), ""),))


def _nearly(s: Stated, _: Stated, policy: Policy, level: bool) -> Permit:
    near, loose = policy.about_level if level else policy.about
    v, u = s.value, s.step
    return Permit(
        Band(v - max(u / 2, near * v), v, high_open=True),
        ((Band(v - max(u, loose * v), v + u / 2), ""),),
    )


def _more_than(s: Stated, _: Stated, policy: Policy, level: bool) -> Permit:
    v, u = s.value, s.step
    return Permit(
        Band(v, None, low_open=True),
        ((Band(v - u * policy.strict_slack, v), "boundary"),),
        *_far_above(v, u, policy, level),
    )


def _at_least(s: Stated, _: Stated, policy: Policy, level: bool) -> Permit:
    v, u = s.value, s.step
    slack = ((Band(v - u / 2, v), "boundary"),)
    return Permit(Band(v, None), slack, *_far_above(v, u, policy, level))


def _less_than(s: Stated, _: Stated, policy: Policy, level: bool) -> Permit:
    v, u = s.value, s.step
    slack = ((Band(v, v + u * policy.strict_slack), "boundary"),)
    return Permit(Band(None, v, high_open=True), slack, _far_below(v, u, policy, level))


def _at_most(s: Stated, _: Stated, policy: Policy, level: bool) -> Permit:
    v, u = s.value, s.step
    far = _far_below(v, u, policy, level)
    return Permit(Band(None, v), ((Band(v, v + u / 2), "boundary"),), far)


def _between(s: Stated, upper: Stated, policy: Policy, level: bool) -> Permit:
    u = min(s.step, upper.step)
    low, high = sorted((s.value, upper.value))
    return Permit(Band(low, high), ((Band(low - u / 2, high + u / 2), "boundary"),))


_HEDGES = {
    None: _bare,
    Hedge.UP_TO: _bare,
    Hedge.ABOUT: _about,
    Hedge.NEARLY: _nearly,
    Hedge.MORE_THAN: _more_than,
    Hedge.AT_LEAST: _at_least,
    Hedge.LESS_THAN: _less_than,
    Hedge.AT_MOST: _at_most,
    Hedge.BETWEEN: _between,
}


def _far(v: Fraction, u: Fraction, policy: Policy, level: bool) -> Fraction:
    return max(u, (policy.about_level if level else policy.about)[1] * v)


def _far_above(v: Fraction, u: Fraction, policy: Policy, level: bool) -> tuple[Band, Band]:
    return (
        Band(v + _far(v, u, policy, level), None, low_open=True),
        Band(policy.misleading_quantifier * v, None),
    )


def _far_below(v: Fraction, u: Fraction, policy: Policy, level: bool) -> Band:
    return Band(None, v - _far(v, u, policy, level), high_open=True)


def _multiple(n: Fraction, hedge: Hedge | None, policy: Policy) -> Permit:
    """S13.4, written for n = 2 and scaled; below 1 ("halved") the mirror written for 0.5."""
    if hedge == Hedge.ABOUT:
        return Permit(_around(n, n / 20), ((_around(n, n / 10), ""),))
    if n < 1:
        k = n / Fraction("0.5")
        if hedge == Hedge.NEARLY:
            return Permit(
                Band(n, Fraction("0.525") * k, low_open=True),
                ((Band(n, Fraction("0.55") * k), ""),),
            )
        if hedge in (Hedge.MORE_THAN, Hedge.AT_LEAST):
            return Permit(Band(None, n, high_open=hedge == Hedge.MORE_THAN))
        far = Band(None, Fraction("0.48") * k, high_open=True)
        return Permit(Band(None, n), ((Band(n, Fraction("0.525") * k, low_open=True), ""),), far)
    k = n / 2
    if hedge == Hedge.NEARLY:
        return Permit(
            Band(Fraction("1.9") * k, n, high_open=True),
            ((Band(Fraction("1.8") * k, n, high_open=True), ""),),
        )
    understated = Band(Fraction("2.2") * k, None)
    if hedge in (Hedge.MORE_THAN, Hedge.AT_LEAST):
        far = Band(policy.misleading_quantifier * n, None)  # M8
        return Permit(Band(n, None, low_open=hedge == Hedge.MORE_THAN), (), understated, far)
    misleading = Band(Fraction("2.5") * k, None)
    slack = ((Band(Fraction("1.95") * k, n, high_open=True), ""),)
    return Permit(Band(n, None), slack, understated, misleading)


def flat_fit(
    x: Fraction, word: Flatness, policy: Policy, spread: Fraction = Fraction(0)
) -> tuple[Fit, tuple[str, ...]]:
    """S5.4: how a percent change `x`, known to within ±`spread`, fits "unchanged", "flat" or "little
    changed"."""
    near, loose = {
        Flatness.UNCHANGED: policy.unchanged,
        Flatness.FLAT: policy.flat,
        Flatness.LITTLE_CHANGED: policy.little_changed,
    }[word]
    open_ = word != Flatness.LITTLE_CHANGED  # ≤ there, < in the other two
    true, slack = (Band(-end, end, open_, open_) for end in (near, loose))
    return Permit(true, ((slack, ""),)).fit(x, spread)


def listed(words: Sequence[str]) -> str:
    """One phrase: a, b and c."""
    return "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"


def ordinal(n: str) -> str:
    """ "2" → "2nd", "11" → "11th"."""
    suffix = {"1": "st", "2": "nd", "3": "rd"}.get(n[-1:], "th") if n[-2:-1] != "1" else "th"
    return n + suffix


def decimal_text(x: Fraction, decimals: int) -> str:
    """`x` rounded half away from zero to `decimals`, exactly, as plain decimal text."""
    size, of = abs(x.numerator), x.denominator
    units = (size * 10**decimals * 2 + of) // (of * 2)
    digits = f"{units:0{decimals + 1}d}"
    whole, part = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    return f"{'-' if x < 0 and units else ''}{whole}{'.' + part if part else ''}"


def exact_text(x: Fraction) -> str:
    """`x` as the shortest decimal text that is exact, or with 6 decimals where none is."""
    for decimals in range(13):
        if 10**decimals % x.denominator == 0:
            return decimal_text(x, decimals)
    return decimal_text(x, 6)


def telling_decimals(x: Fraction, stated: Stated, most: int = 6) -> int:
    """One digit more than was stated, if prices have one (`most`), and more only until it no longer
    prints the stated number."""
    if x == stated.value:
        return stated.decimals
    decimals = max(stated.decimals, min(stated.decimals + 1, most))
    last = max(most, stated.decimals + 1)
    while decimals < last and decimal_text(x, decimals) == decimal_text(stated.value, decimals):
        decimals += 1
    return decimals


def _around(v: Fraction, by: Fraction) -> Band:
    return Band(v - by, v + by)
