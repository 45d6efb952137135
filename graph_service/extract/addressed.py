"""Whom a statement is said to, and whom it is about, where the text says so plainly.

Owns four readings only: the name between cue and words ("told Putin that ..."), the name that
opens the words of an act aimed at somebody ("accused NATO of ..."), who answers a question that
was asked in a transcript, and the speaker of a turn who says "told me".
"""

from __future__ import annotations

import re
from bisect import bisect_left

from graph_service.extract import cues
from graph_service.extract.draft import Draft, Mention, Source, Turn
from graph_service.extract.turns import turn_of
from graph_service.model import Actor, Span

_AIMED = frozenset(("accuse", "condemn", "support", "thank"))
_ASKING = frozenset(("warn", "urge", "demand", "thank", "question", "threaten"))
_GREETING = frozenset(("congratulate", "congratulations", "invite", "condole"))
_GAP = 60
_OPENING = 25
"""Characters into the words within which their first name is the one aimed at."""
_FAR = 120
"""The same for whose deed is condemned: "the shelling of the ferry by the rebels"."""
_OF_WHOM = re.compile(r"\b(?:by|of)\s+(?:the\s+)?\Z", re.IGNORECASE)
_AT = re.compile(r"\b(?:in|at|from|near|outside)\s+(?:the\s+)?\Z", re.IGNORECASE)
"""A place before the name: "told parliament in Tokyo that ..."."""
_MODIFIES = re.compile(
    r"\s+(?!(?:that|to|on|in|during|at|by|not|and|or|over|about|of|for|after|before|when|while|late"
    r"|early|last|this|yesterday|today|whether|how|why|what|it|he|she|they|there|with|against"
    r"|as|if|who|which)\b)[a-z]"
)
"""A noun behind the name takes its place: "told a White House briefing", "US lawmakers"."""
_OUTLET = re.compile(
    r"\s+(?:news\s+)?(?:agency|newspaper|daily|weekly|television|radio|network|broadcaster|channel)\b"
)
_BEFORE_NAME = re.compile(
    r"[\W_]*(?:to\s+)?(?:(?:the|its|his|her|their|all|both|people|emirate|kingdom|republic"
    r"|government|governments|authorities|leaders?"
    r"|president|prime|foreign|minister|secretary|general|and|of|on|upon)\s+|[A-Z][\w.’'-]*,?\s+)*"
)
_AUTHORITIES = re.compile(r"\s+(?:government|authorities|side|leadership|leaders)\b")
_ME = re.compile(r"\s+(?:me|us)\b")


def addressees(text: str, draft: Draft, index: int, act: str) -> tuple[Actor, ...]:
    """The one told: named between cue and words, or first in words that ask or warn."""
    attribution, mentions = draft.levels[index].attribution, draft.mentions
    meant = draft.objects[index] if draft.objects else None
    if not attribution.cue:
        return _who_answers(text, draft, index) or ((meant,) if meant else ())
    end, start = attribution.cue[-1].end, attribution.content[0].start
    if attribution.lemma in cues.TELLING and 0 < start - end <= _GAP:
        if _ME.match(text, end, start):
            return _speaker_of_turn(draft, index)
        found = [m for m in _names(mentions, Span(end, start)) if _plain(text, m)]
        if found:
            return _distinct(found)[:2]
    asked = start > end + 1 or act in _ASKING or attribution.lemma in _GREETING
    if meant is not None and asked and (act != "thank" or meant.kind == "person"):
        return (meant,)
    if (act in _ASKING or attribution.lemma in _GREETING) and start >= end:
        stop = min(start + _OPENING, attribution.content[0].end)
        for mention in _names(mentions, Span(start, stop), nations=True)[:1]:
            if mention.form == "demonym":
                told = _AUTHORITIES.match(text, mention.span.end) is not None
            else:
                told = _plain(text, mention) and (act != "thank" or mention.kind == "person")
            if told and _BEFORE_NAME.fullmatch(text, start, mention.span.start):
                return (mention.actors[0],)
    return ()


def targets(text: str, draft: Draft, index: int, act: str) -> tuple[Actor, ...]:
    """Whom an accusation, condemnation, praise or thanks is aimed at; never the speaker's own side.

    All names of its object ("Iran and its ally of ..."), else the one whose deed it is ("the raid
    by ...", "Belmora's raid", "Belmoran ships"), else whom its pronoun or title means.
    """
    if act not in _AIMED:
        return ()
    attribution, source = draft.levels[index].attribution, draft.sources[index]
    own = {a.country for a in source.actors if a.country}
    own |= {source.country.id} if source.country else set()
    own |= {source.actors[0].id} if len(source.actors) == 1 else set()
    first = attribution.content[0]
    found = _names(draft.mentions, Span(first.start, min(first.start + _FAR, first.end)), True)
    found = [m for m in found if _aimed(text, m, own)]
    if act in ("thank", "support"):
        return _distinct(_praised(text, first, found))
    opening = [m for m in found if m.span.start <= first.start + _OPENING]
    named = [m for m in opening if _doer(text, m)][:1]
    named += [m for m in found if named and _AND.fullmatch(text, named[0].span.end, m.span.start)][
        :1
    ]
    if not named:
        named = [
            m for m in found if _OF_WHOM.search(text[max(0, m.span.start - 12) : m.span.start])
        ]
        named = [m for m in named if m.form != "demonym"][-1:]
    meant = draft.objects[index] if draft.objects else None
    if not named and meant is not None and meant.id not in own and attribution.cue:
        return (meant,)
    return _distinct(named)


