"""Bundles: what comes out again, what does not, and every way to change one that was thought of."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from factcheck import calendars
from factcheck.evidence import EvidenceError, archive, bars, verify
from factcheck.evidence.bundle import (
    MANIFEST,
    Bundle,
    canonical,
    files_told,
    instruments,
    read,
    whole,
)
from factcheck.evidence.raw import _read as raw_prices
from factcheck.evidence.raw import differs
from factcheck.evidence.record import Answer, Run, recorded_calendars
from factcheck.evidence.verify import Level, contents, is_derived
from factcheck.instruments import Catalogue
from factcheck.policy import Policy
from factcheck.prices import Origin
from tests.conftest import NOW as NOON
from tests.conftest import listing_of

ROOT = Path(__file__).parents[1]
CLAIMS = """
article: {text: story.md, published: 2025-02-21T18:00+08:00, market: XHKG}
defaults: {on: 2025-02-21}
instruments: [{symbol: ALDER.HK, names: [Alder], type: share, calendar: XHKG}]
claims:
  - {id: up, claim: Alder +5.0%, quote: rose 5.0%}
  - {id: high, claim: Alder at a one-month high}
  - {id: more, claim: Alder +9.0%}
  - {id: against, claim: Alder outperformed Birch}
"""
STORY = "Alder rose 5.0% on Friday.\n"
ALDER = """# source: the exchange
# excerpt: yes
date,open,high,low,close,volume
2025-01-15,9.80,10.10,9.70,10.00,1000
2025-02-19,9.80,10.10,9.70,10.00,1000
2025-02-20,10.00,10.20,9.90,10.00,1200
2025-02-21,10.10,10.60,10.00,10.50,2400
"""
LENOVO = """# source: the exchange
date,close
2025-02-19,11.00
2025-02-20,11.00
2025-02-21,11.55
"""
NOW = ("--offline", "--now", "2025-02-22T09:00+08:00")
CREATE = ("bundle", "create", "a.factcheck.yaml", "--data", "prices", *NOW)


def factcheck(*words: object, folder: Path, **environment: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "factcheck", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "NO_COLOR": "1",
            "PYTHONIOENCODING": "utf-8",
            **environment,
        },
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout, done.stderr


def desk(folder: Path) -> Path:
    """A folder with claims, the article and its prices."""
    (folder / "prices").mkdir(parents=True)
    (folder / "prices" / "ALDER.HK.csv").write_text(ALDER)
    (folder / "prices" / "0992.HK.csv").write_text(LENOVO)
    (folder / "a.factcheck.yaml").write_text(CLAIMS.replace("Birch", "Lenovo"))
    (folder / "story.md").write_text(STORY)
    return folder


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> str:
    return str(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def made(tmp_path_factory, store) -> bytes:
    folder = desk(tmp_path_factory.mktemp("made") / "desk")
    code, out, err = factcheck(*CREATE, folder=folder, FACTCHECK_STORE=store)
    assert (code, err) == (0, "")
    assert out.startswith("a.factcheck.zip: ") and out.endswith(
        " bytes; 1 file, 2 series, 2 answers as they came\n"
    )
    return (folder / "a.factcheck.zip").read_bytes()


@pytest.fixture(scope="module")
def bundle(made) -> Bundle:
    return read(*whole(made))


def verified(data: bytes) -> tuple[Level | None, str]:
    """The level at which a bundle fails, or None; and what is said of it."""
    try:
        found = contents(data)
    except EvidenceError as problem:
        return Level.WHOLE, str(problem)
    derived = is_derived(found, Catalogue.load())
    said = "\n".join((derived.sentence, *derived.details))
    return (None if derived.holds else Level.DERIVED), said


def remade(bundle: Bundle, **changed: object) -> bytes:
    """A bundle with something else in it, and a manifest that names it: all hashes are right."""
    return archive.write(replace(bundle, **changed).members())  # type: ignore[arg-type]


def report_of(bundle: Bundle) -> Any:
    return json.loads(bundle.verdicts)


# ------------------------------------------------------------------------------------ as it should be


def test_a_bundle_is_verified(made, tmp_path):
    (tmp_path / "a.factcheck.zip").write_bytes(made)
    empty = str(tmp_path / "store")
    code, out, err = factcheck("bundle", "verify", "a.factcheck.zip", folder=tmp_path, FACTCHECK_STORE=empty)
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == [
        "whole    yes  11 files of the bundle are what the manifest says",
        "derived  yes  4 verdicts come out again (the rules are the same); "
        "the bars follow from the answers of 2 of 2 series, which are kept",
    ]


def test_its_verdicts_are_those_of_the_check(bundle, tmp_path, store):
    folder = desk(tmp_path / "desk")
    words = ("check", "a.factcheck.yaml", "--data", "prices", *NOW, "--format", "json")
    code, out, _ = factcheck(*words, folder=folder, FACTCHECK_STORE=store)
    assert code == 1
    live, kept = json.loads(out), report_of(bundle)
    assert [c["verdict"] for c in kept["claims"]] == ["pass", "pass", "fail", "fail"]
    assert kept["claims"] == live["claims"]


def test_nothing_of_this_machine_is_in_it(made, tmp_path_factory):
    home, python = os.environ.get("HOME", "/root/"), sys.version.split()[0]
    for word in (str(tmp_path_factory.getbasetemp()), home, python):
        assert word.encode() not in made


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "4242", "PYTHONUTF8": "1"},
    ],
)
def test_the_same_inputs_give_the_same_bytes(made, tmp_path, environment):
    """Another folder, working folder, zone, locale, hash seed and an empty store."""
    folder = desk(tmp_path / "elsewhere" / "deeper")
    words = ["deeper/prices" if w == "prices" else w for w in CREATE]
    words[2] = str(folder / "a.factcheck.yaml")
    code, _, _ = factcheck(
        *words, "-o", tmp_path / "x.zip", folder=folder.parent,
        FACTCHECK_STORE=str(tmp_path / "store"), **environment,
    )  # fmt: skip
    assert code == 0
    assert (tmp_path / "x.zip").read_bytes() == made


def test_two_at_once_give_the_same_bytes(made, tmp_path, store):
    folder = desk(tmp_path / "desk")
    words = [sys.executable, "-m", "factcheck", *CREATE]
    told = {**os.environ, "PYTHONPATH": str(ROOT), "FACTCHECK_STORE": store}
    running = [subprocess.Popen(words, cwd=folder, env=told, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [one.wait() for one in running] == [0, 0]
    assert (folder / "a.factcheck.zip").read_bytes() == made


OTHERS = [name for name in os.environ.get("FACTCHECK_PYTHONS", "").split(os.pathsep) if name]


@pytest.mark.skipif(not OTHERS, reason="FACTCHECK_PYTHONS names no other interpreters with the packages")
def test_other_versions_of_python_give_the_same_bytes(made, tmp_path):
    folder = desk(tmp_path / "desk")
    told = {**os.environ, "PYTHONPATH": str(ROOT), "FACTCHECK_STORE": str(tmp_path / "store")}
    for python in OTHERS:
        subprocess.run([python, "-m", "factcheck", *CREATE], cwd=folder, env=told, check=True)
        assert (folder / "a.factcheck.zip").read_bytes() == made


def test_a_bundle_of_a_lock_is_that_of_its_prices(bundle, tmp_path, store):
    folder = desk(tmp_path / "desk")
    factcheck("lock", *CREATE[2:], folder=folder, FACTCHECK_STORE=store)
    words = ("bundle", "create", "--locked", "a.factcheck.yaml")
    assert factcheck(*words, folder=folder, FACTCHECK_STORE=str(tmp_path / "none"))[0] == 0
    locked = read(*whole((folder / "a.factcheck.zip").read_bytes()))
    assert (locked.verdicts, locked.objects, locked.raw) == (bundle.verdicts, bundle.objects, {})


@pytest.mark.parametrize("name", ["yahoo", "fred", "sql#2"])
def test_a_folder_called_like_a_source_is_none(tmp_path, store, name):
    """Its files are read as CSV, and not looked for there."""
    folder = desk(tmp_path / "desk")
    (folder / "prices").rename(folder / name)
    words = (*CREATE[:3], "--data", name, *NOW)
    assert factcheck(*words, folder=folder, FACTCHECK_STORE=store)[0] == 0
    assert verified((folder / "a.factcheck.zip").read_bytes())[0] is None
    code, _, err = factcheck("recheck", "a.factcheck.zip", folder=folder, FACTCHECK_STORE=store)
    assert (code, "its prices came from the folder" in err) == (2, True)


def test_a_report_that_is_none_is_told(bundle, tmp_path, store):
    counts = (b"[]", b'{"pass":"many"}', b'{"pass":1e999}')
    for verdicts in (b"[]", b"{}", *(b'{"counts":%s}' % one for one in counts)):
        (tmp_path / "a.zip").write_bytes(remade(bundle, verdicts=verdicts))
        for words in (("bundle", "show"), ("bundle", "redact", "-o", "x.zip")):
            code, _, err = factcheck(*words, "a.zip", folder=tmp_path, FACTCHECK_STORE=store)
            assert (code, "verdicts.json holds no report" in err) == (2, True)


@pytest.mark.parametrize("name", ["##[error]x", "::error::x", "x\n::error::y", "\x1b[31mx", "##vso[task]"])
def test_no_name_in_a_bundle_is_a_command(bundle, tmp_path, store, name):
    """Neither to a terminal nor to the runner that shows a build's output."""
    (run,) = bundle.runs.values()
    answers = tuple(replace(a, place=name) for a in run.answers)
    forged = replace(
        bundle,
        inputs=[replace(one, path=name) for one in bundle.inputs],
        runs={name: replace(run, places=(name,), answers=answers)},
    )
    (tmp_path / "a.zip").write_bytes(remade(forged))
    for words in (("verify",), ("verify", "--verbose"), ("show",), ("show", "--format", "json")):
        code, out, err = factcheck("bundle", *words, "a.zip", folder=tmp_path, FACTCHECK_STORE=store)
        assert code in (0, 2, 4)
        for line in (out + err).splitlines():
            assert not line.strip().startswith("::")
            assert "##[" not in line
            assert "##vso[" not in line
            assert line.isprintable()


