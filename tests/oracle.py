"""An oracle for verdicts: the semantics written once more, in plain Python.

Lists, dictionaries, exact fractions and obvious loops; nothing of the package is imported.
A claim is the dictionary of a claim file, prices are text. Where the rules leave a choice, the
comment says which was made.
"""

# mypy: check-untyped-defs=false
# ruff: noqa: PLR0912  # a rule has as many cases as it has
# a claim reads best as dict(kind="streak", value="3")

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

F = Fraction
DURING, LOOSE, ODD, SAME = "during", "loose", "odd", "same"  # what an admitted reading counts for

DELTA = {  # K3
    "index": F("0.0002"),
    "share": F("0.0005"),
    "etf": F("0.0005"),
    "fx": F("0.002"),
    "commodity": F("0.003"),
    "crypto": F("0.005"),
    "future": F("0.0002"),
    "yield": F("0.01"),
}


@dataclass
class Bar:
    open: Fraction | None
    high: Fraction | None
    low: Fraction | None
    close: Fraction | None


@dataclass
class Series:
    """Every session from the first row on, ascending, each with its bar (all None: missing).

    `complete`: the first row is the first session ever (S9.2). `first_ever` where it is known.
    """

    days: list[date]
    bars: list[Bar]
    kind: str = "index"
    official: bool = True
    complete: bool = True
    sunday_weeks: bool = False
    splits: tuple[tuple[date, Fraction], ...] = ()  # new shares for one; the bars are in today's shares
    cache: dict[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, rows, sessions, **about):
        """From rows of text [date, close] or [date, open, high, low, close]; None: empty."""
        known = {}
        for day, *cells in rows:
            wide = cells if len(cells) > 1 else [None, None, None, cells[0]]
            known[day] = Bar(*(None if c in (None, "") else F(c) for c in wide[:4]))
        days = sorted({*known, *(s for s in sessions if min(known) <= s <= max(known))})
        return cls(days, [known.get(d) or Bar(None, None, None, None) for d in days], **about)

    def upto(self, day):
        """Only what was known up to that session (S2.7)."""
        n = self.days.index(day) + 1
        return replace(self, days=self.days[:n], bars=self.bars[:n], cache={})

    def in_shares_of(self, day):
        """The bars in shares of that day, each of which is several of today (S3.5)."""
        size = F(1)
        for when, new in self.splits:
            size *= new if when > day else 1
        bars = [
            Bar(*(None if p is None else p * size for p in (b.open, b.high, b.low, b.close)))
            for b in self.bars
        ]
        return replace(self, bars=bars, cache={})

    @property
    def delta(self):
        return F(0) if self.official else DELTA[self.kind]


# ------------------------------------------------------------------------------------- verdicts


def decide(default, *admitted):
    """S2.3. A reading is (letter, trigger); an admitted one (letter, trigger, what it counts for).

    None where a reading is "?": the rules leave two answers.
    """
    if any(r[0] == "?" for r in (default, *admitted)):
        return None
    letter, trigger = default[:2]
    if letter in "TR":
        return "misleading" if trigger else "pass" if letter == "T" else "pass-rounding"
    if letter == "I":
        return "intraday"
    if letter == "U":
        return "undecidable"
    # a known admitted reading speaks before an unknown one (choice)
    found = _of_admitted([(a[0], a) for a in admitted])
    return "undecidable" if found == "fail" and any(a[0] == "U" for a in admitted) else found


def _of_admitted(ways):
    true = [(a[2], a[1]) for letter, a in ways if letter in "TRI"]
    if any(what == SAME for what, _ in true):
        return "pass"
    # S2.3 puts intraday before misleading, but a unit slip (M6) explains a figure best: S3.10 and
    # S5.7 name the verdict outright
    if any(trigger == "M6" for _, trigger in true):
        return "misleading"
    if any(what == DURING for what, _ in true):
        return "intraday"
    if any(what == LOOSE and not trigger for what, trigger in true):
        return "pass-rounding"  # S4.7, then S2.8
    return "misleading" if true else "fail"


# -------------------------------------------------------------------------------------- numbers

INF = None


@dataclass(frozen=True)
class Span:
    """An interval; None is no end."""

    low: Fraction | None
    high: Fraction | None
    low_in: bool = True
    high_in: bool = True

    def holds(self, x):
        over = self.low is None or x > self.low or (x == self.low and self.low_in)
        under = self.high is None or x < self.high or (x == self.high and self.high_in)
        return over and under

    def meets(self, a, b):
        """Whether the closed [a, b] has a point in common."""
        if a > b:
            return False
        over = self.low is None or b > self.low or (b == self.low and self.low_in)
        under = self.high is None or a < self.high or (a == self.high and self.high_in)
        empty = None not in (self.low, self.high) and (
            self.low > self.high or (self.low == self.high and not (self.low_in and self.high_in))
        )
        return over and under and not empty

    def above_zero(self):
        if self.low is None or self.low < 0 or (self.low == 0 and self.low_in):
            return Span(F(0), self.high, False, self.high_in)
        return self


FRACTIONS = {"1/2": F(50), "1/3": F(100, 3), "2/3": F(200, 3), "1/4": F(25), "3/4": F(75)}


def number(text):
    """Value, unit of the last digit, unit of the last non-zero digit where it is a round amount."""
    plain = text.replace(",", "")
    value = F(plain)
    decimals = len(plain.partition(".")[2])
    unit = F(1, 10**decimals)
    zeros = len(plain) - len(plain.rstrip("0")) if not decimals else 0
    return value, unit, F(10**zeros) if zeros >= 2 and value else None


