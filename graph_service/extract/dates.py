"""When a statement was said: which date expression dates it, by model.md's order of bases.

stated, weekday, relative: an expression in the reporting clause. event: the call
or meeting that the sentence belongs to. dateline, publication: the article's
own day, for a plain past tense. open: anything else, with publication as the
latest day. Reading an expression is `date_expressions`, finding events `events`.
Confidences are constants chosen by hand, not calibrated.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta

from graph_service.actors.registry import Registry
from graph_service.extract import cues
from graph_service.extract.article_days import find_article_days
from graph_service.extract.chains import hull, outer_first, outward
from graph_service.extract.cue_tense import tense_of
from graph_service.extract.date_expressions import (
    DateMention,
    Expression,
    find_expressions,
    past_weekday,
    read_date,
    resolve,
    within,
)
from graph_service.extract.draft import Attribution, Draft, Level, Said, Turn
from graph_service.extract.events import Event, Events, find_events, readout_event, refers_to_event
from graph_service.extract.headline_dates import date_headlines, headlines
from graph_service.extract.main_event import elsewhere, find_main_event, outside
from graph_service.extract.sentences import dateline
from graph_service.extract.titles import ANY_TITLE
from graph_service.extract.turns import turn_of
from graph_service.extract.uncued import told_of_a_meeting
from graph_service.model import Article, DateBasis, DateBounds, Span, Spans

__all__ = ["DateMention", "date_levels", "find_dates", "read_date"]

_CONFIDENCE: dict[DateBasis, float] = {
    "stated": 0.95,
    "weekday": 0.9,
    "relative": 0.85,
    "event": 0.75,
    "dateline": 0.7,
    "publication": 0.6,
    "open": 0.5,
}
# What stands between a date and its clause and takes the date for itself.
_NOT_OF_SAYING = re.compile(
    r"\b(?:since|until|till|before|after|from|launched|began|begun|started|held|signed|due|planned"
    r"|scheduled|ahead of|starting|invasion|attack|set for|next|expires?|which|whose|who|where|when"
    r"|born|dated|following|between|elections?|deadline"
    r"|(?<!on a )(?<!during a )(?<!on an official )visits?|effective)\b[^,;]*\Z",
    re.IGNORECASE,
)
_OF_A_THING = re.compile(
    r"\b(?!statement|letter|speech|interview|call|session|meeting|afternoon|evening|morning|night|hours)"
    r"\w+\s+of\s+\Z",
    re.IGNORECASE,
)
"""The date belongs to a thing: "the accord of 2015", "the statements of 9 November"."""
_PRONOUNS = ("he", "she", "they", "it")
_AHEAD = re.compile(
    r"\b(?:ahead of|before|in advance of|prior to|in the run-up to)\s+"
    r"(?:(?:the|an?|his|her|their|its)\s+)?(?:\w+\s+){0,4}?(?:on\s+)?\Z",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(r"(?:Meanwhile|Separately|Earlier|Later|Elsewhere|In the meantime)\b")
"""What leads a story out of the day that it has gone back to."""
_LATER = re.compile(r"\b(?:later|subsequently|then|since)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Clause:
    """What of a level's sentence is not its own words: spans in text order."""

    parts: Spans
    sentence: int


def find_dates(article: Article, draft: Draft) -> Draft:
    """Fill `expressions`."""
    return replace(draft, expressions=tuple(find_expressions(article.text)))


def date_levels(article: Article, draft: Draft, registry: Registry) -> Draft:
    """Fill `said`: one for each level. Posts are looked up on these days afterwards."""
    del registry  # the stages share one form
    reader = _Reader(article, draft)
    said: dict[int, Said] = {}
    for index in sorted(
        range(len(draft.levels)),
        key=lambda i: (
            *outer_first(draft.levels[i].attribution)[:2],
            len(outward(draft.levels, i)),
        ),
    ):
        said[index] = reader.said(index, said)
    said = date_headlines(article.text, draft, reader.headlines, said)
    for index, level in enumerate(draft.levels):
        if level.outer is not None:
            said[level.outer] = _not_before(said[level.outer], said[index])
    return replace(draft, said=tuple(said[i] for i in range(len(draft.levels))))


def _not_before(outer: Said, inner: Said) -> Said:
    """A report was not made before what it reports of: an older inner day opens it downwards."""
    first = inner.bounds.earliest
    own = outer.bounds
    if first is None or own.basis not in ("publication", "dateline") or own.latest is None:
        return outer
    if first > own.latest or inner.bounds.basis in ("publication", "dateline", "open"):
        return outer
    if (own.latest - first).days <= 2:
        return outer
    return replace(outer, bounds=DateBounds(first, own.latest, "open"), confidence=0.5)


