"""Other words for a claim: its number, its direction or its window as the prices have them.

Only proposals are made here, the likeliest first; whoever asks reads each again and judges it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice
from typing import Any, NamedTuple

from factcheck.claims import Claim
from factcheck.periods import MONTHS, long_date, months_back
from factcheck.reading import lexicon as lex
from factcheck.reading.amounts import Numbers, number
from factcheck.reading.characters import plain
from factcheck.reading.dates import date_at
from factcheck.reading.opposites import is_loud, opposite, plainer
from factcheck.reading.words import words
from factcheck.statements import Direction, Hedge, Stated, decimal_text, ordinal
from factcheck.verdicts import Finding

MOST = 12  # proposals that are worth trying for one claim
_A_WEEK = timedelta(days=7)
_NEAR = 300  # code points to either side in which a moment may be named
COUNTED = ("streak", "streak_break")
_LEAST_RUN = 2  # "a one-day streak" is none
_DIRECTED = frozenset("move way win beat mult gainer turn".split())
_HEDGING = frozenset("hedge near over under above".split())
_VOWEL = re.compile(r"(?:[aei]|o(?!ne\b)|8|11(?!\d)|18(?!\d)|up)", re.IGNORECASE)
_SINCE = re.compile(r"\bsince (\d{1,2}) ([A-Z][a-z]+) (\d{4})")


class Replacement(NamedTuple):
    """`text[start:end]` is to be `new`."""

    start: int
    end: int
    new: str


Change = tuple[Replacement, ...]


def replaced(text: str, change: Change) -> str:
    """`text` with every replacement made."""
    for start, end, new in sorted(change, reverse=True):
        text = f"{text[:start]}{new}{text[end:]}"
    return text


def proposals(text: str, span: tuple[int, int], claim: Claim, finding: Finding) -> Iterator[Change]:
    """What might be written instead of the claim's words, `text[span]`; no two alike."""
    if _is_of_a_moment(text, span, claim):
        return
    words_ = _Words(text, *span, claim, finding)
    seen: set[Change] = set()
    for change in islice(words_.changes(), MOST):
        whole = tuple(sorted((*change, *_articles(text, change))))
        if whole not in seen and replaced(text, whole) != text:
            seen.add(whole)
            yield whole


_OF_A_PRICE = ("change", "direction", "distance", "level")
_MOMENT = re.compile(
    r"\b(?:mid-?day|noon|lunch\w*|morning|afternoon|briefly|momentarily|intra-?day|pre-?market"
    r"|hours?|minutes"
    r"|(?:early|earl[iy]er|late|later|opening|volatile|thin) (?:in the (?:day|session)|on\b|trad\w+|deal\w+)"
    r"|(?:at|from|off|near) (?:one|its|their|the)(?: (?:session|intraday|day)(?:['\u2019]s)?)?"
    r" (?:highs?|lows?|peak|trough|bottom|top|best|worst|highest|lowest|point|stage|open|opening)\b"
    r"(?!,? (?:since|in|level|close|for|ever|on record))"
    r"|\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b|\d\d:\d\d|\d{4} (?:GMT|UTC))",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\b(?:before|then|but|while|whereas|although)\b|[;!?]|[.](?=\s|$)|\n\s*\n", re.IGNORECASE
)
_ON = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)
_THEN = re.compile(r"[^.;!?]{0,40}?\b(?:before|then|only to) (?:clos|end|finish|settl)", re.IGNORECASE)


def _is_of_a_moment(text: str, span: tuple[int, int], claim: Claim) -> bool:
    """Whether the words around tie the claim to a moment of its session, of which the measured close
    says nothing: "rose 2.9% at midday" is not to become "rose 4.0% at midday"."""
    said = vars(claim.verifier)
    session = said.get("session")
    if claim.kind not in _OF_A_PRICE or session in ("close", "open") or said.get("hedge") is Hedge.UP_TO:
        return False
    if session is not None and claim.kind != "level":
        return True
    if _THEN.match(text, span[1]):
        return True  # "rose 2.9% before closing 4.0% higher"
    before = _CLAUSE.split(text[max(0, span[0] - _NEAR) : span[0]])[-1]
    after = _CLAUSE.split(text[span[1] : span[1] + _NEAR])[0]
    around = f"{before}{text[slice(*span)]}{_ON.split(after)[0]}"
    return _MOMENT.search(" ".join(around.split())) is not None


