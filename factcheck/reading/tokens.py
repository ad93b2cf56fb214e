"""The lexer: text into typed tokens with their places; numbers, dates and names are read here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property
from typing import Any, NamedTuple, Protocol

from factcheck.reading import lexicon as lex


class Named(Protocol):
    """A name of an instrument in the text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def listings(self) -> Sequence[Any]: ...


class Names(Protocol):
    """What the reader asks of a catalogue of instruments."""

    def mentions(self, text: str) -> Sequence[Named]: ...


@dataclass(frozen=True, eq=False)
class Token:
    """A stretch of text and everything it can be: type → what it says as that type."""

    start: int
    end: int
    text: str
    meanings: dict[str, dict[str, str]] = field(default_factory=dict)

    @cached_property
    def types(self) -> frozenset[str]:
        return frozenset(self.meanings)

    def says(self, type_: str, key: str) -> str | None:
        """What it says for `key` as that type: a number says its value wherever it is asked."""
        if key == "text":
            return self.text
        if key == "verb":
            return " ".join(self.text.lower().split())
        says = self.meanings[type_]
        return says.get(key, says.get("value"))


class Word(NamedTuple):
    """A raw piece of text; `glued`: nothing stands between it and the piece before."""

    low: str
    start: int
    end: int
    glued: bool


class Plain(NamedTuple):
    """Text with one spelling for each character, and where each character stood."""

    text: str
    places: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text as written."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]


_SPELLINGS = {
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009", " "),
    **dict.fromkeys("\u200a\u202f\u205f\u3000\t\n\r\v\f\x85\u2028\u2029", " "),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2044\u2215", "/"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f", ""),
    "½": " 1/2", "¼": " 1/4", "¾": " 3/4", "…": " ", "\u066a": "%",
}  # fmt: skip
OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> Plain:
    """One spelling for each character: composed letters, plain spaces, hyphens and quotes."""
    letters: list[str] = []
    places: list[int] = []
    for start, end in _clusters(text):
        one = unicodedata.normalize("NFC", text[start:end])
        if "\uff00" <= one <= "\uffee":
            one = unicodedata.normalize("NFKC", one)
        one = _SPELLINGS.get(one, one)
        letters.append(one)
        places += [start] * len(one)
    return Plain("".join(letters), (*places, len(text)))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Letters with the marks that belong to them."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            yield start, at
            start = at


_RAW = re.compile(
    r"(?P<money>(?:US|HK|NT|NZ|CN|[ACSR])?[$¥]|[€£₹₩₽฿₺₫₪]|\bRs\b\.?(?=\s?\d))"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<word>(?:[A-Za-z]\.){2,}|[^\W\d_]+|'[a-z]+\b)"
    r"|(?P<other>[^\s])",
)


def words(text: str) -> list[Word]:
    """Numbers, words and signs; a hyphen inside a compound is left out."""
    found: list[Word] = []
    end = -1
    for match in _RAW.finditer(text):
        start, stop = match.span()
        if match["other"] == "-" and _compound(text, start):
            end = stop
            continue
        found.append(Word(match[0].lower(), start, stop, start == end))
        end = stop
    return found


