"""Ways to show a report: one file for each format, imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the names of the formats cost no arithmetic
    from factcheck.verdicts import Report


def _render(name: str, report: Report, **options: Any) -> str:
    text: str = import_module(f"{__name__}.{name}").render(report, **options)
    return text


RENDERERS: dict[str, Callable[..., str]] = {
    name: partial(_render, name) for name in ("console", "json", "html")
}
SUFFIXES = {".txt": "console", ".json": "json", ".html": "html", ".htm": "html"}


def format_of(path: str) -> str:
    """The format a file name asks for. Raises ValueError for a suffix that names none."""
    suffix = PurePath(path).suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise ValueError(f"no format is known for the suffix {suffix!r}; there are {known}")
    return SUFFIXES[suffix]
