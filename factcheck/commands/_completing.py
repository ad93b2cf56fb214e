"""What Tab offers for the words of a command; asked by the shell only."""

from __future__ import annotations


def formats(incomplete: str) -> list[str]:
    from factcheck.renderers import RENDERERS

    return list(RENDERERS)


def sources(incomplete: str) -> list[str]:
    from factcheck.sources import SOURCES

    return list(SOURCES)


def kinds(incomplete: str) -> list[tuple[str, str]]:
    from factcheck import verifiers

    return [(kind, verifier.summary()) for kind, verifier in verifiers.kinds().items()]


def symbols(incomplete: str) -> list[tuple[str, str]]:
    """Symbols and what they stand for, once something is typed: there are hundreds."""
    from factcheck.commands._parts import kept
    from factcheck.instruments import Catalogue

    if not incomplete:
        return []
    found = Catalogue.load(kept()).listings
    return [(item.symbol, item.name) for item in found if item.symbol.startswith(incomplete)]
