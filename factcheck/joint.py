"""Joint prices: whether one price explains several figures of one article (S16.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Protocol, TypeVar

from factcheck.claims import Claim
from factcheck.futures import JOINED
from factcheck.readings import Fit, Reading, Standing
from factcheck.views import View


class Read(Protocol):
    """One claim read against one listing."""

    @property
    def claim(self) -> Claim: ...
    @property
    def view(self) -> View | None: ...
    @property
    def readings(self) -> tuple[Reading, ...]: ...


P = TypeVar("P", bound=Read)


Joint = tuple[tuple[str, ...], str]  # flags, and a sentence


def joint_prices(parts: Sequence[P]) -> dict[P, Joint]:
    """For figures of one listing and session that are not the close: the flag and a sentence.

    One price within the day's range that produces all of them: `coherent`; none: `incoherent`, each
    is judged alone. Figures of one sentence that no single price produces are `inconsistent`: one
    of them is false whatever the price was (S2.10).
    """
    groups: dict[tuple[str, int], list[P]] = defaultdict(list)
    for part in parts:
        if part.view is not None and part.readings and _not_the_close(part.readings):
            groups[part.view.listing.symbol, part.view.day.toordinal()].append(part)
    told = {
        part: words
        for group in groups.values()
        if len(group) > 1
        for words in [_told(group)]
        for part in group
    }
    return told | _of_one_sentence(parts)


def _of_one_sentence(parts: Iterable[P]) -> dict[P, Joint]:
    """The figures that contradict others of their own sentence; the close itself never does.

    A sentence is one place in a claim file; all of an article may stand on one line, so there every
    statement is judged alone.
    """
    sentences: dict[object, list[P]] = defaultdict(list)
    for part in parts:
        claim, view = part.claim, part.view
        if claim.place is not None and view is not None and part.readings and _has_one_base(view):
            source = view.prices.origin.source
            sentences[claim.place, claim.span, view.listing.symbol, view.day, source].append(part)
    found: dict[P, Joint] = {}
    for group in sentences.values():
        known = _in_one_share(group, [part.readings[0].excused for part in group])
        if len(known) > 1 and max(e[0] for e in known) > min(e[1] for e in known):
            words = (
                "The figures of this sentence contradict each other: "
                "no single price gives all of them."
            )
            wrong = [part for part in group if part.readings[0].fit is Fit.FALSE]
            found |= dict.fromkeys(wrong, (("inconsistent",), words))
    return found


def _has_one_base(view: View) -> bool:
    """Not a series of contracts, whose other months have closes of their own (S3.8), nor one that
    trades around the clock, whose day may begin at any hour (S3.11)."""
    return view.listing.type != "crypto" and not view.listing.symbol.endswith(JOINED)


def _not_the_close(readings: Sequence[Reading]) -> bool:
    default = readings[0]
    during = [r for r in readings[1:] if r.standing is Standing.DURING]
    return (
        default.fit is Fit.FALSE
        and default.implied is not None
        and any(r.fit in (Fit.SOMETIME, Fit.UNKNOWN) for r in during)
    )


def _told(group: Sequence[Read]) -> tuple[tuple[str, ...], str]:
    ends = _in_one_share(group, [part.readings[0].implied for part in group])
    low, high = max(e[0] for e in ends), min(e[1] for e in ends)
    view = group[0].view
    assert view is not None
    if low > high or not _reached(view, low, high):
        return ("incoherent",), f"No single price explains these {len(group)} figures."
    words = f"{view.price(low)} to {view.price(high)}"
    return ("coherent",), f"One price, {words}, explains all {len(group)} figures of this day."


def _in_one_share(
    group: Sequence[Read], ends: Sequence[tuple[Fraction, Fraction] | None]
) -> list[tuple[Fraction, Fraction]]:
    """The known ends, each in shares that the first figure is of: some may be of the day's own, others
    of what these were split into since (S3.5)."""
    sizes = [part.view.split_since for part in group if part.view is not None]
    pairs = zip(ends, sizes, strict=True)
    return [(e[0] * sizes[0] / size, e[1] * sizes[0] / size) for e, size in pairs if e is not None]


def _reached(view: View, low: Fraction, high: Fraction) -> bool:
    day = view.widened()
    return day is None or (low <= day[1] and day[0] <= high)
