"""Running text: each sentence with every claim it makes, about whom, of which day, in which words.

A row is a text and the claims found, one a line: `kind of: key value … | the words`. `~` begins the
line of a claim that nothing can check, because no price series is known by the name.
"""

from datetime import date

import pytest

from factcheck.instruments import Catalogue
from factcheck.reading.articles import read_article

CATALOGUE = Catalogue.load()
KEYS = ("direction", "hedge", "value", "upper", "unit", "period", "on", "window", "session")
WEDNESDAY = date(2025, 3, 12)


def told(text, published=None):
    """The claims as the tables write them."""
    return [_line(text, claim) for claim in read_article(text, CATALOGUE, published)]


def _line(text, claim):
    of = claim.item["of"]
    names = " & ".join(of) if isinstance(of, list) else of
    says = [str(claim.item[key]) for key in KEYS if key in claim.item]
    mark = "~" if claim.why_not else ""
    return f"{mark}{claim.item['kind']} {names}: {', '.join(says)} | {text[claim.start : claim.end]}"


SUBJECTS = [
    (
        "The Nikkei fell 1.2% on Monday. It closed at 38,450.12.",
        [
            "change Nikkei: down, 1.2, percent, Monday | fell 1.2%",
            "level Nikkei: 38,450.12, points, close | closed at 38,450.12",
        ],
    ),
    (
        "The Nikkei fell 1.2%. The index is down 3% this week.",
        [
            "change Nikkei: down, 1.2, percent | fell 1.2%",
            "change Nikkei: down, 3, percent, week | down 3%",
        ],
    ),
    (
        "The Nikkei fell 1.2%. The benchmark lost 2.5% last week.",
        [
            "change Nikkei: down, 1.2, percent | fell 1.2%",
            "change Nikkei: down, 2.5, percent, week, last week | lost 2.5%",
        ],
    ),
    (
        "The Dow fell 1%. Boeing lost 3%. The index is down 5% this year.",
        [
            "change Dow: down, 1, percent | fell 1%",
            "change Boeing: down, 3, percent | lost 3%",
            "change Dow: down, 5, percent, ytd | down 5%",
        ],
    ),
    (
        "The Dow fell 1%. Boeing lost 3%. The stock is down 20% this year.",
        [
            "change Dow: down, 1, percent | fell 1%",
            "change Boeing: down, 3, percent | lost 3%",
            "change Boeing: down, 20, percent, ytd | down 20%",
        ],
    ),
    (
        "The Nikkei rose 0.5% and the Topix gained 0.3%. Both closed at record highs.",
        [
            "change Nikkei: up, 0.5, percent | rose 0.5%",
            "change Topix: up, 0.3, percent | gained 0.3%",
            "extreme Nikkei & Topix: up, record, close | closed at record highs",
        ],
    ),
    (
        "Tencent, which reports results next week, fell 2.1%.",
        ["change Tencent: down, 2.1, percent | fell 2.1%"],
    ),
    (
        "The S&P 500, a benchmark for U.S. stocks, rose 0.4%.",
        ["change S&P 500: up, 0.4, percent | rose 0.4%"],
    ),
    (
        "Brent, the global benchmark, fell 2% while WTI, the U.S. benchmark, lost 2.3%.",
        ["change Brent: down, 2, percent | fell 2%", "change WTI: down, 2.3, percent | lost 2.3%"],
    ),
    (
        "The Hang Seng fell 1.3%, dragging the week's loss to 4.1%.",
        [
            "change Hang Seng: down, 1.3, percent | fell 1.3%",
            "change Hang Seng: down, 4.1, percent, week | week's loss to 4.1%",
        ],
    ),
    (
        "The Nasdaq Composite fell 1%, with Nvidia down 4% and Apple losing 2%.",
        [
            "change Nasdaq Composite: down, 1, percent | fell 1%",
            "change Nvidia: down, 4, percent | down 4%",
            "change Apple: down, 2, percent | losing 2%",
        ],
    ),
    (
        "Led by Nvidia, which jumped 4%, the Nasdaq Composite rose 1%.",
        [
            "change Nvidia: up, 4, percent | jumped 4%",
            "change Nasdaq Composite: up, 1, percent | rose 1%",
        ],
    ),
    (
        "Shares of Boeing fell 3.1%.",
        ["change Boeing: down, 3.1, percent | fell 3.1%"],
    ),
    (
        "Shares in Toyota climbed 2.2% in Tokyo.",
        ["change Toyota's Tokyo shares: up, 2.2, percent | climbed 2.2%"],
    ),
    (
        "Alibaba's Hong Kong shares rose 4.5%.",
        ["change Alibaba's Hong Kong shares: up, 4.5, percent | rose 4.5%"],
    ),
    (
        "Nvidia rival AMD rose 4%.",
        ["change AMD: up, 4, percent | rose 4%"],
    ),
    (
        "Samsung Electronics (005930.KS) rose 1.1%.",
        ["change Samsung Electronics: up, 1.1, percent | rose 1.1%"],
    ),
    (
        "A 2% fall in the Nikkei followed.",
        ["change Nikkei: down, 2, percent | 2% fall"],
    ),
    (
        "Walmart's same-store sales rose 4.1% and its shares fell 2%.",
        ["change Walmart: down, 2, percent | fell 2%"],
    ),
    (
        "The yield on the 10-year note rose 5 basis points to 4.52%.",
        [
            "change yield on the 10-year note: up, 5, bp | rose 5 basis points",
            "level yield on the 10-year note: 4.52, percent | to 4.52%",
        ],
    ),
    (
        "Germany's 10-year bund yield rose 3 basis points to 2.41%.",
        [
            "change 10-year bund yield: up, 3, bp | rose 3 basis points",
            "level 10-year bund yield: 2.41, percent | to 2.41%",
        ],
    ),
]

