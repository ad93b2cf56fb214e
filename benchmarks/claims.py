"""What one claim more costs: a file of 2,000 short forms against a file of one.

    python -m benchmarks.claims [--runs N] [--date YYYY-MM-DD]

Made-up prices, whole commands, the start-up subtracted; the result goes into docs/performance.md.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from benchmarks.startup import FACTCHECK, medians, options, write_section

CLAIMS = 2000
DAYS = 3000
FILE = """\
instruments:
  - {symbol: ALDER, names: [Alder Index], type: index, calendar: XHKG, source: official}
claims:
"""
SHORT_FORMS = (
    "Alder Index +{change}% on {day}",
    "Alder Index closed at {close} on {day}",
    "Alder Index fell on {day}",
    "Alder Index posted a third straight gain on {day}",
    "Alder Index closed at its highest in a year on {day}",
)


def prices(folder: Path) -> list[tuple[date, float]]:
    """Weekday closes of a walk that is the same in every run, written as a data folder."""
    chance = random.Random(1)  # noqa: S311  # prices, not secrets
    first = date(2010, 1, 4)
    days = [first + timedelta(days=n) for n in range(DAYS * 7 // 5)]
    close, rows = 1000.0, []
    for day in days:
        if day.weekday() < 5:
            close *= 1 + chance.gauss(0, 0.01)
            rows.append((day, close))
    lines = [f"{day},{c:.2f},{c * 1.005:.2f},{c * 0.995:.2f},{c:.2f},0" for day, c in rows]
    text = "\n".join(["date,open,high,low,close,volume", *lines, ""])
    (folder / "ALDER.csv").write_text(text, encoding="utf-8")
    return rows


def claim_file(path: Path, rows: list[tuple[date, float]], count: int) -> str:
    """Write that many claims on as many days, and name the file."""
    chosen = [rows[300 + n % (len(rows) - 300)] for n in range(count)]
    claims = [
        "  - " + SHORT_FORMS[n % len(SHORT_FORMS)].format(change="1.2", close=f"{c:,.2f}", day=day)
        for n, (day, c) in enumerate(chosen)
    ]
    path.write_text(FILE + "\n".join([*claims, ""]), encoding="utf-8")
    return str(path)


def main() -> int:
    chosen = options("Measure what a claim costs.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = prices(folder)
        words = ["--data", name, "--offline", "--exit-zero", f"--output={name}/report.json"]
        commands = {
            str(count): [
                FACTCHECK,
                "check",
                claim_file(folder / f"{count}.factcheck.yaml", rows, count),
                *words,
            ]
            for count in (1, CLAIMS)
        }
        environment = os.environ | {"FACTCHECK_STORE": f"{name}/store", "NO_COLOR": "1"}
        costs = medians(commands, environment, chosen.runs)
    one, many = costs["1"], costs[str(CLAIMS)]
    each = (many.wall - one.wall) / (CLAIMS - 1)
    text = f"""\
Measured by `make bench` on {chosen.date}: `factcheck check` of short forms about one index with
{DAYS:,} days of prices, JSON written, medians of {chosen.runs} runs in turns.

| claims | wall ms | user+sys ms | peak MiB |
|--:|--:|--:|--:|
| 1 | {one.wall * 1000:.0f} | {one.cpu * 1000:.0f} | {one.peak:.0f} |
| {CLAIMS:,} | {many.wall * 1000:.0f} | {many.cpu * 1000:.0f} | {many.peak:.0f} |

One claim more, read, judged and written: {each * 1e6:.0f} µs.
"""
    write_section("Many claims", text)
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
