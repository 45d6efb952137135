"""Makes the attributions of an article nest: an inner one stays within its outer one.

Owns the repair of crossing spans. Where a clause stands after or in the middle of
its words ("A," X said, "B."), what an attribution inside them says is cut so that it
lies within those words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from graph_service.extract.draft import Attribution
from graph_service.model import Span, Spans


def _mark(a: Attribution) -> int:
    """Where its cue starts, or its content where there is none."""
    return (a.cue or a.content)[0].start


def _outward(a: Attribution) -> tuple[bool, int, int]:
    """Outer before inner: words that stand before their cue first, then by length."""
    after = a.content[0].start < _mark(a)
    return not after, a.content[0].start, -a.content[-1].end


def nest(found: Iterable[Attribution]) -> list[Attribution]:
    """The same attributions, contents cut to fit, in text order; those left empty are dropped."""
    current: list[Attribution | None] = list(found)
    cues = sorted((_mark(a), i) for i, a in enumerate(current) if a is not None)
    order = sorted(range(len(current)), key=lambda i: _outward(current[i]))  # type: ignore[arg-type]
    for index in order:
        outer = current[index]
        if outer is None:
            continue
        for span in outer.content:
            at = bisect_left(cues, (span.start, -1))
            while at < len(cues) and cues[at][0] < span.end:
                inner = current[cues[at][1]]
                if inner is not None and inner is not outer:
                    current[cues[at][1]] = _within(inner, outer)
                at += 1
    # A cut may move a beginning behind the next one's.
    return sorted((a for a in current if a is not None), key=text_order)


def text_order(a: Attribution) -> tuple[int, int]:
    """Text order of the first character; the longer (outer) one first."""
    spans = a.source + a.cue + a.content
    return min(s.start for s in spans), -max(s.end for s in spans)


def _within(inner: Attribution, outer: Attribution) -> Attribution | None:
    """The inner attribution with what of its content lies in the outer one's.

    None where nothing is left, and where it took its source from outside ("X plans
    to announce Y"): that is no level of its own.
    """
    if not all(any(o.contains(s) for o in outer.content) for s in inner.source):
        source = _cut(inner.source, outer)
        if source is None:
            return None
        inner = replace(inner, source=source)
    if all(any(o.contains(s) for o in outer.content) for s in inner.content):
        return inner
    parts = [
        Span(max(s.start, o.start), min(s.end, o.end)) for s in inner.content for o in outer.content
    ]
    kept = tuple(p for p in parts if p.start < p.end)
    return replace(inner, content=kept) if kept else None


def _cut(source: Spans, outer: Attribution) -> Spans | None:
    """The source without the relay that stands in it ("the envoy, quoted by the agency,")."""
    first = source[0]
    part = next((o for o in outer.content if o.contains(Span(first.start, first.start))), None)
    relayed = outer.found_by.startswith("rule:relay") and part is not None and part.end < first.end
    if part is None or not relayed or not any(first.contains(cue) for cue in outer.cue):
        return None
    return (Span(first.start, part.end), *source[1:])


_NEIGHBOURS = 6
"""How many attributions further on can claim the same words: those of one sentence."""


def apart(found: list[Attribution]) -> list[Attribution]:
    """Levels beside each other share no words: a span claimed twice goes to the nearer cue.

    In ' "A," X told Z, adding that "B" ' the second quotation is what X added.
    """
    current = list(found)
    for index in range(len(found)):
        for further in range(index + 1, min(index + 1 + _NEIGHBOURS, len(found))):
            first, second = current[index], current[further]
            if not _nested(first, second) and not _nested(second, first):
                current[index] = _without(first, second)
                current[further] = _without(second, current[index])
    return current


def _nested(inner: Attribution, outer: Attribution) -> bool:
    return any(o.contains(s) for o in outer.content for s in (*inner.cue, *inner.source))


def _without(a: Attribution, other: Attribution) -> Attribution:
    """Without the spans that the other one claims and stands nearer to."""
    kept = tuple(
        s
        for s in a.content
        if not any(o.contains(s) for o in other.content)
        or abs(s.start - _mark(a)) <= abs(s.start - _mark(other))
    )
    # Where nothing would be left, two readings compete for the same words: both stay.
    return replace(a, content=kept) if kept and kept != a.content else a
