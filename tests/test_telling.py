"""Sentences that only look like a report: foreseen, denied, supposed, asked, missed, usual, or withdrawn."""

import pytest

from tests.test_prose import told

UNTOLD = [
    # years that look like prices
    "The Nikkei topped its 1989 peak.",
    "The Nikkei climbed above 1989 levels.",
    "Gold climbed past 2011's top.",
    # foreseen
    "The euro was seen rising 2% by the end of the year.",
    "Gold is seen at $3,200 by December.",
    "Strategists at the bank see the S&P 500 falling 5% to 5,200.",
    "Strategists see the S&P 500 at 6,500 by year-end.",
    "Investors are betting that the yen will strengthen 5% to 140 per dollar.",
    "Traders feared the lira would fall 10%.",
    "The bank warned of a 10% drop in the S&P 500.",
    "The bank warned that the S&P 500 risks falling 10%.",
    "Economists polled had expected the rupee to weaken 0.5%.",
    "The FTSE 100 was called to open 0.3% higher.",
    "The FTSE 100 was indicated 0.3% higher.",
    "Futures suggest the Dow will open 200 points lower.",
    "The stock needs to rise 20% to regain its high.",
    "A 3% fall in the Nasdaq would put it in a correction.",
    "Another 2% drop in the DAX could trigger more selling.",
    # supposed
    "Had the Nikkei closed 2% higher, it would have set a record.",
    "Were the S&P 500 to fall 10%, the Fed would act.",
    "Should the S&P 500 fall 10%, the Fed is ready to act.",
    "Unless the Nikkei rises 2% on Friday, the week will end in the red.",
    "What if the Nasdaq fell 10%?",
    "The model assumes that Brent falls 10% to $70.",
    "Assuming Brent falls 10% to $70, margins will shrink.",
    "In a scenario in which the S&P 500 falls 20%, the fund loses 5%.",
    "The order would be triggered once Tesla fell 5%.",
    "Trading stops when the S&P 500 falls 7%.",
    # asked
    "Did the Dow really fall 3% on Monday?",
    "Will the Nasdaq fall 10% this year?",
    "Is the S&P 500 about to fall 10%?",
    "Has Tesla lost 40% this year?",
    "Nasdaq down 10% this year?",
    # denied, missed
    "The Hang Seng failed to rise 5%.",
    "The Nikkei didn't manage to rise 1%.",
    "The Dow narrowly avoided a 10% drop.",
    "The Nasdaq avoided falling 3%.",
    "The S&P 500 threatened to fall below 5,000.",
    "The S&P 500 came close to falling below 5,000.",
    "The S&P 500 nearly fell 3%.",
    "The Dow almost fell 5% at one point.",
    "The Nikkei ended the week without falling 3%.",
    "Not a session passed without Tesla falling 3%.",
    "Neither the Dow nor the Nasdaq rose 1%.",
    "None of the three indexes fell 2%.",
    # usual
    "The S&P 500 usually falls 2% in September.",
    "On average, the S&P 500 has gained 1.2% in December.",
    "The S&P 500 has historically risen 8% in election years.",
    "Since 1950 the S&P 500 has gained 9% a year.",
    "For every 1% the dollar gains, oil falls 2%.",
    "Every time the yen has fallen 10%, the Nikkei has risen 20%.",
    "The last time the Nasdaq fell 4% was in September 2022.",
    # withdrawn
    "It is not true that the Dow fell 3% on Monday.",
    "Reports that the Dow fell 3% on Monday were wrong.",
    "An earlier version of this article said the Dow fell 3%.",
]  # fmt: skip
TOLD = [
    ("Why did Tesla fall 5% on Monday?", ["change Tesla: down, 5, percent, Monday | fall 5%"]),
    ("The Dow fell 3%, so what?", ["change Dow: down, 3, percent | fell 3%"]),
    ("Tesla nearly doubled this year.", ["change Tesla: up, nearly, 2, ratio, ytd | nearly doubled"]),
    ("Gold was last seen trading 0.2% lower.", ["change Gold: down, 0.2, percent | trading 0.2% lower"]),
    ("As fears of a recession grew, the Dow fell 3%.", ["change Dow: down, 3, percent | fell 3%"]),
    (
        "Fears of tariffs drove the Dow to a third daily loss.",
        ["streak Dow: down, 3, day | third daily loss"],
    ),
    ("Rather than falling 3%, the Dow rose 1%.", ["change Dow: up, 1, percent | rose 1%"]),
    ("Instead of falling 3%, the Dow rose 1%.", ["change Dow: up, 1, percent | rose 1%"]),
    ("The Dow rose 1%, less than the 2% expected.", ["change Dow: up, 1, percent | rose 1%"]),
    ("The Dow rose 1% versus an expected 2% gain.", ["change Dow: up, 1, percent | rose 1%"]),
    ("The DAX, which usually leads, rose 2%.", ["change DAX: up, 2, percent | rose 2%"]),
    (
        "In the 2008 crisis the S&P 500 fell 57%.",
        ["~change S&P 500: down, 57, percent, year, 2008 | fell 57%"],
    ),
    (
        "The S&P 500 has fallen 10% in each of the past three recessions.",
        ["~change S&P 500: down, 10, percent | fallen 10%"],
    ),
    ("The Nasdaq had fallen before the announcement.", ["~direction Nasdaq: down | fallen"]),
    ("The Nasdaq had risen 1% when the news broke.", ["~change Nasdaq: up, 1, percent | risen 1%"]),
    ("Gold climbed above the 2000 mark.", ["threshold Gold: up, 2000, price | climbed above the 2000 mark"]),
]


@pytest.mark.parametrize("text", UNTOLD)
def test_what_is_not_said_to_have_happened_is_no_claim(text):
    assert told(text) == []


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_what_is_said_to_have_happened_is_one(text, expected):
    assert told(text) == expected
