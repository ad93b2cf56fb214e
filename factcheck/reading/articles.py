"""Articles: running text into the claims it makes, with who and when carried from sentence to sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from factcheck.instruments import Catalogue
from factcheck.reading.passages import read_passage
from factcheck.reading.sharing import Item


@dataclass(frozen=True)
class Found:
    """One claim of an article: its long form, and the code points [start, end) that state it.

    `assumed`: what its words left open and how it was filled, in sentences. `why_not`: why nothing
    can check it (no known instrument), or "".
    """

    item: Item
    start: int
    end: int
    assumed: tuple[str, ...] = ()
    why_not: str = ""


def read_article(
    text: str, catalogue: Catalogue, published: date | None = None, market: str | None = None
) -> list[Found]:
    """Every market claim of `text`, in order; `market` is the exchange whose listing a name means."""
    return [Found(f.item, f.start, f.end) for f in read_passage(text, catalogue)]
