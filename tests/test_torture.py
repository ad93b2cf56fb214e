"""What the store goes through: kills, crowds, disks that fail at every step, and bits that flip.

The question is always the same one: is a verdict ever another than in peace? `make torture` runs the long
forms; docs/testing.md has what they gave.
"""

from __future__ import annotations

import errno
import json
import logging
import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import pytest

from factcheck import calendars, disk, instruments
from factcheck.cli import _outcome
from factcheck.commands import Exit, _parts
from factcheck.sources import yahoo
from factcheck.stopping import Stopped
from factcheck.store import Store
from factcheck.store_archives import export, take_in
from factcheck.store_upkeep import Rules, prune, verify
from tests.conftest import HSI, NOW

if sys.platform == "win32":
    pytest.skip("signals, forks and limits of POSIX", allow_module_level=True)

KILLS = int(os.environ.get("FACTCHECK_KILLS", "100"))
CROWD_SECONDS = float(os.environ.get("FACTCHECK_CROWD_SECONDS", "2"))
FLIPS = int(os.environ.get("FACTCHECK_FLIPS", "2000"))
FAULTS_EACH = int(os.environ.get("FACTCHECK_FAULTS", "1"))  # kinds of fault for every operation; 8 are all
FORKS = multiprocessing.get_context("fork")
SERIES = b"0123456789" * 20_000


def tell(capfd: pytest.CaptureFixture[str], sentence: str) -> None:
    """A figure for docs/testing.md, shown by `make torture`."""
    with capfd.disabled():
        if os.environ.get("FACTCHECK_TORTURE"):
            print(f"\n    {sentence}")


# ------------------------------------------------------------------------------------ a whole check

CLAIMS = """claims:
  - "^HSI +4.0% on 2025-02-21"
  - "^HSI +4.9% on 2025-02-21"
  - "^HSI closed at 23,477.92 on 2025-02-21"
  - "^HSI -0.9% on 2025-02-19"
"""
# 22576.98 → 23477.92 is 3.99%, 22976.81 → 22944.24 is -0.14%; a vendor's level is exact to its own margin
VERDICTS = ("pass", "fail", "pass-rounding", "fail")


@dataclass(frozen=True)
class Run:
    """What a check said: its exit code, the verdicts in the report, and standard error."""

    code: int
    verdicts: tuple[str, ...]
    told: str

    @property
    def is_right(self) -> bool:
        """Each verdict that of a clean run or none, and an exit code that says so."""
        if not self.verdicts:
            return self.code in (Exit.INPUT, Exit.UNDECIDED, Exit.OUTPUT, Exit.STOPPED)
        pairs = zip(self.verdicts, VERDICTS, strict=True)
        expected = Exit.FOUND if "fail" in self.verdicts else Exit.UNDECIDED
        return all(mine in (clean, "undecidable") for mine, clean in pairs) and self.code == expected


