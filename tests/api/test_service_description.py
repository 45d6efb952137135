"""The W3C's service description cases, and VoID and DCAT, read by another RDF library."""

from __future__ import annotations

import httpx
import pytest
from pyoxigraph import RdfFormat, parse, serialize
from rdflib import DCTERMS, RDF, Graph, Literal, Namespace, URIRef

from graph_service.query.service import SD as WRITTEN_SD

SD = Namespace(str(WRITTEN_SD))
VOID = Namespace("http://rdfs.org/ns/void#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
CQ = Namespace("https://w3id.org/communique/ns#")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
TYPES = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": None,
    "application/trig": None,
    "application/n-quads": None,
}
"""Media type -> rdflib's name; None where rdflib's reader warns of itself."""
# What the Recommendation defines (sections 3.2 to 3.4).
CLASSES = {"Service", "Language", "Function", "Aggregate", "EntailmentRegime",
           "EntailmentProfile", "GraphCollection", "Dataset", "Graph", "NamedGraph"}  # fmt: skip
SERVICE_PROPERTIES = {"endpoint", "feature", "defaultEntailmentRegime",
                      "defaultSupportedEntailmentProfile", "extensionFunction",
                      "extensionAggregate", "languageExtension", "supportedLanguage",
                      "propertyFeature", "defaultDataset", "availableGraphs",
                      "resultFormat", "inputFormat"}  # fmt: skip
FEATURES = {"DereferencesURIs", "UnionDefaultGraph", "RequiresDataset", "EmptyGraphs",
            "BasicFederatedQuery"}  # fmt: skip
