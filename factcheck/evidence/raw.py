"""From an answer as it came back to bars: what a bundle's bars have to follow from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from factcheck.errors import FactcheckError
from factcheck.evidence import EvidenceError, bars
from factcheck.evidence.record import (
    A_WEEK,
    Answer,
    CalendarOf,
    Objects,
    Run,
    recorded_calendars,
    up_to,
)
from factcheck.instruments import generic
from factcheck.prices import units_text
from factcheck.sources import SOURCES, unfinished

if TYPE_CHECKING:
    from factcheck.instruments import Catalogue, Listing
    from factcheck.policy import Policy
    from factcheck.prices import Prices

COLUMNS = ("open", "high", "low", "close", "volume")
ABOUT = {  # what is said of a series as a whole, and decides too
    "currency": "currency",
    "zone": "time zone",
    "first_day": "first session",
    "excerpt": "word on days left out",
    "adjusted": "word on dividends",
    "far": "doubtful highs and lows",
    "repairs": "repairs",
}


Reader = Callable[["Answer", bytes, "Listing", CalendarOf, "Policy"], "Prices"]


class Answers:
    """Answers as they came, as far as `body_of` has them by their hashes; what several runs were told in
    the same words is read once.

    No more than `most` bytes are read in all: who says that one file answered for a thousand symbols
    makes a small bundle, and a long wait.
    """

    def __init__(self, body_of: Callable[[str], bytes | None], most: int | None = None) -> None:
        self._body_of, self._left = body_of, most
        self._known: dict[tuple[object, ...], Prices] = {}

    def unlike(
        self, run: Run, objects: Objects, catalogue: Catalogue, policy: Policy
    ) -> Iterator[str]:
        """The series of a run that do not follow from the answers they were read from, in sentences.
        Raises EvidenceError where more would have to be read than may be."""
        calendar = recorded_calendars(run, objects)
        for answer in run.answers:
            body = self._body_of(answer.origin.sha256) if answer.origin else None
            listing = catalogue.listing(answer.symbol) or generic(answer.symbol)
            if body is None or listing is None or answer.origin is None:
                continue
            prices = bars.read(objects[answer.bars], answer.origin)
            once = partial(self._once, run.calendars.get(listing.calendar))
            if found := differs(answer, prices, body, listing, calendar, policy, once):
                yield f"{answer.symbol} of {answer.place}: {found}"

    def _once(
        self,
        sessions: str | None,
        answer: Answer,
        body: bytes,
        listing: Listing,
        calendar: CalendarOf,
        policy: Policy,
    ) -> Prices:
        """As `_read`; `sessions` is the hash of the calendar's."""
        assert answer.origin is not None
        symbol, at = answer.origin.symbol, answer.origin.retrieved_at
        key = (answer.place, symbol, at, body, listing, sessions, policy.partial_minutes)
        if key not in self._known:
            if self._left is not None and len(body) > self._left:
                raise EvidenceError("more is said to come from the answers than can be read again")
            self._left = None if self._left is None else self._left - len(body)
            self._known[key] = _read(answer, body, listing, calendar, policy)
        return self._known[key]


def differs(
    answer: Answer,
    prices: Prices,
    body: bytes,
    listing: Listing,
    calendar: CalendarOf,
    policy: Policy,
    read: Reader | None = None,
) -> str:
    """In what the bars of an answer do not follow from its `body`, as a clause; "" where they do."""
    try:
        again = (read or _read)(answer, body, listing, calendar, policy)
        unfinished_then = _unfinished(answer, again, listing, calendar, policy)
    except EvidenceError:
        raise
    except (FactcheckError, ValueError) as problem:
        return f"its answer cannot be read: {problem}"
    again = up_to(again, answer.asked)
    last = int(prices.days[-1]) if len(prices) else 0
    again = again.up_to(last)
    if not np.array_equal(again.days, prices.days):
        return "its answer has other days"
    if again.decimals != prices.decimals:
        return "its answer has other decimals"
    for name in COLUMNS:
        unlike = np.flatnonzero(getattr(again, name) != getattr(prices, name))
        if len(unlike):
            row = int(unlike[0])
            mine, theirs = (_cell(p, name, row) for p in (prices, again))
            return f"{name} of {_iso(prices, row)} is {mine}, in its answer {theirs}"
    if again.actions != prices.actions:
        return "its answer has other dividends or splits"
    return _about(answer, prices, again, unfinished_then)


def _about(answer: Answer, prices: Prices, again: Prices, unfinished_then: int | None) -> str:
    """In what else than its bars a series does not follow from its answer."""
    for name, what in ABOUT.items():
        if getattr(again, name) != getattr(prices, name):
            return f"its answer has another {what}"
    if unfinished_then is not None and prices.partial is None:
        return f"by its answer {date.fromordinal(unfinished_then)} was not over"
    mine, theirs, place = prices.origin, again.origin, answer.place.partition("#")[0]
    if place != "sql" and mine.official != theirs.official:  # a query's standing is configured
        return "its answer has another standing"
    if place in SOURCES:
        return "" if mine.source == place else "its answer has another source"
    if theirs.source and mine.source != theirs.source:
        return "its answer has another source"
    assert answer.origin is not None
    if (answer.origin.symbol, mine.note) != (answer.symbol, theirs.note):
        return "its answer has another symbol or note"
    return "" if mine.retrieved_at == theirs.retrieved_at else "its answer has another time"


def _read(
    answer: Answer, body: bytes, listing: Listing, calendar: CalendarOf, policy: Policy
) -> Prices:
    """The series in the bytes that a place answered with."""
    assert answer.origin is not None
    place, symbol = answer.place.partition("#")[0], answer.origin.symbol
    if place == "yahoo":
        from factcheck.sources._chart import Answer as Response
        from factcheck.sources._chart import read as read_chart

        at = answer.origin.retrieved_at
        if at is None:
            raise ValueError("it does not say when it came")
        sessions = calendar(listing.calendar)
        return read_chart(Response(200, body), listing, symbol, sessions, at, policy.partial_minutes)
    if place == "fred":
        from factcheck.sources.fred import read as read_fred

        return read_fred(body, listing, symbol)
    if place == "akshare":
        from factcheck.sources.akshare import read as read_akshare

        return read_akshare(body, listing, symbol)
    from factcheck.sources.csv_folder import parse  # a folder, or a database's rows

    return parse(f"{place} {symbol}" if place in SOURCES else f"{symbol}.csv", body, listing.decimals)


def _unfinished(
    answer: Answer, again: Prices, listing: Listing, calendar: CalendarOf, policy: Policy
) -> int | None:
    """The day that was not over when the answer came, where it was kept (S18.2)."""
    assert answer.origin is not None
    at, day = answer.origin.retrieved_at, again.partial
    if day is None and at is not None and listing.calendar not in ("rows", "weekdays"):
        day = unfinished(again.days, calendar(listing.calendar), at, policy.partial_minutes)
    return day if day is not None and day <= answer.asked.toordinal() + A_WEEK else None


def _cell(prices: Prices, name: str, row: int) -> str:
    units = int(getattr(prices, name)[row])
    return units_text(units, 0 if name == "volume" else prices.decimals) or "missing"


def _iso(prices: Prices, row: int) -> str:
    return date.fromordinal(int(prices.days[row])).isoformat()
