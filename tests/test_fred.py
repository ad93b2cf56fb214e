"""FRED against a small server on this machine that can also do everything wrong."""

from __future__ import annotations

import gzip
import os
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.errors import (
    NoData,
    Offline,
    Refused,
    UnknownSymbol,
    Unreachable,
    UnreadableAnswer,
)
from factcheck.instruments import Catalogue
from factcheck.prices import MISSING, Prices
from factcheck.sources import Setting, fred, source
from factcheck.sources.fred import Fred, read, same_place
from factcheck.store import Store
from tests.conftest import NOW, listing_of

ROOT = Path(__file__).parents[1]
FRIDAY, THURSDAY = date(2025, 2, 21), date(2025, 2, 20)
TEN_YEARS = "observation_date,DGS10\n2025-02-13,4.52\n2025-02-14,4.47\n2025-02-17,\n" + (
    "2025-02-18,4.55\n2025-02-19,4.53\n2025-02-20,4.50\n2025-02-21,4.42\n"
)
FILES = {
    "DGS10": TEN_YEARS,
    "DEXUSEU": "DATE,DEXUSEU\n2025-02-19,1.0415\n2025-02-20,1.0476\n2025-02-21,1.0462\n",
    "DEXJPUS": "DATE,DEXJPUS\n2025-02-20,150.07\n2025-02-21,.\n",
    "VIXCLS": "observation_date,VIXCLS\n2025-02-20,15.66\n2025-02-21,18.21\n",
    "DCOILWTICO": "observation_date,DCOILWTICO\n2020-04-17,18.31\n2020-04-20,-36.98\n",
}
TYPES = {"DGS10": "yield", "DEXUSEU": "fx", "DEXJPUS": "fx", "DCOILWTICO": "commodity"}


def listing(series: str | None = "DGS10", **about: Any):
    kind = TYPES.get(series or "", "index")
    calendar = {"fx": "24/5", "commodity": "CMES"}.get(kind, "XNYS")
    decimals = {"yield": 3, "fx": 6}.get(kind, 2)
    fields = {"type": kind, "calendar": calendar, "sources": {"fred": series}, **about}
    return listing_of(f"^{kind.upper()}", decimals, **fields)


def closes(prices: Prices) -> dict[str, str]:
    return {
        date.fromordinal(int(day)).isoformat(): prices.text(prices.close, row)
        for row, day in enumerate(prices.days)
    }


@dataclass
class Answer:
    """What the server says; `cut` closes the connection, `slow` sends byte by byte."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    cut: bool = False
    slow: bool = False


class FakeFred(ThreadingHTTPServer):
    """Answers with FILES, or for as long as there are any, with `faults`."""

    daemon_threads = True
    scheme = "http"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files = dict(FILES)
        self.faults: list[Answer] = []
        self.asked: list[str] = []
        self.agents: set[str] = set()
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def base(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_port}/graph/fredgraph.csv"

    def answer(self, path: str) -> Answer:
        if self.faults:
            return self.faults.pop(0)
        series = path.rpartition("id=")[2]
        if series not in self.files:
            return Answer(b"<html>no such series</html>", 404)
        return Answer(self.files[series].encode())


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server: Any = self.server
        server.asked.append(self.path)
        server.agents.add(self.headers["User-Agent"])
        answer = server.answer(self.path)
        if answer.cut:
            self.connection.close()
            return
        self.send_response(answer.status)
        headers = {"Content-Length": answer.length or len(answer.body), **answer.headers}
        for name, value in headers.items():
            self.send_header(name, str(value))
        self.end_headers()
        pieces = [answer.body] if not answer.slow else [bytes([b]) for b in answer.body]
        try:
            for piece in pieces:
                self.wfile.write(piece)
                time.sleep(0.05 if answer.slow else 0)
        except OSError:
            pass

    def log_message(self, *words: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[FakeFred]:
    fake = FakeFred()
    yield fake
    fake.shutdown()
    fake.server_close()


class Clock:
    """A clock that only moves when someone sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ask(server: FakeFred, setting: Setting, store: Store, clock: Clock):
    """ask(series, last=…, **setting) → prices, each time as a new run."""

    def prices(series: str | None = "DGS10", last: date = FRIDAY, **about: Any) -> Prices:
        run = replace(setting, store=store, **about)
        place = Fred(run, base=server.base, sleep=clock.sleep, clock=clock)
        return place.bars(listing(series), None, last)

    return prices


# ---------------------------------------------------------------- what an answer says


