"""How well articles are read, measured with the corpus' own scorer: `make accuracy` writes docs/accuracy.md.

Needs the annotated corpus beside the project (../shared/corpus, ../shared/tools); articles of another
one in the same form can be named: python -m benchmarks.accuracy FILE.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from factcheck import calendars
from factcheck.annotations import annotated
from factcheck.instruments import Catalogue
from factcheck.policy import Policy
from factcheck.store import Store

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "corpus" / "dev.jsonl"
SCORER = SHARED / "tools" / "score_extraction.py"
PAGE = ROOT / "docs" / "accuracy.md"
GOALS = {"detection": 0.92, "full": 0.82}
MOST_FALSE = 4


def main() -> None:
    gold = Path(sys.argv[1]) if len(sys.argv) > 1 else GOLD
    if not gold.is_file() or not SCORER.is_file():
        sys.exit("accuracy is measured with ../shared/corpus and ../shared/tools, which are not here")
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    score = scored(gold, read(gold))
    page = written(rows, score, len(sys.argv) < 2)
    if len(sys.argv) < 2:
        PAGE.write_text(page, encoding="utf-8")
    print(page)


def read(gold: Path) -> list[dict[str, Any]]:
    """The claims read in each article: what `factcheck draft --format jsonl` writes."""
    store = Store.default()
    today = datetime.now(UTC).date()
    catalogue = Catalogue.load(store)
    return list(annotated(str(gold), catalogue, lambda code: calendars.get(code, store, today), Policy()))


def scored(gold: Path, found: list[dict[str, Any]]) -> dict[str, Any]:
    """What the scorer says."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
        file.flush()
        command = [sys.executable, str(SCORER), str(gold), file.name, "--json"]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
    told_: dict[str, Any] = json.loads(answer.stdout)
    return told_


def written(rows: list[dict[str, Any]], score: dict[str, Any], goals: bool) -> str:
    """The page."""
    words = sum(len(row["text"].split()) for row in rows)
    hit, hard = score["hard_negatives_hit"]
    lines = [
        "# How well articles are read",
        "",
        "Written by `make accuracy`; nothing here is written by hand.",
        "",
        f"{len(rows)} annotated articles, {words:,} words, {score['gold']} claims that can be checked; "
        f"{score['predicted']} were found. The articles are other publishers' and are not part of this "
        "project; rules were made with these articles at hand, so others will be read somewhat less well.",
        "",
        "| | precision | recall | F1 | wanted |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {name} | {score[name]['precision']:.3f} | {score[name]['recall']:.3f} "
            f"| {score[name]['f1']:.3f} | {GOALS[name] if goals else ''} |"
            for name in GOALS
        ),
        "",
        "*Detection*: the right words with the right number and family of claim. *Full*: kind, instrument, "
        "direction, number, unit, day, period and window are all right too.",
        "",
        f"Statements that look like claims and are none: {hit} of {hard} were taken for one "
        f"(wanted: at most {MOST_FALSE}).",
        "",
        "| right, of what was detected | share |",
        "|---|---:|",
        *(f"| {name.replace('_', ' ')} | {share:.3f} |"
          for name, share in score["fields_given_detection"].items()),
        "",
        "| kind | annotated | found | detected | fully right |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {kind} | {row['gold']} | {row['predicted']} | {row['detected']} | {row['full']} |"
            for kind, row in sorted(score["by_kind"].items(), key=lambda pair: -pair[1]["gold"])
        ),
        "",
        *WEAK,
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


WEAK = (
    "## What is weak",
    "",
    "- Directions without a number are taken only from a sentence's main verb and for a named instrument:",
    "  \"tech stocks rose\" is left out, and so is most of what stands in headlines.",
    "- The value of a company or market, and volume without the word, are mostly not found.",
    "- Sectors and baskets are found and listed as not checkable, under the name the article gives them.",
    "- Streaks of weeks told in the middle of the next week are placed on the day of publication.",
    "- A period that an earlier sentence gives (\"the three-day rally\") is not carried to the next one.",
)


if __name__ == "__main__":
    started = time.monotonic()
    main()
    print(f"{time.monotonic() - started:.1f} s", file=sys.stderr)
