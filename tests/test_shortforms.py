"""Short forms: what each string means, worked out by hand, and what must be refused."""

from __future__ import annotations

import random
import re
import shlex
import string
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import pytest

from factcheck.periods import Period, Step, Vague, Window
from factcheck.reading import lexicon
from factcheck.reading.finding import grammar
from factcheck.reading.shortform import ShortForm, Unread, read_short
from factcheck.reading.statement import Item
from factcheck.reading.writing import write_short
from factcheck.statements import UNITS, Direction, Flatness, Hedge, Stated
from factcheck.verifiers import Session, kinds

NAMES = {
    "index": "HSTECH|Hang Seng Tech Index|Hang Seng Index|Hang Seng|HSI|Nikkei 225|Nikkei|CSI 300"
    "|Shanghai Composite|S&P 500|Nasdaq 100|Nasdaq|Dow|FTSE 100|DAX|CAC 40|Kospi|Sensex|Nifty 50"
    "|Hong Kong stocks|ASX 200|STOXX 600|Bovespa|VIX|dollar index",
    "share": "Alibaba|Lenovo|Xiaomi|Tencent|0700.HK|Nvidia|Broadcom|Apple|Tesla|Toyota|Samsung"
    "|Reliance|Infosys|Nestlé|BHP|Ford|HSBC|TSMC",
    "yield": "10-year Treasury yield|2-year Treasury yield|10-year Bund yield|10-year yield",
    "fx": "USD/JPY|EUR/USD|euro|yen|won|sterling|rupee|dollar|Aussie",
    "commodity": "gold|silver|oil|Brent|WTI crude|copper|corn|wheat",
    "crypto": "bitcoin|ether",
}
INVERSE = {"yen", "won", "rupee"}
SYMBOLS = {"0700.HK": "Tencent"}


@dataclass(frozen=True)
class Line:
    symbol: str
    type: str


@dataclass(frozen=True)
class Named:
    start: int
    end: int
    listings: tuple[Line, ...]
    inverse: bool


class Names:
    """A catalogue of a few names, longest first."""

    def __init__(self) -> None:
        pairs = [(name, kind) for kind, names in NAMES.items() for name in names.split("|")]
        self.types = {name.lower(): kind for name, kind in pairs}
        longest = sorted(self.types, key=len, reverse=True)
        self.pattern = re.compile(
            rf"(?<![\w])(?:{'|'.join(map(re.escape, longest))})(?![\w/])", re.I
        )

    def mentions(self, text: str) -> list[Named]:
        return [self._named(match) for match in self.pattern.finditer(text)]

    def _named(self, match: re.Match[str]) -> Named:
        kind = self.types[match[0].lower()]
        symbol = SYMBOLS.get(match[0], match[0])
        return Named(match.start(), match.end(), (Line(symbol, kind),), match[0].lower() in INVERSE)


CATALOGUE = Names()


def read(text: str) -> ShortForm:
    return read_short(text, CATALOGUE)


def meant(notation: str) -> tuple[Item, ...]:
    """`change of='S&P 500' direction=up …; level …`; a bare word is true, `key*=a|b` a list."""
    return tuple(_item(part) for part in notation.split(" ; "))


def _item(part: str) -> Item:
    kind, *words = shlex.split(part)
    item: Item = {"kind": kind}
    for word in words:
        key, given, value = word.partition("=")
        if key.endswith("*"):
            item[key[:-1]] = value.split("|")
        else:
            item[key] = value if given else True
    return item


UP = "direction=up unit=percent"
DOWN = "direction=down unit=percent"

