"""Look-ups: actors, their statements, one statement. JSON of contract.md, paged with `Link`.

Owns the parameters of the addresses and paging; which statements match is the
named query `statements-of-state`'s, the same that `ask` uses.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.responses import JSONResponse, RedirectResponse

from graph_service.api.deps import Service, ServiceDep
from graph_service.api.problems import PROBLEMS
from graph_service.api.wellformed import Day, only_known
from graph_service.archive import Archive, Former
from graph_service.errors import BadValue, Gone, UnknownName
from graph_service.model import Actor
from graph_service.query.actors import find_actor
from graph_service.query.catalogue import named
from graph_service.query.concepts import check_concepts
from graph_service.query.curation import rejections
from graph_service.query.links import linked_to_json, links_of_all
from graph_service.query.listing import QUERY, list_statements
from graph_service.query.statements import (
    StatementRecord,
    read_record,
    read_records,
    record_to_json,
)

router = APIRouter(
    prefix="/api/v1", tags=["look-ups"], responses=PROBLEMS, dependencies=[Depends(only_known)]
)

MOST_AS_OF = 5000
"""Statements that `as_of` looks through at most."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list of statements; several values of one name mean any of them."""

    topic: Annotated[list[str] | None, Query(description="Notation, with its narrower ones.")] = (
        None
    )
    according_to: Annotated[list[str] | None, Query(description="Reporter: id, QID or ISO.")] = None
    publisher: Annotated[list[str] | None, Query(description="Who published it.")] = None
    act: Annotated[list[str] | None, Query(description="Speech act, e.g. deny.")] = None
    quote_type: Annotated[
        list[Literal["direct", "indirect", "mixed"]] | None, Query(description="Kind of quotation.")
    ] = None
    q: Annotated[str | None, Query(max_length=200, description="The words contain this.")] = None
    after: Annotated[Day | None, Query(description="Said after this day.")] = None
    before: Annotated[Day | None, Query(description="Said before this day.")] = None
    on: Annotated[Day | None, Query(description="Said on this day.")] = None
    max_depth: Annotated[int | None, Query(ge=0, le=4, description="0: first hand only.")] = None
    attitude: Annotated[bool, Query(description="Also attitudes without speech.")] = False
    rejected: Annotated[bool, Query(description="Also what a decision left out.")] = False
    exact: Annotated[
        bool, Query(description="The named actors alone: no officials, no other bodies.")
    ] = False
    sort: Annotated[
        Literal["depth", "date"], Query(description="First hand first, or newest first.")
    ] = "depth"
    as_of: Annotated[
        str | None,
        Query(max_length=40, description="As we had it then: a day or a time, ISO 8601."),
    ] = None
    limit: Annotated[int | None, Query(ge=1, le=500, description="Statements a page.")] = None
    cursor: Annotated[int, Query(ge=0, le=10_000_000, description="From a Link header.")] = 0