class _Words:
    """The words of one claim, cut up as its reader cuts them."""

    def __init__(self, text: str, start: int, end: int, claim: Claim, finding: Finding) -> None:
        self.text, self.start, self.end = text, start, end
        self.claim, self.finding = claim, finding
        self.clean = plain(text[start:end])
        self.pieces = words(self.clean.text)
        self.lows = [word.low for word in self.pieces]
        self.said: dict[str, Any] = vars(claim.verifier)

    def changes(self) -> Iterator[Change]:
        if self.claim.kind == "direction":
            yield from self._turned()
        elif self.claim.kind in COUNTED:
            yield from self._counts()
        elif self.claim.kind != "threshold":  # "above 40,000" is for its author to mend
            yield from self._figures()
        if self.said.get("window") is not None:
            yield from self._windows()

    def _replace(self, first: int, last: int, new: str) -> Replacement:
        """The pieces from `first` to `last`, both inclusive."""
        start, end = self.clean.place(self.pieces[first].start, self.pieces[last].end)
        return Replacement(self.start + start, self.start + end, new)

    def _written(self, first: int, last: int) -> str:
        start, end = self.clean.place(self.pieces[first].start, self.pieces[last].end)
        return self.text[self.start + start : self.start + end]

    # ------------------------------------------------------------------ measured figures

    def _measured(self) -> list[Fraction]:
        """What was measured, of each part of a conjunction."""
        found = [f.measured for f in (self.finding, *self.finding.parts) if f.measured]
        return [Fraction(m) for m in found if re.fullmatch(r"-?\d+(?:\.\d+)?", m, re.ASCII)]

    def _figures(self) -> Iterator[Change]:
        stated = self.said.get("value")
        if not isinstance(stated, Stated) or stated.words or self.said.get("upper") is not None:
            yield from self._other_way(self._measured())
            return
        for measured in self._measured():
            turn: list[Replacement] | None = []
            if measured < 0:
                turn = self._turn()
            if turn is None:
                continue
            for change in self._with_number(stated, abs(measured)):
                yield (*turn, *change)
                yield from self._plainer((*turn, *change), turned=measured < 0)

    def _other_way(self, measured: Sequence[Fraction]) -> Iterator[Change]:
        """The opposite of words without a number."""
        turn = self._turn() if any(m < 0 for m in measured) else None
        if turn:
            yield tuple(turn)
            yield from self._plainer(tuple(turn), turned=True)

    def _turned(self) -> Iterator[Change]:
        way = self.said.get("direction")
        sign = way.sign if isinstance(way, Direction) else 0
        if sign:
            yield from self._other_way([m * sign for m in self._measured()])

    def _counts(self) -> Iterator[Change]:
        stated = self.said.get("value")
        for measured in self._measured():
            if isinstance(stated, Stated) and measured >= _LEAST_RUN:
                yield from self._with_number(stated, measured)

    # ------------------------------------------------------------------ numbers

    def _with_number(self, stated: Stated, measured: Fraction) -> Iterator[Change]:
        """The stated number as `measured`, with its hedge, then without."""
        hedge = self.said.get("hedge")
        for at, size, factor in self._places(stated):
            written = self._written(at, at + size - 1)
            for number_ in self._roundings(measured / factor, written, hedge):
                yield from self._at(at, size, number_)
            loose = self._hedge_before(at)
            if hedge is not None and loose is not None:
                for number_ in self._roundings(measured / factor, written, None):
                    for change in self._at(at, size, number_):
                        yield (Replacement(loose, change[0].start, ""), *change)

    def _roundings(self, x: Fraction, written: str, hedge: Hedge | None) -> list[Fraction]:
        """`x` at the precision of `written`, the likeliest first: what "over" is said of is cut, not
        rounded. `x` is rounded itself, so where it lies in the middle the correction decides."""
        _, _, part = written.replace(",", "").partition(".")
        step, stated = Fraction(1, 10 ** len(part) if part.isdigit() else 1), self.said["value"]
        steps = [step]
        if hedge is not None and stated.round_step is not None:
            size = stated.round_step * step / stated.step
            steps = [size, *(s for s in (size / 2, size / 10) if s > step), step]
        found: list[Fraction] = []
        for by in steps:
            low = x // by * by
            match hedge:
                case Hedge.MORE_THAN:
                    found.append(low if low < x else low - by)
                case Hedge.AT_LEAST:
                    found.append(low)
                case Hedge.LESS_THAN | Hedge.NEARLY:
                    found.append(low + by)
                case Hedge.AT_MOST:
                    found.append(low + by if low < x else low)
                case _:
                    near, far = (low + by, low) if x - low >= by / 2 else (low, low + by)
                    turned = x - low == by / 2 and near not in self._corrected
                    found += (far, near) if turned else (near, far)
        least = 1 if self.said.get("unit") == "ratio" else 0  # "1-fold" says nothing
        return [n for n in dict.fromkeys(found) if n > least]

    @property
    def _corrected(self) -> list[Fraction]:
        """The numbers of the plain correction, which are rounded from exact ones."""
        told = re.findall(r"\d[\d,]*(?:\.\d+)?", self.finding.correction or "", re.ASCII)
        return [Fraction(one.replace(",", "")) for one in told]

    def _places(self, stated: Stated) -> Iterator[tuple[int, int, Fraction]]:
        """Where the number stands: its first piece, how many, and what one of it is worth."""
        mantissa = re.match(r"[\d,.]*\d", stated.text)
        if mantissa is None:
            return
        own = Fraction(mantissa[0].replace(",", ""))
        scale = stated.value / own if own else Fraction(1)
        for at in range(len(self.pieces)):
            found = self._number(at)
            if found is None:
                continue
            value, size = found
            if value == own:
                yield at, size, scale
            elif value == own * 100 and self.said.get("unit") == "price":
                yield at, size, Fraction(1, 100)  # cents

    def _number(self, at: int) -> tuple[Fraction, int] | None:
        low, after = self.lows[at], self.lows[at + 1] if at + 1 < len(self.lows) else ""
        if low in lex.ORDINALS:
            return Fraction(lex.ORDINALS[low]), 1
        if low in lex.TENS and lex.ORDINALS.get(after, 99) <= 9:
            return Fraction(lex.TENS[low] + lex.ORDINALS[after]), 2
        found = number(self.pieces, at)
        if found is None or "/" in self.lows[at : at + found[1]]:
            return None
        suffix = after in ("st", "nd", "rd", "th") and self.pieces[at + 1].glued
        return Fraction(found[0].replace(",", "")), found[1] + suffix

    def _at(self, at: int, size: int, new: Fraction) -> Iterator[Change]:
        old = self._written(at, at + size - 1)
        text = _like(old, new)
        if text is None:
            return
        unit = () if _is_ordinal(old) else self._agreeing(at, size, new)
        if unit is not None:
            yield (self._replace(at, at + size - 1, text), *unit)

    def _agreeing(self, at: int, size: int, new: Fraction) -> Change | None:
        """The unit after the number in its singular or plural; None where that cannot be told."""
        after = at + size
        if after >= len(self.pieces) or self._joined(at + size - 1, after):
            return ()
        if self.lows[after : after + 2] in (["percentage", "point"], ["percentage", "points"],
                                            ["basis", "point"], ["basis", "points"]):  # fmt: skip
            after += 1
        low = self.lows[after]
        if new == 1 and low in _PLURALS:
            return (self._replace(after, after, _PLURALS[low]),)
        if new != 1 and low in _SINGULARS:
            noun = after + 1 < len(self.pieces) and self.lows[after + 1] not in (".", ",", ";", "and", "to")
            return None if noun else (self._replace(after, after, _SINGULARS[low]),)
        return ()

    def _joined(self, one: int, other: int) -> bool:
        """Whether a hyphen joins the pieces: 6-day."""
        gap = self.clean.text[self.pieces[one].end : self.pieces[other].start]
        return gap == "-"

    def _hedge_before(self, at: int) -> int | None:
        """Where the hedge begins that stands right before the number."""
        for size in (4, 3, 2, 1):
            first = at - size
            entry = lex.find(lex.entries(), self.lows[:at], first) if first >= 0 else None
            if entry and len(entry.words) == size and not _HEDGING.isdisjoint(entry.meanings):
                return self._replace(first, first, "").start
        return None

    # ------------------------------------------------------------------ directions

    def _turn(self) -> list[Replacement] | None:
        """Every word of direction turned; None where one has no sure opposite, or there is none."""
        found: list[Replacement] = []
        way, at = str(self.said.get("direction") or ""), 0
        while at < len(self.pieces):
            entry = lex.find(lex.entries(), self.lows, at)
            size = len(entry.words) if entry else 1
            if self.lows[at] in ("+", "-") and self._is_sign(at):
                found.append(self._replace(at, at, self._other_sign(at)))
            elif entry and self._directs(entry, way):
                other = opposite(" ".join(entry.words), before_a_number=self._number_after(at + size))
                if other is None:
                    return None
                last = at + size - 1
                found.append(self._replace(at, last, _cased(other, self._written(at, last))))
            at += size
        return found or None

    def _directs(self, entry: lex.Entry, way: str) -> bool:
        return any(
            says.get("direction") == way for type_, says in entry.meanings.items() if type_ in _DIRECTED
        )

    def _is_sign(self, at: int) -> bool:
        after = self.lows[at + 1] if at + 1 < len(self.lows) else ""
        return bool(after[:1].isdigit()) and self.pieces[at + 1].glued

    def _other_sign(self, at: int) -> str:
        if self.lows[at] == "-":
            return "+"
        return "\u2212" if "\u2212" in self.text else "-"

    def _number_after(self, at: int) -> bool:
        if at < len(self.pieces) and (self.lows[at] == "by" or lex.CURRENCIES.get(self.lows[at])):
            at += 1
        while at < len(self.pieces):
            entry = lex.find(lex.entries(), self.lows, at)
            if entry is None or _HEDGING.isdisjoint(entry.meanings):
                break
            at += len(entry.words)
        return at < len(self.pieces) and number(self.pieces, at) is not None

    def _plainer(self, change: Change, *, turned: bool) -> Iterator[Change]:
        """The same with a verb that neither shouts nor whispers (S2.11), unless the author chose one
        that did not fit his own number either."""
        way, stated = self.said.get("direction"), self.said.get("value")
        if not isinstance(way, Direction) or not way.sign:
            return
        to = str(way.opposite if turned else way)
        for at, low in enumerate(self.lows):
            other = plainer(low, to)
            if other is not None and (turned or _fits(low, stated)):
                calm = self._replace(at, at, _cased(other, self._written(at, at)))
                yield (*(r for r in change if r.start != calm.start), calm)

    # ------------------------------------------------------------------ windows

    def _windows(self) -> Iterator[Change]:
        for day in self._rivals():
            yield from self._since(day)
            yield from self._spans(day)
            yield from self._noun_since(day)
        if any("record" in (f.correction or "") for f in (self.finding, *self.finding.parts)):
            yield from self._record()

    def _rivals(self) -> list[date]:
        """The days that the true comparison reaches back to; the highest of a few days is no high."""
        findings = (self.finding, *self.finding.parts)
        told = [m for f in findings for m in _SINCE.findall(f.correction or "")]
        days = [date(int(y), MONTHS[m.lower()], int(d)) for d, m, y in told if m.lower() in MONTHS]
        labelled = (e for f in findings for e in f.evidence if e.label.startswith("last ") and e.date)
        days += [date.fromisoformat(e.date[:10]) for e in labelled if e.date]
        return [day for day in dict.fromkeys(days) if self._day - day >= _A_WEEK]

    @property
    def _day(self) -> date:
        days = [f.as_of for f in (self.finding, *self.finding.parts) if f.as_of]
        return date.fromisoformat(days[0]) if days else date.max

    def _since(self, day: date) -> Iterator[Change]:
        for at, low in enumerate(self.lows[:-1]):
            if low != "since":
                continue
            end = self._date_end(at + 1)
            if end is None:
                continue
            start, stop = self.clean.place(self.pieces[at + 1].start, end)
            old = self.text[self.start + start : self.start + stop]
            for new in _dates_like(old, day, self._day):
                yield (Replacement(self.start + start, self.start + stop, new),)

    def _date_end(self, at: int) -> int | None:
        """Where the date that begins with a piece ends; None where there is none."""
        token = date_at(self.clean.text, self.pieces[at].start)
        year = re.fullmatch(r"1[789]\d\d|2[01]\d\d", self.lows[at])
        return token.end if token else self.pieces[at].end if year else None

    def _spans(self, day: date) -> Iterator[Change]:
        """The number of years (months, weeks) that "three-year" or "in three years" counts."""
        window = self.said["window"]
        if window.n is None or window.unit not in ("year", "month", "week"):
            return
        reach = _whole(day, self._day, window.unit)
        numbers = Numbers(self.pieces)
        for at in range(len(self.pieces)):
            amount, found = numbers.at(at), self._number(at)
            if amount is None or amount.type != "span" or found is None or not reach:
                continue
            if amount.says["step"] != window.unit or reach == found[0]:
                continue
            for n in (reach, reach + 1):
                yield from self._at(at, found[1], Fraction(n))

    def _noun_since(self, day: date) -> Iterator[Change]:
        """ "The highest since June 2014" for "a three-year high" and "a record high"."""
        side = "lowest" if self.said.get("direction") is Direction.DOWN else "highest"
        for match in self._matches(_NOUN):
            close = " close" if match["close"] else ""
            mine = match["whose"].lower() if (match["whose"] or "").lower() in ("its", "their") else "the"
            for then in _dates_like("June 2014", day, self._day):
                yield (Replacement(*match.span(), f"{mine} {side}{close} since {then}"),)
        for match in self._matches(_EVER):
            for then in _dates_like("June 2014", day, self._day):
                start = "for the first time " if match["first"] else ""
                yield (Replacement(*match.span(), f"{start}since {then}"),)

    def _record(self) -> Iterator[Change]:
        """No earlier value is as high: "a record high", "on record"."""
        for match in self._matches(_NOUN):
            if match["span"] and not match["span"].lower().startswith(("record", "all", "life", "hist")):
                yield (Replacement(*match.span("span"), "record"),)
        for at, low in enumerate(self.lows[:-1]):
            end = self._date_end(at + 1) if low == "since" else None
            if end is not None:
                start, stop = self.clean.place(self.pieces[at].start, end)
                yield (Replacement(self.start + start, self.start + stop, "on record"),)

    def _matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """In the claim's words, and in a few before them: "a new" is no part of what was read."""
        for match in pattern.finditer(self.text, max(0, self.start - 12), self.end):
            if match.end() > self.start:
                yield match


