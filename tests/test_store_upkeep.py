"""Listing, verifying and pruning a store: what is relied on stays, what is damaged is told."""

from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from factcheck import disk
from factcheck.commands import _parts
from factcheck.commands._group import app
from factcheck.errors import FactcheckError
from factcheck.store import Store
from factcheck.store_upkeep import Rules, contents, prune, verify

NOW = datetime(2025, 6, 1, tzinfo=UTC)


def answer(store: Store, symbol: str, body: bytes, days_ago: int = 0, extends: str = "") -> str:
    retrieved = (NOW - timedelta(days=days_ago)).isoformat()
    meta = {"source": "yahoo", "symbol": symbol, "retrieved_at": retrieved}
    span = {"first": "2025-02-10", "last": "2025-02-21"}
    sha256 = store.put(f"yahoo/{symbol}/1d", body, meta | span, extends=extends)
    store.put_parsed(sha256, "yahoo-2", b"parsed " + body)
    return sha256


def body_of(store: Store, symbol: str) -> bytes | None:
    entry = store.get(f"yahoo/{symbol}/1d")
    return entry.body if entry else None


def files(store: Store, folder: str) -> list[Path]:
    return sorted(path for path in (store.path / folder).rglob("*") if path.is_file())


def write(path: Path, body: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(body)


def run(store: Store, *words: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    monkeypatch.setenv("FACTCHECK_STORE", str(store.path))
    _parts.kept.cache_clear()
    try:
        done = CliRunner().invoke(app, ["store", *words])
    finally:
        _parts.kept.cache_clear()
    return done.exit_code, done.stdout, done.stderr


# -------------------------------------------------------------------------------------- verify


def test_a_whole_store_is_verified(store):
    answer(store, "^HSI", b"bars")
    store.hold("a.lock", [answer(store, "AAPL", b"more bars")])
    done = verify(store)
    assert (done.objects, done.size, done.bad) == (2, 13, [])


@pytest.mark.parametrize("folder", ["objects", "parsed", "answers", "holds"])
def test_every_kind_of_file_is_hashed(store, folder):
    store.hold("a.lock", [answer(store, "^HSI", b"bars")])
    (path,) = files(store, folder)
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    write(path, bytes(body))
    done = verify(store)
    assert path.relative_to(store.path).as_posix() in {bad.path for bad in done.bad}
    assert any("damaged" in bad.what for bad in done.bad)
    assert path.exists() == (folder == "holds"), "a hold stays: what it named must not be pruned"
    if folder != "holds":
        assert files(store, "quarantine")[0].read_bytes() == body


def test_after_a_look_at_what_is_damaged_only_what_is_missing_is_told(store):
    answer(store, "^HSI", b"bars")
    write(files(store, "objects")[0], b"bears")
    assert [bad.what for bad in verify(store).bad] == ["damaged", "missing, an answer to yahoo/^HSI/1d"]
    assert [bad.what for bad in verify(store).bad] == ["missing, an answer to yahoo/^HSI/1d"]
    answer(store, "^HSI", b"bars")
    assert verify(store).bad == [], "fetched again"


def test_a_missing_object_that_is_held_is_told(store):
    store.hold("a.lock", ["1" * 64])
    (bad,) = verify(store).bad
    assert (bad.path, bad.what) == (f"objects/11/{'1' * 64}", "missing, held for a.lock")


def test_what_a_network_drive_leaves_behind_is_no_damage(store):
    answer(store, "^HSI", b"bars")
    (files(store, "objects")[0].parent / ".nfs0000000000").write_bytes(b"")
    (store.path / "objects" / ".DS_Store").write_bytes(b"")
    assert verify(store).bad == []


def test_verify_says_where_and_exits_1(store, monkeypatch):
    answer(store, "^HSI", b"bars")
    assert run(store, "verify", monkeypatch=monkeypatch) == (0, "", "1 objects, 4 B: all as they were put\n")
    (path,) = files(store, "objects")
    write(path, b"bear")
    code, out, err = run(store, "verify", monkeypatch=monkeypatch)
    inside = path.relative_to(store.path).as_posix()
    assert code == 1
    assert out.splitlines() == [
        f"{inside}: damaged; put aside in quarantine/",
        f"{inside}: missing, an answer to yahoo/^HSI/1d",
    ]
    assert err.endswith("1 objects, 4 B: 2 damaged or missing\n")


# --------------------------------------------------------------------------------------- prune


def test_what_a_later_answer_continues_goes_and_revisions_stay(store):
    first = answer(store, "^HSI", b"first")
    answer(store, "^HSI", b"first and more", extends=first)
    answer(store, "^HSI", b"restated")
    done = prune(store, Rules())
    assert (done.answers, done.objects, done.parsed) == (1, 1, 1)
    assert done.freed == len(b"first") + 32 + len(b"parsed first")
    entry = store.get("yahoo/^HSI/1d")
    assert entry.body == b"restated"
    assert [store.object(p.sha256) for p in entry.revisions] == [b"first and more"]
    assert verify(store).bad == []
    assert prune(store, Rules()).answers == 0, "there is no more to do"


@pytest.mark.parametrize(
    ("rules", "left"),
    [
        (Rules(), ["a1", "a2", "a3", "b1", "c1"]),
        (Rules(revisions=5), ["a1", "a2", "a3", "b1", "c1"]),
        (Rules(revisions=1), ["a2", "a3", "b1", "c1"]),
        (Rules(revisions=0), ["a3", "b1", "c1"]),
        (Rules(before=NOW - timedelta(days=90)), ["a2", "a3", "b1"]),
        (Rules(before=NOW - timedelta(days=30)), ["a3"]),
        (Rules(before=NOW + timedelta(days=1)), []),
        (Rules(size=10_000), ["a1", "a2", "a3", "b1", "c1"]),
        (Rules(size=5 * 43), ["a1", "a2", "a3", "b1", "c1"]),
        (Rules(size=5 * 43 - 1), ["a2", "a3", "b1", "c1"]),  # the oldest revision
        (Rules(size=3 * 43), ["a3", "b1", "c1"]),
        (Rules(size=2 * 43), ["a3", "b1"]),  # then the oldest answer
        (Rules(size=0), []),
        (Rules(before=NOW - timedelta(days=90), revisions=0), ["a3", "b1"]),
    ],
)
def test_rules_say_what_else_goes(store, rules, left):
    """Each answer takes 2 bytes, and its parsed form 32 + 9."""
    for name, days in (("a1", 100), ("a2", 60), ("a3", 1), ("b1", 50), ("c1", 95)):
        answer(store, name[0].upper(), name.encode(), days)
    dry = prune(store, rules, dry_run=True)
    assert len(files(store, "objects")) == 5, "a dry run removes nothing"
    assert prune(store, rules) == dry
    assert sorted(path.read_text() for path in files(store, "objects")) == left
    assert len(files(store, "parsed")) == len(files(store, "answers")) == len(left)
    assert verify(store).bad == []


@pytest.mark.parametrize("rules", [Rules(), Rules(before=NOW), Rules(revisions=0), Rules(size=0)])
def test_what_is_held_never_goes(store, rules):
    first = answer(store, "A", b"a1", 500)
    second = answer(store, "A", b"a1 and more", 400, extends=first)
    third = answer(store, "A", b"restated", 300)
    alone = store.put("nothing leads here later", b"alone", {})
    store.hold("bundle.zip", [first, second, third, alone])
    prune(store, rules)
    assert all(store.object(one) for one in (first, second, third, alone))
    store.release("bundle.zip")
    prune(store, Rules(size=0))
    assert files(store, "objects") == []


def test_an_older_answer_that_is_held_is_not_taken_for_the_newest(store):
    held = answer(store, "A", b"old", 300)
    answer(store, "A", b"new", 200)
    store.hold("a.lock", [held])
    prune(store, Rules(size=0))
    assert store.object(held) == b"old"
    assert store.pointer("yahoo/A/1d") is None
    assert verify(store).bad == []
    answer(store, "A", b"newer")
    assert body_of(store, "A") == b"newer"


def test_while_a_hold_cannot_be_read_nothing_is_pruned(store):
    store.hold("a.lock", [answer(store, "A", b"a")])
    write(files(store, "holds")[0], b"")
    with pytest.raises(FactcheckError, match="is damaged, so what it holds is not known"):
        prune(store, Rules(size=0))
    assert body_of(store, "A") == b"a"


def test_objects_that_nothing_leads_to_go(store):
    answer(store, "A", b"a")
    files(store, "answers")[0].unlink()
    assert prune(store, Rules()).objects == 1
    assert files(store, "objects") == files(store, "parsed") == []


def test_forms_of_files_that_are_no_objects_go_by_age(store):
    """A CSV file's or the catalogue's: they lie elsewhere."""
    store.put_parsed("1" * 64, "csv-2", b"old")
    store.put_parsed("2" * 64, "csv-2", b"new")
    os.utime(files(store, "parsed")[0], (time.time() - 86400 * 200,) * 2)
    assert prune(store, Rules()).parsed == 0
    assert prune(store, Rules(before=datetime.now(UTC) - timedelta(days=90))).parsed == 1
    assert store.get_parsed("2" * 64, "csv-2") == b"new"
    assert prune(store, Rules(size=0)).parsed == 1


def test_what_is_pointed_to_while_pruning_comes_back(store, monkeypatch):
    """Another process puts the same bytes after we looked: its object was there, so it wrote none."""
    body = b"seen by nobody, then by one"
    sha256 = answer(store, "A", body)
    files(store, "answers")[0].unlink()
    other, rename = Store(store.path), disk.rename

    def late(path, target):
        monkeypatch.setattr(disk, "rename", rename)
        answer(other, "B", body)
        rename(path, target)

    monkeypatch.setattr(disk, "rename", late)
    prune(store, Rules())
    assert store.object(sha256) == body
    assert body_of(store, "B") == body


# -------------------------------------------------------------------------------------- holds


def archive(store: Store, folder: Path) -> tuple[str, str]:
    """Two bundles with an answer each; the first is removed from its archive."""
    folder.mkdir()
    names = str(folder / "old.zip"), str(folder / "new.zip")
    for name in names:
        store.hold(name, [answer(store, name, name.encode(), 500)])
    Path(names[1]).touch()
    return names


def test_what_was_held_for_a_bundle_that_is_gone_can_be_let_go(store, tmp_path, monkeypatch):
    old, new = archive(store, tmp_path / "archive")
    code, out, _ = run(store, "holds", monkeypatch=monkeypatch)
    size = len(old)
    assert (code, out.splitlines()) == (
        0, [f"{new}  1 objects, {size} B", f"{old}  1 objects, {size} B  gone"]
    )  # fmt: skip
    assert prune(store, Rules(size=0)).objects == 0
    code, out, _ = run(store, "release", "--gone", "--dry-run", monkeypatch=monkeypatch)
    assert (code, out, len(store.holds())) == (0, f"{old}: would be released\n", 2)
    code, out, _ = run(store, "release", "--gone", monkeypatch=monkeypatch)
    assert (code, out, list(store.holds())) == (0, f"{old}: released\n", [new])
    assert prune(store, Rules(size=0)).objects == 1
    assert body_of(store, new) == new.encode()


def test_a_disk_that_is_not_attached_is_no_reason_to_let_go(store, tmp_path, monkeypatch):
    names = archive(store, tmp_path / "archive")
    (tmp_path / "archive").rename(tmp_path / "elsewhere")
    assert run(store, "release", "--gone", monkeypatch=monkeypatch) == (0, "", "")
    out = run(store, "holds", monkeypatch=monkeypatch)[1]
    assert [line.endswith("  gone, with its folder") for line in out.splitlines()] == [True, True]
    assert run(store, "release", names[0], monkeypatch=monkeypatch)[0] == 0  # who names it knows
    assert list(store.holds()) == [names[1]]


def test_a_damaged_hold_can_be_let_go_by_its_name(store, tmp_path, monkeypatch):
    old, _ = archive(store, tmp_path / "archive")
    for path in files(store, "holds"):
        if old.encode() in path.read_bytes():
            write(path, b"x")
    with pytest.raises(FactcheckError, match="is damaged, so what it holds is not known"):
        prune(store, Rules())
    monkeypatch.chdir(tmp_path / "archive")
    assert run(store, "release", "old.zip", monkeypatch=monkeypatch) == (0, "old.zip: released\n", "")
    assert prune(store, Rules(size=0)).objects == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), "name files, or say --gone"),
        (("--gone", "x.zip"), "name files, or say --gone"),
        (("new.zip",), "new.zip: is still there, and may rest on the store; remove it first"),
        (("new.zip", "--dry-run"), "new.zip: is still there"),
        (("never.zip",), "never.zip: nothing is held for it; see: factcheck store holds"),
        (("never.zip", "--dry-run"), "never.zip: nothing is held for it"),
    ],
)
def test_what_is_not_let_go_is_told(store, tmp_path, words, expected, monkeypatch):
    archive(store, tmp_path / "archive")
    monkeypatch.chdir(tmp_path / "archive")
    monkeypatch.setenv("FACTCHECK_STORE", str(store.path))
    done = CliRunner().invoke(app, ["store", "release", *words])
    assert isinstance(done.exception, FactcheckError)
    assert str(done.exception).startswith(expected)
    assert len(store.holds()) == 2