FiltersDep = Annotated[Filters, Depends()]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of statements; `next_cursor` is None on the last."""

    records: list[StatementRecord]
    next_cursor: int | None
    former: tuple[Former, ...] = ()
    """With `as_of`: what stood then and stands no more."""


def page_of_statements(service: Service, filters: Filters, who: dict[str, list[str]]) -> Page:
    """Statements that match, first hand first, then newest; `who` names actor or country."""
    if filters.after and filters.before and filters.after >= filters.before:
        raise BadValue(
            f"No day lies after {filters.after} and before {filters.before}", do="Swap them."
        )
    limit = min(filters.limit or service.settings.page_size, 500)
    moment = _moment(filters.as_of) if filters.as_of else None
    if filters.exact and "actor" in who:
        who = {**who, "speaker": who["actor"], "actor": []}
    given: dict[str, list[str]] = {
        **who,
        "topic": filters.topic or [],
        "act": filters.act or [],
        "quote_type": list(filters.quote_type or []),
        "according_to": _reporters(service, filters),
        "publisher": _ids(service, filters.publisher),
        "on": [filters.on.isoformat()] if filters.on else [],
        "text": [filters.q] if filters.q else [],
        "after": [filters.after.isoformat()] if filters.after else [],
        "before": [filters.before.isoformat()] if filters.before else [],
        "max_depth": [str(filters.max_depth)] if filters.max_depth is not None else [],
        "attitude": ["true"] if filters.attitude else [],
        "rejected": ["true"] if filters.rejected else [],
        "by_date": ["true"] if filters.sort == "date" else [],
    }
    hits = list_statements(
        service.view,
        named(service.catalogue, QUERY),
        {name: values for name, values in given.items() if values},
        service.iris,
        limit=MOST_AS_OF if moment else limit + 1,
        start=0 if moment else filters.cursor,
    )
    if not hits and not filters.cursor:
        asked = {name: given[name] for name in ("topic", "act")}
        check_concepts(service.view, named(service.catalogue, QUERY), asked, service.iris)
    # Statements under IRIs that are not this store's (in a user's own graphs) have no page.
    iris = service.iris
    names = [iris.local(h.statement) for h in hits if h.statement.startswith(iris.ids)]
    if moment:
        return _as_of(service, moment, names, filters.cursor, limit)
    records = read_records(service.view, names, service.registry, service.iris)
    more = len(hits) > limit
    return Page(records[:limit], filters.cursor + limit if more else None)


def _as_of(service: Service, moment: str, names: list[str], start: int, limit: int) -> Page:
    """Of the statements those whose article we had by then, and what is gone since."""
    with Archive.open(service.settings.home, create=False) as archive:
        since = archive.since(names)
        former = archive.gone_after(moment, limit)
    then = [name for name in names if since.get(name, moment) <= moment]
    shown = then[start : start + limit]
    records = read_records(service.view, shown, service.registry, service.iris)
    more = len(then) > start + limit
    return Page(records, start + limit if more else None, tuple(former))


def _moment(written: str) -> str:
    """UTC, ISO 8601, as the ledger writes it; a day means its end. Raises BadValue."""
    try:
        if len(written) == 10:
            moment = datetime.combine(date.fromisoformat(written), time.max)
        else:
            moment = datetime.fromisoformat(written.replace(" ", "+"))
    except ValueError as error:
        raise BadValue(
            f"as_of={written!r} is no day and no time", do="Give e.g. 2031-03-09."
        ) from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def _reporters(service: Service, filters: Filters) -> list[str]:
    """ "According to" a body or state means its state and that state's bodies, unless exact."""
    found: dict[str, None] = {}
    for name in filters.according_to or ():
        actor = find_actor(service.view, service.registry, service.iris, name)
        found[actor.id] = None
        if filters.exact or actor.kind not in ("state", "organisation") or not actor.country:
            continue
        state = service.registry.state(actor.country)
        for other in (*([state] if state else []), *service.registry.bodies_of(actor.country)):
            found[other.id] = None
    return list(found)


def who_speaks(actor: Actor, officials: bool) -> dict[str, list[str]]:
    """An actor with those who spoke for it (a state: its officials and bodies as of the day),
    or alone."""
    return {"actor" if officials else "speaker": [actor.id]}


@router.get("/actors")
def actors(
    service: ServiceDep,
    q: Annotated[str, Query(min_length=1, max_length=200, description="A name, as written.")],
) -> dict[str, Any]:
    """Actors that the registry knows under a name, full names before surnames."""
    found = {name.actor: name for name in service.registry.named(q)}
    known = [(service.registry.actor(id_), name) for id_, name in found.items()]
    return {
        "actors": [
            {**actor_to_json(actor), "matched": name.form, "match": name.kind}
            for actor, name in known
            if actor
        ]
    }


@router.get("/actors/{id}", responses={307: {"description": "The id it goes by"}})
def actor(id: str, service: ServiceDep) -> Response:  # noqa: A002
    """One actor, with its terms of office. QID and ISO code redirect to its id."""
    found = find_actor(service.view, service.registry, service.iris, id)
    if found.id != id:
        return RedirectResponse(f"/api/v1/actors/{found.id}", 307)
    tenures = [
        {
            "id": tenure.id,
            "post": tenure.post,
            "role": tenure.role,
            "country": tenure.country,
            "from": tenure.start.isoformat() if tenure.start else None,
            "until": tenure.end.isoformat() if tenure.end else None,
            "open_as_of": tenure.open_as_of.isoformat() if tenure.open_as_of else None,
            "source": tenure.source,
        }
        for tenure in service.registry.tenures_of(found.id)
    ]
    return _json({**actor_to_json(found), "tenures": tenures})


