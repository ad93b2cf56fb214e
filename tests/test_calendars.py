"""Which days were sessions: what the exchanges did, not what the rules say."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from factcheck import calendars
from factcheck.errors import FactcheckError
from factcheck.store import Store

ROOT = Path(calendars.__file__).parents[1]
TODAY = date(2026, 11, 23)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.fixture
def calendar(calendar_store):
    return lambda code: calendars.get(code, calendar_store, TODAY)


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("XHKG", "2025-01-28", True),  # the eve of the lunar new year, a half day
        ("XHKG", "2025-01-29", False),
        ("XHKG", "2025-02-03", True),
        ("XHKG", "2023-09-01", False),  # Typhoon Saola
        ("XHKG", "2023-09-08", False),  # rain
        ("XHKG", "1998-05-04", True),  # no holiday yet
        ("XTAI", "2024-10-31", False),
        ("XTAI", "2024-10-30", True),
        ("XBOM", "2025-02-01", True),  # the budget, a Saturday
        ("XBOM", "2025-10-21", True),  # muhurat
        ("XBOM", "2025-10-22", False),
        ("XNYS", "2025-01-09", False),  # President Carter
        ("CMES", "2025-01-09", True),
        ("CMES", "2025-01-20", False),  # nothing is settled on Martin Luther King Day
        ("XNYS", "1936-11-03", False),  # election day
        ("XTAE", "2025-12-28", True),  # a Sunday
        ("XTAE", "2026-01-09", True),  # a Friday, now
        ("XTAE", "2026-01-11", False),
        ("24/7", "2025-02-23", True),
        ("24/5", "2025-02-22", False),
        ("24/5", "2025-02-21", True),
        ("weekdays", "2025-02-21", True),
        ("XNAS", "2024-07-04", False),  # an alias
    ],
)
def test_a_day_is_a_session_or_not(calendar, code, text, expected):
    assert calendar(code).is_session(day(text)) is expected


@pytest.mark.parametrize(
    ("code", "text", "hours"),
    [
        ("XHKG", "2025-02-21", "09:30-16:00"),
        ("XHKG", "2025-01-28", "09:30-12:00"),
        ("XNYS", "2024-11-29", "09:30-13:00"),
        ("XTKS", "2024-11-01", "09:00-15:00"),
        ("XTKS", "2024-11-05", "09:00-15:30"),
        ("XBOM", "2024-11-01", "18:00-19:00"),
        ("24/7", "2025-02-23", "00:00-00:00"),
        ("24/5", "2025-02-24", "17:00-17:00"),
    ],
)
def test_hours_are_on_the_exchange_s_clock(calendar, code, text, hours):
    opens, closes = calendar(code).hours(day(text))
    assert f"{opens:%H:%M}-{closes:%H:%M}" == hours
    assert opens < closes
    assert closes.tzinfo is calendar(code).zone


def test_hours_of_no_session_are_none(calendar):
    assert calendar("XHKG").hours(day("2025-01-29")) is None


def test_the_fx_day_of_monday_begins_on_sunday_evening(calendar):
    opens, closes = calendar("24/5").hours(day("2025-07-07"))
    assert opens.astimezone(UTC) == datetime(2025, 7, 6, 21, tzinfo=UTC)
    assert closes.astimezone(UTC) == datetime(2025, 7, 7, 21, tzinfo=UTC)


def test_neighbours(calendar):
    hong_kong = calendar("XHKG")
    assert hong_kong.previous(day("2025-02-03")) == day("2025-01-28")
    assert hong_kong.next(day("2025-01-28")) == day("2025-02-03")
    assert hong_kong.last_on_or_before(day("2025-02-02")) == day("2025-01-28")
    assert hong_kong.last_on_or_before(day("2025-02-03")) == day("2025-02-03")
    listed = hong_kong.sessions(day("2025-01-27"), day("2025-02-03"))
    assert [date.fromordinal(d).day for d in listed] == [27, 28, 3]
    assert hong_kong.previous(int(hong_kong.days[0])) is None
    assert hong_kong.next(int(hong_kong.days[-1])) is None


@pytest.mark.parametrize(
    ("code", "one", "other", "same"),
    [
        ("XHKG", "2025-02-17", "2025-02-21", True),
        ("XHKG", "2025-02-21", "2025-02-24", False),
        ("XNYS", "1951-03-10", "1951-03-05", True),  # Saturday sessions belong to their week
        ("XBOM", "2025-02-01", "2025-01-27", True),
        ("XTAE", "2025-12-28", "2026-01-01", True),
        ("XTAE", "2025-12-25", "2025-12-28", False),
        ("XTAE", "2026-01-04", "2026-01-05", True),
        ("XTAE", "2026-01-09", "2026-01-04", True),
        ("XTAE", "2026-01-09", "2026-01-12", False),
        ("XSAU", "2025-02-16", "2025-02-20", True),
        ("XSAU", "2025-02-20", "2025-02-23", False),
    ],
)
def test_a_week_lies_between_two_market_weekends(calendar, code, one, other, same):
    week_of = calendar(code).week_of
    assert (week_of(day(one)) == week_of(day(other))) is same
    both = week_of(np.array([day(one), day(other)], dtype=np.int32))
    assert list(both) == [week_of(day(one)), week_of(day(other))]


def test_weeks_count_on_by_one(calendar):
    for code in ("XHKG", "XTAE"):
        weeks = np.unique(calendar(code).week_of(calendar(code).days))
        assert set(np.diff(weeks)) <= {1, 2}  # Golden weeks have none


@pytest.mark.parametrize(
    ("code", "until"), [("XSHG", "2026-12-31"), ("XBOM", "2026-12-31"), ("XHKG", "2027-12-31")]
)
def test_nothing_is_known_beyond_the_horizon(calendar, code, until):
    assert calendar(code).covers(day(until))
    assert not calendar(code).covers(day(until) + 1)


@pytest.mark.parametrize("code", ["XHKG", "XNYS", "XSHG", "XTKS", "XKRX", "XLON", "XETR", "24/7"])
def test_the_past_reaches_far_enough(calendar, code):
    assert calendar(code).first_day <= day("1997-01-06")


def test_an_unknown_code_names_the_nearest():
    with pytest.raises(FactcheckError, match=r"unknown calendar 'XHGK'; near it are .*XHKG"):
        calendars.get("XHGK", None)


def test_rows_are_all_the_sessions_there_were():
    listed = calendars.from_days([day("2025-03-14"), day("2025-03-12")], ZoneInfo("Asia/Hong_Kong"))
    assert list(listed.days) == [day("2025-03-12"), day("2025-03-14")]
    assert not listed.is_session(day("2025-03-13"))
    assert listed.covers(day("1999-01-01"))
    hours = listed.hours(day("2025-03-14"))
    assert hours is not None
    opens, closes = hours
    assert (closes - opens).total_seconds() == 86400


def test_weekdays_less_holidays():
    made = calendars.weekdays(
        day("2025-03-10"), day("2025-03-17"), [day("2025-03-12")], ZoneInfo("UTC"), "09:30-16:00"
    )
    assert [date.fromordinal(d).day for d in made.days] == [10, 11, 13, 14, 17]
    assert not made.covers(day("2025-03-18"))


def test_a_calendar_comes_out_of_the_store_as_it_went_in(tmp_path, monkeypatch):
    store = Store(tmp_path)
    built = calendars.get("XSAU", store, TODAY)
    monkeypatch.setattr(calendars, "_KNOWN", {})
    kept = calendars.get("XSAU", store, TODAY)
    assert kept is not built
    assert kept.code == built.code and kept.zone == built.zone
    assert (kept.first_day, kept.last_day) == (built.first_day, built.last_day)
    for name in ("days", "opens", "closes"):
        assert np.array_equal(getattr(kept, name), getattr(built, name))


def test_a_calendar_in_the_store_is_read_without_pandas(tmp_path):
    calendars.get("XHKG", Store(tmp_path), TODAY)
    program = (
        "import sys; from pathlib import Path; from datetime import date;"
        "from factcheck import calendars; from factcheck.store import Store;"
        f"calendars.get('XHKG', Store(Path({str(tmp_path)!r})), date(2026, 11, 23));"
        "print(sorted({'pandas', 'exchange_calendars', 'yaml'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_every_override_says_why():
    import yaml

    said = yaml.safe_load(calendars.OVERRIDES.read_bytes())
    entries = [e for about in said.values() for k in ("closed", "extra") for e in about.get(k, ())]
    assert entries
    for entry in entries:
        assert entry["why"] and entry["days"]
        assert entry["days"] == sorted(set(entry["days"]))


# Real files: (calendar, sessions the file lacks since 2005, bars on days that were none).
# What remains is the source's: holes (Kospi, Euro Stoxx), a bar on a holiday (VIX, Nikkei, metals
# and oil on 2006-09-04 and 2025-07-04), Hong Kong shares with flat rows on typhoon days, FX days
# that Yahoo never had, and Mumbai's evening and weekend sessions that it did not keep.
REMAINS = {
    "000001.SS": ("XSHG", 0, 0), "000300.SS": ("XSHG", 0, 0), "0700.HK": ("XHKG", 1, 6),
    "0981.HK": ("XHKG", 1, 6), "0992.HK": ("XHKG", 1, 6), "1810.HK": ("XHKG", 0, 0),
    "3690.HK": ("XHKG", 0, 0), "9988.HK": ("XHKG", 0, 0), "AAPL": ("XNYS", 0, 0),
    "AMZN": ("XNYS", 0, 0), "BSESN": ("XBOM", 7, 0), "BTC-USD": ("24/7", 0, 0),
    "BZ=F": ("CMES", 0, 0), "CL=F": ("CMES", 7, 2), "CNY=X": ("24/5", 15, 0),
    "DJI": ("XNYS", 0, 0), "EURUSD=X": ("24/5", 33, 0), "FTSE": ("XLON", 2, 0),
    "GBPUSD=X": ("24/5", 21, 0), "GC=F": ("CMES", 11, 2), "GDAXI": ("XETR", 3, 0),
    "GOOG": ("XNYS", 0, 0), "GOOGL": ("XNYS", 0, 0), "GSPC": ("XNYS", 0, 0),
    "HSI": ("XHKG", 1, 0), "HSTECH.HK": ("XHKG", 0, 0), "IXIC": ("XNYS", 0, 0),
    "JPY=X": ("24/5", 33, 0), "KS11": ("XKRX", 29, 0), "META": ("XNYS", 0, 0),
    "MSFT": ("XNYS", 0, 0), "N225": ("XTKS", 3, 1), "NSEI": ("XBOM", 5, 0),
    "NVDA": ("XNYS", 0, 0), "RUT": ("XNYS", 0, 0), "SI=F": ("CMES", 10, 2),
    "STOXX50E": ("XPAR", 48, 0), "TNX": ("XNYS", 11, 0), "TSLA": ("XNYS", 0, 0),
    "VIX": ("XNYS", 0, 1),
}  # fmt: skip


def days_of(path: Path) -> np.ndarray:
    with path.open(newline="") as file:
        return np.array([day(row["date"]) for row in csv.DictReader(file)], dtype=np.int32)


@pytest.mark.parametrize("name", REMAINS)
def test_real_histories_agree_with_the_calendar(calendar, shared_data, name):
    code, missing, extra = REMAINS[name]
    listed = days_of(shared_data / f"{name}.csv")
    listed = listed[listed >= day("2005-01-01")]
    sessions = calendar(code).sessions(int(listed[0]), int(listed[-1]))
    assert (
        len(np.setdiff1d(sessions, listed)),
        len(np.setdiff1d(listed, sessions)),
    ) == (missing, extra)


def test_new_york_agrees_with_its_index_since_1928(calendar, shared_data):
    listed = days_of(shared_data / "GSPC.csv")
    new_york = calendar("XNYS")
    listed = listed[listed >= new_york.first_day]
    sessions = new_york.sessions(int(listed[0]), int(listed[-1]))
    assert not len(np.setxor1d(sessions, listed))


def test_every_market_of_exchange_calendars_is_named():
    import exchange_calendars as rules

    names = [n for n in rules.get_calendar_names(include_aliases=True) if re.fullmatch("[A-Z0-9]{4}", n)]
    found = {name: rules.resolve_alias(name) for name in names}
    assert {name for name, code in found.items() if name == code} == calendars.MARKETS
    assert {name: code for name, code in found.items() if name != code} == calendars.MARKET_ALIASES
