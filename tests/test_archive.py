"""A bundle's file: one form only, and nothing in it is taken for granted."""

import io
import os
import stat
import struct
import zipfile
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.evidence import EvidenceError, archive

MEMBERS = {"manifest.json": b"{}", "bars/ab.csv": b"1,2\n" * 40, "empty": b""}
WHOLE = archive.write(MEMBERS)


def zipped(*members, comment=b"", **about):
    """A zip as other programs make it; a member is a name, or what `ZipInfo` says, and bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", **about) as made:
        for name, body in members:
            made.writestr(name, body)
        made.comment = comment
    return file.getvalue()


def info(name, mode=0o100644, **about):
    found = zipfile.ZipInfo(name)
    found.external_attr = mode << 16
    for key, value in about.items():
        setattr(found, key, value)
    return found


def test_members_come_back_as_they_were():
    assert archive.read(WHOLE) == MEMBERS


def test_any_zip_program_reads_it():
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as made:
        assert made.testzip() is None
        assert {name: made.read(name) for name in made.namelist()} == MEMBERS
        modes = {stat.filemode(one.external_attr >> 16) for one in made.infolist()}
    assert modes == {"-rw-r--r--"}


def test_the_order_of_making_plays_no_part():
    assert archive.write(dict(reversed(MEMBERS.items()))) == WHOLE


HOSTILE = {
    "nothing": b"",
    "no zip": b"MZ\x90\0",
    "a page": b"<!doctype html>",
    "an empty zip": zipped(),
    "compressed": zipped(("a", b"x" * 1000), compression=zipfile.ZIP_DEFLATED),
    "packed by another program": zipped(("manifest.json", b"{}")),
    "climbs out": zipped(("../evil.txt", b"x")),
    "climbs out inside": zipped(("bars/../../evil.txt", b"x")),
    "absolute": zipped(("/etc/passwd", b"x")),
    "a drive": zipped(("c:/x", b"x")),
    "a backslash": zipped((info("bars\\x"), b"x")),
    "capitals": zipped(("Manifest.json", b"x")),
    "a link": zipped((info("link", 0o120777), b"/etc/passwd")),
    "a folder": zipped((info("bars/", 0o040755), b"")),
    "a device": zipped((info("dev", 0o020666), b"")),
    "another letter": zipped(("mаnifest.json", b"x")),
    "bidi": zipped(("a\u202egpj.exe", b"x")),
    "control": zipped(("a\x1b[31m", b"x")),
    "hidden": zipped((".profile", b"x")),
    "a long name": zipped(("a" * 201, b"x")),
    "a comment": zipped(("a", b"x"), comment=b"c"),
    "an extra field": zipped((info("a", extra=struct.pack("<2H", 1, 0)), b"x")),
    "bytes before": b"#!/bin/sh\n" + WHOLE,
    "bytes after": WHOLE + b"\n",
    "twice itself": WHOLE + WHOLE,
    "cut": WHOLE[:-1],
    "cut in a member": WHOLE[:60],
    "cut in a heading": WHOLE[:20],
    "no directory": WHOLE[: WHOLE.index(b"PK\1\2")],
    "a larger size": WHOLE.replace(struct.pack("<2I", 160, 160), struct.pack("<2I", 161, 161)),
    "a lying size": WHOLE.replace(struct.pack("<2I", 160, 160), struct.pack("<2I", 160, 2**32 - 1)),
    "a huge size": WHOLE.replace(struct.pack("<2I", 160, 160), struct.pack("<2I", 2**32 - 1, 2**32 - 1)),
    "another sum": WHOLE.replace(struct.pack("<2I", 0, 0) + struct.pack("<2I", 0, 0)[:4], b"\1" * 12),
    "another date": WHOLE.replace(struct.pack("<2H", 0, 33), struct.pack("<2H", 0, 34)),
    "encrypted": WHOLE.replace(b"PK\3\4\n\0\0\0", b"PK\3\4\n\0\1\0"),
    "another order": None,
    "one name twice": None,
}


def local_parts(data):
    """The members of WHOLE as they stand, each with its heading."""
    starts = [at for at in range(len(data)) if data.startswith((b"PK\3\4", b"PK\1\2"), at)][:4]
    return [data[a:b] for a, b in pairwise(starts)], data[starts[3] :]


PARTS, REST = local_parts(WHOLE)
HOSTILE["another order"] = b"".join([*reversed(PARTS), REST])
HOSTILE["one name twice"] = b"".join([*PARTS, PARTS[0], REST])


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("case", HOSTILE)
def test_nothing_else_is_read(case):
    assert HOSTILE[case] != WHOLE
    with pytest.raises(EvidenceError) as told:
        archive.read(HOSTILE[case])
    assert str(told.value).isprintable() and len(str(told.value)) < 200


def test_a_member_too_many_or_too_large_is_not_read(monkeypatch):
    monkeypatch.setattr(archive, "MAX_MEMBERS", 2)
    with pytest.raises(EvidenceError, match="more than 2 members"):
        archive.read(WHOLE)
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    monkeypatch.setattr(archive, "MAX_MEMBER", 159)
    with pytest.raises(EvidenceError, match=r"bars/ab\.csv is larger"):
        archive.read(WHOLE)
    monkeypatch.undo()
    monkeypatch.setattr(archive, "MAX_TOTAL", len(WHOLE) - 1)
    with pytest.raises(EvidenceError, match="larger than"):
        archive.read(WHOLE)


@pytest.mark.parametrize(
    "name", ["", "A", "../x", "a/../b", "/a", "a/", "a//b", "ä", "a\n", "a b", "a" * 201]
)
def test_no_member_has_such_a_name(name):
    with pytest.raises(EvidenceError):
        archive.write({name: b""})


EXAMPLES = int(os.environ.get("FACTCHECK_EXAMPLES", "25")) * 8


NAMES = st.from_regex(r"\A[a-z0-9][a-z0-9_-]{0,9}(/[a-z0-9]{1,5})?\Z")


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.dictionaries(NAMES, st.binary(), max_size=5))
def test_reading_is_the_inverse_of_writing(members):
    if members:
        assert archive.read(archive.write(members)) == members


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255))
def test_no_byte_can_be_another(at, byte):
    changed = WHOLE[:at] + bytes([byte]) + WHOLE[at + 1 :]
    if changed != WHOLE:
        with pytest.raises(EvidenceError):
            archive.read(changed)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.binary(max_size=200).map(lambda tail: b"PK\3\4" + tail))
def test_noise_is_refused(data):
    with pytest.raises(EvidenceError):
        archive.read(data)
