"""The whole flow: claims → listings → sessions → prices → readings → findings. Start reading here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

from factcheck import __version__, calendars
from factcheck.asof import (
    DAILY,
    AsOf,
    Published,
    is_either_night,
    is_of_early_trading,
    or_session_before,
    session_of,
)
from factcheck.calendars import Calendar
from factcheck.cases import Case, Opinions, Part
from factcheck.claims import Article, Claim, ClaimFile, Skip, in_order
from factcheck.defects import (
    SHARES,
    cleaned,
    examined,
    leaps_at_all,
    opening_quotes,
    shifted,
    with_far_prints,
)
from factcheck.doubts import (
    both_figures,
    ex_date_inside,
    holds_of_any_quote,
    in_percent,
    left_open,
    of_another_price,
    of_its_day,
)
from factcheck.errors import FactcheckError, InputError, Problem, SourceError
from factcheck.findings import no_session, not_checkable, unanswered
from factcheck.futures import MOVES, rolled
from factcheck.instruments import Catalogue, Listing, Resolution
from factcheck.joint import joint_prices
from factcheck.periods import Period, long_date
from factcheck.policy import Policy
from factcheck.prices import Prices, Quote
from factcheck.readings import Fit, Reading, Standing
from factcheck.sources import Desk
from factcheck.verdicts import PASSING, Coverage, Finding, Report, SourceNote, Verdict, decide
from factcheck.views import Moment, Session, View

RUNS = frozenset(("streak", "streak_break", "streak_superlative", "superlative"))  # which one more changes
SERIES = 128  # a file's, that are kept as they were examined


NO_CLOSES = Reading(
    "close",
    Fit.UNKNOWN,
    "most closes at hand equal the day's open: they are the day's first quotes, not its closes",
    rules=("S18.7", "S3.11"),
    flags=("stale-data",),
    needs="closes of 17:00 New York, or the fixing that is meant",
)


def _without_close(reading: Reading) -> Reading:
    """The verdict stands whatever the close was, which nobody should quote."""
    note = "Its closes at hand are the days' first quotes; the verdict is the same for any price of the day."
    return replace(reading, correction=None, notes=(*reading.notes, note))


@dataclass(frozen=True)
class Setting:
    """Everything a check depends on beside the claims: prices, calendars, rules and the clock."""

    desk: Desk
    calendar: Callable[[str], Calendar]
    catalogue: Catalogue
    now: datetime
    policy: Policy = field(default_factory=Policy)
    strict: bool = False
    compare: bool = False  # ask every source, not the first that answers (S18.12)


def check(file: ClaimFile, setting: Setting) -> Report:
    """The report on every claim of `file`, in the order given.

    Prices that cannot be got leave their claims undecided. Raises InputError, with every place,
    for claims whose day cannot be told at all.
    """
    today = setting.now.astimezone(UTC).date()
    silenced = [claim for claim in file.silenced if claim.skip and claim.skip.holds(today)]
    expired = [claim for claim in file.silenced if claim not in silenced]
    checker = _Checker(file, setting)
    cases = [checker.case(claim) for claim in in_order((*file.claims, *expired))]
    if checker.problems:
        raise InputError(checker.problems)
    joined = joint_prices([part for case in cases for part in case.open_parts])
    found = [case.finding(joined, setting.strict) for case in cases]
    findings = tuple(_noted(f, f.claim in expired) if f.claim.skip else f for f in found)
    return Report(
        checked_at=setting.now,
        findings=findings,
        sources=tuple(_source_notes(setting.desk)),
        article=_article(file.article),
        policy=setting.policy.changes(),
        notes=tuple(f"No second opinion: {p}." for p in setting.desk.silent if setting.compare),
        version=__version__,
        silenced=tuple(replace(c, why_not=_why_silent(c.skip)) for c in silenced if c.skip),
        coverage=(Coverage.of(file.path, findings, len(silenced)),) if file.prose else (),
        text=file.seen,
        warnings=(*_aside(file), *map(_expired, expired)),
    )


def _why_silent(skip: Skip) -> str:
    return f"{skip.reason} (until {long_date(skip.until)})" if skip.until else skip.reason


def _noted(finding: Finding, expired: bool) -> Finding:
    """With the note that the claim was checked although it is silenced."""
    skip = finding.claim.skip
    assert skip is not None
    ended = f"expired on {long_date(skip.until)}" if expired and skip.until else "is not honoured here"
    return replace(finding, notes=(*finding.notes, f"Its suppression, “{skip.reason}”, {ended}."))


def _expired(claim: Claim) -> str:
    assert claim.skip is not None and claim.skip.until is not None
    where = f"{claim.place.file}:{claim.place.line}: " if claim.place else ""
    return f"{where}a suppression expired on {long_date(claim.skip.until)}: {claim.skip.reason}"


def _aside(file: ClaimFile) -> Iterator[str]:
    if file.aside:
        yield f"{file.path}: ignored, because the input is not trusted: {', '.join(file.aside)}"


class _Checker:
    """What the claims of one file share: article, catalogue, and each series aligned once."""

    def __init__(self, file: ClaimFile, setting: Setting) -> None:
        self.file, self.setting = file, setting
        self.catalogue = setting.catalogue.extended(file.listings)
        article = file.article or Article()
        self.published = Published(article.published, article.published_date)
        self.market = article.market
        self.problems: list[Problem] = []
        self._series: dict[tuple[str, str], tuple[Prices, Prices]] = {}
        self._calendars: dict[str, tuple[Prices, Calendar]] = {}
        # most claims of a file are about the same days of the same series
        self._up_to = lru_cache(SERIES)(self._examined)
        self._shifted = lru_cache(SERIES)(shifted)
        self._leaps = lru_cache(SERIES)(partial(leaps_at_all, policy=setting.policy))

    def case(self, claim: Claim) -> Case:
        if claim.verifier is None:
            return Case(claim, (((Part(claim, settled=not_checkable(claim)),),),))
        if claim.verifier.lacks():
            return Case(claim, (((Part(claim, settled=self._needs_data(claim)),),),))
        if self.file.aside and not self._resolved(claim):
            return Case(claim, (((Part(claim, settled=self._of_its_own(claim)),),),))
        if not claim.of:
            self._problem(claim, "there is no instrument: add 'of:' to the claim or to 'defaults:'")
            return Case(claim, ())
        return Case(claim, tuple(self._subject(claim, name) for name in claim.of))

    def _resolved(self, claim: Claim) -> bool:
        """Whether every instrument of the claim is known without what its file says of them."""
        assert claim.verifier is not None
        try:
            for name in (*claim.of, *claim.verifier.others()):
                self.catalogue.resolve(name, market=self.market)
        except FactcheckError:
            return False
        return True

    def _of_its_own(self, claim: Claim) -> Finding:
        """An instrument that only the claim file knows, which is not trusted with it."""
        return unanswered(
            claim,
            "Its instrument is described by the claim file alone, which is not trusted here.",
            "an instrument of the catalogue, or a run that trusts the claim file",
            rules=("S1.8",),
            subject="; ".join(claim.of),
            outside=True,
            strict=self.setting.strict,
        )

    def _problem(self, claim: Claim, sentence: str) -> None:
        place = claim.place
        where = (place.file, place.line, place.column) if place else (self.file.path, 1, 1)
        self.problems.append(Problem(*where, sentence))

    def _needs_data(self, claim: Claim) -> Finding:
        """A kind that no daily prices decide: the data that would, by name."""
        assert claim.verifier is not None
        reading = claim.verifier.undecided()
        flags = ("attributed",) if claim.attributed else ()
        reason = "Daily prices cannot decide this."
        return unanswered(
            claim,
            reason,
            reading.needs,
            rules=reading.rules,
            flags=flags,
            subject="; ".join(claim.of),
            strict=self.setting.strict,
        )

    def _subject(self, claim: Claim, name: str) -> tuple[Opinions, ...]:
        try:
            resolution = self.catalogue.resolve(name, market=self.market)
        except FactcheckError as problem:
            self._problem(claim, str(problem))
            return ()
        flags = ("assumed-symbol",) if resolution.assumed else ()
        notes = tuple(
            f"{name} was taken to be {item.name} ({item.symbol}), by the article's market."
            for item in resolution.listings
            if resolution.assumed
        )
        found = tuple(
            self._opinions(claim, item, flags, notes, inverse=resolution.inverse)
            for item in resolution.listings
        )
        return tuple(
            tuple(self._or_unusual(part, resolution) for part in opinions) for opinions in found
        )

    def _opinions(
        self,
        claim: Claim,
        listing: Listing,
        flags: tuple[str, ...],
        notes: tuple[str, ...],
        *,
        inverse: bool,
    ) -> Opinions:
        """The claim read against one listing, from the first source, or from each."""
        try:
            return self._parts(claim, listing, flags, notes, inverse=inverse)
        except SourceError as problem:
            return (Part(claim, settled=self._no_prices(claim, listing, problem)),)
        except ValueError as problem:
            if self.file.prose:
                return (Part(claim, settled=self._no_day(claim, listing, str(problem))),)
            self._problem(claim, str(problem))
            return (Part(claim),)

    def _parts(
        self,
        claim: Claim,
        listing: Listing,
        flags: tuple[str, ...] = (),
        notes: tuple[str, ...] = (),
        *,
        inverse: bool = False,
    ) -> Opinions:
        calendar = self._calendar(listing)
        as_of = session_of(
            claim.on, self.published, calendar, self.setting.policy, closed=_of_the_close(claim)
        )
        before = or_session_before(as_of, claim.on, self.published, calendar)
        ahead = as_of.moment is Moment.AFTER and _looks_ahead(claim) and self.published.instant
        or_later = is_either_night(as_of, claim.on, self.published, calendar)
        early = listing.type in SHARES and claim.kind in DAILY and not _of_the_close(claim)
        early = early and is_of_early_trading(claim.on, self.published, calendar)

        def part(prices: Prices, session: AsOf) -> Part:
            return self._part(claim, listing, prices, calendar, session, flags, notes, inverse=inverse)

        def of_either(prices: Prices) -> Part:
            found = part(prices, as_of)
            if found.view is None:
                return found
            wrong = decide(found.readings)[0] is Verdict.FAIL
            if ahead and (wrong or claim.kind in RUNS):
                return _of_the_next(found, "it is told of the session that had not begun", "S10.9")
            if or_later and wrong:
                return _of_the_next(found, "the session after it had begun already", "S4.1")
            if early and wrong:
                return _of_early_trading(found)
            return _of_either(found, part(prices, before)) if wrong and before else found

        return tuple(map(of_either, self._aligned(listing, calendar, as_of.day)))

    def _or_unusual(self, part: Part, resolution: Resolution) -> Part:
        """A false claim with the readings by which it is true of a series that is quoted in the place of
        the one named: M7. Where there are no prices of that one it stays false."""
        if part.view is None or decide(part.readings)[0] is not Verdict.FAIL:
            return part
        listing, found = part.view.listing, list(part.readings)
        for other in self.catalogue.unusual(listing):
            if other in resolution.listings:  # then it was named as well
                continue
            try:
                opinions = self._parts(part.claim, other, inverse=resolution.inverse)
            except (FactcheckError, ValueError):
                continue
            defaults = [opinion.readings[0] for opinion in opinions[:1] if opinion.readings]
            found += (_of_unusual(other, r) for r in defaults if decide([r])[0] in PASSING)
        return replace(part, readings=tuple(found))

    def _part(
        self,
        claim: Claim,
        listing: Listing,
        prices: Prices,
        calendar: Calendar,
        as_of: AsOf,
        flags: tuple[str, ...],
        notes: tuple[str, ...],
        *,
        inverse: bool,
    ) -> Part:
        assert claim.verifier is not None
        view = self._view(listing, prices, calendar, as_of)
        if (
            as_of.named is not None
            and self._of_named_day(claim)
            and not self._has_bar(prices, as_of)
        ):
            note, named = as_of.notes[0], as_of.named.isoformat()
            if view is not None:
                return Part(claim, settled=no_session(claim, view, named, note))
        if view is None:
            return Part(claim, settled=self._no_bar(claim, listing, prices, as_of, flags))
        if self._shifted(prices, calendar):
            return Part(claim, settled=self._of_shifted(claim, view))
        found = (self._other(name, as_of) for name in claim.verifier.others())
        others = tuple({other.listing.symbol: other for other in found}.values())  # each once
        view = replace(view, others=others, inverse=inverse, quotes=self._quotes(view))
        adjusted = [v for v in (view, *others) if v.prices.adjusted and claim.kind != "volume"]
        if adjusted and not in_percent(claim):
            return Part(claim, settled=self._adjusted(claim, view, adjusted[0]))
        verifier = claim.verifier.turned() if inverse else claim.verifier
        view, readings = of_its_day(verifier, view)
        for one in adjusted:
            if crossed := ex_date_inside(one, readings):
                return Part(claim, settled=self._adjusted(claim, view, one, crossed))
        if claim.kind in MOVES:
            roll = rolled(view, readings)
            readings = readings if roll is None else (roll,)
        if other := of_another_price(verifier, view, readings):
            readings = (other,)
        if listing.type == "fx" and opening_quotes(view.prices):
            known = not self._by_the_day(claim) and holds_of_any_quote(verifier, view, readings)
            readings = tuple(map(_without_close, readings)) if known else (NO_CLOSES,)
        if readings[0].fit is Fit.UNKNOWN:
            notes = (*notes, *(f"{r.sentence}." for r in view.prices.repairs if r.lost))
        both = both_figures(verifier, view, readings)
        flags = (*flags, *as_of.flags, *(("adjusted",) if both else ()))
        return Part(claim, view, readings, flags, (*notes, *self._of_day(prices, as_of), *both))

    def _quotes(self, view: View) -> tuple[Quote, ...]:
        """The claim file's quotes of the view's session."""
        seen = self.file.quotes.get(view.listing.symbol, ())
        return tuple(q for q in seen if q.moment.astimezone(view.calendar.zone).date() == view.day)

    def _of_named_day(self, claim: Claim) -> bool:
        period = getattr(claim.verifier, "period", Period("day"))
        return claim.kind in DAILY and str(period) == "day"

    def _by_the_day(self, claim: Claim) -> bool:
        """Whether it is a move of days that is claimed."""
        return claim.kind in MOVES and str(getattr(claim.verifier, "period", "day")) == "day"

    def _of_day(self, prices: Prices, as_of: AsOf) -> tuple[str, ...]:
        """What is told of the day: that a calendar does not have it is no matter where it has a price."""
        if as_of.named is None or not self._has_bar(prices, as_of):
            return as_of.notes
        return (f"The calendar has no session on {long_date(as_of.named)}; there is a price of that day.",)

    @staticmethod
    def _has_bar(prices: Prices, as_of: AsOf) -> bool:
        return as_of.named is not None and prices.row(as_of.named.toordinal()) is not None

    # ------------------------------------------------------------------ prices and sessions

    def _aligned(self, listing: Listing, calendar: Calendar, day: int) -> tuple[Prices, ...]:
        """The series that cover `day`, without filler, with a row for every session: the first
        source's, or every source's."""
        desk, last = self.setting.desk, date.fromordinal(day)
        found = (
            desk.every(listing, None, last)
            if self.setting.compare
            else [desk.prices(listing, None, last)]
        )
        return tuple(self._series_of(listing, calendar, prices) for prices in found)

    def _series_of(self, listing: Listing, calendar: Calendar, prices: Prices) -> Prices:
        key = (listing.symbol, prices.origin.source)
        known = self._series.get(key)
        if known is None or known[0] is not prices:
            clean = with_far_prints(cleaned(prices, calendar), self.setting.policy)
            sessions = calendar.sessions(int(clean.days[0]), int(clean.days[-1]))
            known = self._series[key] = prices, clean.on_sessions(sessions)
        return known[1]

    def _calendar(self, listing: Listing) -> Calendar:
        """The exchange's, or one that a claim file made for its own instrument."""
        if listing.calendar not in ("rows", "weekdays"):
            return self.setting.calendar(listing.calendar)
        prices = self.setting.desk.prices(listing, None, self.setting.now.astimezone(UTC).date())
        known = self._calendars.get(listing.symbol)
        if known is None or known[0] is not prices:
            known = self._calendars[listing.symbol] = prices, self._own_calendar(listing, prices)
        return known[1]

    @staticmethod
    def _own_calendar(listing: Listing, prices: Prices) -> Calendar:
        """The sessions of a claim file's own instrument."""
        zone = ZoneInfo(listing.zone or prices.zone or "UTC")
        if listing.calendar == "rows":
            return calendars.from_days(prices.days.tolist(), zone, listing.hours)
        holidays = [day.toordinal() for day in listing.holidays]
        first, last = int(prices.days[0]), int(prices.days[-1]) + 400
        return calendars.weekdays(first, last, holidays, zone, listing.hours)

    def _view(
        self, listing: Listing, prices: Prices, calendar: Calendar, as_of: AsOf
    ) -> View | None:
        day = as_of.day
        if as_of.named is not None and self._has_bar(prices, as_of):
            day = as_of.named.toordinal()
        if prices.row(day) is None:
            return None
        known = self._up_to(prices, day, listing.type)
        delta = self._delta(listing, prices, calendar, day)
        return View(
            listing=listing,
            prices=known,
            row=len(known) - 1,
            day=date.fromordinal(day),
            moment=as_of.moment,
            delta=delta,
            calendar=calendar,
            policy=self.setting.policy,
            published=self.published.instant,
            written=self.published.on(calendar),
        )

    def _examined(self, prices: Prices, day: int, kind: str) -> Prices:
        return examined(prices.up_to(day), kind, self.setting.policy, leaps=self._leaps(prices))

    def _delta(self, listing: Listing, prices: Prices, calendar: Calendar, day: int) -> Fraction:
        """S2.5: 0 for an official figure, K3 for a vendor's, twice that while it is preliminary."""
        if prices.origin.official or listing.official:
            return Fraction(0)
        policy = self.setting.policy
        delta = policy.delta.get(listing.type, Fraction(0))
        hours, retrieved = calendar.hours(day), prices.origin.retrieved_at
        early = timedelta(minutes=policy.preliminary_minutes)
        preliminary = hours is not None and retrieved is not None and retrieved < hours[1] + early
        return 2 * delta if preliminary else delta

    def _other(self, name: str, as_of: AsOf) -> View:
        """The other side of a comparison: its last session up to the same day (S13.1), with or
        without a bar."""
        listing = self.catalogue.resolve(name, market=self.market).listings[0]
        calendar = self._calendar(listing)
        prices = self._aligned(listing, calendar, as_of.day)[0]
        prices = prices.awaiting(calendar.sessions(int(prices.days[-1]), as_of.day))
        at = int(prices.days.searchsorted(as_of.day, side="right")) - 1
        day = int(prices.days[max(at, 0)])
        view = self._view(listing, prices, calendar, replace(as_of, day=day, named=None))
        assert view is not None
        return view

    def _adjusted(self, claim: Claim, view: View, of: View, crossed: str = "") -> Finding:
        """S18.4: levels and extremes of dividend-adjusted closes would be invented records, a percent
        across an ex-date another than was reported."""
        return unanswered(
            claim,
            f"{of.listing.name}: the closes at hand look adjusted for dividends{crossed}.",
            "closes that are not adjusted for dividends (yfinance gives them with auto_adjust=False)",
            rules=("S18.4", "S3.4"),
            flags=("adjusted",),
            subject=view.listing.name,
            symbol=view.listing.symbol,
            as_of=view.day.isoformat(),
            strict=self.setting.strict,
        )

    def _of_shifted(self, claim: Claim, view: View) -> Finding:
        """S18.8: nobody can tell which day a bar belongs to."""
        return unanswered(
            claim,
            f"{view.listing.name}: bars stand on days the market never opens and none on one "
            "weekday; the dates look moved by a day.",
            "prices with the exchange's own dates",
            rules=("S18.8",),
            flags=("stale-data",),
            subject=view.listing.name,
            symbol=view.listing.symbol,
            as_of=view.day.isoformat(),
            strict=self.setting.strict,
        )

    def _no_prices(self, claim: Claim, listing: Listing, problem: SourceError) -> Finding:
        return unanswered(
            claim,
            f"No prices for {listing.name}: {problem}.",
            f"prices of {listing.symbol}",
            rules=("S1.8", "S18.1"),
            subject=listing.name,
            symbol=listing.symbol,
            outside=True,
            strict=self.setting.strict,
        )

    def _no_day(self, claim: Claim, listing: Listing, problem: str) -> Finding:
        """S4.1: an article says whatever it says; a day that it leaves open is no error of its."""
        known = self.published.instant or self.published.day
        return unanswered(
            claim,
            f"{problem[0].upper()}{problem[1:]}.",
            "the day that is meant" if known else "the date of publication",
            rules=("S4.1", "S1.8"),
            subject=listing.name,
            symbol=listing.symbol,
            strict=self.setting.strict,
        )

    def _no_bar(
        self, claim: Claim, listing: Listing, prices: Prices, as_of: AsOf, flags: tuple[str, ...]
    ) -> Finding:
        day = date.fromordinal(as_of.day)
        first, last = (date.fromordinal(int(prices.days[i])) for i in (0, -1))
        span = f"the prices at hand run from {long_date(first)} to {long_date(last)}"
        return unanswered(
            claim,
            f"{listing.name}: there is no price for {long_date(day)}; {span}.",
            f"the prices of {listing.symbol} on {day.isoformat()}",
            rules=("S18.1",),
            flags=(*flags, "stale-data"),
            subject=listing.name,
            symbol=listing.symbol,
            as_of=day.isoformat(),
            strict=self.setting.strict,
            notes=as_of.notes,
        )


