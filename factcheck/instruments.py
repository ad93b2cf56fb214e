"""Instruments: names as journalists write them → listings, without ever picking one silently (S3)."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from factcheck.errors import FactcheckError, visible

SYMBOL = re.compile(r"[A-Z0-9^][A-Z0-9.^=_-]{0,23}", re.ASCII)
FORM = "catalogue-2"  # of the parsed form in the store
TYPES = ("index", "share", "etf", "fx", "commodity", "future", "crypto", "yield")

# suffix of a symbol → exchange calendar, currency, decimals (ecosystem of Yahoo's suffixes)
_SUFFIXES = {
    ".HK": ("XHKG", "HKD", 2),
    ".SS": ("XSHG", "CNY", 2),
    ".SZ": ("XSHG", "CNY", 2),
    ".T": ("XTKS", "JPY", 1),
    ".KS": ("XKRX", "KRW", 0),
    ".KQ": ("XKRX", "KRW", 0),
    ".TW": ("XTAI", "TWD", 2),
    ".L": ("XLON", "GBp", 2),
    ".DE": ("XETR", "EUR", 2),
    ".PA": ("XPAR", "EUR", 2),
    ".AS": ("XAMS", "EUR", 2),
    ".BR": ("XBRU", "EUR", 2),
    ".MI": ("XMIL", "EUR", 3),
    ".MC": ("XMAD", "EUR", 3),
    ".SW": ("XSWX", "CHF", 2),
    ".ST": ("XSTO", "SEK", 2),
    ".CO": ("XCSE", "DKK", 2),
    ".HE": ("XHEL", "EUR", 2),
    ".OL": ("XOSL", "NOK", 2),
    ".VI": ("XWBO", "EUR", 2),
    ".NS": ("XBOM", "INR", 2),
    ".BO": ("XBOM", "INR", 2),
    ".AX": ("XASX", "AUD", 2),
    ".NZ": ("XNZE", "NZD", 2),
    ".SI": ("XSES", "SGD", 2),
    ".KL": ("XKLS", "MYR", 2),
    ".JK": ("XIDX", "IDR", 0),
    ".BK": ("XBKK", "THB", 2),
    ".TO": ("XTSE", "CAD", 2),
    ".SA": ("BVMF", "BRL", 2),
    ".MX": ("XMEX", "MXN", 2),
    ".JO": ("XJSE", "ZAc", 0),
    ".TA": ("XTAE", "ILA", 1),
}
# words that name a venue beside a company's name → exchange calendar
_VENUES = {
    "hong kong": "XHKG",
    "shanghai": "XSHG",
    "shenzhen": "XSHG",
    "mainland": "XSHG",
    "us": "XNYS",
    "u.s": "XNYS",
    "new york": "XNYS",
    "american": "XNYS",
    "nasdaq": "XNYS",
    "london": "XLON",
    "tokyo": "XTKS",
    "seoul": "XKRX",
    "taipei": "XTAI",
    "taiwan": "XTAI",
    "mumbai": "XBOM",
    "sydney": "XASX",
    "frankfurt": "XETR",
    "paris": "XPAR",
    "amsterdam": "XAMS",
    "toronto": "XTSE",
    "zurich": "XSWX",
}
_LEGAL = re.compile(
    r"(?: (?:incorporated|inc|limited|ltd|plc|corporation|corp|company|co|holdings|holding|group|ag|sa"
    r"|se|nv|spa|index|shares|stock))+$"
)
_VENUE_WORDS = "|".join(sorted(map(re.escape, _VENUES), key=len, reverse=True))
_LINE = re.compile(
    rf"(?P<name>.+?)(?:'s?)? (?:\(?(?P<venue>{_VENUE_WORDS})[- ]?(?:listed|traded|line)?\)?"
    r"(?: (?:shares|stock|line|listing|adrs?|ads|receipts))?|(?P<adr>adrs?|ads))"
)
_BRACKETS = re.compile(r"(?P<name>.*?)\s*\((?:[A-Za-z]+: ?)?(?P<symbol>[A-Z0-9^.=-]{1,20})\)")


@dataclass(frozen=True)
class Listing:
    """One line of one instrument, with what its prices need to be read right.

    `since`: listing date of a share, first live value of an index; None where not known.
    `inverse`: names of the quote currency of an FX pair, whose rise is the pair's fall (S3.9).
    `sources`: the symbol at a source where it is another one; None: that source does not have it.
    `tracks`: the symbol of another listing for which it is quoted by mistake: its fund, its receipt,
    its total return, itself in another currency (M7).
    """

    symbol: str
    name: str
    type: str
    calendar: str
    currency: str | None
    decimals: int | None
    names: tuple[str, ...] = ()
    since: date | None = None
    inverse: tuple[str, ...] = ()
    sources: Mapping[str, str | None] = field(
        default_factory=lambda: MappingProxyType({}), hash=False
    )
    tracks: str | None = None
    official: bool = False
    history: str = "full"  # "partial": prices at hand may start after `since`
    zone: str | None = None  # of a claim file's own calendar
    hours: str = "09:30-16:00"
    holidays: tuple[date, ...] = ()
    catalogued: bool = True

    @property
    def spellings(self) -> list[tuple[str, bool]]:
        """Every name, and whether it is the quote currency's."""
        own = [(name, False) for name in (self.name, self.symbol, *self.names)]
        if self.type == "yield":
            own += [(f"{name}s", False) for name, _ in own if name.endswith(" yield")]
        return own + [(name, True) for name in self.inverse]

    def symbol_at(self, source: str) -> str | None:
        """What `source` calls it; None where it has no such series. The symbols are Yahoo's own."""
        return self.sources.get(source, self.symbol if source == "yahoo" else None)


