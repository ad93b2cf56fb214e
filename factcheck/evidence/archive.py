"""A bundle's file: members, stored and not compressed, in a zip that has one form only.

Any zip program can open it. Reading takes nothing for granted: the members are walked from the first
byte, and what was read must be, written again, exactly what was given. So there is no other name, size,
date, link, comment, order, compression or hidden byte than the ones written here, and nothing of the
zip's own directory has to be believed. Nothing is ever unpacked to a disk.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping

from factcheck.evidence import EvidenceError

NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]|/(?=[a-z0-9]))*", re.ASCII)
MAX_NAME, MAX_MEMBERS = 200, 10_000
MAX_MEMBER, MAX_TOTAL = 50_000_000, 200_000_000

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_NEEDED, _STORED, _NO_FLAGS = 10, 0, 0
_MIDNIGHT, _DAY = 0, (1980 - 1980) << 9 | 1 << 5 | 1  # 1980-01-01, the first that a zip can tell
_MADE_BY = 3 << 8 | 20  # Unix, so that the mode below is read as one
_MODE = 0o100644 << 16


def write(members: Mapping[str, bytes]) -> bytes:
    """The zip of these members, in the order of their names. Raises EvidenceError beyond the limits."""
    _allow(members)
    return b"".join(_parts(members))


def _parts(members: Mapping[str, bytes]) -> Iterator[bytes]:
    directory, offset = [], 0
    for name in sorted(members):
        body, told = members[name], name.encode("ascii")
        about = (_NEEDED, _NO_FLAGS, _STORED, _MIDNIGHT, _DAY, zlib.crc32(body), len(body), len(body))
        head = _LOCAL.pack(b"PK\3\4", *about, len(told), 0)
        yield from (head, told, body)
        directory += [
            _CENTRAL.pack(b"PK\1\2", _MADE_BY, *about, len(told), 0, 0, 0, 0, _MODE, offset),
            told,
        ]
        offset += len(head) + len(told) + len(body)
    size, count = sum(map(len, directory)), len(members)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, size, offset, 0)
    yield from (*directory, end)


def read(data: bytes) -> dict[str, bytes]:
    """The inverse of `write`. Raises EvidenceError, with what is wrong, for any other bytes."""
    if len(data) > MAX_TOTAL:
        raise EvidenceError(f"larger than {MAX_TOTAL // 1_000_000} MB")
    members: dict[str, bytes] = {}
    at = 0
    while data[at : at + 4] == b"PK\3\4":
        name, start, end = _member(data, at)
        if name in members:
            raise EvidenceError(f"two members are called {name}")
        members[name] = data[start:end]
        at = end
        if len(members) > MAX_MEMBERS:
            raise EvidenceError(f"more than {MAX_MEMBERS:,} members")
    if not members:
        raise EvidenceError("no bundle: it does not begin as one")
    _allow(members)
    if not _is_all(data, _parts(members)):
        raise EvidenceError("it is not as it was written: changed, cut off, or packed again")
    return members


def _member(data: bytes, at: int) -> tuple[str, int, int]:
    """The name of the member at `at`, and where its bytes start and end."""
    if at + _LOCAL.size > len(data):
        raise EvidenceError("it is cut off")
    _, _, flags, method, _, _, _, packed, size, length, extra = _LOCAL.unpack_from(data, at)
    start = at + _LOCAL.size + length
    told = data[at + _LOCAL.size : start]
    name = told.decode("ascii", errors="replace")
    if not _is_name(name):
        raise EvidenceError(f"a member is called {name[:80]!a}")
    if method != _STORED or flags or extra:
        raise EvidenceError(f"{name} is compressed, or was packed by another program")
    if packed != size or size > MAX_MEMBER:
        raise EvidenceError(f"{name} is larger than {MAX_MEMBER // 1_000_000} MB, or lies about its size")
    if start + size > len(data):
        raise EvidenceError(f"{name} is cut off")
    return name, start, start + size


def _is_all(data: bytes, parts: Iterator[bytes]) -> bool:
    """Whether `data` is these parts, one after the other."""
    at = 0
    for part in parts:
        if not data.startswith(part, at):
            return False
        at += len(part)
    return at == len(data)


def _allow(members: Mapping[str, bytes]) -> None:
    if len(members) > MAX_MEMBERS:
        raise EvidenceError(f"more than {MAX_MEMBERS:,} members")
    for name, body in members.items():
        if not _is_name(name):
            raise EvidenceError(f"no member can be called {name[:80]!a}")
        if len(body) > MAX_MEMBER:
            raise EvidenceError(f"{name} is larger than {MAX_MEMBER // 1_000_000} MB")
    if sum(map(len, members.values())) + 200 * len(members) > MAX_TOTAL:
        raise EvidenceError(f"larger than {MAX_TOTAL // 1_000_000} MB in all")


def _is_name(name: str) -> bool:
    return len(name) <= MAX_NAME and NAME.fullmatch(name) is not None and ".." not in name


