"""What tests share: a clock that stands still, listings, stores, and a stand-in for Yahoo."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from factcheck.instruments import Listing
from factcheck.sources import Setting
from factcheck.store import Store
from tests.fake_yahoo import FakeYahoo

SHARED = Path(__file__).parents[2] / "shared"
NOW = datetime(2025, 2, 23, 12, tzinfo=UTC)

KNOWN = {
    "^HSI": ("Hang Seng Index", "index", "XHKG", "HKD"),
    "9988.HK": ("Alibaba", "share", "XHKG", "HKD"),
    "AAPL": ("Apple", "share", "XNYS", "USD"),
    "CL=F": ("WTI", "commodity", "CMES", "USD"),
    "BTC-USD": ("Bitcoin", "crypto", "24/7", "USD"),
    "VOD.L": ("Vodafone", "share", "XLON", "GBp"),
}

HSI = """date,open,high,low,close,adj_close,volume
2025-02-10,21400.00,21560.00,21350.00,21521.98,21521.98,4100000000
2025-02-11,21500.00,21580.00,21200.00,21294.86,21294.86,4200000000
2025-02-12,21350.00,21880.00,21300.00,21857.92,21857.92,4300000000
2025-02-13,21900.00,22220.00,21700.00,21814.37,21814.37,4900000000
2025-02-14,22000.00,22640.00,21950.00,22620.33,22620.33,6900000000
2025-02-17,22750.10,22811.33,22476.10,22616.23,22616.23,5800000000
2025-02-18,22680.50,23071.20,22650.00,22976.81,22976.81,6100000000
2025-02-19,22990.00,23100.00,22820.40,22944.24,22944.24,5000000000
2025-02-20,22800.00,22860.00,22500.00,22576.98,22576.98,5200000000
2025-02-21,22900.00,23530.00,22880.00,23477.92,23477.92,8100000000
"""


def listing_of(symbol: str, decimals: int | None = 2, **about: object) -> Listing:
    """A listing as the catalogue would have it."""
    name, kind, calendar, currency = KNOWN.get(symbol, (symbol, "share", "XNYS", "USD"))
    fields: dict[str, object] = {"type": kind, "calendar": calendar, "currency": currency, **about}
    return Listing(symbol, name, decimals=decimals, **fields)  # type: ignore[arg-type]


os.environ.pop("GITHUB_ACTIONS", None)  # what the tests run must not speak to the CI that runs them


@pytest.fixture
def shared_data() -> Path:
    """The folder of real market data, which lies beside a checkout and is not part of it."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip(f"needs the market data in {folder}")
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture(scope="session")
def calendar_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store that keeps calendars, so that each is worked out once in all tests."""
    return Store(tmp_path_factory.mktemp("calendars"))


@pytest.fixture
def setting(calendar_store: Store) -> Setting:
    """A run on a Sunday, the network allowed, calendars at hand."""
    return Setting(now=NOW, store=calendar_store)


@pytest.fixture
def market(tmp_path: Path) -> Path:
    """A folder of prices for the stand-in; tests may add to it."""
    folder = tmp_path / "market"
    folder.mkdir()
    (folder / "^HSI.csv").write_text(HSI)
    return folder


@pytest.fixture
def fake_yahoo(market: Path) -> Iterator[FakeYahoo]:
    """The stand-in, on the Sunday after 2025-02-21; `.session()` comes here instead of Yahoo."""
    with FakeYahoo(market, now=NOW, stall=3) as server:
        yield server


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for *.yahoo.com and its key, so that a program can be tested as it is."""
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl program")
    folder = tmp_path_factory.mktemp("certificate")
    cert, key = folder / "cert.pem", folder / "key.pem"
    names = "subjectAltName=DNS:*.finance.yahoo.com,DNS:*.yahoo.com"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    words += ["-keyout", str(key), "-out", str(cert), "-subj", "/CN=fake", "-addext", names]
    subprocess.run(words, check=True, capture_output=True)
    return cert, key


@pytest.fixture
def yahoo_proxy(
    market: Path, certificate: tuple[Path, Path], tmp_path: Path
) -> Iterator[tuple[FakeYahoo, dict[str, str]]]:
    """The stand-in as a proxy, and the environment that sends an unmodified program to it."""
    cert, key = certificate
    home = tmp_path / "home"
    home.mkdir()
    with FakeYahoo(market, now=NOW, stall=3, cert=str(cert), key=str(key)) as server:
        bundles = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
        trusted = dict.fromkeys(bundles, str(cert))
        yield server, {
            **os.environ,
            **trusted,
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / "cache"),
            "HTTPS_PROXY": server.url,
            "FACTCHECK_STORE": str(tmp_path / "store"),
        }


@pytest.fixture
def folder_of(tmp_path: Path) -> Callable[..., Path]:
    """Makes a folder of files from their texts: folder_of(HSI="date,close…")."""

    def make(**texts: str) -> Path:
        folder = tmp_path / "data"
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        return folder

    return make


# ---------------------------------------------------------------- golden files

GOLDEN = Path(__file__).parent / "golden"


def pytest_configure() -> None:
    """A test run on somebody's pull request is not itself untrusted."""
    for name in [name for name in os.environ if name.startswith(("GITHUB_", "CI_"))]:
        del os.environ[name]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what is shown now to tests/golden; then read the diff",
    )
    parser.addoption(
        "--cases",
        action="append",
        metavar="FILE",
        help="worked cases in the form of tests/cases/*.yaml, for test_cases.py to run",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the file of that name under tests/golden."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode()

    return compare
