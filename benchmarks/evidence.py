"""How long a bundle of many claims takes to make, verify and recheck: `python -m benchmarks.evidence`.

1,000 claims on 50 made-up shares with 2,500 bars each.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

SYMBOLS, BARS, CLAIMS = 50, 2500, 1000
NOW = ("--offline", "--now", "2025-02-22T09:00+08:00")


def prices(folder: Path) -> list[float]:
    """Files of random walks up to 2025-02-21; returns the last moves in percent."""
    folder.mkdir()
    days = [date(2025, 2, 21) - timedelta(days=n) for n in range(BARS * 7 // 5 + 5)]
    days = sorted(day for day in days if day.weekday() < 5)[-BARS:]
    moves = []
    for number in range(SYMBOLS):
        close, before, rows = 100.0, 100.0, []
        for day in days:
            before, close = close, round(close * random.uniform(0.98, 1.0202), 2)  # noqa: S311
            high, low = max(before, close) + 0.1, min(before, close) - 0.1
            volume = random.randrange(10**7)  # noqa: S311
            rows.append(f"{day},{before:.2f},{high:.2f},{low:.2f},{close:.2f},{volume}")
        text = "# standing: vendor\ndate,open,high,low,close,volume\n" + "\n".join(rows) + "\n"
        (folder / f"S{number:02d}.csv").write_text(text)
        moves.append((close / before - 1) * 100)
    return moves


def claims(path: Path, moves: list[float]) -> None:
    lines = ["defaults: {on: 2025-02-21}", "instruments:"]
    lines += [
        f"  - {{symbol: S{n:02d}, names: [Share {n:02d}], type: share, calendar: XHKG}}"
        for n in range(SYMBOLS)
    ]
    kinds = ("{:+.1f}%", "at a one-month high", "at a record high", "third straight daily gain")
    lines.append("claims:")
    for n in range(CLAIMS):
        at = n % SYMBOLS
        lines.append(f'  - {{of: S{at:02d}, claim: "{kinds[n // SYMBOLS % 4].format(moves[at])}"}}')
    path.write_text("\n".join(lines) + "\n")


def timed(folder: Path, *words: str) -> float:
    """Seconds of a command; its best of three."""
    env = {**os.environ, "FACTCHECK_STORE": str(folder / "store")}
    found = []
    for _ in range(3):
        start = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "factcheck", *words], cwd=folder, env=env, check=False)
        found.append(time.perf_counter() - start)
        if done.returncode > 1:
            raise SystemExit(f"{' '.join(words)}: exit {done.returncode}")
    return min(found)


def main() -> None:
    random.seed(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        claims(folder / "many.factcheck.yaml", prices(folder / "prices"))
        for words in (
            ("bundle", "create", "many.factcheck.yaml", "--data", "prices", *NOW),
            ("bundle", "verify", "many.factcheck.zip"),
            ("lock", "many.factcheck.yaml", "--data", "prices", *NOW, "--upgrade"),
            ("check", "--locked", "many.factcheck.yaml", "--format", "json", "-o", "x.json"),
            ("recheck", "many.factcheck.zip", "--data", "prices", *NOW),
        ):
            print(f"{timed(folder, *words):6.2f} s  factcheck {' '.join(words)}")
        size = (folder / "many.factcheck.zip").stat().st_size
        print(f"{size / 1e6:6.1f} MB many.factcheck.zip")


if __name__ == "__main__":
    main()
