"""Makes the attributions of an article nest: two contents never cross.

Owns the repair of crossing spans: where an outer clause stands in the middle of its
words (""A," X said, "B.""), what an inner attribution says is cut around that clause.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graph_service.extract.draft import Attribution
from graph_service.model import Span, Spans


def frame_of(a: Attribution) -> Span:
    """From the first to the last character of source and cue."""
    spans = a.source + a.cue
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def nest(found: Iterable[Attribution]) -> list[Attribution]:
    """The same attributions, the contents of inner ones cut to fit the outer ones'."""
    ordered = list(found)
    around = [a for a in ordered if len(a.content) > 1 and a.cue]
    out = []
    for a in ordered:
        content = a.content
        for outer in around:
            if outer is not a:
                content = _cut(content, outer)
        out.append(a if content == a.content else replace(a, content=content))
    return out


def _cut(content: Spans, outer: Attribution) -> Spans:
    """Content spans that run over the outer clause are split into what lies in its content."""
    clause = frame_of(outer)
    if not any(s.start < clause.start and clause.end < s.end for s in content):
        return content
    out: list[Span] = []
    for span in content:
        if not (span.start < clause.start and clause.end < span.end):
            out.append(span)
            continue
        parts = [Span(max(span.start, o.start), min(span.end, o.end)) for o in outer.content]
        parts = [p for p in parts if p.start < p.end]
        if len(parts) < 2:
            return content
        out.extend(parts)
    return tuple(out)
