"""What each kind tells of a claim in full: every reading with its words, figures, needs and chart.

The verdict of every case is worked out by hand and stands here; the rest stands in
tests/golden/workings, one file a kind, which somebody has read. A case is one branch or one edge:
its title says which.
"""

# ruff: noqa: E501  # a case reads best on one line

from dataclasses import dataclass, fields, replace
from datetime import datetime
from fractions import Fraction
from itertools import accumulate

import numpy as np
import pytest

from factcheck.doubts import of_its_day
from factcheck.periods import Period, Step, Window
from factcheck.prices import MISSING, Action, Quote
from factcheck.readings import Chart, Reading
from factcheck.statements import Flatness, Hedge, Stated
from factcheck.verdicts import decide
from factcheck.verifiers import Session, Verifier
from factcheck.verifiers.frequency import Frequency
from factcheck.verifiers.market_cap import MarketCap
from factcheck.verifiers.rank import Rank
from factcheck.verifiers.reversal import Path, Reversal
from factcheck.verifiers.spread import Spread
from factcheck.verifiers.state import State, StateClaim
from factcheck.verifiers.streak import Streak
from factcheck.verifiers.superlative import Superlative
from factcheck.verifiers.volume import Volume
from factcheck.views import View
from tests.test_verifiers import (
    ABOUT,
    AFTER,
    CLOSE,
    DOWN,
    EXCERPT,
    FLAT,
    FRIDAY,
    INTRADAY,
    LEAST,
    LESS,
    LONG,
    MORE,
    NEARLY,
    OPEN,
    UNKNOWN,
    UP,
    UP_TO,
    against,
    closed,
    day,
    distance,
    extreme,
    level,
    longest,
    move,
    snapped,
    threshold,
    view,
    weekdays_to,
    went,
)

YEAR_AGO = "2024-03-14"


@dataclass(frozen=True)
class Case:
    """A claim, what there is to see, and the verdict."""

    title: str
    claim: Verifier
    seen: View
    verdict: str


# ------------------------------------------------------------------------------------------ as text


def told(case: Case) -> str:
    lines = [f"## {case.title}: {case.verdict}", ""]
    for reading in of_its_day(case.claim, case.seen)[1]:
        lines += [f"{reading.name} = {reading.fit} ({reading.standing})", *_figures(reading), ""]
    return "\n".join(lines)


def _figures(reading: Reading) -> list[str]:
    """Everything a reading holds, but for what is empty."""
    lines = [f"  {reading.says}"]
    for field in fields(Reading):
        held = getattr(reading, field.name)
        if held in (None, "", (), False) or field.name in ("name", "fit", "standing", "says"):
            continue
        if field.name == "evidence":
            lines += [f"  evidence: {e.label} | {e.date} | {e.value} | {e.source}" for e in held]
        elif field.name == "chart":
            lines += _chart(held)
        else:
            text = " … ".join(map(str, held)) if isinstance(held, tuple) else str(held)
            lines.append(f"  {field.name}: {text}")
    return lines


def _chart(chart: Chart) -> list[str]:
    ends = {name: getattr(chart, name) for name in ("base", "low", "high", "open", "close")}
    known = [f"{name} {end:g}" for name, end in ends.items() if end is not None]
    stated = [] if chart.stated is None else ["stated {:g} to {:g}".format(*chart.stated)]
    first = [f"from {chart.first}"] if chart.first else []
    return [
        f"  chart: {chart.form}, {chart.title}, in {chart.unit or '-'}",
        *(f"    {line}" for line in [", ".join(known + stated + first)] if line),
        *(f"    {at} {value:.6g}" for at, value in chart.points),
        *(f"    {at} {value:.6g} {words}" for at, value, words in chart.marks),
    ]


# -------------------------------------------------------------------------------------------- views


def with_action(seen: View, on: str, kind: str, size: object) -> View:
    """A view with a split or a dividend more."""
    action = Action(day(on).toordinal(), kind, Fraction(str(size)))
    prices = replace(seen.prices, actions=(*seen.prices.actions, action))
    return replace(seen, prices=prices)


TWO = [("2025-06-02", "2")]  # two new shares for one

# ---- extreme
# day: open high low close; the high of Tuesday stands outside of three sessions
HIGHER = f"""2025-03-11 104 106 103 105.50
2025-03-12 101 103 100 102
2025-03-13 102 104 101 103
{FRIDAY} 103 105 102 104"""
LOWER = f"""2025-03-11 96 97 94 94.50
2025-03-12 99 100 97 98
2025-03-13 98 99 96 97
{FRIDAY} 97 98 95 96"""
ONLY_HIGH = HIGHER.replace("103 105 102 104", "103 107 101 102")
CLOSES = f"2025-03-11 105\n2025-03-12 102\n2025-03-13 103\n{FRIDAY} 103 105 102 104"
FALLEN = "120 101 102 103 104 105 110 104 103 102 101 100 99 109"
YEARS = f"2022-01-03 90\n2022-06-15 120\n2022-06-16 95\n2024-01-02 98\n2025-03-13 99\n{FRIDAY} 100"


def near(window, direction=UP, **about):
    return extreme(window, direction, hedge=NEARLY, **about)


def high_of_day(number, direction=UP):
    return extreme("day", direction, value=Stated.parse(number))


EXTREME = [
    # which prices are compared (S9.1)
    Case("neutral words, the close", extreme("3-session"), view(HIGHER), "pass"),
    Case("a low", extreme("3-session", DOWN), view(LOWER), "pass"),
    Case("four sessions hold a higher one", extreme("4-session"), view(HIGHER), "fail"),
    Case("a low of four sessions", extreme("4-session", DOWN), view(LOWER), "fail"),
    Case("hit", extreme("3-session", session=INTRADAY), view(HIGHER), "pass"),
    Case("hit, no highs", extreme("3-session", session=INTRADAY), view("105 102 103 104"), "pass"),
    Case("hit, no earlier highs", extreme("3-session", session=INTRADAY), view(CLOSES), "pass"),
    Case("hit a low that was not one", extreme("4-session", DOWN, session=INTRADAY), view(LOWER), "fail"),
    Case("closed, and only the high was one", extreme("3-session", session=CLOSE), view(ONLY_HIGH), "fail"),
    Case("closed, and nothing was one", extreme("4-session", session=CLOSE), view(HIGHER), "fail"),
    Case("only the high, after the close", extreme("3-session"), view(ONLY_HIGH), "intraday"),
    Case("only the high, while open", extreme("3-session"), view(ONLY_HIGH, moment=OPEN), "pass"),
    Case("only the high, time unknown", extreme("3-session"), view(ONLY_HIGH, moment=UNKNOWN), "pass"),
    Case("both, while open", extreme("3-session"), view(HIGHER, moment=OPEN), "pass"),
    Case("the high only against closes", extreme("4-session"),
         view(HIGHER.replace("103 105", "103 106"), moment=OPEN), "misleading"),
    Case("no close yet", extreme("3-session"),
         view(HIGHER, moment=OPEN, partial=day(FRIDAY).toordinal()), "pass"),
    Case("closed, and the close is not there yet", extreme("3-session", session=CLOSE),
         view(HIGHER, moment=OPEN, partial=day(FRIDAY).toordinal()), "undecidable"),
    Case("no bar", extreme("3-session"), view(f"2025-03-13 1 3 1 2\n{FRIDAY} - - - -"), "undecidable"),
    Case("a low without a bar", extreme("3-session", DOWN, session=INTRADAY),
         view(f"2025-03-13 1 3 1 2\n{FRIDAY} - - - -"), "undecidable"),
    # records (S9.2, S9.3)
    Case("record of an index", extreme(), view(LONG.format("102"), since="first"), "pass"),
    Case("record low of a share", extreme(direction=DOWN),
         view("2023-01-03 100\n2024-01-02 99\n2025-03-14 98", kind="share", since="first"), "pass"),
    Case("record, the history unknown", extreme(), view(LONG.format("102")), "undecidable"),
    Case("record, shared", extreme(), view("2023-01-02 103\n" + LONG.format("103"), since="first"),
         "misleading"),
    Case("no record, but shared and once exceeded", extreme("since 2024"),
         view("2023-12-20 104\n2024-02-01 103\n2025-03-13 101\n2025-03-14 103"), "pass"),
    Case("the tie is later, the higher one is there", extreme("since 2023"),
         view("2023-06-01 104\n2024-02-01 103\n2025-03-13 101\n2025-03-14 103"), "misleading"),
    Case("less than a year old", extreme(), view("100 101 102", since="first"), "misleading"),
    Case("a year old", extreme(), view(f"{YEAR_AGO} 90\n{FRIDAY} 99", since="first"), "pass"),
    Case("listed a week before the first bar", extreme(),
         view(f"2023-01-10 90\n{FRIDAY} 99", since="2023-01-03"), "pass"),
    Case("listed eight days before", extreme(),
         view(f"2023-01-11 90\n{FRIDAY} 99", since="2023-01-03"), "undecidable"),
    Case("the source knows the first day", extreme(),
         view(f"2023-01-11 90\n{FRIDAY} 99", first_day=day("2023-01-11").toordinal()), "pass"),
    Case("the source knows an earlier first day", extreme(),
         view(f"2023-01-11 90\n{FRIDAY} 99", first_day=day("2023-01-10").toordinal()), "undecidable"),
    Case("a history that is not whole", extreme(),
         view(f"2023-01-10 90\n{FRIDAY} 99", since="2023-01-09", history="partial"), "undecidable"),
    Case("a history that is not whole, from its first day", extreme(),
         view(f"2023-01-09 90\n{FRIDAY} 99", since="2023-01-09", history="partial"), "pass"),
    Case("highs known from later on than closes", extreme(session=INTRADAY),
         view(f"2023-01-09 90\n2023-06-01 80 85 79 84\n{FRIDAY} 98 99 97 99", since="first"), "undecidable"),
    # rank
    Case("second highest", extreme("4-session", rank=2, session=CLOSE), view("100 101 110 103"), "pass"),
    Case("second highest, but highest", extreme("4-session", rank=2, session=CLOSE),
         view("110 100 101 102 103"), "fail"),
    Case("third highest, and two are higher", extreme("5-session", rank=3, session=CLOSE),
         view("120 112 101 110 102 103"), "pass"),
    Case("third highest of five, one is higher", extreme("5-session", rank=3, session=CLOSE),
         view("120 100 101 110 102 103"), "fail"),
    Case("second highest of a year", extreme("1-year", rank=2, session=CLOSE),
         view(f"2023-06-01 120\n2024-03-14 101\n2025-03-13 110\n{FRIDAY} 103"), "pass"),
    Case("second highest ever", extreme(rank=2, session=CLOSE),
         view(f"2023-06-01 120\n2024-03-14 101\n{FRIDAY} 103", since="first"), "pass"),
    Case("second highest, but it shares the first place", extreme("3-session", rank=2, session=CLOSE),
         view("120 100 103 103"), "fail"),
    # a stated level (S2.10), gaps
    Case("a round level", extreme("3-session", value=Stated.parse("100")), view(HIGHER), "fail"),
    Case("the level is right", extreme("3-session", value=Stated.parse("104")), view(HIGHER), "pass"),
    Case("the level is wrong", extreme("3-session", value=Stated.parse("109")), view(HIGHER), "fail"),
    Case("the one higher is missing", extreme("since 2025-03-11", session=CLOSE), view("110 - 101 103"),
         "undecidable"),
    Case("a gap before the higher one", extreme("2-session", session=CLOSE),
         view("- 110 - 120 101 103"), "pass"),
    Case("an excerpt", extreme("since March 2022"), view(EXCERPT, weekdays=True, excerpt=True), "pass"),
    Case("an excerpt with nothing as high", extreme("2-year"),
         view(EXCERPT.replace(" 105", " 130"), weekdays=True, excerpt=True), "pass"),
    Case("an excerpt that covers the window", extreme("3-year"),
         view(EXCERPT.replace(" 105", " 130"), weekdays=True, excerpt=True), "pass"),
    Case("a window from before the first bar", extreme("1-year", session=CLOSE),
         view("1 2 3 4 5 6 7 8 30 9 10 20"), "fail"),
    Case("a chart from five sessions before", extreme("2-session", session=CLOSE),
         view("1 2 3 4 5 6 7 30 9 10 20"), "pass"),
    # near (S9.7)
    Case("near a high of sessions", near("8-session"), view(FALLEN), "pass"),
    Case("near, the higher one lies outside", near("7-session"), view(FALLEN), "pass"),
    Case("exactly at it", near("3-session"), view("200 100 90 100"), "pass"),
    Case("three percent below", near("3-session"), view("200 90 100 97"), "pass"),
    Case("six percent below", near("3-session"), view("200 90 100 94"), "pass-rounding"),
    Case("more than that", near("3-session", session=CLOSE), view("200 90 100 93.99"), "fail"),
    Case("three percent above a low", near("3-session", DOWN), view("50 90 80 82.4"), "pass"),
    Case("more than six above a low", near("3-session", DOWN, session=CLOSE), view("50 90 80 84.81"), "fail"),
    Case("near a record, all known", near("record"), view(LONG.format("105"), since="first"), "pass"),
    Case("near a record, the first bar", near("record", session=CLOSE),
         view(f"2023-01-03 106\n{FRIDAY} 103", since="first"), "pass"),
    Case("near a record, the history unknown", near("record"), view(LONG.format("105")), "undecidable"),
    Case("near, a close missing", near("3-session", session=CLOSE), view("99 100 - 99"), "undecidable"),
    Case("near, in an excerpt", near("2-year", session=CLOSE),
         view("2023-03-01 99\n2024-01-02 100\n2025-03-14 98", weekdays=True, excerpt=True), "pass"),
    Case("near, nothing before", near("3-session"), view("100"), "undecidable"),
    Case("near, no close", near("3-session", session=CLOSE), view("99 100 -"), "undecidable"),
    Case("not near, but the highest in nearly three years",
         near("3-year", session=CLOSE), view(YEARS), "pass"),
    Case("about a three-year high is only near",
         extreme("3-year", hedge=ABOUT, session=CLOSE), view(YEARS), "fail"),
    Case("not near in sessions", near("5-session", session=CLOSE), view("90 120 95 98 99 100"), "fail"),
    Case("near, and its highs", near("3-session", session=INTRADAY), view(HIGHER), "pass"),
    Case("in more than two years", extreme("2-year", session=CLOSE, window_hedge=MORE), view(YEARS), "pass"),
    # the day's own extreme (S16.7)
    Case("as high as", high_of_day("105"), view(HIGHER), "pass"),
    Case("as low as", high_of_day("95", DOWN), view(LOWER), "pass"),
    Case("higher later on", high_of_day("103.5"), view(HIGHER, moment=OPEN), "intraday"),
    Case("lower later on", high_of_day("96.5", DOWN), view(LOWER, moment=UNKNOWN), "intraday"),
    Case("never as high", high_of_day("106.5"), view(HIGHER, moment=OPEN), "fail"),
    Case("as high as, a round number", high_of_day("100"), view(HIGHER), "fail"),
    Case("as high as, but no high", high_of_day("105"), view("104 105"), "undecidable"),
    Case("as high as, without a number", extreme("day"), view(HIGHER), "undecidable"),
    Case("a vendor's high", high_of_day("105.10"), view(HIGHER, delta="0.001"), "pass-rounding"),
]
# ---- end extreme

