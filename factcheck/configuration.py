"""Configuration: `factcheck.toml`, or `[tool.factcheck]` in pyproject.toml, the nearest one upwards.

It changes defaults only; what is said on the command line wins. What could make a red build green, or
belongs to one run, is not to be had from a file.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from factcheck.errors import FactcheckError, InputError, Problem, visible
from factcheck.policy import Policy

MAX_BYTES = 100_000
MAX_PROBLEMS = 50
MAX_DOTS = 500  # of a line: a key in as many parts takes their square of memory to read
MAX_SHARED_BYTES = 1_000_000  # of pyproject.toml, where others stand too
FAIL_ON = ("note", "warning", "error")
STANDINGS = ("vendor", "official")
BUILT_IN = ("yahoo", "fred", "sql", "akshare")
DEFAULT = "default"


class Key(NamedTuple):
    """One key: how its value is written, the default, which option says otherwise, what it is for."""

    name: str
    form: str
    usual: str
    option: str
    says: str


KEYS = (
    Key("data", "folder or list of folders", "none", "--data",
        "Folders with one CSV file a symbol, asked before any other source."),
    Key("source", "name, folder, or list of them", '["yahoo"]', "--source",
        "Where prices come from, in order; two or more are compared."),
    Key("offline", "true or false", "false", "--offline",
        "Never use the network: folders and the store only."),
    Key("fail-on", "note, warning or error", '"error"', "--fail-on",
        "The least severity that fails a build."),
    Key("strict", "true or false", "false", "--strict", "An undecidable claim is a warning."),
    Key("max-undecidable", 'whole number, or a share such as "20%"', "no limit", "--max-undecidable",
        "More undecidable claims than that are exit code 3."),
    Key("baseline", "file", "none", "--baseline",
        "Known findings, written by `factcheck baseline`: shown and counted, and fail nothing."),
    Key("market", "four letters", "told by each article", "--market",
        "The exchange whose listing a name means in articles that do not say so, such as XHKG."),
    Key("timezone", "time zone", "told by each article", "--timezone",
        "For times that articles give without an offset, such as Asia/Hong_Kong."),
    Key("policy", "table", "see below", "", "Constants of the rules; a report lists what was changed."),
    Key("sql", "table", "none", "",
        "The query of `source = \"sql\"`; the database's address comes from the environment."),
)  # fmt: skip
SQL_KEYS = (
    Key("query", "text", "", "", "One SELECT; `:symbol`, `:first` and `:last` are bound."),
    Key("symbol", "name of a source", '"yahoo"', "", "Whose name of an instrument `:symbol` is."),
    Key("standing", "vendor or official", '"vendor"', "", "Whether the figures are the exchange's own."),
)
NAMES = tuple(key.name for key in KEYS)
SQL_NAMES = tuple(key.name for key in SQL_KEYS)
OF_THE_RUN = {  # and never of a file: why
    **dict.fromkeys(
        ("untrusted", "allow-network"), "a file in the tree must not say how far the tree is trusted"
    ),
    **dict.fromkeys(("exit-zero", "allow-undecided"), "a file must not make a red build green"),
    **dict.fromkeys(
        ("now", "published", "format", "output", "changed-since", "quiet", "verbose"),
        "it belongs to one run",
    ),
}
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,9})?(/[1-9]\d{0,8})?", re.ASCII)


@dataclass(frozen=True)
class Limit:
    """How many checkable claims may stay undecidable: a number, or a share of them in percent."""

    most: int
    percent: bool = False

    @classmethod
    def parse(cls, text: str) -> Limit:
        """Raises ValueError unless it is written like 5 or 20%."""
        if not re.fullmatch(r"\d{1,9}|(\d{1,2}|100)%", text, re.ASCII):
            raise ValueError("write a whole number such as 5, or a share such as 20%")
        return cls(int(text.rstrip("%")), text.endswith("%"))

    def exceeded(self, undecidable: int, checkable: int) -> bool:
        if self.percent:
            return undecidable * 100 > self.most * checkable
        return undecidable > self.most

    def __str__(self) -> str:
        return f"{self.most}{'%' if self.percent else ''}"


@dataclass(frozen=True)
class Query:
    """How a database is asked for one symbol's prices; `symbol`: whose name for it is bound."""

    text: str
    symbol: str = "yahoo"
    standing: str = "vendor"


