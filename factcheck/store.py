"""The store: what was fetched, kept under its hash, so that a cut or mixed file is never read.

    objects/ab/<sha256>               bytes as they were fetched, never changed
    parsed/ab/<sha256>.<name>         a form of such an object that loads faster; made again when missing
    answers/<sha256 of key>/<n>-<…>   one pointer a file: which object answered the key, the nth time
    holds/<sha256 of name>            the objects that somebody relies on: a bundle, a lock
    quarantine/                       what did not match its hash

Every file says by its name or its first bytes what its hash must be. No database and no locks: a file
appears whole or not at all, and what two processes put at the same time is kept of both. A store that
cannot be written to works as no store, with one warning. Failures are never kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from factcheck import disk

TEMPORARY = ".tmp-"
STALE_SECONDS = 3600
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
ANSWER = re.compile(r"(\d{8})-([0-9a-f]{64}|lost)", re.ASCII)  # lost: it was damaged
FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*", re.ASCII)
TROUBLE = (OSError, MemoryError)


@dataclass(frozen=True)
class Pointer:
    """Which object answered a key, and what was said about it when it was put.

    `id` is the hash of the pointer itself, `replaces` that of an earlier one which it continues.
    """

    sha256: str
    meta: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    id: str = ""
    replaces: str = ""
    number: int = 0

    @property
    def order(self) -> tuple[int, str, str]:
        """Pointers in the order they were put; of those put at once, by when they were fetched."""
        return self.number, self.meta.get("retrieved_at", ""), self.id


@dataclass(frozen=True)
class Entry:
    """What is kept under a key: the bytes, and the objects that answered before, oldest first."""

    key: str
    sha256: str
    body: bytes
    meta: Mapping[str, str]
    revisions: tuple[Pointer, ...] = ()


@dataclass(frozen=True)
class History:
    """All that ever answered a key, oldest first; `lost` where the newest pointer was damaged."""

    key: str
    folder: Path
    pointers: tuple[Pointer, ...]
    lost: bool = False

    @property
    def newest(self) -> Pointer | None:
        return None if self.lost or not self.pointers else self.pointers[-1]

    @property
    def revisions(self) -> tuple[Pointer, ...]:
        """The earlier answers that said something else, not those that a later one continues."""
        earlier = self.pointers if self.lost else self.pointers[:-1]
        replaced = {pointer.replaces for pointer in self.pointers}
        return tuple(pointer for pointer in earlier if pointer.id not in replaced)


class Store:
    """A folder of fetched bytes; any number of processes may read and write it at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._warned = False
        self._swept = False

    @classmethod
    def default(cls) -> Store:
        """The user's store: `FACTCHECK_STORE`, else a folder in the platform's place for caches."""
        return cls(default_path())

    def put(self, key: str, body: bytes, meta: Mapping[str, str], *, extends: str = "") -> str:
        """Keep `body` as the answer to `key` and return its SHA-256.

        An earlier answer that differs stays listed as a revision, unless it is the object that the
        new one `extends`. Whatever the disk says, this does not raise: the caller has the bytes.
        """
        sha256 = hashlib.sha256(body).hexdigest()
        try:
            self._sweep()
            self.place(self.object_path(sha256), body)
            self._point(key, sha256, meta, extends)
            if disk.about(self.object_path(sha256)) is None:  # pruned before it was pointed to
                self.place(self.object_path(sha256), body)
        except TROUBLE as problem:
            self._give_up(problem)
        return sha256

    def get(self, key: str) -> Entry | None:
        """What is kept under `key`; None where there is nothing that matches its hash."""
        newest = self.pointer(key)
        body = self.object(newest.sha256) if newest else None
        if newest is None or body is None:
            return None
        try:
            revisions = self.history(key).revisions
        except TROUBLE:
            revisions = ()
        return Entry(key, newest.sha256, body, newest.meta, revisions)

    def pointer(self, key: str) -> Pointer | None:
        """Which object answers `key`, without reading it; never an older one than the newest."""
        folder = self._folder(key)
        try:
            names = self._numbered(folder)
            found = [self._pointer(folder / n, key) for n in names if n[:8] == names[-1][:8]]
        except TROUBLE:
            return None
        whole = [pointer for pointer in found if pointer]
        return max(whole, key=lambda p: p.order) if whole and len(whole) == len(found) else None

    def history(self, key: str) -> History:
        """All that ever answered `key`. Raises OSError where the disk fails."""
        folder = self._folder(key)
        names = self._numbered(folder)
        found = [self._pointer(folder / name, key) for name in names]
        whole = sorted((pointer for pointer in found if pointer), key=lambda p: p.order)
        last = [p for p, name in zip(found, names, strict=True) if name[:8] == names[-1][:8]]
        return History(key, folder, tuple(whole), lost=None in last)

    def histories(self) -> Iterator[History]:
        """The history of every key, in no particular order. Raises OSError where the disk fails."""
        for name in disk.names(self.path / "answers"):
            folder = self.path / "answers" / name
            keys = (_key_of(folder / one) for one in reversed(self._numbered(folder)))
            key = next((k for k in keys if k and _hash(k.encode()) == name), None)
            if key is not None:
                yield self.history(key)

    def object(self, sha256: str) -> bytes | None:
        """The bytes with this hash; None where they are not here, or no longer these."""
        if not SHA256.fullmatch(sha256):
            return None
        return self._checked(self.object_path(sha256), sha256)

    def put_parsed(self, sha256: str, name: str, body: bytes) -> None:
        """Keep a faster form of the object `sha256`; `name` says which form and of what version."""
        path = self.parsed_path(sha256, name)
        try:
            self._sweep()
            # no fsync: a form that is lost or cut is made again
            self.place(path, hashlib.sha256(body).digest() + body, durable=False)
        except TROUBLE as problem:
            self._give_up(problem)

    def get_parsed(self, sha256: str, name: str) -> bytes | None:
        """A form kept by `put_parsed`; None where there is none or it was damaged."""
        path = self.parsed_path(sha256, name)
        try:
            whole = disk.read(path)
        except TROUBLE:
            return None
        if hashlib.sha256(memoryview(whole)[32:]).digest() == whole[:32]:
            return whole[32:]
        self.quarantine(path)
        return None

    def hold(self, name: str, hashes: Iterable[str]) -> None:
        """Never prune these objects while `name`, a bundle's or a lock's, is held.

        Held anew under the same name, only the new ones are. Does not raise, as `put`.
        """
        said = json.dumps({"name": name, "objects": sorted(set(hashes))}, sort_keys=True).encode()
        try:
            self._sweep()
            self.place(self._hold(name), f"{_hash(said)}\n".encode() + said + b"\n")
        except TROUBLE as problem:
            self._give_up(problem)

    def release(self, name: str) -> bool:
        """Hold nothing under `name` any more; whether anything was. Raises OSError where the disk fails."""
        there = self.is_holding(name)
        disk.remove(self._hold(name))
        return there

    def is_holding(self, name: str) -> bool:
        """Whether something is held under `name`, be it damaged."""
        return disk.about(self._hold(name)) is not None

    def holds(self) -> dict[str, tuple[str, ...]]:
        """The objects held, by the name that holds them.

        Raises ValueError for a hold that cannot be read: what it names is then not known.
        """
        found = {}
        for file in disk.names(self.path / "holds"):
            digest, _, said = disk.read(self.path / "holds" / file).rstrip(b"\n").partition(b"\n")
            if digest != _hash(said).encode():
                raise ValueError(f"holds/{file}")
            told = json.loads(said)
            found[str(told["name"])] = tuple(map(str, told["objects"]))
        return found

    def object_path(self, sha256: str) -> Path:
        return self.path / "objects" / sha256[:2] / sha256

    def parsed_path(self, sha256: str, name: str) -> Path:
        if not FORM.fullmatch(name):
            raise ValueError(f"{name!r} is no name for a parsed form")
        return self.path / "parsed" / sha256[:2] / f"{sha256}.{name}"

    def place(self, path: Path, body: bytes, durable: bool = True) -> None:
        """Write `body` so that `path` is either as before or whole, also after a crash.

        Raises OSError, and then leaves nothing behind where the disk lets it.
        """
        if self._has(path, body):
            return
        disk.make_folder(self.path)  # first, since only the last of a path is made private
        disk.make_folder(path.parent)
        temporary = self.path / f"{TEMPORARY}{disk.token()}"
        try:
            _write(temporary, body, durable)
            disk.rename(temporary, path)
        except BaseException:
            with suppress(OSError):  # then the sweep of a later run will
                disk.remove(temporary)
            raise
        if durable:
            disk.sync_folder(path.parent)

    def quarantine(self, path: Path) -> bool:
        """Move a damaged file out of the way, for someone to look at; whether that could be done."""
        _say("in the store %s: %s was damaged and is not used", self.path, self._inside(path))
        aside = self.path / "quarantine" / f"{path.name}-{os.getpid()}-{time.monotonic_ns()}"
        try:
            disk.make_folder(aside.parent)
            disk.rename(path, aside)
        except TROUBLE:
            return False  # a store that cannot be written to: the miss is enough
        return True

    def lose(self, path: Path) -> bool:
        """Quarantine a pointer; that it was there stays known, so that no older one is taken for it."""
        try:
            self.place(path.with_name(f"{path.name[:8]}-lost"), b"")
        except TROUBLE:
            return False
        return self.quarantine(path)

    def _folder(self, key: str) -> Path:
        return self.path / "answers" / _hash(key.encode())

    def _hold(self, name: str) -> Path:
        return self.path / "holds" / _hash(name.encode())

    def _inside(self, path: Path) -> str:
        return path.relative_to(self.path).as_posix()

    def _numbered(self, folder: Path) -> list[str]:
        return sorted(filter(ANSWER.fullmatch, disk.names(folder)))

    def _pointer(self, path: Path, key: str) -> Pointer | None:
        """The pointer in a file; None for one that is lost, gone or damaged."""
        number, _, digest = path.name.partition("-")
        if digest == "lost":
            return None
        try:
            body = disk.read(path)
        except FileNotFoundError:  # pruned
            return None
        if _hash(body) == digest:
            return read_pointer(body, key, int(number))
        self.lose(path)
        return None

    def _point(self, key: str, sha256: str, meta: Mapping[str, str], extends: str) -> None:
        folder = self._folder(key)
        names = self._numbered(folder)
        last = self.pointer(key) if names else None
        replaces = last.id if last is not None and last.sha256 in (extends, sha256) else ""
        said = {"key": key, "object": sha256, "meta": dict(meta), "replaces": replaces}
        line = json.dumps(said, sort_keys=True).encode() + b"\n"
        number = int(names[-1][:8]) + 1 if names else 1
        self.place(folder / f"{number:08d}-{_hash(line)}", line)

    def _checked(self, path: Path, sha256: str) -> bytes | None:
        try:
            body = disk.read(path)
        except TROUBLE:
            return None
        if _hash(body) == sha256:
            return body
        self.quarantine(path)
        return None

    def _has(self, path: Path, body: bytes) -> bool:
        there = disk.about(path)
        return there is not None and there.st_size == len(body) and disk.read(path) == body

    def _sweep(self) -> None:
        """Remove what processes that died left half-written, once in each run."""
        if self._swept:
            return
        self._swept = True
        oldest = time.time() - STALE_SECONDS
        for name in disk.names(self.path):
            path = self.path / name
            try:
                there = disk.about(path) if name.startswith(TEMPORARY) else None
                if there is not None and there.st_mtime < oldest:
                    disk.remove(path)
            except OSError:  # another process was faster, or it is not ours
                continue

    def _give_up(self, problem: OSError | MemoryError) -> None:
        if not self._warned:
            self._warned = True
            _say("nothing is kept in the store %s: %s", self.path, reason(problem))