TOGETHER = [
    (
        "The Nikkei and the Topix rose 0.5% and 0.3%, respectively.",
        [
            "change Nikkei: up, 0.5, percent | rose 0.5%",
            "change Topix: up, 0.3, percent | and 0.3%",
        ],
    ),
    (
        "Samsung Electronics and SK Hynix rose 1.1% and 2.3%.",
        [
            "change Samsung Electronics: up, 1.1, percent | rose 1.1%",
            "change SK Hynix: up, 2.3, percent | and 2.3%",
        ],
    ),
    (
        "Apple, Microsoft and Nvidia rose 1%, 2% and 3%.",
        [
            "change Apple: up, 1, percent | rose 1%",
            "change Microsoft: up, 2, percent | 2%",
            "change Nvidia: up, 3, percent | and 3%",
        ],
    ),
    (
        "The Nikkei and the Topix each fell 1.1%.",
        ["change Nikkei & Topix: down, 1.1, percent | fell 1.1%"],
    ),
    (
        "The Dow and the Nasdaq rose 1%, or 200 points.",
        [
            "change Dow & Nasdaq: up, 1, percent | rose 1%",
            "change Dow & Nasdaq: up, 200, points | or 200 points",
        ],
    ),
    (
        "The Nikkei and the Topix rose 1% this week and 2% this month.",
        [
            "change Nikkei & Topix: up, 1, percent, week | rose 1%",
            "change Nikkei & Topix: up, 2, percent, month | and 2%",
        ],
    ),
    (
        "The S&P 500 gained 1%, the Dow 0.5% and the Nasdaq Composite 1.4%.",
        [
            "change S&P 500: up, 1, percent | gained 1%",
            "change Dow: up, 0.5, percent | Dow 0.5%",
            "change Nasdaq Composite: up, 1.4, percent | Nasdaq Composite 1.4%",
        ],
    ),
    (
        "Sony fell 2%, Toyota 1.5%, and Nissan gained 3%.",
        [
            "change Sony: down, 2, percent | fell 2%",
            "change Toyota: down, 1.5, percent | Toyota 1.5%",
            "change Nissan: up, 3, percent | gained 3%",
        ],
    ),
    (
        "Carmakers Toyota and Honda lost 2%.",
        ["change Toyota & Honda: down, 2, percent | lost 2%"],
    ),
    (
        "Among gainers were Tencent (6.8%) and Meituan (4.2%).",
        ["change Tencent: up, 6.8, percent | 6.8%", "change Meituan: up, 4.2, percent | 4.2%"],
    ),
    (
        "Tencent (-1.5%) and Meituan (-2.2%) weighed on the index.",
        [
            "change Tencent: down, 1.5, percent | -1.5%",
            "change Meituan: down, 2.2, percent | -2.2%",
        ],
    ),
    (
        "Apple (AAPL) rose 1.2%; Microsoft (MSFT) fell 0.5%.",
        [
            "change Apple: up, 1.2, percent | rose 1.2%",
            "change Microsoft: down, 0.5, percent | fell 0.5%",
        ],
    ),
    (
        "Wall Street's main indexes fell more than 1% on Tuesday.",
        ["change S&P 500: down, more_than, 1, percent, Tuesday | fell more than 1%"],
    ),
    (
        "All three major U.S. indexes fell 1%.",
        [
            "change S&P 500 & Dow Jones Industrial Average & Nasdaq Composite: down, 1, percent | fell 1%",
        ],
    ),
    (
        "China and Hong Kong shares rose 1% on Friday.",
        ["change CSI 300 & Hang Seng Index: up, 1, percent, Friday | rose 1%"],
    ),
    (
        "China stocks rose 1%, with the Shanghai Composite closing at 3,000.",
        [
            "change Shanghai Composite: up, 1, percent | rose 1%",
            "level Shanghai Composite: 3,000, points, close | closing at 3,000",
        ],
    ),
]

CURRENCIES = [
    (
        "The won strengthened 0.4% to 1,385.2 per dollar.",
        [
            "change won: up, 0.4, percent | strengthened 0.4%",
            "level won: 1,385.2, price | to 1,385.2 per dollar",
        ],
    ),
    (
        "The dollar rose 0.3% against the yen to 151.20.",
        [
            "change dollar/yen: up, 0.3, percent | rose 0.3%",
            "level dollar/yen: 151.20, price | to 151.20",
        ],
    ),
    (
        "Against the dollar, the yen rose 0.4%.",
        ["change yen: up, 0.4, percent | rose 0.4%"],
    ),
    (
        "The euro rose 0.4% against sterling.",
        ["change euro/sterling: up, 0.4, percent | rose 0.4%"],
    ),
    (
        "The euro slipped 0.2% against the dollar to $1.0810.",
        [
            "change euro: down, 0.2, percent | slipped 0.2%",
            "level euro: 1.0810, price | to $1.0810",
        ],
    ),
    (
        "The euro rose 0.3% to 162.4 yen, its highest since July.",
        [
            "change euro/yen: up, 0.3, percent | rose 0.3%",
            "level euro/yen: 162.4, price | to 162.4 yen",
            "extreme euro/yen: up, since July | highest since July",
        ],
    ),
    (
        "The dollar rose 0.3% to 151.3 yen.",
        [
            "change dollar/yen: up, 0.3, percent | rose 0.3%",
            "level dollar/yen: 151.3, price | to 151.3 yen",
        ],
    ),
    (
        "The euro fell 0.3% to $1.08 and to 162.4 yen.",
        [
            "change euro: down, 0.3, percent | fell 0.3%",
            "level euro: 1.08, price | to $1.08",
            "level euro/yen: 162.4, price | to 162.4 yen",
        ],
    ),
    (
        "Sterling was at 1.19 euros.",
        ["~level Sterling/euro: 1.19, price | at 1.19 euros"],
    ),
    (
        "The dollar index fell 0.3% to 103.2.",
        [
            "change dollar index: down, 0.3, percent | fell 0.3%",
            "level dollar index: 103.2, points | to 103.2",
        ],
    ),
]