def _aimed(text: str, mention: Mention, own: set[str]) -> bool:
    """Not the speaker's own side, no place."""
    actor = mention.actors[0]
    if actor.id in own or (actor.kind == "state" and actor.country in own):
        return False
    return _AT.search(text[max(0, mention.span.start - 16) : mention.span.start]) is None


def _doer(text: str, mention: Mention) -> bool:
    """The name opens what is told of somebody, as who does it; not as who suffers it."""
    lead, behind = text[: mention.span.start][-14:], text[mention.span.end :][:40]
    if _SUFFERS.match(behind) or _SUFFERED.search(lead):
        return False
    if mention.form == "demonym":
        return not _VICTIMS.match(behind)
    return True


def _praised(text: str, first: Span, found: list[Mention]) -> list[Mention]:
    """Whose gift or deed is praised: "Cuba and Norway for ...", "China's help", "aid by Oketo"."""
    kept: list[Mention] = []
    for mention in found:
        if mention.form == "demonym" and not _AUTHORITIES.match(text, mention.span.end):
            continue
        lead, behind = text[first.start : mention.span.start], text[mention.span.end :][:60]
        if _BEFORE_NAME.fullmatch(_PREPOSITION.sub("", lead)):
            praised = _GIFT.match(behind) or _FOR.match(behind) or _AND.match(behind)
        elif kept:
            praised = _AND.fullmatch(text, kept[-1].span.end, mention.span.start)
        else:
            praised = _DONE_BY.search(lead)
        if praised:
            kept.append(mention)
    return kept


_PREPOSITION = re.compile(r"\A(?:to|for|with|of)\s+")
_AND = re.compile(r",?\s+and\s+(?:(?:its|his|her|their|the)\s+(?:\w+\s+){0,2})?")
_FOR = re.compile(r"(?:,| once more| warmly| again| in particular|\W+[\"“]|\s+for\b)")
_GIFT = re.compile(
    r"[’']s?\s+(?!support|solidarity|backing|claim|sovereign|territor|integrity|right|independence)"
)
_DONE_BY = re.compile(
    r"\b(?:solidarity with|(?:carried out|made|taken|given|brokered|sent|shown|hosted) by"
    r"|achievements? of|that)\s+(?:the\s+)?\Z"
)
_SUFFERS = re.compile(
    r"(?:[’']s\s+(?:sovereignty|territor|integrity|airspace|waters|border|independence|claim|demand"
    r"|offer|true face)"
    r"|\s+(?:was|were|is|are|had been|has been|have been|being)\s+"
    r"(?!\w+ing)\w+(?:ed|en|own|ung|hot)\b)"
)
_SUFFERED = re.compile(r"\b(?:against|on|towards?|into|inside|over|for)\s+(?:the\s+)?\Z")
_VICTIMS = re.compile(
    r"\s+(?:civilians|victims|children|sovereignty|territory|airspace|waters|soil)\b"
)


_NEAR = 60
"""Levels behind a question among which its answer is looked for."""


def _who_answers(text: str, draft: Draft, index: int) -> tuple[Actor, ...]:
    """A question in a transcript is put to whoever speaks next and asks nothing."""
    turn = turn_of(draft, draft.levels[index].attribution)
    if turn is None or not _asks(text, turn, draft.sources[index]):
        return ()
    at = bisect_left(draft.turns, turn.content, key=lambda one: one.content) + 1
    # Its level stands near: the turns' levels are in text order, with what is told in between.
    near = slice(index + 1, index + 1 + _NEAR)
    for level, source in zip(draft.levels[near], draft.sources[near], strict=True):
        if at >= len(draft.turns):
            return ()
        if turn_of(draft, level.attribution) != draft.turns[at]:
            continue
        if not _asks(text, draft.turns[at], source):
            return source.actors[:1] if source.kind != "unnamed" else ()
        at += 1
    return ()


def _asks(text: str, turn: Turn, source: Source) -> bool:
    """A turn of the press: labelled so, of an outlet, or closing with a question."""
    if turn.kind != "speaker":
        return turn.kind == "question"
    if any(actor.kind in ("outlet", "agency") for actor in source.actors):
        return True
    return text[turn.content.start : turn.content.end].rstrip("\"”’' ").endswith("?")


def _speaker_of_turn(draft: Draft, index: int) -> tuple[Actor, ...]:
    """ "He told me that ...", said within somebody's own turn."""
    outer = draft.levels[index].outer
    if outer is None or turn_of(draft, draft.levels[outer].attribution) is None:
        return ()
    source = draft.sources[outer]
    return source.actors[:1] if source.kind != "unnamed" else ()


def _names(mentions: tuple[Mention, ...], span: Span, nations: bool = False) -> list[Mention]:
    """Sure mentions that begin within a span; adjectives of nations only where asked for."""
    at = bisect_left(mentions, span.start, key=lambda m: m.span.start)
    left_out = ("surname?",) if nations else ("demonym", "surname?")
    found = []
    while at < len(mentions) and mentions[at].span.start < span.end:
        mention = mentions[at]
        if len(mention.actors) == 1 and mention.form not in left_out:
            found.append(mention)
        at += 1
    return found


def _plain(text: str, mention: Mention) -> bool:
    """The name stands for itself: it owns nothing, tells no place and goes before no noun."""
    start, end = mention.span
    if text[end : end + 2] in ("’s", "'s"):
        return False
    if _MODIFIES.match(text, end) and not _OUTLET.match(text, end):
        return False
    return _AT.search(text[max(0, start - 16) : start]) is None


def _distinct(mentions: list[Mention]) -> tuple[Actor, ...]:
    return tuple({m.actors[0].id: m.actors[0] for m in mentions}.values())
