"""Subwords of a text, numbered as the encoder learned them (WordPiece of BERT, uncased).

Owns the normaliser, the split into words and the greedy longest match; gives what the package
`tokenizers` gives for the same vocabulary (the tests compare the two), without that package.
Sources: Devlin et al. 2019, `BasicTokenizer` and `WordpieceTokenizer` of the published BERT.
Where they differ: "[SEP]" in an article is read as the text it is; marks that Unicode would put
in another order stay where they are; and some 500 rare characters (of 1.1 million) that came into
Unicode after its version 8 are what they are in Python's tables.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

UNKNOWN = "[UNK]"
LONGEST = 100
"""Characters of a word; a longer one is unknown."""
_CLEARED = "\x00\ufffd"
_SPACES = "\t\n\r"
_DROPPED = {"Cc", "Cf", "Co", "Cs"}
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip

Piece = tuple[int, int, int, int]
"""Number of the subword, number of its word, first character and the one after its last."""


class WordPiece:
    """A vocabulary, and the subwords of what stood between spaces so far."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._unknown = vocabulary[UNKNOWN]
        self._known: dict[str, tuple[Piece, ...]] = {}

    def encode(self, text: str) -> Iterator[Piece]:
        """Every subword in text order; what the normaliser drops belongs to none."""
        words = 0
        for between in _BETWEEN.finditer(text):
            at = between.start()
            word = -1
            for piece, word, start, end in self._pieces(between[0]):
                yield piece, words + word, at + start, at + end
            words += word + 1

    def _pieces(self, between: str) -> tuple[Piece, ...]:
        """The subwords of what stands between two spaces, as if the text began there."""
        found = self._known.get(between)
        if found is None:
            found = tuple(
                (piece, number, places[start], places[end - 1] + 1)
                for number, (word, places) in enumerate(words(between))
                for piece, start, end in self._split(word)
            )
            if len(self._known) < _REMEMBERED and len(between) <= LONGEST:
                self._known[between] = found
        return found

    def _split(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """(number, start, end) of the subwords of a word, the longest that fits each time."""
        whole = ((self._unknown, 0, len(word)),)
        if len(word) > LONGEST:
            return whole
        found: list[tuple[int, int, int]] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                number = self._vocabulary.get(("##" if start else "") + word[start:end])
                if number is not None:
                    found.append((number, start, end))
                    start = end
                    break
            else:
                return whole
        return tuple(found)


def vocabulary(lines: str) -> dict[str, int]:
    """Subword -> number: one a line, counted from 0.

    >>> vocabulary("[PAD]\\n[UNK]\\nthe\\n")["the"]
    2
    """
    return {piece: number for number, piece in enumerate(lines.split("\n")[:-1])}


_REMEMBERED = 8_000
"""Most words (with the marks beside them) whose subwords are kept: memory stays bounded."""
_BETWEEN = re.compile(r"[^ \t\n\r]+")
"""What no word crosses: other spaces are dropped or are left to the normaliser."""


def words(text: str) -> Iterator[tuple[str, list[int]]]:
    """Words as the encoder sees them, with the place in `text` of each of their characters.

    >>> list(words("Né à-Bonn"))
    [('ne', [0, 1]), ('a', [3]), ('-', [4]), ('bonn', [5, 6, 7, 8])]
    """
    word: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        for one in _FORMS[character]:
            if one.isalnum() or not _apart(one):
                word.append(one)
                places.append(at)
                continue
            if word:
                yield "".join(word), places
                word, places = [], []
            if one != " ":
                yield one, [at]
    if word:
        yield "".join(word), places


class _Forms(dict[str, str]):
    """character -> what the normaliser makes of it, filled as characters are met."""

    def __missing__(self, character: str) -> str:
        form = self[character] = _form(character)
        return form


_FORMS = _Forms()


def _form(character: str) -> str:
    if character in _CLEARED:
        return ""
    if character in _SPACES:
        return " "
    category = unicodedata.category(character)
    if category in _DROPPED:
        return ""
    if category.startswith("Z"):
        return " "
    bare = "".join(
        c for c in unicodedata.normalize("NFD", character) if unicodedata.category(c) != "Mn"
    )
    lowered = "".join(c.lower() for c in bare)
    ideograph = any(a <= ord(character) <= b for a, b in _IDEOGRAPHS)
    return f" {lowered} " if ideograph else lowered


def _apart(character: str) -> bool:
    """Is it a space, or a mark that is a word of its own (what ASCII or Unicode call so)?"""
    if character.isascii():
        return not character.isalnum()
    return unicodedata.category(character).startswith("P")
