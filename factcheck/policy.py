"""K1…K12: every number that is a choice and not a fact, each with the rule that uses it (S19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from fractions import Fraction
from types import MappingProxyType
from typing import Any


def _share(text: str) -> Fraction:
    return Fraction(text)


DELTA = MappingProxyType(
    {
        "index": _share("0.0002"),
        "share": _share("0.0005"),
        "etf": _share("0.0005"),
        "fx": _share("0.002"),
        "commodity": _share("0.003"),
        "crypto": _share("0.005"),
        "future": _share("0.0002"),
        "yield": _share("0.01"),  # an absolute 1 basis point, not a share of the yield
    }
)


def _constant(usual: Any, says: str) -> Any:
    """A constant with its rule and what it is for, which the documentation lists."""
    if isinstance(usual, Mapping):
        return field(default_factory=lambda: usual, metadata={"says": says})
    return field(default=usual, metadata={"says": says})


@dataclass(frozen=True)
class Policy:
    """The constants of S19. Shares are fractions of 1; spans are calendar days unless named."""

    contract_spread: Fraction = _constant(
        _share("0.01"), "S3.8: how far a metal for delivery in another month may trade from the series'"
    )
    day_boundary: Mapping[str, int] = _constant(
        MappingProxyType({"day": 2, "week": 14, "24-hour": 2}),
        "S3.11: days among which such a period of a cryptocurrency may have begun, whatever the hour",
    )
    far_mark: int = _constant(
        5, "S8.2: a price so many times a mark did not \"rise over\" it: the words may say how far it moved"
    )
    round_amount_cap: Fraction = _constant(_share("0.05"), "K1, S5.2: most slack of a round amount")
    round_level_cap: Fraction = _constant(_share("0.01"), "K1, S5.2: most slack of a round level")
    double_rounding: Fraction = _constant(
        _share("1/20"), "K1, S5.2: of the unit of the last digit, for what was rounded twice"
    )
    unchanged: tuple[Fraction, Fraction] = _constant(
        (_share("0.005"), _share("0.05")), "K2, S5.4: percent, for `pass` and for `pass-rounding`"
    )
    flat: tuple[Fraction, Fraction] = _constant((_share("0.05"), _share("0.15")), "K2, S5.4: the same")
    little_changed: tuple[Fraction, Fraction] = _constant(
        (_share("0.15"), _share("0.30")), "K2, S5.4: the same"
    )
    delta: Mapping[str, Fraction] = _constant(
        DELTA, "K3, S2.5: how far a vendor's price may be from the official one; of a yield in points"
    )
    volume_delta: Fraction = _constant(
        _share("0.02"), "S17.1: how far a vendor's volume may be from the exchange's"
    )
    about: tuple[Fraction, Fraction] = _constant(
        (_share("0.05"), _share("0.10")), "K4, S5.5: about, nearly; of amounts and percentages"
    )
    about_level: tuple[Fraction, Fraction] = _constant(
        (_share("0.01"), _share("0.02")), "K4, S5.5: about, nearly; of levels"
    )
    strict_slack: Fraction = _constant(
        _share("1/10"), "K4, S5.5: of the unit of the last digit, for more than and less than"
    )
    span_slack: Fraction = _constant(
        _share("0.03"), "K5, S9.4: share of its span that a \"three-year high\" may miss"
    )
    span_slack_days: int = _constant(31, "K5, S9.4: most days of that")
    grace_days: Mapping[str, int] = _constant(
        MappingProxyType({"year": 7, "month": 3, "day": 0}),
        "K6, S4.8: days outside of a vague date, by what it names",
    )
    near: tuple[Fraction, Fraction] = _constant(
        (_share("0.03"), _share("0.06")), "K7, S9.7: how far from a high is near it"
    )
    understated_by: int = _constant(1, "K8, S9.4: from so many periods more a span is understated")
    misleading_span: int = _constant(2, "K8, M1: from so many times its span it is misleading")
    misleading_quantifier: Fraction = _constant(
        _share("1.5"), "K8, M8: from so many times the figure \"more than\" is misleading"
    )
    word_fraction: tuple[Fraction, Fraction] = _constant(
        (_share("1.0"), _share("2.5")), "K9, S5.6: percentage points around a third, a half"
    )
    round_trip: Fraction = _constant(
        _share("0.005"), "K9, S13.6: how near is back where it started"
    )
    market_value_bound: int = _constant(
        3, "K10, S14.3: a market value so many times what prices imply is refuted"
    )
    publication_window_minutes: int = _constant(
        60, "K10, S16.6: before publication, in which a quote is what was reported"
    )
    special_dividend: Fraction = _constant(
        _share("0.10"), "S3.4: of the close before; from there both figures are shown"
    )
    source_conflict: int = _constant(2, "K11, S18.12: times `delta`; further apart sources conflict")
    partial_minutes: int = _constant(30, "K12, S18.2: after the close a bar may be unfinished")
    preliminary_minutes: int = _constant(60, "K12, S18.13: after the close it may be preliminary")
    split_tolerance: Fraction = _constant(
        _share("0.02"), "K12, S18.3: how near a leap is to a split's ratio"
    )
    range_factor: int = _constant(3, "K12, S18.7: times the usual range; further a high is doubtful")
    record_gap_sessions: int = _constant(
        5, "S9.2: sessions that may be missing from a complete history"
    )

    def changes(self) -> dict[str, tuple[str, str]]:
        """Name → (default, value in force) for every constant that was overridden."""
        plain = Policy()
        return {
            f.name: (str(getattr(plain, f.name)), str(getattr(self, f.name)))
            for f in fields(self)
            if getattr(plain, f.name) != getattr(self, f.name)
        }
