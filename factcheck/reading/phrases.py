"""How each kind of claim is worded: tables of phrases in the notation of `notation.py`.

The longest phrase wins, then the earlier table, then the earlier line.
"""

from __future__ import annotations

PARTS = {
    "HEDGE": "hedge | over | under | above | near | ashigh",
    "LOOSE": "ormore | orless | orso",
    "AMT": "pct | pts | bps | pp | money | frac",
    "TOP": "(pct | pts | bps | pp | money)>upper=value>unit",
    "HEDGED": "fresh>? HEDGE? AMT LOOSE? | between (AMT | num) and TOP | num (to | dash)>hedge TOP"
    " | AMT dash>hedge TOP",
    "VALUE": "num | year | money | pct | pts | bps",
    "PLAIN": "num | year | money",
    "LEVEL": "(hedge | near | over | under)? VALUE LOOSE?",
    "LEVELN": "(hedge | near)? PLAIN LOOSE?",
    "DATEW": "date>window | year>window",
    "SPANHEDGE": "(hedge | over | under | near)>window_hedge=hedge",
    "WINDOW": "since DATEW | (in | for | over | of) last? SPANHEDGE? span>window"
    " | in last unit>window=length | ever"
    " | thisyear>window | in year>window=own",
    "STEP": "uadj>period=step | span>period=length",
    "HIGH": "SPANHEDGE? (near>hedge=near)? span>window (end | intraday)? xnoun"
    " | (record | multi | thisyear>window | year>window=own | day) (end | intraday)? xnoun"
    " | end record xnoun",
    "AT": "(of | at) (hedge | near | over)? VALUE | above PLAIN | (comma)? PLAIN",
    "HITON": "(touch> | reach) (on | in)? date",
    "IN": "move>direction to | creep way? to | to? touch | reach | extend | (end | open) (at | to)?"
    " | stand at | at | to",
    "REFLEVEL": "(of (hedge | near)> | of)? (num | year | money | pct | pts)>reference=value",
    "REF": "HIGHREF REFLEVEL? (REFDAY)?",
    "REFDAY": "(touch> | reach>) (on> | in>)? date>_ref_on=on | (on> | at>) date>_ref_on=on",
    "HIGHREF": "date>_dated=on (end | intraday)? (xnoun> | record>)"
    " | (span>window | record | multi | thisyear>window | year>window=own | day)?"
    " (end | intraday)? xnoun>_ref=direction | record>window>_ref=up",
    "OWN": "early | thisyear>period | (uadj | unit)>period | since date>period | year>_of=own"
    " | date>_of=on",
    "FIRST": "first | firstsince since DATEW | firstsince in last? span>window",
    "MOVER": "move>direction | way>direction | (end | creep | open) way>direction"
    " | extend (win>direction run | move>direction | run of move>direction)",
    "RSET": "(on | in | of | among | for) PEER (comma? PEER)? (comma? PEER)? (comma? PEER)?"
    " (comma? and PEER)?",
    "PEER": "name>among=text",
    "GULF": "spread (between> name>of=text and name>than=text | over> name>than=text)?",
    "GAP": "pct | pts | bps | money | pp>value=raw>unit=raw_unit",
}
CHANGE = (
    "(end | open | stand | creep | after)? sign AMT",
    "(reach)? move way? by? HEDGED way? (of? value)?",
    "(reach)? creep>verb way by? HEDGED",
    "creep>verb by? HEDGED way",
    "(end | open | stand | last | after)? HEDGED (way | gone)",
    "gone>direction by HEDGED",
    "lift>direction HEDGE? pct",
    "(end | open | stand | last | after)? way by? HEDGED",
    "reach? HEDGED (uadj>period | span>period)? pctword? move",
    "reach? HEDGED ptword? move",
    "reach? (uadj | unit | span | thisyear)>period move (of | to | at) HEDGED",
    "reach? move of HEDGED",
    "end at HEDGED (uadj>period)? move",
    "end unit>period (way by? HEDGED | HEDGED way)",
    "(hedge | near | over | under)? mult ((in | of)? (value | cap))?",
    "(hedge | near | over | under)? fold move",
    "move (hedge | near | over | under)? fold",
    "(end | open | stand)? date? thing? AMT comma? or | direction=next",
    "move by? num comma? or | unit=points",
    "bracketed | direction=context",
    "way name>of=text HEDGED",
    "change... HEDGED comma? (way | gone)",
    "change... orthan AMT | direction=same verb=same period=same",
    "change... name>of=text HEDGED | direction=same verb=same",
    "change... or HEDGED | direction=same verb=same period=same",
    "change... and? HEDGED | direction=same verb=same",
)

