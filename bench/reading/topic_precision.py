"""How much of the topics that a system names the annotation has too, beside the recall.

    python -m bench.reading.topic_precision OUT.jsonl development [--list]

Precision counts over matched statements to which the annotation gives a topic; "untopical" are
the matched statements to which it gives none and the system gives one. A wider or narrower topic
than the annotated one counts as wrong in `precision`, and right in `near`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bench.reading.dispatches import read_set
from bench.reading.score import match, read_output
from graph_service.rdf import schemes


def kin() -> dict[str, set[str]]:
    """Topic -> itself and all above it."""
    broader = {topic.id: topic.broader for topic in schemes.topics()}
    found = {}
    for topic in broader:
        line, step = {topic}, broader[topic]
        while step is not None and step not in line:
            line.add(step)
            step = broader.get(step)
        found[topic] = line
    return found


def main(arguments: Sequence[str]) -> int:
    """OUT.jsonl, the part, and --list for the topics that the annotation has not."""
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    found, lines = read_output(Path(arguments[0])), kin()
    gold_count = right = named = near = bare = bare_named = 0
    for dispatch in read_set(arguments[1]):
        others = found.get(dispatch.name, [])
        for one, two in match(dispatch.statements, others):
            gold, other = set(dispatch.statements[one].topics), set(others[two].topics)
            if not gold:
                bare += 1
                bare_named += bool(other)
            else:
                gold_count += len(gold)
                named += len(other)
                right += len(gold & other)
                near += sum(any(t in lines[g] or g in lines[t] for g in gold) for t in other)
            if "--list" in arguments and other - gold:
                words = " ... ".join(others[two].words)[:140]
                print(f"{dispatch.name[:2]} {sorted(other - gold)} | {sorted(gold)} | {words}")
    print(
        f"recall {100 * right / max(gold_count, 1):.1f} of {gold_count}, "
        f"precision {100 * right / max(named, 1):.1f} of {named} "
        f"(near {100 * near / max(named, 1):.1f}), untopical {bare_named} of {bare}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
