"""What others run: the action, its script, the workflows, the hooks; zizmor looks where it is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
WORKFLOWS = sorted([*(ROOT / ".github/workflows").glob("*.yml"), *EXAMPLES.rglob(".github/workflows/*.yml")])
ACTION = ROOT / "action.yml"
SCRIPT = ROOT / ".ci" / "action"
ZIZMOR = shutil.which("zizmor", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps(path: Path) -> list[dict[str, Any]]:
    document = read(path)
    jobs = document["jobs"].values() if "jobs" in document else [document["runs"]]
    return [step for job in jobs for step in job["steps"]]


@pytest.mark.skipif(ZIZMOR is None, reason="needs zizmor")
@pytest.mark.parametrize("path", [ACTION, *WORKFLOWS], ids=lambda path: str(path.relative_to(ROOT)))
def test_zizmor_has_nothing_to_say(path):
    words = [str(ZIZMOR), "--offline", "--persona", "pedantic", "--no-progress", "--format", "plain"]
    done = subprocess.run([*words, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", [ACTION, *WORKFLOWS], ids=lambda path: str(path.relative_to(ROOT)))
def test_actions_are_pinned_and_nothing_is_pasted_into_a_script(path):
    for step in steps(path):
        assert "${{" not in step.get("run", ""), step
        if uses := step.get("uses"):
            assert re.fullmatch(r"[\w-]+/[\w/-]+@[0-9a-f]{40}", uses), uses
    for line in path.read_text(encoding="utf-8").splitlines():
        assert "uses:" not in line or re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: str(path.relative_to(ROOT)))
def test_workflows_ask_for_no_more_than_they_need(path):
    document = read(path)
    assert document["permissions"] == {}
    assert "pull_request_target" not in document[True]  # what YAML makes of "on"
    for job in document["jobs"].values():
        assert job["timeout-minutes"] and job["permissions"]
    for step in steps(path):
        assert "actions/cache" not in step.get("uses", "")
        if "actions/checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False


def test_what_strangers_send_is_never_checked_with_their_own_prices():
    found = steps(EXAMPLES / "github/.github/workflows/factcheck.yml")
    (check,) = (step for step in found if step.get("name") == "Check the claims")
    words = check["run"].split()
    assert {"--offline", "--changed-since", "--"} <= set(words)
    assert words[words.index("--config") + 1] == "../base/factcheck.toml"


def test_every_input_reaches_the_script():
    action = read(ACTION)
    script = SCRIPT.read_text(encoding="utf-8")
    ours, upload = action["runs"]["steps"][:-1], action["runs"]["steps"][-1]
    passed = {key: value for step in ours for key, value in step["env"].items()}
    to_us = action["inputs"].keys() - {"upload"}
    assert {f"${{{{ inputs.{name} }}}}" for name in to_us} == set(passed.values())
    assert "inputs.upload == 'true'" in upload["if"] and upload["uses"].startswith("github/codeql-action/")
    assert all(f"{name}:" in script for name in passed), passed
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in (*action["inputs"], *action["outputs"]))


@pytest.fixture
def action(tmp_path):
    """action(FILES=…) → exit code, the words that factcheck was called with, the outputs of the step."""
    if sys.platform == "win32" or shutil.which("bash") is None:
        pytest.skip("needs bash")
    program = tmp_path / "temp" / "factcheck-venv" / "bin" / "factcheck"
    program.parent.mkdir(parents=True)
    program.write_text(
        '#!/bin/sh\nfor word; do printf "%s\\0" "$word"; done > "$RUNNER_TEMP/words"\nexit "${CODE:-0}"\n'
    )
    program.chmod(0o755)
    tree = tmp_path / "tree"
    (tree / "articles").mkdir(parents=True)

    def call(**inputs: str) -> tuple[int, list[str], dict[str, str]]:
        output = tmp_path / "output"
        output.write_text("")
        told = {"RUNNER_TEMP": str(tmp_path / "temp"), "GITHUB_OUTPUT": str(output)}
        told |= {"PATH": os.environ["PATH"], **inputs}
        done = subprocess.run(
            ["bash", str(SCRIPT), "check"], cwd=tree, env=told, capture_output=True, check=False
        )
        words = (tmp_path / "temp" / "words").read_text().split("\0")[:-1]
        lines = output.read_text().splitlines()
        outputs = dict(line.split("=", 1) for line in lines if "=" in line)
        if "sarif<<end-of-path" in lines:
            outputs["sarif"] = lines[lines.index("sarif<<end-of-path") + 1]
        return done.returncode, words, outputs

    call.tree = tree  # type: ignore[attr-defined]
    return call


def test_the_script_says_what_the_workflow_says(action):
    (action.tree / "articles" / "a b.md").touch()
    (action.tree / "articles" / "-x.md").touch()
    code, words, outputs = action(FILES="claims/\narticles/*.md\n", DATA="prices\nmore", FAIL_ON="note")
    assert (code, outputs) == (0, {"exit-code": "0"})
    assert words == [
        "check", "--data=prices", "--data=more", "--fail-on=note", "--offline", "--format=console",
        "--", "claims/", "articles/-x.md", "articles/a b.md",
    ]  # fmt: skip


def test_the_script_passes_every_option(action):
    (action.tree / "out.sarif").touch()
    code, words, outputs = action(
        FILES="x.md", CONFIG="c.toml", BASELINE="b.json", CHANGED_SINCE="abc", MAX_UNDECIDABLE="20%",
        UNTRUSTED="true", ALLOW_NETWORK="true", SARIF="out.sarif", CODE="3",
    )  # fmt: skip
    assert (code, outputs) == (3, {"exit-code": "3", "sarif": "out.sarif"})
    assert words == [
        "check", "--config=c.toml", "--baseline=b.json", "--changed-since=abc", "--max-undecidable=20%",
        "--output=sarif=out.sarif", "--untrusted", "--allow-network", "--format=console", "--", "x.md",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "evil", ["$(touch pwned)", "`touch pwned`", "x; touch pwned", '"; touch pwned; "', "${IFS}"]
)
def test_what_a_workflow_says_is_never_code(action, evil):
    inputs = dict.fromkeys(("FILES", "DATA", "CONFIG", "BASELINE", "CHANGED_SINCE", "FAIL_ON", "SARIF"), evil)
    _, words, _ = action(**inputs)
    assert not (action.tree / "pwned").exists()
    assert words[-1] == evil and f"--config={evil}" in words


def test_the_hooks_are_commands_that_exist():
    hooks = read(ROOT / ".pre-commit-hooks.yaml")
    assert [hook["id"] for hook in hooks] == ["factcheck", "factcheck-articles"]
    for hook in hooks:
        assert hook["entry"].startswith("factcheck check --offline") and hook["language"] == "python"
    pattern = hooks[0]["files"]
    assert re.search(pattern, "claims/wrap.factcheck.yaml") and not re.search(pattern, "mkdocs.yml")


def test_the_gitlab_example_writes_what_gitlab_reads():
    job = read(EXAMPLES / "gitlab" / ".gitlab-ci.yml")["claims"]
    script = " ".join(job["script"])
    for kind, name in (("gitlab", "codequality"), ("junit", "junit")):
        assert f"--output {kind}={job['artifacts']['reports'][name]}" in script
    assert "--offline" in script and " -- " in script


PRICES = ROOT / "claims" / "prices"
WRONG = "The Shanghai Composite rose 1.8% on 21 February 2025.\n"
FORK = '{"pull_request": {"head": {"repo": null}, "base": {"repo": {"full_name": "paper/site"}}}}'


@pytest.mark.skipif(not all(map(shutil.which, ("bash", "git", "tar"))), reason="needs bash, git and tar")
def test_the_documented_workflow_holds_against_a_fork(tmp_path):
    """Its own steps, run in a repository whose branch forges prices, baseline, configuration and silence."""
    site, temp = tmp_path / "work" / "site", tmp_path / "temp"
    program = temp / "factcheck" / "bin" / "factcheck"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m factcheck "$@"\n')
    program.chmod(0o755)
    shutil.copytree(PRICES, site / "prices")
    for name, text in {
        "factcheck.toml": 'data = "prices"\nbaseline = "factcheck.baseline.json"\n',
        "factcheck.baseline.json": '{"schema": "factcheck-baseline/1", "findings": []}\n',
        "requirements.lock": "\n",
        "claims/a.factcheck.yaml": "claims: ['CSI 300 +1.26% on 2025-02-21']\n",
        "articles/a.md": WRONG.replace("1.8", "0.8"),
        "articles/old.md": WRONG,
    }.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)

    def git(*words: str) -> str:
        named = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        done = subprocess.run(["git", *named, *words], cwd=site, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-q", "-m", "base")
    base = git("rev-parse", "HEAD")
    (site / "articles/a.md").write_text(f"<!-- factcheck: skip reason='no' --> {WRONG}")
    forged = (PRICES / "000001.SS.csv").read_text().replace("2025-02-21,", "2025-02-21,9")
    (site / "prices/000001.SS.csv").write_text(forged)
    (site / "factcheck.toml").write_text("[policy]\nround_amount_cap = 900\n")
    git("add", "-A")
    git("commit", "-q", "-m", "forged")

    event = tmp_path / "event.json"
    event.write_text(FORK)
    found = {step.get("name"): step for step in steps(EXAMPLES / "github/.github/workflows/factcheck.yml")}
    script = "\n".join(found[name]["run"] for name in found if name and name.startswith(("Take", "Check")))
    told = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "BASE": base, "RUNNER_TEMP": str(temp),
        "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(site), "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": str(event), "FACTCHECK_STORE": str(site.parent / "base" / "prices"),
    }  # fmt: skip
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    done = subprocess.run(words, cwd=site, env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "articles/a.md: ignored, because the input is not trusted: 1 suppression" in done.stdout
    assert "::error file=articles/a.md,line=1," in done.stdout
    assert "old.md" not in done.stdout  # which the branch does not touch
    assert (temp / "factcheck.sarif").stat().st_size > 100
