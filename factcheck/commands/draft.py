"""factcheck draft: the claims of an article, written into a claim file to review."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.commands import Exit
from factcheck.commands._options import Config, NoConfig, Untrusted
from factcheck.commands._output import save, say, spare
from factcheck.commands._parts import configured, kept, trusted
from factcheck.errors import FactcheckError, visible

if TYPE_CHECKING:
    from factcheck.drafts import Draft
    from factcheck.policy import Policy


def draft(
    articles: Annotated[
        list[Path],
        typer.Argument(metavar="ARTICLE…", help="Articles; with --format also a .jsonl of many."),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The claim file (default: ARTICLE.factcheck.yaml beside it); - for standard output.",
        ),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            "--published", metavar="INSTANT", help="When it appeared, such as 2025-02-21T12:30+08:00."
        ),
    ] = None,
    market: Annotated[
        str | None,
        typer.Option(
            "--market", metavar="CODE", help="The exchange whose listing a name means, such as XHKG."
        ),
    ] = None,
    check_only: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; exit 1 where the claim file is out of date."),
    ] = False,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help="json or jsonl: what was found, as data, instead."),
    ] = None,
    config: Config = None,
    no_config: NoConfig = False,
    untrusted: Untrusted = False,
) -> None:
    """Write the claims of an article into a claim file to review.

    What stands in that file already is kept as it is: edited claims, comments, deletions.

    \b
    factcheck draft draft.md --published 2025-02-21T12:30+08:00 --market XHKG
    factcheck draft draft.md          # again, after the article was edited
    factcheck draft --check *.md      # in a build
    factcheck draft --format jsonl articles.jsonl -o claims.jsonl

    \b
    Exit codes: 0 written; 1 out of date (--check); 2 the input is wrong, or states
    nothing about prices; 70 a bug.
    """
    from factcheck.drafts import first_draft, next_draft
    from factcheck.instruments import Catalogue

    trust = trusted(untrusted, False)
    for article in articles:
        trust.admit(str(article))
    usual = configured(config, no_config, trust.untrusted).with_options(market=market)
    if output is not None:
        spare([output], map(str, articles))
    if format_ is not None:
        about = {"published": published, "market": usual.market, "timezone": usual.timezone}
        text = _annotated(articles, format_, about, usual.policy)
        if output is None or output == Path("-"):
            sys.stdout.write(text)
        else:
            save(trust.target(output), text)
        raise typer.Exit(Exit.FINE)
    if output is not None and len(articles) > 1:
        raise FactcheckError("--output names one claim file; draft one article at a time with it")
    catalogue, about = Catalogue.load(kept()), {"published": published, "market": market}
    stale = False
    for article in articles:
        if not article.name:  # "" and "/"
            raise FactcheckError(f"{visible(str(article))}: is a folder; name an article in it")
        aside = output == Path("-")
        target = article.with_suffix(".factcheck.yaml") if output is None or aside else output
        trust.target(target)
        there = target.exists() and not aside
        if there and any(about.values()):
            raise FactcheckError(
                f"{visible(str(target))}: says itself when and where the article appeared; change it there"
            )
        made = (
            next_draft(article, target, catalogue)
            if there
            else first_draft(article, target, catalogue, **about)
        )
        changed = not there or made.text.encode() != target.read_bytes()
        stale |= changed
        if aside:
            sys.stdout.write(made.text)
        elif changed and not check_only:
            save(target, made.text)
        _tell(made, target, say if aside else typer.echo)
    raise typer.Exit(Exit.FOUND if check_only and stale else Exit.FINE)


def _annotated(
    articles: Sequence[Path], format_: str, about: dict[str, str | None], policy: Policy
) -> str:
    """The claims found, as the objects that extraction is scored with: a line or a list of articles."""
    from factcheck import calendars
    from factcheck.annotations import annotated
    from factcheck.instruments import Catalogue
    from factcheck.renderers.json import dumped
    from factcheck.yaml_events import START, Scalar

    if format_ not in ("json", "jsonl"):
        raise FactcheckError(f"unknown format {visible(format_[:40])!r}; drafts are json or jsonl")
    usual = {key: Scalar(words, True, START) for key, words in about.items() if words}
    today = datetime.now(UTC).date()
    found = [
        row
        for article in articles
        for row in annotated(
            str(article),
            Catalogue.load(kept()),
            lambda code: calendars.get(code, kept(), today),
            policy,
            usual,
        )
    ]
    return "".join(dumped(row, None) for row in found) if format_ == "jsonl" else dumped(found)


def _tell(made: Draft, target: Path, say: Callable[[str], None]) -> None:
    """How much was found and written, then what a person should look at."""
    name = visible(str(target))
    say(f"{name}: {made.found} statements found, {made.written} written, {made.checkable} checkable")
    for line, remark in made.to_look_at:
        say(f"{name}:{line}: {visible(remark)}")
