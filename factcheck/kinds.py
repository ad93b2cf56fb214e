"""What can be checked, in words; made from the classes, so that it is never out of date."""

from __future__ import annotations

import difflib
from dataclasses import MISSING, Field, fields
from enum import Enum
from typing import Any, get_args, get_type_hints

from factcheck.errors import FactcheckError, visible
from factcheck.verifiers import Verifier, kinds


def listing() -> str:
    """One line for each kind, for a terminal."""
    width = max(map(len, kinds()))
    rows = [
        f"{kind:<{width}}  {sentence(v)}\n{'':<{width}}  e.g. {v.example}"
        for kind, v in kinds().items()
    ]
    return "\n".join(rows)


def table() -> str:
    """A Markdown row for each kind: its word, what it measures, an example."""
    rows = [f"| `{kind}` | {sentence(v)} | `{v.example}` |" for kind, v in kinds().items()]
    return "\n".join(["| kind | what it measures | example |", "|---|---|---|", *rows])


def sections() -> str:
    """Every kind explained, as Markdown."""
    return "\n\n".join(section(kind) for kind in kinds())


def section(kind: str) -> str:
    """One kind explained. Raises FactcheckError for a word that is none."""
    if kind not in kinds():
        near = difflib.get_close_matches(kind, kinds(), n=1)
        hint = f"did you mean '{near[0]}'? " if near else ""
        raise FactcheckError(
            f"unknown kind '{visible(kind[:40])}'; {hint}the kinds are {', '.join(kinds())}"
        )
    verifier = kinds()[kind]
    parts = [
        f"## {kind}",
        f"{sentence(verifier)}.",
        " ".join((verifier.__doc__ or "").split()),
        f"Needs {verifier.needs}." if verifier.needs else "",
        f"Example: `{verifier.example}`",
        worked(verifier),
        f"Keys: {keys(verifier)}.",
    ]
    return "\n\n".join(part for part in parts if part)


def worked(verifier: type[Verifier]) -> str:
    """The worked example in words; "" where there is none."""
    closes, *said = verifier.worked.split(" | ")
    if not said:
        return ""
    verdicts = (statement.rpartition(": ") for statement in said)
    told = ", ".join(f'"{words}" is `{verdict}`' for words, _, verdict in verdicts)
    return f"Worked example: after closes of {', '.join(closes.split())}, {told}."


def sentence(verifier: type[Verifier]) -> str:
    text = verifier.summary().replace("|", "\\|")
    return text[:1].upper() + text[1:]


def keys(verifier: type[Verifier]) -> str:
    """The kind's own keys; the ones it cannot do without in bold."""
    hints = get_type_hints(verifier)
    own: tuple[Field[Any], ...] = fields(verifier)  # type: ignore[arg-type]  # every kind is a dataclass
    return ", ".join(_key(field, hints[field.name]) for field in own)


def _key(field: Field[Any], hint: Any) -> str:
    required = field.default is MISSING and field.default_factory is MISSING
    name = f"**`{field.name}`**" if required else f"`{field.name}`"
    words = [
        str(word.value)
        for kind in (hint, *get_args(hint))
        if isinstance(kind, type) and issubclass(kind, Enum)
        for word in kind
    ]
    return f"{name} ({', '.join(words)})" if words else name
