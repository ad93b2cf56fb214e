"""One answer of Yahoo's chart service: bytes checked against what was asked, then exact bars.

An answer is believed in nothing that can be checked: another symbol, zone or currency, arrays of
different length, numbers that are none, a page instead of data are refused with a reason.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from factcheck.cells import PRICE_COLUMNS, Numbers, each_day_once, read_numbers, tidied
from factcheck.errors import NoData, Refused, UnknownSymbol, Unreachable, UnreadableAnswer
from factcheck.prices import MAX_DECIMALS, MISSING, Action, Column, Days, Origin, Prices, Repair
from factcheck.sources import unfinished

if TYPE_CHECKING:
    from factcheck.calendars import Calendar
    from factcheck.instruments import Listing

SOURCE = "yahoo"
MAX_BYTES = 20_000_000
MAX_VALUES = 1_000_000  # a century of sessions has some 200,000
MAX_BARS = 100_000
MAX_DETAIL = 120
VENDOR_DECIMALS = 6  # what is left of a split-adjusted price in 32 bits
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OLDEST = date(1900, 1, 1)

# What Yahoo's instrumentType may be for a type of ours; loosely, for it calls trackers shares.
KINDS = {
    "index": {"INDEX"},
    "yield": {"INDEX"},
    "share": {"EQUITY", "ETF", "MUTUALFUND"},
    "etf": {"EQUITY", "ETF", "MUTUALFUND"},
    "fx": {"CURRENCY"},
    "crypto": {"CRYPTOCURRENCY"},
    "future": {"FUTURE", "INDEX", "COMMODITY"},
    "commodity": {"FUTURE", "CURRENCY", "COMMODITY"},
}
MAY_BE_NEGATIVE = {"future", "commodity", "yield"}  # oil settled at -37.63 on 2020-04-20
ROUND_THE_CLOCK = {"fx", "crypto", "future", "commodity"}  # their zone is the vendor's affair
MINOR_UNITS = {"GBp": "GBP", "GBX": "GBP", "ZAc": "ZAR", "ILA": "ILS", "USX": "USD"}
SAME_DATES = ("America/New_York", "America/Chicago", "America/Toronto")  # open and close together
TEXTS = ("symbol", "currency", "exchangeTimezoneName", "instrumentType", "dataGranularity")
NO_SUCH_SYMBOL = ("no data found", "not found", "delisted")
NO_SUCH_SPAN = ("doesn't exist", "not available")


class Digits(str):
    """A JSON number as it was written; a JSON string is only a str."""

    __slots__ = ()


@dataclass(frozen=True)
class Answer:
    """What came back for one request: the body is decoded and was cut at MAX_BYTES."""

    status: int
    body: bytes
    retry_after: str | None = None
    record: Mapping[str, str] = field(default_factory=dict)  # of the request, for the store


def read(
    answer: Answer,
    listing: Listing,
    symbol: str,
    calendar: Calendar,
    now: datetime,
    minutes: int = 30,
) -> Prices:
    """The bars of an answer that came at `now`, none later. Raises every SourceError but Offline.

    The last bar is `partial` where `minutes` had not passed since its close (S18.2).
    """
    chart = _chart(answer, symbol)
    meta = _checked_meta(chart, listing, symbol, calendar, now)
    zone = ZoneInfo(meta["exchangeTimezoneName"])
    stamps = _stamps(chart, symbol, now)
    if not len(stamps):
        raise NoData(SOURCE, symbol, "the answer has no bars")
    ranges = meta.get("validRanges")
    if isinstance(ranges, list) and "max" not in ranges and len(stamps) <= 5:
        raise NoData(SOURCE, symbol, "only its last days are kept there, no history")
    days = _days(stamps, zone)
    columns = [_numbers(chart, name, len(stamps), symbol) for name in (*PRICE_COLUMNS, "volume")]
    kept = stamps <= int(now.timestamp())
    decimals = _decimals(listing, meta)
    rows = np.flatnonzero(kept)
    prices = _prices(days[rows], [column.at(rows) for column in columns], decimals, symbol)
    if not len(prices):
        raise NoData(SOURCE, symbol, f"no bar on or before {now.date()}")
    prices = replace(
        prices,
        origin=Origin(SOURCE, symbol, now),
        currency=meta.get("currency"),
        zone=zone.key,
        actions=_actions(chart, zone, symbol),
    )
    prices = _without_zeros(_in_currency(prices, listing), listing, symbol)
    partial = unfinished(prices.days, calendar, now, minutes)
    if partial is None:
        partial = _stood_before_close(prices, meta, calendar, minutes)
    return replace(prices, partial=partial)


def refuse(answer: Answer, symbol: str) -> NoReturn:
    """Raise the error that an answer with a status of 400 or more stands for."""
    told = _told(answer.body)
    if answer.status == 429:
        raise Refused(SOURCE, symbol, "too many requests")
    if answer.status in (401, 403):
        raise Refused(SOURCE, symbol, f"HTTP {answer.status}")
    if answer.status >= 500:
        raise Unreachable(SOURCE, symbol, f"HTTP {answer.status}")
    if told is None:
        raise UnreadableAnswer(SOURCE, symbol, f"HTTP {answer.status} without a reason")
    if answer.status in (400, 422) and any(words in told.lower() for words in NO_SUCH_SPAN):
        raise NoData(SOURCE, symbol, told)
    if answer.status == 404 and any(words in told.lower() for words in NO_SUCH_SYMBOL):
        raise UnknownSymbol(SOURCE, symbol, told)
    raise UnreadableAnswer(SOURCE, symbol, f"HTTP {answer.status}: {told}")


def _told(body: bytes) -> str | None:
    """The reason in Yahoo's own error, if it is one."""
    try:
        said = json.loads(body)
        reason = next(iter(said.values()))["error"]["description"]
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError):
        return None
    return reason[:MAX_DETAIL] if isinstance(reason, str) else None


