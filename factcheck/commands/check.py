"""factcheck check: verdicts on claims, and on the claims that articles make."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.commands import Exit
from factcheck.commands._locked import locked_settings
from factcheck.commands._options import Data, Market, Now, Offline, Published, Quiet, Sources, Verbose
from factcheck.commands._output import report_format, show, write
from factcheck.commands._parts import Places, article_facts, clock, configured, read_all, settings
from factcheck.errors import FactcheckError

if TYPE_CHECKING:
    from factcheck.verdicts import Report


class FailOn(StrEnum):
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


def check(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…",
            help="Claim files, folders of them, articles (.md .txt .html .jsonl), or - for standard input.",
        ),
    ],
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write a report too; its suffix is its format (.html .json .txt).",
        ),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help="console, json or html, for standard output or an odd suffix.",
        ),
    ] = None,
    data: Data = None,
    offline: Offline = False,
    source: Sources = None,
    now: Now = None,
    locked: Annotated[
        bool,
        typer.Option("--locked", help="Use the prices of the lock beside each file, and no others."),
    ] = False,
    published: Published = None,
    market: Market = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option("--fail-on", help="The least severity that fails (default: error)."),
    ] = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit 0 even where claims fail.")
    ] = False,
    allow_undecided: Annotated[
        bool,
        typer.Option("--allow-undecided", help="Exit 0, not 3, where prices could not be got."),
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="An undecidable claim is a warning.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check claims, or the claims that articles make, and print a verdict for each.

    \b
    factcheck check claims/wrap.factcheck.yaml
    factcheck check claims/ --data prices/ --offline -o report.html -o report.json
    factcheck check draft.md --published 2025-02-21T12:30+08:00 --market XHKG
    echo 'claims: ["S&P 500 -1.71% on 2025-02-21"]' | factcheck check -

    \b
    Exit codes: 0 nothing failed; 1 a claim failed; 2 the input is wrong;
    3 prices could not be got, or nothing could be decided; 70 a bug.
    """
    from factcheck.checking import check as check_file
    from factcheck.checking import merged

    outputs = [(path, report_format(path, format_)) for path in output or []]
    usual = configured()
    claim_files = read_all(files, article_facts(published=published, market=market))
    if locked:
        if data or source:
            raise FactcheckError("--locked uses the prices of the lock; leave out --data and --source")
        chosen = locked_settings(claim_files, now, usual.policy, strict or usual.strict)
    else:
        instant = clock(now)
        places = Places(data or usual.data, offline or usual.offline, source or usual.source, instant)
        chosen = settings(claim_files, places, usual.policy, strict or usual.strict)
    reports = [check_file(file, one) for file, one in zip(claim_files, chosen, strict=True)]
    report = merged(reports)
    for path, name in outputs:
        write(path, name, report)
    show(
        report,
        "console" if outputs and format_ != "console" else format_ or "console",
        quiet,
        verbose,
    )
    raise typer.Exit(
        _exit_code(report, fail_on or FailOn(usual.fail_on), exit_zero, allow_undecided)
    )


def _exit_code(report: Report, fail_on: FailOn, exit_zero: bool, allow_undecided: bool) -> Exit:
    from factcheck.verdicts import Severity, Verdict

    bar = Severity(fail_on).rank
    if any(f.severity.rank >= bar for f in report.findings):
        return Exit.FINE if exit_zero else Exit.FOUND
    undecided = (Verdict.UNDECIDABLE, Verdict.NOT_CHECKABLE)
    outside = any(f.outside for f in report.findings)
    nothing = all(f.verdict in undecided for f in report.findings)
    return Exit.UNDECIDED if (outside or nothing) and not allow_undecided else Exit.FINE