class Value(NamedTuple):
    """One setting in force, and where it came from; `plain` is for programs, None where it is not set."""

    key: str
    text: str
    origin: str
    plain: Any


@dataclass(frozen=True)
class Configuration:
    """Defaults of the command line, and the policy constants in force; `origins` by key, where they
    are not the defaults; `path` is the file they were read from."""

    data: tuple[Path, ...] = ()
    source: tuple[str, ...] = ()
    offline: bool = False
    fail_on: str = "error"
    strict: bool = False
    max_undecidable: Limit | None = None
    baseline: Path | None = None
    market: str | None = None
    timezone: str | None = None
    policy: Policy = field(default_factory=Policy)
    sql: Query | None = None
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)
    path: Path | None = field(default=None, compare=False)

    def with_options(self, **options: Any) -> Configuration:
        """What is said on the command line, over this; an option that was not given says nothing."""
        said = {name: value for name, value in options.items() if value not in (None, False, (), [])}
        said |= {name: tuple(value) for name, value in said.items() if isinstance(value, list)}
        if isinstance(text := said.get("max_undecidable"), str):
            try:
                said["max_undecidable"] = Limit.parse(text)
            except ValueError as error:
                raise FactcheckError(
                    f"--max-undecidable {visible(text[:40])!r}: {error}"
                ) from None
        origins = {_dashed(name): f"option --{_dashed(name)}" for name in said}
        return replace(self, **said, origins={**self.origins, **origins})

    def values(self) -> Iterator[Value]:
        """Every key with the value in force; of the tables, what differs from the defaults."""
        for key in KEYS:
            if key.name not in ("policy", "sql"):
                value = getattr(self, key.name.replace("-", "_"))
                text = _plain(value) or key.usual.strip('[]"')
                yield Value(key.name, text, self.origins.get(key.name, DEFAULT), _simple(value))
        for name, (usual, text) in self.policy.changes().items():
            origin = self.origins.get(f"policy.{name}", DEFAULT)
            yield Value(f"policy.{name}", f"{text} (usually {usual})", origin, text)
        if self.sql is not None:
            said = (self.sql.text, self.sql.symbol, self.sql.standing)
            for name, text in zip(SQL_NAMES, said, strict=True):
                yield Value(f"sql.{name}", text, self.origins.get(f"sql.{name}", DEFAULT), text)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _simple(value: Any) -> Any:
    if isinstance(value, tuple):
        return [str(item) for item in value]
    return value if value is None or isinstance(value, bool) else str(value)


def _dashed(name: str) -> str:
    return name.replace("_", "-")


def configuration(folder: Path) -> Configuration:
    """What the nearest configuration says, from `folder` upwards as far as the repository's root; the
    defaults where there is none.

    Raises InputError with every problem of the file.
    """
    for place in _upwards(folder):
        for name, path_to in (("factcheck.toml", ()), ("pyproject.toml", ("tool", "factcheck"))):
            path = place / name
            if path.is_file():
                table = _table(path, path_to)
                if table is not None:
                    return _Reader(path, table, path_to).configuration()
    return Configuration()


def from_file(path: Path) -> Configuration:
    """What one file says, which is a pyproject.toml or has the keys at its top."""
    path_to = ("tool", "factcheck") if path.name == "pyproject.toml" else ()
    if not path.is_file():
        raise FactcheckError(f"--config {visible(str(path))}: there is no such file")
    table = _table(path, path_to)
    if table is None:
        raise FactcheckError(f"--config {visible(str(path))}: it has no [tool.factcheck]")
    return _Reader(path, table, path_to).configuration()


