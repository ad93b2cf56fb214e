"""What reading a claim file costs: 2,000 long forms, step by step.

python -m benchmarks.claim_files
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from factcheck.claim_files import parse_claims
from factcheck.instruments import Catalogue
from factcheck.yaml_events import Problems, load

CLAIMS, RUNS = 2000, 5
LONG_FORM = """\
  - id: k{n}
    kind: {kind}
    of: {name}
    on: 2025-02-21
    direction: up
    {key}
"""


def source() -> bytes:
    """A claim file with streaks and extremes in turn."""
    kinds = (("streak", "value: 6"), ("extreme", "since: late 2021"))
    rows = [
        LONG_FORM.format(n=n, kind=kinds[n % 2][0], key=kinds[n % 2][1], name="0700.HK")
        for n in range(CLAIMS)
    ]
    return ("claims:\n" + "".join(rows)).encode()


def best(work: Callable[[], object]) -> float:
    """The fastest of a few runs, in milliseconds."""
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - began))
    return min(took)


def main() -> None:
    """Print the time of each step."""
    data, catalogue = source(), Catalogue.load()
    print(f"{CLAIMS} claims, {len(data):,} bytes")
    print(f"load   {best(lambda: load(data, Problems('x'))):6.1f} ms")
    print(f"claims {best(lambda: parse_claims(data, 'x', Path(), catalogue=catalogue)):6.1f} ms")


if __name__ == "__main__":
    main()
