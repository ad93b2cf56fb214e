"""The store: whole files or none, whatever dies, fills up or reads at the same time."""

from __future__ import annotations

import hashlib
import json
import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from factcheck import store as store_module
from factcheck.store import Store, default_path

ROOT = Path(store_module.__file__).parents[1]
META = {"retrieved_at": "2025-02-23T12:00:00+00:00"}


def objects(store: Store) -> list[Path]:
    return files(store, "objects")


def files(store: Store, folder: str) -> list[Path]:
    return sorted(path for path in (store.path / folder).rglob("*") if path.is_file())


def write(path: Path, body: bytes) -> None:
    """Damage a file, read-only as it is."""
    path.chmod(0o644)
    path.write_bytes(body)


def test_what_was_put_is_got(store):
    sha256 = store.put("yahoo/^HSI", b"bars", META)
    entry = store.get("yahoo/^HSI")
    assert (entry.body, entry.sha256, dict(entry.meta)) == (b"bars", sha256, META)
    assert entry.revisions == ()
    assert store.pointer("yahoo/^HSI").sha256 == sha256


def test_an_unknown_key_is_a_miss(store):
    assert store.get("nothing") is None
    assert store.pointer("nothing") is None
    assert store.get_parsed("0" * 64, "form-1") is None


def test_an_object_is_named_by_its_hash_and_kept_once(store):
    assert store.put("a", b"same", {}) == store.put("b", b"same", {})
    assert len(objects(store)) == 1


def test_an_answer_that_differs_is_a_revision(store):
    old = store.put("key", b"old", {"n": "1"})
    store.put("key", b"new", {"n": "2"})
    entry = store.get("key")
    assert entry.body == b"new"
    assert [(p.sha256, dict(p.meta)) for p in entry.revisions] == [(old, {"n": "1"})]
    assert len(objects(store)) == 2, "what was fetched is never overwritten"


def test_an_answer_that_only_extends_the_last_is_none(store):
    store.put("key", b"revised since", {})
    short = store.put("key", b"short", {})
    store.put("key", b"short and more", {}, extends=short)
    entry = store.get("key")
    assert entry.body == b"short and more"
    assert len(entry.revisions) == 1
    assert store.object(short) == b"short", "it is no revision, and it is not thrown away"


def test_the_same_answer_again_renews_what_is_said_about_it(store):
    store.put("key", b"same", {"retrieved_at": "monday"})
    store.put("key", b"same", {"retrieved_at": "tuesday"})
    entry = store.get("key")
    assert entry.meta["retrieved_at"] == "tuesday"
    assert entry.revisions == ()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: write(path, path.read_bytes()[:-1]), id="cut"),
        pytest.param(lambda path: write(path, b"x" + path.read_bytes()[1:]), id="flipped"),
        pytest.param(lambda path: write(path, b""), id="emptied"),
        pytest.param(lambda path: path.unlink(), id="gone"),
    ],
)
def test_a_damaged_object_is_a_miss_and_mends_by_putting_it_again(store, damage):
    store.put("key", b"bars", {})
    damage(objects(store)[0])
    assert store.get("key") is None
    store.put("key", b"bars", {})
    assert store.get("key").body == b"bars"


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"not json\n",
        b"[]\n",
        b'{"key": "key"}\n',
        b'{"key": "key", "meta": {}, "object": "../../../etc/passwd"}\n',
        b'{"key": "another", "meta": {}, "object": "' + b"0" * 64 + b'"}\n',
    ],
)
def test_a_damaged_pointer_is_a_miss(store, line):
    store.put("key", b"bars", {})
    (pointer,) = files(store, "answers")
    write(pointer, line)
    assert store.get("key") is None
    store.put("key", b"bars", {})
    assert store.get("key").body == b"bars"


@pytest.mark.parametrize("again", [False, True], ids=["first look", "second look"])
def test_behind_a_damaged_pointer_no_older_answer_is_taken_for_the_newest(store, again):
    store.put("key", b"old", {})
    store.put("key", b"new", {})
    write(files(store, "answers")[-1], b"{}")
    if again:
        assert store.pointer("key") is None
    assert store.get("key") is None
    assert store.history("key").lost and len(store.history("key").revisions) == 1
    store.put("key", b"newer", {})
    entry = store.get("key")
    assert entry.body == b"newer"
    assert [p.sha256 for p in entry.revisions] == [hashlib.sha256(b"old").hexdigest()]