FORMS = [
    # ---------------------------------------------------------------- a move with a number
    ("HSTECH +4.7% on 2025-02-21", f"change of=HSTECH {UP} value=4.7 on=2025-02-21"),
    ("Hang Seng Index +2.9%", f"change of='Hang Seng Index' {UP} value=2.9"),
    ("Alibaba +12.7%", f"change of=Alibaba {UP} value=12.7"),
    ("CSI 300 +1.2%", f"change of='CSI 300' {UP} value=1.2"),
    ("+0.85%", f"change {UP} value=0.85"),
    ("-1.1% on Friday", f"change {DOWN} value=1.1 on=Friday"),
    ("−1.1%", f"change {DOWN} value=1.1"),
    ("–0.3%", f"change {DOWN} value=0.3"),
    ("Nasdaq (-0.5%)", f"change of=Nasdaq {DOWN} value=0.5"),
    ("Lenovo advanced over 12%", f"change of=Lenovo {UP} verb=advanced hedge=more_than value=12"),
    ("Sensex slumped 1.2 per cent", f"change of=Sensex {DOWN} verb=slumped value=1.2"),
    ("the FTSE 100 shed 0.4 pct", f"change of='FTSE 100' {DOWN} verb=shed value=0.4"),
    ("Kospi fell 4.7 percent", f"change of=Kospi {DOWN} verb=fell value=4.7"),
    ("rose three percent", f"change {UP} verb=rose value=3"),
    ("gained a percent", f"change {UP} verb=gained value=1"),
    ("rose half a percent", f"change {UP} verb=rose value=0.5"),
    ("slipped by half a per cent", f"change {DOWN} verb=slipped value=0.5"),
    ("up three quarters of a percent", f"change {UP} value=0.75"),
    ("up two and a half percent", f"change {UP} value=2.5"),
    ("added twenty-five percent", f"change {UP} verb=added value=25"),
    ("4.7% gain", f"change {UP} verb=gain value=4.7"),
    ("a 1.6% drop", f"change {DOWN} verb=drop value=1.6"),
    ("a gain of 2.3% on Monday", f"change {UP} verb=gain value=2.3 on=Monday"),
    ("Monday's 2.3% rally", f"change {UP} verb=rally value=2.3 on=Monday"),
    ("DAX edged 0.2% higher", f"change of=DAX {UP} verb=edged value=0.2"),
    ("DAX inched up 0.1%", f"change of=DAX {UP} verb=inched value=0.1"),
    ("ticked down 0.1%", f"change {DOWN} verb=ticked value=0.1"),
    ("crept 0.4% lower", f"change {DOWN} verb=crept value=0.4"),
    ("was off 4.8 percent", f"change {DOWN} value=4.8"),
    ("3% stronger", f"change {UP} value=3"),
    ("2% higher", f"change {UP} value=2"),
    ("last up 4.4 basis points on the day",
     "change direction=up value=4.4 unit=bp period=day"),
    ("down 1.3%", f"change {DOWN} value=1.3"),
    ("tacked on 0.7%", f"change {UP} verb='tacked on' value=0.7"),
    ("pulled back 2%", f"change {DOWN} verb='pulled back' value=2"),
    ("shot up 12%", f"change {UP} verb='shot up' value=12"),
    ("nosedived 9%", f"change {DOWN} verb=nosedived value=9"),
    ("Tesla has fallen a further 3%", f"change of=Tesla {DOWN} verb=fallen value=3"),
    ("fell another 2%", f"change {DOWN} verb=fell value=2"),
    ("300-point drop", "change direction=down verb=drop value=300 unit=points"),
    ("+300 points", "change direction=up value=300 unit=points"),
    ("Dow fell 1,234 pts", "change of=Dow direction=down verb=fell value=1,234 unit=points"),
    ("Sensex +1,00,000 points", "change of=Sensex direction=up value=1,00,000 unit=points"),
    ("10-year yield +8 bp", "change of='10-year yield' direction=up value=8 unit=bp"),
    ("fell 12.5 bps", "change direction=down verb=fell value=12.5 unit=bp"),
    ("rose 0.2 percentage point", "change direction=up verb=rose value=0.2 unit=pp"),
    ("down 0.778 percentage points", "change direction=down value=0.778 unit=pp"),
    ("fell a quarter of a percentage point", "change direction=down verb=fell value=0.25 unit=pp"),
    ("Brent fell 36 cents", "change of=Brent direction=down verb=fell value=0.36 unit=price"),
    ("up 83p", "change direction=up value=0.83 unit=price"),
    ("lost 4.7 yen", "change direction=down verb=lost value=4.7 unit=price"),
    ("+$1.20", "change direction=up value=1.20 unit=price"),
    ("corn rose 7-1/2 cents a bushel",
     "change of=corn direction=up verb=rose value=0.075 unit=price"),
    ("wheat down 4 1/4 cents", "change of=wheat direction=down value=0.0425 unit=price"),
    ("price rose 5/32", "change direction=up verb=rose value=0.15625 unit=price"),
    # ---------------------------------------------------------------- hedges
    ("rose about 3%", f"change {UP} verb=rose hedge=about value=3"),
    ("rose around 3%", f"change {UP} verb=rose hedge=about value=3"),
    ("rose roughly 3%", f"change {UP} verb=rose hedge=about value=3"),
    ("rose some 300 points", "change direction=up verb=rose hedge=about value=300 unit=points"),
    ("rose approximately 3%", f"change {UP} verb=rose hedge=about value=3"),
    ("up ~0.2%", f"change {UP} hedge=about value=0.2"),
    ("dropped three percent or so", f"change {DOWN} verb=dropped hedge=about value=3"),
    ("rose nearly 3%", f"change {UP} verb=rose hedge=nearly value=3"),
    ("down almost 10%", f"change {DOWN} hedge=nearly value=10"),
    ("rose close to 3%", f"change {UP} verb=rose hedge=nearly value=3"),
    ("just under 3% lower", f"change {DOWN} hedge=nearly value=3"),
    ("rose just shy of 3%", f"change {UP} verb=rose hedge=nearly value=3"),
    ("rose more than 3%", f"change {UP} verb=rose hedge=more_than value=3"),
    ("jumped above 5%", f"change {UP} verb=jumped hedge=more_than value=5"),
    ("a gain exceeding 5%", f"change {UP} verb=gain hedge=more_than value=5"),
    ("gained north of 5%", f"change {UP} verb=gained hedge=more_than value=5"),
    ("up just over 3%", f"change {UP} hedge=more_than value=3"),
    # no fall ends above a level, and nobody gains a level: it is how far
    ("fell over 600 points", f"change {DOWN} verb=fell hedge=more_than value=600 unit=points"),
    ("gained over 600 points", f"change {UP} verb=gained hedge=more_than value=600 unit=points"),
    ("added under 100 points", f"change {UP} verb=added hedge=less_than value=100 unit=points"),
    ("fell under 600 points", f"threshold {DOWN} value=600 unit=points"),
    ("off >1%", f"change {DOWN} hedge=more_than value=1"),
    ("slid at least 5%", f"change {DOWN} verb=slid hedge=at_least value=5"),
    ("no less than 5% higher", f"change {UP} hedge=at_least value=5"),
    ("fell 3% or more", f"change {DOWN} verb=fell hedge=at_least value=3"),
    ("fell less than 1%", f"change {DOWN} verb=fell hedge=less_than value=1"),
    ("fell under 2%", f"change {DOWN} verb=fell hedge=less_than value=2"),
    ("rose no more than 2%", f"change {UP} verb=rose hedge=at_most value=2"),
    ("up as much as 6.8%", f"change {UP} hedge=up_to value=6.8"),
    ("lost up to 3%", f"change {DOWN} verb=lost hedge=up_to value=3"),
    ("rose only 0.1%", f"change {UP} verb=rose value=0.1"),
    ("rose between 2% and 3%", f"change {UP} verb=rose hedge=between value=2 upper=3"),
    ("rose 2 to 3 percent", f"change {UP} verb=rose hedge=between value=2 upper=3"),
    ("Toyota down 2-3%", f"change of=Toyota {DOWN} hedge=between value=2 upper=3"),
    # ---------------------------------------------------------------- multiples and shares
    ("doubled this year", "change direction=up verb=doubled value=2 unit=ratio period=ytd"),
    ("halved", "change direction=down verb=halved value=0.5 unit=ratio"),
    ("more than tripled in two years",
     "change direction=up verb=tripled hedge=more_than value=3 unit=ratio period=2-year"),
    ("nearly doubled since 2020",
     "change direction=up verb=doubled hedge=nearly value=2 unit=ratio period=since:2020"),
    ("fourfold increase", "change direction=up verb=increase value=4 unit=ratio"),
    ("rose 3-fold", "change direction=up verb=rose value=3 unit=ratio"),
    ("lost a third of its value this year", f"change {DOWN} verb=lost value=1/3 period=ytd"),
    ("lost half its value", f"change {DOWN} verb=lost value=1/2"),
    ("plunged by almost half", f"change {DOWN} verb=plunged hedge=nearly value=1/2"),
    ("up two-thirds since January", f"change {UP} value=2/3 period=since:January"),
    ("shed one-quarter of its value", f"change {DOWN} verb=shed value=1/4"),
    # ---------------------------------------------------------------- periods and days
    ("up 1.2% on the day", f"change {UP} value=1.2 period=day"),
    ("fell 3.2% on the week", f"change {DOWN} verb=fell value=3.2 period=week"),
    ("up 5% this week", f"change {UP} value=5 period=week"),
    ("weekly gain of 4.2%", f"change {UP} verb=gain value=4.2 period=week"),
    ("a 4.2% weekly gain", f"change {UP} verb=gain value=4.2 period=week"),
    ("the week's gain to 4.2%", f"change {UP} verb=gain value=4.2 period=week"),
    ("+2% for the month", f"change {UP} value=2 period=month"),
    ("down 6% month to date", f"change {DOWN} value=6 period=month"),
    ("up 12% for the quarter", f"change {UP} value=12 period=quarter"),
    ("up 12.9% year to date", f"change {UP} value=12.9 period=ytd"),
    ("+12.9% YTD", f"change {UP} value=12.9 period=ytd"),
    ("has gained 9% so far this year", f"change {UP} verb=gained value=9 period=ytd"),
    ("down 8% since the start of the year", f"change {DOWN} value=8 period=ytd"),
    ("up 20% for the year", f"change {UP} value=20 period=year"),
    ("12% higher than a year ago", f"change {UP} value=12 period=1-year"),
    ("up 20% from a year earlier", f"change {UP} value=20 period=1-year"),
    ("gained 25 percent over five sessions", f"change {UP} verb=gained value=25 period=5-session"),
    ("rose 8.9% in just five days", f"change {UP} verb=rose value=8.9 period=5-session"),
    ("down 3% in a month", f"change {DOWN} value=3 period=1-month"),
    ("down 3% over the past month", f"change {DOWN} value=3 period=1-month"),
    ("bitcoin tumbled 7% in the past 24 hours",
     f"change of=bitcoin {DOWN} verb=tumbled value=7 period=24-hour"),
    ("+9.56% over the last six weeks", f"change {UP} value=9.56 period=6-week"),
    ("a five-day gain of 6%", f"change {UP} verb=gain value=6 period=5-session"),
    ("up 30% since Oct. 7", f"change {UP} value=30 period='since:Oct. 7'"),
    ("up 30% since late 2021", f"change {UP} value=30 period='since:late 2021'"),
    ("down 3% from Friday's close", f"change {DOWN} value=3 period=since:Friday"),
    ("fell 3% last week", f"change {DOWN} verb=fell value=3 on='last week' period=week"),
    ("gained 8.9% in January", f"change {UP} verb=gained value=8.9 on=January period=month"),
    ("fell 12% in 2022", f"change {DOWN} verb=fell value=12 on=2022 period=year"),
    ("lost 20% in the first quarter of 2020",
     f"change {DOWN} verb=lost value=20 on='the first quarter of 2020' period=quarter"),
    ("rose 1% on February 21, 2025", f"change {UP} verb=rose value=1 on='February 21, 2025'"),
    ("rose 1% on 21 Feb. 2025", f"change {UP} verb=rose value=1 on='21 Feb. 2025'"),
    ("rose 1% on Friday, Feb. 21", f"change {UP} verb=rose value=1 on='Feb. 21'"),
    ("rose 1% yesterday", f"change {UP} verb=rose value=1 on=yesterday"),
    ("overnight the S&P 500 fell 0.4%",
     f"change of='S&P 500' {DOWN} verb=fell value=0.4 on=overnight"),
    # ---------------------------------------------------------------- sessions
    ("CAC 40 closed down 1.3%", f"change of='CAC 40' {DOWN} session=close value=1.3"),
    ("Kospi finished 0.6 percent lower", f"change of=Kospi {DOWN} session=close value=0.6"),
    ("Tesla jumped 9.5% in early trade",
     f"change of=Tesla {UP} verb=jumped value=9.5 session=intraday"),
    ("up 0.3% at midday", f"change {UP} value=0.3 session=intraday"),
    ("rose 0.2% by 0008 GMT", f"change {UP} verb=rose value=0.2 session=intraday"),
    ("up 0.3% at 3 p.m. ET", f"change {UP} value=0.3 session=intraday"),
    ("opened 1.67% higher", f"change {UP} session=open value=1.67"),
    ("premarket up 3%", f"change {UP} session=after_hours value=3"),
    ("fell 4% after hours", f"change {DOWN} verb=fell value=4 session=after_hours"),
    # ---------------------------------------------------------------- a direction
    ("HSI up", "direction of=HSI direction=up"),
    ("Nikkei rose on Thursday", "direction of=Nikkei direction=up verb=rose on=Thursday"),
    ("moved higher", "direction direction=up verb=moved"),
    ("closed lower on Monday", "direction direction=down session=close on=Monday"),
    ("ended flat", "direction direction=flat flatness=flat session=close"),
    ("unchanged", "direction direction=flat flatness=unchanged"),
    ("little changed", "direction direction=flat flatness=little_changed"),
    ("held steady", "direction direction=flat flatness=flat"),
    ("flat on the week", "direction direction=flat flatness=flat period=week"),
    ("down for the year", "direction direction=down period=year"),
    ("posted gains", "direction direction=up verb=gains"),
    ("fell in January", "direction direction=down verb=fell on=January period=month"),
    # ---------------------------------------------------------------- levels
    ("S&P 500 closed at 6,117.52",
     "level of='S&P 500' session=close value=6,117.52 unit=points"),
    ("gold settled at $2,905.25 an ounce",
     "level of=gold session=close value=2,905.25 unit=price"),
    ("10-year yield stood at 4.318%", "level of='10-year yield' value=4.318 unit=percent"),
    ("touched 1.37%", "level session=intraday value=1.37 unit=percent"),
    ("HSI opened at 23,987", "level of=HSI session=open value=23,987 unit=points"),
    ("won quoted at 1,444.1 per dollar", "level of=won value=1,444.1 unit=price"),
    ("Tencent at HK$138.50", "level of=Tencent value=138.50 unit=price"),
    ("Reliance closed at Rs 1,265.40", "level of=Reliance session=close value=1,265.40 unit=price"),
    ("Infosys at ₹1,812", "level of=Infosys value=1,812 unit=price"),
    ("Samsung closed at 56,700 won", "level of=Samsung session=close value=56,700 unit=price"),
    ("BHP at A$40.12", "level of=BHP value=40.12 unit=price"),
    ("euro at $1.0366", "level of=euro value=1.0366 unit=price"),
    ("last at 1.355%", "level value=1.355 unit=percent"),
    ("a previous close of 1,446.6", "level session=close value=1,446.6 on='previous session'"),
    ("closed near 5,000", "level session=close hedge=about value=5,000"),
    ("around $1.05", "level hedge=about value=1.05 unit=price"),
    ("stood at 2,572 as of 0128 GMT", "level value=2,572 session=intraday"),
    ("approaching $100 a barrel", "level hedge=about value=100 unit=price"),
    ("USD/JPY fell to 148.20",
     "direction of=USD/JPY direction=down verb=fell ; level of=USD/JPY value=148.20 unit=price"),
    ("10-year Treasury yield rose to 4.333% from 4.271%",
     "direction of='10-year Treasury yield' direction=up verb=rose"
     " ; level of='10-year Treasury yield' value=4.333 unit=percent"
     " ; level of='10-year Treasury yield' value=4.271 unit=percent on='previous session'"),
    ("up 5% from Thursday", f"change {UP} value=5 period=since:Thursday"),
    ("10-year yield at 4.318%, up from 4.275% on Thursday",
     "level of='10-year yield' value=4.318 unit=percent ; direction of='10-year yield' direction=up"
     " ; level of='10-year yield' value=4.275 unit=percent on=Thursday"),
    ("rose toward 4.55%",
     "direction direction=up verb=rose ; level hedge=about value=4.55 unit=percent"),
    # ---------------------------------------------------------------- thresholds
    ("Nikkei closed above 40,000 for the first time",
     "threshold of=Nikkei session=close direction=up value=40,000 unit=points window=first"),
    ("oil topped $90", "threshold of=oil direction=up value=90 unit=price"),
    ("bitcoin sank below $96,000", "threshold of=bitcoin direction=down value=96,000 unit=price"),
    ("soared past 24,000 on Monday", "threshold direction=up value=24,000 on=Monday"),
    ("broke above 5,000 for the first time since March",
     "threshold direction=up value=5,000 window='since March'"),
    ("surpassed 30,000 for the first time ever",
     "threshold direction=up value=30,000 window=first"),
    ("first close above 5,000 in two years",
     "threshold session=close direction=up value=5,000 window=2-year"),
    ("breaking $20,000 for the first time",
     "threshold direction=up value=20,000 unit=price window=first"),
    ("held above 20,000", "threshold direction=up value=20,000 held"),
    ("stayed below 150 all week", "threshold direction=down value=150 held period=week"),
    ("reclaimed the 40,000 level", "threshold direction=up value=40,000 reclaimed"),
    ("lost the 5,000 mark", "threshold direction=down value=5,000"),
    ("10-year yield rose above 4.5%",
     "threshold of='10-year yield' direction=up value=4.5 unit=percent"),
    ("yen weakened past 150 per dollar",
     "threshold of=yen direction=up value=150 unit=price"),
    ("sterling fell past 1.20", "threshold of=sterling direction=down value=1.20 unit=price"),
    ("dipped under $50 a barrel", "threshold direction=down value=50 unit=price"),
    # ---------------------------------------------------------------- extremes
    ("a new three-year high", "extreme direction=up window=3-year fresh"),
    ("highest since late 2021", "extreme direction=up window='since late 2021'"),
    ("near a ten-year high", "extreme direction=up window=10-year hedge=about"),
    ("a near 15-year high", "extreme direction=up window=15-year hedge=nearly"),
    ("near-ten-year high", "extreme direction=up window=10-year hedge=nearly"),
    ("Xiaomi record high", "extreme of=Xiaomi direction=up window=record"),
    ("both at the highest since late December",
     "extreme of*=both direction=up window='since late December'"),
    ("52-week low", "extreme direction=down window=52-week"),
    ("second highest close in history",
     "extreme direction=up window=record rank=2 session=close"),
    ("gold hit a record high of $2,910.99",
     "extreme of=gold direction=up window=record session=intraday value=2,910.99 unit=price"),
    ("all-time high", "extreme direction=up window=record"),
    ("closed at a record", "extreme direction=up window=record session=close"),
    ("its highest in over four months", "extreme direction=up window=4-month window_hedge=more_than"),
    ("lowest in nearly three years", "extreme direction=down window=3-year window_hedge=nearly"),
    ("highest in about two years", "extreme direction=up window=2-year window_hedge=about"),
    ("weakest in more than two decades", "extreme direction=down window=20-year window_hedge=more_than"),
    ("fell to levels not seen since 2008", "extreme direction=down window='since 2008'"),
    ("fell to a six-week low", "extreme direction=down window=6-week"),
    ("closed at its lowest since Nov. 3",
     "extreme direction=down window='since Nov. 3' session=close"),
    ("highest closing level since June 2021",
     "extreme direction=up window='since June 2021' session=close"),
    ("the highest this year", "extreme direction=up window=ytd"),
    ("year-to-date low", "extreme direction=down window=ytd"),
    ("high of the year", "extreme direction=up window=ytd"),
    ("a multi-year low", "extreme direction=down window=multi-year"),
    ("a new closing high of 18,402.77",
     "extreme direction=up window=record session=close fresh value=18,402.77"),
    ("session low of 7,890", "extreme direction=down window=day value=7,890"),
    ("traded as high as $1,649.60",
     "extreme direction=up window=day session=intraday value=1,649.60 unit=price"),
    ("within striking distance of a record high",
     "extreme direction=up window=record hedge=about"),
    ("highest since the week ending Jan. 10, 2025",
     "extreme direction=up window='since the week ending Jan. 10, 2025'"),
    ("Nikkei's highest-ever close", "extreme of=Nikkei direction=up window=record session=close"),
    # ---------------------------------------------------------------- distances
    ("25% below its record high", f"distance {DOWN} value=25 window=record"),
    ("down 10% from its peak", f"distance {DOWN} value=10"),
    ("19% off its peak", f"distance {DOWN} value=19"),
    ("off 0.35% from its 52-week high of $1842.10",
     f"distance {DOWN} value=0.35 window=52-week reference=1842.10"),
    ("up 37.12% from its 52-week low", f"distance {UP} value=37.12 window=52-week"),
    ("down 18% since hitting a record high of $4,310.55",
     f"distance {DOWN} value=18 window=record reference=4,310.55"),
    ("within 2% of its record high", f"distance {DOWN} value=2 hedge=at_most window=record"),
    ("2% shy of its record", f"distance {DOWN} value=2 window=record"),
    ("more than 40% below its all-time high",
     f"distance {DOWN} value=40 hedge=more_than window=record"),
    # ---------------------------------------------------------------- streaks
    ("sixth straight weekly gain", "streak direction=up value=6 period=week"),
    ("third straight monthly loss", "streak direction=down value=3 period=month"),
    ("rose for a fourth day", "streak direction=up value=4 period=day"),
    ("rose on each of the last five days",
     "streak direction=up value=5 period=day hedge=at_least"),
    ("on track for a sixth weekly gain", "streak direction=up value=6 period=week prospective"),
    ("sixth straight week of advances", "streak direction=up value=6 period=week"),
    ("fell for a third straight session on Friday",
     "streak direction=down value=3 period=day on=Friday"),
    ("rose for seven straight weeks", "streak direction=up value=7 period=week"),
    ("up for six consecutive weeks", "streak direction=up value=6 period=week"),
    ("fell five days in a row", "streak direction=down value=5 period=day"),
    ("a fourth weekly rise in a row", "streak direction=up value=4 period=week"),
    ("four straight gains", "streak direction=up value=4"),
    ("a nine-day losing streak", "streak direction=down value=9 period=day"),
    ("three days of losses", "streak direction=down value=3 period=day"),
    ("extended losses to a third day", "streak direction=down value=3 period=day"),
    ("extended its winning streak to six days", "streak direction=up value=6 period=day"),
    ("back-to-back gains", "streak direction=up value=2"),
    ("6th consecutive quarterly rise", "streak direction=up value=6 period=quarter"),
    ("twenty-first straight gain", "streak direction=up value=21"),
    ("snapped a five-day losing streak", "streak_break direction=down value=5 period=day"),
    ("ending a three-day rally", "streak_break direction=up value=3 period=day"),
    ("set to snap four consecutive sessions of gains",
     "streak_break direction=up value=4 period=day prospective"),
    ("ended a run of six weekly gains", "streak_break direction=up value=6 period=week"),
    ("rebounding from three days of losses", "streak_break direction=down value=3 period=day"),
    ("broke its losing streak", "streak_break direction=down"),
    ("best winning streak since May 2020",
     "streak_superlative direction=up window='since May 2020'"),
    ("longest winning streak since March",
     "streak_superlative direction=up window='since March'"),
    ("longest weekly losing streak in a decade",
     "streak_superlative direction=down period=week window=10-year"),
    ("longest run of monthly gains on record",
     "streak_superlative direction=up period=month window=record"),
    # ---------------------------------------------------------------- superlatives
    ("biggest one-day gain since October",
     "superlative direction=up period=day window='since October'"),
    ("worst week since March 2020",
     "superlative direction=down period=week window='since March 2020'"),
    ("best first quarter in five years",
     "superlative direction=up period=quarter like='first quarter' window=5-year"),
    ("worst January since 2009",
     "superlative direction=down period=month like=January window='since 2009'"),
    ("fell the most since 2008", "superlative direction=down window='since 2008'"),
    ("steepest monthly fall in two years",
     "superlative direction=down period=month window=2-year"),
    ("largest point gain ever", "superlative direction=up unit=points window=record"),
    ("biggest daily percentage drop since 1987",
     "superlative direction=down period=day unit=percent window='since 1987'"),
    ("biggest weekly gain in more than two years",
     "superlative direction=up period=week window=2-year window_hedge=more_than"),
    ("record one-day gain", "superlative direction=up period=day window=record"),
    ("set for its best week since November",
     "superlative direction=up period=week window='since November' prospective"),
    # ---------------------------------------------------------------- comparisons and ranks
    ("outperformed the S&P 500", "comparison direction=up than*='S&P 500'"),
    ("beat the Nasdaq by 3 percentage points",
     "comparison direction=up than*=Nasdaq value=3 unit=points"),
    ("Ford lagged the S&P 500 by 1.5% this year",
     "comparison of=Ford direction=down than*='S&P 500' value=1.5 unit=percent period=ytd"),
    ("Nasdaq outpaced the Dow and the S&P 500",
     "comparison of=Nasdaq direction=up than*='Dow|S&P 500'"),
    ("biggest gainer on the FTSE 100", "rank direction=up value=1 among*='FTSE 100'"),
    ("topped the FTSE 100", "rank direction=up value=1 among*='FTSE 100'"),
    ("second-biggest loser on the Dow", "rank direction=down value=2 among*=Dow"),
    ("among the top gainers on the S&P 500", "rank direction=up among*='S&P 500'"),
    ("Lenovo top gainer among Alibaba, Xiaomi and Tencent",
     "rank of=Lenovo direction=up value=1 among*=Alibaba|Xiaomi|Tencent"),
    ("led the decliners", "rank direction=down value=1"),
    # ---------------------------------------------------------------- the rarer kinds
    ("pared gains", "reversal path=pared direction=down"),
    ("erased early losses", "reversal path=erased direction=up"),
    ("reversed earlier losses", "reversal path=reversed direction=up"),
    ("gave up its gains", "reversal path=erased direction=down"),
    ("turned negative", "reversal path=turned direction=down"),
    ("HSI rose 3% on Friday and 5% for the week",
     f"change of=HSI {UP} verb=rose value=3 on=Friday ; "
     f"change of=HSI {UP} verb=rose value=5 on=Friday period=week"),
    ("HSI rose 5% for the week and 3% on Friday",
     f"change of=HSI {UP} verb=rose value=5 on=Friday period=week ; "
     f"change of=HSI {UP} verb=rose value=3 on=Friday"),
    ("HSI fell 1%, or 300 points, on Friday and 2% for the week",
     f"change of=HSI {DOWN} verb=fell value=1 on=Friday ; "
     "change of=HSI direction=down unit=points verb=fell value=300 on=Friday ; "
     f"change of=HSI {DOWN} verb=fell value=2 on=Friday period=week"),
    ("for the week, HSI was up 2% on Friday",
     f"change of=HSI {UP} value=2 on=Friday period=week"),
    ("HSI rose 3% last week and fell 2% this week",
     f"change of=HSI {UP} verb=rose value=3 on='last week' period=week ; "
     f"change of=HSI {DOWN} verb=fell value=2 period=week"),
    ("HSI rose 3% in March, up 5% this year",
     f"change of=HSI {UP} verb=rose value=3 on=March period=month ; "
     f"change of=HSI {UP} value=5 period=ytd"),
    ("HSI gave back all of its gains for the year",
     "reversal of=HSI path=erased direction=down period=year"),
    ("HSI has given back all of its gains this year",
     "reversal of=HSI path=erased direction=down period=ytd"),
    ("HSI erased its 2024 gains", "reversal of=HSI path=erased direction=down period=from:2024"),
    ("HSI recouped March's losses", "reversal of=HSI path=erased direction=up period=from:March"),
    ("HSI erased Monday's losses", "reversal of=HSI path=erased direction=up period=from:Monday"),
    ("HSI erased losses on Monday", "reversal of=HSI path=erased direction=up on=Monday"),
    ("HSI recouped the previous session's losses", "reversal of=HSI path=erased direction=up"),
    ("HSI is back where it started the year",
     "reversal of=HSI path=erased direction=flat period=year"),
    ("HSI came full circle in May",
     "reversal of=HSI path=erased direction=flat on=May period=month"),
    ("HSI rose 4% on Monday and gave it all back on Tuesday",
     f"change of=HSI {UP} verb=rose value=4 on=Monday ; "
     "reversal of=HSI path=erased direction=down on=Tuesday period=from:Monday"),
    ("HSI fell 5% in March, recouping it all in April",
     f"change of=HSI {DOWN} verb=fell value=5 on=March period=month ; "
     "reversal of=HSI path=erased direction=up on=April period=from:March"),
    ("HSI rose 4% and gave it all back",
     f"change of=HSI {UP} verb=rose value=4 ; reversal of=HSI path=erased direction=down"),
    ("HSI rose 2% from 100 to 102",
     f"change of=HSI {UP} verb=rose value=2 ; "
     "level of=HSI value=100 on='previous session' unit=points ; level of=HSI value=102 unit=points"),
    ("finished above session lows", "reversal path=off_low direction=up session=close"),
    ("rebounded from losses", "reversal path=rebounded direction=up"),
    ("is in a bear market", "state state=bear_market direction=down"),
    ("entered a correction", "state state=correction direction=down entered"),
    ("slipped into correction territory", "state state=correction direction=down entered"),
    ("golden cross", "state state=golden_cross direction=up"),
    ("crossed above its 200-day moving average",
     "state state=moving_average direction=up window=200-session entered"),
    ("closed below the 50-day average",
     "state state=moving_average direction=down window=50-session session=close"),
    ("seven of the past nine sessions", "frequency value=7 period=9-session unit=count"),
    ("rose in six of the last seven weeks",
     "frequency direction=up value=6 period=7-week unit=count"),
    ("fifth drop in the last six days",
     "frequency direction=down value=5 period=6-session unit=count"),
    ("its first weekly gain in four weeks",
     "frequency direction=up value=1 period=4-week unit=count"),
    ("gained for six of the last eight months",
     "frequency direction=up value=6 period=8-month unit=count"),
    ("seventh record high this year",
     "frequency direction=up value=7 window=record period=ytd unit=count"),
    ("volume 50% above its 30-day average",
     "volume direction=up value=50 unit=percent window=30-session"),
    ("16.1 billion shares traded", "volume value='16.1 billion' unit=count"),
    ("turnover of HK$200 billion", "volume value='200 billion' unit=hkd"),
    ("heaviest volume since March", "volume direction=up window='since March'"),
    ("trading volume rose 15%", "volume direction=up value=15 unit=percent"),
    ("507 shares advanced, while 372 declined",
     "breadth direction=up value=507 unit=count ; breadth direction=down value=372 unit=count"),
    ("advancers led decliners by 70 to 40",
     "breadth direction=up value=70 unit=count ; breadth direction=down value=40 unit=count"),
    ("most stocks rose", "breadth direction=up hedge=more_than"),
    ("all 11 sectors fell", "breadth direction=down value=11 unit=count"),
    ("the rally added more than $1.3 trillion in a month",
     "market_cap direction=up hedge=more_than value='1.3 trillion' unit=usd period=1-month"),
    ("added Rs 1.5 lakh crore", "market_cap direction=up value='1.5 lakh crore' unit=inr"),
    ("lost $100bn in market value", "market_cap direction=down value='100 billion' unit=usd"),
    ("market value of $3.12 trillion", "market_cap value='3.12 trillion' unit=usd"),
    ("market cap topped $3 trillion",
     "market_cap direction=up hedge=more_than value='3 trillion' unit=usd"),
    ("wiped €40 billion off the DAX",
     "market_cap of=DAX direction=down value='40 billion' unit=eur"),
    ("spread widened 3 basis points to 109 bps",
     "spread direction=up value=3 unit=bp ; spread value=109 unit=bp"),
    ("spread between the 10-year Bund yield and the 2-year Treasury yield of 50 bp",
     "spread of='10-year Bund yield' than*='2-year Treasury yield' value=50 unit=bp"),
    ("yield curve flattened about 5 basis points on the day",
     "spread direction=down hedge=about value=5 unit=bp period=day"),
    # ---------------------------------------------------------------- several in one string
    ("closed at 23,477.92, up 3.99%",
     f"level session=close value=23,477.92 ; change {UP} session=close value=3.99"),
    ("lost 412.85 points, or 0.7%, to close at 76,204.15",
     "change direction=down verb=lost session=close value=412.85 unit=points"
     f" ; change {DOWN} verb=lost session=close value=0.7 ; level session=close value=76,204.15"),
    ("climbed 4.7% to a new three-year high",
     f"change {UP} verb=climbed value=4.7 ; extreme direction=up window=3-year fresh"),
    ("rose 17.87 points, or 0.3%, to 6,944.47",
     "change direction=up verb=rose value=17.87 unit=points"
     f" ; change {UP} verb=rose value=0.3 ; level value=6,944.47"),
    ("Sensex closed 640 points, or 1.22 percent, higher",
     "change of=Sensex direction=up session=close value=640 unit=points"
     f" ; change of=Sensex {UP} session=close value=1.22"),
    ("yields rose 8 basis points to 4.21%",
     "change direction=up verb=rose value=8 unit=bp ; level value=4.21 unit=percent"),
    ("jumped 5.2%, the most since March",
     f"change {UP} verb=jumped value=5.2 ; superlative direction=up window='since March'"),
    ("up 3.2% for the week, its best since May",
     f"change {UP} value=3.2 period=week"
     " ; superlative direction=up period=week window='since May'"),
    ("rose 1.2% on Monday after a 2.3% drop on Friday",
     f"change {UP} verb=rose value=1.2 on=Monday ; change {DOWN} verb=drop value=2.3 on=Friday"),
    ("gold rose 1% for the week and 5% for the month",
     f"change of=gold {UP} verb=rose value=1 period=week"
     f" ; change of=gold {UP} verb=rose value=5 period=month"),
    ("S&P 500 +0.2%, Nasdaq +0.5%",
     f"change of='S&P 500' {UP} value=0.2 ; change of=Nasdaq {UP} value=0.5"),
    ("the Dow gained 1%, the S&P 500 0.8% and the Nasdaq 0.5%",
     f"change of=Dow {UP} verb=gained value=1 ; change of='S&P 500' {UP} verb=gained value=0.8"
     f" ; change of=Nasdaq {UP} verb=gained value=0.5"),
    ("For the week, the S&P 500 fell 1.2% and the Dow 0.9%",
     f"change of='S&P 500' {DOWN} verb=fell value=1.2 period=week"
     f" ; change of=Dow {DOWN} verb=fell value=0.9 period=week"),
    ("Tesla and Ford climbed 2.4% and 3.1%, respectively",
     f"change of=Tesla {UP} verb=climbed value=2.4"
     f" ; change of=Ford {UP} verb=climbed value=3.1"),
    ("Apple, Tesla and Nvidia rose more than 2% each",
     f"change of*=Apple|Tesla|Nvidia {UP} verb=rose hedge=more_than value=2"),
    ("Nasdaq and S&P 500 +1%", f"change of*='Nasdaq|S&P 500' {UP} value=1"),
    ("both indexes fell 2%", f"change of*='both indexes' {DOWN} verb=fell value=2"),
    ("rose 3% and is on track for a sixth weekly gain",
     f"change {UP} verb=rose value=3 ; streak direction=up value=6 period=week prospective"),
    ("led the decliners, falling 3.5%",
     f"rank direction=down value=1 ; change {DOWN} verb=falling value=3.5"),
    # ---------------------------------------------------------------- a day in the middle
    ("topped $31,000 on Wednesday for the first time",
     "threshold direction=up value=31,000 unit=price window=first on=Wednesday"),
    ("rose on Friday for a fourth day", "streak direction=up value=4 period=day on=Friday"),
    ("closed Friday up 3%", f"change {UP} session=close value=3 on=Friday"),
    ("fell on Tuesday to its lowest since May",
     "extreme direction=down window='since May' on=Tuesday"),
    ("52-week low of $1712.40 hit Tuesday, March 12, 2024",
     "extreme direction=down window=52-week value=1712.40 unit=price on='March 12, 2024'"),
    ("ended the week down 3%", f"change {DOWN} session=close period=week value=3"),
    ("closing at a 10.68% gain", f"change {UP} session=close verb=gain value=10.68"),
    ("up 41% from 52 weeks ago", f"change {UP} value=41 period=52-week"),
    ("worst Monday since March",
     "superlative direction=down period=day like=Monday window='since March'"),
    ("most stocks in the S&P 500 rose",
     "breadth of='S&P 500' direction=up hedge=more_than"),
    # ---------------------------------------------------------------- subjects
    ("both the Dow and the S&P 500 fell 2%", f"change of*='Dow|S&P 500' {DOWN} verb=fell value=2"),
    ("HSTECH – up 4.7%", f"change of=HSTECH {UP} value=4.7"),
    ("10-year yield closed at 4.318% at 3 p.m. ET",
     "level of='10-year yield' session=close value=4.318 unit=percent"),
    ("HSI rose 2% in May", f"change of=HSI {UP} verb=rose value=2 on=May period=month"),
    ("a 3% gain for gold", f"change of=gold {UP} verb=gain value=3"),
    ("Tencent (0700.HK) +3%", f"change of=Tencent {UP} value=3"),
    ("dollar rose 0.5% against the yen", f"change of=dollar/yen {UP} verb=rose value=0.5"),
    ("yen fell 0.5% against the dollar", f"change of=yen {DOWN} verb=fell value=0.5"),
    ("Germany's DAX rose 1%", f"change of=DAX {UP} verb=rose value=1"),
    ("Nestlé fell 2%", f"change of=Nestlé {DOWN} verb=fell value=2"),
    ("gold rose 3%, according to HSBC", f"change of=gold {UP} verb=rose value=3 attributed"),
    ("HSTECH rose 3%, HSBC said", f"change of=HSTECH {UP} verb=rose value=3 attributed"),
    ("Tencent rose 3% after strong earnings", f"change of=Tencent {UP} verb=rose value=3"),
    ("HSTECH advanced on Friday, powered by optimism",
     "direction of=HSTECH direction=up verb=advanced on=Friday"),
]  # fmt: skip