LEVEL = (
    "end at LEVEL",
    "end LEVELN",
    "(stand | creep) (at | to)? LEVELN",
    "(stand | creep | last) at LEVEL",
    "last end (at | of) LEVEL | _from=true",
    "prevclose (at | of) LEVEL | _from=true",
    "at LEVEL",
    "touch at? LEVEL",
    "open at? LEVELN",
    "open at LEVEL",
    "... to end? at? LEVEL",
    "... to (open | touch) at? LEVEL",
    "... from LEVEL | _from=true",
    "... toward VALUE mark?",
    "near PLAIN mark?",
    "(hedge | under | over) money",
)

THRESHOLD = (
    "hold (above | over | under | levelside)>direction VALUE mark? | held=true",
    "(cross | pierce)> (above | over | under)>direction VALUE mark? FIRST?",
    "cross HEDGE? VALUE mark? FIRST?",
    "pierce (PLAIN | pts) mark? FIRST | direction=up",
    "(move> | creep | touch | end | open | stand) (above | over | under)>direction"
    " (num | year | pts) mark? FIRST?",
    "(move> | creep | touch | end | open | stand) (above | under)>direction money mark? FIRST?",
    "(creep | touch | end | open | stand) above>direction (pct | bps) mark? FIRST?",
    "(move> | creep) levelside>direction pct mark? FIRST?",
    "move>direction past (PLAIN | pts | levelside) mark? FIRST? | _past=true",
    "(end | creep way>?) past PLAIN mark? FIRST? | direction=up",
    "reclaim (above>)? VALUE mark? FIRST? | reclaimed=true",
    "lose VALUE mark",
    "reach? ord> end (above | over | under)>direction VALUE (since DATEW | in span>window)",
    "reach? ord> end (above | over | under)>direction VALUE | window=first",
)

EXTREME = (
    "IN? (near>hedge=near)? fresh? HIGH AT? HITON?",
    "IN? (near>hedge=near)? fresh (end | intraday)? xnoun AT? HITON? | window=record",
    "IN? (near>hedge=near)? end xnoun AT? HITON? | window=record",
    "IN? (near>hedge=near)? fresh? record (end | mark)? AT? HITON? | direction=up",
    "IN? (near>hedge=near)? fresh? (end | touch | intraday) record AT? | direction=up",
    "IN? (near>hedge=near)? (ord>rank=value)? hst end? (mark | xnoun)? AT? WINDOW",
    "IN? hst ever> (end | mark | xnoun) AT? | window=record",
    "IN? (near>hedge=near)? xnoun (in | for) last? SPANHEDGE? span>window",
    "IN? (near>hedge=near)? xnoun (thisyear>window | day)",
    "touch xnoun AT | window=day",
    "move>direction to mark notseen since DATEW",
    "IN mark notseen since DATEW",
    "(stand | creep | move)? ashigh>direction (near | hedge)? PLAIN | window=day session=intraday",
)

DIRECTION = (
    "move>direction>verb way?",
    "(reach | extend) move>direction>verb",
    "creep>verb way",
    "(end | open | stand | last | after)? way",
    "(end | open | stand | last | creep | hold)? flat",
    "end unit>period (way | flat)",
)

DISTANCE = (
    "... and (stand | end | creep)? HEDGED (above | under | over)>direction REF",
    "(stand | end | creep)? HEDGED (above | under | over)>direction REF",
    "(end | stand)? (way | move>direction) HEDGED from REF",
    "(end | stand)? (way | move>direction) HEDGED since (touch> | reach) REF",
    "(stand | end | creep)? HEDGED way from? REF",
    "(stand | end | creep)? HEDGED (away | near>) REF | direction=_opposite",
    "within AMT of REF | direction=_opposite hedge=at_most",
)

STREAK = (
    "reach? ord>value row? uadj>period=step row? move>direction (in? row)?",
    "ord>value row move>direction",
    "ord>value row? unit>period=step row? of? move>direction",
    "ord>value row? unit>period=step in? row",
    "MOVER (for | to | in | into)? ord>value row? unit>period=step row?",
    "MOVER (for | to | in | into)? num>value row unit>period=step",
    "MOVER (for | in)? span>value>period=step row",
    "MOVER for span>value>period=step",
    "MOVER last span>value>period=step | hedge=at_least",
    "MOVER each last? span>value>period=step | hedge=at_least",
    "reach? num>value row unit>period=step of move>direction",
    "reach? num>value row (uadj>period=step)? move>direction",
    "span>value>period=step of move>direction row?",
    "reach? span>value>period=step win>direction run",
    "reach? span>value>period=step run of move>direction",
    "span>value>period=step move>direction",
    "reach? win>direction run (of | to) span>value>period=step",
    "extend win>direction run (of | to) (span>value>period=step | ord>value row? unit>period=step)",
    "reach? twice (uadj>period=step)? move>direction | value=2",
    "reach? twice unit>period=step of move>direction | value=2",
)

