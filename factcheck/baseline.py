"""The baseline: findings that are known and fail nothing, so that an old archive can be adopted.

    {"schema": "factcheck-baseline/1",
     "findings": [{"file": …, "text": …, "verdict": …, "reason": …, "fingerprint": …}, …]}

Sorted, one key a line, without dates: a diff of it shows what was mended. Files are named from the root
of the repository, so that the baseline of another branch can be used; outside of one from its own folder.
A finding that got worse is not known; one that was mended leaves a stale entry.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from factcheck.claims import Claim, fingerprints
from factcheck.errors import FactcheckError, visible
from factcheck.trust import repository
from factcheck.verdicts import PASSING, Finding, Report, Severity, Verdict

SCHEMA = "factcheck-baseline/1"
MAX_BYTES = 50_000_000
BEFORE_A_BUILD = Severity.WARNING  # what is recorded at least: it would be annotated


class Known(NamedTuple):
    """One finding that is accepted, in the order in which the file is sorted."""

    file: str
    text: str
    verdict: str
    reason: str
    fingerprint: str


@dataclass(frozen=True)
class Baseline:
    """What is accepted, by fingerprint; `folder` is where its files are named from."""

    folder: Path
    known: Mapping[str, Known]

    @classmethod
    def at(cls, path: Path) -> Baseline:
        """An empty one."""
        return cls(repository(Path()) or path.parent, {})

    @classmethod
    def load(cls, path: Path) -> Baseline:
        """Raises FactcheckError for a file that is no baseline."""
        told = visible(str(path))
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
            if len(data) > MAX_BYTES:
                raise FactcheckError(f"{told}: larger than {MAX_BYTES:,} bytes")
            return replace(cls.at(path), known={one.fingerprint: one for one in _entries(json.loads(data))})
        except FileNotFoundError:
            raise FactcheckError(
                f"{told}: there is no such baseline; `factcheck baseline FILE…` writes one"
            ) from None
        except OSError as error:
            raise FactcheckError(f"{told}: cannot be read: {error.strerror}") from None
        except (ValueError, KeyError, TypeError, RecursionError):
            raise FactcheckError(
                f"{told}: no baseline that can be read; `factcheck baseline FILE…` writes a new one"
            ) from None

    def text(self) -> str:
        """The file's whole text."""
        found = [one._asdict() for one in sorted(self.known.values())]
        document = {"schema": SCHEMA, "findings": found}
        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"

    def marked(self, reports: Sequence[Report]) -> list[Report]:
        """The reports, with the findings that are known marked as such."""
        names = iter(self._names(reports))
        return [
            replace(report, findings=tuple(self._marked(f, next(names)) for f in report.findings))
            for report in reports
        ]

    def stale(self, reports: Sequence[Report]) -> list[Known]:
        """Entries that no longer match: of files that were checked, or are not there any more.

        A claim that could not be decided this time keeps its entry.
        """
        found = dict(zip(self._names(reports), _findings(reports), strict=True))
        files = self._files(reports)
        return sorted(
            one
            for one in self.known.values()
            if (one.file in files or self._gone(one.file))
            and not (one.fingerprint in found and _open(found[one.fingerprint]))
        )

    def without(self, entries: Iterable[Known]) -> Baseline:
        gone = {one.fingerprint for one in entries}
        return replace(self, known={k: one for k, one in self.known.items() if k not in gone})

    def recorded(self, reports: Sequence[Report], least: Severity) -> Baseline:
        """With what fails now, of the files that were checked; entries of other files stay."""
        bar = min(least.rank, BEFORE_A_BUILD.rank)
        found = list(zip(self._names(reports), _findings(reports), strict=True))
        files = self._files(reports)
        kept = {k: one for k, one in self.known.items() if one.file not in files}
        undecided = {  # this time: what was recorded of them stays
            name: self.known[name]
            for name, finding in found
            if name in self.known and finding.verdict is Verdict.UNDECIDABLE
        }
        now = {
            name: Known(self._file(f.claim), f.claim.text, str(f.verdict), f.reason, name)
            for name, f in found
            if f.severity.rank >= bar
        }
        return replace(self, known={**kept, **now, **undecided})

    def _marked(self, finding: Finding, name: str) -> Finding:
        one = self.known.get(name)
        worse = one is not None and _rank(finding.verdict) < _rank(Verdict(one.verdict))
        return finding if one is None or worse else replace(finding, known=_open(finding))

    def _names(self, reports: Sequence[Report]) -> list[str]:
        return fingerprints([self._from_here(f.claim) for f in _findings(reports)])

    def _from_here(self, claim: Claim) -> Claim:
        return replace(claim, place=replace(claim.place, file=self._file(claim))) if claim.place else claim

    def _files(self, reports: Sequence[Report]) -> set[str]:
        """Every file that was checked, whatever was found in it."""
        claims = [c for r in reports for c in (*(f.claim for f in r.findings), *r.silenced)]
        articles = (article.name for report in reports for article in report.coverage)
        return {*map(self._file, claims), *map(self._seen, articles)}

    def _file(self, claim: Claim) -> str:
        return self._seen(claim.place.file if claim.place else "")

    def _seen(self, name: str) -> str:
        """A file as seen from the root, the same on every machine."""
        if not name or name == "<stdin>":
            return name
        try:
            return PurePath(os.path.relpath(name, self.folder)).as_posix()
        except ValueError:  # on another drive
            return PurePath(name).as_posix()

    def _gone(self, file: str) -> bool:
        return file not in ("", "<stdin>") and not (self.folder / file).exists()


def _findings(reports: Sequence[Report]) -> list[Finding]:
    return [finding for report in reports for finding in report.findings]


def _open(finding: Finding) -> bool:
    """Whether there is still something to be known: it fails, or may do so."""
    fails = finding.severity.rank >= Severity.WARNING.rank
    return fails or finding.verdict not in (*PASSING, Verdict.NOT_CHECKABLE)


def _rank(verdict: Verdict) -> int:
    return list(Verdict).index(verdict)  # worst first


def _entries(document: Any) -> Iterator[Known]:
    if document["schema"] != SCHEMA:
        raise ValueError("another schema")
    for entry in document["findings"]:
        one = Known(*(entry[key] for key in Known._fields))
        if not all(isinstance(value, str) for value in one):
            raise TypeError("a text is wanted")
        Verdict(one.verdict)
        yield one
