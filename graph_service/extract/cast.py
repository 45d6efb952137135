"""The cast of an article: its mentions by place, who has spoken so far, who holds which title.

Owns the look-ups that `speakers` and `antecedents` share. A cast is filled in
text order, and every look back is bounded, so time stays linear.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from graph_service.actors.registry import Registry
from graph_service.extract import wordlists
from graph_service.extract.draft import Draft, Mention, Source, Turn
from graph_service.extract.titles import BODY, BODY_ROLES
from graph_service.model import Actor, Article, Span, digest

if TYPE_CHECKING:
    from graph_service.extract.together import Together

_INNER_NAME = re.compile(r"(?<=[\w,] )([A-Z][\w’'-]*\w)")
HEADS = ("head_of_state", "head_of_government")
OFFICES = {"head_of_state": "presidency", "head_of_government": "prime minister’s office"}
"""What the offices of heads are called where the registry knows none; ids as in the registry."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A source that has been resolved, and where it stands."""

    span: Span
    sentence: int
    source: Source
    depth: int
    in_document: bool
    """Said in a paper ("said in a statement"), which "the statement" then means."""


@dataclass(slots=True)
class Cast:
    """What is known of an article's actors while its sources are resolved in text order."""

    article: Article
    draft: Draft
    registry: Registry
    spoken: list[Spoken] = field(default_factory=list)
    gender: dict[str, str] = field(default_factory=dict)
    behalf: dict[str, Actor] = field(default_factory=dict)
    served: dict[str, Actor] = field(default_factory=dict)
    """Actor id -> the state that a title in the article gives a person."""
    elsewhere: set[str] = field(default_factory=set)
    """Ids of persons who serve no state by their titles: of international bodies, scholars."""
    roles: dict[str, set[str]] = field(default_factory=dict)
    """Actor id -> the posts that titles in the article give a person."""
    together: list[Together] | None = None
    """Who is named side by side; filled by `groups` when first asked for."""
    _inner_names: set[str] | None = None
    _sources: list[Span] | None = None
    people: dict[str, int] = field(default_factory=dict)
    """Id of a person whom the article names -> where it does so first."""
    joint_paper: bool = False
    """The article is a paper of several: a joint statement, a declaration."""
    parties: Spoken | None = None
    """The first source of several: whom such a paper goes on to call the sides."""
    paper_body: Actor | None = None
    """The international body whose members speak in its communique."""
    united_nations: bool = False
    """The article tells of the Council or the Assembly of the United Nations."""
    by_role: dict[str, list[Mention]] = field(default_factory=dict)
    """Post -> the persons to whom the article gives it, in text order."""
    by_title_word: dict[str, list[Mention]] = field(default_factory=dict)
    datelines: list[tuple[int, Actor | None]] = field(default_factory=list)
    """Where a story begins with its place, and the state of that place; in text order."""
    told: dict[int, Source] = field(default_factory=dict)
    """Sentence -> whom it begins to tell of by what they are; read as far as the sources are."""
    by_name_word: dict[str, list[tuple[list[str], Mention]]] | None = None
    """Word of a name -> the persons with it, each with its words; `labels` fills it likewise."""
    labels: dict[str, Turn] | None = None
    """Post behind a name in a turn's label -> that turn; `labels` fills it when first asked."""
    home: Actor | None = None
    """The state whose body publishes the article itself (a readout, a transcript)."""
    _mention_starts: list[int] = field(default_factory=list)
    _sentence_starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._mention_starts = [m.span.start for m in self.draft.mentions]
        self._sentence_starts = [s.span.start for s in self.draft.sentences]

    def with_title(self, word: str, before: int, number: int) -> list[Mention]:
        """At most `number` persons before an offset whose title has this word, nearest first."""
        known = self.by_title_word.get(word, [])
        at = bisect_left(known, before, key=lambda m: m.span.start)
        return list(reversed(known[max(0, at - number) : at]))

    def sources_at(self, span: Span) -> bool:
        """An attribution's source holds this span."""
        if self._sources is None:
            self._sources = sorted({part for a in self.draft.attributions for part in a.source})
        at = bisect_right(self._sources, Span(span.start, len(self.text))) - 1
        return at >= 0 and self._sources[at].contains(span)

    def give_title(self, mention: Mention, role: str, state: Actor, words: str) -> None:
        """Notes a title that the article gives a person apart from the name."""
        actor = mention.actors[0]
        self.served.setdefault(actor.id, state)
        self.roles.setdefault(actor.id, set()).add(role)
        insort(self.by_role.setdefault(role, []), mention, key=lambda m: m.span.start)
        for word in set(re.findall(r"[a-z]{4,}", words.lower())):
            known = self.by_title_word.setdefault(word, [])
            insort(known, mention, key=lambda m: m.span.start)

    def mentions_before(self, offset: int, number: int) -> list[Mention]:
        """At most `number` mentions that end before an offset, nearest first."""
        at = bisect_left(self._mention_starts, offset)
        return list(reversed(self.draft.mentions[max(0, at - number) : at]))

    def international(self, actor: Actor, day: date | None) -> bool:
        """Holds a post of an international body that day, and none of a state."""
        held = [t for t in self.registry.tenures_of(actor.id) if t.basis_on(day)]
        return bool(held) and all(t.country is None and t.body is not None for t in held)

    @property
    def text(self) -> str:
        return self.article.text

    def is_name(self, word: str, offset: int) -> bool:
        """A capital at the start of a sentence is a name only if it stands elsewhere as well."""
        if word.lower() in wordlists.DETERMINERS | wordlists.PRONOUNS:
            return False
        first = self.sentence(self.sentence_at(offset)).start
        if self.text[first:offset].strip(" “\"‘'"):
            return True
        if self._inner_names is None:
            self._inner_names = set(_INNER_NAME.findall(self.text))
        return word in self._inner_names

    def named(self, actor: Actor) -> bool:
        """The article gives this person's name somewhere."""
        return actor.id in self.people

    def sentence_at(self, offset: int) -> int:
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    def sentence(self, number: int) -> Span:
        return self.draft.sentences[number].span if self.draft.sentences else Span(0, 0)

    def paragraph(self, number: int) -> int:
        return self.draft.sentences[number].paragraph if self.draft.sentences else 0

    def mentions_in(self, span: Span) -> list[Mention]:
        """Mentions that lie within a span, in text order."""
        at = bisect_left(self._mention_starts, span.start)
        found = []
        while at < len(self.draft.mentions) and self.draft.mentions[at].span.start < span.end:
            if span.contains(self.draft.mentions[at].span):
                found.append(self.draft.mentions[at])
            at += 1
        return found

    def mentions_from(self, span: Span) -> list[Mention]:
        """A mention that runs out of a span, or a person's around it (a source cut too short)."""
        at = bisect_left(self._mention_starts, span.end) - 1
        if at < 0:
            return []
        mention = self.draft.mentions[at]
        cut = mention.span.start > span.start and mention.span.end > span.end
        within = mention.kind == "person" and mention.span.contains(span)
        return [mention] if within or (cut and mention.span.start < span.end) else []

    def quoted(self, offset: int) -> bool:
        """The offset lies inside quotation marks."""
        quotations = self.draft.quotations
        at = bisect_right(quotations, Span(offset, len(self.text))) - 1
        return at >= 0 and quotations[at].start < offset < quotations[at].end

    def titled(self, role: str, before: int) -> Iterator[Mention]:
        """Persons whom the article gives a title of this role: nearest before, then after."""
        known = self.by_role.get(role, [])
        at = bisect_left(known, before, key=lambda m: m.span.start)
        yield from reversed(known[:at])
        yield from known[at:]

    def spoken_back(self, sentence: int, reach: int) -> Iterator[Spoken]:
        """Sources resolved so far, nearest first, at most `reach` sentences back."""
        for spoken in reversed(self.spoken[-60:]):
            if spoken.sentence < sentence - reach:
                return
            yield spoken

    def country_of(self, actor: Actor, day: date | None) -> Actor | None:
        """The state an actor speaks for on a day; a registered one, or as the actor itself says."""
        known = self.registry.country_on(actor.id, day)
        if known is not None or actor.kind == "outlet":
            return known
        known = self._nationality(actor, day) or self.served.get(actor.id)
        return known or (self.registry.state(actor.country) if actor.country else None)

    def _nationality(self, actor: Actor, day: date | None) -> Actor | None:
        """The one state whose posts a person of the registry ever held, out of office as well."""
        held = self.registry.tenures_of(actor.id) if actor.kind == "person" else ()
        if any(t.country is None and t.basis_on(day) for t in held):
            return None  # of an international body now
        states = {t.country for t in held} - {None}
        code = states.pop() if len(states) == 1 else None
        return self.registry.state(code) if code else None

    def state_in(self, span: Span) -> Actor | None:
        """The one state that names, demonyms or capitals within a span point to."""
        states = {s.id: s for m in self.mentions_in(span) if (s := self.state_of(m)) is not None}
        return next(iter(states.values())) if len(states) == 1 else None

    def state_of(self, mention: Mention) -> Actor | None:
        """The state behind a mention of a state or of a body of one; None for persons."""
        if len(mention.actors) != 1 or mention.kind in ("person", "outlet"):
            return None
        actor = mention.actors[0]
        if actor.kind == "state":
            return actor
        return self.registry.state(actor.country) if actor.country else None

    def body_named(self, words: str, state: Actor | None) -> Actor | None:
        """A body that common words name ("the foreign ministry"), of a known state."""
        match = BODY.search(words)
        if match is None or state is None:
            return None
        name = " ".join(match["name"].lower().split())
        code, of = state.country or state.id, "of "
        for role, pattern in BODY_ROLES:
            if pattern.search(name):
                known = self.registry.body_of_role(role, code)
                if known is not None:
                    return known
                office = OFFICES.get(role)
                if office is not None and "chancellery" not in name:
                    name, of = office, ""
        slug = f"{name} {of}{state.name}".lower().replace("’", "").replace("'", "")
        slug = "-".join("".join(c if c.isalnum() else " " for c in slug).split())
        return Actor(f"actor-x-{slug}", f"{name} of {state.name}", "organisation", state.country)

    def unnamed(self, phrase: str, country: Actor | None) -> Actor:
        """An actor without a name: the same phrase and country in one article are the same."""
        words = " ".join(phrase.split()).strip(" ,.;:“”\"'’‘")
        for article in ("the ", "a ", "an ", "The ", "A ", "An "):
            if words.startswith(article):
                words = words[len(article) :]
                break
        code = (country.country or country.id) if country else ""
        made = digest(self.article.key, words.casefold(), code)
        name = words or "unnamed speaker"
        return Actor(f"actor-unnamed-{made}", name, "unnamed", country.country if country else None)