def test_what_is_damaged_is_set_aside_and_said(store, caplog):
    store.put("key", b"bars", {})
    (path,) = objects(store)
    write(path, b"bears")
    assert store.get("key") is None
    assert [p.read_bytes() for p in files(store, "quarantine")] == [b"bears"]
    inside = path.relative_to(store.path).as_posix()
    said = f"in the store {store.path}: {inside} was damaged and is not used"
    assert [record.getMessage() for record in caplog.records] == [said]


def test_two_that_put_at_once_are_both_kept(store, monkeypatch):
    """Both looked before either wrote: the lost update of a file that is read, changed and written."""
    first, second = Store(store.path), Store(store.path)
    first.put("key", b"before", {"retrieved_at": "1"})
    place = second.place

    def late(path, body, durable=True):
        if path.parent.parent.name == "answers":
            first.put("key", b"one", {"retrieved_at": "2"})
        place(path, body, durable)

    monkeypatch.setattr(second, "place", late)
    second.put("key", b"two", {"retrieved_at": "3"})
    entry = store.get("key")
    assert entry.body == b"two", "of the same number, the later fetch"
    assert [store.object(p.sha256) for p in entry.revisions] == [b"before", b"one"]


def test_an_answer_extends_only_what_it_was_compared_with(store):
    compared = store.put("key", b"compared", {})
    store.put("key", b"restated meanwhile", {})
    store.put("key", b"compared and more", {}, extends=compared)
    revisions = [store.object(p.sha256) for p in store.get("key").revisions]
    assert revisions == [b"compared", b"restated meanwhile"]


def test_what_is_kept_is_read_only_and_nobody_else_s(store):
    store.put_parsed(store.put("key", b"bars", {}), "form-1", b"")
    modes = {path.stat().st_mode & 0o777 for path in store.path.rglob("*") if path.is_file()}
    assert modes <= {0o444, 0o440, 0o400}, "the umask may take some"
    assert store.path.stat().st_mode & 0o077 == 0


def test_an_object_that_was_pruned_before_it_was_pointed_to_is_put_again(store, monkeypatch):
    place = store.place

    def pruned(path, body, durable=True):
        place(path, body, durable)
        if path.parent.parent.name == "answers":
            objects(store)[0].unlink()

    monkeypatch.setattr(store, "place", pruned)
    store.put("key", b"bars", {})
    assert store.get("key").body == b"bars"


def test_holds_are_by_name(store):
    store.hold("a.lock", ["1" * 64, "2" * 64])
    store.hold("b.zip", ["2" * 64])
    store.hold("a.lock", ["3" * 64])
    assert store.holds() == {"a.lock": ("3" * 64,), "b.zip": ("2" * 64,)}
    assert store.release("b.zip")
    assert not store.release("never held")
    assert list(store.holds()) == ["a.lock"]


def test_a_damaged_hold_is_not_read_as_none(store):
    store.hold("a.lock", ["1" * 64])
    (path,) = files(store, "holds")
    write(path, path.read_bytes().replace(b"1", b"2"))
    with pytest.raises(ValueError, match="holds/"):
        store.holds()


def test_parsed_forms_stand_beside_their_object(store):
    sha256 = store.put("key", b"raw", {})
    store.put_parsed(sha256, "form-1", b"\x00\x01")
    assert store.get_parsed(sha256, "form-1") == b"\x00\x01"
    assert store.get_parsed(sha256, "form-2") is None
    (path,) = (path for path in (store.path / "parsed").rglob("*") if path.is_file())
    write(path, path.read_bytes()[:-1])
    assert store.get_parsed(sha256, "form-1") is None, "a damaged form is made again"


def test_the_name_of_a_form_is_no_path(store):
    with pytest.raises(ValueError, match="is no name"):
        store.put_parsed("0" * 64, "../../evil", b"")


