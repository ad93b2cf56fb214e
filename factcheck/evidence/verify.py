"""Verifying a bundle: is it whole, do its verdicts follow, who signed it, and since when is it there?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from factcheck.checking import merged
from factcheck.errors import FactcheckError
from factcheck.evidence import EvidenceError, bars, redact
from factcheck.evidence.bundle import (
    MANIFEST,
    Bundle,
    instruments,
    is_beside,
    policy_told,
    read,
    whole,
)
from factcheck.evidence.raw import Answers
from factcheck.evidence.record import CalendarOf
from factcheck.evidence.redact import ORIGINAL, Redacted
from factcheck.evidence.remarks import Remark
from factcheck.evidence.remarks import read as read_remarks
from factcheck.evidence.replay import Recording, Rules, record, setting
from factcheck.instruments import row_of
from factcheck.policy import Policy
from factcheck.renderers import RENDERERS

if TYPE_CHECKING:
    from factcheck.calendars import Calendar
    from factcheck.claims import ClaimFile
    from factcheck.instruments import Catalogue
    from factcheck.verdicts import Report

# what a verdict is made of; the words around it may be put differently by other rules
DECIDING = ("verdict", "severity", "symbol", "as_of", "measured", "permitted", "evidence")
SUMS = ("counts", "silenced")
MOST_READ = 20_000_000  # bytes of answers, and four times what there are: one may answer for several symbols
NO_REPORT = "verdicts.json does not hold the verdicts of these claims"


class Level(StrEnum):
    """What can be said of a bundle, one after the other."""

    WHOLE = "whole"
    DERIVED = "derived"
    SIGNED = "signed"
    DATED = "dated"
    REMARKED = "remarked"


@dataclass(frozen=True)
class Finding:
    """What one level came to. `holds` is None where it was not, or could not be, looked at."""

    level: Level
    holds: bool | None
    sentence: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contents:
    """A whole bundle: its members, and what they hold, in full or as far as they were published."""

    members: Mapping[str, bytes]
    holds: Bundle | Redacted
    remarks: tuple[Remark, ...] = ()

    @property
    def is_redacted(self) -> bool:
        return isinstance(self.holds, Redacted)

    @property
    def full(self) -> Bundle:
        """Raises EvidenceError for a redacted one."""
        if isinstance(self.holds, Redacted):
            raise EvidenceError("it is redacted: what its verdicts rest on is in the full bundle")
        return self.holds

    @property
    def published(self) -> Redacted:
        assert isinstance(self.holds, Redacted)
        return self.holds

    @property
    def signed(self) -> bytes:
        """The manifest that a signature and a time stamp are about: the full one's."""
        return self.members[ORIGINAL if self.is_redacted else MANIFEST]


def contents(data: bytes) -> Contents:
    """What is in a bundle, every hash checked. Raises EvidenceError."""
    members, said = whole(data)
    holds = redact.read(members, said) if "redacted_from" in said else read(members, said)
    found = Contents(members, holds)
    return replace(found, remarks=read_remarks(members, found.signed))


def is_whole(found: Contents) -> Finding:
    """Said of a bundle that could be read: all of it is what the manifest names."""
    which = "of a redacted bundle" if isinstance(found.holds, Redacted) else "of the bundle"
    count = sum(not is_beside(name) for name in found.members)
    return Finding(Level.WHOLE, True, f"{count} files {which} are what the manifest says")


def is_remarked(found: Contents) -> Finding:
    """What was said of it later, in short. Nothing holds or fails by it: anybody could have said it."""
    count = len(found.remarks)
    return Finding(
        Level.REMARKED,
        None,
        f"remarks added later: {count}; neither the manifest nor a signature covers what they say",
        tuple(f"{one.told}: {shorten(one.text, 200, placeholder='…')}" for one in found.remarks),
    )


def is_derived(
    found: Contents, catalogue: Catalogue, calendar: CalendarOf | None = None
) -> Finding:
    """Whether verdicts follow; of a redacted bundle only, whether its figures are the full one's.

    `calendar` is the program's own, to hold the sessions against that verdicts rest on.
    """
    if isinstance(found.holds, Bundle):
        return derived(found.holds, catalogue, calendar)
    return Finding(
        Level.DERIVED,
        None,
        f"the bars are left out; {found.holds.bound} of {found.holds.figures} figures of the report "
        "are proven to stand in them",
    )