@dataclass(frozen=True)
class Resolution:
    """The listings a name may mean: one, or several of equal standing (S3.2)."""

    listings: tuple[Listing, ...]
    assumed: bool = False  # by dateline or market, S3.1 step 3
    inverse: bool = False
    rule: str = "S3.1"


@dataclass(frozen=True)
class Mention:
    """A name found in running text; offsets are code points, `text[start:end]` is the name."""

    start: int
    end: int
    text: str
    listings: tuple[Listing, ...]
    inverse: bool = False


class UnknownInstrument(FactcheckError):
    """A name the catalogue does not hold; carries what may have been meant."""

    def __init__(self, name: str, suggestions: tuple[str, ...]) -> None:
        self.name, self.suggestions = name, suggestions
        hint = (
            f"; did you mean {' or '.join(suggestions)}?"
            if suggestions
            else ("; add it under 'instruments:' or write its symbol, such as 0700.HK")
        )
        super().__init__(f"unknown instrument '{visible(name[:80])}'{hint}")


class Kept(Hashable, Protocol):
    """Where a parsed form is kept beside what it was made from: the store."""

    def get_parsed(self, sha256: str, name: str) -> bytes | None: ...
    def put_parsed(self, sha256: str, name: str, body: bytes) -> None: ...


Entries = list[tuple[Listing, bool]]  # listings, and whether named as the quote currency
Row = Listing | Mapping[str, object]


