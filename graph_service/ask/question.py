"""A question in English to its interpretation: who, about what, when, on whose word.

Owns the grammar, a handful of rules over markers ("about", "after", "according
to"), and the account of every word: what was used for nothing is named.
Looking up is `names` and `subjects`, dates are `when`, answering is `answer`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from graph_service.actors.registry import Registry
from graph_service.ask.names import Named, names_in
from graph_service.ask.subjects import read_subjects, topics_in
from graph_service.ask.when import When, read_when
from graph_service.ask.words import (
    ABOUT,
    ADDRESSEE,
    ANYBODY,
    AUXILIARIES,
    NO_ACTS,
    OPEN_TIME,
    ORDINARY,
    PRONOUNS,
    REPORTER,
    SAY,
    SPEAKER,
    STATEMENTS,
    STOP,
    TELL,
    THINK,
    WITH_OBJECT,
    Token,
    tokens_of,
)
from graph_service.errors import BadValue, NotAQuestion, UnknownName
from graph_service.model import Actor, Span
from graph_service.rdf.schemes import Act, Topic

LONGEST = 1000
"""Characters of a question; anything longer is not one."""

_QUOTED = re.compile(r"[\"“„«](?P<words>[^\"“”„«»]{1,300})[\"”“»]")
_EXAMPLE = 'Ask for example "what did China say about sovereignty after Feb 24".'

LookUp = Callable[[str], tuple[Actor, ...]]
"""Actors that only articles name, by the whole name; () for none."""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How a question was understood. Several names of one kind mean any of them."""

    question: str
    speakers: tuple[Named, ...] = ()
    reporters: tuple[Named, ...] = ()
    topics: tuple[Topic, ...] = ()
    about: tuple[Named, ...] = ()
    """Actors that the words name or that the statement is aimed at."""
    addressees: tuple[Named, ...] = ()
    text: str | None = None
    """Words to look for, where no topic has them as its label."""
    acts: tuple[Act, ...] = ()
    """What the statement does, where the question's verb says so ("denied")."""
    when: When = field(default_factory=When)
    attitude: bool = False
    """Hopes and beliefs are asked for, too."""
    not_understood: tuple[str, ...] = ()


def parse(
    question: str,
    registry: Registry,
    topics: Sequence[Topic],
    acts: Sequence[Act] = (),
    *,
    reference: date | None,
    today: date,
    look_up: LookUp = lambda name: (),
) -> Interpretation:
    """The interpretation of a question; dates without a year count back from `reference`.

    Raises NotAQuestion where it names nothing to look for, UnknownName for an
    actor nobody knows (with near names), BadValue for a date that is none.
    """
    if len(question) > LONGEST:
        raise BadValue(
            f"The question has {len(question):,} characters; {LONGEST:,} are allowed",
            do="Ask in one sentence.",
        )
    text = _clean(question)
    when = read_when(text, reference=reference, today=today)
    return _Reading(text, registry, topics, acts, when, reference, look_up).interpretation(question)


def _clean(question: str) -> str:
    """NFC, one line, no control characters; half surrogate pairs become "?"."""
    text = question.encode("utf-8", "replace").decode("utf-8")
    text = unicodedata.normalize("NFC", text)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


@dataclass(frozen=True, slots=True)
class _Segment:
    kind: str
    marker: tuple[Token, ...]
    tokens: tuple[Token, ...]