def test_prune_tells_what_it_did(store, monkeypatch):
    first = answer(store, "A", b"a1", 500)
    answer(store, "A", b"a1 and more", extends=first)
    words = ("1 answers, 1 objects, 1 parsed forms, 43 B\n", "61 B\n")
    assert run(store, "prune", "--dry-run", monkeypatch=monkeypatch) == (
        0, f"would be removed: {words[0]}would stay: {words[1]}", "")  # fmt: skip
    assert run(store, "prune", monkeypatch=monkeypatch) == (0, f"removed: {words[0]}stays: {words[1]}", "")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--older-than", "90"), "--older-than '90': write an age such as 90d, 12h or 4w"),
        (("--older-than", "٣d"), "--older-than '٣d': write an age"),
        (("--max-size", "2 apples"), "--max-size '2 apples': write a size such as 500MB or 2GB"),
    ],
)
def test_words_that_are_no_age_or_size_are_told(store, words, expected, monkeypatch):
    monkeypatch.setenv("FACTCHECK_STORE", str(store.path))
    done = CliRunner().invoke(app, ["store", "prune", *words])
    assert isinstance(done.exception, FactcheckError)
    assert str(done.exception).startswith(expected)


# ---------------------------------------------------------------------------------------- list


def test_a_list_tells_what_is_kept(store, monkeypatch):
    answer(store, "^HSI", b"bars")
    answer(store, "^HSI", b"restated bars")
    store.hold("a.lock", [answer(store, "AAPL", b"x" * 2_500_000)])
    store.put("calendar/XHKG", b"sessions", {"kind": "calendar", "code": "XHKG"})
    code, out, err = run(store, "list", monkeypatch=monkeypatch)
    assert code == 0
    assert out.splitlines() == [
        "symbol  source  from        to          retrieved               size  revisions",
        "AAPL    yahoo   2025-02-10  2025-02-21  2025-06-01T00:00:00Z  2.5 MB          0  held",
        "^HSI    yahoo   2025-02-10  2025-02-21  2025-06-01T00:00:00Z    17 B          1",
    ]
    assert err == f"2 series, 2.5 MB in {store.path}\n"
    said = json.loads(run(store, "list", "--format", "json", monkeypatch=monkeypatch)[1])
    assert said["format"] == "factcheck-store/1"
    assert [one["key"] for one in said["answers"]] == ["calendar/XHKG", "yahoo/AAPL/1d", "yahoo/^HSI/1d"]
    assert said["answers"][2]["newest"]["meta"]["source"] == "yahoo"
    assert len(said["answers"][2]["revisions"]) == 1


