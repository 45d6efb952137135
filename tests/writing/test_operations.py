"""No update reaches a managed graph: texts meant to, texts that read in two ways, and many
made at random, run on a small store and compared.
"""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.errors import CommuniqueError, NotAllowed, QuerySyntaxError
from graph_service.writing.managed import PENDING, command_for, condition
from graph_service.writing.operations import Dataset, Limits, rewrite

BASE = "https://communique.example/"
LINKS, ARTICLE, MINE = f"{BASE}graph/links", f"{BASE}graph/article-12", "http://example.org/mine"
LIMITS = Limits(nesting=50, patterns=50)


def store() -> ox.Store:
    made = ox.Store()
    made.update(
        f"INSERT DATA {{ <a:d> <a:p> 1, 2 . GRAPH <{MINE}> {{ <a:m> <a:p> 1, 2 }} "
        f"GRAPH <{LINKS}> {{ <a:l> <a:p> 1, 2 }} GRAPH <{ARTICLE}> {{ <a:a> <a:p> 1, 2 }} }}"
    )
    return made


def managed(held: ox.Store) -> set[ox.Quad]:
    return {
        quad
        for quad in held
        if isinstance(quad.graph_name, ox.NamedNode) and command_for(quad.graph_name.value, BASE)
    }


def run(sparql: str, held: ox.Store, dataset: Dataset | None = None) -> None:
    held.update(" ;\n".join(rewrite(sparql, BASE, LIMITS, dataset)))


REFUSED = {
    "data": f"INSERT DATA {{ GRAPH <{LINKS}> {{ <a:s> <a:p> 1 }} }}",
    "a prefix": f"PREFIX g: <{BASE}graph/> DELETE DATA {{ GRAPH g:links {{ <a:l> <a:p> 1 }} }}",
    "a prefix said again": f"PREFIX g: <a:> INSERT DATA {{}} ; PREFIX g: <{BASE}graph/> "
    "DROP GRAPH g:links",
    "a glued keyword": f"PREFIX GRAPHg: <a:> INSERT DATA {{ GRAPH<{LINKS}>{{<a:s> <a:p> 1}} }}",
    "a relative name": f"BASE <{BASE}x/> CLEAR GRAPH <../graph/links>",
    "the base of the service": "CLEAR GRAPH <graph/links>",
    "an escape": f"CLEAR GRAPH <{BASE}graph/\\u006Cinks>",
    "a long escape": f"CLEAR GRAPH <{BASE}graph/\\U0000006Cinks>",
    "an escaped local name": f"PREFIX g: <{BASE}graph/> CLEAR GRAPH g:article\\-12",
    "small letters": f"drop silent graph <{LINKS}>",
    "a comment between": f"DROP # a }}\n GRAPH # <a:g>\n <{LINKS}>",
    "a string with a brace": f"INSERT DATA {{ <a:s> <a:p> '}}' . "
    f"GRAPH <{LINKS}> {{ <a:s> <a:p> 1 }} }}",
    "a long string": 'INSERT DATA { <a:s> <a:p> """ " } """ . '
    f"GRAPH <{LINKS}> {{ <a:s> <a:p> 1 }} }}",
    "after others": f"CLEAR DEFAULT ; INSERT DATA {{}} ; CLEAR GRAPH <{LINKS}>",
    "all": "CLEAR ALL",
    "with": f"WITH <{LINKS}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
    "a template": f"INSERT {{ ?s ?p ?o . GRAPH <{LINKS}> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}",
    "the second template": f"DELETE {{ ?s ?p ?o }} INSERT {{ GRAPH <{LINKS}> {{ ?s ?p ?o }} }} "
    "WHERE { ?s ?p ?o }",
    "move": f"MOVE <{LINKS}> TO <a:g>",
    "the pending graph": f"CLEAR SILENT GRAPH <{PENDING}>",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_named_graph_is_refused_by_its_name(name: str) -> None:
    ox.Store().update(f"CREATE GRAPH <{LINKS}>; CREATE GRAPH <{ARTICLE}>; DROP ALL;")
    with pytest.raises(NotAllowed):
        rewrite(REFUSED[name], BASE, LIMITS)


BY_VARIABLE = {
    "delete where": "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
    "delete": "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
    "insert": "INSERT { GRAPH ?g { <a:s> <a:p> 9 } } WHERE "
    f"{{ VALUES ?g {{ <{LINKS}> <a:g> }} }}",
    "made by a function": "INSERT { GRAPH $g { <a:s> <a:p> 9 } } WHERE "
    f'{{ BIND(IRI(CONCAT("{BASE}", "graph/", "links")) AS ?g) }}',
    "two variables": "INSERT { GRAPH ?a { <a:s> <a:p> 9 } GRAPH ?b { <a:s> <a:p> 9 } } WHERE "
    f"{{ VALUES (?a ?b) {{ (<a:g> <{ARTICLE}>) }} }}",
    "a subquery": "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE "
    "{ { SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } } }",
    "in a later operation": f"INSERT DATA {{ <a:q> <a:names> <{LINKS}> }} ; "
    "INSERT { GRAPH ?g { <a:s> <a:p> 9 } } WHERE { <a:q> <a:names> ?g }",
}


@pytest.mark.parametrize("name", BY_VARIABLE)
def test_a_variable_that_would_reach_one_stops_the_whole_update(name: str) -> None:
    held = store()
    before = set(held)
    with pytest.raises(RuntimeError, match="reached"):
        run(f"INSERT DATA {{ <a:first> <a:p> 1 }} ; {BY_VARIABLE[name]}", held)
    assert set(held) == before


def test_chance_does_not_help() -> None:
    """The pattern is asked twice; what it says the second time is filtered, not believed."""
    held, refused = store(), 0
    text = (
        "INSERT { GRAPH ?g { <a:s> <a:p> ?r } } WHERE "
        f"{{ BIND(RAND() AS ?r) BIND(IF(?r < 0.5, <{LINKS}>, <a:g>) AS ?g) }}"
    )
    before = managed(held)
    for _ in range(200):
        try:
            run(text, held)
        except RuntimeError:
            refused += 1
    assert managed(held) == before
    assert 50 < refused < 150


def test_a_variable_that_names_own_graphs_is_free() -> None:
    held = store()
    where = f"GRAPH ?g {{ ?s ?p ?o }} FILTER(?g = <{MINE}>)"
    run(f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ {where} }}", held)
    assert not list(held.quads_for_pattern(None, None, None, ox.NamedNode(MINE)))
    assert len(managed(held)) == 4


