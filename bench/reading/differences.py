"""Lists what a system read otherwise than the annotation, statement by statement.

    python -m bench.reading.differences OUT.jsonl development [field ...]

One line for a gold statement missed, a found one that is none, and a field that differs
(speaker, country, chain, date, act, topics, target, addressee; all by default). For reading
errors while the rules are written: never on `final`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.reading.dispatches import Dispatch, Gold, read_set
from bench.reading.score import match, read_output, same_act, same_chain, same_date, same_speaker

FIELDS = (
    *("missed", "extra", "speaker", "country", "chain", "date", "act", "topics"),
    *("target", "addressee"),
)


def differences(dispatch: Dispatch, found: Sequence[Gold]) -> Iterator[tuple[str, str]]:
    """(field, what was expected and what was found)."""
    golds = dispatch.statements
    pairs = match(golds, found)
    for index in sorted(set(range(len(golds))) - {one for one, _ in pairs}):
        yield "missed", f"{_who(golds[index])}: {_words(golds[index])}"
    for index in sorted(set(range(len(found))) - {two for _, two in pairs}):
        yield "extra", f"{_who(found[index])}: {_words(found[index])}"
    for one, two in pairs:
        gold, other = golds[one], found[two]
        words = _words(gold)
        if not same_speaker(gold, other):
            yield "speaker", f"{_who(gold)} | {_who(other)} | {words}"
        if gold.country != other.country:
            yield "country", f"{gold.country} | {other.country} | {_who(gold)}, {words}"
        if not same_chain(gold, other):
            yield "chain", f"{_chain(gold)} | {_chain(other)} | {words}"
        if not same_date(gold, other):
            yield (
                "date",
                f"{gold.date} {gold.date_basis} | {other.date} {other.date_basis} | {words}",
            )
        if not same_act(gold, other):
            yield "act", f"{'/'.join(gold.acts)} | {'/'.join(other.acts)} | {words}"
        if missing := set(gold.topics) - set(other.topics):
            yield "topics", f"{', '.join(sorted(missing))} | {', '.join(other.topics)} | {words}"
        for field in ("target", "addressee"):
            mine, theirs = getattr(gold, field), getattr(other, field)
            if set(mine) != set(theirs):
                yield field, f"{', '.join(mine)} | {', '.join(theirs)} | {words}"


def _who(one: Gold) -> str:
    return "/".join(one.speakers) + (f" {one.country}" if one.country else "")


def _chain(one: Gold) -> str:
    return " < ".join(f"{link.kind} {'/'.join(link.reporters)}" for link in one.chain) or "-"


def _words(one: Gold) -> str:
    return " ... ".join(one.words)


def main(arguments: Sequence[str]) -> int:
    """OUT.jsonl, the part, and the fields."""
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    found = read_output(Path(arguments[0]))
    fields = arguments[2:] or FIELDS
    for dispatch in read_set(arguments[1]):
        for field, text in differences(dispatch, found.get(dispatch.name, [])):
            if field in fields:
                print(f"{dispatch.name.partition('-')[0]} {field:8} {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