class _Reading:
    """One call of `parse`: the text, what is known of it, and which words were used."""

    def __init__(
        self,
        text: str,
        registry: Registry,
        topics: Sequence[Topic],
        acts: Sequence[Act],
        when: When,
        reference: date | None,
        look_up: LookUp,
    ) -> None:
        self.text, self.registry, self.topics, self.when = text, registry, topics, when
        self.look_up, self.acts = look_up, _act_verbs(acts)
        self.quoted = tuple(Span(*m.span("words")) for m in _QUOTED.finditer(text))
        self.used: list[Span] = list(when.spans)
        self.tokens = [t for t in tokens_of(text) if not self._is_used(t.span)]
        day = when.before or when.after or reference
        self.named = names_in(text, self.tokens, self.quoted, registry, day)
        self.speakers: list[Named] = []
        self.reporters: list[Named] = []
        self.about: list[Named] = []
        self.addressees: list[Named] = []
        self.found_topics: list[Topic] = []
        self.found_acts: list[Act] = []
        self.passed_over: list[Span] = []
        self.words: list[str] = []
        self.attitude = False

    def interpretation(self, question: str) -> Interpretation:
        for segment in self._segments():
            match segment.kind:
                case "head":
                    self._head(list(segment.tokens))
                case "reporter":
                    self._use(segment.marker)
                    self._actors(segment.tokens, self.reporters)
                case "speaker":
                    self._use(segment.marker)
                    self._actors(segment.tokens, self.speakers)
                case "addressee":
                    self._use(segment.marker)
                    self._actors(segment.tokens, self.addressees)
                case "about":
                    self._use(segment.marker)
                    self._subjects(segment.tokens)
                case "open time":
                    self.passed_over += [t.span for t in (*segment.marker, *segment.tokens)]
        self._left_over_topics()
        read = Interpretation(
            question=question,
            speakers=tuple(self.speakers),
            reporters=tuple(self.reporters),
            topics=tuple(dict.fromkeys(self.found_topics)),
            about=tuple(self.about),
            addressees=tuple(self.addressees),
            text=" ".join(self.words) or None,
            acts=tuple(self.found_acts),
            when=self.when,
            attitude=self.attitude,
            not_understood=self._not_understood(),
        )
        conditions = (read.speakers, read.reporters, read.topics, read.about, read.addressees,
                      read.text, read.acts and self._has_verb())  # fmt: skip
        if not any(conditions) and not (self.when.spans and self._has_verb()):
            raise NotAQuestion(
                f"{_short(question)!r} names nobody and nothing to look for", do=_EXAMPLE
            )
        return read

    def _segments(self) -> Iterable[_Segment]:
        """The head, then one segment a marker, each up to the next marker."""
        tokens, at, start = self.tokens, 0, 0
        kind = "head"
        marker: tuple[Token, ...] = ()
        while at < len(tokens):
            opened, width = self._marker(at)
            if opened:
                yield _Segment(kind, marker, tuple(tokens[start:at]))
                kind, marker = opened, tuple(tokens[at : at + width])
                at, start = at + width, at + width
            else:
                at += 1
        yield _Segment(kind, marker, tuple(tokens[start:]))

    def _marker(self, at: int) -> tuple[str, int]:
        """Kind and number of words of the marker that begins at a token; "" if none does."""
        tokens = self.tokens
        if any(q.contains(tokens[at].span) for q in self.quoted):
            return "", 0
        if self._name_at(tokens[at].span) and tokens[at].low not in {"per", "on", "to", "by"}:
            return "", 0
        low = tuple(t.low for t in tokens[at : at + 5])
        for kind, phrases in (("reporter", REPORTER), ("about", ABOUT), ("speaker", SPEAKER)):
            for phrase in phrases:
                if low[: len(phrase)] == phrase:
                    return kind, len(phrase)
        follows = tokens[at + 1].span if at + 1 < len(tokens) else None
        if follows is not None and self._name_at(self._after_article(at + 1)):
            before = tokens[at - 1].low if at else ""
            if low[:1] in ADDRESSEE and before in SAY | {"call", "talks", "letter"}:
                return "addressee", 1
            if low[:1] == ("from",) and at:
                return "speaker", 1
            if low[:1] == ("of",) and before in STATEMENTS:
                return "speaker", 1
        if low[0] in WITH_OBJECT and at:
            return "about", 1
        if low[0] in OPEN_TIME and at:
            return "open time", 1
        return "", 0

    def _after_article(self, at: int) -> Span:
        step = at + 1 if self.tokens[at].low == "the" and at + 1 < len(self.tokens) else at
        return self.tokens[step].span

    def _name_at(self, span: Span) -> Named | None:
        return next((n for n in self.named if n.span.overlaps(span)), None)

    def _head(self, tokens: list[Token]) -> None:
        """[what did] subject verb [object], or a bare subject ("China's position")."""
        verbs = [n for n, t in enumerate(tokens) if t.low in SAY and not self._name_at(t.span)]
        asked = any(t.low in AUXILIARIES | {"who", "what"} for t in tokens)
        plain = [n for n in verbs if tokens[n].low not in STATEMENTS | {"states"}]
        at = (plain or verbs or [len(tokens)])[0]
        if at < len(tokens) and not asked and tokens[at].low in STATEMENTS:
            at = len(tokens)  # "statements", "China's comments": nouns
        verb = tokens[at].low if at < len(tokens) else ""
        self.attitude = verb in THINK
        after = at + 1
        if not verb:
            at, width = self._act_verb(tokens)
            after = at + width
        self._actors(tokens[:at], self.speakers, required=at < len(tokens) and asked)
        if verb in TELL:
            self._actors(tokens[after:], self.addressees, required=False)
        elif not verb and any(t.low not in STOP for t in tokens[after:]):
            self._subjects(tokens[after:])

    def _act_verb(self, tokens: Sequence[Token]) -> tuple[int, int]:
        """Where a verb such as "deny" stands and its number of words; (len, 0) without one."""
        for at, token in enumerate(tokens):
            for phrase, act in self.acts.get(token.low, ()):
                words = tokens[at : at + len(phrase)]
                if tuple(t.low for t in words) == phrase and not self._name_at(token.span):
                    self.found_acts.append(act)
                    self._use(words)
                    return at, len(phrase)
        return len(tokens), 0

    def _actors(self, tokens: Sequence[Token], into: list[Named], *, required: bool = True) -> None:
        """Names among the tokens; with none, what stands there is looked up or refused."""
        if not tokens:
            return
        part = Span(tokens[0].span.start, tokens[-1].span.end)
        found = [n for n in self.named if n.span.overlaps(part)]
        content = [t for t in tokens if t.low not in STOP | ANYBODY | PRONOUNS]
        if content and not all(any(n.span.overlaps(t.span) for n in found) for t in content):
            span = Span(content[0].span.start, content[-1].span.end)
            written = self.text[span.start : span.end]
            strangers = self.look_up(written)
            if strangers:
                found = [Named(written, strangers, span, how="known from the articles only")]
            elif not found and required and not self._only_topics(content):
                raise self._unknown(written)
        for named in found:
            into.append(named)
            self.used.append(named.span)

    def _only_topics(self, tokens: Sequence[Token]) -> bool:
        part = Span(tokens[0].span.start, tokens[-1].span.end)
        spans = [span for span, _ in topics_in(self.text, part, self.topics)]
        return all(any(s.contains(t.span) for s in spans) for t in tokens)

    def _unknown(self, written: str) -> UnknownName:
        try:
            self.registry.find(written)
        except UnknownName as error:
            return UnknownName(error.what, where=error.where, do=error.do)
        return UnknownName(f"No actor is called {_short(written)!r}", do="Give another name.")

    def _subjects(self, tokens: Sequence[Token]) -> None:
        found = read_subjects(self.text, tokens, self.named, self.quoted, self.topics)
        self.found_topics += found.topics
        self.about += found.actors
        self.words += [found.text] if found.text else []
        self.used += found.spans

    def _left_over_topics(self) -> None:
        """Topics named where no marker led to them: "China sovereignty 2022"."""
        for span, topic in topics_in(self.text, Span(0, len(self.text)), self.topics):
            words = [t for t in self.tokens if span.overlaps(t.span)]
            free = not self._is_used(span) and not any(span.overlaps(p) for p in self.passed_over)
            if free and not all(t.low in STOP for t in words):
                self.found_topics.append(topic)
                self.used.append(span)
        if not self.words:
            for quote in self.quoted:
                if not self._is_used(quote):
                    self.words.append(self.text[quote.start : quote.end].strip())
                    self.used.append(quote)

    def _has_verb(self) -> bool:
        return any(t.low in SAY | STATEMENTS | {"who", "what"} for t in self.tokens)

    def _use(self, tokens: Iterable[Token]) -> None:
        self.used += [token.span for token in tokens]

    def _is_used(self, span: Span) -> bool:
        return any(span.overlaps(used) for used in self.used)

    def _not_understood(self) -> tuple[str, ...]:
        """Runs of words that were used for nothing, stop words at their ends left off."""
        runs: list[list[Token]] = [[]]
        for token in self.tokens:
            if self._is_used(token.span):
                runs.append([])
            elif runs[-1] or token.low not in STOP | ANYBODY or token.low in OPEN_TIME:
                runs[-1].append(token)
        found = []
        for run in runs:
            while run and run[-1].low in STOP | ANYBODY:
                run.pop()
            if run:
                found.append(self.text[run[0].span.start : run[-1].span.end])
        return tuple(found)


def _act_verbs(acts: Sequence[Act]) -> dict[str, list[tuple[tuple[str, ...], Act]]]:
    """First word -> phrases that announce an act, longest first; plain speech is none."""
    found: dict[str, list[tuple[tuple[str, ...], Act]]] = {}
    for act in acts:
        for label in act.labels if act.id not in NO_ACTS else ():
            phrase = tuple(label.casefold().split())
            if phrase[0] not in SAY | STOP | ORDINARY:
                found.setdefault(phrase[0], []).append((phrase, act))
    for phrases in found.values():
        phrases.sort(key=lambda pair: -len(pair[0]))
    return found


def _short(written: str) -> str:
    return written if len(written) <= 60 else written[:57] + "..."