def _of_unusual(listing: Listing, default: Reading) -> Reading:
    """The default reading of another series than the one named (M7)."""
    between = "" if default.says.startswith("closed") else ":"
    return Reading(
        f"of {listing.name}",
        default.fit,
        f"{listing.name}{between} {default.says}",
        measured=default.measured,
        permitted=default.permitted,
        standing=Standing.ADMITTED,
        flags=default.flags,
        rules=("S2.8", "S3.3"),
        evidence=tuple(replace(e, label=f"{listing.symbol}, {e.label}") for e in default.evidence),
        trigger="M7",
    )


def _of_early_trading(found: Part) -> Part:
    """What is false of the session before, written after early trading began, is undecided (S16.7)."""
    undecided = left_open(
        found.readings[0],
        "it appeared before the market opened, and may be of early trading",
        "S16.7",
        "prices from before the opening, or the day that is meant",
        (),
    )
    return replace(found, readings=(undecided,))


def _of_either(found: Part, before: Part) -> Part:
    """What is false of the day of publication and true of the session before is undecided (S16.8)."""
    if before.view is None or decide(before.readings)[0] not in PASSING:
        return found
    undecided = left_open(
        found.readings[0],
        f"it is true of {long_date(before.view.day)}, and it may have appeared before the market opened",
        "S16.8",
        "the hour of publication, or the day that is meant",
        ("assumed-time",),
    )
    return replace(found, readings=(undecided,))


