"""What an extractor finds of known statements, by construction.

A known statement is found where an extracted one has the same source, cue and content
spans: no partial credit. What else must agree is counted of those found; the date only
where the text leaves no choice: a sentence without a day, after one that names its day,
may be of that day or of the publication's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bench.generator.articles import PREFIX
from graph_service.model import Article, Extraction, Spans, Statement

Places = tuple[Spans, Spans, Spans]
FIELDS: dict[str, Callable[[Statement], object]] = {
    "speaker": lambda s: s.speaker.actor.kind if _unnamed(s) else s.speaker.actor.id,
    "chain": lambda s: [report.reporter.id for report in s.according_to],
    "date": lambda s: s.date,
    "act": lambda s: s.speech_act,
    "topics": lambda s: set(s.topics),
}


@dataclass(slots=True)
class Tally:
    known: Counter[str] = field(default_factory=Counter)
    """Construction -> statements."""
    found: Counter[str] = field(default_factory=Counter)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Construction and field -> found statements in which the field is sure."""
    agree: Counter[tuple[str, str]] = field(default_factory=Counter)
    """... and right."""
    extracted: int = 0

    def table(self) -> str:
        """Markdown; shares of the known that are found, and of the found that agree."""
        heads = ["construction", "known", "found", *FIELDS]
        lines = [f"| {' | '.join(heads)} |", f"| --- |{' ---: |' * (len(heads) - 1)}"]
        for name in [*sorted(self.known), ""]:
            rows = [name] if name else list(self.known)
            known, found = (sum(c[r] for r in rows) for c in (self.known, self.found))
            shares = [_share(found, known)]
            for each in FIELDS:
                right, asked = (sum(c[r, each] for r in rows) for c in (self.agree, self.asked))
                shares.append(_share(right, asked))
            lines.append(f"| {' | '.join([name or 'all', str(known), *shares])} |")
        right_places = _share(sum(self.found.values()), self.extracted)
        return "\n".join([*lines, "", f"Of {self.extracted} extracted, {right_places} are known."])


def compare(known: Iterable[Extraction], extract: Callable[[Article], Extraction]) -> Tally:
    tally = Tally()
    for truth in known:
        result = extract(truth.article).statements
        tally.extracted += len(result)
        there: dict[Places, list[Statement]] = {}
        for statement in result:
            there.setdefault(_places(statement), []).append(statement)
        dated = _first_day(truth)
        for statement in truth.statements:
            name = construction(statement)
            tally.known[name] += 1
            matches = there.get(_places(statement), [])
            if not matches:
                continue
            # Joint speakers share their spans: the one of the same speaker, else any, once.
            match = next((m for m in matches if _same_speaker(m, statement)), matches[0])
            matches.remove(match)
            tally.found[name] += 1
            for key, value in FIELDS.items():
                unsure = statement.spans("content")[0].start > dated and not statement.spans("date")
                if key != "date" or not unsure:
                    tally.asked[name, key] += 1
                    tally.agree[name, key] += value(match) == value(statement)
    return tally


def construction(statement: Statement) -> str:
    """Which sentence form states a known statement."""
    return statement.evidence[0].found_by.removeprefix(PREFIX)


def _first_day(truth: Extraction) -> int:
    """Where the text first names a day of speaking; its end where it never does."""
    days = (span.start for s in truth.statements for span in s.spans("date"))
    return min(days, default=len(truth.article.text))


def _places(statement: Statement) -> Places:
    return statement.spans("source"), statement.spans("cue"), statement.spans("content")


def _same_speaker(one: Statement, other: Statement) -> bool:
    return FIELDS["speaker"](one) == FIELDS["speaker"](other)


def _unnamed(statement: Statement) -> bool:
    return statement.speaker.actor.kind == "unnamed"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"
