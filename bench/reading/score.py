"""Score read statements against the measured dispatches, as the project's targets define it.

Owns matching and measures; reading the files is `dispatches.py`. A system's output is the JSON
of `communique extract`, one article a line, with the dispatch's name as `id`:

    python -m bench.reading.dispatches --jsonl development > in.jsonl
    communique extract in.jsonl -o out.jsonl      # with registry.ttl of the set known
    python -m bench.reading.score out.jsonl development

A statement matches by words (Jaccard of the token bags at least 0.5, one to one, best first).
Speaker, country, chain, date and act are rates over matched statements, topics a recall and a
precision over them (a topic of words to which the annotation gives none is wrong); `joint` is
F1 of statements whose words, speaker and date are all right.

`target` and `addressee` are F1 of the actors that both name with a matched statement. The guide
asks for those whom the sentence names plainly and leaves the rest open: a lower bound.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.reading.dispatches import GENRES, Dispatch, Gold, Link, read_set

THRESHOLD = 0.5
UNNAMED = "unnamed"
Statements = Sequence[Gold]


def jaccard(one: Iterable[str], other: Iterable[str]) -> float:
    """Jaccard similarity of two bags of lower-case word tokens.

    >>> jaccard(["that all is well"], ['"All is', 'well"'])
    0.75
    """
    left, right = _bag(one), _bag(other)
    union = (left | right).total()
    return (left & right).total() / union if union else 0.0


def _bag(words: Iterable[str]) -> Counter[str]:
    return Counter(re.findall(r"\w+", " ".join(words).casefold()))


def slug(name: str) -> str:
    """The id of an actor of no registry, made from the name.

    >>> slug("Hardeep Singh Puri"), slug("José d'Abril")
    ('actor-x-hardeep-singh-puri', 'actor-x-jose-dabril')
    """
    plain = unicodedata.normalize("NFD", name.casefold().replace("'", ""))
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return "actor-x-" + re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def from_json(statement: Mapping[str, Any]) -> Gold:
    """A system's statement (contract: extraction output) in the form of an annotated one."""
    speaker, date = statement["speaker"], statement["date"]
    chain = tuple(
        Link(link["kind"], _ids(link, link["kind"] == UNNAMED))
        for link in statement.get("according_to") or ()
    )
    return Gold(
        words=(statement["words"],),
        spans=tuple((start, end) for start, end in statement["spans"]["content"]),
        speakers=_ids(speaker, speaker.get("basis") == UNNAMED),
        country=speaker.get("country"),
        basis=speaker.get("basis") or "",
        chain=chain,
        date=date.get("edtf") or "",
        date_basis=date.get("basis") or "",
        earliest=date.get("earliest"),
        latest=date.get("latest"),
        acts=(statement["speech_act"],),
        topics=tuple(statement.get("topics") or ()),
        quote=statement.get("quote_type") or "",
        attitude=bool(statement.get("attitude")),
        joint=statement.get("joint"),
        target=_listed(statement.get("target")),
        addressee=_listed(statement.get("addressee")),
    )


def _listed(actors: Iterable[Mapping[str, Any] | str] | None) -> tuple[str, ...]:
    """The ids of actors that a statement is about or said to."""
    return tuple(one if isinstance(one, str) else str(one["id"]) for one in actors or ())


def _ids(actor: Mapping[str, Any], unnamed: bool) -> tuple[str, ...]:
    if unnamed or str(actor.get("id", "")).startswith("actor-unnamed"):
        return (UNNAMED,)
    return (actor.get("id") or "", slug(actor.get("name") or ""))


def same_speaker(gold: Gold, found: Gold) -> bool:
    """Any listed alternative; two unnamed ones are the same if their countries are."""
    shared = set(gold.speakers) & set(found.speakers)
    if shared == {UNNAMED}:
        return gold.country == found.country
    return bool(shared)


def same_chain(gold: Gold, found: Gold) -> bool:
    """The same reporters in the same order, nearest first."""
    return len(gold.chain) == len(found.chain) and all(
        set(mine.reporters) & set(theirs.reporters)
        for mine, theirs in zip(gold.chain, found.chain, strict=True)
    )


def same_date(gold: Gold, found: Gold) -> bool:
    """The same first and last day."""
    return (gold.earliest, gold.latest) == (found.earliest, found.latest)


def same_act(gold: Gold, found: Gold) -> bool:
    """Any listed act."""
    return bool(set(gold.acts) & set(found.acts))


