"""What is kept of a request beside its answer: only what is named here, so that no secret ever is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

PARAMETERS = frozenset(
    "id period1 period2 range interval events includePrePost includeAdjustedClose".split()
)
HEADERS = ("date", "content-type", "etag", "last-modified", "age")
MOST = 200  # characters of a header


def record(method: str, url: str, status: int, headers: Any, more: Any = None) -> dict[str, str]:
    """A request and its answer in words; `more` are parameters given apart from the address.

    `headers` is a mapping that does not mind upper and lower case, as libraries have it.
    """
    at = urlsplit(url)
    given = [*parse_qsl(at.query), *(more.items() if isinstance(more, Mapping) else ())]
    asked = sorted((str(name), str(value)) for name, value in given if name in PARAMETERS)
    told = {name: headers.get(name) for name in HEADERS}
    return {
        "method": method.upper(),
        "url": f"{at.scheme}://{at.hostname}{at.path}",
        "parameters": urlencode(asked),
        "status": str(status),
        **{f"header.{name}": str(value)[:MOST] for name, value in told.items() if value},
    }
