"""factcheck replay: the check that a bundle holds, made again from what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.commands._options import FailOnOption, Quiet, Verbose
from factcheck.commands._output import known, report_format, show, spare, write
from factcheck.commands._parts import configured, kept
from factcheck.commands.bundle import whole
from factcheck.commands.check import exit_code
from factcheck.errors import FactcheckError, visible

if TYPE_CHECKING:
    from factcheck.verdicts import Report


def replay(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="A bundle, such as wrap.factcheck.zip.")],
    output: Annotated[
        list[str] | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write a report too, as check does."),
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help="The format for standard output.")
    ] = None,
    fail_on: FailOnOption = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Make the check of a bundle again, from what is in it: its report, in any format, without a network.

    \b
    factcheck replay wrap.factcheck.zip
    factcheck replay wrap.factcheck.zip -o report.pdf -o report.csv

    \b
    Exit codes: those of check; 2 also where the bundle is not whole. Whether verdicts come
    out as they were is for bundle verify to say, why prices of today differ for recheck.
    """
    outputs = [report_format(path, format_) for path in output or []]
    shown = "console" if outputs and format_ != "console" else known(format_ or "console")
    if "claimreview" in (shown, *(name for _, name in outputs)):
        raise FactcheckError("a claimreview names its publisher, which a bundle does not: use check")
    spare([path for path, _ in outputs], [str(bundle)])
    report = _again(bundle)
    for path, name in outputs:
        write(path, name, report)
    show(report, shown, quiet, verbose)
    usual = configured(None, True).with_options(fail_on=fail_on and str(fail_on))
    raise typer.Exit(exit_code(report, usual, exit_zero=False, allow_undecided=False))


def _again(path: Path) -> Report:
    """Raises FactcheckError, naming the bundle, where it is not whole, redacted, or cannot be read now."""
    from factcheck.evidence import EvidenceError
    from factcheck.evidence.verify import again, claims_of, contents, report_of
    from factcheck.instruments import Catalogue

    found = whole(path, contents)
    try:
        full, catalogue = found.full, Catalogue.load(kept())
    except EvidenceError as problem:
        raise FactcheckError(f"{visible(str(path))}: {problem}") from None
    return report_of(again(full, catalogue, claims_of(full, catalogue)))