STREAK_BREAK = (
    "snap span>value>period=step win>direction run",
    "snap span>value>period=step run of move>direction",
    "snap span>value>period=step move>direction",
    "snap span>value>period=step of move>direction",
    "snap num>value row unit>period=step of move>direction",
    "snap num>value row (uadj>period=step)? move>direction",
    "snap win>direction run (of span>value>period=step)?",
    "snap (uadj>period=step) win>direction run",
    "snap run of num>value row? uadj>period=step move>direction",
    "snap run of num>value row? move>direction",
    "move> from span>value>period=step of move>direction",
)

STREAK_SUPERLATIVE = (
    "reach? (longest | best>) (STEP)? win>direction run WINDOW",
    "reach? (longest | best>) (STEP)? run of (uadj>period=step)? move>direction WINDOW",
)

SUPERLATIVE = (
    "reach? (super | best) (STEP)? (pctword | ptword)? move>direction (of | in)? WINDOW",
    "reach? (super | best) (pctword | ptword) move>direction WINDOW",
    "reach? best (STEP)? perf WINDOW",
    "reach? best unit>period=step WINDOW",
    "reach? best ord>like=text unit>period=step WINDOW",
    "reach? best date>like=on>period=grain WINDOW",
    "move>direction most WINDOW",
    "... most WINDOW | direction=same",
    "... bestmove WINDOW",
    "... (super | best) move>direction WINDOW",
    "reach? record (STEP) (pctword | ptword)? move>direction",
    "reach? super (STEP)? (pctword | ptword)? move>direction ever",
)

COMPARISON = (
    "beat name>than=text (and name>than=text)? (by HEDGE? GAP)?",
    "beat name>than=text (and name>than=text)? HEDGE? GAP",
)

RANK = (
    "(among>) (topmost> | best> | super) gainer RSET?",
    "(among>) topmost> performer RSET? | direction=up",
    "(among>) best performer RSET?",
    "(ord>value)? (super | best>) gainer RSET? | value=1",
    "topmost gainer RSET?",
    "(ord>value)? best performer RSET? | value=1",
    "topmost performer RSET? | direction=up",
    "lead (gainer | move>direction) RSET? | value=1",
    "cross name>among=text | value=1 direction=up",
    "lead name>among=text | value=1 direction=up",
)

SPREAD = (
    "GULF? widen by? HEDGED",
    "GULF widen",
    "GULF (of | at | stand at?)? (bps | pct | pts | money | pp)",
    "spread... to LEVEL",
    "spread... to (pp)",
)

REVERSAL = (
    "pare early? OWN? early? move>_loss=direction",
    "pare early? move>_loss=direction OWN",
    "pare early? OWN? early? move>_loss=direction since | _event=true",
    "circle (unit>period | thisyear>period)?",
    "allback",
    "pare early? HEDGED move>_loss=direction",
    "turn",
    "(end | stand)? offlows",
    "move>direction from early? early? move> | path=rebounded",
)

STATE = (
    "enter (in | into)? state | entered=true",
    "(move> | creep) way>? into state | entered=true",
    "(in | into)? state",
    "(move> | pierce | cross> | touch>) above>direction span>window average"
    " | state=moving_average entered=true",
    "(end | stand | creep | hold)? (above | under | over)>direction span>window average"
    " | state=moving_average",
)

FREQUENCY = (
    "(way | move>direction)? (in | on | for)? num>value of last? span>period=window | unit=count",
    "reach? ord>value uadj> move>direction in last? span>period=window | unit=count",
    "ord>value move>direction in last? span>period=window | unit=count",
    "reach? ord>value fresh? record (xnoun | end)? thisyear>period"
    " | direction=up window=record unit=count",
    "reach? ord>value fresh? record (xnoun | end)? (in | of) year>on=own"
    " | direction=up window=record unit=count period=year",
)