def permits(text, hedge, *, level, upper=None):
    """S5: the span that is true, and the spans that slack earns, of the magnitude."""
    if text in FRACTIONS:  # S5.6
        v = FRACTIONS[text]
        return Span(v - 1, v + 1), [Span(v - F("2.5"), v + F("2.5"))]
    v, u, rounded = number(text)
    near, wide = (F("0.01"), F("0.02")) if level else (F("0.05"), F("0.10"))
    if hedge in (None, "up_to"):  # "as much as" is judged by S5.1 with its slack (choice)
        slack = [Span(v - u / 2 - u / 20, v + u / 2 + u / 20), Span(v + u / 2, v + u, False, False)]
        if rounded:
            reach = min(rounded / 2, v * (F("0.01") if level else F("0.05")))
            slack.append(Span(v - reach, v + reach))
        return Span(v - u / 2, v + u / 2), slack
    if hedge == "about":
        reach = max(u, wide * v)
        return Span(v - max(u / 2, near * v), v + max(u / 2, near * v)), [
            Span(v - reach, v + reach)
        ]
    if hedge == "nearly":
        true = Span(v - max(u / 2, near * v), v, True, False)
        return true, [Span(v - max(u, wide * v), v + u / 2)]
    if hedge == "more_than":
        return Span(v, INF, False), [Span(v - u / 10, v)]
    if hedge == "at_least":
        return Span(v, INF), [Span(v - u / 2, v)]
    if hedge == "less_than":
        return Span(INF, v, True, False), [Span(v, v + u / 10)]
    if hedge == "at_most":  # the mirror of "at least"
        return Span(INF, v), [Span(v, v + u / 2)]
    if hedge == "between":
        b, ub, _ = number(upper)
        u = min(u, ub)  # of two precisions the finer (choice)
        return Span(v, b), [Span(v - u / 2, b + u / 2)]
    raise ValueError(hedge)


def fit(x, error, true, slack):
    """S2.5: inside T, touching R, missing F.

    The interval x ± error may also touch what slack earns; slack and uncertainty are both excuses.
    """
    a, b = x - error, x + error
    if error == 0:
        if true.holds(x):
            return "T"
    elif true.holds(a) and true.holds(b):
        return "T"
    return "R" if true.meets(a, b) or any(s.meets(a, b) for s in slack) else "F"


def untold(letter, x, error, true, slack, text):
    """The letter, unless only the uncertainty of the prices speaks for a move, and they say the other way,
    or it is as large as the move that is stated: then they tell nothing."""
    alone = letter == "R" and fit(x, F(0), true, slack) == "F"
    return "U" if alone and (x <= 0 or error >= abs(number(text)[0])) else letter


def exaggerated(x, text, hedge, others=()):
    """M8; written while the market was open, only where all `others`, the day's prices, are as far off."""
    if others is None or any(exaggerated(o, text, hedge) == "" for o in others):
        return ""
    if (
        hedge in ("more_than", "at_least")
        and text not in FRACTIONS
        and x >= F("1.5") * number(text)[0]
    ):
        return "M8"
    return ""


# ----------------------------------------------------------------------------------------- time


def week_of(series, day):
    """A number of the trading week (S4.4)."""
    return (day.toordinal() - (0 if series.sunday_weeks else 1)) // 7


def period_of(series, day, unit):
    if unit == "week":
        return week_of(series, day)
    month = day.year * 12 + day.month - 1
    return {"month": month, "quarter": month // 3, "year": day.year, "ytd": day.year}[unit]


def days_in(year, month):
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def back(day, n, unit):
    """The same calendar date n units before; month-ends clamp (S4.6)."""
    if unit == "week":
        return day - timedelta(days=7 * n)
    months = n * {"month": 1, "quarter": 3, "year": 12}[unit]
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, days_in(year, month + 1)))


MONTHS = (
    "January February March April May June July August September October November December".split()
)


def vague(phrase, as_of):
    """S4.8 and S4.9: first day, last day, grace."""
    if m := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", phrase):
        day = date(*map(int, m.groups()))
        return day, day, 0
    if m := re.fullmatch(r"(\d{4})-(\d\d)", phrase):
        y, mo = map(int, m.groups())
        return date(y, mo, 1), date(y, mo, days_in(y, mo)), 3
    if m := re.fullmatch(r"(?:(early|mid|late) )?(\d{4})", phrase):
        y = int(m[2])
        a, b = {None: (1, 12), "early": (1, 4), "mid": (5, 8), "late": (9, 12)}[m[1]]
        return date(y, a, 1), date(y, b, days_in(y, b)), 7
    if m := re.fullmatch(r"the (\w+) quarter of (\d{4})", phrase):
        q, y = ("first", "second", "third", "fourth").index(m[1]), int(m[2])
        return date(y, 3 * q + 1, 1), date(y, 3 * q + 3, days_in(y, 3 * q + 3)), 7
    m = re.fullmatch(r"(?:(early|mid|late) )?([A-Z]\w+)(?: (\d{4}))?", phrase)
    month = MONTHS.index(m[2]) + 1

    def within(y):
        end = days_in(y, month)
        a, b = {None: (1, end), "early": (1, 10), "mid": (11, 20), "late": (21, end)}[m[1]]
        return date(y, month, a), date(y, month, b), 3

    if m[3]:
        return within(int(m[3]))
    year = as_of.year
    while within(year)[1] >= as_of:
        year -= 1
    return within(year)


# ------------------------------------------------------------------------- bases of a change, S7


