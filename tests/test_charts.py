"""The small pictures: right at the edges, small, and never with overlapping words."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from factcheck.readings import Chart
from factcheck.renderers.charts import caption, draw
from factcheck.renderers.charts.day import spread
from factcheck.renderers.charts.steps import highlighted
from factcheck.renderers.charts.svg import columns, interval, places_for, trace
from factcheck.renderers.charts.window import date_ticks, decimate
from tests.reports import DAY_CHART, HALF_KNOWN_CHART, STEPS_CHART, WINDOW_CHART, weeks

SVG = "{http://www.w3.org/2000/svg}"
NAN = float("nan")


def hills(count: int) -> tuple[tuple[str, float], ...]:
    """A long line with hills and one sharp peak."""
    last = date(2025, 3, 14)
    days = [last - timedelta(days=n) for n in reversed(range(count))]
    line = [round(1000 + 200 * math.sin(n / 90) + n / 10, 2) for n in range(count)]
    line[count // 3] = 9999.99
    return tuple((day.isoformat(), value) for day, value in zip(days, line, strict=True))


LONG = hills(5000)
PEAK = max(LONG, key=lambda point: point[1])
FIVE = tuple(zip(weeks(5), (100.0, 101.68, 100.2, 101.8, 101.51), strict=True))
EXACT = Chart(
    "day", "narrow", base=100.0, low=99.99, high=100.02, open=100.0, close=100.01,
    stated=(99.995, 100.005),
)  # fmt: skip
FAR = Chart("day", "far off", base=50.0, low=51.1, high=53.4, close=51.5, stated=(53.75, 54.25))
BIG = Chart(
    "day", "large numbers", base=97412.31, low=96000.12, high=103560.75, open=97400.5,
    close=103450.25, stated=(103449.9, 103551.2),
)  # fmt: skip
CURRENCY = Chart("day", "a currency", base=7.7512, low=7.7498, high=7.7601, close=7.7599)
FEW = Chart("window", "five points", points=FIVE, marks=((*FIVE[1], "the highest close before"),))
MANY = Chart("window", "many points", points=LONG, marks=((*PEAK, "the record until now"),))
LOW = Chart(
    "window",
    "a low",
    points=tuple((day, 2000 - value) for day, value in LONG[:400]),
    marks=((LONG[20][0], 2000 - LONG[20][1], "the last close as low"),),
    first=LONG[10][0],
)
CLOSE_MARKS = Chart(
    "window",
    "marks side by side",
    points=FIVE,
    marks=tuple(
        (*point, f"a label with quite a few words, {n}") for n, point in enumerate(FIVE[:3])
    ),
)
EARLIER = Chart("window", "sparse", points=LONG[-60:], marks=(("2021-02-17", 2200.0, "as high"),))
FALLS = Chart(
    "steps", "falls", unit="percent",
    points=tuple(zip(weeks(6), (0.5, -1.2, -0.3, -2.2, -0.05, -12.3), strict=True)),
)  # fmt: skip
BROKEN = Chart(
    "steps", "a run broken", unit="percent", first=weeks(5)[1],
    points=tuple(zip(weeks(5), (0.5, -1.2, -0.3, -2.2, 0.05), strict=True)),
)  # fmt: skip
NOISE = tuple(zip(weeks(38), (math.sin(n * 7.0) * 3 for n in range(38)), strict=True))
BEST = Chart(
    "steps",
    "the best week since",
    points=(*NOISE[:-1], ("2025-03-14", 7.04)),
    marks=((NOISE[14][0], 0.0, "the last week as good"),),
    unit="percent",
)
POINTS = Chart(
    "steps", "points", points=tuple(zip(weeks(4), (-369.4, 151.0, -20.5, 1286.1), strict=True))
)
TOPPED = Chart("window", "a mark not reached", points=FIVE, marks=((*FIVE[4], "this day"),), base=102.5)
HELD = Chart("window", "a mark in the midst", points=FIVE, base=101.0)
DAY = "2025-03-14"
PAIR = Chart(
    "bars", "Change on the day, 2025-03-14", unit="percent",
    marks=((DAY, 6.53, "Alder Tech Index"), (DAY, 3.99, "Birch Composite")),
)  # fmt: skip
LEAGUE = Chart(
    "bars", "losers and gainers of a long list", unit="percent",
    marks=tuple((DAY, v, f"Number {n} Holdings Limited") for n, v in enumerate(
        (-1.5, 12.25, 0.0, -3.75, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0))),
)  # fmt: skip
BUSY = Chart(
    "amounts", "Cedar Motors, shares a day; dashed: the mean before", base=324.5e6, unit="shares",
    points=tuple(zip(weeks(5), (301e6, 322.2e6, 340e6, 334.8e6, 612_918_300.0), strict=True)),
)  # fmt: skip
COUNTED = Chart(
    "amounts", "Cedar Motors, shares a day; dashed: as stated", base=184e6, unit="shares",
    points=tuple(zip(weeks(31), (50e6 + n * 1e6 for n in range(31)), strict=True)),
)  # fmt: skip
GAP = Chart(
    "window", "Alder less Birch, closes in basis points", base=50.0, unit="gap",
    points=tuple(zip(weeks(60), (math.sin(n / 7.0) * 40 for n in range(60)), strict=True)),
)  # fmt: skip
GALLERY = (
    DAY_CHART, HALF_KNOWN_CHART, EXACT, FAR, BIG, CURRENCY,
    WINDOW_CHART, FEW, MANY, LOW, CLOSE_MARKS, EARLIER, TOPPED, HELD,
    STEPS_CHART, FALLS, BROKEN, BEST, POINTS,
    PAIR, LEAGUE, BUSY, COUNTED, GAP,
)  # fmt: skip


def parsed(chart: Chart) -> ElementTree.Element:
    """The drawing as XML; every number in it must be one."""
    svg = draw(chart)
    assert "nan" not in svg.replace("window", "") and "inf" not in svg
    return ElementTree.fromstring(
        svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    )


def texts(chart: Chart) -> list[str]:
    return [element.text or "" for element in parsed(chart).iter(f"{SVG}text")]


@pytest.mark.parametrize("chart", GALLERY, ids=lambda chart: chart.title)
def test_a_chart_is_small_named_and_inside_its_frame(chart):
    svg = draw(chart)
    root = parsed(chart)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    assert len(svg) < 2600
    assert root.attrib["role"] == "img"
    assert len(root.findtext(f"{SVG}title") or "") > 10
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x", "0")) <= width
        assert 8 <= float(text.attrib["y"]) <= height
    for dot in root.iter(f"{SVG}circle"):
        assert 0 <= float(dot.attrib["cx"]) <= width
        assert 0 <= float(dot.attrib["cy"]) <= height


@pytest.mark.parametrize(
    "chart",
    [
        Chart("day", "nothing"),
        Chart("day", "one price", base=7.75),
        Chart("day", "no price", stated=(1.0, 2.0)),
        Chart("day", "no number", base=NAN, close=NAN),
        Chart("window", "no points"),
        Chart("window", "one point", points=FIVE[:1]),
        Chart("window", "no dates", points=(("soon", 1.0), ("later", 2.0))),
        Chart("window", "no numbers", points=(("2025-01-01", NAN), ("2025-01-02", math.inf))),
        Chart("steps", "no points"),
        Chart("amounts", "no points", base=1.0),
        Chart("amounts", "a day alone", points=FIVE[:1]),
        Chart("bars", "alone", marks=((DAY, 1.0, "Alder"), (DAY, NAN, "Birch"))),
        Chart("pie", "an unknown form", base=1.0),
    ],
    ids=lambda chart: chart.title,
)
def test_there_is_no_picture_of_nothing(chart):
    assert draw(chart) == ""


def test_a_day_is_labelled_with_words_and_numbers():
    assert texts(DAY_CHART) == [
        "high", "1,068.00", "close, +6.53%", "1,065.30", "as stated", "1,046.5–1,047.5",
        "open", "1,024.00", "low", "1,021.40", "measured from", "1,000.00",
    ]  # fmt: skip


def test_a_day_of_unknown_range_says_so():
    assert texts(HALF_KNOWN_CHART) == [
        "measured from", "50.00", "close, −6.30%", "46.85", "as stated", "45.75–46.25",
        "The day’s range is not known.",
    ]  # fmt: skip
    assert "range" not in [e.attrib.get("class") for e in parsed(HALF_KNOWN_CHART).iter()]


def test_prices_within_a_hair_do_not_look_far_apart():
    level = Chart("day", "a level", close=5859.3, stated=(5859.295, 5859.305))
    (band,) = [e for e in parsed(level).iter() if e.attrib.get("class") == "band"]
    assert float(band.attrib["height"]) < 5


def test_a_level_is_drawn_with_its_figure():
    assert "102.50" in texts(TOPPED) and "101" in texts(HELD)
    assert (parsed(TOPPED).findtext(f"{SVG}title") or "").endswith(" Level: 102.50.")
    (line,) = [e for e in parsed(TOPPED).iter() if e.attrib.get("class") == "base"]
    (dot,) = [e for e in parsed(TOPPED).iter() if e.attrib.get("class") == "dot last"]
    height = float(line.attrib["d"].removesuffix("h360").split()[1])
    assert height < float(dot.attrib["cy"])  # above the close, which did not get there


def test_the_span_that_is_claimed_is_shaded_to_the_day():
    (span,) = [e for e in parsed(WINDOW_CHART).iter() if e.attrib.get("class") == "span"]
    (dot,) = [e for e in parsed(WINDOW_CHART).iter() if e.attrib.get("class") == "dot last"]
    end = float(span.attrib["x"]) + float(span.attrib["width"])
    assert float(span.attrib["x"]) < 6 and abs(end - float(dot.attrib["cx"])) < 0.2
    assert not [e for e in parsed(MANY).iter() if e.attrib.get("class") == "span"]  # no span is claimed


def test_moves_stand_side_by_side_the_largest_first():
    assert texts(PAIR) == ["Alder Tech Index", "+6.53%", "Birch Composite", "+3.99%"]
    one, other = (float(e.attrib["width"]) for e in parsed(PAIR).iter(f"{SVG}rect"))
    assert one / other == pytest.approx(6.53 / 3.99, abs=0.01)


def test_amounts_begin_at_zero_and_are_held_against_a_level():
    assert texts(BUSY) == ["612.9 million", "14 Mar 2025", "14 Feb 2025", "324.5 million"]
    root = parsed(BUSY)
    assert root.findtext(f"{SVG}title") == (
        "5 sessions. 14 Mar 2025: 612.9 million; dashed: 324.5 million."
    )
    (path,) = [e for e in root.iter(f"{SVG}path") if e.attrib["class"] == "steps in"]
    ((_, begin, end),) = strokes(path.attrib["d"])  # in halves
    (level,) = [e for e in root.iter(f"{SVG}path") if e.attrib["class"] == "base"]
    height = float(level.attrib["d"].removesuffix("h360").split()[1])
    assert (begin - 2 * height) / (begin - end) == pytest.approx(324.5 / 612.9183, abs=0.01)


def test_a_gap_is_not_told_as_closes():
    assert (parsed(GAP).findtext(f"{SVG}title") or "").startswith("The gap since ")


def test_a_long_list_keeps_the_one_that_is_spoken_of():
    said = texts(LEAGUE)
    assert said[:2] == ["Number 1 Holdin…", "+12.25%"] and said[-2:] == ["Number 0 Holdin…", "−1.50%"]
    assert len(said) == 20
    highlighted = [e for e in parsed(LEAGUE).iter(f"{SVG}rect") if e.attrib["class"] == "bar in"]
    assert len(highlighted) == 1


def test_a_window_names_the_earlier_extreme_and_the_day():
    said = texts(MANY)
    assert "the record until now" in said
    assert f"{PEAK[1]:,.2f}" in " ".join(said)
    assert any(text.startswith("14 Mar 2025: 1,") for text in said)


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        (Chart("day", "Elm 300 on 2025-03-14"), "Elm 300 on 14 Mar 2025"),
        (Chart("steps", "weekly changes", unit="percent"), "weekly changes, percent"),
        (Chart("steps", "weekly changes in percent", unit="percent"), "weekly changes in percent"),
        (Chart("day", "on 2025-99-99"), "on 2025-99-99"),
        (Chart("day", ""), "Chart"),
        (Chart("window", "closes", first="2022-03-14"), "closes; shaded: since 14 Mar 2022"),
        (Chart("window", "closes", first="once"), "closes"),
    ],
)
def test_captions_say_dates_and_units_in_words(chart, said):
    assert caption(chart) == said


def test_decimating_keeps_the_ends_and_every_extreme():
    points = [(date.fromisoformat(day).toordinal(), value) for day, value in LONG]
    kept = decimate(points)
    assert len(kept) < 200
    assert kept[0] == points[0] and kept[-1] == points[-1]
    assert max(kept, key=lambda p: p[1]) == max(points, key=lambda p: p[1])
    assert min(v for _, v in kept) == min(v for _, v in points)
    assert decimate(points[:50]) == points[:50]


def test_a_line_goes_through_its_points():
    points = [(5.0, 48.8), (6.8, 44.0), (8.3, 160.0), (354.0, 45.4)]
    path = ElementTree.fromstring(trace("line", points))
    assert path.attrib["transform"] == "scale(.5)"
    numbers = [int(n) for n in re.findall(r"-?\d+", path.attrib["d"])]
    x, y, *steps = numbers
    reached = [(x, y)]
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        reached.append((reached[-1][0] + dx, reached[-1][1] + dy))
    assert all(
        abs(a / 2 - x) <= 0.25 and abs(b / 2 - y) <= 0.25
        for (a, b), (x, y) in zip(reached, points, strict=True)
    )


def test_bars_leave_no_gap_for_empty_periods():
    skipped = Chart(
        "steps", "s", points=(("2025-01-03", 1.0), ("2025-01-10", 1.0), ("2025-02-07", 1.0))
    )
    (run,) = [e for e in parsed(skipped).iter(f"{SVG}path") if e.attrib["class"] == "steps in"]
    first, second, third = strokes(run.attrib["d"])
    assert second[0] - first[0] == third[0] - second[0]


def strokes(path: str) -> list[tuple[int, int, int]]:
    """Where each upright stroke of a path stands, begins and ends."""
    x = y = 0
    found = []
    for right, down, height in re.findall(r"m(-?\d+) ?(-?\d+)v(-?\d+)", path):
        x, y = x + int(right), y + int(down)
        found.append((x, y, y + int(height)))
        y += int(height)
    return found


def test_bars_begin_at_zero_and_are_never_too_flat_to_be_seen():
    path = columns("steps", 6.3, 75.7, [(4.5, 18.0), (13.5, 116.0), (22.5, 75.6), (31.5, 75.7)])
    assert strokes(ElementTree.fromstring(path).attrib["d"]) == [
        (9, 151, 36), (27, 151, 232), (45, 151, 148), (63, 151, 148)
    ]  # fmt: skip
    assert 'stroke-width="12.6"' in path
    assert columns("steps", 6.3, 75.7, []) == ""


@pytest.mark.parametrize(
    ("values", "first", "alone", "run"),
    [
        ("1 -1 1 1 1", None, False, range(2, 5)),
        ("1 -1 -1 1", None, False, range(3, 4)),
        ("1 -1 -1 1", 1, False, range(1, 3)),
        ("1 1 1", None, True, range(2, 3)),
        ("1 0 1", None, False, range(2, 3)),
        ("5", None, False, range(1)),
    ],
)
def test_the_run_is_highlighted(values, first, alone, run):
    bars = [(day, float(v)) for day, v in enumerate(values.split())]
    assert highlighted(bars, first, alone=alone) == run


@pytest.mark.parametrize(
    ("wanted", "placed"),
    [
        ([20, 60, 100], [20, 60, 100]),
        ([50, 51, 52], [50, 66, 82]),
        ([140, 141, 142], [110, 126, 142]),
        ([0, 0, 500], [10, 26, 142]),
        ([], []),
    ],
)
def test_labels_are_pushed_apart_and_stay_inside(wanted, placed):
    assert spread(wanted, 16, 10, 142) == placed


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ((1000.0, 1065.3), 2),
        ((139.600006, 131.0), 2),
        ((7.7512,), 4),
        ((6.0, 7.0), 0),
        ((1 / 3,), 4),
    ],
)
def test_prices_keep_their_decimals(values, places):
    assert places_for(values) == places


@pytest.mark.parametrize(
    ("ends", "shown"),
    [
        ((1046.5, 1047.5), "1,046.5–1,047.5"),
        ((103449.9, 103551.2), "103,450–103,551"),
        ((45.75, 46.25), "45.75–46.25"),
        ((5.0, 5.0), "5.00"),
    ],
)
def test_an_interval_shows_what_tells_its_ends_apart(ends, shown):
    assert interval(ends, 2) == shown


@pytest.mark.parametrize(
    ("first", "last", "ticks"),
    [
        ("2025-03-10", "2025-03-14", ["10 Mar", "12 Mar", "14 Mar"]),
        ("2024-12-20", "2025-03-14", ["Jan 2025", "Feb 2025", "Mar 2025"]),
        ("2022-03-14", "2025-03-14", ["2023", "2024", "2025"]),
        ("1986-12-31", "2025-03-14", ["1990", "2000", "2010", "2020"]),
    ],
)
def test_date_ticks_are_few_and_round(first, last, ticks):
    found = date_ticks(date.fromisoformat(first), date.fromisoformat(last))
    assert [words for _, words in found] == ticks
    assert all(a < b for (a, _), (b, _) in pairwise(found))
