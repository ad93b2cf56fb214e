"""factcheck baseline: what fails now is known from now on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from factcheck.commands import Exit
from factcheck.commands._options import (
    Config,
    Data,
    FailOnOption,
    Market,
    NoConfig,
    Now,
    Offline,
    Published,
    Quiet,
    Sources,
    Strict,
    Timezone,
    Verbose,
)
from factcheck.commands._output import save
from factcheck.commands._parts import checked, clock, configured, expanded
from factcheck.commands._progress import Progress
from factcheck.errors import visible

NAME = "factcheck.baseline.json"


def baseline(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE…", help="Claim files, folders of them, or articles, as for check."),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help=f"The baseline (default: {NAME})."),
    ] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Add nothing; remove what no longer matches.")
    ] = False,
    data: Data = None,
    offline: Offline = False,
    source: Sources = None,
    now: Now = None,
    published: Published = None,
    market: Market = None,
    timezone: Timezone = None,
    fail_on: FailOnOption = None,
    strict: Strict = False,
    config: Config = None,
    no_config: NoConfig = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Record the findings that fail now, so that check fails on new ones only.

    Entries of files that are not named stay as they are. Claims that pass now leave the file.

    \b
    factcheck baseline claims/ articles/*.md
    factcheck check claims/ articles/*.md --baseline factcheck.baseline.json
    factcheck baseline --prune claims/ articles/*.md     # after some were mended

    \b
    Exit codes: 0 written; 2 the input is wrong; 70 a bug.
    """
    from factcheck.baseline import Baseline
    from factcheck.trust import Trust
    from factcheck.verdicts import Severity

    usual = configured(config, no_config).with_options(
        data=data,
        source=source,
        offline=offline,
        fail_on=fail_on and str(fail_on),
        strict=strict,
        baseline=output,
        market=market,
        timezone=timezone,
    )
    target = usual.baseline or Path(NAME)
    before = Baseline.load(target) if prune or target.exists() else Baseline.at(target)
    reports = checked(
        expanded(files), usual, Trust(), clock(now), published=published, progress=Progress(quiet)
    )
    after = (
        before.without(before.stale(reports))
        if prune
        else before.recorded(reports, Severity(usual.fail_on))
    )
    save(target, after.text())
    added = len(after.known.keys() - before.known.keys())
    removed = len(before.known.keys() - after.known.keys())
    if not quiet:
        told = f"{len(after.known)} known findings, {added} added, {removed} removed"
        typer.echo(f"{visible(str(target))}: {told}")
    raise typer.Exit(Exit.FINE)
