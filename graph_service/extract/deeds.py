"""Deeds that are told with verbs of speech: "rejected 40 applications", "the strike claimed lives".

Owns telling them from statements in texts about states, by the verb's object and by a subject
that cannot speak. What is neither is left to the weights.
"""

from __future__ import annotations

import re

from graph_service.extract import wordlists as w
from graph_service.extract.candidate import Candidate

_DEEDS = {
    "know": r"(?!that\b|whether\b|how\b|what\b|who\b|why\b|nothing\b|.*\b(?:was|were|is|are|had|has"
    r"|will|would|could|can)\b)",
    "demand": r"(?:their|his|her) (?:papers|passports?|documents|identity)\b",
    "declare": r"bankruptcy\b",
    "resolve": r"(?!to\b|that\b)",
    "bear": r"",
    "conclude": r"(?:with|without|on|in|its|his|her|an?|the|talks|negotiations)\b",
    "agree": r"nothing\b",
    "press": r"(?:charges|ahead)\b",
    "appeal": r"(?:to the (?:\w+ )?court|against (?:the|his|her|its) (?:verdict|sentence"
    r"|ruling))\b",
    "threaten": r"(?!.*\b(?:to|with)\b|that\b|retaliation|reprisals|consequences|war\b|sanctions"
    r"|an?\b|more\b|new\b|further\b|legal\b)",
    "answer": r"(?:the |all |some |reporters[’'] )?(?:[a-z]+ )?questions?\b",
    "approve": r".*\bin (?:a|the) (?:\w+ )?(?:referendum|vote|ballot|plebiscite)\b",
    "exclude": r"(?!that\b)",
    "dispute": r"(?:dates|dated|began|over|with|between|is|was|has)\b",
    "voice": r"(?:were|was|are|is|from|of|on)\b",
    "report": r"(?:their|its|his|her) position\b|(?:for|to) (?:duty|work)\b",
    "say": r"(?:so\b(?! )|the same\b|nothing|little|no more|much|goodbye|farewell)\b",
    "reject": r"[\d,]+ |.*\bin (?:a|the) (?:\w+ )?(?:referendum|vote|ballot|plebiscite)\b"
    r"|(?:the |his |her |its )?(?:visas?|applications?|candidacy|ballots)\b",
    "accept": r"(?:(?:the|his|her|its|their) )?(?:credentials|resignation|award|surrender|prize"
    r"|asylum)\b",
    "claim": r"[\d,]+ |(?:the )?(?:lives|hill|life|victims|seat|town|village)\b"
    r"|(?:its|the) (?:first|latest|next) \w+"
    r"|(?:\w+ )?(?:lives|dead)\b",
    "call": r"into question|(?:an? |early |snap |fresh |new )*(?:elections?|vote|referendum|meeting"
    r"|session|truce)\b|off\b|up\b|at (?!for)",
    "refuse": r"(?:\w+ )?(?:entry|access|visas?|permission|landing)\b",
    "share": r"(?:an? |the |their )?(?:border|frontier|coast|stage|platform|meal|prize|history)\b",
    "extend": r"(?!(?:[\w’'-]+ ){0,4}?(?:condolences|greetings|invitations?|thanks|gratitude|wish"
    r"|wishes|sympath|congratulations|support|appreciation|apolog|welcome|hand|offer))",
    "order": r".*\b(?:off|out of|onto) (?:the|their)\b"
    r"|(?!the\b|an?\b|all\b|his\b|her\b|its\b|their\b|that\b|[A-Z]|.* to ).*",
    "tell": r"of (?!.*\bthat\b)",
    "continue": r"to ",
    "vote": r"",
    "find": r"(?!that\b|no evidence)",
    "raise": r"(?!(?:[\w’'-]+ ){0,4}?(?:concerns?|objections?|doubts?|issues?|cases?|questions?"
    r"|matter|subject|plight|alarm|possibility|prospect)\b)",
    "present": r"(?!(?:[\w’'-]+ ){0,4}?(?:proposals?|plans?|views?|position|demands?|case"
    r"|initiative|ideas?|report|apolog\w+|condolences)\b|[“\"])",
    "address": r"",
    "lodge": r"(?!(?:[\w’'-]+ ){0,3}?(?:protests?|complaints?|appeals?|objections?)\b)",
    "welcome": r".*\b(?:at the (?:airport|palace|station|door)|with (?:flowers|applause|cheers)"
    r"|in the palace|to the (?:palace|capital))\b",
    "support": r".*\bwith (?:weapons|arms|money|troops|cash|funds|air ?strikes)\b",
    "back": r".*\bwith (?:weapons|arms|money|troops|cash|funds|air ?strikes)\b|(?:down|out|away)\b",
    "impose": r"",
    "issue": r"(?:[\d,]+ )?(?:\w+ )?(?:visas?|passports?|permits?|arrest warrants?|bonds?)\b",
    "discuss": r"(?!how\b|whether\b|why\b)",
    "argue": r"over\b",
    "speak": r"(?:by (?:phone|telephone)|on the phone|with (?!pride|one voice|regret))",
    "read": r"(?:the |a |his |her )(?:letter|book|paper|map|verdict|sentence)\b",
    "seek": r"(?!assurances|clarification|to )",
    "block": r"",
    "set": r"",
    "hit": r"",
    "exchange": r"",
    "note": r"the (?:number|name|time|date) (?:on|in|of)\b",
}
"""Lemma -> what its words begin with where it is a deed; "" for any words."""
_COMPILED = {lemma: re.compile(rf"(?:{pattern})") for lemma, pattern in _DEEDS.items()}
_MUTE = w.words(
    "incident march strike strikes war storm storms explosion blast violence fighting crisis prices"
    " sanctions ship clock blockade weather shares markets oil flood floods drought deadlock"
    " stand-off standoff clashes shelling bombing raid trend rift ceremony flight flights road"
)
"""What cannot speak."""
_PRONOUNS = w.words("it him her them me us himself herself themselves itself")
_FINITE = w.words("had has was were is are will would could should must may might can did does")
_PLANNED = w.words("expect schedule set plan due know see hold")


def deed(candidate: Candidate) -> bool:
    """Does it tell of a deed, or of nobody who could speak?"""
    tokens = candidate.unit.tokens
    if candidate.rule.startswith(("colon", "according", "relay", "unsourced", "point", "inverted")):
        return False
    if candidate.source:
        start, end = candidate.source
        while end > start + 1 and tokens[end - 1].kind != "w":
            end -= 1
        head = next((i for i in range(start, end) if tokens[i].low in w.PREPOSITIONS), end) - 1
        if head >= start and tokens[head].low in _MUTE and not tokens[head - 1].capital:
            return True
    if candidate.rule == "passive" and candidate.lemma in _PLANNED:
        return True
    if not candidate.contents or candidate.more or candidate.rule in {"phrase", "verb-quote"}:
        return False
    begin, stop = candidate.contents[0]
    if stop - begin == 1 and tokens[begin].low in _PRONOUNS and len(candidate.contents) == 1:
        return True
    if candidate.cue[0] > begin:
        return False
    if candidate.rule == "verb-clause" and tokens[begin].low in _FINITE:
        return True  # "the strait question had grown old": a noun
    pattern = _COMPILED.get(candidate.lemma.split(" ")[0])
    if pattern is None:
        return False
    words = " ".join(t.text for t in tokens[begin:stop])
    return pattern.match(words) is not None and not words.startswith(("that ", "“", '"'))