def bases(s, period):
    """Rows a change may be measured from: [(row or None for a history too short, what it counts
    for, whether its open is meant)], the default first."""
    i = len(s.days) - 1
    if period == "day":
        return [(i - 1 if i else None, "", False)]
    if period in ("week", "month", "quarter", "year", "ytd"):
        mine = period_of(s, s.days[i], period)
        inside = [j for j in range(i + 1) if period_of(s, s.days[j], period) == mine]
        found = [(inside[0] - 1 if inside[0] else None, "", False)]
        # S7.3 names week, month and year; a quarter is read like them. Measured from today's own
        # close nothing could have moved.
        if period == "week":
            if inside[0] != i:  # a week of one session is a day: its open is no Monday's (choice)
                found.append((inside[0], ODD, True))
        elif inside[0] != i:
            found.append((inside[0], ODD, False))
        if period == "year":  # "on the year": also twelve months (S4.6)
            found.append((on_or_before(s, back(s.days[i], 1, "year")), LOOSE, False))
        return found
    n, _, unit = period.partition("-")
    n = int(n)
    if unit == "session":
        return [(i - n if i >= n else None, "", False)]
    found = [(on_or_before(s, back(s.days[i], n, unit)), "", False)]
    if (unit, n) == ("month", 1):  # S4.7
        found.append((on_or_before(s, s.days[i] - timedelta(days=28)), LOOSE, False))
        found.append((i - 21 if i >= 21 else None, LOOSE, False))
    if (unit, n) == ("week", 2):
        found.append((i - 10 if i >= 10 else None, LOOSE, False))
    if unit == "week":  # S7.1: N week changes ending now; beside S4.6 it is admitted
        mine = week_of(s, s.days[i])
        weeks = sorted({week_of(s, d) for d in s.days})
        at = weeks.index(mine) - n
        ends = [j for j in range(i) if at >= 0 and week_of(s, s.days[j]) <= weeks[at]]
        found.append((ends[-1] if ends else None, LOOSE, False))
    return found


def on_or_before(s, day):
    rows = [j for j, d in enumerate(s.days) if d <= day]
    return rows[-1] if rows else None


def day_range(s):
    """[L, H] of the last session with its open and close (S16.3), or None."""
    bar = s.bars[-1]
    if bar.high is None or bar.low is None:
        return None
    known = [p for p in (bar.open, bar.high, bar.low, bar.close) if p is not None]
    return min(known), max(known)


def while_open(s, moment, x, session=None):
    """The figure at every end of the day of something written while the market was open, or may have
    been (S16.8); None where they are not known, and nothing where the session was over or the words
    speak of its close."""
    if moment == "after" or session == "close":
        return ()
    span = day_range(s)
    return None if span is None else tuple(map(x, span))


def during(s, x, true, slack=()):
    """S16.3: whether some price of the day makes it true; x is the figure of a price."""
    span = day_range(s)
    if span is None:
        return "U"
    low, high = span
    d = s.delta
    if s.kind == "yield":
        low, high = low - d, high + d
    else:
        low, high = low - abs(low) * d, high + abs(high) * d
    a, b = sorted((x(low), x(high)))
    # S16.2 names v ± u/2; what slack would earn at the close it earns at noon (choice)
    return "I" if any(span.meets(a, b) for span in (true, *slack)) else "F"


# ---------------------------------------------------------------------------------------- kinds


def change(s, c, moment, **_):
    """S6, S7, S12, S16."""
    unit, sign = c.get("unit", "percent"), -1 if c.get("direction") == "down" else 1
    hedge, session = c.get("hedge"), c.get("session")
    true, slack = permits(c["value"], hedge, level=False, upper=c.get("upper"))
    true, slack = true.above_zero(), [p.above_zero() for p in slack]  # S5.3
    close = s.bars[-1].close

    def figure(base):
        def x(price):
            if unit == "percent":
                return sign * (price / base - 1) * 100
            return sign * (price - base) * (100 if unit == "bp" else 1)

        return x

    def error(base):
        """2δ in percent; of a difference the same share of the base."""
        if s.kind == "yield":
            e = 2 * s.delta
            return e / base * 100 if unit == "percent" else e * (100 if unit == "bp" else 1)
        return 2 * s.delta * (100 if unit == "percent" else base)

    (row, _, _), *others = bases(s, c.get("period", "day"))
    if row is None or s.bars[row].close is None:
        return "undecidable"  # S6.2
    if close is None:
        return "undecidable"
    base = s.bars[row].close
    if unit == "percent" and (base <= 0 or close <= 0):
        return "undecidable"  # a percentage of a price below zero means nothing
    x = figure(base)
    bar = s.bars[-1]
    if hedge == "up_to":  # S16.7: the extreme of the day against the base
        close = bar.high if sign > 0 else bar.low
        if close is None:
            return "undecidable"
    letter = untold(fit(x(close), error(base), true, slack), x(close), error(base), true, slack, c["value"])
    seen = while_open(s, moment, x, session)
    default = letter, exaggerated(x(close), c["value"], hedge, seen) if letter == "T" else ""
    if hedge == "up_to" and letter == "F" and moment != "after" and x(close) > true.high:
        default = "I", ""
    admitted = []
    if session != "close" and hedge != "up_to":  # S16.5: without "closed" also after the close
        admitted.append((during(s, x, true, slack), "", DURING))
    for row, what, opening in others:
        price = None if row is None else s.bars[row].open if opening else s.bars[row].close
        if price is None:
            # a loose base that is missing may have made it true (S1.8); an unusual one would at
            # best be misleading and is left out (choice)
            if what == LOOSE and row is not None:
                admitted.append(("U", "", what))
            continue
        far, e = figure(price)(close), error(price)
        theirs = untold(fit(far, e, true, slack), far, e, true, slack, c["value"])
        if theirs == "U" and what != LOOSE:
            theirs = "F"  # an unusual base would at best be misleading (choice)
        trigger = "M5"
        if what == LOOSE:
            seen = while_open(s, moment, figure(price), session)
            trigger = exaggerated(far, c["value"], hedge, seen) if theirs == "T" else ""
        admitted.append((theirs, trigger, what))
    return decide(default, *admitted)


def level(s, c, moment, **_):
    """S8.1, S16."""
    true, slack = permits(c["value"], c.get("hedge"), level=True, upper=c.get("upper"))
    close = s.bars[-1].close
    if close is None:
        return "undecidable"
    d = s.delta if s.kind == "yield" else s.delta * abs(close)
    letter = fit(close, d, true, slack)
    seen = while_open(s, moment, lambda p: p, c.get("session"))
    default = letter, exaggerated(close, c["value"], c.get("hedge"), seen) if letter == "T" else ""
    if c.get("session") == "close":
        return decide(default)
    return decide(default, (during(s, lambda p: p, true, slack), "", DURING))


