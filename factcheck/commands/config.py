"""factcheck config: what is in force, and who said so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.commands._options import (
    BaselineFile,
    Config,
    Data,
    FailOnOption,
    Market,
    MaxUndecidable,
    NoConfig,
    Offline,
    Sources,
    Strict,
    Timezone,
    Untrusted,
)
from factcheck.commands._parts import configured, trusted
from factcheck.errors import FactcheckError, visible

if TYPE_CHECKING:
    from factcheck.configuration import Configuration, Value
    from factcheck.trust import Trust

SCHEMA = "factcheck-config/1"


def config(
    format_: Annotated[
        str,
        typer.Option("--format", metavar="NAME", help="text or json; markdown: all keys, explained."),
    ] = "text",
    data: Data = None,
    offline: Offline = False,
    source: Sources = None,
    fail_on: FailOnOption = None,
    strict: Strict = False,
    max_undecidable: MaxUndecidable = None,
    baseline: BaselineFile = None,
    market: Market = None,
    timezone: Timezone = None,
    config: Config = None,
    no_config: NoConfig = False,
    untrusted: Untrusted = False,
) -> None:
    """Show every setting in force and where it came from: a default, a file, an option, the environment.

    \b
    factcheck config
    factcheck config --offline --format json
    factcheck config --format markdown       # what keys there are
    """
    from factcheck.configuration import markdown

    if format_ == "markdown":
        typer.echo(markdown())
        return
    if format_ not in ("text", "json"):
        raise FactcheckError(
            f"unknown format {visible(format_[:40])!r}; the formats are text, json, markdown"
        )
    trust = trusted(untrusted, False)
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
    values = [*usual.values(), *_environment(), *_trust(trust)]
    typer.echo(_json(usual, values) if format_ == "json" else _text(usual, values))


def _environment() -> Iterator[Value]:
    """What variables say; never what a secret one holds."""
    import os

    from factcheck.configuration import DEFAULT, Value
    from factcheck.store import default_path

    named = "FACTCHECK_STORE" if os.environ.get("FACTCHECK_STORE") else ""
    store = str(default_path())
    yield Value("store", store, f"environment {named}" if named else DEFAULT, store)
    if os.environ.get("FACTCHECK_SQL_DSN"):
        yield Value("sql address", "set, and not shown", "environment FACTCHECK_SQL_DSN", True)


def _trust(trust: Trust) -> Iterator[Value]:
    from factcheck.configuration import DEFAULT, Value
    from factcheck.trust import ASKED

    origin = "option --untrusted" if trust.why == ASKED else f"environment: {trust.why}"
    told = str(trust.untrusted).lower()
    yield Value("untrusted", told, origin if trust.untrusted else DEFAULT, trust.untrusted)


def _text(usual: Configuration, values: list[Value]) -> str:
    path = visible(str(usual.path)) if usual.path else "none is read; the defaults are in force"
    wide, wider = (max(len(value[at]) for value in values) for at in (0, 1))
    wider = min(wider, 48)
    rows = (
        f"{v.key:<{wide}}  {visible(v.text):<{wider}}  {visible(v.origin)}".rstrip() for v in values
    )
    return "\n".join([f"configuration: {path}", "", *rows])


def _json(usual: Configuration, values: list[Value]) -> str:
    import json

    found = [{"key": v.key, "value": v.plain, "from": v.origin} for v in values]
    path: Path | None = usual.path
    document = {"schema": SCHEMA, "file": str(path) if path else None, "values": found}
    return json.dumps(document, indent=2, ensure_ascii=True)