class _Reader:
    """One article's dates: reference day, events, and the day that a paragraph speaks of."""

    def __init__(self, article: Article, draft: Draft) -> None:
        self.text, self.draft = article.text, draft
        self.published = article.published
        self.own_account = told_of_a_meeting(article, article.text, draft)
        self.starts = [sentence.span.start for sentence in draft.sentences]
        self.dateline = self._dateline()
        self.reference = self.published or self.dateline
        self.events: Events = find_events(self.text, draft, self.reference)
        self.main = find_main_event(self.text, draft, self.published)
        self.session: int | None = None
        """The paragraph of the last statement made at the main event."""
        self.frame: tuple[int, str, Said] | None = None
        self.thread = False
        """The frame holds for others, too: it was told as the same day's."""
        self.there: tuple[int, str, Said] | None = None
        """The same of the last statement at the main event: only the rest of its paragraph."""
        self.headlines = headlines(self.text, draft.sentences)
        self.days = find_article_days(
            self.text, draft, self.published, self.dateline, self.headlines
        )
        self.told = self._own_day()
        """The last day told of: "two days earlier" counts from it."""
        self.told_in = -1
        """The sentence that told it."""
        self.counted: dict[Span, tuple[date | None, int]] = {}
        """What "two days earlier" counts from: the same for all that it dates."""
        self.holders = self._holders()

    def _own_day(self) -> date | None:
        own = self.days.head or (self.days.lead if self.main else None)
        return own.bounds.latest if own else self.dateline or self.published

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

    def said(self, index: int, known: dict[int, Said]) -> Said:
        level = self.draft.levels[index]
        turn = turn_of(self.draft, level.attribution)
        if turn is not None:
            return self._of_turn(turn) or self._of_article("past")
        clause = self._clause(level.attribution)
        headline = clause.sentence in self.headlines
        tense = tense_of(self.text, level.attribution, headline)
        if tense == "pluperfect" and self.own_account and level.outer is not None:
            tense = "past"  # "the spokesman said the minister had conveyed": at the meeting
        found = (
            self._expressed(level, clause, tense)
            or self._labelled(clause, tense)
            or self._of_event(index, clause, tense, known)
            or self._inherited(index, clause, known, tense)
            or self._at_occasion(level, clause, tense)
            or self._at_main_event(level, clause, tense)
            or self._of_article(tense, clause)
        )
        self._remember(level, clause, found, tense)
        return found

    def _labelled(self, clause: _Clause, tense: str) -> Said | None:
        label = self.days.labels.get(self.draft.sentences[clause.sentence].paragraph)
        return label if tense in ("past", "none", "future") else None

    def _of_turn(self, turn: Turn) -> Said | None:
        """The day at the head of a post, or of a transcript."""
        basis: DateBasis = "stated" if turn.kind == "post" else "event"
        for expression in within(self.draft.expressions, turn.dated):
            bounds = resolve(expression, self.reference, None).bounds
            if bounds and bounds.earliest == bounds.latest and self._possible(bounds):
                found = replace_basis(bounds, basis)
                return Said(found, (expression.span,), "rule:turn", _CONFIDENCE[basis])
        return None

    def _clause(self, attribution: Attribution) -> _Clause:
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
        return _Clause(tuple(parts), first)

    def _expressed(self, level: Level, clause: _Clause, tense: str) -> Said | None:
        """A date in the reporting clause, else one that an event phrase in the words carries."""
        attribution = level.attribution
        limits = self._limits(level)
        for part in clause.parts:
            for expression in within(self.draft.expressions, part):
                if not limits.contains(expression.span):
                    continue
                if self._belongs(expression, part, attribution):
                    said = self._said(expression, clause.sentence, "rule:reporting-clause", tense)
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

    def _ahead_of(self, clause: _Clause, limits: Span) -> Said | None:
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
            if re.fullmatch(r"(?:on |in |late |early )*", lead) and re.match(
                r"(?:\s+in\s+(?:[A-Z]\w+\s*|and\s+|the\s+){1,6})?\s*(?:,\s*)?(?:not\s+)?(?:to|that)\b",
                follows,
            ):
                return expression
        return None

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
        before = self.text[part.start : expression.span.start]
        if _NOT_OF_SAYING.search(before[-60:]) or _OF_A_THING.search(before[-40:]):
            return False
        if self._in_others(expression, attribution):
            return False
        if any(span.contains(expression.span) for span in core):
            return True
        low, high = min(s for s, _ in core), max(e for _, e in core)
        if expression.span.start >= high:
            between = self.text[high : expression.span.start]
            return len(between.split()) <= 14 and not re.search(
                r"[;:“”\"]|,(?! *\w+ *,?\Z)", between
            )
        if low <= expression.span.start:
            return True
        between = self.text[expression.span.end : low]
        leading = self.text[part.start : expression.span.start].strip()
        return (
            len(between.split()) <= 12
            and len(leading.split()) <= 12
            and not re.search(r"[;:“”\"]", between)
        )

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
        if self.published and bounds.latest and bounds.latest > self.published + timedelta(days=1):
            bounds = DateBounds(bounds.earliest, self.published, bounds.basis)
        return Said(bounds, (expression.span,), rule, round(_CONFIDENCE[bounds.basis] - lower, 2))

    def _anchor(self, expression: Expression, sentence: int) -> date | None:
        """The day that an expression counts from: of an event or a saying, whichever is nearer."""
        if not expression.anchored:
            return None
        day, place = self.events.anchor(expression, sentence)
        if expression.parts.get("way", "").lower() in ("after", "before"):
            return day
        told, where = self.counted.setdefault(expression.span, (self.told, self.told_in))
        return told if day is None or (told is not None and where >= place) else day

    def _of_event(
        self, index: int, clause: _Clause, tense: str, known: dict[int, Said]
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
            event = refers_to_event(self.text, part, clause.sentence, self.events) or readout_event(
                self.text, part, clause.sentence, self.events
            )
            if event is not None and self._possible(event.bounds):
                bounds = replace_basis(event.bounds, "event")
                return Said(bounds, event.spans, "rule:event", _CONFIDENCE["event"])
        told = self._told_at(level.attribution, clause.sentence)
        if told is not None and self._possible(told.bounds):
            return Said(replace_basis(told.bounds, "event"), told.spans, "rule:event-of-both", 0.7)
        if level.outer is not None:
            outer = known.get(level.outer)
            if outer and outer.bounds.basis not in ("publication", "dateline", "open"):
                bounds = replace_basis(outer.bounds, "event")
                return Said(bounds, outer.spans, "rule:outer-level", 0.7)
        return None

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

    def _inherited(
        self, index: int, clause: _Clause, known: dict[int, Said], tense: str
    ) -> Said | None:
        """The frame set by a dated saying: rest of its paragraph, and the same speaker after it."""
        if tense in ("past", "none") and (
            there := self._still_there(self.draft.levels[index], clause)
        ):
            return there
        if self.frame is None or tense in ("standing", "perfect", "pluperfect", "future"):
            return None
        paragraph, speaker, said = self.frame
        level = self.draft.levels[index]
        here = self.draft.sentences[clause.sentence].paragraph
        own = self._speaker_word(level)
        same = bool(own) and (own == speaker or own in _PRONOUNS)
        same = same or self._named_next(level, speaker, here - paragraph)
        recent = self._recent(said)
        if self._outside(level) and own != speaker:
            return None
        follows = (
            self.thread
            and here - paragraph <= 1
            and not _OTHERWISE.match(self.text, self.draft.sentences[clause.sentence].span.start)
        )
        if (here == paragraph and (same or recent)) or (
            recent and ((same and here - paragraph <= 6) or follows)
        ):
            bounds = replace_basis(said.bounds, "event")
            return Said(bounds, said.spans, "rule:frame", 0.65)
        del known
        return None

    def _same_day(self, said: Said) -> bool:
        """Dated by "on the same day": the story goes on there, whoever speaks next."""
        words = " ".join(self.text[s:e] for s, e in said.spans).lower()
        return words.startswith(("the same ", "that same ", "that day"))
        """The post in the lead, the name below: "the president said Tuesday", then "Ann Roe"."""
    def _named_next(self, level: Level, speaker: str, paragraphs: int) -> bool:
        """The post in the lead, the name below ("the president said Tuesday", "Ann Roe")."""
        source = "".join(self.text[s:e] for s, e in level.attribution.source)
        if paragraphs > 1 or not ANY_TITLE.fullmatch(speaker):
            return False
        return re.fullmatch(r"[A-Z][\w’'-]+(?: [A-Z][\w’'.-]+){1,3}", source) is not None

    def _still_there(self, level: Level, clause: _Clause) -> Said | None:
        """The speaker of the main event goes on in the same paragraph ("He asked for ...")."""
        if self.there is None or level.attribution.attitude:
            return None
        paragraph, speaker, said = self.there
        own = self._speaker_word(level)
        if paragraph != self.draft.sentences[clause.sentence].paragraph:
            return None
        return replace(said, confidence=0.6) if own and own in (speaker, *_PRONOUNS) else None

    def _at_occasion(self, level: Level, clause: _Clause, tense: str) -> Said | None:
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
            if not there and not (distance == 0 and own in _PRONOUNS):
                continue
            last = event.bounds.latest
            if last is None or event.bounds.earliest != last or not self._recent_day(last):
                continue
            bounds = replace_basis(event.bounds, "event")
            return Said(bounds, event.spans, "rule:occasion", 0.65)
        return None

    def _outside(self, level: Level) -> bool:
        """An observer, who is no party to what the article tells of."""
        around = " ".join(self.text[s:e] for s, e in level.attribution.source)
        return outside(around)

    def _recent_day(self, day: date) -> bool:
        return self.published is not None and 0 <= (self.published - day).days <= 31

    def _at_main_event(self, level: Level, clause: _Clause, tense: str) -> Said | None:
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

    def _recent(self, said: Said) -> bool:
        """Only a day of this news, not one of the background, is the frame of what follows."""
        first, last = said.bounds.earliest, said.bounds.latest
        if first is None or last is None or (last - first).days > 1:
            return False
        return self.published is None or (self.published - last).days <= 31

    def _speaker_word(self, level: Level) -> str:
        words = "".join(self.text[s:e] for s, e in level.attribution.source).split()
        return words[-1].strip(",.’'").lower() if words else ""

    def _remember(self, level: Level, clause: _Clause, said: Said, tense: str) -> None:
        if tense == "pluperfect":
            return  # a look back gives its day to nothing that follows
        own = self._speaker_word(level)
        if said.bounds.earliest == said.bounds.latest is not None:
            self.told, self.told_in = said.bounds.latest, clause.sentence
        if self._outside(level):
            self.frame = self.there = None
        if said.found_by in ("rule:main-event", "rule:occasion"):
            if own not in _PRONOUNS:
                self.there = (self.draft.sentences[clause.sentence].paragraph, own, said)
        elif self.there and own not in (self.there[1], *_PRONOUNS, ""):
            self.there = None
        if said.bounds.basis in ("stated", "weekday", "relative") or said.found_by == "rule:event":
            paragraph = self.draft.sentences[clause.sentence].paragraph
            self.frame = (paragraph, self._speaker_word(level), said)
            self.thread = said.bounds.latest is not None and self._same_day(said)
        elif self.frame and said.found_by == "rule:frame":
            paragraph = self.draft.sentences[clause.sentence].paragraph
            self.frame = (paragraph, self.frame[1], self.frame[2])
        elif (
            self.frame
            and not self.thread
            and self._speaker_word(level) not in (self.frame[1], *_PRONOUNS, "")
            and self.draft.sentences[clause.sentence].paragraph != self.frame[0]
        ):
            # Somebody else has spoken: "he" no longer means the speaker of the frame.
            self.frame = None

    def _apart(self, clause: _Clause | None) -> bool:
        """Said elsewhere than at the session that the lead tells of ("wrote on social media")."""
        if clause is None or self.main is None or not self.main.session or self.days.head:
            return False
        return elsewhere(" ".join(self.text[s:e] for s, e in clause.parts))

    def _of_article(self, tense: str, clause: _Clause | None = None) -> Said:
        own = self.days.head or (self.days.lead if self.main else None)
        if own is not None and tense in ("past", "none") and not self._apart(clause):
            return own
        day = self.dateline or self.published
        if day is None:
            return Said(DateBounds(None, None, "open"), (), "rule:no-publication-date", 0.5)
        if tense in ("past", "none"):
            basis: DateBasis = "dateline" if self.dateline else "publication"
            return Said(DateBounds.day(day, basis), (), f"rule:{basis}", _CONFIDENCE[basis])
        return Said(DateBounds(None, self.published or day, "open"), (), "rule:open", 0.5)


def replace_basis(bounds: DateBounds, basis: DateBasis) -> DateBounds:
    return DateBounds(bounds.earliest, bounds.latest, basis)