def _upwards(folder: Path) -> Iterator[Path]:
    """The folder and those above it, as relative as it is itself, down to a repository's root."""
    place, here = folder, folder.absolute()
    while True:
        yield place
        if (place / ".git").exists() or here.parent == here:
            return
        here = here.parent
        place = here if folder.is_absolute() else Path(os.path.relpath(here))


def markdown() -> str:
    """Every key as a Markdown table, then the tables within; for the documentation."""
    head = "| key | type | default | option | |\n| --- | --- | --- | --- | --- |"
    rows = [
        f"| `{k.name}` | {k.form} | {_code(k.usual)} | {_code(k.option)} | {k.says} |" for k in KEYS
    ]
    sql = [f"| `{k.name}` | {k.form} | {_code(k.usual)} | {k.says} |" for k in SQL_KEYS]
    usual = Policy()
    policy = [
        f"| `{f.name}` | `{_written(getattr(usual, f.name))}` | {f.metadata['says']} |"
        for f in fields(Policy)
    ]
    return "\n".join([
        head, *rows,
        "", "`[sql]`:", "", "| key | type | default | |\n| --- | --- | --- | --- |", *sql,
        "", "`[policy]`:", "",
        "| constant | default | rule, and what it is for |\n| --- | --- | --- |", *policy,
    ])  # fmt: skip


def _code(text: str) -> str:
    return f"`{text}`" if text.startswith(("--", '"', "[", "false")) else text


