"""Our subwords against those of the package `tokenizers`, for the shipped vocabulary."""

from __future__ import annotations

import unicodedata
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from bench.reading.dispatches import read_set
from graph_service.extract.tagger_wordpiece import LONGEST, WordPiece, vocabulary

KNOWN = vocabulary(
    (files("graph_service.extract") / "models" / "vocabulary.txt").read_text("utf-8")
)
OURS = WordPiece(KNOWN)
THEIRS = Tokenizer(models.WordPiece(KNOWN, unk_token="[UNK]", max_input_chars_per_word=LONGEST))
THEIRS.normalizer = normalizers.BertNormalizer()
THEIRS.pre_tokenizer = pre_tokenizers.BertPreTokenizer()


def same(text: str) -> None:
    read = THEIRS.encode(text, add_special_tokens=False)
    theirs = [
        (number, word, *places)
        for number, word, places in zip(read.ids, read.word_ids, read.offsets, strict=True)
    ]
    assert list(OURS.encode(text)) == theirs


def known_to_all(character: str) -> bool:
    """Has every version of Unicode since 3.2 told the same of it? Tables of newer ones differ."""
    old = unicodedata.ucd_3_2_0.category(character)
    return old != "Cs" and (old == unicodedata.category(character))


CHARACTERS = st.characters(exclude_categories=["Cs"]).filter(known_to_all)
PIECES = st.sampled_from(
    ["Torrin said ", "é", "e\u0301", "İ", "Σ", "ß", "ﬁ", "日本", "한국", "\x00", "\x0b", "\u200b",
     "\ufffd", "\u00a0", "🕊️", "--", "“", "’s", "¿", "x" * 101, "ab" * 50, "שלום", "##ing", "٣",
     "½", "\u2028"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(CHARACTERS, max_size=12), max_size=20).map("".join))
def test_any_text(text: str) -> None:
    same(text)


def test_every_character_that_all_versions_of_unicode_know() -> None:
    for start in range(0, 0x10000, 256):
        kept = [chr(c) for c in range(start, start + 256) if known_to_all(chr(c))]
        same(" ".join(f"a{c}b {c}" for c in kept))


def test_our_own_articles() -> None:
    for dispatch in read_set("development"):
        same(dispatch.text)


def test_the_development_articles(shared: Path) -> None:
    if not (shared / "polnear").is_dir():
        pytest.skip("no polnear/ among the test articles")
    for line in (shared / "polnear" / "dev.jsonl").read_text("utf-8").splitlines():
        same(line)


def test_marks_of_the_encoder_are_read_as_text() -> None:
    numbers = [number for number, *_ in OURS.encode("the [SEP] the")]
    assert KNOWN["[SEP]"] not in numbers
    assert numbers.count(KNOWN["the"]) == 2
