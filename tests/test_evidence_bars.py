"""Canonical bars and sessions: one form, written and read back to the same."""

import os
from dataclasses import fields
from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck import calendars
from factcheck.evidence import EvidenceError, bars
from factcheck.prices import MISSING, Action, Origin, Prices, Repair

ORIGIN = Origin("yahoo", "^HSI")
DAYS = [date(2025, 2, 20).toordinal(), date(2025, 2, 21).toordinal()]
WHOLE = b"""# factcheck-bars/1
# decimals: 2
# currency: HKD
# zone: Asia/Hong_Kong
# first-session: 1986-12-31
# partial: 2025-02-21
# excerpt: yes
# far: 2025-02-20 high
# action: 2025-02-20 dividend 77/100
# repair: ["S18.5", "sorted", "the rows \\u2026", false]
date,open,high,low,close,volume
2025-02-20,22800.00,22860.00,22500.00,22576.98,5200000000
2025-02-21,-0.05,,0.00,23477.92,
"""


def column(*units):
    return np.array(units, dtype=np.int64)


def whole() -> Prices:
    return Prices(
        np.array(DAYS, dtype=np.int32),
        column(2280000, -5),
        column(2286000, MISSING),
        column(2250000, 0),
        column(2257698, 2347792),
        column(5200000000, MISSING),
        2,
        ORIGIN,
        currency="HKD",
        zone="Asia/Hong_Kong",
        first_day=date(1986, 12, 31).toordinal(),
        partial=DAYS[1],
        excerpt=True,
        actions=(Action(DAYS[0], "dividend", Fraction(77, 100)),),
        repairs=(Repair("S18.5", "sorted", "the rows …"),),
        far=((DAYS[0], "high"),),
    )


def same(one: Prices, other: Prices) -> bool:
    for field in fields(Prices):
        mine, yours = getattr(one, field.name), getattr(other, field.name)
        if isinstance(mine, np.ndarray):
            if mine.dtype != yours.dtype or not np.array_equal(mine, yours):
                return False
        elif mine != yours:
            return False
    return True


def test_bars_are_written_as_they_were_printed():
    assert bars.write(whole()).decode() == WHOLE.decode()


def test_bars_are_read_back_to_the_same():
    assert same(bars.read(WHOLE, ORIGIN), whole())


UNITS = st.one_of(st.just(MISSING), st.integers(-(10**17), 10**17), st.integers(-120, 120))


@st.composite
def any_prices(draw):
    days = sorted(draw(st.sets(st.integers(1, 3_000_000), max_size=12)))
    n = len(days)
    opened, high, low, close, volume = (
        column(*draw(st.lists(UNITS, min_size=n, max_size=n))) for _ in range(5)
    )
    some_day = st.one_of(st.none(), st.integers(1, 3_000_000))
    action = st.builds(
        Action,
        st.integers(1, 3_000_000),
        st.sampled_from(["split", "dividend"]),
        st.fractions(min_value=Fraction(1, 10**8), max_value=10**6),
    )
    far = st.tuples(st.integers(1, 9999), st.sampled_from(["high", "low"]))
    repair = st.builds(Repair, st.just("S18.5"), st.just("sorted"), st.text(), st.booleans())
    return Prices(
        np.array(days, dtype=np.int32),
        opened,
        high,
        low,
        close,
        volume,
        draw(st.integers(0, 8)),
        ORIGIN,
        currency=draw(st.sampled_from([None, "HKD", "GBp"])),
        zone=draw(st.sampled_from([None, "Asia/Hong_Kong"])),
        first_day=draw(some_day),
        partial=draw(some_day),
        excerpt=draw(st.booleans()),
        adjusted=draw(st.booleans()),
        actions=tuple(draw(st.lists(action, max_size=3))),
        repairs=tuple(draw(st.lists(repair, max_size=3))),
        far=tuple(draw(st.lists(far, max_size=2))),
    )


@settings(max_examples=int(os.environ.get("FACTCHECK_EXAMPLES", "25")) * 8, deadline=None)
@given(any_prices())
def test_reading_is_the_inverse_of_writing(prices):
    body = bars.write(prices)
    assert same(bars.read(body, ORIGIN), prices)
    assert b"\r" not in body and body.endswith(b"\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"22576.98", b"22576.980"),
        (b"22576.98", b"022576.98"),
        (b"22576.98", b"+22576.98"),
        (b"22576.98", b"22_576.98"),
        (b"22576.98", b"2257698"),
        (b"22576.98", b"22576,98"),
        (b"22576.98", "２２５７６.98".encode()),
        (b"22576.98", b"1e5"),
        (b"22576.98", b"9" * 5000),
        (b"2025-02-20,", b"2025-02-30,"),
        (b"2025-02-20,", b"2025-02-22,"),
        (b"2025-02-20,", b"2025-02-21,"),
        (b"-0.05", b"-0.00"),
        (b"\n2025-02-21", b"\r\n2025-02-21"),
        (b"# decimals: 2", b"# decimals: 9"),
        (b"# decimals: 2", b"# decimals: 2\n# decimals: 2"),
        (b"# currency: HKD\n# zone: Asia/Hong_Kong", b"# zone: Asia/Hong_Kong\n# currency: HKD"),
        (b"77/100", b"77/0"),
        (b"77/100", b"0.77"),
        (b"false]", b"0]"),
        (b"# excerpt: yes", b"# excerpt: no"),
        (b"# excerpt: yes", b"# other: yes"),
        (b"bars/1", b"bars/2"),
        (b",\n", b","),
        (b"date,open", b"date,close"),
        (b"\n", b""),
    ],
)
def test_nothing_but_the_canonical_form_is_read(old, new):
    assert old in WHOLE
    with pytest.raises(EvidenceError):
        bars.read(WHOLE.replace(old, new))


def test_sessions_are_written_and_read_back():
    zone = ZoneInfo("America/New_York")
    calendar = calendars.weekdays(DAYS[0] - 400, DAYS[1], [DAYS[0]], zone, "18:00-17:00")
    body = bars.write_sessions(calendar)
    again = bars.read_sessions(body)
    assert body.splitlines()[-1] == b"2025-02-21,-60,1320"  # from 18:00 the evening before, in UTC
    assert again.packed() == calendar.packed()
    for old, new in ((b"-60", b"-060"), (b"/1", b"/2"), (b"New_York", b"x"), (b"1320\n", b"1320")):
        with pytest.raises(EvidenceError):
            bars.read_sessions(body.replace(old, new))
