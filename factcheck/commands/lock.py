"""factcheck lock: the prices that claims rest on, kept beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from factcheck.commands._output import many, remove, save, say
from factcheck.commands._parts import (
    Places,
    article_facts,
    clock,
    configured,
    expanded,
    kept,
    settings,
)
from factcheck.commands._progress import Progress
from factcheck.errors import FactcheckError, visible

if TYPE_CHECKING:
    from factcheck.articles import Usual
    from factcheck.evidence.lock import Lock
    from factcheck.evidence.record import Known, Run
    from factcheck.evidence.replay import Recording
    from factcheck.policy import Policy


def lock(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE…", help="Claim files, folders of them, or articles."),
    ],
    check_only: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; exit 1 where the lock is out of date."),
    ] = False,
    upgrade: Annotated[
        bool, typer.Option("--upgrade", help="Take every price anew, also those locked already.")
    ] = False,
    no_bars: Annotated[
        bool,
        typer.Option("--no-bars", help="Leave the prices in the store; the lock has their hashes."),
    ] = False,
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
    """Keep the prices that claims rest on beside them, so that a check means the same for ever.

    Writes factcheck.lock, and the prices into factcheck.bars, in the folder of each file.

    \b
    factcheck lock articles/
    factcheck check --locked articles/
    factcheck lock --check articles/      # in a build: does the lock cover the claims?

    \b
    Exit codes: 0 written, or up to date; 1 out of date (--check); 2 the input is
    wrong; 3 some prices could not be got; 70 a bug.
    """
    trust = own_tree("factcheck lock")
    usual = configured(config, no_config).with_options(
        data=data, source=source, offline=offline, market=market, timezone=timezone
    )
    folders = _by_folder(expanded(files))
    facts = article_facts(published=published, market=usual.market, timezone=usual.timezone)
    if check_only:
        found = (_stale(folder, names, facts, usual.policy) for folder, names in folders.items())
        stale = [sentence for sentences in found for sentence in sentences]
        for sentence in stale:
            say(sentence)
        raise typer.Exit(Exit.FOUND if stale else Exit.FINE)
    places = Places.of(usual, trust, clock(now), Progress(quiet))
    writer = _Writer(places, facts, usual.policy, upgrade, no_bars, quiet)
    missing = [
        problem
        for folder, names in folders.items()
        for problem in writer.write(folder, names)
    ]
    for sentence in missing:
        say(sentence)
    raise typer.Exit(Exit.UNDECIDED if missing else Exit.FINE)


def _by_folder(names: Sequence[str]) -> dict[Path, list[str]]:
    """The names of the files in each folder."""
    found: defaultdict[Path, list[str]] = defaultdict(list)
    for name in names:
        if name == "-":
            raise FactcheckError("a lock lies beside the claims; name their file")
        found[Path(name).parent].append(Path(name).name)
    return found


@dataclass(frozen=True)
class _Writer:
    """Writes the lock of a folder: what is locked already stays, unless it is taken anew."""

    places: Places
    facts: Usual
    policy: Policy
    upgrade: bool
    no_bars: bool
    quiet: bool

    def write(self, folder: Path, names: Sequence[str]) -> list[str]:
        """Returns what could not be got, in sentences."""
        from factcheck.evidence.lock import FOLDER, NAME, Kept, Lock
        from factcheck.evidence.record import Known

        old = Lock.of(folder)
        objects = Kept(folder, kept())
        runs = {name: run for name, run in old.runs.items() if (folder / name).is_file()}
        bodies: dict[str, bytes] = {}
        missing: list[str] = []
        for name in names:
            known = Known(runs[name], objects) if name in runs and not self.upgrade else None
            recording = self._recorded(folder / name, known)
            runs[name] = _unless_same(recording.run, runs.get(name))
            bodies |= recording.objects
            missing += [f"{visible(str(folder / name))}: {reason}" for reason in recording.missing]
        made = Lock(folder, runs)
        self._keep(made, bodies, objects)
        changed = made.text() != old.text() or not (folder / NAME).exists()
        if changed:
            save(folder / NAME, made.text())
        for sha256 in [*objects]:  # only now: the old lock is whole until the new one is
            if self.no_bars or sha256 not in made.objects:
                remove(folder / FOLDER / f"{sha256}.csv")
        if not self.quiet:
            there = "in the store" if self.no_bars else f"in {FOLDER}"
            typer.echo(
                f"{visible(str(folder / NAME))}: {'written' if changed else 'as it was'}; "
                f"{many(len(made.runs), 'file')}, {len(made.objects)} series and calendars {there}"
            )
        return missing

    def _recorded(self, path: Path, known: Known | None) -> Recording:
        from factcheck.articles import read_files
        from factcheck.evidence.replay import record
        from factcheck.instruments import Catalogue

        files = read_files(str(path), Catalogue.load(kept()), self.facts)
        live = settings(files[:1], self.places, self.policy, False)[0]
        return record(files, live.desk.sources, live, known)

    def _keep(self, made: Lock, bodies: dict[str, bytes], objects: Mapping[str, bytes]) -> None:
        """Put every object where the lock is looked for."""
        from factcheck.evidence.lock import FOLDER, NAME

        folder, store = made.folder / FOLDER, kept()
        for sha256 in sorted(made.objects):
            body = bodies[sha256] if sha256 in bodies else objects[sha256]
            if self.no_bars:
                store.put(f"evidence/{sha256}", body, {"kind": "evidence"})
                if store.object(sha256) is None:
                    raise FactcheckError("--no-bars leaves prices in the store, and that cannot be written")
            elif not (folder / f"{sha256}.csv").exists():
                save(folder / f"{sha256}.csv", body)
        held = {sha256 for sha256 in made.raw if store.object(sha256) is not None}
        held |= made.objects if self.no_bars else set()
        if held:  # so that none is ever pruned
            store.hold(str((made.folder / NAME).resolve()), held)


def _unless_same(run: Run, before: Run | None) -> Run:
    """The run before where nothing but the time differs: a lock changes only when it has to."""
    return before if before is not None and replace(run, now=before.now) == before else run


def _stale(folder: Path, names: Sequence[str], facts: Usual, policy: Policy) -> list[str]:
    """What the lock of a folder lacks or has too much, in sentences; the network is not asked."""
    from factcheck.articles import read_files
    from factcheck.commands._locked import locked
    from factcheck.errors import InputError
    from factcheck.evidence.raw import Answers
    from factcheck.evidence.replay import record
    from factcheck.instruments import Catalogue

    found = []
    known = Catalogue.load(kept())
    for name in names:
        path = folder / name
        shown = visible(str(path))
        files = read_files(str(path), known, facts)
        try:
            then = locked(path, files, policy, False)
            own = known.extended(files[0].listings if files else ())
            edited = list(Answers(kept().object).unlike(then.run, then.objects, own, policy))
            found += [f"{shown}: {problem}; {BY_HAND}" for problem in edited]
            if edited:
                continue
            again = record(files, then.setting.desk.sources, then.setting)
        except InputError:
            raise
        except FactcheckError as problem:
            found.append(f"{problem}; {ANEW}")
            continue
        found += [f"{shown}: {problem}; {ANEW}" for problem in again.lacking]
        if not again.lacking and replace(again.run, now=then.run.now) != then.run:
            found.append(f"{shown}: the lock has more than the claims need; {ANEW}")
    return found


ANEW = "run factcheck lock"
BY_HAND = "the answer is in the store: the lock was changed by hand, or written by another version"
