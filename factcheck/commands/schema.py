"""factcheck schema: the JSON Schema of claim files, and of the report."""

from __future__ import annotations

from typing import Annotated

import typer


def schema(
    report: Annotated[
        bool, typer.Option("--report", help="Of the report that check --format json writes.")
    ] = False,
) -> None:
    """Print the JSON Schema of claim files, for editors, or of the JSON report, for programs."""
    import json

    if report:
        from factcheck.renderers._schema import report_schema as made
    else:
        from factcheck.schema import json_schema as made
    typer.echo(json.dumps(made(), indent=2, ensure_ascii=False))
