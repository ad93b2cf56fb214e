"""What each kind tells of a claim in full: every reading with its words, figures, needs and chart.

The verdict of every case is worked out by hand and stands here; the rest stands in
tests/golden/workings, one file a kind, which somebody has read. A case is one branch or one edge:
its title says which.
"""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from fractions import Fraction

import pytest

from factcheck.periods import Period, Step, Window
from factcheck.prices import Action, Quote
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
    biggest,
    closed,
    day,
    distance,
    extreme,
    level,
    longest,
    move,
    snapped,
    streak,
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
    for reading in case.claim.readings(case.seen):
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
    Case("the worst", placed("1", DOWN), among("100 89", ELM, FIR), "pass"),
    Case("not the worst", placed("1", DOWN), among("100 91", ELM, FIR), "fail"),
    Case("rose the least, which is no loss ahead of others", placed("2", DOWN), among("100 101", ELM, FIR),
         "pass"),
    Case("unchanged", placed("1"), among("100 100", FIR, named("Ivy", "100 100")), "pass"),
    Case("its own close is missing", placed("1"), among("100 -", ELM, OAK), "undecidable"),
    Case("another's is missing", placed("1"), among("100 105", ELM, MISSING_ONE), "undecidable"),
    Case("another's is missing, and one is ahead", placed("1"), among("100 103", ELM, MISSING_ONE), "fail"),
    Case("another's is missing, and it may be second", placed("2"), among("100 105", ELM, MISSING_ONE),
         "undecidable"),
    Case("another's is missing, and it may be third", placed("2"), among("100 103", ELM, MISSING_ONE),
         "undecidable"),
    Case("another's is missing, and two are ahead", placed("2"), among("100 102", ELM, OAK, MISSING_ONE), "fail"),
    Case("no base", placed("1"), among("105", ELM, OAK), "undecidable"),
    Case("a base of nothing", placed("1"), among("0.00 105", ELM, OAK), "undecidable"),
    Case("a base of little", placed("1"), among("0.50 0.60", ELM, OAK), "pass"),
    Case("over a week", placed("1", period="week"), among("99 98 97 96 95 94 100 105", ELM, OAK), "undecidable"),
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
    Case("a vendor's close, further off", level("23,470.00", session=CLOSE), view(BAR, delta="0.0002"), "fail"),
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
]
# ---- end level

KINDS = {
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
    assert str(decide(case.claim.readings(case.seen))[0]) == case.verdict