OPINIONS = [
    "valuations look cheap",
    "an analyst calls valuations cheap",
    "powered by AI optimism",
    "analysts expect the Nikkei to rise 5%",
    "Nikkei could hit 45,000",
    "Nikkei may rise 5%",
    "the sector looks overvalued",
    "sentiment has improved",
    "a powerful catalyst",
]

REFUSED = [
    (
        "HSTECH clmbed 4.7%",
        "from 'clmbed 4.7%': read 'HSTECH' as an instrument; did you mean 'climbed'",
    ),
    ("HSI rose 3% lower", "'rose' says up and 'lower' says down"),
    ("HSI rose 3% and fell 2%", "'rose 3%' and 'fell 2%' are two numbers for one move"),
    ("HSI rose 3% and 4%", "two numbers for one move"),
    ("fell to a three-year high", "'fell' says down and 'high' says up"),
    ("best loss since May", "'best' says up and 'loss' says down"),
    ("up 5% from its record high", "below a high or above a low"),
    ("HSI did not rise 3%", "from 'not rise 3%'"),
    ("HSI failed to close above 20,000", "what did not happen is not read"),
    ("4.7%", "say which way"),
    ("HSI 4.7%", "read 'HSI' as an instrument; say which way"),
    ("300 points", "say which way"),
    ("23,477.92", "say what the number is"),
    ("HSI", "read 'HSI' as an instrument, but no statement about it"),
    ("on Friday", "no statement about it"),
    ("HSI on 2025-02-21", "no statement about it"),
    ("the", "it states nothing about a price"),
    ("weekly", "no statement about it"),
    ("", "an empty short form"),
    ("   ", "an empty short form"),
    ("HSI rose 4,7%", "write numbers like 4.7"),
    ("HSI rose 1,23,4%", "write numbers like 4.7"),
    ("gold at $4,126.36.80", "from '$4,126.36.80'"),
    ("HSI rose 4.7bananas", "from '4.7bananas'"),
    (
        "HSI rose 3% to the moon",
        "from 'moon': read 'HSI' as an instrument and 'rose 3%' as a change",
    ),
    ("HSI +", "from '+'"),
    ("best winning streak", "since when"),
    ("highest", "say since when: 'highest since late 2021'"),
    ("biggest gain", "since when"),
    ("the most since 2008", "say what moved"),
    ("longest losing streak since the pandemic", "say since when"),
    ("up 30% since the pandemic", "after 'since' a date is wanted"),
    ("highest since February 30", "there is no such day"),
    ("+4.7% on 2025-02-30", "there is no such day"),
    ("+4.7% on 2025-13-01", "from '2025-13-01'"),
    ("Tencent Alibaba +3%", "names two instruments"),
    ("rose rose 3%", "runs two statements together"),
    ("breached 5,000", "say above or below"),
    ("rose 3% on Monday on Tuesday", "two days"),
    ("sixth weekly gain this year", "does not go with a streak"),
    ("rose 3% on the week on the month", "two periods, week and month"),
    ("six in a row", "from 'six in a row'"),
    ("414 points or so what", "from '414 points or so what'"),
    ("HSI rose 3% \u202egnihtemos", "reorders the text"),
    ("Foobar Corp rose 3%", "from 'Foobar Corp rose 3%'"),
    ("HSI rose, versus the Nasdaq's 1% drop", "to compare, write 'outperformed Nasdaq'"),
    ("gold retreated from a record high", "from 'from a record high'"),
    ("U.S. Alibaba +3%", "from 'U.S. Alibaba +3%'"),
    ("Nikkei rose 3%, DAX", "nothing is said of 'DAX'"),
    ("closed at 5,000 in early trade", "'in early trade' does not go with a close"),
    ("+4.7% lower", "runs two statements together"),
    ("Nasdaq futures rose 1%", "from 'futures rose 1%': read 'Nasdaq' as an instrument"),
    ("Apple bonds fell 1%", "from 'bonds fell 1%'"),
    ("gold stocks rallied 2.7%", "from 'stocks rallied 2.7%'"),
    ("Apple's market share rose 2%", "from 'share rose 2%'"),
    ("Tencent's revenue rose 3%", "from 'revenue rose 3%'"),
    ("as expected, HSI rose 3%", "from 'expected, HSI rose 3%'"),
    ("HSI rose 3% and could hit 25,000", "from 'could hit 25,000'"),
    ("HSI could hit 25,000 after rising 3%", "from 'could hit 25,000 after rising 3%'"),
    ("rose 3% this week to 105 from 100", "of which day the level is"),
    ("HSI rose from 100 to 120 and back to 100", "'from 100' has no day to measure it from"),
    ("HSI is back where it started", "'where it started' has no day to measure it from; say since"),
    ("HSI erased its gains since the election", "from 'election'"),
    ("HSI rose 3% on Friday after rising 50% in March, back where it started", "say since when"),
    ("rose 3% " + "x" * 2_000, "2,008 characters; at most 2,000"),
]


