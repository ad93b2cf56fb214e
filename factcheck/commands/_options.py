"""Options that several commands have, in the same words."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from factcheck.commands._completing import sources

Data = Annotated[
    list[Path] | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help="Folder with one CSV file a symbol; asked before any other source.",
    ),
]
Offline = Annotated[
    bool, typer.Option("--offline", help="Never use the network: folders and the store only.")
]
Sources = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar="NAME",
        autocompletion=sources,
        help="Where prices come from, in order (default: yahoo); several, or one beside --data, "
        "are compared.",
    ),
]
Now = Annotated[
    str | None,
    typer.Option(
        "--now", metavar="INSTANT", help="The time to check at, such as 2025-02-22T09:00+08:00."
    ),
]
Locked = Annotated[
    bool, typer.Option("--locked", help="Use the prices of the lock beside each file, and no others.")
]
Published = Annotated[
    str | None,
    typer.Option(
        "--published",
        metavar="INSTANT",
        help="When articles that do not say so appeared, such as 2025-02-21T12:30+08:00, or the date.",
    ),
]
Market = Annotated[
    str | None,
    typer.Option(
        "--market",
        metavar="CODE",
        help="The exchange whose listing a name means in articles that do not say so, such as XHKG.",
    ),
]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Show the evidence too, and the traceback of a bug.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show only what needs attention.")]
Timezone = Annotated[
    str | None,
    typer.Option(
        "--timezone",
        metavar="NAME",
        help="For times that articles give without an offset, such as Asia/Hong_Kong.",
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="An undecidable claim is a warning.")]
MaxUndecidable = Annotated[
    str | None,
    typer.Option(
        "--max-undecidable",
        metavar="N|P%",
        help="Exit 3 where more checkable claims than that are undecidable.",
    ),
]
BaselineFile = Annotated[
    Path | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="Known findings, from factcheck baseline: shown and counted, and fail nothing.",
    ),
]
Config = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="This configuration, not the nearest one upwards."),
]
NoConfig = Annotated[bool, typer.Option("--no-config", help="Defaults only; no configuration is read.")]
Untrusted = Annotated[
    bool,
    typer.Option(
        "--untrusted",
        help="The input is a stranger's (by itself for pull requests from forks): no network, no "
        "configuration from the tree, no suppressions, no links.",
    ),
]
AllowNetwork = Annotated[
    bool, typer.Option("--allow-network", help="With --untrusted: prices may be fetched all the same.")
]


class FailOn(StrEnum):
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


FailOnOption = Annotated[
    FailOn | None,
    typer.Option("--fail-on", help="The least severity that fails (default: error)."),
]