def direction(s, c, moment, **_):
    """S5.3, S5.4."""
    way = c["direction"]
    word = c.get("flatness") or ("flat" if way == "flat" else None)
    if word:
        a, b = {
            "unchanged": ("0.005", "0.05"),
            "flat": ("0.05", "0.15"),
            "little_changed": ("0.15", "0.30"),
        }[word]
        ends = word == "little_changed"  # ≤ there, < for the others
        true, slack = Span(-F(a), F(a), ends, ends), [Span(-F(b), F(b), ends, ends)]
        sign = 1
    else:
        true, slack, sign = Span(F(0), INF, False), [], -1 if way == "down" else 1
    row = bases(s, c.get("period", "day"))[0][0]
    close = s.bars[-1].close
    if row is None or s.bars[row].close is None or close is None:
        return "undecidable"

    def measured(base):
        return lambda p: sign * ((p / base - 1) * 100 if word else p - base)

    def error(base):
        if s.kind == "yield":
            return 2 * s.delta * (100 / base if word else 1)
        return 2 * s.delta * (100 if word else abs(base))

    base = s.bars[row].close
    letter = fit(measured(base)(close), error(base), true, slack)
    if not word and letter == "R" and measured(base)(close) <= 0:
        letter = "U"  # the prices say the other way, by less than they are sure of (S10.3)
    default = letter, ""
    if c.get("session") == "close":
        return decide(default)
    # words without a number have no loose or unusual base: S4.7 and S7.3 speak of figures (choice)
    return decide(default, (during(s, measured(base), true, slack), "", DURING))


def comparison(s, c, moment, other=None, **_):
    """S13.1: unrounded percent changes over the same period; a gap is in percentage points."""
    sign = -1 if c["direction"] == "down" else 1
    found = []
    for one in (s, other):
        row = bases(one, c.get("period", "day"))[0][0]
        if row is None or one.bars[row].close is None or one.bars[-1].close is None:
            return "undecidable"
        found.append((one.bars[-1].close / one.bars[row].close - 1) * 100)
    gap = sign * (found[0] - found[1])
    error = 2 * max(s.delta, other.delta) * 100
    if "value" not in c:
        if error and abs(gap) <= error:
            return "undecidable"
        return "pass" if gap > 0 else "fail"
    # with a number the uncertainty is weighed with it (S2.5)
    true, slack = permits(c["value"], c.get("hedge"), level=False)
    letter = fit(gap, error, true.above_zero(), [p.above_zero() for p in slack])
    trigger = exaggerated(gap, c["value"], c.get("hedge"))  # M8 also where only roughly true
    if c.get("unit") == "percent":  # S5.7: M6
        trigger = "M6"
    return decide((letter, trigger))


# --------------------------------------------------------------------------- windows: S9.2 to S9.6


