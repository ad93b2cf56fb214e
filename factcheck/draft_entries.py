"""The entries of a draft: what an article states, written so that it reads back to the same claims."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from collections.abc import Mapping as Keyed
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property

from factcheck.article_files import Quotes
from factcheck.claim_entries import Entry, Shared
from factcheck.claim_models import MAX_TEXT
from factcheck.claims import Article, Claim
from factcheck.documents import format_of, read
from factcheck.errors import InputError
from factcheck.instruments import Catalogue
from factcheck.reading.articles import Found, home_market, read_article
from factcheck.reading.sentences import sentences
from factcheck.reading.shortform import read_short
from factcheck.reading.writing import write_short
from factcheck.yaml_events import INVISIBLE, Mapping, Problems, Sequence, TooManyProblems, load

UNQUOTED = "not quoted: its words stand more than once, or hold an invisible character"

Value = str | bool | list[str]
Keys = Keyed[str, Value]


@dataclass(frozen=True)
class Statement:
    """What the article says at one place. `key` is its quote, or its bare words where none is to be had."""

    found: Found
    sentence: str
    quote: str | None
    key: str


@dataclass(frozen=True)
class Written:
    """An entry of `claims`: its keys, and the remarks that stand above it."""

    keys: Keys
    remarks: tuple[str, ...]

    @property
    def checkable(self) -> bool:
        return "checkable" not in self.keys

    def lines(self, indent: str, *more: str) -> list[str]:
        """The lines in the file, `more` remarks first."""
        above = [f"# {cleaned(remark)}" for remark in (*more, *self.remarks)]
        return [indent + line for line in (*above, *_entry(self.keys))]


@dataclass(frozen=True)
class Writer:
    """Writes the statements of one article."""

    article: Article
    quotes: Quotes
    catalogue: Catalogue
    names: dict[str, str] = field(default_factory=dict)  # what was found out about names so far

    def statements(self) -> Iterator[Statement]:
        """Every statement of the article, in order."""
        text, about = self.quotes.text, self.article
        document = read(text, format_of(str(about.text_path)) or "plain", Problems(""))
        market = about.market or home_market(document.text, self.catalogue)
        for seen in read_article(document.text, self.catalogue, about.published_date, market):
            start, end = document.span(seen.start, seen.end)
            found = replace(seen, start=start, end=end)
            begin, end = self._sentence(found.start)
            quote = self._quote(found, begin, end)
            key = quote or cleaned(text[found.start : found.end])[:MAX_TEXT]
            yield Statement(found, text[begin:end], quote, key)

    def write(self, statement: Statement) -> Written:
        """The shortest entry that means what was found; or one that says why nothing can check it."""
        found, quote = statement.found, statement.quote
        quoted: Keys = {"quote": quote} if quote else {}
        remarks = (*(f"assumed: {sentence}" for sentence in found.assumed), *[UNQUOTED] * (not quote))
        why = cleaned(found.why_not)
        if not why:
            try:
                return Written(self._checked(statement, quoted), remarks)
            except InputError as error:
                why = error.problems[0].sentence
        words = " ".join((*_named(found.item.get("of")), statement.key))
        listed: Keys = {"checkable": False, "why": cleaned(why), "claim": cleaned(words)[:MAX_TEXT]}
        return Written({**listed, **quoted}, remarks)

    def _checked(self, statement: Statement, quoted: Keys) -> Keys:
        """A short form that means the same as the long one, or the long one. Raises InputError."""
        long: Keys = {**statement.found.item, **quoted}
        meant = self._claims(long)
        for short in _short_forms(statement):
            with suppress(InputError):
                if self._claims({**short, **quoted}) == meant:
                    return {**short, **quoted}
        return long

    def _claims(self, keys: Keys) -> list[Claim]:
        """What a claim file says with this entry, as far as it matters. Raises InputError."""
        problems = Problems("")
        shared = Shared(
            catalogue=self.catalogue,
            article=self.article,
            names=self.names,
            problems=problems,
            reader=read_short,
            quotes=self.quotes,
        )
        with suppress(TooManyProblems):
            root = load("\n".join(_entry(keys)).encode(), problems)
            if isinstance(root, Sequence) and isinstance(root.items[0], Mapping):
                Entry(shared, 1, root.items[0]).read()
        problems.stop()
        return [replace(claim, id="", text="", place=None) for claim in shared.claims]

    # ------------------------------------------------------------------------------ quotes

    def _quote(self, found: Found, low: int, high: int) -> str | None:
        """Its words, with as few around them as make them stand once in the article."""
        for start, end in self._wider(found, low, high):
            words = " ".join(self.quotes.text[start:end].split())
            if len(words) <= MAX_TEXT and not INVISIBLE.search(words):
                with suppress(ValueError):
                    if self.quotes.find(words) == (start, end):
                        return words
        return None

    def _wider(self, found: Found, low: int, high: int) -> Iterator[tuple[int, int]]:
        """More and more words: those of its sentence, [low, high), one by one; then many at once."""
        yield found.start, found.end
        starts, ends = self._words
        if not starts:
            return
        first = max(bisect_right(starts, found.start) - 1, 0)
        last = min(bisect_left(ends, found.end), len(ends) - 1)
        lowest, highest = bisect_left(starts, low), max(last, bisect_right(ends, high) - 1)
        steps = [(more - right, right) for more in range(_ONE_BY_ONE) for right in range(more + 1)]
        near = [(left, right) for left, right in steps if first - left >= lowest and last + right <= highest]
        for left, right in [*near, *((more, more) for more in _AT_ONCE)]:
            start, end = starts[max(first - left, 0)], ends[min(last + right, len(ends) - 1)]
            yield min(start, found.start), max(end, found.end)

    def _sentence(self, place: int) -> tuple[int, int]:
        """[start, end) of the sentence that holds a place."""
        return self._sentences[bisect_right(self._sentences, (place, len(self.quotes.text))) - 1]

    @cached_property
    def _sentences(self) -> list[tuple[int, int]]:
        return [(start, start + len(one)) for start, one in sentences(self.quotes.text)]

    @cached_property
    def _words(self) -> tuple[list[int], list[int]]:
        spans = [word.span() for word in _WORD.finditer(self.quotes.text)]
        return [start for start, _ in spans], [end for _, end in spans]


_WORD = re.compile(r"\S*[^\s.,;:!?…)\]”’\"']")
_ONE_BY_ONE, _AT_ONCE = 12, (16, 32, 64, 128)


def _short_forms(statement: Statement) -> Iterator[Keys]:
    """Short forms to try: with the name inside where the article's own sentence has it, else beside."""
    item = statement.found.item
    rest = {key: value for key, value in item.items() if key != "of"}
    with suppress(ValueError):
        if "of" not in item:
            yield {"claim": write_short(rest)}
            return
        inside: Keys = {"claim": write_short(item)}
        beside: Keys = {"claim": write_short(rest), "of": item["of"]}
        named = all(name in statement.sentence for name in _named(item["of"]))
        yield from (inside, beside) if named else (beside, inside)


def _named(of: Value | None) -> list[str]:
    return of if isinstance(of, list) else [of] if isinstance(of, str) else []


# --------------------------------------------------------------------------------------- as YAML

_PLAIN = re.compile(r"[A-Za-z0-9+](?:[\w .%$€£¥&/()'+=^,-]|:(?=\S))*(?<! )")
_WORDS_OF_YAML = frozenset("null true false yes no on off y n".split())


def cleaned(text: str) -> str:
    """A stranger's text on one line, without what nobody can see."""
    return INVISIBLE.sub("\ufffd", " ".join(text.split()))


def scalar(text: str) -> str:
    """A text of one line as YAML: bare where nothing in it could be taken for more than text."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    return json.dumps(text, ensure_ascii=False)


def _entry(keys: Keys) -> list[str]:
    lines = [f"{key}: {_value(value)}" for key, value in keys.items()]
    return [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return scalar(value)
    return f"[{', '.join(json.dumps(one) if re.search('[,:]', one) else scalar(one) for one in value)}]"
