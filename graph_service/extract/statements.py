"""From levels to statements: every stating level and speaker gives one, with its chain.

Owns the assembly and the evidence of each field. Everything that has to be found
out has been found by the stages before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from sys import intern

from graph_service.actors.registry import Registry
from graph_service.extract.acts import act_of
from graph_service.extract.addressed import addressees, targets
from graph_service.extract.chains import outward, settle
from graph_service.extract.confidence import calibrated
from graph_service.extract.draft import Attribution, Draft, Level, Said, Source
from graph_service.extract.frames import FOUND_BY as FRAME
from graph_service.extract.occasions import event_of
from graph_service.extract.passed_on import go_on
from graph_service.extract.spokespersons import for_body
from graph_service.extract.topic_subjects import read_subjects
from graph_service.extract.topics import CONFIDENCE as TOPIC_CONFIDENCE
from graph_service.extract.topics import REACH, topics_of
from graph_service.model import (
    Account,
    AccountKind,
    Actor,
    Article,
    Evidence,
    Field,
    Post,
    QuoteType,
    Report,
    Span,
    Spans,
    Speaker,
    Statement,
    digest,
    statement_id,
    words_at,
)

Topics = tuple[tuple[str, ...], tuple[Evidence, ...]]
"""The ids of a level's topics, and what shows them."""
DEEPEST = 5
"""Levels kept of a chain: one more than the gate lets pass, so that it can say so."""


def build_statements(article: Article, draft: Draft, registry: Registry) -> Draft:
    """Fill `statements`, in text order, and settle which levels state words."""
    levels = settle(article.text, draft.levels, draft.sources)
    draft = replace(draft, levels=levels)
    draft = replace(draft, levels=go_on(article.text, draft))
    draft = replace(draft, sources=tuple(for_body(source) for source in draft.sources))
    topics = _topics(article.text, draft)
    # Each once: thousands of statements may stand within one level, and that in a document's.
    outer = {level.outer for level in draft.levels if level.outer is not None}
    reports = {index: _report(article, draft, index) for index in outer}
    found: dict[str, Statement] = {}
    for index in topics:
        for statement in _statements(article, draft, registry, index, topics[index], reports):
            found.setdefault(statement.id, statement)
    ordered = sorted(found.values(), key=lambda s: (s.spans("content"), s.depth, s.id))
    return replace(draft, statements=tuple(ordered))


def _topics(text: str, draft: Draft) -> dict[int, Topics]:
    """Of each level that states words; for all before any statement is made, so that an article's
    hits (thousands on a long one) are let go of first."""
    subjects = read_subjects(text, draft)
    topics: dict[int, Topics] = {}
    for index, level in enumerate(draft.levels):
        if not level.words:
            continue
        found = topics_of(subjects, level.words, draft.overlay)
        evidence: tuple[Evidence, ...] = ()
        if found:
            furthest = max(found, key=lambda topic: REACH.index(topic.found_by))
            signs = tuple(sorted({span for topic in found for span in topic.spans}))
            evidence = (_evidence("topics", signs, furthest.found_by, TOPIC_CONFIDENCE),)
        topics[index] = tuple(topic.id for topic in found), evidence
    return topics


def _statements(
    article: Article,
    draft: Draft,
    registry: Registry,
    index: int,
    topics: Topics,
    reports: Mapping[int, Report],
) -> list[Statement]:
    level, source, said = draft.levels[index], draft.sources[index], draft.said[index]
    attribution, text = level.attribution, article.text
    chain = [i for i in outward(draft.levels, index) if not _publishes(article, draft, i)]
    chain = chain[:DEEPEST]
    act, rule, act_confidence = act_of(text, attribution)
    # A joint report is shown by its first speaker: the model's chain has one actor a level.
    cut = (attribution.found_by, calibrated("content", *_found(attribution)))
    evidence = [
        Evidence("source", attribution.source, *cut),
        Evidence("cue", attribution.cue, *cut),
        Evidence("content", level.words, *cut),
        _evidence("speaker", source.evidence, source.found_by, source.confidence),
        _evidence("date", said.spans, said.found_by, said.confidence),
        _evidence(
            "speech_act",
            level.words if rule == "rule:words" else attribution.cue,
            rule,
            act_confidence,
        ),
    ]
    if chain:
        spans = tuple(part for outer in chain for part in draft.levels[outer].attribution.source)
        sure = min(draft.sources[outer].confidence for outer in chain)
        carried = any(draft.levels[i].carried for i in (index, *chain))
        rule = "rule:carried" if carried else "rule:containment"
        evidence.append(_evidence("according_to", spans, rule, sure))
    evidence += topics[1]
    aimed_at = targets(text, draft, index, act)
    told = addressees(text, draft, index, act)
    account = next(
        (a for a in (_account(article, draft, i) for i in (index, *chain)) if a is not None), None
    )
    joint = None
    if len(source.actors) > 1:
        marks = [f"{s}-{e}" for s, e in (*level.words, *attribution.source)]
        joint = f"joint-{digest(article.identity, article.text_hash, *marks)}"
    speakers = [_speaker(registry, source, said, actor) for actor in source.actors]
    events = [event_of(text, draft, level, source, said, s.actor, s.country) for s in speakers]
    return [
        Statement(
            id=statement_id(article, level.words, attribution.source, actor.id),
            words=words_at(text, level.words),
            quote_type=_quote_type(level, draft.quotations),
            speech_act=act,
            speaker=speaker,
            date=said.bounds,
            evidence=tuple(evidence),
            cue=intern(words_at(text, attribution.cue)),
            according_to=tuple(reports[outer] for outer in chain),
            attitude=attribution.attitude,
            on_behalf_of=source.on_behalf_of,
            topics=topics[0],
            target=tuple(a for a in aimed_at if a.id != actor.id),
            addressee=tuple(a for a in told if a.id != actor.id),
            joint=joint,
            event=event.id if event else None,
            account=account,
        )
        for actor, speaker, event in zip(source.actors, speakers, events, strict=True)
    ]


