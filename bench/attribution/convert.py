"""JSON lines of `communique extract` -> the attribution form that `score.py` reads.

    python bench/attribution/convert.py EXTRACTED.jsonl > PRED.jsonl

PolNeAR marks each attribution once, without nesting. So joint statements (one a
speaker, same spans) count once; a chain counts once, as its outermost level: the last
of `according_to` with its own spans, or the statement's own spans.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from graph_service.extract.draft import Attribution

ROLES = ("source", "cue", "content")
Spans = list[list[int]]


def shared_folder() -> Path:
    """COMMUNIQUE_SHARED, else ../shared beside the checkout."""
    here = Path(__file__).resolve().parents[2]
    return Path(os.environ.get("COMMUNIQUE_SHARED", here.parent / "shared"))


def load_scorer(shared: Path) -> ModuleType:
    """polnear/score.py as a module."""
    path = shared / "polnear" / "score.py"
    spec = importlib.util.spec_from_file_location("polnear_score", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} cannot be read")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _outermost(statement: Mapping[str, Any]) -> dict[str, Spans]:
    levels = [statement, *statement.get("according_to", ())]
    spans = next(
        level["spans"] for level in reversed(levels) if (level.get("spans") or {}).get("content")
    )
    return {role: [list(span) for span in spans.get(role) or ()] for role in ROLES}


def from_statements(statements: Iterable[Mapping[str, Any]]) -> list[dict[str, Spans]]:
    """Attributions of one article's statements, each once.

    Levels of one source and one cue are one attribution: an outer level that both
    states words of its own and passes others on comes twice, with a part of its content
    and with all of it. The parts are united.

    >>> a = {"spans": {"source": [[0, 2]], "cue": [[3, 7]], "content": [[8, 9]]}}
    >>> b = {"spans": {"source": [], "cue": [], "content": [[8, 9]]}, "according_to": [a]}
    >>> from_statements([a, b]) == [a["spans"]]
    True
    """
    once: dict[str, dict[str, Spans]] = {}
    for statement in statements:
        item = _outermost(statement)
        key = json.dumps([item["source"], item["cue"]] + ([] if item["cue"] else [item["content"]]))
        known = once.setdefault(key, item)
        known["content"] = _united(known["content"] + item["content"])
    return list(once.values())


def _united(spans: Spans) -> Spans:
    out: Spans = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1][1] = max(out[-1][1], end)
        else:
            out.append([start, end])
    return out


def outermost(attributions: Iterable[Attribution]) -> list[Attribution]:
    """Those whose cue lies in no other's content."""
    listed = list(attributions)
    spans = sorted(
        (span.start, -span.end, index) for index, a in enumerate(listed) for span in a.content
    )
    kept = []
    for index, a in enumerate(listed):
        mark = (a.cue or a.content)[0]
        nested = any(
            start <= mark.start and mark.end <= -end
            for start, end, other in spans
            if other != index and start <= mark.start
        )
        if not nested:
            kept.append(a)
    return kept


def from_attributions(attributions: Iterable[Attribution]) -> list[dict[str, Spans]]:
    """The same from a draft, before there are statements."""
    return [
        {role: [list(span) for span in getattr(a, role)] for role in ROLES}
        for a in outermost(attributions)
    ]


def main() -> None:
    with Path(sys.argv[1]).open(encoding="utf-8") as lines:
        for line in filter(str.strip, lines):
            row = json.loads(line)
            article = row.get("article") or row
            out = {"id": article["id"], "attributions": from_statements(row["statements"])}
            print(json.dumps(out, ensure_ascii=False))


if __name__ == "__main__":
    main()
