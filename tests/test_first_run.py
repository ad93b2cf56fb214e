"""The first minutes: `factcheck` alone, `factcheck init`, words that are nearly right, and Tab."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from factcheck.commands._welcome import welcome

ROOT = Path(__file__).parents[1]
# as the installed script runs it: its name is what help, hints and completion show
SCRIPT = "import sys; sys.argv[0] = 'factcheck'; from factcheck.cli import main; main()"
PROJECT = {
    "factcheck.toml",
    "factcheck.schema.json",
    ".gitignore",
    "claims/example.md",
    "claims/example.factcheck.yaml",
    "prices/HSI.csv",
    "prices/000001.SS.csv",
}


@pytest.fixture
def run(tmp_path):
    """Run factcheck in a folder of its own: (exit code, stdout, stderr)."""
    folder = tmp_path / "here"
    folder.mkdir()

    def call(*words, **environment):
        nowhere = {"HTTPS_PROXY": "http://127.0.0.1:9", "FACTCHECK_STORE": str(tmp_path / "store")}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, *words],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **nowhere, **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout, done.stderr

    call.folder = folder  # type: ignore[attr-defined]
    return call


def files(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


# ---------------------------------------------------------------------- init


def test_a_new_project_checks_at_once_and_without_the_network(run):
    code, out, chatter = run("init")
    assert (code, chatter) == (0, "") and files(run.folder) == PROJECT
    assert out.count("wrote  ") == len(PROJECT)
    for step in out.partition("Type next:\n")[2].splitlines():
        assert step.startswith("  factcheck ")
        code, out, chatter = run(*step.split()[1:])
        assert (code, chatter) == (0, ""), step
        assert "3 claims: 2 pass, 1 intraday; 3 of 3 checkable decided" in out
    assert (run.folder / "reports" / "example.html").exists()


def test_every_figure_of_the_example_is_claimed_where_it_stands(run):
    run("init")
    code, out, _ = run("check", "claims/", "--format", "json")
    claims = json.loads(out)["claims"]
    article = (run.folder / "claims" / "example.md").read_text()
    assert code == 0
    marked = [article[c["start"] : c["end"]] for c in claims]
    assert marked == ["up 2.9%", "topped 23,000 points", "rose 0.8%"]


def test_the_schema_beside_it_is_what_the_claim_file_follows(run):
    run("init")
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((run.folder / "factcheck.schema.json").read_text())
    path = run.folder / "claims" / "example.factcheck.yaml"
    text = path.read_text()
    named = text.splitlines()[0].removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / named).resolve() == (run.folder / "factcheck.schema.json").resolve()
    jsonschema.validate(yaml.load(text, yaml.BaseLoader), schema)


def test_what_is_there_is_left_as_it_is(run):
    (run.folder / "claims").mkdir()
    (run.folder / ".gitignore").write_text("*.pyc\n")
    (run.folder / "claims" / "example.md").symlink_to("elsewhere.md")
    (run.folder / "factcheck.toml").write_text("offline = true\n")
    code, out, _ = run("init")
    assert code == 0 and files(run.folder) == PROJECT - {"claims/example.md"}
    assert (run.folder / ".gitignore").read_text() == "*.pyc\n"
    assert (run.folder / "factcheck.toml").read_text() == "offline = true\n"
    assert (run.folder / "claims" / "example.md").is_symlink()
    assert "left   .gitignore, which was there; add to it: /reports/" in out
    before = {name: (run.folder / name).read_bytes() for name in files(run.folder)}
    code, out, _ = run("init")
    assert code == 0 and "wrote" not in out
    assert before == {name: (run.folder / name).read_bytes() for name in files(run.folder)}


@pytest.mark.parametrize(
    ("forge", "path"), [("github", ".github/workflows/factcheck.yml"), ("gitlab", ".gitlab/factcheck.yml")]
)
def test_a_job_for_the_forge(run, forge, path):
    code, out, _ = run("init", "news room", "--ci", forge)
    assert code == 0 and "cd 'news room'" in out
    assert files(run.folder / "news room") == PROJECT | {path}
    text = (run.folder / "news room" / path).read_text()
    assert "check claims/ --data prices/ --offline" in text and yaml.safe_load(text)


def test_a_workflow_may_read_and_no_more(run):
    run("init", "--ci", "github")
    job = yaml.load((run.folder / ".github/workflows/factcheck.yml").read_text(), yaml.BaseLoader)
    assert job["permissions"] == {} and job["jobs"]["claims"]["permissions"] == {"contents": "read"}
    assert set(job["on"]) == {"pull_request", "push"}
    used = [step["uses"] for step in job["jobs"]["claims"]["steps"] if "uses" in step]
    assert used and all(len(name.partition("@")[2]) == 40 for name in used)


def test_a_file_is_no_folder(run):
    (run.folder / "taken").write_text("")
    code, _, chatter = run("init", "taken")
    assert code == 2 and "taken/factcheck.toml: cannot be written" in chatter


# ---------------------------------------------------------------------- factcheck alone


@pytest.mark.parametrize(
    ("there", "first", "also"),
    [
        ([], "factcheck init", "factcheck check draft.md"),
        (["README.md", "wrap.md"], "factcheck init", "factcheck draft wrap.md"),
        (["a b.txt"], "factcheck init", "factcheck check 'a b.txt'"),
        (["\x1b.md"], "factcheck init", "factcheck check draft.md"),
        (["claims/a.factcheck.yaml"], "factcheck check claims/", "factcheck fetch claims/"),
        (["claims/a.factcheck.yaml", "prices/X.csv"], "factcheck check claims/ --data prices/", "draft.md"),
        (["claims/a.factcheck.yaml", "prices/X.csv", "factcheck.toml"], "factcheck check claims/", ""),
        (["a.factcheck.yaml"], "factcheck check a.factcheck.yaml", "draft.md"),
        (["a.factcheck.yaml", "b.factcheck.yml"], "factcheck check .", "draft.md"),
    ],
)
def test_alone_it_says_what_to_type_next(tmp_path, there, first, also):
    for name in there:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
    lines = welcome(tmp_path).splitlines()
    commands = [line.strip() for line in lines if line.startswith("  factcheck ")]
    assert commands[0] == first and 3 <= len(commands) <= 5
    assert any(also in command for command in commands) and len(lines) <= 16


def test_alone_it_is_no_error(run):
    code, out, chatter = run()
    assert (code, chatter) == (0, "") and "factcheck init" in out


# ---------------------------------------------------------------------- nearly right


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["chek"], "did you mean 'factcheck check'?"),
        (["drafts", "a.md"], "did you mean 'factcheck draft'?"),
        (["wrap.md", "--offline"], "did you mean 'factcheck check wrap.md --offline'?"),
        (["claims.factcheck.yaml"], "did you mean 'factcheck check claims.factcheck.yaml'?"),
        (["\x1b[31m"], "there is no command '\\\\x1b[31m'"),
        (["check", "a.md", "--ofline"], "--offline"),
        (["kinds", "strek"], "did you mean 'streak'?"),
        (["--versoin"], "--version"),
    ],
)
def test_a_word_that_is_nearly_right(run, words, hint):
    code, out, chatter = run(*words)
    assert code == 2 and out == "" and hint in chatter and "\x1b" not in chatter


# ---------------------------------------------------------------------- Tab


@pytest.mark.parametrize(
    ("typed", "offered", "not_offered"),
    [
        ("factcheck ", {"check", "init", "kinds"}, {"--help"}),
        ("factcheck ch", {"check"}, {"init"}),
        ("factcheck check --off", {"--offline"}, {"--output"}),
        ("factcheck check --format ", {"json", "html"}, {"yahoo"}),
        ("factcheck check --source f", {"fred"}, {"yahoo"}),
        ("factcheck check --fail-on ", {"note", "warning", "error"}, set()),
        ("factcheck kinds str", {"streak", "streak_break", "streak_superlative"}, {"state"}),
        ("factcheck fetch ^H", {"^HSI"}, {"^GSPC"}),
        ("factcheck init --ci git", {"github", "gitlab"}, set()),
    ],
)
def test_tab_offers_what_can_come_next(run, typed, offered, not_offered):
    words = typed.split(" ")
    asked = {"COMP_WORDS": typed, "COMP_CWORD": str(len(words) - 1), "_FACTCHECK_COMPLETE": "complete_bash"}
    code, out, chatter = run(**asked)
    assert (code, chatter) == (0, "")
    assert offered <= set(out.split()) and not not_offered & set(out.split())


@pytest.mark.parametrize(
    ("shell", "asked"), [("zsh", {}), ("fish", {"_TYPER_COMPLETE_FISH_ACTION": "get-args"})]
)
def test_other_shells_show_what_the_words_mean(run, shell, asked):
    typed = "factcheck kinds streak_b"
    code, out, _ = run(_FACTCHECK_COMPLETE=f"complete_{shell}", _TYPER_COMPLETE_ARGS=typed, **asked)
    assert code == 0 and "streak_break" in out and "N moves ended" in out