def _evidence(field: Field, spans: Spans, found_by: str, own: float) -> Evidence:
    return Evidence(field, spans, intern(found_by), calibrated(field, found_by, own))


def _found(attribution: Attribution) -> tuple[str, float]:
    return attribution.found_by, attribution.confidence


def _account(article: Article, draft: Draft, index: int) -> Account | None:
    """The side whose version a level is: papers on an event, of a state or one of its bodies."""
    source = draft.sources[index]
    actor = source.actors[0]
    if source.kind not in ("readout", "document") or len(source.actors) > 1:
        return None
    if actor.kind not in ("state", "organisation"):
        return None
    words = source.as_written.lower()
    kind: AccountKind = "readout"
    if "transcript" in words:
        kind = "transcript"
    elif "communiqu" in words or "declaration" in words:
        kind = "communique"
    elif source.kind == "document" and "statement" not in words:
        return None
    side = source.country or actor
    return Account(f"account-{digest(article.identity, side.id, kind)}", side.id, kind)


def _quote_type(level: Level, quotations: Spans) -> QuoteType:
    """As found for the whole content; looked at again where a level states a part of it."""
    if level.words == level.attribution.content:
        return level.attribution.quote_type
    quoted = [any(q.overlaps(span) for q in quotations) for span in level.words]
    whole = [any(q.contains(Span(s.start + 1, s.end - 1)) for q in quotations) for s in level.words]
    return "direct" if all(whole) else "mixed" if any(quoted) else "indirect"


def _publishes(article: Article, draft: Draft, index: int) -> bool:
    """Whoever publishes the article passes all of it on, and stands in no chain of it."""
    names = {a.name.casefold().removeprefix("the ") for a in draft.sources[index].actors}
    publisher = (article.publisher or "").casefold().removeprefix("the ")
    return names == {publisher} and draft.sources[index].kind in ("agency", "outlet", "unnamed")


def _report(article: Article, draft: Draft, index: int) -> Report:
    level, source, said = draft.levels[index], draft.sources[index], draft.said[index]
    attribution = level.attribution
    act, _, _ = act_of(article.text, attribution)
    headed = attribution.found_by == FRAME and source.kind == "body"
    return Report(
        reporter=source.actors[0],
        as_written=source.as_written,
        kind="readout" if headed else source.kind,
        source=attribution.source,
        cue=attribution.cue,
        content=attribution.content,
        act=act,
        date=said.bounds,
        confidence=round(
            calibrated("content", *_found(attribution))
            * calibrated("speaker", source.found_by, source.confidence),
            4,
        ),
    )


def _speaker(registry: Registry, source: Source, said: Said, actor: Actor) -> Speaker:
    """The actor in its role on the day of speaking: state served and posts held."""
    day = said.bounds.latest if said.bounds.latest is not None else said.bounds.earliest
    country = registry.country_on(actor.id, day)
    if country is None and actor.kind != "state":
        # The registry is silent for that day: what the text says, "Polish President ...".
        country = registry.state(actor.country) if actor.country else None
        if country is None and len(source.actors) == 1:
            country = source.country
        elif country is None and source.countries:
            country = source.countries[source.actors.index(actor)]
    if source.found_by == "rule:question":
        country = None  # the outlet is known, the nation of its journalist is not
    return Speaker(
        actor=actor,
        as_written=source.as_written,
        basis=source.basis,
        country=country,
        posts=_posts(registry, source, actor, said),
        likely=source.likely,
        candidates=source.candidates,
    )


def _posts(registry: Registry, source: Source, actor: Actor, said: Said) -> tuple[Post, ...]:
    """The posts of that day: those the text names, else all."""
    day = said.bounds.latest if said.bounds.latest is not None else said.bounds.earliest
    posts = registry.posts_on(actor.id, day)
    if source.role is None or len(posts) < 2:
        return posts
    roles = ("head_of_state", "head_of_government") if source.role == "leader" else (source.role,)
    named = [p for p in posts if (t := registry.tenure(p.tenure)) is not None and t.role in roles]
    words = set(source.as_written.lower().replace("’s", "").split())
    exact = [p for p in named if set(p.label.lower().split()) & words - {"of", "the"}]
    chosen = tuple(exact or named)
    return chosen or posts
