"""Configuration: `factcheck.toml`, or `[tool.factcheck]` in pyproject.toml, of the working folder.

It changes defaults only; what is said on the command line wins.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

from factcheck.errors import InputError, Problem
from factcheck.policy import Policy

MAX_BYTES = 100_000
MAX_SHARED_BYTES = 1_000_000  # of pyproject.toml, where others stand too
KEYS = ("data", "source", "offline", "fail-on", "strict", "policy", "sql")
SQL_KEYS = ("query", "symbol", "standing")
FAIL_ON = ("note", "warning", "error")
STANDINGS = ("vendor", "official")
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,9})?(/[1-9]\d{0,8})?", re.ASCII)


@dataclass(frozen=True)
class Query:
    """How a database is asked for one symbol's prices; `symbol`: whose name for it is bound."""

    text: str
    symbol: str = "yahoo"
    standing: str = "vendor"


@dataclass(frozen=True)
class Configuration:
    """Defaults of the command line, and the policy constants in force."""

    data: tuple[Path, ...] = ()
    source: tuple[str, ...] = ()
    offline: bool = False
    fail_on: str = "error"
    strict: bool = False
    policy: Policy = field(default_factory=Policy)
    sql: Query | None = None


def configuration(folder: Path) -> Configuration:
    """What the folder's configuration says; the defaults where there is none.

    Raises InputError with every problem of the file.
    """
    for name, path_to in (("factcheck.toml", ()), ("pyproject.toml", ("tool", "factcheck"))):
        path = folder / name
        if path.is_file():
            table = _table(path, path_to)
            if table is not None:
                return _Reader(path, table).configuration()
    return Configuration()


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

    def __init__(self, path: Path, table: Mapping[str, Any]) -> None:
        self.path, self.table = path, table
        self.lines = path.read_text(encoding="utf-8").splitlines()
        self.problems: list[Problem] = []

    def configuration(self) -> Configuration:
        for key in self.table:
            if key not in KEYS:
                near = f"unknown key '{key}'{_near(key, KEYS)}"
                self._problem(key, f"{near}; the keys are {', '.join(KEYS)}")
        found = Configuration(
            data=tuple(self.path.parent / name for name in self._texts("data")),
            source=self._texts("source"),
            offline=self._flag("offline"),
            fail_on=self._choice("fail-on", FAIL_ON, "error"),
            strict=self._flag("strict"),
            policy=self._policy(),
            sql=self._sql(),
        )
        if self.problems:
            raise InputError(self.problems)
        return found

    def _problem(self, key: str, sentence: str, table: str | None = None) -> None:
        """Tell a problem at the line of `key`, below the heading of its `table`."""
        quoted = rf"\"?{re.escape(key)}\"?"
        pattern = re.compile(rf"\s*{quoted}\s*[=.]|\s*\[([\w.]+\.)?{quoted}\]")
        start = self._heading(table) if table else 0
        lines = enumerate(self.lines[start:], start + 1)
        line = next((n for n, text in lines if pattern.match(text)), max(start, 1))
        self.problems.append(Problem(str(self.path), line, 1, sentence))

    def _heading(self, table: str) -> int:
        """The line of a table's heading; 0 where it has none of its own."""
        pattern = re.compile(rf"\s*\[([\w.]+\.)?{table}\]")
        return next((n for n, text in enumerate(self.lines, 1) if pattern.match(text)), 0)

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
        for key in sorted(table.keys() - set(SQL_KEYS)):
            near = f"unknown key '{key}'{_near(key, SQL_KEYS)}"
            self._problem(key, f"{near}; the keys of [sql] are {', '.join(SQL_KEYS)}", "sql")
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


def _near(key: str, names: Any) -> str:
    near = difflib.get_close_matches(key, names, n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
