"""The command line as CI uses it: baseline, changed files, limits, configuration, prices that do not come."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PRICES = ROOT / "claims" / "prices"
TRUE = "Shanghai Composite +0.8% on 2025-02-21"
FALSE = "Shanghai Composite +1.8% on 2025-02-21"
WORSE = "Hang Seng Index closed up 4.9% on 2025-02-21"
OPEN = "Hang Seng Tech Index +4.7% on 2025-02-21"
NOW = ("--now", "2025-02-23T12:00+00:00")  # as the stand-in has it


@pytest.fixture
def run(tmp_path, tmp_path_factory):
    """run("check", …) in a folder of its own → exit code, standard output, standard error."""
    (tmp_path / ".git").mkdir()
    store = tmp_path_factory.getbasetemp() / "ci-store"

    def call(*words, stdin="", folder=tmp_path, **environment):
        told = {"FACTCHECK_STORE": str(store), "NO_COLOR": "1", "COLUMNS": "200", "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(
            [sys.executable, "-m", "factcheck", *map(str, words)],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **told, **environment},
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout, done.stderr

    return call


def claims(*sentences: str) -> str:
    return "claims:\n" + "".join(f"  - {sentence}\n" for sentence in sentences)


OFFLINE = ("--data", PRICES, "--offline")


# ---------------------------------------------------------------------- limits


@pytest.mark.parametrize(
    ("sentences", "options", "code"),
    [
        ((TRUE, OPEN), (), 0),
        ((TRUE, OPEN), ("--max-undecidable", "1"), 0),
        ((TRUE, OPEN), ("--max-undecidable", "0"), 3),
        ((TRUE, OPEN), ("--max-undecidable", "50%"), 0),
        ((TRUE, OPEN), ("--max-undecidable", "49%"), 3),
        ((TRUE, OPEN, "{claim: looks cheap, checkable: false}"), ("--max-undecidable", "49%"), 3),
        ((TRUE, OPEN), ("--max-undecidable", "0", "--allow-undecided"), 3),  # said in so many words
        ((FALSE, OPEN), ("--max-undecidable", "0"), 1),
        ((TRUE, OPEN), ("--max-undecidable", "many"), 2),
    ],
)
def test_how_many_may_stay_undecidable(run, sentences, options, code):
    found, _, chatter = run("check", "-", *OFFLINE, *options, stdin=claims(*sentences))
    assert found == code
    assert ("checkable claims are undecidable" in chatter) is (code == 3)


# ---------------------------------------------------------------------- the baseline


def test_an_old_archive_is_adopted(run, tmp_path):
    wrap = tmp_path / "wrap.factcheck.yaml"
    wrap.write_text(claims(FALSE, TRUE))
    check = ("check", ".", *OFFLINE, "--baseline", "factcheck.baseline.json")
    assert run(*check)[0] == 2  # there is none yet
    code, out, _ = run("baseline", ".", *OFFLINE)
    assert (code, out) == (0, "factcheck.baseline.json: 1 known findings, 1 added, 0 removed\n")
    code, out, _ = run(*check)
    assert code == 0 and "; 1 known" in out
    told = json.loads(run(*check, "--format", "json")[1])
    assert [(c["verdict"], c["known"]) for c in told["claims"]] == [("fail", True), ("pass", False)]
    wrap.write_text(claims(TRUE, FALSE, WORSE))  # moved, and a new one
    assert run(*check)[0] == 1
    wrap.write_text(claims(TRUE))
    code, out, _ = run(*check)
    assert code == 0 and "factcheck.baseline.json: 1 entry matches nothing any more" in out
    code, out, _ = run("baseline", "--prune", ".", *OFFLINE)
    assert (code, out) == (0, "factcheck.baseline.json: 0 known findings, 0 added, 1 removed\n")


def test_the_baseline_may_be_configured(run, tmp_path):
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "wrap.factcheck.yaml").write_text(claims(FALSE, TRUE))
    text = f"data = {str(PRICES)!r}\noffline = true\nbaseline = 'known.json'\n"
    (tmp_path / "factcheck.toml").write_text(text)
    code, out, _ = run("baseline", ".", folder=tmp_path / "below")
    assert code == 0 and out.startswith("../known.json: 1 known findings")
    assert run("check", ".", folder=tmp_path / "below")[0] == 0
    assert run("check", "below")[0] == 0
    assert run("check", "below", "--no-config", *OFFLINE)[0] == 1


def test_known_findings_are_not_annotated(run, tmp_path):
    (tmp_path / "wrap.factcheck.yaml").write_text(claims(FALSE, TRUE))
    run("baseline", ".", *OFFLINE)
    words = ("check", ".", *OFFLINE, "--baseline", "factcheck.baseline.json")
    assert "::error" in run(*words[:-2], "--format", "github")[1]
    assert "::error" not in run(*words, "--format", "github")[1]


# ---------------------------------------------------------------------- what a branch touches


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_only_what_a_branch_touches_is_checked(run, tmp_path):
    def git(*words):
        named = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *named, *words], cwd=tmp_path, check=True, capture_output=True)

    (tmp_path / ".git").rmdir()
    git("init", "-q", "-b", "main")
    article = tmp_path / "wrap.md"
    article.write_text("Shanghai rose 0.8%.\n")
    own = "article: {text: wrap.md, published: 2025-02-21T18:30+08:00}\n"
    quoting = own + "claims: [{claim: " + FALSE + ", quote: rose 0.8%}]\n"
    (tmp_path / "wrap.factcheck.yaml").write_text(quoting)
    (tmp_path / "other.factcheck.yaml").write_text(claims(WORSE))
    git("add", "-A")
    git("commit", "-q", "-m", "x")
    words = ("check", ".", *OFFLINE, "--changed-since", "main")
    code, out, _ = run(*words, "-o", "report.json", "-o", "report.sarif")
    assert code == 0 and "Nothing to check: none of the files was touched since main." in out
    assert json.loads((tmp_path / "report.json").read_text())["claims"] == []
    assert json.loads((tmp_path / "report.sarif").read_text())["runs"]
    article.write_text("In other news:\n\nShanghai rose 0.8%.\n")  # the quote has moved
    code, out, _ = run(*words)
    assert code == 1 and FALSE in out and WORSE not in out
    article.write_text("Shanghai rose 0.8%.\n")
    (tmp_path / "factcheck.toml").write_text("strict = true\n")  # which speaks of every file
    code, out, _ = run(*words)
    assert code == 1 and FALSE in out and WORSE in out
    assert run(*words[:-1], "nowhere")[0] == 2


# ---------------------------------------------------------------------- configuration


def test_what_is_in_force(run, tmp_path):
    (tmp_path / "factcheck.toml").write_text("offline = true\n[policy]\nspan_slack_days = 20\n")
    secret = "postgresql://user:secret@host/name"
    code, out, _ = run("config", "--strict", "--format", "json", FACTCHECK_SQL_DSN=secret)
    told = json.loads(out)
    assert code == 0 and (told["schema"], told["file"]) == ("factcheck-config/1", "factcheck.toml")
    values = {row["key"]: (row["value"], row["from"]) for row in told["values"]}
    assert values["offline"] == (True, "factcheck.toml:1")
    assert values["strict"] == (True, "option --strict")
    assert values["data"] == ([], "default")
    assert values["policy.span_slack_days"] == ("20", "factcheck.toml:3")
    assert values["store"][1] == "environment FACTCHECK_STORE"
    assert values["untrusted"] == (False, "default")
    assert "secret" not in out
    assert "sql address" in values


@pytest.mark.parametrize(
    ("options", "strict"),
    [
        ((), True),
        (("--no-config",), False),
        (("--config", "other.toml"), False),
        (("--untrusted",), False),
        (("--untrusted", "--config", "factcheck.toml"), True),
    ],
)
def test_which_file_is_read(run, tmp_path, options, strict):
    (tmp_path / "factcheck.toml").write_text("strict = true\n")
    (tmp_path / "other.toml").write_text("offline = true\n")
    told = json.loads(run("config", "--format", "json", *options)[1])
    assert {row["key"]: row["value"] for row in told["values"]}["strict"] is strict


@pytest.mark.parametrize("command", [("check", "-"), ("draft", "x.md"), ("fetch", "^HSI"), ("config",)])
def test_a_wrong_configuration_is_told_at_its_place(run, tmp_path, command):
    (tmp_path / "factcheck.toml").write_text("\nuntrusted = false\nofline = true\n")
    (tmp_path / "x.md").write_text("The Hang Seng Index rose 4%.")
    code, out, chatter = run(*command, stdin=claims(TRUE))
    assert (code, out) == (2, "")
    first, second = chatter.splitlines()
    assert first.startswith("factcheck.toml:2:1: 'untrusted' is for the command line alone")
    assert second.startswith("factcheck.toml:3:1: unknown key 'ofline'; did you mean 'offline'?")
    assert run(*command, "--config", "x", "--no-config")[0] == 2


def test_market_and_zone_of_articles_may_be_configured(run, tmp_path):
    (tmp_path / "wrap.md").write_text(
        "---\npublished: 2025-02-21T18:30\n---\nThe Shanghai Composite rose 0.8% on Friday."
    )
    assert run("check", "wrap.md", *OFFLINE)[0] == 2  # which Friday evening?
    (tmp_path / "factcheck.toml").write_text("timezone = 'Asia/Hong_Kong'\nmarket = 'XHKG'\n")
    assert run("check", "wrap.md", *OFFLINE)[0] == 0
    assert run("check", "wrap.md", *OFFLINE, "--timezone", "Nowhere")[0] == 2


# ---------------------------------------------------------------------- prices that do not come


@pytest.mark.parametrize(("words", "true"), [("+3.99%", True), ("fell", False)])
def test_a_rate_limit_is_never_a_failed_claim(run, yahoo_proxy, words, true):
    claim = f"Hang Seng Index {words} on 2025-02-21"
    decided = ("pass", "pass-rounding") if true else ("fail",)
    server, environment = yahoo_proxy
    server.fault("429")
    check = ("check", "-", *NOW, "--format", "json")
    code, out, _ = run(*check, "--data", PRICES, stdin=claims(claim), **environment)
    assert json.loads(out)["claims"][0]["verdict"] in decided and code == (not true)
    assert not server.charts("^HSI")  # committed prices come first, and are enough
    code, out, _ = run(*check, stdin=claims(claim), **environment)
    (found,) = json.loads(out)["claims"]
    assert (code, found["verdict"]) == (3, "undecidable") and "rate limit" in found["reason"]
    server.fault("none")
    assert run("fetch", "^HSI", *NOW, **environment)[0] == 0
    server.fault("429")
    code, out, _ = run(*check, stdin=claims(claim), **environment)
    assert json.loads(out)["claims"][0]["verdict"] in decided and code == (not true)  # from the store
