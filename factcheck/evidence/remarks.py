"""Remarks: what became known of a bundle after it was made, by whom and when; never an edit of it.

    addenda/0001.json   RFC 8785: who, when, what, the manifest that it is of, and the remark before

The manifest does not name them, and no signature or time stamp covers them. Each holds the hash of the
manifest and of the one before, so one that was taken out of the middle, moved or brought along from
another bundle shows. Who writes all of them anew, or drops the last, is found out only by the hash of
the last one, where somebody kept it: that hash stands for all of them and for the manifest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from factcheck.errors import FactcheckError
from factcheck.evidence import EvidenceError, bars
from factcheck.evidence.bundle import REMARKS, canonical, read_canonical

FORMAT = "factcheck-remark/1"
MEMBER = re.compile(rf"{REMARKS}\d{{4}}\.json", re.ASCII)
MOST, MAX_BY, MAX_TEXT = 1000, 200, 10_000


@dataclass(frozen=True)
class Remark:
    """What somebody says of a bundle. `manifest` is the hash of the one it is of, `before` that of the
    remark before, or nothing."""

    by: str
    at: datetime
    text: str
    manifest: str
    before: str = ""

    def written(self) -> bytes:
        """The one form that it has."""
        return canonical({
            "format": FORMAT,
            "manifest": self.manifest,
            "before": self.before,
            "by": self.by,
            "at": self.at.astimezone(UTC).isoformat(timespec="seconds"),
            "text": self.text,
        })  # fmt: skip

    @property
    def sha256(self) -> str:
        return bars.sha256(self.written())

    @property
    def told(self) -> str:
        """When and by whom it says that it was made."""
        return f"{self.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC, by {self.by}"


def added(remarks: Sequence[Remark], manifest: bytes, by: str, text: str, at: datetime) -> Remark:
    """The remark after these, of a bundle with this manifest. Raises FactcheckError."""
    by, text = by.strip(), text.strip()
    for option, said, most in (("--by", by, MAX_BY), ("--text", text, MAX_TEXT)):
        if not 0 < len(said) <= most:
            raise FactcheckError(f"{option} has {len(said):,} characters; write 1 to {most:,}")
        if any("\ud800" <= character <= "\udfff" for character in said):
            raise FactcheckError(f"{option} is no text: write it in UTF-8")
    if not by.isprintable():
        raise FactcheckError("--by is a name, on one line")
    if len(remarks) >= MOST:
        raise FactcheckError(f"the bundle has {MOST:,} remarks already, and holds no more")
    return Remark(by, at, text, bars.sha256(manifest), remarks[-1].sha256 if remarks else "")


def members(remarks: Sequence[Remark]) -> dict[str, bytes]:
    """The files that hold them."""
    return {_name(number): one.written() for number, one in enumerate(remarks, 1)}


def read(files: Mapping[str, bytes], manifest: bytes) -> tuple[Remark, ...]:
    """The remarks in the files of a bundle, in order. Raises EvidenceError where one is not of this
    manifest, does not follow the one before, or is missing."""
    return tuple(_read(files, bars.sha256(manifest)))


def _read(files: Mapping[str, bytes], manifest: str) -> Iterator[Remark]:
    found = sorted(name for name in files if name.startswith(REMARKS))
    if len(found) > MOST:
        raise EvidenceError(f"it has more than {MOST:,} remarks")
    before = ""
    for number, name in enumerate(found, 1):
        if not MEMBER.fullmatch(name):
            raise EvidenceError(f"{name} is no remark")
        if name != _name(number):
            raise EvidenceError(f"{_name(number)} is missing: there is a remark after it")
        one = _remark(files[name], name)
        if one.manifest != manifest:
            raise EvidenceError(f"{name} is a remark on another bundle")
        if one.before != before:
            raise EvidenceError(f"{name} does not follow the remark before it: one was changed or taken out")
        before = one.sha256
        yield one


def _remark(data: bytes, name: str) -> Remark:
    said = read_canonical(data, name)
    try:
        one = Remark(
            said["by"], datetime.fromisoformat(said["at"]), said["text"], said["manifest"], said["before"]
        )
        same = one.written() == data and 0 < len(one.by) <= MAX_BY and 0 < len(one.text) <= MAX_TEXT
    except (KeyError, TypeError, ValueError, OverflowError, EvidenceError):
        same = False
    if not same:
        raise EvidenceError(f"{name} is no {FORMAT}")
    return one


def _name(number: int) -> str:
    return f"{REMARKS}{number:04d}.json"