def _fits(verb: str, stated: object) -> bool:
    """Whether a verb suits its author's own number (S2.11)."""
    if not isinstance(stated, Stated):
        return True
    return stated.value >= 1 if is_loud(verb) else stated.value <= 2


_SINGULARS = {"point": "points", "cent": "cents", "year": "years", "month": "months", "week": "weeks",
              "day": "days", "session": "sessions", "dollar": "dollars"}  # fmt: skip
_PLURALS = {many: one for one, many in _SINGULARS.items()}
_NOUN = re.compile(
    r"\b(?:(?P<whose>an?|its|their|the)\s+)?(?:(?:new|fresh|another)\s+)?"
    r"(?P<span>record|all[- ]time|lifetime|historic|multi[- ]?year|[\w.]+[- ](?:year|month|week))"
    r"(?:[- ](?P<close>closing)|\s+intraday)?[- ](?:highs?|lows?|peaks?|troughs?)\b(?!\s+(?:of|at|in)\b)",
    re.IGNORECASE,
)
_EVER = re.compile(
    r"\b(?:(?P<first>for\s+the\s+first\s+time)(?:\s+(?:ever|on\s+record|in\s+(?:its\s+)?history))?"
    r"|ever|on\s+record|in\s+history|of\s+all\s+time)\b(?!\s+(?:since|in|this)\b)",
    re.IGNORECASE,
)


