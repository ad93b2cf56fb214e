"""The same claims by what is known now, and why a verdict is another one.

One thing is changed at a time: the rules, then the prices, the calendar, the catalogue. What changed when
the verdict did is its cause.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.checking import Setting, check, merged
from factcheck.errors import FactcheckError
from factcheck.evidence import EvidenceError
from factcheck.evidence.bundle import Bundle
from factcheck.evidence.changes import Cause, Change, changes, gone
from factcheck.evidence.record import NotRecorded, Objects, Run, recorded, recorded_calendars
from factcheck.evidence.replay import Input, Recording, Rules, brought, record, replay, setting
from factcheck.periods import long_date
from factcheck.sources import Desk
from factcheck.store import Pointer, Store
from factcheck.verdicts import PASSING, Severity, Verdict

if TYPE_CHECKING:
    from datetime import datetime

    from factcheck.articles import Usual
    from factcheck.instruments import Catalogue
    from factcheck.sources import Source
    from factcheck.verdicts import Finding, Report

UNLOCKED = "the lock has no prices for it; run factcheck lock"
CONFIRMED = (*PASSING, Verdict.INTRADAY)


class Anew(Store):
    """The user's store, for asking again: what this run fetches is kept, and what was kept before is no
    answer of today."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._fetched: set[str] = set()

    def put(self, key: str, body: bytes, meta: Mapping[str, str], *, extends: str = "") -> str:
        self._fetched.add(key)
        return super().put(key, body, meta, extends=extends)

    def pointer(self, key: str) -> Pointer | None:
        return super().pointer(key) if key in self._fetched or key.startswith("calendar/") else None


@dataclass(frozen=True)
class Then:
    """One file's claims as they were checked: `verdicts` by claim, where they were kept."""

    input: Input
    run: Run
    objects: Objects
    rules: Rules
    usual: Usual
    verdicts: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Rechecked:
    """What is said of one file's claims now; `changed` are the ids of those whose verdict is another."""

    report: Report
    changed: frozenset[str]
    series: Sequence[Change]
    missing: Sequence[str]  # what cannot be held against then or now, and why, in sentences


def of_bundle(bundle: Bundle, catalogue: Catalogue) -> list[Then]:
    """The files of a bundle. Raises EvidenceError where it holds no report."""
    known = catalogue.amended(bundle.listings)
    rules = Rules(known, bundle.policy, bundle.strict)
    usual = bundle.usual()
    verdicts = _verdicts(bundle.verdicts)
    return [
        Then(one, bundle.runs[one.path], bundle.objects, rules, usual, verdicts.get(one.path, {}))
        for one in bundle.inputs
    ]


