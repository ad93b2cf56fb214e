"""factcheck recheck: the same claims by what is known now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.commands import Exit
from factcheck.commands._locked import own_tree
from factcheck.commands._options import (
    Config,
    Data,
    Market,
    NoConfig,
    Now,
    Offline,
    Published,
    Quiet,
    Sources,
    Timezone,
    Verbose,
)
from factcheck.commands._output import known, report_format, say, show, spare, write
from factcheck.commands._parts import Places, article_facts, clock, configured, kept
from factcheck.commands._progress import Progress
from factcheck.errors import FactcheckError, SourceError, inert, visible

if TYPE_CHECKING:
    from datetime import datetime

    from factcheck.articles import Usual
    from factcheck.configuration import Configuration
    from factcheck.evidence.recheck import Rechecked, Then
    from factcheck.sources import Source


def recheck(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="BUNDLE|LOCK|FILE…",
            help="Bundles, locks, files that a lock beside holds, or folders of bundles and locks.",
        ),
    ],
    output: Annotated[
        list[str] | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write a report on all claims too."),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help="A report on all claims, on standard output."),
    ] = None,
    data: Data = None,
    offline: Offline = False,
    source: Sources = None,
    now: Now = None,
    published: Published = None,
    market: Market = None,
    timezone: Timezone = None,
    config: Config = None,
    no_config: NoConfig = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check the claims of bundles and locks again, by what their sources say today, and tell why a
    verdict is another one. Prints nothing where all is as it was.

    \b
    factcheck recheck archive/                       # every night
    factcheck recheck wrap.factcheck.zip --source fred
    factcheck recheck articles/wrap.factcheck.yaml   # against the lock beside it

    \b
    Exit codes: 0 every verdict is as it was; 1 one is another; 2 the input is wrong,
    or a bundle is not whole; 3 prices could not be got; 70 a bug.
    """
    outputs = [report_format(path, format_) for path in output or []]
    shown = known(format_ or "console")
    own_tree("factcheck recheck")
    usual = configured(config, no_config).with_options(market=market, timezone=timezone)
    facts = article_facts(published=published, market=usual.market, timezone=usual.timezone)
    named = _named(files)
    spare([path for path, _ in outputs], named)
    asked = _Asked(usual, data or (), offline, source or (), clock(now), facts, Progress(quiet))
    outcome = _Outcome(_Teller(quiet, verbose, typer.echo if shown == "console" else say))
    for name in asked.progress.over(list(named), lambda name: f"rechecking {name}"):
        with outcome.noting(name):
            for part in asked.parts(name, by_name=named[name]):
                with outcome.noting(name):  # a lock's other files are rechecked all the same
                    for then in part():
                        outcome.add(name, asked.rechecked(then, name))
    if outcome.found:
        from factcheck.checking import merged

        report = merged([one.report for _, one in outcome.found])
        for path, kind in outputs:
            write(path, kind, report)
        if shown != "console":
            show(report, shown, quiet, verbose)
        else:
            for name, one in outcome.found:
                _show_changed(name, one, verbose)
    raise typer.Exit(outcome.exit_code)


@dataclass
class _Teller:
    """Says what is to be said at once, each line once: files of one lock often share a series."""

    quiet: bool
    verbose: bool
    tell: Callable[[str], None]  # not among a report for programs
    _told: set[str] = field(default_factory=set)

    def __call__(self, name: str, one: Rechecked) -> None:
        """A line for each series that was revised, whether it changed a verdict or not (quiet: only where
        one changed), and for what could not be rechecked."""
        for change in one.series:
            if change.what and (one.changed or one.missing or not self.quiet):
                self._once(self.tell, inert(visible(f"{name}: {change.sentence}")))
        for sentence in one.missing:
            self._once(say, visible(f"{name}: {sentence}"))
        if self.verbose and not one.changed:
            count = len(one.report.findings)
            self.tell(f"{visible(name)}: {count} verdicts are as they were")

    def _once(self, tell: Callable[[str], None], line: str) -> None:
        if line not in self._told:
            self._told.add(line)
            tell(line)


@dataclass
class _Outcome:
    """What came of it all, in order."""

    tell: _Teller
    found: list[tuple[str, Rechecked]] = field(default_factory=list)
    wrong: bool = False
    lost: bool = False

    def add(self, name: str, one: Rechecked) -> None:
        self.found.append((name, one))
        self.tell(name, one)

    @contextmanager
    def noting(self, name: str) -> Iterator[None]:
        """What cannot be rechecked is told, and does not hide the rest."""
        try:
            yield
        except FactcheckError as problem:
            self.lost |= isinstance(problem, SourceError)
            self.wrong |= not isinstance(problem, SourceError)
            say(str(problem) if str(problem).startswith(visible(name)) else f"{visible(name)}: {problem}")

    @property
    def exit_code(self) -> Exit:
        if self.wrong:
            return Exit.INPUT
        if any(one.changed for _, one in self.found):
            return Exit.FOUND
        return Exit.UNDECIDED if self.lost or any(one.missing for _, one in self.found) else Exit.FINE


