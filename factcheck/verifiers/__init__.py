"""Kinds of claim: one file each. A verifier turns prices into a column and looks its claim up in it.

A new kind is a module here with one class under `@verifies`, and its test table; `kinds`, the claim
file's keys, the JSON Schema and the documentation are made from the class.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from typing import ClassVar, TypeVar

from factcheck.readings import Fit, Reading
from factcheck.views import Session, View

__all__ = ["Session", "Verifier", "View", "kinds", "verifies"]


class Verifier:
    """Base of all kinds: the fields of a subclass are the keys its claims may have.

    `needs` names the data without which the kind is never decided: no prices are fetched for it.
    `example` is a short form that the reader of claims understands. `worked` is a worked example:
    closes of consecutive sessions, then what may be said of the last one and the verdict on it.
    """

    kind: ClassVar[str] = ""
    example: ClassVar[str] = ""
    worked: ClassVar[str] = ""
    needs: ClassVar[str] = ""
    rules: ClassVar[tuple[str, ...]] = ()

    def readings(self, view: View) -> tuple[Reading, ...]:
        """The default reading first, then every admitted one (S2.2). At least one."""
        return (self.undecided(),)

    def lacks(self) -> str:
        """The data without which this claim is not decided, so that no prices are fetched; or ""."""
        return self.needs

    def others(self) -> tuple[str, ...]:
        """Other instruments, by name, whose prices the claim is compared with."""
        return getattr(self, "than", ())

    def undecided(self) -> Reading:
        """The one reading of a kind whose data no daily prices hold."""
        return Reading(
            "as stated",
            Fit.UNKNOWN,
            "daily prices do not show it",
            rules=self.rules,
            needs=self.needs,
        )

    def turned(self) -> Verifier:
        """The same claim about the other currency of a pair: up is down (S3.9)."""
        direction = getattr(self, "direction", None)
        return replace(self, direction=direction.opposite) if direction else self  # type: ignore[type-var]

    @classmethod
    def summary(cls) -> str:
        """The first line of the module's documentation, without the kind's name."""
        module = importlib.import_module(cls.__module__)
        first = (module.__doc__ or "").strip().splitlines()[0]
        return first.partition(": ")[2].rstrip(".") or first

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """The claim-file keys of this kind."""
        return tuple(f.name for f in fields(cls))  # type: ignore[arg-type]


V = TypeVar("V", bound=type[Verifier])
_KINDS: dict[str, type[Verifier]] = {}
_ORDER = (
    "change level threshold extreme direction distance streak streak_break streak_superlative "
    "superlative comparison rank spread reversal state frequency volume breadth market_cap"
).split()


def verifies(kind: str) -> Callable[[V], V]:
    """Register a class as the verifier of `kind`, which is its module's name."""

    def register(cls: V) -> V:
        cls.kind = kind
        _KINDS[kind] = cls
        return cls

    return register


class Kinds(Mapping[str, type[Verifier]]):
    """Every kind and its class, in the order of the taxonomy; a module is imported when asked for."""

    def __init__(self) -> None:
        found = [module.name for module in pkgutil.iter_modules(__path__)]
        self.names = sorted(found, key=lambda k: _ORDER.index(k) if k in _ORDER else len(_ORDER))

    def __getitem__(self, kind: str) -> type[Verifier]:
        if kind not in _KINDS and kind in self.names:
            importlib.import_module(f"{__name__}.{kind}")
        return _KINDS[kind]

    def __contains__(self, kind: object) -> bool:
        return kind in self.names

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


@cache
def kinds() -> Kinds:
    """Every kind and its class, in the order of the taxonomy."""
    return Kinds()
