"""Cases: one claim as it was read against every listing and source, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from factcheck.claims import Claim
from factcheck.findings import agreed, combined, finding, of_a_market, of_equal_standing, of_the_least
from factcheck.readings import Reading, Standing
from factcheck.verdicts import Finding
from factcheck.views import View


@dataclass(frozen=True, eq=False)
class Part:
    """One claim read against one listing and source: its readings, or the finding that says why
    there are none."""

    claim: Claim
    view: View | None = None
    readings: tuple[Reading, ...] = ()
    flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    settled: Finding | None = None

    def finding(self, joined: Joined, strict: bool) -> Finding:
        if self.settled is not None:
            return self.settled
        assert self.view is not None
        flags, note = joined.get(self, ((), ""))
        notes = (*self.notes, note) if note else self.notes
        readings = self.readings
        if "inconsistent" in flags:  # no moment of the day excuses it
            readings = tuple(r for r in readings if r.standing is not Standing.DURING)
        found = finding(
            self.claim, self.view, readings, flags=(*self.flags, *flags), notes=notes, strict=strict
        )
        rule = "S2.10" if "inconsistent" in flags else "S16.4"
        return replace(found, rules=(*found.rules, rule)) if flags else found


Joined = Mapping[Part, tuple[tuple[str, ...], str]]
Opinions = tuple[Part, ...]  # of one listing, one from each source that was asked


@dataclass(frozen=True)
class Case:
    """One claim: for each subject every listing it may mean, for each listing its opinions."""

    claim: Claim
    subjects: tuple[tuple[Opinions, ...], ...]

    @property
    def open_parts(self) -> tuple[Part, ...]:
        return tuple(
            part
            for listings in self.subjects
            for opinions in listings
            for part in opinions
            if part.settled is None
        )

    def finding(self, joined: Joined, strict: bool) -> Finding:
        """The verdict on the claim: sources agree or not (S18.12), then listings (S3.2), then
        subjects (S1.3)."""
        found = [self._subject(listings, joined, strict) for listings in self.subjects]
        if len(found) == 1:
            return found[0]
        return of_a_market(combined(self.claim, of_the_least(found)), strict)

    def _subject(self, listings: tuple[Opinions, ...], joined: Joined, strict: bool) -> Finding:
        found = [
            agreed([part.finding(joined, strict) for part in opinions], _conflict(opinions), strict)
            for opinions in listings
        ]
        return found[0] if len(found) == 1 else of_equal_standing(self.claim, found, strict)


def _conflict(opinions: Opinions) -> float:
    """How far apart, as a share of the price, two sources of one listing may be (K11)."""
    view = opinions[0].view
    if view is None:
        return 0.0
    policy = view.policy
    return float(policy.source_conflict * policy.delta.get(view.listing.type, 0))