# ------------------------------------------------------------------------------- numbers as written


def _like(old: str, new: Fraction) -> str | None:
    """`new` written the way `old` is: in figures with its decimals and commas, in words, as an ordinal."""
    figures = re.fullmatch(r"([\d,]+)(?:\.(\d+))?(st|nd|rd|th)?", old)
    if figures:
        if figures[3]:
            return ordinal(str(new)) if new.denominator == 1 else None
        text = decimal_text(new, len(figures[2] or ""))
        bare = "," not in old and len(figures[1]) > 3
        whole, dot, part = text.partition(".")
        return text if bare else f"{int(whole):,}{dot}{part}"
    if new.denominator != 1 or not old.replace("-", "").replace(" ", "").isalpha():
        return None
    word = (_ordinal_words if _is_ordinal(old) else _number_words)(int(new))
    return None if word is None else _cased(word, old)


def _is_ordinal(written: str) -> bool:
    last = re.split(r"[-\s]+", written.lower())[-1]
    return last in lex.ORDINALS or last[-2:] in ("st", "nd", "rd", "th")


def _number_words(n: int) -> str | None:
    ones = {value: word for word, value in lex.NUMBERS.items()}
    tens = {value: word for word, value in lex.TENS.items()}
    if n in ones or n in tens:
        return ones.get(n) or tens[n]
    if n > 99:
        return None
    return f"{tens[n // 10 * 10]}-{ones[n % 10]}"


