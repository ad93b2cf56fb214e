"""A bundle: a report with all it rests on, in one file that a stranger can check without a network.

    manifest.json               RFC 8785: what was checked, with what, and the hash of every file
    claims/0001.yaml            the claim files and articles, as they were
    articles/0001-1.txt         the texts that lie beside a claim file
    bars/<sha256>.csv           the bars and the sessions, in their canonical form
    raw/<sha256>                what the places answered, as it came, where that is still known
    verdicts.json report.html   the report
    readme.txt                  what this is, and what it proves

Beside the files of the manifest there may be a signature and a time stamp of it (sign.py), and remarks
(remarks.py). A redacted bundle (redact.py) has another manifest and the first one as it was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from factcheck import __version__
from factcheck.configuration import like
from factcheck.evidence import EvidenceError, archive, bars, merkle
from factcheck.evidence.record import Run, read_run, told
from factcheck.evidence.replay import Input
from factcheck.instruments import SYMBOL, TYPES, Catalogue, Listing, entry, row_of
from factcheck.policy import Policy
from factcheck.prices import MAX_DECIMALS

if TYPE_CHECKING:
    from factcheck.articles import Usual
    from factcheck.claims import ClaimFile

FORMAT = "factcheck-bundle/1"
MANIFEST, VERDICTS, PAGE, README = "manifest.json", "verdicts.json", "report.html", "readme.txt"
SIGNATURE, STAMP, AUTHORITY = "manifest.intoto.dsse.json", "manifest.tsr", "tsa-ca.pem"
BESIDE = (SIGNATURE, STAMP, AUTHORITY)  # made after the manifest, so not named in it; and so are
REMARKS = "addenda/"
OPTIONS = ("strict", "published", "market", "timezone")
MAX_JSON = 20_000_000
SUFFIXES = (".yaml", ".yml", ".md", ".txt", ".html", ".htm", ".jsonl")

ABOUT = """This file is a report on market claims with everything it rests on.

    factcheck bundle verify THIS-FILE     does each verdict follow from what is in here?
    factcheck bundle show THIS-FILE       what is in here
    factcheck recheck THIS-FILE           what would be said today?

verdicts.json is the report for programs, report.html the same for readers; claims/ holds what was
checked, bars/ the prices in plain text, raw/ the answers that they were read from.

What it proves: that these verdicts follow from these prices by these rules, and that none of it was
changed since; with a signature, who vouches for it; with a time stamp, that it existed by then.
What it cannot prove: that the source really sent these prices. Nobody signs such answers.

The prices belong to whoever provides them, and their terms allow a desk to keep them, rarely to pass
them on. Publish a redacted copy: factcheck bundle redact. It holds only the figures that were used.
"""


@dataclass(frozen=True)
class Tool:
    """Which program, by its version and the hash of its own files; and so which rules."""

    version: str
    sha256: str

    @property
    def is_this(self) -> bool:
        return self == this_tool()


@cache
def this_tool() -> Tool:
    """The hash covers every file of the package that can decide something, by its name."""
    folder, digest = Path(__file__).parents[1], hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".py", ".yaml", ".j2", ".css")):
        body = path.read_bytes().replace(b"\r\n", b"\n")
        name = path.relative_to(folder).as_posix()
        digest.update(f"{name}\0{hashlib.sha256(body).hexdigest()}\n".encode())
    return Tool(__version__, digest.hexdigest())


@dataclass(frozen=True)
class Name:
    """What an instrument's name meant: the symbols, for articles of a market."""

    name: str
    market: str
    symbols: tuple[str, ...]


