"""The register of diplomacy: which texts are written in it, and which verbs are speech there.

The weights of `weights` are counted on campaign news, where "accepted" or "advised" mostly
tells of deeds. In texts about states the same words report what was said. Owns the telling
of such texts and the lower bar for their verbs; the bar was chosen on the development half
of our own dispatches, with PolNeAR dev as the limit that must hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.candidate import Candidate
from graph_service.extract.deeds import deed
from graph_service.extract.invited import SUBJECT
from graph_service.extract.titles import ANY_TITLE, BODY
from graph_service.extract.tokens import Token

LEAST = 0.03
"""Least confidence of a candidate whose verb and source are those of diplomacy."""
CONFIDENCE = 0.6
"""Of what only the lower bar lets pass; set by hand."""
LEAST_ACCORDING = 0.15
LEAST_SHARED = 0.1
"""Of a further verb in a row, whose subject speaks already."""
LEAST_NOUN = 0.08
_MARKER = re.compile(
    r"\b(?:(?:foreign|external affairs|prime|defen[cs]e) (?:minister|ministry|secretary|office)"
    r"|ministers? (?:of|for) (?:foreign|external|defen[cs]e)|territorial integrity|sovereignty"
    r"|secretary of state|state department|permanent representative|secretary-general"
    r"|ambassador|envoy|embassy|chancellor|kremlin|communiqu[eé]|readout|demarche"
    r"|joint (?:statement|declaration)|security council|united nations|bilateral|treaty"
    r"|high commission(?:er)?|consulate|minister of state|both (?:governments|capitals|countries)"
    r"|leader of the opposition|ceasefire|delegation|summit|diplomat|diplomatic"
    r"|chargé d[’']affaires"
    r"|the two (?:sides|leaders|ministers|countries|governments|presidents))",
    re.IGNORECASE,
)
_KINDS, _PER_WORDS = 2, 110
"""Fewest different markers, and most characters a marker (in words of six)."""

_SPEAKING = w.words(
    """
    accept advise agree appeal applaud back beg call caution commend concede condemn condole
    congratulate convey counsel decline defend demand denounce deplore deny dismiss endorse
    express extend fear hail hope implore instruct invite lament note offer oppose order pledge
    praise promise propose protest reaffirm recall regret reiterate reject repudiate request
    see stress support thank underline underscore urge voice vow warn welcome affirm
    confirm remark maintain insist contend declare enquire inquire inform
    renounce rebuff assure consider view deem
    raise signal emphasise emphasize highlight concur task direct mandate entrust outline commit
    reassure encourage credit argue acknowledge admit concede recommend press plead question slam
    blast announce allege complain rebuke criticise criticize insist object recognise recognize
    hint threaten dispute justify salute repeat wish advocate believe worry judge counter accuse
    """
)
VERBS = _SPEAKING | cues.DIPLOMATIC
_WHO = re.compile(
    r"\b(?:sides?|parties|part(?:y|ies)|leaders|governments?|delegations?|council|union|league"
    r"|ministr\w+|ministers|presidents|resolution|declaration|communiqu[eé]|document|statement"
    r"|presidency|participants|members|states|countries|bloc|organi[sz]ation|commission|opposition"
    r"|interlocutor|counterpart|colleague|host|guest|leader|envoy|chief|both|two|three|he|she|they|it|who|we|diplomats|office)\Z",
    re.IGNORECASE,
)
_FORMS = ("verb-words", "verb-that", "verb-to", "verb-of", "verb-for", "verb-clause", "verb-wh",
          "verb-as", "verb-on", "verb-with", "verb-in", "verb-mixed", "verb-quote", "verb-prep",
          "verb-ing", "postposed", "passive-by")  # fmt: skip
_TELLS_NOTHING = w.words("speak talk discuss meet allude go")
"""Verbs that by themselves tell that there was speech, and nothing of what was said."""


def silent(candidate: Candidate) -> bool:
    """Does it give nobody's words: a deed in the passive that nobody owns, talks held?"""
    tokens = candidate.unit.tokens
    if candidate.rule == "declined":
        return False
    if deed(candidate) or _says_nothing(candidate):
        return True
    if candidate.source and tokens[candidate.source[1] - 1].low in {"following", "follows"}:
        return True  # "..., declare the following:"
    if candidate.lemma in _REPLYING and candidate.rule == "verb-to":
        return True  # "was replying to a report"
    if candidate.lemma.split(" ")[0] in _LEFT_OUT and any(
        t.low in _NOT for t in tokens[slice(*candidate.cue)]
    ):
        return candidate.rule not in {"verb-that", "verb-quote", "postposed-quote"}
    if candidate.lemma == "comment" and candidate.rule in {"verb-on", "verb-about"}:
        # "commenting on the launch"; but "declined to comment on it"
        return not any(t.low == "to" for t in tokens[slice(*candidate.cue)])
    if candidate.rule == "passive" and candidate.lemma in _TAKEN:
        begin, end = candidate.contents[0]
        if SUBJECT.fullmatch(" ".join(t.text for t in tokens[begin:end])):
            candidate.contents = candidate.contents[:1]
            candidate.rule = "phrase"
            return False  # "The invitation was accepted with pleasure"
    if candidate.rule == "passive":
        begins = candidate.contents[-1][0] if candidate.contents else 0
        alone = len(candidate.contents) < 2 and candidate.lemma not in cues.SPEECH
        return tokens[begins].low not in {"that", "to", "as"} or alone
    if candidate.lemma == "recall":
        start, end = candidate.contents[0] if candidate.contents else (0, 0)
        return any(t.low in _RECALLED for t in tokens[start : min(end, start + 4)])
    if candidate.lemma == "speak" and candidate.rule == "verb-of":
        # "spoke of a plot", "of the need for a truce"; but "spoke of it", "of the past"
        begin, end = candidate.contents[0]
        return end - begin < 3 or tokens[begin + 1].low in w.OBJECT_PRONOUNS | w.PRONOUNS
    if candidate.lemma == "see" and candidate.rule in {"verb-words", "verb-clause", "verb-in"}:
        begin, end = candidate.contents[0]
        opens = candidate.source[0] - 1 if candidate.source else 0
        if opens > 0 and tokens[opens].low in {"as", "when", "until", "before", "after"}:
            return True  # "told reporters as she saw her guest off"
        return any(t.low == "off" for t in tokens[begin:end])
    if candidate.lemma not in _TELLS_NOTHING or not candidate.rule.startswith("verb-"):
        return False
    return candidate.rule not in {"verb-that", "verb-quote", "verb-clause", "verb-next"}