def _show_changed(name: str, one: Rechecked, verbose: bool) -> None:
    """The claims whose verdict is another one, under the name of their bundle or lock."""
    changed = tuple(f for f in one.report.findings if f.claim.id in one.changed)
    if changed:
        count = len(one.report.findings)
        are = "is another one" if len(changed) == 1 else "are other ones"
        typer.echo(inert(f"{visible(name)}: {len(changed)} of {count} verdicts {are}"))
        show(replace(one.report, findings=changed, members=(), sources=()), "console", False, verbose)


def _named(names: Sequence[str]) -> dict[str, bool]:
    """Folders as the bundles and locks in them, sorted; everything else as it is. Each once, and whether
    it was named itself."""
    from factcheck.evidence.lock import NAME

    found: dict[str, bool] = {}
    for name in names:
        path = Path(name)
        if not path.is_dir():
            found[name] = True
            continue
        inside = sorted(str(p) for p in (*path.rglob("*.factcheck.zip"), *path.rglob(NAME)))
        if not inside:
            raise FactcheckError(f"{visible(name)}: no *.factcheck.zip and no {NAME} in this folder")
        for one in inside:
            found.setdefault(one, False)
    return found


@dataclass
class _Asked:
    """What the command line asked for; the places are the same for all that is rechecked."""

    usual: Configuration  # of locks: a bundle brings its own constants
    data: Sequence[Path]
    offline: bool
    source: Sequence[str]
    now: datetime
    facts: Usual
    progress: Progress
    _places: dict[tuple[str, ...], list[Source]] = field(default_factory=dict)

    def parts(self, name: str, by_name: bool) -> Iterator[Callable[[], list[Then]]]:
        """What was checked, as it was: a bundle, or each file of a lock. A redacted bundle in a folder,
        beside the full one, is passed over."""
        from factcheck.evidence.lock import NAME, Lock

        path = Path(name)
        if path.suffix == ".zip":
            yield partial(self._of_bundle, path, by_name)
        elif path.name == NAME:
            lock = Lock.of(path.parent)
            if not lock.runs:
                raise FactcheckError(f"{visible(name)}: there is no such lock, or it is empty")
            for file in sorted(lock.runs):
                yield partial(self._of_lock, path.parent / file)
        else:
            yield partial(self._of_lock, path)

    def _of_bundle(self, path: Path, by_name: bool) -> list[Then]:
        from factcheck.commands.bundle import whole
        from factcheck.evidence.recheck import of_bundle
        from factcheck.evidence.verify import contents
        from factcheck.instruments import Catalogue

        found = whole(path, contents)
        if found.is_redacted and not by_name:
            return []
        return of_bundle(found.full, Catalogue.load(kept()))

    def _of_lock(self, path: Path) -> list[Then]:
        from factcheck.commands._locked import locked
        from factcheck.evidence.recheck import Then
        from factcheck.evidence.replay import Rules, read_input
        from factcheck.instruments import Catalogue

        catalogue = Catalogue.load(kept())
        one = read_input(path, path.as_posix(), catalogue, self.facts)
        files = one.files(catalogue, self.facts)
        then = locked(path, files, self.usual.policy, self.usual.strict)
        rules = Rules(catalogue, self.usual.policy, self.usual.strict)
        return [Then(one, then.run, then.objects, rules, self.facts)]

    def rechecked(self, then: Then, name: str) -> Rechecked:
        from factcheck import calendars
        from factcheck.checking import Setting
        from factcheck.evidence.recheck import recheck as check_again
        from factcheck.instruments import Catalogue
        from factcheck.sources import Desk

        store = kept()
        live = Setting(
            desk=Desk(()),
            calendar=lambda code: calendars.get(code, store, self.now.date()),
            catalogue=Catalogue.load(store),
            now=self.now,
            compare=bool(self.source) and len(self.data) + len(self.source) > 1,
        )
        return check_again(then, self._of_places(then, name), live)

    def _of_places(self, then: Then, name: str) -> list[Source]:
        """The places that were named, else those that were asked then."""
        from factcheck.evidence.recheck import Anew
        from factcheck.sources import SOURCES

        names = tuple(self.source)
        if not self.data and not names:
            theirs = [place.partition("#")[0] for place in then.run.places]
            names = tuple(place for place in theirs if place in SOURCES)
            folders = [place for place in theirs if place not in SOURCES]
            used = {answer.place for answer in then.run.answers if answer.bars}
            lost = [place for place in folders if place in used]
            if lost:
                raise FactcheckError(
                    f"{visible(name)}: its prices came from the folder {visible(lost[0])!r}; "
                    "name it with --data, or another place with --source"
                )
        if names not in self._places:
            places = Places(self.data, self.offline, names, self.now, self.progress, self.usual)
            store = kept() if self.offline else Anew(kept().path)
            self._places[names] = list(places.desk(None, store).sources)
        return self._places[names]
