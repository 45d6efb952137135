"""Errors over HTTP: RFC 9457 problem documents, and the one table from exception to status.

Owns the body's shape: `type, title, status, detail`, and where they are known
`where, do, line, column, findings`. No route builds an error body of its own.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.responses import Response

from graph_service import errors
from graph_service.web.pages import problem_page

MEDIA_TYPE = "application/problem+json"

STATUS: dict[type[errors.CommuniqueError], int] = {
    errors.UsageError: 400,
    errors.UnknownName: 404,
    errors.UnknownFormat: 406,
    errors.Gone: 410,
    errors.InputError: 422,
    errors.UnknownMediaType: 415,
    errors.ShapesViolated: 422,
    errors.StoreError: 503,
    errors.ChangedMeanwhile: 412,
    errors.LimitExceeded: 413,
    errors.DeadlineExceeded: 504,
    errors.ServiceBusy: 503,
    errors.CallerLeft: 408,
    errors.NotAllowed: 403,
    errors.TokenMissing: 401,
    errors.NetworkError: 502,
}


_FOR_MACHINES = (
    "/api/", "/sparql", "/update", "/graph-store", "/.well-known/",
    "/healthz", "/readyz", "/metrics",
)  # fmt: skip
"""Paths whose problems are documents even where a browser asks."""


class Problem(BaseModel):
    """An error, as RFC 9457 wants it."""

    model_config = ConfigDict(extra="allow")

    type: str = "about:blank"
    title: str
    status: int
    detail: str


PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "What went wrong, where, and what to do",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
}
"""For every router: the shape of its errors in the OpenAPI document."""


def status_of(error: errors.CommuniqueError) -> int:
    """The status of the nearest class in the exception's own line of descent.

    >>> status_of(errors.DeadlineExceeded("Too slow"))
    504
    """
    for kind in type(error).__mro__:
        if kind in STATUS:
            return STATUS[kind]
    return 500


def problem_response(
    request: Request,
    status: int,
    detail: str,
    headers: dict[str, str] | None = None,
    **more: Any,
) -> Response:
    """A problem document, or the page of it where a browser asks for HTML."""
    title = HTTPStatus(status).phrase
    known = {name: value for name, value in more.items() if value is not None}
    if _wants_page(request):
        page = problem_page(title=title, status=status, detail=detail, more=known)
        return Response(page, status, headers, media_type="text/html")
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **known}
    return Response(json.dumps(body, ensure_ascii=False), status, headers, media_type=MEDIA_TYPE)


def problem_of(request: Request, error: errors.CommuniqueError) -> Response:
    """The problem document of one of our own exceptions."""
    headers = {}
    if isinstance(error, errors.ServiceBusy):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, errors.TokenMissing):
        headers["WWW-Authenticate"] = 'Bearer realm="communique"'
    return problem_response(
        request,
        status_of(error),
        str(error.what),
        headers,
        where=error.where,
        do=error.do,
        line=getattr(error, "line", None),
        column=getattr(error, "column", None),
        words=getattr(error, "words", None),
        successor=getattr(error, "successor", None),
        findings=[str(f) for f in getattr(error, "findings", ())] or None,
    )


def _wants_page(request: Request) -> bool:
    machine = request.scope["path"].startswith(_FOR_MACHINES)
    return not machine and "text/html" in request.headers.get("accept", "")


def install(app: FastAPI) -> None:
    """Every failure of every route goes through one of these four."""

    @app.exception_handler(errors.CommuniqueError)
    async def _ours(request: Request, error: errors.CommuniqueError) -> Response:
        return problem_of(request, error)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        detail = {
            404: f"There is nothing at {request.scope['path']}",
            405: f"{request.method} is not offered at {request.scope['path']}",
        }.get(error.status_code, str(error.detail))
        headers = dict(error.headers or {})
        advice = {
            404: "The addresses that there are: /docs.",
            405: f"It takes {headers['allow']}." if "allow" in headers else None,
        }.get(error.status_code)
        return problem_response(request, error.status_code, detail, headers, do=advice)

    @app.exception_handler(RequestValidationError)
    async def _parameters(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        place, *path = (str(part) for part in first["loc"])
        name = ".".join(path) or place
        return problem_response(
            request,
            400,
            f"The parameter {name} does not fit: {first['msg']}",
            where=place,
            do=f"What {request.scope['path']} takes is said at /docs.",
        )

    @app.exception_handler(Exception)
    async def _ours_to_mend(request: Request, error: Exception) -> Response:
        return problem_response(
            request, 500, "This is our own fault; it is in the log", do="Please report it."
        )