@router.get("/actors/{id}/statements", responses={307: {"description": "The id the actor goes by"}})
def statements_of_actor(
    id: str,  # noqa: A002
    request: Request,
    service: ServiceDep,
    filters: FiltersDep,
    include: Annotated[
        Literal["officials", "none"],
        Query(description="Of a state: also its officials and bodies as of the day."),
    ] = "officials",
) -> Response:
    """What an actor said: first-hand before second-hand, then newest first."""
    found = find_actor(service.view, service.registry, service.iris, id)
    if found.id != id:
        target = request.url.replace(path=f"/api/v1/actors/{found.id}/statements")
        return RedirectResponse(f"{target.path}?{target.query}" if target.query else target.path)
    page = page_of_statements(service, filters, who_speaks(found, include == "officials"))
    return _listed(service, request, page, {"actor": actor_to_json(found)})


@router.get("/statements")
def statements(
    request: Request,
    service: ServiceDep,
    filters: FiltersDep,
    actor: Annotated[list[str] | None, Query(description="Speaker: id, QID or ISO.")] = None,
    country: Annotated[str | None, Query(description="A state with its officials.")] = None,
) -> Response:
    """Statements by any mixture of filters."""
    who = {
        "actor": _ids(service, actor),
        "country": _ids(service, [country] if country else None),
    }
    return _listed(service, request, page_of_statements(service, filters, who), {})


@router.get("/statements/{id}")
def statement(id: str, service: ServiceDep) -> Response:  # noqa: A002
    """One statement, whole: words, spans, chain, date, evidence, and what it is linked to.

    410 with words and successor where it is no longer extracted, with the reason where its
    article was withdrawn.
    """
    record = read_statement(service, id)
    return _json(_bodies(service, [record])[0])


def _bodies(service: Service, records: list[StatementRecord]) -> list[dict[str, Any]]:
    """Statements with what they are linked to, and why one is rejected."""
    names = [record.statement.id for record in records]
    linked = links_of_all(service.view, names, service.iris)
    rejected = rejections(service.view, names, service.iris)
    return [
        {
            **record_to_json(record),
            "linked": linked_to_json(linked[name], name),
            **({"rejected": asdict(rejected[name])} if name in rejected else {}),
        }
        for name, record in zip(names, records, strict=True)
    ]


def read_statement(service: Service, name: str) -> StatementRecord:
    """The statement; raises Gone where there was one, UnknownName where there never was."""
    try:
        return read_record(service.view, name, service.registry, service.iris)
    except UnknownName:
        if not (service.settings.home / "archive.sqlite").exists():
            raise
        with Archive.open(service.settings.home, create=False) as archive:
            stone = archive.withdrawn_statement(name)
            former = archive.former(name)
        if stone is not None:
            raise Gone(
                f"{name} was withdrawn with its article on {stone.day[:10]}: {stone.reason}"
            ) from None
        if former is None or former.gone is None:
            raise
        raise Gone(
            f"{name} is not extracted any more: a newer version of its article stands in its place",
            do=f"See {former.successor}." if former.successor else f"See {former.article}.",
            words=former.words,
            successor=former.successor,
        ) from None


def _ids(service: Service, references: list[str] | None) -> list[str]:
    return [
        find_actor(service.view, service.registry, service.iris, reference).id
        for reference in references or ()
    ]


def actor_to_json(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "wikidata": actor.wikidata,
        "links": {
            "self": f"/api/v1/actors/{actor.id}",
            "statements": f"/api/v1/actors/{actor.id}/statements",
            "page": f"/id/{actor.id}",
        },
    }


def _listed(service: Service, request: Request, page: Page, more: dict[str, Any]) -> Response:
    headers = {}
    if page.next_cursor is not None:
        following = request.url.include_query_params(cursor=page.next_cursor)
        headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
    return _json(
        {
            **more,
            "statements": _bodies(service, page.records),
            "next_cursor": page.next_cursor,
            **({"former": [asdict(former) for former in page.former]} if page.former else {}),
        },
        headers,
    )


def _json(body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    return JSONResponse(body, headers=headers)
