"""factcheck kinds: what can be checked."""

from __future__ import annotations

from typing import Annotated

import typer

from factcheck.commands._completing import kinds as words


def kinds(
    kind: Annotated[
        str | None,
        typer.Argument(autocompletion=words, help="One kind, for all about it; or 'all'."),
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="As a Markdown table.")] = False,
) -> None:
    """What can be checked, with an example of each.

    \b
    factcheck kinds
    factcheck kinds streak
    """
    from factcheck import kinds as known

    if kind == "all":
        typer.echo(known.sections())
    elif kind:
        typer.echo(known.section(kind))
    else:
        typer.echo(known.table() if markdown else known.listing())