WHEN = [
    (
        "Overnight, the S&P 500 rose 1.1%. The Nasdaq Composite gained 1.5%.",
        [
            "change S&P 500: up, 1.1, percent, Overnight | rose 1.1%",
            "change Nasdaq Composite: up, 1.5, percent, Overnight | gained 1.5%",
        ],
    ),
    (
        "For the week:\n\nThe S&P 500 is down 1.2%.\n\nThe Dow is up 0.4%.",
        [
            "change S&P 500: down, 1.2, percent, week | down 1.2%",
            "change Dow: up, 0.4, percent, week | up 0.4%",
        ],
    ),
    (
        "On Monday the Nikkei fell 3%. On Tuesday it rose 2%.",
        [
            "change Nikkei: down, 3, percent, Monday | fell 3%",
            "change Nikkei: up, 2, percent, Tuesday | rose 2%",
        ],
    ),
    (
        "The Nikkei rose 2% on Tuesday after falling 3% on Monday.",
        [
            "change Nikkei: up, 2, percent, Tuesday | rose 2%",
            "change Nikkei: down, 3, percent, Monday | falling 3%",
        ],
    ),
    (
        "The Nikkei rose 2% after a 3% drop on Monday.",
        [
            "change Nikkei: up, 2, percent | rose 2%",
            "change Nikkei: down, 3, percent, Monday | 3% drop",
        ],
    ),
    (
        "The Nikkei rose 2% on Tuesday after falling 3% the day before.",
        ["change Nikkei: up, 2, percent, Tuesday | rose 2%"],
    ),
    (
        "The Nikkei jumped 2% Monday, a day after falling 3%.",
        ["change Nikkei: up, 2, percent, Monday | jumped 2%"],
    ),
    (
        "The Dow rose 0.5%, or 200 points, on Friday, and the Nasdaq 1%.",
        [
            "change Dow: up, 0.5, percent, Friday | rose 0.5%",
            "change Dow: up, 200, points, Friday | or 200 points",
            "change Nasdaq: up, 1, percent, Friday | Nasdaq 1%",
        ],
    ),
    (
        "Apple, which fell 3% on Monday, gained 1%.",
        [
            "change Apple: down, 3, percent, Monday | fell 3%",
            "change Apple: up, 1, percent | gained 1%",
        ],
    ),
    (
        "HSBC shares, up 10% this year, fell 1%.",
        ["change HSBC: up, 10, percent, ytd | up 10%", "change HSBC: down, 1, percent | fell 1%"],
    ),
    (
        "The Nikkei rose 1% and is up 10% this year.",
        ["change Nikkei: up, 1, percent | rose 1%", "change Nikkei: up, 10, percent, ytd | up 10%"],
    ),
    (
        "The Nikkei opened 1% higher and rose 2%.",
        [
            "change Nikkei: up, 1, percent, open | opened 1% higher",
            "change Nikkei: up, 2, percent | rose 2%",
        ],
    ),
    (
        "The Nikkei opened at 39,000, up 1%.",
        [
            "level Nikkei: 39,000, points, open | opened at 39,000",
            "change Nikkei: up, 1, percent, open | up 1%",
        ],
    ),
    (
        "The Nikkei fell as much as 2.3% before closing 0.4% lower.",
        [
            "change Nikkei: down, up_to, 2.3, percent | fell as much as 2.3%",
            "change Nikkei: down, 0.4, percent, close | closing 0.4% lower",
        ],
    ),
    (
        "Tencent jumped 5% in early trade.",
        ["change Tencent: up, 5, percent, intraday | jumped 5%"],
    ),
    (
        "The KOSPI traded 0.5% higher at 2,655.3 as of 0130 GMT.",
        [
            "change KOSPI: up, 0.5, percent, intraday | traded 0.5% higher",
            "level KOSPI: 2,655.3, points, intraday | at 2,655.3",
        ],
    ),
]

LEVELS = [
    (
        "The Nasdaq climbed 212.36, or 1.2%, to 17,648.45.",
        [
            "change Nasdaq: up, 212.36, points | climbed 212.36, or",
            "change Nasdaq: up, 1.2, percent | 1.2%",
            "level Nasdaq: 17,648.45, points | to 17,648.45",
        ],
    ),
    (
        "Brent crude fell 2.1% to $82.40 a barrel from $84.17.",
        [
            "change Brent crude: down, 2.1, percent | fell 2.1%",
            "level Brent crude: 82.40, price | to $82.40 a barrel",
            "level Brent crude: 84.17, price, previous session | from $84.17",
        ],
    ),
    (
        "The S&P 500 is 10.2% below its record high of 6,144.15.",
        [
            "distance S&P 500: down, 10.2, percent, record | 10.2% below its record high of 6,144.15",
            "~extreme S&P 500: up, 6,144.15, points, record | record high of 6,144.15",
        ],
    ),
    (
        "April Brent crude rose 1.2% to $83.15 a barrel.",
        [
            "change Brent crude: up, 1.2, percent | rose 1.2%",
            "level Brent crude: 83.15, price | to $83.15 a barrel",
        ],
    ),
    (
        "Brent futures lost $1.10, or 1.4%, to settle at $82.20 a barrel.",
        [
            "change Brent futures: down, 1.10, price, close | lost $1.10",
            "change Brent futures: down, 1.4, percent, close | or 1.4%",
            "level Brent futures: 82.20, price, close | to settle at $82.20 a barrel",
        ],
    ),
    (
        "Bitcoin fell below $60,000.",
        ["threshold Bitcoin: down, 60,000, price | fell below $60,000"],
    ),
    (
        "The S&P 500 gained 1%, its best day since March.",
        [
            "change S&P 500: up, 1, percent | gained 1%",
            "superlative S&P 500: up, day, since March | best day since March",
        ],
    ),
]

