"""Whom "the Dutch" and "the latter" mean: a state by its people, one of two just named.

Owns these two readings of a definite phrase without a noun.
"""

from __future__ import annotations

from graph_service.extract.draft import Mention, Source
from graph_service.extract.source_span import SourceSpan, kind_of, made
from graph_service.model import Span

_ENDINGS = ("ch", "sh", "ese", "ss")
"""Of demonyms that, with "the", mean a whole people: the Dutch, the British, the Chinese."""


def a_people(r: SourceSpan, head: Span) -> Source | None:
    """Reads "The French deny", "the Russians insisted": the state whose people it is."""
    words = r.text[slice(*head)].strip(" ,")
    if words[:4].lower() != "the ":
        return None
    for mention in r.cast.mentions_in(head)[:1]:
        name = r.text[slice(*mention.span)]
        if mention.form != "demonym" or not words.endswith(name) or len(words) > len(name) + 4:
            return None
        if not (name.endswith(_ENDINGS) or name.endswith("s")):
            return None  # "the American" is one of them
        state = r.cast.state_of(mention)
        return made(state, "named", "body", (mention.span,), "rule:people", 0.7) if state else None
    return None


def of_two(r: SourceSpan, span: Span, words: str) -> Source | None:
    """Reads "the latter" and "the former" behind two persons, states or bodies of one kind."""
    which = words.lower()
    if which not in ("the latter", "the former"):
        return None
    here = r.cast.sentence_at(span.start)
    first = r.cast.sentence(max(0, here - 1)).start
    named: dict[str, Mention] = {}
    for mention in r.cast.mentions_before(span.start, 12):
        if mention.span.start < first:
            break
        if len(mention.actors) == 1 and mention.form != "demonym":
            named.setdefault(mention.actors[0].id, mention)
    people = [m for m in named.values() if m.kind == "person"]
    pair = people[:2] if people else list(named.values())[:2]
    if len(pair) < 2:
        return None
    meant = pair[0] if which == "the latter" else pair[1]
    return made(
        meant.actors[0], "pronoun", kind_of(meant.actors[0]), (meant.span,), "rule:latter", 0.7
    )
