"""A price lock: checks that mean the same everywhere and later, or say what is missing."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

from factcheck.commands._group import app
from factcheck.commands._output import save
from factcheck.errors import FactcheckError

ROOT = Path(__file__).parents[1]
CLAIMS = """
defaults: {of: ALDER.HK, on: 2025-02-21}
instruments: [{symbol: ALDER.HK, names: [Alder], type: share, calendar: XHKG}]
claims:
  - +5.0%
  - {id: high, claim: at a one-month high}
"""
BARS = """# excerpt: yes
date,open,high,low,close,volume
2025-01-15,9.80,10.10,9.70,10.00,1000
2025-01-16,9.80,10.10,9.70,10.00,1000
2025-02-19,9.80,10.10,9.70,10.00,1000
2025-02-20,10.00,10.20,9.90,10.00,1200
2025-02-21,10.10,10.60,10.00,10.50,2400
"""


@dataclass
class Desk:
    """A folder with one claim file and its prices; called, it runs factcheck there."""

    path: Path
    store: Path

    def __call__(self, *words, folder=None, **environment):
        done = subprocess.run(
            [sys.executable, "-m", "factcheck", *map(str, words)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            cwd=folder or self.path,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "FACTCHECK_STORE": str(self.store),
                "NO_COLOR": "1",
                "PYTHONIOENCODING": "utf-8",
                **environment,
            },
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def desk(tmp_path, tmp_path_factory):
    (tmp_path / "prices").mkdir()
    (tmp_path / "prices" / "ALDER.HK.csv").write_text(BARS)
    (tmp_path / "a.factcheck.yaml").write_text(CLAIMS)
    return Desk(tmp_path, tmp_path_factory.getbasetemp() / "lock-store")


LOCK = ("lock", "a.factcheck.yaml", "--data", "prices", "--offline", "--now", "2025-02-22T09:00+08:00")
LOCKED = ("check", "--locked", "a.factcheck.yaml", "--format", "json")


@pytest.fixture
def locked(desk):
    code, out, err = desk(*LOCK)
    assert (code, err) == (0, "")
    assert out == "factcheck.lock: written; 1 file, 2 series and calendars in factcheck.bars\n"
    return desk


def verdicts(out):
    return [claim["verdict"] for claim in json.loads(out)["claims"]]


def test_a_locked_check_is_the_live_one(locked):
    live = locked("check", "a.factcheck.yaml", "--data", "prices", "--format", "json", *LOCK[4:])
    assert locked(*LOCKED) == live
    assert verdicts(live[1]) == ["pass", "pass"]


def test_a_locked_check_needs_nothing_else(locked, tmp_path_factory):
    """Neither the price folder nor the store nor the same machine: the bytes are the same."""
    code, out, _ = locked(*LOCKED)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for name in ("a.factcheck.yaml", "factcheck.lock", "factcheck.bars"):
        (shutil.copytree if (locked.path / name).is_dir() else shutil.copy)(
            locked.path / name, elsewhere / name
        )
    other = {"TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "7"}
    nowhere = str(elsewhere / "store")
    assert locked(*LOCKED, folder=elsewhere, FACTCHECK_STORE=nowhere, **other) == (code, out, "")


def test_the_time_of_a_locked_check_is_the_locks_unless_it_is_said(locked):
    assert json.loads(locked(*LOCKED)[1])["checked_at"] == "2025-02-22T09:00:00+08:00"
    told = locked(*LOCKED, "--now", "2025-03-01T00:00+00:00")[1]
    assert json.loads(told)["checked_at"] == "2025-03-01T00:00:00+00:00"


def test_locking_again_changes_nothing(locked):
    before = (locked.path / "factcheck.lock").read_bytes()
    code, out, _ = locked(*LOCK[:5])
    assert code == 0 and "as it was" in out
    assert (locked.path / "factcheck.lock").read_bytes() == before


def test_locked_prices_stay_until_they_are_upgraded(locked):
    prices = locked.path / "prices" / "ALDER.HK.csv"
    prices.write_text(BARS.replace("10.50,2400", "10.20,2400"))
    locked(*LOCK)
    assert verdicts(locked(*LOCKED)[1]) == ["pass", "pass"]
    assert "written" in locked(*LOCK, "--upgrade")[1]
    assert verdicts(locked(*LOCKED)[1]) == ["intraday", "pass"]
    assert len(list((locked.path / "factcheck.bars").iterdir())) == 2  # the old bars are gone


def test_a_claim_that_the_lock_does_not_cover_is_told(locked):
    claims = locked.path / "a.factcheck.yaml"
    claims.write_text(CLAIMS + "  - {of: ^HSI, claim: +1.0%}\n")
    code, out, _ = locked(*LOCKED)
    assert code == 3
    assert verdicts(out) == ["pass", "pass", "undecidable"]
    assert "^HSI: not in the evidence: nobody had asked for it" in out
    code, _, err = locked("lock", "--check", "a.factcheck.yaml")
    assert code == 1
    assert "^HSI: not in the evidence: nobody had asked for it; run factcheck lock" in err


def test_an_exchange_that_the_lock_does_not_cover_is_told(locked):
    """Its sessions are asked for before any price is."""
    (locked.path / "a.factcheck.yaml").write_text(CLAIMS + "  - {of: ^GSPC, claim: +1.0%}\n")
    code, _, err = locked("lock", "--check", "a.factcheck.yaml")
    assert code == 1
    assert err == (
        "a.factcheck.yaml: calendar: XNYS: not in the evidence: nobody had asked for it; run factcheck lock\n"
    )


def test_a_day_that_the_lock_does_not_reach_is_told(locked):
    (locked.path / "a.factcheck.yaml").write_text(CLAIMS + "  - {claim: +1.0%, on: 2025-03-03}\n")
    code, out, _ = locked(*LOCKED)
    assert code == 3
    assert "recorded up to 2025-02-21, needed up to 2025-03-03" in out


def test_a_lock_with_more_than_is_needed_is_out_of_date(locked):
    assert locked("lock", "--check", "a.factcheck.yaml")[0] == 0
    (locked.path / "a.factcheck.yaml").write_text(CLAIMS.replace("2025-02-21", "2025-02-20"))
    code, _, err = locked("lock", "--check", ".")
    assert code == 1
    assert "a.factcheck.yaml: the lock has more than the claims need; run factcheck lock" in err


def test_bars_that_were_changed_are_refused(locked):
    (path,) = (p for p in (locked.path / "factcheck.bars").iterdir() if b"10.50" in p.read_bytes())
    path.write_bytes(path.read_bytes().replace(b"10.50", b"10.51"))
    code, out, err = locked(*LOCKED)
    assert (code, out) == (2, "")
    assert err == f"factcheck.bars/{path.name}: is not what its name says; get it back from version control\n"


@pytest.mark.parametrize("which", [b"bars/1", b"sessions/1"])
def test_what_is_missing_is_told(locked, which):
    (path,) = (p for p in (locked.path / "factcheck.bars").iterdir() if which in p.read_bytes())
    path.unlink()
    code, out, err = locked(*LOCKED)
    assert (code, out) == (2, "")
    assert f"factcheck.bars/{path.name} is neither beside it nor in the store" in err


def test_without_a_lock_nothing_is_checked(desk):
    code, out, err = desk(*LOCKED)
    assert (code, out) == (2, "")
    assert err == (
        "a.factcheck.yaml: there is no factcheck.lock beside it; "
        "write it with: factcheck lock a.factcheck.yaml\n"
    )


def test_places_cannot_be_named_beside_the_lock(locked):
    code, _, err = locked(*LOCKED, "--data", "prices")
    assert code == 2
    assert "--locked uses the prices of the lock" in err


def test_prices_may_stay_in_the_store(desk, tmp_path_factory):
    code, out, _ = desk(*LOCK, "--no-bars")
    assert code == 0 and out.endswith("in the store\n")
    assert not (desk.path / "factcheck.bars").exists()
    assert desk(*LOCKED)[0] == 0
    empty = str(tmp_path_factory.mktemp("store"))
    code, _, err = desk(*LOCKED, FACTCHECK_STORE=empty)
    assert code == 2 and "nor in the store" in err


def test_prices_stay_beside_the_claims_where_the_store_cannot_keep_them(locked):
    nowhere = locked.path / "story.md"
    nowhere.write_text("a file, and no folder")
    code, _, err = locked(*LOCK, "--no-bars", FACTCHECK_STORE=str(nowhere))
    assert (code, "and that cannot be written" in err) == (2, True)
    assert verdicts(locked(*LOCKED)[1]) == ["pass", "pass"]


def test_a_lock_that_cannot_be_written_leaves_the_old_one_with_its_prices(locked, monkeypatch):
    """Killed, or on a full disk, between the bars and the lock that names them."""
    from factcheck.commands import lock as command

    def full(path, content):
        if path.name == "factcheck.lock":
            raise FactcheckError("the disk is full")
        save(path, content)

    (locked.path / "prices" / "ALDER.HK.csv").write_text(BARS.replace("10.50,2400", "10.20,2400"))
    monkeypatch.chdir(locked.path)
    monkeypatch.setenv("FACTCHECK_STORE", str(locked.store))
    monkeypatch.setattr(command, "save", full)
    done = CliRunner().invoke(app, [*LOCK, "--upgrade"])
    assert str(done.exception) == "the disk is full"
    assert verdicts(locked(*LOCKED)[1]) == ["pass", "pass"]


def test_prices_that_could_not_be_got_are_told(desk):
    (desk.path / "prices" / "ALDER.HK.csv").unlink()
    code, _, err = desk(*LOCK)
    assert code == 3
    assert "a.factcheck.yaml: No prices for" in err and "ALDER.HK" in err


def test_an_article_is_locked_as_it_stands(desk):
    (desk.path / "prices" / "0992.HK.csv").write_text(BARS)
    (desk.path / "story.md").write_text("Lenovo closed up 5.0% on Friday.\n")
    about = ("--published", "2025-02-21T18:00+08:00", "--market", "XHKG")
    assert desk("lock", "story.md", *LOCK[2:], *about)[0] == 0
    live = desk("check", "story.md", "--format", "json", *LOCK[2:], *about)
    assert desk("check", "--locked", "story.md", "--format", "json", *about) == live
    assert verdicts(live[1]) == ["pass"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "[" * 100_000,
        '{"format": "factcheck-lock/2", "files": {}}',
        '{"format": "factcheck-lock/1", "files": []}',
        '{"format": "factcheck-lock/1", "files": {"a.factcheck.yaml": {}}}',
        '{"format": "factcheck-lock/1", "files": {"a.factcheck.yaml": "x"}}',
        '{"format": "factcheck-lock/1", "files": {"b.factcheck.yaml": {}}}',
    ],
)
def test_a_lock_that_cannot_be_read_is_told(desk, text):
    (desk.path / "factcheck.lock").write_text(text)
    for words in (LOCKED, LOCK, ("lock", "--check", "a.factcheck.yaml")):
        code, out, err = desk(*words)
        assert (code, out) == (2 if words != ("lock", "--check", "a.factcheck.yaml") else 1, "")
        assert err.startswith("factcheck.lock: ") and "; write it anew" in err


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"compared": false', '"compared": 0'),
        ('"asked": "2025-02-21"', '"asked": "2025-02-31"'),
        ('"asked": "2025-02-21"', '"asked": 20250221'),
        ('"now": "2025-02-22T09:00:00+08:00"', '"now": "2025-02-22T09:00:00"'),
        ('"official": true', '"official": 1'),
        ('"symbol": "ALDER.HK"', '"symbol": null'),
        ('"places": [', '"surplus": 1, "places": ['),
        ('"bars": "', '"bars": "../../'),
    ],
)
def test_a_lock_says_everything_in_one_way(locked, old, new):
    path = locked.path / "factcheck.lock"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    code, _, err = locked(*LOCKED)
    assert code == 2
    assert err.startswith("factcheck.lock: what a check was told is not written as it would be")


def test_the_epoch_of_a_build_is_its_clock(desk):
    words = ("check", "a.factcheck.yaml", "--data", "prices", "--offline", "--format", "json")
    _, out, _ = desk(*words, SOURCE_DATE_EPOCH="1740186000")
    assert json.loads(out)["checked_at"] == "2025-02-22T01:00:00+00:00"


@pytest.mark.parametrize("words", [LOCK, ("bundle", "create", *LOCK[1:]), ("recheck", "factcheck.lock")])
def test_a_strangers_tree_names_no_prices(locked, words):
    """A pull request that nobody can tell the author of counts as a fork's."""
    fork = {"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request"}
    code, _, err = locked(*words, **fork, GITHUB_EVENT_PATH=str(locked.path / "none.json"))
    assert code == 2
    assert "is for a tree of one's own; this one is not trusted" in err


