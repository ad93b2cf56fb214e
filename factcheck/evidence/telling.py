"""What is in a bundle, told to a person."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from factcheck.evidence import bars
from factcheck.evidence.bundle import AUTHORITY, SIGNATURE, STAMP, VERDICTS, Bundle, counts, policy_told
from factcheck.evidence.verify import Contents
from factcheck.policy import Policy


def lines(found: Contents) -> Iterator[str]:
    """The inputs with the verdicts, then what they rest on, then who vouches for it."""
    said = json.loads(found.signed)
    tool = said["tool"]
    yield f"checked   {said['checked_at']} by {tool['name']} {tool['version']} ({tool['sha256'][:16]})"
    yield f"manifest  {bars.sha256(found.signed)}"  # of a redacted copy too, the full one's
    for one in said["inputs"]:
        beside = "".join(f", {text['path']}" for text in one["beside"])
        yield f"claims    {one['path']}{beside}"
    yield f"verdicts  {_counts(counts(found.members[VERDICTS]))}"
    for key, value in sorted(said["options"].items()):
        yield f"option    {key}: {value}"
    usual = policy_told(Policy())
    for key, value in sorted(said["policy"].items()):
        if usual.get(key) != value:
            yield f"constant  {key}: {value} instead of {usual.get(key)}"
    yield from _series(said["runs"], said["series"])
    for item in said["instruments"]:
        yield f"name      {item['symbol']}: {item['name']}, {item['type']}, {item['calendar']}"
    if isinstance(found.holds, Bundle):
        yield f"answers   {len(found.holds.raw)} as they came"
    else:
        shown = found.holds
        yield f"redacted  {shown.bound} of {shown.figures} figures are proven to stand in the bars left out"
    for name, what in ((SIGNATURE, "signature"), (STAMP, "time stamp"), (AUTHORITY, "its authority")):
        if name in found.members:
            yield f"{what:<9} {name}"
    for remark in found.remarks:  # by anybody: verify says so
        yield f"remark    {remark.told} ({remark.sha256[:16]})"
        yield from (f"          {line}" for line in remark.text.splitlines())


def _counts(found: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {verdict}" for verdict, n in found.items() if n) or "none"


def _series(
    runs: Mapping[str, Mapping[str, Any]], series: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    told: dict[str, None] = {}
    for run in runs.values():
        for answer in run["answers"]:
            told[_answer(answer, series)] = None
        for code, sha256 in run["calendars"].items():
            told[f"sessions  {code} ({sha256[:16]})"] = None
    yield from sorted(told)


def _answer(answer: Mapping[str, Any], series: Mapping[str, Mapping[str, str]]) -> str:
    about = f"{answer['symbol']} from {answer['place']}, asked up to {answer['asked']}"
    if "problem" in answer:
        kind, _, _, detail = answer["problem"]
        return f"no bars   {about}: {kind}{f': {detail}' if detail else ''}"
    when = f", got {answer['retrieved_at']}" if answer["retrieved_at"] else ""
    rows = series[answer["bars"]]["rows"]
    return f"series    {about}: {rows} rows ({answer['bars'][:16]}), {answer['source']}{when}"


