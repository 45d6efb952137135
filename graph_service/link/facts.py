"""What linking knows of an article: its statements and events, read from its graph once.

Owns the reading and the file `links.jsonl` in the home, which keeps what was read, so
that a later pass opens only the graphs that changed. The file is no source: it may be
deleted at any time, and a line that is cut off counts as not there.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from graph_service.rdf.namespaces import CQ, TYPE

FORMAT: Final = "communique links 1"


class Facts(NamedTuple):
    """One statement. Ids are last parts of IRIs, days ISO 8601, unknown values empty."""

    id: str
    speaker: str
    country: str
    act: str
    words: str
    earliest: str
    latest: str
    published: str
    start: int
    attitude: bool
    targets: tuple[str, ...]
    article: str

    @property
    def moment(self) -> str:
        """The day it is put in order by: the last on which it can have been said."""
        return self.latest or self.published or "9999"


class EventFacts(NamedTuple):
    """One article's own event."""

    id: str
    kind: str
    parties: tuple[str, ...]
    earliest: str
    latest: str
    confidence: float
    published: str
    article: str


class ArticleFacts(NamedTuple):
    """One article."""

    key: str
    publisher: str
    published: str
    text_hash: str
    statements: tuple[Facts, ...]
    events: tuple[EventFacts, ...]


def read_article(key: str, quads: Iterable[Quad]) -> ArticleFacts:
    """From the article's graph; statements in text order, those without a speaker left out."""
    nodes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and quad.predicate in _WANTED:
            value = quad.object
            if isinstance(value, NamedNode | Literal):
                nodes[quad.subject.value][quad.predicate.value].append(value.value)
    article = next((n for n in nodes.values() if _ARTICLE in n[TYPE.value]), {})
    published = _one(article, "published")
    statements = [
        _statement(iri, node, key)
        for iri, node in nodes.items()
        if _STATEMENT in node[TYPE.value] and node.get(_SPEAKER) and node.get(_WORDS)
    ]
    events = [
        _event(iri, node, key, published)
        for iri, node in nodes.items()
        if _EVENT in node[TYPE.value] and node.get(CQ["eventKind"].value)
    ]
    return ArticleFacts(
        key,
        _local(_one(article, "publisher")),
        published,
        _one(article, "textHash"),
        tuple(sorted(statements, key=lambda s: (s.start, s.id))),
        tuple(sorted(events)),
    )


def _statement(iri: str, node: Mapping[str, list[str]], key: str) -> Facts:
    return Facts(
        id=_local(iri),
        speaker=_local(_one(node, "speaker")),
        country=_local(_one(node, "country")),
        act=_local(_one(node, "act")),
        words=_one(node, "words"),
        earliest=_one(node, "dateEarliest"),
        latest=_one(node, "dateLatest"),
        published=_one(node, "published"),
        start=int(_one(node, "start") or 0),
        attitude=_one(node, "attitude") in ("true", "1"),
        targets=tuple(sorted(map(_local, node.get(CQ["target"].value, ())))),
        article=key,
    )


def _event(iri: str, node: Mapping[str, list[str]], key: str, published: str) -> EventFacts:
    return EventFacts(
        id=_local(iri),
        kind=_one(node, "eventKind"),
        parties=tuple(sorted(map(_local, node.get(CQ["party"].value, ())))),
        earliest=_one(node, "dateEarliest"),
        latest=_one(node, "dateLatest"),
        confidence=float(_one(node, "confidence") or 0),
        published=published,
        article=key,
    )


_PROPERTIES = (
    "speaker country act words dateEarliest dateLatest published start attitude target "
    "publisher textHash eventKind party confidence"
)
_WANTED = frozenset({TYPE, *(CQ[name] for name in _PROPERTIES.split())})
_ARTICLE, _STATEMENT, _EVENT = (CQ[name].value for name in ("Article", "Statement", "Event"))
_SPEAKER, _WORDS = CQ["speaker"].value, CQ["words"].value


def _one(node: Mapping[str, list[str]], name: str) -> str:
    return min(node.get(CQ[name].value, ()), default="")


def _local(iri: str) -> str:
    return iri.rpartition("/")[2]


class Remembered:
    """The file of what was read: article key -> (mark of its graph, facts)."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.held: dict[str, tuple[str, ArticleFacts]] = {}
        self.lines = 0
        self._new: list[str] = []
        if path is not None:
            with suppress(OSError, UnicodeDecodeError):
                self._load(path)

    def _load(self, path: Path) -> None:
        with path.open(encoding="utf-8", errors="strict") as file:
            if file.readline().rstrip("\n") != FORMAT:
                return
            for line in file:
                self.lines += 1
                try:
                    mark, key, publisher, published, text, statements, events = json.loads(line)
                except ValueError:  # cut off by a kill
                    continue
                facts = ArticleFacts(
                    key,
                    publisher,
                    published,
                    text,
                    tuple(Facts._make([*row[:10], tuple(row[10]), key]) for row in statements),
                    tuple(
                        EventFacts._make([row[0], row[1], tuple(row[2]), *row[3:], key])
                        for row in events
                    ),
                )
                self.held[key] = mark, facts

    def get(self, key: str, mark: str) -> ArticleFacts | None:
        held = self.held.get(key)
        return held[1] if held and held[0] == mark else None

    def keep(self, mark: str, facts: ArticleFacts) -> None:
        self.held[facts.key] = mark, facts
        self._new.append(_line(mark, facts))

    def save(self, keys: set[str]) -> None:
        """Add what is new; write the file anew where half of it is out of date.

        That it cannot be written costs time later and nothing else.
        """
        if self.path is None or not self._new:
            return
        self.held = {key: held for key, held in self.held.items() if key in keys}
        with suppress(OSError):
            if self.lines and self.lines + len(self._new) <= 2 * len(keys):
                with self.path.open("a", encoding="utf-8") as file:
                    file.write("".join(self._new))
                return
            partial = self.path.with_suffix(".partial")
            with partial.open("w", encoding="utf-8") as file:
                file.write(f"{FORMAT}\n")
                file.writelines(_line(*held) for held in self.held.values())
            partial.replace(self.path)


def _line(mark: str, facts: ArticleFacts) -> str:
    row: list[Any] = [mark, *facts[:4], [s[:-1] for s in facts.statements]]
    row.append([e[:-1] for e in facts.events])
    return json.dumps(row, ensure_ascii=True, separators=(",", ":")) + "\n"
