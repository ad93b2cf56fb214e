"""factcheck check: verdicts on claims, and on the claims that articles make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.commands import Exit
from factcheck.commands._ci import annotate, on_github, tree
from factcheck.commands._completing import formats
from factcheck.commands._locked import locked_settings, only_locked
from factcheck.commands._options import (
    AllowNetwork,
    BaselineFile,
    Config,
    Data,
    FailOn,
    FailOnOption,
    Locked,
    Market,
    MaxUndecidable,
    NoConfig,
    Now,
    Offline,
    Published,
    Quiet,
    Sources,
    Strict,
    Timezone,
    Untrusted,
    Verbose,
)
from factcheck.commands._output import known, many, report_format, say, show, spare, write
from factcheck.commands._parts import clock, configured, expanded, judged, paired, trusted
from factcheck.commands._progress import Progress
from factcheck.errors import FactcheckError, visible

if TYPE_CHECKING:
    from factcheck.configuration import Configuration
    from factcheck.trust import Trust
    from factcheck.verdicts import Report


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
    locked: Locked = False,
    published: Published = None,
    market: Market = None,
    timezone: Timezone = None,
    changed_since: Annotated[
        str | None,
        typer.Option(
            "--changed-since",
            metavar="REV",
            help="Only files that differ from where this branch left REV, such as origin/main.",
        ),
    ] = None,
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
    fail_on: FailOnOption = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit 0 even where claims fail.")] = False,
    allow_undecided: Annotated[
        bool,
        typer.Option("--allow-undecided", help="Exit 0, not 3, where prices could not be got."),
    ] = False,
    max_undecidable: MaxUndecidable = None,
    strict: Strict = False,
    baseline: BaselineFile = None,
    config: Config = None,
    no_config: NoConfig = False,
    untrusted: Untrusted = False,
    allow_network: AllowNetwork = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check claims, or the claims that articles make, and print a verdict for each.

    \b
    factcheck check claims/wrap.factcheck.yaml
    factcheck check claims/ --data prices/ --offline -o report.html -o report.json
    factcheck check claims/ -o out.sarif -o junit.xml -o gitlab=gl-code-quality-report.json
    factcheck check draft.md --published 2025-02-21T12:30+08:00 --market XHKG
    factcheck check claims/ articles/*.md --changed-since origin/main
    echo 'claims: ["S&P 500 -1.71% on 2025-02-21"]' | factcheck check -

    \b
    Exit codes: 0 nothing failed; 1 a claim failed; 2 the input is wrong;
    3 prices could not be got, nothing could be decided, or too much was undecidable; 70 a bug.
    """
    from factcheck.checking import merged

    trust = trusted(untrusted, allow_network)
    outputs = [report_format(path, format_) for path in output or []]
    for path, _ in outputs:
        trust.target(path)
    shown = "console" if outputs and format_ != "console" else known(format_ or "console")
    only_locked(locked, data, source, trust)
    usual = configured(config, no_config, trust.untrusted).with_options(
        data=data,
        source=source,
        offline=offline,
        fail_on=fail_on and str(fail_on),
        strict=strict,
        max_undecidable=max_undecidable,
        baseline=baseline,
        market=market,
        timezone=timezone,
    )
    allowed = allow_undecided and not trust.untrusted
    options = _options({shown, *(name for _, name in outputs)}, author, url, usual.fail_on, allowed)
    instant, progress = clock(now), Progress(quiet)
    names = expanded(files) if changed_since is None else _touched(files, changed_since, usual)
    if names:
        how = partial(locked_settings, now=now, policy=usual.policy, strict=usual.strict)
        pairs = paired(
            names, usual, trust, instant, published=published, progress=progress, how=how if locked else None
        )
        articles = [file.article.text_path or "" for file, _ in pairs if file.article]
        spare([path for path, _ in outputs], [*names, *filter(None, articles)])
        reports = _with_word_on(judged(pairs, progress), config, trust)
        report = merged(_with_baseline(reports, usual.baseline, trust))
    else:
        report = _nothing(instant, changed_since or "")
    options["junit"]["too_open"] = _too_open(report, usual)
    for path, name in outputs:
        write(path, name, report, **options.get(name, {}))
    show(report, shown, quiet, verbose, **options.get(shown, {}))
    if annotations and names and shown == "console" and on_github():
        annotate(report)
    raise typer.Exit(exit_code(report, usual, exit_zero, allowed) if names else Exit.FINE)