class Desk:
    """Checks the claims above in this process, again and again, as a fresh one would."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
        self.claims, self.report = folder / "c.factcheck.yaml", folder / "report.json"
        self.claims.write_text(CLAIMS)
        self.monkeypatch, self.capfd = monkeypatch, capfd
        self.words = [str(self.claims), "-o", str(self.report), "--now", NOW.isoformat()]

    def check(self, store: Path, *more: str) -> Run:
        self.report.unlink(missing_ok=True)
        self.monkeypatch.setenv("FACTCHECK_STORE", str(store))
        self.monkeypatch.setattr(sys, "argv", ["factcheck", "check", *self.words, *more])
        _parts.kept.cache_clear()
        calendars._KNOWN.clear()
        instruments._shipped.cache_clear()
        self.capfd.readouterr()
        warnings = logging.StreamHandler()  # as there is one where nobody has set any up
        logging.getLogger("factcheck").addHandler(warnings)
        try:
            code = _outcome()
        except Stopped as stop:
            code = stop.code
        finally:
            logging.getLogger("factcheck").removeHandler(warnings)
        told = self.capfd.readouterr().err
        found = json.loads(self.report.read_text())["claims"] if self.report.exists() else ()
        return Run(code, tuple(one["verdict"] for one in found), told)


@pytest.fixture
def desk(tmp_path, monkeypatch, capfd, fake_yahoo):
    compiled = instruments._compiled  # of the first lines, so that thousands of checks are quick
    monkeypatch.setattr(instruments, "_compiled", lambda body: compiled(b"".join(body.splitlines(True)[:20])))
    monkeypatch.setattr(calendars, "_built", cache(calendars._built))
    monkeypatch.setattr(yahoo, "_new_session", fake_yahoo.session)
    return Desk(tmp_path, monkeypatch, capfd)


@pytest.fixture
def warm(desk, tmp_path):
    """A store that a check has filled."""
    folder = tmp_path / "warm"
    assert desk.check(folder) == Run(Exit.FOUND, VERDICTS, "")
    assert desk.check(folder, "--offline") == Run(Exit.FOUND, VERDICTS, "")
    return folder


# ----------------------------------------------------------------------- every n-th operation fails


class Fault:
    """Lets n operations of the disk pass, then raises: once, or for ever. A write is cut in half first."""

    NAMES = ("read", "names", "about", "make_folder", "create", "write", "sync", "close", "rename",
             "sync_folder", "remove", "touch", "token")  # fmt: skip

    def __init__(self, n: int, problem: Callable[[], BaseException], forever: bool) -> None:
        self.n, self.problem, self.forever, self.seen = n, problem, forever, 0

    @contextmanager
    def at_work(self) -> Iterator[Fault]:
        with pytest.MonkeyPatch.context() as patch:
            for name in self.NAMES:
                patch.setattr(disk, name, self._failing(name, getattr(disk, name)))
            yield self

    def _failing(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def failing(*about: Any) -> Any:
            self.seen += 1
            if self.seen <= self.n or (self.seen > self.n + 1 and not self.forever):
                return call(*about)
            if name == "write":
                handle, body = about
                call(handle, body[: len(body) // 2])
            if name == "close":
                call(*about)
            raise self.problem()

        return failing


def on_disk(number: int) -> Callable[[], BaseException]:
    return lambda: OSError(number, os.strerror(number))


PROBLEMS: tuple[Callable[[], BaseException], ...] = (
    on_disk(errno.ENOSPC),
    lambda: Stopped(signal.SIGINT),
    on_disk(errno.EIO),
    MemoryError,
    on_disk(errno.EROFS),
    on_disk(errno.EACCES),
    on_disk(errno.EMFILE),
    on_disk(errno.EINTR),
)


@pytest.mark.parametrize("forever", [False, True], ids=["once", "for ever"])
@pytest.mark.parametrize("scene", ["cold", "warm", "restated"])
def test_whatever_operation_fails(desk, warm, tmp_path, market, fake_yahoo, capfd, scene, forever):
    """SQLite's loop: fail the first operation, then the second, until a run is not touched any more."""
    folder, n, runs, words = tmp_path / "store", 0, 0, ("--offline",) if scene == "warm" else ()
    if scene == "restated":
        for path in (warm / "parsed").rglob("*.yahoo*"):
            path.unlink()
        (market / "^HSI.csv").write_text(HSI.replace("21521.98,21521.98", "21521.99,21521.99"))
        later = datetime.fromisoformat("2025-02-24T12:00:00+00:00")
        fake_yahoo._now = later
        desk.words[-1] = later.isoformat()
        desk.claims.write_text(CLAIMS + '  - "^HSI closed at 23,477.92 on 2025-02-24"\n')
    touched, each = True, 8 if scene == "warm" else FAULTS_EACH  # there are few to read with
    while touched:
        touched = False
        for problem in (PROBLEMS * 2)[n % 8 : n % 8 + each]:
            shutil.rmtree(folder, ignore_errors=True)
            if scene != "cold":
                shutil.copytree(warm, folder)
            with Fault(n, problem, forever).at_work() as fault:
                run = desk.check(folder, *words)
            touched |= fault.seen > n
            runs += 1
            about = f"operation {n}: {problem()!r}: {run}"
            decided = Run(run.code, run.verdicts[:4], run.told)
            assert decided.is_right, about
            assert "Traceback" not in run.told and "met a bug" not in run.told, about
            assert verify(Store(folder)).bad == [], about
        n += 1
    assert runs > 20
    tell(capfd, f"{scene}, {'for ever' if forever else 'once'}: {n - 1} operations, {runs} runs")