def test_it_is_shown(made, tmp_path, store):
    (tmp_path / "a.zip").write_bytes(made)
    code, out, _ = factcheck("bundle", "show", "a.zip", folder=tmp_path, FACTCHECK_STORE=store)
    assert code == 0
    lines = out.splitlines()
    assert lines[0].startswith("checked   2025-02-22T09:00:00+08:00 by factcheck ")
    assert lines[1] == f"manifest  {bars.sha256(archive.read(made)[MANIFEST])}"
    assert lines[2:4] == ["claims    a.factcheck.yaml, story.md", "verdicts  2 pass, 2 fail"]
    series = "series    ALDER.HK from prices, asked up to 2025-02-21: 4 rows"
    assert any(line.startswith(series) for line in lines)
    words = ("bundle", "show", "a.zip", "--format", "json")
    _, out, _ = factcheck(*words, folder=tmp_path, FACTCHECK_STORE=store)
    assert json.loads(out)["format"] == "factcheck-bundle/1"


# ------------------------------------------------------------------------------------------- attacks


def flipped(bundle: Bundle) -> Bundle:
    """The false claim is made a true one, and nothing else."""
    said = bundle.verdicts.replace(b'"verdict": "fail"', b'"verdict": "pass"', 1)
    return replace(bundle, verdicts=said)