def _says_nothing(candidate: Candidate) -> bool:
    """Are the words but a pronoun and a manner: "saw it differently", "reacted angrily"?"""
    tokens = candidate.unit.tokens
    if len(candidate.contents) != 1 or candidate.more or not candidate.rule.startswith("verb-"):
        return False
    begin, stop = candidate.contents[0]
    while stop - begin > 1 and tokens[stop - 1].low in w.TIME | {"on", "in"}:
        stop -= 1
    if stop - begin > 3 or candidate.rule in {"verb-quote", "verb-mixed", "verb-next"}:
        return False
    return all(t.low in _NO_WORDS or t.low.endswith("ly") for t in tokens[begin:stop])


_NO_WORDS = w.words(
    "it this that so to differ otherwise them him her altogether well first the same out"
)
_TAKEN = w.words("accept decline")
_REPLYING = w.words("reply respond react")
_LEFT_OUT = w.words(
    "mention say specify elaborate name identify disclose reveal give explain address refer answer"
    " respond reply provide offer comment discuss indicate detail describe tell"
)
_NOT = w.words("not never didn’t didn't doesn’t doesn't don’t don't hasn’t hasn't haven’t haven't")
"""With these, and a verb of telling, nothing is told: "did not say when"."""
_RECALLED = w.words("ambassador ambassadors envoy envoys chargé charge troops diplomats")


