"""Run fuzz targets with atheris: `python -m fuzz [--seconds N] [TARGET…]`, two at a time.

An input that fails is kept in tests/found/, where the tests run it for ever. What was learnt on the way
stays in .fuzz/ and is where the next run begins.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import pkgutil
import re
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from factcheck.errors import visible
from fuzz.seeds import FOUND, SEEDS, words

WORK = Path(".fuzz")
SECONDS_FOR_ONE = 5  # no input may take longer
MEGABYTES = 4_000  # the fuzzer itself keeps some 600 bytes of every input it has tried


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=(__doc__ or "").split("\n\n", 1)[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(SEEDS)} (default: all)")
    parser.add_argument("--seconds", type=int, default=20, help="for each target (default: 20)")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time (default: 2)")
    parser.add_argument("--seed", type=int, default=1, help="another one tries other inputs (default: 1)")
    parser.add_argument("--one", choices=SEEDS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if unknown := set(options.targets) - set(SEEDS):
        parser.error(f"no target is called {', '.join(sorted(unknown))}; there are {', '.join(SEEDS)}")
    if options.one:
        fuzz(options.one, options.seconds, options.seed)
    print(f"{'target':14} {'inputs':>10} {'seconds':>8} {'a second':>9}  found")
    with ThreadPoolExecutor(options.jobs) as pool:
        ran = pool.map(lambda name: run(name, options.seconds, options.seed), options.targets or SEEDS)
        results = list(ran)
    return max(results)


def run(name: str, seconds: int, seed: int) -> int:
    """One target in a process of its own, its line printed when it is done; 1 where something was found."""
    begun = time.monotonic()
    told_on = ["--one", name, "--seconds", str(seconds), "--seed", str(seed)]
    words_ = [sys.executable, "-m", "fuzz", *told_on]
    log = WORK / f"{name}.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("wb") as out:
        code = subprocess.run(words_, stdout=out, stderr=subprocess.STDOUT, check=False).returncode
    told = log.read_text(encoding="utf-8", errors="replace")
    runs = max([int(n) for n in re.findall(r"^#(\d+)\s", told, re.MULTILINE)] + [0])
    took = time.monotonic() - begun
    found = kept(name)
    said = ", ".join(path.name for path in found) or ("nothing" if code == 0 else f"stopped: see {log}")
    failed = bool(found) or code != 0
    why = textwrap.indent(_failure(told), "  | ") if failed else ""
    print(f"{name:14} {runs:>10,} {took:>8.0f} {runs / took:>9,.0f}  {said}\n{why}", end="", flush=True)
    return int(failed)


def _failure(told: str) -> str:
    """The end of a fuzzer's log without its own progress: the traceback, or why it stopped."""
    lines = [line[:300] for line in told.splitlines() if not line.startswith(("#", "stat::"))]
    return "".join(f"{visible(line)}\n" for line in lines[-20:])


def kept(name: str) -> list[Path]:
    """Inputs that failed, moved to where tests run them."""
    moved = []
    for path in sorted((WORK / "failed").glob(f"{name}-*")):
        body = path.read_bytes()
        FOUND.mkdir(exist_ok=True)
        target = FOUND / f"{name}-{hashlib.sha256(body).hexdigest()[:12]}"
        target.write_bytes(body)
        path.unlink()
        moved.append(target)
    return moved


def fuzz(name: str, seconds: int, seed: int) -> None:
    """Fuzz in this process until the time is over or something is found; does not return."""
    import atheris

    corpus, failed = WORK / name, WORK / "failed"
    for folder in (corpus, failed):
        folder.mkdir(parents=True, exist_ok=True)
    with atheris.instrument_imports(include=["factcheck"], enable_loader_override=False):
        import factcheck

        for module in pkgutil.walk_packages(factcheck.__path__, "factcheck."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    from fuzz.targets import TARGETS

    for body in SEEDS[name]():
        (corpus / f"seed-{hashlib.sha256(body).hexdigest()[:16]}").write_bytes(body)
    dictionary = WORK / f"{name}.dict"
    dictionary.write_text("".join(f'"{_escaped(word)}"\n' for word in words(name)), encoding="ascii")
    target = TARGETS[name]
    target(SEEDS[name]()[0])  # what is loaded once is not this input's time
    atheris.Setup(
        [
            "fuzz", f"-max_total_time={seconds}", f"-timeout={SECONDS_FOR_ONE}", f"-rss_limit_mb={MEGABYTES}",
            f"-artifact_prefix={failed}/{name}-", f"-dict={dictionary}", "-max_len=20000", f"-seed={seed}",
            "-print_final_stats=1", str(corpus),
        ],
        lambda data: target(bytes(data)),
    )  # fmt: skip
    atheris.Fuzz()


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    sys.exit(main())
