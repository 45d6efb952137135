"""Agreement of two annotations of the measured dispatches.

The second one (`tests/articles/measured/second/NN-name.yaml`, made from the bare text and
GUIDE.md alone) is scored against the first, and the first against the second, each time with
the first alternative of the annotation that plays the system; the printed rates are those of
both directions together.

    python -m bench.reading.agreement [development] [final] [--differences]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.reading.dispatches import FOLDER, Dispatch, Gold, read_dispatch, read_set
from bench.reading.score import (
    Tally,
    by_genre,
    firsts,
    match,
    same_act,
    same_chain,
    same_date,
    same_speaker,
    table,
)


def pairs(*parts: str, folder: Path = FOLDER) -> list[tuple[Dispatch, Dispatch]]:
    """The dispatches that have a second annotation, each with it."""
    both = []
    for first in read_set(*parts, folder=folder):
        second = folder / "second" / f"{first.name}.yaml"
        if second.is_file():
            both.append((first, read_dispatch(folder / first.part / f"{first.name}.md", second)))
    return both


def agreement(both: Sequence[tuple[Dispatch, Dispatch]]) -> dict[str, Tally]:
    """Counts by genre, of both directions together."""
    ones, others = [one for one, _ in both], [other for _, other in both]
    forth = by_genre(ones, {other.name: firsts(other.statements) for other in others})
    back = by_genre(others, {one.name: firsts(one.statements) for one in ones})
    return {genre: forth[genre] + back.get(genre, Tally()) for genre in forth}


def differences(first: Dispatch, second: Dispatch) -> Iterator[str]:
    """One line for each statement that only one has, or on which the two differ."""
    golds, others = first.statements, second.statements
    matched = match(golds, others)
    for one, two in matched:
        mine, theirs = golds[one], others[two]
        checks = {
            "speaker": same_speaker(mine, theirs),
            "chain": same_chain(mine, theirs),
            "date": same_date(mine, theirs),
            "act": same_act(mine, theirs),
            "attitude": mine.attitude == theirs.attitude,
        }
        for name in (name for name, same in checks.items() if not same):
            yield f"{name}: {_show(mine, name)} / {_show(theirs, name)}: {_start(mine)}"
    for one in set(range(len(golds))) - {one for one, _ in matched}:
        yield f"first only: {_start(golds[one])}"
    for two in set(range(len(others))) - {two for _, two in matched}:
        yield f"second only: {_start(others[two])}"


def _show(gold: Gold, name: str) -> str:
    shown = {
        "speaker": (*gold.speakers, gold.country or "-"),
        "chain": tuple("~".join(link.reporters) for link in gold.chain),
        "date": (gold.date, gold.date_basis),
        "act": gold.acts,
        "attitude": (str(gold.attitude),),
    }
    return " ".join(shown[name]) or "none"


def _start(gold: Gold) -> str:
    return " ... ".join(gold.words)[:70]


def main(arguments: Sequence[str]) -> int:
    """Print the table, and with --differences every one of them."""
    parts = [argument for argument in arguments if not argument.startswith("-")]
    both = pairs(*parts)
    if not both:
        print("no second annotation in tests/articles/measured/second/", file=sys.stderr)
        return 1
    print(f"{len(both)} dispatches annotated twice; counts are of both directions\n")
    print(table(agreement(both)))
    if "--differences" in arguments:
        for first, second in both:
            for line in differences(first, second):
                print(f"{first.name}: {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
