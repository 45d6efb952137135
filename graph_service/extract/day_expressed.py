"""A day that the reporting clause itself tells: "said on Friday", "agreed on Tuesday to meet".

Owns which date expression belongs to the saying and not to what is told of, and the day that
"two days earlier" counts from.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from graph_service.extract import cues
from graph_service.extract.acts import names_act
from graph_service.extract.chains import hull
from graph_service.extract.date_expressions import (
    NUMBER,
    Expression,
    count,
    past_weekday,
    resolve,
    within,
)
from graph_service.extract.day_facts import CONFIDENCE, Clause, DayFacts
from graph_service.extract.draft import Attribution, Level, Said
from graph_service.model import DateBounds, Span

# What stands between a date and its clause and takes the date for itself.
_NOT_OF_SAYING = re.compile(
    r"\b(?:since|until|till|(?:before|after)(?!\s+(?:dawn|noon|midday|midnight|sunrise|sunset|daybreak"
    r"|nightfall|dark|lunch|dinner)\b)|from|launched|began|begun|started|held|signed|due|planned"
    r"|scheduled|ahead of|starting|set for|next|expires?|which|whose|who|where|when"
    r"|born|dated|following|between|deadline|effective)\b[^,;]*\Z"
    r"|\b(?:elections?|invasion|attacks?|(?<!on a )(?<!during a )(?<!on an official )visits?)"
    r"(?:\s+(?:in|to|on|at|of|against|by|near|from)\b[^,;]*)?\s*\Z",
    re.IGNORECASE,
)
_DATED_PAPER = re.compile(
    r"\b(?:letter|note|memo(?:randum)?|statement|paper|circular|order|decree|report|telegram|cable"
    r"|message|communiqu[eé]|e-?mail|petition|complaint|resolution|declaration)s?\b[^.;]{0,60}?"
    r"\bdated\s+\Z",
    re.IGNORECASE,
)
"""What a paper says was said on the day that it bears."""
_PRINTED = re.compile(
    r"\b(?:interview|remarks|conversation)s?\b[^.;]{0,60}?\bpublished\s+(?:on\s+)?\Z", re.IGNORECASE
)
"""An interview was given on the day it was printed, or on one before."""
_SPOKEN_TO = re.compile(
    r"(?:[\w’'.-]+ ){1,6}?(?:(?:on|in|late|early|late on|early on|only|as recently as) )?"
    r"(?:(?<=\bon |\bin )(?:his|her|its|their|the) )?",
    re.IGNORECASE,
)
"""Those who are asked or accused stand before the day: "accused the government on Sunday of"."""
_ASKING = re.compile(
    r"(?:\s+(?:[a-z]+\s+)?(?:show|programme|program|briefing|speech|address|interview|call|broadcast"
    r"|sermon|session|conference|visit|talks|meeting))?(?:,?\s+(?:in|at|from)\s+(?:the\s+)?(?:[A-Z]\w+\s?){1,3})?,?\s*(?:not\s+)?(?:to|of|for|over)\b"
)
_RELATIVE = re.compile(r"\b(?:which|whose|who|where|when)\b(?=[^,;]*\Z)", re.IGNORECASE)
_WHEN_THEY_MET = re.compile(
    r"\b(?:when|as|while)\s[^,;]{1,60}?\b(?:spoke|met|rang|telephoned|called|talked|visited"
    r"|received|hosted|addressed|appeared|announced|unveiled|presented|opened|closed)\b[^,;]*\Z"
    r"|\b(?:telephoning|calling|meeting|visiting|receiving|hosting|addressing|speaking|writing"
    r"|opening|closing|announcing|presenting|unveiling|appearing)\b[^;]*\Z",
    re.IGNORECASE,
)
"""A clause of time that tells of the occasion of the saying itself: "When they met on Friday, X
urged ...", "Announcing the accord on Friday, X said ..."."""
_WHEN_SAID = re.compile(r",?\s+(?:[^\W\d]+\s+){0,2}when\s+(?:[^,;:.“”\"]{0,60}\b(?:and|but)\s+)?\Z")
_WHO_SPOKE = re.compile(
    r"\bwho\s+(?:was\s+|were\s+)?(?:spoke|speaking|talked|talking|wrote|writing|commented|posted"
    r"|addressed|briefed|briefing|gave\s+(?:an?|his|her)\s+(?:interview|speech|statement))\b[^,;:]*\Z"
)
"""A relative clause that tells of the saying itself: "according to X, who spoke on Friday"."""
_OF_A_THING = re.compile(
    r"\b(?!statement|letter|speech|interview|call|session|meeting|afternoon|evening|morning|night|hours)"
    r"\w+\s+of\s+\Z",
    re.IGNORECASE,
)
"""The date belongs to a thing: "the accord of 2015", "the statements of 9 November"."""
_AHEAD = re.compile(
    r"\b(?:ahead of|before|in advance of|prior to|in the run-up to)\s+"
    r"(?:(?:the|an?|his|her|their|its)\s+)?(?:\w+\s+){0,4}?(?:on\s+)?\Z",
    re.IGNORECASE,
)
DAYS_AFTER = "rule:days-after"
DATED_PAPER = "rule:dated-paper"
ASIDE = (DAYS_AFTER, DATED_PAPER)
"""Days that hold for nothing but what is told with them."""
_DAYS_AFTER = re.compile(
    rf"(?P<told>\b(?P<days>{NUMBER})\s+days?\s+after(?:\s+the)?)\s+\Z", re.IGNORECASE
)
_LATER = re.compile(r"\b(?:later|subsequently|then|since)\b", re.IGNORECASE)


