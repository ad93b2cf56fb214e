"""The store: what was fetched, kept under its hash, so that a cut or mixed file is never read.

    objects/ab/<sha256>         bytes as they were fetched, never changed
    parsed/ab/<sha256>.<name>   a form of such an object that loads faster; made again when missing
    refs/<sha256 of key>        JSON lines: which object answers a key, the newest last
    bad/                        what did not match its hash

No database and no locks: a file appears whole or not at all. A store that cannot be written to
works as no store, with one warning. Failures are never kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

TEMPORARY = ".tmp-"
STALE_SECONDS = 3600
KEPT_REVISIONS = 50


@dataclass(frozen=True)
class Pointer:
    """Which object answers a key, and what was said about it when it was put."""

    sha256: str
    meta: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Entry:
    """What is kept under a key: the bytes, and the objects that answered before, oldest first."""

    key: str
    sha256: str
    body: bytes
    meta: Mapping[str, str]
    revisions: tuple[Pointer, ...] = ()


class Store:
    """A folder of fetched bytes; any number of processes may read and write it at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writable = True
        self._swept = False

    @classmethod
    def default(cls) -> Store:
        """The user's store: `FACTCHECK_STORE`, else a folder in the platform's place for caches."""
        return cls(default_path())

    def put(
        self, key: str, body: bytes, meta: Mapping[str, str], *, extends: bool = False
    ) -> str:
        """Keep `body` as the answer to `key` and return its SHA-256.

        An earlier answer that differs stays listed as a revision, unless the new one only `extends`
        it. Whatever the disk says, this does not raise: the caller has the bytes in hand.
        """
        sha256 = hashlib.sha256(body).hexdigest()
        try:
            self._sweep()
            self._place(self._object(sha256), body)
            self._point(key, Pointer(sha256, meta), extends)
        except OSError as problem:
            self._give_up(problem)
        return sha256

    def get(self, key: str) -> Entry | None:
        """What is kept under `key`; None where there is nothing that matches its hash."""
        pointers = self._pointers(key)
        if not pointers:
            return None
        newest = pointers[-1]
        body = self._checked(self._object(newest.sha256), newest.sha256)
        if body is None:
            return None
        return Entry(key, newest.sha256, body, newest.meta, tuple(pointers[:-1]))

    def pointer(self, key: str) -> Pointer | None:
        """Which object answers `key`, without reading it."""
        pointers = self._pointers(key)
        return pointers[-1] if pointers else None

    def object(self, sha256: str) -> bytes | None:
        """The bytes with this hash; None where they are not here, or no longer these."""
        return self._checked(self._object(sha256), sha256)

    def put_parsed(self, sha256: str, name: str, body: bytes) -> None:
        """Keep a faster form of the object `sha256`; `name` says which form and of what version."""
        digest = hashlib.sha256(body).digest()
        try:
            self._sweep()
            # no fsync: a form that is lost or cut is made again
            self._place(self._parsed(sha256, name), digest + body, durable=False)
        except OSError as problem:
            self._give_up(problem)

    def get_parsed(self, sha256: str, name: str) -> bytes | None:
        """A form kept by `put_parsed`; None where there is none or it was damaged."""
        path = self._parsed(sha256, name)
        try:
            whole = path.read_bytes()
        except OSError:
            return None
        if hashlib.sha256(memoryview(whole)[32:]).digest() == whole[:32]:
            return whole[32:]
        self._quarantine(path)
        return None

    def _object(self, sha256: str) -> Path:
        return self.path / "objects" / sha256[:2] / sha256

    def _parsed(self, sha256: str, name: str) -> Path:
        if not name.replace("-", "").replace(".", "").isalnum():
            raise ValueError(f"{name!r} is no name for a parsed form")
        return self.path / "parsed" / sha256[:2] / f"{sha256}.{name}"

    def _ref(self, key: str) -> Path:
        return self.path / "refs" / hashlib.sha256(key.encode()).hexdigest()

    def _pointers(self, key: str) -> list[Pointer]:
        path = self._ref(key)
        try:
            lines = path.read_bytes().splitlines()
        except OSError:
            return []
        try:
            return [_read_pointer(line, key) for line in lines]
        except (ValueError, KeyError, TypeError):
            self._quarantine(path)
            return []

    def _point(self, key: str, newest: Pointer, extends: bool) -> None:
        earlier = self._pointers(key)
        if earlier and (extends or earlier[-1].sha256 == newest.sha256):
            earlier.pop()
        lines = [_pointer_line(key, p) for p in [*earlier[-KEPT_REVISIONS:], newest]]
        self._place(self._ref(key), b"".join(lines))

    def _checked(self, path: Path, sha256: str) -> bytes | None:
        try:
            body = path.read_bytes()
        except OSError:
            return None
        if hashlib.sha256(body).hexdigest() == sha256:
            return body
        self._quarantine(path)
        return None

    def _quarantine(self, path: Path) -> None:
        """Move a damaged file out of the way, for someone to look at."""
        aside = self.path / "bad" / f"{path.name}-{os.getpid()}-{time.monotonic_ns()}"
        try:
            aside.parent.mkdir(exist_ok=True)
            path.replace(aside)
        except OSError:
            return  # a store that cannot be written to: the miss is enough

    def _place(self, path: Path, body: bytes, durable: bool = True) -> None:
        """Write `body` so that `path` is either as before or whole, also after a crash."""
        if _holds(path, body):
            return
        for folder in (self.path, path.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = self.path / f"{TEMPORARY}{os.getpid()}-{os.urandom(8).hex()}"
        try:
            with temporary.open("xb") as file:
                file.write(body)
                file.flush()
                if durable:
                    os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        if durable:
            _sync_folder(path.parent)

    def _sweep(self) -> None:
        """Remove what processes that died left half-written, once in each run."""
        if self._swept:
            return
        self._swept = True
        if not self.path.is_dir():
            return
        oldest = time.time() - STALE_SECONDS
        for entry in os.scandir(self.path):
            if entry.name.startswith(TEMPORARY) and entry.stat().st_mtime < oldest:
                Path(entry.path).unlink(missing_ok=True)

    def _give_up(self, problem: OSError) -> None:
        if self._writable:
            self._writable = False
            import logging  # only when something went wrong

            logging.getLogger("factcheck").warning(
                "nothing is kept in the store %s: %s", self.path, problem.strerror or problem
            )


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


def _read_pointer(line: bytes, key: str) -> Pointer:
    said = json.loads(line)
    sha256, meta = said["object"], said["meta"]
    if said["key"] != key or len(sha256) != 64 or not all(c in "0123456789abcdef" for c in sha256):
        raise ValueError("a pointer of another key, or to no object")
    return Pointer(sha256, MappingProxyType({str(k): str(v) for k, v in meta.items()}))


def _pointer_line(key: str, pointer: Pointer) -> bytes:
    said = {"key": key, "object": pointer.sha256, "meta": dict(pointer.meta)}
    return json.dumps(said, sort_keys=True).encode() + b"\n"


def _holds(path: Path, body: bytes) -> bool:
    try:
        return path.stat().st_size == len(body) and path.read_bytes() == body
    except OSError:
        return False


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the platform can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        return  # some network file systems cannot; the rename itself is done
    finally:
        os.close(handle)
