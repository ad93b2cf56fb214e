"""Claims: what someone asserts, with the place it came from; and claim files, read into them."""

from __future__ import annotations

from dataclasses import dataclass

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
    either: bool = False  # at least one of `of`, instead of all
    prospective: bool = False  # heading for, on track for
    attributed: bool = False  # somebody's words (S2.9)
    verb: str | None = None  # as written, for the tone note (S2.11)
    why_not: str = ""  # for a claim without verifier: opinion, cause, forecast

    @property
    def kind(self) -> str | None:
        return self.verifier.kind if self.verifier else None
