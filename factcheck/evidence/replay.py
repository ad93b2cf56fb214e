"""Checking again from what was kept: the same flow, with recorded places in the place of the world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from factcheck.article_files import Packed, bytes_beside
from factcheck.articles import MAX_COLLECTION, parse_kept, read_files
from factcheck.checking import Setting, check
from factcheck.claim_files import read_bytes
from factcheck.evidence.record import (
    Known,
    NotRecorded,
    Objects,
    Recorder,
    Run,
    recorded,
    recorded_calendars,
)
from factcheck.rewording import with_rewordings
from factcheck.sources import Desk
from factcheck.sources.inline import Inline
from factcheck.yaml_events import Problems

if TYPE_CHECKING:
    from factcheck.articles import Usual
    from factcheck.claims import ClaimFile
    from factcheck.instruments import Catalogue
    from factcheck.policy import Policy
    from factcheck.sources import Source
    from factcheck.verdicts import Report


@dataclass(frozen=True)
class Input:
    """A claim file or article file as it was: its bytes, and those of the texts beside it by name."""

    path: str
    data: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)

    def files(self, catalogue: Catalogue, usual: Usual | None = None) -> list[ClaimFile]:
        """Its claims. Raises InputError with every problem."""
        folder = Packed(PurePosixPath(self.path).parent, self.beside)
        return parse_kept(self.data, self.path, folder, catalogue, usual)


def read_input(path: Path, name: str, catalogue: Catalogue, usual: Usual | None = None) -> Input:
    """The file at `path`, to be called `name`. Raises InputError for one that cannot be checked."""
    problems = Problems(str(path))
    data = read_bytes(path, problems, MAX_COLLECTION)
    problems.stop()
    beside = {}
    for file in read_files(str(path), catalogue, usual):
        text = file.article.text_path if file.article and not file.prose else None
        if text is not None:
            told = Path(text).relative_to(path.parent).as_posix()
            beside[told] = bytes_beside(told, path.parent)
    return Input(name, data, beside)


@dataclass(frozen=True)
class Rules:
    """What decides beside the data: names, constants, and whether undecidable weighs more."""

    catalogue: Catalogue
    policy: Policy
    strict: bool = False


@dataclass(frozen=True)
class Recording:
    """What the claims of one file were told, the objects that it names, and what came of it."""

    run: Run
    objects: Mapping[str, bytes]
    reports: Sequence[Report]
    raw: Mapping[str, bytes]  # answers as they came, as far as they were at hand
    untold: Sequence[NotRecorded] = ()  # calendars that earlier evidence does not have

    @property
    def lacking(self) -> list[str]:
        """What the claims ask for and earlier evidence does not have, in sentences."""
        answers = (problem for problem in self.run.problems if isinstance(problem, NotRecorded))
        return list(dict.fromkeys(map(str, (*answers, *self.untold))))

    @property
    def missing(self) -> list[str]:
        """Why claims stayed undecided for a reason outside the data, in sentences."""
        findings = (f for report in self.reports for f in report.findings if f.outside)
        return list(dict.fromkeys(finding.reason for finding in findings))


def record(
    files: Sequence[ClaimFile],
    places: Sequence[Source],
    setting: Setting,
    known: Known | None = None,
) -> Recording:
    """Check the claims of one file, and note what `places`, where it is not known already, and the
    setting's calendars tell."""
    recorder = Recorder()
    heard = replace(
        setting,
        desk=Desk(recorder.sources(places, known)),
        calendar=recorder.calendar(setting.calendar),
    )
    reports = [with_rewordings(check(file, heard), file, heard) for file in files]
    run, objects = recorder.run(setting.now, setting.compare)
    return Recording(run, objects, reports, recorder.raw, recorder.untold)


def replay(files: Sequence[ClaimFile], run: Run, objects: Objects, rules: Rules) -> list[Report]:
    """The reports on the claims of one file, from nothing but its run and `objects`."""
    then = setting(files, run, objects, rules)
    return [check(file, then) for file in files]


def setting(files: Sequence[ClaimFile], run: Run, objects: Objects, rules: Rules) -> Setting:
    """What a check of one file's claims depended on, as it was."""
    return Setting(
        desk=Desk([*brought(files), *recorded(run, objects)]),
        calendar=recorded_calendars(run, objects),
        catalogue=rules.catalogue,
        now=run.now,
        policy=rules.policy,
        strict=rules.strict,
        compare=run.compared,
    )


def brought(files: Sequence[ClaimFile]) -> list[Source]:
    """The prices that a claim file brings along."""
    return [Inline.of(file) for file in files if file.prices]
