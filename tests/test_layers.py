"""Imports point one way: a module may import what stands below it, and its own line."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import factcheck

PACKAGE = Path(factcheck.__file__).parent

LAYERS = (
    # from words and files ...
    "cli __main__",
    "commands",
    "evidence",
    "rewording",
    "checking",
    "drafts annotations rereading trust baseline changes",
    "draft_entries articles",
    "claim_files",  # short forms are read by the reader of articles
    "sources store_upkeep store_archives store renderers reading",
    "cases",
    "findings joint kinds doubts fixes",
    "verdicts",
    "claims claim_entries claim_statements claim_models article_files own_instruments schema documents pins",
    # ... through arithmetic ...
    "verifiers",
    "figures windows steps",  # formulas that several kinds share
    "futures",
    "views defects asof",
    "instruments",
    "statements periods calendars cells",
    # ... to plain data
    "prices readings disk",
    "configuration",
    "policy yaml_events",
    "errors stopping",
    "__init__",
)
RANKS = {name: rank for rank, line in enumerate(LAYERS) for name in line.split()}
MODULES = sorted(
    {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in PACKAGE.rglob("*.py")}
)


def imports(source: str, package: str = "factcheck") -> Iterator[str]:
    """Every module or folder of factcheck that the source imports when it runs."""
    for node in _running(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: 1 - node.level or None] if node.level else []
            origin = ".".join([*parents, *filter(None, [node.module])])
            names = [f"{origin}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            first, _, rest = name.partition(".")
            if first == "factcheck":
                yield _module(rest.partition(".")[0])


def _module(name: str) -> str:
    """`from factcheck import __version__` imports the package itself, not a module of it."""
    known = name in RANKS or (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").exists()
    return name if known and name else "__init__"


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those under `if TYPE_CHECKING:`, which never run."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for other in child.orelse:
                yield other
                yield from _running(other)
        else:
            yield child
            yield from _running(child)


def imported(module: str) -> dict[str, set[str]]:
    """File of the module or folder → what it imports, its own folder left out."""
    single = PACKAGE / f"{module}.py"
    files = [single] if single.exists() else sorted((PACKAGE / module).rglob("*.py"))
    return {
        str(path.relative_to(PACKAGE.parent)): set(
            imports(path.read_text(encoding="utf-8"), _package(path))
        )
        - {module}
        for path in files
    }


def _package(path: Path) -> str:
    return ".".join(path.parent.relative_to(PACKAGE.parent).parts)


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_its_line(module):
    where = "to LAYERS in tests/test_layers.py, above all it imports"
    assert module in RANKS, f"add {module!r} {where}"


@pytest.mark.parametrize("module", [name for name in MODULES if name in RANKS])
def test_imports_point_one_way(module):
    if module == "__init__":
        pytest.skip("the front door is tested on its own")
    upward = [
        f"{file} imports factcheck.{name}, which stands above it"
        for file, names in imported(module).items()
        for name in sorted(names & RANKS.keys())
        if RANKS[name] < RANKS[module]
    ]
    assert not upward, "\n".join(upward)


def test_modules_of_one_line_import_each_other_in_one_direction():
    graph = {name: set().union(*imported(name).values()) for name in MODULES if name != "__init__"}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_the_front_door_opens_nothing_before_it_is_asked():
    """`import factcheck` is part of every start, so its names are imported inside functions."""
    body = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8")).body
    outside = [node for node in body if not isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert set(imports("\n".join(map(ast.unparse, outside)))) <= {"__init__"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from factcheck.prices import Prices", {"prices"}),
        ("from factcheck.verifiers.streak import Streak", {"verifiers"}),
        ("from factcheck import errors, policy", {"errors", "policy"}),
        ("from factcheck import __version__", {"__init__"}),
        ("import factcheck", {"__init__"}),
        ("import factcheck.prices as p", {"prices"}),
        ("from .prices import Prices", {"prices"}),
        ("from . import errors", {"errors"}),
        ("def f():\n    from factcheck.store import Store", {"store"}),
        ("if TYPE_CHECKING:\n    from factcheck.store import Store", set()),
        ("if TYPE_CHECKING:\n  import factcheck.cli\nelse:\n  import factcheck.store", {"store"}),
        ("import json, numpy\nfrom pathlib import Path", set()),
    ],
)
def test_imports_are_found(source, expected):
    assert set(imports(source)) == expected


def test_imports_relative_to_a_folder_are_found():
    source = "from ..prices import Prices\nfrom . import unpacked\nfrom .. import errors"
    assert set(imports(source, "factcheck.sources")) == {"prices", "sources", "errors"}