def _verdicts(report: bytes) -> dict[str, dict[str, str]]:
    """File → claim → verdict, as a report says."""
    found: dict[str, dict[str, str]] = {}
    try:
        for claim in json.loads(report)["claims"]:
            found.setdefault(str(claim["file"]), {})[str(claim["id"])] = str(claim["verdict"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise EvidenceError("verdicts.json holds no report") from None
    return found


def recheck(then: Then, places: Sequence[Source], now: Setting) -> Rechecked:
    """Check the claims again by `places`, and by the calendars and the catalogue of `now`.

    A finding that is as it was is `known`; one that was confirmed then and is not by the prices of now
    is `revised-since`.
    """
    live = replace(now, policy=then.rules.policy, strict=then.rules.strict)
    files = then.input.files(live.catalogue, then.usual)
    today = record(files, [*brought(files), *places], live)
    stages = list(_stages(then, today, live))
    series = changes(then.run, then.objects, today.run, today.objects)
    known = live.catalogue.extended(files[0].listings if files else ())
    told = _Telling(then.run.now, stages, [c for c in series if c.what or c.volume], known)
    reports = [
        replace(report, findings=tuple(told.finding(f) for f in report.findings))
        for report in today.reports
    ]
    findings = [finding for report in today.reports for finding in report.findings]
    unlike = {f.claim.id for f in findings if told.causes(f) and not told.is_lost(f)}
    lost = [f"{f.claim.id}: {UNLOCKED}" for f in findings if told.is_new(f)]
    lost += [finding.reason for finding in findings if told.is_lost(finding) and not told.is_new(finding)]
    more = [str(p) for p in gone(then.run, today.run) if not any(str(p) in reason for reason in lost)]
    missing = dict.fromkeys([*lost, *more])
    return Rechecked(merged(reports), frozenset(unlike), series, list(missing))


@dataclass(frozen=True)
class Stage:
    """The verdicts after one more thing was changed; the first is as they were."""

    cause: Cause | None
    verdicts: Mapping[str, str]


def _stages(then: Then, today: Recording, live: Setting) -> Iterator[Stage]:
    """From how it was to how it is, one change after the other."""
    files = then.input.files(then.rules.catalogue, then.usual)
    by_rules = _said(_covered(replay(files, then.run, then.objects, then.rules)))
    if then.verdicts is not None:
        yield Stage(None, then.verdicts)
    yield Stage(Cause.RULES if then.verdicts is not None else None, by_rules)
    desk = Desk([*brought(files), *recorded(today.run, today.objects)])
    as_then = setting(files, then.run, then.objects, then.rules)
    by_data = replace(as_then, desk=desk, now=live.now, compare=live.compare)
    yield Stage(Cause.RESTATED, _said([check(file, by_data) for file in files]))
    if then.run.calendars != today.run.calendars:
        sessions = recorded_calendars(today.run, today.objects)
        by_sessions = replace(by_data, calendar=sessions)
        yield Stage(Cause.CALENDAR, _said([check(file, by_sessions) for file in files]))
    yield Stage(Cause.INSTRUMENT, _said(today.reports))


def _covered(reports: Sequence[Report]) -> Iterator[Report]:
    """Without the claims that came after the lock: nothing was said of them then."""
    for report in reports:
        told = (f for f in report.findings if not (f.outside and NotRecorded.reason in f.reason))
        yield replace(report, findings=tuple(told))


def _said(reports: Iterable[Report]) -> dict[str, str]:
    return {f.claim.id: str(f.verdict) for report in reports for f in report.findings}


@dataclass(frozen=True)
class _Telling:
    """Puts into a finding of now what has become of it since."""

    checked: datetime
    stages: Sequence[Stage]
    series: Sequence[Change]
    catalogue: Catalogue

    def causes(self, finding: Finding) -> list[Cause]:
        """What changed when the verdict did; nothing where it is as it was, or could not be told."""
        said = [stage.verdicts.get(finding.claim.id) for stage in self.stages]
        if finding.outside or said[0] == said[-1] or said[0] is None:
            return []
        pairs = zip(self.stages[1:], pairwise(said), strict=True)
        return [stage.cause for stage, (old, new) in pairs if stage.cause and old != new]

    def is_new(self, finding: Finding) -> bool:
        """Whether nothing was said of it then: it is not in the lock."""
        return finding.claim.id not in self.stages[0].verdicts

    def is_lost(self, finding: Finding) -> bool:
        """Whether it was decided then, and is not now for want of prices that were there then: a source
        that has a bad day says nothing else about the past."""
        was = self.stages[0].verdicts.get(finding.claim.id)
        if finding.verdict is not Verdict.UNDECIDABLE or was == Verdict.UNDECIDABLE:
            return False
        series = any(one.lost for one in self._series(finding))
        return finding.outside or (series and set(self.causes(finding)) == {Cause.RESTATED})

    def finding(self, finding: Finding) -> Finding:
        """The finding with how it was in its reason, so that every format says it."""
        causes = self.causes(finding)
        if not causes:
            return replace(finding, known=not (finding.outside or self.is_new(finding)))
        was = self.stages[0].verdicts[finding.claim.id]
        confirmed = was in CONFIRMED and finding.verdict not in (*PASSING, Verdict.UNDECIDABLE)
        flags = (*finding.flags, *map(str, causes))
        if confirmed and set(causes) <= {Cause.RESTATED}:
            then = self._sentence("Confirmed", causes, finding)
            reason = f"{then} By the prices of now it is {finding.verdict}: "
            severity = min(finding.severity, Severity.WARNING, key=lambda one: one.rank)
            return replace(
                finding,
                verdict=Verdict.REVISED,
                severity=severity,
                flags=flags,
                reason=reason + finding.reason,
            )
        then = self._sentence(was, causes, finding)
        return replace(finding, flags=flags, reason=f"{then} {finding.reason}")

    def _sentence(self, was: str, causes: Sequence[Cause], finding: Finding) -> str:
        """How it was, when, and what has changed since."""
        day = long_date(self.checked.date())
        how = f"{was} on {day}" if was == "Confirmed" else f"It was {was} on {day}"
        return f"{how}; since then {' and '.join(self._what(cause, finding) for cause in causes)}."

    def _what(self, cause: Cause, finding: Finding) -> str:
        series = self._series(finding)
        if finding.claim.kind == "volume":
            told = [one.with_volume for one in series]
        else:
            told = [one.sentence for one in series if one.what]
        if cause is Cause.RESTATED and told:
            more = [f"and {len(told) - 3} more"] if len(told) > 3 else []
            return "; ".join(told[:3] + more)
        return WHAT[cause]

    def _series(self, finding: Finding) -> list[Change]:
        mine = self._symbols(finding)
        return [one for one in self.series if one.symbol in mine]

    def _symbols(self, finding: Finding) -> set[str | None]:
        """Of which series a finding speaks: another one that was revised plays no part in it."""
        found = {finding.symbol, *(part.symbol for part in finding.parts)}
        verifier = finding.claim.verifier
        for name in (*finding.claim.of, *(verifier.others() if verifier else ())):
            try:
                found.update(item.symbol for item in self.catalogue.resolve(name).listings)
            except FactcheckError:
                continue
        return found


WHAT = {
    Cause.ADDED: "prices were added",
    Cause.RESTATED: "the prices are other ones",
    Cause.RULES: "the rules of factcheck have changed",
    Cause.CALENDAR: "the calendar of the exchange is another one",
    Cause.INSTRUMENT: "a name means another instrument",
}