def test_an_unbound_graph_leaves_the_rest_of_the_template() -> None:
    held = store()
    template = "<a:new> <a:p> ?o . GRAPH ?g { <a:new> <a:p> ?o }"
    run(f"INSERT {{ {template} }} WHERE {{ <a:d> <a:p> ?o }}", held)
    assert len(list(held.quads_for_pattern(ox.NamedNode("a:new"), None, None))) == 2


def test_reading_managed_graphs_is_free() -> None:
    held = store()
    run(f"COPY <{LINKS}> TO <a:copy> ; ADD GRAPH <{ARTICLE}> TO DEFAULT", held)
    assert len(held) == 8 + 2 + 2


TIGHT = {
    "less than, or an IRI": "INSERT { ?a <a:p> 1 } WHERE { ?a <a:p> ?b FILTER(?a<?b&&?b>?a) }",
    "a hash in it": "INSERT { ?a <a:p> 1 } WHERE { ?a <a:p> ?b FILTER(?a<?b#> ) } ; "
    f"DROP GRAPH <{LINKS}> #\n) }}",
    "an undeclared prefix": "INSERT DATA { b:s <a:p> 1 }",
    "a triple term": "INSERT DATA { <a:s> <a:p> <<( <a:s> <a:p> 1 )>> }",
    "an unknown word": "TRUNCATE GRAPH <a:g>",
    "a word in data": f"INSERT DATA {{ <a:s> <a:p> trueGRAPH <{LINKS}> {{ <a:s> <a:p> 1 }} }}",
    "half a string": "INSERT DATA { <a:s> <a:p> 'x }",
    "a surrogate": "INSERT DATA { <a:s> <a:p> '\\uD800' }",
    "a brace too many": "INSERT DATA { { <a:s> <a:p> 1 } }",
}


@pytest.mark.parametrize("name", TIGHT)
def test_what_can_be_read_in_two_ways_is_not_run(name: str) -> None:
    held = store()
    before = managed(held)
    with pytest.raises((QuerySyntaxError, SyntaxError, NotAllowed)):
        run(TIGHT[name], held)
    assert managed(held) == before


SAME = [
    'INSERT DATA { <a:s> <a:p> "\\"\\\\u0041\\n", \'\'\'a"b\'\'\', "é\\u00e9"@fr, "1"^^<a:t> }',
    "PREFIX : <a:> PREFIX x: <a:x/> "
    "INSERT DATA { :s :p.q x:a\\,b , x:%41 ; a :C . [] :p (1 -2 .5 1e3) }",
    "INSERT { ?s a ?o } WHERE { ?s <a:p>/<a:p>*|^<a:p>? ?o FILTER(?o < 2 || ?o>=1 && !(?o = -1)) }",
    "DELETE { ?s ?p ?o } INSERT { ?s ?p ?n } WHERE { ?s ?p ?o BIND(?o+1 AS ?n) # a } comment\n}",
    "CREATE SILENT GRAPH <a:g> ; COPY DEFAULT TO <a:g> ; MOVE <a:g> TO <a:h> ; DROP DEFAULT ;",
    "INSERT { GRAPH <a:g> { _:b <a:p> ?o } } WHERE { ?s ?p ?o }",
    "",
]


