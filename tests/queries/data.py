"""The data that the named queries are tested on: invented articles through the real mapping.

Four articles on two invented states, Arvenia and Brenlund, with every case that a
query must tell apart: open dates, chains, spokespeople, attitudes, an unknown
publisher, an actor that no registry has, a topic below a topic. Every word is
invented. `NAMES` gives the statements readable names for the expected tables.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad

from graph_service.model import (
    Account,
    Actor,
    Article,
    DateBounds,
    Evidence,
    Extraction,
    Post,
    QuoteType,
    Report,
    ReportKind,
    Span,
    Spans,
    Speaker,
    SpeakerBasis,
    Statement,
    Tenure,
    statement_id,
)
from graph_service.rdf.iris import Iris
from graph_service.rdf.mapping import KINDS, to_quads
from graph_service.rdf.namespaces import CQ, SKOS, TOPIC, TYPE

IRIS = Iris("https://communique.example/")

ARVENIA = Actor("actor-x-arvenia", "Arvenia", "state", "XA")
BRENLUND = Actor("actor-x-brenlund", "Brenlund", "state", "XB")
VARN = Actor("actor-x-ilse-varn", "Ilse Varn", "person", "XA")
REEL = Actor("actor-x-tomas-reel", "Tomas Reel", "person", "XA")
ODERO = Actor("actor-x-odero-lund", "Odero Lund", "person", "XB")
MINISTRY = Actor("actor-x-arvenian-ministry", "Arvenian Foreign Ministry", "organisation", "XA")
PALACE = Actor("actor-x-brenlund-palace", "Palace of Brenlund", "organisation", "XB")
AGENCY = Actor("actor-x-sound-agency", "Sound Agency", "outlet", "XB")
GAZETTE = Actor("actor-x-harbour-gazette", "Harbour Gazette", "outlet", None)
REGISTERED = (ARVENIA, BRENLUND, VARN, REEL, ODERO, MINISTRY, PALACE, AGENCY, GAZETTE)
ACTORS = {actor.id: actor for actor in REGISTERED}

OFFICIAL = Actor("actor-unnamed-77aa77aa77aa77aa", "a senior official", "unnamed", "XB")
MERCHANT = Actor("actor-x-aino-öst", "Aino Öst", "person", None)

PRESIDENT = Tenure(
    "tenure-5a5a",
    VARN.id,
    "President of Arvenia",
    "head_of_state",
    "XA",
    None,
    date(2028, 1, 1),
    None,
    date(2031, 12, 31),
    "invented",
)
TENURES = {PRESIDENT.id: PRESIDENT}

NAMES: dict[str, str] = {}
"""Statement id -> the name it has in the tables of tests/queries/*.md."""


class _Page:
    """An article while its statements are written down."""

    def __init__(self, text: str, url: str | None, published: date | None, title: str) -> None:
        self.article = Article(text, url=url, published=published, title=title, language="en")
        self.statements: list[Statement] = []

    def at(self, part: str) -> Span:
        start = self.article.text.index(part)
        return Span(start, start + len(part))

    def report(
        self, reporter: Actor, as_written: str, kind: ReportKind, content: str, day: DateBounds
    ) -> Report:
        source = (self.at(as_written),)
        return Report(
            reporter, as_written, kind, source, (), (self.at(content),), "assert", day, 0.9
        )

    def say(
        self,
        name: str,
        words: str,
        speaker: Actor,
        day: DateBounds,
        *,
        as_written: str,
        basis: SpeakerBasis = "named",
        country: Actor | None = None,
        act: str = "assert",
        quote_type: QuoteType = "indirect",
        topics: tuple[str, ...] = (),
        chain: tuple[Report, ...] = (),
        posts: tuple[Post, ...] = (),
        on_behalf_of: Actor | None = None,
        account: Account | None = None,
        attitude: bool = False,
    ) -> None:
        content: Spans = (self.at(words),)
        source: Spans = (self.at(as_written),)
        key = statement_id(self.article, content, source, speaker.id)
        NAMES[key] = name
        self.statements.append(
            Statement(
                id=key,
                words=words,
                quote_type=quote_type,
                speech_act=act,
                speaker=Speaker(speaker, as_written, basis, country, posts),
                date=day,
                evidence=(
                    Evidence("source", source, "test", 0.95),
                    Evidence("content", content, "test", 0.95),
                    Evidence("speaker", source, "test", 0.9),
                    Evidence("date", (), "metadata", 0.8),
                ),
                according_to=chain,
                attitude=attitude,
                on_behalf_of=on_behalf_of,
                topics=topics,
                account=account,
            )
        )

    def done(self, publisher: Actor | None) -> Extraction:
        return Extraction(self.article, publisher, tuple(self.statements), "test 1")


def _harbour() -> Extraction:
    page = _Page(
        "President Ilse Varn urged both sides to let the grain ships pass. "
        "Tomas Reel, who speaks for the ministry, denied that any border had been moved. "
        "Brenlund had taken the harbour by night, Odero Lund said, according to Sound Agency. "
        "Brenlund hopes that the ice breaks early. "
        "The agency of the sound wrote that Arvenia fears a flood.",
        "https://gazette.example/1",
        date(2031, 3, 10),
        "Grain and borders",
    )
    ninth = DateBounds.day(date(2031, 3, 9), "stated")
    standing = DateBounds(None, date(2031, 3, 10), "open")
    march = DateBounds(date(2031, 3, 1), date(2031, 3, 10), "stated")
    page.say(
        "varn-urges",
        "to let the grain ships pass",
        VARN,
        ninth,
        as_written="Ilse Varn",
        country=ARVENIA,
        act="urge",
        topics=("grain-deal",),
        quote_type="direct",
        posts=(Post(PRESIDENT.id, PRESIDENT.post, "dated"),),
    )
    page.say(
        "reel-denies",
        "that any border had been moved",
        REEL,
        standing,
        as_written="Tomas Reel",
        country=ARVENIA,
        act="deny",
        topics=("sovereignty",),
        on_behalf_of=MINISTRY,
    )
    told = "Brenlund had taken the harbour by night"
    page.say(
        "lund-admits",
        told,
        ODERO,
        march,
        as_written="Odero Lund",
        country=BRENLUND,
        act="acknowledge",
        topics=("sovereignty", "grain-deal"),
        chain=(page.report(AGENCY, "Sound Agency", "agency", told, march),),
    )
    page.say(
        "brenlund-hopes",
        "that the ice breaks early",
        BRENLUND,
        standing,
        as_written="Brenlund hopes",
        basis="metonym",
        country=BRENLUND,
        act="express-hope",
        attitude=True,
    )
    page.say(
        "arvenia-fears",
        "a flood",
        ARVENIA,
        standing,
        as_written="Arvenia fears",
        basis="metonym",
        country=ARVENIA,
        act="express-concern",
        attitude=True,
        chain=(page.report(AGENCY, "agency of the sound", "agency", "a flood", standing),),
    )
    return page.done(GAZETTE)


def _call() -> Extraction:
    page = _Page(
        "Varn promised to open the strait, the palace's readout of the call says. "
        "She asked for patience, according to the ministry in Arvenia. "
        "Sound Agency wrote that the palace said Varn wept.",
        "https://gazette.example/2",
        date(2031, 3, 12),
        "Two readouts of one call",
    )
    day = DateBounds.day(date(2031, 3, 11), "event")
    first, second = "to open the strait", "for patience"
    page.say(
        "varn-promises",
        first,
        VARN,
        day,
        as_written="Varn",
        country=ARVENIA,
        act="pledge",
        topics=("trade",),
        account=Account("account-0b0b", BRENLUND.id, "readout"),
        chain=(page.report(PALACE, "the palace's readout", "readout", first, day),),
    )
    page.say(
        "varn-asks",
        second,
        VARN,
        day,
        as_written="She",
        basis="pronoun",
        country=ARVENIA,
        act="urge",
        chain=(page.report(MINISTRY, "the ministry", "body", second, day),),
    )
    page.say(
        "varn-weeps",
        "wept",
        VARN,
        day,
        as_written="Varn wept",
        country=ARVENIA,
        chain=(
            page.report(PALACE, "the palace said", "body", "Varn wept", day),
            page.report(AGENCY, "Sound Agency", "agency", "the palace said", day),
        ),
    )
    return page.done(GAZETTE)


def _undated() -> Extraction:
    page = _Page(
        'A senior official said the treaty was void. Aino Öst called GRAIN prices "mad".',
        None,
        None,
        "Without a date",
    )
    unknown = DateBounds(None, None, "open")
    page.say(
        "official-rejects",
        "the treaty was void",
        OFFICIAL,
        unknown,
        as_written="A senior official",
        basis="unnamed",
        country=BRENLUND,
        act="reject",
    )
    page.say(
        "öst-complains",
        'GRAIN prices "mad"',
        MERCHANT,
        unknown,
        as_written="Aino Öst",
        act="condemn",
        quote_type="mixed",
        topics=("trade",),
    )
    return page.done(None)


def _old() -> Extraction:
    page = _Page(
        "Arvenia announced a new flag. Aino Öst sold it.",
        "https://sound.example/old",
        date(2029, 6, 2),
        "A flag",
    )
    day = DateBounds.day(date(2029, 6, 1), "relative")
    page.say(
        "arvenia-announces",
        "a new flag",
        ARVENIA,
        day,
        as_written="Arvenia",
        basis="metonym",
        country=ARVENIA,
        act="announce",
    )
    page.say("öst-sells", "sold it", MERCHANT, day, as_written="Aino Öst", act="other")
    return page.done(AGENCY)


@cache
def extractions() -> tuple[Extraction, ...]:
    return _harbour(), _call(), _undated(), _old()


@cache
def quads() -> tuple[Quad, ...]:
    """Article graphs, a registry graph and a topics graph."""
    found = list(_registry())
    found += _topics()
    for extraction in extractions():
        found += to_quads(extraction, IRIS, ACTORS.__contains__)
    return tuple(found)


def _registry() -> list[Quad]:
    graph = IRIS.graph("registry")
    states = {actor.country: actor for actor in REGISTERED if actor.kind == "state"}
    found = []
    for actor in REGISTERED:
        node = IRIS.actor(actor.id)
        found += [
            Quad(node, TYPE, CQ["Actor"], graph),
            Quad(node, TYPE, CQ[KINDS[actor.kind]], graph),
            Quad(node, SKOS["prefLabel"], Literal(actor.name, language="en"), graph),
        ]
        if actor.country:
            found.append(Quad(node, CQ["country"], IRIS.actor(states[actor.country].id), graph))
    also = Literal("Her Excellency", language="en")
    found.append(Quad(IRIS.actor(VARN.id), SKOS["altLabel"], also, graph))
    return found


def _topics() -> list[Quad]:
    graph = IRIS.graph("topics")
    labels = {"trade": "trade", "grain-deal": "grain deal", "sovereignty": "sovereignty"}
    found = [
        Quad(TOPIC[name], SKOS["prefLabel"], Literal(label, language="en"), graph)
        for name, label in labels.items()
    ]
    found.append(Quad(TOPIC["grain-deal"], SKOS["broader"], TOPIC["trade"], graph))
    return found


def local(term: NamedNode) -> str:
    """The short form of an IRI in a table: a statement's name, else the last part."""
    last = term.value.rpartition("/")[2].rpartition("#")[2]
    return NAMES.get(last, last)