def test_a_series_is_closes(ask):
    prices = ask()
    assert closes(prices) == {
        "2025-02-13": "4.520",
        "2025-02-14": "4.470",
        "2025-02-18": "4.550",
        "2025-02-19": "4.530",
        "2025-02-20": "4.500",
        "2025-02-21": "4.420",
    }, "a holiday without a figure is no bar"
    assert {int(v) for c in (prices.open, prices.high, prices.low) for v in c} == {MISSING}
    assert prices.origin.source == "fred"
    assert prices.origin.symbol == "DGS10"
    assert prices.origin.retrieved_at == NOW
    assert len(prices.origin.sha256) == 64
    assert prices.partial is None


def test_the_old_heading_and_the_dot_are_read(ask):
    assert closes(ask("DEXJPUS")) == {"2025-02-20": "150.070000"}


@pytest.mark.parametrize(
    ("series", "official", "note"),
    [
        ("DGS10", False, "constant-maturity yield (Federal Reserve H.15)"),
        ("DEXUSEU", False, "noon rate in New York (Federal Reserve H.10)"),
        ("VIXCLS", False, ""),
        ("DCOILWTICO", False, ""),
    ],
)
def test_what_the_fed_works_out_is_said_and_not_exact(ask, series, official, note):
    origin = ask(series).origin
    assert (origin.official, origin.note) == (official, note)


def test_oil_below_zero_is_read(ask):
    assert closes(ask("DCOILWTICO"))["2020-04-20"] == "-36.98"


def test_every_series_of_the_catalogue_could_be_asked_for():
    known = [item for item in Catalogue.load().listings if item.symbol_at("fred")]
    assert len(known) > 30
    assert all(fred.SERIES.fullmatch(item.symbol_at("fred") or "") for item in known)


def test_it_says_who_asks(ask, server):
    ask()
    (agent,) = server.agents
    assert agent.startswith("factcheck-markets/")
    assert server.asked == ["/graph/fredgraph.csv?id=DGS10"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!DOCTYPE html>\n<html>busy</html>\n", "an HTML page instead of data"),
        ("observation_date,DGS2\n2025-02-21,4.42\n", "its columns are 'observation_date,DGS2'"),
        ("date,DGS10\n2025-02-21,4.42\n", "its columns are 'date,DGS10'"),
        ("", "its columns are ''"),
        ("DATE,DGS10\n2025-02-21,4.42,5\n", "line 2 is not a date and a figure"),
        ("DATE,DGS10\n2025-02-20,4.5\n\n2025-02-21,4.42\n", "line 3 is not a date and a figure"),
        ("DATE,DGS10\n21/02/2025,4.42\n", "'21/02/2025' is no date"),
        ("DATE,DGS10\n2025-02-30,4.42\n", "'2025-02-30' is no date"),
        ("DATE,DGS10\n2025-02-21,nan\n", "'nan' is no figure"),
        ("DATE,DGS10\n2025-02-21,inf\n", "'inf' is no figure"),
        ("DATE,DGS10\n2025-02-21,1e999\n", "'1e999' is no figure"),
        ("DATE,DGS10\n2025-02-21,4.42%\n", "'4.42%' is no figure"),
        ("DATE,DGS10\n2025-02-21,4\n2025-02-20,4\n", "2025-02-20 is there twice or out of order"),
        ("DATE,DGS10\n2025-02-21,4\n2025-02-21,4\n", "2025-02-21 is there twice or out of order"),
        ("DATE,DGS10\n2025-02-21,12345678901234567\n", "a figure has too many digits"),
    ],
)
def test_another_file_is_refused_with_a_reason(text, expected):
    with pytest.raises(UnreadableAnswer) as caught:
        read(text.encode(), listing(), "DGS10")
    assert caught.value.detail == expected


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(UnreadableAnswer, match="no text"):
        read(b"DATE,DGS10\n2025-02-21,\xff\n", listing(), "DGS10")


@pytest.mark.parametrize("figure", ["0", "-18.21", "0.00"])
def test_an_index_is_above_zero(figure):
    with pytest.raises(UnreadableAnswer, match="2025-02-21 is not above zero"):
        read(f"DATE,VIXCLS\n2025-02-21,{figure}\n".encode(), listing("VIXCLS"), "VIXCLS")


def test_monthly_figures_are_no_bars():
    rows = "".join(f"20{year}-{month:02}-01,1\n" for year in (23, 24) for month in range(1, 13))
    with pytest.raises(UnreadableAnswer, match="weeks or months"):
        read(f"DATE,UNRATE\n{rows}".encode(), listing("UNRATE"), "UNRATE")


