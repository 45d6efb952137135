"""`/update`: SPARQL 1.1 Protocol, writing (W3C Recommendation, 21 March 2013, section 2.2).

Owns how an update arrives (POST form, POST body) and what it is answered with. What it
may do is `writing.operations`'s.
"""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from graph_service.api.deps import ServiceDep
from graph_service.api.problems import PROBLEMS
from graph_service.api.wellformed import check_once, parameters
from graph_service.api.writing import (
    TIMEOUT,
    WAIT,
    body_of,
    flag,
    headers,
    may_write,
    seconds,
    write,
)
from graph_service.errors import BadValue, InputError, UnknownMediaType
from graph_service.writing.messages import Job

router = APIRouter(tags=["SPARQL"], responses=PROBLEMS)

FORM: Final = "application/x-www-form-urlencoded"
UPDATE: Final = "application/sparql-update"
_ONCE: Final = frozenset({"update", "wait", "timeout"})
_MANY: Final = {"type": "array", "items": {"type": "string"}}
_OPTIONS: Final = [
    {"name": "using-graph-uri", "in": "query", "schema": _MANY,
     "description": "As USING in every operation; not together with USING or WITH."},
    {"name": "using-named-graph-uri", "in": "query", "schema": _MANY,
     "description": "As USING NAMED in every operation."},
    WAIT,
    TIMEOUT,
]  # fmt: skip
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    202: {"description": "It is in; the snapshot that holds it comes (wait=false)"},
    204: {"description": "It is in, and answers hold it"},
}


@router.post("/update", status_code=204, responses=_RESPONSES, openapi_extra={
    "parameters": _OPTIONS,
    "security": [{"token": []}],
    "requestBody": {"required": True, "content": {
        FORM: {"schema": {"type": "object", "required": ["update"],
                          "properties": {"update": {"type": "string"}}}},
        UPDATE: {"schema": {"type": "string"}},
    }}
})  # fmt: skip
async def update(request: Request, service: ServiceDep) -> Response:
    """One SPARQL update, as form field `update` or as the body; whole or not at all.

    Needs a bearer token. Graphs that the product's own commands write are read-only here.
    """
    may_write(request, service)
    kind, _, more = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    if kind not in (FORM, UPDATE):
        raise UnknownMediaType(
            f"An update cannot be sent as {kind or 'a body without Content-Type'}",
            where="header Content-Type",
            do=f"Send {UPDATE} or {FORM}.",
        )
    charset = more.lower().partition("charset=")[2].strip(" \"'").partition(";")[0]
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise UnknownMediaType(
            f"The body is said to be {charset}", where="header Content-Type", do="Send UTF-8."
        )
    limit = service.settings.update_mib
    raw = await body_of(request, limit, "The update", escaped=kind == FORM)
    try:
        body = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            "The body is not UTF-8", where=f"body, byte {error.start + 1}", do="Send UTF-8."
        ) from error
    values = parameters(request.url.query, "address")
    if kind == FORM:
        for name, given in parameters(body, "form").items():
            values.setdefault(name, []).extend(given)
    elif "update" in values:
        raise BadValue("An update is given in the body and in the address", do="Use one.")
    else:
        values["update"] = [body]
    check_once(values, _ONCE, "form and address")
    if "update" not in values:
        also = " A query goes to /sparql." if "query" in values else ""
        raise BadValue(
            "No update was given", where="parameter update", do=f"Send it in the form.{also}"
        )
    single = {name: values[name][0] for name in _ONCE & values.keys()}
    wait = flag(single, "wait", True)
    dataset = {
        "default": values.get("using-graph-uri", []),
        "named": values.get("using-named-graph-uri", []),
    }
    job = Job("update", dataset, single["update"].encode(), seconds(single), wait)
    done = await write(service, job)
    return Response(status_code=204 if wait else 202, headers=headers(done))
