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
        size = _residue(row, at) if token.text[0].isupper() or token.types & _LEAD else 0
        if size:
            at += size
            continue
        end = _closing(row, at) if token.text in ("(", "[") else None
        if end is not None and not any("pct" in token.types for token in row[at:end]):
            at = end + 1
            continue
        name = next((token for token in reversed(kept[-2:]) if token.text != "."), None)
        if end == at + 2 and name is not None and "name" in name.types:
            amount = row[at + 1]
            says = {"value": amount.says("pct", "value") or "", "unit": "percent"}
            kept.append(row[at])
            kept.append(Token(amount.start, amount.end, amount.text, {"bracketed": says}))
            at = end + 1
            continue
        kept.append(row[at])
        at += 1
    return kept


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
        code = at + 3 < len(row) and row[at + 2].end == row[at + 3].start and row[at + 3].text.isdigit()
        return 4 if code else 3
    return _widget(row, at)


def _widget(row: Sequence[Token], at: int) -> int:
    """How many tokens a ticker with digits, its sign and its percentage are: "GC1Z +1.79%"."""
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
