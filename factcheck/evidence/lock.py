"""A price lock: what the claims of a folder rest on, committed beside them.

    factcheck.lock              JSON: for each file the places, answers and calendars of its check
    factcheck.bars/<sha256>.csv the bars and sessions that it names, unless they are left in the store
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factcheck.errors import visible
from factcheck.evidence import EvidenceError, bars
from factcheck.evidence.record import Run, read_run, told
from factcheck.store import Store

FORMAT = "factcheck-lock/1"
NAME, FOLDER = "factcheck.lock", "factcheck.bars"
OBJECT = re.compile(r"[0-9a-f]{64}\.csv", re.ASCII)
MAX_LOCK, MAX_OBJECT = 20_000_000, 50_000_000


@dataclass(frozen=True)
class Lock:
    """The runs of a folder's files, by their names in it."""

    folder: Path
    runs: Mapping[str, Run] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> Lock:
        """The lock of a folder; an empty one where there is none. Raises EvidenceError."""
        path = folder / NAME
        if path.exists() and not path.is_file():
            raise EvidenceError(f"{visible(str(path))}: it is no regular file")
        try:
            with path.open("rb") as file:
                data = file.read(MAX_LOCK + 1)
        except FileNotFoundError:
            return cls(folder)
        except OSError as problem:
            raise EvidenceError(f"{visible(str(path))}: cannot be read: {problem.strerror}") from None
        try:
            return cls(folder, _runs(data))
        except EvidenceError as problem:
            raise EvidenceError(f"{visible(str(path))}: {problem}; write it anew") from None

    def text(self) -> str:
        """The lock as it is committed: sorted, a line for each thing, ASCII."""
        runs = {name: told(run) for name, run in self.runs.items()}
        return json.dumps({"format": FORMAT, "files": runs}, indent=1, sort_keys=True) + "\n"

    @property
    def objects(self) -> set[str]:
        """Every object that it names."""
        return set().union(*(run.objects for run in self.runs.values()))

    @property
    def raw(self) -> set[str]:
        """The answers as they came, by their hashes."""
        origins = (a.origin for run in self.runs.values() for a in run.answers if a.origin)
        return {origin.sha256 for origin in origins if origin.sha256}


def _runs(data: bytes) -> dict[str, Run]:
    if len(data) > MAX_LOCK:
        raise EvidenceError(f"larger than {MAX_LOCK:,} bytes")
    try:
        said: Any = json.loads(data)
        if said["format"] != FORMAT:
            raise EvidenceError(f"not {FORMAT}")
        return {str(name): read_run(run) for name, run in said["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise EvidenceError(f"not {FORMAT}") from None


class Kept(Mapping[str, bytes]):
    """The objects of a lock: from the folder beside it, else from the store."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder, self.store = folder / FOLDER, store

    def __getitem__(self, sha256: str) -> bytes:
        """Raises EvidenceError for bytes that are others, KeyError for none."""
        path = self.folder / f"{sha256}.csv"
        if path.exists() and not path.is_file():
            raise EvidenceError(f"{visible(str(path))}: it is no regular file")
        try:
            with path.open("rb") as file:
                body = file.read(MAX_OBJECT + 1)
        except OSError:
            found = self.store.object(sha256)
            if found is None:
                raise KeyError(sha256) from None
            return found
        if bars.sha256(body) != sha256:
            raise EvidenceError(
                f"{visible(str(path))}: is not what its name says; get it back from version control"
            )
        return body

    def __iter__(self) -> Iterator[str]:
        names = (path.name for path in self.folder.glob("*.csv"))
        return iter(sorted(name[:64] for name in names if OBJECT.fullmatch(name)))

    def __len__(self) -> int:
        return sum(1 for _ in self)