LANGUAGES = {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"}


def fetch(server: str, path: str, media_type: str = "text/turtle") -> Graph:
    answer = httpx.get(f"{server}{path}", headers={"Accept": media_type}, timeout=20)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == media_type
    text, form = answer.text, TYPES[media_type]
    if form is None:
        found = parse(text, format=RdfFormat.from_media_type(media_type))
        text = (serialize((q.triple for q in found), format=RdfFormat.N_TRIPLES) or b"").decode()
    return Graph().parse(data=text, format=form or "nt")


@pytest.mark.parametrize("media_type", TYPES)
def test_returns_rdf(small: str, media_type: str) -> None:
    graph = fetch(small, "/sparql", media_type)
    assert (None, RDF.type, SD.Service) in graph
    assert len(graph) == len(fetch(small, "/sparql"))


def test_has_endpoint_triple(small: str) -> None:
    graph = fetch(small, "/sparql")
    assert list(graph.objects(None, SD.endpoint)) == [URIRef(f"{small}/sparql")]


def test_conforms_to_schema(small: str) -> None:
    """Only terms of the Recommendation, each on a subject and with a value of its kind."""
    graph = fetch(small, "/sparql")
    (service,) = graph.subjects(RDF.type, SD.Service)
    for _, _, value in graph.triples((None, RDF.type, None)):
        if str(value).startswith(str(SD)):
            assert str(value).removeprefix(str(SD)) in CLASSES
    for predicate, value in graph.predicate_objects(service):
        if predicate != RDF.type:
            assert str(predicate).removeprefix(str(SD)) in SERVICE_PROPERTIES
            assert isinstance(value, URIRef)
    assert {str(v).removeprefix(str(SD)) for v in graph.objects(service, SD.feature)} <= FEATURES
    languages = {str(v).removeprefix(str(SD)) for v in graph.objects(service, SD.supportedLanguage)}
    assert "SPARQL11Query" in languages
    assert languages <= LANGUAGES
    (data,) = graph.objects(service, SD.defaultDataset)
    assert (data, RDF.type, SD.Dataset) in graph
    (default,) = graph.objects(data, SD.defaultGraph)
    assert (default, RDF.type, SD.Graph) in graph
    for entry in graph.objects(data, SD.namedGraph):
        assert isinstance(graph.value(entry, SD.name), URIRef)
        assert (graph.value(entry, SD.graph), RDF.type, SD.Graph) in graph


def test_says_nothing_that_is_not_so(small: str) -> None:
    """No federation and nothing fetched is promised, and every format named is really sent."""
    graph = fetch(small, "/sparql")
    features = set(graph.objects(None, SD.feature))
    assert SD.BasicFederatedQuery not in features
    assert SD.DereferencesURIs not in features
    assert SD.UnionDefaultGraph in features
    assert len(set(graph.objects(None, SD.resultFormat))) == 10


def test_a_browser_gets_the_form(small: str) -> None:
    answer = httpx.get(f"{small}/sparql", headers={"Accept": BROWSER})
    assert answer.headers["content-type"].startswith("text/html")
    assert "<textarea" in answer.text
    by_name = httpx.get(f"{small}/sparql?format=turtle", headers={"Accept": BROWSER})
    assert by_name.headers["content-type"].startswith("text/turtle")


def test_the_description_offers_query(small: str) -> None:
    answer = httpx.get(f"{small}/sparql")
    assert "application/sparql-query" in answer.headers["accept-query"]


def test_void_counts_what_queries_count(server: str) -> None:
    graph = fetch(server, "/.well-known/void")
    (data,) = graph.subjects(RDF.type, VOID.Dataset)
    assert (data, RDF.type, DCAT.Dataset) in graph
    assert graph.value(data, VOID.sparqlEndpoint) == URIRef(f"{server}/sparql")

    def ask(query: str) -> int:
        answer = httpx.get(f"{server}/sparql", params={"query": query, "format": "csv"}, timeout=20)
        return int(answer.text.split()[1])

    everything = ask("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    assert graph.value(data, VOID.triples) == Literal(everything)
    per_class = {
        graph.value(part, VOID["class"]): graph.value(part, VOID.entities)
        for part in graph.objects(data, VOID.classPartition)
    }
    prefix = "PREFIX cq: <https://w3id.org/communique/ns#> "
    statements = ask(prefix + "SELECT (COUNT(*) AS ?n) { ?s a cq:Statement }")
    articles = ask(prefix + "SELECT (COUNT(*) AS ?n) { ?s a cq:Article }")
    assert statements > 20
    assert per_class[CQ.Statement] == Literal(statements)
    assert graph.value(data, VOID.documents) == per_class[CQ.Article] == Literal(articles)
    per_property = {
        graph.value(part, VOID.property): graph.value(part, VOID.triples)
        for part in graph.objects(data, VOID.propertyPartition)
    }
    assert per_property[CQ.words] == Literal(statements)
    snapshot = httpx.get(f"{server}/readyz").json()["snapshot"]
    assert graph.value(data, DCTERMS.identifier) == Literal(snapshot)
    assert graph.value(data, DCTERMS.modified) is not None


def test_void_is_a_catalogue_entry(server: str) -> None:
    graph = fetch(server, "/.well-known/void", "application/rdf+xml")
    (service,) = graph.subjects(RDF.type, DCAT.DataService)
    (data,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert graph.value(service, DCAT.endpointURL) == URIRef(f"{server}/sparql")
    assert graph.value(service, DCAT.servesDataset) == data
    assert graph.value(data, DCTERMS.title) is not None


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void"])
def test_a_description_that_the_client_has_is_not_sent_again(small: str, path: str) -> None:
    first = httpx.get(f"{small}{path}", headers={"Accept": "text/turtle"})
    again = httpx.get(
        f"{small}{path}",
        headers={"Accept": "text/turtle", "If-None-Match": first.headers["etag"]},
    )
    assert again.status_code == 304
    assert again.content == b""


def test_a_description_that_cannot_be_written_is_406(small: str) -> None:
    answer = httpx.get(f"{small}/.well-known/void", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["do"]


def test_a_host_header_that_is_no_host_makes_no_iri(small: str) -> None:
    answer = httpx.get(f"{small}/sparql", headers={"Host": "a<b>c", "Accept": "text/turtle"})
    assert answer.status_code == 200
    assert "<https://communique.example/sparql>" in answer.text