class Catalogue:
    """Names → listings. Immutable; `extended` lays a claim file's own over it.

    `rows` are listings, or what instruments.json has of them, made into listings when needed;
    `tables` are the look-up tables over their positions (see `_tables`).
    """

    def __init__(
        self,
        rows: Iterable[Row],
        tables: Mapping[str, Any] | None = None,
        base: Catalogue | None = None,
    ) -> None:
        self._rows = list(rows)
        self._base = base
        self._tables = (
            _tables([self._at(i) for i in range(len(self._rows))]) if tables is None else tables
        )

    @classmethod
    def load(cls, kept: Kept | None = None) -> Catalogue:
        """The catalogue that comes with the package; `kept` holds its parsed form between runs,
        since reading the YAML takes ten times as long."""
        return _shipped(kept)

    def extended(self, listings: Iterable[Listing]) -> Catalogue:
        """This catalogue under a claim file's own instruments, which win by symbol and by name."""
        own = tuple(listings)
        return Catalogue(own, base=self) if own else self

    def amended(self, entries: Iterable[Listing]) -> Catalogue:
        """This catalogue with `entries` in the place of its own of the same symbols, or beside them."""
        new = {item.symbol: item for item in entries}
        if all(self.listing(symbol) == item for symbol, item in new.items()):
            return self
        return Catalogue([*(new.pop(i.symbol, i) for i in self.listings), *new.values()])

    @property
    def listings(self) -> tuple[Listing, ...]:
        """Every listing, a claim file's own first."""
        own = tuple(self._at(i) for i in range(len(self._rows)))
        rest = self._base.listings if self._base else ()
        return own + tuple(item for item in rest if item.symbol not in self._tables["symbols"])

    def listing(self, symbol: str) -> Listing | None:
        """The listing of a symbol, where there is one."""
        at = self._tables["symbols"].get(symbol)
        if at is not None:
            return self._at(at)
        return self._base.listing(symbol) if self._base else None

    def _at(self, position: int) -> Listing:
        row = self._rows[position]
        if not isinstance(row, Listing):
            row = self._rows[position] = entry(row)
        return row

    def _entries(self, table: str, key: str) -> Entries:
        """What a table holds under `key`; what the claim file says hides what the catalogue does."""
        own = [(self._at(at), bool(inverse)) for at, inverse in self._tables[table].get(key, ())]
        if own or self._base is None:
            return own
        hidden = self._tables["symbols"]
        return [e for e in self._base._entries(table, key) if e[0].symbol not in hidden]

    def unusual(self, listing: Listing) -> tuple[Listing, ...]:
        """Series that are quoted in its place by mistake (M7 of S2.8): what tracks it, and the New York
        line of a share of another market."""
        found = self._entries("tracks", listing.symbol)
        if listing.type == "share" and listing.calendar != "XNYS":
            keys = map(plain, (listing.name, *listing.names))
            lines = (entry for key in keys for entry in self._entries("plain", key))
            found += [e for e in lines if e[0].type == "share" and e[0].calendar == "XNYS"]
        return tuple(dict.fromkeys(item for item, _ in found))

    def _keys(self) -> list[str]:
        """Every plain name."""
        return [*self._tables["plain"], *(self._base._keys() if self._base else ())]

    # ------------------------------------------------------------------ names → listings

    def resolve(
        self, name: str, *, market: str | None = None, currency: str | None = None
    ) -> Resolution:
        """What `name` means, by S3.1: ticker or venue, currency, market, the only listing.

        Several that remain are all returned (S3.2). Raises UnknownInstrument.
        """
        explicit = self._by_symbol(name) or self._by_venue(name)
        if explicit:
            return explicit
        found = self._find(name)
        if not found:
            raise UnknownInstrument(name, self._suggest(name))
        listings = tuple(item for item, _ in found)
        inverse = all(flag for _, flag in found)
        if len(listings) > 1 and currency:
            of_currency = tuple(i for i in listings if i.currency == currency)
            if of_currency:
                return Resolution(of_currency, inverse=inverse)
        if len(listings) > 1 and market:
            of_market = tuple(i for i in listings if i.calendar == market)
            if of_market:
                return Resolution(of_market, assumed=True, inverse=inverse)
        return Resolution(listings, inverse=inverse, rule="S3.2" if len(listings) > 1 else "S3.1")

    def _find(self, name: str) -> Entries:
        key = plain(name)
        return self._entries("plain", key) or self._entries("bare", _LEGAL.sub("", key))

    def _by_symbol(self, name: str) -> Resolution | None:
        bracket = _BRACKETS.fullmatch(name.strip())
        if bracket and (self._find(bracket["name"]) or not bracket["name"]):
            known = self._of_symbol(bracket["symbol"])
            return Resolution((known,)) if known else None
        found = self._of_symbol(name.strip())
        if found is None or (name.strip().isalpha() and len(self._find(name)) > 1):
            return None  # "HSBC" is a ticker in New York and the name of three lines (S3.2)
        return Resolution((found,))

    def _of_symbol(self, text: str) -> Listing | None:
        symbol = canonical_symbol(text)
        if symbol is None:
            return None
        found = self.listing(symbol)
        if found is None and text.strip().isdigit() and len(symbol) == 9:
            found = self.listing(f"{symbol[:6]}.{'SZ' if symbol.endswith('SS') else 'SS'}")
        return found or generic(symbol)

    def _by_venue(self, name: str) -> Resolution | None:
        match = _LINE.fullmatch(plain(name, keep_the=True))
        if match is None:
            return None
        market = "XNYS" if match["adr"] else _VENUES[match["venue"]]
        found = [item for item, _ in self._find(match["name"]) if item.calendar == market]
        return Resolution(tuple(found)) if found else None

    def _suggest(self, name: str) -> tuple[str, ...]:
        near = difflib.get_close_matches(plain(name), self._keys(), n=3, cutoff=0.72)
        listings = [item for key in near for item, _ in self._entries("plain", key)[:1]]
        return tuple(dict.fromkeys(f"{item.name} ({item.symbol})" for item in listings))

    # ------------------------------------------------------------------ names in running text

    def mentions(self, text: str) -> list[Mention]:
        """Every instrument named in `text`, longest name first at each place, in order."""
        return list(self._scan(text))

    def _scan(self, text: str) -> Iterator[Mention]:
        end, folded = 0, _fold(text)
        if len(folded) != len(text):  # a letter that folds to two: fold each, so that places stay
            folded = "".join(one if len(one := _fold(letter)) == 1 else letter for letter in text)
        spoken = self._spoken if self._base else self._tables["words"].get
        for word in _WORD.finditer(folded):
            names = spoken(word.group())
            if not names or word.start() < end or not folded.startswith(tuple(names), word.start()):
                continue
            found = self._longest(text, folded, word.start(), names)
            if found:
                end = found.end
                yield found

    def _longest(self, text: str, folded: str, start: int, names: Sequence[str]) -> Mention | None:
        for name in names:
            end = start + len(name)
            if not folded.startswith(name, start) or not _ends(text, end, name):
                continue
            piece = text[start:end]
            entries = self._entries("folded", name)
            listings = tuple(item for item, _ in entries)
            if not listings or not _plausible(piece, name, listings):
                continue
            if not _is_numbered(text, end, listings) and not _is_shouted(text, start, end):
                return Mention(start, end, piece, listings, all(inverse for _, inverse in entries))
        return None

    def _spoken(self, word: str) -> list[str]:
        """Folded names that begin with `word`, longest first."""
        own: list[str] = self._tables["words"].get(word, [])
        more: list[str] = self._base._spoken(word) if self._base else []
        if not (own and more):
            return own or more
        return sorted({*own, *more}, key=lambda name: (-len(name), name))

    # ------------------------------------------------------------------ looking for a symbol

    def search(self, query: str, most: int = 12) -> list[Listing]:
        """Listings for a person's words, best first: exact, by prefix, by word, by likeness."""
        key = plain(query)
        exact = list(self._by_symbol(query).listings) if self._by_symbol(query) else []  # type: ignore[union-attr]
        keys = self._keys()
        ranks = [
            [k for k in keys if k == key],
            [k for k in keys if k.startswith(key)],
            [k for k in keys if key in k],
        ]
        if not exact and not any(ranks):
            ranks.append(difflib.get_close_matches(key, keys, n=6, cutoff=0.7))
        found = exact + [i for rank in ranks for k in rank for i, _ in self._entries("plain", k)]
        return list(dict.fromkeys(found))[:most]


