"""The columns of the flat table, each once: name, type, source property, meaning, reading.

Owns what a column is called and where it comes from; the codebook is written from the
same list, so that it cannot differ from the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from graph_service.export.record import Record
from graph_service.rdf.namespaces import DCT

SEPARATOR: Final = " | "
"""Between the values of a cell that holds several."""

Type = Literal["string", "integer", "decimal", "boolean", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `read` gives the cell, empty where nothing is known."""

    name: str
    type: Type
    source: str
    meaning: str
    read: Callable[[Record], str]


def _joined(values: Iterable[str]) -> str:
    return SEPARATOR.join(values)


def _plain(name: str, type: Type, prop: str, meaning: str) -> Column:  # noqa: A002
    """A `cq:` property of the statement that stands at most once."""
    return Column(name, type, f"cq:{prop}", meaning, lambda r: r.one(prop))


def _several(name: str, prop: str, meaning: str) -> Column:
    return Column(name, "string", f"cq:{prop}", meaning, lambda r: _joined(r.all(prop)))


def _names(name: str, prop: str, meaning: str) -> Column:
    source = f"cq:{prop}/skos:prefLabel"
    return Column(name, "string", source, meaning, lambda r: _joined(r.labels(prop)))


def _of_reports(name: str, prop: str, meaning: str) -> Column:
    def read(r: Record) -> str:
        return _joined(r.one(prop, report) for report in r.chain())

    return Column(name, "string", f"cq:reportedBy+/cq:{prop}", meaning, read)


def _of_article(name: str, prop: str, meaning: str) -> Column:
    def read(r: Record) -> str:
        terms = r.terms(DCT[prop], r.to("article"))
        return r.short(terms[0]) if terms else ""

    return Column(name, "string", f"cq:article/dct:{prop}", meaning, read)


def _account_of(r: Record) -> str:
    account = r.to("account")
    return r.one("accountOf", account) if account else ""


def _account_kind(r: Record) -> str:
    account = r.to("account")
    return r.one("accountKind", account) if account else ""


def _url(r: Record) -> str:
    article = r.to("article")
    return r.one("url", article) if article else ""


def _reporter_names(r: Record) -> str:
    return _joined(r.label(r.to("reporter", report)) for report in r.chain())


COLUMNS: Final = (
    Column("statement", "string", "the IRI's last part", "Id of the statement, made of its content",
           lambda r: r.short(r.node)),
    _plain("words", "string", "words", "The words as they stand in the article; split words are "
           'joined by " ... "'),
    _plain("cue", "string", "cue", "The words that introduce it, e.g. the verb of saying"),
    _plain("quote_type", "string", "quoteType", "direct, indirect or mixed"),
    _plain("act", "string", "act", "Speech act, a notation of ontology/acts.ttl"),
    _plain("attitude", "boolean", "attitude", "true: hopes or believes, without speech"),
    _plain("speaker", "string", "speaker", "Id of the actor who speaks"),
    _names("speaker_name", "speaker", "Name of the speaker"),
    Column("speaker_kind", "string", "cq:speaker/rdf:type", "person, state, organisation, outlet "
           "or unnamed", lambda r: r.kind(r.to("speaker"))),
    Column("speaker_country", "string", "cq:country/cq:isoAlpha2", "State that the speaker speaks "
           "for as of the day, ISO 3166-1 alpha-2", lambda r: r.code(r.to("country"))),
    _plain("as_written", "string", "speakerAsWritten", "The speaker as the article names it"),
    _plain("basis", "string", "speakerBasis", "How the speaker was known: named, title, pronoun, "
           "metonym, joint, unnamed"),
    Column("post", "string", "cq:tenure/cq:postLabel", "Posts held that day, ordered by id",
           lambda r: _joined(r.one("postLabel", t) or r.short(t) for t in r.nodes("tenure"))),
    Column("post_basis", "string", "cq:datedTenure", "For each post: dated, or term-open where "
           "start or end is not known",
           lambda r: _joined("dated" if t in r.nodes("datedTenure") else "term-open"
                             for t in r.nodes("tenure"))),
    _plain("on_behalf_of", "string", "onBehalfOf", "Id of the body that a spokesperson speaks for"),
    _names("on_behalf_of_name", "onBehalfOf", "Name of that body"),
    _plain("likely_speaker", "string", "likelySpeaker", "Id of a person who is likely to be meant"),
    _several("candidates", "candidate", "Ids of the actors who may be meant"),
    _plain("date_earliest", "date", "dateEarliest", "First day on which it may have been said; "
           "empty: not known"),
    _plain("date_latest", "date", "dateLatest", "Last day on which it may have been said"),
    _plain("date_edtf", "string", "dateEdtf", "Both bounds in the Extended Date/Time Format"),
    _plain("date_basis", "string", "dateBasis", "stated, weekday, relative, event, dateline, "
           "publication or open"),
    _plain("depth", "integer", "depth", "Number of reports it came through; 0 is first hand"),
    _of_reports("reporters", "reporter", "Ids of those who passed it on, the nearest first"),
    Column("reporter_names", "string", "cq:reportedBy+/cq:reporter/skos:prefLabel", "Their names",
           _reporter_names),
    _of_reports("report_kinds", "reportKind", "agency, outlet, readout, document, person, body or "
                "unnamed, for each"),
    Column("topics", "string", "dct:subject", "Notations of ontology/topics/",
           lambda r: _joined(r.short(t) for t in r.terms(DCT["subject"]))),
    _several("target", "target", "Ids of the actors it is about"),
    _names("target_names", "target", "Their names"),
    _several("addressee", "addressee", "Ids of the actors it is said to"),
    _names("addressee_names", "addressee", "Their names"),
    _plain("joint", "string", "joint", "Shared by the statements of speakers who speak together"),
    _plain("event", "string", "event", "Id of the call, meeting or session it was said at"),
    Column("account_of", "string", "cq:account/cq:accountOf", "Id of the side whose version of the "
           "event this is", _account_of),
    Column("account_kind", "string", "cq:account/cq:accountKind", "readout, communique, transcript "
           "or press report", _account_kind),
    _plain("publisher", "string", "publisher", "Id of the publisher"),
    _names("publisher_name", "publisher", "Name of the publisher"),
    _plain("published", "date", "published", "Publication day; empty: not known"),
    _plain("article", "string", "article", "Id of the article"),
    _of_article("title", "title", "Title of the article"),
    Column("url", "string", "cq:article/cq:url", "Address of the article, as it was given", _url),
    _of_article("language", "language", "Language tag of the article"),
    _plain("start", "integer", "start", "First character of the words in the article, from 0, in "
           "Unicode code points"),
    _plain("end", "integer", "end", "End of the words, that character excluded"),
    _plain("confidence", "decimal", "confidence", "Overall, 0 to 1"),
    _plain("confidence_spans", "decimal", "confidenceOfSpans", "In the words and their source"),
    _plain("confidence_speaker", "decimal", "confidenceOfSpeaker", "In the speaker"),
    _plain("confidence_according_to", "decimal", "confidenceOfAccordingTo", "In the reporters"),
    _plain("confidence_date", "decimal", "confidenceOfDate", "In the date"),
    _plain("confidence_act", "decimal", "confidenceOfSpeechAct", "In the speech act"),
    _plain("confidence_topics", "decimal", "confidenceOfTopics", "In the topics"),
)  # fmt: skip
"""In the order of the table."""
