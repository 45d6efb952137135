"""Fit the confidence table on what may be read, and write how reliable it is.

    python -m bench.reading.calibrate [--check]     # rewrites confidence.tsv and reliability.md

What is fitted: for each field and each way it was found, the share that the annotation calls
right, smoothed towards the field's own share (as if SMOOTH statements of that share had been seen
besides; a stage's own figure likewise towards its rule's). The reliability table is made by
leaving out a fifth of the articles at a time, fitting on the others and predicting for those.
Words are right where a statement matches an annotated one; the other fields count over these.
Rules read the texts that they were made on better than others: what is written are shares whose
odds are lowered, field by field, to what is right in the part that nobody has read.
`--check` writes nothing and prints the table. Never run on the final half.
"""

from __future__ import annotations

import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from bench.reading.dispatches import FOLDER, READ, UNREAD, Dispatch, as_article, read_set
from bench.reading.score import from_json, match, same_act, same_chain, same_date, same_speaker
from graph_service.actors.registry import Registry, load_registry
from graph_service.extract import confidence, statements
from graph_service.extract.pipeline import extract
from graph_service.model import Article, Field, Statement
from graph_service.model_json import statement_to_json

FIELDS: tuple[Field, ...] = (
    *("content", "speaker", "according_to", "date"),
    *("speech_act", "topics"),
)
Table = dict[tuple[str, str, str], tuple[int, float]]
"""(field, found_by, own figure) -> statements seen and smoothed share right; `*` for any."""
SMOOTH = 8.0
FOLDS = 5
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
TABLE = Path(confidence.__file__).with_name("confidence.tsv")
REPORT = Path(__file__).with_name("reliability.md")


@dataclass(frozen=True, slots=True)
class Seen:
    """One field of one statement: how it was found, the stage's own figure, share right."""

    fold: int
    field: str
    found_by: str
    own: str
    right: float


@dataclass(frozen=True, slots=True)
class Whole:
    """One statement: its fields by name, and whether words, speaker and date are all right."""

    fields: dict[str, Seen]
    fold: int
    right: bool


def look(dispatch: Dispatch, fold: int, registry: Registry) -> list[Whole]:
    """Every statement read from a dispatch, judged by its annotation."""
    row = as_article(dispatch)
    article = Article(
        text=row["text"],
        published=date.fromisoformat(row["date"]),
        publisher=row.get("publisher"),
    )
    found = extract(article, registry).statements
    read = [from_json(statement_to_json(one)) for one in found]
    pairs = {two: one for one, two in match(dispatch.statements, read)}
    wholes = []
    for index, (statement, other) in enumerate(zip(found, read, strict=True)):
        gold = dispatch.statements[pairs[index]] if index in pairs else None
        judged: dict[str, float] = {"content": float(gold is not None)}
        if gold is not None:
            topics = set(other.topics)
            judged |= {
                "speaker": same_speaker(gold, other),
                "date": same_date(gold, other),
                "speech_act": same_act(gold, other),
            }
            if statement.according_to:
                judged["according_to"] = same_chain(gold, other)
            if topics:
                judged["topics"] = len(topics & set(gold.topics)) / len(topics)
        fields = {
            name: Seen(fold, name, *_how(statement, name), right) for name, right in judged.items()
        }
        for name in ("speaker", "date"):  # predicted for every statement, judged for some
            fields.setdefault(name, Seen(-1, name, *_how(statement, name), 0.0))
        right = bool(gold and judged["speaker"] and judged["date"])
        wholes.append(Whole(fields, fold, right))
    return wholes


def _how(statement: Statement, field: str) -> tuple[str, str]:
    piece = next(e for e in statement.evidence if e.field == field)
    return piece.found_by, f"{piece.confidence:.1f}"


def fit(seen: Iterable[Seen]) -> Table:
    """(field, found_by, own figure) -> statements seen and smoothed share right."""
    right: Counter[tuple[str, str, str]] = Counter()
    count: Counter[tuple[str, str, str]] = Counter()
    for one in seen:
        if one.fold < 0:
            continue
        keys = ((one.field, "*", "*"), (one.field, one.found_by, "*"))
        for key in (*keys, (one.field, one.found_by, one.own)):
            right[key] += one.right  # type: ignore[assignment]
            count[key] += 1
    table: Table = {}
    for key in sorted(count, key=lambda k: (k[0], k[1] != "*", k[1], k[2] != "*", k[2])):
        field, found_by, own = key
        if found_by == "*":
            share = (right[key] + 1) / (count[key] + 2)
        else:
            above = (field, found_by, "*") if own != "*" else (field, "*", "*")
            share = (right[key] + SMOOTH * table[above][1]) / (count[key] + SMOOTH)
        table[key] = (count[key], share)
    return table


def predict(table: Table, one: Seen) -> float:
    """As `confidence.calibrated` reads the table."""
    keys = ((one.field, one.found_by, one.own), (one.field, one.found_by, "*"))
    return next(table[k][1] for k in (*keys, (one.field, "*", "*")) if k in table)