def test_a_file_without_figures_is_no_data():
    with pytest.raises(NoData):
        read(b"DATE,DGS10\n2025-02-20,.\n2025-02-21,\n", listing(), "DGS10")


def test_windows_lines_and_a_mark_are_read():
    text = "\ufeff" + TEN_YEARS.replace("\n", "\r\n")
    assert len(read(text.encode(), listing(), "DGS10")) == 6


@given(st.binary(max_size=200), st.integers(0, len(TEN_YEARS)), st.integers(0, 20))
def test_whatever_comes_is_bars_or_an_error_of_ours(noise, at, cut):
    body = TEN_YEARS.encode()[:at] + noise + TEN_YEARS.encode()[at + cut :]
    try:
        prices = read(body, listing(), "DGS10")
    except (UnreadableAnswer, NoData):
        return
    assert list(prices.days) == sorted(set(prices.days))
    assert all(value != MISSING for value in prices.close)


# ---------------------------------------------------------------- what is asked for


@pytest.mark.parametrize("series", [None, "dgs10", "DGS10&x=1", "../../etc", "A" * 41, "", "ÅÄ"])
def test_only_a_series_is_asked_for(ask, server, series):
    with pytest.raises(UnknownSymbol):
        ask(series)
    assert server.asked == []


def test_a_series_it_has_not_is_unknown(ask, server):
    with pytest.raises(UnknownSymbol):
        ask("NOPE")
    assert len(server.asked) == 1


def test_a_span_before_the_series_is_no_data(ask):
    with pytest.raises(NoData):
        ask(last=date(2025, 2, 12))


def test_figures_that_could_not_be_known_are_left_out(ask):
    noon = datetime(2025, 2, 20, 17, tzinfo=UTC)
    prices = ask(now=noon, last=FRIDAY)
    assert date.fromordinal(int(prices.days[-1])) == THURSDAY
    assert prices.partial == THURSDAY.toordinal()


# ---------------------------------------------------------------- faults


@pytest.mark.parametrize(
    "fault",
    [
        Answer(status=500),
        Answer(status=503, body=b"<html>busy</html>"),
        Answer(status=429),
        Answer(cut=True),
        Answer(body=TEN_YEARS.encode(), length=len(TEN_YEARS) + 100),
        Answer(body=TEN_YEARS.encode()[:-3]),
        Answer(body=TEN_YEARS.encode()[:60]),
        Answer(body=gzip.compress(TEN_YEARS.encode())[:-9], headers={"Content-Encoding": "gzip"}),
        Answer(body=b"not gzip", headers={"Content-Encoding": "gzip"}),
    ],
)
def test_what_may_pass_is_tried_again(ask, server, clock, fault):
    server.faults = [fault, fault]
    assert len(ask()) == 6
    assert len(server.asked) == 3
    assert clock.slept == [1.0, 2.0]


@pytest.mark.parametrize(
    ("fault", "error", "detail"),
    [
        (Answer(status=500), Unreachable, "HTTP 500"),
        (Answer(status=429), Refused, "too many requests"),
        (Answer(cut=True), Unreachable, "the connection failed"),
        (Answer(body=b"DATE,DGS10"), Unreachable, "the answer was cut short"),
    ],
)
def test_three_times_is_enough_and_nothing_is_kept(ask, server, store, fault, error, detail):
    server.faults = [fault] * 3
    with pytest.raises(error) as caught:
        ask()
    assert caught.value.detail == detail
    assert len(server.asked) == 3
    assert not (store.path / "refs").exists()


