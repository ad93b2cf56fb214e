"""The corrected sentence: a wrong claim in its author's words, put right, and proven by a second check.

Nothing is offered on trust. Words are proposed (`reading.replacing`), put in place, read again from
the text as a whole (`rereading`), and checked with the same prices at the same time; what is then
not true is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from factcheck.checking import PASSING, Setting, check
from factcheck.claims import Claim, ClaimFile
from factcheck.reading.replacing import Change, proposals, replaced
from factcheck.rereading import Words, words_of
from factcheck.verdicts import Finding, Report, Rewording, Verdict

REWORDED = (Verdict.FAIL, Verdict.MISLEADING, Verdict.INTRADAY)


def with_rewordings(report: Report, file: ClaimFile, setting: Setting) -> Report:
    """The report on `file` with a rewording wherever one is proven to be right."""
    wrong = {n: f for n, f in enumerate(report.findings) if _may_be_reworded(f)}
    if not wrong:
        return report
    words = words_of(file, setting.catalogue.extended(file.listings))
    tries = {n: _Try(finding, words) for n, finding in wrong.items()}
    while batch := {n: claims for n, one in tries.items() if (claims := one.next_claims())}:
        together = tuple(claim for claims in batch.values() for claim in claims)
        found = iter(check(replace(file, claims=together), setting).findings)
        for n, claims in batch.items():
            tries[n].judge([next(found) for _ in claims])
    findings = list(report.findings)
    for n, one in tries.items():
        findings[n] = replace(findings[n], rewording=one.rewording())
    return replace(report, findings=tuple(findings))


def _may_be_reworded(finding: Finding) -> bool:
    return finding.verdict in REWORDED and finding.claim.verifier is not None


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

    def next_claims(self) -> tuple[Claim, ...]:
        """The claims that the next proposal makes; () where there is none left to try."""
        if self.best is not None and self.best[0] == 0:
            return ()
        for change in self.proposed:
            claims = self.words.read_with(self.finding, change)
            if claims:
                self.change = change
                return claims
        return ()

    def judge(self, findings: list[Finding]) -> None:
        """Keep the proposal where all that it changes is true, and truer than the best so far."""
        if any(finding.verdict not in PASSING for finding in findings):
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