class Expressed(DayFacts):
    """Days by date expressions."""

    def _expressed(self, level: Level, clause: Clause, tense: str) -> Said | None:
        """A date in the reporting clause, else one that an event phrase in the words carries."""
        attribution = level.attribution
        if (earlier := self._days_before(attribution, clause)) is not None:
            return earlier
        limits = self._limits(level)
        for part in clause.parts:
            for expression in within(self.draft.expressions, part):
                if not limits.contains(expression.span):
                    continue
                if self._belongs(expression, part, attribution):
                    lead = self.text[part.start : expression.span.start]
                    rule = DATED_PAPER if _DATED_PAPER.search(lead) else "rule:reporting-clause"
                    said = self._said(expression, clause.sentence, rule, tense)
                    if said:
                        return self._later(said, attribution)
                    if expression.anchored and not self._anchor(expression, clause.sentence):
                        # "two days after the summit", of which no day is told
                        unknown = DateBounds(None, self.reference, "open")
                        return Said(unknown, (expression.span,), "rule:counted-from-nothing", 0.5)
        ahead = self._ahead_of(clause, limits)
        if ahead is not None:
            return ahead
        if attribution.quote_type == "direct" or attribution.attitude:
            return None
        leading = self._leading(attribution)
        if leading is not None:
            said = self._said(leading, clause.sentence, "rule:opening-date", tense)
            if said:
                return said
        for expression in self.events.phrases_in(attribution.content, self.draft.quotations):
            said = self._said(expression, clause.sentence, "rule:event-phrase", tense, lower=0.1)
            if said:
                return said
        return None

    def _days_before(self, attribution: Attribution, clause: Clause) -> Said | None:
        """ "Z spoke on Saturday, a day after X had warned that ...": X did so on Friday."""
        if not attribution.source:
            return None
        start, end = self.draft.sentences[clause.sentence].span.start, attribution.source[0].start
        after = _DAYS_AFTER.search(self.text, start, max(start, end))
        if after is None:
            return None
        day = self.dateline or self.published
        for expression in within(self.draft.expressions, Span(start, after.start())):
            bounds = (
                None if expression.anchored else resolve(expression, self.reference, None).bounds
            )
            if bounds is not None and bounds.earliest == bounds.latest:
                day = bounds.latest
        if day is None:
            return None
        told = DateBounds.day(day - timedelta(days=count(after["days"])), "relative")
        return Said(told, (Span(*after.span("told")),), DAYS_AFTER, CONFIDENCE["relative"])

    def _ahead_of(self, clause: Clause, limits: Span) -> Said | None:
        """Said ahead of an occasion that is over by now: before its day, no day known.

        A bare weekday may also be the next one; the day that is nearer to the paper counts.
        """
        for part in clause.parts:
            for expression in within(self.draft.expressions, part):
                lead = self.text[
                    max(part.start, expression.span.start - 60) : expression.span.start
                ]
                if not limits.contains(expression.span) or not _AHEAD.search(lead):
                    continue
                bounds = resolve(expression, self.reference, None).bounds
                if bounds is None or bounds.latest is None or self.published is None:
                    continue
                back = (self.published - bounds.latest).days
                if back <= 0 or ("weekday" in expression.parts and back > 3):
                    continue
                over = "weekday" not in expression.parts or (
                    self.main is not None and self.main.bounds.latest == bounds.latest
                )
                last = bounds.latest if over else self.published
                return Said(
                    DateBounds(None, last, "open"), (expression.span,), "rule:ahead-of", 0.5
                )
        return None

    def _leading(self, attribution: Attribution) -> Expression | None:
        """A date between the verb and "to" or "that": "agreed on Tuesday to meet"."""
        first = attribution.content[0]
        for expression in within(self.draft.expressions, first)[:1]:
            lead = self.text[first.start : expression.span.start]
            follows = self.text[expression.span.end : expression.span.end + 50]
            if self._after_those_asked(attribution, expression, lead, follows):
                return expression
            if re.fullmatch(
                r"(?:only |just |as (?:recently|late|early|far back) as )?"
                r"(?:on |in |late |early )*",
                lead,
            ) and re.match(
                r"(?:\s+in\s+(?:[A-Z]\w+\s*|and\s+|the\s+){1,6})?\s*(?:,\s*)?(?:not\s+)?(?:to|that)\b",
                follows,
            ):
                return expression
        return None

    def _after_those_asked(
        self, attribution: Attribution, expression: Expression, lead: str, follows: str
    ) -> bool:
        """ "accused the government on Sunday of ...", "pressed both sides last week to ..."."""
        if not attribution.cue or attribution.cue[-1].end > attribution.content[0].start:
            return False
        if attribution.lemma in cues.TELLING and re.match(r",?\s*that\b", follows):
            return _SPOKEN_TO.fullmatch(lead) is not None
        if not expression.day_known or not names_act(attribution.lemma):
            return False
        return bool(_SPOKEN_TO.fullmatch(lead) and _ASKING.match(follows))

    def _later(self, said: Said, attribution: Attribution) -> Said:
        """In "said on Friday ... but later declared" the date is only a lower bound."""
        cue = attribution.cue[0] if attribution.cue else None
        if cue is None or said.spans[0].end > cue.start:
            return said
        if not _LATER.search(self.text, max(said.spans[0].end, cue.start - 20), cue.end):
            return said
        bounds = DateBounds(said.bounds.earliest, self.published, said.bounds.basis)
        return replace(said, bounds=bounds, confidence=0.6)

    def _limits(self, level: Level) -> Span:
        """Inner levels look no further than the words they are reported in."""
        if level.outer is None or level.carried:
            return Span(0, len(self.text))
        content = self.draft.levels[level.outer].attribution.content
        own = hull(level.attribution)
        if level.attribution.cue:
            own = level.attribution.cue[0]
        holder = next((span for span in content if span.overlaps(own)), None)
        return holder or Span(content[0].start, content[-1].end)

    def _belongs(self, expression: Expression, part: Span, attribution: Attribution) -> bool:
        """The expression stands with source and cue, not in a clause of its own."""
        core = (*attribution.source, *attribution.cue)
        if not core:
            return False
        low, high = min(s for s, _ in core), max(e for _, e in core)
        before = self._run_up(expression, part, attribution)
        if _OF_A_THING.search(before[-40:]):
            return False
        leads = expression.span.end <= low
        if _DATED_PAPER.search(before) or self._when_it_was_said(expression, low):
            return True
        if _NOT_OF_SAYING.search(before[-60:]) and not (
            (leads and _WHEN_THEY_MET.search(before)) or _WHO_SPOKE.search(before)
        ):
            return False
        if self._in_others(expression, attribution):
            return False
        if any(span.contains(expression.span) for span in core):
            return True
        if expression.span.start >= high:
            between = self.text[high : expression.span.start]
            if _WHO_SPOKE.search(between):
                return True
            return len(between.split()) <= 14 and not re.search(
                r"[;:“”\"]|,(?! *\w+ *,?\Z)", between
            )
        if low <= expression.span.start:
            return not self._in_a_relative_before(expression, attribution)
        between = self.text[expression.span.end : low]
        leading = self.text[part.start : expression.span.start].strip()
        return (
            len(between.split()) <= 12
            and len(leading.split()) <= 12
            and not re.search(r"[;:“”\"]", between)
        )

    def _when_it_was_said(self, expression: Expression, low: int) -> bool:
        """ "silent since Nov. 4, when he said": the day is told for the sake of the saying."""
        between = self.text[expression.span.end : low] if expression.span.end <= low else ""
        return _WHEN_SAID.match(between) is not None

    def _run_up(self, expression: Expression, part: Span, attribution: Attribution) -> str:
        """What stands before a date in the clause of the saying, where it may lose the date.

        Source and cue that stand before the date have their own clause from there on: in "X, who
        leads the Y, told Z in May" the "who" takes nothing. In "X, who on Friday had said" the
        cue itself stands in the relative clause.
        """
        core = (*attribution.source, *attribution.cue)
        start = max((s.end for s in core if s.end <= expression.span.start), default=part.start)
        before = self.text[max(part.start, start) : expression.span.start]
        cue = attribution.cue[0] if attribution.cue else None
        if cue is not None and expression.span.end <= cue.start:
            between = self.text[expression.span.end : cue.start]
            named = attribution.source and attribution.source[-1].end <= expression.span.start
            if named and not re.search(r"[,;:]", between):
                before = _RELATIVE.sub("", before)
        return before

    def _in_a_relative_before(self, expression: Expression, attribution: Attribution) -> bool:
        """ "X, who on Thursday had called it illegal, welcomed ...": the welcome has no day."""
        source = self.text[slice(*attribution.source[-1])] if attribution.source else ""
        cue = attribution.cue[0].start if attribution.cue else expression.span.end
        return source.lower() in ("who", "which") and "," in self.text[expression.span.end : cue]

    def _in_others(self, expression: Expression, attribution: Attribution) -> bool:
        """The expression stands in what another says, and this is not said within that."""
        own = hull(attribution)
        for index in self.holders.get(expression.span, ()):
            other = self.draft.levels[index].attribution
            if other is attribution or other.cue == attribution.cue:
                continue
            if not any(part.contains(Span(own.start, own.start)) for part in other.content):
                return True
        return False

    def _said(
        self, expression: Expression, sentence: int, rule: str, tense: str, lower: float = 0.0
    ) -> Said | None:
        bounds = resolve(expression, self.reference, self._anchor(expression, sentence)).bounds
        if bounds is not None and tense != "future" and bounds.latest != self.dateline:
            bounds = past_weekday(expression, bounds, self.published)
        if bounds is None or not self._possible(bounds):
            return None
        if _PRINTED.search(self.text[max(0, expression.span.start - 90) : expression.span.start]):
            bounds = DateBounds(None, bounds.latest, bounds.basis)
        if self.published and bounds.latest and bounds.latest > self.published + timedelta(days=1):
            bounds = DateBounds(bounds.earliest, self.published, bounds.basis)
        return Said(bounds, (expression.span,), rule, round(CONFIDENCE[bounds.basis] - lower, 2))

    def _anchor(self, expression: Expression, sentence: int) -> date | None:
        """The day that an expression counts from: of an event or a saying, whichever is nearer."""
        if not expression.anchored:
            return None
        day, place = self.events.anchor(expression, sentence)
        if expression.parts.get("way", "").lower() in ("after", "before"):
            return day
        told, where = self.counted.setdefault(expression.span, (self.told, self.told_in))
        named = self.days_named.before(expression, sentence)
        if named is not None and named[1] >= max(place, where - named[2]):
            return named[0]
        return told if day is None or (told is not None and where >= place) else day