def _chart(answer: Answer, symbol: str) -> dict[str, Any]:
    if answer.status >= 400:
        refuse(answer, symbol)
    if len(answer.body) > MAX_BYTES:
        _unreadable(symbol, f"more than {MAX_BYTES // 1_000_000} MB")
    if b"Will be right back" in answer.body[:5000]:
        raise Unreachable(SOURCE, symbol, "its page says it will be right back")
    if answer.body.lstrip()[:1] == b"<":
        _unreadable(symbol, "an HTML page instead of data")
    if answer.body.count(b",") >= MAX_VALUES:  # each would be an object
        _unreadable(symbol, f"more than {MAX_VALUES:,} values")
    try:
        said = json.loads(
            answer.body,
            parse_float=Digits,
            parse_int=Digits,
            parse_constant=_no_number,
            object_pairs_hook=_each_key_once,
        )
    except RecursionError:
        _unreadable(symbol, "nested too deeply")
    except ValueError as problem:
        _unreadable(symbol, f"broken JSON ({problem})")
    try:
        error, result = said["chart"]["error"], said["chart"]["result"]
        chart: dict[str, Any] = result[0] if error is None else {}
        whole = isinstance(chart["meta"], dict) and isinstance(
            chart["indicators"]["quote"][0], dict
        )
    except (KeyError, TypeError, IndexError):
        whole = False
    if not whole:
        _unreadable(symbol, "no chart in it")
    return chart


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no price")


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; which of two values with one key would count is the parser's whim."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"key {twice[:20]!r} stands twice")
    return found


def _unreadable(symbol: str, detail: str) -> NoReturn:
    raise UnreadableAnswer(SOURCE, symbol, detail[:MAX_DETAIL])


def _checked_meta(
    chart: dict[str, Any], listing: Listing, symbol: str, calendar: Calendar, now: datetime
) -> dict[str, Any]:
    """The metadata, where it speaks of what was asked for."""
    meta: dict[str, Any] = chart["meta"]
    for name in TEXTS:
        if not isinstance(meta.get(name), str | None):
            _unreadable(symbol, f"its {name} is no text")
    if meta.get("symbol") != symbol:
        _unreadable(symbol, f"it is about {str(meta.get('symbol'))[:20]!r}")
    if meta.get("dataGranularity", "1d") != "1d":
        _unreadable(symbol, f"bars of {str(meta['dataGranularity'])[:8]!r}, not of a day")
    kind = meta.get("instrumentType")
    if kind in set().union(*KINDS.values()) and kind not in KINDS.get(listing.type, {kind}):
        _unreadable(symbol, f"{kind} where {listing.type} was meant")
    _check_zone(meta.get("exchangeTimezoneName"), listing, symbol, calendar, now.year)
    _check_currency(meta.get("currency"), listing, symbol)
    return meta