@pytest.mark.parametrize(
    ("fault", "error", "detail"),
    [
        (Answer(status=403), Refused, "HTTP 403"),
        (Answer(status=400), UnreadableAnswer, "HTTP 400"),
        (Answer(body=b"<html>consent</html>"), UnreadableAnswer, "an HTML page instead of data"),
        (Answer(body=b"<html>\n"), UnreadableAnswer, "an HTML page instead of data"),
        (Answer(body=b"DATE,OTHER\n"), UnreadableAnswer, "its columns are 'DATE,OTHER'"),
        (
            Answer(status=302, headers={"Location": "https://example.org/fredgraph.csv"}),
            UnreadableAnswer,
            "it sends to another place",
        ),
        (
            Answer(status=301, headers={"Location": "/graph/other.csv"}),  # not by https
            UnreadableAnswer,
            "it sends to another place",
        ),
        (
            Answer(status=302, headers={"Location": "file:///etc/passwd"}),
            UnreadableAnswer,
            "it sends to another place",
        ),
        (
            Answer(body=b"x" * 20_000_001),
            UnreadableAnswer,
            "more than 20 MB",
        ),
        (
            Answer(body=gzip.compress(b"\n" * 300_000_000), headers={"Content-Encoding": "gzip"}),
            UnreadableAnswer,
            "more than 20 MB",
        ),
        (
            Answer(body=b"x", headers={"Content-Encoding": "br"}),
            UnreadableAnswer,
            "encoded as 'br'",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_will_not_pass_is_not_tried_again(ask, server, fault, error, detail):
    server.faults = [fault]
    with pytest.raises(error) as caught:
        ask()
    assert caught.value.detail == detail
    assert len(server.asked) == 1


def test_a_compressed_answer_is_read_and_kept_as_text(ask, server, store):
    packed = gzip.compress(TEN_YEARS.encode())
    server.faults = [Answer(body=packed, headers={"Content-Encoding": "gzip"})]
    ask()
    entry = store.get("fred/DGS10/1d")
    assert entry is not None and entry.body == TEN_YEARS.encode()


@pytest.mark.parametrize(
    ("said", "waited"), [("7", [7.0]), ("0", [0.0]), ("soon", [1.0]), ("-5", [1.0])]
)
def test_it_waits_as_long_as_it_is_told(ask, server, clock, said, waited):
    server.faults = [Answer(status=429, headers={"Retry-After": said})]
    ask()
    assert clock.slept == waited


def test_it_does_not_wait_beyond_its_budget(ask, server, clock):
    server.faults = [Answer(status=429, headers={"Retry-After": "600"})]
    with pytest.raises(Refused):
        ask()
    assert clock.slept == []


def test_a_slow_answer_ends_with_the_budget(server, setting, store, monkeypatch):
    monkeypatch.setattr(fred, "BUDGET_SECONDS", 0.5)
    server.faults = [Answer(body=TEN_YEARS.encode(), slow=True)]
    started = time.monotonic()
    with pytest.raises(Unreachable, match="timed out"):
        Fred(replace(setting, store=store), base=server.base).bars(listing(), None, FRIDAY)
    assert time.monotonic() - started < 2


def test_a_server_that_says_nothing_times_out(setting, monkeypatch):
    import socket

    monkeypatch.setattr(fred, "TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        base = f"http://127.0.0.1:{silent.getsockname()[1]}/x"
        place = Fred(setting, base=base, sleep=lambda seconds: None)
        with pytest.raises(Unreachable, match="timed out"):
            place.bars(listing(), None, FRIDAY)


def test_a_refused_connection_is_said_without_an_address(setting):
    place = Fred(setting, base="http://127.0.0.1:9/x", sleep=lambda seconds: None)
    with pytest.raises(Unreachable) as caught:
        place.bars(listing(), None, FRIDAY)
    assert str(caught.value) == "fred: DGS10: unreachable: the connection was refused"


def test_after_five_failures_in_a_row_it_asks_no_more(server, setting, clock):
    server.faults = [Answer(status=503)] * 20
    place = Fred(setting, base=server.base, sleep=clock.sleep, clock=clock)
    for series in ("DGS10", "DGS2", "DGS5", "DGS7"):
        with pytest.raises(Unreachable):
            place.bars(listing(series), None, FRIDAY)
    assert len(server.asked) == 5


def test_an_error_is_remembered_for_the_run(server, setting, clock):
    server.faults = [Answer(status=403)]
    place = Fred(setting, base=server.base, sleep=clock.sleep, clock=clock)
    for _ in range(2):
        with pytest.raises(Refused):
            place.bars(listing(), None, FRIDAY)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("https://fred.stlouisfed.org/other.csv", True),
        ("https://fred.stlouisfed.org:443/other.csv", True),
        ("http://fred.stlouisfed.org/other.csv", False),
        ("https://stlouisfed.org/other.csv", False),
        ("https://fred.stlouisfed.org.example.org/x", False),
        ("https://fred.stlouisfed.org:8443/x", False),
        ("https://user@example.org/x", False),
        ("file:///etc/passwd", False),
        ("ftp://fred.stlouisfed.org/x", False),
    ],
)
def test_only_the_same_host_by_https_is_followed(target, expected):
    assert same_place(fred.BASE, target) is expected


def test_a_redirection_by_https_is_followed(tmp_path, setting, monkeypatch):
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    words = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=fake".split()
    words += ["-keyout", str(key), "-out", str(cert), "-addext", "subjectAltName=IP:127.0.0.1"]
    try:
        subprocess.run(words, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("needs the openssl program")
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    server = FakeFred()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.scheme = "https"
    server.faults = [Answer(status=301, headers={"Location": "/moved?id=DGS10"})]
    assert len(Fred(setting, base=server.base).bars(listing(), None, FRIDAY)) == 6
    assert server.asked == ["/graph/fredgraph.csv?id=DGS10", "/moved?id=DGS10"]
    server.shutdown()
    server.server_close()


# ---------------------------------------------------------------- the store


def test_what_is_kept_is_not_asked_for_again(ask, server):
    first, second = ask(), ask()
    assert len(server.asked) == 1
    assert closes(second) == closes(first)
    assert second.origin == first.origin


def test_offline_takes_what_is_kept(ask, server):
    ask()
    assert len(ask(offline=True)) == 6
    with pytest.raises(Offline, match="not in the store"):
        ask("VIXCLS", offline=True)
    assert len(server.asked) == 1


def test_a_later_session_is_asked_for(ask, server):
    ask()
    tuesday = datetime(2025, 2, 25, 12, tzinfo=UTC)
    with pytest.raises(Offline, match="kept up to 2025-02-21"):
        ask(now=tuesday, last=date(2025, 2, 24), offline=True)
    server.files["DGS10"] += "2025-02-24,4.40\n"
    prices = ask(now=tuesday, last=date(2025, 2, 24))
    assert closes(prices)["2025-02-24"] == "4.400"
    assert len(server.asked) == 2
    assert "changed" not in prices.origin.note


def test_a_day_without_a_figure_is_not_asked_for_forever(ask, server):
    march = NOW + timedelta(days=20)
    ask(now=march, last=date(2025, 2, 24))
    ask(now=march + timedelta(days=1), last=date(2025, 2, 24))
    assert len(server.asked) == 1


def test_a_past_that_changed_is_told(ask, server, store):
    ask()
    server.files["DGS10"] = TEN_YEARS.replace("4.55", "4.56") + "2025-02-24,4.40\n"
    tuesday = datetime(2025, 2, 25, 12, tzinfo=UTC)
    told = "1 closes changed, the first of 2025-02-18: 4.550 is now 4.560"
    assert told in ask(now=tuesday, last=date(2025, 2, 24)).origin.note
    entry = store.get("fred/DGS10/1d")
    assert entry is not None and len(entry.revisions) == 1


def test_a_damaged_parsed_form_is_made_again(ask, server, store):
    ask()
    for path in (store.path / "parsed").rglob("*.fred-1*"):
        path.chmod(0o644)
        path.write_bytes(b"x" * 100)
    assert len(ask(offline=True)) == 6


def test_without_a_store_it_is_asked_for_in_every_run(server, setting):
    for _ in range(2):
        Fred(replace(setting, store=None), base=server.base).bars(listing(), None, FRIDAY)
    assert len(server.asked) == 2


# ---------------------------------------------------------------- the program


def test_it_is_a_source_by_name(setting):
    assert isinstance(source("fred", setting), Fred)


def test_the_network_library_is_not_loaded_for_what_is_kept(ask, store):
    ask()
    code = (
        "import sys\nfrom datetime import date, datetime, UTC\n"
        "from factcheck.instruments import Catalogue\n"
        "from factcheck.sources import Setting, source\nfrom factcheck.store import Store\n"
        "from pathlib import Path\n"
        "now = datetime(2025, 2, 23, 12, tzinfo=UTC)\n"
        "setting = Setting(now, Store(Path(sys.argv[1])), offline=True)\n"
        "(ten,) = Catalogue.load().resolve('^TNX').listings\n"
        "prices = source('fred', setting).bars(ten, None, date(2025, 2, 21))\n"
        "print(len(prices), {'urllib.request', 'yfinance'} & sys.modules.keys())\n"
    )
    words = [sys.executable, "-c", code, str(store.path)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "6 set()\n"


@pytest.mark.online
@pytest.mark.skipif("FACTCHECK_ONLINE" not in os.environ, reason="set FACTCHECK_ONLINE to ask FRED")
def test_the_live_service_is_as_the_stand_in():
    prices = Fred(Setting(datetime.now(UTC))).bars(listing(), None, FRIDAY)
    assert closes(prices)["2025-02-21"] == "4.420"
