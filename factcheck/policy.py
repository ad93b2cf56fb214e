"""K1…K12: every number that is a choice and not a fact, each with the rule that uses it (S19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from fractions import Fraction
from types import MappingProxyType


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


@dataclass(frozen=True)
class Policy:
    """The constants of S19. Shares are fractions of 1; spans are calendar days unless named."""

    contract_spread: Fraction = _share("0.01")  # S3.8: a metal for delivery in another month
    round_amount_cap: Fraction = _share("0.05")  # K1, S5.2
    round_level_cap: Fraction = _share("0.01")  # K1, S5.2
    double_rounding: Fraction = _share("1/20")  # K1, S5.2: of the unit u
    unchanged: tuple[Fraction, Fraction] = (_share("0.005"), _share("0.05"))  # K2, S5.4, percent
    flat: tuple[Fraction, Fraction] = (_share("0.05"), _share("0.15"))  # K2
    little_changed: tuple[Fraction, Fraction] = (_share("0.15"), _share("0.30"))  # K2
    delta: Mapping[str, Fraction] = field(default_factory=lambda: DELTA)  # K3, S2.5
    about: tuple[Fraction, Fraction] = (_share("0.05"), _share("0.10"))  # K4, S5.5
    about_level: tuple[Fraction, Fraction] = (_share("0.01"), _share("0.02"))  # K4
    strict_slack: Fraction = _share("1/10")  # K4: of the unit u
    span_slack: Fraction = _share("0.03")  # K5, S9.4
    span_slack_days: int = 31  # K5
    grace_days: Mapping[str, int] = field(  # K6, S4.8
        default_factory=lambda: MappingProxyType({"year": 7, "month": 3, "day": 0})
    )
    near: tuple[Fraction, Fraction] = (_share("0.03"), _share("0.06"))  # K7, S9.7
    understated_by: int = 1  # K8, S9.4: periods
    misleading_span: int = 2  # K8, M1
    misleading_quantifier: Fraction = _share("1.5")  # K8, M8
    word_fraction: tuple[Fraction, Fraction] = (_share("1.0"), _share("2.5"))  # K9, S5.6, points
    round_trip: Fraction = _share("0.005")  # K9, S13.6
    market_value_bound: int = 3  # K10, S14.3
    publication_window_minutes: int = 60  # K10, S16.6
    special_dividend: Fraction = _share("0.10")  # S3.4: of the close before
    source_conflict: int = 2  # K11, S18.12: times delta
    partial_minutes: int = 30  # K12, S18.2
    preliminary_minutes: int = 60  # K12, S18.13
    split_tolerance: Fraction = _share("0.02")  # K12, S18.3
    range_factor: int = 3  # K12, S18.7: times the usual range
    record_gap_sessions: int = 5  # S9.2: sessions that may be missing from a complete history

    def changes(self) -> dict[str, tuple[str, str]]:
        """Name → (default, value in force) for every constant that was overridden."""
        plain = Policy()
        return {
            f.name: (str(getattr(plain, f.name)), str(getattr(self, f.name)))
            for f in fields(self)
            if getattr(plain, f.name) != getattr(self, f.name)
        }
