"""A store in one file or folder, to carry elsewhere: what comes back in is hashed before it is believed.

The layout is the store's own, objects/ and answers/, where each name says what the hash must be; a zip is
stored, in order, with fixed dates, so that the same store makes the same bytes. Parsed forms stay behind.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import struct
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from factcheck import disk
from factcheck.errors import FactcheckError, visible
from factcheck.store import History, Pointer, Store, read_pointer, reason

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

OBJECT = re.compile(r"objects/([0-9a-f]{2})/(\1[0-9a-f]{62})", re.ASCII)
ANSWER = re.compile(r"answers/([0-9a-f]{64})/(\d{8})-([0-9a-f]{64})", re.ASCII)
LOST = re.compile(r"answers/[0-9a-f]{64}/\d{8}-lost", re.ASCII)
MOST_FILES, MOST_BYTES, LARGEST = 10_000, 500_000_000, 50_000_000
LARGEST_ANSWER = 100_000
ZIP_FILES, ZIP_BYTES = 65_000, 4_000_000_000  # beyond that a zip is written in another way
END = struct.Struct("<4s4H2LH")
ENTRY_BYTES = 46 + 200  # of a zip's directory, with the longest name
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Limits:
    """How much is taken in: files, and bytes in all."""

    files: int = MOST_FILES
    size: int = MOST_BYTES


@dataclass
class Carried:
    """How many answers and objects were carried; how many answers were left out, being damaged."""

    answers: int = 0
    objects: int = 0
    left_out: int = 0


# ------------------------------------------------------------------------------------------- out


def export(store: Store, target: Path, symbols: Collection[str] = ()) -> Carried:
    """Write the answers about `symbols`, or all, into a new zip (named .zip) or folder.

    Raises FactcheckError where it cannot be written, or where there is nothing to write.
    """
    try:
        histories = sorted(_about(store, symbols), key=lambda history: history.folder.name)
        if not histories:
            raise FactcheckError(f"the store {store.path} has nothing of that")
        if target.suffix.lower() == ".zip":
            return _export_zip(store, target, histories)
        if disk.names(target):
            raise FactcheckError(f"{visible(str(target))}: is there already; name a new folder")
        other, done = Store(target), Carried()
        for name, body in _members(store, histories, done):
            other.place(target / name, body)
        return done
    except OSError as problem:
        raise FactcheckError(f"{visible(str(target))}: cannot be written: {reason(problem)}") from None


def _about(store: Store, symbols: Collection[str]) -> Iterator[History]:
    for history in store.histories():
        told = {pointer.meta.get("symbol") for pointer in history.pointers}
        if _may_travel(history.key, history.pointers) and (not symbols or told & set(symbols)):
            yield history


def _may_travel(key: str, pointers: Collection[Pointer]) -> bool:
    """Whether these are a source's answers, or bars that a lock names; calendars are worked out anew."""
    return all(
        key.startswith(f"{p.meta.get('source')}/{p.meta.get('symbol')}/") or key == f"evidence/{p.sha256}"
        for p in pointers
    )


def _members(store: Store, histories: list[History], done: Carried) -> Iterator[tuple[str, bytes]]:
    """The files of these histories, in order of their names; what is damaged is left out."""
    whole: set[str] = set()
    for history in histories:
        for pointer in history.pointers:
            if pointer.sha256 not in whole and store.object(pointer.sha256) is None:
                done.left_out += 1
                continue
            whole.add(pointer.sha256)
            done.answers += 1
            name = f"{pointer.number:08d}-{pointer.id}"
            yield f"answers/{history.folder.name}/{name}", disk.read(history.folder / name)
        done.left_out += history.lost
    for sha256 in sorted(whole):
        body = store.object(sha256)
        if body is None:
            raise FactcheckError(f"the store {store.path} is being pruned; try again")
        done.objects += 1
        yield f"objects/{sha256[:2]}/{sha256}", body


