"""Prints the documentation of the kinds of claim, made from their classes.

python docs/kinds.py          every kind: what it measures, how it is decided, an example, its keys
python docs/kinds.py --table  one row each
"""

from __future__ import annotations

import sys
from dataclasses import MISSING, Field, fields
from enum import Enum
from typing import Any, get_args, get_type_hints

from factcheck.verifiers import Verifier, kinds


def table() -> str:
    """A row for each kind: its word, what it measures, an example."""
    rows = [f"| `{kind}` | {sentence(v)} | {example(v)} |" for kind, v in kinds().items()]
    return "\n".join(["| kind | what it measures | example |", "|---|---|---|", *rows])


def sections() -> str:
    return "\n\n".join(section(kind, verifier) for kind, verifier in kinds().items())


def section(kind: str, verifier: type[Verifier]) -> str:
    own = verifier.__doc__ or ""
    rules = "" if own.startswith(f"{verifier.__name__}(") else " ".join(own.split())
    parts = [
        f"## {kind}",
        f"{sentence(verifier)}.",
        rules,
        f"Needs {verifier.needs}." if verifier.needs else "",
        f"Example: {example(verifier)}" if verifier.example else "",
        f"Keys: {keys(verifier)}.",
    ]
    return "\n\n".join(part for part in parts if part)


def sentence(verifier: type[Verifier]) -> str:
    text = verifier.summary().replace("|", "\\|")
    return text[:1].upper() + text[1:]


def example(verifier: type[Verifier]) -> str:
    return f"`{verifier.example}`" if verifier.example else ""


def keys(verifier: type[Verifier]) -> str:
    """The kind's own keys; the ones it cannot do without in bold."""
    hints = get_type_hints(verifier)
    own: tuple[Field[Any], ...] = fields(verifier)  # type: ignore[arg-type]  # every kind is one
    return ", ".join(key(field, hints[field.name]) for field in own)


def key(field: Field[Any], hint: Any) -> str:
    required = field.default is MISSING and field.default_factory is MISSING
    name = f"**`{field.name}`**" if required else f"`{field.name}`"
    words = [
        str(word.value)
        for kind in (hint, *get_args(hint))
        if isinstance(kind, type) and issubclass(kind, Enum)
        for word in kind
    ]
    return f"{name} ({', '.join(words)})" if words else name


if __name__ == "__main__":
    print(table() if "--table" in sys.argv[1:] else sections())
