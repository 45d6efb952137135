"""The words everyone uses: article, statement, report, actor, tenure, evidence.

Owns the frozen value types that travel from the readers to the site. Owns no
RDF, no HTTP and no storage: `rdf.mapping` turns these into quads and back,
`model_json` into the JSON of `extract` and REST.

    Article --extract--> Extraction = Article + publisher + Statements
    Statement: speaker, words, date, spans; `according_to` runs outwards over Reports
"""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

ActorKind = Literal["person", "state", "organisation", "outlet", "unnamed"]
SpeakerBasis = Literal["named", "title", "pronoun", "metonym", "joint", "unnamed"]
QuoteType = Literal["direct", "indirect", "mixed"]
DateBasis = Literal["stated", "weekday", "relative", "event", "dateline", "publication", "open"]
PostBasis = Literal["dated", "term-open"]
ReportKind = Literal["agency", "outlet", "readout", "document", "person", "body", "unnamed"]
AccountKind = Literal["readout", "communique", "transcript", "press report"]
EventKind = Literal["call", "meeting", "briefing", "session"]
DecisionKind = Literal["merge", "distinct", "reject", "undo"]
Field = Literal[
    "source", "cue", "content", "speaker", "according_to", "date", "speech_act", "topics"
]

UNKNOWN_PUBLISHER_ID = "actor-unknown-publisher"
MAX_DEPTH = 4
"""Outer levels a chain may have; a deeper one goes to quarantine (model.md)."""


def digest(*parts: str) -> str:
    """Sixteen hex digits of SHA-256 over length-prefixed parts, so that no two lists collide.

    >>> digest("ab", "c") == digest("a", "bc")
    False
    """
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@lru_cache(maxsize=4)
def _hash_of(text: str) -> str:
    """Kept for the articles at hand: every statement's id asks for it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Span(NamedTuple):
    """Half-open offsets in Unicode code points into `Article.text`."""

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        """
        >>> Span(0, 9).contains(Span(3, 9))
        True
        """
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


Spans = tuple[Span, ...]


def disjoint(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap made one.

    >>> disjoint([Span(4, 6), Span(0, 2), Span(1, 3)])
    [Span(start=0, end=3), Span(start=4, end=6)]
    """
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def words_at(text: str, spans: Spans) -> str:
    """The characters at the spans, split parts joined by " ... " (model.md, `words`).

    >>> words_at("Xi said peace comes.", (Span(8, 13),))
    'peace'
    >>> words_at("one, he said, two", (Span(0, 4), Span(14, 17)))
    'one, ... two'
    """
    return " ... ".join(text[s:e] for s, e in spans)


@dataclass(frozen=True, slots=True)
class Article:
    """One published text version. `text` is exactly what the spans count in."""

    text: str
    id: str | None = None
    """The input's own name for it (a JSON `id`, else the file's name)."""
    url: str | None = None
    publisher: str | None = None
    """As given; the registry resolves it to an actor."""
    published: date | None = None
    title: str | None = None
    language: str | None = None
    extra: tuple[tuple[str, str], ...] = ()
    """Unknown input keys, values as JSON text."""
    raw: bytes | None = field(default=None, repr=False, compare=False)
    """What it was read from, as it came, for the archive; None for an article made in memory."""

    @property
    def text_hash(self) -> str:
        """Full SHA-256 of the UTF-8 text, hex."""
        return _hash_of(self.text)

    @property
    def identity(self) -> str:
        """The URL if there is one, else the hash of the text."""
        return self.url or self.text_hash

    @property
    def key(self) -> str:
        """`article-<hash of its identity>`: last part of its IRI and of its graph's."""
        return f"article-{digest(self.identity)}"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, state, organisation, outlet or unnamed group."""

    id: str
    """Last part of the IRI: `actor-Q15031`, `actor-x-jane-roe`, `actor-unnamed-<hash>`."""
    name: str
    kind: ActorKind
    country: str | None = None
    """ISO 3166 alpha-2 of a state, or of the state that a body belongs to."""

    @property
    def wikidata(self) -> str | None:
        """
        >>> Actor("actor-Q148", "China", "state", "CN").wikidata
        'Q148'
        """
        tail = self.id.removeprefix("actor-")
        return tail if tail[:1] == "Q" and tail[1:].isdigit() else None


@dataclass(frozen=True, slots=True)
class Tenure:
    """An actor holding a post in a body during an interval; open ends stay open."""

    id: str
    holder: str
    """Actor id."""
    post: str
    """The office's label, e.g. "President of China"."""
    role: str
    """Coarse class, e.g. `head_of_state`, `foreign_minister`, `spokesperson`."""
    country: str | None
    """ISO alpha-2 of the state served."""
    body: str | None
    """Actor id of the organisation, where known."""
    start: date | None
    """First day (of a year or month: its first day)."""
    end: date | None
    """Last day (of a year or month: its last day)."""
    open_as_of: date | None
    """Last day on which a source still showed it held."""
    source: str
    inferred_end: bool = False

    def basis_on(self, day: date | None) -> PostBasis | None:
        """`dated`, `term-open`, or None where the post was surely not held (model.md).

        >>> began, seen = date(2013, 3, 14), date(2022, 7, 23)
        >>> t = Tenure("t", "a", "P", "r", "CN", None, began, None, seen, "s")
        >>> [t.basis_on(date(year, 6, 15)) for year in (2022, 2024, 2010)]
        ['dated', 'term-open', None]
        """
        if day is None:
            return "term-open"
        if (self.start and day < self.start) or (self.end and day > self.end):
            return None
        last = self.open_as_of if self.inferred_end else self.end or self.open_as_of
        if self.start and last and day <= last:
            return "dated"
        return "term-open"


