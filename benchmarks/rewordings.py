"""How often a corrupted statement is put right: `python -m benchmarks.rewordings`.

In the annotated articles every statement that passed has one figure, direction, run or date made wrong in
the article's own words; the article is read and checked again, and what is offered is compared with the
words that stood there. Offline, with the market data beside the project.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.accuracy import GOLD
from benchmarks.whole import DATA, Bench, Checked, as_vendors, changed
from factcheck.articles import again
from factcheck.checking import check
from factcheck.claims import ClaimFile
from factcheck.documents import Document, Piece
from factcheck.reading import lexicon as lex
from factcheck.reading.opposites import opposite
from factcheck.rewording import REWORDED, with_rewordings
from factcheck.statements import Stated
from factcheck.verdicts import PASSING, Finding

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ORDINAL = re.compile(rf"\b(?:{'|'.join(lex.ORDINALS)})\b", re.IGNORECASE)
_YEAR = re.compile(r"\bsince\b[^.;]{0,24}?\b(20\d\d)\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+")


def corruptions(quote: str, one: Checked) -> Iterator[tuple[str, str]]:
    """What is made wrong, and the statement's words with that."""
    said = vars(one.claim.verifier)
    value = said.get("value")
    for match in _NUMBER.finditer(quote):
        if isinstance(value, Stated) and match[0] == value.text.split(" ")[0]:
            counted = one.claim.kind in ("streak", "streak_break")
            for text in changed(match[0], counted):
                yield "a digit", quote[: match.start()] + text + quote[match.end() :]
    for match in _ORDINAL.finditer(quote):
        words = {n: word for word, n in lex.ORDINALS.items()}
        other = words.get(lex.ORDINALS[match[0].lower()] + 1)
        if other and one.claim.kind == "streak":
            yield "a run", quote[: match.start()] + other + quote[match.end() :]
    for match in _WORD.finditer(quote):
        turned = opposite(match[0], before_a_number=True)
        if turned and one.claim.kind in ("change", "direction"):
            yield "the direction", quote[: match.start()] + turned + quote[match.end() :]
    for match in _YEAR.finditer(quote):
        yield "a year", quote[: match.start(1)] + str(int(match[1]) - 2) + quote[match.end(1) :]


def tried(bench: Bench, one: Checked) -> Iterator[tuple[str, str, Finding]]:
    """What was made wrong, the words as they stood, and what was found of the corrupted article."""
    assert one.claim.seen is not None
    start, end = one.claim.seen
    text = one.file.seen
    for what, words in corruptions(text[start:end], one):
        source = text[:start] + words + text[end:]
        document = Document(source, source, (Piece(0, 0, len(source)),))
        file = again(one.file, document, bench.catalogue)
        at = one.file.claims.index(one.claim)
        if len(file.claims) != len(one.file.claims) or file.claims[at].kind != one.claim.kind:
            continue
        [found] = with_rewordings_of(bench, file, at)
        if found.verdict in REWORDED:
            yield what, text[start:end], found


def with_rewordings_of(bench: Bench, file: ClaimFile, at: int) -> tuple[Finding, ...]:
    report = check(replace(file, claims=(file.claims[at],)), bench.setting)
    return with_rewordings(report, file, bench.setting).findings


def main() -> None:
    if not GOLD.is_file() or not DATA.is_dir():
        sys.exit("rewordings are measured with ../shared/corpus and ../shared/data, which are not here")
    seen: Counter[str] = Counter()
    offered: Counter[str] = Counter()
    restored: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        as_vendors(Path(folder))
        bench = Bench(Path(folder))
        for one in bench.articles():
            if one.finding.verdict not in PASSING or one.claim.seen is None:
                continue
            for what, words, found in tried(bench, one):
                seen[what] += 1
                right = found.rewording.after if found.rewording else None
                offered[what] += right is not None
                restored[what] += right is not None and right.casefold() == " ".join(words.split()).casefold()
                if right is None or "-v" in sys.argv:
                    wrong = found.claim.quote
                    print(f"{what}: {words!r} → {wrong!r} → {right!r} ({found.correction})", file=sys.stderr)
    print("| made wrong | wrong | reworded | word for word as it stood |\n|---|---:|---:|---:|")
    for what in seen:
        print(f"| {what} | {seen[what]} | {offered[what]} | {restored[what]} |")
    print(f"| all | {seen.total()} | {offered.total()} | {restored.total()} |")


if __name__ == "__main__":
    started = time.monotonic()
    main()
    print(f"{time.monotonic() - started:.1f} s", file=sys.stderr)