def test_a_price_as_it_was_traded_stays_true_after_a_split(desk):
    """The split came weeks after the claim; the prices before it are a quarter since. Said was 42.00,
    and 42.00 was paid."""
    rows = ["date,open,high,low,close,splits"]
    rows += [f"2025-02-{day},10.40,10.60,10.30,10.50,0" for day in (19, 20, 21)]
    rows += ["2025-03-10,10.50,10.60,10.40,10.50,4", "2025-03-11,10.50,10.60,10.40,10.50,0"]
    (desk.path / "prices" / "ALDER.HK.csv").write_text("\n".join(rows) + "\n")
    claims = "instruments: [{symbol: ALDER.HK, names: [Alder], type: share, calendar: XHKG}]\n"
    claims += "claims: [{id: paid, claim: Alder closed at 42.00, on: 2025-02-21}]\n"
    (desk.path / "split.factcheck.yaml").write_text(claims)
    where = ("--data", "prices", "--offline", "--now", "2025-03-12T09:00+08:00")
    check = ("check", "split.factcheck.yaml", "--format", "json")
    _, live, _ = desk(*check, *where)
    assert verdicts(live) == ["pass"]
    assert desk("lock", "split.factcheck.yaml", *where)[0] == 0
    assert verdicts(desk(*check, "--locked")[1]) == ["pass"]
    assert desk("bundle", "create", "split.factcheck.yaml", *where)[0] == 0
    code, out, _ = desk("bundle", "verify", "split.factcheck.zip")
    assert (code, "1 verdicts come out again" in out) == (0, True)
    _, out, _ = desk("bundle", "show", "split.factcheck.zip")
    assert "verdicts  1 pass\n" in out


