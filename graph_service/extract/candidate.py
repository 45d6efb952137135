"""A candidate attribution as token ranges, and the verb group of its cue.

Owns the type that the rules yield and how far a verb group reaches; which verb is a
cue of what is decided in rules.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.tokens import Token
from graph_service.extract.units import Range, Unit
from graph_service.model import Span

_CHAINED = w.words(
    "went goes going go gone continued continues continue began begins seemed seems appeared"
    " appears declined declines refused refuses tried tries used came rushed moved took sought"
    " failed fails attempted hastened"
)

_BEFORE_LAST = {"on": ("went", "goes", "go"), "far": ("so", "thus")}
""" "went on (to say)", "so far (denied)": two words that belong to the verb group."""


@dataclass(slots=True, eq=False)
class Candidate:
    """An attribution before its spans are cut; `more` is content in further units."""

    unit: Unit
    rule: str
    lemma: str
    tag: str
    source: Range | None
    cue: Range
    contents: list[Range]
    more: list[Span] = field(default_factory=list)
    confidence: float = 0.0
    shared: bool = False
    """The source was taken over from another cue or clause."""


def verb_group(tokens: Sequence[Token], at: int) -> int:
    """First token of the verb group that ends at `at` (auxiliaries, adverbs, "went on to")."""
    start = at
    while start > 0 and tokens[start - 1].kind == "w":
        word = tokens[start - 1].low
        if word in w.AUX or word == "to" or w.is_adverb(word):
            if word in {"all", "both", "each"}:
                break
            start -= 1
        elif word in _CHAINED and tokens[start].low in {"to", "on"}:
            start -= 1
        elif start >= 2 and tokens[start - 2].low in _BEFORE_LAST.get(word, ()):
            start -= 2
        else:
            break
    return start


def is_verb(tokens: Sequence[Token], at: int, tag: str) -> bool:
    """Is the form a verb here, by the word on its left?"""
    if at == 0:
        return tag == "ing"
    if at + 1 < len(tokens) and tokens[at + 1].low.startswith(("d'", "d’")):
        return False  # "the charge d'affaires"
    if tokens[at].low == "press" and at + 1 < len(tokens) and tokens[at + 1].low in _PRESS:
        return False  # "daily press briefing"
    left = at - 1
    while tag in {"ed", "en"} and left > 0 and w.is_adverb(tokens[left].low):
        left -= 1
    word = tokens[left].low
    if tag in {"base", "s"}:
        if word in _TRADED:
            return False  # "trade blame", "exchanged views"
        owned = left > 0 and tokens[left - 1].low in _OWN and word in _FIRM
        if tag == "base" and owned:
            return False  # "our strongest support"
        if tag == "s" and _national(tokens, left):
            return False  # "rejected Western claims"
        if word in w.BE:
            return False  # "there were calls", "three ships are welcome"
        compound = word in _COMPOUND and not tokens[left].capital  # but "The Conference calls on"
        if (
            word in _NOUN_BEFORE | _SUPERLATIVE
            or compound
            or (word in w.PREPOSITIONS and word != "to")
        ):
            return False
        if word.endswith(("’s", "'s", "s’")) and word not in w.CONTRACTED:
            return False
        if cues.finite_form(word) and word.endswith("ed"):
            return False  # "denied reports that"
    if tag == "s" and word == "to":
        return False
    plain = tokens[at].low in {"said", "told", "added"}
    if word in {"named", "identified", "quoted"} and tokens[left - 1].low == "be":
        word = ""  # "who asked not to be named denied"
    named = tokens[left].capital and (left > 0 or plain)  # "Abiy Ahmed said", "Ahmed told"
    verbal = word.endswith("ed") and word not in w.AUX and not named
    if tag in {"ed", "en"} and verbal and left == at - 1:
        return False  # "ignored repeated warnings"
    if tag == "ing" and word in _NO_GERUND:
        return False  # "a warning that"
    return not (tag in {"ed", "en"} and word in _NOUN_BEFORE | _NO_PAST)


_PRESS = w.words(
    "briefing briefings conference conferences release releases statement statements secretary"
    " service office officer point corps freedom report reports agency availability"
)
_NO_PAST = w.words("of in over with from at against amid among between")
"""Prepositions before which no past form is a verb: "in disputed isles"."""
_NOUN_BEFORE = w.words(
    "the a an his her its their our my your this no any such some"
    " eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
)
_SUPERLATIVE = w.words("best strongest fullest firmest warmest deepest sincerest heartiest")
"""Before a noun that looks like a verb: "our best wishes", "the strongest support"."""
_OWN = w.words("his her its their our my your")
_FIRM = w.words(
    "strong full firm continued continuing unwavering unequivocal warm sincere deep profound"
    " heartfelt own steadfast enduring solemn"
)
"""With an owner before a noun that looks like a verb: "our full support"."""
_NATIONAL = re.compile(r".*(?:ese|ish|ian|ean|ern|utch|rench|eek|aqi|aeli|ani|can|man|bian)\Z")


def _national(tokens: Sequence[Token], at: int) -> bool:
    """Is the word of a nation no subject here: "French (accusations)" behind a verb?"""
    if not tokens[at].capital or not _NATIONAL.match(tokens[at].low):
        return False
    before = tokens[at - 1].low if at else ""
    verbal = before.endswith("ed") or before in w.IRREGULAR_PAST or cues.finite_form(before)
    return verbal or before in w.PREPOSITIONS or before in {"aside", "down", "off"}


_COMPOUND = w.words("phone telephone video conference press courtesy")
_NO_GERUND = w.words("a an this that any no every another fresh repeated new further")
_TRADED = w.words("trade trades traded trading exchange exchanged swap swapped")