def _written(value: Any) -> str:
    """A constant's default, the way the file would say it."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k} = {_written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_written, value))}]"
    return str(value) if isinstance(value, int) else f"{float(value):g}"


def one_select(query: str) -> str:
    """The query without its last semicolon. Raises ValueError where it is not one that reads."""
    query = query.strip().removesuffix(";").rstrip()
    if not re.match(r"(select|with)\b", query, re.IGNORECASE):
        raise ValueError("begin it with SELECT or WITH")
    if ";" in query:
        raise ValueError("write one statement, without a semicolon in it")
    return query


def _table(path: Path, path_to: tuple[str, ...]) -> Mapping[str, Any] | None:
    most = MAX_SHARED_BYTES if path_to else MAX_BYTES
    if path.stat().st_size > most:
        raise InputError([Problem(str(path), 1, 1, f"larger than {most} bytes")])
    try:
        text = path.read_text(encoding="utf-8")
        if path_to and "tool.factcheck" not in text:
            return None
        import tomllib

        wide = next((n for n, line in enumerate(text.split("\n"), 1) if line.count(".") > MAX_DOTS), None)
        if wide is not None:
            raise InputError([Problem(str(path), wide, 1, f"more than {MAX_DOTS} dots in a line")])
        table: Any = tomllib.loads(text)
    except ValueError as error:  # of both, the encoding and the grammar
        if path_to:  # not ours to complain about
            return None
        found = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(found[1]), int(found[2])) if found else (1, 1)
        sentence = re.sub(r" \(at .*\)", "", str(error)) or "not UTF-8"
        raise InputError([Problem(str(path), line, column, sentence)]) from None
    except RecursionError:
        if path_to:
            return None
        raise InputError([Problem(str(path), 1, 1, "nested too deeply")]) from None
    for key in path_to:
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else None


class _Reader:
    """One configuration file; collects its problems and raises them together."""

    def __init__(self, path: Path, table: Mapping[str, Any], path_to: tuple[str, ...]) -> None:
        self.path, self.table = path, table
        self.lines = path.read_text(encoding="utf-8").split("\n")  # what TOML calls a line: not at U+2028
        self.start = self._heading(r"\.".join(path_to)) if path_to else 0
        self.problems: list[Problem] = []

    def configuration(self) -> Configuration:
        for key in self.table:
            if why := OF_THE_RUN.get(key):
                self._problem(key, f"'{key}' is for the command line alone: {why}")
            elif key not in NAMES:
                near = f"unknown key '{key}'{_near(key, NAMES)}"
                self._problem(key, f"{near}; the keys are {', '.join(NAMES)}")
        baseline = self._text("baseline")
        found = Configuration(
            data=tuple(self.path.parent / name for name in self._texts("data")),
            source=tuple(map(self._source, self._texts("source"))),
            offline=self._flag("offline"),
            fail_on=self._choice("fail-on", FAIL_ON, "error"),
            strict=self._flag("strict"),
            max_undecidable=self._limit("max-undecidable"),
            baseline=self.path.parent / baseline if baseline else None,
            market=self._market("market"),
            timezone=self._zone("timezone"),
            policy=self._policy(),
            sql=self._sql(),
            path=self.path,
        )
        if self.problems:
            raise InputError(self.problems)
        return replace(found, origins=dict(self._origins()))

    def _origins(self) -> Iterator[tuple[str, str]]:
        """Where each key stands."""
        for key, value in self.table.items():
            nested = key in ("policy", "sql") and isinstance(value, dict)
            for name in value if nested else (key,):
                line, _ = self._place(name, key if nested else None)
                yield f"{key}.{name}" if nested else key, f"{self.path}:{line}"

    def _problem(self, key: str, sentence: str, table: str | None = None) -> None:
        self.problems.append(Problem(str(self.path), *self._place(key, table), sentence))
        if len(self.problems) >= MAX_PROBLEMS:
            raise InputError(self.problems)

    def _place(self, key: str, table: str | None = None) -> tuple[int, int]:
        """Line and column of `key`, below the heading of its `table`."""
        quoted = rf"\"?{re.escape(key)}\"?"
        start = self._heading(table) if table else self.start
        for pattern in (rf"\s*(?={quoted}\s*[=.]|\[([\w.]+\.)?{quoted}\])", rf".*?\b(?={quoted}\s*=)"):
            for number, text in enumerate(self.lines[start:], start + 1):
                if found := re.match(pattern, text):
                    return number, found.end() + 1
        return max(start, 1), 1

    def _heading(self, table: str) -> int:
        """The line of a table's heading; 0 where it has none of its own."""
        pattern = re.compile(rf"\s*\[([\w.]+\.)?{table}\]")
        return next((n for n, text in enumerate(self.lines, 1) if pattern.match(text)), 0)

    def _source(self, name: str) -> str:
        """A source's own name, or a folder from where the file lies."""
        folder = self.path.parent / name
        if name in BUILT_IN or _is_folder(folder):
            return name if name in BUILT_IN else str(folder)
        known = f"{_near(name, BUILT_IN)}; the sources are {', '.join(BUILT_IN)}, or a folder"
        self._problem("source", f"unknown source '{name}'{known}")
        return name

    def _limit(self, key: str) -> Limit | None:
        value = self.table.get(key)
        if value is None:
            return None
        try:
            return Limit.parse("" if isinstance(value, bool) else str(value))
        except ValueError as error:
            self._problem(key, f"'{key}': {error}")
            return None

    def _text(self, key: str) -> str | None:
        value = self.table.get(key)
        if value is None or (isinstance(value, str) and value):
            return value
        self._problem(key, f"'{key}' is a text")
        return None

    def _market(self, key: str) -> str | None:
        value = self._text(key)
        if value is not None and not re.fullmatch(r"[A-Z0-9]{4}", value, re.ASCII):
            self._problem(key, f"'{key}' is the exchange's four-letter code, such as XHKG")
        return value

    def _zone(self, key: str) -> str | None:
        from zoneinfo import ZoneInfo

        value = self._text(key)
        try:
            if value is not None:
                ZoneInfo(value)
        except (ValueError, OSError, KeyError):
            self._problem(key, f"'{key}' is a time zone, such as Asia/Hong_Kong")
        return value

    def _texts(self, key: str) -> tuple[str, ...]:
        value = self.table.get(key, [])
        value = [value] if isinstance(value, str) else value
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            return tuple(value)
        self._problem(key, f"'{key}' is a text or a list of texts")
        return ()

    def _flag(self, key: str) -> bool:
        value = self.table.get(key, False)
        if not isinstance(value, bool):
            self._problem(key, f"'{key}' is true or false")
            return False
        return value

    def _choice(self, key: str, choices: tuple[str, ...], default: str) -> str:
        value = self.table.get(key, default)
        if value not in choices:
            self._problem(key, f"'{key}' is one of {', '.join(choices)}")
            return default
        return str(value)

    def _sql(self) -> Query | None:
        if "sql" not in self.table:
            return None
        table = self.table["sql"]
        if not isinstance(table, dict):
            self._problem("sql", "[sql] is a table with a query, such as query = \"select …\"")
            return None
        for key in sorted(table.keys() - set(SQL_NAMES)):
            near = f"unknown key '{key}'{_near(key, SQL_NAMES)}"
            self._problem(key, f"{near}; the keys of [sql] are {', '.join(SQL_NAMES)}", "sql")
        said = {"symbol": Query.symbol, "standing": Query.standing, **table}
        if not isinstance(said["symbol"], str) or not said["symbol"].isidentifier():
            self._problem("symbol", "'symbol' is the name of a source, such as yahoo", "sql")
        if said["standing"] not in STANDINGS:
            self._problem("standing", f"'standing' is one of {', '.join(STANDINGS)}", "sql")
        return Query(self._select(said.get("query")), str(said["symbol"]), str(said["standing"]))

    def _select(self, query: Any) -> str:
        if not isinstance(query, str):
            self._problem("query", "'query' is the text of one SELECT", "sql")
            return ""
        try:
            return one_select(query)
        except ValueError as error:
            self._problem("query", f"'query': {error}", "sql")
            return ""

    def _policy(self) -> Policy:
        table = self.table.get("policy", {})
        if not isinstance(table, dict):
            sentence = "[policy] is a table of constants, such as span_slack_days = 31"
            self._problem("policy", sentence)
            return Policy()
        usual, changes = Policy(), {}
        names = [f.name for f in fields(Policy)]
        for key, value in table.items():
            if key not in names:
                self._problem(key, f"unknown constant '{key}'{_near(key, names)}", "policy")
                continue
            try:
                changes[key] = like(getattr(usual, key), value)
            except ValueError as error:
                self._problem(key, f"'{key}': {error}", "policy")
        return replace(usual, **changes)