def dearer(bundle: Bundle) -> Bundle:
    """The close of the day is made 10.90 in the answer, and the manifest names that answer."""
    (old,) = (sha for sha, body in bundle.raw.items() if b"10.10,10.60" in body)
    body = bundle.raw[old].replace(b"10.50", b"10.90").replace(b"10.60", b"10.95")
    return in_place(bundle, old, body)


def in_place(bundle: Bundle, old: str, body: bytes) -> Bundle:
    """Another answer in the place of `old`, called by its own hash throughout."""
    new = bars.sha256(body)
    runs = {
        name: replace(
            run,
            answers=tuple(
                replace(a, origin=replace(a.origin, sha256=new))
                if a.origin and a.origin.sha256 == old
                else a
                for a in run.answers
            ),
        )
        for name, run in bundle.runs.items()
    }
    raw = {sha: one for sha, one in bundle.raw.items() if sha != old} | {new: body}
    verdicts = bundle.verdicts.replace(old.encode(), new.encode())
    page = bundle.page.replace(old.encode(), new.encode()).replace(old[:16].encode(), new[:16].encode())
    return replace(bundle, runs=runs, raw=raw, verdicts=verdicts, page=page)


@pytest.mark.parametrize(
    ("attack", "said"),
    [
        (flipped, "more: verdict is pass in it, and comes out as fail"),
        (dearer, "ALDER.HK of prices: high of 2025-02-21 is 10.60, in its answer 10.95"),
    ],
)
def test_what_was_changed_with_all_its_hashes_does_not_follow(bundle, attack, said):
    level, told = verified(archive.write(attack(bundle).members()))
    assert level is Level.DERIVED
    assert said in told


def test_bars_that_were_made_anew_with_their_answers_change_verdicts(bundle, made, tmp_path, store):
    """All made anew and consistent is a bundle of its own: only a signature tells it from the first."""
    folder = desk(tmp_path / "desk")
    path = folder / "prices" / "ALDER.HK.csv"
    path.write_text(ALDER.replace("10.50", "10.90").replace("10.60", "10.95"))
    assert factcheck(*CREATE, folder=folder, FACTCHECK_STORE=store)[0] == 0
    other = (folder / "a.factcheck.zip").read_bytes()
    assert other != made
    assert verified(other)[0] is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'"measured": "5.00"', b'"measured": "5.01"', "measured is 5.01 in it"),
        (b'"severity": "error"', b'"severity": "none"', "severity is none in it"),
        (b'"value": "10.50"', b'"value": "10.51"', "evidence is"),
        (b'"symbol": "ALDER.HK"', b'"symbol": "^HSI"', "symbol is ^HSI in it"),
        (b'"text": "Alder +5.0%"', b'"text": "Alder +6.0%"', "text is Alder +6.0% in it"),
        (b'"claims": [', b'"claims": [], "c": [', "does not hold the verdicts of these claims"),
        (b'{', b'', "does not hold the verdicts of these claims"),
        (b'"reason": "', b'"reason": "Honestly. ', "verdicts.json is not what these verdicts are written as"),
    ],
)
def test_no_figure_of_the_report_can_be_another(bundle, old, new, said):
    assert old in bundle.verdicts
    level, told = verified(remade(bundle, verdicts=bundle.verdicts.replace(old, new, 1)))
    assert level is Level.DERIVED
    assert said in told


