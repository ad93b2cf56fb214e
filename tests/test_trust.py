"""--untrusted: every row of the table in SECURITY.md names its test here."""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from factcheck.commands import NAMES
from factcheck.configuration import KEYS, OF_THE_RUN
from factcheck.errors import FactcheckError
from factcheck.trust import ASKED, UNREADABLE, Trust, stranger, trust

ROOT = Path(__file__).resolve().parents[1]
PRICES = ROOT / "claims" / "prices"
TRUE = "Shanghai Composite +0.8% on 2025-02-21"
FALSE = "Shanghai Composite +1.8% on 2025-02-21"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A repository of its own to stand in."""
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(project, tmp_path_factory):
    """run("check", …) in the project → exit code, standard output, standard error."""
    store = tmp_path_factory.getbasetemp() / "trust-store"

    def call(*words, stdin="", **environment):
        told = {"FACTCHECK_STORE": str(store), "NO_COLOR": "1", "COLUMNS": "200", "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(
            [sys.executable, "-m", "factcheck", *map(str, words)],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            cwd=project,
            env={**os.environ, "PYTHONPATH": str(ROOT), **told, **environment},
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout, done.stderr

    return call


def claims(*sentences: str) -> str:
    return "claims:\n" + "".join(f"  - {sentence}\n" for sentence in sentences)


# ---------------------------------------------------------------------- who is a stranger


def pull(head: object, base: object = None) -> dict[str, object]:
    own = {"full_name": "paper/site", "fork": False}
    return {"pull_request": {"head": {"repo": head}, "base": {"repo": base or own}}}


OWN = {"full_name": "paper/site", "fork": False}
FORK = {"full_name": "someone/site", "fork": True}


def event(tmp_path: Path, name: str, content: object) -> dict[str, str]:
    path = tmp_path / "event.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return {"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(path)}


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("pull_request", pull(OWN), ""),
        ("pull_request", pull(FORK), "a pull request from someone/site"),
        ("pull_request_target", pull(FORK), "a pull request from someone/site"),
        ("pull_request_review", pull(FORK), "a pull request from someone/site"),
        ("pull_request", pull({**FORK, "fork": False}), "a pull request from someone/site"),
        ("pull_request", pull({**OWN, "fork": True}), "a pull request from paper/site"),
        ("pull_request", pull(None), UNREADABLE),  # the fork was deleted
        ("pull_request", pull({"full_name": "paper/site"}), UNREADABLE),
        ("pull_request", pull({"full_name": 5, "fork": False}), UNREADABLE),
        ("pull_request", {}, UNREADABLE),
        ("pull_request", [], UNREADABLE),
        ("pull_request", "not JSON", UNREADABLE),
        ("pull_request", "[" * 200_000, UNREADABLE),
        ("workflow_run", {"workflow_run": {"head_repository": FORK}, "repository": OWN},
         "a pull request from someone/site"),
        ("workflow_run", {"workflow_run": {"head_repository": OWN}, "repository": OWN}, ""),
        ("issue_comment", {"issue": {"pull_request": {"url": "…"}}}, UNREADABLE),
        ("issue_comment", {"issue": {"title": "…"}}, ""),
        ("push", pull(FORK), ""),
        ("schedule", {}, ""),
        ("merge_group", {}, ""),
    ],
)  # fmt: skip
def test_a_pull_request_from_a_fork_is_a_strangers(tmp_path, name, content, why):
    assert stranger(event(tmp_path, name, content)) == why


def test_an_event_that_is_not_there_is_a_strangers(tmp_path):
    assert stranger({"GITHUB_EVENT_NAME": "pull_request"}) == UNREADABLE
    path = str(tmp_path / "none")
    assert stranger({"GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": path}) == UNREADABLE


@pytest.mark.parametrize(
    ("environment", "strange"),
    [
        ({}, False),
        ({"CI_PIPELINE_SOURCE": "push"}, False),
        ({"CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_PROJECT_ID": "7",
          "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "7"}, False),
        ({"CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_PROJECT_ID": "7",
          "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "8"}, True),
        ({"CI_PIPELINE_SOURCE": "merge_request_event"}, True),
        ({"CI_MERGE_REQUEST_PROJECT_ID": "7"}, True),
    ],
)  # fmt: skip
def test_a_merge_request_from_a_fork_is_a_strangers(environment, strange):
    assert bool(stranger(environment)) is strange


def test_it_switches_itself_on_and_says_so(run, tmp_path):
    environment = event(tmp_path, "pull_request", pull(FORK))
    own = claims(f"{{claim: {FALSE}, skip: {{reason: no}}}}", TRUE)
    code, _, chatter = run("check", "-", "--data", PRICES, "--offline", stdin=own, **environment)
    assert code == 1 and chatter.startswith("--untrusted is on: a pull request from someone/site\n")
    environment = event(tmp_path, "pull_request", pull(OWN))
    code, _, chatter = run("check", "-", "--data", PRICES, "--offline", stdin=own, **environment)
    assert (code, chatter) == (0, "")


# ---------------------------------------------------------------------- nothing switches it off


def test_no_option_and_no_key_of_a_file_switches_it_off():
    from importlib import import_module

    names = {key.name for key in KEYS}
    assert not names & {"untrusted", "trusted", "allow-network"}
    assert {"untrusted", "allow-network"} <= set(OF_THE_RUN)
    for command in NAMES:
        module = import_module(f"factcheck.commands.{command}")
        if function := getattr(module, command, None):
            options = inspect.signature(function).parameters
            assert not {"trusted", "trust", "no_untrusted"} & set(options)


def test_no_variable_of_the_environment_is_read_that_switches_it_off(tmp_path, project):
    environment = event(tmp_path, "pull_request", pull(FORK))
    for name in ("FACTCHECK_TRUSTED", "FACTCHECK_UNTRUSTED", "CI"):
        assert trust(False, False, {**environment, name: "0"}, project).untrusted


# ---------------------------------------------------------------------- what it does not do


def test_the_network_is_off(run):
    code, out, _ = run("check", "-", "--untrusted", stdin=claims("Hang Seng Index +3.99% on 2025-02-21"))
    assert code == 3 and "the network is off" in out
    code, out, chatter = run("fetch", "^HSI", "--untrusted")
    assert (code, out) == (2, "") and "--allow-network" in chatter


def test_it_can_be_allowed_on_the_command_line_only(project):
    assert not trust(True, False, {}, project).network
    assert trust(True, True, {}, project).network
    assert trust(False, False, {}, project) == Trust()


def test_sources_that_run_what_somebody_wrote_are_off(project):
    with pytest.raises(FactcheckError, match="--source sql: is off, and the input is not trusted"):
        trust(True, True, {}, project).sources(("yahoo", "sql"))
    assert Trust().sources(("sql",)) == ("sql",)


def test_a_folder_is_no_source_by_a_sources_name(run, project):
    (project / "yahoo").mkdir()
    (project / "yahoo" / "000001.SS.csv").write_text("date,close\n2025-02-20,1.00\n2025-02-21,1.018\n")
    code, out, _ = run("check", "-", "--untrusted", stdin=claims(FALSE))
    assert code == 3 and "0 of 1 checkable decided" in out


def test_configuration_of_the_tree_is_not_read(run, project, tmp_path):
    (project / "factcheck.toml").write_text("[policy]\nabout = [9, 9]\n[sql]\nquery = 'drop'\n")
    (project / "pyproject.toml").write_text("[tool.factcheck]\nfail-on = 'nothing'\n")
    words = ("check", "-", "--data", PRICES, "--untrusted")
    code, _, chatter = run(*words, stdin=claims(TRUE))
    assert (code, chatter) == (0, "")
    named = tmp_path / "of-the-workflow.toml"
    named.write_text("strict = true\nfail-on = 'warning'\n")
    undecided = claims(TRUE, "Tencent +1% on 2025-02-21")
    assert run(*words, stdin=undecided)[0] == 3
    code, out, _ = run(*words, "--config", named, stdin=undecided)
    assert code == 1 and "is followed" not in out
    (project / "own.toml").write_text("strict = true\n")  # of the tree, and named by whoever runs this
    assert "own.toml: is followed, and lies in the folder that is not trusted" in " ".join(
        run(*words, "--config", "own.toml", stdin=claims(TRUE))[1].split()
    )


def test_suppressions_are_ignored_and_counted(run, project):
    pin = "<!-- factcheck: skip reason='no' -->"
    (project / "draft.md").write_text(f"{pin} The Shanghai Composite rose 1.8% on 21 February 2025.")
    (project / "wrap.factcheck.yaml").write_text(claims(f"{{claim: {FALSE}, skip: {{reason: no}}}}", TRUE))
    for name in ("draft.md", "wrap.factcheck.yaml"):
        words = ("check", name, "--data", PRICES, "--untrusted")
        code, out, _ = run(*words)
        assert code == 1 and f"{name}: ignored, because the input is not trusted: 1 suppression" in out
        told = json.loads(run(*words, "--format", "json")[1])
        assert told["silenced"] == [] and "1 suppression" in told["warnings"][0]
        assert "is not honoured here" in told["claims"][0]["notes"][-1]


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        ("", 1),
        ("<!-- factcheck: of=^HSI -->", 1),  # which did rise by 4.0%
        ("<!-- factcheck: of=^HSI --> <!-- factcheck: skip reason=no -->", 1),
    ],
)
def test_what_is_pinned_is_ignored_and_counted(run, project, pin, code):
    (project / "draft.md").write_text(f"{pin} The Shanghai Composite rose 4.0% on 21 February 2025.")
    words = ("check", "draft.md", "--data", PRICES, "--offline")
    assert run(*words)[0] == (1 if not pin else 3 if "skip" in pin else 0)
    found, out, _ = run(*words, "--untrusted")
    assert found == code and "rose 4.0%" in out
    assert ("ignored, because the input is not trusted:" in out) == bool(pin)
    if pin:
        assert "1 pinned claim" in out


def test_a_baseline_of_the_tree_is_ignored_and_counted(run, project, tmp_path):
    (project / "wrap.factcheck.yaml").write_text(claims(FALSE, TRUE))
    check = ("check", "wrap.factcheck.yaml", "--data", PRICES, "--offline")
    assert run("baseline", *check[1:])[0] == 0
    known = ("--baseline", "factcheck.baseline.json")
    assert run(*check, *known)[0] == 0
    code, out, _ = run(*check, *known, "--untrusted")
    assert code == 1 and "factcheck.baseline.json: ignored, because the input is not trusted: 1 known" in out
    outside = tmp_path / "of-the-base-branch.json"
    (project / "factcheck.baseline.json").rename(outside)
    code, out, _ = run(*check, "--baseline", outside, "--untrusted")
    assert code == 0 and "; 1 known" in out and "ignored" not in out


def test_prices_and_instruments_of_the_claim_file_count_for_nothing(run):
    own = claims(FALSE, "ALDER +1% on 2025-03-14", TRUE) + (
        "instruments: [{symbol: ALDER, type: index, tz: Asia/Hong_Kong}]\n"
        "prices: {ALDER: [[2025-03-13, 100.00], [2025-03-14, 101.00]],\n"
        "  000001.SS: [[2025-02-20, 100.00], [2025-02-21, 101.80]]}\n"
    )
    words = ("check", "-", "--data", PRICES, "--offline", "--format", "json")
    trusted = json.loads(run(*words, stdin=own)[1])
    assert [claim["verdict"] for claim in trusted["claims"]][:2] == ["pass", "pass"]
    code, out, _ = run(*words, "--untrusted", stdin=own)
    told = json.loads(out)
    assert [claim["verdict"] for claim in told["claims"]] == ["fail", "undecidable", "pass"]
    assert told["warnings"] == [
        "<stdin>: ignored, because the input is not trusted: instruments, prices"
    ]
    assert code == 1


def test_links_are_not_followed(project, tmp_path):
    strict = trust(True, False, {}, project)
    (project / "real").mkdir()
    (project / "real" / "draft.md").write_text("x")
    (project / "secret").symlink_to(tmp_path)
    (project / "draft.md").symlink_to("real/draft.md")
    (project / "dangling.md").symlink_to("nowhere")
    assert strict.admit("real/draft.md") == "real/draft.md"
    assert strict.admit(str(project / "real" / "draft.md"))
    for name in ("draft.md", "secret/x.md", "dangling.md", "secret/../project/real/draft.md"):
        with pytest.raises(FactcheckError, match=r"a link is not followed|outside the project"):
            strict.admit(name)
    with pytest.raises(FactcheckError, match="a link is not followed"):
        strict.target(Path("secret/report.html"))
    with pytest.raises(FactcheckError, match="a link is not followed"):
        strict.folder(Path("secret"))
    (project / "real" / "HSI.csv").symlink_to("/etc/passwd")
    with pytest.raises(FactcheckError, match=r"HSI\.csv: a link"):
        strict.folder(Path("real"))
    assert strict.folder(tmp_path) == tmp_path  # the workflow's own
    assert Trust().admit("draft.md") == "draft.md"


def test_nothing_outside_the_project_is_read(project, tmp_path):
    strict = trust(True, False, {}, project)
    for name in ("../other.md", "/etc/hostname", str(tmp_path / "x.md"), "a/../../x.md"):
        with pytest.raises(FactcheckError, match="nothing outside the project's folder is read"):
            strict.admit(name)
    report = tmp_path / "report.html"
    assert strict.target(report) == report  # the command line names it


def test_only_regular_files_are_read(project):
    if not hasattr(os, "mkfifo"):
        pytest.skip("needs named pipes")
    os.mkfifo(project / "pipe.md")
    with pytest.raises(FactcheckError, match="it is no regular file"):
        trust(True, False, {}, project).admit("pipe.md")


def test_the_project_is_the_repository(project):
    (project / "deep" / "folder").mkdir(parents=True)
    assert trust(True, False, {}, project / "deep" / "folder").project == project


def test_limits_stand_at_their_defaults(run, project):
    assert not any(re.search("max-(?!undecidable)|limit|bytes", key.name) for key in KEYS)
    (project / "big.factcheck.yaml").write_text("#" * 8_000_001 + "\n" + claims(TRUE))
    code, _, chatter = run("check", "big.factcheck.yaml", "--untrusted", "--data", PRICES)
    assert code == 2 and "8,000,000" in chatter


@pytest.mark.parametrize("options", [(), ("--allow-undecided",), ("--exit-zero",)])
def test_a_check_that_decided_nothing_is_never_green(run, options):
    words = ("check", "-", "--data", PRICES, "--untrusted", *options)
    assert run(*words, stdin=claims("Tencent +1% on 2025-02-21"))[0] == 3
    assert run(*words, stdin=claims("{claim: valuations look cheap}"))[0] == 3


@pytest.mark.parametrize("format_", ["console", "json", "html"])
def test_what_is_printed_holds_no_command_of_a_runner(run, format_):
    evil = claims(TRUE, *(f"{{claim: '{word}', checkable: false}}" for word in ("##[error]x", "::error::x")))
    words = ("check", "-", "--data", PRICES, "--format", format_)
    code, out, _ = run(*words, "--untrusted", stdin=evil)
    assert code == 0 and "error" in out
    assert "##[" not in out
    assert not any(line.lstrip().startswith("::") for line in out.splitlines())
    if format_ == "json":
        assert json.loads(out)["claims"][1]["text"] == "##[error]x"


def test_what_is_complained_of_holds_none_either(run, project):
    (project / "::error::x.factcheck.yaml").write_text("claims: ['##[error]gibberish', {kind: strek}]")
    code, _, chatter = run("check", ".", "--untrusted")
    assert code == 2 and "##[" not in chatter
    assert not any(line.lstrip().startswith("::") for line in chatter.splitlines())


def test_drafts_are_made_of_the_trees_own_files_only(run, project, tmp_path):
    (tmp_path / "draft.md").write_text("The Hang Seng Index rose 4% on 21 February 2025.")
    code, out, chatter = run("draft", "../draft.md", "-o", "-", "--untrusted")
    assert (code, out) == (2, "") and "nothing outside" in chatter
    (project / "draft.md").write_text("The Hang Seng Index rose 4% on 21 February 2025.")
    (project / "draft.factcheck.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    code, _, chatter = run("draft", "draft.md", "--untrusted")
    assert code == 2 and "a link is not followed" in chatter
    assert not (tmp_path / "elsewhere.yaml").exists()


def test_every_row_of_the_table_names_its_test():
    table = (ROOT / "SECURITY.md").read_text(encoding="utf-8").partition("## --untrusted")[2]
    rows = [line for line in table.splitlines() if line.startswith("| ") and "---" not in line][1:]
    assert len(rows) >= 12
    for row in rows:
        names = re.findall(r"`(test_\w+)`", row)
        assert names, row
        assert all(name in globals() for name in names), row


def test_it_says_why(project):
    assert trust(True, False, {}, project).why == ASKED
