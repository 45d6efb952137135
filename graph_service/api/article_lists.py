"""`/api/v1/articles` for reading: which articles are in the graph, and one with its statements.

Owns the bodies. What is listed is the named query `articles`'s; text is never in them:
how much of it may be shown is a setting that pages and statements heed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import JSONResponse, Response

from graph_service.api.deps import Service, ServiceDep
from graph_service.api.problems import PROBLEMS
from graph_service.api.wellformed import Day, only_known
from graph_service.errors import BadValue, UnknownName
from graph_service.query.actors import find_actor
from graph_service.query.run import run_named
from graph_service.query.statements import read_of_article, record_to_json
from graph_service.query.table import Table

router = APIRouter(
    prefix="/api/v1", tags=["look-ups"], responses=PROBLEMS, dependencies=[Depends(only_known)]
)

_QUERY: Final = "articles"
_ONE: Final = """\
PREFIX cq: <https://w3id.org/communique/ns#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?identity ?publisher ?published ?title ?language ?url {{ GRAPH {graph} {{
  {article} a cq:Article ; cq:identity ?identity ; cq:publisher ?publisher .
  OPTIONAL {{ {article} cq:published ?published }}
  OPTIONAL {{ {article} dct:title ?title }}
  OPTIONAL {{ {article} dct:language ?language }}
  OPTIONAL {{ {article} cq:url ?url }}
}} }} LIMIT 1
"""


_NAMES: Final = """\
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?actor (MIN(?label) AS ?name) {{ VALUES ?actor {{ {actors} }} ?actor skos:prefLabel ?label }}
GROUP BY ?actor
"""


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the list."""

    publisher: Annotated[list[str] | None, Query(description="Who published it.")] = None
    after: Annotated[Day | None, Query(description="Published after this day.")] = None
    before: Annotated[Day | None, Query(description="Published before this day.")] = None
    limit: Annotated[int | None, Query(ge=1, le=500, description="Articles a page.")] = None
    cursor: Annotated[int, Query(ge=0, le=10_000_000, description="From a Link header.")] = 0


@router.get("/articles")
def articles(
    request: Request, service: ServiceDep, filters: Annotated[Filters, Depends()]
) -> Response:
    """Articles in the graph, the newest first, with the number of their statements."""
    limit = min(filters.limit or service.settings.page_size, 500)
    values = _values(service, filters)
    table = run_named(
        service.view, service.catalogue, _QUERY, values, service.iris,
        limit=limit + 1, start=filters.cursor,
    )  # fmt: skip
    rows = table.dicts()
    following = filters.cursor + limit if len(rows) > limit else None
    headers = {}
    if following is not None:
        address = request.url.include_query_params(cursor=following)
        headers["Link"] = f'<{address.path}?{address.query}>; rel="next"'
    names = _names(service, rows)
    listed = [_entry(service, row, names) for row in rows[:limit]]
    return JSONResponse({"articles": listed, "next_cursor": following}, headers=headers)


@router.get("/articles/{id}")
def article(id: str, service: ServiceDep) -> Response:  # noqa: A002
    """One article: where it is from, and its statements in the order of the text."""
    iris = service.iris
    graph, node = iris.article_graph(id), iris.article(id)
    found = service.view.query(_ONE.format(graph=graph, article=node), accept="json")
    rows = Table.from_json(found.body).dicts()
    if not rows:
        raise UnknownName(f"There is no article {id}", do="List them at /api/v1/articles.")
    try:
        records = read_of_article(service.view, id, service.registry, iris)
    except UnknownName:  # it says nothing that we found
        records = []
    body = _entry(service, {**rows[0], "article": node.value}, _names(service, rows))
    body |= {"url": rows[0].get("url"), "language": rows[0].get("language")}
    listed = [record_to_json(record) for record in records]
    return JSONResponse({**body, "statements": listed})


def _values(service: Service, filters: Filters) -> dict[str, list[str]]:
    if filters.after and filters.before and filters.after >= filters.before:
        raise BadValue(
            f"No day lies after {filters.after} and before {filters.before}", do="Swap them."
        )
    given = {
        "publisher": [
            find_actor(service.view, service.registry, service.iris, name).id
            for name in filters.publisher or ()
        ],
        "after": [filters.after.isoformat()] if filters.after else [],
        "before": [filters.before.isoformat()] if filters.before else [],
    }
    return {name: values for name, values in given.items() if values}


def _names(service: Service, rows: list[dict[str, Any]]) -> dict[str, str]:
    """IRI of a publisher -> its name: the registry's, else the one in the article's graph."""
    iris = service.iris
    actors = list(dict.fromkeys(row["publisher"] for row in rows))
    known = {actor: service.registry.actor(iris.local(actor)) for actor in actors}
    names = {actor: found.name for actor, found in known.items() if found}
    if asked := " ".join(f"<{actor}>" for actor in actors if actor not in names):
        answer = service.view.query(_NAMES.format(actors=asked), accept="json")
        rows = Table.from_json(answer.body).dicts()
        names |= {row["actor"]: row["name"] for row in rows}
    return names


def _entry(service: Service, row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    key = service.iris.local(row["article"])
    publisher = service.iris.local(row["publisher"])
    return {
        "id": key,
        "title": row.get("title"),
        "publisher": {"id": publisher, "name": names.get(row["publisher"], publisher)},
        "published": row.get("published"),
        "identity": row["identity"],
        "statements": row.get("statements"),
        "links": {"self": f"/api/v1/articles/{key}", "page": f"/id/{key}"},
    }
