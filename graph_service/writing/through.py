"""Articles sent to the server that holds a home, by a command that wants to write to it.

Owns the client's side of `POST /api/v1/articles`: groups, progress lines and counts as
`ingest` has them. What becomes of an article there is `articles`'s; the server's own
extractor and registry count.
"""

from __future__ import annotations

import http.client
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from graph_service.errors import StoreError
from graph_service.ingest import IngestReport, Interrupted
from graph_service.model import Article
from graph_service.readers.base import Item, Rejected
from graph_service.settings import MIB

PATH: Final = "/api/v1/articles"
GROUP: Final = 20
"""Articles in one request, at most; fewer where they are long."""
PATIENCE: Final = 600.0
"""Seconds without an answer after which the server counts as gone."""
_ANYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - asked, not bound
_ADVICE: Final = "What was acknowledged is in: run the same command again for the rest."


def send_articles(
    items: Iterable[Item],
    address: str,
    token: str,
    progress: Callable[[str], None],
    *,
    force: bool = False,
) -> IngestReport:
    """Send them group by group to HOST:PORT, each group's fate told as soon as it is known.

    Raises StoreError where the server refuses or leaves, and Interrupted on Ctrl-C.
    """
    counts: Counter[str] = Counter()
    try:
        for group in _groups(items, counts, progress):
            answer = _post(address, token, "\n".join(group).encode(), force=force)
            for name in ("new", "unchanged", "revised", "quarantined", "statements", "withdrawn"):
                counts[name] += answer["counts"][name]
            counts["rejected"] += len(answer["rejected"])
            for found in answer["articles"]:
                counts["read"] += found["outcome"] != "withdrawn"
                for line in _lines(found):
                    progress(line)
            for found in answer["rejected"]:
                progress(str(Rejected(found["what"], found["where"], found.get("do"))))
    except KeyboardInterrupt:
        raise Interrupted(IngestReport(**counts, notes=())) from None
    return IngestReport(**counts, notes=())


def _groups(
    items: Iterable[Item], counts: Counter[str], progress: Callable[[str], None]
) -> Iterator[list[str]]:
    group: list[str] = []
    size = 0
    for item in items:
        if not isinstance(item, Article):
            counts["rejected"] += isinstance(item, Rejected)
            progress(str(item))
            continue
        line = _line(item)
        if group and (len(group) == GROUP or size + len(line) > MIB):
            yield group
            group, size = [], 0
        group.append(line)
        size += len(line)
    if group:
        yield group


def _line(article: Article) -> str:
    """As contract.md has an article; unknown keys as they came."""
    known = {
        "id": article.id,
        "url": article.url,
        "publisher": article.publisher,
        "date": article.published.isoformat() if article.published else None,
        "title": article.title,
        "language": article.language,
        "text": article.text,
    }
    return json.dumps({**{key: json.loads(value) for key, value in article.extra}, **known})


def _lines(found: dict[str, Any]) -> Iterator[str]:
    """What is told of one article: as `ingest` tells it."""
    name = found["id"] or found["article"]
    aside = len(found["quarantined"])
    line = f"{found['outcome']}: {name}, {found['statements']} statements"
    yield f"{line}, {aside} in quarantine" if aside else line


def _post(address: str, token: str, body: bytes, *, force: bool) -> dict[str, Any]:
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    connection = http.client.HTTPConnection(_ANYWHERE.get(host, host), int(port), timeout=PATIENCE)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/x-ndjson"}
    try:
        connection.request("POST", f"{PATH}?force={str(force).lower()}", body, headers)
        answer = connection.getresponse()
        content = answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise StoreError(
            f"The server that holds this home does not answer: {error}", where=address, do=_ADVICE
        ) from error
    finally:
        connection.close()
    try:
        told: dict[str, Any] = json.loads(content)
    except ValueError as error:
        raise StoreError(
            f"The server answered {answer.status} and no JSON", where=address, do=_ADVICE
        ) from error
    if answer.status == http.client.OK:
        return told
    if answer.status in (http.client.UNAUTHORIZED, http.client.FORBIDDEN):
        raise StoreError(
            f"The server that holds this home does not take our articles: {told.get('detail')}",
            where=address,
            do="Set COMMUNIQUE_TOKEN or COMMUNIQUE_TOKEN_FILE as the server has it, or stop it.",
        )
    raise StoreError(
        f"The server refused: {told.get('detail')}", where=address, do=told.get("do") or _ADVICE
    )
