"""What is known of an article before a day is given to what is said in it.

Owns the state that the readings of a day share: the article's own days, its events, and the
day and speaker told of last. The readings are `day_expressed`, `day_occasion` and `day_frame`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta

from graph_service.extract.article_days import find_article_days, official
from graph_service.extract.date_expressions import resolve, within
from graph_service.extract.days_named import days_named
from graph_service.extract.draft import Attribution, Draft, Level, Said
from graph_service.extract.events import Events, find_events
from graph_service.extract.headline_dates import headlines
from graph_service.extract.main_event import CHAMBER, find_main_event, outside
from graph_service.extract.sentences import dateline
from graph_service.extract.uncued import told_of_a_meeting
from graph_service.model import Article, DateBasis, DateBounds, Span, Spans

CONFIDENCE: dict[DateBasis, float] = {
    "stated": 0.95,
    "weekday": 0.9,
    "relative": 0.85,
    "event": 0.75,
    "dateline": 0.7,
    "publication": 0.6,
    "open": 0.5,
}
_HOUR = re.compile(r"\W{0,2}(?:[01]?\d|2[0-3])[:.h][0-5]\d\b")
_LIVE = 3
"""Fewest hours at the head of paragraphs that make a live blog."""
PRONOUNS = ("he", "she", "they", "it")


@dataclass(frozen=True, slots=True)
class Clause:
    """What of a level's sentence is not its own words: spans in text order."""

    parts: Spans
    sentence: int