def test_the_page_says_what_the_verdicts_say(bundle):
    level, told = verified(remade(bundle, page=bundle.page.replace(b"False", b"True")))
    assert level is Level.DERIVED
    assert told == "report.html is not what these verdicts are written as"


def of_alder(bundle: Bundle, old: bytes, new: bytes) -> Bundle:
    """Other bars of Alder, called by their own hash; their answer is kept as it was."""
    (sha,) = (a.bars for a in bundle.runs["a.factcheck.yaml"].answers if a.symbol == "ALDER.HK")
    body = bundle.objects[sha].replace(old, new)
    assert body != bundle.objects[sha]
    return renamed(bundle, sha, body)


def renamed(bundle: Bundle, old: str, body: bytes) -> Bundle:
    """Another object in the place of `old`, in every run."""
    new = bars.sha256(body)
    runs = {
        path: replace(
            run,
            answers=tuple(replace(a, bars=new) if a.bars == old else a for a in run.answers),
            calendars={code: new if sha == old else sha for code, sha in run.calendars.items()},
        )
        for path, run in bundle.runs.items()
    }
    objects = {sha: one for sha, one in bundle.objects.items() if sha != old} | {new: body}
    return replace(bundle, runs=runs, objects=objects)


def made_to_fit(bundle: Bundle) -> Bundle:
    """Verdicts, page, runs and names as they follow from what the bundle holds now."""
    catalogue = Catalogue.load()
    claims = verify.claims_of(bundle, catalogue)
    recordings = verify.again(bundle, catalogue, claims)
    report = verify.report_of(recordings)
    known = catalogue.amended(bundle.listings)
    files = [file for several in claims.values() for file in several]
    listings, names = instruments(files, [one.run for one in recordings.values()], known)
    return replace(
        bundle,
        runs={path: one.run for path, one in recordings.items()},
        objects={sha: body for one in recordings.values() for sha, body in one.objects.items()},
        verdicts=verify.rendered(report),
        page=verify.page(report),
        listings=listings,
        names=names,
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"# excerpt: yes\n", b"", "word on days left out"),
        (b"# excerpt", b"# first-session: 2025-01-15\n# excerpt", "first session"),
        (b"date,open", b"# far: 2025-02-21 high\ndate,open", "doubtful highs and lows"),
        (b"date,open", b"# adjusted: yes\ndate,open", "word on dividends"),
        (b"date,open", b'# repair: ["S18.5", "x", "y", false]\ndate,open', "repairs"),
        (b"# excerpt", b"# currency: USD\n# excerpt", "currency"),
    ],
)
def test_what_is_said_of_a_series_follows_from_its_answer(bundle, old, new, said):
    """"The first session ever" makes a record of any high: it decides as much as a price does."""
    level, told = verified(archive.write(made_to_fit(of_alder(bundle, old, new)).members()))
    assert (level, said in told) == (Level.DERIVED, True)


def test_the_standing_of_a_series_follows_from_its_answer(bundle):
    """What a vendor says is not as sure as what the exchange says."""
    run = bundle.runs["a.factcheck.yaml"]
    for about in (
        {"official": False}, {"source": "Reuters"}, {"retrieved_at": run.now}, {"symbol": "ALDER.L"},
        {"note": "audited"},
    ):  # fmt: skip
        answers = tuple(replace(a, origin=replace(a.origin, **about)) for a in run.answers)
        forged = replace(bundle, runs={"a.factcheck.yaml": replace(run, answers=answers)})
        level, told = verified(archive.write(made_to_fit(forged).members()))
        assert (level, "its answer has another" in told) == (Level.DERIVED, True)


def strange(bundle: Bundle) -> tuple[bool | None, str]:
    found = contents(archive.write(made_to_fit(bundle).members()))
    own = partial(calendars.get, store=None, today=found.full.now.date())
    derived = is_derived(found, Catalogue.load(), own)
    return derived.holds, "\n".join((derived.sentence, *derived.details))


