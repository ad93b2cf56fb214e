"""Claims: what someone asserts, with the place it came from; and what a claim file holds."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from factcheck.instruments import Listing
from factcheck.prices import Action, Quote
from factcheck.verifiers import Verifier


@dataclass(frozen=True)
class Place:
    """Where a claim stands in its file; lines and columns start at 1, the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Skip:
    """Why a claim is not checked, and the last day, in UTC, on which that holds; None: for good."""

    reason: str
    until: date | None = None

    def holds(self, today: date) -> bool:
        return self.until is None or today <= self.until


@dataclass(frozen=True)
class Claim:
    """One assertion. `verifier` holds its kind and numbers; None: nothing measurable (S2.11).

    `of` are the instruments as written (several: a conjunction, S1.3); `on` the day as written.
    `span` are the code point offsets [start, end) of `quote` in the article's text.
    """

    id: str
    text: str
    verifier: Verifier | None
    of: tuple[str, ...] = ()
    on: str | None = None
    quote: str | None = None
    place: Place | None = None
    span: tuple[int, int] | None = None
    seen: tuple[int, int] | None = None  # where it stands in the text as a reader sees it
    either: bool = False  # at least one of `of`, instead of all
    prospective: bool = False  # heading for, on track for
    attributed: bool = False  # somebody's words (S2.9)
    verb: str | None = None  # as written, for the tone note (S2.11)
    why_not: str = ""  # for a claim without verifier: opinion, cause, forecast
    assumed: tuple[str, ...] = ()  # what its words left open and how it was filled, in sentences
    skip: Skip | None = None  # a person silenced it

    @property
    def kind(self) -> str | None:
        return self.verifier.kind if self.verifier else None


@dataclass(frozen=True)
class Article:
    """What the claims were published in. `published` is an instant, `published_date` the date as
    written with it, or alone (S4.1); `text_path` is where `text` was read from."""

    title: str | None = None
    text: str | None = None
    text_path: str | None = None
    url: str | None = None
    published: datetime | None = None
    published_date: date | None = None
    timezone: str | None = None
    market: str | None = None


class Row(NamedTuple):
    """One inline bar as written; None is an empty cell. The first six are its cells in order."""

    day: date
    open: str | None
    high: str | None
    low: str | None
    close: str | None
    volume: str | None
    line: int
    column: int


@dataclass(frozen=True)
class ClaimFile:
    """All that one claim file, or one article, says. `listings`, `prices`, `actions` and `quotes`
    are its own."""

    path: str
    claims: tuple[Claim, ...]
    article: Article | None = None
    listings: tuple[Listing, ...] = ()
    prices: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    actions: Mapping[str, tuple[Action, ...]] = field(default_factory=dict)
    quotes: Mapping[str, tuple[Quote, ...]] = field(default_factory=dict)
    silenced: tuple[Claim, ...] = ()  # by a pin of the article, or `skip`; each with its `skip`
    prose: bool = False  # claims were found in an article: what cannot be told is undecided
    seen: str = ""  # the article's text as a reader sees it
    aside: tuple[str, ...] = ()  # what it says for itself and is not trusted with, such as "prices"
    data: bytes = field(default=b"", repr=False, compare=False)  # of a claim file, as it was read


def fingerprints(claims: Sequence[Claim]) -> list[str]:
    """A name for each claim that outlives edits around it: SHA-256, in hex, of its file, kind, words
    and instruments, and of how many such claims came before it. Lines and columns play no part."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for claim in claims:
        words = " ".join((claim.quote or claim.text).split())
        key = (claim.place.file if claim.place else "", claim.kind or "", words, *claim.of)
        told = "\x00".join((*key, str(seen[key])))
        seen[key] += 1
        found.append(hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest())
    return found


MAX_NAMED = 20_000  # instruments in all claims of one file


def names_too_many(claims: Iterable[Claim]) -> bool:
    """Whether the claims are about more instruments, all told, than one file may ask for."""
    return sum(len(c.of) + len(c.verifier.others() if c.verifier else ()) for c in claims) > MAX_NAMED


def in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims of one file as they stand in it."""

    def where(claim: Claim) -> tuple[int, int, int]:
        place = claim.place
        return (place.line, place.column, claim.seen[0] if claim.seen else 0) if place else (0, 0, 0)

    return tuple(sorted(claims, key=where))