# ---- frequency
def often(count, period, direction=UP, window=None, hedge=None):
    return Frequency(direction=direction, value=Stated.parse(count), period=Period.parse(period),
                     window=window and Window.parse(window), hedge=hedge)  # fmt: skip


def records(count, direction=UP, hedge=None):
    return often(count, "ytd", direction, "record", hedge)


WEEKS = "2025-02-14 100\n2025-02-21 102\n2025-02-28 101\n2025-03-07 103\n2025-03-14 104"
MONTHS = "2024-11-29 100\n2024-12-31 102\n2025-01-31 101\n2025-02-28 103\n2025-03-14 104"
NEW_YEAR = f"2024-12-30 100\n2024-12-31 104\n2025-01-02 105\n2025-01-03 103\n2025-03-13 106\n{FRIDAY} 107"
CLIMB = " ".join(str(100 + n) for n in range(40))

FREQUENCY = [
    Case("three of four", often("3", "4-session"), view("90 100 101 100 102 103"), "pass"),
    Case("one loss of four", often("1", "4-session", DOWN), view("90 100 101 100 102 103"), "pass"),
    Case("the gain before the four does not count", often("4", "4-session"),
         view("90 100 101 100 102 103"), "fail"),
    Case("at least two", often("2", "4-session", hedge=LEAST), view("90 100 101 100 102 103"), "pass"),
    Case("at least four", often("4", "4-session", hedge=LEAST), view("90 100 101 100 102 103"), "fail"),
    Case("weeks", often("3", "4-week"), view(WEEKS), "pass"),
    Case("months", often("2", "3-month"), view(MONTHS), "pass"),
    Case("one week", often("1", "week"), view(WEEKS), "pass"),
    Case("no fourth session", often("3", "4-session"), view("100 101 102 103"), "undecidable"),
    Case("just enough", often("3", "3-session"), view("100 101 102 103"), "pass"),
    Case("a close missing", often("2", "4-session"), view("100 101 - 102 103"), "undecidable"),
    Case("a close missing, and too few whatever it was", often("1", "4-session", DOWN),
         view("100 101 102 103 -"), "undecidable"),
    Case("a close missing, and more than that already", often("1", "4-session"),
         view("100 101 - 102 103 104"), "fail"),
    Case("unchanged is neither", often("3", "4-session"), view("100 101 101 102 103"), "pass"),
    Case("evidence ends with thirty closes", often("39", "39-session"), view(CLIMB), "pass"),
    Case("unchanged once", often("1", "4-session", FLAT), view("90 100 101 101 102 103"), "pass"),
    Case("unchanged before that", often("1", "2-session", FLAT), view("90 100 101 101 102 103"), "fail"),
    # a vendor's closes of an index cannot tell a move of 0.04% from none (S10.3)
    Case("one that is too small to tell", often("4", "4-session"),
         view("90 100 101 101.03 102 103", delta="0.0002"), "undecidable"),
    Case("one that is large enough", often("4", "4-session"), view("90 100 101 101.05 102 103", delta="0.0002"),
         "pass"),
    Case("too small to tell, and too few whatever it was", often("4", "5-session", DOWN),
         view("90 100 101 101.03 102 103", delta="0.0002"), "fail"),
    Case("unchanged, as far as can be told", often("1", "5-session", FLAT),
         view("90 100 101 101.03 102 103", delta="0.0002"), "undecidable"),
    # records of the year
    Case("three records", records("3"), view(NEW_YEAR, since="first"), "pass"),
    Case("not two", records("2"), view(NEW_YEAR, since="first"), "fail"),
    Case("at least two records", records("2", hedge=LEAST), view(NEW_YEAR, since="first"), "pass"),
    Case("record lows", records("2", DOWN),
         view(f"2024-12-30 98\n2024-12-31 96\n2025-01-02 97\n2025-01-03 95\n{FRIDAY} 94", since="first"),
         "pass"),
    Case("this one is none", records("2"), view(NEW_YEAR.replace(" 107", " 106"), since="first"), "fail"),
    Case("the history unknown", records("3"), view(NEW_YEAR), "undecidable"),
    Case("the history unknown, this one none", records("3"), view(NEW_YEAR.replace(" 107", " 105")), "fail"),
    Case("a close missing in it", records("3"), view(NEW_YEAR.replace("03 103", "03 -"), since="first"),
         "undecidable"),
    Case("listed this year", records("3"),
         view(f"2025-01-02 100\n2025-01-03 99\n2025-03-13 101\n{FRIDAY} 102", since="first"), "pass"),
    Case("the last thirty records", records("40"), view(CLIMB, since="first"), "pass"),
]
# ---- end frequency

# ---- rank
def placed(place=None, direction=UP, period="day", among=2):
    return Rank(direction=direction, value=place and Stated.parse(place), period=Period.parse(period),
                among=("Y", "Z", "V", "W", "U", "T", "S")[:among])  # fmt: skip


def named(name, text, **about):
    seen = view(text, **about)
    return replace(seen, listing=replace(seen.listing, name=name))


ELM, OAK, FIR = named("Elm", "100 104"), named("Oak", "100 103"), named("Fir", "100 90")
MISSING_ONE = named("Gap", "- 100")


def among(text, *others, **about):
    return view(text, others=others, **about)


RANK = [
    Case("the most", placed(), among("100 105", ELM, OAK), "pass"),
    Case("first", placed("1"), among("100 105", ELM, FIR), "pass"),
    Case("second", placed("2"), among("100 103.50", ELM, OAK), "pass"),
    Case("second, not first", placed("1"), among("100 103.50", ELM, OAK), "fail"),
    Case("not among the first", placed(), among("100 103.50", ELM, OAK), "fail"),
    Case("two of eight are among the first", placed(among=7),
         among("100 103.50", ELM, OAK, OAK, OAK, OAK, FIR, FIR), "pass"),
    Case("two of seven are not", placed(among=6), among("100 103.50", ELM, OAK, OAK, OAK, FIR, FIR), "fail"),
    Case("a tie shares the place", placed("1"), among("100 104", ELM, OAK), "pass"),
    Case("is listed itself", placed("2"), among("100 103.50", ELM, OAK, view("100 103.50")), "pass"),
    Case("only itself is listed", placed("1"), among("100 103.50", view("100 103.50")), "undecidable"),
    Case("the worst", placed("1", DOWN), among("100 89", ELM, FIR), "pass"),
    Case("not the worst", placed("1", DOWN), among("100 91", ELM, FIR), "fail"),
    Case("rose the least, which is no loss ahead of others", placed("2", DOWN), among("100 101", ELM, FIR),
         "undecidable"),
    Case("unchanged", placed("1"), among("100 100", FIR, named("Ivy", "100 100")), "undecidable"),
    Case("fell the least", placed("1"), among("100 95", FIR, named("Ivy", "100 90")), "undecidable"),
    Case("fell, and is the last in line", placed("3"), among("100 89", ELM, FIR), "pass"),
    Case("rose, and is the last of the losers", placed("3", DOWN), among("100 105", ELM, FIR), "pass"),
    Case("within what vendors' closes leave open", placed("1"), among("100 104.03", ELM, OAK, delta="0.0002"),
         "undecidable"),
    Case("beyond it", placed("1"), among("100 104.05", ELM, OAK, delta="0.0002"), "pass"),
    Case("its own close is missing", placed("1"), among("100 -", ELM, OAK), "undecidable"),
    Case("another's is missing", placed("1"), among("100 105", ELM, MISSING_ONE), "undecidable"),
    Case("another's is missing, and one is ahead", placed("1"), among("100 103", ELM, MISSING_ONE), "fail"),
    Case("another's is missing, and it may be second", placed("2"), among("100 105", ELM, MISSING_ONE),
         "undecidable"),
    Case("another's is missing, and it may be third", placed("2"), among("100 103", ELM, MISSING_ONE),
         "undecidable"),
    Case("another's is missing, and two are ahead", placed("2"), among("100 102", ELM, OAK, MISSING_ONE),
         "fail"),
    Case("no base", placed("1"), among("105", ELM, OAK), "undecidable"),
    Case("a base of nothing", placed("1"), among("0.00 105", ELM, OAK), "undecidable"),
    Case("a base of little", placed("1"), among("0.50 0.60", ELM, OAK), "pass"),
    Case("over a week", placed("1", period="week"), among("99 98 97 96 95 94 100 105", ELM, OAK),
         "undecidable"),
    Case("the first of eight is among the first", placed(among=7),
         among("100 105", ELM, OAK, OAK, OAK, OAK, FIR, FIR), "pass"),
]
# ---- end rank

# ---- level
BAR = f"2025-03-13 22577.00\n{FRIDAY} 22900.00 23530.00 22880.00 23477.92"
SPLIT = f"2025-03-13 250.00\n{FRIDAY} 255.00 261.00 254.00 260.00"
YIELD = f"2025-03-13 4.125\n{FRIDAY} 4.213 4.313 4.100 4.250"


def quoted(seen, *quotes, published="2025-03-14T12:00+00:00", **about):
    """`seen` with prices that somebody saw: "11:30 23,400.50"."""
    made = [line.split() for line in quotes]
    return replace(
        seen,
        quotes=tuple(
            Quote(datetime.fromisoformat(f"{FRIDAY}T{at}+00:00"), Fraction(price), "the wire")
            for at, price in made
        ),
        published=published and datetime.fromisoformat(published),
        **about,
    )