def test_constants_names_and_sessions_of_others_are_told(bundle):
    """All made to fit, so verdicts do come out again; but by what nobody here vouches for."""
    assert strange(bundle)[1].count("\n") == 0
    wide = replace(bundle.policy, about=(Fraction(1, 2), Fraction(3, 4)))
    run = bundle.runs["a.factcheck.yaml"]
    sessions = bundle.objects[run.calendars["XHKG"]]
    lines = [line for line in sessions.splitlines(True) if not line.startswith(b"2025-02-20")]
    at = next(i for i, item in enumerate(bundle.listings) if item.symbol == "0992.HK")
    entries = [*bundle.listings]
    entries[at] = replace(entries[at], currency="USD")
    for forged, said in (
        (
            replace(bundle, policy=wide),
            'the constant about is ["1/2", "3/4"] instead of ["1/20", "1/10"]',
        ),
        (
            renamed(bundle, run.calendars["XHKG"], b"".join(lines)),
            "the sessions of XHKG are other ones: 1 day, 2025-02-20 the first",
        ),
        (
            replace(bundle, listings=entries, tool=replace(bundle.tool, sha256="0" * 64)),
            "0992.HK is another entry: currency USD instead of HKD",
        ),
    ):
        holds, told = strange(forged)
        assert holds, told
        assert said in told
        assert "1 of its rules, entries and calendars are not this factcheck's own:" in told


def test_by_other_rules_only_verdicts_and_figures_count(bundle):
    """A bundle of an older version stays verifiable as long as its verdicts come out again."""
    older = replace(bundle, tool=replace(bundle.tool, version="0.0.9", sha256="0" * 64))
    words = older.verdicts.replace(b'"reason": "', b'"reason": "In other words: ')
    level, told = verified(remade(older, verdicts=words, page=b"<!doctype html>"))
    assert (level, "in other words" in told) == (None, True)
    assert "not those of factcheck 0.0.9 then" in told
    assert "whether the words of verdicts.json and report.html are its own, only factcheck 0.0.9 can" in told
    level, told = verified(archive.write(flipped(older).members()))
    assert level is Level.DERIVED
    assert "1 of 4 verdicts do not come out again by the rules of now" in told
    sums = older.verdicts.replace(b'"fail": 2', b'"fail": 0')
    assert sums != older.verdicts
    level, told = verified(remade(older, verdicts=sums))
    assert (level, "counts is" in told) == (Level.DERIVED, True)
    assert told.startswith("the sums of the report do not come out again by the rules of now; ")


SILENT = {
    "an extra file": lambda members: members | {"bars/note.txt": b"x"},
    "a file missing": lambda members: {k: v for k, v in members.items() if k != "verdicts.json"},
    "another file": lambda members: members | {"report.html": b"x"},
    "no manifest": lambda members: {k: v for k, v in members.items() if k != MANIFEST},
    "no JSON": lambda members: members | {MANIFEST: b"{"},
    "deep JSON": lambda members: members | {MANIFEST: b"[" * 1_000_000},
    "a number": lambda members: members | {MANIFEST: b"1"},
    "another format": lambda members: members | {MANIFEST: b'{"format":"factcheck-bundle/2"}'},
    "a format that shouts": lambda members: members | {MANIFEST: b'{"format":"\\u001b[31m::error::"}'},
    "only a format": lambda members: members | {MANIFEST: b'{"format":"factcheck-bundle/1"}'},
    "spaces": lambda members: members | {MANIFEST: members[MANIFEST].replace(b'":', b'": ', 1)},
    "a key twice": lambda members: members
    | {MANIFEST: members[MANIFEST].replace(b"{", b'{"format":"factcheck-bundle/1",', 1)},
}


@pytest.mark.parametrize("case", SILENT)
def test_a_bundle_that_is_not_whole_is_refused(made, case):
    level, told = verified(archive.write(SILENT[case](archive.read(made))))
    assert level is Level.WHOLE
    assert told.isprintable() and len(told) < 200


def with_more(bundle: Bundle, **more: bytes) -> bytes:
    """A bundle with files that nothing in it speaks of, under names and hashes that are right."""
    named = {kind: {bars.sha256(body): body} for kind, body in more.items()}
    objects = {**bundle.objects, **named.get("bars", {})}
    return remade(bundle, objects=objects, raw={**bundle.raw, **named.get("raw", {})})


def test_nothing_lies_in_a_bundle_that_plays_no_part(bundle):
    """Something to be found there later, and taken for evidence."""
    level, told = verified(with_more(bundle, raw=b"anything"))
    assert (level, told) == (Level.WHOLE, f"raw/{bars.sha256(b'anything')} plays no part")
    body = next(body for body in bundle.objects.values() if b"10.10,10.60" in body)
    other = body.replace(b"10.50", b"10.90")
    level, told = verified(with_more(bundle, bars=other))
    assert (level, told) == (Level.WHOLE, f"bars/{bars.sha256(other)}.csv plays no part")


