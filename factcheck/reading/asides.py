"""What stands in a sentence without being said: brackets, tickers, a contract's month."""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.reading.words import Token


def without_asides(row: Sequence[Token]) -> list[Token]:
    """Without what stands in brackets, unless it is an amount: "(NSE: POWERGRID)", but not "(6.8%)"."""
    kept: list[Token] = []
    at = 0
    while at < len(row):
        token = row[at]
        if token.text in ("(", "["):
            said, at = _bracket(row, at, kept)
            kept += said
            continue
        leads = token.text[0].isupper() or not token.types.isdisjoint(_LEAD)
        size = _residue(row, at) if leads else 0
        if not size:
            kept.append(token)
        at += size or 1
    return kept


def _bracket(row: Sequence[Token], at: int, kept: Sequence[Token]) -> tuple[list[Token], int]:
    """What is said by the bracket that opens at `at`, after `kept`, and where the sentence goes on."""
    end = _closing(row, at)
    if end is not None and not any("pct" in token.types for token in row[at:end]):
        return [], end + 1
    name = next((token for token in reversed(kept[-2:]) if token.text != "."), None)
    if end == at + 2 and name is not None and "name" in name.types:
        amount = row[at + 1]
        says = {"value": amount.says("pct", "value") or "", "unit": "percent"}
        return [row[at], Token(amount.start, amount.end, amount.text, {"bracketed": says})], end + 1
    return [row[at]], at + 1


_LEAD = frozenset(("for", "date"))


def _residue(row: Sequence[Token], at: int) -> int:
    """How many tokens at `at` are a quote widget's or an adjunct: "GC1Z +1.79%", "for March delivery"."""
    token = row[at]
    if "for" in token.types and at + 2 < len(row):
        if row[at + 2].low in ("delivery", "settlement"):
            return 3
        month = row[at + 1].meanings.get("date", {}).get("grain") == "month"
        before = row[at - 1] if at else token
        return 2 if month and (before.low in ("futures", "contract", "crude")
                               or before.meanings.get("name", {}).get("type") == "future") else 0  # fmt: skip
    if "date" in token.types:
        # "April Brent crude" is a contract, not a day
        after = row[at + 1].meanings.get("name", {}).get("type") if at + 1 < len(row) else None
        return int(token.says("date", "grain") == "month" and after in ("future", "commodity"))
    if not token.text[0].isupper() or "name" in token.types or at + 2 >= len(row):
        return 0
    if row[at + 1].text == ":" and token.text.isupper() and row[at + 2].text.isupper():
        end = at + 3
        while end < len(row) and row[end - 1].end == row[end].start and row[end].text.isalnum():
            end += 1
        return end - at
    return _widget(row, at)


def _widget(row: Sequence[Token], at: int) -> int:
    """How many tokens a ticker with digits, its sign and its percentage are: "GC1Z +1.79%"."""
    if row[at + 1].start != row[at].end:
        return 0
    end = at + 1
    while end < len(row) and row[end].start == row[end - 1].end and row[end].text.isalnum():
        end += 1
    code = end > at + 1 and any(token.text.isdigit() for token in row[at:end])
    if code and end + 1 < len(row) and "sign" in row[end].types and "pct" in row[end + 1].types:
        return end - at + 2
    return 0


def _closing(row: Sequence[Token], at: int) -> int | None:
    for end in range(at + 1, min(at + 12, len(row))):
        if row[end].text in (")", "]"):
            return end
    return None