class DayFacts:
    """One article: reference day, events, and the day that a paragraph speaks of."""

    def __init__(self, article: Article, draft: Draft) -> None:
        self.text, self.draft = article.text, draft
        self.published = article.published
        self.own_account = told_of_a_meeting(article, article.text, draft)
        self.starts = [sentence.span.start for sentence in draft.sentences]
        self.dateline = self._dateline()
        self.headlines = headlines(self.text, draft.sentences)
        self.opening = next(
            (n for n in range(len(draft.sentences)) if n not in self.headlines), None
        )
        """The first sentence under the headlines."""
        business = official(article.publisher)
        self.days = find_article_days(
            self.text, draft, self.published, self.dateline, self.headlines, business
        )
        head = self.days.head
        self.reference = (head and head.bounds.latest) or self.published or self.dateline
        """The day from which "today" and "on Monday" count."""
        self.events: Events = find_events(self.text, draft, self.reference)
        self.main = find_main_event(
            self.text, draft, self.reference, own=official(article.publisher)
        )
        self.session: int | None = None
        """The paragraph of the last statement made at the main event."""
        self.frame: tuple[int, str, Said] | None = None
        self.frame_names: frozenset[str] = frozenset()
        """Capitalised words of the frame's speaker."""
        self.frame_joint = False
        """Several set the frame together: each of them may go on in it."""
        self.thread = False
        """The frame holds for others, too: it was told as the same day's."""
        self.there: tuple[int, str, Said] | None = None
        """The same of the last statement at the main event: only the rest of its paragraph."""
        main = self.main
        assembly = main is not None and (main.chamber or not main.session)
        held = assembly or business
        self.own = self.days.head or (self.days.lead if held else None)
        """The day of the article itself: of its head, or of its lead where that tells of a
        meeting or assembly, or where those publish it whose business it is."""
        self.told = self._own_day()
        """The last day told of: "two days earlier" counts from it."""
        self.told_in = -1
        """The sentence that told it."""
        self.counted: dict[Span, tuple[date | None, int]] = {}
        """What "two days earlier" counts from: the same for all that it dates."""
        self.holders = self._holders()
        self.days_named = days_named(self.text, draft, self.reference)
        self._hours: frozenset[int] | None = None

    def _reopened(self, clause: Clause, said: Said) -> None:
        """ "Opening the session on Saturday, X ...", where the lead tells of Sunday's end of it."""
        if self.own is None or self.own.found_by != "rule:lead-day":
            return
        told = said.bounds.basis in ("stated", "weekday") or said.found_by == "rule:event"
        if told and said.bounds.earliest:
            around = " ".join(self.text[s:e] for s, e in clause.parts)
            if said.bounds.earliest == said.bounds.latest and CHAMBER.search(around):
                bounds = replace_basis(said.bounds, "event")
                self.own = Said(bounds, said.spans, "rule:lead-day", self.own.confidence)
                if self.main is not None:
                    self.main = replace(self.main, bounds=bounds, spans=said.spans)

    def _own_day(self) -> date | None:
        own = self.own
        return own.bounds.latest if own else self.dateline or self.published

    def _has_an_hour(self, paragraph: int) -> bool:
        """Does a paragraph begin with the time of the day ("20:52 The minister ...")?"""
        if self._hours is None:
            found: dict[int, bool] = {}
            for sentence in self.draft.sentences:
                line = self.text.rfind("\n", 0, sentence.span.start) + 1
                found.setdefault(sentence.paragraph, bool(_HOUR.match(self.text, line)))
            stamped = [number for number, hour in found.items() if hour]
            if len(stamped) >= _LIVE:  # a live blog: what stands below an hour as well
                stamped = list(range(stamped[0], max(found) + 1))
            self._hours = frozenset(stamped)
        return paragraph in self._hours

    def _holders(self) -> dict[Span, list[int]]:
        """Date expressions that stand in the words of levels."""
        found: dict[Span, list[int]] = {}
        for index, level in enumerate(self.draft.levels):
            for part in level.attribution.content:
                for expression in within(self.draft.expressions, part):
                    found.setdefault(expression.span, []).append(index)
        return found

    def _dateline(self) -> date | None:
        opening = self.text[:2000]
        for line in re.finditer(r"^[ \t]*(?=\S)", opening, re.MULTILINE):
            span = dateline(self.text, line.end())
            if span is None:
                continue
            for expression in within(self.draft.expressions, span):
                found = resolve(expression, self.published, None).bounds
                if found and found.earliest == found.latest and self._possible(found):
                    return found.latest
        return None

    def _possible(self, bounds: DateBounds) -> bool:
        """Not after publication, give or take the day that time zones make."""
        if self.published is None or bounds.earliest is None:
            return True
        return bounds.earliest <= self.published + timedelta(days=1)

    def sentence_at(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)

    def _clause(self, attribution: Attribution) -> Clause:
        """The sentences of source and cue, less the content."""
        core = (*attribution.source, *attribution.cue) or attribution.content[:1]
        first = self.sentence_at(min(s for s, _ in core))
        last = self.sentence_at(max(e for _, e in core) - 1)
        start = self.draft.sentences[first].span.start
        end = self.draft.sentences[last].span.end
        parts, at = [], start
        for part in sorted(attribution.content):
            if part.start >= end or part.end <= start:
                continue
            if part.start > at:
                parts.append(Span(at, part.start))
            at = max(at, part.end)
        if at < end:
            parts.append(Span(at, end))
        return Clause(tuple(parts), first)

    def _outside(self, level: Level) -> bool:
        """An observer, who is no party to what the article tells of."""
        around = " ".join(self.text[s:e] for s, e in level.attribution.source)
        return outside(around)

    def _recent_day(self, day: date) -> bool:
        return self.published is not None and 0 <= (self.published - day).days <= 31

    def _recent(self, said: Said) -> bool:
        """Only a day of this news, not one of the background, is the frame of what follows."""
        first, last = said.bounds.earliest, said.bounds.latest
        if first is None or last is None or (last - first).days > 1:
            return False
        return self.published is None or (self.published - last).days <= 31

    def _speaker_word(self, level: Level) -> str:
        words = "".join(self.text[s:e] for s, e in level.attribution.source).split()
        return words[-1].strip(",.’'").lower() if words else ""


def replace_basis(bounds: DateBounds, basis: DateBasis) -> DateBounds:
    return DateBounds(bounds.earliest, bounds.latest, basis)