def test_housekeeping_survives_whatever_fails(tmp_path, capfd):
    """prune, verify, export, import, hold: an error or done; what is held and what is newest stay."""
    runs, other = 0, _lived_in(tmp_path / "other")
    other.put("yahoo/B/1d", b"more", {"source": "yahoo", "symbol": "B", "retrieved_at": NOW.isoformat()})
    for number, act in enumerate((_prune, _export, _import, _verify)):
        n, touched = 0, True
        while touched:
            store = _lived_in(tmp_path / f"{number}-{n}")
            before = store.pointer("yahoo/A/1d")
            assert before is not None
            problem = PROBLEMS[(n + number) % 8]
            with Fault(n, problem, bool(n % 2)).at_work() as fault, suppress(Exception, Stopped):
                act(store)
            touched, n, runs = fault.seen > n, n + 1, runs + 1
            assert verify(Store(store.path)).bad == [], (act, n)
            assert store.pointer("yahoo/A/1d") == before and store.object(before.sha256) == SERIES[:30]
            assert [store.object(h) for h in store.holds()["a.lock"]] == [SERIES[:10]]
            shutil.rmtree(store.path)
    tell(capfd, f"housekeeping: {runs} runs")


def _lived_in(folder: Path) -> Store:
    store, meta = Store(folder), {"source": "yahoo", "symbol": "A", "retrieved_at": NOW.isoformat()}
    first = store.put("yahoo/A/1d", SERIES[:10], meta)
    second = store.put("yahoo/A/1d", SERIES[:20], meta, extends=first)
    store.put("yahoo/A/1d", SERIES[:30], meta, extends=second)
    store.hold("a.lock", [first])
    return store


def _prune(store: Store) -> None:
    prune(store, Rules(revisions=0))


def _export(store: Store) -> None:
    export(store, store.path.with_suffix(".zip"))


def _import(store: Store) -> None:
    take_in(store, store.path.with_name("other"), NOW)


def _verify(store: Store) -> None:
    verify(store)


# --------------------------------------------------------------------------------------------- kills


def _write_on(path: str, begun: Any) -> NoReturn:
    """Put, extend, restate, hold and prune until somebody puts an end to it."""
    begun.set()
    store, number = Store(Path(path)), os.getpid() * 1000
    while True:
        number += 1
        key, meta = f"yahoo/S{number % 5}/1d", {"number": str(number)}
        before = store.pointer(key)
        extends = before.sha256 if before and number % 3 else ""
        sha256 = store.put(key, body_of(number), meta, extends=extends)
        store.put_parsed(sha256, "form-1", str(number).encode() * 1000)
        if number % 7 == 0:
            store.hold(f"hold-{number % 3}", [sha256])
        if number % 11 == 0:
            prune(store, Rules(revisions=2))


def body_of(number: int) -> bytes:
    return f"{number:012d}".encode() * 8_000


def test_a_kill_at_any_moment_costs_nothing(tmp_path, capfd):
    """kill -9; afterwards every answer is whole, every hold is met, and nothing needs mending."""
    chance, tally = random.Random(1), Counter[str]()
    for _ in range(KILLS):
        begun = FORKS.Event()
        writer = FORKS.Process(target=_write_on, args=(str(tmp_path), begun), daemon=True)
        writer.start()
        begun.wait(60)
        time.sleep(chance.random() * 0.06)
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        store = Store(tmp_path)
        assert verify(store).bad == []
        for history in store.histories():
            newest = history.newest
            assert newest is not None
            assert store.object(newest.sha256) == body_of(int(newest.meta["number"]))
            tally["answers read"] += 1
            parsed = store.get_parsed(newest.sha256, "form-1")
            assert parsed in (None, newest.meta["number"].encode() * 1000)
    left = list(tmp_path.glob(".tmp-*"))
    old = time.time() - 7200
    for path in left:
        os.utime(path, (old, old))
    Store(tmp_path).put("yahoo/last/1d", b"", {})
    assert not list(tmp_path.glob(".tmp-*")), "what is left behind goes an hour later"
    assert tally["answers read"]
    tell(capfd, f"{KILLS} kills: {tally['answers read']} answers read, 0 wrong, {len(left)} left-over files")