_WORD = re.compile(r"\^?\w+", re.UNICODE)
_JOINS = re.compile(r"[-&.'’/]\w")  # what may follow a name without being part of it: "Nvidia-led"
_CAPITALS = re.compile(r" [A-Z]{4,}\b")
_CAPITALS_BEFORE = re.compile(r"\b[A-Z]{4,} $")
_COMMON = frozenset("index commodity future fx crypto yield".split())
_NO_TICKER = ("ETN",)  # in prose an exchange-traded note, and not Eaton
_SHORT = 3  # a ticker of fewer letters is a word of English


_NUMBERED = re.compile(
    r" (?!(?:19|20)\d\d\b)\d{2,4}\b"
    r"(?![.,:]\d|[-–%]|\s*(?:%|per ?cent|pct|points?|pts?|basis|bps?|mark|level)\b)"
)


def _is_numbered(text: str, end: int, listings: Sequence[Listing]) -> bool:
    """Whether a number follows that makes it the name of another index: "S&P 1500"."""
    return all(item.type == "index" for item in listings) and bool(_NUMBERED.match(text, end))


def _fold(text: str) -> str:
    return text.replace("’", "'").replace("\u00a0", " ").casefold()


def _ends(text: str, end: int, name: str) -> bool:
    """Whether a name may end here: not inside a word, and no "&" or "." that goes on with it."""
    after = text[end : end + 1]
    if after.isalnum() or after == "_":
        return False
    joined = _JOINS.match(text, end)
    return joined is None or after in "-'’/" or (after == "." and not name[-1].isalnum())