def test_no_sessions_are_missing(bundle):
    (run,) = bundle.runs.values()
    (sessions,) = run.calendars.values()
    objects = {sha: body for sha, body in bundle.objects.items() if sha != sessions}
    level, told = verified(remade(bundle, objects=objects))
    assert (level, told) == (Level.WHOLE, f"bars/{sessions}.csv is not there")


def drop(key: str) -> Callable[[Any], object]:
    return lambda said: said.pop(key)


def run_of(said: Any) -> Any:
    return said["runs"]["a.factcheck.yaml"]


WRONG: dict[str, Callable[[Any], object]] = {
    **{f"without {key}": drop(key) for key in (
        "tool", "checked_at", "options", "policy", "inputs", "runs", "instruments", "names",
        "series", "bars_root",
    )},
    "another root": lambda said: said.update(bars_root="0" * 64),
    "a surplus": lambda said: said.update(more="x"),
    "a number": lambda said: said.update(checked_at=5),
    "another time": lambda said: said.update(checked_at="2025-02-22T09:00:00+09:00"),
    "a constant that is none": lambda said: said["policy"].update(span_slack="NaN"),
    "a constant too many": lambda said: said["policy"].update(more="1"),
    "no inputs": lambda said: said.update(inputs=[]),
    "a file that is not there": lambda said: said["inputs"][0].update(file="claims/0009.yaml"),
    "a file of another place": lambda said: said["inputs"][0].update(file="../../etc/passwd"),
    "another name": lambda said: said["inputs"][0].update(path="/etc/passwd"),
    "a listing that is none": lambda said: said["instruments"].append({"symbol": "X"}),
    "runs of nothing": lambda said: said.update(runs={}),
    "runs that are a list": lambda said: said.update(runs=[]),
    "an answer without bars": lambda said: run_of(said)["answers"][0].update(bars="0" * 64),
    "an answer without sessions": lambda said: run_of(said).update(calendars={"XHKG": "0" * 64}),
    "options of another kind": lambda said: said.update(options=[]),
    "a time without an offset": lambda said: run_of(said)["answers"][0].update(
        retrieved_at="2025-02-22T00:00:00"
    ),
    "a time before all": lambda said: run_of(said).update(now="0001-01-01T00:00:00+14:00"),
    "a time after all": lambda said: run_of(said).update(now="9999-12-31T23:59:59+00:00"),
    "an option that there is not": lambda said: said["options"].update(audited="yes"),
    "strict or not": lambda said: said["options"].update(strict="no"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_manifest_says_everything_in_one_way(made, case):
    members = archive.read(made)
    said = json.loads(members[MANIFEST])
    WRONG[case](said)
    level, told = verified(archive.write(members | {MANIFEST: canonical(said)}))
    assert level is not None
    assert len(told) < 400


def test_no_bit_can_be_another(made):
    random.seed(1)
    flips = int(os.environ.get("FACTCHECK_FLIPS", "2000"))
    for _ in range(flips):
        bit = random.randrange(8 * len(made))
        changed = bytearray(made)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(EvidenceError):
            contents(bytes(changed))


def with_a_bit_changed(body: bytes) -> bytes:
    changed = bytearray(body)
    bit = random.randrange(8 * len(changed))
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_no_bit_of_a_member_can_be_another_in_a_zip_that_is_right(made):
    random.seed(2)
    members = archive.read(made)
    for _ in range(int(os.environ.get("FACTCHECK_FLIPS", "2000")) // 10):
        name = random.choice(sorted(members.keys() - {MANIFEST}))
        with pytest.raises(EvidenceError):
            contents(archive.write(members | {name: with_a_bit_changed(members[name])}))


def test_no_bit_of_the_manifest_can_be_another_but_which_program_it_was(made, bundle):
    """Nothing else is bound to the program's name and hash; a signature is what binds them."""
    random.seed(3)
    members = archive.read(made)
    for _ in range(int(os.environ.get("FACTCHECK_FLIPS", "2000")) // 20):
        changed = archive.write(members | {MANIFEST: with_a_bit_changed(members[MANIFEST])})
        level, _ = verified(changed)
        if level is None:
            assert read(*whole(changed)).tool != bundle.tool


@pytest.mark.parametrize("claims", ["claims: [" * 20_000, "{", "claims: []", "\0", "a: &a [*a]"])
def test_hostile_inputs_inside_are_told(bundle, claims):
    (one,) = bundle.inputs
    level, told = verified(remade(bundle, inputs=[replace(one, data=claims.encode())]))
    assert level is Level.DERIVED
    assert told.startswith("it cannot be checked again: a.factcheck.yaml:")


def test_hostile_bars_inside_are_told(bundle):
    (sha256,) = (sha for sha, body in bundle.objects.items() if b"10.10,10.60" in body)
    body = bundle.objects[sha256].replace(b"10.60", b"1e999")
    new = bars.sha256(body)
    (run,) = bundle.runs.values()
    answers = tuple(replace(a, bars=new) if a.bars == sha256 else a for a in run.answers)
    runs = {"a.factcheck.yaml": replace(run, answers=answers)}
    objects = {sha: one for sha, one in bundle.objects.items() if sha != sha256} | {new: body}
    level, told = verified(remade(bundle, runs=runs, objects=objects))
    assert level is Level.DERIVED
    assert "the bars are not in their canonical form" in told


@pytest.mark.parametrize("data", [b"", b"PK", b"x" * 1000])
def test_what_is_no_bundle_is_told_in_one_line(tmp_path, store, data):
    (tmp_path / "x.zip").write_bytes(data)
    code, out, err = factcheck("bundle", "verify", "x.zip", folder=tmp_path, FACTCHECK_STORE=store)
    assert (code, err) == (2, "")
    assert out == "whole    NO   no bundle: it does not begin as one\n"
    code, out, err = factcheck("bundle", "verify", "none.zip", folder=tmp_path, FACTCHECK_STORE=store)
    assert (code, out, err) == (2, "", "none.zip: cannot be read: No such file or directory\n")


# ---------------------------------------------------------------------------------------- old bundles

OLD = sorted((ROOT / "tests" / "bundles").glob("*.factcheck.zip"))


def test_there_is_a_bundle_of_each_format():
    formats = {json.loads(archive.read(path.read_bytes())[MANIFEST])["format"] for path in OLD}
    assert formats == {"factcheck-bundle/1"}


@pytest.mark.parametrize("path", OLD, ids=lambda path: path.name)
def test_old_bundles_are_verified(path):
    level, told = verified(path.read_bytes())
    assert level is None, told


def test_files_are_told_in_order():
    assert [one["path"] for one in files_told({"b": b"", "a": b""})] == ["a", "b"]


# --------------------------------------------------------------------------------- answers of a source


def test_bars_follow_from_yahoos_answer(yahoo_proxy, tmp_path):
    """What came over the wire is in the bundle, and read again; the store is not needed any more."""
    _, environment = yahoo_proxy
    folder = tmp_path / "desk"
    folder.mkdir()
    claim = 'claims: [{id: up, of: ^HSI, claim: "+4.0%", on: 2025-02-21}]\n'
    (folder / "b.factcheck.yaml").write_text(claim)
    words = ("bundle", "create", "b.factcheck.yaml", "--now", "2025-02-23T12:00+00:00")
    assert factcheck(*words, folder=folder, **environment)[0] == 0
    data = (folder / "b.factcheck.zip").read_bytes()
    level, told = verified(data)
    assert level is None
    assert "the bars follow from the answers of 1 of 1 series, which are kept" in told
    bundle = read(*whole(data))
    (old,) = bundle.raw
    body = bundle.raw[old].replace(b"22576.98", b"22577.98")
    assert body != bundle.raw[old]
    level, told = verified(archive.write(in_place(bundle, old, body).members()))
    assert level is Level.DERIVED
    assert "^HSI of yahoo: close of 2025-02-20 is 22576.98, in its answer 22577.98" in told
    level, told = verified(archive.write(in_place(bundle, old, b"<html>").members()))
    assert level is Level.DERIVED
    assert "^HSI of yahoo: its answer cannot be read: " in told


ANSWERS = {
    "fred": ("DGS10", "yield",
             b"observation_date,DGS10\n2025-02-19,4.53\n2025-02-20,4.51\n2025-02-21,4.42\n", b"4.51"),
    "sql": ("X", "share", b"date,close\n2025-02-20,10.00\n2025-02-21,10.50\n", b"10.50"),
    "akshare": ("00992", "share", b"date,close\n2025-02-20,10.00\n2025-02-21,10.50\n", b"10.50"),
    "prices": ("X", "share",
               b"# splits: as-traded\ndate,close,splits\n2025-02-20,21.00,\n2025-02-21,10.50,2\n", b",2"),
}  # fmt: skip


@pytest.mark.parametrize("place", ANSWERS)
def test_bars_follow_from_the_answer_of_each_place(place):
    symbol, kind, body, part = ANSWERS[place]
    listing = listing_of("X", 2, type=kind)
    answer = Answer(place, "X", date(2025, 2, 21), Origin(place, symbol), "0" * 64)

    def unlike(then: bytes, now: bytes) -> str:
        calendar = recorded_calendars(Run(NOON, (), (), {}), {})
        prices = raw_prices(answer, then, listing, calendar, Policy())
        if place == "sql":  # which reads its rows as a file, and says itself where they are from
            prices = replace(prices, origin=replace(prices.origin, source=place))
        return differs(answer, prices, now, listing, calendar, Policy())

    assert unlike(body, body) == ""
    row = body.splitlines()[-1].replace(b"2025-02-21", b"2025-03-30").removesuffix(b"2")
    later = body + row + b"\n"
    assert unlike(body, later) == ""
    assert unlike(body, body.replace(part, part[:-1] + b"9")) != ""
    assert unlike(body, b"<html>").startswith("its answer cannot be read: ")


def asked_for(bundle: Bundle, symbols: int) -> Bundle:
    """The same answer is said to be that for other symbols too."""
    (run,) = bundle.runs.values()
    one = next(answer for answer in run.answers if answer.symbol == "0992.HK")
    assert one.origin is not None
    more = [
        replace(one, symbol=f"{n:04}.HK", origin=replace(one.origin, symbol=f"{n:04}.HK"))
        for n in range(2000, 2000 + symbols)
    ]
    answers = tuple(sorted((*run.answers, *more), key=lambda answer: answer.key))
    return replace(bundle, runs={"a.factcheck.yaml": replace(run, answers=answers)})


@pytest.mark.parametrize(
    ("symbols", "said"), [(2, "the claims do not ask for what"), (200, "more is said to come from")]
)
def test_an_answer_is_not_read_again_and_again(bundle, monkeypatch, symbols, said):
    """A bundle of 2 MB could keep a reader busy for minutes."""
    monkeypatch.setattr(verify, "MOST_READ", 1_000)
    level, told = verified(archive.write(asked_for(bundle, symbols).members()))
    assert (level, said in told) == (Level.DERIVED, True)


def test_a_series_has_no_end_of_lines():
    rows = "\n".join(["# factcheck-bars/1", "# decimals: 0", bars.BAR_ROW] + ["2025-02-21,,,,,"] * 500_000)
    with pytest.raises(EvidenceError, match="more than 500,000 lines"):
        bars.read(rows.encode())


# ---------------------------------------------------------------------- a manifest that says anything

ODD: tuple[Any, ...] = (
    "", "0", "-1", "9" * 30, "null", "../x", "\0", "\u202e", "NaN", "1e999", "9999-12-31", "0001-01-01",
    "9999-12-31T23:59:59+00:00", "Asia/Nowhere", "weekdays", "24/7", "0" * 64, None, True, [], {}, [[]],
)  # fmt: skip


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value of a manifest that is no list or mapping."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from leaves(value[key], (*path, key))
    else:
        yield path


def test_whatever_a_manifest_says_there_is_a_clear_answer(made):
    random.seed(4)
    members = archive.read(made)
    ways = list(leaves({**json.loads(members[MANIFEST]), "files": []}))
    for _ in range(int(os.environ.get("FACTCHECK_FLIPS", "2000")) // 10):
        said = json.loads(members[MANIFEST])
        *way, last = random.choice(ways)
        at = said
        for key in way:
            at = at[key]
        at[last] = random.choice(ODD)
        level, told = verified(archive.write(members | {MANIFEST: canonical(said)}))
        assert level is not None or way[:1] == ["tool"] or said == json.loads(members[MANIFEST])
        assert told


HEADS = (
    (b"# decimals: 2", b"# decimals: 8"), (b"# excerpt: yes\n", b""), (b"2025-01-15", b"0001-01-01"),
    (b"2025-02-21", b"9999-12-31"), (b"10.50", b"0.00"), (b"10.50", b"-10.50"), (b"10.50", b""),
    (b"10.50", b"90000000000000000.00"), (b"2400", b"9223372036854775807"),
    (b"# excerpt: yes", b"# zone: Asia/Nowhere"),
    (b"# excerpt: yes", b"# currency: X\n# partial: 2025-02-21"),
    (b"# excerpt: yes", b"# action: 2025-02-21 split 1000000000000"),
    (b"# excerpt: yes", b"# adjusted: yes"),
    (b"# excerpt: yes", b'# repair: ["S18.5", "x", "\\u001b[31m", true]'),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new"), HEADS)
def test_whatever_bars_say_there_is_a_clear_answer(bundle, old, new):
    (sha256,) = (sha for sha, body in bundle.objects.items() if b"10.10,10.60" in body)
    body = bundle.objects[sha256].replace(old, new)
    assert body != bundle.objects[sha256]
    other = bars.sha256(body)
    (run,) = bundle.runs.values()
    answers = tuple(replace(a, bars=other) if a.bars == sha256 else a for a in run.answers)
    objects = {sha: one for sha, one in bundle.objects.items() if sha != sha256} | {other: body}
    runs = {"a.factcheck.yaml": replace(run, answers=answers)}
    changed = replace(bundle, objects=objects, raw={}, runs=runs)
    level, told = verified(archive.write(changed.members()))
    assert told
    assert level is Level.DERIVED or new in NO_MATTER


NO_MATTER = (b"9223372036854775807",)  # no claim is about a volume
