"""What one file's check was told by the outside world: noted while it runs, and told again later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck import errors
from factcheck.calendars import Calendar, is_told
from factcheck.errors import SourceError
from factcheck.evidence import EvidenceError, bars
from factcheck.prices import Origin, Prices
from factcheck.sources import SOURCES
from factcheck.sources.csv_folder import CsvFolder
from factcheck.sources.inline import Inline

if TYPE_CHECKING:
    from factcheck.instruments import Listing
    from factcheck.sources import Source

Objects = Mapping[str, bytes]  # SHA-256 → canonical bars or sessions
CalendarOf = Callable[[str], Calendar]

A_WEEK = 7  # days kept after the last that was asked for: a day named may have a bar and no session


class NotRecorded(SourceError):
    """It was not asked for when the evidence was made."""

    reason = "not in the evidence"


@dataclass(frozen=True)
class Answer:
    """What `place` answered for `symbol` when asked up to `asked`: a series, or why there is none.

    `bars` is the SHA-256 of the canonical bars; `problem` the error's name and what it said.
    """

    place: str
    symbol: str
    asked: date
    origin: Origin | None = None
    bars: str = ""
    problem: tuple[str, str, str, str] | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.place, self.symbol


@dataclass(frozen=True)
class Run:
    """All that one file's check was told. `places` are those asked, in order; `calendars` are the
    SHA-256 of their sessions by code; `compared`: every place was asked (S18.12)."""

    now: datetime
    places: tuple[str, ...]
    answers: tuple[Answer, ...]
    calendars: Mapping[str, str]
    compared: bool = False

    @property
    def objects(self) -> set[str]:
        """Every object that it names."""
        return {a.bars for a in self.answers if a.bars} | set(self.calendars.values())

    @property
    def problems(self) -> list[SourceError]:
        """Why places that may know a symbol did not answer."""
        raised = (_error(a.problem) for a in self.answers if a.problem)
        return [p for p in raised if not isinstance(p, errors.UnknownSymbol)]


# ------------------------------------------------------------------------------------ while it runs


class Recorder:
    """Stands between a desk and its places, and notes what passes."""

    def __init__(self) -> None:
        self._asked: dict[tuple[str, str], tuple[date, Prices | SourceError]] = {}
        self._calendars: dict[str, Calendar] = {}
        self._days: dict[str, list[int]] = {}  # by calendar: days that were asked about
        self.places: list[str] = []
        self.raw: dict[str, bytes] = {}  # files of folders, by SHA-256, as they were read
        self.untold: list[NotRecorded] = []  # calendars that earlier evidence does not have

    def sources(self, places: Iterable[Source], known: Known | None = None) -> list[Source]:
        """The same places, heard, and not asked again for what is `known` already.

        What a claim file brings along is told by the file itself.
        """
        found: list[Source] = []
        for place in places:
            label = "" if place.name == Inline.name else self._label(place)
            found.append(_Heard(place, label, self, known.place(label) if known else None))
        return found

    def calendar(self, ask: CalendarOf) -> CalendarOf:
        """The same calendars, noted."""

        def noted(code: str) -> Calendar:
            try:
                found = self._calendars[code] = ask(code)
            except NotRecorded as problem:
                self.untold.append(problem)
                raise
            return found

        return noted

    def run(self, now: datetime, compared: bool) -> tuple[Run, dict[str, bytes]]:
        """What was told, and the objects that it names."""
        objects: dict[str, bytes] = {}
        answers = [self._answer(key, objects) for key in sorted(self._asked)]
        codes = {}
        for code, calendar in sorted(self._calendars.items()):
            body = bars.write_sessions(self._around(calendar, code))
            codes[code] = bars.sha256(body)
            objects[codes[code]] = body
        asked = {answer.place for answer in answers}
        places = tuple(place for place in self.places if place in asked)
        return Run(now, places, tuple(answers), codes, compared), objects

    def _label(self, place: Source) -> str:
        """A place's name without this machine's folders in it."""
        name = place.name
        if isinstance(place, CsvFolder) or Path(name).is_dir():
            name = Path(name).resolve().name.replace("#", "_") or "data"
            name = f"{name} (folder)" if name in SOURCES else name
        again = sum(known.rpartition("#")[0] == name or known == name for known in self.places)
        self.places.append(f"{name}#{again + 1}" if again else name)
        return self.places[-1]

    def note(self, label: str, symbol: str, last: date, told: Prices | SourceError) -> None:
        key = (label, symbol)
        before = self._asked.get(key)
        if label and (before is None or before[0] <= last):
            self._asked[key] = last, told

    def about(self, listing: Listing, first: int, last: int) -> None:
        self._days.setdefault(listing.calendar, []).extend((first, last))

    def _answer(self, key: tuple[str, str], objects: dict[str, bytes]) -> Answer:
        asked, told = self._asked[key]
        if isinstance(told, SourceError):
            problem = (type(told).__name__, told.source, told.symbol, told.detail)
            return Answer(*key, asked, problem=problem)
        body = bars.write(up_to(told, asked))
        sha256 = bars.sha256(body)
        objects[sha256] = body
        return Answer(*key, asked, told.origin, sha256)

    def _around(self, calendar: Calendar, code: str) -> Calendar:
        """The sessions around the days that were asked about, in whole years."""
        days = self._days.get(code) or [calendar.first_day, calendar.last_day]
        first = date(max(date.fromordinal(min(days)).year - 1, 1), 1, 1).toordinal()
        last = date(min(date.fromordinal(max(days)).year + 1, 9999), 12, 31).toordinal()
        first, last = max(first, calendar.first_day), min(last, calendar.last_day)
        rows = (calendar.days >= first) & (calendar.days <= last)
        return replace(
            calendar,
            days=calendar.days[rows],
            opens=calendar.opens[rows],
            closes=calendar.closes[rows],
            first_day=first,
            last_day=last,
        )


class _Heard:
    """A place whose answers are noted."""

    def __init__(
        self, place: Source, label: str, recorder: Recorder, known: Recorded | None
    ) -> None:
        self.place, self.label, self.recorder, self.known = place, label, recorder, known
        self.name = label or place.name

    def bars(self, listing: Listing, first: date | None, last: date) -> Prices:
        try:
            prices = self._known(listing, first, last)
            if prices is None:
                prices = self._named(self.place.bars(listing, first, last))
                if isinstance(self.place, CsvFolder):
                    body = self.place.body(listing.symbol)  # another one, where it was written meanwhile
                    self.recorder.raw[bars.sha256(body)] = body
        except SourceError as problem:
            self.recorder.note(self.label, listing.symbol, last, self._renamed(problem))
            self.recorder.about(listing, last.toordinal(), last.toordinal())
            raise
        self.recorder.note(self.label, listing.symbol, last, prices)
        self.recorder.about(listing, min(int(prices.days[0]), last.toordinal()), last.toordinal())
        return prices

    def _known(self, listing: Listing, first: date | None, last: date) -> Prices | None:
        try:
            return self.known.bars(listing, first, last) if self.known else None
        except SourceError:
            return None

    def _named(self, prices: Prices) -> Prices:
        origin = replace(prices.origin, source=self._plain(prices.origin.source))
        return prices if origin == prices.origin else replace(prices, origin=origin)

    def _renamed(self, problem: SourceError) -> SourceError:
        source, detail = self._plain(problem.source), self._plain(problem.detail)
        return type(problem)(source, problem.symbol, detail)

    def _plain(self, text: str) -> str:
        """Without the folder that the place lies in."""
        return text.replace(self.place.name, self.name) if self.place.name != self.name else text


def up_to(prices: Prices, asked: date) -> Prices:
    """The bars that were asked for; what came later plays no part (S1.8), and would only change.

    A later split does: the prices before it are adjusted for it, and a price as it was traded is not.
    """
    last = asked.toordinal() + A_WEEK
    if prices.days[-1] <= last:
        return prices
    cut = prices.up_to(last)
    return replace(
        cut,
        partial=cut.partial if cut.partial is not None and cut.partial <= last else None,
        actions=tuple(a for a in cut.actions if a.day <= last or a.kind == "split"),
    )


# ------------------------------------------------------------------------------------------ later


class Recorded:
    """A place that answers what it answered then, and nothing else."""

    def __init__(self, place: str, run: Run, objects: Objects) -> None:
        self.name, self._objects = place, objects
        self._answers = {a.symbol: a for a in run.answers if a.place == place}

    def bars(self, listing: Listing, first: date | None, last: date) -> Prices:
        """Raises NotRecorded for what was not asked then, and what the place raised then."""
        answer = self._answers.get(listing.symbol)
        if answer is None:
            raise NotRecorded(self.name, listing.symbol, "nobody had asked for it")
        if answer.problem is not None:
            raise _error(answer.problem)
        if answer.asked < last:
            detail = f"recorded up to {answer.asked}, needed up to {last}"
            raise NotRecorded(self.name, listing.symbol, detail)
        assert answer.origin is not None
        prices = bars.read(_object(self._objects, answer.bars, listing.symbol), answer.origin)
        if not len(prices):
            raise NotRecorded(self.name, listing.symbol, "there are no bars")
        return prices


@dataclass(frozen=True)
class Known:
    """A run that was recorded before, with its objects."""

    run: Run
    objects: Objects

    def place(self, name: str) -> Recorded:
        return Recorded(name, self.run, self.objects)


def recorded(run: Run, objects: Objects) -> list[Source]:
    """The places of a run, as they answered."""
    return [Recorded(place, run, objects) for place in run.places]


def recorded_calendars(run: Run, objects: Objects) -> CalendarOf:
    """The calendars of a run, as they were."""
    known: dict[str, Calendar] = {}

    def calendar(code: str) -> Calendar:
        if code not in run.calendars:
            raise NotRecorded("calendar", code, "nobody had asked for it")
        if code not in known:
            known[code] = bars.read_sessions(_object(objects, run.calendars[code], code))
        return known[code]

    return calendar


def _object(objects: Objects, sha256: str, what: str) -> bytes:
    body = objects.get(sha256)
    if body is None:
        raise NotRecorded("evidence", what, f"there is no {sha256[:16]}…")
    return body


def _error(problem: tuple[str, str, str, str]) -> SourceError:
    kind, *said = problem
    return _ERRORS.get(kind, SourceError)(*said)


_KINDS: list[type[SourceError]] = [SourceError, *SourceError.__subclasses__()]
_ERRORS = {kind.__name__: kind for kind in _KINDS}


# ----------------------------------------------------------------------------------------- as text


def told(run: Run) -> dict[str, Any]:
    """A run as JSON would have it; numbers and days are text."""
    return {
        "now": run.now.isoformat(),
        "places": list(run.places),
        "compared": run.compared,
        "calendars": dict(run.calendars),
        "answers": [_told(answer) for answer in run.answers],
    }


def _told(answer: Answer) -> dict[str, Any]:
    about: dict[str, Any] = {
        "place": answer.place,
        "symbol": answer.symbol,
        "asked": answer.asked.isoformat(),
    }
    if answer.problem is not None:
        return about | {"problem": list(answer.problem)}
    origin = answer.origin
    assert origin is not None
    retrieved = origin.retrieved_at.isoformat() if origin.retrieved_at else None
    return about | {
        "bars": answer.bars,
        "source": origin.source,
        "their_symbol": origin.symbol,
        "official": origin.official,
        "retrieved_at": retrieved,
        "raw": origin.sha256 or None,
        "note": origin.note or None,
    }


def read_run(said: Any) -> Run:
    """The inverse of `told`. Raises EvidenceError for anything else."""
    try:
        run = Run(
            datetime.fromisoformat(said["now"]),
            tuple(map(_text, said["places"])),
            tuple(map(_answer, said["answers"])),
            {_text(code): _hash(sha256) for code, sha256 in said["calendars"].items()},
            _flag(said["compared"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise EvidenceError("what a check was told is not written as it would be") from None
    if not is_told(run.now) or told(run) != said:
        raise EvidenceError("what a check was told is not written as it would be")
    return run


def _answer(said: Any) -> Answer:
    place, symbol, asked = _text(said["place"]), _text(said["symbol"]), said["asked"]
    if "problem" in said:
        kind, source, theirs, detail = map(_text, said["problem"])
        return Answer(place, symbol, date.fromisoformat(asked), problem=(kind, source, theirs, detail))
    retrieved = datetime.fromisoformat(said["retrieved_at"]) if said["retrieved_at"] else None
    if retrieved is not None and retrieved.tzinfo is None:
        raise ValueError(retrieved)
    origin = Origin(
        _text(said["source"]),
        _text(said["their_symbol"]),
        retrieved,
        _flag(said["official"]),
        _hash(said["raw"]) if said["raw"] else "",
        _text(said["note"] or ""),
    )
    return Answer(place, symbol, date.fromisoformat(asked), origin, _hash(said["bars"]))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)  # 0 would be the same as false
    return value


def _hash(value: Any) -> str:
    if len(_text(value)) != 64 or not set(value) <= set("0123456789abcdef"):
        raise ValueError(value)
    return str(value)
