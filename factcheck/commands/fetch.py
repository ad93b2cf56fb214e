"""factcheck fetch: prices into the local store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import Annotated

import typer

from factcheck.commands import Exit
from factcheck.commands._options import (
    AllowNetwork,
    Config,
    NoConfig,
    Now,
    Quiet,
    Sources,
    Untrusted,
    Verbose,
)
from factcheck.commands._output import say
from factcheck.commands._parts import (
    Places,
    clock,
    configured,
    kept,
    names_claims,
    read_all,
    trusted,
)
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
    config: Config = None,
    no_config: NoConfig = False,
    untrusted: Untrusted = False,
    allow_network: AllowNetwork = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Fetch prices into the local store, so that later checks need no network.

    \b
    factcheck fetch claims/wrap.factcheck.yaml
    factcheck fetch ^HSI 0700.HK Lenovo
    """
    from factcheck.checking import wanted
    from factcheck.errors import FactcheckError, SourceError
    from factcheck.instruments import Catalogue

    trust = trusted(untrusted, allow_network)
    if not trust.network:
        raise FactcheckError(
            f"fetch needs the network, and the input is not trusted ({trust.why}); --allow-network allows it"
        )
    usual = configured(config, no_config, trust.untrusted).with_options(source=source)
    usual = replace(usual, data=(), offline=False)  # what is at hand needs no fetching
    catalogue = Catalogue.load(kept())
    instant = clock(now)
    paths = [w for w in what if names_claims(w)]
    names = [w for w in what if not names_claims(w)]
    listings = wanted(read_all(paths, trust=trust), catalogue) if paths else []
    listings += [item for name in names for item in catalogue.resolve(name).listings]
    failed = 0
    desk = Places.of(usual, trust, instant).desk(None, kept())
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