def test_no_temporary_file_is_left_and_old_ones_are_swept(store):
    store.put("a", b"a", {})
    assert not list(store.path.glob(".tmp-*"))
    old, new = store.path / ".tmp-1-old", store.path / ".tmp-2-new"
    old.touch()
    new.touch()
    os.utime(old, (time.time() - 7200,) * 2)
    Store(store.path).put("b", b"b", {})
    assert not old.exists() and new.exists()


def test_a_write_that_fails_leaves_nothing_and_is_said_once(store, monkeypatch, caplog):
    store.put("a", b"a", {})

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("factcheck.disk.os.fsync", full)
    with caplog.at_level(logging.WARNING, "factcheck"):
        assert len(store.put("b", b"b", {})) == 64
        store.put("c", b"c", {})
    assert [record.getMessage() for record in caplog.records] == [
        f"nothing is kept in the store {store.path}: No space left on device"
    ]
    assert store.get("b") is None
    assert store.get("a").body == b"a"
    assert not list(store.path.glob(".tmp-*"))


def test_a_store_that_cannot_be_made_is_no_store(tmp_path, caplog):
    (tmp_path / "file").write_text("")
    store = Store(tmp_path / "file" / "store")
    store.put("key", b"bars", {})
    store.put_parsed("0" * 64, "form", b"")
    assert store.get("key") is None
    assert len(caplog.records) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_store_is_read(store):
    store.put("key", b"bars", {})
    for path in (store.path, *store.path.rglob("*")):
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        again = Store(store.path)
        again.put("other", b"other", {})
        entry = again.get("key")
        assert entry is not None and entry.body == b"bars"
    finally:
        for path in (store.path, *store.path.rglob("*")):
            path.chmod(0o700)


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {"FACTCHECK_STORE": "/mnt/store"}, "/mnt/store"),
        ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/factcheck"),
        ("linux", {"HOME": "/home/me"}, "/home/me/.cache/factcheck"),
        ("darwin", {"HOME": "/Users/me"}, "/Users/me/Library/Caches/factcheck"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/factcheck"),
    ],
)
def test_the_default_place_is_the_platform_s(monkeypatch, platform, environment, expected):
    for name in ("FACTCHECK_STORE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("factcheck.store.sys.platform", platform)
    assert default_path() == Path(expected)
    assert Store.default().path == Path(expected)


WRITER = """
import sys
from pathlib import Path
from factcheck.store import Store
store, number = Store(Path(sys.argv[1])), 0
while True:
    number += 1
    store.put("key", f"{number:08d}".encode() * 50_000, {"number": str(number)})
    print(number, flush=True)
"""


def test_a_killed_writer_leaves_the_old_or_the_new(tmp_path):
    seen = set()
    for kill in range(12):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.003 * kill)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        entry = Store(tmp_path).get("key")
        assert entry is not None
        assert entry.body == f"{int(entry.meta['number']):08d}".encode() * 50_000
        seen.add(entry.meta["number"])
    assert seen


def _hammer(path: str, seed: int, seconds: float) -> tuple[int, int]:
    """How many reads were good, and how many were torn."""
    store, good, torn = Store(Path(path)), 0, 0
    until = time.monotonic() + seconds
    number = seed
    while time.monotonic() < until:
        number += 1
        key = f"key-{number % 3}"
        if number % 4 == 0:
            store.put(key, json.dumps([key, number] * 500).encode(), {"n": str(number)})
        elif (entry := store.get(key)) is not None:
            said = json.loads(entry.body)
            good += said[0] == key
            torn += said[0] != key or said[1] != int(entry.meta["n"])
    return good, torn


def test_many_processes_never_read_a_torn_entry(tmp_path):
    with multiprocessing.get_context("spawn").Pool(6) as pool:
        jobs = [(str(tmp_path), seed * 1000, 1.5) for seed in range(6)]
        counts = pool.starmap(_hammer, jobs)
    assert sum(good for good, _ in counts) > 100
    assert sum(torn for _, torn in counts) == 0
    assert not (tmp_path / "quarantine").exists()