def _check_zone(name: Any, listing: Listing, symbol: str, calendar: Calendar, year: int) -> None:
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        _unreadable(symbol, f"no time zone in it ({str(name)[:30]!r})")
    if listing.type in ROUND_THE_CLOCK or {name, calendar.zone.key} <= set(SAME_DATES):
        return
    for month in (1, 7):
        noon = datetime(year, month, 1, 12, tzinfo=UTC)
        if noon.astimezone(zone).utcoffset() != noon.astimezone(calendar.zone).utcoffset():
            _unreadable(symbol, f"time zone {name} where {calendar.zone.key} was meant")


def _check_currency(currency: Any, listing: Listing, symbol: str) -> None:
    if listing.currency is None or currency is None or listing.type == "yield":
        return
    if _major(currency) != _major(listing.currency):
        _unreadable(symbol, f"currency {str(currency)[:8]} where {listing.currency} was meant")


def _major(currency: str) -> str:
    return MINOR_UNITS.get(currency, currency)


def _in_currency(prices: Prices, listing: Listing) -> Prices:
    """The prices in the listing's currency, where Yahoo quotes hundredths of it or the whole."""
    wanted = listing.currency
    if wanted is None or prices.currency in (None, wanted) or listing.type in ("index", "yield"):
        return prices
    if wanted in MINOR_UNITS:
        names = {n: getattr(prices, n) for n in PRICE_COLUMNS}
        scaled = {n: np.where(c == MISSING, MISSING, c * 100) for n, c in names.items()}
        prices = replace(prices, **scaled)  # type: ignore[arg-type]
    else:
        prices = replace(prices, decimals=prices.decimals + 2)
    sentence = f"quoted in {prices.currency}, read in {wanted}"
    repair = Repair("S18.9", "unit", sentence)
    return replace(prices, currency=wanted, repairs=(*prices.repairs, repair))


def _decimals(listing: Listing, meta: dict[str, Any]) -> int | None:
    """What the exchange prints, in Yahoo's unit."""
    if listing.decimals is not None:
        finer = meta.get("currency") in MINOR_UNITS and listing.currency not in MINOR_UNITS
        return max(0, listing.decimals - 2) if finer else listing.decimals
    hint = str(meta.get("priceHint"))
    return int(hint) if hint.isdigit() and int(hint) <= MAX_DECIMALS else None


def _stamps(chart: dict[str, Any], symbol: str, now: datetime) -> NDArray[np.int64]:
    """The bars' starts, seconds since 1970."""
    said = chart.get("timestamp", [])
    if not isinstance(said, list):
        _unreadable(symbol, "its times are no list")
    if len(said) > MAX_BARS:
        _unreadable(symbol, f"more than {MAX_BARS:,} bars")
    if not all(isinstance(stamp, Digits) and stamp.lstrip("-").isdigit() for stamp in said):
        _unreadable(symbol, "a time in it is no whole number")
    latest = int(now.timestamp()) + 366 * 86400
    earliest = (OLDEST.toordinal() - EPOCH.toordinal()) * 86400
    stamps = [int(stamp) for stamp in said if len(stamp) < 20]
    if len(stamps) != len(said) or any(not earliest <= stamp <= latest for stamp in stamps):
        _unreadable(symbol, "a time in it is out of range")
    return np.array(stamps, dtype=np.int64)


def _days(stamps: NDArray[np.int64], zone: ZoneInfo) -> Days:
    """The exchange's own date of each bar."""
    moments = (EPOCH + timedelta(seconds=int(stamp)) for stamp in stamps)
    return np.array([moment.astimezone(zone).toordinal() for moment in moments], dtype=np.int32)


def _numbers(chart: dict[str, Any], name: str, rows: int, symbol: str) -> Numbers:
    """One column; null is missing, and whatever is no number refuses the whole answer."""
    cells = chart["indicators"]["quote"][0].get(name)
    if cells is None and name != "close":
        return Numbers.missing(rows)
    if not isinstance(cells, list) or len(cells) != rows:
        _unreadable(symbol, f"{name}: not one number for each of {rows} bars")
    texts = ["" if cell is None else _plain(cell) for cell in cells]
    numbers, bad = read_numbers(texts)
    if np.any(bad):
        _unreadable(symbol, f"{name}: {str(cells[int(np.argmax(bad))])[:30]!r} is no price")
    return numbers


