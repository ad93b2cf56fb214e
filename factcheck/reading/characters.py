"""One spelling for each character: the same claim reads the same however it was typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Plain(NamedTuple):
    """Text with one spelling for each character, and where each character stood."""

    text: str
    places: Sequence[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text as written."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]


_SPELLINGS = {
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008", " "),
    **dict.fromkeys("\u2009\u200a\u202f\u205f\u3000\t\n\r\v\f\x85\u2028\u2029", " "),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2044\u2215", "/"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u034f\u061c\u17b4\u17b5", ""),
    **{  # what nobody sees: isolates, selectors of variants, tags (Unicode, Default_Ignorable_Code_Point)
        chr(code): ""
        for first, last in ((0x180B, 0x180F), (0x2061, 0x2064), (0x2066, 0x206F), (0xFE00, 0xFE0F),
                            (0x1D173, 0x1D17A), (0xE0000, 0xE01EF))
        for code in range(first, last + 1)
    },
    "½": " 1/2", "¼": " 1/4", "¾": " 3/4", "…": " ", "\u066a": "%",
}  # fmt: skip
# characters that become one other each, so that every place stays what it was
_ONE_FOR_ONE = str.maketrans({letter: one for letter, one in _SPELLINGS.items() if len(one) == 1})
_PLAIN = str.maketrans(dict.fromkeys("€£¥₹éáíóúñüöäàèêçãõøåßÉÁÖÜÄ°•·", " ")) | _ONE_FOR_ONE
OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> Plain:
    """One spelling for each character: composed letters, plain spaces, hyphens and quotes."""
    if text.isascii() or text.translate(_PLAIN).isascii():
        return Plain(text.translate(_ONE_FOR_ONE), range(len(text) + 1))
    letters: list[str] = []
    places: list[int] = []
    for start, end in _clusters(text):
        one = unicodedata.normalize("NFC", text[start:end])
        if "\uff00" <= one <= "\uffee":
            one = unicodedata.normalize("NFKC", one)
        one = _SPELLINGS.get(one, one)
        letters.append(one)
        places += [start] * len(one)
    return Plain("".join(letters), (*places, len(text)))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Letters with the marks that belong to them."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            yield start, at
            start = at
