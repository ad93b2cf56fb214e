"""The nouns a market report has for what moves: kinds of instrument, baskets, markets, and what is none."""

from __future__ import annotations


def _table(lines: str) -> dict[str, str]:
    """word → the name before its line's colon."""
    found: dict[str, str] = {}
    for line in filter(None, lines.replace("\n ", " ").splitlines()):
        name, _, words = line.partition(": ")
        found |= dict.fromkeys(words.replace("_", " ").split(" "), name)
    return found


# a noun that stands for an instrument named before it, by the instrument's type
STANDS_FOR = _table("""
index: index benchmark gauge barometer measure average indicator
indexes: indexes indices benchmarks gauges averages barometers
share: stock share shares company group firm retailer automaker carmaker chipmaker lender bank
 toymaker drugmaker steelmaker miner giant conglomerate developer brand maker operator startup
fx: currency pair unit dollar
metal: metal commodity contract oil crude price prices fuel bullion
yield: yield yields note notes bond bonds
crypto: token coin cryptocurrency
any: market it they that this its itself settlement value
""")
TYPES = {
    "index": {"index"},
    "share": {"share", "etf"},
    "fx": {"fx", "crypto"},
    "metal": {"commodity", "future"},
    "yield": {"yield"},
    "crypto": {"crypto"},
}
# words after a name that leave it what it is: "Alibaba's shares", "Brent crude prices"
STILL = frozenset(
    "share shares stock stocks price prices index benchmark futures contract contracts crude line rate"
    " unit units adr adrs ads receipts token coin bullion inc corp ltd plc co group hlds hldgs holdings"
    " holding"
    " company limited corporation composite average currency market spot traded listed trading settlement"
    " closing both each".split()
)
# what a basket of shares is called
MEMBERS = frozenset(
    "futures contract contracts shares stocks equities sector sectors index indexes indices names firms"
    " companies counters"
    " miners developers automakers carmakers chipmakers banks lenders retailers insurers airlines"
    " brokers brokerages steelmakers drugmakers refiners exporters importers utilities financials"
    " industrials materials energy tech technology healthcare telecoms property semiconductors staples"
    " discretionary heavyweights majors giants smallcaps midcaps caps smallcap midcap producers makers"
    " builders homebuilders contractors casinos conglomerates stock mining explorers operators gainers"
    " cryptocurrencies altcoins tokens assets metals".split()
)
# what is measured and is no price: of an economy, a company, a survey, a state
STATISTICS = frozenset(
    "inflation consumer cpi ppi pmi pce gdp unemployment jobless payroll payrolls employment employers"
    " job jobs wage wages hourly pay earnings revenue revenues sale sales profit profits income margin"
    " margins"
    " ebitda eps output production exports imports export import deficit surplus inventory inventories"
    " stockpile stockpiles reserves demand supply order orders delivery deliveries shipments"
    " consumption spending sentiment confidence activity growth rates tariff tariffs duty duties levy levies"
    " tax taxes cost costs traffic bookings subscribers users customers holdings flows inflows"
    " outflows loans lending credit deposits rents rent hiring claims permits starts economy budget debt"
    " dividend"
    " dividends payout capex backlog guidance outlook forecast target estimate estimates odds"
    " probability chance chances bets bet expectations population manufacturing services retail"
    " housing mortgage headline core factory industrial trade gross domestic policy interest lending"
    " repo funding approval approvals visitors arrivals capacity utilization volume rigs rig"
    " distillate gasoline stocks_of weekly fees fee spending returns net donations salaries salary"
    " compensation valuation valuations multiple holdings headcount workforce staff employees votes poll"
    " polls support rating ratings premium premiums analysts investors traders foreigners buyers sellers"
    " results report data survey quarter losses labor labour resistance support target targets sanctions"
    " producer producers purchasing managers acres gram grams loan borrowing bid offer stake fine penalty"
    " discount shortage".split()
)
# nationalities and places whose "stocks" mean a benchmark, by the benchmarks' names
MARKETS: dict[str, tuple[str, ...]] = {
    word: names
    for words, names in (
        ("wall_street us u.s american", ("S&P 500", "Dow Jones Industrial Average", "Nasdaq Composite")),
        ("chinese china mainland onshore a_share",
         ("CSI 300", "Shanghai Composite", "Shenzhen Composite", "Shenzhen Component")),
        ("hong_kong", ("Hang Seng Index",)),
        ("indian india", ("BSE Sensex", "Nifty 50")),
        ("japanese japan tokyo", ("Nikkei 225",)),
        ("korean south_korean korea south_korea seoul", ("KOSPI",)),
        ("australian australia sydney", ("S&P/ASX 200",)),
        ("european europe", ("STOXX Europe 600", "EURO STOXX 50")),
        ("british britain uk london", ("FTSE 100",)),
        ("german germany frankfurt", ("DAX",)),
        ("french france paris", ("CAC 40",)),
        ("taiwanese taiwan", ("TAIEX",)),
        ("singapore", ("Straits Times Index",)),
    )
    for word in words.replace("_", "\0").split()
    for word in [word.replace("\0", " ")]
}  # fmt: skip
ABROAD = tuple(  # whose bonds are not those of the United States
    place
    for place, names in MARKETS.items()
    if "S&P 500" not in names and place not in ("onshore", "mainland")
)
MARKET_NOUNS = frozenset("stocks shares equities market markets bourse index indexes indices".split())
HEADS = frozenset(  # "shares of X", "the price of X", "the yield on X"
    "shares stock stocks price prices yield yields value index indexes units bonds adrs futures".split()
)
SHARES = frozenset("share shares stock stocks equities miners".split())  # "gold stocks" are not gold
# words that leave "the index" the one named before
PLAIN = frozenset(
    "benchmark main key local national stock share equity broad based broader blue chip bluechip headline"
    " underlying domestic overall closely watched same single currency digital most popular world".split()
)
PRONOUNS = frozenset("it they that this these those".split())
RELATIVES = frozenset("which who that".split())
ARTICLES = frozenset("a an the its their his her our this that these those".split())
AUXILIARIES = frozenset(
    "is are was were be been being has have had did does do also then still again even just only now"
    " already currently so far meanwhile however too later soon once eventually finally further a an"
    " both each all well yet either gradually first there seen last last_seen being".split()
)
# words without a meaning of their own that may stand inside a noun phrase
ADJECTIVES = frozenset(
    "steep heavy sharp strong small tiny modest big large total combined key important crucial solid net"
    " closely_watched massive hefty psychological broader wider overall domestic".replace("_", " ").split()
)
# moves worded as nouns: what they say is no sentence's verb
MOVES = frozenset(
    "rally gain gains loss losses rise fall drop drops jump surge increase increases decrease decline"
    " declines advance"
    " advances slump slide dip dips plunge rebound recovery selloff bounce tumble slip retreat climb rout"
    " growth".split()
)
PAST = frozenset(
    "rose fell lost shed slid sank sprang grew won flew dove bled slipped swung crept went came ran"
    " risen fallen".split()
)
BREAKS = frozenset(
    "but while as with and or because since though although whereas when where if that who which"
    " than after before amid despite until unless yet ; : — … -".split()
)
