"""What an article has named so far, and what "the index" or "both" points back at."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from factcheck.instruments import Catalogue
from factcheck.reading import nouns
from factcheck.reading.statement import Subject

_REMEMBERED = 300  # names that a pronoun can reach back over


@dataclass
class Discourse:
    """What an article has named so far, the latest last."""

    catalogue: Catalogue
    said: frozenset[str] = frozenset()  # every symbol that the whole article names
    named: deque[Subject] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    topic: Subject | None = None  # what the last sentence was about
    headline: Subject | None = None  # what the first claim was about
    stranger: bool = False  # whether a company was named since that nobody knows
    span: tuple[str, frozenset[tuple[str, ...]]] = ("", frozenset())  # the week or month that the last
    # claims were told of, and whose indexes they were
    by_day: bool = False  # whether a move of a day was told
    several: bool = False  # whether the last sentence about an index was about more than one

    def note(self, subjects: Iterable[Subject]) -> None:
        """Keep what a sentence named, in order."""
        for subject in subjects:
            if subject.names and not subject.unknown:
                self.named.append(subject)

    def latest(self, fits: Callable[[Subject], bool]) -> Subject | None:
        """The subject named last that fits."""
        return next((s for s in reversed(self.named) if fits(s)), None)

    def latest_of(self, sort: str) -> Subject | None:
        """What "the stock", "the index" stands for: the latest of its type; of shares and metals only
        where nothing else was named since, not even a company that is not known."""
        found = self.latest(lambda s: bool(s.types & nouns.TYPES[sort]))
        if sort == "index" and (self.several or (found is not None and len(found.names) > 1)):
            return None
        if sort not in ("share", "metal"):
            return found
        return found if found is not None and not self.stranger and found is self.named[-1] else None

    def choices(self, sort: str) -> int:
        """How many different instruments of a sort were named."""
        fit = (s for s in self.named if s.types & nouns.TYPES[sort])
        return len({name for s in fit for name in s.symbols or s.names})

    def is_beside(self, found: Subject) -> bool:
        """Whether another index of the same exchange was named: which one is "the benchmark"?"""
        others = (s for s in self.named if s.types == {"index"} and s.symbols.isdisjoint(found.symbols))
        return any(self._calendars(s) & self._calendars(found) for s in others)

    def is_about(self, type_: str) -> bool:
        """Whether the last sentence was about one instrument of this type."""
        return self.topic is not None and self.topic.types == {type_} and len(self.topic.names) == 1

    def last(self, size: int, types: set[str]) -> Subject | None:
        """The last `size` instruments of one sort, or the group of that many named together (S17.2)."""
        seen: dict[str, Subject] = {}
        for subject in reversed(self.named):
            if types and not (subject.types & types):
                continue
            if len(subject.names) == size:
                return subject
            if len(subject.names) == 1:
                seen.setdefault(subject.names[0], subject)
            if len(seen) == size:
                found = together(list(reversed(seen.values())))
                return found if len(self._calendars(found)) == 1 else None
        return None

    def _calendars(self, subject: Subject) -> set[str]:
        """The exchanges its instruments trade on: "both benchmarks" are of one."""
        listings = map(self.catalogue.listing, sorted(subject.symbols))
        return {listing.calendar for listing in listings if listing is not None}

    def benchmarks(self, market: Sequence[Sequence[str]]) -> Subject:
        """Those of each place's benchmarks that the article names; the first where it names none."""
        symbols = {name: [x.symbol for m in self.catalogue.mentions(name) for x in m.listings]
                   for names in market for name in names}  # fmt: skip
        chosen: list[str] = []
        for names in market:
            chosen += [n for n in names if not self.said.isdisjoint(symbols[n])] or names[:1]
        of = frozenset(symbol for name in chosen for symbol in symbols[name])
        return Subject(tuple(chosen), frozenset({"index"}), group=len(chosen) > 1, symbols=of)


def together(subjects: Sequence[Subject]) -> Subject:
    """Several subjects as one."""
    names = tuple(dict.fromkeys(name for s in subjects for name in s.names))
    types = frozenset(t for s in subjects for t in s.types)
    symbols = frozenset(symbol for s in subjects for symbol in s.symbols)
    inverse = all(s.inverse for s in subjects)
    return Subject(names, types, group=len(names) > 1, symbols=symbols, inverse=inverse)
