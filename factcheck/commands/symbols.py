"""factcheck symbols: from names to symbols."""

from __future__ import annotations

from typing import Annotated

import typer

from factcheck.commands._parts import kept
from factcheck.errors import FactcheckError, visible


def symbols(
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="A name, or part of one.")],
) -> None:
    """Find the symbol of a name; several listings are all shown.

    \b
    factcheck symbols alibaba
    factcheck symbols "hang seng"
    """
    from factcheck.instruments import Catalogue

    words = " ".join(query)
    found = Catalogue.load(kept()).search(words)
    if not found:
        raise FactcheckError(
            f"nothing is known by the name {visible(words[:80])!r}; write the symbol itself, such as 0700.HK"
        )
    width = max(len(item.symbol) for item in found)
    for item in found:
        currency = item.currency or ""
        typer.echo(
            f"{item.symbol:<{width}}  {item.type:<9}  {item.calendar:<5}  {currency:<4}  {item.name}"
        )
