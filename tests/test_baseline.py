"""The baseline: what is known fails nothing; what is new, or got worse, does."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from factcheck.baseline import SCHEMA, Baseline
from factcheck.claims import Claim, Place, Skip
from factcheck.errors import FactcheckError
from factcheck.statements import Stated
from factcheck.verdicts import Coverage, Finding, Report, Severity, Verdict, severity_of
from factcheck.verifiers.change import Change

MOVE = Change(value=Stated.parse("4.7"))
OF_B = "claims/b.yaml"
NOW = datetime(2026, 1, 5, tzinfo=UTC)
WARNING, ERROR, NOTE = Severity.WARNING, Severity.ERROR, Severity.NOTE


def finding(text: str, verdict: str = "fail", file: str = "claims/a.yaml", line: int = 3, **about) -> Finding:
    claim = Claim("c1", text, MOVE, of=("HSI",), place=Place(file, line, 5, line, 9))
    word = Verdict(verdict)
    severity = severity_of(word, while_open=False, strict=False)
    return Finding(claim, word, severity, f"because of {text}", **about)


def report(*findings: Finding, **about) -> Report:
    return Report(NOW, findings, **about)


@pytest.fixture
def empty(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "claims").mkdir()
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / "claims" / name).touch()
    return Baseline(Path(), {})


def texts(entries) -> list[str]:
    return [one.text for one in entries]


def known(baseline: Baseline, *findings: Finding) -> list[bool]:
    return [f.known for r in baseline.marked([report(*findings)]) for f in r.findings]


@pytest.mark.parametrize(
    ("least", "recorded"),
    [
        (ERROR, ["fails", "misleads", "midday"]),  # what would be annotated, at least
        (WARNING, ["fails", "misleads", "midday"]),
        (NOTE, ["fails", "misleads", "midday", "open", "rounded"]),
    ],
)
def test_what_is_recorded(empty, least, recorded):
    found = report(
        finding("fails"), finding("misleads", "misleading"), finding("midday", "intraday"),
        finding("open", "undecidable"), finding("rounded", "pass-rounding"), finding("fine", "pass"),
    )  # fmt: skip
    assert sorted(texts(empty.recorded([found], least).known.values())) == sorted(recorded)


def test_the_file_is_sorted_without_dates_and_read_back(empty, tmp_path):
    found = [report(finding("b", file=OF_B)), report(finding("z"), finding("a", "misleading"))]
    baseline = empty.recorded(found, ERROR)
    assert baseline.text() == empty.recorded(found[::-1], ERROR).text()
    document = json.loads(baseline.text())
    assert document["schema"] == SCHEMA
    assert [(f["file"], f["text"], f["verdict"], f["reason"]) for f in document["findings"]] == [
        ("claims/a.yaml", "a", "misleading", "because of a"),
        ("claims/a.yaml", "z", "fail", "because of z"),
        ("claims/b.yaml", "b", "fail", "because of b"),
    ]
    assert baseline.text().endswith("}\n") and "2026" not in baseline.text()
    path = tmp_path / "known.json"
    path.write_text(baseline.text())
    assert Baseline.load(path).known == baseline.known


def test_files_are_named_from_where_the_baseline_lies(empty, tmp_path, monkeypatch):
    baseline = empty.recorded([report(finding("x"))], ERROR)
    moved = replace(baseline, folder=tmp_path)
    monkeypatch.chdir(tmp_path / "claims")
    for name in ("a.yaml", "./a.yaml", str(tmp_path / "claims" / "a.yaml")):
        assert known(moved, finding("x", file=name)) == [True]
    assert known(moved, finding("x", file="b.yaml")) == [False]


def test_lines_play_no_part_and_words_do(empty):
    baseline = empty.recorded([report(finding("x", line=3))], ERROR)
    assert known(baseline, finding("x", line=90)) == [True]
    assert known(baseline, finding("y", line=3)) == [False]


def test_the_same_words_twice_are_two_findings(empty):
    baseline = empty.recorded([report(finding("x"))], ERROR)
    assert known(baseline, finding("x"), finding("x", line=8)) == [True, False]
    twice = baseline.marked([report(finding("x")), report(finding("x"))])  # two articles of one file
    assert [f.known for r in twice for f in r.findings] == [True, False]


@pytest.mark.parametrize(
    ("before", "now", "is_known"),
    [
        ("fail", "fail", True),
        ("fail", "misleading", True),
        ("fail", "intraday", True),
        ("misleading", "misleading", True),
        ("misleading", "fail", False),
        ("intraday", "misleading", False),
        ("intraday", "fail", False),
        ("fail", "undecidable", True),
        ("fail", "pass", False),
        ("fail", "pass-rounding", False),
    ],
)
def test_what_got_worse_is_not_known(empty, before, now, is_known):
    baseline = empty.recorded([report(finding("x", before))], ERROR)
    assert known(baseline, finding("x", now)) == [is_known]


def test_what_matches_nothing_any_more_is_stale(empty):
    first = report(*map(finding, ["mended", "gone", "stays", "worse", "open"]))
    baseline = empty.recorded([first, report(finding("b", file=OF_B))], ERROR)
    now = report(
        finding("mended", "pass"), finding("stays"), finding("worse"), finding("open", "undecidable")
    )
    assert texts(baseline.stale([now])) == ["gone", "mended"]
    assert texts(baseline.without(baseline.stale([now])).known.values()) == ["stays", "worse", "open", "b"]


def test_an_entry_of_a_file_that_is_not_there_is_stale(empty):
    baseline = empty.recorded([report(finding("b", file=OF_B))], ERROR)
    assert not baseline.stale([report(finding("x"))])
    Path("claims/b.yaml").unlink()
    assert texts(baseline.stale([report(finding("x"))])) == ["b"]


def test_a_file_in_which_nothing_is_left_was_checked_too(empty):
    baseline = empty.recorded([report(finding("x"))], ERROR)
    silenced = replace(finding("y").claim, skip=Skip("by hand"))
    assert texts(baseline.stale([report(silenced=(silenced,))])) == ["x"]
    assert texts(baseline.stale([report(coverage=(Coverage("claims/a.yaml", 0, 0, 0, 0, 0),))])) == ["x"]


def test_recording_again_replaces_the_files_that_were_checked(empty):
    first = report(finding("old"), finding("open"))
    before = empty.recorded([first, report(finding("b", file=OF_B))], ERROR)
    after = before.recorded([report(finding("new"), finding("open", "undecidable"))], ERROR)
    assert texts(sorted(after.known.values())) == ["new", "open", "b"]


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", "null", "{", '{"schema": "factcheck-baseline/2", "findings": []}',
        '{"schema": "factcheck-baseline/1"}', '{"schema": "factcheck-baseline/1", "findings": [{}]}',
        '{"schema": "factcheck-baseline/1", "findings": [{"file": 1, "text": "", "verdict": "fail", '
        '"reason": "", "fingerprint": ""}]}',
        '{"schema": "factcheck-baseline/1", "findings": [{"file": "", "text": "", "verdict": "wrong", '
        '"reason": "", "fingerprint": ""}]}',
        "[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_baseline_is_told(tmp_path, text):
    path = tmp_path / "known.json"
    path.write_text(text)
    with pytest.raises(FactcheckError, match="no baseline that can be read"):
        Baseline.load(path)


def test_no_file_and_a_folder_are_told(tmp_path):
    with pytest.raises(FactcheckError, match="there is no such baseline"):
        Baseline.load(tmp_path / "none.json")
    with pytest.raises(FactcheckError, match="cannot be read"):
        Baseline.load(tmp_path)
