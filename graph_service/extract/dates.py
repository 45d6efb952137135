"""When a statement was said: which date expression dates it, by model.md's order of bases.

stated, weekday, relative: an expression in the reporting clause. event: the call
or meeting that the sentence belongs to. dateline, publication: the article's
own day, for a plain past tense. open: anything else, with publication as the
latest day. Reading an expression is `date_expressions`, finding events
`events`; each way to a day has a file of its own (`day_expressed`, `day_occasion`, `day_frame`).
Confidences are constants chosen by hand, not calibrated.
"""

from __future__ import annotations

import re
from dataclasses import replace

from graph_service.actors.registry import Registry
from graph_service.extract.chains import outer_first, outward
from graph_service.extract.cue_tense import tense_of
from graph_service.extract.date_expressions import (
    DateMention,
    find_expressions,
    read_date,
    resolve,
    within,
)
from graph_service.extract.day_facts import CONFIDENCE, Clause, replace_basis
from graph_service.extract.day_frame import InFrame
from graph_service.extract.draft import Draft, Level, Said, Turn
from graph_service.extract.headline_dates import date_headlines
from graph_service.extract.main_event import elsewhere
from graph_service.extract.paper_days import in_the_paper, issued
from graph_service.extract.turns import turn_of
from graph_service.model import Article, DateBasis, DateBounds

_BEFORE_THAT = re.compile(r"(?:Earlier|Previously|In the past|Before that|Until then),\s")
"""What opens a sentence about some day before, which is not told."""

__all__ = ["DateMention", "date_levels", "find_dates", "read_date"]


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
            outer_first(draft.levels[i].attribution)[0],
            len(outward(draft.levels, i)),
            *draft.levels[i].attribution.cue[:1],
        ),
    ):
        said[index] = reader.said(index, said)
    said = date_headlines(article.text, draft, reader.headlines, said)
    return replace(draft, said=tuple(said[i] for i in range(len(draft.levels))))


class _Reader(InFrame):
    """The ways to a day, in their order."""

    _paper: bool | None = None

    def said(self, index: int, known: dict[int, Said]) -> Said:
        level = self.draft.levels[index]
        turn = turn_of(self.draft, level.attribution)
        if turn is not None:
            self.frame = self.there = None  # a day told under one label holds for no other
            return self._of_turn(turn) or self._of_article("past")
        clause = self._clause(level.attribution)
        if self._in_the_paper(level):
            return self._at_main_event(level, clause, "none") or self._of_article("none", clause)
        headline = clause.sentence in self.headlines
        told = tense = tense_of(self.text, level.attribution, headline)
        if tense == "pluperfect" and self.own_account and not self._recalled(level):
            tense = "past"  # "the spokesman said the minister had conveyed": at the meeting
        if told == "past" and _BEFORE_THAT.match(
            self.text, self.draft.sentences[clause.sentence].span.start
        ):
            told = tense = "standing"
        if not level.attribution.attitude and self._news_of_now(level, clause, tense):
            tense = "past"
        if tense == "perfect" and self._has_an_hour(
            self.draft.sentences[clause.sentence].paragraph
        ):
            tense = "past"  # "Brenz has said": news of the hour
        found = (
            self._expressed(level, clause, tense)
            or self._labelled(clause, tense)
            or self._of_event(index, clause, tense, known)
            or ((tense in ("past", "none") and self._turned(clause)) or None)
            or (None if self._is_paper() else self._inherited(index, clause, known, tense))
            or self._at_occasion(level, clause, tense)
            or self._at_main_event(level, clause, tense)
            or self._of_article(tense, clause)
        )
        self._remember(level, clause, found, told)
        return found

    def _is_paper(self) -> bool:
        if self._paper is None:
            self._paper = issued(self.text)
        return self._paper

    def _in_the_paper(self, level: Level) -> bool:
        """Is this a paper of several, in which the level is said ("We welcome", "Recalling")?"""
        if not self._is_paper():
            return False
        place = (level.attribution.cue or level.attribution.content)[0]
        quoted = any(q.contains(place) for q in self.draft.quotations)
        return in_the_paper(self.text, level, quoted=quoted)

    def _recalled(self, level: Level) -> bool:
        """Not passed on by another, or as something of before: "recalled that X had pledged"."""
        if level.outer is None:
            return True
        return self.draft.levels[level.outer].attribution.lemma in ("recall", "remind", "remember")

    def _news_of_now(self, level: Level, clause: Clause, tense: str) -> bool:
        """A present of the moment, and the perfect that opens the news ("X has announced ...")."""
        if tense == "standing":
            return self._at_the_moment(clause)
        if tense != "perfect" or level.outer is not None:
            return False
        return clause.sentence == self.opening or self._at_the_moment(clause)

    def _at_the_moment(self, clause: Clause) -> bool:
        """The present of an account of a meeting, of a paragraph that has a day or an hour."""
        sentence = self.draft.sentences[clause.sentence]
        labelled = sentence.paragraph in self.days.labels
        return self.own_account or labelled or self._has_an_hour(sentence.paragraph)

    def _labelled(self, clause: Clause, tense: str) -> Said | None:
        label = self.days.labels.get(self.draft.sentences[clause.sentence].paragraph)
        return label if tense in ("past", "none", "future") else None

    def _of_turn(self, turn: Turn) -> Said | None:
        """The day at the head of a post, or of a transcript."""
        basis: DateBasis = "stated" if turn.kind == "post" else "event"
        for expression in within(self.draft.expressions, turn.dated):
            bounds = resolve(expression, self.reference, None).bounds
            if bounds and bounds.earliest == bounds.latest and self._possible(bounds):
                found = replace_basis(bounds, basis)
                return Said(found, (expression.span,), "rule:turn", CONFIDENCE[basis])
        return None

    def _apart(self, clause: Clause | None) -> bool:
        """Said elsewhere than at the session that the lead tells of ("wrote on social media")."""
        if clause is None or self.main is None or not self.main.session or self.days.head:
            return False
        return elsewhere(" ".join(self.text[s:e] for s, e in clause.parts))

    def _of_article(self, tense: str, clause: Clause | None = None) -> Said:
        own = self.own
        if own is not None and tense in ("past", "none") and not self._apart(clause):
            return own
        day = self.dateline or self.published
        if day is None:
            return Said(DateBounds(None, None, "open"), (), "rule:no-publication-date", 0.5)
        if tense in ("past", "none"):
            basis: DateBasis = "dateline" if self.dateline else "publication"
            return Said(DateBounds.day(day, basis), (), f"rule:{basis}", CONFIDENCE[basis])
        return Said(DateBounds(None, self.published or day, "open"), (), "rule:open", 0.5)