def derived(
    bundle: Bundle, catalogue: Catalogue, calendar: CalendarOf | None = None
) -> Finding:
    """Whether the bars follow from the answers, and the verdicts and the page from the bars."""
    which = "the same" if bundle.tool.is_this else f"not those of factcheck {bundle.tool.version} then"
    try:
        read_again = claims_of(bundle, catalogue)
        otherwise = list(_unlike_raw(bundle, catalogue, read_again))
        if otherwise:
            return _not(otherwise, "{} of the series do not follow from the answers kept with them")
        recordings = again(bundle, catalogue, read_again)
    except FactcheckError as problem:
        return Finding(Level.DERIVED, False, f"it cannot be checked again: {problem}")
    report = report_of(recordings)
    verdicts = rendered(report)
    same = bundle.verdicts == verdicts
    count, why = len(report.findings), "" if bundle.tool.is_this else " by the rules of now"
    changed = [] if same else list(_changed(bundle.verdicts, verdicts))
    if changed:
        return _not(changed, f"{{}} of {count} verdicts do not come out again{why}; the rules are {which}")
    changed = [] if same else list(_changed_sums(bundle.verdicts, verdicts))
    if changed:
        return _not(changed, f"the sums of the report do not come out again{why}; the rules are {which}")
    otherwise = [
        name
        for name, then, now in (
            ("verdicts.json", bundle.verdicts, verdicts),
            ("report.html", bundle.page, page(report)),
        )
        if then != now
    ]
    if bundle.tool.is_this and otherwise:
        return Finding(Level.DERIVED, False, f"{otherwise[0]} is not what these verdicts are written as")
    if bundle.tool.is_this and any(one.run != bundle.runs[path] for path, one in recordings.items()):
        return Finding(Level.DERIVED, False, "the claims do not ask for what the manifest says they did")
    if bundle.tool.is_this and not _same_names(bundle, catalogue, read_again):
        return Finding(Level.DERIVED, False, "the names in the claims do not mean what the manifest says")
    words = ", in other words" if "verdicts.json" in otherwise else ""
    said = [f"{count} verdicts come out again{words} (the rules are {which}); {_kept(bundle)}"]
    if otherwise:
        told = " and ".join(otherwise)
        said.append(f"whether the words of {told} are its own, only factcheck {bundle.tool.version} can tell")
    strange = list(_strange(bundle, catalogue, calendar))
    if strange:
        said.append(f"{len(strange)} of its rules, entries and calendars are not this factcheck's own:")
    return Finding(Level.DERIVED, True, "; ".join(said), tuple(strange))


def _strange(
    bundle: Bundle, catalogue: Catalogue, calendar: CalendarOf | None
) -> Iterator[str]:
    """What verdicts rest on and this program has otherwise, in sentences: a configuration may set
    constants, and catalogue and calendars change between versions; but nobody else vouches for it."""
    usual = policy_told(Policy())
    for name, value in policy_told(bundle.policy).items():
        if value != usual[name]:
            yield f"the constant {name} is {_apart(value, usual[name])}"
    for item in bundle.listings:
        own = catalogue.listing(item.symbol)
        if own is None:
            yield f"{item.symbol} is not in the catalogue here: {item.name}, {item.type}"
        elif own != item:
            yield f"{item.symbol} is another entry: {_apart(row_of(item), row_of(own))}"
    codes = {(c, sha256) for run in bundle.runs.values() for c, sha256 in run.calendars.items()}
    for code, sha256 in sorted(codes) if calendar else ():
        yield from _sessions(code, bars.read_sessions(bundle.objects[sha256]), calendar)


def _sessions(code: str, then: Calendar, calendar: CalendarOf | None) -> Iterator[str]:
    """In what the sessions of a calendar are not this program's, in a sentence."""
    assert calendar is not None
    try:
        own = calendar(code)
    except (FactcheckError, ValueError):
        yield f"there is no calendar {code} here"
        return
    first, last = max(then.first_day, own.first_day), min(then.last_day, own.last_day)
    mine, theirs = (
        {day: (opens, closes) for day, opens, closes in zip(*columns, strict=True) if first <= day <= last}
        for columns in (
            (c.days.tolist(), c.opens.tolist(), c.closes.tolist()) for c in (own, then)
        )
    )
    unlike = sorted(day for day in mine.keys() | theirs.keys() if mine.get(day) != theirs.get(day))
    if unlike or then.zone != own.zone:
        count = f"{len(unlike)} day{'s' * (len(unlike) != 1)}"
        days = f"{count}, {date.fromordinal(unlike[0])} the first" if unlike else "another time zone"
        yield f"the sessions of {code} are other ones: {days}"