# -------------------------------------------------------------------------------------------- crowds


def _crowd(path: str, seed: int, seconds: float, results: Any) -> None:
    store, chance, tally = Store(Path(path)), random.Random(seed), Counter[str]()
    until, worst, mine = time.monotonic() + seconds, 0.0, []
    while time.monotonic() < until:
        key, number = f"yahoo/S{chance.randrange(5)}/1d", seed * 1_000_000 + tally["put"]
        start = time.monotonic()
        if chance.random() < 0.3:
            store.put(key, body_of(number), {"number": str(number)})
            mine.append(number)
            tally["put"] += 1
        elif entry := store.get(key):
            tally["good" if entry.body == body_of(int(entry.meta["number"])) else "wrong"] += 1
        else:
            tally["miss"] += 1
        worst = max(worst, time.monotonic() - start)
    results.put((tally, worst, mine, [p.name for p in (Path(path) / "quarantine").glob("*")]))


@pytest.mark.parametrize("processes", [8, 32])
def test_a_crowd_reads_nothing_wrong_and_loses_nothing(tmp_path, capfd, processes):
    """Of every answer that any process put there is a pointer afterwards: no update is lost."""
    results: Any = FORKS.Queue()
    arguments = [(str(tmp_path), seed, CROWD_SECONDS, results) for seed in range(1, processes + 1)]
    crowd = [FORKS.Process(target=_crowd, args=one, daemon=True) for one in arguments]
    for one in crowd:
        one.start()
    answers = [results.get(timeout=CROWD_SECONDS * 10 + 120) for _ in crowd]
    for one in crowd:
        one.join()
    together: Counter[str] = sum((tally for tally, *_ in answers), Counter())
    worst = max(worst for _, worst, *_ in answers)
    assert together["wrong"] == 0 and not any(damaged for *_, damaged in answers)
    store = Store(tmp_path)
    kept = {int(p.meta["number"]) for h in store.histories() for p in h.pointers}
    assert kept == {number for _, _, mine, _ in answers for number in mine}
    assert verify(store).bad == []
    tell(
        capfd,
        f"{processes} processes, {CROWD_SECONDS:.0f} s: {together['put']} put and all kept, "
        f"{together['good']} read, {together['wrong']} wrong, longest wait {worst:.2f} s",
    )


def test_a_crowd_with_someone_who_prunes(tmp_path, capfd):
    """The newest answer of each key stays, whole, however often the rest is pruned."""
    results: Any = FORKS.Queue()
    arguments = [(str(tmp_path), seed, CROWD_SECONDS, results) for seed in range(1, 5)]
    crowd = [FORKS.Process(target=_crowd, args=one, daemon=True) for one in arguments]
    for one in crowd:
        one.start()
    store, times, until = Store(tmp_path), 0, time.monotonic() + CROWD_SECONDS
    while time.monotonic() < until:
        prune(store, Rules(revisions=0))
        times += 1
    answers = [results.get(timeout=CROWD_SECONDS * 10 + 120) for _ in crowd]
    for one in crowd:
        one.join()
    together: Counter[str] = sum((tally for tally, *_ in answers), Counter())
    assert together["wrong"] == 0 and not any(damaged for *_, damaged in answers)
    assert verify(store).bad == []
    assert all(store.get(history.key) for history in store.histories())
    tell(capfd, f"pruned {times} times meanwhile: {together['good']} read, {together['miss']} misses")


# ------------------------------------------------------------------------------------------ full disks