def default_path() -> Path:
    """Where the user's store lies: the platform's place for things that can be made again."""
    if chosen := os.environ.get("FACTCHECK_STORE"):
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "factcheck"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "factcheck"
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "factcheck"


def read_pointer(body: bytes, key: str | None, number: int = 0) -> Pointer | None:
    """A pointer from its bytes; None where they are none, or one of another key than `key`."""
    try:
        said = json.loads(body)
        meta = {str(k): str(v) for k, v in said["meta"].items()}
        sha256, replaces = str(said["object"]), str(said["replaces"])
        other = key is not None and said["key"] != key
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if other or not SHA256.fullmatch(sha256):
        return None
    return Pointer(sha256, MappingProxyType(meta), _hash(body), replaces, number)


def reason(problem: OSError | MemoryError) -> str:
    """What the disk said, without a path."""
    if isinstance(problem, MemoryError):
        return "not enough memory"
    return problem.strerror or str(problem)


def _key_of(path: Path) -> str | None:
    try:
        key = json.loads(disk.read(path))["key"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return key if isinstance(key, str) else None


def _write(path: Path, body: bytes, durable: bool) -> None:
    handle = disk.create(path)
    try:
        rest = memoryview(body)
        while rest:
            rest = rest[disk.write(handle, rest) :]
        if durable:
            disk.sync(handle)
    finally:
        disk.close(handle)


def _say(sentence: str, *about: object) -> None:
    import logging  # only when something went wrong

    logging.getLogger("factcheck").warning(sentence, *about)


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