@dataclass(frozen=True)
class Bundle:
    """What a full bundle holds. `raw` are answers by their SHA-256, `objects` bars and sessions."""

    tool: Tool
    inputs: Sequence[Input]
    runs: Mapping[str, Run]
    objects: Mapping[str, bytes]
    policy: Policy
    listings: Sequence[Listing]
    names: Sequence[Name]
    options: Mapping[str, str] = field(default_factory=dict)
    raw: Mapping[str, bytes] = field(default_factory=dict)
    verdicts: bytes = b""
    page: bytes = b""

    @property
    def strict(self) -> bool:
        return "strict" in self.options

    @property
    def now(self) -> datetime:
        return max(run.now for run in self.runs.values())

    def usual(self) -> Usual:
        """The facts that the command line told of articles."""
        from factcheck.yaml_events import START, Scalar

        return {k: Scalar(v, True, START) for k, v in self.options.items() if k != "strict"}

    def series(self) -> dict[str, bytes]:
        """The canonical bars, by their SHA-256."""
        named = {a.bars for run in self.runs.values() for a in run.answers if a.bars}
        return {sha256: self.objects[sha256] for sha256 in sorted(named)}

    def members(self) -> dict[str, bytes]:
        """The files of the bundle, with their manifest."""
        files: dict[str, bytes] = {README: ABOUT.encode(), VERDICTS: self.verdicts, PAGE: self.page}
        files |= {f"bars/{sha256}.csv": body for sha256, body in self.objects.items()}
        files |= {f"raw/{sha256}": body for sha256, body in self.raw.items()}
        inputs = [_input(number, one, files) for number, one in enumerate(self.inputs, 1)]
        manifest = self._told(inputs, series_told(self.series()), files_told(files))
        return files | {MANIFEST: canonical(manifest)}

    def _told(
        self,
        inputs: Sequence[Mapping[str, Any]],
        series: Mapping[str, Mapping[str, str]],
        files: Sequence[Mapping[str, str]],
    ) -> dict[str, Any]:
        """The manifest."""
        return {
            "format": FORMAT,
            "tool": {"name": "factcheck", "version": self.tool.version, "sha256": self.tool.sha256},
            "checked_at": self.now.isoformat(),
            "options": dict(self.options),
            "policy": policy_told(self.policy),
            "inputs": list(inputs),
            "runs": {name: told(run) for name, run in self.runs.items()},
            "instruments": [row_of(item) for item in self.listings],
            "names": [
                {"name": n.name, "market": n.market, "symbols": list(n.symbols)} for n in self.names
            ],
            "series": dict(series),
            "bars_root": root_of(series).hex(),
            "files": list(files),
        }


def _input(number: int, one: Input, files: dict[str, bytes]) -> dict[str, Any]:
    """What the manifest says of an input, whose bytes go to `files` under names of our own."""
    suffix = PurePosixPath(one.path).suffix.lower()
    member = f"claims/{number:04d}{suffix if suffix in SUFFIXES else ''}"
    files[member] = one.data
    beside = []
    for count, (path, body) in enumerate(sorted(one.beside.items()), 1):
        files[f"articles/{number:04d}-{count}.txt"] = body
        beside.append({"path": path, "file": f"articles/{number:04d}-{count}.txt"})
    return {"path": one.path, "file": member, "beside": beside}


# -------------------------------------------------------------------------------------- what it says


def canonical(value: Any) -> bytes:
    """JSON in the one form of RFC 8785. Raises EvidenceError for what has none."""
    import rfc8785

    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, RecursionError, UnicodeError):
        raise EvidenceError("it holds what JSON cannot tell in one way") from None


def read_canonical(data: bytes, name: str) -> Any:
    """The inverse of `canonical`. Raises EvidenceError for any other bytes."""
    if len(data) > MAX_JSON:
        raise EvidenceError(f"{name} is larger than {MAX_JSON // 1_000_000} MB")
    try:
        said = json.loads(data)
        same = canonical(said) == data
    except (ValueError, RecursionError, EvidenceError):
        same = False
    if not same:
        raise EvidenceError(f"{name} is not canonical JSON (RFC 8785)")
    return said


def files_told(files: Mapping[str, bytes]) -> list[dict[str, str]]:
    """Path, size and hash of each file, in order."""
    return [
        {"path": name, "size": str(len(files[name])), "sha256": bars.sha256(files[name])}
        for name in sorted(files)
    ]


LATER = ("day_boundary", "far_mark", "volume_delta")  # constants that the first bundles do not name


def policy_told(policy: Policy) -> dict[str, Any]:
    """Every constant by its name, as text; later ones where they were changed, so that a bundle from
    before them is told as it was written."""
    usual = Policy()
    names = [f.name for f in fields(Policy)]
    told = [n for n in names if n not in LATER or getattr(policy, n) != getattr(usual, n)]
    return {name: _as_text(getattr(policy, name)) for name in told}


