"""Sentences of many desks: markets, currencies, commodities, results, wraps of weeks and halves.

A row is read on Wednesday 12 March 2025, in the notation of `test_prose.py`.
"""

import pytest

from tests.test_prose import WEDNESDAY, told

# which time a move is over, where that is no day
SPANS = [
    (
        "The S&P 500 posted its worst week since 2020, falling 9%.",
        [
            "superlative S&P 500: down, week, since 2020 | posted its worst week since 2020",
            "change S&P 500: down, 9, percent, week | falling 9%",
        ],
    ),
    (
        "Oil notched its biggest weekly rise since 2022 on Friday, with Brent up 11.7% and WTI 13%.",
        [
            "superlative Oil: up, week, Friday, since 2022 | notched its biggest weekly rise since 2022",
            "change Brent: up, 11.7, percent, week, Friday | up 11.7%",
            "change WTI: up, 13, percent, week, Friday | WTI 13%",
        ],
    ),
    (
        "The S&P 500 notched a third straight weekly gain, and rose 0.3% on Friday.",
        [
            "streak S&P 500: up, 3, week, Friday | notched a third straight weekly gain",
            "change S&P 500: up, 0.3, percent, Friday | rose 0.3%",
        ],
    ),
    (
        "The S&P 500 is on track for a third straight weekly gain, rising 0.3%.",
        [
            "streak S&P 500: up, 3, week | third straight weekly gain",
            "change S&P 500: up, 0.3, percent | rising 0.3%",
        ],
    ),
    (
        "In the fourth quarter, gold lost 0.4%.",
        [
            "change gold: down, 0.4, percent, quarter, the fourth quarter | lost 0.4%",
        ],
    ),
    (
        "Gold rose 19% in the first quarter, its best quarter since 1986.",
        [
            "change Gold: up, 19, percent, quarter, the first quarter | rose 19%",
            "superlative Gold: up, quarter, the first quarter, since 1986 | best quarter since 1986",
        ],
    ),
    (
        "Gold rose 25.8% in the first half of 2024.",
        [
            "change Gold: up, 25.8, percent, ytd, June 2024 | rose 25.8%",
        ],
    ),
    (
        "The Dow fell 15.3% in the first six months of the year.",
        [
            "change Dow: down, 15.3, percent, ytd, June | fell 15.3%",
        ],
    ),
    (
        "In the second half of 2024 the Nasdaq gained 9%.",
        [
            "change Nasdaq: up, 9, percent, from:July 2024, December 2024 | gained 9%",
        ],
    ),
    (
        "Apple fell 5% after the first quarter report.",
        [
            "change Apple: down, 5, percent | fell 5%",
        ],
    ),
    (
        "The S&P 500 posted its worst first half since 1970, sliding 20.6%.",
        [
            "~change S&P 500: down, 20.6, percent | sliding 20.6%",
        ],
    ),
    (
        (
            "For the week, the S&P 500 fell 1%. The Dow lost 0.5%. On Friday, the "
            "Nasdaq rose 1%. Microsoft rose 2%."
        ),
        [
            "change S&P 500: down, 1, percent, week | fell 1%",
            "~change Dow: down, 0.5, percent | lost 0.5%",
            "change Nasdaq: up, 1, percent, Friday | rose 1%",
            "change Microsoft: up, 2, percent, Friday | rose 2%",
        ],
    ),
    (
        "In January, Germany's DAX added 9%. Super Micro plunged 11.5% on Tuesday.",
        [
            "change DAX: up, 9, percent, month, January | added 9%",
            "change Super Micro: down, 11.5, percent, Tuesday | plunged 11.5%",
        ],
    ),
    (
        "Overnight, the Dow rose 1%. Apple fell 1% and is down 3% this week.",
        [
            "change Dow: up, 1, percent, Overnight | rose 1%",
            "change Apple: down, 1, percent, Overnight | fell 1%",
            "change Apple: down, 3, percent, week, Overnight | down 3%",
        ],
    ),
    (
        "In the 100 days since the vote, the S&P 500 has lost 7.3%.",
        [
            "~change S&P 500: down, 7.3, percent, 100-session | lost 7.3%",
        ],
    ),
    (
        "Intel lost 60% of its value.",
        [
            "~change Intel: down, 60, percent | lost 60% of its value",
        ],
    ),
    (
        "Intel lost a quarter of its value on Friday.",
        [
            "change Intel: down, 1/4, percent, Friday | lost a quarter of its value",
        ],
    ),
    (
        "Gold had hit an all-time high above $2,900 as recently as February.",
        [
            (
                "~extreme Gold: up, more_than, 2,900, price, February, record, "
                "intraday | hit an all-time high above $2,900"
            ),
        ],
    ),
    (
        "The rupee rose 5 paise to 85.33 against the dollar on Friday.",
        [
            "change rupee: up, 0.05, price, Friday | rose 5 paise",
            "level rupee: 85.33, price, Friday | to 85.33",
        ],
    ),
    (
        "Shell and BP have fallen 10% and 15% respectively this year.",
        [
            "change Shell: down, 10, percent, ytd | fallen 10%",
            "change BP: down, 15, percent, ytd | and 15%",
        ],
    ),
]
# numbers as desks write them
NUMBERS = [
    (
        "The Dow was down 1.10 points, or less than 0.1%, at 42,865.77.",
        [
            "change Dow: down, 1.10, points | down 1.10 points",
            "change Dow: down, less_than, 0.1, percent | or less than 0.1%",
            "level Dow: 42,865.77, points | at 42,865.77",
        ],
    ),
    (
        "The Dow fell 30 points, or slightly more than 0.1%, to 42,865.77.",
        [
            "change Dow: down, 30, points | fell 30 points",
            "change Dow: down, more_than, 0.1, percent | or slightly more than 0.1%",
            "level Dow: 42,865.77, points | to 42,865.77",
        ],
    ),
    (
        "The FTSE 250 outperformed, ending the day 98.6 points, or 0.5%, ahead at 20,308.41.",
        [
            "change FTSE 250: up, 98.6, points, close | ending the day 98.6 points, or",
            "change FTSE 250: up, 0.5, percent, close | 0.5%, ahead",
            "level FTSE 250: 20,308.41, points, close | at 20,308.41",
        ],
    ),
    (
        "Month to date, the Nasdaq is still ahead by 1.5%.",
        [
            "change Nasdaq: up, 1.5, percent, month | ahead by 1.5%",
        ],
    ),
    (
        "Chicago Board of Trade May wheat settled up 2-1/4 cents at $5.45-1/4 per bushel.",
        [
            "change wheat: up, 0.0225, price, close | settled up 2-1/4 cents",
            "level wheat: 5.4525, price, close | at $5.45-1/4 per bushel",
        ],
    ),
    (
        "Gold in Sydney fetched A$4,600 after $US2,900 on Monday.",
        [
            "~level Gold: 4,600, price | fetched A$4,600",
        ],
    ),
    (
        "Gold was a third of a percent lower.",
        [],
    ),
    (
        "Bitcoin tops $111,000 for first time.",
        [
            "threshold Bitcoin: up, 111,000, price, first | tops $111,000 for first time",
        ],
    ),
]
# other verbs and nouns
VERBS = [
    (
        "The S&P 500 eked out a 0.13% gain.",
        [
            "change S&P 500: up, 0.13, percent | eked out a 0.13% gain",
        ],
    ),
    (
        "UnitedHealth suffers worst day since 1998.",
        [
            "superlative UnitedHealth: down, day, since 1998 | suffers worst day since 1998",
        ],
    ),
    (
        "Commonwealth Bank slipped 0.4 per cent to $180.55 after setting an intraday record of $184.35.",
        [
            "change Commonwealth Bank: down, 0.4, percent | slipped 0.4 per cent",
            "level Commonwealth Bank: 180.55, price | to $180.55",
            (
                "extreme Commonwealth Bank: up, 184.35, price, record, intraday | "
                "setting an intraday record of $184.35"
            ),
        ],
    ),
]
# what only looks like a claim
NONE = [
    (
        "The Nasdaq soared 12.16%, its second-best day ever.",
        [
            "change Nasdaq: up, 12.16, percent | soared 12.16%",
        ],
    ),
    (
        "The S&P 500 set 57 record closes during the year.",
        [],
    ),
    (
        "The S&P 500 rose for a second straight year with gains of more than 20%.",
        [
            "streak S&P 500: up, 2, year | rose for a second straight year",
            "~change S&P 500: up, more_than, 20, percent | gains of more than 20%",
        ],
    ),
    (
        "The S&P 500 gained 23.3% this year, its second consecutive annual advance of more than 20%.",
        [
            "change S&P 500: up, 23.3, percent, ytd | gained 23.3%",
        ],
    ),
    (
        "Decliners outnumbered advancers by a 1.2-to-1 ratio within the S&P 500.",
        [],
    ),
    (
        (
            "Shares of Nvidia were last up 5.1% after it reported revenue of "
            "$44.06 billion, up 69% from a year earlier."
        ),
        [
            "change Nvidia: up, 5.1, percent | last up 5.1%",
        ],
    ),
    (
        "Disney earned $1.76 per share, up 44% from a year ago.",
        [],
    ),
    (
        "Apple ended at $176.20 a share, up 4%.",
        [
            "level Apple: 176.20, price, close | ended at $176.20 a share",
            "change Apple: up, 4, percent, close | up 4%",
        ],
    ),
    (
        "The VIX rose to 40. Some 26.79 billion shares changed hands.",
        [
            "direction VIX: up | rose",
            "level VIX: 40, points | to 40",
            "~volume the market: about, 26.79 billion, count | Some 26.79 billion shares changed hands",
        ],
    ),
]
# whose move it is
NAMES = [
    (
        (
            "The 30-year bond yield climbed 12 bps. Two-year yields gained 4.8 "
            "basis points to 4.018%. Eight-year yields rose 3 bps."
        ),
        [
            "change 30-year bond yield: up, 12, bp | climbed 12 bps",
            "change Two-year yields: up, 4.8, bp | gained 4.8 basis points",
            "level Two-year yields: 4.018, percent | to 4.018%",
            "~change Eight-year yields: up, 3, bp | rose 3 bps",
        ],
    ),
    (
        "The yield on 30-year gilts touched 5.47 per cent.",
        [
            "level yield on 30-year gilts: 5.47, percent, intraday | touched 5.47 per cent",
        ],
    ),
    (
        "10-year Bund yields fell 2 bps.",
        [
            "change 10-year Bund yields: down, 2, bp | fell 2 bps",
        ],
    ),
    (
        "Chipotle, whose shares have risen 9% in the past year, forecast sales growth.",
        [
            "change Chipotle: up, 9, percent, 1-year | risen 9%",
        ],
    ),
    (
        "Chipotle, whose revenue has risen 9% in the past year, fell 1%.",
        [],
    ),
    (
        "Dollar Tree - The discount retailer's shares sank 8.4%.",
        [
            "change Dollar Tree: down, 8.4, percent | sank 8.4%",
        ],
    ),
    (
        "CrowdStrike (CRWD) - The cybersecurity stock slid 5.8% after weak guidance.",
        [
            "change CrowdStrike: down, 5.8, percent | slid 5.8%",
        ],
    ),
    (
        "Tesla – The EV maker lost 3.6%.",
        [
            "change Tesla: down, 3.6, percent | lost 3.6%",
        ],
    ),
    (
        (
            "The local currency was trading at 1,358.4 won against the dollar as "
            "of 3:30 p.m., up 11.1 won from the previous session."
        ),
        [
            "level won: 1,358.4, price, intraday | trading at 1,358.4 won",
            "change won: up, 11.1, price, day, intraday | up 11.1 won",
        ],
    ),
    (
        "A dozen stocks in the Dow rose.",
        [],
    ),
    (
        "Stocks on the Nasdaq rose 1%.",
        [
            "~change Stocks on the Nasdaq: up, 1, percent | rose 1%",
        ],
    ),
    (
        "Uranium, lithium and nickel prices have fallen 10%, 15% and 4% respectively this year.",
        [],
    ),
    (
        "Dow Inc fell 3% and the Dow rose 1%.",
        [
            "change Dow Inc: down, 3, percent | fell 3%",
            "change Dow: up, 1, percent | rose 1%",
        ],
    ),
    (
        "Thailand's SET fell 0.7%.",
        [
            "change Thailand's SET: down, 0.7, percent | fell 0.7%",
        ],
    ),
    (
        "Saudi Arabia's benchmark index dropped 1%.",
        [
            "change Saudi Arabia's benchmark index: down, 1, percent | dropped 1%",
        ],
    ),
    (
        "Halma topped the FTSE 100 with a gain of 8.4%.",
        [
            "rank Halma: up, 1 | topped the FTSE 100",
            "change Halma: up, 8.4, percent | gain of 8.4%",
        ],
    ),
]
# prices in another currency than that of any series
CURRENCIES = [
    (
        "Gold rose Rs 500 to Rs 92,000 per 10 grams.",
        [
            "~change Gold: up, 500, price | rose Rs 500",
            "~level Gold: 92,000, price | to Rs 92,000 per 10 grams",
        ],
    ),
    (
        "Gold rose 0.5% to 92,000 rupees.",
        [
            "~change Gold: up, 0.5, percent | rose 0.5%",
            "~level Gold: 92,000, price | to 92,000 rupees",
        ],
    ),
    (
        "Samsung rose 2% to $45.",
        [
            "~change Samsung: up, 2, percent | rose 2%",
            "~level Samsung: 45, price | to $45",
        ],
    ),
    (
        "Samsung rose 2% to 59,100 won.",
        [
            "change Samsung: up, 2, percent | rose 2%",
            "level Samsung: 59,100, price | to 59,100 won",
        ],
    ),
    (
        "Vodafone rose 2% to 73.86p.",
        [
            "change Vodafone: up, 2, percent | rose 2%",
            "level Vodafone: 0.7386, price | to 73.86p",
        ],
    ),
    (
        "Vodafone's New York shares rose 2% to $9.86.",
        [
            "change Vodafone's New York shares: up, 2, percent | rose 2%",
            "level Vodafone's New York shares: 9.86, price | to $9.86",
        ],
    ),
    (
        "Copper rose 2% to 78,850 yuan a ton.",
        [
            "~change Copper: up, 2, percent | rose 2%",
            "~level Copper: 78,850, price | to 78,850 yuan a ton",
        ],
    ),
    (
        "Commonwealth Bank slipped 0.4 per cent to $180.55.",
        [
            "change Commonwealth Bank: down, 0.4, percent | slipped 0.4 per cent",
            "level Commonwealth Bank: 180.55, price | to $180.55",
        ],
    ),
    (
        "Wheat fell 5 cents to $5.45 a bushel.",
        [
            "change Wheat: down, 0.05, price | fell 5 cents",
            "level Wheat: 5.45, price | to $5.45 a bushel",
        ],
    ),
    (
        "SAP rose to 250 euros.",
        [
            "direction SAP: up | rose",
            "level SAP: 250, price | to 250 euros",
        ],
    ),
    (
        "Alibaba's Hong Kong shares closed at HK$132.",
        [
            "level Alibaba's Hong Kong shares: 132, price, close | closed at HK$132",
        ],
    ),
]
# a month's end, a place's index, a day's high
MONTHS = [
    (
        (
            "The S&P 500 rose 0.2% on Wednesday, its seventh straight advance, but "
            "finished April down 0.8%, a third straight monthly loss."
        ),
        [
            "change S&P 500: up, 0.2, percent, Wednesday, close | rose 0.2%",
            "streak S&P 500: up, 7, Wednesday | seventh straight advance",
            "change S&P 500: down, 0.8, percent, month, April, close | down 0.8%",
            "streak S&P 500: down, 3, month, April | third straight monthly loss",
        ],
    ),
    (
        "The S&P 500 rose 0.2% Wednesday and ended February up 6%.",
        [
            "change S&P 500: up, 0.2, percent, Wednesday, close | rose 0.2%",
            "change S&P 500: up, 6, percent, month, February | up 6%",
        ],
    ),
    (
        "The S&P 500 rose 0.2% on Tuesday and finished 2024 up 23.3%.",
        [
            "change S&P 500: up, 0.2, percent, Tuesday, close | rose 0.2%",
            "change S&P 500: up, 23.3, percent, year, 2024, close | up 23.3%",
        ],
    ),
    (
        "The S&P 500 ended 2024 up 23% and closed at 5,900 on Thursday.",
        [
            "change S&P 500: up, 23, percent, year, 2024, close | up 23%",
            "level S&P 500: 5,900, points, Thursday, close | closed at 5,900",
        ],
    ),
    (
        "The S&P 500 remains 14.3% below its Feb. 19 record close.",
        [
            "distance S&P 500: down, 14.3, percent, since Feb. 19, close | 14.3% below its Feb. 19 record",
        ],
    ),
    (
        "The Hang Seng has rebounded more than 20% from its Jan. 13 low.",
        [
            (
                "distance Hang Seng: up, more_than, 20, percent, since Jan. 13 | "
                "rebounded more than 20% from its Jan. 13 low"
            ),
        ],
    ),
    (
        "Bitcoin has climbed almost 50% from its August low of $54,500.",
        [
            (
                "distance Bitcoin: up, nearly, 50, percent, since August | climbed "
                "almost 50% from its August low of $54,500"
            ),
        ],
    ),
    (
        "At its current level, $NVDA is 8% below its January record of $153.13.",
        [
            "distance NVDA: down, 8, percent, since January | 8% below its January record of $153.13",
        ],
    ),
    (
        "The Nikkei fell 1%. In Sydney, the benchmark index rose 0.5%. In Hanoi, the index rose 2%.",
        [
            "change Nikkei: down, 1, percent | fell 1%",
            "change S&P/ASX 200: up, 0.5, percent | rose 0.5%",
            "~change the index: up, 2, percent | rose 2%",
        ],
    ),
    (
        "The Kospi fell 1% in Seoul. The index lost 2% this week.",
        [
            "change Kospi: down, 1, percent | fell 1%",
            "change Kospi: down, 2, percent, week | lost 2%",
        ],
    ),
    (
        "Since 1950 the S&P 500 has risen about 9% in the 12 months after a golden cross, on average.",
        [],
    ),
    (
        (
            "JPMorgan Chase dipped 0.3% even though its quarterly profit beat "
            "estimates, while Wells Fargo tumbled 5%."
        ),
        [
            "change JPMorgan Chase: down, 0.3, percent | dipped 0.3%",
            "change Wells Fargo: down, 5, percent | tumbled 5%",
        ],
    ),
    (
        "Brent crude lost 10%, its first annual loss since 2020.",
        [
            "change Brent crude: down, 10, percent, year | lost 10%",
            "streak Brent crude: down, 1, year | first annual loss",
        ],
    ),
    (
        "The Nasdaq dropped 3%, its worst week since December.",
        [
            "change Nasdaq: down, 3, percent, week | dropped 3%",
            "superlative Nasdaq: down, week, since December | worst week since December",
        ],
    ),
    (
        "The Nasdaq dropped 3% on Friday, its third straight weekly loss.",
        [
            "change Nasdaq: down, 3, percent, Friday | dropped 3%",
            "streak Nasdaq: down, 3, week, Friday | third straight weekly loss",
        ],
    ),
    (
        "On Monday the Dow rose 1%. Gold rallied 26% over the same six months.",
        [
            "change Dow: up, 1, percent, Monday | rose 1%",
            "~change Gold: up, 26, percent, Monday | rallied 26%",
        ],
    ),
    (
        "At its August 5 low, the S&P 500 was down nearly 9% from its July peak.",
        [
            "~distance S&P 500: down, nearly, 9, percent, since July | down nearly 9% from its July peak",
        ],
    ),
    (
        "The yen eased to 148.70 per dollar, not far from Tuesday's 3-1/2-month low of 149.19.",
        [
            "direction yen: down | eased",
            "level yen: 148.70, price | to 148.70 per dollar",
            (
                "extreme yen: down, about, 149.19, price, Tuesday, 3.5-month | not far "
                "from Tuesday's 3-1/2-month low of 149.19"
            ),
        ],
    ),
    (
        "Bitcoin rose to $123,000 before easing to $119,800, up 0.7% on the day.",
        [
            "level Bitcoin: 123,000, price | to $123,000",
            "level Bitcoin: 119,800, price | to $119,800",
            "change Bitcoin: up, 0.7, percent, day | up 0.7%",
        ],
    ),
]
# what goes on from a sentence, and what does not
MORE = [
    (
        "The dollar index rose 0.3% to 98.71, clawing back most of Tuesday's losses.",
        [
            "change dollar index: up, 0.3, percent | rose 0.3%",
            "level dollar index: 98.71, points | to 98.71",
        ],
    ),
    (
        "Gold regains Rs 1 lakh mark.",
        [],
    ),
    (
        (
            "Glencore fell 3%. The stock is down 18% this year, compared with a 6% "
            "gain for the FTSE 350 mining index."
        ),
        [
            "change Glencore: down, 3, percent | fell 3%",
            "change Glencore: down, 18, percent, ytd | down 18%",
            "~change FTSE 350 mining index: up, 6, percent, ytd | 6% gain",
        ],
    ),
    (
        (
            "Glencore fell 3%. RBC cut its price target to 370p from 400p. It was "
            "the second-biggest faller on the FTSE 100."
        ),
        [
            "change Glencore: down, 3, percent | fell 3%",
            "rank Glencore: down, 2 | second-biggest faller on the FTSE 100",
        ],
    ),
    (
        "The FTSE 100 rose, breaching the 9,000-point barrier for the first time.",
        [
            "direction FTSE 100: up | rose",
            (
                "threshold FTSE 100: up, 9,000, points, first | breaching the "
                "9,000-point barrier for the first time"
            ),
        ],
    ),
    (
        "BHP lifted 2.7 per cent to $39.91.",
        [
            "change BHP: up, 2.7, percent | lifted 2.7 per cent",
            "level BHP: 39.91, price | to $39.91",
        ],
    ),
    (
        "The S&P 500 closed at a record, wrapping up its best quarter in more than a year.",
        [
            "extreme S&P 500: up, record, close | closed at a record",
            "superlative S&P 500: up, quarter, 1-year, close | best quarter in more than a year",
        ],
    ),
    (
        "The S&P/ASX 200 rose 1%. It was the benchmark's best day in three months.",
        [
            "change S&P/ASX 200: up, 1, percent | rose 1%",
            "superlative S&P/ASX 200: up, day, 3-month | best day in three months",
        ],
    ),
    (
        "STOCKS SNAP THREE-DAY LOSING STREAK, S&P 500 UP 1%",
        [
            "~streak_break STOCKS: down, 3, day | SNAP THREE-DAY LOSING STREAK",
            "change S&P 500: up, 1, percent | UP 1%",
        ],
    ),
    (
        "ASX ends week at record after topping 8,700.",
        [
            "extreme ASX: up, record, close | at record",
            "threshold ASX: up, 8,700, close | topping 8,700",
        ],
    ),
    (
        "Bitcoin gained 153%, erasing more than two-thirds of its 2022 losses.",
        [
            "~change Bitcoin: up, 153, percent | gained 153%",
        ],
    ),
    (
        "The S&P 500 climbed 24% and Rolls-Royce more than tripled. Super Micro rose 25%.",
        [
            "~change S&P 500: up, 24, percent | climbed 24%",
            "~change Rolls-Royce: up, more_than, 3, ratio | more than tripled",
            "change Super Micro: up, 25, percent | rose 25%",
        ],
    ),
    (
        "On Monday, the Sensex fell 0.3%. For the week, the BSE benchmark dropped 1.11 per cent.",
        [
            "change Sensex: down, 0.3, percent, Monday | fell 0.3%",
            "change BSE benchmark: down, 1.11, percent, week, Monday | dropped 1.11 per cent",
        ],
    ),
    (
        "The Bloomberg Dollar Spot Index fell 0.6%.",
        [
            "change Bloomberg Dollar Spot Index: down, 0.6, percent | fell 0.6%",
        ],
    ),
    (
        "In 2022, the S&P 500 sank 25% peak to trough.",
        [
            "~change S&P 500: down, 25, percent, year, 2022 | sank 25%",
        ],
    ),
    (
        "Tesla's stock has halved from its December peak.",
        [],
    ),
    (
        "SPY traded 55 million shares, below its 30-day average of 72 million.",
        [],
    ),
    (
        "The 10-year Treasury yield BX:TMUBMUSD10Y edged up 2 basis points to 4.229%.",
        [
            "change 10-year Treasury yield: up, 2, bp | edged up 2 basis points",
            "level 10-year Treasury yield: 4.229, percent | to 4.229%",
        ],
    ),
    (
        (
            "Brazil's Ibovespa closed above 140,000 points on Tuesday, extending "
            "its year-to-date gain to 16.5%."
        ),
        [
            "threshold Ibovespa: up, 140,000, points, Tuesday, close | closed above 140,000 points",
            "change Ibovespa: up, 16.5, percent, ytd, Tuesday, close | year-to-date gain to 16.5%",
        ],
    ),
    (
        "The fear gauge India VIX eased 0.1% to 12.18.",
        [
            "change fear gauge India VIX: down, 0.1, percent | eased 0.1%",
            "level fear gauge India VIX: 12.18, points | to 12.18",
        ],
    ),
    (
        (
            "Tokyo - Nikkei 225: UP 0.3 percent at 42,310.49 (close)\nHong Kong - "
            "Hang Seng Index: DOWN 0.5 percent at 25,496.55\nEuro/dollar: DOWN at $1.1687"
        ),
        [
            "change Nikkei 225: up, 0.3, percent | UP 0.3 percent",
            "level Nikkei 225: 42,310.49, points | at 42,310.49",
            "change Hang Seng Index: down, 0.5, percent | DOWN 0.5 percent",
            "level Hang Seng Index: 25,496.55, points | at 25,496.55",
            "level Euro/dollar: 1.1687, price | at $1.1687",
        ],
    ),
    (
        (
            "Dow 44,173.64 +1.3%\nNasdaq +1.95%\nThe index of the 30 largest shares "
            "rose 2% in a week\nin which the Nasdaq gained 4%."
        ),
        [
            "change Dow: up, 1.3, percent | +1.3%",
            "change Nasdaq: up, 1.95, percent | +1.95%",
            "~change 30 largest shares: up, 2, percent, 1-week | rose 2%",
            "change Nasdaq: up, 4, percent, 1-week | gained 4%",
        ],
    ),
    (
        (
            "Delta rose 1%. PepsiCo gained 2%. The Nasdaq Composite surged 1.12% "
            "and the S&P 500 rose 0.58%, both record closes."
        ),
        [
            "~change Delta: up, 1, percent | rose 1%",
            "change PepsiCo: up, 2, percent | gained 2%",
            "change Nasdaq Composite: up, 1.12, percent | surged 1.12%",
            "change S&P 500: up, 0.58, percent | rose 0.58%",
            "extreme Nasdaq Composite & S&P 500: up, record, close | record closes",
        ],
    ),
    (
        (
            "The yen fell past 150 per dollar for the first time since May 1 and "
            "hit a record low of 176.25 per euro."
        ),
        [
            (
                "threshold yen: up, 150, price, since May 1 | fell past 150 per dollar "
                "for the first time since May 1"
            ),
            "extreme euro/yen: down, 176.25, price, record, intraday | hit a record low of 176.25 per euro",
        ],
    ),
    (
        "The six-month Brent spread narrowed to $1.60, its lowest since May.",
        [
            "spread Brent: down | spread narrowed",
            "spread Brent: 1.60, price | to $1.60",
            "~extreme Brent: down, since May | lowest since May",
        ],
    ),
    (
        (
            "Brent settled at $65.47, while WTI ended up 81 cents. Both benchmarks "
            "slumped more than 7% last week."
        ),
        [
            "level Brent: 65.47, price, close | settled at $65.47",
            "change WTI: up, 0.81, price, close | ended up 81 cents",
            "change Brent & WTI: down, more_than, 7, percent, week, last week | slumped more than 7%",
        ],
    ),
    (
        "The S&P 500 trades at 22 times earnings, up from 19 in April.",
        [],
    ),
    (
        "The Financial Times Stock Exchange 100 Index rose 1%.",
        [
            "change Financial Times Stock Exchange 100 Index: up, 1, percent | rose 1%",
        ],
    ),
]


ROWS = [*SPANS, *NUMBERS, *VERBS, *NONE, *NAMES, *CURRENCIES, *MONTHS, *MORE]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_a_sentence_of_any_desk_is_read_as_its_editor_would(text, expected):
    assert told(text, WEDNESDAY) == expected
