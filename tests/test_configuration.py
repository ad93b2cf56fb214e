"""`factcheck.toml`: defaults of the command line, policy constants, the query of a database."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from factcheck.configuration import (
    BUILT_IN,
    KEYS,
    Configuration,
    Limit,
    Query,
    configuration,
    from_file,
    markdown,
    one_select,
)
from factcheck.errors import FactcheckError, InputError
from factcheck.policy import Policy


@pytest.fixture
def read(tmp_path: Path):
    """read("text") → what factcheck.toml says; `name` for another file."""

    def made(text: str, name: str = "factcheck.toml") -> Configuration:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return configuration(tmp_path)

    return made


@pytest.fixture
def wrong(read, tmp_path: Path):
    """wrong("text") → what is wrong with it, without the folder."""

    def made(text: str, name: str = "factcheck.toml") -> list[str]:
        with pytest.raises(InputError) as caught:
            read(text, name)
        return [line.removeprefix(f"{tmp_path}/") for line in str(caught.value).splitlines()]

    return made


def test_no_file_is_the_defaults(tmp_path):
    assert configuration(tmp_path) == Configuration()


def test_an_empty_file_is_the_defaults(read):
    assert read("") == Configuration()


def test_everything_can_be_said(read, tmp_path):
    said = read(
        'max-undecidable = "20%"\nbaseline = "known.json"\nmarket = "XHKG"\ntimezone = "Asia/Hong_Kong"\n'
        'data = "prices"\nsource = ["sql", "fred"]\noffline = true\nfail-on = "warning"\n'
        'strict = true\n[policy]\nspan_slack_days = 20\n[sql]\nquery = "select 1"\n'
    )
    assert said == Configuration(
        data=(tmp_path / "prices",),
        source=("sql", "fred"),
        offline=True,
        fail_on="warning",
        strict=True,
        max_undecidable=Limit(20, percent=True),
        baseline=tmp_path / "known.json",
        market="XHKG",
        timezone="Asia/Hong_Kong",
        policy=Policy(span_slack_days=20),
        sql=Query("select 1"),
    )


def test_pyproject_has_its_own_table(read):
    assert read("[tool.factcheck]\nstrict = true\n", "pyproject.toml").strict
    assert read('[project]\nname = "x"\n', "pyproject.toml") == Configuration()
    assert read("this is not TOML", "pyproject.toml") == Configuration()


def test_factcheck_toml_goes_before_pyproject(read):
    read("[tool.factcheck]\nstrict = true\n", "pyproject.toml")
    assert not read("offline = true\n").strict


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ofline = true",
            "factcheck.toml:1:1: unknown key 'ofline'; did you mean 'offline'?; "
            "the keys are data, source, offline, fail-on, strict, max-undecidable, baseline, market, "
            "timezone, policy, sql",
        ),
        ("strict = 1", "factcheck.toml:1:1: 'strict' is true or false"),
        ('\noffline = "no"', "factcheck.toml:2:1: 'offline' is true or false"),
        ("data = 5", "factcheck.toml:1:1: 'data' is a text or a list of texts"),
        ("source = [1]", "factcheck.toml:1:1: 'source' is a text or a list of texts"),
        ('source = "yaho"', "factcheck.toml:1:1: unknown source 'yaho'; did you mean 'yahoo'?; the"),
        ("max-undecidable = true", "factcheck.toml:1:1: 'max-undecidable': write a whole number"),
        ('max-undecidable = "101%"', "factcheck.toml:1:1: 'max-undecidable': write a whole number"),
        ("max-undecidable = -1", "factcheck.toml:1:1: 'max-undecidable': write a whole number"),
        ("baseline = 5", "factcheck.toml:1:1: 'baseline' is a text"),
        ('market = "Hong Kong"', "factcheck.toml:1:1: 'market' is the exchange's four-letter code"),
        ('timezone = "Mars/Base"', "factcheck.toml:1:1: 'timezone' is a time zone, such as"),
        ("  untrusted = false", "factcheck.toml:1:3: 'untrusted' is for the command line alone: a file"),
        ("allow-network = true", "factcheck.toml:1:1: 'allow-network' is for the command line alone"),
        ("exit-zero = true", "factcheck.toml:1:1: 'exit-zero' is for the command line alone: a file must"),
        ("allow-undecided = true", "factcheck.toml:1:1: 'allow-undecided' is for the command line alone"),
        ('now = "2025-02-21"', "factcheck.toml:1:1: 'now' is for the command line alone: it belongs to"),
        ("strict = true\npolicy = {naer = 1}", "factcheck.toml:2:11: unknown constant 'naer'; did you"),
        ("strict = true\npolicy.naer = 1", "factcheck.toml:2:8: unknown constant 'naer'; did you"),
        ('fail-on = "all"', "factcheck.toml:1:1: 'fail-on' is one of note, warning, error"),
        (
            "policy = 1",
            "factcheck.toml:1:1: [policy] is a table of constants, such as span_slack_days = 31",
        ),
        (
            "strict = true\n[policy]\nnaer = 1",
            "factcheck.toml:3:1: unknown constant 'naer'; did you mean 'near'?",
        ),
        (
            "[policy]\nflat = 0.1",
            "factcheck.toml:2:1: 'flat': write 2 numbers, such as [1/20, 3/20]",
        ),
        ("[policy]\nspan_slack_days = 1.5", "factcheck.toml:2:1: 'span_slack_days': write a whole"),
        ("[policy]\nspan_slack = true", "factcheck.toml:2:1: 'span_slack': write a number such"),
        ('[policy]\nspan_slack = "-1"', "factcheck.toml:2:1: 'span_slack': write a number such"),
        ('[policy]\nspan_slack = "1/0"', "factcheck.toml:2:1: 'span_slack': write a number such"),
        ("[policy]\ndelta = 1", "factcheck.toml:2:1: 'delta': write a table with some of index"),
        ("[policy.delta]\nstock = 1", "factcheck.toml:1:1: 'delta': write a table with some of"),
        ("strict = true\nstrict = false", "factcheck.toml:1:1: Cannot overwrite a value"),
        ("strict = yes", "factcheck.toml:1:10: Invalid value"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(wrong, text, expected):
    (said,) = wrong(text)
    assert said.startswith(expected)


def test_everything_wrong_is_said_at_once(wrong):
    said = wrong('strict = 1\nofline = 2\n[policy]\nflat = 3\n[sql]\nquery = "x"\n')
    assert [line.split(":")[1] for line in said] == ["1", "2", "4", "6"]


def test_a_file_that_is_no_text_is_told(tmp_path):
    (tmp_path / "factcheck.toml").write_bytes(b"strict = \xff")
    with pytest.raises(InputError):
        configuration(tmp_path)


def test_a_file_nested_too_deeply_is_told(wrong):
    assert wrong("a = " + "[" * 5_000) == ["factcheck.toml:1:1: nested too deeply"]


def test_a_large_file_is_not_read(wrong):
    assert wrong("#" * 100_001) == ["factcheck.toml:1:1: larger than 100000 bytes"]


def test_a_key_in_thousands_of_parts_is_not_read(wrong):
    assert wrong("strict = true\n" + "a." * 501 + "b = 1") == [
        "factcheck.toml:2:1: more than 500 dots in a line"
    ]


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029"])
def test_only_a_line_feed_ends_a_line(wrong, mark):
    (told,) = wrong(f"# a{mark}b\nofline = true\n")
    assert told.startswith("factcheck.toml:2:1: unknown key 'ofline'")
    assert wrong("# " + mark + "." * 501) == ["factcheck.toml:1:1: more than 500 dots in a line"]


def test_a_large_pyproject_is_not_read(wrong):
    assert wrong("#" * 1_000_001, "pyproject.toml") == ["pyproject.toml:1:1: larger than 1000000 bytes"]


# ---------------------------------------------------------------- where it is found


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"factcheck.toml": "strict = true"}, "factcheck.toml"),
        ({"a/factcheck.toml": "", "factcheck.toml": "strict = true"}, "a/factcheck.toml"),
        ({"a/b/pyproject.toml": "[tool.other]", "a/factcheck.toml": ""}, "a/factcheck.toml"),
        ({"a/pyproject.toml": "[tool.factcheck]", "factcheck.toml": ""}, "a/pyproject.toml"),
        ({"a/.git": "", "factcheck.toml": "strict = true"}, None),  # of another repository
        ({"a/b/.git": "", "a/b/factcheck.toml": ""}, "a/b/factcheck.toml"),
        ({"a/b/c/factcheck.toml": "strict = true"}, None),  # below
    ],
)
@pytest.mark.parametrize("relative", [False, True])
def test_it_is_looked_for_upwards(tmp_path, monkeypatch, files, found, relative):
    (tmp_path / "a/b/c").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path / "a/b")
    said = configuration(Path() if relative else tmp_path / "a/b")
    assert (said.path and said.path.resolve()) == (found and tmp_path / found)
    assert said.path is None or said.path.is_absolute() is not relative


def test_its_paths_start_where_it_lies(tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "fred").mkdir()
    text = 'data = "prices"\nsource = ["mine", "fred"]\nbaseline = "known.json"\n'
    (tmp_path / "factcheck.toml").write_text(text)
    monkeypatch.chdir(tmp_path / "a")
    said = configuration(Path())
    assert [str(path) for path in said.data] == ["../prices"]
    assert (said.source, str(said.baseline)) == (("../mine", "fred"), "../known.json")


def test_a_file_may_be_named(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.factcheck]\nstrict = true\n")
    (tmp_path / "other.toml").write_text("offline = true\n")
    assert from_file(tmp_path / "pyproject.toml").strict
    assert from_file(tmp_path / "other.toml").offline
    with pytest.raises(FactcheckError, match="there is no such file"):
        from_file(tmp_path / "none.toml")


def test_of_pyproject_only_its_own_table_is_pointed_to(wrong):
    text = '[tool.other]\nstrict = 1\n\n[tool.factcheck]\nstrict = 2\n'
    assert wrong(text, "pyproject.toml") == ["pyproject.toml:5:1: 'strict' is true or false"]


# ---------------------------------------------------------------- what is in force


def test_who_said_what(read, tmp_path):
    file = read('strict = true\n\n[policy]\nspan_slack_days = 20\n')
    said = file.with_options(offline=True, fail_on=None, data=[], max_undecidable="3")
    origins = {value.key: (value.text, value.origin.removeprefix(f"{tmp_path}/")) for value in said.values()}
    assert origins == {
        "data": ("none", "default"),
        "source": ("yahoo", "default"),
        "offline": ("true", "option --offline"),
        "fail-on": ("error", "default"),
        "strict": ("true", "factcheck.toml:1"),
        "max-undecidable": ("3", "option --max-undecidable"),
        "baseline": ("none", "default"),
        "market": ("told by each article", "default"),
        "timezone": ("told by each article", "default"),
        "policy.span_slack_days": ("20 (usually 31)", "factcheck.toml:4"),
    }


@pytest.mark.parametrize(
    ("limit", "undecidable", "checkable", "exceeded"),
    [
        ("0", 0, 9, False), ("0", 1, 9, True), ("2", 2, 2, False), ("2", 3, 100, True),
        ("20%", 1, 5, False), ("20%", 2, 9, True), ("0%", 1, 1000, True), ("100%", 9, 9, False),
        ("50%", 0, 0, False),
    ],
)  # fmt: skip
def test_how_many_may_stay_undecidable(limit, undecidable, checkable, exceeded):
    assert Limit.parse(limit).exceeded(undecidable, checkable) is exceeded


@pytest.mark.parametrize("text", ["", "-1", "1.5", "five", "101%", "1e3", "٣", "20 %"])
def test_other_limits_are_refused(text):
    with pytest.raises(ValueError, match="write a whole number"):
        Limit.parse(text)
    with pytest.raises(FactcheckError, match="--max-undecidable"):
        Configuration().with_options(max_undecidable=text or "x")


def test_the_sources_it_knows_are_the_sources():
    from factcheck.sources import SOURCES

    assert tuple(SOURCES) == BUILT_IN


def test_every_key_is_documented():
    root = Path(__file__).resolve().parents[1]
    text = (root / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert markdown() in text
    assert all(f"`{key.name}`" in text and len(key.says) > 20 for key in KEYS)


# ---------------------------------------------------------------- policy


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("span_slack_days = 20", "span_slack_days", 20),
        ("span_slack = 0.05", "span_slack", Fraction(1, 20)),
        ('double_rounding = "1/10"', "double_rounding", Fraction(1, 10)),
        ("flat = [0.1, 0.2]", "flat", (Fraction(1, 10), Fraction(1, 5))),
    ],
)
def test_a_constant_can_be_changed_exactly(read, text, name, expected):
    policy = read(f"[policy]\n{text}\n").policy
    assert getattr(policy, name) == expected
    assert list(policy.changes()) == [name]


def test_some_of_a_constants_numbers_can_be_changed(read):
    delta = read("[policy.delta]\nfx = 0.004\n").policy.delta
    assert delta["fx"] == Fraction(1, 250)
    assert delta["index"] == Policy().delta["index"]


# ---------------------------------------------------------------- sql


def test_a_query_may_take_lines(read):
    said = read('[sql]\nquery = """\nselect day, close\nfrom p where s = :symbol;\n"""\n').sql
    assert said == Query("select day, close\nfrom p where s = :symbol")


def test_a_query_says_whose_names_it_takes_and_who_vouches(read):
    text = '[sql]\nquery = "with x as (select 1) select 1"\nsymbol = "fred"\nstanding = "official"'
    said = read(text).sql
    assert said == Query("with x as (select 1) select 1", "fred", "official")


def test_pyproject_may_have_a_query(read):
    text = '[tool.factcheck.sql]\nquery = "select 1"\n'
    assert read(text, "pyproject.toml").sql == Query("select 1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('sql = "select 1"', ":1:1: [sql] is a table with a query"),
        ("[sql]", ":1:1: 'query' is the text of one SELECT"),
        ("[sql]\nquery = 5", ":2:1: 'query' is the text of one SELECT"),
        ('[sql]\nquery = "drop table p"', ":2:1: 'query': begin it with SELECT or WITH"),
        ('[sql]\nquery = "select 1; select 2"', ":2:1: 'query': write one statement, without"),
        (
            '[sql]\nquery = "select 1"\npassword = "x"',
            ":3:1: unknown key 'password'; the keys of [sql] are query, symbol, standing",
        ),
        ('[sql]\nquery = "select 1"\nstandng = "x"', ":3:1: unknown key 'standng'; did you mean"),
        ('[sql]\nquery = "select 1"\nsymbol = 5', ":3:1: 'symbol' is the name of a source"),
        ('[sql]\nquery = "select 1"\nsymbol = ""', ":3:1: 'symbol' is the name of a source"),
        (
            'standing = 1\n[sql]\nstanding = "x"\nquery = "select 1"',
            ":3:1: 'standing' is one of vendor, official",
        ),
    ],
)
def test_what_is_wrong_with_a_query_is_said(wrong, text, expected):
    assert any(line.startswith(f"factcheck.toml{expected}") for line in wrong(text))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select 1", "select 1"),
        ("  SELECT 1 ;\n", "SELECT 1"),
        ("select(1)", "select(1)"),
        ("With x as (select 1) select 1", "With x as (select 1) select 1"),
    ],
)
def test_one_select(query, expected):
    assert one_select(query) == expected