@pytest.mark.parametrize(("text", "means"), FORMS)
def test_a_short_form_means(text: str, means: str) -> None:
    form = read(text)
    assert form.items == meant(means)
    assert not form.opinion


@pytest.mark.parametrize("text", OPINIONS)
def test_an_opinion_states_nothing_to_check(text: str) -> None:
    assert read(text) == ShortForm((), (), opinion=True)


@pytest.mark.parametrize(("text", "sentence"), REFUSED)
def test_what_cannot_be_read_says_how_far_it_was_read(text: str, sentence: str) -> None:
    with pytest.raises(Unread) as raised:
        read(text)
    assert sentence in str(raised.value)
    assert str(raised.value).isprintable()


# ------------------------------------------------------------------------------------- the values


READERS = {
    "value": Stated.parse,
    "upper": Stated.parse,
    "reference": Stated.parse,
    "direction": Direction,
    "hedge": Hedge,
    "flatness": Flatness,
    "session": Session,
    "window": Window.parse,
}
STEPPED = ("streak", "streak_break", "streak_superlative", "superlative")
EXTRA = {"kind", "of", "on", "verb", "prospective", "attributed", "window_hedge", "like", "total"}


def every_item() -> Iterator[tuple[str, Item]]:
    for text, _ in FORMS:
        for item in read(text).items:
            yield text, item