def _is_shouted(text: str, start: int, end: int) -> bool:
    """Whether a word is a ticker only because all around is in capitals: "STOCKS SNAP LOSING STREAK"."""
    if not text[start:end].isupper() or not text[start:end].isalpha():
        return False
    before, after = _CAPITALS_BEFORE.search(text, max(0, start - 20), start), _CAPITALS.match(text, end)
    return before is not None and after is not None


def _plausible(piece: str, name: str, listings: tuple[Listing, ...]) -> bool:
    """Whether the spelling in the text can be the name: companies and tickers keep their capitals."""
    if not any(c.isupper() for c in piece):
        common = all(item.type in _COMMON for item in listings)
        return (common or not piece[0].isalpha()) and len(name) >= _SHORT
    named = all(item.type == "yield" for item in listings) or any(
        _fold(n) == name or (len(name) > _SHORT and _fold(n).split(" ")[0] == name)
        for item in listings
        for n in (item.name, *item.names, *item.inverse)
    )
    if not named:  # the symbol itself
        return piece not in _NO_TICKER and piece.isupper() and (len(piece) >= _SHORT or not piece.isalpha())
    return piece[0].isupper() or not piece[0].isalpha() or len(piece) > _SHORT


@cache
def plain(name: str, keep_the: bool = False) -> str:
    """A name as the index holds it: case, punctuation, possessive and a leading "the" taken away."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("’", "'")
    text = re.sub(r"'s\b" if not keep_the else r"$^", "", text)
    text = re.sub(r"[,()\"“”]", " ", text)
    text = re.sub(r"(?<=[a-z])\.(?=[a-z]\b)|\.(?=\s|$)", "", text)
    text = re.sub(r"[\s\u00a0-]+", " ", text).strip()
    return text if keep_the else text.removeprefix("the ")


def canonical_symbol(text: str) -> str | None:
    """The catalogue's spelling of a symbol, or None where `text` is no symbol: 00700 → 0700.HK."""
    name = text.strip().removeprefix("$")
    if name.isascii() and name.isdigit():
        if len(name) <= 5:
            return f"{int(name):04d}.HK"
        if len(name) == 6:
            return f"{name}.{'SS' if name[0] in '569' else 'SZ'}"
        return None
    if not SYMBOL.fullmatch(name):
        return None
    head, _dot, tail = name.rpartition(".")
    if tail == "HK" and head.isdigit():
        return f"{int(head):04d}.HK"
    return name


def generic(symbol: str) -> Listing | None:
    """A listing for a well-formed symbol the catalogue does not hold, told from its suffix."""
    _, dot, tail = symbol.rpartition(".")
    if dot and f".{tail}" in _SUFFIXES:
        calendar, currency, decimals = _SUFFIXES[f".{tail}"]
        return _uncatalogued(symbol, "share", calendar, currency, decimals)
    if symbol.startswith("^"):
        return _uncatalogued(symbol, "index", "XNYS", None, 2)
    if symbol.endswith("=F"):
        return _uncatalogued(symbol, "future", "CMES", "USD", None)
    if symbol.endswith("=X"):
        return _uncatalogued(symbol, "fx", "24/5", None, 6)
    if symbol.endswith("-USD"):
        return _uncatalogued(symbol, "crypto", "24/7", "USD", None)
    return None


