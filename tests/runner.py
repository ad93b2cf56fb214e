"""A model of how a GitHub runner reads what a step prints (actions/runner, ActionCommand.cs)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

REGISTERED = set(
    "error warning notice debug group endgroup add-mask add-matcher remove-matcher add-path echo save-state "
    "set-env set-output stop-commands internal-set-repo-path command".split()
)
DATA = {"%0D": "\r", "%0A": "\n", "%25": "%"}  # unescaped in this order, % last
PROPERTY = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
OLD = {"%3B": ";", "%0D": "\r", "%0A": "\n", "%5D": "]", "%25": "%"}


@dataclass
class Command:
    name: str
    data: str
    properties: dict[str, str] = field(default_factory=dict)


def commands(printed: str) -> list[Command]:
    """Every command in what was printed; .NET ends a line at LF, CR or CRLF."""
    lines = re.split(r"\r\n|\r|\n", printed)
    return [found for line in lines if (found := _second(line) or _first(line))]


def _second(line: str) -> Command | None:
    """TryParseV2: the line begins with :: after all that .NET, old or new, takes for blank."""
    text = line.lstrip().lstrip("\u200b\ufeff\u180e").lstrip()
    if not text.startswith("::") or "::" not in text[2:]:
        return None
    info, _, data = text[2:].partition("::")
    return _command(info, data, ",", PROPERTY, DATA)


def _first(line: str) -> Command | None:
    """TryParse: ##[ anywhere, up to the next ]."""
    _, mark, rest = line.partition("##[")
    info, end, data = rest.partition("]")
    return _command(info, data, ";", OLD, OLD) if mark and end else None


def _command(
    info: str, data: str, between: str, property_: dict[str, str], data_: dict[str, str]
) -> Command | None:
    name, _, written = info.partition(" ")
    if name not in REGISTERED:
        return None
    pairs = [pair.split("=", 1) for pair in written.strip().split(between)]
    properties = {p[0]: _unescaped(p[1], property_) for p in pairs if len(p) == 2 and all(p)}
    return Command(name, _unescaped(data, data_), properties)


def _unescaped(text: str, mappings: dict[str, str]) -> str:
    for written, meant in mappings.items():
        text = text.replace(written, meant)
    return text