LEVEL = [
    Case("at the close", level("23,477.92", session=CLOSE), view(BAR), "pass"),
    Case("at the close or not", level("23,478"), view(BAR), "pass"),
    Case("between", level("23,000", hedge=Hedge.BETWEEN, upper=Stated.parse("24,000")), view(BAR), "pass"),
    Case("reached, not at the close", level("23,000"), view(BAR), "intraday"),
    Case("not at the close, which is said", level("23,000", session=CLOSE), view(BAR), "fail"),
    Case("reached but for its rounding", level("22,880"), view(BAR.replace("22880.00", "22880.30")), "intraday"),
    Case("never reached", level("25,000"), view(BAR), "fail"),
    Case("far more", level("15,000", hedge=MORE, session=CLOSE), view(BAR), "misleading"),
    Case("one and a half times", level("100", hedge=MORE, session=CLOSE), view("99 150"), "misleading"),
    Case("a hair less", level("100", hedge=MORE, session=CLOSE), view("99 149.99"), "pass"),
    Case("below", level("23,500", hedge=LESS, session=CLOSE), view(BAR), "pass"),
    Case("below, reached", level("22,900", hedge=LESS), view(BAR), "intraday"),
    Case("above, reached", level("23,500", hedge=MORE), view(BAR), "intraday"),
    Case("the range is missing", level("23,000"),
         view("22577.00 23477.92"), "undecidable"),
    Case("the range is missing, above", level("23,500", hedge=MORE),
         view("22577.00 23477.92"), "undecidable"),
    Case("the range is missing, at the close", level("23,000", session=CLOSE),
         view("22577.00 23477.92"), "fail"),
    Case("no close", level("23,000"), view(BAR.replace("23477.92", "-")), "undecidable"),
    Case("no close, and never reached", level("25,000"), view(BAR.replace("23477.92", "-")), "undecidable"),
    Case("opened", level("22,900", session=Session.OPEN), view(BAR), "pass"),
    Case("opened elsewhere", level("22,950", session=Session.OPEN), view(BAR), "fail"),
    Case("no open", level("22,900", session=Session.OPEN), view("1 2"), "undecidable"),
    Case("after hours", level("22,900", session=Session.AFTER_HOURS), view(BAR), "undecidable"),
    Case("as much as", level("23,530", hedge=UP_TO), view(BAR), "pass"),
    Case("as much as, no high", level("23,530", hedge=UP_TO), view("1 2"), "undecidable"),
    Case("as much as, and later more", level("23,500.00", hedge=UP_TO), view(BAR, moment=OPEN), "intraday"),
    Case("as much as, and never so much", level("23,600.00", hedge=UP_TO), view(BAR, moment=OPEN), "fail"),
    Case("as much as, after the close", level("23,500.00", hedge=UP_TO), view(BAR), "fail"),
    Case("a vendor's close", level("23,475.00", session=CLOSE), view(BAR, delta="0.0002"), "pass-rounding"),
    Case("a vendor's close, further off", level("23,470.00", session=CLOSE), view(BAR, delta="0.0002"),
         "fail"),
    Case("a yield", level("4.25", session=CLOSE), view(YIELD, kind="yield"), "pass"),
    Case("a yield to a hair", level("4.249", session=CLOSE), view(YIELD, kind="yield"), "fail"),
    Case("a vendor's yield", level("4.26", session=CLOSE), view(YIELD, kind="yield", delta="0.01"),
         "pass-rounding"),
    Case("more digits than printed", level("23,477.918", session=CLOSE), view(BAR), "fail"),
    Case("prices without the exchange's decimals", level("23,470", session=CLOSE), view(BAR, decimals=None),
         "fail"),
    # later splits (S3.5)
    Case("as traded then", level("520", session=CLOSE), view(SPLIT, kind="share", splits=TWO), "pass"),
    Case("adjusted", level("260", session=CLOSE), view(SPLIT, kind="share", splits=TWO), "pass"),
    Case("neither", level("510", session=CLOSE), view(SPLIT, kind="share", splits=TWO), "fail"),
    Case("reached as traded then", level("515"), view(SPLIT, kind="share", splits=TWO), "intraday"),
    Case("a dividend is no split", level("260", session=CLOSE),
         with_action(view(SPLIT, kind="share"), "2025-06-02", "dividend", 2), "pass"),
    # prices somebody saw (S16.6)
    Case("seen half an hour before", level("23,400.50"), quoted(view(BAR), "11:30 23400.50"), "pass"),
    Case("seen an hour before", level("23,400.50"), quoted(view(BAR), "11:00 23400.50"), "pass"),
    Case("seen when it was published", level("23,400.50"), quoted(view(BAR), "12:00 23400.50"), "pass"),
    Case("seen earlier", level("23,400.50"), quoted(view(BAR), "10:59 23400.50"), "intraday"),
    Case("seen later", level("23,400.50"), quoted(view(BAR), "12:01 23400.50"), "intraday"),
    Case("seen, but when was it published", level("23,400.50"),
         quoted(view(BAR), "11:30 23400.50", published=None), "intraday"),
    Case("seen, another price", level("23,400.50"), quoted(view(BAR), "11:30 23400.60"), "intraday"),
    Case("seen, roughly", level("23,400"), quoted(view(BAR), "11:30 23400.60"), "pass-rounding"),
    Case("two seen", level("23,400.50"), quoted(view(BAR), "10:00 23400.50", "11:30 23400.50"), "pass"),
    Case("seen, but closed is said", level("23,400.50", session=CLOSE), quoted(view(BAR), "11:30 23400.50"),
         "fail"),
    Case("adjusted, and reached as traded then", level("260"),
         view(SPLIT.replace("261.00 254.00", "261.00 120.00"), kind="share", splits=TWO), "pass"),
    Case("a share of four decimals", level("12.34", session=CLOSE), view("12 12.3456", kind="share", decimals=None),
         "pass-rounding"),
    Case("a yield of four decimals", level("4.1", session=CLOSE), view("4.1 4.1234", kind="yield"), "pass"),
    Case("a yield, told apart by the fourth", level("4.124", session=CLOSE), view("4.1 4.1234", kind="yield"),
         "fail"),
    Case("seen at another price, then at this", level("23,400.50"),
         quoted(view(BAR), "10:00 23000.00", "11:30 23400.50"), "pass"),
    Case("a share of four decimals, to a whole one", level("12", session=CLOSE),
         view("12 12.3456", kind="share", decimals=None), "pass"),
]
# ---- end level

# ---- change
RANGE = f"2025-03-12 99.00\n2025-03-13 100.00\n{FRIDAY} 101.00 106.00 99.50 104.73"
MONDAYS = f"2025-03-07 99 101 98 100\n2025-03-10 98 99.5 97 99\n{FRIDAY} 101 103 101 102.90"
YIELDS = f"2025-03-13 4.13\n{FRIDAY} 4.14 4.30 4.10 4.21"


def ex_dividend(seen, cash, code="XSHG"):
    paid = with_action(seen, FRIDAY, "dividend", cash)
    return replace(paid, calendar=replace(paid.calendar, code=code))


CHANGE = [
    Case("closed up", closed("+4.7%"), view(RANGE), "pass"),
    Case("up, and the close is it", move("+4.7%"), view(RANGE), "pass"),
    Case("up, reached only", move("+3.0%"), view(RANGE), "intraday"),
    Case("up, never reached", move("+7.0%"), view(RANGE), "fail"),
    Case("closed down", closed("-4.7%"), view(RANGE), "fail"),
    Case("a fall", closed("-2.00%"), view("50.00 49.00"), "pass"),
    Case("a move without a direction", closed("4.7%"), view(RANGE), "pass"),
    Case("a fall without a direction", closed("2%"), view("50.00 49.00"), "pass"),
    Case("without a direction or a move", closed("0.0%"), view("50.00 50.00"), "pass"),
    Case("in points", closed("+4.7p"), view(RANGE), "pass"),
    Case("in money", closed("+4.73$"), view(RANGE), "pass"),
    Case("as a ratio", closed("2x"), view("40.00 84.00"), "pass"),
    Case("as a ratio, too little", closed("2x"), view("40.00 70.00"), "fail"),
    Case("a third", closed("-1/3%"), view("60.00 40.50"), "pass"),
    Case("not a third", closed("-1/3%"), view("100.00 70.00"), "fail"),
    Case("more than, by far", closed("+3%", hedge=MORE), view(RANGE), "misleading"),
    Case("as much as", move("+6.0%", hedge=UP_TO), view(RANGE), "pass"),
    Case("down as much as", move("-0.5%", hedge=UP_TO), view(RANGE), "pass"),
    Case("as much as, then more", move("+5.0%", hedge=UP_TO), view(RANGE, moment=OPEN), "intraday"),
    Case("opened", move("+1.0%", session=Session.OPEN), view(RANGE), "pass"),
    Case("seen on the way", move("+3.0%"), quoted(view(RANGE), "11:30 103.00"), "pass"),
    Case("no close", move("+4.7%"), view(RANGE.replace("104.73", "-")), "undecidable"),
    Case("a vendor's close", closed("+4.8%"), view(RANGE, delta="0.0002"), "pass-rounding"),
    Case("a vendor's points", closed("+4.76p"), view(RANGE, delta="0.0002"), "pass-rounding"),
    Case("a vendor's points, further off", closed("+4.78p"), view(RANGE, delta="0.0002"), "fail"),
    Case("a vendor's ratio", closed("2x", hedge=MORE), view("40.00 80.00", delta="0.0002"), "pass-rounding"),
    Case("no base at all", move("+4.7%"), view(f"{FRIDAY} 104.73"), "undecidable"),
    Case("the first day listed", move("+4.7%"), view(f"{FRIDAY} 104.73", since="first"), "undecidable"),
    Case("a month, and no base", move("+4.7%", "month"), view(f"{FRIDAY} 104.73", since="first"),
         "undecidable"),
    Case("a base missing", move("+4.7%"), view(f"2025-03-12 99\n2025-03-13 -\n{FRIDAY} 104"), "undecidable"),
    Case("a base below zero", closed("+10%"), view(f"2025-03-13 -37.63\n{FRIDAY} 10.01"), "undecidable"),
    Case("a base of zero", closed("+10%"), view(f"2025-03-13 0.00\n{FRIDAY} 10.01"), "undecidable"),
    Case("a base of one cent", closed("+100%"), view(f"2025-03-13 0.01\n{FRIDAY} 0.02"), "pass"),
    Case("a week from Friday", closed("+2.9%", "week"), view(MONDAYS), "pass"),
    Case("a week from Monday's open", closed("+5.0%", "week"), view(MONDAYS), "misleading"),
    Case("a week, Monday's open is missing", closed("+5.0%", "week"), view(MONDAYS.replace("10 98", "10 -")),
         "fail"),
    Case("a month, loose", closed("+7%", "1-month"),
         view(" ".join(["100"] * 10 + ["99", "-"] + ["98"] * 18 + ["106.82"])),
         "pass-rounding"),
    Case("a loose base is missing", closed("+7%", "1-month"),
         view(" ".join(["100"] * 11 + ["-"] + ["98"] * 20 + ["106.82"])), "undecidable"),
    # of what a price gained: from 200 to 210 is 5%, and no 10 percentage points (S5.7)
    Case("percentage points of a price", closed("+5.0pp"), view("200 210"), "pass"),
    Case("its points are no percentage points", closed("+10.0pp"), view("200 210"), "fail"),
    Case("basis points of a price", closed("+500bp"), view("200 210"), "pass"),
    Case("its points are no basis points", closed("+1000bp"), view("200 210"), "fail"),
    # yields
    Case("basis points", closed("+8bp"), view(YIELDS, kind="yield"), "pass"),
    Case("basis points, reached", move("+15bp"), view(YIELDS, kind="yield"), "intraday"),
    Case("a vendor's basis points", closed("+9bp"), view(YIELDS, kind="yield", delta="0.01"),
         "pass-rounding"),
    Case("a vendor's basis points, further off", closed("+11bp"), view(YIELDS, kind="yield", delta="0.01"),
         "fail"),
    Case("a percent that is points", closed("+0.1%"), view(YIELDS, kind="yield"), "misleading"),
    Case("a vendor's percent of a yield", closed("+2.4%"), view(YIELDS, kind="yield", delta="0.01"),
         "pass-rounding"),
    Case("a percent of a yield", closed("+1.9%"), view(YIELDS, kind="yield"), "pass"),
    # the quote currency
    Case("the yen", closed("+0.54%").turned(), view("149.00 148.20", kind="fx", inverse=True), "pass"),
    Case("the yen fell", closed("-0.54%").turned(), view("148.20 149.00", kind="fx", inverse=True), "pass"),
    Case("either way", closed("-3.00%").turned(), view("100.00 103.00", kind="fx", inverse=True), "pass"),
    Case("too far apart", closed("-4.00%").turned(), view("100.00 104.00", kind="fx", inverse=True), "fail"),
    Case("beyond all", move("-119%").turned(), view("365.00 800.00", kind="fx", inverse=True), "fail"),
    Case("neither way", move("-9%").turned(), view("100 103", kind="fx", inverse=True), "undecidable"),
    Case("the yen, no close", move("-9%").turned(),
         view("100 -", kind="fx", inverse=True), "undecidable"),
    # dividends
    Case("ex dividend in Shanghai", closed("+1.0%"), ex_dividend(view("20.00 19.19"), 1), "pass"),
    Case("ex dividend elsewhere", closed("-4.05%"), ex_dividend(view("20.00 19.19"), 1, "XHKG"), "pass"),
    Case("ex a special dividend", closed("+1.0%"), ex_dividend(view("20.00 15.15"), 5), "pass"),
    Case("ex dividend of a tenth", closed("+1.0%"), ex_dividend(view("20.00 18.18"), 2, "XHKG"), "fail"),
    Case("ex dividend, over a week", closed("-4.0%", "5-session"),
         ex_dividend(view("20.00 1 1 1 1 19.20"), 1), "pass"),
    Case("beyond a hundred percent", move("-100%", hedge=MORE).turned(), view("365.00 800.00", kind="fx", inverse=True),
         "fail"),
    Case("either way, at the edge", closed("-3.21%").turned(), view("10000 10321", kind="fx", inverse=True), "pass"),
    Case("a quote currency below one", closed("-2.44%").turned(), view("0.8000 0.8200", kind="fx", inverse=True),
         "pass"),
    Case("ex a dividend of a sixth", closed("+1.0%"), ex_dividend(view("20.00 17.17"), 3), "pass"),
]
# ---- end change