def test_every_value_is_spelled_as_its_type_reads_it() -> None:
    for _, item in every_item():
        for key, reader in READERS.items():
            if key in item:
                reader(str(item[key]))
        if "period" in item:
            (Step if item["kind"] in STEPPED else Period.parse)(str(item["period"]))


def test_every_unit_is_one_of_the_units_or_a_currency() -> None:
    for _, item in every_item():
        unit = item.get("unit", "percent")
        assert unit in UNITS or (item["kind"] in ("market_cap", "volume") and len(str(unit)) == 3)


def test_every_key_is_a_key_of_its_kind() -> None:
    for text, item in every_item():
        hedged = {"hedge"} if str(item["kind"]).endswith("superlative") else set[str]()
        known = set(kinds()[str(item["kind"])].keys()) | EXTRA | hedged
        assert set(item) <= known, text


def test_every_day_is_a_date_phrase_or_names_a_session() -> None:
    for _, item in every_item():
        if item.get("on") not in (None, "overnight", "previous session"):
            Vague.parse(str(item["on"]))


def test_every_kind_is_among_the_forms_and_its_example_is_read() -> None:
    assert {str(item["kind"]) for _, item in every_item()} == set(kinds())
    for kind, verifier in kinds().items():
        assert {item["kind"] for item in read(verifier.example).items} == {kind}


