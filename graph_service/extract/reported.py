"""Reported clauses: "Xi noted ..." at the opening of what somebody else is cited with.

Owns the reading of subject and verb at the start of an attribution's content,
where the attribution stage found no inner attribution. The subject must be a
person by name, by post or by pronoun, or a pair: a state's stance in somebody's
words ("China was willing") is no speech of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from graph_service.extract import cues
from graph_service.extract.acts import names_act
from graph_service.extract.draft import Attribution, Draft, Mention
from graph_service.extract.titles import ANY_TITLE, PAIR
from graph_service.model import QuoteType, Span

CONFIDENCE = 0.7
"""Set by hand, not calibrated."""

_OPENING = re.compile(
    r"[\s,]*(?:only\s+)?(?:that\s+)?[\"“‘']?\s*"
    r"(?:(?:[Ii]n|[Aa]t|[Oo]n|[Dd]uring|[Aa]fter|[Ff]or|[Ww]ith)\b[^,“”\"]{2,80},\s+)?"
)
_PRONOUN = re.compile(r"(?:he|she|they)\b", re.IGNORECASE)
_APPOSITION = re.compile(r",\s[^,“”\"]{3,70},")
_AND = re.compile(r"\s+and\s+(?:[\w.’'-]+\s+){0,6}?\Z")
_VERB = re.compile(
    r",?\s+(?P<lead>(?:(?:has|have|had|also|again|further|then|once|both|later|earlier|in|turn|each"
    r"|\w+ly)\s+){0,4})[\"“‘']?(?P<verb>[a-z]+)(?P<particle>\s+(?:out|back|down|up))?\b"
)
_TOLD = re.compile(r"[^“”\".;]{1,70}?(?=\s+that\b|\s*[“\"])")
_WHEN = re.compile(
    r"\s+(?:on|at|in|during|last|yesterday|earlier)\s+[^,“”\"]{3,40}?(?=\s+that\b)"
    r"|\s+[A-Z][a-z]+day(?=\s+that\b)"
)
_MORE_VERBS = frozenset((
    "outline", "reassert", "restate", "recognise", "recognize", "discuss", "present",
    "set", "lay", "push", "hold", "stand", "confirm",
))  # fmt: skip

_TALKED = frozenset(("speak", "talk", "discuss"))
_OF = re.compile(r"(?:of|about|against|out|up|in favou?r)\b")
"""Behind a verb of talking: what was said, not only that there was talk."""
_NO_SPEECH = frozenset((
    "continue", "give", "take", "make", "put", "go", "turn", "keep", "work", "try",
    "draw", "hit", "get", "see", "hear",
))  # fmt: skip


def reported_clauses(text: str, draft: Draft) -> list[Attribution]:
    """The inner attributions that the contents' openings hold, in their order."""
    taken = [span for a in draft.attributions for span in (*a.source, *a.cue)]
    taken.sort()
    starts = [mention.span.start for mention in draft.mentions]
    found = []
    for outer in draft.attributions:
        if not outer.cue or outer.attitude:
            continue
        for part in outer.content:
            clause = _clause(text, draft, starts, outer, part)
            clause = clause and _before_next(text, draft, clause)
            if clause is not None and not _known(taken, clause):
                found.append(clause)
    return found


_AND_AT_END = re.compile(r"[\s,]*(?:\b(?:and|but)(?:\s+\w+ly)?)?\s*\Z")


def _before_next(text: str, draft: Draft, clause: Attribution) -> Attribution | None:
    """Cut where a further verb of the same subject was found: "Orin accepted A and stressed B"."""
    (content,) = clause.content
    next_cues = [
        a.cue[0].start
        for a in draft.attributions
        if a.cue and a.source == clause.source and content.contains(a.cue[0])
    ]
    if not next_cues:
        return clause
    cut = _AND_AT_END.sub("", text[content.start : min(next_cues)])
    if len(cut.split()) < 2:
        return None
    return replace(clause, content=(Span(content.start, content.start + len(cut)),))


def _known(taken: list[Span], clause: Attribution) -> bool:
    """An attribution found before has its source or cue where this one has its own."""
    own = (*clause.source, *clause.cue)
    low, high = min(own).start, max(own).end
    at = max(0, bisect_left(taken, Span(low, low)) - 1)
    while at < len(taken) and taken[at].start < high:
        own_subject = taken[at] == clause.source[0]
        if taken[at].end > low and not taken[at].contains(Span(low, high)) and not own_subject:
            return True
        at += 1
    return False


