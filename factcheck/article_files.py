"""The article of a claim file: when and where it appeared, its text, and its quotes found again."""

from __future__ import annotations

import errno
import os
import re
import stat
from bisect import bisect_right
from collections.abc import Mapping as Files
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from factcheck.calendars import MARKET_ALIASES, MARKETS
from factcheck.claim_models import TEXT, Model, Schema, iso_day, text, told
from factcheck.claims import Article
from factcheck.prices import YEARS
from factcheck.yaml_events import Mapping, Mark, Node, Problems, Scalar, shown

MAX_ARTICLE, MAX_LINE = 2_000_000, 100_000
ZONE: Schema = {"type": "string", "examples": ["Asia/Hong_Kong"]}

_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?) ?(Z|z|[+-]\d\d:?\d\d)?", re.ASCII
)


@dataclass(frozen=True)
class Instant:
    """A moment as written: the date always, the time where it was said."""

    date: date | None
    moment: datetime | None


def instant(node: Node) -> Instant:
    """A date, or a date and time; without an offset the time zone is still to be told."""
    plain = text(node)
    match = _INSTANT.fullmatch(plain)
    if plain[:4].isdigit() and not YEARS[0] <= int(plain[:4]) <= YEARS[1]:
        raise ValueError(f"{shown(plain)} is no time of an article; years are {YEARS[0]} to {YEARS[1]}")
    if match is None:
        return Instant(iso_day(node), None)
    try:
        offset = (match[3] or "").upper().replace("Z", "+00:00")
        moment = datetime.fromisoformat(f"{match[1]}T{match[2]}{offset}")
    except ValueError:
        raise ValueError(f"there is no time {shown(plain)}") from None
    return Instant(moment.date(), moment)


def zone(node: Node) -> str:
    """The name of a time zone."""
    plain = text(node)
    try:
        if re.fullmatch(r"[A-Za-z0-9_+-]{1,30}(/[A-Za-z0-9_+-]{1,30}){0,2}", plain, re.ASCII):
            return ZoneInfo(plain).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    raise ValueError(f"{shown(plain)} is no time zone; write it like Asia/Hong_Kong")


def market(node: Node) -> str:
    """The code of an exchange, as its calendar and its listings have it."""
    plain = text(node)
    code = MARKET_ALIASES.get(plain, plain)
    if code not in MARKETS:
        raise ValueError(f"{shown(plain)} is no market; write its four-letter code, like XHKG")
    return code


def link(node: Node) -> str:
    """The address of a page."""
    plain = text(node)
    if not re.fullmatch(r"https?://[^\s<>\"'\\]+", plain, re.IGNORECASE):
        raise ValueError(f"{shown(plain)} is no address of a page; it starts with https://")
    return plain


def day_if_naive(node: Scalar) -> Scalar:
    """A moment that its writer gave no offset counts by its date alone."""
    moment = instant(node).moment
    return node if moment is None or moment.tzinfo else replace(node, text=node.text.strip()[:10])


ARTICLE = Model("article", {
    "title": told(text, "The headline.", TEXT),
    "text": told(text, "Its text: a file beside this one or in a folder below.", type="string"),
    "url": told(link, "Where it appeared.", type="string", pattern="^https?://"),
    "published": told(
        instant, "When it appeared, with the offset; or the date alone.", type="string",
        pattern=r"^\d{4}-\d\d-\d\d", examples=["2025-02-21T12:30+08:00", "2025-02-21"],
    ),
    "timezone": told(zone, "For a time without offset.", ZONE),
    "market": told(
        market, "The exchange whose listing a name means by default.", type="string",
        pattern="^[A-Z0-9]{4}$", examples=["XHKG"],
    ),
})  # fmt: skip


@dataclass(frozen=True)
class Packed:
    """A folder that is on no disk: the files of it that were kept, by their names in it."""

    name: PurePosixPath
    files: Files[str, bytes]

    def __truediv__(self, name: str) -> PurePosixPath:
        return self.name / name


Folder = Path | Packed


def read_article(node: Mapping, folder: Folder, problems: Problems) -> Article:
    """The article from the values of its keys, with its text read from the file beside."""
    values = ARTICLE.read_mapping(node, problems)
    published: Instant = values.get("published", Instant(None, None))
    name = values.get("text")
    return Article(
        title=values.get("title"),
        text=_body(name, folder, node.items["text"].mark, problems) if name else None,
        text_path=str(folder / name) if name else None,
        url=values.get("url"),
        published=_with_zone(published.moment, values.get("timezone"), node, problems),
        published_date=published.date,
        timezone=values.get("timezone"),
        market=values.get("market"),
    )


def _with_zone(
    moment: datetime | None, zone_: str | None, node: Mapping, problems: Problems
) -> datetime | None:
    if moment is None or moment.tzinfo is not None:
        return moment
    if zone_ is not None:
        return moment.replace(tzinfo=ZoneInfo(zone_))
    example = moment.isoformat(timespec="minutes")
    problems.add(
        node.items["published"].mark,
        f"the time has no offset; write it like {example}+08:00, or give the date alone",
    )
    return None


# ------------------------------------------------------------------------------- the file beside