def test_every_number_stands_in_the_text() -> None:
    words = [*lexicon.NUMBERS, *lexicon.ORDINALS, *lexicon.FRACTIONS, *lexicon.FOLDS, "a ", "fold"]
    words += ["doubl", "tripl", "halv", "back-to-back", "biggest", "topped", "led", "top gainer"]
    for text, item in every_item():
        value = str(item.get("value", "")).partition(" ")[0]
        figures = {Fraction(n.replace(",", "")) for n in re.findall(r"\d+(?:[.,]\d+)*", text)}
        plain = Fraction(value.replace(",", "")) if value else None
        spelled = any(word in text.lower() for word in words)
        scaled = {n * f for n in figures for f in (1, 100, Fraction(1, 100))}
        assert plain is None or plain in scaled or spelled or "/" in text, text


# --------------------------------------------------------------------------------------- properties


RESPELLINGS = {
    "composed": lambda text: unicodedata.normalize("NFC", text),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "minus sign": lambda text: re.sub(r"(?<!\w)-(?=[\d$])", "−", text),
    "no-break space": lambda text: text.replace(" ", "\u00a0"),
    "thin space": lambda text: text.replace(" ", "\u2009"),
    "no-break hyphen": lambda text: re.sub(r"(?<=[a-z\d])-(?=[a-z])", "\u2011", text),
    "per cent": lambda text: re.sub(r"(?<=\d)%", " per cent", text),
    "curly quotes": lambda text: text.replace("'", "’"),
    "zero width space": lambda text: text.replace(" ", " \u200b"),
    "full stop": lambda text: f"{text}.",
}