def judge(window, day, earlier, covered, *, fresh=False, complete=False, age=None, units=None):
    """The rule of a window, all values known.

    `earlier` are (date, is equal) of earlier values at least as great, latest first; `covered` the
    first day that the data reach back to; `units` the distance in sessions of the first of them.
    Returns (letter, trigger), or "U" where the history is too short.
    """
    latest = earlier[0] if earlier else None
    higher = next((d for d, equal in earlier if not equal), None)
    if window == "record":
        if higher:
            return "F", ""
        if latest:
            if fresh:
                return "F", ""  # S9.3
            return ("T", "M3") if complete else ("U", "")
        if not complete:
            return "U", ""
        return "T", "M9" if age is not None and back(day, 1, "year") < age else ""
    if window.startswith("since "):
        return _since(window[6:], day, latest, higher, covered)
    if window in ("ytd", "52-week"):  # S9.8, S9.5: no earlier one from the start on
        start = date(day.year, 1, 1) if window == "ytd" else day - timedelta(days=364)
        if higher and higher >= start:
            return "F", ""
        if covered > start and not (latest and latest[0] < start):
            return "U", ""
        return "T", "M3" if latest and latest[0] >= start else ""
    n, _, unit = window.partition("-")
    n = int(n)
    if unit == "session":
        return _sessions(n, earlier, units)
    start = back(day, n, unit)
    slack = 0 if unit == "week" else min(31, (day - start).days * 3 // 100)  # K5
    if latest and back(latest[0], -n, unit) > day:
        short = (back(latest[0], -n, unit) - day).days
        beyond = higher is None or back(higher, -n, unit) <= day
        if latest[1] and beyond:  # M3; where the history is too short, ties are still shared
            if higher is None and covered > start:
                return "U", ""
            return "T", "M3"
        return ("R", "") if short <= slack else ("F", "")
    if latest is None and covered > start:
        return "U", ""
    reach = latest[0] if latest else covered
    return "T", "M1" if back(day, 2 * n, unit) >= reach else ""


def _sessions(n, earlier, units):
    """S9.4 in sessions: A and N more sessions are today at the latest."""
    rows, first = units
    inside = [equal for (_, equal), row in zip(earlier, rows, strict=True) if row < n]
    if any(not equal for equal in inside):
        return "F", ""
    if first < n - 1 and len(rows) == len(inside):
        return "U", ""
    return "T", "M3" if inside else ""


def _since(phrase, day, latest, higher, covered):
    """S9.6."""
    a, b, grace = vague(phrase, day)
    g = timedelta(days=grace)
    if latest and latest[0] > b + g:
        if latest[1] and higher is not None and a <= higher <= b:
            return "T", "M3"
        if latest[1] and higher is None and covered > a:
            return "U", ""  # what lies before the data may be the next strictly higher one
        return "F", ""
    if latest is None:
        return ("U", "") if covered > a else ("T", "M2")
    if a <= latest[0] <= b:
        return "T", ""
    if latest[0] >= a - g:
        return "R", ""
    return "T", "M2"


def age_of(s):
    """The first day ever, where it is known."""
    return s.days[0] if s.complete else None


MANY_MISSING = 5  # S9.2


def on_the_edge(window, day, missing):
    """Whether a value is missing on the very day a span begins: A there is far enough back (S9.4), but
    the span is not covered; or in the days of grace after a date named, where every price that it may
    have had is roughly right, and not known: the rules leave two answers."""
    if window.startswith("since "):
        _, last, grace = vague(window[6:], day)
        return any(last < one <= last + timedelta(days=grace) for one in missing)
    n, _, unit = window.partition("-")
    return (
        n.isdigit()
        and unit in ("week", "month", "year")
        and window != "52-week"
        and back(day, int(n), unit) in missing
    )


def completed(values, today, run, window, missing=None):
    """S2.3, S2.6: the letter of every completion of missing earlier values; "U" if they differ."""
    holes = [j for j, v in enumerate(values) if v is None]
    missing = len(holes) if missing is None else missing
    if window == "record" and missing <= MANY_MISSING:
        return run(values)  # S9.2 lets that many be missing
    if not holes:
        return run(values)
    ties = [j for j, v in enumerate(values) if v is not None and v >= today]
    if window.startswith("since ") and ties and values[ties[-1]] == today:
        first = run([today - 1 if v is None else v for v in values])
        if first[0] == "F":
            return (
                "?",
                "",
            )  # a tie after X with gaps before it: false or unknown, as far as one looks
    # all lower, one higher at each place, one equal at each place: what decides is the latest
    found = {run([today - 1 if v is None else v for v in values])}
    for hole in holes:
        for guess in (today, today + 1):
            found.add(
                run(
                    [
                        guess if j == hole else today - 1 if v is None else v
                        for j, v in enumerate(values)
                    ]
                )
            )
    if found <= {("T", ""), ("T", "M1")}:
        return run(values)  # how far it is understated is told by the prices at hand (choice)
    return found.pop() if len(found) == 1 else ("U", "")


def extreme(s, c, moment, **_):
    """S9. Default CC after the close; while open HH, if highs exist, and HC is admitted.

    While open, or by date only, a neutral text is as true by its close as by its high (S9.1: "CC
    true and HH false passes if the text is neutral", and the reverse is the default then), so the
    better one is the default. After the close HH and HC are moments of the day (S16.5, S16.6).
    """
    session = c.get("session")
    side = "low" if c["direction"] == "down" else "high"
    close = _extreme(s, c, "close", "close")
    if session == "close":
        return decide(close)
    high = _extreme(s, c, side, side)
    said = number(c["value"])[0] if "value" in c else None
    if high[0] == "missing" and said is not None and s.bars[-1].close is not None:
        unseen = said < s.bars[-1].close if side == "low" else said > s.bars[-1].close
        if unseen and close[0] == "F" and _is_level(c, s.bars[-1].close) is False:
            return "undecidable"  # it may be the day's high, which is not known (S1.8)
    price = _extreme(s, c, side, "close")
    some = [("I" if r[0] in "TR" else r[0], "", DURING) for r in (high, price) if r[0] != "missing"]
    if session == "intraday":
        if high[0] == "missing":  # S9.1: closes are used for "hit"
            return decide(close, *some[:1])
        return decide(high, *some[1:])
    if moment != "after" and high[0] in ("T", "R") and close[0] in "FU":
        return decide(high)
    return decide(close, *some)


def _extreme(s, c, now, then):
    sign = -1 if c["direction"] == "down" else 1
    today = getattr(s.bars[-1], now)
    if today is None:
        return ("U", "") if now == "close" else ("missing", "")
    values = [getattr(b, then) for b in s.bars[:-1]]
    if then != "close" and all(v is None for v in values):
        return "missing", ""
    values = [None if v is None else v * sign for v in values]
    today = today * sign
    first = next((j for j, v in enumerate(values) if v is not None), len(values))
    window, day = c["window"], s.days[-1]
    holes = sum(v is None for v in values)

    def run(full):
        rows = [j for j in range(len(full) - 1, -1, -1) if full[j] is not None and full[j] >= today]
        earlier = [(s.days[j], full[j] == today) for j in rows]
        begin = s.days[first] if first < len(s.days) else day
        return judge(
            window,
            day,
            earlier,
            begin,
            fresh=c.get("fresh") == "true",
            complete=s.complete and holes <= MANY_MISSING,
            age=age_of(s),
            units=([len(full) - j for j in rows], len(full) - first),
        )

    if on_the_edge(window, day, [d for d, v in zip(s.days, values, strict=False) if v is None]):
        return "?", ""
    letter = completed(
        [None] * first + values[first:] if first == 0 else _cut(values, first), today, run, window
    )
    if "value" in c and letter[0] not in "F?" and not _is_level(c, getattr(s.bars[-1], now)):
        return "F", ""
    return letter


def _is_level(c, price):
    """Whether the level that is stated is that price (S2.10)."""
    true, slack = permits(c["value"], None, level=True)
    return fit(price, F(0), true, slack) != "F"


def _cut(values, first):
    """Rows before the first known value are history that is not there, not gaps in it."""
    return [-(10**12) if j < first else v for j, v in enumerate(values)]


def distance(s, c, moment, **_):
    """S7.2: from the extreme close of the window, today's among them; from a day's extreme M5."""
    down = c["direction"] == "down"
    close = s.bars[-1].close
    if close is None:
        return "undecidable"
    true, slack = permits(c["value"], c.get("hedge"), level=False)
    true, slack = true.above_zero(), [p.above_zero() for p in slack]
    percent = c.get("unit", "percent") == "percent"
    stated = c.get("reference")
    start = window_start(c.get("window", "record"), s.days[-1])
    inside = [b for day, b in zip(s.days, s.bars, strict=True) if start is None or day >= start]
    # a listing that has not traded as long has its whole history (choice)
    covered = s.complete or (start is not None and s.days[0] <= start)
    names = ["close", "high" if down else "low"]
    bests = {n: [v for b in inside if (v := getattr(b, n)) is not None] for n in names}
    bests = {n: (max if down else min)(known) for n, known in bests.items() if known}
    if stated is not None and len(bests) == 2:
        right, loose = permits(stated, None, level=True)
        meant = [n for n in names if fit(bests[n], F(0), right, loose) != "F"]
        names = meant if meant == names[1:] else names  # the level that is named chooses (S2.2)
    readings = []
    for name in names:
        known = [v for b in inside if (v := getattr(b, name)) is not None]
        if not known:
            readings.append(("U", None))
            continue
        best = bests[name]
        whole = covered and len(known) == len(inside)

        error = 2 * s.delta * (100 if percent else best)

        def measured(price, best=best):
            return measured_from(c, best, price)

        def lettered(letter, far, whole=whole, best=best):
            """A price not at hand can only move the reference further away; one that is stated is
            right or wrong (S2.10)."""
            if stated is not None:
                right, loose = permits(stated, None, level=True)
                return "F" if fit(best, F(0), right, loose) == "F" else letter
            spans = (true, *slack)
            beyond = all(p.high is not None and far >= p.high and not p.holds(far) for p in spans)
            return letter if whole or (letter == "F" and beyond) else "U"

        x = measured(close)
        letter = lettered(untold(fit(x, error, true, slack), x, error, true, slack, c["value"]), x - error)
        moment_ = during(s, measured, true, slack)
        if moment_ == "U" and stated is not None:
            moment_ = lettered(moment_, None)
        elif moment_ != "U":
            low, high = day_range(s)
            ends = (low - abs(low) * s.delta, high + abs(high) * s.delta)
            moment_ = lettered(moment_, min(map(measured, ends)))
        readings.append((letter, moment_))
    (first, some), (second, _) = (*readings, ("U", None))[:2]
    if first == "U":
        return "undecidable"
    admitted = [] if c.get("session") == "close" else [(some, "", DURING)]
    if second != "U":
        admitted.append((second, "M5", ODD))
    seen = while_open(s, moment, lambda p: measured_from(c, bests[names[0]], p), c.get("session"))
    trigger = exaggerated(measured_from(c, bests[names[0]], close), c["value"], c.get("hedge"), seen)
    return decide((first, trigger if first == "T" else ""), *admitted)


def measured_from(c, best, price):
    if c.get("unit", "percent") != "percent":
        return best - price if c["direction"] == "down" else price - best
    return (1 - price / best if c["direction"] == "down" else price / best - 1) * 100


def window_start(window, day):
    if window == "record":
        return None
    if window == "ytd":
        return date(day.year, 1, 1)
    n, _, unit = window.partition("-")
    return back(day, int(n), unit)


def threshold(s, c, moment, **_):
    """S8.2 to S8.4."""
    sign = -1 if c["direction"] == "down" else 1
    t = number(c["value"])[0] * sign
    side = "low" if sign < 0 else "high"
    other = "high" if sign < 0 else "low"
    closes = [None if b.close is None else b.close * sign for b in s.bars]
    if c.get("held") == "true":
        return _held(s, c, t, sign, other)
    if c.get("reclaimed") == "true":
        return _reclaimed(s, c, closes, t, sign)
    closing = c.get("session") == "close"
    bar = s.bars[-1]
    known = [closes[-1]]
    if not closing:
        known = [None if p is None else p * sign for p in (getattr(bar, side), bar.open, bar.close)]
    # S2.5: true beyond the uncertainty, roughly within it
    reach = [p + k * s.delta * abs(p) for k in (-1, 1) for p in known if p is not None]
    past = [p > t if closing else p >= t for p in reach]
    some = len(past) // 2
    if any(past[:some]):
        today = "pass"
    elif any(past[some:]):
        today = "pass-rounding"
    else:
        return "undecidable" if known[0] is None else "fail"
    window = c.get("window")
    if window is None and not closing and sign > 0 and closes[-1] is not None and 0 < 5 * t < closes[-1]:
        return "undecidable"  # FAR: "rose over 600 points", of 19,524, is how far and not where to
    if window is None:
        return today
    letter = _first_of(s, window, _met(s, t, sign, closing))
    if letter == "fail" and window == "first":
        # S2.5: what was past it by no more than the uncertainty may not have been past it
        away = s.delta if s.kind == "yield" else t / (1 - sign * s.delta) - t
        letter = _first_of(s, window, _met(s, t + away, sign, closing))
        return "pass-rounding" if letter == "pass" else letter
    return today if letter == "pass" else letter


def _met(s, t, sign, closing):
    """For every session whether the price was past `t`; None where it is not known."""
    side = "low" if sign < 0 else "high"
    closes = [None if b.close is None else b.close * sign for b in s.bars]
    if closing:
        return [None if v is None else v > t for v in closes]
    if all(getattr(b, side) is None for b in s.bars[:-1]):
        # S9.1: where no highs are at hand closes are used for "hit"
        return [None if v is None else v >= t for v in closes]
    met = []
    for b in s.bars:
        v = getattr(b, side)
        seen = [p * sign for p in (b.open, b.close) if p is not None]
        # the price was there if any price at hand was
        met.append(v * sign >= t if v is not None else True if any(p >= t for p in seen) else None)
    return met


def _first_of(s, window, met):
    met[-1] = True
    found = set()
    holes = [j for j, m in enumerate(met) if m is None]
    if window == "first" and s.complete and len(holes) <= MANY_MISSING and met[-2:-1] != [None]:
        holes = []
    for hole in [None, *holes]:
        full = [j == hole if m is None else m for j, m in enumerate(met)]
        found.add(_first_since(s, full, window))
    return found.pop() if len(found) == 1 else "undecidable"


def _first_since(s, met, window):
    """S8.3."""
    if len(met) > 1 and met[-2]:
        return "fail"
    rows = [j for j in range(len(met) - 1) if met[j]]
    if window == "first":
        if rows:
            return "fail"
        return "pass" if s.complete else "undecidable"
    a, b, grace = vague(window[6:], s.days[-1])
    g = timedelta(days=grace)
    if len(met) < 2:
        return "undecidable"
    if not rows:
        return "undecidable" if s.days[0] > a else "misleading"
    last = s.days[rows[-1]]
    if last > b + g:
        return "fail"
    if a <= last <= b:
        return "pass"
    return "pass-rounding" if last >= a - g else "misleading"


def _held(s, c, t, sign, other):
    """S8.4: every low of the period; closes only: R."""
    base = bases(s, c.get("period", "day"))[0][0]
    inside = s.bars[0 if base is None else base + 1 :]
    lows = [getattr(b, other) for b in inside]
    closes = [b.close for b in inside]
    for low, close in zip(lows, closes, strict=True):
        for p in (low, close):
            if p is not None and p * sign <= t:
                return "fail"
    if any(v is None for v in closes) and any(
        low is None for low, v in zip(lows, closes, strict=True) if v is None
    ):
        return "undecidable"
    if base is None and c.get("period", "day") != "day":
        return "undecidable"
    return "pass-rounding" if any(v is None for v in lows) else "pass"


def _reclaimed(s, c, closes, t, sign):
    """S8.4 by closes: was above, went below, now above, whenever that was (the rule has no limit of
    time); now above for a moment only: S8.2."""
    last, error = closes[-1], 0 if closes[-1] is None else s.delta * abs(closes[-1])
    if last is None:
        return "undecidable"
    lost = None
    past = closes[:-1]
    away = [j for j, v in enumerate(past) if v is not None and v <= t]
    lost = bool(away) and any(v is not None and v > t for v in past[: away[-1]])
    way = "T" if lost else "F" if s.complete and None not in past else "U"
    if last - error > t or last + error > t:
        return decide((way if way != "T" or last - error > t else "R", ""))
    if c.get("session") == "close":
        return "fail"
    bar = s.bars[-1]
    side = bar.low if sign < 0 else bar.high
    known = [p * sign for p in (side, bar.open, bar.close) if p is not None]
    if any(p + s.delta * abs(p) >= t for p in known):
        return decide(("F", ""), ("I" if way == "T" else way, "", DURING))
    return "undecidable" if side is None else "fail"


# ------------------------------------------------------------------------------- steps: S10, S11


def steps(s, step):
    """Period ends [(date, close or None)], one a period that had a session (S4.4, S10.4)."""
    if step == "day":
        return [(d, b.close) for d, b in zip(s.days, s.bars, strict=True)]
    ends = {}
    for d, b in zip(s.days, s.bars, strict=True):
        ends[period_of(s, d, step)] = (d, b.close)
    return list(ends.values())


def lengths(ends, sign, delta, n):
    """Every length that the run ending last may have (S10.1, S10.3, S2.3), as far as n can tell.

    A missing close leaves both its signs open (choice: one by one). What came before the first
    close is never known: of a listing's first day it is the offer price (S6.2).
    """
    found = set()
    length = 0
    for j in range(len(ends) - 1, 0, -1):
        now, before = ends[j][1], ends[j - 1][1]
        known = now is not None and before is not None
        unsure = not known or abs(now / before - 1) < 2 * delta
        goes = known and sign * (now - before) > 0
        if unsure or not goes:
            found.add(length)
        if not unsure and not goes:
            return found
        length += 1
    return found | {length} | {k for k in (n - 1, n, n + 1) if k > length}


def counted(n, hedge):
    """S5.8: counts are exact."""
    return {None: lambda k: k == n, "at_least": lambda k: k >= n, "more_than": lambda k: k > n}[
        hedge
    ]


def streak(s, c, moment, **_):
    """S10.5."""
    sign = -1 if c["direction"] == "down" else 1
    n = int(c["value"])
    test = counted(n, c.get("hedge"))
    ends = steps(s, c.get("period", "day"))
    if len(ends) < 2 or ends[-1][1] is None or ends[-2][1] is None:
        return "undecidable"  # S18.1: needed directly
    found = {test(k) for k in lengths(ends, sign, s.delta, n)}
    if len(found) > 1:
        return "undecidable"
    if found == {True}:
        return "pass"
    if moment == "after":
        return "fail"
    # S10.9: published before the period ended, and some price of the day gave the run its length
    before = {test(k + 1) for k in lengths(ends[:-1], sign, s.delta, n)}
    return _at_some_moment(s, sign, ends[-2][1], before)


def _at_some_moment(s, sign, last, ways):
    span = day_range(s)
    if False in ways:
        return "fail"  # not even then for certain
    if span is None:
        return "undecidable"
    price = span[1] if sign > 0 else span[0]
    return "intraday" if sign * (price - last) > 0 else "fail"


def streak_break(s, c, moment, **_):
    """S10.6."""
    sign = -1 if c["direction"] == "down" else 1
    ends = steps(s, c.get("period", "day"))
    if len(ends) < 2 or ends[-1][1] is None or ends[-2][1] is None:
        return "undecidable"
    now, before = ends[-1][1], ends[-2][1]
    unsure = abs(now / before - 1) < 2 * s.delta
    turned = sign * (now - before) < 0
    # "snapped a losing streak": how long is not said
    n, hedge = (int(c["value"]), c.get("hedge")) if "value" in c else (1, "at_least")
    test = counted(n, hedge)
    ways = {test(k) for k in lengths(ends[:-1], sign, s.delta, n)}
    if ways != {False} and (turned or unsure):
        return "pass" if ways == {True} and turned and not unsure else "undecidable"
    return "fail" if moment == "after" else _at_some_moment(s, -sign, before, ways)


def signs(ends):
    return [(now > before) - (now < before) for (_, before), (_, now) in itertools.pairwise(ends)]


def streak_superlative(s, c, moment, **_):
    """S10.7; written while the market was open, or may have been, also of the day's extreme (S10.9)."""
    found, bar = _longest(s, c), s.bars[-1]
    if found != "fail" or moment == "after":
        return found
    extreme = bar.low if c["direction"] == "down" else bar.high
    if extreme is None:
        return "undecidable"
    then = _longest(replace(s, bars=[*s.bars[:-1], replace(bar, close=extreme)], cache={}), c)
    return {"pass": "intraday", "pass-rounding": "intraday", "misleading": "intraday"}.get(then, then)


def _longest(s, c):
    """All closes known (gaps are not generated for it) and no uncertainty."""
    sign = -1 if c["direction"] == "down" else 1
    ends = steps(s, c.get("period", "day"))
    if ends[-1][1] is None:
        return "undecidable"
    if any(v is None for _, v in ends):
        return None
    if len(ends) < 2:
        return "undecidable"
    way = signs(ends)
    length = 0
    while length < len(way) and way[-1 - length] == sign:
        length += 1
    stated = int(c.get("value", length))
    if length == 0 or length > stated or (length < stated and length < len(way)):
        return "fail"  # a run that the data begin in may be longer than it shows
    if length == len(way) or s.delta:
        return "undecidable" if length == len(way) else None
    runs, j = [], 0
    while j < len(way) - length:
        k = j
        while k < len(way) - length and way[k] == sign:
            k += 1
        if k > j:
            # ends[j + 1] is the first gain of the run, ends[k] its last
            runs.append((ends[k][0], k - j, ends[j + 1][0]))
        j = max(k, j + 1)
    earlier = [r for r in reversed(runs) if r[1] >= length]
    # a run that the data cut off at their start may have been longer
    k = next((k for k, one in enumerate(way) if one != sign), len(way))
    cut = ends[k][0] if k else None
    day, window = s.days[-1], c["window"]
    marks = [(end, size == length) for end, size, _ in earlier]
    covered = (ends[0][0] if cut is None else cut) + timedelta(days=1)
    if window.startswith("since "):
        a, b, grace = vague(window[6:], day)
        g = timedelta(days=grace)
        late = [r for r in earlier if r[0] > b + g]
        whole = not (cut and late and cut >= late[0][0])
        if late and whole and a <= late[0][2] <= b:
            return "pass-rounding"  # only its start lies in X
        if any(size > length for _, size, _ in late):
            return "fail"
        if late and (covered > b + g + timedelta(days=1) or (cut and cut >= late[0][0])):
            return "undecidable"  # one that is longer may lie before the data
        if late:
            return "misleading"  # S10.7: equal, M3
        if earlier:
            end = earlier[0][0]
            if a <= end <= b:
                return "pass"
            if end >= a - g:
                return "pass-rounding"
            return "misleading"
        if covered > a or (cut and cut >= a - g):
            return "undecidable"
        return "misleading"
    letter = judge(window, day, marks, covered, complete=s.complete, age=age_of(s), units=None)
    return decide(letter)


def superlative(s, c, moment, **_):
    """S11, all closes known; written while the market was open also of the day's extreme (S16.1)."""
    default, *admitted = _superlative(s, c)
    if default[0] == "F" and moment == "open" and c.get("session") != "close":
        bar = s.bars[-1]
        extreme = bar.low if c["direction"] == "down" else bar.high
        if extreme is None:
            admitted.append(("U", "", DURING))
        else:
            then = replace(s, bars=[*s.bars[:-1], replace(bar, close=extreme)], cache={})
            letter = _superlative(then, c)[0][0]
            admitted.append(("I" if letter in "TR" else letter, "", DURING))
    return decide(default, *admitted)


def _superlative(s, c):
    """The default reading and the admitted ones, of closes."""
    sign = -1 if c["direction"] == "down" else 1
    ends = steps(s, c.get("period", "day"))
    if len(ends) < 2 or ends[-1][1] is None or ends[-2][1] is None:
        return [("U", "")]
    percent = _largest(s, c, ends, lambda now, before: sign * (now / before - 1))
    points = _largest(s, c, ends, lambda now, before: sign * (now - before))
    if c.get("unit") == "points":
        return [points]
    if c.get("unit") == "percent":
        return [percent]
    if points[0] == "U":
        return [percent]
    return [percent, (points[0], "M4", ODD)]


def _largest(s, c, ends, size):
    values = []
    for (_, before), (d, now) in itertools.pairwise(ends):
        known = now is not None and before is not None
        values.append((d, size(now, before) if known else None))
    day, today = values[-1]
    if today <= 0:
        return "F", ""
    past = values[:-1]

    def run(full):
        rows = [j for j in range(len(full) - 1, -1, -1) if full[j] is not None and full[j] >= today]
        earlier = [(past[j][0], full[j] == today) for j in rows]
        # the first close is a base: changes are known from the day after it
        covered = ends[0][0] + timedelta(days=1)
        return judge(
            c["window"],
            day,
            earlier,
            covered,
            complete=s.complete,
            age=age_of(s),
            units=([len(full) - j for j in rows], len(full)),
        )

    missing = sum(v is None for _, v in ends)
    if on_the_edge(c["window"], day, [d for d, v in past if v is None]):
        return "?", ""
    return completed([v for _, v in past], today, run, c["window"], missing)


KINDS = {
    f.__name__: f
    for f in (
        change,
        level,
        direction,
        comparison,
        extreme,
        distance,
        threshold,
        streak,
        streak_break,
        streak_superlative,
        superlative,
    )
}


def verdict(series, claim, day, moment, other=None, written=None):
    """The verdict on `claim` of the session `day`; None where the oracle does not answer.

    A share that was split since is judged in shares of the day, or of the day of writing where only
    that makes it true (S3.5); `written` None: of today.
    """
    s = series.upto(day)
    if other is not None:  # S13.1: its last session up to the same day
        other = other.upto(max(d for d in other.days if d <= day))
    judged = KINDS[claim["kind"]]
    then = judged(s.in_shares_of(day), claim, moment, other=other)
    if not series.splits or then in (None, "pass", "pass-rounding"):
        return then
    since = s if written is None else s.in_shares_of(max(written, day))
    now = judged(since, claim, moment, other=other)
    if now in ("pass", "pass-rounding") or then == "fail":
        return now
    return None if now is None else then
