"""The lock that lies beside a claim file, as what its check depends on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.commands._parts import clock, kept, trusted
from factcheck.errors import FactcheckError, visible

if TYPE_CHECKING:
    from factcheck.checking import Setting
    from factcheck.claims import ClaimFile
    from factcheck.evidence.record import Run
    from factcheck.policy import Policy
    from factcheck.trust import Trust


@dataclass(frozen=True)
class Locked:
    """One file's run in the lock with its objects, and the setting that answers from it and nothing else."""

    run: Run
    objects: Mapping[str, bytes]
    setting: Setting


def only_locked(locked: bool, data: object, source: object, trust: Trust) -> None:
    """Raises FactcheckError where --locked is given beside another place for prices, or may not be used."""
    if locked and (data or source):
        raise FactcheckError("--locked uses the prices of the lock; leave out --data and --source")
    if locked and trust.untrusted:
        raise FactcheckError(
            f"--locked uses prices of the tree, and the input is not trusted ({trust.why}); use --data"
        )


def own_tree(what: str) -> Trust:
    """Raises FactcheckError in the pull request of a stranger: `what` takes prices on the tree's word."""
    trust = trusted(False, False)
    if trust.untrusted:
        raise FactcheckError(f"{what} is for a tree of one's own; this one is not trusted ({trust.why})")
    return trust


def locked_settings(
    files: Sequence[ClaimFile], now: str | None, policy: Policy, strict: bool
) -> list[Setting]:
    """A setting for each file, from the lock beside it; its time is the lock's, unless `now` is told."""
    known: dict[str, Setting] = {}
    found = []
    for file in files:
        name = (file.article.text_path if file.prose and file.article else None) or file.path
        if name not in known:
            known[name] = locked(Path(name), [file], policy, strict).setting
            if now is not None:
                known[name] = replace(known[name], now=clock(now))
        found.append(known[name])
    return found


def locked(path: Path, files: Sequence[ClaimFile], policy: Policy, strict: bool) -> Locked:
    """Raises FactcheckError where the lock does not hold the file, or is not whole."""
    from factcheck.evidence.lock import FOLDER, NAME, Kept, Lock
    from factcheck.evidence.replay import Rules, setting
    from factcheck.instruments import Catalogue

    lock, shown = Lock.of(path.parent), visible(str(path))
    run = lock.runs.get(path.name)
    if run is None:
        there = f"{NAME} beside it does not hold it" if lock.runs else f"there is no {NAME} beside it"
        raise FactcheckError(f"{shown}: {there}; write it with: factcheck lock {shown}")
    objects = Kept(path.parent, kept())
    bodies = {}
    for sha256 in sorted(run.objects):
        try:
            bodies[sha256] = objects[sha256]
        except KeyError:
            raise FactcheckError(
                f"{shown}: {FOLDER}/{sha256}.csv is neither beside it nor in the store; "
                "get it back from version control, or lock again"
            ) from None
    rules = Rules(Catalogue.load(kept()), policy, strict)
    return Locked(run, bodies, setting(files, run, bodies, rules))