@pytest.mark.parametrize("respell", RESPELLINGS.values(), ids=RESPELLINGS)
def test_another_spelling_means_the_same(respell: object) -> None:
    assert callable(respell)
    for text, _ in FORMS:
        if not (text.endswith("p") and respell is RESPELLINGS["full stop"]):
            assert read(respell(text)).items == read(text).items, text


def test_spans_lie_inside_the_text_and_in_order() -> None:
    for text, _ in FORMS:
        form = read(text)
        assert len(form.spans) == len(form.items)
        for (start, end), (after, _) in zip(
            form.spans, [*form.spans[1:], (len(text), 0)], strict=True
        ):
            assert 0 <= start < end <= after
            assert text[start:end] == text[start:end].strip()


def test_spans_are_of_the_text_as_written() -> None:
    text = unicodedata.normalize("NFD", "Nestlé") + " \u200bfell\u00a02%"
    ((start, end),) = read(text).spans
    assert text[start:end] == "fell\u00a02%"


def test_what_is_written_reads_back() -> None:
    written = 0
    for text, item in every_item():
        if item.get("of") == "dollar/yen":
            continue  # a pair that this small catalogue does not hold
        try:
            short = write_short(item)
        except ValueError:
            continue
        written += 1
        assert read(short).items == (item,), f"{text} → {short}"
    assert written > 200