# ---- direction
DIRECTION = [
    Case("rose", went(UP), view("100.00 104.00"), "pass"),
    Case("fell, closed up", went(DOWN, session=CLOSE), view("100.00 104.00"), "fail"),
    Case("fell on the way", went(DOWN), view(RANGE), "intraday"),
    Case("never fell", went(DOWN), view(RANGE.replace("99.50", "100.00")), "fail"),
    Case("rose, the range missing", went(UP), view("100.00 99.00"), "undecidable"),
    Case("flat on the way", went(FLAT), view(RANGE), "intraday"),
    Case("flat, the range ends near it", went(FLAT), view(RANGE.replace("99.50", "100.04")), "intraday"),
    Case("never flat", went(FLAT), view(RANGE.replace("99.50", "100.16")), "fail"),
    Case("little changed", went(FLAT, flatness=Flatness.LITTLE_CHANGED), view("1000.00 1003.00"),
         "pass-rounding"),
    Case("a vendor's flat", went(FLAT, session=CLOSE), view("1000.00 1000.60", delta="0.0001"),
         "pass-rounding"),
    Case("a vendor's rise", went(UP), view("1000.00 1000.50", delta="0.0002"), "pass"),
    Case("a vendor's rise at the edge", went(UP), view("1000.00 1000.40", delta="0.0002"), "pass-rounding"),
    Case("a vendor's rise at the edge, closed", went(UP, session=CLOSE), view("1000.00 1000.40", delta="0.0002"),
         "pass-rounding"),
    Case("a vendor's fall at the edge", went(UP, session=CLOSE), view("1000.00 999.60", delta="0.0002"),
         "fail"),
    Case("a yield rose", went(UP, session=CLOSE), view("4.00 4.01", kind="yield", delta="0.01"),
         "pass-rounding"),
    Case("a yield rose by more", went(UP, session=CLOSE), view("4.00 4.03", kind="yield", delta="0.01"),
         "pass"),
    Case("unchanged", went(FLAT, flatness=Flatness.UNCHANGED), view("1000.00 1000.00"), "pass"),
    Case("a hair", went(DOWN), view("10000.00 9999.80"), "pass"),
    Case("half a hundredth", went(DOWN), view("10000.00 9999.50"), "pass"),
    Case("over a week", went(UP, period="week"), view(MONDAYS), "pass"),
    Case("no close", went(UP), view("100 -"), "undecidable"),
    Case("no base", went(UP), view("100"), "undecidable"),
    Case("no close of the base", went(UP), view("99 - 100"), "undecidable"),
    Case("a base of zero", went(UP), view("0.00 1.00"), "undecidable"),
    Case("a base of one", went(UP), view("1.00 2.00"), "pass"),
    Case("ex dividend in Shanghai", went(UP), ex_dividend(view("20.00 19.19"), 1), "pass"),
    Case("ex dividend elsewhere", went(DOWN), ex_dividend(view("20.00 19.19"), 1, "XHKG"), "pass"),
    Case("ex dividend, over five sessions", went(DOWN, period="5-session"),
         ex_dividend(view("20.00 1 1 1 1 19.20"), 1), "pass"),
    Case("to nothing", went(DOWN), view("1.00 0.00"), "pass"),
    Case("flat, at the edge", went(FLAT), view(RANGE.replace("99.50", "100.149")), "intraday"),
    Case("flat at the day's high", went(FLAT), view(f"2025-03-13 100.00\n{FRIDAY} 99.50 100.00 99.00 99.50"),
         "intraday"),
]
# ---- end direction

# ---- superlative
def best(window, direction=UP, period="day", **about):
    return Superlative(direction=direction, window=Window.parse(window), period=Step(period), **about)


GAINS = "100 101 100 102 101 102.50"  # +1, -0.99, +2, -0.98, +1.49
SHARED = "90 99 100 102 100 102"
POINTS = "100 101 100 200 203"  # +3 points, 1.5%; +100 before it
YEARLY = f"2023-03-13 100\n2023-03-14 101\n2025-03-13 100\n{FRIDAY} 103"
JANUARIES = """2022-12-30 100\n2023-01-31 104\n2023-02-28 112\n2023-12-29 100
2024-01-31 102\n2024-12-31 100\n2025-01-31 103"""

SUPERLATIVE = [
    Case("biggest of three sessions", best("1-session"), view(GAINS), "pass"),
    Case("not of three", best("3-session"), view(GAINS), "fail"),
    Case("since the one before", best("since 2025-03-12"), view(GAINS), "pass"),
    Case("biggest loss", best("2-session", DOWN), view("100 99 100 98"), "pass"),
    Case("the wrong way", best("2-session", DOWN), view(GAINS), "fail"),
    Case("no move", best("2-session"), view("100 101 101"), "fail"),
    Case("shared", best("3-session"), view(SHARED), "misleading"),
    Case("in points", best("2-session", unit="points"), view("1000 1010 1000 1015.50"), "pass"),
    Case("a loss in points", best("2-session", DOWN, unit="points"), view("1000 990 1000 984.50"), "pass"),
    Case("in points only", best("3-session", DOWN), view("100 95 1000 960"), "misleading"),
    Case("in percent, which is said", best("2-session", unit="percent"), view("100 110 1000 980 960 979"),
         "pass"),
    Case("points not known, percent false", best("since 2025-03-10", DOWN), view("100 - 100 95 1000 960"),
         "fail"),
    Case("record", best("record"), view(YEARLY, since="first"), "pass"),
    Case("record, the history unknown", best("record"), view(YEARLY), "undecidable"),
    Case("record, under a year", best("record"), view("100 101 100 103", since="first"), "misleading"),
    Case("record, five closes missing", best("record"),
         view(YEARLY.replace("2025", "2023-06-01 -\n2023-06-02 -\n2023-06-05 -\n2023-06-06 -\n2023-06-07 -\n2025", 1),
              since="first"), "pass"),
    Case("record, six closes missing", best("record"),
         view(YEARLY.replace(
             "2025", "2023-05-31 -\n2023-06-01 -\n2023-06-02 -\n2023-06-05 -\n2023-06-06 -\n2023-06-07 -\n2025", 1),
              since="first"), "undecidable"),
    Case("best week", best("since 2024", period="week"),
         view("2024-12-20 100\n2024-12-27 105\n2025-03-07 101\n2025-03-14 105"), "pass"),
    Case("best week so far", best("2-month", period="week"),
         view(" ".join(["100"] * 80 + ["101", "103"]), last="2025-03-12", weekdays=True), "pass"),
    Case("best January", best("record", period="month", like="January"), view(JANUARIES, since="first"),
         "fail"),
    Case("best January since", best("since 2023", period="month", like="January"), view(JANUARIES), "pass"),
    Case("best Friday", best("since 2025-03-07", like="Friday"),
         view("100 101 99 98 97 99 100 103 102 101 102"), "pass"),
    Case("best first quarter", best("since 2023", period="quarter", like="first quarter"),
         view("2022-12-30 100\n2023-03-31 105\n2023-06-30 120\n2024-03-28 121\n2024-12-31 100\n2025-03-14 104"),
         "pass"),
    Case("no close", best("2-session"), view("100 101 -"), "undecidable"),
    Case("the one before is missing", best("2-session"), view("100 - 101"), "undecidable"),
    Case("one close", best("2-session"), view("100"), "undecidable"),
    Case("a close missing in the window", best("since 2025-03-11"), view("100 105 - 101 103"), "undecidable"),
    Case("in more than a month", best("1-month", window_hedge=MORE),
         view("100 104 " + "100 " * 28 + "103"), "pass"),
    Case("from one cent", best("1-session"), view("0.01 0.02"), "pass"),
    Case("more from one cent", best("3-session"), view("0.01 0.03 0.02 0.03"), "fail"),
    Case("in points, which were more before, if less in percent", best("3-session", unit="points"),
         view("1000 1020 100 110"), "fail"),
    Case("shared with one only", best("3-session"), view("100 99 101 99 101"), "misleading"),
    Case("best second quarter", best("since 2023", period="quarter", like="second quarter"),
         view("2022-12-30 90\n2023-03-31 100\n2023-06-30 105\n2024-12-31 120\n2025-03-31 100\n2025-04-30 104"),
         "pass"),
]
# ---- end superlative

# ---- streak
def run(count, direction=UP, step="day", hedge=None):
    return Streak(direction=direction, value=Stated.parse(count), period=Step(step), hedge=hedge)


BROKEN = f"""2025-03-10 101 101 101 101\n2025-03-11 100 100 100 100\n2025-03-12 100 102 100 101
2025-03-13 101 103 101 102\n{FRIDAY} 102 104 100 101"""
TURNED = f"""2025-03-11 99 99 99 99\n2025-03-12 100 102 100 101\n2025-03-13 101 101 99 100
{FRIDAY} 100 101 99.50 100.50"""
FOUR_WEEKS = "2025-01-24 100\n2025-02-14 99\n2025-02-21 101\n2025-02-28 102\n2025-03-07 103\n2025-03-14 104"
QUARTERS = "2024-03-28 100\n2024-06-28 99\n2024-09-30 101\n2024-12-31 102\n2025-03-14 103"

STREAK = [
    Case("third gain", run("3"), view("101 100 101 102 103"), "pass"),
    Case("not the second", run("2"), view("101 100 101 102 103"), "fail"),
    Case("not the fourth", run("4"), view("101 100 101 102 103"), "fail"),
    Case("losses", run("2", DOWN), view("100 101 100 99"), "pass"),
    Case("one loss", run("1", DOWN), view("100 101 100"), "pass"),
    Case("no loss but a gain", run("2", DOWN), view("101 100 101 102 103"), "fail"),
    Case("unchanged", run("2"), view("100 99 100 101 101"), "fail"),
    Case("at least two", run("2", hedge=LEAST), view("101 100 101 102 103"), "pass"),
    Case("about three", run("3", hedge=ABOUT), view("101 100 101 102 103"), "pass"),
    Case("more than three", run("3", hedge=MORE), view("101 100 101 102 103"), "fail"),
    Case("nearly four", run("4", hedge=NEARLY), view("101 100 101 102 103"), "pass-rounding"),
    Case("the data begin in it", run("3"), view("100 101 102 103"), "undecidable"),
    Case("the data begin in it, too short anyway", run("2"), view("100 101 102 103"), "fail"),
    Case("a vendor's hair", run("3"), view("1010 1000 1010 1010.1 1030", delta="0.0002"), "undecidable"),
    Case("a vendor's exact share", run("1"),
         view("1010 1000 1000.40 1020.408", delta="0.0002", decimals=None),
         "fail"),
    Case("a close missing", run("3"), view("101 100 101 - 103"), "undecidable"),
    Case("no close today", run("3"), view("101 100 101 102 -"), "undecidable"),
    Case("one close only", run("1"), view("100"), "undecidable"),
    Case("weeks, some without a session", run("4", step="week"), view(FOUR_WEEKS), "pass"),
    Case("quarters", run("3", step="quarter"), view(QUARTERS), "pass"),
    Case("a week that runs on", run("2", step="week"),
         view("110 " * 6 + "100 99 98 97 96 95 96 97 98 99 100 101 102 103", on="2025-03-13", weekdays=True),
         "pass"),
    Case("a month that runs on", run("1", step="month"),
         view("2025-01-31 101\n2025-02-28 100\n2025-03-14 103",
         weekdays=True), "pass"),
    Case("a quarter that runs on", run("1", step="quarter"),
         view("2024-09-30 101\n2024-12-31 100\n2025-03-14 103", weekdays=True), "pass"),
    Case("a year that runs on", run("1", step="year"),
         view("2022-12-30 101\n2023-12-29 100\n2024-03-14 103", weekdays=True), "pass"),
    Case("a year that is over", run("1", step="year"),
         view("2022-12-30 101\n2023-12-29 100\n2024-12-31 103", weekdays=True), "pass"),
    Case("a month that is over", run("1", step="month"),
         view("2024-12-31 101\n2025-01-31 100\n2025-02-28 103", weekdays=True), "pass"),
    Case("broken at the close", run("3"), view(BROKEN, moment=OPEN), "intraday"),
    Case("broken, never so long", run("4"), view(BROKEN, moment=OPEN), "fail"),
    Case("broken, the range missing", run("3"), view(BROKEN.replace("104 100 101", "- - 101"), moment=OPEN),
         "undecidable"),
    Case("broken, never above", run("3"), view(BROKEN.replace("102 104 100", "101 102 100"), moment=OPEN),
         "fail"),
    Case("losses broken at the close", run("2", DOWN), view(TURNED, moment=OPEN), "intraday"),
    Case("losses broken, never below", run("2", DOWN), view(TURNED.replace("99.50", "100"), moment=OPEN),
         "fail"),
    Case("a chart of sixty", run("65"), view("100 " + " ".join(str(99 + n) for n in range(66))), "pass"),
    Case("a chart of twenty-six", run("1"), view("101 100 " * 20 + "101"), "pass"),
    Case("two closes, the first is missing", run("1"), view("- 101"), "undecidable"),
    Case("empty weeks at either end", run("3", step="week"),
         view("2025-01-24 100\n2025-02-07 99\n2025-02-21 101\n2025-02-28 102\n2025-03-14 104"), "pass"),
    Case("January is over", run("1", step="month"),
         view("2024-11-29 101\n2024-12-31 100\n2025-01-31 103", weekdays=True), "pass"),
    Case("a quarter that is over", run("1", step="quarter"),
         view("2024-09-30 101\n2024-12-31 100\n2025-03-31 103", weekdays=True), "pass"),
    Case("a chart from three before", run("31"), view("101 100 " * 8 + " ".join(str(101 + n) for n in range(31))),
         "pass"),
]
# ---- end streak