def _compound(text: str, at: int) -> bool:
    """Whether the hyphen at `at` joins words: year-to-date, three-year, 52-week, $23-an-ounce."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if not before.isalnum() or not after.isalnum():
        return False
    return not (before.isdigit() and after.isdigit())


# ------------------------------------------------------------------------------------------ numbers

_GROUPED = re.compile(r"\d{1,18}(?:\.\d{1,8})?|\d{1,3}(?:,\d{2,3}){1,6}(?:\.\d{1,8})?")
_YEAR = re.compile(r"1[789]\d\d|20\d\d|21\d\d")
QUANTITIES = ("pct", "pts", "bps", "pp", "money", "mega", "num", "big", "year", "frac", "fold")


class Amount(NamedTuple):
    """A number with its unit, and the words it took."""

    type: str
    says: dict[str, str]
    size: int


def number(pieces: Sequence[Word], at: int) -> tuple[str, int] | None:
    """A number in figures or in words at `at`, as plain decimal text, and how many words it takes."""
    low = pieces[at].low
    if low[0].isdigit():
        return _figures(pieces, at)
    return _spelled(pieces, at)


def _figures(pieces: Sequence[Word], at: int) -> tuple[str, int] | None:
    low = pieces[at].low
    if not _GROUPED.fullmatch(low):
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
    elif low == "a" and _lows(pieces, at, 2) in (("a", "hundred"), ("a", "thousand"), ("a", "dozen")):
        value = 1
    else:
        return None
    scale = {"hundred": 100, "thousand": 1000, "dozen": 12}
    if at + size < len(pieces) and pieces[at + size].low in scale:
        value, size = value * scale[pieces[at + size].low], size + 1
    if _lows(pieces, at + size, 3) == ("and", "a", "half"):
        return f"{value}.5", size + 3
    return str(value), size


def _lows(pieces: Sequence[Word], at: int, n: int) -> tuple[str, ...]:
    return tuple(word.low for word in pieces[at : at + n])


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
        if low in ("a", "an", "one"):
            found = self._article(at)
            if found:
                return found
        if low in lex.FRACTIONS or self._next(at) in lex.FRACTIONS:
            found = self._share(at)
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
        magnitude, taken = self._magnitude(at + size, letters=True)
        if magnitude:
            says = {"value": f"{value} {magnitude}", "unit": lex.CURRENCIES[self.lows[at]]}
            return Amount("mega", says, size + taken)
        cents, _, more = self.unit(at + size)
        if cents == "u_cents" and self.pieces[at + size].glued:
            return Amount("money", _price(_hundredth(value)), size + more)
        return Amount("money", _price(value), size + self._measure(at + size))

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
        type_, _, size = self.unit(at + 1)
        if type_ in ("u_pct", "u_pts", "u_bps", "u_pp", "u_cents") and self._next(at) not in "cp%":
            return self._measured("1", type_, {}, 1 + size)
        if type_[2:] in SPANS and self._next(at + size) not in ("ago", "earlier", "before"):
            return self._measured("1", type_, {}, 1 + size)
        return None

    def _share(self, at: int) -> Amount | None:
        """"a third", "one-third", "half", "three quarters"; "half a percent" is 0.5 percent."""
        low, after = self.lows[at], self._next(at)
        if low in ("half", "quarter", "quarters"):
            value, size = lex.FRACTIONS[low], 1
            if low != "half" and self.unit(at + 1)[0] not in ("u_pts", "u_pp"):
                return None
        elif low in ("a", "one") and after in ("half", "third", "quarter"):
            value, size = lex.FRACTIONS[after], 2
        elif (low, after) in (("two", "thirds"), ("three", "quarters")):
            value, size = lex.FRACTIONS[after], 2
        else:
            return None
        if low == "half" and _lows(self.pieces, at + 1, 1) == ("year",):
            return None
        return self._share_of(at, value, size)

    def _share_of(self, at: int, value: str, size: int) -> Amount | None:
        skip = size + (self._next(at, size) == "of")
        skip += self._next(at, skip) in ("a", "one")
        type_, says, more = self.unit(at + skip)
        if type_ in ("u_pct", "u_pts", "u_bps", "u_pp", "u_cents") and value in lex.DECIMALS:
            return self._measured(lex.DECIMALS[value], type_, says, skip + more)
        if type_ in ("u_pct", "u_pp"):
            return None
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
            return Amount("money", _price(value), size + self._measure(at + size))
        if type_ == "u_cents":
            return Amount("money", _price(_hundredth(value)), size + self._measure(at + size))
        plain_units = {
            "u_pct": ("pct", value, "percent"),
            "u_pts": ("pts", value, "points"),
            "u_bps": ("bps", value, "bp"),
            "u_pp": ("pp", _hundredfold(value), "bp"),
        }
        if type_ in plain_units:
            name, number_, unit = plain_units[type_]
            says = {"value": number_, "unit": unit, "raw": value, "raw_unit": "points"}
            return Amount(name, says, size)
        if not _YEAR.fullmatch(value):
            return Amount("num", {"value": value}, size)
        says = {"value": value, "window": f"since {value}", "ytd": "ytd", "grain": "year"}
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


def _hundredfold(value: str) -> str:
    """Percentage points as basis points: 0.2 → 20, 0.778 → 77.8."""
    whole, _, part = value.replace(",", "").partition(".")
    part = part.ljust(2, "0")
    head = (whole + part[:2]).lstrip("0") or "0"
    return f"{head}.{part[2:]}" if part[2:] else head


# -------------------------------------------------------------------------------------------- dates

_MONTHS = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?"
    r"|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_BARE_MONTHS = (
    r"(?:january|february|[Mm](?-i:arch)|april|[Mm](?-i:ay)|june|july|august|september|october"
    r"|november|december|(?-i:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAYS = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?-i:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?)"
)
_Y = r"(?:1[789]\d\d|2[01]\d\d)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b"
_PART = r"(?:(?:early|mid|late|(?:the )?(?:start|end|beginning) of)[- ])"
_DATES = (
    ("week", rf"(?:the )?week (?:ending|ended|of) (?:{_WEEKDAYS},? )?(?:{_Y}-\d\d-\d\d"
             rf"|{_MONTHS} {_DAY}(?:,? {_Y})?|{_DAY} {_MONTHS}(?:,? {_Y})?|{_WEEKDAYS})"),
    ("day", rf"{_Y}-\d\d-\d\d\b"),
    ("month", rf"{_Y}-(?:0[1-9]|1[0-2])\b"),
    ("day", rf"(?:{_WEEKDAYS},? )?(?P<bare1>{_MONTHS} {_DAY}(?:,? {_Y}\b)?)"),
    ("day", rf"(?:{_WEEKDAYS},? )?(?P<bare2>{_DAY} (?:of )?{_MONTHS}(?:,? {_Y}\b)?)"),
    ("month", rf"{_PART}?{_MONTHS},? (?:of )?{_Y}\b"),
    ("month", rf"{_PART}{_MONTHS}\b"),
    ("year", rf"{_PART}{_Y}\b"),
    ("quarter", rf"(?:the )?(?:(?:first|second|third|fourth) quarter|q[1-4])(?: of)? {_Y}\b"),
    ("decade", r"the (?:1[789]\d0|20\d0)s\b"),
    ("quarter", rf"(?:the )?(?:spring|summer|autumn|fall|winter) (?:of )?{_Y}\b"),
    ("day", r"(?:yesterday|today|overnight)\b"),
    ("week", r"last week\b"), ("month", r"last month\b"), ("quarter", r"last quarter\b"),
    ("year", r"last year\b"),
    ("day", r"(?:the )?(?:previous|prior) (?:session|day)\b"),
    ("day", rf"(?:last )?{_WEEKDAYS}(?![\w])"),
    ("month", rf"{_BARE_MONTHS}(?![\w])"),
)  # fmt: skip


@cache
def _date_patterns() -> list[tuple[str, re.Pattern[str]]]:
    flags = re.IGNORECASE | re.ASCII
    return [(name, re.compile(rf"(?:{pattern})", flags)) for name, pattern in _DATES]


_DATE_STARTS = re.compile(
    r"(?:the|week|early|mid|late|start|end|beginning|last|previous|prior|yesterday|today|overnight"
    r"|spring|summer|autumn|fall|winter|first|second|third|fourth|q[1-4]|jan|feb|mar|apr|may|jun|jul"
    r"|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|\d)",
    re.IGNORECASE,
)


def date_at(text: str, at: int) -> Token | None:
    """The date phrase that begins at `at`; the longest of its readings."""
    if not _DATE_STARTS.match(text, at):
        return None
    best: tuple[int, str, re.Match[str]] | None = None
    for grain, pattern in _date_patterns():
        match = pattern.match(text, at)
        if match and (best is None or match.end() > best[0]):
            best = (match.end(), grain, match)
    return _date(*best[1:]) if best else None


def _date(grain: str, match: re.Match[str]) -> Token:
    found = [value for key, value in match.groupdict().items() if value and key.startswith("bare")]
    phrase = (found[0] if found else match[0]).strip(",")
    says = {"on": phrase, "grain": grain, "window": f"since {phrase}", "period": f"since:{phrase}"}
    return Token(match.start(), match.end(), match[0], {"date": says})


# ----------------------------------------------------------------------------------------- the lexer


def tokens(text: str, names: Names) -> list[Token]:
    """Every token of `text`, noise included; what no table holds has the type `unknown`."""
    return list(_Lexer(text, names))


class _Lexer:
    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.pieces = words(text)
        self.numbers = Numbers(self.pieces)
        self.mentions = {named.start: named for named in names.mentions(text)}
        self.at = 0

    def __iter__(self) -> Iterator[Token]:
        while self.at < len(self.pieces):
            token = self._next()
            end = token.end
            while self.at < len(self.pieces) and self.pieces[self.at].start < end:
                self.at += 1
            yield token

    def _next(self) -> Token:
        readers = (self._name, self._sign, self._date, self._phrase, self._amount, self._word)
        for read in readers:
            found = read()
            if found:
                return found
        word = self.pieces[self.at]
        return self._token(1, {"unknown": {"text": word.low}})

    def _token(self, size: int, meanings: dict[str, dict[str, str]]) -> Token:
        start, end = self.pieces[self.at].start, self.pieces[self.at + size - 1].end
        return Token(start, end, self.text[start:end], meanings)

    def _name(self) -> Token | None:
        named = self.mentions.get(self.pieces[self.at].start)
        if named is None:
            return None
        kinds = {getattr(listing, "type", "") for listing in named.listings}
        says = {"type": kinds.pop() if len(kinds) == 1 else ""}
        return Token(named.start, named.end, self.text[named.start : named.end], {"name": says})

    def _sign(self) -> Token | None:
        """A plus or minus that belongs to the number after it."""
        word = self.pieces[self.at]
        if word.low not in ("+", "-") or self.at + 1 >= len(self.pieces):
            return None
        after, glued = self.pieces[self.at + 1], word.glued and self.text[word.start - 1] not in "(["
        if glued or not after.glued or not (after.low[0].isdigit() or after.low in lex.CURRENCIES):
            return None
        direction = "up" if word.low == "+" else "down"
        return self._token(1, {"sign": {"direction": direction}})

    def _date(self) -> Token | None:
        return date_at(self.text, self.pieces[self.at].start)

    def _phrase(self) -> Token | None:
        """A phrase of two words or more."""
        entry = lex.find(lex.entries(), self.numbers.lows, self.at)
        if entry is None or len(entry.words) < 2:
            return None
        return self._token(len(entry.words), entry.meanings)

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
        unit_type, _, size = self.numbers.unit(self.at)
        if unit_type[2:] in SPANS:
            step = {"decade": "10-year"}.get(unit_type[2:], unit_type[2:])
            meanings = {"unit": {"step": step, "period": step}}
            entry = lex.find(lex.entries(), self.numbers.lows, self.at)
            return self._token(size, {**(entry.meanings if entry and size == 1 else {}), **meanings})
        if low == "near" and self._number_follows():
            return self._token(1, {"near": {"hedge": "about", "near": "nearly"}})
        entry = lex.find(lex.entries(), self.numbers.lows, self.at)
        return self._token(1, entry.meanings) if entry else None

    def _number_follows(self) -> bool:
        """"near-15-year high" speaks of the span, "near a 15-year high" of the price (S9.7)."""
        return self.at + 1 < len(self.pieces) and number(self.pieces, self.at + 1) is not None
