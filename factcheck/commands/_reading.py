"""How options that are words or paths are read: without pydantic.

typer imports it for the first option it reads, given or not, and that takes longer than all else typer does.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from typer._click import Command, Context

PLAIN: dict[Any, type] = {str: str, Path: Path, list[str]: str, list[Path]: Path}


def read_plainly(command: Command) -> None:
    """Let the options of the command, and of those in it, be read without pydantic where that can be.

    A typer that reads its options elsewhere than in `get_runtime_param` reads them as it likes.
    """
    params: list[Any] = command.get_params(typer.Context(command))  # --help among them
    for param in params:
        if hasattr(param, "get_runtime_param"):
            reader = _Plain(param.get_runtime_param, param.type_descriptor.annotation)
            param.get_runtime_param = lambda reader=reader: reader
    for inner in getattr(command, "commands", {}).values():
        read_plainly(inner)


@dataclass(frozen=True)
class _Plain:
    """Reads as typer would; `usual` is typer's own way, for all that is neither word nor path."""

    usual: Any
    annotation: Any

    def coerce(self, value: Any, param: Any, ctx: Context) -> Any:
        several = param.multiple or param.nargs == -1
        if value is None:
            return () if several else None
        kind = PLAIN.get(self.annotation)
        if kind is None:
            return self.usual().coerce(value, param=param, ctx=ctx)
        words = value if several else [value]
        for word in words:
            if kind is Path and os.access(word, os.F_OK) and not os.access(word, os.R_OK):
                raise typer.BadParameter(f"path {word!r} is not readable.", ctx=ctx, param=param)
        return [kind(word) for word in words] if several else kind(value)
