"""The parts of a run, built from what the command line and the configuration say."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.commands._output import say
from factcheck.commands._progress import Progress
from factcheck.errors import FactcheckError, visible

if TYPE_CHECKING:
    from factcheck.checking import Setting
    from factcheck.claims import ClaimFile
    from factcheck.configuration import Configuration
    from factcheck.policy import Policy
    from factcheck.sources import Desk
    from factcheck.store import Store
    from factcheck.trust import Trust
    from factcheck.verdicts import Report
    from factcheck.yaml_events import Scalar

    Pair = tuple[ClaimFile, Setting]


def read_all(
    names: Sequence[str],
    usual: Mapping[str, Scalar] | None = None,
    progress: Progress | None = None,
    trust: Trust | None = None,
) -> list[ClaimFile]:
    from factcheck.articles import read_files
    from factcheck.errors import InputError, Problem
    from factcheck.instruments import Catalogue
    from factcheck.trust import Trust

    catalogue, trust = Catalogue.load(kept()), trust or Trust()
    problems: list[Problem] = []
    files: list[ClaimFile] = []
    for path in (progress or Progress(quiet=True)).over(expanded(names), lambda path: f"reading {path}"):
        try:
            read = read_files(trust.admit(path), catalogue, usual)
            files += [trust.of(file, catalogue) for file in read]
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return files


def expanded(names: Sequence[str]) -> list[str]:
    """Folders as the claim files in them, sorted; everything else as it is."""
    found: list[str] = []
    for name in names:
        path = Path(name)
        if name != "-" and path.is_dir():
            inside = sorted(str(p) for p in path.rglob("*.factcheck.y*ml"))
            if not inside:
                raise FactcheckError(f"{visible(name)}: no *.factcheck.yaml in this folder")
            found += inside
        else:
            found.append(name)
    return found


def article_facts(**options: str | None) -> dict[str, Scalar]:
    """What the options say of articles that do not say it themselves."""
    from factcheck.article_files import ARTICLE, instant
    from factcheck.yaml_events import START, Scalar

    nodes = {key: Scalar(value, True, START) for key, value in options.items() if value is not None}
    for key, node in nodes.items():
        try:
            ARTICLE.forms[key].read(node)
        except ValueError as error:
            raise FactcheckError(f"--{key}: {error}") from None
        moment = instant(node).moment if key == "published" else None
        if moment is not None and moment.tzinfo is None and "timezone" not in nodes:
            raise FactcheckError(
                f"--{key}: the time has no offset; write it like {moment:%Y-%m-%dT%H:%M}+08:00, "
                "or give the date alone"
            )
    return nodes


def names_claims(word: str) -> bool:
    from factcheck.articles import is_article

    known = word == "-" or word.endswith((".yaml", ".yml")) or is_article(word)
    return known or Path(word).is_dir()


def clock(now: str | None) -> datetime:
    """The run's time: what was said, else `SOURCE_DATE_EPOCH`, else the clock's."""
    if now is None:
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        if epoch.isascii() and epoch.isdigit() and len(epoch) <= 11:
            return _told("SOURCE_DATE_EPOCH", datetime.fromtimestamp(int(epoch), UTC))
        return datetime.now(UTC).replace(microsecond=0)
    try:
        found = datetime.fromisoformat(now)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise FactcheckError(
            f"--now {visible(now[:40])!r}: write an instant with its offset, such as 2025-02-22T09:00+08:00"
        )
    return _told("--now", found)


def _told(where: str, moment: datetime) -> datetime:
    from factcheck.calendars import EARLIEST, LATEST, is_told

    if not is_told(moment):
        years = f"{EARLIEST.year} to {LATEST.year}"
        raise FactcheckError(f"{where}: {moment.isoformat()} is out of range; calendars tell {years}")
    return moment


@cache
def kept() -> Store:
    from factcheck.store import Store

    return Store.default()


@dataclass(frozen=True)
class Places:
    """Where this run's prices may come from."""

    data: Sequence[Path]
    offline: bool
    source: Sequence[str]
    now: datetime
    progress: Progress
    usual: Configuration | None = None

    @classmethod
    def of(cls, usual: Configuration, trust: Trust, now: datetime, progress: Progress) -> Places:
        """The places that the options and the configuration name, as far as the run may go there."""
        folders = [trust.folder(folder) for folder in usual.data]
        offline = usual.offline or not trust.network
        return cls(folders, offline, trust.sources(usual.source), now, progress, usual)

    @property
    def compared(self) -> bool:
        """Whether a `--source` was named that is not the only place: a second opinion (S18.12)."""
        return bool(self.source) and len(self.data) + len(self.source) > 1

    def desk(self, file: ClaimFile | None, store: Store) -> Desk:
        from factcheck import sources

        for folder in self.data:
            if not folder.is_dir():
                raise FactcheckError(f"--data {visible(str(folder))}: no such folder")
        usual = self.usual or configured()
        setting = sources.Setting(
            now=self.now,
            store=store,
            offline=self.offline,
            progress=self.progress.says,
            policy=usual.policy,
            query=usual.sql,
        )
        inline = None
        if file is not None and file.prices:
            from factcheck.sources.inline import Inline

            inline = Inline.of(file)
        return sources.desk(setting, self.data, inline, self.source or ("yahoo",))