def like(usual: Any, value: Any) -> Any:
    """`value` in the form of the constant's default: a number, a pair, or numbers by name."""
    if isinstance(usual, tuple):
        if not isinstance(value, list) or len(value) != len(usual):
            raise ValueError(f"write {len(usual)} numbers, such as [{', '.join(map(str, usual))}]")
        return tuple(_fraction(v) for v in value)
    if isinstance(usual, Mapping):
        return _by_name(usual, value)
    number = _fraction(value)
    if isinstance(usual, int):
        if number.denominator != 1:
            raise ValueError("write a whole number")
        return int(number)
    return number


def _by_name(usual: Mapping[str, Any], value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict) or not set(value) <= set(usual):
        raise ValueError(f"write a table with some of {', '.join(usual)}")
    numbers = {k: like(usual[k], value[k]) for k in value}
    return MappingProxyType({**usual, **numbers})


def _fraction(value: Any) -> Fraction:
    plain = str(value)
    if isinstance(value, bool) or not _NUMBER.fullmatch(plain):
        raise ValueError("write a number such as 0.03 or \"1/20\"")
    return Fraction(plain)


def _is_folder(path: Path) -> bool:
    """Also of a name that is too long for any disk."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _near(key: str, names: Any) -> str:
    near = difflib.get_close_matches(key, names, n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