def diplomatic(text: str) -> bool:
    """Is the text about states and what they say to each other?

    >>> diplomatic("The foreign ministry summoned the ambassador.")
    True
    """
    found = [m.group().lower() for m in _MARKER.finditer(text)]
    return len(set(found)) >= _KINDS and len(text) <= len(found) * _PER_WORDS * 6


_PLAIN = w.words("say tell add")
_FELT = ("adjective-that", "adjective-by", "adjective-at", "adjective-over", "adjective-about")
_TOLD = w.words("tell inform assure warn notify")


def _plural(tokens: Sequence[Token], candidate: Candidate) -> bool:
    """Do several speak in the present ("We urge", "Both sides agree"), and not in an infinitive?"""
    start, end = candidate.source or (0, 0)
    if any(t.low in w.MODAL or t.low == "to" for t in tokens[slice(*candidate.cue)]):
        return False
    several = tokens[end - 1].low in _SEVERAL or tokens[start].low in _SEVERAL
    people = tokens[start].low == "the" and tokens[end - 1].low.endswith("s")
    several = several or (people and tokens[end - 1].capital)
    several = several or any(t.low in _SEVERAL_PEOPLE for t in tokens[start:end])
    return several or any(t.low == "and" for t in tokens[start:end])


_SEVERAL_PEOPLE = w.words("diplomats officials envoys analysts residents critics aides lawmakers")
_SEVERAL = w.words(
    "we they both ministers leaders sides parties members heads presidents delegations governments"
    " participants states countries"
)


def speaks(candidate: Candidate) -> bool:
    """Does somebody who could be a party to diplomacy use one of its verbs?"""
    if candidate.rule == "colon-title":
        return True
    if candidate.rule in {"noun-that", "noun-to", "noun-for"}:
        return candidate.lemma in cues.SPOKEN and candidate.confidence >= LEAST_NOUN
    if candidate.rule == "passive-by" and candidate.lemma in _TOLD:
        told = candidate.contents[0][0]
        return len(candidate.contents) == 1 and candidate.unit.tokens[told].low == "that"
    if candidate.rule == "postposed" and candidate.lemma in cues.SAYING | cues.INVERTING:
        return (candidate.tag == "ed" or candidate.lemma in _PLAIN) and could_speak(candidate)
    if candidate.rule.startswith("adjective-"):
        return candidate.rule in _FELT and could_speak(candidate)
    if candidate.rule == "passive" and candidate.lemma in VERBS:
        tokens, begin = candidate.unit.tokens, candidate.contents[0][0]
        return len(candidate.contents) == 1 and tokens[begin].low in {"that", "to"}
    if candidate.lemma == "according to":
        return candidate.confidence >= LEAST_ACCORDING
    if candidate.lemma.split(" ")[0] not in VERBS or candidate.rule not in _FORMS:
        return False
    if candidate.source is None or (candidate.tag == "ing" and not candidate.shared):
        return False
    if candidate.shared and candidate.confidence >= LEAST_SHARED:
        return True
    if candidate.tag == "base" and not _plural(candidate.unit.tokens, candidate):
        return False
    return could_speak(candidate)


def could_speak(candidate: Candidate) -> bool:
    """Is its source a name, a title, a body or a word for people?"""
    if candidate.source is None:
        return False
    tokens = candidate.unit.tokens
    start, end = candidate.source
    words = " ".join(t.text for t in tokens[start:end])
    named = (tokens[start].capital and tokens[start].low not in w.DETERMINERS) or any(
        t.capital for t in tokens[start + 1 : end]
    )
    return named or bool(_WHO.search(words) or ANY_TITLE.search(words) or BODY.search(words))
