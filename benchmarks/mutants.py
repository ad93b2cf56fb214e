"""Mutation testing: change the code that judges, one spot at a time, and see whether a test notices.

`make mutants` runs it on a copy of the repository, so that no changed source file is ever left in a
checkout; ARGS='windows change' only for those files, ARGS='--most 60' for a sample of each,
ARGS='--changed HEAD~1' for the files that differ from a commit. What survived is printed as a diff.
CI asks for that with '--total 300 --least 90': so many in all, drawn by lot; it fails where fewer than
90% are killed and more than two survive, as one or two may well be changes that change nothing.

Only what decides is changed: comparisons, arithmetic, numbers, truth values, conditions and the rows
of a `match`. Texts, arguments left out and values replaced by None are not (OFF below), nor is what
mutants.cfg excludes: the words of errors, lines that are text alone. mutmut does not reach tables at
the top of a module and properties.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONFIG = Path(__file__).with_name("mutants.cfg")
OFF = ("string", "arg_removal", "assignment", "dict_arguments", "lambda",
       "symmetric_string_methods_swap", "unsymmetrical_string_methods_swap")  # fmt: skip
KILLED = (1, 3)
ORACLE = "400"  # random claims against the oracle, for each mutant
FEW = 2  # survivors that never fail a run


def main() -> None:
    if sys.argv[1:2] == ["mutmut"]:
        mutmut(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", help="stems of files: statements, change, …")
    parser.add_argument("--changed", metavar="REF", help="only files that differ from this commit")
    parser.add_argument("--most", type=int, help="at most so many mutants of a file, drawn by lot")
    parser.add_argument("--total", type=int, help="at most so many in all, drawn by lot")
    parser.add_argument("--least", type=float, default=0, help="fail under this percentage killed")
    parser.add_argument("--jobs", type=int, help="processes; default: one for each core")
    parser.add_argument("--seed", default="1")
    chosen = parser.parse_args()
    files = targets(chosen.files, chosen.changed)
    if not files:
        print("nothing to change")
        return
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy(Path(folder))
        started = time.monotonic()
        names = list(drawn(Path(folder), files, chosen.most, chosen.seed))
        random.Random(chosen.seed).shuffle(names)  # noqa: S311  # a draw, no secret
        names = names[: chosen.total]
        if not names:
            print("nothing to change")
            return
        run(Path(folder), names, chosen.jobs)
        lost = report(Path(folder), files, names)
        print(f"{time.monotonic() - started:.0f} s")
        if lost > FEW and 100 * (1 - lost / len(names)) < chosen.least:
            raise SystemExit(f"fewer than {chosen.least:g}% were killed")


def targets(stems: Sequence[str], changed: str | None) -> list[str]:
    """The files to change, as paths from the root."""
    patterns = [line.strip() for line in CONFIG.read_text().splitlines() if "factcheck/" in line]
    known = [str(p.relative_to(ROOT)) for p in sorted((ROOT / "factcheck").rglob("*.py"))]
    files = [f for f in known if any(fnmatch(f, pattern) for pattern in patterns)]
    if changed is not None:
        differ = set(git("diff", "--name-only", changed, "--", "factcheck"))
        files = [f for f in files if f in differ]
    return [f for f in files if not stems or Path(f).stem in stems]


def git(*words: str) -> list[str]:
    command = ["git", "-C", str(ROOT), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def copy(folder: Path) -> None:
    """The files as they are, those that are not committed included."""
    for name in git("ls-files", "--cached", "--others", "--exclude-standard"):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    shutil.copy2(CONFIG, folder / "setup.cfg")


def drawn(folder: Path, files: Sequence[str], most: int | None, seed: str) -> Iterator[str]:
    """Names of mutants: all of each file, or as many as `most`."""
    for file in files:
        names = list_of(folder, file)
        random.Random(f"{seed} {file}").shuffle(names)  # noqa: S311  # a draw, no secret
        yield from names[:most]


def list_of(folder: Path, file: str) -> list[str]:
    words = [sys.executable, __file__, "mutmut", "names", file]
    done = subprocess.run(words, cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.split()


def run(folder: Path, names: Sequence[str], jobs: int | None) -> None:
    bound = ["--max-children", str(jobs)] if jobs else []
    command = [sys.executable, __file__, "mutmut", "run", *bound, *names]
    environment = os.environ | {"FACTCHECK_ORACLE": ORACLE}
    with (folder / "log").open("w") as log:
        done = subprocess.run(
            command, cwd=folder, env=environment, stdout=log, stderr=log, check=False
        )
    if done.returncode:
        raise SystemExit((folder / "log").read_text()[-3000:])


def mutmut(words: Sequence[str]) -> None:
    """In the copy: the tool itself, with its operators that change only words turned off."""
    from mutmut.__main__ import cli  # type: ignore[import-not-found]
    from mutmut.mutation import file_mutation, mutators  # type: ignore[import-not-found]

    off = [getattr(mutators, f"operator_{name}") for name in OFF]
    mutators.mutation_operators[:] = [
        (kind, change) for kind, change in mutators.mutation_operators if change not in off
    ]
    if words[0] == "run":
        fast_tests_first()
        cli(words)
    module = words[1].removesuffix("/__init__.py").removesuffix(".py").replace("/", ".")
    code = Path(words[1]).read_text()
    for name in file_mutation.mutate_file_contents(words[1], code).mutant_names:
        print(f"{module}.{name}")


def fast_tests_first() -> None:
    """The first test that fails ends a mutant, so the cheap ones go first."""
    from mutmut.runners.harness import PytestRunner  # type: ignore[import-not-found]
    from mutmut.state import state  # type: ignore[import-not-found]

    plain = PytestRunner.run_tests

    def run_tests(self: PytestRunner, *, mutant_name: str | None, tests: Iterable[str]) -> int:
        seconds = state().duration_by_test
        ordered = sorted(tests, key=lambda test: (seconds.get(test, 0), test))
        return int(plain(self, mutant_name=mutant_name, tests=ordered))

    PytestRunner.run_tests = run_tests


def report(folder: Path, files: Sequence[str], names: Sequence[str]) -> int:
    """Every survivor as a diff, then a table by file; how many survived."""
    wanted = set(names)
    rows: list[tuple[str, int, int]] = []
    survivors: list[str] = []
    for file in files:
        mutated = folder / "mutants" / file
        found = json.loads(Path(f"{mutated}.meta").read_text())["exit_code_by_key"]
        codes = {name: code for name, code in found.items() if name in wanted}
        killed = [name for name, code in codes.items() if code in KILLED or (code or 0) < 0]
        rows.append((file, len(codes), len(killed)))
        lost = sorted(codes.keys() - set(killed))
        survivors += [f"{name}{difference(mutated, name)}" for name in lost]
    rows.append(("all", sum(r[1] for r in rows), sum(r[2] for r in rows)))
    print("\n".join(survivors), "\n")
    for file, mutants, dead in rows:
        print(f"| {file} | {mutants} | {dead} | {dead / max(mutants, 1):.1%} |")
    return len(survivors)


def difference(mutated: Path, name: str) -> str:
    """The lines of a function that the mutant `name` of it changed."""
    text = mutated.read_text()
    spans = {
        node.name: slice(node.lineno - 1, node.end_lineno)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
    }
    changed = name.rpartition(".")[2]
    stem = changed.rpartition("_")[0]
    before, after = (
        [line.replace(version, stem) for line in text.splitlines()[spans[version]]]
        for version in (f"{stem}_orig", changed)
    )
    lines = list(difflib.unified_diff(before, after, lineterm="", n=0))[2:]
    return "".join(f"\n    {line}" for line in lines if not line.startswith("@@"))


if __name__ == "__main__":
    main()
