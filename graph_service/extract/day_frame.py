"""A day that goes on: what the same speaker says next, and others on the same day.

Owns how far a day that was told holds for the sentences after it, and where it ends.
"""

from __future__ import annotations

import re
from dataclasses import replace

from graph_service.extract.day_expressed import ASIDE
from graph_service.extract.day_facts import PRONOUNS, Clause, replace_basis
from graph_service.extract.day_occasion import AtOccasion
from graph_service.extract.draft import Level, Said
from graph_service.extract.titles import ANY_TITLE

_PAPER = re.compile(
    r"[Tt](?:he|his)\s+(?:(?:joint|final|same)\s+)?(?:resolution|statement|declaration|communiqu[eé]|text|document|letter"
    r"|decree|ruling|note|message|decision|motion|paper)\b"
)
_OTHERWISE = re.compile(r"(?:Meanwhile|Separately|Earlier|Later|Elsewhere|In the meantime)\b")
"""What leads a story out of the day that it has gone back to."""


class InFrame(AtOccasion):
    """Days carried on from what was said before."""

    def _inherited(
        self, index: int, clause: Clause, known: dict[int, Said], tense: str
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
        same = bool(own) and (own == speaker or own in PRONOUNS)
        same = same or self._named_next(level, speaker, here - paragraph)
        same = same or (here - paragraph <= 1 and self._its_paper(level))
        recent = self._recent(said)
        if self._outside(level) and own != speaker:
            return None
        follows = (
            self.thread
            and here - paragraph <= 1
            and not _OTHERWISE.match(self.text, self.draft.sentences[clause.sentence].span.start)
        )
        holds = self._meant(level) or not self._in_the_news(said)
        if (here == paragraph and (same or (recent and holds))) or (
            recent and ((same and here - paragraph <= 6) or follows)
        ):
            bounds = replace_basis(said.bounds, "event")
            return Said(bounds, said.spans, "rule:frame", 0.65)
        del known
        return None

    def _its_paper(self, level: Level) -> bool:
        """ "The resolution reaffirms": what was just said to have been adopted or issued."""
        source = " ".join(self.text[s:e] for s, e in level.attribution.source)
        return _PAPER.match(source) is not None

    def _meant(self, level: Level) -> bool:
        """No new name: "the premier", "its spokesman, Ann Roe" belong to what was just told."""
        source = " ".join(self.text[s:e] for s, e in level.attribution.source)
        if not source or re.match(r"(?:[Ii]ts|[Hh]is|[Hh]er|[Tt]heir)\s", source):
            return True
        last = source.split()[-1]
        if re.match(r"[Tt]he\s", source) and last.islower() and ANY_TITLE.fullmatch(last):
            return True
        return bool(set(re.findall(r"[A-Z][\w’-]+", source)) & self.frame_names)

    def _in_the_news(self, said: Said) -> bool:
        """A day shortly before the paper's own: of one speaker, the others spoke for the paper."""
        day, paper = said.bounds.latest, self.dateline or self.published
        if self.thread or day is None or paper is None or self.frame_joint:
            return False
        if said.bounds.basis not in ("weekday", "relative") and said.found_by != "rule:frame":
            return False
        return self.own is None and 0 < (paper - day).days <= 3

    def _same_day(self, said: Said) -> bool:
        """Dated by "on the same day": the story goes on there, whoever speaks next.

        Shortly before the paper's own day the next speaker may be back in the paper's.
        """
        paper = self.dateline or self.published
        if paper and said.bounds.latest and (paper - said.bounds.latest).days <= 1:
            return False
        words = " ".join(self.text[s:e] for s, e in said.spans).lower()
        return words.startswith(("the same ", "that same ", "that day"))

    def _named_next(self, level: Level, speaker: str, paragraphs: int) -> bool:
        """The post in the lead, the name below ("the president said Tuesday", "Ann Roe")."""
        source = "".join(self.text[s:e] for s, e in level.attribution.source)
        if paragraphs > 1 or not ANY_TITLE.fullmatch(speaker):
            return False
        return re.fullmatch(r"[A-Z][\w’'-]+(?: [A-Z][\w’'.-]+){1,3}", source) is not None

    def _still_there(self, level: Level, clause: Clause) -> Said | None:
        """The speaker of the main event goes on in the same paragraph ("He asked for ...")."""
        if self.there is None or level.attribution.attitude:
            return None
        paragraph, speaker, said = self.there
        own = self._speaker_word(level)
        if paragraph != self.draft.sentences[clause.sentence].paragraph:
            return None
        return replace(said, confidence=0.6) if own and own in (speaker, *PRONOUNS) else None

    def _remember(self, level: Level, clause: Clause, said: Said, tense: str) -> None:
        if tense == "pluperfect" or said.found_by in ASIDE:
            return  # a look back gives its day to nothing that follows
        self._reopened(clause, said)
        own = self._speaker_word(level)
        if said.bounds.earliest == said.bounds.latest is not None:
            self.told, self.told_in = said.bounds.latest, clause.sentence
        if self._outside(level):
            self.frame = self.there = None
        if said.found_by in ("rule:main-event", "rule:occasion"):
            if own not in PRONOUNS:
                self.there = (self.draft.sentences[clause.sentence].paragraph, own, said)
        elif self.there and own not in (self.there[1], *PRONOUNS, ""):
            self.there = None
        if said.bounds.basis in ("stated", "weekday", "relative") or said.found_by == "rule:event":
            paragraph = self.draft.sentences[clause.sentence].paragraph
            self.frame = (paragraph, self._speaker_word(level), said)
            source = " ".join(self.text[s:e] for s, e in level.attribution.source)
            self.frame_names = frozenset(re.findall(r"[A-Z][\w’-]+", source))
            self.frame_joint = re.search(r"[A-Z][\w’-]+ and (?:the )?[A-Z]", source) is not None
            self.thread = said.bounds.latest is not None and self._same_day(said)
        elif self.frame and said.found_by == "rule:frame":
            paragraph = self.draft.sentences[clause.sentence].paragraph
            self.frame = (paragraph, self.frame[1], self.frame[2])
        elif (
            self.frame
            and not self.thread
            and self._speaker_word(level) not in (self.frame[1], *PRONOUNS, "")
            and self.draft.sentences[clause.sentence].paragraph != self.frame[0]
        ):
            # Somebody else has spoken: "he" no longer means the speaker of the frame.
            self.frame = None
