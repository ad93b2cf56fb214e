"""How fast articles are read: the bare articles of the corpus beside the project, in one process.

    python -m benchmarks.reading [FILE.jsonl]

Reading alone, without start-up, prices and verdicts; the result goes into docs/performance.md.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.startup import machine, write_section
from factcheck.instruments import Catalogue
from factcheck.reading.articles import read_article
from factcheck.store import Store

ARTICLES = Path(__file__).parents[2] / "shared" / "corpus" / "unlabelled.jsonl"
RUNS = 9
WANTED = 400


def main() -> int:
    """Measure and write; 1 where reading is slower than wanted."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    if not path.is_file():
        print("reading is measured on ../shared/corpus, which is not here")
        return 0
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    catalogue = Catalogue.load(Store.default())
    gc.set_threshold(100_000, 50, 50)  # as the command line does
    found = sum(len(read_article(text, catalogue)) for text in texts)
    seconds = median(_once(texts, catalogue) for _ in range(RUNS))
    rate, words = len(texts) / seconds, sum(len(text.split()) for text in texts)
    write_section(
        "Reading articles",
        f"Measured by `make bench` on {datetime.now(UTC).date()}: {len(texts)} articles of {words:,} words, "
        f"in which {found:,} statements are found; processor time, median of {RUNS} runs.\n\n"
        f"| articles per second and core | words per second | wanted |\n|--:|--:|--:|\n"
        f"| {rate:.0f} | {words / seconds:,.0f} | {WANTED} |\n\nMachine: {machine()}.",
    )
    print(f"{rate:.0f} articles per second and core")
    return 0 if rate >= WANTED else 1


def _once(texts: list[str], catalogue: Catalogue) -> float:
    started = time.process_time()
    for text in texts:
        read_article(text, catalogue)
    return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main())
