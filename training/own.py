"""Our annotated dispatches -> attributions in the form of PolNeAR, the input of convert.py.

    python training/own.py OUT.jsonl --read development=RULES.jsonl [--read fresh=...]

Owns the way between two annotations. Ours gives words and speaker, no cue and no mention: those
come from what the rules read of the same words (`communique extract --extractor rules`), and for
words that the rules miss the cue is the word before them, without a source. PolNeAR gives a word
to one attribution: of nested ones the outermost stands. A paragraph with a statement that has no
cue (labels, posts, points) is left out, since the network knows cues only.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.reading.dispatches import Dispatch, Gold, read_set
from bench.reading.score import from_json, match

Places = list[list[int]]
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FILLERS = frozenset(
    {
        *("a", "an", "the", "its", "his", "her", "their", "it", "and", "not", "that", "whether"),
        *("to", "for", "of", "on", "over", "about", "as", "with", "by", "at", "in"),
    }
)


def hull(gold: Gold) -> tuple[int, int]:
    """First and last character of the words."""
    return min(start for start, _ in gold.spans), max(end for _, end in gold.spans)


def outermost(golds: tuple[Gold, ...]) -> list[int]:
    """Numbers of the statements that lie in no other; joint speakers' words once."""
    hulls = [hull(gold) for gold in golds]
    kept = []
    for i, (start, end) in enumerate(hulls):
        inside = any(
            (a <= start and end <= b) and ((a, b) != (start, end) or j < i)
            for j, (a, b) in enumerate(hulls)
            if j != i
        )
        if not inside:
            kept.append(i)
    return kept


def cue_before(text: str, start: int) -> list[int] | None:
    """The word before `start` in its sentence that is more than a filler."""
    low = max(text.rfind(mark, 0, start) for mark in ("\n", ". ", "? ", "! ")) + 1
    words = [m for m in _WORD.finditer(text, low, start) if m[0].lower() not in _FILLERS]
    return list(words[-1].span()) if words else None


def attributions(dispatch: Dispatch, read: dict[str, Any]) -> Iterator[dict[str, Places] | Gold]:
    """Each outermost statement as an attribution, or itself where it has no cue."""
    golds, rows = dispatch.statements, read["statements"]
    found = [from_json(row) for row in rows]
    pairs = dict(match(golds, found))
    for i in outermost(golds):
        gold = golds[i]
        content = [list(span) for span in gold.spans]
        if i in pairs:
            spans = rows[pairs[i]]["spans"]
            cue, source = spans.get("cue") or [], spans.get("source") or []
        else:
            before = cue_before(dispatch.text, hull(gold)[0])
            cue, source = ([before] if before else []), []
        if cue:
            yield {"source": source, "cue": cue, "content": content}
        else:
            yield gold


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)


def rows_of(dispatch: Dispatch, read: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The dispatch in stretches of paragraphs whose every statement has a cue."""
    kept = list(attributions(dispatch, read))
    cueless = [hull(one) for one in kept if isinstance(one, Gold)]
    cued = [one for one in kept if not isinstance(one, Gold)]
    stretches: list[list[int]] = []
    for start, end in paragraphs(dispatch.text):
        if any(a < end and start < b for a, b in cueless):
            stretches.append([end, end])
        elif stretches and stretches[-1][1] == start:
            stretches[-1][1] = end
        else:
            stretches.append([start, end])
    for start, end in stretches:
        if dispatch.text[start:end].strip():
            inside = [
                {name: [[a - start, b - start] for a, b in places] for name, places in one.items()}
                for one in cued
                if all(start <= a and b <= end for places in one.values() for a, b in places)
            ]
            yield {
                "id": f"{dispatch.name}-{start}",
                "text": dispatch.text[start:end],
                "attributions": inside,
            }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--read", action="append", default=[], help="part=JSONL of the rules")
    choice = parser.parse_args()
    made = []
    for one in choice.read:
        part, path = one.split("=", 1)
        lines = Path(path).read_text("utf-8").splitlines()
        read = {row["id"]: row for row in map(json.loads, lines)}
        for dispatch in read_set(part):
            made += list(rows_of(dispatch, read[dispatch.name]))
    with choice.out.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in made)
    words = sum(len(row["text"].split()) for row in made)
    print(f"{len(made)} stretches, {words} words, {sum(len(r['attributions']) for r in made)}")


if __name__ == "__main__":
    main()
