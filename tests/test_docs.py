"""The documentation does what it says: every command runs, every link leads somewhere."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from factcheck.commands import NAMES
from factcheck.commands._group import app

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "SECURITY.md", *(ROOT / "docs").glob("*.md")])
FENCE = re.compile(
    r"^(?P<indent> *)(?P<fence>`{3,})(?P<language>\w*)\n(?P<text>.*?)^ *(?P=fence)$", re.M | re.S
)
GENERATED = re.compile(r"^<!-- generated: .+?^<!-- end -->$", re.M | re.S)
PROGRAMS = ("factcheck", "make", "pip", "python", "git", "jq", "cmp")

# what is not run here, and why; each must occur, so that the list stays as short as can be
NOT_RUN = {
    "make": "its targets run these tests, or for hours; they are held against the Makefile",
    "pip install": "packages come from the index",
    "factcheck bundle sign": "--timestamp asks a service; tests/test_signatures.py has one of its own",
    "factcheck recheck": "asks the places that prices came from; tests/test_recheck.py has stand-ins",
    "factcheck bundle verify wrap.factcheck.zip --key": "holds that service's answer against its certificate",
}
# beside what `factcheck init` lays out
ARTICLE = "The Hang Seng Index was up 2.9% on Friday. The Shanghai Composite rose 0.8%.\n"
WRAP = "claims:\n  - Hang Seng Index closed up 4.9% on 2025-02-21\n"
FILES = {
    "draft.md": ARTICLE,
    "article.md": ARTICLE,
    "monday.md": ARTICLE,
    "tuesday.md": ARTICLE,
    "claims/wrap.factcheck.yaml": WRAP,
    "articles/wrap.factcheck.yaml": WRAP,
}
FINE = (0, 1, 3)  # a claim that fails, or is not decided, is an answer like any other


def named(page):
    return str(page.relative_to(ROOT))


def fences(page):
    """Language and text of every block that is not generated; those are run by docs/generate.py."""
    text = GENERATED.sub("", page.read_text(encoding="utf-8"))
    for found in FENCE.finditer(text):
        indent = found["indent"]
        yield found["language"], "".join(line.removeprefix(indent) for line in found["text"].splitlines(True))


def commands(page):
    """The command lines of a page, in order, without remarks."""
    for language, text in fences(page):
        if language == "sh":
            for line in text.replace("\\\n", " ").splitlines():
                if command := re.sub(r"(^|\s+)#.*", "", line):
                    yield command


def not_run(command):
    return next((start for start in NOT_RUN if f"{command} ".startswith(f"{start} ")), None)


@pytest.fixture
def project(tmp_path, yahoo_proxy):
    """A project as `factcheck init` lays it out, in a shell whose network is the stand-in."""
    _, environment = yahoo_proxy
    programs = tmp_path / "bin"
    programs.mkdir()
    script = programs / "factcheck"
    script.write_text(f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
                      "from factcheck.cli import main\nmain()\n")  # fmt: skip
    script.chmod(0o755)
    folder = tmp_path / "project"
    path = os.pathsep.join([str(programs), os.environ["PATH"]])
    environment = environment | {"PATH": path, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    environment["GITHUB_ACTIONS"] = ""

    def run(command, cwd=folder):
        return subprocess.run(
            ["bash", "-o", "pipefail", "-c", command], cwd=cwd, env=environment,
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip

    assert run(f"factcheck init '{folder}'", tmp_path).returncode == 0
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    run.folder = folder  # type: ignore[attr-defined]
    return run


@pytest.mark.skipif(sys.platform == "win32", reason="the commands are for a POSIX shell")
@pytest.mark.parametrize("page", [p for p in PAGES if any(commands(p))], ids=named)
def test_every_command_runs(project, page):
    folder = project.folder
    for command in commands(page):
        if not_run(command):
            continue
        if command.startswith("cd "):
            folder /= command.removeprefix("cd ")
            continue
        program = command.split()[0]
        if program != "factcheck" and not shutil.which(program):
            continue  # jq, on a machine that lacks it
        done = project(command, folder)
        fine = FINE if "factcheck " in command else (0,)
        assert done.returncode in fine, f"{command}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr


def test_what_is_not_run_is_there_and_nothing_else():
    every = [command for page in PAGES for command in commands(page)]
    assert {not_run(command) for command in every} - {None} == set(NOT_RUN)
    targets = {line.split(":")[0] for line in (ROOT / "Makefile").read_text().splitlines()}
    for command in every:
        if command.startswith("make"):
            assert command.split()[1] in targets, command


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_command_hides_in_another_block(page):
    for language, text in fences(page):
        lines = [line for line in text.splitlines() if line.startswith(tuple(f"{p} " for p in PROGRAMS))]
        assert not lines or language == "sh", f"{lines}: mark the block sh, so that it is run"
        assert language != "console", "a block with output is generated: <!-- generated: … -->"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_claim_files_that_are_shown_can_be_read(page, tmp_path, run_main):
    for number, (language, text) in enumerate(fences(page)):
        if language == "yaml" and re.search(r"^claims:\n", text, re.M):
            path = tmp_path / f"{number}.factcheck.yaml"
            path.write_text(text)
            code, _, chatter = run_main("check", path, "--offline")
            assert code in FINE, f"{text}\n{chatter}"


@pytest.fixture
def run_main(tmp_path):
    def call(*words):
        environment = {**os.environ, "FACTCHECK_STORE": str(tmp_path / "store"), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "factcheck", *map(str, words)]
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", check=False, env=environment
        )
        return done.returncode, done.stdout, done.stderr

    return call


# ---------------------------------------------------------------------- words in the text

INLINE = re.compile(r"(?<!`)`(?:\$ )?factcheck(?P<words>(?: [^`]+)?)`(?!`)")


def options(name):
    """Every option of a command, and of the commands below it."""
    group: Any = typer.main.get_command(app)
    waiting = [group.get_command(typer.Context(group), name)]
    found = set()
    while waiting:
        command = waiting.pop()
        found |= {option for p in command.params for option in (*p.opts, *p.secondary_opts)}
        waiting += getattr(command, "commands", {}).values()
    return found


def said(text):
    """The words after `factcheck` of every command that is named in running text."""
    for found in INLINE.finditer(GENERATED.sub("", text)):
        yield found["words"].split()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_named_in_the_text_are_there(page):
    for words in said(page.read_text(encoding="utf-8")):
        name = words[0] if words else ""
        if re.fullmatch(r"|factcheck/1|[A-Z]+|-.*", name):  # alone, a schema's name, COMMAND, --version
            continue
        assert name in NAMES, f"factcheck {' '.join(words)}"
        for word in words:
            option = word.partition("=")[0]
            assert not word.startswith("--") or option in options(name), f"factcheck {' '.join(words)}"


# ---------------------------------------------------------------------- links

LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)\)")


def anchors(page):
    """The anchors that GitHub makes of a page's headings."""
    text = re.sub(r"^(`{3,}).*?^\1$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md"], ids=named)
