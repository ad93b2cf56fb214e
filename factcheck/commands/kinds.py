"""factcheck kinds: what can be checked."""

from __future__ import annotations

from typing import Annotated

import typer


def kinds(
    kind: Annotated[
        str | None, typer.Argument(help="One kind, for all about it; or 'all'.")
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="As a Markdown table.")] = False,
) -> None:
    """What can be checked, with an example of each.

    \b
    factcheck kinds
    factcheck kinds streak
    """
    from factcheck import kinds as words

    if kind == "all":
        typer.echo(words.sections())
    elif kind:
        typer.echo(words.section(kind))
    else:
        typer.echo(words.table() if markdown else words.listing())
