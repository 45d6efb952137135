"""Passages: joined segments are exactly the slice, whatever stands before the spans."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph_service.model import Span
from graph_service.web.passage import passage_span, segments

TEXT = st.text(alphabet="ab \n😀א", min_size=1, max_size=60)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, dict[str, tuple[Span, ...]]]:
    text = draw(TEXT)

    def span() -> Span:
        start = draw(st.integers(0, len(text) - 1))
        return Span(start, draw(st.integers(start + 1, len(text))))

    return text, {name: (span(),) for name in ("source", "cue", "content")}


@given(marked_texts())
def test_segments_joined_are_the_passage(case: tuple[str, dict[str, tuple[Span, ...]]]) -> None:
    text, marked = case
    shown = passage_span(text, sum(marked.values(), ()))
    found = segments(text, shown, marked)
    assert "".join(piece.words for piece in found) == text[shown.start : shown.end]
    for name, (span,) in marked.items():
        words = "".join(piece.words for piece in found if name in piece.marks)
        assert words == text[span.start : span.end]


def test_a_passage_stops_at_the_paragraph() -> None:
    text = "First.\r\n\r\nThe envoy said it ends.\r\nLast."
    start = text.index("it ends")
    shown = passage_span(text, (Span(start, start + 7),))
    assert text[shown.start : shown.end] == "The envoy said it ends."