def test_links_lead_somewhere(page):
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for found in LINK.finditer(text):
        target, _, anchor = found["target"].partition("#")
        if "://" in target or target.startswith("mailto:"):
            assert target.startswith("https://"), target
            continue
        path = (page.parent / target).resolve() if target else page
        assert path.exists(), f"{named(page)} links to {target}, which is not there"
        assert not anchor or anchor in anchors(path), f"{named(page)}: there is no heading #{anchor}"


def test_every_page_is_reached_from_the_first():
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    listed = {found["target"].partition("#")[0] for found in LINK.finditer(index)} | {"index.md"}
    assert {page.name for page in (ROOT / "docs").glob("*.md")} == {name for name in listed if name}


def test_the_front_page_stays_short():
    assert 100 <= len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 200


# ---------------------------------------------------------------------- the site


def pages_of(entry):
    """The pages of a navigation, however deep."""
    if isinstance(entry, str):
        return {entry}
    return set().union(*map(pages_of, entry.values() if isinstance(entry, dict) else entry))


def test_every_page_is_in_the_navigation():
    nav = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    assert pages_of(nav) == {page.name for page in (ROOT / "docs").glob("*.md")}


def test_the_site_builds_without_a_warning(tmp_path):
    pytest.importorskip("mkdocs", reason="needs the extra docs")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "reporter" / "index.html").exists()
    pages = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.html"))
    assert not re.search(r'<(script|link)[^>]+(src|href)="(https?:)?//', pages)  # nothing from elsewhere