def _of_the_next(found: Part, but: str, rule: str) -> Part:
    """What is said of the session after the last one that was over: undecided by the prices of that one."""
    default = replace(found.readings[0], fit=Fit.UNKNOWN, trigger="")
    undecided = left_open(default, but, rule, "the day that is meant, and its prices", ("assumed-time",))
    return replace(found, readings=(undecided,))


def _looks_ahead(claim: Claim) -> bool:
    """ "Set for a sixth daily loss": of a session that ends after it was written."""
    by_day = str(getattr(claim.verifier, "period", "day")) == "day"
    return claim.prospective and by_day and claim.on is None


def _of_the_close(claim: Claim) -> bool:
    """Whether the claim's words speak of a close."""
    return claim.kind in DAILY and getattr(claim.verifier, "session", None) is Session.CLOSE


def _source_notes(desk: Desk) -> Iterator[SourceNote]:
    for used in desk.used:
        yield SourceNote(
            name=used.name,
            symbol=used.symbol,
            retrieved_at=used.retrieved_at.isoformat() if used.retrieved_at else None,
            first=used.first.isoformat() if used.first else None,
            last=used.last.isoformat() if used.last else None,
            sha256=used.sha256,
            note=used.note,
        )


def _article(article: Article | None) -> dict[str, str]:
    if article is None:
        return {}
    published = article.published or article.published_date
    found = {
        "title": article.title,
        "url": article.url,
        "published": published.isoformat() if published else None,
        "market": article.market,
        "text": article.text_path,
    }
    return {key: value for key, value in found.items() if value}


