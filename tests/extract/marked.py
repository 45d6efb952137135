"""Texts with their attributions marked, so that the later stages are tested without the first.

    {c1:Xi} {k1:said} {w1:that {c2:Putin} {k2:agreed} {w2:to talk}}

`c` is a source, `k` a cue, `w` content; the figure names the attribution. Marks may
nest, and a part may stand in several pieces. `drafted` runs the stages up to the
attributions' and puts the marked ones in place of those that would be found.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from graph_service.actors.registry import Registry
from graph_service.extract import pipeline
from graph_service.extract.draft import Attribution, Draft
from graph_service.model import Article, QuoteType, Span

_MARK = re.compile(r"\{([ckw])(\d)(?:=([\w -]+))?:|\}")
_LEMMAS = {"said": "say", "told": "tell", "according": "according to", "According": "according to"}
ATTITUDES = frozenset({"hoped", "believes", "hopes", "wants"})


def unmark(marked: str) -> tuple[str, list[Attribution]]:
    """The text without marks, and the attributions in order of their first character."""
    text = ""
    at = 0
    open_parts: list[tuple[str, str, int]] = []
    parts: dict[str, dict[str, list[Span]]] = {}
    lemmas: dict[str, str] = {}
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        if match[0] == "}":
            kind, number, start = open_parts.pop()
            parts.setdefault(number, {}).setdefault(kind, []).append(Span(start, len(text)))
        else:
            open_parts.append((match[1], match[2], len(text)))
            if match[3]:
                lemmas[match[2]] = match[3]
    text += marked[at:]
    found = []
    for number, own in parts.items():
        content = tuple(sorted(own["w"]))
        cue = tuple(sorted(own.get("k", ())))
        word = text[slice(*cue[0])].split()[-1] if cue else ""
        first = text[slice(*cue[0])].split()[0] if cue else ""
        opens = text[content[0].start] in '“"'
        kind: QuoteType = "direct" if opens else "indirect"
        if not opens and "“" in text[content[0].start : content[-1].end]:
            kind = "mixed"
        found.append(
            Attribution(
                source=tuple(sorted(own.get("c", ()))),
                cue=cue,
                content=content,
                lemma=lemmas.get(number) or _LEMMAS.get(first) or _LEMMAS.get(word) or word,
                quote_type=kind,
                attitude=word in ATTITUDES,
                found_by="marked",
                confidence=1.0,
            )
        )
    found.sort(key=lambda a: (min((*a.source, *a.cue, *a.content)).start, -a.content[-1].end))
    return text, found


def drafted(
    marked: str, registry: Registry, published: date | None = None, **more: Any
) -> tuple[Article, Draft]:
    """The article, and its draft after all stages."""
    text, attributions = unmark(marked)
    article = Article(text=text, published=published, **more)
    draft = Draft()
    for stage in pipeline.TEXT_STAGES:
        draft = stage(article, draft, registry)
    draft = replace(draft, attributions=tuple(attributions))
    for stage in pipeline.ACTOR_STAGES:
        draft = stage(article, draft, registry)
    return article, draft
