"""factcheck init: a small project that checks at once, to look at and to make one's own."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from factcheck.commands._output import save
from factcheck.errors import visible

PROJECT = Path(__file__).with_name("_project")
FILES = {
    "factcheck.toml": "factcheck.toml",
    "claims/example.md": "claims/example.md",
    "claims/example.factcheck.yaml": "claims/example.factcheck.yaml",
    "prices/HSI.csv": "prices/HSI.csv",
    "prices/000001.SS.csv": "prices/000001.SS.csv",
    ".gitignore": "gitignore",
}
SCHEMA = "factcheck.schema.json"


class Forge(StrEnum):
    GITHUB = "github"
    GITLAB = "gitlab"


CI = {
    Forge.GITHUB: {".github/workflows/factcheck.yml": "ci/github.yml"},
    Forge.GITLAB: {".gitlab/factcheck.yml": "ci/gitlab.yml"},
}


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where; it is made if it is not there.")
    ] = Path(),
    ci: Annotated[
        Forge | None, typer.Option("--ci", help="Also a job that checks the claims of every change.")
    ] = None,
) -> None:
    """Lay out a small project: an article, its claims, their prices, a configuration.

    Nothing that is there already is touched.

    \b
    factcheck init
    factcheck init newsroom --ci github
    """
    texts = {target: (PROJECT / name).read_text("utf-8") for target, name in _files(ci).items()}
    texts[SCHEMA] = _schema()
    for name, text in texts.items():
        target = folder / name
        if os.path.lexists(target):
            typer.echo(f"left   {visible(str(target))}, which was there{_missing(name, target, text)}")
        else:
            save(target, text)
            typer.echo(f"wrote  {visible(str(target))}")
    typer.echo(_next(folder, ci))


def _files(ci: Forge | None) -> dict[str, str]:
    return FILES | (CI[ci] if ci else {})


def _schema() -> str:
    import json

    from factcheck.schema import json_schema

    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _missing(name: str, target: Path, text: str) -> str:
    """What should be added to a list that was there: the lines of ours that it lacks."""
    if name != ".gitignore" or not target.is_file():
        return ""
    there = target.read_text("utf-8", errors="replace").splitlines()
    lines = [line for line in text.splitlines() if line not in there]
    return f"; add to it: {' '.join(lines)}" if lines else ""


def _next(folder: Path, ci: Forge | None) -> str:
    import shlex

    steps = [] if folder == Path() else [f"cd {shlex.quote(visible(str(folder)))}"]
    steps += ["factcheck check claims/", "factcheck check claims/ --output reports/example.html"]
    if ci is Forge.GITLAB:
        steps.append("echo 'include: /.gitlab/factcheck.yml' >> .gitlab-ci.yml")
    return "\n".join(["", "Type next:", *(f"  {step}" for step in steps)])