def _options(
    names: set[str], author: str | None, url: str | None, fail_on: str, allow_undecided: bool
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
    junit = {"fail_on": FailOn(fail_on), "allow_undecided": allow_undecided}
    review = {"author": author, "url": url}
    return {"sarif": where, "github": where, "gitlab": where, "junit": junit, "claimreview": review}


def _touched(files: Sequence[str], revision: str, usual: Configuration) -> list[str]:
    """The files that are to be checked: all of them where the configuration changed as well."""
    from factcheck.changes import Changes

    changes, names = Changes(revision, Path()), expanded(files)
    if usual.path is not None and changes.has(usual.path):
        return names
    return [name for name in names if name == "-" or changes.touch(name)]


def _nothing(now: datetime, revision: str) -> Report:
    from factcheck import __version__
    from factcheck.verdicts import Report

    sentence = f"Nothing to check: none of the files was touched since {visible(revision)}."
    return Report(now, (), warnings=(sentence,), version=__version__)


def _with_word_on(reports: list[Report], config: Path | None, trust: Trust) -> list[Report]:
    """A configuration that is named is followed; where a stranger may have written it, that is said."""
    if config is None or trust.outside(config):
        return reports
    warning = f"{visible(str(config))}: is followed, and lies in the folder that is not trusted"
    return [replace(reports[0], warnings=(*reports[0].warnings, warning)), *reports[1:]]


def _with_baseline(reports: list[Report], path: Path | None, trust: Trust) -> list[Report]:
    """The reports with what the baseline knows, and a word on what it knows no longer."""
    from factcheck.baseline import Baseline

    if path is None:
        return reports
    baseline, told = Baseline.load(path), visible(str(path))
    if not trust.outside(path):
        ignored = len(baseline.known)
        warning = f"{told}: ignored, because the input is not trusted: {ignored} known findings"
        return [replace(reports[0], warnings=(*reports[0].warnings, warning)), *reports[1:]]
    stale = baseline.stale(reports)
    found = baseline.marked(reports)
    if not stale:
        return found
    names = f"{len(stale)} entries match" if len(stale) > 1 else "1 entry matches"
    warning = f"{told}: {names} nothing any more; factcheck baseline --prune removes what is stale"
    return [replace(found[0], warnings=(*found[0].warnings, warning)), *found[1:]]


def exit_code(report: Report, usual: Configuration, exit_zero: bool, allow_undecided: bool) -> Exit:
    """The exit code of a check that came to `report`, `usual` being in force."""
    from factcheck.verdicts import Severity, Verdict

    bar = Severity(usual.fail_on).rank
    if any(f.severity.rank >= bar and not f.known for f in report.findings):
        return Exit.FINE if exit_zero else Exit.FOUND
    if _too_open(report, usual):
        open_, checkable = _undecided(report)
        most = usual.max_undecidable
        say(f"{open_} of {checkable} checkable claims are undecidable; --max-undecidable permits {most}")
        return Exit.UNDECIDED
    outside = sum(f.outside for f in report.findings)
    nothing = all(f.verdict in (Verdict.UNDECIDABLE, Verdict.NOT_CHECKABLE) for f in report.findings)
    if allow_undecided or not (outside or nothing):
        return Exit.FINE
    checkable = _undecided(report)[1]
    if outside:
        say(f"{outside} of {many(checkable, 'checkable claim')} could not be decided for want of prices")
    elif checkable:
        say("nothing could be decided, so nothing was found to be right")
    else:
        say("nothing was found that prices can check, so nothing was found to be right")
    return Exit.UNDECIDED


def _too_open(report: Report, usual: Configuration) -> bool:
    most = usual.max_undecidable
    return most is not None and most.exceeded(*_undecided(report))


def _undecided(report: Report) -> tuple[int, int]:
    """How many claims are undecidable, and how many are checkable."""
    return report.counts["undecidable"], len(report.findings) - report.counts["not-checkable"]
