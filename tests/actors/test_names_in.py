"""Scanning a text: longest matches, exact spans, linear time."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.actors.registry import Registry, load_registry
from graph_service.model import Span

FORMS = ["Xi Jinping", "Xi", "the Kremlin", "U.S.", "U.N.", "Côte d’Ivoire", "Russian", "Beijing"]
pieces = st.one_of(
    st.sampled_from([*FORMS, unicodedata.normalize("NFD", "Erdoğan"), "’s", "\n\n", " ", ". "]),
    st.text(max_size=8),
)


def found(registry: Registry, text: str, any_case: bool = False) -> list[tuple[str, str]]:
    return [
        (text[s:e], names[0].actor) for (s, e), names in registry.names_in(text, any_case=any_case)
    ]


def test_longest_match_wins(registry: Registry) -> None:
    text = "Papua New Guinea and Guinea; the Russian Foreign Ministry and a Russian."
    assert [form for form, _ in found(registry, text)] == [
        "Papua New Guinea", "Guinea", "Russian Foreign Ministry", "Russian",
    ]  # fmt: skip


def test_word_boundaries_and_case(registry: Registry) -> None:
    assert found(registry, "Xinjiang, Xis, chinaware, us and who, turkey") == []
    assert found(registry, "Xi's pro-Russian, U.S.-led (China).") == [
        ("Xi", "actor-Q15031"), ("Russian", "actor-Q159"), ("U.S.", "actor-Q30"),
        ("China", "actor-Q148"),
    ]  # fmt: skip


def test_a_name_may_wrap_a_line_but_not_a_paragraph(registry: Registry) -> None:
    assert found(registry, "Xi\nJinping") == [("Xi\nJinping", "actor-Q15031")]
    assert [form for form, _ in found(registry, "Vladimir\n\nPutin")] == ["Putin"]


def test_decomposed_letters_match(registry: Registry) -> None:
    text = unicodedata.normalize("NFD", "Recep Tayyip Erdoğan")
    assert found(registry, text) == [(text, "actor-Q39259")]


def test_only_inside_the_span(registry: Registry) -> None:
    text = "Xi Jinping met Putin"
    assert [s for s, _ in registry.names_in(text, Span(3, 20))] == [(15, 20)]


def test_any_case_spares_short_words(registry: Registry) -> None:
    text = "what did china tell us, and who is xi jinping"
    assert found(registry, text) == []
    assert found(registry, text, any_case=True) == [
        ("china", "actor-Q148"), ("xi jinping", "actor-Q15031"),
    ]  # fmt: skip


@given(st.lists(pieces, max_size=12).map("".join), st.booleans())
def test_spans_slice_to_a_form_of_the_actor(text: str, any_case: bool) -> None:
    registry = load_registry()
    end = 0
    for span, names in registry.names_in(text, any_case=any_case):
        assert end <= span.start < span.end <= len(text)
        end = span.end
        written = text[span.start : span.end]
        assert names
        again = registry.named(" ".join(written.split()))
        assert any_case or {n.actor for n in names} == {n.actor for n in again}


def test_time_grows_with_the_text_alone(registry: Registry) -> None:
    def cpu(text: str) -> float:
        start = time.process_time()
        registry.names_in(text)
        return time.process_time() - start

    for unit in (
        "Ministry of Foreign Affairs of ",
        "Xi Jinping told Putin, in Beijing. ",
        "Ministry ",
    ):
        cpu(unit * 100)
        short = min(cpu(unit * 2_000) for _ in range(3))
        long = min(cpu(unit * 16_000) for _ in range(2))
        assert long < 8 * 5 * short + 0.2, "quadratic would be 64 times"


@pytest.mark.parametrize("text", ["", " ", "\ud800", "…", "’’’", "the "])
def test_odd_texts(registry: Registry, text: str) -> None:
    assert registry.names_in(text) == []