# ---- streak_break
STREAK_BREAK = [
    Case("snapped two losses", snapped("2"), view("104 105 103 102 103"), "pass"),
    Case("not three", snapped("3"), view("104 105 103 102 103"), "fail"),
    Case("one, but it was two", snapped("1"), view("104 105 103 102 103"), "fail"),
    Case("some losses", snapped(), view("104 105 103 102 103"), "pass"),
    Case("at least one", snapped("1", hedge=LEAST), view("104 105 103 102 103"), "pass"),
    Case("gains", snapped("2", UP), view("105 104 105 106 105"), "pass"),
    Case("it goes on", snapped("2"), view("104 105 103 102 101"), "fail"),
    Case("ended, not snapped", snapped("2"), view("104 105 103 102 102"), "fail"),
    Case("it was the other way", snapped("2", UP), view("104 105 103 102 103"), "fail"),
    Case("the data begin in it", snapped("2"), view("105 103 102 103"), "undecidable"),
    Case("a vendor's hair", snapped("2"), view("1040 1050 1030 1020 1020.1", delta="0.0002"), "undecidable"),
    Case("a close missing", snapped("2"), view("104 105 103 - 103"), "undecidable"),
    Case("snapped on the way", snapped("2", UP),
         view(BROKEN.replace("104 100 101", "104 101 103"), moment=OPEN),
         "intraday"),
    Case("never snapped", snapped("2", UP), view(BROKEN.replace("104 100 101", "104 102 103"), moment=OPEN),
         "fail"),
    Case("snapped on the way, after the close", snapped("2", UP),
         view(BROKEN.replace("104 100 101", "104 101 103")), "fail"),
    Case("goes on, the range missing", snapped("2", UP),
         view(BROKEN.replace("102 104 100 101", "- - - 103"), moment=OPEN), "undecidable"),
    Case("losses snapped on the way", snapped("2"),
         view("2025-03-10 100\n2025-03-11 101\n2025-03-12 100.50\n2025-03-13 100\n2025-03-14 99 100.50 98 99",
              moment=OPEN), "intraday"),
    Case("snapped the day before", snapped("2"), view("104 105 103 102 103 104"), "fail"),
]
# ---- end streak_break

# ---- streak_superlative
BIRCH = """2025-02-28 100.50\n2025-03-03 100.00\n2025-03-04 101.00\n2025-03-05 102.00\n2025-03-06 103.00
2025-03-07 104.00\n2025-03-10 103.00\n2025-05-05 100.00\n2025-05-06 101.00\n2025-05-07 100.50\n2025-05-08 101.00
2025-05-09 101.50\n2025-05-12 102.00\n2025-05-13 102.60"""
OLD = "2023-03-01 9\n2023-03-02 10\n2023-03-03 9\n2025-03-11 8\n2025-03-12 9\n2025-03-13 10\n2025-03-14 11"
LONGER = BIRCH.replace("2025-02-28", "2025-02-27").replace("2025-03-03 100.00", "2025-02-28 99\n2025-03-03 100.00")

STREAK_SUPERLATIVE = [
    Case("as long at the date named", longest("since March 2025"), view(BIRCH), "pass"),
    Case("longer at the date named", longest("since March 2025"), view(LONGER), "pass"),
    Case("a later one as long", longest("since 5 March 2025"), view(BIRCH), "misleading"),
    Case("a later one that is longer", longest("since 25 February 2025"), view(LONGER), "fail"),
    Case("where it began", longest("since 4 March 2025"), view(BIRCH), "pass-rounding"),
    Case("the year left out", longest("since March"), view(BIRCH), "pass"),
    Case("where it began, the year left out", longest("since 4 March"), view(BIRCH), "pass-rounding"),
    Case("shared, the year left out", longest("since February"), view(BIRCH), "misleading"),
    Case("long before that", longest("since April 2025"), view(BIRCH), "misleading"),
    Case("the number is right", longest("since March 2025", value=Stated.parse("4")), view(BIRCH), "pass"),
    Case("the number is wrong", longest("since March 2025", value=Stated.parse("5")), view(BIRCH), "fail"),
    Case("no such run", longest("since March 2025", DOWN), view(BIRCH), "fail"),
    Case("record", longest("record"), view(OLD, since="first"), "pass"),
    Case("record of less than a year", longest("record"), view(BIRCH, since="first"), "misleading"),
    Case("record of a year, alone", longest("record"),
         view("100 99 100 101 100 101 102 103", since="first"), "misleading"),
    Case("record, the history unknown", longest("record"), view(OLD), "undecidable"),
    Case("two months", longest("2-month"), view(BIRCH), "pass"),
    Case("one month", longest("1-month"), view(BIRCH), "misleading"),
    Case("sessions", longest("5-session"), view(BIRCH), "pass"),
    Case("in more than a year", longest("1-year", window_hedge=MORE), view(OLD), "misleading"),
    Case("a year, with no other run", longest("1-year"),
         view("2023-03-03 9\n2025-03-11 8\n2025-03-12 9\n2025-03-13 10\n2025-03-14 11"), "misleading"),
    Case("the data begin in the run", longest("2-session"), view("100 101 102 103 104"), "undecidable"),
    Case("the data begin in the other run", longest("since 2025-03-06"),
         view("100 101 102 101 102 103 104"), "undecidable"),
    Case("the data begin in the other run, which is longer", longest("since 2025-03-11"),
         view("100 101 102 103 102 103 104"), "pass"),
    Case("the history starts after the date", longest("since 2024"), view(BIRCH), "undecidable"),
    Case("launched after the date", longest("since 2024"), view(BIRCH, since="first"), "undecidable"),
    Case("a share listed after the date", longest("since 2024"), view(BIRCH, since="first", kind="share"),
         "undecidable"),
    Case("a close missing today", longest("2-session"), view("100 101 -"), "undecidable"),
    Case("a close missing before", longest("since 2025-03-06"), view("100 101 102 101 - 102 103"),
         "undecidable"),
    Case("the data begin in the run, and it may be as long as stated",
         longest("2-session", value=Stated.parse("5")), view("100 101 102 103 104"), "undecidable"),
    Case("the data begin in the run, which is longer than stated",
         longest("2-session", value=Stated.parse("3")), view("100 101 102 103 104"), "fail"),
    Case("a close missing, longer since", longest("since 2025-03-05"),
         view("100 - 102 103 104 105 104 105 106"), "fail"),
    Case("as long at least, where the data begin", longest("since 2025-03-11"), view("100 101 102 101 102 103"),
         "pass"),
    Case("as long at least, before the date", longest("since 2025-03-12"), view("100 101 102 101 102 103"),
         "misleading"),
    Case("as long at least, where it seems to begin", longest("since 2025-03-10"), view("100 101 102 101 102 103"),
         "undecidable"),
    Case("as long at least, a week ago", longest("1-week"), view("100 101 102 101 100 99 100 101"), "pass"),
    Case("as long at least, under a week ago", longest("1-week"), view("100 101 102 101 102 103"), "undecidable"),
    Case("as long at least, in sessions", longest("2-session"), view("100 101 102 101 102 103"), "pass"),
]
# ---- end streak_superlative

# ---- threshold
ABOVE = "2025-03-13 4990 4995 4980 4990\n2025-03-14 4985 5002 4980 4996"
SINCE = "2025-01-09 5012\n2025-01-10 4990\n2025-03-03 5004\n2025-03-04 4985\n2025-05-06 4999\n2025-05-07 5001"
SINCE_LOW = "2025-01-09 88\n2025-01-10 110\n2025-03-03 96\n2025-03-04 115\n2025-05-06 101\n2025-05-07 99"
TOUCHES = "2025-01-09 10 12 9 9\n2025-01-10 9 9 8 8\n2025-03-13 9 9 8 8\n2025-03-14 9 11 9 9"
HELD = "2025-03-07 9 9 9 9\n2025-03-10 11 13 10.5 11\n2025-03-13 11 12 9.5 11\n2025-03-14 11 12 10.1 11"

