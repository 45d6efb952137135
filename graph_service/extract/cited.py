"""Words passed on with their own source named beside them: "Z reported that Y, citing W".

Owns the forms with "citing" and "quoting": before the words ("Citing W, the agency reported
that Y"), behind the verb ("reported, citing W, that Y"), between subject and verb ("The agency,
citing W, reported that Y") and behind all ("reported that Y, citing W"; "Y, the agency reported,
citing W"). W says Y, on the word of the agency. Figures, reasons and laws say nothing; and what
a person says with a source named behind it is the person's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.candidate import Candidate, verb_group
from graph_service.extract.circumstances import at_time
from graph_service.extract.contents import adjunct_end, around, right_end, skip_object
from graph_service.extract.sources import apposition_after, finite, phrase_after, subject_before
from graph_service.extract.titles import AGENCY, ANY_TITLE, GENERIC
from graph_service.extract.tokens import Token
from graph_service.extract.units import Range, Unit

CITING = w.words("citing quoting")
_REFERRING = w.words("quoted quotes cited cites referred refers pointed")
_OUTLET = re.compile(
    r"\b(?:media|television|tv|radio|news(?:paper|wire|letter|cast)?s?|paper|daily|weekly|magazine"
    r"|broadcaster|channel|outlet|website|portal|press|report|dispatch|times|post|journal|herald"
    r"|tribune|gazette|courier|tagblatt|telegraph|guardian|observer|spiegel|monde|figaro|cnn|bbc"
    r"|nbc|cbs|abc|npr|ap|axios|politico|haaretz|jazeera|arabiya|kommersant|vedomosti|izvestia"
    r"|meduza|fars|mehr|tasnim|isna|sana|spa|wafa|mena|petra|yna|nhk|isw)\b",
    re.IGNORECASE,
)
_EVIDENCE = re.compile(
    r"(?:data|figures?|statistics|numbers?|evidence|intelligence|concerns?|reasons?|grounds|fears"
    r"|needs?|lack|law|laws|article|constitution|treaty|accord|charter|precedents?|examples?"
    r"|threats?|risks?|security|safety|costs?|rules?|cases?|instances?|violations?|attacks?"
    r"|differences|progress|conditions|circumstances|weather|health|interests?|links?|ties)\Z",
    re.IGNORECASE,
)
"""Heads of what is cited as a ground: it says nothing."""
_PAPERS = re.compile(
    r"\b(?:statement|letter|document|memo|memorandum|draft|readout|transcript|cable|decree|note"
    r"|announcement|communiqu[eé]|ministry|office|palace|court|army|military|police|government"
    r"|embassy|agency|prosecutors?|judges?|lawyers?|generals?|relatives?|documents?|papers)\b",
    re.IGNORECASE,
)
_REPORTING = w.words("say report write add announce note state disclose reveal claim")


def citing(unit: Unit, at: int) -> Iterator[Candidate]:
    """Both levels of each form; token `at` is the "citing"."""
    tokens = unit.tokens
    cited = phrase_after(tokens, at + 1, len(tokens))
    if cited is None or not _somebody(tokens, cited):
        return
    if at == 0:
        yield from _opening(unit, cited)
    elif tokens[at - 1].low == ",":
        verb = cited[1] + 1
        after = verb + 1 < unit.last and tokens[cited[1]].low == ","
        if after and _told(tokens, verb) and tokens[verb + 1].low != ",":
            yield from _between(unit, at, cited, verb)
        else:
            yield from _behind(unit, at, cited)


def which_cited(unit: Unit, at: int) -> Iterator[Candidate]:
    """ "The network, which cited two officials, said that Y": token `at` is the "cited"."""
    tokens = unit.tokens
    cited = phrase_after(tokens, at + 1, len(tokens))
    if cited is None or cited[1] + 2 >= unit.last or tokens[cited[1]].low != ",":
        return
    verb = cited[1] + 1
    named = " ".join(t.text for t in tokens[slice(*cited)])
    known = _somebody(tokens, cited) or GENERIC.search(named) is not None
    if known and _told(tokens, verb) and tokens[verb + 1].low != ",":
        yield from _between(unit, at, cited, verb, at - 2)


def _told(tokens: Sequence[Token], verb: int) -> bool:
    """Is it a finite verb of reporting: "said", and "claims" before a clause?"""
    if cues.finite_form(tokens[verb].low):
        return True
    known = cues.lexicon().get(tokens[verb].low, ())
    says = any(tag == "s" and lemma in _REPORTING for lemma, tag in known)
    return says and verb + 1 < len(tokens) and tokens[verb + 1].low == "that"


def _pair(
    unit: Unit, subject: Range, verb: Range, outer: list[Range], cited: tuple[Range, Range],
    said: list[Range],
) -> Iterator[Candidate]:  # fmt: skip
    """The one who passes on and, within, the one cited: (source, cue)."""
    source, cue = cited
    inner = [(a, b) for a, b in said if a < b]
    if inner:
        yield Candidate(unit, "relay-cites", "report", "relay", subject, verb, outer)
        yield Candidate(unit, "relay-citing", "cite", "relay", source, cue, inner)


def _opening(unit: Unit, cited: Range) -> Iterator[Candidate]:
    """ "Citing W, the agency reported that Y"."""
    tokens = unit.tokens
    if cited[1] + 3 >= unit.last or tokens[cited[1]].low != ",":
        return
    subject = phrase_after(tokens, cited[1] + 1, len(tokens))
    if subject is None or subject[1] + 1 >= unit.last or not _passes(tokens, subject, subject[1]):
        return
    verb = subject[1]
    begin = at_time(tokens, verb + 1)
    said = (begin, right_end(unit, begin)) if begin + 1 < unit.last else (0, 0)
    outer = [(0, cited[1]), said]
    yield from _pair(unit, subject, (verb, verb + 1), outer, (cited, (0, 1)), [said])


def _between(unit: Unit, at: int, cited: Range, verb: int, comma: int = 0) -> Iterator[Candidate]:
    """ "The agency, citing W, reported that Y"."""
    tokens = unit.tokens
    subject = subject_before(tokens, comma or at - 1)
    begin = at_time(tokens, verb + 1)
    if tokens[verb].low == "told":
        begin = skip_object(tokens, verb + 1)
    if subject is None or begin + 1 >= unit.last:
        return
    said = (begin, right_end(unit, begin))
    outer = [(at, cited[1]), said]
    yield from _pair(unit, subject, (verb, verb + 1), outer, (cited, (at, at + 1)), [said])


def _behind(unit: Unit, at: int, cited: Range) -> Iterator[Candidate]:
    """The verb stands before the "citing", with its words or without them."""
    tokens = unit.tokens
    verb = next((v for v in range(1, at - 1) if _reports(unit, v, at - 1)), None)
    if verb is None:
        return
    group = verb_group(tokens, verb)
    subject = subject_before(tokens, group)
    if subject is None or not _passes(tokens, subject, verb):
        return
    cue, whole = (group, verb + 1), apposition_after(tokens, cited, len(tokens))
    begin = _words_after(unit, verb)
    if begin < at - 1:  # "reported that Y, citing W"
        said = (begin, at - 1)
        outer = [said, (at, whole[1])]
        yield from _pair(unit, subject, cue, outer, (cited, (at, at + 1)), [said])
        return
    told, further = _further(unit, cited)
    goes_on = told + 3 < unit.last and tokens[told].low == ","
    if goes_on and (tokens[told + 1].low == "that" or not _clause(tokens, 0, subject[0])):
        stop = right_end(unit, told + 1)
        yield Candidate(unit, "relay-cites", "report", "relay", subject, cue, [(at, stop)])
        said = (told + 1, stop)
        yield Candidate(unit, "relay-citing", "cite", "relay", cited, (at, at + 1),
                        [(cited[1] + 1, stop)])  # fmt: skip
        if further:
            yield Candidate(unit, "relay-citing", "cite", "relay", *further, [said])
        return
    left = subject[0] - 1  # "Y, the agency reported, citing W"
    if (left > 2 and tokens[left].low in {",", "."}) or (left >= 0 and tokens[left].kind == "q"):
        left += tokens[left].kind == "q"
        parts = around(unit, left, whole[1])
        outer = [*parts, (at, whole[1])]
        yield from _pair(unit, subject, cue, outer, (cited, (at, at + 1)), parts)


def _clause(tokens: Sequence[Token], start: int, stop: int) -> bool:
    return any(tokens[i].kind == "q" or finite(tokens, i) for i in range(start, stop))


def _further(unit: Unit, cited: Range) -> tuple[int, tuple[Range, Range] | None]:
    """Where "citing W, which referred to V," ends, and V with its cue."""
    tokens, index = unit.tokens, cited[1]
    if index + 2 >= unit.last or tokens[index].low != ",":
        return index, None
    if tokens[index + 1].low not in {"which", "who"}:
        return index, None
    cue = (index + 2, index + 3)
    if index + 3 < unit.last and tokens[index + 3].low == "to":
        cue = (index + 2, index + 4)
    known = tokens[cue[0]].low in _REFERRING
    whom = phrase_after(tokens, cue[1], len(tokens)) if known else None
    if whom is None or whom[1] + 1 >= unit.last or tokens[whom[1]].low != ",":
        return index, None
    return whom[1], (whom, cue)


def _reports(unit: Unit, verb: int, comma: int) -> bool:
    """Is this a verb of reporting whose words, or none, reach to the comma before "citing"?"""
    tokens = unit.tokens
    known = cues.lexicon().get(tokens[verb].low, ())
    if tokens[verb].kind != "w" or not cues.finite_form(tokens[verb].low):
        return False
    if tokens[verb].capital or not any(lemma in _REPORTING for lemma, _ in known):
        return False
    begin = _words_after(unit, verb)
    return begin >= comma or right_end(unit, begin) == comma


def _words_after(unit: Unit, verb: int) -> int:
    """Where the words behind a verb begin, time and place skipped."""
    after = adjunct_end(unit, verb + 1) if verb + 1 < len(unit.tokens) else verb + 1
    return after if after > verb + 1 else at_time(unit.tokens, verb + 1)


def _passes(tokens: Sequence[Token], subject: Range, verb: int) -> bool:
    """An outlet says, or anybody reports."""
    words = " ".join(t.text for t in tokens[slice(*subject)])
    reports = tokens[verb].low in {"reported", "reports"} and words.lower() not in w.PRONOUNS
    outlet = AGENCY.search(words) or _OUTLET.search(words)
    return bool(outlet or reports) and cues.finite_form(tokens[verb].low)


def _somebody(tokens: Sequence[Token], cited: Range) -> bool:
    """Can what is cited have said something?"""
    named = tokens[slice(*cited)]
    for index, token in enumerate(named[:-1]):
        if token.low == "as" and w.is_participle(named[index + 1].low):
            return False  # "quoting W as saying Y": that is a form of its own
    until = next((i for i, t in enumerate(named) if i and t.low in w.PREPOSITIONS), len(named))
    head = named[until - 1].text
    if _EVIDENCE.match(head):
        return False
    words = " ".join(t.text for t in named)
    known = GENERIC.search(words) or _PAPERS.search(words) or ANY_TITLE.search(words)
    return known is not None or any(t.capital for t in named)
