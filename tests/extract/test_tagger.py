"""The trained extractor: exact spans on any text, right answers on plain ones, its weights."""

from __future__ import annotations

import shutil
import sys
import time
from importlib import import_module
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service import plugins
from graph_service.errors import StoreError, UsageError
from graph_service.extract.draft import Attribution, Draft
from graph_service.extract.quotes import find_quotations
from graph_service.extract.sentences import find_sentences
from graph_service.extract.tagger import find_attributions
from graph_service.extract.tagger_model import Network, network
from graph_service.extract.tagger_words import LIMIT, Words, read_words, windows
from graph_service.model import Article, Span, words_at

MODELS = Path(str(files("graph_service.extract") / "models"))

FLOOR = 68.0
"""F1 (`full`) on the development articles."""


def found(text: str) -> tuple[Attribution, ...]:
    article = Article(text)
    draft = find_quotations(article, find_sentences(article, Draft()))
    return find_attributions(article, draft).attributions


def shown(text: str) -> list[tuple[str, str, str]]:
    return [tuple(words_at(text, p) for p in (a.source, a.cue, a.content)) for a in found(text)]  # type: ignore[misc]


PLAIN = [
    (
        "President Ilva Torrin of Norland said that the border will stay open.",
        ("President Ilva Torrin of Norland", "said", "that the border will stay open"),
    ),
    (
        '"We will not sign," the foreign minister of Ostavia, Dren Kallo, told reporters.',
        ("the foreign minister of Ostavia, Dren Kallo", "told", '"We will not sign,"'),
    ),
    (
        "The talks failed, according to a spokesman for the Norland ministry.",
        ("a spokesman for the Norland ministry", "according to", "The talks failed"),
    ),
    (
        "Mira Sollen warned that sanctions would hurt farmers first.",
        ("Mira Sollen", "warned", "that sanctions would hurt farmers first"),
    ),
    (
        "“The truce holds,” Torrin said. “Nobody has asked us to leave.”",
        ("Torrin", "said", "“The truce holds,” ... “Nobody has asked us to leave.”"),
    ),
]


@pytest.mark.parametrize(("text", "right"), PLAIN)
def test_plain_sentences(text: str, right: tuple[str, str, str]) -> None:
    assert right in shown(text)


def test_two_speakers_keep_their_own_words() -> None:
    text = (
        "Foreign Minister Ada Torrin said the harbour is closed. Envoy Bo Kallo, who met her "
        "in Velm, replied that ships from Ostavia were still sailing."
    )
    by_source = {source: content for source, _, content in shown(text)}
    assert "harbour" in by_source["Foreign Minister Ada Torrin"]
    assert "ships" in next(c for s, c in by_source.items() if s.startswith("Envoy Bo Kallo"))


def test_lemma_attitude_and_provenance() -> None:
    (said,) = found("Mira Sollen has repeatedly said that the dam is safe.")
    assert (said.lemma, said.attitude) == ("say", False)
    assert said.found_by.startswith(f"model:{network().name}")
    assert 0 < said.confidence <= 1
    (hoped,) = found("Mira Sollen hopes that the dam will be safe.")
    assert (hoped.lemma, hoped.attitude) == ("hope", True)


def check(text: str) -> tuple[Attribution, ...]:
    """What must hold on any text."""
    attributions = found(text)
    for a in attributions:
        assert a.content
        assert a.cue
        for part in (a.source, a.cue, a.content):
            for span in part:
                assert 0 <= span.start < span.end <= len(text)
                assert text[span.start : span.end] == text[span.start : span.end].strip()
            assert all(one.end <= two.start for one, two in pairwise(part))
        for span in a.content:
            assert not any(span.overlaps(cue) for cue in a.cue)
        for other in attributions:
            within = [s for s in other.content if s.contains(a.cue[0])]
            if other is not a and within:
                assert all(any(s.contains(c) for s in other.content) for c in a.content)
    return attributions


