"""A redacted bundle: fit to be published, and still bound to the full one.

It leaves out what places answered and what they say, and keeps of the bars only the rows that the
report shows a figure of, each with the hashes that lead from it to the root in the full manifest.

    original.json               the manifest of the full bundle, as it was (and so its signature holds)
    figures.json                the rows that were used, with their proofs
    claims/ articles/ verdicts.json report.html readme.txt    as they were
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from factcheck.evidence import EvidenceError, bars, merkle
from factcheck.evidence.bundle import (
    FORMAT,
    MANIFEST,
    VERDICTS,
    Bundle,
    canonical,
    files_told,
    is_beside,
    read_canonical,
    read_without_bars,
    root_of,
)
from factcheck.evidence.record import Answer, Run

ORIGINAL, FIGURES = "original.json", "figures.json"
LEFT_OUT = ("bars/", "raw/")


def redacted(members: Mapping[str, bytes], bundle: Bundle) -> dict[str, bytes]:
    """The members of the redacted bundle."""
    files = {
        name: body
        for name, body in members.items()
        if not name.startswith(LEFT_OUT) and name != MANIFEST and not is_beside(name)
    }
    files[ORIGINAL] = members[MANIFEST]
    files[FIGURES] = canonical([*_figures(bundle)])
    said = {
        "format": FORMAT,
        "redacted_from": bars.sha256(members[MANIFEST]),
        "files": files_told(files),
    }
    beside = {name: body for name, body in members.items() if is_beside(name)}
    return files | beside | {MANIFEST: canonical(said)}


def _figures(bundle: Bundle) -> Iterator[dict[str, Any]]:
    """The rows of each series that hold a figure of the report, with their proofs."""
    wanted = _wanted(figures(bundle.verdicts), bundle.runs)
    for sha256, body in bundle.series().items():
        _, rows = bars.rows(body)
        used = [at for at, row in enumerate(rows) if not wanted[sha256].isdisjoint(_cells(row.decode()))]
        leaves = merkle.leaves(body, rows)
        paths = merkle.paths(leaves, used)
        told = [
            {
                "row": rows[at].decode(),
                "at": str(at),
                "nonce": leaves[at][: merkle.NONCE].hex(),
                "path": [node.hex() for node in paths[at]],
            }
            for at in used
        ]
        if told:
            yield {"bars": sha256, "rows": told}


@dataclass(frozen=True)
class Figure:
    """A figure that the report shows of a day: a price of `symbol`, as `source` had it when the claims of
    `file` were checked. What a report does not say is empty: earlier versions did not say whose it is."""

    file: str
    symbol: str
    source: str
    day: str
    value: str

    def is_of(self, answer: Answer) -> bool:
        """Whether it may stand in this answer's bars."""
        assert answer.origin is not None
        return self.source in ("", answer.origin.source) and self.symbol in ("", answer.symbol)


def figures(verdicts: bytes) -> set[Figure]:
    """Every price of a day that the report shows."""
    try:
        claims = json.loads(verdicts)["claims"]
        return {figure for claim in claims for figure in _of_claim(claim, str(claim["file"]))}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise EvidenceError(f"{VERDICTS} holds no report") from None


def _of_claim(claim: Mapping[str, Any], file: str) -> Iterator[Figure]:
    for one in claim["evidence"]:
        symbol, source = str(one.get("symbol") or ""), str(one["source"] or "")
        if one["date"] and (symbol or source):
            yield Figure(file, symbol, source, str(one["date"]), str(one["value"]))
    for part in claim["parts"]:
        yield from _of_claim(part, file)


Cell = tuple[str, str]  # a day, and a price of it


def _series(figure: Figure, runs: Mapping[str, Run]) -> Iterator[str]:
    """The series that a figure may stand in."""
    run = runs.get(figure.file)
    for answer in run.answers if run else ():
        if answer.bars and figure.is_of(answer):
            yield answer.bars


def _wanted(shown: set[Figure], runs: Mapping[str, Run]) -> defaultdict[str, set[Cell]]:
    """The cells of each series that are shown."""
    found: defaultdict[str, set[Cell]] = defaultdict(set)
    for figure in shown:
        for sha256 in _series(figure, runs):
            found[sha256].add((figure.day, figure.value))
    return found


def _cells(row: str) -> Iterator[Cell]:
    day, *cells = row.split(",")
    return ((day, cell) for cell in cells if cell)


# ------------------------------------------------------------------------------------------ reading


@dataclass(frozen=True)
class Redacted:
    """What a redacted bundle shows: how many rows of bars, how many figures its report has, and how
    many of these are bound to the full one."""

    original: Mapping[str, Any]
    rows: int
    figures: int
    bound: int


def read(members: Mapping[str, bytes], said: Mapping[str, Any]) -> Redacted:
    """Raises EvidenceError where it is not bound to the full manifest that it holds."""
    if ORIGINAL not in members or FIGURES not in members:
        raise EvidenceError(f"a redacted bundle has {ORIGINAL} and {FIGURES}")
    original = read_canonical(members[ORIGINAL], ORIGINAL)
    told = read_canonical(members[FIGURES], FIGURES)
    try:
        if set(said) != {"format", "redacted_from", "files"}:
            raise ValueError("another key")
        if said["redacted_from"] != bars.sha256(members[ORIGINAL]):
            raise EvidenceError(f"{ORIGINAL} is not the manifest that it was redacted from")
        _same_files(members, original)
        if root_of(original["series"]).hex() != original["bars_root"]:
            raise EvidenceError("the roots of the series do not lead to that of all bars")
        runs = read_without_bars(members, original)
        rows = {one["bars"]: [*_bound(one, original)] for one in told}
        shown = figures(members[VERDICTS])
        if len(rows) != len(told):
            raise ValueError("a series twice")
    except (KeyError, TypeError, ValueError, AttributeError):
        raise EvidenceError("it is not written as a redacted bundle would be") from None
    stand = {(sha256, *cell) for sha256, told_ in rows.items() for row in told_ for cell in _cells(row)}
    bound = sum(any((sha256, f.day, f.value) in stand for sha256 in _series(f, runs)) for f in shown)
    return Redacted(original, sum(map(len, rows.values())), len(shown), bound)


def _same_files(members: Mapping[str, bytes], original: Mapping[str, Any]) -> None:
    """What was kept is what the full manifest names; what was not is only what may be left out."""
    kept = {
        name: body
        for name, body in members.items()
        if name not in (ORIGINAL, FIGURES, MANIFEST) and not is_beside(name)
    }
    named = [one for one in original["files"] if not str(one["path"]).startswith(LEFT_OUT)]
    if named != files_told(kept):
        raise EvidenceError("a file is not the one that the full manifest names")


def _bound(one: Mapping[str, Any], original: Mapping[str, Any]) -> Iterator[str]:
    """The rows of a series; each must lead to its root. Raises EvidenceError, ValueError, KeyError."""
    series = original["series"][one["bars"]]
    for row in one["rows"]:
        leaf = bytes.fromhex(row["nonce"]) + row["row"].encode()
        path = [bytes.fromhex(node) for node in row["path"]]
        found = merkle.root_by(leaf, int(row["at"]), int(series["rows"]), path)
        if found.hex() != series["root"] or len(row["nonce"]) != 2 * merkle.NONCE:
            raise EvidenceError(f"the row {row['row'][:40]!a} is not one of the full bundle")
        yield row["row"]
