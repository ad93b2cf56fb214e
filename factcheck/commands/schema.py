"""factcheck schema: the JSON Schema of claim files."""

from __future__ import annotations

import typer


def schema() -> None:
    """Print the JSON Schema of claim files, for editors."""
    import json

    from factcheck.schema import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