def match(golds: Statements, found: Statements) -> list[tuple[int, int]]:
    """Pairs (gold, found) of one text, one to one, best words first.

    Among equal words the pair that lies in the same place, has the right speaker and the right
    chain goes first, so that joint speakers and nested levels find their own.
    """
    pairs = []
    for one, gold in enumerate(golds):
        for two, other in enumerate(found):
            words = jaccard(gold.words, other.words)
            if words >= THRESHOLD:
                overlap = any(
                    start < stop and begin < end
                    for start, end in gold.spans
                    for begin, stop in other.spans
                )
                fields = (overlap, same_speaker(gold, other), same_chain(gold, other))
                pairs.append((round(words, 3), fields, -one, -two))
    left, right, chosen = set(), set(), []
    for _, _, one, two in sorted(pairs, reverse=True):
        if one not in left and two not in right:
            left.add(one)
            right.add(two)
            chosen.append((-one, -two))
    return sorted(chosen)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over one or many texts; add them with +."""

    gold: int = 0
    found: int = 0
    matched: int = 0
    speaker: int = 0
    country: int = 0
    chain: int = 0
    date: int = 0
    act: int = 0
    topics: int = 0
    topics_of: int = 0
    topics_found: int = 0
    second: int = 0
    second_right: int = 0
    nested_gold: int = 0
    nested_found: int = 0
    nested: int = 0
    joint: int = 0
    spoken_gold: int = 0
    spoken_found: int = 0
    spoken: int = 0
    target_gold: int = 0
    target_found: int = 0
    target: int = 0
    addressee_gold: int = 0
    addressee_found: int = 0
    addressee: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def measures(self) -> dict[str, float | None]:
        """Every measure, 0 to 1, None where nothing was counted."""
        return {
            "statements": _f1(self.matched, self.found, self.gold),
            "without attitudes": _f1(self.spoken, self.spoken_found, self.spoken_gold),
            "precision": _rate(self.matched, self.found),
            "recall": _rate(self.matched, self.gold),
            "speaker": _rate(self.speaker, self.matched),
            "country": _rate(self.country, self.matched),
            "chain": _rate(self.chain, self.matched),
            "second-hand chain": _rate(self.second_right, self.second),
            "nesting": _f1(self.nested, self.nested_found, self.nested_gold),
            "date": _rate(self.date, self.matched),
            "act": _rate(self.act, self.matched),
            "topic recall": _rate(self.topics, self.topics_of),
            "topic precision": _rate(self.topics, self.topics_found),
            "joint": _f1(self.joint, self.found, self.gold),
            "target": _f1(self.target, self.target_found, self.target_gold),
            "addressee": _f1(self.addressee, self.addressee_found, self.addressee_gold),
        }


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _f1(right: int, found: int, gold: int) -> float | None:
    return 2 * right / (found + gold) if found + gold else None


def tally(golds: Statements, found: Statements) -> Tally:
    """The counts of one text.

    Nesting: statements at second hand (depth above 0) found as such, whatever their reporters.
    Without attitudes: neither the gold ones, nor found ones flagged so or matched with such.
    """
    total = Tally(
        gold=len(golds),
        found=len(found),
        nested_gold=sum(bool(gold.chain) for gold in golds),
        nested_found=sum(bool(other.chain) for other in found),
        spoken_gold=sum(not gold.attitude for gold in golds),
        spoken_found=sum(not other.attitude for other in found),
    )
    for one, two in match(golds, found):
        gold, other = golds[one], found[two]
        speaker, chain, date = (
            same_speaker(gold, other),
            same_chain(gold, other),
            same_date(gold, other),
        )
        total += Tally(
            matched=1,
            speaker=speaker,
            country=gold.country == other.country,
            chain=chain,
            date=date,
            act=same_act(gold, other),
            topics=len(set(gold.topics) & set(other.topics)),
            topics_of=len(gold.topics),
            topics_found=len(set(other.topics)),
            second=bool(gold.chain),
            second_right=bool(gold.chain) and chain,
            nested=bool(gold.chain) and bool(other.chain),
            joint=speaker and date,
            spoken=not gold.attitude and not other.attitude,
            spoken_found=-int(gold.attitude and not other.attitude),
            target_gold=len(set(gold.target)),
            target_found=len(set(other.target)),
            target=len(set(gold.target) & set(other.target)),
            addressee_gold=len(set(gold.addressee)),
            addressee_found=len(set(other.addressee)),
            addressee=len(set(gold.addressee) & set(other.addressee)),
        )
    return total


def by_genre(dispatches: Sequence[Dispatch], found: Mapping[str, Statements]) -> dict[str, Tally]:
    """Counts by genre and over all; `found` is by the dispatch's name, absent ones found none."""
    rows = {genre: Tally() for genre in GENRES}
    for dispatch in dispatches:
        rows[dispatch.genre] += tally(dispatch.statements, found.get(dispatch.name, ()))
    rows = {genre: row for genre, row in rows.items() if row.gold}
    return {"all": sum(rows.values(), Tally()), **rows}


def table(rows: Mapping[str, Tally]) -> str:
    """A Markdown table, a column a genre, in per cent."""
    names = list(Tally().measures())
    lines = ["| | " + " | ".join(rows) + " |", "| --- |" + " ---: |" * len(rows)]
    lines.append(
        "| gold, found | " + " | ".join(f"{r.gold}, {r.found}" for r in rows.values()) + " |"
    )
    for name in names:
        values = [row.measures()[name] for row in rows.values()]
        cells = ["-" if value is None else f"{100 * value:.1f}" for value in values]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def read_output(path: Path) -> dict[str, list[Gold]]:
    """Statements by article id from the lines of `communique extract`."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return {row["id"]: [from_json(one) for one in row["statements"]] for row in rows}


def firsts(golds: Statements) -> list[Gold]:
    """An annotation read as if a system had given it: the first alternative of each field."""
    return [replace(gold, speakers=gold.speakers[:1], acts=gold.acts[:1]) for gold in golds]


def main(arguments: Sequence[str]) -> int:
    """OUT.jsonl and the parts (development, final; both by default)."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    print(table(by_genre(read_set(*arguments[1:]), read_output(Path(arguments[0])))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
