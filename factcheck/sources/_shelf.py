"""A source's place in the store: what it was given is kept as it came, and read again from there.

Reading the bytes is the source's own affair; this is what FRED, a database and akshare share.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from factcheck.errors import FactcheckError, NoData, Offline
from factcheck.instruments import Listing
from factcheck.prices import Prices
from factcheck.sources import Setting, kept_form, packed, unfinished
from factcheck.sources.yahoo import about, revision

if TYPE_CHECKING:
    from factcheck.calendars import Calendar

Reader = Callable[[bytes, Listing, str], Prices]  # the bytes, the listing, its symbol there


@dataclass(frozen=True)
class Shelf:
    """What `source` has kept: `form` is the version of `read`, `part` sets keys apart."""

    source: str
    form: str
    read: Reader
    setting: Setting
    part: str = "1d"

    def kept(self, symbol: str, listing: Listing) -> Prices | None:
        """The series in the store, as it was when it was fetched; None where there is none."""
        store = self.setting.store
        pointer = store.pointer(self._key(symbol)) if store else None
        if store is None or pointer is None:
            return None
        prices = kept_form(store, pointer.sha256, self._form(listing))
        if prices is None:
            prices = self._again(symbol, listing)
        if prices is None:
            return None
        retrieved = datetime.fromisoformat(pointer.meta["retrieved_at"])
        return self._told(
            prices, listing, pointer.sha256, retrieved, pointer.meta.get("revised", "")
        )

    def put(
        self,
        symbol: str,
        listing: Listing,
        body: bytes,
        prices: Prices,
        kept: Prices | None,
        record: Mapping[str, str] | None = None,
    ) -> Prices:
        """Keep what came now, with what is told of the request; a past that differs is a revision."""
        revised = (revision(kept, prices) if kept is not None else None) or ""
        now, store = self.setting.now, self.setting.store
        meta = about(prices, now, revised, {"adapter": self.form, **(record or {})})
        sha256 = ""
        if store is not None:
            extends = kept.origin.sha256 if kept is not None and not revised else ""
            sha256 = store.put(self._key(symbol), body, meta, extends=extends)
            store.put_parsed(sha256, self._form(listing), packed(prices))
        return self._told(prices, listing, sha256, now, revised)

    def has(self, prices: Prices, listing: Listing, last: date) -> bool:
        """Whether the last session begun by `last` is there, and was over when it was fetched."""
        needed, calendar = self.needed(listing, last), self.setting.calendar(listing, prices.days)
        retrieved = prices.origin.retrieved_at
        if needed is None or retrieved is None:
            return False
        return int(prices.days[-1]) >= needed and (
            retrieved >= self.ready(needed, calendar) and prices.partial != needed
        )

    def needed(self, listing: Listing, last: date) -> int | None:
        """The last session on or before `last` that has begun by now."""
        now, calendar = self.setting.now, self.setting.calendar(listing)
        day = min(last.toordinal(), now.astimezone(calendar.zone).toordinal())
        needed = calendar.last_on_or_before(day)
        hours = calendar.hours(needed) if needed is not None else None
        if needed is not None and hours is not None and hours[0] > now:
            needed = calendar.previous(needed)
        return needed

    def ready(self, day: int, calendar: Calendar) -> datetime:
        """When the bar of session `day` is final."""
        hours = calendar.hours(day)
        if hours is None:
            midnight = datetime.fromordinal(day + 1).replace(tzinfo=calendar.zone)
            return midnight.astimezone(UTC)
        return hours[1] + timedelta(minutes=self.setting.policy.partial_minutes)

    def known_now(self, prices: Prices, listing: Listing, last: date) -> Prices:
        """What could be known at the run's `now`: no later bar, no unfinished one as finished.

        Raises NoData where nothing is left on or before `last`.
        """
        now, calendar = self.setting.now, self.setting.calendar(listing, prices.days)
        today = now.astimezone(calendar.zone).toordinal()
        if len(prices) and prices.days[-1] > today:
            prices = prices.up_to(today)
        if not len(prices) or prices.days[0] > last.toordinal():
            raise NoData(self.source, prices.origin.symbol, f"no bar on or before {last}")
        partial = unfinished(prices.days, calendar, now, self.setting.policy.partial_minutes)
        return prices if partial in (None, prices.partial) else replace(prices, partial=partial)

    def offline(self, symbol: str, kept: Prices | None) -> Offline:
        """The error for a run that may not ask, with what there is."""
        detail = f"kept up to {date.fromordinal(int(kept.days[-1]))}" if kept is not None else ""
        return Offline(self.source, symbol, detail)

    def _again(self, symbol: str, listing: Listing) -> Prices | None:
        store = self.setting.store
        entry = store.get(self._key(symbol)) if store else None
        if store is None or entry is None:
            return None
        try:
            prices = self.read(entry.body, listing, symbol)
        except FactcheckError:  # it was kept for another idea of what the symbol is
            return None
        store.put_parsed(entry.sha256, self._form(listing), packed(prices))
        return prices

    def _told(
        self, prices: Prices, listing: Listing, sha256: str, retrieved: datetime, revised: str
    ) -> Prices:
        """The series with when and as what it was fetched, and its bar that was unfinished then."""
        calendar = self.setting.calendar(listing, prices.days)
        minutes = self.setting.policy.partial_minutes
        note = "; ".join(filter(None, (prices.origin.note, revised)))
        origin = replace(prices.origin, sha256=sha256, retrieved_at=retrieved, note=note)
        partial = unfinished(prices.days, calendar, retrieved, minutes)
        return replace(prices, origin=origin, partial=partial)

    def _key(self, symbol: str) -> str:
        return f"{self.source}/{symbol}/{self.part}"

    def _form(self, listing: Listing) -> str:
        return f"{self.form}-{listing.type}-{listing.decimals}"
