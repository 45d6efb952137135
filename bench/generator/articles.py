"""Articles with all that they state: Extractions that no extractor made.

Owns how sentences become an article, and how what they mean becomes statements of the
model. Confidences are 1: these statements are known.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice

from bench.generator.constructions import CONSTRUCTIONS, Said
from bench.generator.dice import Dice
from bench.generator.page import Page
from bench.generator.scene import Scene, Voice
from bench.generator.world import World
from graph_service.model import (
    Article,
    DateBounds,
    Evidence,
    Extraction,
    Report,
    Span,
    Speaker,
    Statement,
    digest,
    statement_id,
    words_at,
)

VERSION = "generator/1"
PREFIX = "known:"
"""Before a construction's name in the evidence of its statements."""


def extractions(world: World, seed: int = 1, number: int | None = None) -> Iterator[Extraction]:
    """`number` articles, without end if None; the i-th depends on world, seed and i only."""
    return islice((_article(world, seed, i) for i in count()), number)


def _article(world: World, seed: int, number: int) -> Extraction:
    dice = Dice(world.seed, len(world.states), seed, "article", number)
    scene, page = Scene(world, dice, number), Page()
    found: list[tuple[str, Said]] = []
    for paragraph in range(3 + dice.below(8)):
        if paragraph:
            page.put("\n\n")
        if dice.chance(15):
            page.put(scene.background())
            scene.last = None
            continue
        found.extend(_sentence(scene, page))
        if scene.last is not None and dice.chance(25):
            page.put(" ")
            found.extend(_sentence(scene, page, follows=True))
    host, guest = scene.host.actor.name, scene.guest.actor.name
    article = Article(
        page.text,
        id=f"generated-{seed}-{number}",
        url=f"https://generated.example/{seed}/{number}",
        publisher=scene.publisher.name,
        published=scene.published,
        title=f"{host} and {guest} speak of {scene.topics[0][1]}",
        language="en",
    )
    statements = [
        statement for name, said in found for statement in _statements(world, article, name, said)
    ]
    statements.sort(key=lambda s: (s.spans("content")[0].start, s.id))
    return Extraction(article, scene.publisher, tuple(statements), VERSION)


def _sentence(scene: Scene, page: Page, *, follows: bool = False) -> list[tuple[str, Said]]:
    """One sentence by chance; a pronoun only where it follows its name."""
    said: list[Said] = []
    while not said:
        construction = CONSTRUCTIONS.draw(scene.dice)
        if follows or construction.__name__ != "pronoun":
            said = list(construction(scene, page))
    name = construction.__name__
    last = said[-1]
    alone = len(last.voices) == 1 and not last.outer
    scene.last = last.voices[0] if alone and last.voices[0].person else None
    return [(name, each) for each in said]


def _statements(world: World, article: Article, name: str, said: Said) -> Iterator[Statement]:
    """One a speaker."""
    group = None
    if len(said.voices) > 1:
        group = f"joint-{digest(article.identity, name, str(said.content[0].start))}"
    for voice in said.voices:
        yield Statement(
            id=statement_id(article, said.content, (said.source,), voice.actor.id),
            words=words_at(article.text, said.content),
            quote_type="direct" if said.quoted else "indirect",
            speech_act=said.act,
            speaker=_speaker(world, voice, said.date),
            date=said.date,
            evidence=tuple(_evidence(article, PREFIX + name, said)),
            cue=article.text[slice(*said.cue)],
            according_to=tuple(_report(article, level) for level in said.outer),
            on_behalf_of=voice.on_behalf_of,
            topics=tuple(dict.fromkeys(clause.topic for clause in said.clauses)),
            joint=group,
        )


def _speaker(world: World, voice: Voice, date: DateBounds) -> Speaker:
    actor, day = voice.actor, date.latest
    country = voice.country or world.country(actor)
    posts = world.posts(actor, day) if day else ()
    return Speaker(actor, voice.written, voice.basis, country, posts)


def _evidence(article: Article, found_by: str, said: Said) -> Iterator[Evidence]:
    yield Evidence("source", (said.source,), found_by, 1.0)
    yield Evidence("cue", (said.cue,), found_by, 1.0)
    yield Evidence("content", said.content, found_by, 1.0)
    yield Evidence("speaker", (said.source,), found_by, 1.0)
    yield Evidence("date", said.day, found_by, 1.0)
    yield Evidence("speech_act", (said.cue,), found_by, 1.0)
    if said.outer:
        yield Evidence("according_to", tuple(o.source for o in said.outer), found_by, 1.0)
    if said.clauses:
        yield Evidence("topics", tuple(_phrases(article.text.lower(), said)), found_by, 1.0)


def _phrases(text: str, said: Said) -> Iterator[Span]:
    """Where the first clause of each content span names its topic."""
    for clause, span in zip(said.clauses, said.content, strict=True):
        start = text.index(clause.phrase.lower(), *span)
        yield Span(start, start + len(clause.phrase))


def _report(article: Article, said: Said) -> Report:
    voice = said.voices[0]
    return Report(
        reporter=voice.actor,
        as_written=article.text[slice(*said.source)],
        kind=voice.kind,
        source=(said.source,),
        cue=(said.cue,),
        content=said.content,
        act=said.act,
        date=said.date,
        confidence=1.0,
    )
