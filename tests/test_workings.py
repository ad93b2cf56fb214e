"""What each kind tells of a claim in full: every reading with its words, figures, needs and chart.

The verdict of every case is worked out by hand and stands here; the rest stands in
tests/golden/workings, one file a kind, which somebody has read. A case is one branch or one edge:
its title says which.
"""

from dataclasses import dataclass, fields

import pytest

from factcheck.readings import Chart, Reading
from factcheck.statements import Stated
from factcheck.verdicts import decide
from factcheck.verifiers import Verifier
from factcheck.views import View
from tests.test_verifiers import (
    ABOUT,
    CLOSE,
    DOWN,
    EXCERPT,
    FRIDAY,
    INTRADAY,
    LONG,
    MORE,
    NEARLY,
    OPEN,
    UNKNOWN,
    UP,
    day,
    extreme,
    view,
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
    Case("a record of less than a year", extreme(), view("100 101 102", since="first"), "misleading"),
    Case("listed a year ago to the day", extreme(), view(f"{YEAR_AGO} 90\n{FRIDAY} 99", since="first"), "pass"),
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
    # a stated level (S2.10), gaps
    Case("the level is right", extreme("3-session", value=Stated.parse("104")), view(HIGHER), "pass"),
    Case("the level is wrong", extreme("3-session", value=Stated.parse("109")), view(HIGHER), "fail"),
    Case("the one higher is missing", extreme("since 2025-03-11", session=CLOSE), view("110 - 101 103"),
         "undecidable"),
    Case("a gap before the higher one", extreme("2-session", session=CLOSE),
         view("- 110 - 120 101 103"), "pass"),
    Case("an excerpt", extreme("since March 2022"), view(EXCERPT, weekdays=True, excerpt=True), "pass"),
    Case("an excerpt with nothing as high", extreme("2-year"),
         view(EXCERPT.replace(" 105", " 130"), weekdays=True, excerpt=True), "pass"),
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
    Case("not near, but the highest in nearly three years", near("3-year", session=CLOSE), view(YEARS), "pass"),
    Case("about a three-year high is only near", extreme("3-year", hedge=ABOUT, session=CLOSE), view(YEARS),
         "fail"),
    Case("not near in sessions", near("5-session", session=CLOSE), view("90 120 95 98 99 100"), "fail"),
    Case("near, and its highs", near("3-session", session=INTRADAY), view(HIGHER), "pass"),
    Case("in more than two years", extreme("2-year", session=CLOSE, window_hedge=MORE), view(YEARS), "pass"),
    # the day's own extreme (S16.7)
    Case("as high as", high_of_day("105"), view(HIGHER), "pass"),
    Case("as low as", high_of_day("95", DOWN), view(LOWER), "pass"),
    Case("higher later on", high_of_day("103.5"), view(HIGHER, moment=OPEN), "intraday"),
    Case("lower later on", high_of_day("96.5", DOWN), view(LOWER, moment=UNKNOWN), "intraday"),
    Case("never as high", high_of_day("106.5"), view(HIGHER, moment=OPEN), "fail"),
    Case("as high as, but no high", high_of_day("105"), view("104 105"), "undecidable"),
    Case("as high as, without a number", extreme("day"), view(HIGHER), "undecidable"),
    Case("a vendor's high", high_of_day("105.10"), view(HIGHER, delta="0.001"), "pass-rounding"),
]
# ---- end extreme

KINDS = {
    "extreme": EXTREME,
}


@pytest.mark.parametrize("kind", KINDS)
def test_workings(kind, golden):
    golden(f"workings/{kind}.txt", "\n".join(map(told, KINDS[kind])))


@pytest.mark.parametrize("case", [pytest.param(c, id=f"{k}: {c.title}") for k in KINDS for c in KINDS[k]])
def test_verdict(case):
    assert str(decide(case.claim.readings(case.seen))[0]) == case.verdict
