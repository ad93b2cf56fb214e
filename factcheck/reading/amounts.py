"""Numbers as journalists write them, in figures or words, with their units."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from factcheck.reading import lexicon as lex
from factcheck.reading.words import Word, pattern

_GROUPED = r"\d{1,18}(?:\.\d{1,8})?|\d{1,3}(?:,\d{2,3}){1,6}(?:\.\d{1,8})?"
_YEAR = r"1[789]\d\d|20\d\d|21\d\d"
QUANTITIES = ("pct", "pts", "bps", "pp", "money", "mega", "num", "big", "year", "frac", "fold")


_SCALES = {"hundred": 100, "thousand": 1000, "dozen": 12}
ARTICLES = frozenset(("a", "an"))


class Amount(NamedTuple):
    """A number with its unit, and the words it took."""

    type: str
    says: dict[str, str]
    size: int


def after_article() -> frozenset[str]:
    """What may follow "a" where it begins an amount: "a third", "a percent", "a hundred"."""
    return frozenset((*lex.FRACTIONS, *lex.units(), *_SCALES))


def number(pieces: Sequence[Word], at: int) -> tuple[str, int] | None:
    """A number in figures or words at `at`: plain decimal text, and how many words it takes."""
    low = pieces[at].low
    if low[0].isdigit():
        return _figures(pieces, at)
    return _spelled(pieces, at)


def _figures(pieces: Sequence[Word], at: int) -> tuple[str, int] | None:
    low = pieces[at].low
    if not pattern(_GROUPED).fullmatch(low):
        return None
    if _fraction_at(pieces, at):
        return _decimal(Fraction(int(low), int(pieces[at + 2].low))), 3
    after = at + 1 + (at + 1 < len(pieces) and pieces[at + 1].low == "-" and pieces[at + 1].glued)
    if low.isdigit() and _fraction_at(pieces, after):
        part = Fraction(int(pieces[after].low), int(pieces[after + 2].low))
        if part < 1:
            return _decimal(int(low) + part), after + 3 - at
    return low, 1


def _fraction_at(pieces: Sequence[Word], at: int) -> bool:
    """Whether 7/8 or 25/32 stands there: the fractions that prices are quoted in."""
    three = pieces[at : at + 3]
    return (
        len(three) == 3
        and three[1].low == "/"
        and three[2].low in ("2", "4", "8", "16", "32", "64")
        and three[0].low.isdigit()
        and three[1].glued
        and three[2].glued
    )


def _decimal(value: Fraction) -> str:
    whole, rest = divmod(value.numerator * 10**8 // value.denominator, 10**8)
    return f"{whole}.{rest:08d}".rstrip("0").rstrip(".")


def _spelled(pieces: Sequence[Word], at: int) -> tuple[str, int] | None:
    """"three", "twenty-five", "two hundred", "two and a half"."""
    low = pieces[at].low
    size = 1
    if low in lex.TENS:
        value = lex.TENS[low]
        if lex.ORDINALS.get("".join(_lows(pieces, at + 1, 1)), 99) < 10:
            return None  # twenty-first
        if at + 1 < len(pieces) and 1 <= lex.NUMBERS.get(pieces[at + 1].low, 0) <= 9:
            value, size = value + lex.NUMBERS[pieces[at + 1].low], 2
    elif low in lex.NUMBERS:
        value = lex.NUMBERS[low]
    elif low == "a" and at + 1 < len(pieces) and pieces[at + 1].low in _SCALES:
        value = 1
    else:
        return None
    if at + size < len(pieces) and pieces[at + size].low in _SCALES:
        value, size = value * _SCALES[pieces[at + size].low], size + 1
    if _lows(pieces, at + size, 3) == ("and", "a", "half"):
        return f"{value}.5", size + 3
    return str(value), size


def _lows(pieces: Sequence[Word], at: int, n: int) -> tuple[str, ...]:
    return tuple(word.low for word in pieces[at : at + n])


_CENTS = r"[\d,]+\.\d\d"


class Numbers:
    """Reads amounts from the pieces of one text."""

    def __init__(self, pieces: Sequence[Word]) -> None:
        self.pieces = pieces
        self.lows = [word.low for word in pieces]

    def at(self, at: int) -> Amount | None:
        """The amount that begins at `at`."""
        low = self.lows[at]
        if low in lex.CURRENCIES and at + 1 < len(self.pieces):
            return self._money(at)
        for read in (self._share, self._article):
            found = read(at)
            if found:
                return found
        if low in lex.FOLDS:
            return Amount("fold", {"value": str(lex.FOLDS[low]), "unit": "ratio"}, 1)
        found_number = number(self.pieces, at)
        return self._with_unit(at, *found_number) if found_number else None

    def _next(self, at: int, by: int = 1) -> str:
        return self.lows[at + by] if at + by < len(self.lows) else ""

    def unit(self, at: int) -> tuple[str, dict[str, str], int]:
        """The unit word at `at`: type, what it says, size; ("", {}, 0) where there is none."""
        entry = lex.find(lex.units(), self.lows, at) if at < len(self.lows) else None
        if entry is None:
            return "", {}, 0
        type_, says = next(iter(entry.meanings.items()))
        return type_, says, len(entry.words)

    # -- money

    def _money(self, at: int) -> Amount | None:
        found = number(self.pieces, at + 1)
        if found is None:
            return None
        value, size = found[0], 1 + found[1]
        after = at + size + (self._next(at, size) == "-" and self.pieces[at + size].glued)
        if pattern(_CENTS).fullmatch(value) and after < len(self.pieces) and self.pieces[after].glued:
            part = number(self.pieces, after)
            if part is not None and _fraction_at(self.pieces, after):  # "$5.45-1/4", in cents
                value = _decimal(Fraction(value.replace(",", "")) + Fraction(part[0]) / 100)
                size = after + 3 - at
        magnitude, taken = self._magnitude(at + size, letters=True)
        if magnitude:
            says = {"value": f"{value} {magnitude}", "unit": lex.CURRENCIES[self.lows[at]]}
            return Amount("mega", says, size + taken)
        cents, _, more = self.unit(at + size)
        says = {"of": lex.CURRENCIES[self.lows[at]]}
        if cents == "u_cents" and self.pieces[at + size].glued:
            return Amount("money", _price(_hundredth(value)) | says, size + more)
        return Amount("money", _price(value) | says, size + self._measure(at + size))

    def _magnitude(self, at: int, letters: bool = False) -> tuple[str, int]:
        low = self._next(at, 0)
        if letters and low in ("k", "m", "b", "t") and self.pieces[at].glued:
            return {"k": "thousand", "m": "million", "b": "billion", "t": "trillion"}[low], 1
        type_, _, size = self.unit(at)
        if type_ != "u_mag":
            return "", 0
        name = " ".join(self.lows[at : at + size])
        short = {"mn": "million", "bn": "billion", "tn": "trillion", "cr": "crore"}
        return " ".join(short.get(word, word) for word in name.split()), size

    def _measure(self, at: int) -> int:
        """Words such as "an ounce", "per barrel", "/oz" after a price."""
        if self._next(at, 0) not in ("a", "an", "per", "/", "to"):
            return 0
        skip = 1 + (self._next(at) in ("the", "troy", "us", "u.s.", "metric"))
        measures, _, size = self.unit(at + skip)
        return skip + size if measures == "u_measure" or self._is_money(at + skip) else 0

    def _is_money(self, at: int) -> bool:
        return self._next(at, 0) in ("dollar", "euro", "greenback", "pound")

    # -- words for numbers

    def _article(self, at: int) -> Amount | None:
        """"a percent", "a point", "a month", "one day"."""
        if self.lows[at] not in ("a", "an", "one"):
            return None
        type_, _, size = self.unit(at + 1)
        if type_ in ("u_pct", "u_pts", "u_bps", "u_pp", "u_cents") and self._next(at) not in "cp%":
            return self._measured("1", type_, {}, 1 + size)
        if type_[2:] in SPANS and not self._of_another(at, size):
            return self._measured("1", type_, {}, 1 + size)
        return None

    def _of_another(self, at: int, size: int) -> bool:
        """Whether "a year" is of "a year earlier", "a year-to-date low" or "a session high"."""
        entry = lex.find(lex.entries(), self.lows, at + 1)
        longer = entry is not None and len(entry.words) > size
        after = self._next(at, 1 + size)
        noun = self.lows[at] != "one" and after in ("high", "low", "peak", "trough")
        return longer or noun or after in ("ago", "earlier", "before")

    def _share(self, at: int) -> Amount | None:
        """"a third", "one-third", "half", "three quarters"; "half a percent" is 0.5 percent."""
        low, after = self.lows[at], self._next(at)
        if low not in lex.FRACTIONS and after not in lex.FRACTIONS:
            return None
        ordinal = after == "third" and self._next(at, 2) in lex.AFTER_ORDINALS
        if ordinal or (after == "quarter" and self._spans(at)):
            return None
        if low in ("half", "quarter", "quarters"):
            value, size = lex.FRACTIONS[low], 1
            if low != "half" and self.unit(at + 1)[0] not in ("u_pts", "u_pp"):
                return None
        elif (low in ("a", "one") and after in ("half", "third", "quarter")) or (low, after) in (
            ("two", "thirds"),
            ("three", "quarters"),
        ):
            value, size = lex.FRACTIONS[after], 2
        else:
            return None
        if low == "half" and _lows(self.pieces, at + 1, 1) == ("year",):
            return None
        return self._share_of(at, value, size)

    def _spans(self, at: int) -> bool:
        """"in a quarter": a span of time."""
        return at > 0 and self.lows[at - 1] in ("in", "over", "within", "for", "past", "last")

    def _share_of(self, at: int, value: str, size: int) -> Amount | None:
        skip = size + (self._next(at, size) == "of")
        skip += self._next(at, skip) in ("a", "one")
        type_, says, more = self.unit(at + skip)
        if type_ in ("u_pct", "u_pts", "u_bps", "u_pp", "u_cents") and value in lex.DECIMALS:
            return self._measured(lex.DECIMALS[value], type_, says, skip + more)
        if type_ in ("u_pct", "u_pp"):  # "a third of a percent": a number that no figures say
            return Amount("unknown", {"text": self._next(at)}, skip + more)
        if self._next(at, size).startswith("percent"):
            return None
        return Amount("frac", {"value": value, "unit": "percent"}, size)

    # -- units

    def _with_unit(self, at: int, value: str, size: int) -> Amount | None:
        after = at + size
        if self._next(after, 0) in ("st", "nd", "rd", "th") and self.pieces[after].glued:
            return Amount("ord", {"value": value}, size + 1)
        if self._next(after, 0) in ("x", "fold"):
            return Amount("fold", {"value": value, "unit": "ratio"}, size + 1)
        magnitude, taken = self._magnitude(after)
        if magnitude:
            value, size = f"{value} {magnitude}", size + taken
        type_, says, more = self.unit(at + size)
        if type_ == "u_measure" or (type_ == "u_cents" and not self._cents(at + size)):
            type_, more = "", 0
        if magnitude and type_ != "u_cur":
            return Amount("big", {"value": value}, size)
        return self._measured(value, type_, says, size + more, at)

    def _cents(self, at: int) -> bool:
        """Whether the letter or word means a hundredth: 83p and 36c, but not "3 p" in "3 p.m."."""
        return len(self.lows[at]) > 1 or self.lows[at] == "¢" or self.pieces[at].glued

    def _measured(
        self, value: str, type_: str, says: dict[str, str], size: int, at: int = -1
    ) -> Amount | None:
        if type_[2:] in SPANS:
            return _span(value, type_[2:], size)
        if type_ == "u_cur":
            if " " in value:
                return Amount("mega", {"value": value, "unit": says["code"]}, size)
            return Amount("money", _price(value) | {"of": says["code"]}, size + self._measure(at + size))
        if type_ == "u_cents":
            return Amount("money", _price(_hundredth(value)), size + self._measure(at + size))
        plain_units = {
            "u_pct": ("pct", value, "percent"),
            "u_pts": ("pts", value, "points"),
            "u_bps": ("bps", value, "bp"),
            "u_pp": ("pp", value, "pp"),
        }
        if type_ in plain_units:
            name, number_, unit = plain_units[type_]
            says = {"value": number_, "unit": unit, "raw": value, "raw_unit": "points"}
            return Amount(name, says, size)
        measure = self._measure(at + size) if at >= 0 else 0
        if measure or (size > 1 and "/" in self.lows[at : at + size]):
            return Amount("money", _price(value), size + measure)
        if not pattern(_YEAR).fullmatch(value):
            return Amount("num", {"value": value}, size)
        says = {"value": value, "window": f"since {value}", "own": value, "grain": "year"}
        says["period"] = f"since:{value}"
        return Amount("year", says, size)


SPANS = ("day", "week", "month", "quarter", "year", "decade", "hour")


def _span(value: str, unit: str, size: int) -> Amount | None:
    if unit == "decade":
        value, unit = _times_ten(value), "year"
    name = {"day": "session"}.get(unit, unit)
    period = f"{value}-{name}"
    step = unit if value == "1" else period
    says = {
        "value": value,
        "step": unit,
        "window": period,
        "period": "day" if (value, unit) == ("1", "day") else period,
        "length": step,
    }
    return Amount("span", says, size)


def _times_ten(value: str) -> str:
    return _decimal(Fraction(value) * 10)


def _price(value: str) -> dict[str, str]:
    return {"value": value, "unit": "price"}


def _hundredth(value: str) -> str:
    """Cents as a price: 36 → 0.36, 7.5 → 0.075, and every digit kept."""
    whole, _, part = value.replace(",", "").partition(".")
    digits = whole.rjust(3, "0") + part
    return f"{digits[: -2 - len(part)].lstrip('0') or '0'}.{digits[-2 - len(part) :]}"