def policy_read(said: Mapping[str, Any]) -> Policy:
    """The inverse; a constant that these rules do not have plays no part, one that was not there is as
    usual. Raises ValueError for one that is none."""
    usual = Policy()
    known = [f.name for f in fields(Policy) if f.name in said]
    return Policy(**{name: like(getattr(usual, name), said[name]) for name in known})


def _as_text(value: Any) -> Any:
    if isinstance(value, tuple):
        return [str(one) for one in value]
    if isinstance(value, Mapping):
        return {key: str(one) for key, one in value.items()}
    return str(value)


def series_told(series: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    """By hash of the bars: how many rows there are, and the root of the tree over them (RFC 9162)."""
    return {
        sha256: {"rows": str(len(rows)), "root": merkle.root(merkle.leaves(body, rows)).hex()}
        for sha256, body in series.items()
        for rows in [bars.rows(body)[1]]
    }


def root_of(said: Mapping[str, Mapping[str, str]]) -> bytes:
    """One hash over all bars: the root of the tree over hash and root of each series."""
    return merkle.root([bytes.fromhex(sha256 + said[sha256]["root"]) for sha256 in sorted(said)])


# ------------------------------------------------------------------------------------------ reading


def whole(data: bytes) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The members and the manifest of a bundle, every hash checked. Raises EvidenceError."""
    members = archive.read(data)
    if MANIFEST not in members:
        raise EvidenceError(f"there is no {MANIFEST}")
    said = read_canonical(members[MANIFEST], MANIFEST)
    form = said.get("format") if isinstance(said, dict) else None
    if form != FORMAT:
        raise EvidenceError(f"its format is {str(form)[:60]!a}; this factcheck reads {FORMAT}")
    files = {name: body for name, body in members.items() if name != MANIFEST and not is_beside(name)}
    _compare(said.get("files"), files)
    return members, said


def is_beside(name: str) -> bool:
    """Whether a member was made after the manifest, which therefore does not name it."""
    return name in BESIDE or name.startswith(REMARKS)


def _compare(listed: Any, files: Mapping[str, bytes]) -> None:
    """Raises EvidenceError, with the first name, unless these are the files listed."""
    found = files_told(files)
    if listed == found:
        return
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise EvidenceError(f"{MANIFEST} does not list files")
    known = {str(one.get("path")): one for one in listed}
    for one in found:
        if one["path"] not in known:
            raise EvidenceError(f"{one['path']} is not in the manifest")
        if known[one["path"]] != one:
            raise EvidenceError(f"{one['path']} is not the file that the manifest names: it was changed")
    missing = sorted(known.keys() - files.keys())
    told_ = ascii(missing[0])[1:-1][:80] if missing else "a file"
    raise EvidenceError(f"{told_} is in the manifest and not in the bundle")


def read(members: Mapping[str, bytes], said: Mapping[str, Any]) -> Bundle:
    """What the members of a full bundle hold. Raises EvidenceError where the manifest does not say it in
    the one way that `Bundle.members` does."""
    try:
        bundle = _bundle(members, said)
        same = bundle.members()[MANIFEST] == members[MANIFEST]
        _all_named(bundle)
    except EvidenceError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, AssertionError):
        same = False
    if not same:
        raise EvidenceError(f"{MANIFEST} does not say what a {FORMAT} says, or not in the same words")
    return bundle


def _all_named(bundle: Bundle) -> None:
    """Raises EvidenceError for bars or sessions that nothing was told of or that are not there, and for
    answers that nothing was read from."""
    runs = bundle.runs.values()
    objects = set().union(*(run.objects for run in runs))
    answers = {a.origin.sha256 for run in runs for a in run.answers if a.origin}
    for sha256 in sorted(objects ^ bundle.objects.keys()):
        what = "is not there" if sha256 in objects else "plays no part"
        raise EvidenceError(f"bars/{sha256}.csv {what}")
    for sha256 in sorted(bundle.raw.keys() - answers):
        raise EvidenceError(f"raw/{sha256} plays no part")


def read_without_bars(members: Mapping[str, bytes], said: Mapping[str, Any]) -> Mapping[str, Run]:
    """The runs of a full manifest, beside the members that were published. Raises EvidenceError where it
    does not say what it says in its one way."""
    try:
        bundle = _bundle(members, said)
        inputs = [_input(number, one, {}) for number, one in enumerate(bundle.inputs, 1)]
        named = {a.bars for run in bundle.runs.values() for a in run.answers if a.bars}
        same = bundle._told(inputs, said["series"], said["files"]) == said
        same = same and named == said["series"].keys()
    except EvidenceError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, AssertionError):
        same = False
    if not same:
        raise EvidenceError(f"the full manifest does not say what a {FORMAT} says")
    return bundle.runs


def counts(verdicts: bytes) -> dict[str, int]:
    """How many verdicts of each kind a report has. Raises EvidenceError."""
    try:
        said = json.loads(verdicts)["counts"].items()
        return {str(verdict): int(count) for verdict, count in said}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise EvidenceError(f"{VERDICTS} holds no report") from None


def _bundle(members: Mapping[str, bytes], said: Mapping[str, Any]) -> Bundle:
    runs = {str(name): read_run(run) for name, run in said["runs"].items()}
    inputs = [
        Input(
            str(one["path"]),
            members[one["file"]],
            {str(text["path"]): members[text["file"]] for text in one["beside"]},
        )
        for one in said["inputs"]
    ]
    if {one.path for one in inputs} != runs.keys() or not inputs:
        raise ValueError("inputs and runs")
    for key in ("tool", "options", "instruments", "names"):
        _all_text(said[key])
    if not set(said["options"]) <= set(OPTIONS) or said["options"].get("strict", "yes") != "yes":
        raise ValueError("options")
    return Bundle(
        Tool(said["tool"]["version"], said["tool"]["sha256"]),
        inputs,
        runs,
        _by_hash(members, "bars/", ".csv"),
        policy_read(said["policy"]),
        [_listing(row) for row in said["instruments"]],
        [Name(n["name"], n["market"], tuple(n["symbols"])) for n in said["names"]],
        said["options"],
        _by_hash(members, "raw/", ""),
        members[VERDICTS],
        members[PAGE],
    )


def _all_text(value: Any) -> None:
    """Raises TypeError where a manifest, whose numbers are text too, has anything else there."""
    if isinstance(value, Mapping):
        value = value.values()
    elif isinstance(value, str):
        return
    elif not isinstance(value, list):
        raise TypeError(value)
    for one in value:
        _all_text(one)


def _listing(row: Mapping[str, Any]) -> Listing:
    """A catalogue's entry, as only a catalogue would have it."""
    found = entry(row)
    told = (found.name, *found.names, *found.inverse, *filter(None, found.sources.values()))
    usual = found.type in TYPES and found.decimals in range(MAX_DECIMALS + 1)
    if not usual or not SYMBOL.fullmatch(found.symbol) or not all(isinstance(t, str) for t in told):
        raise ValueError(found.symbol)
    return found


def _by_hash(members: Mapping[str, bytes], folder: str, suffix: str) -> dict[str, bytes]:
    """The members of a folder whose names are hashes, which must be their own."""
    found = {}
    for name, body in members.items():
        if name.startswith(folder):
            sha256 = name.removeprefix(folder).removesuffix(suffix)
            if bars.sha256(body) != sha256:
                raise EvidenceError(f"{name} is not what its name says")
            found[sha256] = body
    return found


# ------------------------------------------------------------------------------------------- making


def instruments(
    files: Iterable[ClaimFile], runs: Iterable[Run], catalogue: Catalogue
) -> tuple[list[Listing], list[Name]]:
    """What the names in the claims meant, and the catalogue's entry of every symbol that was used."""
    from factcheck.errors import FactcheckError

    names: dict[tuple[str, str], Name] = {}
    symbols = {answer.symbol for run in runs for answer in run.answers}
    for file in files:
        known, market = catalogue.extended(file.listings), (file.article.market if file.article else None)
        for claim in file.claims:
            others = claim.verifier.others() if claim.verifier else ()
            for name in (*claim.of, *others):
                try:
                    meant = known.resolve(name, market=market).listings
                except FactcheckError:
                    continue
                found = tuple(item.symbol for item in meant)
                symbols.update(found)
                names[name, market or ""] = Name(name, market or "", found)
    entries = (catalogue.listing(symbol) for symbol in sorted(symbols))
    return [item for item in entries if item], [names[key] for key in sorted(names)]
