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
    passed = {key: value for step in action["runs"]["steps"] for key, value in step["env"].items()}
    assert {f"${{{{ inputs.{name} }}}}" for name in action["inputs"]} == set(passed.values())
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
