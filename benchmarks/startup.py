"""How long a command takes from nothing, held against `import pandas` on the same machine.

    python -m benchmarks.startup [--runs N] [--date YYYY-MM-DD]

The commands take turns, so that a busy moment of the machine meets all of them; medians are written
into docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
FACTCHECK = str(Path(sys.executable).with_name("factcheck"))
EXAMPLE = "claims/2025-02-21-hong-kong-tech-rally.factcheck.yaml"
PACKAGES = ("numpy", "pandas", "typer", "jinja2", "exchange_calendars", "yfinance")
BUDGETS = {"factcheck --help": 0.5, "factcheck check": 0.9}  # of the time of `import pandas`


@dataclass(frozen=True)
class Cost:
    """What one run of a command took, or the medians of several."""

    wall: float  # seconds
    cpu: float  # seconds, user and system
    peak: float  # MiB, and never less than this process has: it must stay small


def run(command: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """Start the command and wait for its end; an exit above 1 is an error of the benchmark."""
    with tempfile.TemporaryFile() as chatter:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=chatter
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            chatter.seek(0)
            said = chatter.read().decode(errors="replace")
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}\n{said}")
    kibibytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Cost(wall, used.ru_utime + used.ru_stime, kibibytes / 1024)


def medians(
    commands: Mapping[str, Sequence[str]], environment: Mapping[str, str], runs: int
) -> dict[str, Cost]:
    """Every command once to warm up, then in turns: A B C A B C …"""
    for command in commands.values():
        run(command, environment)
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            costs[name].append(run(command, environment))
    return {
        name: Cost(
            median(c.wall for c in all_), median(c.cpu for c in all_), median(c.peak for c in all_)
        )
        for name, all_ in costs.items()
    }


def machine() -> str:
    """Processor, memory and system, as far as the machine says."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        model = re.findall(r"^model name\s*: (.+)$", text, re.MULTILINE)[0]
    except (OSError, IndexError):
        model = platform.processor() or platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}"


def versions() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"Python {platform.python_version()}, {packages}"


def table(costs: Mapping[str, Cost]) -> str:
    """A row for each command; ratios are to the first one."""
    yardstick = next(iter(costs.values()))
    lines = [
        "| command | wall ms | user+sys ms | peak MiB | wall to `import pandas` | budget |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, cost in costs.items():
        budget = f"{BUDGETS[name]}" if name in BUDGETS else ""
        lines.append(
            f"| `{name}` | {cost.wall * 1000:.0f} | {cost.cpu * 1000:.0f} | {cost.peak:.0f} "
            f"| {cost.wall / yardstick.wall:.2f} | {budget} |"
        )
    return "\n".join(lines)


def write_section(heading: str, text: str) -> None:
    """Put the text under the page's heading, in place of what an earlier run wrote there."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Performance\n"
    section = f"## {heading}\n\n{text.strip()}\n"
    old = re.compile(rf"^## {re.escape(heading)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    page = old.sub(lambda _: f"{section}\n", page) if old.search(page) else f"{page.rstrip()}\n\n{section}"
    PAGE.write_text(page.rstrip() + "\n", encoding="utf-8")


def options(description: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--runs", type=int, default=15, help="of each command, at least 11")
    parser.add_argument("--date", default=date.today().isoformat(), help="to write on the page")
    chosen = parser.parse_args()
    if chosen.runs < 11:
        parser.error("fewer than 11 runs say too little")
    return chosen


def main() -> int:
    chosen = options("Measure the start of the commands.")
    with tempfile.TemporaryDirectory() as folder:
        outputs = [f"--output={folder}/report.{suffix}" for suffix in ("html", "json")]
        check = ["check", EXAMPLE, "--data", "claims/prices", "--offline", *outputs]
        commands = {
            "import pandas": [sys.executable, "-c", "import pandas"],
            "factcheck --help": [FACTCHECK, "--help"],
            "factcheck check": [FACTCHECK, *check],
        }
        environment = os.environ | {"FACTCHECK_STORE": f"{folder}/store", "NO_COLOR": "1"}
        # an installed package has its bytecode; a checkout gets it from the run that warms up
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        costs = medians(commands, environment, chosen.runs)
    text = f"""\
Measured by `make bench` on {chosen.date}: whole processes from nothing, medians of {chosen.runs}
runs in turns. `factcheck check` judges the example article offline from a warm store and writes its
report as HTML and JSON. A budget is the most a command may take, as a share of `import pandas`.

{table(costs)}

Machine: {machine()}.
Versions: {versions()}.
"""
    write_section("Start-up", text)
    print(text)
    yardstick = costs["import pandas"].wall
    over = [name for name, most in BUDGETS.items() if costs[name].wall > most * yardstick]
    for name in over:
        print(f"over budget: {name}", file=sys.stderr)
    return int(bool(over))


if __name__ == "__main__":
    sys.exit(main())
