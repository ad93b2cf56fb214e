"""Articles that are none: hostile, endless and foreign texts are read in linear time, without a fall."""

import ast
import builtins
import gc
import importlib
import inspect
import pkgutil
import re
import time
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import factcheck.documents
import factcheck.reading
from factcheck.instruments import Catalogue
from factcheck.reading.articles import read_article
from factcheck.reading.dates import _DATES
from tests.hostile import HOSTILE

CATALOGUE = Catalogue.load()
ODD = (
    "The Nikkei \u202erose 1.2%\u202c on Monday.",
    "The N\u200bikk\u200dei ro\u00adse 1.2\ufeff%.",
    "The Nіkkei rоse 1.2%.",  # Cyrillic і and о
    "Ｔｈｅ Ｎｉｋｋｅｉ ｒｏｓｅ １．２％。",
    "The Nikkei rose ١٫٢٪ and ½%.",
    "日経平均株価は1.2%上昇し、38,450円で終えた。",
    "ارتفع مؤشر نيكي 1.2٪ يوم الاثنين.",
    "Der DAX stieg am Montag um 1,2 % auf 18.000 Punkte.",
    "Le CAC 40 a gagné 0,4 % lundi. L'indice a clôturé à 7 500 points.",
    "no dates, no numbers, no names, no end",
    "The Nikkei e\u0301\u0336 rose\u0301 1.2\u0301%\u0301.",
    "The Nikkei rose 1.2%." + "\n" * 50 + "It fell 3%.",
    "%%%% 1% 1% ((((( ))))) [[[ \"\"\" ''' $$$ ,,, ;;;",
    "\r\n\r\nThe Nikkei\r\nrose 1.2%\r\n\x0b\x0c\x85\u2028\u2029",
    "99999999999999999999999999% 1e309 1/0 0.0.0.0 31 February 9999 30:99 a.m.",
)


def check(text):
    """Every span lies within the text, in order of its ends, and holds something to see."""
    for claim in read_article(text, CATALOGUE):
        assert 0 <= claim.start < claim.end <= len(text)
        assert text[claim.start : claim.end].strip()


@pytest.mark.parametrize("text", [*ODD, *HOSTILE, "", " ", "\n", "\x00"])
def test_any_text_is_read(text):
    check(text)
    check(f"The Nikkei rose 1.2% on Monday. {text} It fell 3%. {text}")


WORDS = (
    "The Nikkei", "Tencent", "the S&P 500", "it", "both", "shares of", "the yield on", "rose", "fell",
    "1.2%", "to 5,000", "from $3", "on Monday", "in May", "last week", "a record high", "since",
    "for a third day", "which", "after", "while", "each", "respectively", "gold", "stocks", "the index",
    "may", "not", "U.S.", "(", ")", ",", ".", ";", ":", "\n\n", "\n* ", "-", "'s", '"', "%",
    "\u200b", "\u202e", "é", "½", "…", "日経",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40), st.sampled_from(["", " "]))
def test_words_in_any_order_are_read(words, between):
    check(between.join(words))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_characters_in_any_order_are_read(text):
    check(text)
    check(f"{text}The Nikkei{text} rose 1.2%{text}.")


UNSEEN = "\u200b\u200d\u2060\ufeff\u00ad\u034f\u180e\u2063\u2066\u2069\ufe0f\U000e0041\U000e0100"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=UNSEEN, max_size=5), st.integers(0, 30))
def test_what_is_not_seen_moves_no_span(hidden, at):
    plain = "Today the Nikkei rose 1.2% to 38,450."
    text = plain[:at] + hidden + plain[at:]
    spans = [text[c.start : c.end] for c in read_article(text, CATALOGUE)]
    for mark in hidden:
        spans = [span.replace(mark, "") for span in spans]
    assert spans == ["rose 1.2%", "to 38,450"]


def test_an_instrument_of_look_alike_letters_is_nobody():
    assert not any(c.item.get("of") == "Nikkei" for c in read_article("The Nіkkei rose 1.2%.", CATALOGUE))


REPEATED = (
    "The Nikkei rose 1.2% to 38,450.12 on Monday. It fell 3% last week. Both closed lower. ",
    "the Nikkei rose 1.2%, ",
    "Tencent and Alibaba and ",
    "Tencent (6.8%) and ",
    "Tencent +1.2%\n",
    "Nikkei, which rose 1%, ",
    "Both rose 1%. ",
    "The yield rose 3%. ",
    "U.S. Inc. A. ",
    " \n",
    "a\n",
    "* a\n",
    "a:\n\n",
    "of the ",
    "up ",
    "1% ",
    "$1 ",
    "e\u0301",
    "\u202e1% ",
    "日経平均は上昇し、",
    '."',
    "1,",
    "A",
    " ",
    "-",
)


