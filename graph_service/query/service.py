"""What this endpoint and its data set say of themselves, as RDF.

Owns three vocabularies' worth of triples: SPARQL 1.1 Service Description (W3C
Recommendation, 21 March 2013), VoID (W3C Interest Group Note, 3 March 2011) and
DCAT 3. Counting is `counts`'s; which format is sent is the caller's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from graph_service.query.counts import Counts
from graph_service.rdf.formats import RDF_FORMATS, RESULT_FORMATS
from graph_service.rdf.namespaces import CQ, DCT, PREFIXES, SKOS, TYPE, VOID, XSD, Namespace

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
FOAF: Final = Namespace("http://xmlns.com/foaf/0.1/")
_PREFIXES: Final = {**PREFIXES, "sd": str(SD), "dcat": str(DCAT), "foaf": str(FOAF)}
_VOCABULARIES: Final = (CQ, DCT, SKOS)
_TITLE: Final = "Communiqué: who said what in diplomacy, on whose word"

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal


@dataclass(frozen=True, slots=True)
class Place:
    """Where this service stands: absolute addresses as its clients reach them."""

    endpoint: str
    """E.g. `http://127.0.0.1:8000/sparql`."""
    void: str
    base_iri: str
    """Start of every instance IRI."""
    federated: bool = False
    """Whether SERVICE may ask some endpoint."""

    @property
    def data_set(self) -> NamedNode:
        """The data set's IRI: the same wherever it is served."""
        return NamedNode(f"{self.base_iri}.well-known/void#dataset")


def service_description(place: Place, counts: Counts) -> list[Triple]:
    """The endpoint: languages, result formats, features and default data set."""
    service, default, data = NamedNode(place.endpoint), BlankNode("default"), place.data_set
    facts: list[tuple[Node, NamedNode, Term]] = [
        (service, TYPE, SD["Service"]),
        (service, SD["endpoint"], service),
        (service, SD["supportedLanguage"], SD["SPARQL11Query"]),
        # A query that names no dataset sees all graphs as one; no graph is fetched, so
        # DereferencesURIs is not said.
        (service, SD["feature"], SD["UnionDefaultGraph"]),
        (service, SD["feature"], SD["EmptyGraphs"]),
        *([(service, SD["feature"], SD["BasicFederatedQuery"])] if place.federated else ()),
        *((service, SD["resultFormat"], NamedNode(f.iri)) for f in RESULT_FORMATS.values()),
        *((service, SD["resultFormat"], NamedNode(f.iri)) for f in RDF_FORMATS.values()),
        (service, SD["defaultDataset"], data),
        (data, TYPE, SD["Dataset"]),
        (data, SD["defaultGraph"], default),
        (default, TYPE, SD["Graph"]),
        *_graphs(data, counts),
    ]
    if counts.quads is not None:
        facts.append((default, VOID["triples"], _integer(counts.quads)))
    return [Triple(*fact) for fact in facts]


def _graphs(data: NamedNode, counts: Counts) -> Iterator[tuple[Node, NamedNode, Term]]:
    """The graphs that are not one article's: those are thousands, and any query lists them."""
    for number, name in enumerate(counts.graphs):
        entry, graph = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
        yield data, SD["namedGraph"], entry
        yield entry, TYPE, SD["NamedGraph"]
        yield entry, SD["name"], NamedNode(name)
        yield entry, SD["graph"], graph
        yield graph, TYPE, SD["Graph"]


def data_set_description(place: Place, counts: Counts) -> list[Triple]:
    """The data set: VoID with the snapshot's counts, and a DCAT entry for catalogues."""
    data, document = place.data_set, NamedNode(place.void)
    endpoint = NamedNode(place.endpoint)
    service = BlankNode("service")
    facts: list[tuple[Node, NamedNode, Term]] = [
        (document, TYPE, VOID["DatasetDescription"]),
        (document, DCT["title"], Literal("Description of this data set", language="en")),
        (document, FOAF["primaryTopic"], data),
        (data, TYPE, VOID["Dataset"]),
        (data, TYPE, DCAT["Dataset"]),
        (data, DCT["title"], Literal(_TITLE, language="en")),
        (data, DCT["identifier"], Literal(counts.snapshot)),
        (data, VOID["sparqlEndpoint"], endpoint),
        (data, VOID["uriSpace"], Literal(place.base_iri)),
        *((data, VOID["vocabulary"], NamedNode(str(each))) for each in _VOCABULARIES),
        *((data, VOID["feature"], NamedNode(f.iri)) for f in RDF_FORMATS.values()),
        (service, TYPE, DCAT["DataService"]),
        (service, DCT["title"], Literal("SPARQL endpoint", language="en")),
        (service, DCT["conformsTo"], NamedNode("https://www.w3.org/TR/sparql11-protocol/")),
        (service, DCAT["endpointURL"], endpoint),
        (service, DCAT["endpointDescription"], endpoint),
        (service, DCAT["servesDataset"], data),
        *_counted(data, counts),
    ]
    if counts.published is not None:
        moment = counts.published.isoformat(timespec="seconds")
        facts.append((data, DCT["modified"], Literal(moment, datatype=XSD["dateTime"])))
    return [Triple(*fact) for fact in facts]


def _counted(data: NamedNode, counts: Counts) -> Iterator[tuple[Node, NamedNode, Term]]:
    if counts.quads is not None:
        yield data, VOID["triples"], _integer(counts.quads)
    articles = counts.classes.get(CQ["Article"].value)
    if articles is not None:
        yield data, VOID["documents"], _integer(articles)
    for number, (name, entities) in enumerate(sorted(counts.classes.items())):
        part = BlankNode(f"class{number}")
        yield data, VOID["classPartition"], part
        yield part, VOID["class"], NamedNode(name)
        yield part, VOID["entities"], _integer(entities)
    for number, (name, triples) in enumerate(sorted(counts.properties.items())):
        part = BlankNode(f"property{number}")
        yield data, VOID["propertyPartition"], part
        yield part, VOID["property"], NamedNode(name)
        yield part, VOID["triples"], _integer(triples)


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=XSD["integer"])


def written(triples: list[Triple], media_type: str) -> bytes:
    """The triples in the format of a media type that `rdf.formats` offers."""
    chosen = RdfFormat.from_media_type(media_type) or RdfFormat.TURTLE
    readable = chosen in (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML)
    return serialize(triples, format=chosen, prefixes=_PREFIXES if readable else None) or b""
