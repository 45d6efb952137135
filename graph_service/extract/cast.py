"""The cast of an article: its mentions by place, who has spoken so far, who holds which title.

Owns the look-ups that `speakers` and `antecedents` share. A cast is filled in
text order, and every look back is bounded, so time stays linear.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from graph_service.actors.names import plain
from graph_service.actors.registry import Registry
from graph_service.extract import wordlists
from graph_service.extract.draft import Draft, Mention, Source
from graph_service.extract.given_names import gender_of_name
from graph_service.extract.titles import BODY, BODY_ROLES, own_lead, state_of_title
from graph_service.model import Actor, Article, Span, digest

if TYPE_CHECKING:
    from graph_service.extract.together import Together

_INNER_NAME = re.compile(r"(?<=[\w,] )([A-Z][\w’'-]*\w)")
HEADS = ("head_of_state", "head_of_government")


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
    _mention_starts: list[int] = field(default_factory=list)
    _sentence_starts: list[int] = field(default_factory=list)
    served: dict[str, Actor] = field(default_factory=dict)
    """Actor id -> the state that a title in the article gives a person."""
    roles: dict[str, set[str]] = field(default_factory=dict)
    """Actor id -> the posts that titles in the article give a person."""
    together: list[Together] | None = None
    """Who is named side by side; filled by `groups` when first asked for."""
    _inner_names: set[str] | None = None
    _titled: dict[str, list[Mention]] = field(default_factory=dict)
    _named: set[str] = field(default_factory=set)
    _title_words: dict[str, list[Mention]] = field(default_factory=dict)
    home: Actor | None = None
    """The state whose body publishes the article itself (a readout, a transcript)."""

    def __post_init__(self) -> None:
        self.home = self._publishing_state()
        self._know_by_post()
        self._mention_starts = [m.span.start for m in self.draft.mentions]
        self._sentence_starts = [s.span.start for s in self.draft.sentences]
        for mention in self.draft.mentions:
            if mention.kind == "person" and len(mention.actors) == 1:
                actor = mention.actors[0]
                words = self._title(mention)
                if actor.id not in self._named:
                    posts = self.registry.posts_on(actor.id, self.article.published)
                    words = " ".join((words, *(post.label for post in posts)))
                self._named.add(actor.id)
                plain_words = words.lower().replace("prime minister", "")
                for word in set(re.findall(r"[a-z]{4,}", plain_words)):
                    self._title_words.setdefault(word, []).append(mention)
                if mention.gender:
                    self.gender.setdefault(actor.id, mention.gender)
                if mention.role:
                    self.roles.setdefault(actor.id, set()).add(mention.role)
                    self._titled.setdefault(mention.role, []).append(mention)
                    state = self.state_beside(mention)
                else:
                    state = self._state_right_beside(mention)
                if state is not None:
                    self.served.setdefault(actor.id, state)

        for mention in self.draft.mentions:
            if mention.kind == "person" and len(mention.actors) == 1:
                actor = mention.actors[0]
                # What the article's titles show comes before what the given name tells.
                if actor.id not in self.gender and (known := gender_of_name(actor.name)):
                    self.gender[actor.id] = known

    def _publishing_state(self) -> Actor | None:
        """The state of a publisher that is a state or one of its bodies; None for outlets."""
        states: dict[str, Actor] = {}
        for _, names in self.registry.names_in(self.article.publisher or ""):
            for name in names:
                actor = self.registry.actor(name.actor)
                if actor is None or actor.kind in ("outlet", "person"):
                    return None
                state = self.registry.state(actor.country or actor.id)
                if state is not None:
                    states[state.id] = state
        official = re.search(
            r"\b(?:Ministry|Department|Office|House|Palace|Presiden\w+|Chancell\w+|Government|Embassy"
            r"|Cabinet|Kremlin|Mission)\b",
            self.article.publisher or "",
        )
        return next(iter(states.values())) if len(states) == 1 and official else None

    def _title(self, mention: Mention) -> str:
        """The words of the title right before a name, of one set off by a comma, or after it."""
        lead = self.text[max(0, mention.span.start - 80) : mention.span.start]
        cut = max(lead.rstrip(" ,").rfind(mark) for mark in '.;:,“”"\n(') + 1
        before = re.search(r"(?:\A|\b(?:the|its|his|her|an?)\s|[’']s\s)([^,]*),\s*\Z", lead[cut:])
        after = re.match(
            r",\s(?:the|an?|[A-Z])[^,.;“”\"\n]{3,70}",
            self.text[mention.span.end : mention.span.end + 75],
        )
        words = own_lead(lead[cut:])[-45:] if mention.role else before[1] if before else ""
        return f"{words} {after[0] if after else ''}"

    def with_title(self, word: str, before: int, number: int) -> list[Mention]:
        """At most `number` persons before an offset whose title has this word, nearest first."""
        known = self._title_words.get(word, [])
        at = bisect_left(known, before, key=lambda m: m.span.start)
        return list(reversed(known[max(0, at - number) : at]))

    def mentions_before(self, offset: int, number: int) -> list[Mention]:
        """At most `number` mentions that end before an offset, nearest first."""
        at = bisect_left(self._mention_starts, offset)
        return list(reversed(self.draft.mentions[max(0, at - number) : at]))

    def placed(self, span: Span) -> Actor | None:
        """The state of the place that the sentence opens with: "In Washington, officials"."""
        sentence = self.sentence(self.sentence_at(span.start))
        lead = self.text[sentence.start : span.start]
        match = re.match(r"(?:In|From|At)\s+(?:the\s+)?", lead)
        for mention in self.mentions_in(Span(sentence.start, span.start)) if match else []:
            if mention.span.start != sentence.start + match.end():  # type: ignore[union-attr]
                return None
            between = self.text[mention.span.end : span.start]
            return self.state_of(mention) if re.fullmatch(r",?\s+(?:\w+\s+)?", between) else None
        return None

    def international(self, actor: Actor, day: date | None) -> bool:
        """Holds a post of an international body that day, and none of a state."""
        held = [t for t in self.registry.tenures_of(actor.id) if t.basis_on(day)]
        return bool(held) and all(t.country is None and t.body is not None for t in held)

    def _know_by_post(self) -> None:
        """Tells the registry's holder of a post under another form of the name.

        "Guyana's president, Irfaan Ali" is the registry's Mohammed Irfaan Ali: the same
        post, state, day and family name.
        """
        self._mention_starts = [m.span.start for m in self.draft.mentions]
        same: dict[str, Actor] = {}
        for mention in self.draft.mentions:
            unknown = len(mention.actors) == 1 and mention.actors[0].id.startswith("actor-x-")
            if not unknown or mention.role is None or self.registry.actor(mention.actors[0].id):
                continue
            state = self.state_beside(mention)
            if state is None:
                continue
            family = plain(mention.actors[0].name.split()[-1])
            held = self.registry.holders(
                mention.role, state.country or state.id, self.article.published
            )
            known = {a.id: a for a, _ in held if plain(a.name.split()[-1]) == family}
            if len(known) == 1:
                same[mention.actors[0].id] = next(iter(known.values()))
        if same:
            mentions = tuple(
                replace(m, actors=tuple(same.get(a.id, a) for a in m.actors))
                for m in self.draft.mentions
            )
            self.draft = replace(self.draft, mentions=mentions)

    def state_beside(self, mention: Mention) -> Actor | None:
        """The state in the title before or after a name ("Polish president X", "X, of Peru,")."""
        lead = self.text[max(0, mention.span.start - 60) : mention.span.start]
        cut = max(lead.rstrip(" ,").rfind(mark) for mark in '.;:,“”"\n(') + 1
        if lead[:cut].endswith(",") and re.fullmatch(r"\s*(?:[A-Z][\w.-]+\s+){1,2}", lead[cut:]):
            # "its army chief, General Orin": the rank stands by itself.
            cut = max(lead[: cut - 1].rfind(mark) for mark in '.;:,“”"\n(') + 1
        before = Span(mention.span.start - len(own_lead(lead[cut:])), mention.span.start)
        tail = re.match(
            r",\s[^,.;“”\"\n]{3,60}", self.text[mention.span.end : mention.span.end + 70]
        )
        after = Span(mention.span.end, mention.span.end + (tail.end() if tail else 0))
        return (
            self._state_right_beside(mention)
            or self.state_in(before)
            or self._owning_state(before)
            or self.state_in(after)
            or self._state_by_owner(mention, before)
            or self.registry.state(state_of_title(self.text[slice(*before)]) or "")
        )

    def _state_right_beside(self, mention: Mention) -> Actor | None:
        """Reads "Peru's X", "X of Peru", "X (Peru)"."""
        after = re.match(
            r"(?:\s+of\s+(?:the\s+)?|\s+\()(?=[A-Z])", self.text[mention.span.end :][:12]
        )
        near = self.mentions_before(mention.span.start, 1)
        if near and self.text[near[0].span.end : mention.span.start] in ("’s ", "'s "):
            state = self.state_of(near[0])
            if state is not None and near[0].kind == "state":
                return state
        if after:
            start = mention.span.end + after.end()
            for other in self.mentions_in(Span(start, start + 45))[:1]:
                return self.state_of(other) if other.span.start == start else None
        return None

    def _state_by_owner(self, mention: Mention, before: Span) -> Actor | None:
        """Reads "Orin's chief of staff, X", "his predecessor, X", "its ambassador, X"."""
        lead = self.text[slice(*before)].strip()
        day = self.article.published
        for other in self.mentions_in(before):
            owns = self.text[other.span.end : other.span.end + 2] in ("’s", "'s")
            if owns and other.kind == "person" and len(other.actors) == 1:
                return self.country_of(other.actors[0], day)
        match = re.search(
            r"(?:\A|\b(?:and|but|while|as|with|of|for)\s+)(?P<who>his|her|its|the (?:country"
            r"|kingdom|republic|nation|state|emirate|sultanate|island)[’']s)\s+(?:\w+\s+){0,3}"
            r"(?P<noun>\w+),?(?:\s[A-Z][\w.-]+){0,2}\Z",
            lead,
            re.I,
        )
        if match is None or match["noun"].lower() in ("colleague", "counterpart"):
            return None
        its = match["who"].lower() not in ("his", "her")
        here = self.sentence_at(mention.span.start)
        for number in (here, here - 1):
            area = self.sentence(max(0, number))
            for other in self.mentions_in(Span(area.start, min(area.end, before.start))):
                if its and other.kind == "state" and other.form != "demonym":
                    return self.state_of(other)
                if (not its or number < here) and other.kind == "person" and len(other.actors) == 1:
                    return self.country_of(other.actors[0], day)
        return None

    def _owning_state(self, span: Span) -> Actor | None:
        """Of several states the one that owns the title: "China's ambassador to France"."""
        for mention in self.mentions_in(span):
            follows = self.text[mention.span.end : mention.span.end + 2]
            if mention.form == "demonym" or follows in ("’s", "'s"):
                return self.state_of(mention)
        return None

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
        return actor.id in self._named

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
        known = self._titled.get(role, [])
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
        known = self.registry.country_on(actor.id, day) or self.served.get(actor.id)
        if known is not None or actor.kind == "outlet":
            return known
        return self.registry.state(actor.country) if actor.country else None

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
        code = state.country or state.id
        for role, pattern in BODY_ROLES:
            if pattern.search(name):
                known = self.registry.body_of_role(role, code)
                if known is not None:
                    return known
        slug = f"{name} of {state.name}".lower().replace("’", "").replace("'", "")
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