def _uncatalogued(
    symbol: str, kind: str, calendar: str, currency: str | None, decimals: int | None
) -> Listing:
    return Listing(symbol, symbol, kind, calendar, currency, decimals, catalogued=False)


def _tables(listings: Sequence[Listing]) -> dict[str, Any]:
    """Look-up tables over positions: by symbol; by symbol tracked, by plain name, by name without
    legal suffixes and by name as it stands in text, each to [position, inverse]; and the names that
    begin with a word."""
    names = ("symbols", "tracks", "plain", "bare", "folded", "words")
    tables: dict[str, Any] = {name: {} for name in names}
    for at, item in enumerate(listings):
        tables["symbols"][item.symbol] = at
        if item.tracks:
            tables["tracks"].setdefault(item.tracks, []).append((at, 0))
        for name, inverse in item.spellings:
            key, folded = plain(name), _fold(name)
            for table, entry in (("plain", key), ("bare", _LEGAL.sub("", key)), ("folded", folded)):
                known = tables[table].setdefault(entry, [])
                if all(position != at for position, _ in known):
                    known.append((at, int(inverse)))
            first = _WORD.match(folded)
            names = tables["words"].setdefault(first.group(), []) if first else []
            if folded not in names:
                names.append(folded)
    for names in tables["words"].values():
        names.sort(key=lambda name: (-len(name), name))
    return tables


@cache
def _shipped(kept: Any) -> Catalogue:
    body = Path(__file__).with_name("instruments.yaml").read_bytes()
    sha256 = hashlib.sha256(body).hexdigest()
    parsed = kept.get_parsed(sha256, FORM) if kept else None
    found = json.loads(parsed) if parsed else _compiled(body)
    if kept and not parsed:
        kept.put_parsed(sha256, FORM, json.dumps(found, ensure_ascii=False).encode())
    return Catalogue(found["rows"], found["tables"])


def _compiled(body: bytes) -> dict[str, Any]:
    """The rows of instruments.yaml and the look-up tables over them."""
    import yaml

    rows = yaml.load(body, Loader=yaml.CBaseLoader)  # noqa: S506  # makes text only
    return {"rows": rows, "tables": _tables([entry(row) for row in rows])}


def entry(row: Mapping[str, object]) -> Listing:
    """A listing from its row in instruments.yaml, where everything is text."""
    since, sources = row.get("since"), row.get("sources") or {}
    assert isinstance(sources, dict)
    return Listing(
        symbol=str(row["symbol"]),
        name=str(row["name"]),
        type=str(row["type"]),
        calendar=str(row["calendar"]),
        currency=str(row["currency"]) if row.get("currency") else None,
        decimals=int(str(row["decimals"])),
        names=tuple(row.get("names") or ()),  # type: ignore[arg-type]
        since=date.fromisoformat(str(since)) if since else None,
        inverse=tuple(row.get("inverse") or ()),  # type: ignore[arg-type]
        tracks=str(row["tracks"]) if row.get("tracks") else None,
        sources={k: (None if v in ("null", "~", "") else str(v)) for k, v in sources.items()},
    )


def row_of(listing: Listing) -> dict[str, object]:
    """The row of a listing: what `entry` reads; what it does not have is left out."""
    told: dict[str, object] = {
        "symbol": listing.symbol,
        "name": listing.name,
        "type": listing.type,
        "calendar": listing.calendar,
        "currency": listing.currency,
        "decimals": str(listing.decimals),
        "names": list(listing.names),
        "since": listing.since.isoformat() if listing.since else None,
        "inverse": list(listing.inverse),
        "tracks": listing.tracks,
        "sources": {name: symbol or "null" for name, symbol in listing.sources.items()},
    }
    return {key: value for key, value in told.items() if value}