UNKNOWN = [
    (
        "The Dow rose 1% and the Nasdaq fell 2%. The index is at a three-week low.",  # which?
        [
            "change Dow: up, 1, percent | rose 1%",
            "change Nasdaq: down, 2, percent | fell 2%",
            "~extreme The index: down, 3-week | at a three-week low",
        ],
    ),
    (
        "Gold stocks fell 3.1%.",
        ["~change Gold stocks: down, 3.1, percent | fell 3.1%"],
    ),
    (
        "Oil shares rose 2%, while Brent rose 1%.",
        ["~change Oil shares: up, 2, percent | rose 2%", "change Brent: up, 1, percent | rose 1%"],
    ),
    (
        "Bitcoin miners fell 5%.",
        ["~change Bitcoin miners: down, 5, percent | fell 5%"],
    ),
    (
        "Banking shares rose 2.2%.",
        ["~change Banking shares: up, 2.2, percent | rose 2.2%"],
    ),
    (
        "Japanese bank stocks rose 3%.",
        ["~change Japanese bank stocks: up, 3, percent | rose 3%"],
    ),
    (
        "The Direxion Daily Bull 3X Shares rose 6%.",
        ["~change Direxion Daily Bull 3X Shares: up, 6, percent | rose 6%"],
    ),
    (
        "The Euro Stoxx 50 volatility index rose 8%.",
        ["~change Euro Stoxx 50 volatility index: up, 8, percent | rose 8%"],
    ),
    (
        "The Topix banking index added 1.1%.",
        ["~change Topix banking index: up, 1.1, percent | added 1.1%"],
    ),
    (
        "Toyota Industries rose 4%.",
        ["~change Toyota Industries: up, 4, percent | rose 4%"],
    ),
    (
        "Asian shares rose 0.3%.",
        ["~change Asian shares: up, 0.3, percent | rose 0.3%"],
    ),
    (
        "Shares in the company, which makes chips for Apple, fell 3%.",
        ["~change Shares in the company: down, 3, percent | fell 3%"],
    ),
    (
        "The stock fell 4% to $20.",
        ["~change The stock: down, 4, percent | fell 4%", "~level The stock: 20, price | to $20"],
    ),
    (
        "The rally has added more than $1.3 trillion to the market.",
        [
            "~market_cap the market: up, more_than, 1.3 trillion, usd"
            " | rally has added more than $1.3 trillion",
        ],
    ),
]

