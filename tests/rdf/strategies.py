"""Extractions of every shape that the model allows, for property tests (hypothesis).

    @given(extractions())
    def test_something(extraction: Extraction) -> None: ...

Texts are in any script and full of quotes, backslashes and line ends; URLs need
not be URLs. Actors come from a small registry (`REGISTRY`, `TENURES`) and from
outside it. Statements stand in text order, unordered parts in any order.
"""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

from hypothesis import strategies as st

from graph_service.model import (
    Account,
    AccountKind,
    Actor,
    ActorKind,
    Article,
    DateBasis,
    DateBounds,
    Evidence,
    Extraction,
    Post,
    PostBasis,
    QuoteType,
    Report,
    ReportKind,
    Span,
    Spans,
    Speaker,
    SpeakerBasis,
    Statement,
    Tenure,
    digest,
    statement_id,
    words_at,
)

REGISTRY: dict[str, Actor] = {
    actor.id: actor
    for actor in (
        Actor("actor-Q148", "China", "state", "CN"),
        Actor("actor-Q159", "Russia", "state", "RU"),
        Actor("actor-Q15031", "Xi Jinping", "person", "CN"),
        Actor("actor-Q204839", "Xinhua News Agency", "outlet", "CN"),
        Actor("actor-Q7747", "Vladimir Putin", "person", "RU"),
        Actor("actor-Q1065", "United Nations", "organisation", None),
    )
}
STATES: dict[str, str] = {
    actor.country: actor.id
    for actor in REGISTRY.values()
    if actor.kind == "state" and actor.country
}
TENURES: dict[str, Tenure] = {
    tenure.id: tenure
    for tenure in (
        Tenure("tenure-aa01", "actor-Q15031", "President of China", "head_of_state", "CN", None,
               date(2013, 3, 14), None, date(2022, 7, 23), "test"),
        Tenure("tenure-bb02", "actor-Q15031", "General Secretary", "party_head", "CN", None,
               date(2012, 11, 15), None, None, "test"),
        Tenure("tenure-cc03", "actor-Q7747", "President of Russia", "head_of_state", "RU", None,
               date(2012, 5, 7), None, date(2022, 7, 23), "test"),
    )
}  # fmt: skip
ACTS = ("assert", "urge", "deny", "other")
TOPICS = ("ukraine-war", "sovereignty", "trade")

words = st.text(min_size=1, max_size=20)
figures = st.floats(0, 1)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))


def registered(name: str) -> bool:
    """The `known` of `to_quads`."""
    return name in REGISTRY


@st.composite
def dates(draw: st.DrawFn) -> DateBounds:
    ends = sorted(draw(st.lists(days, min_size=2, max_size=2)))
    earliest, latest = draw(st.sampled_from([(0, 0), (0, 1), (None, 1), (0, None), (None, None)]))
    return DateBounds(
        None if earliest is None else ends[earliest],
        None if latest is None else ends[latest],
        draw(st.sampled_from(get_args(DateBasis))),
    )


