"""The calls of the operating system that the store makes, in one place: tests make each of them fail."""

from __future__ import annotations

import os
from pathlib import Path


def read(path: Path) -> bytes:
    return path.read_bytes()


def names(folder: Path) -> list[str]:
    """What lies in a folder; nothing where there is no such folder."""
    try:
        return [path.name for path in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []


def about(path: Path) -> os.stat_result | None:
    """Size and times of a file; None where there is none."""
    try:
        return path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def make_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def create(path: Path) -> int:
    """A new file that is open for writing, and that nobody may write to once it is closed."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.open(path, flags, 0o444)


def write(handle: int, body: memoryview) -> int:
    """Write some of `body`; how many bytes it was."""
    return os.write(handle, body)


def sync(handle: int) -> None:
    os.fsync(handle)


def close(handle: int) -> None:
    os.close(handle)


def rename(path: Path, target: Path) -> None:
    """In one step: whoever looks sees the old target or the new one."""
    if os.name == "nt" and target.exists():
        target.chmod(0o600)  # Windows keeps what is read-only
    path.replace(target)


def sync_folder(folder: Path) -> None:
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


def remove(path: Path) -> None:
    if os.name == "nt" and path.exists():
        path.chmod(0o600)
    path.unlink(missing_ok=True)


def touch(path: Path) -> None:
    """Say that the file is in use now."""
    os.utime(path)


def token() -> str:
    """A name that no other process has."""
    return f"{os.getpid()}-{os.urandom(8).hex()}"
