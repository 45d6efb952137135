"""Writes actors and tenures as Turtle: sorted, one subject a block, the same bytes every time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable

from conversion.records import ActorRecord, TenureRecord

_HEAD = """\
# {title}
# Made by ontology/actors/from_tables.py; sources and licences in ontology/actors/SOURCES.md.
@prefix cq: <https://w3id.org/communique/ns#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix id: <https://communique.example/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def document(title: str, actors: Iterable[ActorRecord], tenures: Iterable[TenureRecord]) -> str:
    """One file: each actor, followed by the tenures it holds."""
    held: dict[str, list[TenureRecord]] = {}
    for tenure in tenures:
        held.setdefault(tenure.holder, []).append(tenure)
    blocks = [_HEAD.format(title=title)]
    for actor in sorted(actors, key=lambda a: a.id):
        blocks.append(_actor(actor))
        terms = sorted(held.get(actor.id, ()), key=lambda t: (t.start or "9999", t.label, t.id))
        blocks += [_tenure(tenure) for tenure in terms]
    return "\n".join(blocks)


def _actor(actor: ActorRecord) -> str:
    lines = [f"skos:prefLabel {_text(actor.name)}@en"]
    lines += _texts("skos:altLabel", actor.aliases, skip={actor.name})
    lines += _texts("cq:abbreviation", actor.abbreviations)
    lines += _texts("cq:metonym", actor.metonyms)
    lines += _texts("cq:demonym", actor.demonyms)
    if actor.alpha2 and actor.alpha3:
        lines.append(f'cq:isoAlpha2 "{actor.alpha2}" ; cq:isoAlpha3 "{actor.alpha3}"')
    if actor.country:
        lines.append(f"cq:country id:{actor.country}")
    if actor.org_type and actor.kind != "State":
        lines.append(f'cq:orgType "{actor.org_type}"')
    if actor.qid:
        lines.append(f"skos:exactMatch wd:{actor.qid}")
    lines += _texts("dct:source", sorted(actor.sources))
    return _block(actor.id, f"cq:Actor, cq:{actor.kind}", lines)


def _tenure(tenure: TenureRecord) -> str:
    lines = [
        f"cq:holder id:{tenure.holder}",
        f'cq:postLabel {_text(tenure.label)} ; cq:role "{tenure.role}"',
    ]
    if tenure.country:
        lines.append(f"cq:country id:{tenure.country}")
    if tenure.body:
        lines.append(f"cq:body id:{tenure.body}")
    for name, day in (
        ("from", tenure.start),
        ("until", tenure.end),
        ("openAsOf", tenure.open_as_of),
    ):
        if day:
            lines.append(f"cq:{name} {_date(day, name != 'from')}")
    if tenure.inferred_end:
        lines.append("cq:inferredEnd true")
    lines.append(f"dct:source {_text(tenure.source)}")
    return _block(tenure.id, "cq:Tenure", lines)


def _block(subject: str, classes: str, lines: list[str]) -> str:
    return f"id:{subject} a {classes} ;\n    " + " ;\n    ".join(lines) + " .\n"


def _texts(predicate: str, texts: Iterable[str], skip: set[str] | None = None) -> list[str]:
    kept = [t for t in dict.fromkeys(texts) if t not in (skip or ())]
    return [f"{predicate} {', '.join(_text(t) for t in kept)}"] if kept else []


def _text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _date(day: str, last: bool) -> str:
    """A full date: of a year or month the first day, for ends the last."""
    if len(day) < 10:
        year, _, given = day.partition("-")
        month = int(given) if given else 12 if last else 1
        length = monthrange(int(year), month)[1]
        day = f"{year}-{month:02d}-{length if last else 1:02d}"
    return f'"{day}"^^xsd:date'