@st.composite
def spans_in(draw: st.DrawFn, text: str, least: int = 0, most: int = 3) -> Spans:
    """Disjoint, non-empty, in order."""
    limit = min(most, len(text) // 2)
    marks = draw(
        st.sets(st.integers(0, len(text)), min_size=2 * least, max_size=2 * limit).map(sorted)
    )
    return tuple(Span(s, e) for s, e in zip(marks[::2], marks[1::2], strict=False))


@st.composite
def outsiders(draw: st.DrawFn) -> list[Actor]:
    """Actors that the registry does not have; their countries are ones that it has."""
    names = draw(st.lists(words, max_size=3, unique=True))
    kinds = st.sampled_from(get_args(ActorKind))
    countries = st.none() | st.sampled_from(sorted(STATES))
    return [Actor(f"actor-x-{name}", draw(words), draw(kinds), draw(countries)) for name in names]


@st.composite
def speakers(draw: st.DrawFn, actors: st.SearchStrategy[Actor]) -> Speaker:
    held = draw(st.lists(st.sampled_from(sorted(TENURES)), max_size=2, unique=True))
    basis = st.sampled_from(get_args(PostBasis))
    return Speaker(
        actor=draw(actors),
        as_written=draw(st.text(max_size=20)),
        basis=draw(st.sampled_from(get_args(SpeakerBasis))),
        country=draw(st.none() | actors),
        posts=tuple(Post(name, TENURES[name].post, draw(basis)) for name in held),
        likely=draw(st.none() | actors),
        candidates=draw(st.lists(actors, max_size=2, unique=True).map(tuple)),
    )


@st.composite
def reports(draw: st.DrawFn, text: str, actors: st.SearchStrategy[Actor]) -> Report:
    return Report(
        reporter=draw(actors),
        as_written=draw(st.text(max_size=20)),
        kind=draw(st.sampled_from(get_args(ReportKind))),
        source=draw(spans_in(text)),
        cue=draw(spans_in(text)),
        content=draw(spans_in(text)),
        act=draw(st.sampled_from(ACTS)),
        date=draw(dates()),
        confidence=draw(figures),
    )


@st.composite
def evidence_of(draw: st.DrawFn, text: str, content: Spans) -> tuple[Evidence, ...]:
    rules = st.sampled_from(("rule:subject-verb", "metadata", "règle « x »"))
    pieces = [Evidence("content", content, draw(rules), draw(figures))]
    others: Any = ("source", "cue", "speaker", "according_to", "date", "speech_act", "topics")
    for field in draw(st.lists(st.sampled_from(others), unique=True)):
        pieces.append(Evidence(field, draw(spans_in(text)), draw(rules), draw(figures)))
    return tuple(draw(st.permutations(pieces)))


@st.composite
def statements(
    draw: st.DrawFn, article: Article, actors: st.SearchStrategy[Actor], chains: list[Report]
) -> Statement:
    content = draw(spans_in(article.text, least=1))
    evidence = draw(evidence_of(article.text, content))
    source = next((e.spans for e in evidence if e.field == "source"), ())
    speaker = draw(speakers(actors))
    several = st.lists(actors, max_size=2, unique=True).map(tuple)
    of = draw(st.sampled_from(sorted(REGISTRY)))
    kind = draw(st.sampled_from(get_args(AccountKind)))
    return Statement(
        id=statement_id(article, content, source, speaker.actor.id),
        words=words_at(article.text, content),
        quote_type=draw(st.sampled_from(get_args(QuoteType))),
        speech_act=draw(st.sampled_from(ACTS)),
        speaker=speaker,
        date=draw(dates()),
        evidence=evidence,
        cue=words_at(article.text, next((e.spans for e in evidence if e.field == "cue"), ())),
        according_to=draw(st.lists(st.sampled_from(chains), max_size=3).map(tuple))
        if chains
        else (),
        attitude=draw(st.booleans()),
        on_behalf_of=draw(st.none() | actors),
        topics=tuple(draw(st.lists(st.sampled_from(TOPICS), unique=True))),
        target=draw(several),
        addressee=draw(several),
        joint=draw(st.none() | st.just("joint-0a")),
        event=draw(st.none() | st.just("event-0b")),
        account=draw(st.none() | st.just(Account(f"account-{digest(of, kind)}", of, kind))),
    )


@st.composite
def articles(draw: st.DrawFn) -> Article:
    return Article(
        text=draw(st.text(min_size=2, max_size=60)),
        id=draw(st.none() | words),
        url=draw(st.none() | st.text(min_size=1, max_size=30)),
        publisher=draw(st.none() | words),
        published=draw(st.none() | days),
        title=draw(st.none() | words),
        language=draw(st.none() | st.sampled_from(("en", "zh", "pt_BR", "?!", "ar"))),
    )


@st.composite
def extractions(draw: st.DrawFn, most: int = 3) -> Extraction:
    """One article with up to `most` statements, ids unique, in text order."""
    article = draw(articles())
    pool = [*REGISTRY.values(), *draw(outsiders())]
    actors = st.sampled_from(pool)
    chains = draw(st.lists(reports(article.text, actors), max_size=2))
    found = draw(
        st.lists(statements(article, actors, chains), max_size=most, unique_by=lambda s: s.id)
    )
    return Extraction(
        article=article,
        publisher=draw(st.none() | actors),
        statements=tuple(
            sorted(
                found, key=lambda s: (s.spans("content")[0].start, s.spans("content")[-1].end, s.id)
            )
        ),
        extractor="rules 1 " + draw(words),
    )
