"""Who an article names together: "Orin and Kreel", "Orin spoke by telephone with Kreel".

Owns the finding of such groups, once over the whole text and in its order; which
group "the two leaders" or "they" means is `groups`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from graph_service.extract.cast import Cast
from graph_service.extract.draft import Mention
from graph_service.extract.titles import ANY_TITLE, HONORIFIC, without_honorifics
from graph_service.model import Actor, Span

_OF = r"(?:\s+(?:of|from)\s+(?:the\s+)?[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,3}){0,3}"
_APPOSITION = r"(?:,\s[^.;:“”\"\n]{1,160},)?"
_AND = re.compile(rf"{_OF}{_APPOSITION}\s*,?\s*(?:and|AND|&)\s+(?P<lead>[^.;:“”\"\n]{{0,90}})\Z")
_COMMA = re.compile(rf"{_OF},\s+(?P<lead>[^.,;:“”\"\n]{{0,60}})\Z")
_WITH = re.compile(
    r"\b(?:spoke|spoken|speaks|speaking|talk(?:s|ed|ing)?|call(?:s|ed)?|phoned|telephoned|conferred"
    r"|conversation|meet(?:s|ing|ings)?|met|summit|consultations|discussions|hosted|hosts|received"
    r"|receives|welcomed|greeted|counterpart)\b",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\s+(?:ha[sd]\s+|also\s+)?(?:told|urged|assured|congratulated|informed|thanked|briefed|warned"
    r"|asked|pressed|invited|reassured|phoned|telephoned|called|rang|wrote to)\s+"
    r"(?P<lead>[^.;:,“”\"\n]{0,60})\Z"
)
"""One said something to the other: together they are "the two"."""
_CLAUSE = re.compile(r"[;:“”\"\n]|\b(?:said|says|told|that|because|but|while|although|after)\b")
_INVITED = re.compile(r"\binvitation (?:of|from|extended by) (?:the )?[^;:\n]{0,110}\Z")
_INITIALS = re.compile(r"(?:[A-Z]\.[ -]?){1,3}\Z")
_SET_OFF = re.compile(
    r"(,\s(?:and\s)?(?:the|its|his|her)\s[^.,;:“”\"\n]{4,80}|\sand\s(?:the|its|his|her)\s[^.,;:“”\"\n]{4,80})"
    r",\s+\Z"
)
"""A title set off from its name: ", the Prime Minister of Peru, Orin"."""
_LOOSE = frozenset(("", "the", "by", "with", "its", "his", "her", "both", "between"))


@dataclass(frozen=True, slots=True)
class Together:
    """Two or more persons, or two or more states, named side by side."""

    actors: tuple[Actor, ...]
    spans: tuple[Span, ...]
    kind: str
    """`person` or `state`."""
    sentence: int
    noun: str = ""
    """Of states: whom of theirs the text names, as in "the leaders of Peru and Chile"."""


def together(cast: Cast) -> list[Together]:
    """All groups of an article in the order of their last member."""
    found: list[Together] = []
    for number, sentence in enumerate(cast.draft.sentences):
        mentions = [
            m
            for m in cast.mentions_in(sentence.span)
            if len(m.actors) == 1 and not cast.quoted(m.span.start)
        ]
        persons = [m for m in mentions if m.kind == "person" and not _owner(cast, m)]
        states = [m for m in mentions if _plain_state(cast, m)]
        for members in (persons, states):
            found += [_made(run, number) for run in _runs(cast, members)]
        found += _of_several(cast, sentence.span, number, mentions)
    return sorted(found, key=lambda group: group.spans[-1])


_PLURAL_POST = re.compile(
    r"\b(?P<noun>leaders|presidents|(?:prime|foreign|defen[cs]e) ministers|premiers|chancellors"
    r"|ministers)\s(?:of|from)\s(?:the\s)?\Z",
    re.IGNORECASE,
)


_OF_BOTH = re.compile(
    r"\s(?:senior\s|top\s)?(?P<noun>(?:(?:prime|foreign|defen[cs]e)\s)?ministers|leaders|presidents"
    r"|premiers|chancellors|officials|diplomats|negotiators|delegations|governments|envoys)\b",
    re.IGNORECASE,
)
_POSTS = frozenset(
    (
        *("leaders", "presidents", "premiers", "chancellors", "prime ministers"),
        *("foreign ministers", "defence ministers", "defense ministers"),
    )
)


def _of_several(cast: Cast, sentence: Span, number: int, mentions: list[Mention]) -> list[Together]:
    """Reads "the leaders of Peru and Chile": two states, by those who hold a post there."""
    states = [m for m in mentions if m.kind == "state" and m.form != "demonym"]
    found = []
    called = [m for m in mentions if m.kind == "state" and m.form == "demonym"]
    for left, right in pairwise(called):
        plural = _OF_BOTH.match(cast.text, right.span.end)
        if cast.text[left.span.end : right.span.start] == " and " and plural:
            noun = plural["noun"].lower()
            noun = noun if noun in _POSTS else ""
            found.append(replace(_made([left, right], number), noun=noun))
    for at, first in enumerate(states):
        lead = cast.text[max(sentence.start, first.span.start - 40) : first.span.start]
        post = _PLURAL_POST.search(lead)
        for run in _runs(cast, states[at:])[-1:] if post else ():
            if post is not None and run[0] is first:
                group = _made(run, number)
                found.append(replace(group, noun=post["noun"].lower()))
    return found


def _runs(cast: Cast, members: list[Mention]) -> list[list[Mention]]:
    """Stretches of members that "and", list commas or a meeting join."""
    runs: list[list[Mention]] = []
    run: list[Mention] = []
    listed = False
    for member in members:
        link = _link(cast, run[-1], member) if run else ""
        if link == "":
            run, listed = [member], False
            continue
        run = [*run, member]
        listed = listed or link != ","
        if listed:
            if runs and runs[-1] == run[:-1]:
                runs.pop()  # a longer list takes the shorter one in
            runs.append(run)
            if link == "and":
                run, listed = [member], False
    return [run for run in runs if len({m.actors[0].id for m in run}) == len(run)]


def _link(cast: Cast, left: Mention, right: Mention) -> str:
    """How two neighbours are joined: "and", ",", "with", or "" where they are not."""
    between = without_honorifics(cast.text[left.span.end : right.span.start])
    between = _INITIALS.sub("", between)
    between = _SET_OFF.sub(r"\1 ", between)
    if len(between) > 260:
        return ""
    if between in ("-", "–") and left.kind == "state":
        return "and"
    if (match := _AND.match(between)) and _leads(match["lead"], right):
        return "and"
    if (match := _COMMA.match(between)) and _leads(match["lead"], right):
        invited = _INVITED.search(cast.text, max(0, left.span.start - 140), left.span.start)
        return "with" if invited else ","
    if (match := _TO.fullmatch(between)) and _leads(match["lead"], right):
        return "with"
    if _WITH.search(between) and not _CLAUSE.search(between) and len(between) <= 140:
        return "with"
    return ""


def _leads(words: str, right: Mention) -> bool:
    """Words before a member that belong to it: its title, or nothing that matters."""
    bare = words.strip(" ,").lower()
    if bare in _LOOSE or _LED.fullmatch(bare):
        return True
    if right.kind != "person":
        return False
    return bool(ANY_TITLE.search(words) or HONORIFIC.search(words)) and not _WITH.search(words)


_LED = re.compile(
    r"(?:that of .{2,40}|the .{2,40} (?:delegation|side)(?: was)?(?: led)?) by(?: the)?"
)
""" "The delegation of X was led by Orin, and that of Y by Kreel"."""


def _owner(cast: Cast, mention: Mention) -> bool:
    return cast.text[mention.span.end : mention.span.end + 2] in ("’s", "'s")


def _plain_state(cast: Cast, mention: Mention) -> bool:
    """A state that stands for itself, not in somebody's title ("the president of Peru")."""
    if mention.kind != "state" or mention.form == "demonym" or _owner(cast, mention):
        return False
    lead = cast.text[max(0, mention.span.start - 40) : mention.span.start]
    of = re.search(r"\b(?:of|from)\s+(?:the\s+)?\Z", lead)
    if _REALM.search(lead):
        return True  # "the Republic of Norland"
    return of is None or not (
        ANY_TITLE.search(lead[: of.start()]) or re.search(r"[A-Z]\w+\s\Z", lead[: of.start()])
    )


_REALM = re.compile(
    r"\b(?:Republic|Kingdom|State|Federation|Emirate|Sultanate|Commonwealth|Principality"
    r"|REPUBLIC|KINGDOM|STATE|Governments?)\s(?:of|OF)\s(?:the\s)?\Z"
)


def _made(run: list[Mention], sentence: int) -> Together:
    kind = "person" if run[0].kind == "person" else "state"
    return Together(tuple(m.actors[0] for m in run), tuple(m.span for m in run), kind, sentence)
