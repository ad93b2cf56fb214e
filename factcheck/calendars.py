"""Trading sessions as plain data: which days an exchange traded, and from when to when.

exchange_calendars knows the rules but brings pandas along (half a second), so what it says is kept
in the store as numbers, and it is imported only for a calendar that is not there yet.
`calendars.yaml` corrects it where the exchange's own history differs.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from factcheck.errors import FactcheckError
from factcheck.prices import EPOCH_DAY

if TYPE_CHECKING:
    from factcheck.store import Store

Days = NDArray[np.int32]
Minutes = NDArray[np.int32]

OVERRIDES = Path(__file__).with_name("calendars.yaml")
FORMAT = 1  # of the packed form in the store; part of its key
EARLIEST, LATEST = date(1960, 1, 1), date(2200, 12, 31)
ALWAYS = (date.min.toordinal(), date.max.toordinal())
NEW_YORK = ZoneInfo("America/New_York")

# The last Sunday that opened a week (S4.4); from the next day on the week is Monday to Sunday.
SUNDAY_WEEKS_UNTIL = {
    "XTAE": date(2026, 1, 4).toordinal(),
    "XSAU": ALWAYS[1],
}
# The exchanges of exchange_calendars, named without loading it, and the names it has besides for them.
MARKETS = frozenset(
    "AIXK ASEX BVMF CMES IEPA XAMS XASX XBDA XBEL XBKK XBOG XBOM XBRA XBRU XBSE XBUD XBUE XCBF XCSE XCYS "
    "XDUB XDUS XEEE XETR XEUR XFRA XHAM XHEL XHKG XICE XIDX XIST XJSE XKAR XKLS XKRX XLIM XLIS XLIT XLJU "
    "XLON XLUX XMAD XMEX XMIL XMOS XNYS XNZE XOSL XPAR XPHS XPRA XRIS XSAU XSES XSGO XSHG XSTO XSTU XSWX "
    "XTAE XTAI XTAL XTKS XTSE XWAR XWBO XZAG".split()
)
MARKET_ALIASES = {
    "ARCX": "XNYS", "BATS": "XNYS", "CBOT": "CMES", "HKEX": "XHKG", "NYFE": "IEPA", "NYSE": "XNYS",
    "OOTC": "XNYS", "TASE": "XTAE", "XASE": "XNYS", "XNAS": "XNYS", "XTSX": "XTSE",
}  # fmt: skip
OWN_CODES = ("24/5", "24/7", "rows", "weekdays")


@dataclass(frozen=True, eq=False)
class Calendar:
    """The sessions of one exchange, ascending; nothing is known outside `first_day … last_day`.

    `days` int32 (n,) ordinals; `opens`, `closes` int32 (n,) minutes since 1970-01-01 00:00 UTC.
    """

    code: str
    zone: ZoneInfo
    days: Days
    opens: Minutes
    closes: Minutes
    first_day: int
    last_day: int

    def __post_init__(self) -> None:
        for column in (self.days, self.opens, self.closes):
            column.setflags(write=False)

    def is_session(self, day: int) -> bool:
        """Whether the exchange traded on `day`; half days are sessions (S4.2)."""
        return self._row(day) is not None

    def covers(self, day: int) -> bool:
        """Whether the calendar can tell about `day`; beyond it the data's own days decide."""
        return self.first_day <= day <= self.last_day

    def sessions(self, first: int, last: int) -> Days:
        """The sessions from `first` to `last`, both included."""
        return self.days[
            np.searchsorted(self.days, first) : np.searchsorted(self.days, last, side="right")
        ]

    def hours(self, day: int) -> tuple[datetime, datetime] | None:
        """Open and close of the session in the exchange's zone; None where there is no session."""
        row = self._row(day)
        if row is None:
            return None
        return self._moment(self.opens[row]), self._moment(self.closes[row])

    def previous(self, day: int) -> int | None:
        """The last session before `day`."""
        return self.last_on_or_before(day - 1)

    def next(self, day: int) -> int | None:
        """The first session after `day`."""
        at = int(np.searchsorted(self.days, day, side="right"))
        return int(self.days[at]) if at < len(self.days) else None

    def last_on_or_before(self, day: int) -> int | None:
        """The session of `day`, or the last one before it."""
        at = int(np.searchsorted(self.days, day, side="right"))
        return int(self.days[at - 1]) if at else None

    @overload
    def week_of(self, day: int) -> int: ...
    @overload
    def week_of(self, day: Days) -> Days: ...
    def week_of(self, day: int | Days) -> int | Days:
        """A number equal for all days between two market weekends and rising by 1 a week (S4.4)."""
        monday = (day - 1) // 7  # ordinal 1 is a Monday
        until = SUNDAY_WEEKS_UNTIL.get(self.code)
        if until is None:
            return monday
        if isinstance(day, np.ndarray):
            return np.where(day <= until, day // 7, monday).astype(np.int32)
        return day // 7 if day <= until else monday

    def packed(self) -> bytes:
        """The calendar as bytes: a line of JSON, then the three columns, little-endian int32."""
        head = {
            "code": self.code,
            "zone": self.zone.key,
            "sessions": len(self.days),
            "first": self.first_day,
            "last": self.last_day,
        }
        columns = np.concatenate([self.days, self.opens, self.closes]).astype("<i4")
        return json.dumps(head).encode() + b"\n" + columns.tobytes()

    def _row(self, day: int) -> int | None:
        at = int(np.searchsorted(self.days, day))
        return at if at < len(self.days) and self.days[at] == day else None

    def _moment(self, minutes: int | np.int32) -> datetime:
        return datetime.fromtimestamp(int(minutes) * 60, tz=self.zone)


def unpacked(body: bytes) -> Calendar:
    """The inverse of `Calendar.packed`. Raises ValueError for bytes that are none."""
    line, _, rest = body.partition(b"\n")
    head = json.loads(line)
    table = np.frombuffer(rest, "<i4").reshape(3, head["sessions"]).astype(np.int32, copy=False)
    zone = ZoneInfo(head["zone"])
    return Calendar(head["code"], zone, table[0], table[1], table[2], head["first"], head["last"])


def is_told(moment: datetime) -> bool:
    """Whether a calendar can tell sessions at that time, which has to have an offset."""
    return moment.tzinfo is not None and EARLIEST.year <= moment.year <= LATEST.year


def get(code: str, store: Store | None, today: date | None = None) -> Calendar:
    """The calendar `code`: a market identifier of exchange_calendars, `24/7`, `24/5` or `weekdays`.

    It reaches back to 1960 where the rules do, and ahead to the end of the year after `today` (the
    clock's, where none is given) or to where the rules end. Raises FactcheckError for an unknown
    code, naming the nearest ones.
    """
    year = (today or date.today()).year + 1
    known = (code, store.path if store is not None else None, year)
    if known not in _KNOWN:
        _KNOWN[known] = _got(code, store, year)
    return _KNOWN[known]


_KNOWN: dict[tuple[str, Path | None, int], Calendar] = {}  # immutable, so one does for a process


def _got(code: str, store: Store | None, year: int) -> Calendar:
    key = f"calendar/{code}/{FORMAT}/{_rules_version()}/{_overrides_hash()}/{year}"
    kept = store.get(key) if store is not None else None
    if kept is not None:
        return unpacked(kept.body)
    calendar = _built(code, date(year, 12, 31))
    if store is not None:
        store.put(key, calendar.packed(), {"kind": "calendar", "code": code})
    return calendar


def from_days(
    days: Iterable[int], zone: ZoneInfo, hours: str = "00:00-24:00", code: str = "rows"
) -> Calendar:
    """A calendar whose sessions are exactly `days`; `hours` as 09:30-16:00."""
    listed = np.unique(np.fromiter(days, dtype=np.int32))
    opens, closes = _minutes(listed, zone, hours)
    return Calendar(code, zone, listed, opens, closes, *ALWAYS)


def weekdays(
    first: int, last: int, holidays: Iterable[int], zone: ZoneInfo, hours: str = "00:00-24:00"
) -> Calendar:
    """Monday to Friday from `first` to `last`, both included, less `holidays`."""
    days = _monday_to_friday(first, last)
    days = days[~np.isin(days, np.fromiter(holidays, dtype=np.int32))]
    return replace(from_days(days, zone, hours, "weekdays"), first_day=first, last_day=last)


def _built(code: str, end: date) -> Calendar:
    own: dict[str, Callable[[int, int], Calendar]] = {
        "24/7": _round_the_clock,
        "24/5": _fx_days,
        "weekdays": lambda first, last: weekdays(first, last, (), ZoneInfo("UTC")),
    }
    if code in own:
        return own[code](EARLIEST.toordinal(), end.toordinal())
    return _corrected(code, end)


def _round_the_clock(first: int, last: int) -> Calendar:
    days = np.arange(first, last + 1, dtype=np.int32)
    opens = ((days - EPOCH_DAY) * 1440).astype(np.int32)
    return Calendar("24/7", ZoneInfo("UTC"), days, opens, opens + np.int32(1440), first, last)


def _fx_days(first: int, last: int) -> Calendar:
    """The FX day runs from 17:00 to 17:00 in New York; weekend moves belong to no day (S3.11)."""
    days = _monday_to_friday(first, last)
    closes = _at(days, NEW_YORK, 17 * 60)
    opens = _at(days - 1, NEW_YORK, 17 * 60)
    return Calendar("24/5", NEW_YORK, days, opens, closes, first, last)


def _monday_to_friday(first: int, last: int) -> Days:
    days = np.arange(first, last + 1, dtype=np.int32)
    return days[(days - 1) % 7 < 5]


def _corrected(code: str, end: date) -> Calendar:
    import yaml  # only for a calendar that is not in the store

    overrides: dict[str, Any] = yaml.safe_load(OVERRIDES.read_bytes())
    calendar = _from_rules(code, overrides, end)
    about = overrides.get(calendar.code, {})
    if "only_with" in about:
        other = _corrected(about["only_with"], end)
        calendar = _keep(calendar, np.isin(calendar.days, other.days))
    closed = [day.toordinal() for entry in about.get("closed", ()) for day in entry["days"]]
    calendar = _keep(calendar, ~np.isin(calendar.days, np.array(closed, dtype=np.int32)))
    for entry in [*about.get("extra", ()), *about.get("hours", ())]:
        calendar = _with(calendar, [day.toordinal() for day in entry["days"]], entry.get("hours"))
    return calendar


def _from_rules(code: str, overrides: Mapping[str, Any], end: date) -> Calendar:
    """What exchange_calendars says. It warns about pandas' own affairs: silenced here only."""


    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import exchange_calendars as rules  # 460 ms, most of it pandas
        from exchange_calendars.calendar_utils import (
            _default_calendar_factories as classes,
        )

        known = [*rules.get_calendar_names(include_aliases=True), *OWN_CODES]
        name = rules.resolve_alias(code) if code in known else code
        if name not in classes or name in OWN_CODES:
            raise _unknown(code, known)
        about = overrides.get(name, {})
        kind = classes[name]
        first, last = _span(kind, about.get("start", EARLIEST), end)
        if last < first:
            raise ValueError(f"no sessions of {name} are known before {first}")
        if "weeks" in about:
            return _from_holidays(name, kind, about, first, last)
        made = rules.get_calendar(name, start=first.isoformat(), end=last.isoformat())
        days = made.sessions.values.astype("datetime64[D]").astype(np.int64) + EPOCH_DAY
        return Calendar(
            name,
            ZoneInfo(str(made.tz)),
            days.astype(np.int32),
            _epoch_minutes(made.opens),
            _epoch_minutes(made.closes),
            first.toordinal(),
            last.toordinal(),
        )


def _from_holidays(
    name: str, kind: Any, about: Mapping[str, Any], first: date, last: date
) -> Calendar:
    """Sessions from a week's trading days less holidays, where the library's own week is broken.

    exchange_calendars 4.13.2 under pandas 3 cannot change its week on a date.
    """
    rules = kind.__new__(kind)  # its holidays are properties that need no built calendar
    stamps = [*rules.regular_holidays.holidays(first, last), *rules.adhoc_holidays]
    holidays = np.array([stamp.date().toordinal() for stamp in stamps], dtype=np.int32)
    days = np.arange(first.toordinal(), last.toordinal() + 1, dtype=np.int32)
    parts = [
        days[
            (days >= week["from"].toordinal())
            & (days <= week["to"].toordinal())
            & np.isin((days - 1) % 7, week["weekdays"])
        ]
        for week in about["weeks"]
    ]
    days = np.setdiff1d(np.concatenate(parts), holidays).astype(np.int32)
    zone = ZoneInfo(str(kind.tz))
    opens, closes = _minutes(days, zone, about["usual_hours"])
    return Calendar(name, zone, days, opens, closes, first.toordinal(), last.toordinal())


def _span(kind: Any, start: date, end: date) -> tuple[date, date]:
    lower, upper = _bound(kind.bound_min), _bound(kind.bound_max)
    return max(start, lower or start), min(end, upper or end)


def _bound(ask: Callable[[], Any]) -> date | None:
    try:
        stamp = ask()
    except NotImplementedError:  # some classes leave it to their children
        return None
    return None if stamp is None else stamp.date()


def _epoch_minutes(stamps: Any) -> Minutes:
    minutes: NDArray[np.int64] = stamps.values.astype("datetime64[m]").astype(np.int64)
    return minutes.astype(np.int32)


def _unknown(code: str, known: Sequence[str]) -> FactcheckError:
    near = get_close_matches(code.upper(), known, n=3, cutoff=0.5) or ["XHKG", "XNYS", "24/7"]
    return FactcheckError(f"unknown calendar {code!r}; near it are {', '.join(near)}")


def _keep(calendar: Calendar, rows: NDArray[np.bool_]) -> Calendar:
    return replace(
        calendar,
        days=calendar.days[rows],
        opens=calendar.opens[rows],
        closes=calendar.closes[rows],
    )


def _with(calendar: Calendar, days: Sequence[int], hours: str | None) -> Calendar:
    """The calendar with `days` as sessions too, at `hours` or at the session's before them."""
    inside = np.array([day for day in days if calendar.covers(day)], dtype=np.int32)
    if not len(inside):
        return calendar
    if hours is None:
        before = calendar.last_on_or_before(int(inside[0])) or calendar.days[0]
        moments = calendar.hours(int(before))
        assert moments is not None
        hours = f"{moments[0]:%H:%M}-{moments[1]:%H:%M}"
    opens, closes = _minutes(inside, calendar.zone, hours)
    rest = _keep(calendar, ~np.isin(calendar.days, inside))
    together = np.concatenate([rest.days, inside])
    order = np.argsort(together, kind="stable")
    return replace(
        calendar,
        days=together[order],
        opens=np.concatenate([rest.opens, opens])[order],
        closes=np.concatenate([rest.closes, closes])[order],
    )


def _minutes(days: Days, zone: ZoneInfo, hours: str) -> tuple[Minutes, Minutes]:
    """Opens and closes of `days`; an open that is later than the close is the evening before's."""
    opening, closing = (_clock(part) for part in hours.split("-"))
    eve = 1 if opening >= closing else 0
    return _at(days - eve, zone, opening), _at(days, zone, closing)


def _clock(text: str) -> int:
    hour, minute = text.strip().split(":")
    return int(hour) * 60 + int(minute)


def _at(days: Days, zone: ZoneInfo, minute: int) -> Minutes:
    """The moment `minute` minutes after midnight on the clocks of `zone`, for every day."""
    midnight, wall = divmod(minute, 1440)
    clock = time(wall // 60, wall % 60, tzinfo=zone)
    moments = (
        datetime.combine(date.fromordinal(int(day)) + timedelta(days=midnight), clock)
        for day in days
    )
    seconds = (moment.astimezone(UTC).timestamp() for moment in moments)
    return np.fromiter((int(s) // 60 for s in seconds), dtype=np.int32, count=len(days))


def _overrides_hash() -> str:
    return hashlib.sha256(OVERRIDES.read_bytes()).hexdigest()[:16]


def _rules_version() -> str:
    """The version of exchange_calendars, from its folder: importing it costs half a second."""
    spec = find_spec("exchange_calendars")
    if spec is None or spec.origin is None:
        return "none"
    folder = Path(spec.origin).parent
    installed = sorted(folder.parent.glob("exchange_calendars-*.dist-info"))
    return installed[-1].name.removesuffix(".dist-info") if installed else folder.name