def _plain(cell: Any) -> str:
    """A JSON number without its exponent; what is no number is left to be refused."""
    if not isinstance(cell, Digits):
        return "?"
    if "e" not in cell and "E" not in cell:
        return cell
    try:
        value = Decimal(cell)
    except ArithmeticError:  # an exponent beyond all measure
        return "?"
    return f"{round(value, MAX_DECIMALS):f}" if -20 < value.adjusted() < 18 else "?"


def _prices(
    days: Days, columns: Sequence[Numbers], decimals: int | None, symbol: str
) -> Prices:
    places = max(decimals or 0, VENDOR_DECIMALS)
    units, bad = zip(*(c.rounded(places).scaled(places) for c in columns[:4]), strict=True)
    if any(np.any(b) for b in bad):
        _unreadable(symbol, "a price in it has too many digits")
    table = np.array([*units, columns[4].whole()], dtype=np.int64)
    rows, table, repairs = each_day_once(days, table)
    opened, high, low, close, volume = table
    prices = Prices(
        days[rows], opened, high, low, close, volume, places, Origin(SOURCE, symbol),
        repairs=repairs,
    )  # fmt: skip
    return tidied(prices, decimals)


def _without_zeros(prices: Prices, listing: Listing, symbol: str) -> Prices:
    """A price of 0 is Yahoo's way of having none (S18.7); below zero, none of it is believed."""
    if listing.type in MAY_BE_NEGATIVE:
        return prices
    columns: dict[str, Column] = {name: getattr(prices, name) for name in PRICE_COLUMNS}
    for name, column in columns.items():
        below = (column < 0) & (column != MISSING)
        if np.any(below):
            day = date.fromordinal(int(prices.days[int(np.argmax(below))]))
            _unreadable(symbol, f"{name} of {day} is below zero")
    zeros = sum(int(np.count_nonzero(column == 0)) for column in columns.values())
    if not zeros:
        return prices
    opened, high, low, close = (np.where(c == 0, MISSING, c) for c in columns.values())
    sentence = f"{zeros} prices of 0 are taken as missing"
    repair = Repair("S18.7", "zero-missing", sentence, lost=True)
    repairs = (*prices.repairs, repair)
    return replace(prices, open=opened, high=high, low=low, close=close, repairs=repairs)


def _actions(chart: dict[str, Any], zone: ZoneInfo, symbol: str) -> tuple[Action, ...]:
    """Dividends and splits; the closes are adjusted for the splits already."""
    events = chart.get("events") or {}
    found = []
    try:
        for event in (events.get("splits") or {}).values():
            ratio = Fraction(_plain(event["numerator"])) / Fraction(_plain(event["denominator"]))
            found.append(Action(_day_of(event["date"], zone), "split", ratio))
        for event in (events.get("dividends") or {}).values():
            amount = Fraction(_plain(event["amount"]))
            found.append(Action(_day_of(event["date"], zone), "dividend", amount))
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as problem:
        _unreadable(symbol, f"an action in it cannot be read ({type(problem).__name__})")
    return tuple(sorted(found, key=lambda action: (action.day, action.kind)))


def _day_of(stamp: Any, zone: ZoneInfo) -> int:
    if not isinstance(stamp, Digits) or len(stamp) > 12:
        raise ValueError("a time of an action is out of range")
    return (EPOCH + timedelta(seconds=int(stamp))).astimezone(zone).toordinal()


def _stood_before_close(
    prices: Prices, meta: dict[str, Any], calendar: Calendar, minutes: int
) -> int | None:
    """The last day, if the vendor's own clock stood before its close when it answered (S18.2)."""
    last = int(prices.days[-1])
    try:
        quoted = EPOCH + timedelta(seconds=int(meta["regularMarketTime"]))
        period = meta["currentTradingPeriod"]["regular"]
        opens, closes = (EPOCH + timedelta(seconds=int(period[k])) for k in ("start", "end"))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None  # then the calendar alone decides
    if opens.astimezone(calendar.zone).toordinal() != last:
        return None
    hours = calendar.hours(last)
    over = min(closes, hours[1]) if hours else closes  # of a half day Yahoo knows nothing
    slack = timedelta(minutes=minutes)  # the last trade of a thin share is before the close
    return last if quoted < over - slack else None
