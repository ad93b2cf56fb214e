"""Start-up is a feature: what a command does not need, it does not import."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import pytest
import typer
from typer._click.exceptions import ClickException

from factcheck.commands._options import FailOnOption
from factcheck.commands._reading import read_plainly

pytestmark = pytest.mark.skipif(
    find_spec("factcheck.cli") is None, reason="the command line is not there yet"
)

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = "claims/2025-02-21-hong-kong-tech-rally.factcheck.yaml"
NETWORK = {"yfinance", "requests", "curl_cffi", "urllib3", "websockets", "bs4"}
APART = {"numpy.ma"}  # a part of numpy that numpy itself does without
HEAVY = NETWORK | APART | {"pandas", "exchange_calendars", "pydantic", "pydantic_core"}

# runs the command in sys.argv and leaves the names of what it imported in the file named first
PROBE = """
import sys
from factcheck.cli import main
loaded, *words = sys.argv[1:]
sys.argv = ["factcheck", *words]
try:
    main()
finally:
    with open(loaded, "w") as file:
        print(*sys.modules, file=file)
"""


def loaded_by(folder: Path, *words: str) -> set[str]:
    """Top-level modules a command imports, run like the script, with its store in the folder."""
    loaded = folder / "loaded"
    done = subprocess.run(
        [sys.executable, "-c", PROBE, loaded, *words],
        cwd=ROOT,
        env=os.environ | {"FACTCHECK_STORE": str(folder / "store")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    names = set(loaded.read_text().split())
    return {name.partition(".")[0] for name in names} | names & APART


@pytest.mark.skipif(not (ROOT / EXAMPLE).exists(), reason="the example claims are not there yet")
def test_a_check_from_the_store_imports_nothing_heavy(tmp_path):
    outputs = [f"--output={tmp_path / name}" for name in ("report.html", "report.json")]
    words = ["check", EXAMPLE, "--data", "claims/prices", "--offline", *outputs]
    loaded_by(tmp_path, *words)  # the first run may work sessions out and store them
    heavy = loaded_by(tmp_path, *words) & HEAVY
    assert not heavy


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["check", "--help"]])
def test_help_imports_no_arithmetic(tmp_path, words):
    heavy = loaded_by(tmp_path, *words) & (HEAVY | {"numpy"})
    assert not heavy


def program(found: list[object]) -> typer.Typer:
    app = typer.Typer(add_completion=False)

    @app.command()
    def command(
        files: Annotated[list[str], typer.Argument()],
        text: Annotated[str | None, typer.Option("--text")] = None,
        path: Annotated[Path | None, typer.Option("--path")] = None,
        paths: Annotated[list[Path] | None, typer.Option("--paths")] = None,
        most: Annotated[int, typer.Option("--most", min=1)] = 7,
        fail_on: FailOnOption = None,
        loud: Annotated[bool, typer.Option("--loud/--quiet")] = True,
    ) -> None:
        found.append((files, text, path, paths, most, fail_on, loud))

    return app


@pytest.mark.parametrize(
    "words",
    [
        ["a"],
        ["a", "b", "--text", "", "--path", "."],
        ["a", "--paths", "x", "--paths", "/", "--quiet"],
        ["\udcff", "--text", "\udcff", "--path", "\udcff"],  # a name that is not UTF-8
        ["a", "--path", "n" * 5000],
        ["a", "--most", "3", "--fail-on", "note"],
        ["a", "--most", "0"],
        ["a", "--most", "x"],
        ["a", "--fail-on", "never"],
        ["--text", "x"],
        ["a", "--text"],
        ["a", "--texts", "x"],
        ["--help"],
    ],
)
def test_options_are_read_as_typer_reads_them(words):
    said = []
    for how in (lambda command: None, read_plainly):
        found: list[object] = []
        command = typer.main.get_command(program(found))
        how(command)
        said.append((_invoke(command, words), found))
    assert said[0] == said[1]


def _invoke(command, words):
    """The class and the sentence of the refusal, None where the words were taken."""
    try:
        command(words, standalone_mode=False)
    except ClickException as error:
        return type(error), error.format_message()
    return None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_path_that_may_not_be_read_is_refused(tmp_path):
    (tmp_path / "shut").touch(mode=0)
    command = typer.main.get_command(program([]))
    read_plainly(command)
    refusal = _invoke(command, ["a", "--path", str(tmp_path / "shut")])
    assert refusal is not None and "is not readable" in refusal[1]
