"""What hangs together with a statement: who denies it, where it is repeated, copied, told again.

Owns reading the graph of links for pages and REST. Links that a decision rejects are not in
that graph at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from graph_service.query.table import Table
from graph_service.rdf.iris import Iris
from graph_service.store.base import View

_LINKS: Final = """\
PREFIX cq: <https://w3id.org/communique/ns#>
SELECT DISTINCT ?link ?kind ?later ?earlier ?confidence ?found_by ?shared ?added ?gone {{
  VALUES ?thing {{ {listed} }}
  GRAPH {graph} {{
    {{ ?link cq:later ?thing }} UNION {{ ?link cq:earlier ?thing }}
    ?link cq:linkKind ?kind ; cq:later ?later ; cq:earlier ?earlier ;
      cq:confidence ?confidence ; cq:foundBy ?found_by .
    OPTIONAL {{ ?link cq:sharedWords ?shared }}
    OPTIONAL {{ ?link cq:wordsAdded ?added }}
    OPTIONAL {{ ?link cq:wordsGone ?gone }}
  }}
}} ORDER BY ?kind ?later ?earlier
"""

_ORIGINS: Final = """\
PREFIX cq: <https://w3id.org/communique/ns#>
SELECT ?copy ?publisher {{
  VALUES ?copy {{ {listed} }}
  GRAPH {graph} {{ ?copy cq:copyOf ?first }}
  GRAPH ?article {{ ?first a cq:Article ; cq:publisher ?publisher }}
}}
"""


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """One link as it stands in the graph; ends are ids."""

    id: str
    kind: str
    later: str
    earlier: str
    confidence: float
    found_by: str
    shared: str = ""
    added: str = ""
    gone: str = ""


def read_links(view: View, names: Iterable[str], iris: Iris) -> list[LinkRecord]:
    """All links that one of these statements, articles or events is an end of."""
    listed = " ".join(str(iris.node(name)) for name in dict.fromkeys(names))
    if not listed:
        return []
    text = _LINKS.format(listed=listed, graph=iris.graph("links"))
    return [
        LinkRecord(
            id=iris.local(row["link"]),
            kind=row["kind"],
            later=iris.local(row["later"]),
            earlier=iris.local(row["earlier"]),
            confidence=float(row["confidence"]),
            found_by=row["found_by"],
            shared=str(row.get("shared", "")),
            added=str(row.get("added", "")),
            gone=str(row.get("gone", "")),
        )
        for row in Table.from_json(view.query(text, accept="json").body).dicts()
    ]


@dataclass(frozen=True, slots=True)
class Linked:
    """The links of one statement, by what they mean to it."""

    denies: tuple[LinkRecord, ...] = ()
    denied_by: tuple[LinkRecord, ...] = ()
    repeats: tuple[LinkRecord, ...] = ()
    """Of itself, or of the first statement of its saying: to earlier sayings."""
    repeated_by: tuple[LinkRecord, ...] = ()
    copies: tuple[LinkRecord, ...] = ()
    """The same saying in other articles."""

    @property
    def others(self) -> tuple[str, ...]:
        """Ids of every statement at a far end."""
        ends = (
            end
            for links in (self.denies, self.denied_by, self.repeats, self.repeated_by, self.copies)
            for link in links
            for end in (link.later, link.earlier)
        )
        return tuple(dict.fromkeys(ends))


def links_of(view: View, name: str, iris: Iris) -> Linked:
    """The links of a statement; what its saying is tied to, it is tied to as well."""
    return links_of_all(view, [name], iris)[name]


def links_of_all(view: View, names: Iterable[str], iris: Iris) -> dict[str, Linked]:
    """The links of each of these statements, by two queries for all of them."""
    wanted = list(dict.fromkeys(names))
    own = read_links(view, wanted, iris)
    first = {link.later: link.earlier for link in own if link.kind == "same-saying"}
    beyond = [first[name] for name in wanted if name in first and first[name] not in wanted]
    links = {link.id: link for link in (*own, *read_links(view, beyond, iris))}
    touching: dict[str, dict[str, LinkRecord]] = {}
    for link in links.values():
        for end in (link.later, link.earlier):
            touching.setdefault(end, {})[link.id] = link
    found = {}
    for name in wanted:
        saying = {name, first.get(name, name)}
        near = [link for end in sorted(saying) for link in touching.get(end, {}).values()]
        found[name] = _sorted_out(list(dict.fromkeys(near)), saying)
    return found


def _sorted_out(links: list[LinkRecord], saying: set[str]) -> Linked:
    def of(kind: str, ends: str) -> tuple[LinkRecord, ...]:
        return tuple(o for o in links if o.kind == kind and getattr(o, ends) in saying)

    return Linked(
        denies=of("denial", "later"),
        denied_by=of("denial", "earlier"),
        repeats=of("repeat", "later"),
        repeated_by=of("repeat", "earlier"),
        copies=tuple(o for o in links if o.kind == "same-saying"),
    )


def linked_to_json(linked: Linked, name: str) -> dict[str, Any]:
    """`denies`, `denied_by`, `repeats`, `repeated_by`, `copies`: each with its evidence."""

    def shown(links: tuple[LinkRecord, ...], end: str) -> list[dict[str, Any]]:
        return [
            {
                "statement": getattr(link, end),
                "link": link.id,
                "confidence": link.confidence,
                "found_by": link.found_by,
                **({"shared": link.shared} if link.shared else {}),
                **({"added": link.added} if link.added else {}),
                **({"gone": link.gone} if link.gone else {}),
            }
            for link in links
        ]

    copies = {end for link in linked.copies for end in (link.later, link.earlier)} - {name}
    return {
        "denies": shown(linked.denies, "earlier"),
        "denied_by": shown(linked.denied_by, "later"),
        "repeats": shown(linked.repeats, "earlier"),
        "repeated_by": shown(linked.repeated_by, "later"),
        "copies": sorted(copies),
    }


def origins(view: View, articles: Iterable[str], iris: Iris) -> dict[str, str]:
    """Article (key) that is a copy -> actor id of who published what it is a copy of."""
    listed = " ".join(str(iris.node(name)) for name in dict.fromkeys(articles))
    if not listed:
        return {}
    text = _ORIGINS.format(listed=listed, graph=iris.graph("links"))
    rows = Table.from_json(view.query(text, accept="json").body).dicts()
    return {iris.local(row["copy"]): iris.local(row["publisher"]) for row in rows}