@pytest.mark.parametrize("limit", [0, 100, 1000, 5000, 50_000, 150_000])
def test_a_limit_on_the_size_of_files(tmp_path, limit):
    """RLIMIT_FSIZE: a write that stops half-way leaves what was there, and nothing half."""
    store = Store(tmp_path / "store")
    store.put("key", b"before", {})
    child = os.fork()
    if not child:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        limited = Store(store.path)
        limited.put("key", SERIES, {})
        os._exit(limited._warned)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1, "it was said"
    entry = store.get("key")
    assert entry is not None and entry.body == b"before"
    assert verify(store).bad == [] and not list(store.path.glob(".tmp-*"))


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs root to mount a disk")
def test_a_disk_that_fills_up(desk, tmp_path, market):
    """A tmpfs of 256 kB, filled to within 0, 4, 8 … kB: a warning, and the same verdicts."""
    full, warnings = tmp_path / "full", 0
    full.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "none", str(full)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no tmpfs can be mounted here")
    try:
        for room in range(0, 256, 8):
            (full / "filler").write_bytes(b"x" * (256 - room) * 1024) if room else _fill(full / "filler")
            run = desk.check(full / "store")
            assert (run.code, run.verdicts) == (Exit.FOUND, VERDICTS), room
            warnings += run.told.count("nothing is kept in the store")
            assert verify(Store(full / "store")).bad == []
            shutil.rmtree(full / "store", ignore_errors=True)
            (full / "filler").unlink()
    finally:
        subprocess.run(["umount", str(full)], check=True)
    assert 1 < warnings <= 32


def _fill(path: Path) -> None:
    with suppress(OSError), path.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 1024)


# ------------------------------------------------------------------------------------------------ bits


def test_a_flipped_bit_never_makes_another_verdict(desk, warm, tmp_path, capfd):
    """Any bit of any file: what is read is as it was, or is not there. Every tenth time by a whole check."""
    chance, folder, tally = random.Random(2), tmp_path / "store", Counter[str]()
    paths = [path.relative_to(warm) for path in sorted(warm.rglob("*")) if path.is_file()]
    sizes = [(warm / path).stat().st_size for path in paths]
    keys = [history.key for history in Store(warm).histories()]
    good = all_that_is_read(warm, keys, paths)
    assert all(good)
    shutil.copytree(warm, folder)
    for n in range(FLIPS):
        # every other one by size, so that each bit is as likely; the rest by file, so that none is spared
        (path,) = chance.choices(paths, sizes) if n % 2 else chance.choices(paths)
        bits = bytearray((warm / path).read_bytes())
        at = chance.randrange(len(bits) * 8)
        bits[at // 8] ^= 1 << at % 8
        (folder / path).unlink()
        (folder / path).write_bytes(bits)
        if n % 10 == 0:
            run = desk.check(folder, "--offline")
            assert run.is_right, (path, at, run)
            tally["verdicts as ever" if run.verdicts == VERDICTS else "undecided"] += 1
            tally["said"] += "was damaged and is not used" in run.told
        else:
            read = all_that_is_read(folder, keys, paths)
            assert all(one in (None, clean) for one, clean in zip(read, good, strict=True)), (path, at)
            tally["as never there" if None in read else "harmless"] += 1
        for other in folder.rglob("*"):  # as it was
            if other.is_file() and other.relative_to(folder) not in paths:
                other.unlink()
        (folder / path).unlink(missing_ok=True)
        shutil.copy2(warm / path, folder / path)
    assert tally["said"] and not tally["harmless"]
    tell(capfd, f"{FLIPS} flipped bits in {len(paths)} files: {dict(tally)}, 0 wrong")


def all_that_is_read(folder: Path, keys: list[str], paths: list[Path]) -> list[object]:
    """What a store answers to whoever asks for all that `paths` were written for."""
    store = Store(folder)
    entries = [store.get(key) for key in keys]
    found = [(entry.body, dict(entry.meta)) if entry else None for entry in entries]
    parsed = [path.name.partition(".") for path in paths if path.parts[0] == "parsed"]
    return [*found, *(store.get_parsed(sha256, form) for sha256, _, form in parsed)]
