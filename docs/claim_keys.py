"""Prints the keys of a claim file as Markdown tables, from the schema that reads them.

    python -m docs.claim_keys article|defaults|claims|instruments|prices
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from factcheck.claim_models import CLAIM_KEYS
from factcheck.schema import json_schema

KINDS = "[one of these](kinds.md)"


def tables(part: str) -> str:
    schema = json_schema()
    top = schema["properties"]
    if part == "claims":
        return table({key: form.schema for key, form in CLAIM_KEYS.items()}, ())
    if part == "prices":
        named = {key: top[key] for key in ("prices", "actions", "quotes")}
        rows = {key: schema["$defs"][key.rstrip("s") if key != "prices" else "row"] for key in named}
        lines = [f"| `{key}` | {_sentence(named[key])} | {_sentence(rows[key])} |" for key in named]
        return "\n".join(["| key | what | a row |", "|---|---|---|", *lines])
    shape = top[part].get("items", top[part])
    return table(shape["properties"], shape.get("required", ()))


def table(keys: Mapping[str, Any], required: Any) -> str:
    """A row for each key; the ones that cannot be left out in bold."""
    names = {key: f"**`{key}`**" if key in required else f"`{key}`" for key in keys}
    lines = [f"| {names[key]} | {_sentence(s)} | {_values(key, s)} |" for key, s in keys.items()]
    return "\n".join(["| key | what | values |", "|---|---|---|", *lines])


def _sentence(schema: Mapping[str, Any]) -> str:
    return str(schema.get("description", "")).replace("|", "\\|")


def _values(key: str, schema: Mapping[str, Any]) -> str:
    if key == "kind":
        return KINDS
    return "; ".join(dict.fromkeys(_forms(schema))).replace("|", "\\|")


def _forms(schema: Mapping[str, Any]) -> Iterator[str]:
    """The ways to write a value, in words."""
    if "enum" in schema:
        yield ", ".join(f"`{word}`" for word in schema["enum"])
    elif "anyOf" in schema:
        for one in schema["anyOf"]:
            yield from _forms(one)
    elif schema.get("type") == "array":
        yield "a list"
    elif schema.get("type") == "boolean":
        yield "`true` or `false`"
    elif schema.get("type") == "integer":
        yield "a whole number"
    elif schema.get("type") == "object":
        yield "a mapping"
    else:
        yield "a text"


def main() -> None:
    print(tables(sys.argv[1]))


if __name__ == "__main__":
    main()