@pytest.mark.parametrize("unit", REPEATED)
def test_twice_the_text_takes_about_twice_the_time(unit):
    once = unit * (20_000 // len(unit))
    first, second = (min(_seconds(text) for _ in range(2)) for text in (once, once + once))
    assert second < 0.1 or second < 3.2 * first, (first, second)


def _seconds(text):
    gc.disable()  # it would come at the same moment of every run, and count as the text's
    try:
        begun = time.process_time()
        read_article(text, CATALOGUE)
        return time.process_time() - begun
    finally:
        gc.enable()


def test_a_line_of_100_000_characters_is_read_to_its_end():
    text = "word " * 20_000 + "The Nikkei rose 1.2% on Monday."
    assert [text[c.start : c.end] for c in read_article(text, CATALOGUE)] == ["rose 1.2%"]


# ------------------------------------------------------------------------------- regular expressions

CALLS = {"compile", "pattern", "sub", "search", "match", "fullmatch", "findall", "finditer", "split"}


class Names(dict[str, object]):
    """A module's names; what is only known when it runs, a word that is escaped, is "word"."""

    def __missing__(self, name):
        return getattr(builtins, name, "word")


def modules():
    for package in (factcheck.reading, factcheck.documents):
        yield package
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def expressions():
    """Every regular expression of the reader and of the documents, with where it stands."""
    for _, _, phrase in _DATES:
        yield "dates", phrase
    for module in modules():
        for call in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(call, ast.Call) and call.args and _compiles(call.func):
                value = eval(ast.unparse(call.args[0]), {}, Names(vars(module)))
                yield f"{module.__name__}:{call.lineno}", getattr(value, "pattern", value)


def _compiles(func):
    if isinstance(func, ast.Attribute):
        return isinstance(func.value, ast.Name) and func.value.id == "re" and func.attr in CALLS
    return isinstance(func, ast.Name) and func.id == "pattern"


@pytest.mark.parametrize(("where", "expression"), list(expressions()))
def test_no_quantifier_is_nested_in_another(where, expression):
    assert not nested(parser.parse(expression)), expression


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (r"(?:a+)+", True),
        (r"(?:\s*a?)*", True),
        (r"(?:a|b+)*c", True),
        (r"(\w+\s?)*", True),
        (r"\d+(?:[.,]\d+)*", False),  # what is repeated begins with what its repeats cannot hold
        (r"(?:\n(?!\s)[^\n]+)*", False),
        (r"(?:a{1,3})+", False),
    ],
)
def test_what_a_nested_quantifier_is(expression, expected):
    assert nested(parser.parse(expression)) is expected


ENDLESS = 20  # repeats up to which a quantifier is a short list of alternatives
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)


def nested(tree):
    """Whether an endless repeat holds another that can take the same text in several ways."""
    return any(
        (code in REPEATS and value[1] > ENDLESS and _ambiguous(value[2])) or any(map(nested, _inside(value)))
        for code, value in tree
    )


def _ambiguous(body):
    inner = list(_endless(body))
    return bool(inner) and not all(_apart(body[0], one) for one in inner)


def _endless(tree):
    for code, value in tree:
        if code in REPEATS and value[1] > ENDLESS:
            yield value[2]
        elif code not in (op.ASSERT, op.ASSERT_NOT):
            for inside in _inside(value):
                yield from _endless(inside)


def _inside(value):
    if isinstance(value, parser.SubPattern):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _inside(one)


def _apart(first, repeated):
    """Whether the first piece is one character that no repeated piece can be."""
    single = {op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY}
    if first[0] not in single or any(code not in single for code, _ in repeated):
        return False
    samples = [chr(n) for n in range(256)] + ["\u2019", "日", "é"]
    return not any(_can_be(first, c) and any(_can_be(piece, c) for piece in repeated) for c in samples)


def _can_be(piece, c):
    code, value = piece
    if code == op.ANY:
        return c != "\n"
    if code == op.NOT_LITERAL:
        return ord(c) != value
    if code == op.IN:
        negated = value[0][0] == op.NEGATE
        return negated != any(_holds(*member, c) for member in value if member[0] != op.NEGATE)  # type: ignore[call-arg]
    return _holds(code, value, c)


CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d", op.CATEGORY_NOT_DIGIT: r"\D", op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S", op.CATEGORY_WORD: r"\w", op.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


def _holds(code, value, c):
    if code == op.LITERAL:
        return ord(c) == value
    if code == op.RANGE:
        return value[0] <= ord(c) <= value[1]
    return re.match(CATEGORIES[value], c) is not None