def _body(name: str, folder: Folder, mark: Mark, problems: Problems) -> str | None:
    try:
        return _decoded(bytes_beside(name, folder), name)
    except ValueError as error:
        problems.add(mark, str(error))
    return None


def bytes_beside(name: str, folder: Folder) -> bytes:
    """The bytes of a regular file in or below `folder`, reached without following a link.

    Raises ValueError with a sentence where there is none.
    """
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or re.search(r"[\\:\0]", name) or not path.parts:
        raise ValueError(f"{shown(name)} must be a file beside this one or in a folder below it")
    try:
        if isinstance(folder, Packed):
            return folder.files[str(path)]
        descriptor = _descriptor(folder, path.parts)
    except KeyError:
        raise ValueError(f"{shown(name)} was not kept with this file") from None
    except FileNotFoundError:
        raise ValueError(f"there is no file {shown(name)} beside this one") from None
    except OSError as error:
        known = error.errno in _LINKS
        reason = "it is a link or no file" if known else os.strerror(error.errno or 0)
        raise ValueError(f"{shown(name)} cannot be opened: {reason}") from None
    try:
        return _whole_file(descriptor, name)
    finally:
        os.close(descriptor)


def _whole_file(descriptor: int, name: str) -> bytes:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise ValueError(f"{shown(name)} is no file")
    with open(descriptor, "rb", closefd=False) as file:
        data = file.read(MAX_ARTICLE + 1)
    if len(data) > MAX_ARTICLE:
        raise ValueError(f"{shown(name)} is larger than {MAX_ARTICLE:,} bytes")
    return data


_LINKS = (errno.ELOOP, errno.ENOTDIR, errno.EMLINK)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_CAREFULLY = os.O_RDONLY | _NOFOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def _descriptor(folder: Path, parts: tuple[str, ...]) -> int:
    """An open descriptor, each step from the one before; no step may be a link."""
    if os.open not in os.supports_dir_fd:  # Windows
        steps = [folder.joinpath(*parts[: n + 1]) for n in range(len(parts))]
        if any(step.is_symlink() for step in steps):
            raise OSError(errno.ELOOP, "link")
        return os.open(steps[-1], _CAREFULLY)
    at = os.open(folder, os.O_RDONLY)
    try:
        for part in parts:
            at, before = os.open(part, _CAREFULLY, dir_fd=at), at
            os.close(before)
    except OSError:
        os.close(at)
        raise
    return at


def _decoded(data: bytes, name: str) -> str:
    try:
        body = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(
            f"{shown(name)} is not UTF-8: byte 0x{data[error.start]:02x} on line {line}"
        ) from None
    if any(len(line) > MAX_LINE for line in body.split("\n")):
        raise ValueError(f"{shown(name)} has a line of more than {MAX_LINE:,} characters")
    return body


# ------------------------------------------------------------------------------------------ quotes

_QUOTES = str.maketrans({**dict.fromkeys("“”„‟«»″＂", '"'), **dict.fromkeys("‘’‚‛′‹›＇`", "'")})


class StandsTwice(ValueError):
    """A quote that stands more than once."""


@dataclass(frozen=True, eq=False)
class Quotes:
    """Finds the article's own words again; offsets are code points of `text`."""

    text: str
    name: str

    def find(self, quote: str) -> tuple[int, int]:
        """[start, end) of the quote: exactly, else with spaces and quotation marks made alike.

        Raises ValueError where it stands nowhere, StandsTwice where it does more than once.
        """
        places = _places(self.text, quote)
        if places:
            return self._only(places)
        flat, starts, at = self._flat
        plain = " ".join(quote.translate(_QUOTES).split())
        found = _places(flat, plain)
        if not found:
            raise ValueError(f"the quote is not in {self.name}{_as_far(flat, plain)}")

        def back(offset: int) -> int:
            word = bisect_right(starts, offset) - 1
            return at[word] + offset - starts[word]

        return self._only([(back(start), back(end - 1) + 1) for start, end in found])

    def _only(self, places: list[tuple[int, int]]) -> tuple[int, int]:
        if len(places) > 1:
            lines = " and ".join(str(self.text.count("\n", 0, start) + 1) for start, _ in places)
            raise StandsTwice(
                f"the quote stands more than once in {self.name} (lines {lines}); quote more"
            )
        return places[0]

    @cached_property
    def _flat(self) -> tuple[str, list[int], list[int]]:
        """The text with single spaces; where each word starts in it; where in the text."""
        words = list(re.finditer(r"\S+", self.text.translate(_QUOTES)))
        starts, offset = [], 0
        for word in words:
            starts.append(offset)
            offset += len(word[0]) + 1
        return " ".join(word[0] for word in words), starts, [word.start() for word in words]


def _places(text_: str, quote: str) -> list[tuple[int, int]]:
    """The first two places of a quote."""
    first = text_.find(quote)
    second = text_.find(quote, first + 1) if first >= 0 else -1
    return [(at, at + len(quote)) for at in (first, second) if at >= 0]


def _as_far(flat: str, quote: str) -> str:
    """How much of the quote's beginning is there, when it is enough to tell the place."""
    low, high = 0, len(quote)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if quote[:middle] in flat else (low, middle - 1)
    return f"; only {shown(quote[:low].rstrip())} is" if low >= 8 else ""
