"""`/api/v1/articles`: what was taken in, and taking in more.

Owns how articles arrive (one JSON object, a list, or JSON lines) and the summary that
leaves. A long batch goes to the writer process in parts, so that other writes get their
turn in between and a deadline costs one part.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from graph_service.api.deps import Service, ServiceDep
from graph_service.api.problems import PROBLEMS
from graph_service.api.wellformed import check_once, parameters
from graph_service.api.writing import WAIT, body_of, flag, headers, may_write, write
from graph_service.errors import (
    BadValue,
    CommuniqueError,
    InputError,
    LimitExceeded,
    UnknownMediaType,
)
from graph_service.rdf.formats import essence
from graph_service.writing.messages import Done, Job, refusal

router = APIRouter(prefix="/api/v1", tags=["articles"], responses=PROBLEMS)

MOST: Final = 1000
"""Articles in one request."""
PART: Final = 5
"""Articles in one job."""
_JSON: Final = "application/json"
_LINES: Final = ("application/x-ndjson", "application/jsonl", "application/json-lines")
_ONCE: Final = frozenset({"dry_run", "wait", "force"})
_EXAMPLE: Final = {
    "url": "https://news.example/1",
    "publisher": "The Daily Example",
    "date": "2024-05-02",
    "text": "The minister said the talks would go on.",
}


@router.post("/articles", openapi_extra={
    "parameters": [
        {"name": "dry_run", "in": "query", "schema": {"type": "boolean", "default": False},
         "description": "Show the statements; keep nothing."},
        {"name": "force", "in": "query", "schema": {"type": "boolean", "default": False},
         "description": "Take in again what was withdrawn."},
        WAIT,
    ],
    "security": [{"token": []}],
    "requestBody": {"required": True, "content": {
        _JSON: {"schema": {}, "example": _EXAMPLE},
        **{name: {"schema": {"type": "string"}} for name in _LINES},
    }},
})  # fmt: skip
async def take_in(request: Request, service: ServiceDep) -> Response:
    """Ingest articles: one JSON object, a list of them, or JSON lines. Needs a bearer token.

    Sending the same article again changes nothing. `articles` says what became of each,
    `rejected` what could not be read, and `quarantined` what the shapes kept out.
    """
    may_write(request, service)
    values = parameters(request.url.query, "address")
    check_once(values, _ONCE, "address")
    single = {name: found[0] for name, found in values.items()}
    kind = essence(request.headers.get("content-type", ""))
    if kind != _JSON and kind not in _LINES:
        raise UnknownMediaType(
            f"Articles cannot be sent as {kind or 'a body without Content-Type'}",
            where="header Content-Type",
            do=f"Send {_JSON}, or JSON lines as {_LINES[0]}.",
        )
    body = await body_of(request, service.settings.max_article_mib, "The batch")
    lines = await run_in_threadpool(_lines, body, kind)
    shown, wait = flag(single, "dry_run", False), flag(single, "wait", True)
    summary, done = await _send(service, lines, shown, wait, flag(single, "force", False))
    status = 200 if wait or shown else 202
    return Response(
        json.dumps(summary, ensure_ascii=False),
        status,
        headers(done) if done and not shown else None,
        media_type=_JSON,
    )


async def _send(
    service: Service, lines: list[bytes], shown: bool, wait: bool, force: bool
) -> tuple[dict[str, Any], Done | None]:
    """Part after part. What goes wrong with one is said, and what was before it stays in."""
    articles: list[dict[str, Any]] = []
    rejected: list[dict[str, Any]] = []
    done = None
    for first, part in _parts(lines):
        last = first + PART > len(lines)
        options = {"dry_run": shown, "first": first, "force": force}
        try:
            # Only the last part waits: its snapshot holds the others, too.
            body = b"\n".join(part)
            done = await write(service, Job("articles", options, body, None, wait and last))
        except CommuniqueError as error:
            if not articles:
                raise
            where = f"lines {first} to {first + len(part) - 1}"
            told = refusal(error)
            rejected.append({"where": where, "what": told["what"], "do": "Send them again."})
            break
        articles += done.result["articles"]
        rejected += done.result["rejected"]
    summary: dict[str, Any] = {"articles": articles, "rejected": rejected}
    if not shown:
        counts = Counter(article["outcome"] for article in articles)
        statements = sum(article["statements"] for article in articles)
        aside = sum(len(article["quarantined"]) for article in articles)
        names = ("new", "revised", "unchanged", "withdrawn")
        summary["counts"] = {
            "read": len(articles),
            **{name: counts[name] for name in names},
            "quarantined": aside,
            "statements": statements,
            "rejected": len(rejected),
        }
    return summary, done


def _parts(lines: list[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    for start in range(0, len(lines), PART):
        yield start + 1, lines[start : start + PART]


def _lines(body: bytes, kind: str) -> list[bytes]:
    """One article's JSON each. Raises InputError, LimitExceeded."""
    if kind == _JSON:
        try:
            value = json.loads(body)
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            place = getattr(error, "lineno", None)
            where = f"line {place}, column {getattr(error, 'colno', 0)}" if place else "body"
            raise InputError(
                f"The body is not valid JSON: {error}", where=where, do="Correct it there."
            ) from error
        except RecursionError as error:
            raise InputError("The JSON is nested too deeply") from error
        one = body.replace(b"\n", b" ").replace(b"\r", b" ")
        lines = [json.dumps(item).encode() for item in value] if isinstance(value, list) else [one]
    else:
        lines = body.removeprefix(b"\xef\xbb\xbf").splitlines()
    lines = [line for line in lines if line.strip()]
    if not lines:
        raise BadValue("No article was sent", where="body", do='Send {"text": "..."}.')
    if len(lines) > MOST:
        raise LimitExceeded(
            f"There are {len(lines)} articles in one request, and {MOST} are taken",
            do="Send them in parts, or use `communique ingest`.",
        )
    return lines