THRESHOLD = [
    Case("topped by the high", threshold("5,000"), view(ABOVE), "pass"),
    Case("topped by the close", threshold("5,000"), view("4990 5005"), "pass"),
    Case("touched exactly", threshold("5,002"), view(ABOVE), "pass"),
    Case("how far, or where to", threshold("400"), view(ABOVE), "undecidable"),  # "rose over 400 points"
    Case("never", threshold("5,003"), view(ABOVE), "fail"),
    Case("fell below by the low", threshold("4,982", DOWN), view(ABOVE), "pass"),
    Case("never fell below", threshold("4,979", DOWN), view(ABOVE), "fail"),
    Case("closed above", threshold("4,995", session=CLOSE), view(ABOVE), "pass"),
    Case("closed at it", threshold("4,996", session=CLOSE), view(ABOVE), "fail"),
    Case("closed below", threshold("4,997", DOWN, session=CLOSE), view(ABOVE), "pass"),
    Case("closed above it, was there", threshold("5,000", session=CLOSE), view(ABOVE), "fail"),
    Case("a vendor's touch", threshold("5,003"), view(ABOVE, delta="0.0002"), "pass-rounding"),
    Case("a vendor's close at it", threshold("4,996", session=CLOSE), view(ABOVE, delta="0.0002"),
         "pass-rounding"),
    Case("a vendor's close, the range missing", threshold("5,000"), view("4990 4999.50", delta="0.0002"),
         "pass-rounding"),
    Case("below by a vendor's low", threshold("4,979.50", DOWN), view(ABOVE, delta="0.0002"),
         "pass-rounding"),
    Case("the range missing", threshold("5,000"), view("4990 4995"), "undecidable"),
    Case("no close yet", threshold("5,000", session=CLOSE), view(ABOVE, partial=day(FRIDAY).toordinal()),
         "undecidable"),
    Case("no close yet, the high is there", threshold("5,000"), view(ABOVE, partial=day(FRIDAY).toordinal()),
         "pass"),
    Case("a chart of sixty sessions", threshold("5"), view("1 " * 62 + "6"), "pass"),
    # for the first time
    Case("first close above since", threshold("5,000", window="since March 2025", session=CLOSE), view(SINCE),
         "pass"),
    Case("not since January", threshold("5,000", window="since January 2025", session=CLOSE), view(SINCE),
         "fail"),
    Case("older than April", threshold("5,000", window="since April 2025", session=CLOSE), view(SINCE),
         "misleading"),
    Case("first close below since", threshold("100", DOWN, window="since March 2025", session=CLOSE),
         view(SINCE_LOW), "pass"),
    Case("an uneven number", threshold("5,003.995", window="since March 2025", session=CLOSE),
         view(SINCE.replace("5001", "5005")), "pass"),
    Case("an uneven number below", threshold("96.005", DOWN, window="since March 2025", session=CLOSE),
         view(SINCE_LOW.replace(" 99", " 95")), "pass"),
    Case("at the number before", threshold("5,004", window="since January 2025", session=CLOSE),
         view(SINCE.replace("5001", "5005")), "pass"),
    Case("below, at the number before", threshold("96", DOWN, window="since January 2025", session=CLOSE),
         view(SINCE_LOW.replace(" 99", " 95")), "pass"),
    Case("the day before too", threshold("4,998", window="since March 2025", session=CLOSE), view(SINCE),
         "fail"),
    Case("ever", threshold("5,000", window="first", session=CLOSE), view("4980 4990 5001", since="first"),
         "pass"),
    Case("ever, the history unknown", threshold("5,000", window="first", session=CLOSE), view("4980 4990 5001"),
         "undecidable"),
    Case("not ever", threshold("5,000", window="first", session=CLOSE), view("5002 4990 5001"), "fail"),
    Case("the day before is missing", threshold("5,000", window="since March 2025", session=CLOSE),
         view(SINCE.replace(" 4999", " -")), "undecidable"),
    Case("a close missing in between", threshold("5,000", window="since March 2025", session=CLOSE),
         view(SINCE.replace(" 4985", " -")), "pass"),
    Case("touched before", threshold("11", window="since January 2025"), view(TOUCHES), "pass"),
    Case("touched before at it", threshold("12", window="since January 2025"),
         view(TOUCHES.replace("9 11 9 9", "9 12 9 9")), "pass"),
    Case("touched below before", threshold("8", DOWN, window="since January 2025"),
         view(TOUCHES.replace("13 9 9 8 8", "13 9 9 9 9").replace("9 11 9 9", "9 11 8 9")), "pass"),
    Case("a close where highs are missing", threshold("11", window="since January 2025"),
         view(TOUCHES.replace("10 12 9 9", "- - - 12")), "pass"),
    Case("no highs at all", threshold("5,000", window="since March 2025"), view(SINCE), "pass"),
    Case("in a year", threshold("5,000", window="1-year", session=CLOSE),
         view(f"2023-09-01 5001\n2024-03-01 4000\n{FRIDAY} 5001"), "pass"),
    Case("ever, five closes missing", threshold("5", window="first", session=CLOSE),
         view("1 - - - - - 2 6", since="first"), "pass"),
    Case("ever, six closes missing", threshold("5", window="first", session=CLOSE),
         view("1 - - - - - - 2 6", since="first"), "undecidable"),
    # held and regained
    Case("held today", threshold("10", held=True), view(HELD), "pass"),
    Case("not held in the week", threshold("10", held=True, period=Period("week")), view(HELD), "fail"),
    Case("held below", threshold("13", DOWN, held=True), view(HELD), "pass"),
    Case("not held below in the week", threshold("13", DOWN, held=True, period=Period("week")), view(HELD),
         "fail"),
    Case("held at it", threshold("10.10", held=True), view(HELD), "fail"),
    Case("held by closes", threshold("10", held=True), view("10.5 11"), "pass-rounding"),
    Case("not held by closes", threshold("10", held=True), view("10.5 9.9"), "fail"),
    Case("a week held, the base unknown", threshold("9", held=True, period=Period("week")),
         view("\n".join(HELD.splitlines()[1:])), "undecidable"),
    Case("a week not held, the base unknown", threshold("10", held=True, period=Period("week")),
         view("\n".join(HELD.splitlines()[1:])), "fail"),
    Case("a week not held by a close, the base unknown", threshold("12", held=True, period=Period("week")),
         view("2025-03-13 11\n2025-03-14 13"), "fail"),
    Case("held, a day missing", threshold("9", held=True, period=Period("week")),
         view(HELD.replace("13 11 12 9.5 11", "13 - - - -")), "undecidable"),
    Case("regained", threshold("10", reclaimed=True, session=CLOSE), view("12 9 11"), "pass"),
    Case("regained below", threshold("10", DOWN, reclaimed=True, session=CLOSE), view("9 12 8"), "pass"),
    Case("never lost", threshold("10", reclaimed=True, session=CLOSE), view("8 9 11", since="first"), "fail"),
    Case("never lost, so far as is known", threshold("10", reclaimed=True, session=CLOSE), view("8 9 11"),
         "undecidable"),
    Case("never lost, a close missing", threshold("10", reclaimed=True, session=CLOSE),
         view("8 - 9 11", since="first"), "undecidable"),
    Case("not regained", threshold("10", reclaimed=True, session=CLOSE), view("12 9 9.5"), "fail"),
    Case("regained on the way", threshold("10", reclaimed=True),
         view("2025-03-12 12 12 12 12\n2025-03-13 9 9 9 9\n2025-03-14 9 11 9 9.5"), "intraday"),
    Case("never regained", threshold("10", reclaimed=True),
         view("2025-03-12 12 12 12 12\n2025-03-13 9 9 9 9\n2025-03-14 9 9.5 9 9.5"), "fail"),
    Case("closed below what its high was", threshold("5,002", session=CLOSE), view(ABOVE), "fail"),
    Case("below by a vendor's low, further off", threshold("4,978.50", DOWN), view(ABOVE, delta="0.0002"), "fail"),
    Case("a low that no close reached", threshold("8", DOWN, window="since January 2025"),
         view("2025-01-09 10 12 9 9\n2025-01-10 9 9 8 9\n2025-03-13 9 9 9 9\n2025-03-14 9 11 8 9"), "pass"),
    Case("a close at it where highs are missing", threshold("11", window="since January 2025"),
         view(TOUCHES.replace("10 12 9 9", "- - - 11")), "pass"),
    Case("a close at it where lows are missing", threshold("8", DOWN, window="since January 2025"),
         view("2025-01-09 9 9 9 9\n2025-01-10 - - - 8\n2025-03-13 9 9 9 9\n2025-03-14 9 11 8 9"), "pass"),
    Case("a close short of an uneven number where highs are missing", threshold("11.005", window="since January 2025"),
         view(TOUCHES.replace("10 12 9 9", "- - - 11").replace("9 11 9 9", "9 12 9 9")), "undecidable"),
    Case("a vendor's first time", threshold("5,001.50", window="since March 2025", session=CLOSE),
         view(SINCE, delta="0.0002"), "pass-rounding"),
    Case("a close missing after the month named", threshold("5,000", window="since March 2025", session=CLOSE),
         view(SINCE.replace("2025-05-06", "2025-04-01 -\n2025-05-06")), "undecidable"),
    Case("a close missing on the last day of the month named",
         threshold("5,000", window="since March 2025", session=CLOSE),
         view(SINCE.replace("2025-05-06", "2025-03-31 -\n2025-05-06")), "pass"),
    Case("not held by a close at it", threshold("10", held=True), view("10.5 10"), "fail"),
]
# ---- end threshold

# ---- distance

FAR = f"2024-01-02 50 51 40 50\n2024-06-03 99 110 98 100\n2025-03-13 90 91 89 90\n{FRIDAY} 88 89 87 88"

DISTANCE = [
    Case("below its record", distance("12"), view(FAR, since="first"), "pass"),
    Case("above its low", distance("76", UP), view(FAR, since="first"), "pass"),
    Case("from the high of the day", distance("20"), view(FAR, since="first"), "misleading"),
    Case("from the low of the day", distance("120", UP), view(FAR, since="first"), "misleading"),
    Case("neither", distance("15"), view(FAR, since="first"), "fail"),
    Case("in points", distance("12", unit="points"), view(FAR, since="first"), "pass"),
    Case("in basis points", distance("120", unit="bp"), view("5.20 4.00", since="first"), "pass"),
    Case("the reference is right", distance("12", reference="100"), view(FAR, since="first"), "pass"),
    Case("the reference is wrong", distance("12", reference="105"), view(FAR, since="first"), "fail"),
    Case("a round reference", distance("12", reference="90"), view(FAR, since="first"), "fail"),
    Case("reached on the way", distance("13", session=None), view(FAR, since="first"), "intraday"),
    Case("reached on the way, above", distance("78", UP, session=None), view(FAR, since="first"), "intraday"),
    Case("the history unknown", distance("12"), view(FAR), "undecidable"),
    Case("false whatever came before", distance("5"), view(FAR), "fail"),
    Case("false whatever came before, on the way too", distance("5", session=None), view(FAR), "fail"),
    Case("on the way, the history unknown", distance("15", session=None), view(FAR), "undecidable"),
    Case("false above, whatever came before", distance("50", UP), view(FAR), "fail"),
    Case("false above, on the way too", distance("50", UP, session=None), view(FAR), "fail"),
    Case("more than, and it may be", distance("13", hedge=MORE), view(FAR), "undecidable"),
    Case("less than, and it cannot be", distance("11", hedge=LESS), view(FAR), "fail"),
    Case("at the open edge of slack", distance("11"), view(FAR), "fail"),  # 12.0 and more is not cut off to 11
    Case("within slack", distance("11", hedge=ABOUT), view(FAR), "undecidable"),
    Case("a vendor's edge", distance("11"), view(FAR, delta="0.002"), "undecidable"),
    Case("a year", distance("12", window="1-year"), view(FAR), "pass"),
    Case("a year from its first day", distance("20", window="1-year"),
         view(f"{YEAR_AGO} 110\n2025-03-13 90\n{FRIDAY} 88"), "pass"),
    Case("a year, begun late", distance("20", window="1-year"),
         view(f"2024-03-15 110\n2025-03-13 90\n{FRIDAY} 88"), "undecidable"),
    Case("since a day", distance("12", window="since 2024-06-03"), view(FAR), "pass"),
    Case("since the day after", distance("2", window="since 2024-06-04"), view(FAR), "pass"),
    Case("sessions", distance("10", window="3-session"), view("200 100 95 90"), "pass"),
    Case("a close missing", distance("10", window="3-session"), view("200 100 - 90"), "undecidable"),
    Case("an excerpt", distance("10", window="1-year"),
         view("2024-03-13 99\n2024-06-03 100\n2025-03-14 90", weekdays=True, excerpt=True), "pass"),
    Case("no close in the window", distance("10", window="1-session"), view("100 -"), "undecidable"),
    Case("a reference of zero", distance("10"), view("0.00 0.00", since="first"), "undecidable"),
    Case("a reference of little", distance("10"), view("1.00 0.90", since="first"), "pass"),
    Case("about", distance("12.3", hedge=ABOUT), view(FAR, since="first"), "pass"),
    Case("a vendor's distance", distance("12.1"), view(FAR, since="first", delta="0.0005"), "pass-rounding"),
    Case("a chart from five before", distance("10", window="2-session"), view("1 2 3 4 5 6 7 8 100 90"),
         "pass"),
    Case("a vendor's distance, further off", distance("12.3"), view("200.00 176.00", since="first", delta="0.0005"),
         "fail"),
    Case("a reference that is not that round", distance("12", reference="100"), view("104 91.52", since="first"),
         "fail"),
]
# ---- end distance

# ---- comparison

def beside(mine, *others, **about):
    return view(mine, others=[named(f"Rival {n + 1}", o) if isinstance(o, str) else o
                              for n, o in enumerate(others)], **about)  # fmt: skip


COMPARISON = [
    Case("did better", against(), beside("100 105", "100 103"), "pass"),
    Case("did worse", against(DOWN), beside("100 101", "100 103"), "pass"),
    Case("equal", against(), beside("100 103", "100 103"), "fail"),
    Case("by two points", against(UP, "2", "points"), beside("100 105", "100 103"), "pass"),
    Case("by more than a point", against(UP, "1", "points", hedge=MORE), beside("100 105", "100 103"),
         "misleading"),
    Case("by two percent", against(UP, "2", "percent"), beside("100 105", "100 103"), "misleading"),
    Case("lost to one of two", against(), beside("100 104", "100 103", "100 105"), "fail"),
    Case("beat both", against(), beside("100 104", "100 103", "100 102"), "pass"),
    Case("lost to the first of two", against(), beside("100 104", "100 105", "100 103"), "fail"),
    Case("a close missing", against(), beside("100 104", "100 -"), "undecidable"),
    Case("its own close missing", against(), beside("100 -", "100 103"), "undecidable"),
    Case("its own base missing", against(), beside("- 104", "100 103"), "undecidable"),
    Case("no base", against(), beside("104", "100 103"), "undecidable"),
    Case("a base of zero", against(), beside("0.00 104", "100 103"), "undecidable"),
    Case("a base of one", against(), beside("1.00 2.00", "100 103"), "pass"),
    Case("nothing to compare with", against(), view("100 104"), "undecidable"),
    Case("within two vendors' doubt", against(),
         beside("100.00 104.24", named("Rival", "100.00 104.20", delta="0.0002"), delta="0.0001"),
         "undecidable"),
    Case("beyond it", against(), beside("100.00 104.24", named("Rival", "100.00 104.19", delta="0.0002")),
         "pass"),
    Case("another calendar", against(), beside("100 104", named("Rival", "2025-03-12 100\n2025-03-13 101")),
         "pass"),
    Case("the doubt of a stated gap", against(UP, "2.1", "points"),
         beside("100 105", named("Rival", "100 103", delta="0.0003")), "pass-rounding"),
    Case("a hair beyond the vendors' doubt", against(),
         beside("10000.00 10424.01", named("Rival", "10000.00 10420.00", delta="0.0002")), "pass"),
]
# ---- end comparison