PIECES = st.sampled_from(
    [
        "Torrin said ", "“we agree", "”, ", '"no', " the minister told ", "\n\n", " «нет» ",
        "🕊️", "שלום ", "é", "\u0301", "\x00", "\ud800", "  ", "THEY SAID IT IS SO. ", "x" * 300,
        "Ã©tat ", "- — …", "that it will rain", "according to Kallo. ", "\r\n", "\u200b", "ﬁ", "١٢",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join))
def test_spans_are_exact_on_any_text(text: str) -> None:
    check(text)


@pytest.mark.parametrize("text", ["", " \n ", "\ud800", "x" * 5000, "“" * 500, "🕊️" * 300])
def test_texts_without_words(text: str) -> None:
    check(text)


def test_a_sentence_of_three_thousand_words() -> None:
    clause = "and the minister said that the bridge over the river will be built again "
    check(clause * 220)


def test_marks_at_the_edges_do_not_lose_the_words() -> None:
    quoted = "Mira Sollen said: {}The dam is safe and nobody need leave{}."
    for marks in ('""', "“”", "«»", "‘’", "„“"):
        assert any("dam is safe" in content for _, _, content in shown(quoted.format(*marks)))


def test_time_is_linear() -> None:
    text = "Mira Sollen said that the dam is safe. The river rose again in Velm.\n\n" * 60
    found(text)
    took = []
    for times in (1, 4):
        started = time.process_time()
        found(text * times)
        took.append(time.process_time() - started)
    assert took[1] < 8 * took[0]


def test_after_a_long_text_the_network_is_let_go_of(monkeypatch: pytest.MonkeyPatch) -> None:
    text = PLAIN[0][0]
    before = found(text)
    assert network.cache_info().currsize == 1
    monkeypatch.setattr("graph_service.extract.tagger.LONG", len(text) - 1)
    assert found(text) == before
    assert network.cache_info().currsize == 0
    assert found(text) == before


def test_windows_cover_every_word_once() -> None:
    text = "Torrin said so. " * 400 + "word " * 900 + "y" * 4000
    words = read_words(text, Span(0, len(text)), network().subwords)
    ranges = list(windows(words))
    assert [a for a, _ in ranges] == [0, *(b for _, b in ranges[:-1])]
    assert ranges[-1][1] == len(words)
    assert max(words.length(a, b) for a, b in ranges) <= LIMIT
    assert list(windows(Words())) == []


def test_other_weights_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    shutil.copytree(MODELS, folder)
    with (folder / "owner.onnx").open("ab") as weights:
        weights.write(b"\0")
    with pytest.raises(StoreError, match=r"owner\.onnx has SHA-256 .*extractor rules"):
        Network(folder)
    (folder / "owner.onnx").unlink()
    with pytest.raises(StoreError, match=r"owner\.onnx cannot be read"):
        Network(folder)


def test_without_onnxruntime_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("graph_service.extract.tagger", "graph_service.extract.tagger_model"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    plugins.load.cache_clear()
    try:
        with pytest.raises(UsageError, match="needs a package that is not installed: onnxruntime"):
            plugins.load("extractors", "tagger")
    finally:
        plugins.load.cache_clear()


def test_the_rules_do_not_load_the_model() -> None:
    module = plugins.load("extractors", "rules").__module__
    assert "tagger" not in module


def test_development_figures(
    shared: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Citron, retrained on the same data, reaches 50.4; this has to beat it by 15 points."""
    if not (shared / "polnear").is_dir():
        pytest.skip("no polnear/ among the test articles")
    monkeypatch.syspath_prepend(str(repository / "bench" / "attribution"))
    scorer = import_module("convert").load_scorer(shared)
    bench = import_module("run")
    rows = scorer.read(str(shared / "polnear" / "dev.jsonl"))
    predicted, _ = bench.predictions(bench.stages_alone("tagger"), rows)
    full = scorer.score(rows, predicted)["metrics"]["full"]
    assert 100 * full["f1"] >= FLOOR, full
