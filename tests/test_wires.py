"""Sentences as agencies write them: which day, which time, against what, and whose.

A row is read on Wednesday 12 March 2025, in the notation of `test_prose.py`.
"""

import pytest

from tests.test_prose import WEDNESDAY, told

# the day, week or moment that each move is of
DAYS = [
    (
        "The Dow, which on Friday fell 2%, rose 1%.",
        [
            "change Dow: down, 2, percent, Friday | fell 2%",
            "change Dow: up, 1, percent | rose 1%",
        ],
    ),
    (
        "The Dow rose on Thursday and, on Friday, fell 2%.",
        [
            "direction Dow: up, Thursday | rose",
            "change Dow: down, 2, percent, Friday | fell 2%",
        ],
    ),
    (
        "The Dow rose 1% on Thursday and, on Friday, fell 2%.",
        [
            "change Dow: up, 1, percent, Thursday | rose 1%",
            "change Dow: down, 2, percent, Friday | fell 2%",
        ],
    ),
    (
        "The Dow rose 1% on Thursday but, on Friday, fell 2%.",
        [
            "change Dow: up, 1, percent, Thursday | rose 1%",
            "change Dow: down, 2, percent, Friday | fell 2%",
        ],
    ),
    (
        "The Dow rose 1% on Thursday but on Friday it fell 2%.",
        [
            "change Dow: up, 1, percent, Thursday | rose 1%",
            "change Dow: down, 2, percent, Friday | fell 2%",
        ],
    ),
    (
        "The Dow fell 1% on Tuesday after rising 2% on Monday and 1% on Friday.",
        [
            "change Dow: down, 1, percent, Tuesday | fell 1%",
            "change Dow: up, 2, percent, Monday | rising 2%",
            "change Dow: up, 1, percent, Friday | and 1%",
        ],
    ),
    (
        "On Tuesday the Dow fell 1%, having risen 2% on Monday.",
        [
            "change Dow: down, 1, percent, Tuesday | fell 1%",
            "change Dow: up, 2, percent, Monday | risen 2%",
        ],
    ),
    (
        "The Dow, up 2% on Monday, fell 1% on Tuesday.",
        [
            "change Dow: up, 2, percent, Monday | up 2%",
            "change Dow: down, 1, percent, Tuesday | fell 1%",
        ],
    ),
    (
        "The Dow, down 2% last week, rose 1% on Monday.",
        [
            "change Dow: down, 2, percent, week, last week | down 2%",
            "change Dow: up, 1, percent, Monday | rose 1%",
        ],
    ),
    (
        "The Nasdaq rose 2% Thursday, 1% Friday and fell 3% Monday.",
        [
            "change Nasdaq: up, 2, percent, Thursday | rose 2%",
            "change Nasdaq: up, 1, percent, Friday | 1%",
            "change Nasdaq: down, 3, percent, Monday | fell 3%",
        ],
    ),
    (
        "Apple, which on Friday fell 2%, its worst day since May, rose 1%.",
        [
            "change Apple: down, 2, percent, Friday | fell 2%",
            "superlative Apple: down, day, Friday, since May | worst day since May",
            "change Apple: up, 1, percent | rose 1%",
        ],
    ),
    (
        "Apple, which last week fell 2%, rose 1%.",
        [
            "change Apple: down, 2, percent, week, last week | fell 2%",
            "change Apple: up, 1, percent | rose 1%",
        ],
    ),
    (
        "Apple, which in February fell 2%, rose 1% on Monday.",
        [
            "change Apple: down, 2, percent, month, February | fell 2%",
            "change Apple: up, 1, percent, Monday | rose 1%",
        ],
    ),
    (
        "Apple fell 2% on Friday, while Microsoft, which on Thursday rose 3%, lost 1%.",
        [
            "change Apple: down, 2, percent, Friday | fell 2%",
            "change Microsoft: up, 3, percent, Thursday | rose 3%",
            "change Microsoft: down, 1, percent, Friday | lost 1%",
        ],
    ),
    (
        "Tesla, which peaked at $488.54 in December, closed at $248.09.",
        [
            "~level Tesla: 488.54, price, December, intraday | peaked at $488.54",
            "level Tesla: 248.09, price, close | closed at $248.09",
        ],
    ),
    (
        "A day earlier, the Nasdaq had risen 2%.",
        [],
    ),
    (
        "The Nasdaq rose 1% after a 2% gain the previous day.",
        [
            "change Nasdaq: up, 1, percent | rose 1%",
            "change Nasdaq: up, 2, percent, the previous day | 2% gain",
        ],
    ),
    (
        "The Nikkei fell 1% in the morning and rose 2% in the afternoon.",
        [
            "change Nikkei: down, 1, percent, intraday | fell 1%",
            "change Nikkei: up, 2, percent, intraday | rose 2%",
        ],
    ),
    (
        "The Nikkei closed 0.2% lower after an early slide of 1.8%.",
        [
            "change Nikkei: down, 0.2, percent, close | closed 0.2% lower",
            "change Nikkei: down, 1.8, percent, intraday | slide of 1.8%",
        ],
    ),
    (
        "The Nikkei closed 0.2% lower after falling 1.8% earlier.",
        [
            "change Nikkei: down, 0.2, percent, close | closed 0.2% lower",
            "change Nikkei: down, 1.8, percent, intraday | falling 1.8%",
        ],
    ),
    (
        "The Nikkei was 1.2% lower at 37,028, having earlier fallen 1.8%.",
        [
            "change Nikkei: down, 1.2, percent | 1.2% lower",
            "level Nikkei: 37,028, points | at 37,028",
            "change Nikkei: down, 1.8, percent, intraday | fallen 1.8%",
        ],
    ),
    (
        "The Nikkei briefly fell below 37,000 before ending at 37,028.",
        [
            "threshold Nikkei: down, 37,000, points, intraday | fell below 37,000",
            "level Nikkei: 37,028, points, close | ending at 37,028",
        ],
    ),
    (
        "The Nikkei ended 2024 up 19.2%.",
        [
            "change Nikkei: up, 19.2, percent, year, 2024, close | up 19.2%",
        ],
    ),
    (
        "The Nikkei ended the year at 39,894, up 19.2%.",
        [
            "level Nikkei: 39,894, points, close | at 39,894",
            "change Nikkei: up, 19.2, percent, year, close | up 19.2%",
        ],
    ),
    (
        "The Nikkei ended the week at 36,887, down 2%.",
        [
            "level Nikkei: 36,887, points, close | at 36,887",
            "change Nikkei: down, 2, percent, week, close | down 2%",
        ],
    ),
    (
        "The Nikkei ended February down 6.1%.",
        [
            "change Nikkei: down, 6.1, percent, month, February, close | down 6.1%",
        ],
    ),
    (
        "The Nikkei finished the quarter 10.7% lower, its worst quarter since 2020.",
        [
            "change Nikkei: down, 10.7, percent, quarter, close | finished the quarter 10.7% lower",
            "superlative Nikkei: down, quarter, since 2020, close | worst quarter since 2020",
        ],
    ),
    (
        "The Nikkei rose 0.3% on the day, 1.1% on the week and 4.2% on the month.",
        [
            "change Nikkei: up, 0.3, percent, day | rose 0.3%",
            "change Nikkei: up, 1.1, percent, week | 1.1%",
            "change Nikkei: up, 4.2, percent, month | and 4.2%",
        ],
    ),
    (
        "The Nikkei has gained 3.5% over the past month and 10% over the past year.",
        [
            "change Nikkei: up, 3.5, percent, 1-month | gained 3.5%",
            "change Nikkei: up, 10, percent, 1-year | and 10%",
        ],
    ),
    (
        "The S&P 500 rose 0.5% on Friday but lost 1% for the week.",
        [
            "change S&P 500: up, 0.5, percent, Friday | rose 0.5%",
            "change S&P 500: down, 1, percent, week, Friday | lost 1%",
        ],
    ),
    (
        "The S&P 500 gained 23% in 2024 and 24% in 2023.",
        [
            "change S&P 500: up, 23, percent, year, 2024 | gained 23%",
            "change S&P 500: up, 24, percent, year, 2023 | and 24%",
        ],
    ),
    (
        "The S&P 500 is up 2.2% for the year, the Dow 2.0% and the Nasdaq 1.1%.",
        [
            "change S&P 500: up, 2.2, percent, year | up 2.2%",
            "change Dow: up, 2.0, percent, year | Dow 2.0%",
            "change Nasdaq: up, 1.1, percent, year | Nasdaq 1.1%",
        ],
    ),
    (
        "In February the S&P 500 lost 1.4%, the Nasdaq 4% and the Dow 1.6%.",
        [
            "change S&P 500: down, 1.4, percent, month, February | lost 1.4%",
            "change Nasdaq: down, 4, percent, month, February | Nasdaq 4%",
            "change Dow: down, 1.6, percent, month, February | Dow 1.6%",
        ],
    ),
    (
        "The Dow is down 3.1% in March and 1.4% this year.",
        [
            "change Dow: down, 3.1, percent, month, March | down 3.1%",
            "change Dow: down, 1.4, percent, ytd | and 1.4%",
        ],
    ),
    (
        "The Dow fell 2% last week to 41,488.",
        [
            "change Dow: down, 2, percent, week, last week | fell 2%",
            "level Dow: 41,488, points, last week | to 41,488",
        ],
    ),
    (
        "Over the last five sessions the Sensex has fallen 3.2%.",
        [
            "change Sensex: down, 3.2, percent, 5-session | fallen 3.2%",
        ],
    ),
]
# what is of a time that no calendar knows, or of one day out of many: never checked
PAST = [
    (
        "A year ago, Nvidia traded at $80.",
        [
            "~level Nvidia: 80, price | traded at $80",
        ],
    ),
    (
        "A month ago the Dow was at 44,500.",
        [
            "~level Dow: 44,500, points | at 44,500",
        ],
    ),
    (
        "Five years ago, the Dow fell 13% on March 16.",
        [
            "~change Dow: down, 13, percent, March 16 | fell 13%",
        ],
    ),
    (
        "Back then the Nasdaq was up 20% this year.",
        [
            "~change Nasdaq: up, 20, percent, ytd | up 20%",
        ],
    ),
    (
        "At the time, Tesla was trading at $400.",
        [
            "~level Tesla: 400, price | trading at $400",
        ],
    ),
    (
        "By then, the Dow had lost 500 points.",
        [
            "~change Dow: down, 500, points | lost 500 points",
        ],
    ),
    (
        "On Black Monday in 1987, the Dow plunged 22.6%.",
        [
            "~change Dow: down, 22.6, percent | plunged 22.6%",
        ],
    ),
    (
        "Last March, the S&P 500 was at 5,200.",
        [
            "~level S&P 500: 5,200, points | at 5,200",
        ],
    ),
    (
        "From peak to trough, the S&P 500 fell 57%.",
        [
            "~change S&P 500: down, 57, percent | fell 57%",
        ],
    ),
    (
        "Between February and March 2020 the S&P 500 fell 34%.",
        [
            "~change S&P 500: down, 34, percent, month, March 2020 | fell 34%",
        ],
    ),
    (
        "During the pandemic, the Nasdaq doubled.",
        [
            "~change Nasdaq: up, 2, ratio | doubled",
        ],
    ),
    (
        "Bitcoin hit a record high of $109,071 in January.",
        [
            "~extreme Bitcoin: up, 109,071, price, January, record, intraday | hit a record high of $109,071",
        ],
    ),
    (
        "Gold hit a record high last week.",
        [
            "~extreme Gold: up, last week, record, intraday | hit a record high",
        ],
    ),
    (
        "Gold traded at $2,000 in October 2023.",
        [
            "~level Gold: 2,000, price, October 2023 | traded at $2,000",
        ],
    ),
    (
        "In January, bitcoin topped $100,000.",
        [
            "~threshold bitcoin: up, 100,000, price, January | topped $100,000",
        ],
    ),
    (
        "The Nikkei fell for six straight days in February.",
        [
            "~streak Nikkei: down, 6, day, February | fell for six straight days",
        ],
    ),
    (
        "The Dow had its worst day since March 2020 in December.",
        [
            "~superlative Dow: down, day, December, since March 2020 | worst day since March 2020",
        ],
    ),
    (
        "The Nikkei rebounded from a six-month low to close up 1.4%.",
        [
            "~extreme Nikkei: down, 6-month, close | six-month low",
            "change Nikkei: up, 1.4, percent, close | close up 1.4%",
        ],
    ),
    (
        "The Nikkei pulled back from a record high, losing 1.4%.",
        [
            "~extreme Nikkei: up, record | record high",
            "change Nikkei: down, 1.4, percent | losing 1.4%",
        ],
    ),
    (
        "The Dow eased from record highs, losing 0.3%.",
        [
            "~extreme Dow: up, record | record highs",
            "change Dow: down, 0.3, percent | losing 0.3%",
        ],
    ),
]
# currencies, crypto, commodities and yields
MONEY = [
    (
        "The dollar slipped 0.4% versus the yen and gained 0.2% on the euro.",
        [
            "change dollar/yen: down, 0.4, percent | slipped 0.4%",
            "change dollar/euro: up, 0.2, percent | gained 0.2%",
        ],
    ),
    (
        "The dollar was up 0.3% at 151.20 yen and down 0.2% against the euro at $1.0900.",
        [
            "change dollar/yen: up, 0.3, percent | up 0.3%",
            "level dollar/yen: 151.20, price | at 151.20 yen",
            "change dollar/euro: down, 0.2, percent | down 0.2%",
            "level dollar/euro: 1.0900, price | at $1.0900",
        ],
    ),
    (
        "The dollar rose 0.3% against the yen and is up 2% this week.",
        [
            "change dollar/yen: up, 0.3, percent | rose 0.3%",
            "change dollar/yen: up, 2, percent, week | up 2%",
        ],
    ),
    (
        "The dollar rose 0.3% and is up 2% this week against the yen.",
        [
            "change dollar/yen: up, 0.3, percent | rose 0.3%",
            "change dollar/yen: up, 2, percent, week | up 2%",
        ],
    ),
    (
        "The dollar fell 0.4% to 147.8 yen, after touching 146.5, its weakest since October.",
        [
            "change dollar/yen: down, 0.4, percent | fell 0.4%",
            "level dollar/yen: 147.8, price | to 147.8 yen",
            "level dollar/yen: 146.5, price, intraday | touching 146.5",
            "extreme dollar/yen: down, since October | weakest since October",
        ],
    ),
    (
        "The dollar fell against the yen, the euro and the pound, losing 0.4%, 0.2% and 0.1%.",
        [
            "direction dollar/yen: down | fell",
            "~change euro: down, 0.4, percent | losing 0.4%",
            "~change euro: down, 0.2, percent | 0.2%",
            "~change euro: down, 0.1, percent | and 0.1%",
        ],
    ),
    (
        "The euro gained 0.2% against the dollar and lost 0.3% against the pound.",
        [
            "change euro: up, 0.2, percent | gained 0.2%",
            "change euro/pound: down, 0.3, percent | lost 0.3%",
        ],
    ),
    (
        "The euro was up 0.5% at $1.0890, after hitting $1.0950, its highest since October.",
        [
            "change euro: up, 0.5, percent | up 0.5%",
            "level euro: 1.0890, price | at $1.0890",
            "level euro: 1.0950, price, intraday | hitting $1.0950",
            "extreme euro: up, since October | highest since October",
        ],
    ),
    (
        "The pound rose 0.2% to $1.2950 but was 0.3% lower against the euro at 84.3 pence.",
        [
            "change pound: up, 0.2, percent | rose 0.2%",
            "level pound: 1.2950, price | to $1.2950",
            "change pound/euro: down, 0.3, percent | 0.3% lower",
            "level euro/pound: 0.843, price | at 84.3 pence",
        ],
    ),
    (
        "Sterling was flat at $1.2920 and 0.3% weaker at 84.2 pence per euro.",
        [
            "direction Sterling: flat | flat",
            "level Sterling: 1.2920, price | at $1.2920",
            "~change sterling/euro: down, 0.3, percent | 0.3% weaker",
            "level euro/sterling: 0.842, price | at 84.2 pence per euro",
        ],
    ),
    (
        "Against the euro, sterling fell 0.3% to 84.2 pence.",
        [
            "change sterling/euro: down, 0.3, percent | fell 0.3%",
            "level euro/sterling: 0.842, price | to 84.2 pence",
        ],
    ),
    (
        "The yen rose 0.3% to 161.5 per euro.",
        [
            "~change yen/euro: up, 0.3, percent | rose 0.3%",
            "level euro/yen: 161.5, price | to 161.5 per euro",
        ],
    ),
    (
        "The yuan fell 0.2% to 7.2650 per dollar, its weakest in two weeks.",
        [
            "change yuan: down, 0.2, percent | fell 0.2%",
            "level yuan: 7.2650, price | to 7.2650 per dollar",
            "extreme yuan: down, 2-week | weakest in two weeks",
        ],
    ),
    (
        "The Korean won was quoted at 1,453.2 per dollar, 0.1% higher than its previous close.",
        [
            "level Korean won: 1,453.2, price | quoted at 1,453.2 per dollar",
            "change Korean won: up, 0.1, percent, day | 0.1% higher",
        ],
    ),
    (
        "The rupee settled 12 paise lower at 86.95 against the US dollar.",
        [
            "change rupee: down, 0.12, price, close | settled 12 paise lower",
            "level rupee: 86.95, price, close | at 86.95",
        ],
    ),
    (
        "The Canadian dollar weakened 0.3% to 1.4430 per U.S. dollar.",
        [
            "change Canadian dollar: down, 0.3, percent | weakened 0.3%",
            "level Canadian dollar: 1.4430, price | to 1.4430 per U.S. dollar",
        ],
    ),
    (
        "Bitcoin was last down 3.2% at $81,000; ether fell 7% to $1,900.",
        [
            "change Bitcoin: down, 3.2, percent | was last down 3.2%",
            "level Bitcoin: 81,000, price | at $81,000",
            "change ether: down, 7, percent | fell 7%",
            "level ether: 1,900, price | to $1,900",
        ],
    ),
    (
        "Brent crude futures settled down 90 cents, or 1.3%, at $69.28 a barrel.",
        [
            "change Brent crude futures: down, 0.90, price, close | settled down 90 cents",
            "change Brent crude futures: down, 1.3, percent, close | or 1.3%",
            "level Brent crude futures: 69.28, price, close | at $69.28 a barrel",
        ],
    ),
    (
        "Spot gold rose 0.5% to $2,905.50 an ounce as of 0312 GMT.",
        [
            "change Spot gold: up, 0.5, percent, intraday | rose 0.5%",
            "level Spot gold: 2,905.50, price, intraday | to $2,905.50 an ounce",
        ],
    ),
    (
        "The 10-year JGB yield rose 2.5 basis points to 1.50%, its highest since June 2009.",
        [
            "change 10-year JGB yield: up, 2.5, bp | rose 2.5 basis points",
            "level 10-year JGB yield: 1.50, percent | to 1.50%",
            "extreme 10-year JGB yield: up, since June 2009 | highest since June 2009",
        ],
    ),
    (
        "Treasuries fell, pushing the 10-year yield up 5 basis points to 4.3%.",
        [
            "change 10-year yield: up, 5, bp | up 5 basis points",
            "level 10-year yield: 4.3, percent | to 4.3%",
        ],
    ),
]
# which instrument, and which line of it
WHOSE = [
    (
        "Tesla was the S&P 500's worst performer, losing 15%.",
        [
            "rank Tesla: down, 1 | worst performer",
            "change Tesla: down, 15, percent | losing 15%",
        ],
    ),
    (
        "The S&P 500's worst performer was Tesla, down 15%.",
        [
            "rank Tesla: down, 1 | worst performer",
            "change Tesla: down, 15, percent | down 15%",
        ],
    ),
    (
        "SoftBank Group fell 5%, dragging the Nikkei down by 90 points.",
        [
            "change SoftBank Group: down, 5, percent | fell 5%",
            "~change SoftBank Group's part in an index: down, 90, points | down by 90 points",
        ],
    ),
    (
        "Fast Retailing lost 3%, shaving 120 points off the Nikkei.",
        [
            "change Fast Retailing: down, 3, percent | lost 3%",
            "~change Fast Retailing's part in an index: down, 120, points | 120 points off",
        ],
    ),
    (
        "SoftBank Group fell 5%, dragging the Nikkei down 1.2%.",
        [
            "change SoftBank Group: down, 5, percent | fell 5%",
            "change Nikkei: down, 1.2, percent | down 1.2%",
        ],
    ),
    (
        "BYD rose 3% in Shenzhen.",
        [
            "change BYD's Shenzhen shares: up, 3, percent | rose 3%",
        ],
    ),
    (
        "HSBC fell 2% in London.",
        [
            "change HSBC's London shares: down, 2, percent | fell 2%",
        ],
    ),
    (
        "Shares of Hong Kong-listed Alibaba rose 3%.",
        [
            "change Alibaba's Hong Kong shares: up, 3, percent | rose 3%",
        ],
    ),
    (
        "Alibaba's New York-listed shares gained 5% premarket.",
        [
            "change Alibaba's New York shares: up, 5, percent, after_hours | gained 5%",
        ],
    ),
    (
        "The Nikkei and Topix closed at 37,028 and 2,700, respectively.",
        [],
    ),
    (
        "The Nikkei and the Topix rose 1% and 2% to 37,028 and 2,700, respectively.",
        [
            "change Nikkei: up, 1, percent | rose 1%",
            "change Topix: up, 2, percent | and 2%",
        ],
    ),
    (
        "The Nikkei and the Topix each fell 1%, while Toyota and Sony lost 2% and 3%, respectively.",
        [
            "change Nikkei & Topix: down, 1, percent | fell 1%",
            "change Toyota: down, 2, percent | lost 2%",
            "change Sony: down, 3, percent | and 3%",
        ],
    ),
    (
        "The DAX rose 1.2%, outpacing the FTSE 100's 0.4% gain.",
        [
            "change DAX: up, 1.2, percent | rose 1.2%",
            "comparison DAX: up | outpacing the FTSE 100's 0.4%",
        ],
    ),
    (
        "The Nikkei fell 1%. The Hang Seng rose 2%. Japan's benchmark is up 10% this year.",
        [
            "change Nikkei: down, 1, percent | fell 1%",
            "change Hang Seng: up, 2, percent | rose 2%",
            "change Nikkei 225: up, 10, percent, ytd | up 10%",
        ],
    ),
    (
        "The Nikkei fell 1%. The Topix fell 2%. The benchmark closed at 38,000.",
        [
            "change Nikkei: down, 1, percent | fell 1%",
            "change Topix: down, 2, percent | fell 2%",
            "~level The benchmark: 38,000, close | closed at 38,000",
        ],
    ),
    (
        "The Nikkei fell 1%. Toyota fell 2%. The benchmark closed at 38,000.",
        [
            "change Nikkei: down, 1, percent | fell 1%",
            "change Toyota: down, 2, percent | fell 2%",
            "level Nikkei: 38,000, points, close | closed at 38,000",
        ],
    ),
    (
        "The Nikkei and the Topix fell. The benchmark closed at 38,000.",
        [
            "direction Nikkei & Topix: down | fell",
            "~level The benchmark: 38,000, close | closed at 38,000",
        ],
    ),
    (
        "The Dow fell 1%. The Nasdaq fell 2%. The blue-chip index is down 3% this year.",
        [
            "change Dow: down, 1, percent | fell 1%",
            "change Nasdaq: down, 2, percent | fell 2%",
            "~change The blue-chip index: down, 3, percent, ytd | down 3%",
        ],
    ),
    (
        "Apple fell 1%. Nvidia rose 2%. The iPhone maker is down 10% this year.",
        [
            "change Apple: down, 1, percent | fell 1%",
            "change Nvidia: up, 2, percent | rose 2%",
            "~change The iPhone maker: down, 10, percent, ytd | down 10%",
        ],
    ),
    (
        "Tesla fell 5%. Its shares are down 40% this year.",
        [
            "change Tesla: down, 5, percent | fell 5%",
            "change Tesla: down, 40, percent, ytd | down 40%",
        ],
    ),
    (
        "The Dow fell 2.1% (890 points) to 41,911.",
        [
            "change Dow: down, 2.1, percent | fell 2.1%",
            "level Dow: 41,911, points | to 41,911",
        ],
    ),
    (
        "The FTSE 100 fell 0.9% (79 points) to 8,600, its lowest since Jan. 20.",
        [
            "change FTSE 100: down, 0.9, percent | fell 0.9%",
            "level FTSE 100: 8,600, points | to 8,600",
            "extreme FTSE 100: down, since Jan. 20 | lowest since Jan. 20",
        ],
    ),
    (
        "The tech-heavy Nasdaq, home to Apple, fell 4%.",
        [
            "change tech-heavy Nasdaq: down, 4, percent | fell 4%",
        ],
    ),
    (
        "The Nikkei lost 1% as the yen, which hit a five-month high, rose 0.8%.",
        [
            "change Nikkei: down, 1, percent | lost 1%",
            "extreme yen: up, 5-month, intraday | hit a five-month high",
            "change yen: up, 0.8, percent | rose 0.8%",
        ],
    ),
    (
        "Shares of Advantest, a supplier to Nvidia, fell 5%.",
        [
            "change Advantest: down, 5, percent | fell 5%",
        ],
    ),
    (
        "Li Auto rose 3%, with rivals Xpeng and Nio up 4% and 5%.",
        [
            "change Li Auto: up, 3, percent | rose 3%",
            "change Xpeng: up, 4, percent | up 4%",
            "change Nio: up, 5, percent | and 5%",
        ],
    ),
    (
        "Dow e-minis were down 120 points, or 0.28%, and Nasdaq 100 e-minis were down 120 points, or 0.6%.",
        [
            "change Dow e-minis: down, 120, points | down 120 points",
            "change Dow e-minis: down, 0.28, percent | or 0.28%",
            "change Nasdaq 100 e-minis: down, 120, points | down 120 points",
            "change Nasdaq 100 e-minis: down, 0.6, percent | or 0.6%",
        ],
    ),
    (
        "The Kospi closed at 2,650.12, up 12.4 points, or 0.47%.",
        [
            "level Kospi: 2,650.12, points, close | closed at 2,650.12",
            "change Kospi: up, 12.4, points, close | up 12.4 points",
            "change Kospi: up, 0.47, percent, close | or 0.47%",
        ],
    ),
    (
        "The Sensex rose 450.12 points or 0.6 per cent to close at 74,500.22.",
        [
            "change Sensex: up, 450.12, points, close | rose 450.12 points",
            "change Sensex: up, 0.6, percent, close | or 0.6 per cent",
            "level Sensex: 74,500.22, points, close | to close at 74,500.22",
        ],
    ),
    (
        "Wall Street tumbles: Dow down 2.1%, Nasdaq down 4%.",
        [
            "change Dow: down, 2.1, percent | down 2.1%",
            "change Nasdaq: down, 4, percent | down 4%",
        ],
    ),
    (
        "The Nasdaq rose 0.1%. Among sectors, energy saw the biggest drop, down 2.5%.",
        [
            "change Nasdaq: up, 0.1, percent | rose 0.1%",
        ],
    ),
    (
        "U.S. stock futures rose on Monday: Dow +0.18%; Nasdaq +0.56%.",
        [
            "change Dow futures: up, 0.18, percent, Monday | +0.18%",
            "change Nasdaq futures: up, 0.56, percent, Monday | +0.56%",
        ],
    ),
    (
        "Futures: Dow down 0.16%, S&P 500 down 0.11%",
        [
            "change Dow futures: down, 0.16, percent | down 0.16%",
            "change S&P 500 futures: down, 0.11, percent | down 0.11%",
        ],
    ),
    (
        "Gains in Apple offset losses in Tesla.",
        [],
    ),
    (
        "The S&P 500 slid 0.2% in the week to Friday while the Dow was down 0.5%.",
        [
            "change S&P 500: down, 0.2, percent, week, Friday | slid 0.2%",
            "change Dow: down, 0.5, percent, week, Friday | down 0.5%",
        ],
    ),
    (
        "The Dow had dropped about 1% in the last session.",
        [
            "~change Dow: down, about, 1, percent, day | dropped about 1%",
        ],
    ),
    (
        "The Dow and the Nasdaq finished mostly lower on Monday.",
        [
            "~direction Dow & Nasdaq: down, Monday, close | finished mostly lower",
        ],
    ),
    (
        "The S&P 500 is 8.9% below its record high of 6,147.43.",
        [
            "distance S&P 500: down, 8.9, percent, record | 8.9% below its record high of 6,147.43",
            "~extreme S&P 500: up, 6,147.43, points, record | record high of 6,147.43",
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [*DAYS, *PAST, *MONEY, *WHOSE])
def test_a_sentence_is_read_as_a_careful_editor_would(text, expected):
    assert told(text, WEDNESDAY) == expected