def test_what_was_damaged_is_listed_as_that(store, monkeypatch):
    answer(store, "^HSI", b"bars")
    answer(store, "^HSI", b"restated")
    write(files(store, "answers")[1], b"")
    (one,) = contents(store)
    assert one.newest is None and len(one.revisions) == 1
    assert "damaged: fetch it again" in run(store, "list", monkeypatch=monkeypatch)[1]


def test_text_of_strangers_is_made_visible(store, monkeypatch):
    answer(store, "\x1b[31mX", b"bars")
    assert "\\x1b[31mX" in run(store, "list", monkeypatch=monkeypatch)[1]


def test_the_path_is_printed_as_it_is(store, monkeypatch):
    assert run(store, "path", monkeypatch=monkeypatch) == (0, f"{store.path}\n", "")


def test_what_a_lock_leaves_in_the_store_is_held(store, tmp_path, monkeypatch):
    from tests.conftest import HSI

    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "HSI.csv").write_text(HSI.replace(",adj_close", ",other"))
    claims = folder / "a.factcheck.yaml"
    claims.write_text('claims:\n  - "^HSI +4.0% on 2025-02-21"\n')
    monkeypatch.setenv("FACTCHECK_STORE", str(store.path))
    _parts.kept.cache_clear()
    try:
        words = ["lock", str(claims), "--data", str(folder), "--offline", "--no-bars"]
        done = CliRunner().invoke(app, [*words, "--now", "2025-02-23T12:00+00:00"])
        assert done.exit_code == 0, (done.output, done.exception)
        (name,) = store.holds()
        assert name == str(folder / "factcheck.lock")
        prune(store, Rules(size=0))
        checked = CliRunner().invoke(app, ["check", str(claims), "--locked"])
    finally:
        _parts.kept.cache_clear()
    assert checked.exit_code == 0 and "pass" in checked.output.lower(), checked.output
