"""factcheck fetch: prices into the local store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.commands import Exit
from factcheck.commands._completing import symbols
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
from factcheck.commands._progress import Progress
from factcheck.errors import FactcheckError, SourceError, visible

if TYPE_CHECKING:
    from factcheck.instruments import Listing
    from factcheck.prices import Prices

ADVICE = {
    "UnknownSymbol": "factcheck symbols NAME finds a symbol; --source asks another place, such as fred",
    "NoData": "the source begins later; --source asks another place, --data takes files of your own",
    "Refused": "wait some minutes and type the same again; what was fetched is kept",
    "Unreachable": "see to the network and type the same again; what was fetched is kept",
    "UnreadableAnswer": "type the same again later; if it stays, ask another --source",
}


def fetch(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…|SYMBOL…",
            autocompletion=symbols,
            help="Claim files, articles, or symbols such as ^HSI 0700.HK.",
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

    \b
    Exit codes: 0 all are in the store; 2 the input is wrong; 3 some could not be got.
    """
    from factcheck.checking import wanted
    from factcheck.instruments import Catalogue

    trust = trusted(untrusted, allow_network)
    if not trust.network:
        raise FactcheckError(
            f"fetch needs the network, and the input is not trusted ({trust.why}); --allow-network allows it"
        )
    usual = configured(config, no_config, trust.untrusted).with_options(source=source)
    usual = replace(usual, data=(), offline=False)  # what is at hand needs no fetching
    catalogue, instant, progress = Catalogue.load(kept()), clock(now), Progress(quiet)
    paths = [w for w in what if names_claims(w)]
    names = [w for w in what if not names_claims(w)]
    files = read_all(paths, progress=progress, trust=trust) if paths else []
    listings = wanted(files, catalogue)
    listings += [item for name in names for item in catalogue.resolve(name).listings]
    listings = list(dict.fromkeys(listings))
    places = Places.of(usual, trust, instant, progress)
    desk, today = places.desk(None, kept()), instant.astimezone(UTC).date()
    found: list[tuple[Listing, Prices]] = []
    problems: list[tuple[Listing, SourceError]] = []
    for item in progress.over(listings, lambda item: item.symbol):
        try:
            found.append((item, desk.prices(item, None, today)))
        except SourceError as problem:
            problems.append((item, problem))
    if not quiet:
        _tell(found, instant)
    _complain(problems, len(listings))
    raise typer.Exit(Exit.UNDECIDED if problems else Exit.FINE)


def _tell(found: Sequence[tuple[Listing, Prices]], now: datetime) -> None:
    """A line for each series: how much there is, and how fresh it is."""
    rows = [
        (
            item.symbol,
            f"{len(prices):,} days",
            f"{_day(prices, 0)} to {_day(prices, -1)}",
            _since(prices.origin.retrieved_at, now),
            visible(item.name),
        )
        for item, prices in found
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for symbol, days, *others in rows:
        cells = [symbol.ljust(widths[0]), days.rjust(widths[1])]
        cells += [text.ljust(width) for text, width in zip(others, widths[2:], strict=True)]
        typer.echo("  ".join(cells).rstrip())


def _day(prices: Prices, row: int) -> date:
    return date.fromordinal(int(prices.days[row]))


def _since(retrieved: datetime | None, now: datetime) -> str:
    if retrieved is None:
        return "no time said"
    return "fetched" if retrieved >= now else f"kept since {retrieved:%Y-%m-%d}"


def _complain(problems: Sequence[tuple[Listing, SourceError]], wanted: int) -> None:
    """What could not be got and why, each way of failing with what helps against it once."""
    for item, problem in problems:
        say(str(problem) if problem.symbol == item.symbol else f"{item.symbol}: {problem}")
    for kind in dict.fromkeys(type(problem).__name__ for _, problem in problems):
        if kind in ADVICE:
            say(f"→ {ADVICE[kind]}")
    if problems:
        say(f"{wanted - len(problems)} of {wanted} symbols have prices in the store")
