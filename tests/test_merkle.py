"""Merkle trees: RFC 9162's own definition, written a second time, and proofs that only fit their row."""

import hashlib
from contextlib import suppress

import pytest

from factcheck.evidence import merkle

# the leaves of the test vectors of google/certificate-transparency, and the roots after each
LEAVES = [bytes.fromhex(h) for h in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                                     "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def plainly(leaves):
    """MTH as RFC 9162, 2.1.1 says it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + plainly(leaves[:split]) + plainly(leaves[split:])).digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_certificate_transparency(size):
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize("size", [0, 1, 2, 3, 5, 7, 8, 13, 64, 65, 100])
def test_roots_are_as_the_standard_defines_them(size):
    leaves = [str(n).encode() for n in range(size)]
    assert merkle.root(leaves) == plainly(leaves)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 8, 13, 33])
def test_a_proof_leads_from_its_row_to_the_root_and_from_no_other(size):
    leaves = [str(n).encode() for n in range(size)]
    root = merkle.root(leaves)
    for at, path in merkle.paths(leaves, range(size)).items():
        assert merkle.root_by(leaves[at], at, size, path) == root
        assert merkle.root_by(b"another", at, size, path) != root
        for wrong in (path[:-1], [*path, b"x" * 32]):
            if wrong != path:
                with pytest.raises(ValueError, match="proof"):
                    merkle.root_by(leaves[at], at, size, wrong)
        for other in set(range(size)) - {at}:
            with suppress(ValueError):  # a path of another length
                assert merkle.root_by(leaves[at], other, size, path) != root
    with pytest.raises(ValueError, match="no such leaf"):
        merkle.root_by(b"0", size, size, [])


def test_a_leaf_cannot_be_guessed_from_its_row():
    """Equal rows of different series, and of one series, have different leaves."""
    rows = [b"2025-02-20,,,,1.00,", b"2025-02-20,,,,1.00,"]
    leaves = [*merkle.leaves(b"one", rows), *merkle.leaves(b"two", rows)]
    assert len(set(leaves)) == 4
    assert [leaf[merkle.NONCE :] for leaf in leaves] == rows * 2
