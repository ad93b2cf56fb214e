"""Looking after a store: what is in it, whether all of it is as it was put, and what may go."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from factcheck import disk
from factcheck.errors import FactcheckError, visible
from factcheck.store import ANSWER, TEMPORARY, History, Pointer, Store, reason

HASHED = 32  # bytes of the hash that a parsed form begins with


@dataclass(frozen=True)
class Kept:
    """One key of a store as a list shows it; sizes are of the raw answers."""

    key: str
    newest: Pointer | None  # None where it was damaged
    revisions: tuple[Pointer, ...]
    size: int
    held: bool


def contents(store: Store) -> list[Kept]:
    """What is kept, by key. Raises FactcheckError where the disk fails."""
    try:
        holds = {sha256 for hashes in store.holds().values() for sha256 in hashes}
    except (ValueError, OSError):
        holds = set()  # `verify` says what is wrong
    try:
        return sorted((_kept(store, h, holds) for h in store.histories()), key=lambda kept: kept.key)
    except OSError as problem:
        raise _unreadable(store, problem) from None


def _kept(store: Store, history: History, holds: set[str]) -> Kept:
    objects = {pointer.sha256 for pointer in history.pointers}
    size = sum(_size(store.object_path(sha256)) for sha256 in objects)
    return Kept(history.key, history.newest, history.revisions, size, bool(objects & holds))


@dataclass(frozen=True)
class Hold:
    """What is never pruned for a bundle or a lock, by its path; and whether that is still there."""

    name: str
    objects: int
    size: int
    there: bool

    @property
    def lost(self) -> bool:
        """Gone from a folder that is there: a disk that is not attached now is no reason to let go."""
        return not self.there and Path(self.name).parent.is_dir()


def holds(store: Store) -> list[Hold]:
    """Every hold, by name. Raises FactcheckError where one is damaged, or the disk fails."""
    try:
        found = store.holds()
        return [
            Hold(
                name,
                len(found[name]),
                sum(_size(store.object_path(sha256)) for sha256 in found[name]),
                _is_there(Path(name)),
            )
            for name in sorted(found)
        ]
    except ValueError as error:
        raise FactcheckError(
            f"the store {store.path}: {error} is damaged; "
            "make its bundle or lock again, or release it by name"
        ) from None
    except OSError as problem:
        raise _unreadable(store, problem) from None


def _is_there(path: Path) -> bool:
    """What may not be looked at is not taken for gone."""
    try:
        return disk.about(path) is not None
    except OSError:
        return True


def release(store: Store, path: str, dry_run: bool = False) -> None:
    """Let go of what is held for a bundle or a lock that is no longer there. Raises FactcheckError."""
    whole = path if Path(path).is_absolute() else str(Path(path).resolve())
    if _is_there(Path(whole)):
        raise FactcheckError(f"{visible(path)}: is still there, and may rest on the store; remove it first")
    try:
        if not (store.is_holding(whole) if dry_run else store.release(whole)):
            raise FactcheckError(f"{visible(path)}: nothing is held for it; see: factcheck store holds")
    except OSError as problem:
        raise _unreadable(store, problem) from None


@dataclass(frozen=True)
class Bad:
    """One file that is not what it was, or one that is missing; whether it was put aside."""

    path: str
    what: str
    aside: bool = False


@dataclass
class Checked:
    """What `verify` looked at and found."""

    objects: int = 0
    size: int = 0
    bad: list[Bad] = field(default_factory=list)


def verify(store: Store) -> Checked:
    """Hash every file again. What does not match is put aside; what is missing is told.

    Raises FactcheckError where the disk fails.
    """
    done = Checked()
    try:
        _verify_objects(store, done)
        _verify_parsed(store, done)
        _verify_answers(store, done)
        _verify_holds(store, done)
    except OSError as problem:
        raise _unreadable(store, problem) from None
    done.bad.sort(key=lambda bad: bad.path)
    return done


def _verify_objects(store: Store, done: Checked) -> None:
    for path in _files(store.path / "objects"):
        body = _read(path)
        if body is None:
            continue  # pruned while we looked
        done.objects += 1
        done.size += len(body)
        if hashlib.sha256(body).hexdigest() != path.name or path.parent.name != path.name[:2]:
            _damaged(store, path, done)


def _verify_parsed(store: Store, done: Checked) -> None:
    for path in _files(store.path / "parsed"):
        body = _read(path)
        if body is not None and hashlib.sha256(body[HASHED:]).digest() != body[:HASHED]:
            _damaged(store, path, done)


def _verify_answers(store: Store, done: Checked) -> None:
    for path in _files(store.path / "answers"):
        body, digest = _read(path), path.name.partition("-")[2]
        if body is not None and digest != "lost" and hashlib.sha256(body).hexdigest() != digest:
            named = ANSWER.fullmatch(path.name)
            done.bad.append(
                Bad(_inside(store, path), "damaged", store.lose(path) if named else store.quarantine(path))
            )
    for history in store.histories():
        for pointer in history.pointers:
            if disk.about(store.object_path(pointer.sha256)) is None and disk.about(_file(history, pointer)):
                inside = _inside(store, store.object_path(pointer.sha256))
                done.bad.append(Bad(inside, f"missing, an answer to {history.key}"))


def _verify_holds(store: Store, done: Checked) -> None:
    try:
        holds = store.holds()
    except ValueError as error:  # it stays: what it names must not be pruned
        what = "damaged, so nothing can be pruned; make its bundle or lock again, or release it by name"
        done.bad.append(Bad(str(error), what))
        return
    for name, hashes in holds.items():
        for sha256 in hashes:
            if disk.about(store.object_path(sha256)) is None:
                inside = _inside(store, store.object_path(sha256))
                done.bad.append(Bad(inside, f"missing, held for {name}"))


def _damaged(store: Store, path: Path, done: Checked) -> None:
    done.bad.append(Bad(_inside(store, path), "damaged", store.quarantine(path)))


@dataclass(frozen=True)
class Rules:
    """What may go: answers fetched before `before`, revisions beyond `revisions`, all beyond `size`."""

    before: datetime | None = None
    revisions: int | None = None
    size: int | None = None


@dataclass
class Pruned:
    """What `prune` took away, or would, and what stays."""

    answers: int = 0
    objects: int = 0
    parsed: int = 0
    freed: int = 0
    left: int = 0
    held: int = 0


def prune(store: Store, rules: Rules, dry_run: bool = False) -> Pruned:
    """Take away what nothing leads to, what a later answer continues, and what `rules` say.

    Never what is held for a bundle or a lock. Other processes may use the store meanwhile. Raises
    FactcheckError where the disk fails, or where a hold cannot be read.
    """
    try:
        return _Plan(store, rules).carried_out(dry_run)
    except ValueError as error:
        raise FactcheckError(
            f"the store {store.path}: {error} is damaged, so what it holds is not known and nothing is pruned"
        ) from None
    except OSError as problem:
        raise _unreadable(store, problem) from None


class _Plan:
    """Which answers, objects and parsed forms go."""

    def __init__(self, store: Store, rules: Rules) -> None:
        self.store, self.rules = store, rules
        self.held = {sha256 for hashes in store.holds().values() for sha256 in hashes}
        self.sizes = {path.name: _size(path) for path in _files(store.path / "objects")}
        self.parsed = {path: _size(path) for path in _files(store.path / "parsed")}
        self.loose = {path for path in self.parsed if path.name[:64] not in self.sizes and self._aged(path)}
        self.histories = list(store.histories())
        self.going = {history.key: self._first(history) for history in self.histories}
        if rules.size is not None:
            self._shrink(rules.size)

    def _aged(self, path: Path) -> bool:
        """Whether a parsed form of a file that is no object here, such as a CSV file, was made long ago."""
        before, there = self.rules.before, disk.about(path)
        return before is not None and there is not None and _instant(there.st_mtime) < before

    def _first(self, history: History) -> set[str]:
        """The pointers of one key that go whatever the size, by their ids."""
        rules, revisions = self.rules, history.revisions
        most = len(revisions) if rules.revisions is None else rules.revisions
        beyond = {pointer.id for pointer in revisions[: max(0, len(revisions) - most)]}
        replaced = {pointer.replaces for pointer in history.pointers}
        return {
            pointer.id
            for pointer in history.pointers
            if pointer.sha256 not in self.sizes
            or pointer.id in beyond | replaced
            or (rules.before is not None and _fetched(history, pointer) < rules.before)
            if pointer.sha256 not in self.held
        }

    def _shrink(self, size: int) -> None:
        """Let more go until the rest fits: what can be made again, old revisions, then old answers."""
        weights = Counter(self.sizes)
        for path, bytes_ in self.parsed.items():
            weights[path.name[:64]] += bytes_
        uses = Counter(p.sha256 for h in self.histories for p in h.pointers if p.id not in self.going[h.key])
        rest = sum(weights[sha256] for sha256 in uses.keys() | self.held)
        others = {path for path in self.parsed if path.name[:64] not in self.sizes}
        rest += sum(self.parsed[path] for path in others - self.loose)
        if rest > size:
            rest -= sum(self.parsed[path] for path in others - self.loose)
            self.loose = others
        for history, pointer in sorted(self._waiting(), key=_age):
            if rest <= size:
                return
            self.going[history.key].add(pointer.id)
            uses[pointer.sha256] -= 1
            rest -= 0 if uses[pointer.sha256] else weights[pointer.sha256]

    def _waiting(self) -> Iterator[tuple[History, Pointer]]:
        for history in self.histories:
            for pointer in history.pointers:
                if pointer.id not in self.going[history.key] and pointer.sha256 not in self.held:
                    yield history, pointer

    def carried_out(self, dry_run: bool) -> Pruned:
        staying = {p.sha256 for h in self.histories for p in h.pointers if p.id not in self.going[h.key]}
        objects = sorted(self.sizes.keys() - staying - self.held)
        parsed = sorted(self.loose | {path for path in self.parsed if path.name[:64] in set(objects)})
        done = Pruned(
            answers=sum(map(len, self.going.values())),
            objects=len(objects),
            parsed=len(parsed),
            freed=sum(self.sizes[name] for name in objects) + sum(self.parsed[path] for path in parsed),
            held=len(self.held & self.sizes.keys()),
        )
        done.left = sum(self.sizes.values()) + sum(self.parsed.values()) - done.freed
        if not dry_run:
            for history in self.histories:
                self._forget(history)
            self._remove(objects)
            for path in parsed:
                disk.remove(path)
        return done

    def _forget(self, history: History) -> None:
        """Remove pointers, so that at no moment an older one is taken for the newest."""
        going, newest = self.going[history.key], history.newest
        whole = going >= {pointer.id for pointer in history.pointers}
        if newest is not None and newest.id in going and not whole:
            self.store.place(history.folder / f"{newest.number:08d}-lost", b"")
        for pointer in history.pointers:
            if pointer.id in going:
                disk.remove(_file(history, pointer))
        if whole:
            for name in disk.names(history.folder):
                if name.endswith("-lost"):
                    disk.remove(history.folder / name)

    def _remove(self, objects: Sequence[str]) -> None:
        """Out of sight first: what another process has pointed to meanwhile comes back."""
        aside = {}
        for sha256 in objects:
            path = self.store.path / f"{TEMPORARY}{sha256}-{disk.token()}"
            with suppress(FileNotFoundError):  # another process prunes too
                disk.rename(self.store.object_path(sha256), path)
                aside[sha256] = path
                disk.touch(path)  # or a sweep would take it for one that was left behind
        used = {p.sha256 for history in self.store.histories() for p in history.pointers}
        used |= {sha256 for hashes in self.store.holds().values() for sha256 in hashes}
        for sha256, path in aside.items():
            if sha256 in used:
                disk.rename(path, self.store.object_path(sha256))
            else:
                disk.remove(path)


def _age(one: tuple[History, Pointer]) -> tuple[bool, datetime, str]:
    history, pointer = one
    return pointer is history.newest, _fetched(history, pointer), history.key


def _fetched(history: History, pointer: Pointer) -> datetime:
    """When an answer was fetched; for what was worked out here, when it was put."""
    try:
        moment = datetime.fromisoformat(pointer.meta.get("retrieved_at", ""))
        if moment.tzinfo is not None:
            return moment
    except ValueError:
        pass
    there = disk.about(_file(history, pointer))
    return _instant(there.st_mtime if there else 0)


def _file(history: History, pointer: Pointer) -> Path:
    return history.folder / f"{pointer.number:08d}-{pointer.id}"


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _files(folder: Path) -> Iterator[Path]:
    """The files two levels below, in order."""
    for first in sorted(disk.names(folder)):
        for name in sorted(disk.names(folder / first)):
            if not name.startswith("."):  # what a network drive or a desktop leaves behind
                yield folder / first / name


def _read(path: Path) -> bytes | None:
    try:
        return disk.read(path)
    except FileNotFoundError:
        return None


def _size(path: Path) -> int:
    there = disk.about(path)
    return there.st_size if there else 0


def _inside(store: Store, path: Path) -> str:
    return path.relative_to(store.path).as_posix()


def _unreadable(store: Store, problem: OSError) -> FactcheckError:
    return FactcheckError(f"the store {store.path}: {reason(problem)}")
