"""What was read in an article, as annotations: the claim objects that extraction is scored with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import Any

from factcheck.articles import Entry, Usual, facts, read_entries
from factcheck.asof import DAILY, Published, session_of
from factcheck.calendars import Calendar
from factcheck.instruments import Catalogue, Listing, UnknownInstrument
from factcheck.periods import Vague
from factcheck.policy import Policy
from factcheck.reading.articles import Found, read_article
from factcheck.statements import Stated
from factcheck.yaml_events import Problems

Annotation = dict[str, Any]
_STEPS = ("streak", "streak_break", "superlative", "streak_superlative")  # their period is the step
_COUNTS = ("streak", "streak_break", "breadth", "rank", "frequency")
_UNITS = {"index": "points", "yield": "percent"}


def annotated(
    name: str,
    catalogue: Catalogue,
    calendar: Callable[[str], Calendar],
    policy: Policy,
    usual: Usual | None = None,
) -> Iterator[Annotation]:
    """An object with `id` and `claims` for each article of a file. Raises InputError.

    Offsets are code points of the file, or of the `text` of one of many articles.
    """
    for entry in read_entries(name, usual):
        yield {"id": entry.id or name, "claims": _claims(entry, name, catalogue, calendar, policy)}


def _claims(
    entry: Entry,
    name: str,
    catalogue: Catalogue,
    calendar: Callable[[str], Calendar],
    policy: Policy,
) -> list[Annotation]:
    problems = Problems(name)
    article = facts(entry, name, catalogue, problems)
    problems.stop()
    document = entry.document
    published = Published(article.published, article.published_date)
    annotator = Annotator(catalogue, published, article.market, calendar, policy)
    told: list[Annotation] = []
    for found in read_article(document.text, catalogue, article.published_date, article.market):
        start, end = document.span(found.start, found.end)
        for one in annotator.annotations([found]):
            numbered = {"claim_id": f"{entry.id or 'c'}.{len(told) + 1}", **one}
            told.append({**numbered, "start": start, "end": end, "quote": document.source[start:end]})
    return told


class Annotator:
    """Makes annotations of claims; `calendar` gives an exchange's by its code."""

    def __init__(
        self,
        catalogue: Catalogue,
        published: Published,
        market: str | None,
        calendar: Callable[[str], Calendar],
        policy: Policy,
    ) -> None:
        self.catalogue, self.published, self.market = catalogue, published, market
        self.calendar, self.policy = calendar, policy

    def annotations(self, found: Iterable[Found]) -> list[Annotation]:
        """One object for each claim; one for each instrument where several share a number."""
        return [one for claim in found for one in self._of(claim)]

    def _of(self, found: Found) -> Iterator[Annotation]:
        names = _names(found)
        subjects = [pair for name in names for pair in self._subject(name)]
        value = _value(found)
        shared = found.item["kind"] == "change" and value is not None  # a run is told of all together
        each = len(names) > 1 and not found.group and shared
        for group in [[pair] for pair in subjects] if each else [subjects]:
            yield self._annotation(found, value, group)

    def _subject(self, name: str) -> list[tuple[str, Listing | None, bool]]:
        """Its canonical name, its listing and whether it is the quote currency; both of oil's."""
        try:
            resolution = self.catalogue.resolve(name, market=self.market)
        except UnknownInstrument:
            return [(name, None, False)]
        several = {listing.type for listing in resolution.listings} == {"future"}
        listings = resolution.listings if several else resolution.listings[:1]
        return [(listing.name, listing, resolution.inverse) for listing in listings]

    def _annotation(
        self, found: Found, value: float | None, subjects: list[tuple[str, Listing | None, bool]]
    ) -> Annotation:
        item, kind = found.item, found.item["kind"]
        listings = [listing for _, listing, _ in subjects if listing is not None]
        day = self._day(found, listings)
        unit = "count" if kind in _COUNTS and value is not None else item.get("unit")
        if unit is None and value is not None and listings and kind in ("level", "extreme", "threshold"):
            unit = _UNITS.get(listings[0].type, "price")
        if unit == "pp" and value is not None:
            unit, value = "bp", round(value * 100, 6)
        return {
            "start": found.start,
            "end": found.end,
            "kind": kind,
            "symbol": "; ".join(listing.symbol for listing in listings) or None,
            "subject_canonical": "; ".join(name for name, _, _ in subjects),
            "direction": item.get("direction"),
            "value": value,
            "unit": unit,
            "hedge": item.get("hedge"),
            "period": self._period(found, day),
            "date_ref": item.get("on"),
            "as_of": day and day.isoformat(),
            **self._window(found, day),
            "session": item.get("session"),
            "inverse": bool(subjects) and all(inverse for _, _, inverse in subjects),
            "checkable": True,
            "note": "prospective" if item.get("prospective") else None,
        }

    def _day(self, found: Found, listings: list[Listing]) -> date | None:
        code = listings[0].calendar if listings else self.market or "XNYS"
        closed = found.item.get("session") == "close" and found.item["kind"] in DAILY
        on = found.item.get("on")
        with suppress(ValueError):
            as_of = session_of(
                str(on) if on else None, self.published, self.calendar(code), self.policy, closed=closed
            )
            return date.fromordinal(as_of.day)
        return None

    def _period(self, found: Found, day: date | None) -> str | None:
        kind, period = found.item["kind"], found.item.get("period")
        if period is None:
            return "day" if kind in (*_STEPS, "change", "direction") else None
        this_year = day is not None and self.published.day is not None and day.year == self.published.day.year
        return "ytd" if period == "year" and this_year else str(period)

    def _window(self, found: Found, day: date | None) -> Annotation:
        window = found.item.get("window")
        told: Annotation = {"reference_window": window, "reference_start": None}
        if day is not None and window == str(day.year):
            told["reference_window"] = "ytd"
        if day is not None and str(window).startswith("since "):
            with suppress(ValueError):
                start = Vague.parse(str(window)[6:]).interval(day, self.policy).first
                told["reference_start"] = start.isoformat()
        return told


def _names(found: Found) -> list[str]:
    of = found.item.get("of", [])
    return [of] if isinstance(of, str) else list(of) if isinstance(of, list) else []


def _value(found: Found) -> float | None:
    value = found.item.get("value")
    with suppress(ValueError):
        return float(Stated.parse(str(value)).value) if value is not None else None
    return None