def _ordinal_words(n: int) -> str | None:
    known = {value: word for word, value in lex.ORDINALS.items()}
    tens = {value: word for word, value in lex.TENS.items()}
    if n in known:
        return known[n]
    return f"{tens[n // 10 * 10]}-{known[n % 10]}" if n < 100 else None


def _cased(new: str, old: str) -> str:
    """In the capitals of what it replaces."""
    if old.isupper() and len(old) > 1:
        return new.upper()
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


def _articles(text: str, change: Change) -> Iterator[Replacement]:
    """ "A" or "an" before a replaced word, as that word wants it."""
    for start, _, new in change:
        match = re.search(r"\b([Aa]n?)(\s+)$", text[:start])
        if match and new and not any(r.start <= match.start() < r.end for r in change):
            wants = match[1][0] + ("n" if _VOWEL.match(new) else "")
            if wants != match[1]:
                yield Replacement(match.start(1), match.end(1), wants)


# --------------------------------------------------------------------------------- dates as written


def _whole(then: date, now: date, unit: str) -> int:
    """How many whole years, months or weeks lie between the two."""
    if unit == "week":
        return (now - then).days // 7
    months = (now.year - then.year) * 12 + now.month - then.month
    months -= months_back(now, months, "month") < then
    return months // 12 if unit == "year" else months