@pytest.mark.parametrize("sparql", SAME)
def test_the_rewritten_text_does_the_same(sparql: str) -> None:
    ours, theirs = store(), store()
    run(sparql, ours)
    theirs.update(sparql, base_iri=f"{BASE}update")
    found = [ox.Dataset(held) for held in (ours, theirs)]
    for each in found:
        each.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert found[0] == found[1]


def test_a_prologue_between_operations_which_the_engine_does_not_take() -> None:
    held = ox.Store()
    run(
        "PREFIX a: <a:1/> INSERT DATA { a:s a:p 1 } ; PREFIX a: <a:2/> INSERT DATA { a:s a:p 1 }",
        held,
    )
    assert {quad.subject.value for quad in held} == {"a:1/s", "a:2/s"}


IRIS = st.sampled_from([LINKS, ARTICLE, MINE, "a:g", f"{BASE}graph/mine", PENDING])
GRAPHS = st.one_of(IRIS.map(lambda iri: f"<{iri}>"), st.just("?g"), st.just("?o"))
TRIPLES = st.sampled_from(["?s ?p ?o", "<a:s> <a:p> ?o", "?s ?p 1, 2 ; a ?o", ""])
QUADS = st.lists(
    st.one_of(TRIPLES, st.builds("GRAPH {} {{ {} }}".format, GRAPHS, TRIPLES)),
    min_size=1,
    max_size=3,
).map(" . ".join)
WHERE = st.sampled_from(
    ["GRAPH ?g { ?s ?p ?o }", "?s ?p ?o", "?s ?p ?o . GRAPH ?g { ?o ?x ?y }",
     f"VALUES ?g {{ <{LINKS}> <a:g> }} OPTIONAL {{ ?s ?p ?o }}", f"BIND(<{ARTICLE}> AS ?o)",
     f"{{ SELECT ?g {{ GRAPH ?g {{}} }} }} BIND(IRI(STR(?g)) AS ?o) FILTER(?g != <{LINKS}>)"]
)  # fmt: skip
ENDS = st.one_of(IRIS.map(lambda iri: f"GRAPH <{iri}>"), st.just("DEFAULT"))
OPERATIONS = st.one_of(
    st.builds("INSERT {{ {} }} WHERE {{ {} }}".format, QUADS, WHERE),
    st.builds("DELETE {{ {} }} WHERE {{ {} }}".format, QUADS, WHERE),
    st.builds("WITH <{}> DELETE {{ {} }} INSERT {{ {} }} WHERE {{ {} }}".format,
              IRIS, QUADS, QUADS, WHERE),
    st.builds("DELETE {{ {} }} INSERT {{ {} }} USING <{}> USING NAMED <{}> WHERE {{ {} }}".format,
              QUADS, QUADS, IRIS, IRIS, WHERE),
    st.builds("DELETE WHERE {{ {} }}".format, QUADS),
    st.builds("{} SILENT {} TO {}".format, st.sampled_from(["ADD", "COPY", "MOVE"]), ENDS, ENDS),
    st.builds("{} SILENT {}".format, st.sampled_from(["CLEAR", "DROP"]),
              st.one_of(ENDS, st.sampled_from(["ALL", "NAMED"]))),
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.lists(OPERATIONS, min_size=1, max_size=3).map(" ;\n".join))
def test_random_updates_change_no_managed_graph(sparql: str) -> None:
    held = store()
    before, everything = managed(held), set(held)
    try:
        run(sparql, held)
    except (CommuniqueError, RuntimeError, SyntaxError):
        assert set(held) == everything
    assert managed(held) == before
    assert "reached" not in {str(graph) for graph in held.named_graphs()}


@given(st.one_of(IRIS, st.text("gr/ahplinks-", max_size=8).map(lambda s: f"{BASE}graph/{s}")))
def test_the_condition_says_what_the_function_says(iri: str) -> None:
    answer = ox.Store().query(
        f"SELECT ({condition('?g', BASE)} AS ?is) {{ VALUES ?g {{ <{iri}> }} }}"
    )
    (row,) = answer
    assert (row["is"].value == "true") == (command_for(iri, BASE) is not None)
