"""Sentences of news prose with what they state: one function a construction.

Each writes onto the page and yields what it means as `Said`s, outer levels within.
Spans follow PolNeAR: "that" and quotation marks belong to the content, a comma before
"according to" does not, a title belongs to the source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bench.generator.dice import Weighted
from bench.generator.page import Page
from bench.generator.scene import Clause, Scene, Voice
from graph_service.model import DateBounds, Span, Spans


@dataclass(frozen=True, slots=True)
class Said:
    """One level of speech: by whom, with which spans, when."""

    voices: tuple[Voice, ...]
    source: Span
    cue: Span
    content: Spans
    act: str
    date: DateBounds
    day: Spans = ()
    clauses: tuple[Clause, ...] = ()
    """None where a level only passes another on."""
    quoted: bool = False
    outer: tuple[Said, ...] = ()
    """Nearest first."""


Construction = Callable[[Scene, Page], Iterator[Said]]


def direct(scene: Scene, page: Page) -> Iterator[Said]:
    """“...,” NAME said on Monday."""
    voice, clause, (cue, act) = scene.person(), scene.clause(), scene.cue()
    content = page.put(f"“{clause.spoken},”")
    page.put(" ")
    source, verb, day, when = _who_said(scene, page, voice, cue)
    page.put(".")
    yield Said((voice,), source, verb, (content,), act, when, day, (clause,), quoted=True)


def split(scene: Scene, page: Page) -> Iterator[Said]:
    """“...,” NAME said, “and ...”"""
    voice, clause, more, (cue, act) = scene.person(), scene.clause(), scene.clause(), scene.cue()
    first = page.put(f"“{clause.spoken},”")
    page.put(" ")
    source, verb, day, when = _who_said(scene, page, voice, cue)
    page.put(", ")
    second = page.put(f"“and {_within(more.spoken)}.”")
    yield Said((voice,), source, verb, (first, second), act, when, day, (clause, more), quoted=True)


def indirect(scene: Scene, page: Page) -> Iterator[Said]:
    """NAME said that ..."""
    yield _that(scene, page, scene.person())


def metonym(scene: Scene, page: Page) -> Iterator[Said]:
    """CAPITAL said that ..."""
    yield _that(scene, page, scene.capital())


def unnamed(scene: Scene, page: Page) -> Iterator[Said]:
    """A senior ... official said that ..."""
    yield _that(scene, page, scene.official(f"{scene.number}-{page.length}"))


def according(scene: Scene, page: Page) -> Iterator[Said]:
    """..., according to BODY."""
    voice, clause = scene.body(), scene.clause()
    content = page.put(clause.reported[0].upper() + clause.reported[1:])
    page.put(", ")
    cue = page.put("according to")
    page.put(" ")
    source = page.put(voice.written)
    page.put(".")
    yield Said((voice,), source, cue, (content,), "assert", scene.today, (), (clause,))


def adding(scene: Scene, page: Page) -> Iterator[Said]:
    """NAME said that ..., adding that ..."""
    first = _that(scene, page, scene.person(), end=", ")
    yield first
    clause = scene.clause()
    cue = page.put("adding")
    page.put(" ")
    content = page.put(f"that {clause.reported}")
    page.put(".")
    yield Said(
        first.voices, first.source, cue, (content,), "assert", first.date, first.day, (clause,)
    )


def joint(scene: Scene, page: Page) -> Iterator[Said]:
    """NAME and NAME said in a joint statement that ..."""
    one, other, clause = scene.person(scene.host), scene.person(scene.guest), scene.clause()
    voices = (replace(one, basis="joint"), replace(other, basis="joint"))
    source = page.put(f"{one.written} and {other.written}")
    page.put(" ")
    cue = page.put("said")
    page.put(" in a joint statement ")
    content = page.put(f"that {clause.reported}")
    page.put(".")
    yield Said(voices, source, cue, (content,), "assert", scene.today, (), (clause,))


def pronoun(scene: Scene, page: Page) -> Iterator[Said]:
    """She said that ..., after a sentence in which she spoke; nothing where nobody did."""
    if scene.last is not None:
        written = "She" if scene.last.person and scene.last.person.woman else "He"
        yield _that(scene, page, replace(scene.last, written=written, basis="pronoun"))


def once_removed(scene: Scene, page: Page) -> Iterator[Said]:
    """AGENCY reported that NAME warned that ..."""
    yield _reported(scene, page, _capital(scene.agency()))


def twice_removed(scene: Scene, page: Page) -> Iterator[Said]:
    """According to BODY, AGENCY reported that NAME warned that ..."""
    body = scene.body()
    cue = page.put("According to")
    page.put(" ")
    source = page.put(body.written)
    page.put(", ")
    start = page.length
    said = _reported(scene, page, scene.agency())
    whole = Span(start, page.length - 1)
    outer = Said((body,), source, cue, (whole,), "assert", scene.today)
    yield replace(said, outer=(*said.outer, outer))


CONSTRUCTIONS: Weighted[Construction] = Weighted(
    (direct, split, indirect, according, adding, pronoun, once_removed, joint, twice_removed,
     metonym, unnamed),
    (20, 6, 20, 8, 7, 9, 14, 3, 5, 5, 3),
)  # fmt: skip


def _who_said(
    scene: Scene, page: Page, voice: Voice, cue: str
) -> tuple[Span, Span, Spans, DateBounds]:
    """NAME said [on Monday]: source, cue, the day's words, the day."""
    source = page.put(voice.written)
    page.put(" ")
    verb = page.put(cue)
    words, when = scene.day()
    if not words:
        return source, verb, (), when
    page.put(" on ")
    return source, verb, (page.put(words),), when


def _that(scene: Scene, page: Page, voice: Voice, end: str = ".") -> Said:
    """NAME said [on Monday] that ..., at the start of a sentence."""
    clause, (cue, act) = scene.clause(), scene.cue()
    voice = _capital(voice)
    source, verb, day, when = _who_said(scene, page, voice, cue)
    page.put(" ")
    content = page.put(f"that {clause.reported}")
    page.put(end)
    return Said((voice,), source, verb, (content,), act, when, day, (clause,))


def _reported(scene: Scene, page: Page, agency: Voice) -> Said:
    """AGENCY reported that NAME warned that ...: the inner level, the agency around it."""
    source = page.put(agency.written)
    page.put(" ")
    cue = page.put("reported")
    page.put(" ")
    start = page.put("that ").start
    voice, clause, (verb, act) = scene.person(), scene.clause(), scene.cue()
    inner_source = page.put(voice.written)
    page.put(" ")
    inner_cue = page.put(verb)
    page.put(" ")
    content = page.put(f"that {clause.reported}")
    whole = Span(start, page.length)
    page.put(".")
    level = Said((agency,), source, cue, (whole,), "assert", scene.today)
    return Said(
        (voice,),
        inner_source,
        inner_cue,
        (content,),
        act,
        scene.today,
        (),
        (clause,),
        outer=(level,),
    )


def _capital(voice: Voice) -> Voice:
    return replace(voice, written=voice.written[0].upper() + voice.written[1:])


def _within(sentence: str) -> str:
    """Without its capital, which the name of a state keeps."""
    first = sentence.partition(" ")[0]
    plain = first in ("The", "A", "Both", "Nothing")
    return sentence[0].lower() + sentence[1:] if plain else sentence
