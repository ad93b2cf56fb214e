"""Merkle trees over the rows of a series, as RFC 9162 (2.1.1 to 2.1.3) makes them.

A row can be published with the few hashes that bind it to the root, and the others stay unpublished.
Each leaf begins with a nonce that only who has the whole series can work out: closes are short, and
a neighbour's hash without one could be guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

NONCE = 16


def leaves(body: bytes, rows: Sequence[bytes]) -> list[bytes]:
    """A leaf for each row of the series that `body` is: its nonce, then the row."""
    sha256 = hashlib.sha256
    key = sha256(b"factcheck nonces\0" + body).digest()
    return [sha256(key + at.to_bytes(8, "big")).digest()[:NONCE] + row for at, row in enumerate(rows)]


def root(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 9162: the hash of the tree over these leaves."""
    level = _lowest(leaves) or [hashlib.sha256().digest()]
    while len(level) > 1:
        level = _above(level)
    return level[0]


def paths(leaves: Sequence[bytes], wanted: Sequence[int]) -> dict[int, list[bytes]]:
    """PATH of RFC 9162 for each of the leaves that are wanted: the siblings, from the bottom up."""
    found: dict[int, list[bytes]] = {at: [] for at in wanted}
    where = {at: at for at in found}
    level = _lowest(leaves)
    while len(level) > 1:
        for leaf, at in where.items():
            sibling = at ^ 1
            if sibling < len(level):
                found[leaf].append(level[sibling])
            where[leaf] = at // 2
        level = _above(level)
    return found


def root_by(leaf: bytes, at: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a proof leads to (RFC 9162, 2.1.3.2). Raises ValueError for one of another shape."""
    if not 0 <= at < size:
        raise ValueError("no such leaf")
    last, found, rest = size - 1, _leaf(leaf), list(path)
    while last:
        if at & 1:
            found = _node(_next(rest), found)
        elif at < last:
            found = _node(found, _next(rest))
        at, last = at >> 1, last >> 1
    if rest:
        raise ValueError("the proof is too long")
    return found


def _next(path: list[bytes]) -> bytes:
    if not path:
        raise ValueError("the proof is too short")
    return path.pop(0)


def _leaf(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\0" + leaf).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


# whole levels, without a call for each hash: a series has thousands


def _lowest(leaves: Sequence[bytes]) -> list[bytes]:
    sha256 = hashlib.sha256
    return [sha256(b"\0" + leaf).digest() for leaf in leaves]


def _above(level: list[bytes]) -> list[bytes]:
    """Pairs hashed; one that is left over goes up as it is, as RFC 9162's split by powers of two does."""
    sha256 = hashlib.sha256
    pairs = [
        sha256(b"\1" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)
    ]
    return pairs + level[-1:] if len(level) % 2 else pairs