LOOK_ALIKES = [
    # of an economy, a company, a fund
    "U.S. consumer prices rose 3.1% in March.",
    "The unemployment rate fell to 3.9%.",
    "Apple's revenue rose 6% in the quarter.",
    "Tesla's sales in China fell 12%.",
    "Toyota reported a 12% rise in first-half profit.",
    "Walmart said sales rose 4.1%.",
    "Crude inventories rose by 3.2 million barrels.",
    "Demand for gold rose 4%.",
    "Gold holdings rose 4%.",
    "Oil production rose 2%.",
    "Equity funds saw inflows of $3.2 billion.",
    "The Fed cut rates by 25 basis points.",
    "The Bank of England held rates at 5.25%.",
    "The U.S. imposed a 25% tariff on steel.",
    "Traders see a 60% chance of a cut.",
    # foreseen
    "The S&P 500 is expected to rise 5% this year.",
    "The S&P 500 could fall 10%, Morgan Stanley said.",
    "The S&P 500 may drop 2% to 5,000.",
    "Goldman Sachs expects gold to rise 10% to $3,000.",
    "Analysts forecast the Nikkei will rise 5%.",
    "Goldman raised its S&P 500 target to 6,500.",
    "JPMorgan cut its Apple price target 10% to $200.",
    "Futures pointed to a 0.5% gain for the S&P 500.",
    "The Nikkei would need to rise 20% to reach its record.",
    "Options traders are pricing in a 2% move in the S&P 500.",
    # about something else
    "Soybean imports reached 8 million tons, marking a 10% increase.",
    "The pair may test its 200-day moving average at 152.76.",
    "The Nasdaq's record high, in December, remains intact.",
    "Gold last rose in April.",
    "WTI closed at -$37.63.",
    "The Dow started the year at 42,000.",
    "Tesla has been falling since it hit a high of $480.",
    "Wednesday's rally in the Dow came as the White House was doubling down on China.",
    "Gold surpassed its previous record of $2,934.40.",
    "Gold topped the prior record high hit on Monday.",
    "The Nikkei is down 50% from its 2011 record high.",
    # denied, supposed
    "The Nikkei did not fall 3% on Monday.",
    "The Nikkei didn't fall 3%.",
    "The Nikkei failed to close above 40,000.",
    "The Nikkei has not closed above 40,000 since July.",
    "The Nikkei has yet to close above 40,000.",
    "The S&P 500 has never closed below 4,000 since 2022.",
    "If the Nikkei falls 3%, investors will buy.",
]
TOLD = [
    ("The Nikkei not only rose 3%.", ["change Nikkei: up, 3, percent | rose 3%"]),
    ("The Nikkei could have fallen but rose 3%.", ["change Nikkei: up, 3, percent | rose 3%"]),
    ("The Nikkei went on to close 3% higher.", ["change Nikkei: up, 3, percent, close | close 3% higher"]),
    ("Oil extended its slide to fall 3%.", ["change Oil: down, 3, percent | fall 3%"]),
    (  # basis points
        "The 10-year Treasury yield was down 9.3 points to 4.539%.",
        [
            "change 10-year Treasury yield: down, 9.3, bp | down 9.3 points",
            "level 10-year Treasury yield: 4.539, percent | to 4.539%",
        ],
    ),
    (
        "The 10-year Treasury yield rose 2 points this year.",
        ["change 10-year Treasury yield: up, 2, points, ytd | rose 2 points"],
    ),
    (
        "The Dow and the Nasdaq powered to fresh records.",
        ["extreme Dow & Nasdaq: up, record | powered to fresh records"],
    ),
    (
        "The Dow records its biggest fall since May.",
        ["superlative Dow: down, since May | biggest fall since May"],
    ),
    (
        "It follows a sell-off on Monday, when Brent fell 11% to around $99 after topping $112 on Friday.",
        [
            "change Brent: down, 11, percent, Monday | fell 11%",
            "level Brent: about, 99, price, Monday | to around $99",
            "threshold Brent: up, 112, price, Friday | topping $112",
        ],
    ),
    (  # of the week, or of the day
        "Oil has notched another week of gains, with Brent up about 10%.",
        ["~change Brent: up, about, 10, percent | up about 10%"],
    ),
    (
        "Nikkei futures were at 38,900, below the Nikkei's last close of 39,000.",
        [
            "level Nikkei futures: 38,900, price | at 38,900",
            "level Nikkei: 39,000, points, overnight, close | last close of 39,000",
        ],
    ),
    (
        "Alphabet Inc. Class A (GOOGL) is at $180, up $2.",
        ["level GOOGL: 180, price | at $180", "change GOOGL: up, 2, price | up $2"],
    ),
    (
        "Juniper Hollow Robotics (NASDAQ: NVDA) fell 2%.",
        ["change NVDA: down, 2, percent | fell 2%"],
    ),
    ("Information technology (IT) rose 2%.", ["~change Information technology: up, 2, percent | rose 2%"]),
    (
        "Alibaba shares in Hong Kong surged 14.6%.",
        ["change Alibaba's Hong Kong shares: up, 14.6, percent | surged 14.6%"],
    ),
    (
        "The Dow fell 1%, dragged by Apple, down 3%, and Nvidia, down 4%.",
        [
            "change Dow: down, 1, percent | fell 1%",
            "change Apple: down, 3, percent | down 3%",
            "change Nvidia: down, 4, percent | down 4%",
        ],
    ),
    (
        "The Dow dropped 748.63 to 43,428.02.",
        ["change Dow: down, 748.63, points | dropped 748.63", "level Dow: 43,428.02, points | to 43,428.02"],
    ),
    (
        "The Dow has posted gains in seven of the last eight sessions.",
        ["frequency Dow: up, 7, count, 8-session | in seven of the last eight sessions"],
    ),
    (
        "At the close, the Dow was 3.3 points lower.",
        ["change Dow: down, 3.3, points, close | 3.3 points lower"],
    ),
    (
        "The Bloomberg Dollar Spot Index fell 0.2%.",
        ["change Bloomberg Dollar Spot Index: down, 0.2, percent | fell 0.2%"],
    ),
    (
        "The broad dollar index fell 0.2%.",
        ["~change broad dollar index: down, 0.2, percent | fell 0.2%"],
    ),
    ("The VIX futures ETN rose 2%.", ["~change VIX futures ETN: up, 2, percent | rose 2%"]),
    (
        "Germany's 10-year yield was down 3 basis points at -0.32%.",
        ["change Germany's 10-year yield: down, 3, bp | down 3 basis points"],
    ),
    ("It was the Nasdaq's record close.", ["extreme Nasdaq: up, record, close | record close"]),
    (
        "Nasdaq futures > were up 0.2%.",  # what stands for a link in a wire's text
        ["change Nasdaq futures: up, 0.2, percent | up 0.2%"],
    ),
    (
        "The Nikkei rose 1% to end the session at 39,000.",
        [
            "change Nikkei: up, 1, percent, close | rose 1%",
            "level Nikkei: 39,000, points, close | to end the session at 39,000",
        ],
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"), [*SUBJECTS, *TOGETHER, *CURRENCIES, *WHEN, *LEVELS, *UNKNOWN, *TOLD]
)
def test_every_claim_of_a_text_is_found(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_what_looks_like_a_claim_is_none(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Brent fell on Tuesday to $82.40 from $84.17.",  # Monday's close
            ["direction Brent: down, Tuesday | fell", "level Brent: 82.40, price, Tuesday | to $82.40"],
        ),
        (
            "Brent fell 2.1% on Wednesday from $84.17.",
            [
                "change Brent: down, 2.1, percent, Wednesday | fell 2.1%",
                "level Brent: 84.17, price, previous session | from $84.17",
            ],
        ),
        (
            "The Dow fell 1% on Tuesday. The Nasdaq Composite lost 2%.",  # a report of the day before
            [
                "change Dow: down, 1, percent, Tuesday | fell 1%",
                "change Nasdaq Composite: down, 2, percent, Tuesday | lost 2%",
            ],
        ),
        (  # what it tells of Wednesday makes it no report of the day before
            "* Gold closed down 1% on Tuesday\n\nGold rose 2% on Wednesday.\n\nSilver lost 3%.",
            [
                "change Gold: down, 1, percent, Tuesday, close | closed down 1%",
                "change Gold: up, 2, percent, Wednesday | rose 2%",
                "change Silver: down, 3, percent | lost 3%",
            ],
        ),
        (  # a peak may be looked back upon
            "* Gold hit a record high on Monday\n\nDemand was brisk. Silver lost 3%.",
            [
                "extreme Gold: up, Monday, record, intraday | hit a record high",
                "change Silver: down, 3, percent | lost 3%",
            ],
        ),
        (
            "Gold hit a record high on Tuesday.\n\nGold ended up 2% on Tuesday. Silver lost 3%.",
            [
                "extreme Gold: up, Tuesday, record, intraday | hit a record high",
                "change Gold: up, 2, percent, Tuesday, close | ended up 2%",
                "change Silver: down, 3, percent, Tuesday | lost 3%",
            ],
        ),
        (
            "The Dow fell 1% on Tuesday. The Nikkei lost 2%.",  # another market's day is its own
            ["change Dow: down, 1, percent, Tuesday | fell 1%", "change Nikkei: down, 2, percent | lost 2%"],
        ),
    ],
)
def test_a_day_that_is_not_the_articles(text, expected):
    assert told(text, WEDNESDAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Dow is down 7.2% this year and 11% below its record high set on Feb. 19.",
            [
                "change Dow: down, 7.2, percent, ytd | down 7.2%",
                "distance Dow: down, 11, percent, record | and 11% below its record high set on Feb. 19",
            ],
        ),
        (
            "Tesla fell 5%, and is now 30% below its all-time high reached on Dec. 17.",
            [
                "change Tesla: down, 5, percent | fell 5%",
                "distance Tesla: down, 30, percent, record"
                " | and is now 30% below its all-time high reached on Dec. 17",
            ],
        ),
        (
            "The Dow closed at 41,000, down from a record high hit on Dec. 4.",
            [
                "level Dow: 41,000, points, close | closed at 41,000",
                "extreme Dow: up, Dec. 4, record | record high hit on Dec. 4",
            ],
        ),
        (  # of the peak, or of the day it is told of
            "The Dow rose 1% and is down 10% from its peak on Feb. 19.",
            [
                "change Dow: up, 1, percent | rose 1%",
                "~distance Dow: down, 10, percent, Feb. 19 | down 10% from its peak",
            ],
        ),
        (
            "The Dow is down 10% from its peak in February.",
            ["~distance Dow: down, 10, percent, February | down 10% from its peak"],
        ),
        (
            "The Dow is up 7.2% this year, but 3% below its Feb. 19 record.",
            [
                "change Dow: up, 7.2, percent, ytd | up 7.2%",
                "distance Dow: down, 3, percent, since Feb. 19 | 3% below its Feb. 19 record",
            ],
        ),
        (  # no peak's, but the last session's
            "The Dow was 10% below its record high on March 11.",
            ["distance Dow: down, 10, percent, March 11, record | 10% below its record high"],
        ),
        (
            "The Dow was 10% below its record high on Friday.",
            ["distance Dow: down, 10, percent, Friday, record | 10% below its record high"],
        ),
        (  # one move of a day has one close
            "The Dow rose 2.9% in the morning session before closing 4.0% higher.",
            [
                "change Dow: up, 2.9, percent, intraday | rose 2.9%",
                "change Dow: up, 4.0, percent, close | closing 4.0% higher",
            ],
        ),
        (  # the close of another day is no close of this one
            "The Dow was last down 0.3% at 42,100, after closing at a record high on Monday.",
            [
                "change Dow: down, 0.3, percent | was last down 0.3%",
                "level Dow: 42,100, points | at 42,100",
                "extreme Dow: up, Monday, record, close | closing at a record high",
            ],
        ),
        (  # nor is that of a high long ago
            "Nvidia rose 2%, 11.1% below its 52-week closing high of $149.43.",
            [
                "change Nvidia: up, 2, percent | rose 2%",
                "distance Nvidia: down, 11.1, percent, 52-week, close"
                " | 11.1% below its 52-week closing high of $149.43",
                "~extreme Nvidia: up, 149.43, price, 52-week, close | 52-week closing high of $149.43",
            ],
        ),
        (  # what had been is of its own day
            "Nvidia ended 4.1% lower; it had closed at $140.11 on Monday.",
            [
                "change Nvidia: down, 4.1, percent, close | ended 4.1% lower",
                "level Nvidia: 140.11, price, Monday, close | closed at $140.11",
            ],
        ),
        (
            "The Dow fell 1%; the Nasdaq lost 2% on Monday.",
            [
                "change Dow: down, 1, percent | fell 1%",
                "change Nasdaq: down, 2, percent, Monday | lost 2%",
            ],
        ),
        (
            "Yesterday the Dow slipped 0.4%; today it tumbled 1.7%.",
            [
                "change Dow: down, 0.4, percent, Yesterday | slipped 0.4%",
                "change Dow: down, 1.7, percent, today | tumbled 1.7%",
            ],
        ),
        ("Two days after setting a record, the S&P 500 was 2.1% below it.", []),
        (
            "The Dow lost 1.7% for the week, after a 1.5% gain the week before.",
            ["change Dow: down, 1.7, percent, week | lost 1.7%"],
        ),
        (
            "From its Dec. 17 record, Tesla is down 30%.",
            ["change Tesla: down, 30, percent, since:Dec. 17 | down 30%"],
        ),
        (
            "The Dow is up 2.2% this year, having been up 4.5% on Monday.",
            [
                "change Dow: up, 2.2, percent, ytd | up 2.2%",
                "~change Dow: up, 4.5, percent, Monday | up 4.5%",
            ],
        ),
        (  # a day that "when" goes back to, in brackets too
            "Tesla is up 19.4% from 52 weeks ago (March 13, 2024), when it closed at $169.50.",
            [
                "change Tesla: up, 19.4, percent, 52-week | up 19.4%",
                "level Tesla: 169.50, price, March 13, 2024, close | closed at $169.50",
            ],
        ),
        (
            "Tesla is up 19.4% from a year ago, when it closed at $169.50.",
            [
                "change Tesla: up, 19.4, percent, 1-year | up 19.4%",
                "~level Tesla: 169.50, price, close | closed at $169.50",
            ],
        ),
        (
            "The biggest gain since the four days ending Nov. 8, 2024, when Tesla rose 27.3%.",
            ["change Tesla: up, 27.3, percent, 4-session, Nov. 8, 2024 | rose 27.3%"],
        ),
        (  # Tuesday's loss is that of its close
            "The Hang Seng rose 1.2% at the open, swinging from a 0.9% loss on Tuesday.",
            [
                "change Hang Seng: up, 1.2, percent, open | rose 1.2%",
                "change Hang Seng: down, 0.9, percent, Tuesday | 0.9% loss",
            ],
        ),
        (
            "The Nasdaq Composite was up 0.6% shortly after midday Wednesday.",
            ["change Nasdaq Composite: up, 0.6, percent, Wednesday, intraday | up 0.6%"],
        ),
        (
            "The S&P lost 0.3% Friday to Friday.",
            ["change S&P: down, 0.3, percent, week | lost 0.3%"],
        ),
        (  # of the week as well, or of the day?
            "The Dow lost 2% in the week to Friday. The Russell 2000 gave up 3%.",
            [
                "change Dow: down, 2, percent, week, Friday | lost 2%",
                "~change Russell 2000: down, 3, percent, Friday | gave up 3%",
            ],
        ),
        (
            "The Dow lost 2% in the week to Friday. The Russell 2000 gave up 3% on Tuesday.",
            [
                "change Dow: down, 2, percent, week, Friday | lost 2%",
                "change Russell 2000: down, 3, percent, Tuesday | gave up 3%",
            ],
        ),
        (  # it had ended
            "The Nikkei was flat following a four-day losing streak.",
            ["direction Nikkei: flat | flat", "~streak Nikkei: down, 4, day | four-day losing streak"],
        ),
        ("U.S. stocks steady a little as yields ease.", []),
        (
            "Nvidia was up 0.7% at today's intraday high.",
            ["change Nvidia: up, 0.7, percent | up 0.7%"],
        ),
        (  # a tenor that nobody knows is no other's
            "The 10-year yield rose to 4.5%, while the six-year yield rose 5 basis points.",
            [
                "direction 10-year yield: up | rose",
                "level 10-year yield: 4.5, percent | to 4.5%",
                "~change six-year yield: up, 5, bp | rose 5 basis points",
            ],
        ),
        (
            "The 10-year Treasury yield rose to 4.5%. The two-year note fell 5 basis points.",
            [
                "direction 10-year Treasury yield: up | rose",
                "level 10-year Treasury yield: 4.5, percent | to 4.5%",
                "~change two-year note: down, 5, bp | fell 5 basis points",
            ],
        ),
        (  # nor another index's number
            "The S&P 1500 rose 1%, the S&P 2.1% and the Nasdaq 3%.",
            [
                "~change S&P: up, 1, percent | rose 1%",
                "change S&P: up, 2.1, percent | S&P 2.1%",
                "change Nasdaq: up, 3, percent | Nasdaq 3%",
            ],
        ),
        (
            "Wall Street ended mixed on Monday, with the Nasdaq dipping 0.4%.",
            ["change Nasdaq: down, 0.4, percent, Monday | dipping 0.4%"],
        ),
        (  # of the run, or of its last step
            "The Dow has risen for four consecutive weeks, adding 6.7%.",
            [
                "streak Dow: up, 4, week | risen for four consecutive weeks",
                "~change Dow: up, 6.7, percent, week | adding 6.7%",
            ],
        ),
        (
            "The Dow rose for a fourth straight week, adding 0.7%.",
            [
                "streak Dow: up, 4, week | rose for a fourth straight week",
                "change Dow: up, 0.7, percent, week | adding 0.7%",
            ],
        ),
        ("The Dow has fallen 9% in euro terms this year.", ["~change Dow: down, 9, percent | fallen 9%"]),
        (
            "The Nasdaq gained 1.6%, though it was down 3.5% for the week and 4% for February.",
            [
                "change Nasdaq: up, 1.6, percent | gained 1.6%",
                "change Nasdaq: down, 3.5, percent, week | down 3.5%",
                "change Nasdaq: down, 4, percent, month, February | and 4%",
            ],
        ),
        (
            "The Dow rose 1% and the Nasdaq fell 2% in February.",
            [
                "change Dow: up, 1, percent, month, February | rose 1%",
                "change Nasdaq: down, 2, percent, month, February | fell 2%",
            ],
        ),
        ("The Dow fell 2% late on Friday.", ["change Dow: down, 2, percent, Friday | fell 2%"]),
        (
            "The Dow fell 1% to 42,000 from a record high of 45,000 on Feb. 10.",
            [
                "change Dow: down, 1, percent | fell 1%",
                "level Dow: 42,000, points | to 42,000",
                "~extreme Dow: up, 45,000, points, Feb. 10, record | record high of 45,000",
            ],
        ),
        (
            "The Dow hit a record high earlier this week.",
            ["~extreme Dow: up, record, intraday | hit a record high"],
        ),
        (
            "The Dow is up 23% since its January low.",
            ["~change Dow: up, 23, percent, since:January | up 23%"],
        ),
        (
            "The Dow fell 3.3% after rallying 15% in the previous three sessions.",
            [
                "change Dow: down, 3.3, percent | fell 3.3%",
                "~change Dow: up, 15, percent, 3-session | rallying 15%",
            ],
        ),
        (
            "The Sensex settled at 75,311.06; it hit a low of 75,112.41 during the day.",
            [
                "level Sensex: 75,311.06, points, close | settled at 75,311.06",
                "extreme Sensex: down, 75,112.41, points, day, intraday | hit a low of 75,112.41",
            ],
        ),
        (  # the day that owns a move is of that one alone
            "The Dow rose 1.2% after Monday's 2% drop.",
            [
                "change Dow: up, 1.2, percent | rose 1.2%",
                "change Dow: down, 2, percent, Monday | 2% drop",
            ],
        ),
        (
            "The Dow rose 1% on Tuesday, rebounding from Monday's 2% slump.",
            [
                "change Dow: up, 1, percent, Tuesday | rose 1%",
                "change Dow: down, 2, percent, Monday | 2% slump",
            ],
        ),
        ("The Dow fell 3% in Monday's sell-off.", ["change Dow: down, 3, percent, Monday | fell 3%"]),
        ("The Dow fell 1%, following Monday's rally.", ["change Dow: down, 1, percent | fell 1%"]),
        ("The Dow fell 1% in Monday's session.", ["change Dow: down, 1, percent, Monday | fell 1%"]),
        (
            "The Dow fell 1% from Monday's close.",
            ["change Dow: down, 1, percent, since:Monday | fell 1%"],
        ),
        (  # of the week, or of the day
            "For the week, the Dow rose 2%. The Nasdaq gained 1%.\n\nNvidia fell 3%.",
            [
                "change Dow: up, 2, percent, week | rose 2%",
                "~change Nasdaq: up, 1, percent | gained 1%",
                "change Nvidia: down, 3, percent | fell 3%",
            ],
        ),
        (
            "The Dow fell 1%.\n\nFor the week, the Dow rose 2%. The Nasdaq gained 1%.\n\nNvidia fell 3%.",
            [
                "change Dow: down, 1, percent | fell 1%",
                "change Dow: up, 2, percent, week | rose 2%",
                "~change Nasdaq: up, 1, percent | gained 1%",
                "change Nvidia: down, 3, percent | fell 3%",
            ],
        ),
        (  # after a move of the day, what is told of the week in passing is no heading
            "The Dow fell 1%. It is up 3% this week. The Nasdaq lost 2%.",
            [
                "change Dow: down, 1, percent | fell 1%",
                "change Dow: up, 3, percent, week | up 3%",
                "change Nasdaq: down, 2, percent | lost 2%",
            ],
        ),
        (
            "Tesla is down 30% this year. It fell 2%.",
            ["change Tesla: down, 30, percent, ytd | down 30%", "change Tesla: down, 2, percent | fell 2%"],
        ),
        ("Nvidia was up 0.6% that day.", ["~change Nvidia: up, 0.6, percent | up 0.6%"]),
        (  # one move and where it went
            "The Dow rose 2% to hit a record high on Feb. 19.",
            [
                "change Dow: up, 2, percent, Feb. 19 | rose 2%",
                "extreme Dow: up, Feb. 19, record, intraday | to hit a record high",
            ],
        ),
    ],
)
def test_what_is_told_of_another_day_or_moment_does_not_spread(text, expected):
    assert told(text, WEDNESDAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # whose results were told
            "Nvidia fell 3%.\n\nChip stocks slid after Intel's quarterly profit missed forecasts. "
            "The stock ended 5% lower.",
            [
                "change Nvidia: down, 3, percent | fell 3%",
                "change Intel: down, 5, percent, close | ended 5% lower",
            ],
        ),
        (
            "Nvidia fell 3%.\n\nRetailers were weak after Bramleigh's quarterly profit missed forecasts. "
            "The stock ended 5% lower.",
            ["change Nvidia: down, 3, percent | fell 3%",
             "~change The stock: down, 5, percent, close | ended 5% lower"],
        ),
        (  # "it" is what its own sentence is about
            "Both the Dow and the Nasdaq fell. The S&P 500 lost 104 points, leaving it up 2.2% for the year.",
            [
                "direction Dow & Nasdaq: down | fell",
                "change S&P 500: down, 104, points | lost 104 points",
                "change S&P 500: up, 2.2, percent, year | up 2.2%",
            ],
        ),
        (  # … where that is one
            "The Dow fell 1%. The Nasdaq rose 1% as Nvidia jumped 4%, and it is up 10% this year.",
            [
                "change Dow: down, 1, percent | fell 1%",
                "change Nasdaq: up, 1, percent | rose 1%",
                "change Nvidia: up, 4, percent | jumped 4%",
                "~change it: up, 10, percent, ytd | up 10%",
            ],
        ),
        (  # and the market is no share
            "Tesla fell 5% as the market dropped 2%.",
            ["change Tesla: down, 5, percent | fell 5%", "~change the market: down, 2, percent | dropped 2%"],
        ),
    ],
)
def test_who_a_pronoun_is(text, expected):
    assert told(text) == expected