def test_starting_to_read_imports_nothing_heavy() -> None:
    heavy = "numpy pandas pydantic yaml difflib factcheck.periods factcheck.verifiers"
    modules = f"set('{heavy}'.split()) & set(sys.modules)"
    script = f"import sys, factcheck.reading.shortform as s; print({modules})"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_there_is_no_short_form_for_what_it_could_not_say() -> None:
    with pytest.raises(ValueError, match="no short form for 'breadth'"):
        write_short({"kind": "breadth", "direction": "up"})
    with pytest.raises(ValueError, match="a change with attributed"):
        write_short({"kind": "change", "value": "3", "attributed": True})


def test_random_text_is_read_or_refused() -> None:
    chance = random.Random(20250221)
    words = [entry.words for found in lexicon.entries().values() for entry in found]
    for _ in range(2_000):
        chosen = [" ".join(chance.choice(words)) for _ in range(chance.randint(1, 9))]
        chosen += chance.choices(["4.7%", "2025", "$3 bn", "HSI", "three", "a", "Jan. 3"], k=2)
        chance.shuffle(chosen)
        _read_or_refuse(" ".join(chosen))


def test_random_characters_are_read_or_refused() -> None:
    chance = random.Random(7)
    letters = string.printable + "%€£¥₹½é\u0301\u200b\u200f\u202e\u2212–—’“\x00\ud800\U0001f4c8٤４"
    for _ in range(2_000):
        _read_or_refuse("".join(chance.choices(letters, k=chance.randint(1, 40))))


def _read_or_refuse(text: str) -> None:
    try:
        form = read(text)
    except Unread as error:
        assert str(error).isprintable()
    else:
        assert all(0 <= start < end <= len(text) for start, end in form.spans)


@pytest.mark.parametrize(
    "text",
    [
        "+4.7% " * 300,
        "up " * 650,
        "a third " * 240,
        "since " * 330,
        "1/2" * 600,
        "," * 2_000,
        "-" * 2_000,
        "9" * 2_000,
        "1," * 1_000,
        "(" * 2_000,
        "e\u0301" * 1_000,
        "\u200b" * 2_000,
        "more than " * 200,
        "HSI and " * 250,
        "the first quarter of " * 95,
    ],
    ids=lambda text: text[:12].strip() or "invisible",
)
def test_hostile_text_is_read_or_refused(text: str) -> None:
    _read_or_refuse(text[:2_000])


@pytest.mark.parametrize("part", ["rose 4.7% to a new three-year high, ", "up ", "more than "])
def test_reading_takes_time_in_proportion(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = 0
    original = type(grammar()._start(None)).step

    def counted(self: object, types: frozenset[str]) -> object:
        nonlocal steps
        steps += 1
        return original(self, types)  # type: ignore[arg-type]

    monkeypatch.setattr(type(grammar()._start(None)), "step", counted)
    counts = []
    for length in (500, 1_000):
        steps = 0
        _read_or_refuse((part * length)[:length])
        counts.append(steps)
    assert counts[1] < 2.5 * counts[0]
