"""What CI gets to see: formats side by side, annotations, and no line that is a command by accident."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.commands._ci import Guarded
from factcheck.errors import inert
from tests.hostile import HOSTILE
from tests.runner import commands

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "docs" / "example.factcheck.yaml"
PRICES = ("--data", ROOT / "claims" / "prices", "--offline")
TRUE = "claims: ['Shanghai Composite +0.8% on 2025-02-21']"
ON = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(ROOT)}


@pytest.fixture
def run(tmp_path_factory):
    """Run factcheck in a process of its own. Returns (exit code, stdout, stderr)."""
    store = tmp_path_factory.getbasetemp() / "github-store"
    outer = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "CI"))}

    def call(*words, stdin="", folder=ROOT, **environment):
        done = subprocess.run(
            [sys.executable, "-m", "factcheck", *map(str, words)],
            input=stdin.encode(),
            capture_output=True,
            check=False,
            cwd=folder,
            env=outer
            | {"FACTCHECK_STORE": str(store), "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)}
            | environment,
        )
        assert b"Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return call


# ---------------------------------------------------------------- files


def test_one_run_writes_every_format(run, tmp_path):
    names = "r.html r.md r.json r.sarif r.xml r.csv r.jsonld r.txt gitlab=gl.json github=gh.txt".split()
    words = [word for name in names for word in ("-o", name)]
    who = ("--author", "The Example Times", "--url", "https://example.org/check")
    code, out, _ = run("check", EXAMPLE, *PRICES, *words, *who, folder=tmp_path)
    assert code == 1
    assert commands(out) == []
    text = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert len(json.loads(text["r.json"])["claims"]) == 3
    assert [r["ruleId"] for r in json.loads(text["r.sarif"])["runs"][0]["results"]] == ["change/fail"]
    assert [issue["check_name"] for issue in json.loads(text["gl.json"])] == ["change/fail"]
    assert len(json.loads(text["r.jsonld"])["@graph"]) == 3
    assert ElementTree.fromstring(text["r.xml"])[0].attrib["failures"] == "1"
    assert text["r.csv"].startswith("\ufeff")  # without it, a spreadsheet takes it for another encoding
    cells = csv.DictReader(io.StringIO(text["r.csv"].removeprefix("\ufeff"), newline=""))
    assert [row["verdict"] for row in cells] == ["pass", "intraday", "fail"]
    assert [c.name for c in commands(text["gh.txt"])] == ["error", "notice"]
    assert text["r.md"].startswith("### factcheck: 1 problem in 3 statements")
    assert "3 of 3 checkable decided" in text["r.txt"]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["-o", "gitlb=gl.json"], "unknown format 'gitlb'; the formats are console,"),
        (["-o", "report"], "name a format: --output NAME=FILE"),
        (["--format", "xml"], "unknown format 'xml'"),
        (["--format", "claimreview"], "add --author"),
        (["-o", "a.jsonld", "--author", "x"], "add --author"),
        (["-o", "a.jsonld", "--author", "x", "--url", "javascript:x"], "--url javascript:x: not a web"),
    ],
)
def test_what_cannot_be_written_is_said_before_anything_is_checked(run, tmp_path, words, complaint):
    code, out, chatter = run("check", EXAMPLE, *PRICES, *words, folder=tmp_path)
    assert (code, out) == (2, "")
    assert complaint in chatter
    assert list(tmp_path.iterdir()) == []


def test_a_format_may_be_named_for_a_suffix_that_several_have(run, tmp_path):
    target = tmp_path / "gl-code-quality-report.json"
    run("check", EXAMPLE, *PRICES, "--format", "gitlab", "-o", target)
    assert isinstance(json.loads(target.read_text()), list)


@pytest.mark.parametrize("name", ["junit", "csv", "markdown", "sarif"])
def test_programs_get_utf_8_whatever_the_terminal_speaks(run, name):
    claim = json.dumps({"claims": [{"claim": "恒生", "checkable": False}]}, ensure_ascii=False)
    code, out, chatter = run("check", "-", "--format", name, stdin=claim, PYTHONIOENCODING="ascii")
    assert code == 3, chatter
    assert "恒生" in out or name == "sarif"


def test_junit_is_red_where_the_exit_code_is(run, tmp_path):
    words = ("check", "-", *PRICES, "-o", tmp_path / "j.xml")
    claim = "claims: ['Hang Seng Index +2.9% on 2025-02-21']"  # intraday: a warning
    for options, code in (((), 0), (("--fail-on", "warning"), 1)):
        assert run(*words, *options, stdin=claim)[0] == code
        suite = ElementTree.parse(tmp_path / "j.xml").getroot()[0]
        assert suite.attrib["failures"] == str(code)


# ---------------------------------------------------------------- GitHub


def test_on_github_the_lines_are_annotated_and_the_step_has_a_summary(run, tmp_path):
    summary = tmp_path / "summary.md"
    summary.write_text("Before.\n")
    code, out, _ = run("check", EXAMPLE, *PRICES, GITHUB_STEP_SUMMARY=str(summary), **ON)
    error, notice = commands(out)
    assert code == 1
    assert error.properties["file"] == "docs/example.factcheck.yaml"
    assert error.properties["line"] == "6"
    assert "3 claims: 1 pass, 1 intraday, 1 fail" in notice.data
    assert "✗ fail" in out  # and the table stays
    assert summary.read_text().startswith("Before.\n\n### factcheck: 1 problem in 3 statements")


def test_a_summary_stays_within_a_mebibyte_together_with_what_was_there(run, tmp_path):
    summary = tmp_path / "summary.md"
    for before, more in ((1 << 20, False), ((1 << 20) - 5_000, True)):
        summary.write_text("x" * before)
        assert run("check", EXAMPLE, *PRICES, GITHUB_STEP_SUMMARY=str(summary), **ON)[0] == 1
        assert (summary.stat().st_size > before) is more
        assert summary.stat().st_size <= 1 << 20


@pytest.mark.parametrize(
    ("words", "environment"),
    [
        ((), {}),
        ((), {"GITLAB_CI": "true", "CI": "true"}),
        (("--no-annotations",), ON),
        (("--format", "json"), ON),  # a program reads standard output
        (("--format", "markdown"), ON),
        (("--format", "csv"), ON),
    ],
)
def test_nothing_is_annotated_unasked(run, tmp_path, words, environment):
    summary = tmp_path / "summary.md"
    _, out, _ = run("check", EXAMPLE, *PRICES, *words, GITHUB_STEP_SUMMARY=str(summary), **environment)
    assert commands(out) == []
    assert not summary.exists()


def test_what_is_right_is_not_annotated(run):
    code, out, _ = run("check", "-", *PRICES, stdin=TRUE, **ON)
    assert (code, commands(out)) == (0, [])


def test_a_summary_that_cannot_be_written_fails_nothing(run, tmp_path):
    code, _, chatter = run("check", "-", *PRICES, stdin=TRUE, GITHUB_STEP_SUMMARY=str(tmp_path), **ON)
    assert code == 0
    assert "the summary of the step cannot be written: Is a directory" in chatter


@pytest.mark.parametrize(("words", "where"), [([], "output"), (["-o", "a.sarif"], "a.sarif")])
def test_paths_are_told_from_the_top_of_the_repository(run, tmp_path, words, where):
    folder = tmp_path / "site" / "news"
    folder.mkdir(parents=True)
    (folder / "a.factcheck.yaml").write_text(EXAMPLE.read_text())
    here = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(tmp_path)}
    _, out, _ = run("check", "a.factcheck.yaml", *PRICES, *words, folder=folder, **here)
    if where == "output":
        assert commands(out)[0].properties["file"] == "site/news/a.factcheck.yaml"
    else:
        assert '"uri": "site/news/a.factcheck.yaml"' in (folder / where).read_text()


ATTACKS = (
    "::error::owned",
    "  ::add-mask::owned",
    "x ##[error]owned",
    "##[add-mask]owned",
    "\u2028::stop-commands::x",
    "a\r::error::owned",
    "%0A::error::owned",
)


@pytest.mark.parametrize("words", [("-v",), *(("--format", n) for n in "json html csv markdown".split())])
def test_an_attackers_claims_command_nothing(run, words):
    texts = [text for text in ATTACKS if text.isprintable()]  # a claim file has no others
    claims = [{"claim": text, "checkable": False, "why": text} for text in texts]
    source = json.dumps({"article": {"title": "##[error]owned"}, "claims": claims})
    code, out, chatter = run("check", "-", *PRICES, *words, stdin=source, **ON)
    assert code == 3, chatter
    assert out.count("owned") >= len(texts)
    assert {c.data.partition(";")[0] for c in commands(out)} <= {"5 claims: 5 not-checkable"}
    assert commands(chatter) == []


def test_neither_do_their_mistakes(run, tmp_path):
    wrong = {"claims": [*ATTACKS, *({"kind": a} for a in ATTACKS)], **dict.fromkeys(ATTACKS, 1)}
    (tmp_path / "::error::x.factcheck.yaml").write_text(json.dumps(wrong))
    for words in (["check", "::error::x.factcheck.yaml"], ["check", "::error::x"], ["kinds", "##[error]x"]):
        code, out, chatter = run(*words, folder=tmp_path, **ON)
        assert code == 2
        assert "error" in chatter
        assert commands(out) + commands(chatter) == []


def test_neither_do_their_articles(run, tmp_path):
    page = tmp_path / "a.md"
    page.write_text("\n\n".join(f"{attack} The Hang Seng Index rose 4%." for attack in ATTACKS))
    for words in (["check", page, *PRICES], ["draft", page, "--format", "json"]):
        _, out, chatter = run(*words, "--published", "2025-02-21", folder=tmp_path, **ON)
        assert "Hang Seng Index" in out
        assert [c.name for c in commands(out) if c.properties.get("title") != "factcheck"] == []
        assert commands(chatter) == []


# ---------------------------------------------------------------- lines that command nothing


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("::error::x", ": :error::x"),
        (" \t::error::x", " \t: :error::x"),
        ("a\n\u3000::error::x", "a\n\u3000: :error::x"),
        ("a\r::error::x", "a\r: :error::x"),
        ("\ufeff::error::x", "\ufeff: :error::x"),
        ("a ##[error]x", "a ## [error]x"),
        ("##vso[task.setvariable]x", "##vso [task.setvariable]x"),
        ("a::b", "a::b"),
        ("## [a] # heading", "## [a] # heading"),
        (":", ":"),
        ("", ""),
    ],
)
def test_a_line_becomes_inert_and_other_text_stays(text, left):
    assert inert(text) == left
    assert inert(left) == left


PIECES = st.lists(
    st.one_of(
        st.sampled_from([":", "::", "#", "##", "[", "]", "error", "x", "\n", "\r", " ", "\u2028", "\ufeff"]),
        st.sampled_from(HOSTILE[:6]),
        st.text(max_size=3),
    )
)


@given(PIECES)
@settings(max_examples=500, deadline=None)
def test_no_line_is_pieced_together_to_a_command(pieces):
    out = io.BytesIO()
    stream = Guarded(out, "utf-8", newline="")
    for piece in pieces:
        assert stream.write(piece) == len(piece)
    stream.flush()
    printed = out.getvalue().decode()
    assert commands(printed) == []
    assert printed.replace(" ", "") == "".join(pieces).replace(" ", "")


def test_our_own_commands_begin_a_line_of_their_own():
    out = io.BytesIO()
    stream = Guarded(out, "utf-8", newline="")
    stream.write("half a line")
    stream.command("::notice::x\n")
    stream.write("::error::y\n")
    stream.flush()
    assert out.getvalue() == b"half a line\n::notice::x\n: :error::y\n"