def reliability(wholes: Sequence[Whole]) -> str:
    """Predicted and observed share by bin, each article predicted without its own fold."""
    pairs: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for fold in range(FOLDS):
        table = fit(s for w in wholes if w.fold != fold for s in w.fields.values())
        for whole in (w for w in wholes if w.fold == fold):
            for name, one in whole.fields.items():
                if one.fold >= 0:
                    pairs[name].append((predict(table, one), one.right))
            product = 1.0
            for name in ("content", "speaker", "date"):
                product *= predict(table, whole.fields[name])
            pairs["overall"].append((product, float(whole.right)))
    lines = [
        "| field | bin | statements | predicted | observed |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for name in (*FIELDS, "overall"):
        rows = pairs[name]
        off = 0.0
        for low, high in pairwise(BINS):
            inside = [row for row in rows if low <= row[0] < high]
            if not inside:
                continue
            predicted = sum(p for p, _ in inside) / len(inside)
            observed = sum(r for _, r in inside) / len(inside)
            off += abs(predicted - observed) * len(inside) / len(rows)
            edges = f"{low:.1f} to {min(high, 1.0):.1f}"
            lines.append(f"| {name} | {edges} | {len(inside)} | {predicted:.2f} | {observed:.2f} |")
        lines.append(f"| **{name}** | all, mean gap {off:.3f} | {len(rows)} | "
                     f"{sum(p for p, _ in rows) / len(rows):.2f} | "
                     f"{sum(r for _, r in rows) / len(rows):.2f} |")  # fmt: skip
    return "\n".join(lines)


def sobered(table: Table, unread: Iterable[Seen]) -> Table:
    """The table, each field's odds lowered to what holds in texts that no rule was made on."""
    judged = [one for one in unread if one.fold >= 0]
    factors: dict[str, float] = {}
    for field in {one.field for one in judged}:
        mine = [one for one in judged if one.field == field]
        predicted = sum(predict(table, one) for one in mine) / len(mine)
        observed = (sum(one.right for one in mine) + 1) / (len(mine) + 2)
        factors[field] = _odds(observed) / _odds(predicted)
    out = {}
    for (field, found_by, own), (count, share) in table.items():
        odds = _odds(share) * min(1.0, factors.get(field, 1.0))
        out[field, found_by, own] = count, odds / (1 + odds)
    return out


def _odds(share: float) -> float:
    bounded = min(max(share, 0.01), 0.99)
    return bounded / (1 - bounded)


def on_unread(table: Table, wholes: Sequence[Whole]) -> str:
    """What the table says of the unread part, and what is right there."""
    lines = [
        f"Part `{UNREAD}`, which nobody read, with the odds of each field lowered to it:",
        "",
        "| field | statements | predicted | observed |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name in FIELDS:
        mine = [w.fields[name] for w in wholes if name in w.fields and w.fields[name].fold >= 0]
        said = sum(predict(table, one) for one in mine) / len(mine)
        right = sum(one.right for one in mine) / len(mine)
        lines.append(f"| {name} | {len(mine)} | {said:.2f} | {right:.2f} |")
    products = [
        math.prod(predict(table, w.fields[name]) for name in ("content", "speaker", "date"))
        for w in wholes
    ]
    right = sum(w.right for w in wholes) / len(wholes)
    said = sum(products) / len(products)
    lines.append(f"| overall | {len(wholes)} | {said:.2f} | {right:.2f} |")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Fit, and write both files."""
    registry = load_registry((FOLDER / "registry.ttl",))
    kept = statements.calibrated
    statements.calibrated = lambda field, found_by, own: own  # the stages' own figures
    try:
        wholes, unseen = (
            [
                whole
                for number, dispatch in enumerate(read_set(*parts))
                for whole in look(dispatch, number % FOLDS, registry)
            ]
            for parts in (READ, (UNREAD,))
        )
    finally:
        statements.calibrated = kept
    report = reliability(wholes)
    print(report)
    if "--check" in arguments:
        return 0
    table = fit(s for w in wholes for s in w.fields.values())
    unread = [s for w in unseen for s in w.fields.values()]
    table = sobered(table, unread)
    report += f"\n\n{on_unread(table, unseen)}"
    print(on_unread(table, unseen))
    rows = [
        f"{field}\t{found_by}\t{own}\t{count}\t{share:.2f}"
        for (field, found_by, own), (count, share) in table.items()
    ]
    TABLE.write_text(
        "# Made by bench/reading/calibrate.py on the read parts, lowered to the unread one.\n"
        "# field\tfound_by\town\tseen\tshare\n" + "\n".join(rows) + "\n",
        encoding="utf-8",
    )
    head = (__doc__ or "").split("What is fitted: ")[1]
    REPORT.write_text(
        "# How far the confidences can be believed\n\n"
        "Made by `python -m bench.reading.calibrate` on the parts of the measured dispatches"
        f" that may be read (rules). {head[:1].upper()}{head[1:]}\n{report}\n",
        encoding="utf-8",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
