"""factcheck check: verdicts on claims, and on the claims that articles make."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.commands import Exit
from factcheck.commands._ci import annotate, on_github, tree
from factcheck.commands._completing import formats
from factcheck.commands._locked import locked_settings
from factcheck.commands._options import Data, Market, Now, Offline, Published, Quiet, Sources, Verbose
from factcheck.commands._output import known, report_format, show, write
from factcheck.commands._parts import Places, article_facts, clock, configured, read_all, settings
from factcheck.commands._progress import Progress
from factcheck.errors import FactcheckError, visible

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
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write a report too; its suffix is its format (.html .pdf .md .json .sarif .xml .csv "
            ".jsonld .txt), or NAME=FILE says it: gitlab=gl-code-quality-report.json.",
        ),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="NAME",
            autocompletion=formats,
            help="For standard output, or an --output with an odd suffix: console, html, pdf, markdown, "
            "json, junit (XML), sarif, github (workflow commands), gitlab (Code Quality), claimreview "
            "or csv.",
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
    author: Annotated[
        str | None,
        typer.Option("--author", metavar="NAME", help="Who publishes the check, for claimreview."),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option("--url", metavar="URL", help="The page it is published on, for claimreview."),
    ] = None,
    annotations: Annotated[
        bool,
        typer.Option(
            "--annotations/--no-annotations",
            help="In GitHub Actions, annotate the lines and add to the summary of the step.",
        ),
    ] = True,
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
    factcheck check claims/ -o out.sarif -o junit.xml -o gitlab=gl-code-quality-report.json
    factcheck check draft.md --published 2025-02-21T12:30+08:00 --market XHKG
    echo 'claims: ["S&P 500 -1.71% on 2025-02-21"]' | factcheck check -

    \b
    Exit codes: 0 nothing failed; 1 a claim failed; 2 the input is wrong;
    3 prices could not be got, or nothing could be decided; 70 a bug.
    """
    from factcheck.checking import check as check_file
    from factcheck.checking import merged
    from factcheck.rewording import with_rewordings

    outputs = [report_format(path, format_) for path in output or []]
    shown = "console" if outputs and format_ != "console" else known(format_ or "console")
    usual = configured()
    bar = fail_on or FailOn(usual.fail_on)
    options = _options({shown, *(name for _, name in outputs)}, author, url, bar, allow_undecided)
    progress = Progress(quiet)
    claim_files = read_all(files, article_facts(published=published, market=market), progress)
    if locked:
        if data or source:
            raise FactcheckError("--locked uses the prices of the lock; leave out --data and --source")
        chosen = locked_settings(claim_files, now, usual.policy, strict or usual.strict)
    else:
        sources, offline = source or usual.source, offline or usual.offline
        places = Places(data or usual.data, offline, sources, clock(now), progress)
        chosen = settings(claim_files, places, usual.policy, strict or usual.strict)
    pairs = list(zip(claim_files, chosen, strict=True))
    turns = progress.over(pairs, lambda pair: f"checking {pair[0].path}")
    reports = [with_rewordings(check_file(file, one), file, one) for file, one in turns]
    report = merged(reports)
    for path, name in outputs:
        write(path, name, report, **options.get(name, {}))
    show(report, shown, quiet, verbose, **options.get(shown, {}))
    if annotations and shown == "console" and on_github():
        annotate(report)
    raise typer.Exit(_exit_code(report, bar, exit_zero, allow_undecided))


def _options(
    names: set[str], author: str | None, url: str | None, fail_on: FailOn, allow_undecided: bool
) -> dict[str, dict[str, Any]]:
    """What a format must be told besides the report."""
    if "claimreview" in names and not (author and url):
        raise FactcheckError(
            "a claimreview says who publishes it, and where: "
            "add --author 'The Example Times' --url https://example.org/fact-check"
        )
    if url and not re.match(r"https?://[^/\s]", url):
        raise FactcheckError(f"--url {visible(url)}: not a web address; write it like https://example.org/x")
    where = tree()
    junit = {"fail_on": fail_on, "allow_undecided": allow_undecided}
    review = {"author": author, "url": url}
    return {"sarif": where, "github": where, "gitlab": where, "junit": junit, "claimreview": review}


def _exit_code(report: Report, fail_on: FailOn, exit_zero: bool, allow_undecided: bool) -> Exit:
    from factcheck.verdicts import Severity, Verdict

    bar = Severity(fail_on).rank
    if any(f.severity.rank >= bar for f in report.findings):
        return Exit.FINE if exit_zero else Exit.FOUND
    undecided = (Verdict.UNDECIDABLE, Verdict.NOT_CHECKABLE)
    outside = any(f.outside for f in report.findings)
    nothing = all(f.verdict in undecided for f in report.findings)
    return Exit.UNDECIDED if (outside or nothing) and not allow_undecided else Exit.FINE
