"""factcheck fetch: prices into the local store."""

from __future__ import annotations

from datetime import UTC
from typing import Annotated

import typer

from factcheck.commands import Exit
from factcheck.commands._options import Now, Quiet, Sources, Verbose
from factcheck.commands._output import say
from factcheck.commands._parts import Places, clock, configured, kept, names_claims, read_all
from factcheck.errors import visible


def fetch(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…|SYMBOL…", help="Claim files, articles, or symbols such as ^HSI 0700.HK."
        ),
    ],
    source: Sources = None,
    now: Now = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Fetch prices into the local store, so that later checks need no network.

    \b
    factcheck fetch claims/wrap.factcheck.yaml
    factcheck fetch ^HSI 0700.HK Lenovo
    """
    from factcheck.checking import wanted
    from factcheck.errors import SourceError
    from factcheck.instruments import Catalogue

    catalogue = Catalogue.load(kept())
    instant = clock(now)
    paths = [w for w in what if names_claims(w)]
    names = [w for w in what if not names_claims(w)]
    listings = wanted(read_all(paths), catalogue) if paths else []
    listings += [item for name in names for item in catalogue.resolve(name).listings]
    failed = 0
    desk = Places((), False, source or configured().source, instant).desk(None, kept())
    for item in dict.fromkeys(listings):
        try:
            prices = desk.prices(item, None, instant.astimezone(UTC).date())
        except SourceError as problem:
            failed += 1
            say(f"{item.symbol}: {problem}")
            continue
        if not quiet:
            typer.echo(f"{item.symbol}  {len(prices)} days  {visible(item.name)}")
    raise typer.Exit(Exit.UNDECIDED if failed else Exit.FINE)
