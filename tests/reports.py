"""One small report made by hand, with every verdict, chart form, part and missing value."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from factcheck.claims import Claim, Place
from factcheck.periods import Step, Window
from factcheck.readings import Chart, Evidence, Fit, Reading, Standing
from factcheck.statements import Direction, Hedge, Stated
from factcheck.verdicts import Confidence, Finding, Report, Severity, SourceNote, Verdict
from factcheck.verifiers import Verifier
from factcheck.verifiers.change import Change
from factcheck.verifiers.extreme import Extreme
from factcheck.verifiers.market_cap import MarketCap
from factcheck.verifiers.streak import Streak

DAY = "2025-03-14"


def claim(
    id: str, text: str, verifier: Verifier | None = None, line: int | None = None, quote: str = ""
) -> Claim:
    place = Place("claims/alder.factcheck.yaml", line, 5, line, 5 + len(text)) if line else None
    span = (120, 120 + len(quote)) if quote else None
    return Claim(id, text, verifier, place=place, quote=quote or None, span=span)


def close(day: str, value: str, name: str = "close") -> Evidence:
    return Evidence(f"{name} {day}", day, value, "exchange file", "0999.HK")


def weeks(count: int, last: str = DAY) -> list[str]:
    end = date.fromisoformat(last)
    return [(end - timedelta(weeks=n)).isoformat() for n in reversed(range(count))]


def valley(count: int, top: float, bottom: float, end: float) -> list[float]:
    """Closes that fall from `top` to `bottom` and climb to `end`, with a small zigzag."""
    half = count // 2
    fall = [top + (bottom - top) * n / half for n in range(half)]
    climb = [bottom + (end - bottom) * (n + 1) / (count - half) for n in range(count - half)]
    zigzag = [((n * 7) % 5 - 2) * (top - bottom) / 60 for n in range(count)]
    line = [round(v + z, 2) for v, z in zip(fall + climb, zigzag, strict=True)]
    return [top, *line[1:-1], end]


DAY_CHART = Chart(
    "day",
    "Alder Tech Index, 14 March 2025",
    base=1000.0,
    low=1021.4,
    high=1068.0,
    open=1024.0,
    close=1065.3,
    stated=(1046.5, 1047.5),
    unit="HKD",
)
WINDOW_CHART = Chart(
    "window",
    "Alder Tech Index, weekly closes since March 2022",
    points=tuple(zip(weeks(157), valley(157, 1071.0, 610.0, 1065.3), strict=True)),
    marks=(("2022-03-16", 1072.85, "the last close as high"),),
    first="2022-03-14",
)
STEPS_CHART = Chart(
    "steps",
    "Alder Tech Index, weekly changes",
    points=tuple(
        zip(weeks(10), (1.2, -0.4, 0.9, -2.31, 1.5, 0.8, 2.2, 3.1, 0.46, 6.03), strict=True)
    ),
    unit="percent",
)
HALF_KNOWN_CHART = Chart(
    "day", "Cedar Motors, 14 March 2025", base=50.0, close=46.85, stated=(45.75, 46.25), unit="HKD"
)

INTRADAY = Finding(
    claim(
        "tech-day",
        "The Alder Tech Index climbed 4.7%",
        Change(direction=Direction.UP, value=Stated.parse("4.7")),
        8,
        "climbed 4.7% by midday",
    ),
    Verdict.INTRADAY,
    Severity.NOTE,
    "closed up 6.53%, at 1,065.30; 4.7% means a price of 1,046.50 to 1,047.50, which lies inside "
    "the day’s range of 1,021.40 to 1,068.00",
    subject="Alder Tech Index",
    symbol="ALDER",
    as_of=DAY,
    flags=("coherent",),
    rules=("S16.3", "S16.4"),
    measured="6.53",
    permitted=("4.65", "4.75"),
    correction="The Alder Tech Index closed up 6.5%.",
    evidence=(close("2025-03-13", "1000.00"), close(DAY, "1065.30"), close(DAY, "1068.00", "high")),
    readings=(
        Reading("close", Fit.FALSE, "closed up 6.53%", "6.53", ("4.65", "4.75")),
        Reading(
            "during the session",
            Fit.SOMETIME,
            "4.7% was reached between the day’s low and high",
            standing=Standing.DURING,
        ),
    ),
    chart=DAY_CHART,
)
ROUNDED = Finding(
    claim(
        "tech-high",
        "a new three-year high",
        Extreme(direction=Direction.UP, window=Window("year", 3)),
        9,
    ),
    Verdict.PASS_ROUNDING,
    Severity.NOTE,
    "the last close as high was 1,072.85 on 16 March 2022, two days short of three years ago",
    subject="Alder Tech Index",
    symbol="ALDER",
    as_of=DAY,
    rules=("S9.4",),
    measured="1065.30",
    permitted=("1065.30", ""),
    evidence=(close(DAY, "1065.30"), close("2022-03-16", "1072.85")),
    readings=(Reading("closes", Fit.ROUGHLY, "two days short of three years", "1065.30"),),
    notes=("Two sessions were shortened for a holiday and count as whole sessions.",),
    chart=WINDOW_CHART,
)
PASS = Finding(
    claim(
        "tech-streak",
        "the sixth straight week of gains",
        Streak(direction=Direction.UP, value=Stated.parse("6"), period=Step.WEEK),
        10,
    ),
    Verdict.PASS,
    Severity.NONE,
    "six weeks up in a row, after a fall in the week to 31 January",
    subject="Alder Tech Index",
    symbol="ALDER",
    as_of=DAY,
    flags=("provisional",),
    rules=("S10.1", "S10.9"),
    measured="6",
    permitted=("6", "6"),
    readings=(Reading("weeks, close to close", Fit.TRUE, "six weeks up", "6", ("6", "6")),),
    chart=STEPS_CHART,
)
FAIL = Finding(
    claim(
        "cedar",
        "Cedar Motors closed 8% lower",
        Change(direction=Direction.DOWN, value=Stated.parse("8")),
        12,
    ),
    Verdict.FAIL,
    Severity.ERROR,
    "closed down 6.3%, from 50.00 to 46.85; 8% permits 7.5% to 8.5%",
    subject="Cedar Motors",
    symbol="0999.HK",
    as_of=DAY,
    rules=("S5.1", "S6.1"),
    measured="-6.3",
    permitted=("-8.5", "-7.5"),
    correction="Cedar Motors closed 6% lower.",
    evidence=(
        close("2025-03-13", "50.00"),
        close(DAY, "46.85"),
        Evidence(f"close {DAY}", DAY, "46.80", "second file"),
    ),
    readings=(Reading("close", Fit.FALSE, "closed down 6.3%", "-6.3", ("-8.5", "-7.5")),),
    chart=HALF_KNOWN_CHART,
)
MISLEADING = Finding(
    claim(
        "hazel",
        "Hazel Bank rose to its highest in two years",
        Extreme(direction=Direction.UP, window=Window("year", 2)),
        13,
    ),
    Verdict.MISLEADING,
    Severity.WARNING,
    "true, but the last close as high was on 30 June 2014, more than ten years ago",
    subject="Hazel Bank",
    symbol="0998.HK",
    as_of=DAY,
    flags=("understated", "assumed-symbol"),
    rules=("S9.4", "S2.8 M1"),
    confidence=Confidence.MEDIUM,
    measured="23477.92",
    correction="Hazel Bank rose to its highest in more than ten years.",
    evidence=(close(DAY, "23477.92"), close("2014-06-30", "23500.00")),
    readings=(
        Reading("closes", Fit.TRUE, "no close as high in two years", "23477.92"),
        Reading("highs", Fit.UNKNOWN, "the day’s high is missing", standing=Standing.ADMITTED),
    ),
)
UNDECIDABLE = Finding(
    claim(
        "value",
        "a rally that added more than $1.3 trillion to the market in just a month",
        MarketCap(
            direction=Direction.UP, value=Stated.parse("1.3 trillion"), hedge=Hedge.MORE_THAN
        ),
        15,
    ),
    Verdict.UNDECIDABLE,
    Severity.NOTE,
    "prices alone do not show how many shares there are",
    flags=("attributed",),
    rules=("S14.1",),
    confidence=Confidence.LOW,
    needs="share counts on both dates, and the list of companies that are meant",
)
NOT_CHECKABLE = Finding(
    claim("cheap", "with its relatively cheap valuations"),
    Verdict.NOT_CHECKABLE,
    Severity.NONE,
    "an opinion on valuation",
    rules=("S2.11",),
)
PARTS = (
    Finding(
        claim("both", "Birch Composite: highest since late December"),
        Verdict.PASS,
        Severity.NONE,
        "the last close as high was 3,407.33 on 27 December 2024",
        subject="Birch Composite",
        symbol="BIRCH",
        as_of=DAY,
        measured="3379.11",
        evidence=(close(DAY, "3379.11"), close("2024-12-27", "3407.33")),
        readings=(Reading("closes", Fit.TRUE, "first close as high since 27 December"),),
    ),
    Finding(
        claim("both", "Elm 300: highest since late December"),
        Verdict.FAIL,
        Severity.ERROR,
        "closed higher, at 3,990.10, on 7 February 2025",
        subject="Elm 300",
        symbol="ELM300",
        as_of=DAY,
        measured="3978.44",
        evidence=(close(DAY, "3978.44"), close("2025-02-07", "3990.10")),
        correction="The Elm 300 closed at its highest since 7 February.",
    ),
)
CONJUNCTION = Finding(
    claim(
        "both",
        "Both benchmarks closed at the highest since late December",
        Extreme(direction=Direction.UP, window=Window.parse("since late December")),
        17,
        "Both benchmarks are now at the highest level since late December",
    ),
    Verdict.FAIL,
    Severity.ERROR,
    "true of the Birch Composite, false of the Elm 300",
    subject="Birch Composite; Elm 300",
    as_of=DAY,
    flags=("part-true", "assumed-year"),
    rules=("S1.3", "S9.6"),
    confidence=Confidence.MEDIUM,
    parts=PARTS,
)

SAMPLE = Report(
    checked_at=datetime(2025, 3, 15, 6, 30, tzinfo=UTC),
    findings=(
        INTRADAY,
        ROUNDED,
        PASS,
        FAIL,
        MISLEADING,
        UNDECIDABLE,
        NOT_CHECKABLE,
        CONJUNCTION,
    ),
    sources=(
        SourceNote(
            "exchange file",
            "ALDER",
            "2025-03-15T06:29:58+00:00",
            "2020-07-27",
            DAY,
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ),
        SourceNote("inline", "ELM300", None, "2024-12-02", DAY, "", "written in the claim file"),
    ),
    article={
        "title": "Alder shares extend rally",
        "url": "https://example.org/markets/alder-rally",
        "published": "2025-03-14T12:30+08:00",
        "text": "alder-rally.md",
    },
    policy={"span_slack_days": ("31", "14")},
    notes=("The session of 14 March ended at 16:08, as every session does.",),
    version="0.1.0",
)