VOLUME = (
    "(span>period)? volume (of | at | stand | touch> | reach | cross>)? HEDGE? mega",
    "(span>period)? volume (of | at | stand | touch> | reach | cross>)? HEDGE? (big | num) stocks?"
    " | unit=count",
    "HEDGE? (big | num) stocks traded | unit=count",
    "volume HEDGED (above | under)>direction span>window average",
    "volume (above | under)>direction span>window average",
    "volume mult>direction>value>unit span>window average",
    "volume fold>value>unit span>window average | direction=up",
    "volume (hedge | near | over | under)? mult>direction>value>unit",
    "volume... comma? way by? HEDGED",
    "volume... comma? HEDGED way",
    "volume move>direction by? HEDGED",
    "volume way by? HEDGED",
    "busy (uadj>period=step)? volume WINDOW",
    "volume hst WINDOW",
)

BREADTH = (
    "HEDGE? num>value stocks (move>direction | (end | creep)? way) | unit=count",
    "breadth... and? num>value stocks? (move>direction | (end | creep)? way) | unit=count",
    "num>value of num>total=value stocks (move>direction | (end | creep)? way) | unit=count",
    "all_of num>value stocks (move>direction | (end | creep)? way) | unit=count",
    "most_of stocks (move>direction | (end | creep)? way) | hedge=more_than",
    "most_of stocks (in | within | on | of) name>of=text (move>direction | (end | creep)? way)"
    " | hedge=more_than",
    "all_of stocks (move>direction | (end | creep)? way)",
    "gainer (led_by | beat> | lead) gainer> by? num>value | unit=count",
    "breadth... to num>value | unit=count direction=opposite",
    "HEDGE? num>value stocks (touch> | reach) fresh? span>window xnoun | unit=count",
)

MARKET_CAP = (
    "(move>)? move>direction HEDGE? mega ((in | of)? (cap | value))?",
    "wipe>direction HEDGE? mega (off_of | way> | from)? (cap | value)?",
    "cap (of | at | to | stand | touch> | reach)? HEDGE? mega",
    "cap cross> HEDGE? mega | direction=up hedge=more_than",
    "cross> mega (in | of)? cap | direction=up hedge=more_than",
    "cap move>direction by? (HEDGED | HEDGE? mega)",
    "richer by HEDGE? mega",
    "HEDGE? mega cap",
)

TABLES = {
    "streak_superlative": STREAK_SUPERLATIVE,
    "superlative": SUPERLATIVE,
    "streak_break": STREAK_BREAK,
    "frequency": FREQUENCY,
    "streak": STREAK,
    "market_cap": MARKET_CAP,
    "volume": VOLUME,
    "breadth": BREADTH,
    "rank": RANK,
    "comparison": COMPARISON,
    "distance": DISTANCE,
    "extreme": EXTREME,
    "threshold": THRESHOLD,
    "spread": SPREAD,
    "state": STATE,
    "reversal": REVERSAL,
    "change": CHANGE,
    "level": LEVEL,
    "direction": DIRECTION,
    # what surrounds a claim
    "period": (
        "per",
        "thisyear",
        "uadj",
        "(in | over | for | within)? last span>period",
        "(in | over | within) span>period",
        "(in | over | for | within)? last unit>period=length",
        "since (date | year)>period",
        "from date>period end?",
        "(from | than) span>period ago",
    ),
    "when": ("(on | in | by | for | of)? date", "(in | for) year>on=value"),
    "session": ("intraday", "open", "after", "end"),
    "against": ("against name>against=text>type",),
}

# the keys that each kind shares with the rest of its sentence
PERIODS = frozenset(
    "change direction comparison rank frequency volume breadth market_cap reversal spread".split()
)
SESSIONS = frozenset(
    "change level threshold extreme direction distance superlative frequency rank breadth reversal "
    "state volume market_cap spread".split()
)

DEFAULTS: dict[str, tuple[str, ...]] = {
    "move": ("direction", "verb"),
    "creep": (),
    "way": ("direction",),
    "flat": ("direction", "flatness"),
    "mult": ("direction", "value", "unit", "verb"),
    "intraday": ("session",),
    "sign": ("direction",),
    "num": ("value",),
    "year": ("value",),
    "big": ("value",),
    "date": ("on",),
    "record": ("window",),
    "span": (),
    "ord": (),
    "unit": (),
    "super": (),
    "among": (),
    "between": ("hedge",),
    "dash": (),
    "to": (),
    "name": (),
    "thisyear": ("period",),
    "uadj": ("period",),
    "topmost": ("value",),
    "bracketed": ("value", "unit"),
    **dict.fromkeys("pct pts bps pp money mega frac fold".split(), ("value", "unit")),
    **dict.fromkeys(("near", "over", "under", "above", "ashigh"), ("hedge",)),
}

CONTEXT = frozenset(("period", "when", "session", "against"))