# ---- reversal

def path(way, direction, **about):
    return Reversal(direction=direction, path=Path(way), **about)


def days(*bars):
    """Days up to Friday, each "open high low close"."""
    return "\n".join(f"{d} {b}" for d, b in zip(weekdays_to(FRIDAY, len(bars)), bars, strict=True))


BEFORE, GAVE_BACK = "100 100 100 100", days("99 99 99 99", "100 100 100 100", "101 104 100.50 102")
BELOW = days("101 101 101 101", "100 100 100 100", "99 99.50 96 98")
ACROSS = days("100 100 100 100", "100 100 100 100", "101 104 97 99")



def vendors(text):
    return view(text, delta="0.0002")


REVERSAL = [
    Case("pared gains", path("pared", DOWN), view(GAVE_BACK), "pass"),
    Case("pared losses", path("pared", UP), view(BELOW), "pass"),
    Case("pared gains, but fell", path("pared", DOWN), view(ACROSS), "fail"),
    Case("pared gains, but ended at the top", path("pared", DOWN),
         view(GAVE_BACK.replace("104 100.50 102", "104 100.50 104")), "fail"),
    Case("erased gains", path("erased", DOWN), view(ACROSS), "pass"),
    Case("erased all but half a percent", path("erased", DOWN), view(ACROSS.replace("97 99", "97 100.50")),
         "pass"),
    Case("erased too little", path("erased", DOWN), view(ACROSS.replace("97 99", "97 100.51")), "fail"),
    Case("erased losses", path("erased", UP), view(ACROSS.replace("97 99", "97 99.50")), "pass"),
    Case("reversed gains", path("reversed", DOWN), view(ACROSS), "pass"),
    Case("reversed, but ended where it began", path("reversed", DOWN), view(ACROSS.replace("97 99", "97 100")),
         "fail"),
    Case("reversed losses, seen on the way", path("reversed", UP), view(ACROSS, moment=OPEN), "intraday"),
    Case("reversed losses, after the close", path("reversed", UP), view(ACROSS), "fail"),
    Case("turned, touching the close before", path("turned", UP),
         view(ACROSS.replace("104 97 99", "101 100 100"), moment=OPEN), "fail"),
    Case("off its low", path("off_low", UP), view(BELOW), "pass"),
    Case("at its low", path("off_low", UP), view(BELOW.replace("96 98", "98 98")), "fail"),
    Case("off its high", path("off_high", DOWN), view(GAVE_BACK), "pass"),
    Case("at its high", path("off_high", DOWN), view(GAVE_BACK.replace("104 100.50 102", "102 100.50 102")),
         "fail"),
    Case("against the day before", path("reversed", UP), view("102 100 101"), "pass"),
    Case("rebounded", path("rebounded", UP), view("102 100 101"), "pass"),
    Case("rebounded, but fell", path("rebounded", UP), view("102 100 99"), "undecidable"),
    Case("rebounded after a gain", path("rebounded", UP), view("99 100 101"), "undecidable"),
    Case("erased the loss of the day before", path("erased", UP), view("102 100 101.49"), "pass"),
    Case("erased too little of it", path("erased", UP), view("102 100 101.48"), "undecidable"),
    Case("unchanged before", path("erased", UP), view("100 100 101"), "undecidable"),
    Case("no close", path("pared", DOWN), view("100 -"), "undecidable"),
    Case("no close before", path("pared", DOWN), view("- 100"), "undecidable"),
    Case("one day", path("pared", DOWN), view("100"), "undecidable"),
    Case("two days", path("pared", DOWN), view(days("100 100 100 100", "101 104 100.50 102")), "pass"),
    Case("no close before, but one before that", path("pared", DOWN), view("99 - 100"), "undecidable"),
    Case("turned, the close before was the high", path("turned", UP),
         view(ACROSS.replace("101 104 97 99", "100 100 97 99"), moment=OPEN), "fail"),
    Case("rebounded to where it was", path("rebounded", UP), view("102 100 100"), "undecidable"),
    Case("pared cents", path("pared", DOWN), view(days("1.00 1 1 1", "1.00 1 1 1", "1.01 1.04 1.00 1.02")), "pass"),
    Case("pared cents, but fell", path("pared", DOWN),
         view(days("1.00 1 1 1", "1.00 1 1 1", "1.01 1.04 0.98 0.99")), "fail"),
    Case("pared all of it", path("pared", DOWN), view(ACROSS.replace("97 99", "97 100")), "fail"),
    # a vendor's closes of an index are known to 0.02% each
    Case("pared, as far as can be told", path("pared", DOWN), vendors(ACROSS.replace("97 99", "97 100.03")),
         "pass-rounding"),
    Case("pared, surely", path("pared", DOWN), vendors(ACROSS.replace("97 99", "97 100.05")), "pass"),
    Case("turned, as far as can be told", path("turned", DOWN), vendors(ACROSS.replace("97 99", "97 100.03")),
         "pass-rounding"),
    Case("turned, surely", path("turned", DOWN), vendors(ACROSS.replace("97 99", "97 99.95")), "pass"),
    Case("not turned, surely", path("turned", DOWN), vendors(ACROSS.replace("97 99", "97 100.05")), "fail"),
]
# ---- end reversal

# ---- spread

def gap(value=None, direction=None, unit=None, hedge=None, period="day"):
    return Spread(than=("Y",), direction=direction, value=value and Stated.parse(value), unit=unit, hedge=hedge,
                  period=Period.parse(period))  # fmt: skip


def two(mine, theirs, kind="yield", **about):
    return view(mine, kind=kind, others=[named("Short", theirs, kind=kind, **about)], **about)


SPREAD = [
    Case("fifty basis points", gap("50"), two("4.40 4.50", "4.00 4.00"), "pass"),
    Case("forty", gap("40"), two("4.40 4.50", "4.00 4.00"), "fail"),
    Case("inverted", gap("50"), two("4.40 3.50", "4.00 4.00"), "pass"),
    Case("the first is higher", gap(), two("4.40 4.50", "4.00 4.00"), "pass"),
    Case("the first is not", gap(), two("4.40 4.00", "4.00 4.00"), "fail"),
    Case("widened by ten", gap("10", UP), two("4.40 4.50", "4.00 4.00"), "pass"),
    Case("widened", gap(None, UP), two("4.40 4.50", "4.00 4.00"), "pass"),
    Case("narrowed by ten", gap("10", DOWN), two("4.50 4.40", "4.00 4.00"), "pass"),
    Case("widened, but narrowed", gap("10", UP), two("4.50 4.40", "4.00 4.00"), "fail"),
    Case("stayed", gap(None, FLAT), two("4.50 4.60", "4.00 4.10"), "pass"),
    Case("stayed, but widened", gap(None, FLAT), two("4.50 4.60", "4.00 4.00"), "fail"),
    Case("did not stay, and is said to have widened", gap(None, UP), two("4.50 4.60", "4.00 4.10"), "fail"),
    Case("in money", gap("5.00", unit="price"), two("104 105", "100 100", kind="commodity"), "pass"),
    Case("in money, unit not said", gap("5.00"), two("104 105", "100 100", kind="commodity"), "pass"),
    Case("basis points of what is no yield", gap("50", unit="bp"), two("4.40 4.50", "4.00 4.00", kind="rate"),
         "pass"),
    Case("two vendors' yields", gap("52"), two("4.40 4.50", "4.00 4.00", delta="0.01"), "pass-rounding"),
    Case("two vendors' yields, further off", gap("53"), two("4.40 4.50", "4.00 4.00", delta="0.01"), "fail"),
    Case("two vendors' prices", gap("5.10", unit="price"),
         two("104 105", "100 100", kind="commodity", delta="0.0005"), "pass-rounding"),
    Case("two vendors cannot tell", gap(None, UP), two("4.40 4.44", "4.00 4.00", delta="0.01"), "undecidable"),
    Case("two vendors can", gap(None, UP), two("4.40 4.45", "4.00 4.00", delta="0.01"), "pass"),
    Case("two vendors' change", gap("5", UP), two("4.40 4.49", "4.00 4.00", delta="0.01"), "pass-rounding"),
    Case("two vendors' change, further off", gap("5", UP), two("4.40 4.51", "4.00 4.00", delta="0.01"), "fail"),
    Case("two vendors and the sign of a gap", gap(), two("4.40 4.02", "4.00 4.00", delta="0.01"), "undecidable"),
    Case("a close missing", gap("50"), two("4.40 4.50", "4.00 -"), "undecidable"),
    Case("its own close missing", gap("50"), two("4.40 -", "4.00 4.00"), "undecidable"),
    Case("a base missing", gap("10", UP), two("4.40 4.50", "- 4.00"), "undecidable"),
    Case("no base", gap("10", UP), two("4.50", "4.00 4.00"), "undecidable"),
    Case("no base of the other", gap("10", UP), two("4.40 4.50", "4.00"), "undecidable"),
    Case("two vendors' prices, further off", gap("5.15", unit="price"),
         two("104 105", "100 100", kind="commodity", delta="0.0005"), "fail"),
    Case("two vendors' yields, a hair further off", gap("52.02"), two("4.40 4.50", "4.00 4.00", delta="0.01"),
         "fail"),
    Case("half a dollar", gap(unit="price"), two("100.00 100.50", "100.00 100.00", kind="commodity"), "pass"),
]
# ---- end spread

# ---- volume

def traded(*volumes, kind="share", moment=AFTER, delta="0", since=None):
    """A share that traded so much on weekdays up to Friday; - is not known."""
    seen = view(" ".join(["100"] * len(volumes)), kind=kind, moment=moment, delta=delta, since=since)
    units = [MISSING if v == "-" else int(v) for v in volumes]
    return replace(seen, prices=replace(seen.prices, volume=np.array(units, dtype=np.int64)))


def busy(value=None, window=None, **about):
    return Volume(value=value and Stated.parse(value), window=window and Window.parse(window), **about)


THIRTY = ["2000"] * 30

VOLUME = [
    Case("so many shares", busy("3,100"), traded(2000, 3100), "pass"),
    Case("not so many", busy("3,300"), traded(2000, 3100), "fail"),
    Case("a vendor's count", busy("3,150"), traded(2000, 3100, delta="0.0005"), "pass-rounding"),
    Case("no number", busy(), traded(2000, 3100), "undecidable"),
    Case("above the average of thirty", busy("55", unit="percent", direction=UP), traded(*THIRTY, 3100),
         "pass"),
    Case("not by fifty", busy("50", unit="percent", direction=UP), traded(*THIRTY, 3100), "fail"),
    Case("below it", busy("45", unit="percent", direction=DOWN), traded(*THIRTY, 1100), "pass"),
    Case("above it, no number", busy(unit="percent", direction=UP), traded(*THIRTY, 2001), "pass"),
    Case("at it", busy(unit="percent", direction=UP), traded(*THIRTY, 2000), "fail"),
    Case("below it, no number", busy(unit="percent", direction=DOWN), traded(*THIRTY, 1999), "pass"),
    Case("twice it", busy("2", unit="ratio"), traded(*THIRTY, 4000), "pass"),
    Case("twice it, by a vendor", busy("2", unit="ratio"), traded(*THIRTY, 3970, delta="0.0005"),
         "pass-rounding"),
    Case("a vendor's percent", busy("57", unit="percent", direction=UP), traded(*THIRTY, 3100, delta="0.0005"),
         "pass-rounding"),
    Case("of three sessions", busy("50", "3-session", unit="percent", direction=UP),
         traded(9000, 2000, 2000, 2000, 3000), "pass"),
    Case("of three, two are known", busy("50", "3-session", unit="percent"), traded(2000, 2000, 3000),
         "undecidable"),
    Case("of three, one is missing", busy("50", "3-session", unit="percent"), traded(2000, "-", 2000, 3000),
         "undecidable"),
    Case("record", busy(window="record", direction=UP), traded(*[100] * 300, 101, since="first"), "pass"),
    Case("record low", busy(window="record", direction=DOWN), traded(*[100] * 300, 99, since="first"),
         "pass"),
    Case("record, shared", busy(window="record"), traded(*[90] * 290, 101, 101, since="first"), "misleading"),
    Case("no record", busy(window="record"), traded(102, 101), "fail"),
    Case("record, the history unknown", busy(window="record"), traded(100, 101), "undecidable"),
    Case("record, a day missing", busy(window="record"), traded(*[90] * 290, "-", 101, since="first"),
         "undecidable"),
    Case("busiest since", busy(window="since 2025-03-12"), traded(90, 110, 100, 105), "pass"),
    Case("busiest since, a day missing", busy(window="since 2025-03-11"), traded(120, "-", 100, 105),
         "undecidable"),
    Case("busiest since, a day missing before", busy(window="since 2025-03-12"), traded("-", 110, 100, 105),
         "pass"),
    Case("an index", busy("3,100"), traded(3100, kind="index"), "undecidable"),
    Case("a fund", busy("3,100"), traded(3100, kind="etf"), "pass"),
    Case("money", busy("3,100", unit="price"), traded(3100), "undecidable"),
    Case("while open", busy("3,100"), traded(3100, moment=OPEN), "undecidable"),
    Case("none", busy("3,100"), traded(2000, 0), "undecidable"),
    Case("one share", busy("1"), traded(2000, 1), "pass"),
    Case("not known", busy("3,100"), traded(2000, "-"), "undecidable"),
    Case("a vendor's percent, further off", busy("57.02", unit="percent", direction=UP),
         traded(*THIRTY, 3100, delta="0.0005"), "fail"),
    Case("twice it by a vendor, further off", busy("2", unit="ratio"), traded(*THIRTY, 3800, delta="0.0005"), "fail"),
    Case("quietest since", busy(window="since 2025-03-12", direction=DOWN), traded(110, 90, 100, 95), "pass"),
    Case("less above its average than said, but below it", busy("50", unit="percent", direction=UP, hedge=LESS),
         traded(*THIRTY, 1900), "fail"),
]
# ---- end volume