@dataclass(frozen=True, slots=True)
class Post:
    """A tenure as a statement shows it: the day decides its basis."""

    tenure: str
    label: str
    basis: PostBasis


@dataclass(frozen=True, slots=True)
class DateBounds:
    """When it was said. Unknown ends are None, never guessed."""

    earliest: date | None
    latest: date | None
    basis: DateBasis

    @classmethod
    def day(cls, day: date, basis: DateBasis) -> DateBounds:
        return cls(day, day, basis)

    @property
    def edtf(self) -> str:
        """Extended Date/Time Format (ISO 8601-2:2019), level 1.

        >>> DateBounds(date(2022, 2, 1), date(2022, 2, 28), "stated").edtf
        '2022-02'
        >>> DateBounds(None, date(2022, 6, 15), "open").edtf
        '/2022-06-15'
        >>> DateBounds(None, None, "open").edtf
        'XXXX-XX-XX'
        """
        a, b = self.earliest, self.latest
        if a is None and b is None:
            return "XXXX-XX-XX"
        if a is None or b is None:
            return f"{a or ''}/{b or ''}"
        if a == b:
            return a.isoformat()
        if (a.month, a.day, b.month, b.day) == (1, 1, 12, 31) and a.year == b.year:
            return f"{a.year:04d}"
        if (a.year, a.month, a.day) == (b.year, b.month, 1) and (
            b.day == calendar.monthrange(b.year, b.month)[1]
        ):
            return f"{a.year:04d}-{a.month:02d}"
        return f"{a}/{b}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a field has its value: where in the text, what found it, how sure (0 to 1)."""

    field: Field
    spans: Spans
    found_by: str
    """Name of the rule or model, e.g. `rule:subject-verb`, `metadata`."""
    confidence: float


@dataclass(frozen=True, slots=True)
class Speaker:
    """An actor in its role in one statement."""

    actor: Actor
    as_written: str
    basis: SpeakerBasis
    country: Actor | None = None
    """The state it spoke for as of the day of speaking."""
    posts: tuple[Post, ...] = ()
    likely: Actor | None = None
    candidates: tuple[Actor, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """An outer level: somebody who passes a statement on."""

    reporter: Actor
    as_written: str
    kind: ReportKind
    source: Spans
    cue: Spans
    content: Spans
    act: str
    date: DateBounds
    confidence: float


@dataclass(frozen=True, slots=True)
class Account:
    """One side's version of an event."""

    id: str
    of: str
    """Actor id of the side."""
    kind: AccountKind


@dataclass(frozen=True, slots=True)
class Event:
    """The call, meeting, press conference or session that an article tells of, on one day."""

    id: str
    """Made of the article's identity and all fields below: each article has its own."""
    kind: EventKind
    parties: tuple[Actor, ...]
    """Who took part, by id; at a briefing who gave it."""
    date: DateBounds
    evidence: Spans
    """The sentence that tells of it."""
    found_by: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Statement:
    """One level of speech that carries words. `according_to` runs nearest first."""

    id: str
    words: str
    quote_type: QuoteType
    speech_act: str
    speaker: Speaker
    date: DateBounds
    evidence: tuple[Evidence, ...]
    cue: str = ""
    """The cue as it stands in the article ("noted"): the words alone may need it to be read."""
    according_to: tuple[Report, ...] = ()
    attitude: bool = False
    on_behalf_of: Actor | None = None
    topics: tuple[str, ...] = ()
    target: tuple[Actor, ...] = ()
    addressee: tuple[Actor, ...] = ()
    joint: str | None = None
    event: str | None = None
    account: Account | None = None

    @property
    def depth(self) -> int:
        return len(self.according_to)

    def spans(self, field: Field) -> Spans:
        """The spans that support a field; () where nothing in the text does."""
        return next((e.spans for e in self.evidence if e.field == field), ())

    def confidence(self, field: Field) -> float | None:
        return next((e.confidence for e in self.evidence if e.field == field), None)

    @property
    def overall(self) -> float:
        """Confidence that words, speaker and date are all right: the product of the three."""
        product = 1.0
        for name in ("content", "speaker", "date"):
            value = self.confidence(name)
            product *= 1.0 if value is None else value
        return round(product, 4)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What `extract` made of one article."""

    article: Article
    publisher: Actor | None
    statements: tuple[Statement, ...]
    extractor: str
    """Name, version and settings hash: part of the article's provenance."""
    notes: tuple[str, ...] = field(default=())
    """What the user should know, e.g. that no publication date was found."""
    events: tuple[Event, ...] = field(default=())
    """Those that a statement of the article names."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a decision names, in words that outlive its id: article, speaker and words."""

    id: str
    article: str = ""
    """Key; empty where the thing is no statement and keeps its id."""
    speaker: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the log of curation; never changed, only undone by a later one."""

    number: int
    """Its place in the log, from 1."""
    kind: DecisionKind
    things: tuple[Anchor, ...]
    """Two actors; a statement or the ends of a link; for `undo` the decision."""
    by: str
    reason: str
    at: str
    """UTC, ISO 8601."""
    link: str | None = None
    """The kind of the rejected link, whose ends `things` are."""

    @property
    def id(self) -> str:
        """
        >>> Decision(7, "merge", (), "Ann", "same person", "2031-01-01T00:00:00Z").id
        'decision-7'
        """
        return f"decision-{self.number}"


def statement_id(
    article: Article, content: Iterable[Span], source: Iterable[Span], speaker: str
) -> str:
    """Content-made id: the same article, spans and speaker give the same id anywhere."""
    marks = ["/".join(f"{s}-{e}" for s, e in part) for part in (content, source)]
    return f"statement-{digest(article.identity, article.text_hash, *marks, speaker)}"