def _dates_like(old: str, day: date, now: date) -> Iterator[str]:
    """`day` in the grain and spelling of `old`; then as a month; then to the day."""
    short = re.search(r"\b[A-Z][a-z]{2,3}\b(\.?)(?![a-z])", old)
    name = _month(day)
    if short and short[0].rstrip(".") != "May" and short[0].rstrip(".").lower() in _SHORT:
        name = _abbreviated(day, short[1])
    recent = months_back(now, 11, "month") < day
    year = "" if recent and not re.search(r"\d{4}", old) else f" {day.year}"
    if re.fullmatch(r"\d{4}", old) and day.year < now.year:
        yield str(day.year)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", old):
        yield day.isoformat()
    elif re.fullmatch(r"\d{4}-\d\d", old):
        yield f"{day:%Y-%m}"
    elif re.search(r"\b\d{1,2}\b", old):
        yield _to_the_day(old, day, name, year)
    yield f"{name}{year}"
    yield f"{name} {day.year}"
    yield long_date(day)


def _to_the_day(old: str, day: date, name: str, year: str) -> str:
    if re.match(r"\d", old):
        return f"{day.day} {name}{year}"
    return f"{name} {day.day}{',' if year and ',' in old else ''}{year}"


_SHORT = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())


def _abbreviated(day: date, dot: str) -> str:
    """AP's with a dot: "Feb.", "Sept.", March to July in full; without, the first three letters."""
    if dot and 3 <= day.month <= 7:
        return _month(day)
    return f"{'Sept' if dot and day.month == 9 else _month(day)[:3]}{dot}"


def _month(day: date) -> str:
    return long_date(day).split()[1]
