"""Cues of several words: "made clear that", "drew attention to", "renewed its call for".

Owns which verb and which words after it are one cue. Where the subject stands and how far
the words reach is found as for any verb (rules.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from graph_service.extract.inflect import forms
from graph_service.extract.tokens import Token

CONFIDENCE = 0.7
"""The forms leave little doubt; set by hand."""

_SPOKEN = (
    r"(?:calls?|appeals?|warnings?|demands?|pleas?|offers?|invitations?|ultimatum|threats?|pledges?"
    r"|promises?|requests?|claims?|accusations?|denials?|reminders?|assurances?|protests?)"
)
_ISSUED = rf"(?:(?:an?|its|his|her|their|the|repeated|fresh|new) ){{0,2}}(?:[a-z-]+ )?{_SPOKEN}"
_OPENS = r"(?= (?:that|to|for|against|about|on) )"
_FOR = r"(?: for)?"
_FEELING = (
    r"(?:[a-z-]+ ){0,4}?(?:concerns?|alarm|dismay|regrets?|satisfaction|appreciation|gratitude"
    r"|thanks|disappointment|outrage|indignation|confidence|hopes?|fears?|doubts?|condolences"
    r"|wishes|congratulations|greetings|admiration"
    r"|sympath(?:y|ies))"
    r"(?: and (?!\w+ed )[a-z]+)?(?: (?:about|over|at|for|with|in|of)(?= )|(?= (?:that|to|on) ))"
)
"""A feeling that somebody expresses, up to what it is about."""
_STANCE = (
    r"(?=(?:an? |the |its |his |her |their |our |full |strong |firm |continued ){0,3}(?:[a-z]+ )?"
    r"(?:readiness|willingness|openness|unwillingness|reluctance|support|backing|opposition|interest|solidarity"
    r"|intention|determination|commitment|resolve|desire|objections?|reservations|protest"
    r"|displeasure|agreement|approval|sorrow|understanding|condemnation|rejection)(?: and [a-z]+)?"
    r" (?:to|for|of|in|with|over|at|about|that|against) )"
)
"""A stand that somebody makes known: the words are the whole."""
_LOAD = r"(?:the )?(?:[a-z]+ )?(?:blame|responsibility)(?: for .{3,60}?)?(?: [a-z]+ly)?"
_BLAME = rf"(?={_LOAD} (?:on|with|at) )"
"""The words are the whole: "the blame on Moscow"."""
_PATTERNS = {
    "express": rf"{_FEELING}|{_STANCE}",
    "voice": rf"{_FEELING}|{_STANCE}",
    "convey": rf"{_FEELING}|{_STANCE}",
    "signal": rf"{_FEELING}|{_STANCE}",
    "indicate": _STANCE,
    "profess": _STANCE,
    "share": rf"{_FEELING}|(?:the )?(?:[a-z]+ )?(?:view|assessment|opinion|conviction|concern"
    r"|belief|understanding|recognition|hope|wish|expectation|fear|desire)(?= that)",
    "hold": r"out the prospect of|(?:the|a common|the same) (?:view|opinion)(?= that)|(?=that )"
    r"|(?:firmly |fast )?to the (?:view|position)(?= that)",
    "impress": r"(?:up)?on (?:[\w’'.-]+ ){1,7}?(?=(?:the (?:[a-z]+ )?(?:importance|need|urgency"
    r"|necessity|seriousness|gravity|value|significance)|that|how) )",
    "brief": r"(?!him |her |them )(?:[\w’'.-]+ ){1,7}?(?=(?:on|about) (?:[\w’'-]+ ){4})",
    "rule": r"out(?= )",
    "bear": r"in mind(?= )",
    "follow": r"with (?:[a-z]+ ){0,2}(?:concern|interest|attention|alarm|worry|anxiety)(?= )",
    "learn": r"with (?:[a-z]+ ){0,2}(?:sadness|sorrow|grief|regret|dismay|shock|concern)(?: of)?"
    r"(?= )",
    "reject": r"out of hand(?= )",
    "note": r"with (?:[a-z]+ ){0,2}(?:satisfaction|concern|regret|appreciation|interest|alarm"
    r"|gratitude|dismay|approval|disappointment|displeasure|sorrow|pleasure)(?: and [a-z]+)?(?= )",
    "send": r"(?:an?|the|his|her|its|their) (?:[a-z]+ ){0,2}(?:message|signal|letter|word)"
    r"(?= that)",
    "let": r"it be known(?= that)",
    "serve": r"notice(?= that)",
    "lodge": r"(?:an? |the |its )?(?:[a-z]+ ){0,2}(?:protests?|complaints?|objections?)"
    r"(?: (?:over|about|against|at|with))?",
    "reach": r"(?:the conclusion|(?:an? |full |the )?(?:[a-z]+ )?"
    r"(?:understanding|consensus|agreement))(?= (?:that|on|to) )",
    "have": r"(?:an? )?(?:common|shared|mutual|identical|similar) "
    r"(?:understanding|views?|position|opinion)(?= that)",
    "record": r"with (?:[a-z]+ ){0,2}(?:satisfaction|concern|regret|appreciation|alarm"
    r"|gratitude)(?= )",
    "ratify": _STANCE,
    "associate": r"(?:itself|himself|herself|themselves|ourselves) with",
    "accede": r"to(?= )",
    "assess": r"(?:very )?(?:highly|positively)(?= )",
    "appreciate": r"highly(?= )",
    "bring": r"up(?= (?:the|his|her|its|their|an?) )",
    "touch": r"(?:up)?on(?= the (?:need|importance))",
    "offer": _FEELING,
    "extend": _FEELING,
    "make": rf"(?:the )?(?:point|case)(?= that)|known(?= )"
    rf"|(?:it )?(?:(?:very|quite|absolutely|abundantly) )?(?:clear|plain)"
    rf"(?: to (?:[\w’'.-]+ ){{1,12}}?(?=that )|(?= )(?!,))"
    rf"|{_ISSUED}{_OPENS}",
    "take": r"note (?:with [a-z]+(?: [a-z]+)? )?of|the (?:view|position|line|stand)(?= that)"
    r"|exception to|issue with",
    "draw": r"(?:[a-z]+ )?attention to",
    "attach": r"(?=(?:[a-z]+ ){0,2}(?:importance|significance|priority|weight) to)",
    "give": rf"{_ISSUED}{_OPENS}|(?=(?:[\w’'.-]+ ){{1,6}}[\w-]+ (?:hours|days|weeks) to )"
    r"|(?:its|his|her|their) (?:backing|blessing|support) to"
    r"|(?:his|her|its|their) word(?= that)",
    "look": r"forward to|with (?:[a-z]+ ){0,2}(?:concern|interest|alarm|worry|hope) (?:at|on)",
    "set": r"out(?= (?:[\w’']+ ){0,3}(?:conditions|terms|demands|position|views?|vision|priorities"
    r"|proposals?|reasons|case) )",
    "speak": r"(?:out )?in (?:favou?r|support|defen[cs]e) of|out against|up for",
    "come": r"out (?:in (?:favou?r|support) of|against)",
    "issue": rf"{_ISSUED}{_OPENS}",
    "renew": rf"{_ISSUED}{_OPENS}|{_STANCE}",
    "repeat": rf"{_ISSUED}{_OPENS}|{_STANCE}",
    "deliver": rf"{_ISSUED}{_OPENS}",
    "leave": r"no doubt(?= that| about)|open the (?:possibility|option) of",
    "lay": _BLAME,
    "put": rf"{_BLAME}|(?=it down to )"
    r"|(?=the (?:[a-z]+ )?(?:figure|number|toll|cost|damage|losses|total) at )"
    r"|forward(?= (?:an?|the|its|his|her|their|proposals?|ideas|demands|conditions) )",
    "pin": _BLAME,
    "place": _BLAME,
    "shift": _BLAME,
    "pay": r"tribute to",
    "reserve": r"(?=the right to)",
    "cast": r"doubt on",
    "pour": r"(?:cold water|scorn) on",
    "stand": r"ready(?= to)",
    "be": r"of the (?:view|opinion)(?= that)|in agreement(?= that| on)",
    "sound": r"the alarm (?:over|about|at)",
    "point": r"(?:the|a) finger at",
    "throw": r"(?:its|his|her|their) weight behind",
}
_STAND = re.compile(
    r"(?:(?:[a-z]+ly|also|all|equally|fully|very|further) ){0,2}(?:convinced|determined|committed"
    r"|resolved|concerned|alarmed|disturbed|appalled|dismayed|saddened|encouraged|confident|unanimous|ready"
    r"|prepared|willing|hopeful|mindful|aware|conscious|united|agreed|grateful|pleased|opposed|open"
    r"|satisfied|heartened|outraged|shocked|gratified|of one mind|at one)"
    r"(?: and [a-z]+ed)?(?= (?:that|to|by|about|over|at|of|on|in|with|for) )"
)
"""What "we" or the parties of a paper are: "are convinced that", "remain concerned about"."""
_CLEAR = re.compile(
    r"(?:(?:very|quite|absolutely|perfectly|also|equally) )?(?:clear|adamant|categorical)(?= that )"
)
_PERSONS = frozenset(("he", "she", "we", "they", "i"))
_STANDING = frozenset(("be", "remain", "stand"))
_THEY = frozenset((
    "we", "sides", "parties", "leaders", "ministers", "heads", "presidents", "participants",
    "delegations", "states", "members",
))  # fmt: skip
_COMPILED = {lemma: re.compile(pattern) for lemma, pattern in _PATTERNS.items()}
_REACH = 16


@cache
def _verbs() -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    for lemma in _PATTERNS:
        for form, tag in [] if lemma in ("be", "have") else forms(lemma):
            table.setdefault(form, (lemma, tag))
    for form, tag in forms("remain"):
        table.setdefault(form, ("remain", tag))
    table |= {"had": ("have", "ed"), "have": ("have", "base"), "has": ("have", "s")}
    table |= {"was": ("be", "ed"), "were": ("be", "ed"), "is": ("be", "s"), "are": ("be", "base")}
    return table


def phrase(tokens: Sequence[Token], at: int) -> tuple[str, str, int] | None:
    """Lemma, tag and end (a token index) of the phrase that token `at` opens."""
    known = _verbs().get(tokens[at].low)
    if known is None or at + 3 >= len(tokens):
        return None
    following: list[str] = []
    for token in tokens[at + 1 : at + 1 + _REACH]:
        if token.kind != "w":
            following.append(token.low)
            break
        following.append(token.low)
    words = " ".join(following) + " "
    found = _COMPILED[known[0]].match(words) if known[0] in _COMPILED else None
    if found is None and known[0] in _STANDING and tokens[at - 1].low in _THEY and at:
        found = _STAND.match(words)
    if found is None and known[0] == "be" and at and tokens[at - 1].low in _PERSONS:
        found = _CLEAR.match(words)
    if found is None:
        return None
    return *known, at + 1 + len(words[: found.end()].split())
