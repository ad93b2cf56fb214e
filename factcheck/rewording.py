"""The corrected sentence: a wrong claim in its author's words, put right, and proven by a second check.

Nothing is offered on trust. Words are proposed (`reading.replacing`), put in place, read again from
the text as a whole (`rereading`), and checked with the same prices at the same time; what is then
not true is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from factcheck.checking import Setting, check
from factcheck.claims import Claim, ClaimFile
from factcheck.reading.replacing import Change, proposals, replaced
from factcheck.reading.sentences import sentences
from factcheck.rereading import Words, words_of
from factcheck.verdicts import PASSING, Finding, Report, Rewording, Verdict

REWORDED = (Verdict.FAIL, Verdict.MISLEADING, Verdict.INTRADAY)
BY_OTHERS = "Somebody else says it: their words are not reworded."
MOST = 300  # claims of one file that are reworded; where more are wrong, their words are not the trouble


def with_rewordings(report: Report, file: ClaimFile, setting: Setting) -> Report:
    """The report on `file` with a rewording wherever one is proven to be right, for the first `MOST`
    wrong claims, and as long as that takes no more reading than `rereading.READINGS`; none in an article
    of more statements than `rereading.LONGEST`."""
    stated = {claim.id for claim in file.claims if claim.verifier is not None}
    wrong = {
        n: f
        for n, f in enumerate(report.findings)
        if f.verdict in REWORDED and f.claim.id in stated  # what was silenced stays as it is
    }
    if not wrong:
        return report
    words = words_of(file, setting.catalogue.extended(file.listings))
    if words.left < 1:
        return report
    tries = {n: _Try(finding, words) for n, finding in islice(wrong.items(), MOST)}
    while words.left > 0 and (open_ := [one for one in tries.values() if one.goes_on()]):
        read = words.read_each([(one.finding, one.change) for one in open_])
        claims = tuple(replace(claim, place=None) for found in read for claim in found)  # in this order
        verdicts = iter(check(replace(file, claims=claims, silenced=()), setting).findings)
        for one, found in zip(open_, read, strict=True):
            one.judge([next(verdicts) for _ in found])
    findings = list(report.findings)
    for n, one in tries.items():
        said = (BY_OTHERS,) if words.by_others(one.finding) else ()
        findings[n] = replace(findings[n], rewording=one.rewording(), notes=(*findings[n].notes, *said))
    return replace(report, findings=tuple(findings))


def in_one_sentence(text: str, one: Claim, other: Claim) -> bool:
    """Whether two claims of an article, or of one entry of a claim file, are stated in one breath."""
    if one.seen is None or other.seen is None:
        return one.place == other.place is not None
    start, end = min(one.seen[0], other.seen[0]), max(one.seen[1], other.seen[1])
    return "\n\n" not in text[start:end] and len(list(sentences(text[start:end]))) == 1


@dataclass
class _Try:
    """The proposals for one finding, tried one after the other until one is plainly true."""

    finding: Finding
    words: Words
    best: tuple[int, Change] | None = None
    change: Change = ()
    proposed: Iterator[Change] = field(init=False)

    def __post_init__(self) -> None:
        claim = self.finding.claim
        stand = self.words.stand(self.finding)
        self.proposed = proposals(stand.text, stand.span, claim, self.finding) if stand else iter(())

    def goes_on(self) -> bool:
        """Take up the next proposal; False where there is none, or none is needed."""
        done = self.best is not None and self.best[0] == 0
        self.change = () if done else next(self.proposed, ())
        return bool(self.change)

    def judge(self, findings: list[Finding]) -> None:
        """Keep the proposal where all that it changes is true, and truer than the best so far."""
        if not findings or any(finding.verdict not in PASSING for finding in findings):
            return
        slack = sum(finding.verdict is Verdict.PASS_ROUNDING for finding in findings)
        rank = 2 * slack + ("tone" in findings[0].flags)
        if self.best is None or rank < self.best[0]:
            self.best = rank, self.change

    def rewording(self) -> Rewording | None:
        stand = self.words.stand(self.finding)
        if self.best is None or stand is None:
            return None
        change = self.best[1]
        first = min(stand.shown[0], *(one.start for one in change))
        last = max(stand.shown[1], *(one.end for one in change))
        here = tuple(one._replace(start=one.start - first, end=one.end - first) for one in change)
        before = stand.text[first:last]
        return Rewording(
            " ".join(before.split()),
            " ".join(replaced(before, here).split()),
            self.words.edits(self.finding, change),
        )