# ---- market_cap

def worth(value, direction=None, **about):
    for key in about.keys() & {"shares", "start"}:
        about[key] = Stated.parse(about[key])
    return MarketCap(direction=direction, value=Stated.parse(value), **about)


MARKET_CAP = [
    Case("gained", worth("120", UP, shares="10"), view("80.00 92.00"), "pass-rounding"),
    Case("gained another sum", worth("100", UP, shares="10"), view("80.00 92.00"), "fail"),
    Case("lost", worth("120", DOWN, shares="10"), view("92.00 80.00"), "pass-rounding"),
    Case("lost, but gained", worth("120", DOWN, shares="10"), view("80.00 92.00"), "fail"),
    Case("is worth", worth("920", shares="10"), view("80.00 92.00"), "pass-rounding"),
    Case("is worth, on its first day", worth("920", shares="10"), view("92.00"), "pass-rounding"),
    Case("gained, on its first day", worth("920", UP, shares="10"), view("92.00"), "undecidable"),
    Case("no close", worth("920", shares="10"), view("80.00 -"), "undecidable"),
    Case("a bound", worth("500", UP, start="4,000"), view("100 105"), "undecidable"),
    Case("three times the bound", worth("600", UP, start="4,000"), view("100 105"), "undecidable"),
    Case("more than that", worth("601", UP, start="4,000"), view("100 105"), "fail"),
    Case("less than that is true of anything smaller", worth("700", UP, start="4,000", hedge=LESS),
         view("100 105"), "undecidable"),
    Case("the other way", worth("100", DOWN, start="4,000"), view("100 105"), "fail"),
    Case("lost, a bound", worth("100", DOWN, start="4,000"), view("105 100"), "undecidable"),
    Case("no move at all", worth("100", UP, start="4,000"), view("100 100"), "fail"),
    Case("no move, and less than something", worth("100", UP, start="4,000", hedge=LESS), view("100 100"), "fail"),
    Case("a small bound", worth("1", UP, start="10"), view("100 105"), "undecidable"),
    Case("lost less than said, but gained", worth("200", DOWN, shares="10", hedge=LESS), view("80.00 92.00"), "fail"),
]
# ---- end market_cap

# ---- state

def state(name, **about):
    window = about.pop("window", None)
    return StateClaim(state=State(name), window=window and Window.parse(window), **about)


TOP = "2024-03-01 5500\n2024-06-03 6000\n"
FLOOR = "2024-03-01 4500\n2024-06-03 4000\n"
LONG_WAY = " ".join(["100"] * 200)
WAVES = " ".join(str(100 + n % 3) for n in range(260))


def waves(gains, count):
    """So many closes: of ten moves by one, the first `gains` go up and the others down."""
    moves = [1 if n % 10 < gains else -1 for n in range(count - 1)]
    return " ".join(map(str, accumulate(moves, initial=400)))


STATE = [
    Case("in a correction", state("correction"), view(TOP + "2025-03-13 5400\n2025-03-14 5390"), "pass"),
    Case("entered one", state("correction", entered=True), view(TOP + "2025-03-13 5500\n2025-03-14 5400"),
         "pass"),
    Case("entered one before", state("correction", entered=True),
         view(TOP + "2025-03-13 5400\n2025-03-14 5390"), "fail"),
    Case("nearly one", state("correction"), view(TOP + "2025-03-13 5500\n2025-03-14 5401"), "fail"),
    Case("not within a hair", state("correction"), view(TOP + "2025-03-13 5500\n2025-03-14 5403"), "fail"),
    Case("at the top", state("correction"), view(TOP + "2025-03-13 5500\n2025-03-14 6000"), "fail"),
    Case("on the way", state("correction"), view(TOP + "2025-03-13 5500\n2025-03-14 5500 5500 5400 5450"),
         "intraday"),
    Case("not on the way", state("correction"), view(TOP + "2025-03-13 5500\n2025-03-14 5500 5500 5401 5450"),
         "fail"),
    Case("a bear", state("bear_market"), view(TOP + "2025-03-13 4700\n2025-03-14 4801"), "pass"),
    Case("a correction become a bear", state("correction"), view(TOP + "2025-03-13 5400\n2025-03-14 4800"),
         "fail"),
    Case("ended for some", state("correction"), view(TOP + "2025-03-13 5000\n2025-03-14 5500"), "pass"),
    Case("a bull", state("bull_market"), view(FLOOR + "2025-03-13 4700\n2025-03-14 4800"), "pass"),
    Case("entered a bull", state("bull_market", entered=True), view(FLOOR + "2025-03-13 4700\n2025-03-14 4800"),
         "pass"),
    Case("a bull on the way", state("bull_market"), view(FLOOR + "2025-03-13 4700\n2025-03-14 4700 4800 4700 4799"),
         "intraday"),
    Case("a bull ended for some", state("bull_market"), view(FLOOR + "2025-03-13 5000\n2025-03-14 4000.01"),
         "pass"),
    Case("a bull at its floor", state("bull_market"), view(FLOOR + "2025-03-13 5000\n2025-03-14 4000"), "pass"),
    Case("a bull ended", state("bull_market"), view(FLOOR + "2025-03-13 5000\n2025-03-14 3999"), "fail"),
    Case("a short history", state("correction"), view("2024-06-03 6000\n2025-03-14 5500"), "undecidable"),
    Case("just long enough", state("correction"), view("2024-03-15 6000\n2025-03-14 5500"), "fail"),
    Case("a close missing", state("correction"), view(TOP + "2025-03-13 -\n2025-03-14 5500"), "undecidable"),
    Case("no close", state("correction"), view(TOP + "2025-03-14 -"), "undecidable"),
    Case("above its average", state("moving_average", window="3-session"), view("10 10 11 12"), "pass"),
    Case("at its average", state("moving_average", window="3-session"), view("10 11 11 11"), "fail"),
    # the mean of 99, 101 and 100.09 is 100.03, and a tenth of a percent of 100.09 is 0.10
    Case("above it, as far as a vendor can tell", state("moving_average", window="3-session"),
         view("99 101 100.09", delta="0.001"), "pass-rounding"),
    Case("below it, as far as a vendor can tell", state("moving_average", window="3-session", direction=DOWN),
         view("99 101 100.09", delta="0.001"), "pass-rounding"),
    Case("above it for certain", state("moving_average", window="3-session"), view("99 101 100.30", delta="0.001"),
         "pass"),  # 100.10, and 0.1003 off
    Case("crossed it, perhaps the day before", state("moving_average", window="3-session", entered=True),
         view("99 101 100.05 102", delta="0.001"), "pass-rounding"),  # 100.05 against 100.0167
    Case("crossed it the day before for certain", state("moving_average", window="3-session", entered=True),
         view("99 101 100.30 102", delta="0.001"), "fail"),
    Case("below it", state("moving_average", window="3-session", direction=DOWN), view("12 12 11 10"),
         "pass"),
    Case("crossed it", state("moving_average", window="3-session", entered=True), view("10 10 10 12"),
         "pass"),
    Case("crossed it before", state("moving_average", window="3-session", entered=True), view("10 10 10 11 12"),
         "fail"),
    Case("crossed it, too few closes", state("moving_average", window="3-session", entered=True), view("10 10 12"),
         "undecidable"),
    Case("just enough closes", state("moving_average", window="3-session"), view("10 10 12"), "pass"),
    Case("a close missing in an average", state("moving_average", window="3-session"), view("10 - 12"),
         "undecidable"),
    Case("of two hundred", state("moving_average"), view(LONG_WAY + " 101"), "pass"),
    Case("golden cross", state("golden_cross"), view(LONG_WAY + " 101"), "pass"),
    Case("no golden cross", state("golden_cross"), view(LONG_WAY + " 101 102"), "fail"),
    Case("death cross", state("death_cross"), view(LONG_WAY + " 99"), "pass"),
    Case("a cross needs 201", state("golden_cross"), view(LONG_WAY), "undecidable"),
    Case("overbought", state("overbought"), view(" ".join(str(100 + n) for n in range(250))), "pass"),
    Case("oversold", state("oversold"), view(" ".join(str(400 - n) for n in range(250))), "pass"),
    Case("not overbought", state("overbought"), view(WAVES), "fail"),
    Case("not oversold", state("oversold"), view(WAVES), "fail"),
    Case("too few closes", state("overbought"), view(" ".join(str(100 + n) for n in range(249))),
         "undecidable"),
    Case("too few since a gap", state("overbought"), view("- " + " ".join(str(100 + n) for n in range(249))),
         "undecidable"),
    Case("never moved", state("overbought"), view(" ".join(["100"] * 250)), "fail"),
    Case("nearly one, by less than a twentieth", state("correction"),
         view(TOP + "2025-03-13 5500.00\n2025-03-14 5402.94"), "fail"),
    Case("a chart from ten before", state("correction"),
         view("2024-03-01 55\n" + "\n".join(f"{d} {40 + n}" for n, d in enumerate(weekdays_to("2024-06-03", 21)))
              + "\n2025-03-14 54"), "pass"),
    Case("was in one already, and its low too", state("correction", entered=True),
         view(TOP + "2025-03-13 5400\n2025-03-14 5400 5400 5350 5390"), "fail"),
    Case("an average in cents", state("moving_average", window="3-session"), view("10.00 10.00 11.00 12.00"), "pass"),
    Case("golden cross by far", state("golden_cross"), view(LONG_WAY + " 150"), "pass"),
    Case("enough closes since a gap", state("overbought"), view("- " + " ".join(str(100 + n) for n in range(250))),
         "pass"),
    Case("the top has left the year", state("correction"),
         view("2024-03-01 5500\n2024-03-14 6000\n2024-06-03 5800\n2025-03-13 5500\n2025-03-14 5400"), "fail"),
    Case("the first close of the year missing", state("correction"),
         view("2024-03-15 5500\n2024-03-18 -\n2024-06-03 6000\n2025-03-14 5500"), "undecidable"),
    Case("nearly a bear", state("correction"), view(TOP + "2025-03-13 5500\n2025-03-14 4806"), "pass"),
    Case("too near to overbought to tell", state("overbought"), view(waves(7, 254)), "undecidable"),
    Case("too near to oversold to tell", state("oversold"), view(waves(3, 257)), "undecidable"),
]
# ---- end state

KINDS = {
    "state": STATE,
    "market_cap": MARKET_CAP,
    "volume": VOLUME,
    "spread": SPREAD,
    "reversal": REVERSAL,
    "comparison": COMPARISON,
    "distance": DISTANCE,
    "threshold": THRESHOLD,
    "streak_superlative": STREAK_SUPERLATIVE,
    "streak_break": STREAK_BREAK,
    "streak": STREAK,
    "superlative": SUPERLATIVE,
    "direction": DIRECTION,
    "change": CHANGE,
    "level": LEVEL,
    "rank": RANK,
    "frequency": FREQUENCY,
    "extreme": EXTREME,
}


@pytest.mark.parametrize("kind", KINDS)
def test_workings(kind, golden):
    golden(f"workings/{kind}.txt", "\n".join(map(told, KINDS[kind])))


@pytest.mark.parametrize("case", [pytest.param(c, id=f"{k}: {c.title}") for k in KINDS for c in KINDS[k]])
def test_verdict(case):
    assert str(decide(of_its_day(case.claim, case.seen)[1])[0]) == case.verdict