def _setting(file: ClaimFile, places: Places, policy: Policy, strict: bool) -> Setting:
    from factcheck import calendars
    from factcheck.checking import Setting
    from factcheck.instruments import Catalogue

    store = kept()
    return Setting(
        desk=places.desk(file, store),
        calendar=lambda code: calendars.get(code, store, places.now.date()),
        catalogue=Catalogue.load(store),
        now=places.now,
        policy=policy,
        strict=strict,
        compare=places.compared,
    )


def settings(
    files: Sequence[ClaimFile], places: Places, policy: Policy, strict: bool
) -> list[Setting]:
    """A setting for each claim file, which may bring prices, and one for all articles."""
    articles = next((_setting(f, places, policy, strict) for f in files if f.prose), None)
    own = (articles if f.prose else _setting(f, places, policy, strict) for f in files)
    return [setting for setting in own if setting is not None]


@cache
def configured(
    config: Path | None = None, no_config: bool = False, untrusted: bool = False
) -> Configuration:
    """The file that was named, or the nearest; none where the tree is not trusted."""
    from factcheck.configuration import Configuration, configuration, from_file

    if config is not None and no_config:
        raise FactcheckError("--config and --no-config: keep one of them")
    if config is not None:
        return from_file(config)
    return Configuration() if no_config or untrusted else configuration(Path())


def trusted(untrusted: bool, allow_network: bool) -> Trust:
    """How far this run trusts what it reads; where a CI system's word for it decides, that is said."""
    from factcheck.commands._ci import guard
    from factcheck.trust import ASKED, trust

    found = trust(untrusted, allow_network, os.environ, Path())
    if found.untrusted:
        guard(always=True)
    if found.why not in ("", ASKED):
        say(f"--untrusted is on: {found.why}")
    return found


def paired(
    names: Sequence[str],
    usual: Configuration,
    trust: Trust,
    now: datetime,
    *,
    published: str | None = None,
    progress: Progress,
    how: Callable[[Sequence[ClaimFile]], Sequence[Setting]] | None = None,
) -> list[Pair]:
    """Every file with what it is checked by, in the order given; `how` says where else prices come from."""
    facts = article_facts(published=published, market=usual.market, timezone=usual.timezone)
    files = read_all(names, facts, progress, trust)
    if how is None:
        places = Places.of(usual, trust, now, progress)
        chosen: Sequence[Setting] = settings(files, places, usual.policy, usual.strict)
    else:
        chosen = how(files)
    return list(zip(files, chosen, strict=True))


def checked(
    names: Sequence[str],
    usual: Configuration,
    trust: Trust,
    now: datetime,
    *,
    published: str | None = None,
    progress: Progress,
    how: Callable[[Sequence[ClaimFile]], Sequence[Setting]] | None = None,
) -> list[Report]:
    """A report on every file, in the order given; `how` says where else prices come from."""
    return judged(paired(names, usual, trust, now, published=published, progress=progress, how=how), progress)


def judged(pairs: Sequence[Pair], progress: Progress) -> list[Report]:
    """The reports on files, with the rewordings of what is wrong in them."""
    from factcheck.checking import check
    from factcheck.rewording import with_rewordings

    turns = progress.over(pairs, lambda pair: f"checking {pair[0].path}")
    return [with_rewordings(check(file, setting), file, setting) for file, setting in turns]