def _export_zip(store: Store, target: Path, histories: list[History]) -> Carried:
    from zipfile import ZIP_STORED, ZipFile

    done, size, files = Carried(), 0, 0
    beside = target.with_name(f".{target.name}.{disk.token()}.tmp")
    try:
        with ZipFile(beside, "x", ZIP_STORED, allowZip64=False) as archive:
            for name, body in _members(store, histories, done):
                size, files = size + len(body) + 2 * ENTRY_BYTES, files + 1
                if size > ZIP_BYTES or files > ZIP_FILES:
                    raise FactcheckError(
                        f"{visible(str(target))}: too much for one zip; name a folder, or some symbols"
                    )
                archive.writestr(_zip_info(name), body)
        disk.rename(beside, target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    return done


def _zip_info(name: str) -> ZipInfo:
    from zipfile import ZipInfo

    info = ZipInfo(name, FIRST_DAY)
    info.create_system = 3  # Unix, on every platform
    info.external_attr = (stat.S_IFREG | 0o444) << 16
    return info


# -------------------------------------------------------------------------------------------- in


def take_in(store: Store, source: Path, now: datetime, limits: Limits | None = None) -> Carried:
    """Add what `export` wrote before `now`. All of it is checked before any of it is kept.

    Raises FactcheckError with what is wrong, and for a store that cannot be written to.
    """
    with ExitStack() as stack:
        try:
            found: _Source = _Folder(source) if source.is_dir() else stack.enter_context(_Zip(source, limits))
            pointers = _checked(found, now, limits or Limits())
        except ValueError as error:
            raise FactcheckError(f"{visible(str(source))}: {error}") from None
        except OSError as problem:
            raise FactcheckError(f"{visible(str(source))}: cannot be read: {reason(problem)}") from None
        try:
            return _adopted(store, found, pointers)
        except (OSError, ValueError) as problem:
            why = reason(problem) if isinstance(problem, OSError) else problem
            raise FactcheckError(f"the store {store.path}: {why}") from None


class _Source(Protocol):
    """A store's files by name, and how large each is."""

    sizes: dict[str, int]

    def read(self, name: str) -> bytes: ...


@dataclass(frozen=True)
class _Arrived:
    """A pointer that came, with its key and its bytes."""

    key: str
    pointer: Pointer
    body: bytes


def _checked(found: _Source, now: datetime, limits: Limits) -> list[_Arrived]:
    """The pointers, once every object they lead to was hashed. Raises ValueError."""
    if len(found.sizes) > limits.files:
        raise ValueError(f"more than {limits.files:,} files (--max-files takes more)")
    if sum(found.sizes.values()) > limits.size:
        raise ValueError(f"more than {limits.size / 1e6:,.0f} MB (--max-size takes more)")
    arrived = []
    for name, size in sorted(found.sizes.items()):
        if size > LARGEST:
            raise ValueError(f"{name} is larger than {LARGEST // 1_000_000} MB")
        if answer := ANSWER.fullmatch(name):
            if size > LARGEST_ANSWER:
                raise ValueError(f"{name} is larger than {LARGEST_ANSWER // 1000} kB")
            arrived.append(_arrived(found.read(name), answer[1], int(answer[2]), answer[3]))
        elif not OBJECT.fullmatch(name) and not LOST.fullmatch(name):
            raise ValueError(f"{name[:100]!a} is no file of a store")
    for one in arrived:
        _check_told(one, now)
    for sha256 in {one.pointer.sha256 for one in arrived}:
        _object(found, sha256)
    if not arrived:
        raise ValueError("there is nothing of a store in it")
    return arrived


def _arrived(body: bytes, folder: str, number: int, digest: str) -> _Arrived:
    pointer = read_pointer(body, None, number)
    if pointer is None or pointer.id != digest:
        raise ValueError(f"answers/{folder}/{number:08d}-{digest} does not match its hash")
    key = json.loads(body)["key"]
    if not isinstance(key, str) or not key.isprintable():
        raise ValueError(f"answers/{folder} answers no key")
    if hashlib.sha256(key.encode()).hexdigest() != folder:
        raise ValueError(f"answers/{folder} answers another key")
    return _Arrived(key, pointer, body)


def _check_told(one: _Arrived, now: datetime) -> None:
    """What sources rely on. Raises ValueError."""
    if not _may_travel(one.key, [one.pointer]):
        raise ValueError(f"{one.key[:100]!a} is no answer of a source")
    if not one.key.startswith("evidence/"):
        try:
            early = datetime.fromisoformat(_fetched(one.pointer)) <= now
        except (ValueError, TypeError):
            early = False
        if not early:
            raise ValueError(f"{one.key[:100]!a} was fetched at no time that has passed")


def _object(found: _Source, sha256: str) -> bytes:
    name = f"objects/{sha256[:2]}/{sha256}"
    if name not in found.sizes:
        raise ValueError(f"{name} is missing")
    body = found.read(name)
    if hashlib.sha256(body).hexdigest() != sha256:
        raise ValueError(f"{name} does not match its hash")
    return body


def _adopted(store: Store, found: _Source, arrived: list[_Arrived]) -> Carried:
    done, new = Carried(), {one.pointer.sha256 for one in arrived}
    for sha256 in sorted(new):
        done.objects += store.object(sha256) is None
        store.place(store.object_path(sha256), _object(found, sha256))
    for key in sorted({one.key for one in arrived}):
        done.answers += _merge(store, key, [one for one in arrived if one.key == key])
    return done


def _merge(store: Store, key: str, arrived: list[_Arrived]) -> int:
    """Add pointers to a key's own: after them where they were fetched later, else before."""
    here = store.history(key)
    known = {pointer.id for pointer in here.pointers}
    new = sorted((one for one in arrived if one.pointer.id not in known), key=lambda one: one.pointer.order)
    if not new:
        return 0
    newest = here.newest
    later = newest is None or _fetched(new[-1].pointer) > _fetched(newest)
    last = max((int(name[:8]) for name in disk.names(here.folder) if name[:8].isdigit()), default=0)
    for rank, one in enumerate(new, 1):
        number = last + rank if later else 0
        store.place(here.folder / f"{number:08d}-{one.pointer.id}", one.body)
    return len(new)


def _fetched(pointer: Pointer) -> str:
    return pointer.meta.get("retrieved_at", "")


class _Folder:
    """A folder that was exported, or another store; links in it are not followed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sizes = dict(self._found())

    def _found(self) -> Iterator[tuple[str, int]]:
        for part in ("objects", "answers"):
            if disk.names(self.path / part):
                self._refuse_link(self.path / part, stat.S_ISDIR)
            for folder in disk.names(self.path / part):
                self._refuse_link(self.path / part / folder, stat.S_ISDIR)
                for name in disk.names(self.path / part / folder):
                    if name.startswith("."):
                        continue
                    about = self._refuse_link(self.path / part / folder / name, stat.S_ISREG)
                    yield f"{part}/{folder}/{name}", about.st_size

    def _refuse_link(self, path: Path, wanted: Callable[[int], bool]) -> os.stat_result:
        about = path.lstat()
        if not wanted(about.st_mode):
            kind = "a link" if stat.S_ISLNK(about.st_mode) else "no plain file or folder"
            raise ValueError(f"{path.relative_to(self.path).as_posix()[:100]!a} is {kind}")
        return about

    def read(self, name: str) -> bytes:
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(self.path / name, flags), "rb") as file:
            return file.read(self.sizes[name] + 1)


class _Zip:
    """A zip with nothing in it but what `export` writes; nothing of it is unpacked to the disk."""

    def __init__(self, path: Path, limits: Limits | None) -> None:
        self.path, self.limits = path, limits or Limits()
        self.sizes: dict[str, int] = {}
        self._infos: dict[str, ZipInfo] = {}

    def __enter__(self) -> _Zip:
        from zipfile import BadZipFile, ZipFile

        files = self._check_end()
        try:
            self._archive: ZipFile = ZipFile(self.path)
        except (BadZipFile, NotImplementedError, ValueError, IndexError, struct.error):
            raise ValueError("it is no zip, or a damaged one") from None
        try:
            for info in self._archive.infolist():
                self._check(info)
            if len(self._infos) != files:
                raise ValueError("its directory lies about itself")
        except BaseException:
            self._archive.close()
            raise
        return self

    def __exit__(self, *problem: object) -> None:
        self._archive.close()

    def _check_end(self) -> int:
        """How many files there are, before the directory is read. Raises ValueError."""
        size = self.path.stat().st_size
        if not self.path.is_file() or size < END.size:
            raise ValueError("it is no zip")
        with self.path.open("rb") as file:
            file.seek(size - END.size)
            mark, disks, first, here, files, length, start, comment = END.unpack(file.read(END.size))
        if mark != b"PK\5\6" or disks or first or here != files or comment:
            raise ValueError("it is no zip, or not one of a store's export")
        if files > self.limits.files:
            raise ValueError(f"more than {self.limits.files:,} files (--max-files takes more)")
        if start + length + END.size != size or length > files * ENTRY_BYTES:
            raise ValueError("its directory lies about itself")
        return int(files)

    def _check(self, info: ZipInfo) -> None:
        name = info.filename
        if name in self._infos:
            raise ValueError(f"{name[:100]!a} is in it twice")
        if info.compress_type or info.flag_bits or info.extra or info.file_size != info.compress_size:
            raise ValueError(f"{name[:100]!a} is compressed, or was packed by another program")
        if not stat.S_ISREG(info.external_attr >> 16):
            raise ValueError(f"{name[:100]!a} is no plain file")
        self._infos[name], self.sizes[name] = info, info.file_size

    def read(self, name: str) -> bytes:
        from zipfile import BadZipFile

        try:
            with self._archive.open(self._infos[name]) as member:
                return member.read(self.sizes[name] + 1)
        except (BadZipFile, NotImplementedError, RuntimeError, EOFError, struct.error):
            raise ValueError(f"{name} is damaged") from None