def merged(reports: Sequence[Report]) -> Report:
    """Reports on several files as one, in the order given, each of them kept as a member."""
    first = reports[0]
    if len(reports) == 1:
        return first
    return replace(
        first,
        checked_at=max(r.checked_at for r in reports),
        findings=tuple(f for r in reports for f in r.findings),
        sources=tuple(dict.fromkeys(s for r in reports for s in r.sources)),
        article={},
        notes=tuple(dict.fromkeys(n for r in reports for n in r.notes)),
        silenced=tuple(claim for r in reports for claim in r.silenced),
        coverage=tuple(article for r in reports for article in r.coverage),
        text="",
        warnings=tuple(dict.fromkeys(w for r in reports for w in r.warnings)),
        members=tuple(reports),
    )


def wanted(files: Iterable[ClaimFile], catalogue: Catalogue) -> list[Listing]:
    """Every listing that the claims of `files` need prices of, each once."""
    found: dict[str, Listing] = {}
    for file in files:
        names = catalogue.extended(file.listings)
        market = file.article.market if file.article else None
        for claim in (*file.claims, *file.silenced):  # which may be checked again one day
            if claim.verifier is None or claim.verifier.lacks():
                continue
            for name in (*claim.of, *claim.verifier.others()):
                for listing in names.resolve(name, market=market).listings:
                    found.setdefault(listing.symbol, listing)
    return list(found.values())
