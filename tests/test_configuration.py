"""`factcheck.toml`: defaults of the command line, policy constants, the query of a database."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from factcheck.configuration import Configuration, Query, configuration, one_select
from factcheck.errors import InputError
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
        'data = "prices"\nsource = ["sql", "fred"]\noffline = true\nfail-on = "warning"\n'
        'strict = true\n[policy]\nspan_slack_days = 20\n[sql]\nquery = "select 1"\n'
    )
    assert said == Configuration(
        data=(tmp_path / "prices",),
        source=("sql", "fred"),
        offline=True,
        fail_on="warning",
        strict=True,
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
            "the keys are data, source, offline, fail-on, strict, policy, sql",
        ),
        ("strict = 1", "factcheck.toml:1:1: 'strict' is true or false"),
        ('\noffline = "no"', "factcheck.toml:2:1: 'offline' is true or false"),
        ("data = 5", "factcheck.toml:1:1: 'data' is a text or a list of texts"),
        ("source = [1]", "factcheck.toml:1:1: 'source' is a text or a list of texts"),
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


def test_a_large_pyproject_is_not_read(wrong):
    assert wrong("#" * 1_000_001, "pyproject.toml") == ["pyproject.toml:1:1: larger than 1000000 bytes"]


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
