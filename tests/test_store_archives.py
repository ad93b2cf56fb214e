"""A store carried elsewhere: the same bytes out, and nothing in that was not hashed."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from factcheck import store_archives
from factcheck.errors import FactcheckError
from factcheck.store import Store
from factcheck.store_archives import Limits, export, take_in
from factcheck.store_upkeep import verify
from tests.test_store_upkeep import NOW, answer, body_of, files, run, write

LATER = NOW + timedelta(days=1)


@pytest.fixture
def other(tmp_path):
    return Store(tmp_path / "other")


@pytest.fixture
def full(store):
    """A store with two symbols, one of them revised, and what does not travel."""
    answer(store, "^HSI", b"bars", 3)
    answer(store, "^HSI", b"restated", 2)
    answer(store, "AAPL", b"more bars", 1)
    store.put("calendar/XHKG", b"sessions", {"kind": "calendar", "code": "XHKG"})
    return store


def seen(store: Store) -> dict[str, list[bytes | None]]:
    """Key → what answered it, oldest first."""
    return {h.key: [store.object(p.sha256) for p in h.pointers] for h in store.histories()}


@pytest.mark.parametrize("name", ["out.zip", "out"])
def test_what_goes_out_comes_in(full, other, tmp_path, name):
    done = export(full, tmp_path / name)
    assert (done.answers, done.objects, done.left_out) == (3, 3, 0)
    arrived = take_in(other, tmp_path / name, LATER)
    assert (arrived.answers, arrived.objects) == (3, 3)
    assert seen(other) == {"yahoo/^HSI/1d": [b"bars", b"restated"], "yahoo/AAPL/1d": [b"more bars"]}
    assert other.pointer("yahoo/^HSI/1d").meta == full.pointer("yahoo/^HSI/1d").meta
    assert verify(other).bad == []
    again = take_in(other, tmp_path / name, LATER)
    assert (again.answers, again.objects) == (0, 0)


def test_the_same_store_makes_the_same_bytes(full, tmp_path):
    copy = Store(tmp_path / "somewhere" / "else")
    shutil.copytree(full.path, copy.path)
    export(full, tmp_path / "one.zip")
    export(copy, tmp_path / "two.zip")
    one, two = (tmp_path / "one.zip").read_bytes(), (tmp_path / "two.zip").read_bytes()
    assert one == two
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.testzip() is None
        assert [info.filename for info in archive.infolist()] == sorted(archive.namelist())
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_some_symbols_only(full, other, tmp_path):
    export(full, tmp_path / "out.zip", ["AAPL"])
    take_in(other, tmp_path / "out.zip", LATER)
    assert list(seen(other)) == ["yahoo/AAPL/1d"]
    with pytest.raises(FactcheckError, match="has nothing of that"):
        export(full, tmp_path / "none.zip", ["MSFT"])


def test_bars_that_a_lock_names_travel(store, other, tmp_path):
    sha256 = hashlib.sha256(b"date,close").hexdigest()
    store.put(f"evidence/{sha256}", b"date,close", {"kind": "evidence"})
    export(store, tmp_path / "out.zip")
    take_in(other, tmp_path / "out.zip", LATER)
    assert other.object(sha256) == b"date,close"


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        ([("a", 9)], [("b", 1)], [b"a", b"b"]),  # theirs was fetched later
        ([("a", 1)], [("b", 9)], [b"b", b"a"]),  # and earlier: ours stays the newest
        ([("a", 5)], [("b", 9), ("c", 2)], [b"a", b"b", b"c"]),
        ([("a", 5), ("b", 2)], [("c", 9), ("d", 7)], [b"c", b"d", b"a", b"b"]),
    ],
)
def test_two_histories_become_one_by_when_they_were_fetched(store, other, tmp_path, here, there, expected):
    for body, days in here:
        answer(store, "A", body.encode(), days)
    for body, days in there:
        answer(other, "A", body.encode(), days)
    export(other, tmp_path / "out.zip")
    take_in(store, tmp_path / "out.zip", LATER)
    assert seen(store) == {"yahoo/A/1d": expected}
    assert body_of(store, "A") == expected[-1]


def test_what_is_damaged_is_left_out_and_told(full, tmp_path, monkeypatch):
    write(full.object_path(hashlib.sha256(b"bars").hexdigest()), b"bear")
    code, out, err = run(full, "export", str(tmp_path / "out.zip"), monkeypatch=monkeypatch)
    assert (code, out) == (1, f"{tmp_path / 'out.zip'}: 2 answers, 2 objects\n")
    assert err.endswith("1 answers were left out, being damaged\n")


def test_a_failed_export_leaves_what_was_there(full, tmp_path, monkeypatch):
    target = tmp_path / "out.zip"
    target.write_bytes(b"before")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store_archives.disk, "rename", fail)  # type: ignore[attr-defined]
    with pytest.raises(FactcheckError, match=r"out\.zip: cannot be written: No space left on device"):
        export(full, target)
    assert target.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir() if "tmp" in path.name] == []


# ------------------------------------------------------------------------------------- hostile

Members = list[tuple[zipfile.ZipInfo, bytes]]


def members(store: Store, tmp_path: Path) -> Members:
    export(store, tmp_path / "good.zip")
    with zipfile.ZipFile(tmp_path / "good.zip") as archive:
        return [(info, archive.read(info)) for info in archive.infolist()]


def packed(members: Members, compression: int = zipfile.ZIP_STORED, comment: bytes = b"") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for info, body in members:
            archive.writestr(info, body, compression)
        archive.comment = comment
    return file.getvalue()


def named(name: str, mode: int = stat.S_IFREG | 0o444) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system, info.external_attr = 3, mode << 16
    return info


def pointer(key: str, **changes: object) -> Members:
    """An object and an answer that leads to it, with something that is not as it should be."""
    body = b"bars"
    sha256 = hashlib.sha256(body).hexdigest()
    meta = {"source": "yahoo", "symbol": "A", "retrieved_at": NOW.isoformat(), **changes}
    line = json.dumps({"key": key, "object": sha256, "meta": meta, "replaces": ""}).encode()
    folder = hashlib.sha256(key.encode()).hexdigest()
    return [
        (named(f"answers/{folder}/00000001-{hashlib.sha256(line).hexdigest()}"), line),
        (named(f"objects/{sha256[:2]}/{sha256}"), body),
    ]


def flipped(members: Members, folder: str) -> bytes:
    at = next(n for n, (info, _) in enumerate(members) if info.filename.startswith(folder))
    info, body = members[at]
    members[at] = info, bytes([body[0] ^ 1]) + body[1:]
    return packed(members)


NO_FILE, AT_NO_TIME = "is no file of a store", "was fetched at no time that has passed"
HOSTILE: dict[str, tuple[Callable[[Members], bytes], str]] = {
    "empty": (lambda m: b"", "it is no zip"),
    "no zip": (lambda m: b"x" * 1000, "it is no zip"),
    "cut": (lambda m: packed(m)[:-1], "it is no zip"),
    "something before it": (lambda m: b"#!/bin/sh\n" + packed(m), "its directory lies"),
    "a comment": (lambda m: packed(m, comment=b"x"), "it is no zip, or not one of"),
    "no members": (lambda m: packed([]), "nothing of a store"),
    "an object changed": (lambda m: flipped(m, "objects"), "does not match its hash"),
    "an answer changed": (lambda m: flipped(m, "answers"), "does not match its hash"),
    "an object missing": (lambda m: packed([one for one in m if "answers" in one[0].filename]), "is missing"),
    "up and away": (
        lambda m: packed([*m, (named("../../evil"), b"x")]), "'../../evil' is no file of a store"),
    "up within": (
        lambda m: packed([*m, (named(f"objects/../objects/{'1' * 64}"), b"x")]), NO_FILE),
    "from the root": (lambda m: packed([*m, (named("/etc/cron.d/x"), b"x")]), NO_FILE),
    "a drive": (lambda m: packed([*m, (named("C:\\x"), b"x")]), NO_FILE),
    "a hold": (lambda m: packed([*m, (named(f"holds/{'1' * 64}"), b"x")]), NO_FILE),
    "a parsed form": (
        lambda m: packed([*m, (named(f"parsed/11/{'1' * 64}.yahoo-2"), b"x")]), NO_FILE),
    "another folder": (lambda m: packed([*m, (named(f"objects/00/{'1' * 64}"), b"x")]), NO_FILE),
    "upper case": (lambda m: packed([*m, (named(f"objects/AA/{'A' * 64}"), b"x")]), NO_FILE),
    "escapes": (lambda m: packed([*m, (named("\x1b[2J"), b"x")]), "'\\x1b[2J' is no file of a store"),
    "a link": (
        lambda m: packed([*m[:-1], (named(m[-1][0].filename, stat.S_IFLNK | 0o777), b"/etc/passwd")]),
        "is no plain file"),
    "a folder": (
        lambda m: packed([*m, (named("objects/aa/", stat.S_IFDIR | 0o755), b"")]), "is no plain file"),
    "compressed": (lambda m: packed(m, zipfile.ZIP_DEFLATED), "is compressed"),
    "a bomb": (
        lambda m: packed([*m, (named(f"objects/11/{'1' * 64}"), b"0" * 10**8)], zipfile.ZIP_DEFLATED),
        "is compressed"),
    "a calendar": (lambda m: packed(pointer("calendar/XHKG/1")), "is no answer of a source"),
    "another symbol's": (lambda m: packed(pointer("yahoo/B/1d")), "is no answer of a source"),
    "fetched at no time": (lambda m: packed(pointer("yahoo/A/1d", retrieved_at="soon")), AT_NO_TIME),
    "fetched in no zone": (
        lambda m: packed(pointer("yahoo/A/1d", retrieved_at="2025-02-21T00:00:00")), AT_NO_TIME),
    "fetched tomorrow": (
        lambda m: packed(pointer("yahoo/A/1d", retrieved_at="2099-02-21T00:00:00+00:00")), AT_NO_TIME),
    "a key with escapes": (lambda m: packed(pointer("yahoo/A/\x1b[2J")), "answers no key"),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("make", "expected"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_zip_is_refused_whole(full, other, tmp_path, make, expected):
    file = tmp_path / "hostile.zip"
    file.write_bytes(make(members(full, tmp_path)))
    with pytest.raises(FactcheckError) as problem:
        take_in(other, file, LATER)
    assert expected in str(problem.value)
    assert "\x1b" not in str(problem.value)
    assert not other.path.exists(), "nothing of it is kept"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_there_twice_is_refused(full, other, tmp_path):
    good = members(full, tmp_path)
    (tmp_path / "twice.zip").write_bytes(packed([*good, (named(good[0][0].filename), b"other")]))
    with pytest.raises(FactcheckError, match="is in it twice"):
        take_in(other, tmp_path / "twice.zip", LATER)


def test_every_flipped_bit_of_an_answer_or_an_object_is_found(full, other, tmp_path):
    """What is accepted, though bits differ, holds the same answers: they were bits of the zip alone."""
    export(full, tmp_path / "good.zip")
    good, file = (tmp_path / "good.zip").read_bytes(), tmp_path / "flipped.zip"
    expected, accepted = seen_from(full), 0
    for at in range(0, len(good) * 8, 37):
        body = bytearray(good)
        body[at // 8] ^= 1 << at % 8
        file.write_bytes(body)
        try:
            take_in(other, file, LATER)
        except FactcheckError:
            continue
        accepted += 1
        assert set(seen_from(other)) <= set(expected)
        shutil.rmtree(other.path)
    assert accepted < 100


def seen_from(store: Store) -> list[tuple[str, bytes | None]]:
    histories = [h for h in store.histories() if h.key.startswith("yahoo/")]
    return [(h.key, store.object(p.sha256)) for h in histories for p in h.pointers]


def test_what_is_too_much_is_refused_before_it_is_read(full, other, tmp_path):
    export(full, tmp_path / "good.zip")
    for limits, expected in (
        (Limits(files=5), r"more than 5 files \(--max-files takes more\)"),
        (Limits(size=100), r"more than 0 MB \(--max-size takes more\)"),
    ):
        for source in (tmp_path / "good.zip", full.path):
            with pytest.raises(FactcheckError, match=expected):
                take_in(other, source, LATER, limits)


def test_a_directory_that_promises_too_much_is_not_read(other, tmp_path):
    end = store_archives.END.pack(b"PK\5\6", 0, 0, 2, 2, 10**6, 0, 0)
    (tmp_path / "lie.zip").write_bytes(b"\0" * 10**6 + end)
    with pytest.raises(FactcheckError, match="its directory lies about itself"):
        take_in(other, tmp_path / "lie.zip", LATER)


def links(folder: Path) -> Iterator[tuple[Path, str]]:
    (answers,) = files(Store(folder), "answers")
    (an_object,) = files(Store(folder), "objects")
    yield an_object, "is a link"
    yield answers.parent, "is a link"
    yield folder / "objects", "is a link"


@pytest.mark.skipif(os.name != "posix", reason="links need a right there")
@pytest.mark.parametrize("which", range(3))
def test_links_in_a_folder_are_not_followed(store, other, tmp_path, which):
    answer(store, "A", b"bars")
    export(store, tmp_path / "out")
    path, expected = list(links(tmp_path / "out"))[which]
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FactcheckError, match=expected):
        take_in(other, tmp_path / "out", LATER)


def test_import_says_what_was_new(full, other, tmp_path, monkeypatch):
    export(full, tmp_path / "good.zip")
    words = ("import", str(tmp_path / "good.zip"))
    assert run(other, *words, monkeypatch=monkeypatch) == (0, "3 answers and 3 objects were new\n", "")
    assert datetime.fromisoformat(other.pointer("yahoo/AAPL/1d").meta["retrieved_at"]).tzinfo == UTC
