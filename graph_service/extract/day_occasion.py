"""A day by the occasion: the call or meeting that the clause speaks of, or the article is about.

Owns telling which occasion that is. Finding the events is `events` and `main_event`.
"""

from __future__ import annotations

import re

from graph_service.extract import cues
from graph_service.extract.date_expressions import resolve, within
from graph_service.extract.day_expressed import Expressed
from graph_service.extract.day_facts import CONFIDENCE, PRONOUNS, Clause, replace_basis
from graph_service.extract.draft import Attribution, Level, Said
from graph_service.extract.events import Event, readout_event, refers_to_event
from graph_service.extract.turns import turn_of
from graph_service.model import DateBounds, Span

_TURN = 9
"""Words of a sentence that only turns to another day, at most."""
_IN_FRONT = ("", "on", "but", "and", "then", "but on", "only", "just", "late on", "early on")
_SCENE = 4
"""Sentences for which a scene ("took to the floor on Monday") dates what is said, at most."""


class AtOccasion(Expressed):
    """Days by calls, meetings and sessions."""

    def _of_event(
        self, index: int, clause: Clause, tense: str, known: dict[int, Said]
    ) -> Said | None:
        """The day of the call or meeting that the clause, or the outer level's, speaks of."""
        level = self.draft.levels[index]
        if level.attribution.attitude or tense == "standing" or self._outside(level):
            return None
        places = [*clause.parts]
        unquoted = [
            span
            for span in level.attribution.content
            if level.attribution.quote_type != "direct" and span
        ]
        for part in (*places, *unquoted):
            event = refers_to_event(
                self.text, part, clause.sentence, self.events, within=part in unquoted
            ) or readout_event(self.text, part, clause.sentence, self.events)
            if event is not None and self._possible(event.bounds):
                bounds = replace_basis(event.bounds, "event")
                return Said(bounds, event.spans, "rule:event", CONFIDENCE["event"])
        told = self._told_at(level.attribution, clause.sentence)
        if told is not None and self._possible(told.bounds):
            return Said(replace_basis(told.bounds, "event"), told.spans, "rule:event-of-both", 0.7)
        if level.outer is not None:
            outer = known.get(level.outer)
            if outer and outer.bounds.basis not in ("publication", "dateline", "open"):
                bounds = replace_basis(outer.bounds, "event")
                if self._of_before(level, tense):
                    bounds = DateBounds(None, outer.bounds.latest, "open")
                return Said(bounds, outer.spans, "rule:outer-level", 0.7)
        return None

    def _of_before(self, level: Level, tense: str) -> bool:
        """What a speaker tells of earlier words is not of his own day: "said X had called it"."""
        if tense == "perfect":
            return turn_of(self.draft, self.draft.levels[level.outer or 0].attribution) is None
        if tense != "pluperfect" or level.carried:
            return False
        source, cue = level.attribution.source, level.attribution.cue
        around = self.text[(source or cue)[-1].start : cue[-1].end]
        return re.search(r"\bjust\b", around) is None

    def _told_at(self, attribution: Attribution, sentence: int) -> Event | None:
        """The last call or meeting of X and Y, to which "X told Y" belongs."""
        if not attribution.source or not attribution.cue or attribution.lemma not in cues.TELLING:
            return None
        said_to = self.text[attribution.cue[-1].end : attribution.cue[-1].end + 40]
        addressee = re.match(r"\s+(?:[A-Z]\w+\s+){0,3}?([A-Z]\w+)\b", said_to)
        speaker = self.text[slice(*attribution.source[0])].split()[-1]
        if addressee is None:
            return None
        for event in reversed(self.events.found):
            if event.kind in ("call", "meeting") and event.sentence <= sentence:
                return event if {speaker, addressee[1]} <= event.names else None
        return None

    def _at_occasion(self, level: Level, clause: Clause, tense: str) -> Said | None:
        """The day of a call or meeting told of just before, of one who is named as there."""
        if tense not in ("past", "none") or level.attribution.attitude or self._outside(level):
            return None
        own = self._speaker_word(level)
        here = self.draft.sentences[clause.sentence].paragraph
        for event in reversed(self.events.found):
            if event.sentence >= clause.sentence:
                continue
            distance = here - self.draft.sentences[event.sentence].paragraph
            if distance > 1:
                return None
            there = own in {name.lower() for name in event.names}
            if event.kind == "scene":
                there = distance == 0 and clause.sentence - event.sentence <= _SCENE
            if not there and not (distance == 0 and own in PRONOUNS):
                continue
            last = event.bounds.latest
            if last is None or event.bounds.earliest != last or not self._recent_day(last):
                continue
            bounds = replace_basis(event.bounds, "event")
            return Said(bounds, event.spans, "rule:occasion", 0.65)
        return None

    def _turned(self, clause: Clause) -> Said | None:
        """The day to which a short sentence before turned the story ("A day later he went on")."""
        sentences = self.draft.sentences
        here = sentences[clause.sentence]
        for number in range(clause.sentence - 1, max(-1, clause.sentence - 3), -1):
            before = sentences[number]
            if before.paragraph != here.paragraph:
                return None
            words = self.text[slice(*before.span)]
            opening = within(
                self.draft.expressions, Span(before.span.start, before.span.start + 40)
            )
            if not opening or len(words.split()) > _TURN:
                continue
            if (
                self.text[before.span.start : opening[0].span.start].strip().lower()
                not in _IN_FRONT
            ):
                continue
            anchor = self._anchor(opening[0], number)
            bounds = resolve(opening[0], self.reference, anchor).bounds
            if bounds is None or bounds.earliest != bounds.latest or not self._possible(bounds):
                return None
            return Said(replace_basis(bounds, "event"), (opening[0].span,), "rule:turned", 0.6)
        return None

    def _at_main_event(self, level: Level, clause: Clause, tense: str) -> Said | None:
        """The day of what the article is about, where this was plainly said there."""
        main = self.main
        attitude = level.attribution.attitude and tense != "none"
        if main is None or clause.sentence < main.sentence or attitude:
            return None
        if tense not in ("past", "none") or self._outside(level):
            return None
        paragraph = self.draft.sentences[clause.sentence].paragraph
        goes_on = main.session and paragraph == self.session
        if not goes_on and not main.holds(self.text, clause.parts, level.attribution):
            return None
        self.session = paragraph
        return Said(main.bounds, main.spans, "rule:main-event", 0.65)