def test_bars_and_lock_changed_by_hand_are_told_where_the_answer_is_in_the_store(desk, yahoo_proxy):
    """Version control shows such a change, and nothing else here does: the lock is its own witness."""
    _, environment = yahoo_proxy
    claim = 'claims: [{id: up, of: ^HSI, claim: "+4.9%", on: 2025-02-21}]\n'
    (desk.path / "a.factcheck.yaml").write_text(claim)
    where = {**environment, "FACTCHECK_STORE": str(desk.path / "store")}
    assert desk("lock", "a.factcheck.yaml", "--now", "2025-02-23T12:00+00:00", **where)[0] == 0
    check = ("lock", "--check", "a.factcheck.yaml")
    assert desk(*check, **where) == (0, "", "")
    assert verdicts(desk(*LOCKED, **where)[1]) == ["fail"]
    (path,) = (p for p in (desk.path / "factcheck.bars").iterdir() if b"22576.98" in p.read_bytes())
    body = path.read_bytes().replace(b"22576.98", b"22380.00")
    new = sha256(body).hexdigest()
    path.with_name(f"{new}.csv").write_bytes(body)
    lock = desk.path / "factcheck.lock"
    lock.write_text(lock.read_text().replace(path.stem, new))
    path.unlink()
    assert verdicts(desk(*LOCKED, **where)[1]) == ["pass"]
    assert desk(*check, **where) == (1, "", (
        "a.factcheck.yaml: ^HSI of yahoo: close of 2025-02-20 is 22380.00, in its answer 22576.98; "
        "the answer is in the store: the lock was changed by hand, or written by another version\n"
    ))  # fmt: skip
    elsewhere = desk(*check, FACTCHECK_STORE=str(desk.path / "none"))[2]
    assert "by hand" not in elsewhere


@pytest.mark.parametrize(
    "now", ["0001-01-01T00:00+14:00", "1959-12-31T00:00+00:00", "9999-12-31T23:59-12:00"]
)
def test_a_time_that_no_calendar_tells_is_refused(desk, now):
    code, out, err = desk("check", "a.factcheck.yaml", "--data", "prices", "--offline", "--now", now)
    assert (code, out) == (2, "")
    assert err.startswith("--now: ") and err.endswith(" is out of range; calendars tell 1960 to 2200\n")


def test_an_epoch_that_no_calendar_tells_is_refused(desk):
    words = ("check", "a.factcheck.yaml", "--data", "prices", "--offline")
    code, _, err = desk(*words, SOURCE_DATE_EPOCH="99999999999")
    assert (code, err) == (
        2, "SOURCE_DATE_EPOCH: 5138-11-16T09:46:39+00:00 is out of range; calendars tell 1960 to 2200\n"
    )  # fmt: skip