def _apart(then: Any, now: Any) -> str:
    """Two values of a kind; of tables only what differs."""
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        keys = [key for key in sorted(then.keys() | now.keys()) if then.get(key) != now.get(key)]
        return "; ".join(f"{key} {_short(then.get(key))} instead of {_short(now.get(key))}" for key in keys)
    return f"{_short(then)} instead of {_short(now)}"


def _kept(bundle: Bundle) -> str:
    """How many answers came along as they were, in words."""
    named = {a.origin.sha256 for run in bundle.runs.values() for a in run.answers if a.origin}
    if not named:
        return "it rests on no source"
    if not bundle.raw:
        return f"the answers of {len(named)} series were not kept, so their bars are all there is"
    return f"the bars follow from the answers of {len(bundle.raw)} of {len(named)} series, which are kept"


Claims = Mapping[str, "Sequence[ClaimFile]"]


def claims_of(bundle: Bundle, catalogue: Catalogue) -> Claims:
    """The claims of a bundle, by the names of their files. Raises InputError."""
    known = catalogue.amended(bundle.listings)
    return {one.path: one.files(known, bundle.usual()) for one in bundle.inputs}


def again(bundle: Bundle, catalogue: Catalogue, claims: Claims) -> dict[str, Recording]:
    """The checks of a bundle, made again from what is in it, by the names of their files."""
    rules = Rules(catalogue.amended(bundle.listings), bundle.policy, bundle.strict)
    found = {}
    for path, files in claims.items():
        then = setting(files, bundle.runs[path], bundle.objects, rules)
        found[path] = record(files, then.desk.sources, then)
    return found


def report_of(recordings: Mapping[str, Recording]) -> Report:
    """One report on all files."""
    return merged([report for one in recordings.values() for report in one.reports])


def rendered(report: Report) -> bytes:
    text: str = RENDERERS["json"](report)
    return text.encode()


def page(report: Report) -> bytes:
    text: str = RENDERERS["html"](report)
    return text.encode()


def _not(details: Sequence[str], sentence: str) -> Finding:
    return Finding(Level.DERIVED, False, sentence.format(len(details)), tuple(details))


def _unlike_raw(bundle: Bundle, catalogue: Catalogue, claims: Claims) -> Iterator[str]:
    """Series that do not follow from the answers they were read from, in sentences."""
    known = catalogue.amended(bundle.listings)
    answers = Answers(bundle.raw.get, MOST_READ + 4 * sum(map(len, bundle.raw.values())))
    for path, files in claims.items():
        own = known.extended(files[0].listings)
        yield from answers.unlike(bundle.runs[path], bundle.objects, own, bundle.policy)


def _same_names(bundle: Bundle, catalogue: Catalogue, claims: Claims) -> bool:
    files = [file for several in claims.values() for file in several]
    return instruments(files, bundle.runs.values(), catalogue) == (bundle.listings, bundle.names)


def _changed(then: bytes, now: bytes) -> Iterator[str]:
    """Claims whose verdict is another one, or made of other figures, in sentences."""
    try:
        before, after = (json.loads(text) for text in (then, now))
        pairs = list(zip(before["claims"], after["claims"], strict=True))
    except (ValueError, KeyError, TypeError, RecursionError):
        yield NO_REPORT
        return
    for old, new in pairs:
        for key in ("id", "text", *DECIDING):
            was = old.get(key) if isinstance(old, dict) else None
            if was != (comes := _as_told(was, new[key]) if key == "evidence" else new[key]):
                yield f"{new['id']}: {key} is {_short(was)} in it, and comes out as {_short(comes)}"
                break


def _as_told(then: Any, now: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The figures of now as a report tells them: reports did not always say whose each is."""
    if not isinstance(then, list) or any(not isinstance(one, dict) or "symbol" in one for one in then):
        return now
    return [{key: value for key, value in one.items() if key != "symbol"} for one in now]


def _changed_sums(then: bytes, now: bytes) -> Iterator[str]:
    """What a report of the same verdicts says otherwise of them in sum, in sentences."""
    try:
        before, after = (json.loads(text) for text in (then, now))
        sums = {key: (_sum(before, key), _sum(after, key)) for key in SUMS}
    except (KeyError, TypeError, AttributeError):
        yield NO_REPORT
        return
    for key, (was, comes) in sums.items():
        if was != comes:
            yield f"{key} is {_short(was)} in it, and comes out as {_short(comes)}"


def _sum(report: Mapping[str, Any], key: str) -> Any:
    """Counts without those of nothing, and what was silenced: other versions may have other kinds."""
    if key == "counts":
        return {verdict: count for verdict, count in report[key].items() if count}
    return [[claim[part] for part in ("id", "text", "reason", "until")] for claim in report[key]]


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