def _clause(
    text: str, draft: Draft, starts: list[int], outer: Attribution, part: Span
) -> Attribution | None:
    opening = _OPENING.match(text, *part)
    begin = opening.end() if opening else part.start
    subject = _subject(text, draft, starts, Span(begin, part.end))
    if subject is None:
        return None
    after = _APPOSITION.match(text, subject.end, part.end)
    verb = _VERB.match(text, after.end() if after else subject.end, part.end)
    lemma = _lemma(verb) if verb else None
    if verb is None or lemma is None:
        return None
    start = verb.end()
    if lemma.split()[0] in cues.TELLING and (told := _TOLD.match(text, start, part.end)):
        start = told.end()
    elif when := _WHEN.match(text, start, part.end):
        start = when.end()
    content = _content(text, Span(start, part.end))
    if content is None or (lemma in _TALKED and not _OF.match(text, content.start)):
        return None
    lead = len(verb["lead"]) - len(verb["lead"].lstrip())
    cue = Span(verb.start("lead") + lead if verb["lead"] else verb.start("verb"), verb.end())
    quoted = any(q.overlaps(content) and not q.contains(subject) for q in _near(draft, content))
    kind: QuoteType = "mixed" if quoted else "indirect"
    return Attribution(
        source=(subject,),
        cue=(cue,),
        content=(content,),
        lemma=lemma,
        quote_type=kind,
        attitude=False,
        found_by="rule:reported-clause",
        confidence=round(CONFIDENCE * outer.confidence, 4),
    )


def _near(draft: Draft, span: Span) -> list[Span]:
    at = max(0, bisect_left(draft.quotations, span) - 1)
    near = []
    while at < len(draft.quotations) and draft.quotations[at].start < span.end:
        near.append(draft.quotations[at])
        at += 1
    return near


def _subject(text: str, draft: Draft, starts: list[int], area: Span) -> Span | None:
    """A pair, a pronoun, a person with title, or a post of a state, at the area's start."""
    match = PAIR.match(text, *area) or _PRONOUN.match(text, *area)
    if match:
        return Span(*match.span())
    at = bisect_left(starts, area.start)
    near: list[Mention] = []
    while at < len(starts) and starts[at] < min(area.end, area.start + 110):
        near.append(draft.mentions[at])
        at += 1
    for index, mention in enumerate(near):
        lead = text[area.start : mention.span.start]
        # "the foreign minister, Ada Rook, said": one comma, between title and name.
        if len(lead.split()) > 9 or re.search(r"[,;:“”\"]", lead.rstrip(" ,")):
            return None
        if lead.rstrip().endswith(",") and not ANY_TITLE.search(lead):
            return None
        if mention.kind == "person":
            if lead.strip() and not ANY_TITLE.search(lead):
                return None
            return Span(area.start, _joint_end(text, mention, near[index + 1 :]))
        if mention.kind in ("state", "organisation"):
            own = re.match(r"[Tt]he\s+", lead)
            of = re.search(r"\bof\s+(?:the\s+)?\Z", lead)
            if own and of and ANY_TITLE.search(lead):
                return Span(area.start, mention.span.end)
            post = re.match(r"(?:[’']s)?\s+(?:[a-z-]+\s+){0,2}?", text[mention.span.end :][:40])
            title = ANY_TITLE.match(text, mention.span.end + (post.end() if post else 0))
            follows = title is not None and re.match(
                r"\s+(?:\w+ly\s|also\s|ha[sd]\s)*[a-z]+", text[title.end() : title.end() + 30]
            )
            if title is not None and follows and (own or text[mention.span.end] in "’'"):
                return Span(area.start, title.end())
    return None


def _joint_end(text: str, mention: Mention, following: list[Mention]) -> int:
    """In "Putin and Xi" the subject goes on to the second name."""
    for other in following:
        if other.kind == "person":
            between = text[mention.span.end : other.span.start]
            return other.span.end if _AND.match(between) else mention.span.end
    return mention.span.end


def _lemma(verb: re.Match[str]) -> str | None:
    """The dictionary form of a finite cue of speech, else None."""
    perfect = re.search(r"\b(?:has|have|had)\b", verb["lead"])
    for lemma, tag in cues.lexicon().get(verb["verb"], ()) or _plain(verb["verb"]):
        if tag in ("ing", "base", "adj", "noun") or (tag == "en" and not perfect):
            continue
        if lemma in _NO_SPEECH:
            continue
        if lemma in cues.SPEECH or names_act(lemma) or lemma in _MORE_VERBS:
            particle = (verb["particle"] or "").strip()
            return f"{lemma} {particle}".strip()
    return None


def _plain(word: str) -> tuple[tuple[str, str], ...]:
    """Verbs that the cue lexicon does not list ("reasserted")."""
    for lemma in (word.removesuffix("ed"), word.removesuffix("d")):
        if lemma != word and lemma in _MORE_VERBS:
            return ((lemma, "ed"),)
    return ()


def _content(text: str, span: Span) -> Span | None:
    """Without outer space, joining marks and a closing mark that opened before."""
    start, end = span
    while start < end and text[start] in " ,\n\u00a0":
        start += 1
    while end > start and text[end - 1] in " ,.\n\u00a0”\"’'":
        end -= 1
    if re.search(r"[“\"]", text[start:end]) and end < span.end and text[end : span.end].strip(" "):
        closing = re.match(r"[,.]?[”\"]", text[end : span.end])
        end += closing.end() if closing else 0
    return Span(start, end) if len(text[start:end].split()) >= 2 else None
