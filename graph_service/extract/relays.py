"""Words passed on through somebody: "quoted by his spokesman", "citing Z", "carried by Z".

Owns the forms that put a relay between a speaker and the words, where the relay has no clause
of its own, or one cue passes on another. Each gives candidates that nest: the outer one's
content holds the inner one's source, cue and content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.candidate import Candidate, verb_group
from graph_service.extract.circumstances import at_time
from graph_service.extract.cited import CITING, citing, which_cited
from graph_service.extract.contents import (
    adjunct_end,
    around,
    left_start,
    right_end,
    skip_object,
)
from graph_service.extract.sources import finite, phrase_after, subject_before
from graph_service.extract.tokens import Token
from graph_service.extract.units import Range, Unit

CONFIDENCE = 0.8
"""Of a relay. The forms leave little doubt; set by hand."""
SUREST = 0.99
"""Of forms that would else be read as if the agency said it all ("reported, citing Z, that")."""
SURE = (
    "relay-shows",
    "relay-shown-saying",
    "relay-cites",
    "relay-citing",
    "relay-behind",
    "relay-behind-saying",
)
LEAST = 0.5
"""Least confidence of "as saying", which nothing else can be."""

_QUOTING = w.words("quoted quotes quote quoting cited cites cite citing reported reports")
_CARRYING = w.words(
    "carried published reported broadcast relayed distributed posted quoted cited read delivered"
    " conveyed confirmed recounted passed transmitted sent handed"
)
_BY_OWN = w.words(
    "read delivered conveyed relayed confirmed recounted passed transmitted sent handed"
)
"""Forms of which also somebody of the speaker's own passes the words on."""
_PAPERS = w.words(
    "statement communique communiqué remarks comments letter speech interview message commentary"
    " text dispatch telegram address declaration despatch bulletin report account version note"
)
_OWN = w.words("his her its their the")
_TOLD = w.words("telling informing assuring told informed assured")


def relays(unit: Unit) -> Iterator[Candidate]:
    """All of them in a unit."""
    tokens = unit.tokens
    for at, token in enumerate(tokens):
        if token.kind != "w" or at + 2 >= len(tokens):
            continue
        if token.low in CITING:
            yield from citing(unit, at)
        if token.low == "as" and tokens[at + 1].low in _CARRYING:
            yield from _as_quoted(unit, at)
        if at == 0:
            if token.low in {"through", "via"}:
                yield from _through_first(unit)
            continue
        if token.low in _QUOTING:
            relative = at > 2 and tokens[at - 1].low in {"which", "who"}
            if relative and tokens[at - 2].low == "," and cues.finite_form(token.low):
                yield from which_cited(unit, at)
            yield from _quoting(unit, at)
        if token.low in _CARRYING:
            yield from _carried(unit, at)
        if token.low in _SHOWING:
            yield from _showing(unit, at)
        if token.low in _CARRIED and tokens[at + 1].low in {"a", "an", "the"}:
            yield from _carrying(unit, at)
        if token.low in {"through", "via"} and cues.finite_form(tokens[at - 1].low):
            yield from _through(unit, at)
        elif token.low in {"through", "via"} and tokens[at - 1].low == ",":
            yield from _through_inside(unit, at)
        if token.low == "from" and tokens[at - 1].low in {"learned", "learnt", "heard"}:
            yield from _learned(unit, at)


def _relay(
    unit: Unit, name: str, lemma: str, source: Range, cue: Range, contents: list[Range]
) -> Iterator[Candidate]:
    kept = [(a, b) for a, b in contents if a < b]
    if kept:
        yield Candidate(unit, f"relay-{name}", lemma, "relay", source, cue, kept)


def _quoting(unit: Unit, at: int) -> Iterator[Candidate]:
    tokens, end = unit.tokens, unit.last
    group = verb_group(tokens, at)
    passive = any(t.low in w.BE for t in tokens[group:at])
    if tokens[at + 1].low == "by":
        if not tokens[at].low.startswith("report"):
            yield from _quoted_by(unit, at, group)
    elif passive:
        yield from _was_quoted(unit, at, group)
    else:
        verb = _as_verb(tokens, at + 1)
        if verb is None:
            return
        opens = verb - 1 if tokens[verb - 1].low == "as" else verb - 2
        named = (at + 1, opens)
        tail = _tail(unit, verb)
        if tail:  # "Y, the agency quoted X as saying on Monday"
            subject = subject_before(tokens, group)
            left = _left(unit, subject)
            if subject is None or left is None:
                return
            told = around(unit, left, tail)
            outer = [*told, (named[0], tail)]
            yield from _relay(unit, "behind", "quote", subject, (group, at + 1), outer)
            yield from _relay(unit, "behind-saying", "say", named, (opens, verb + 1), told)
        elif tokens[verb].low in {"citing", "quoting"}:
            # "which quotes Z as citing W, Y"
            whom = phrase_after(tokens, verb + 1, len(tokens))
            if whom is None or whom[1] + 1 >= end or tokens[whom[1]].low != ",":
                return
            stop = right_end(unit, whom[1] + 1)
            said = (whom[1] + 1, stop)
            yield from _relay(unit, "quoting", "quote", named, (verb - 1, verb), [(verb, stop)])
            yield from _relay(unit, "citing", "cite", whom, (verb, verb + 1), [said])


def _tail(unit: Unit, verb: int) -> int:
    """Where "as saying (to Z) (on Monday)" ends if no words follow in it; 0 if some do."""
    tokens, at = unit.tokens, verb + 1
    if at < len(tokens) and tokens[verb].low in _TOLD:
        at = skip_object(tokens, at)
    if at < unit.last and not _ends(tokens[at]):
        at = adjunct_end(unit, at)
    return at if at >= unit.last or (at > verb and _ends(tokens[at])) else 0


def _ends(token: Token) -> bool:
    return token.low in {";", ".", ","}


def _left(unit: Unit, subject: Range | None) -> int | None:
    """The end of the words that stand before a clause behind them, if there are any."""
    tokens = unit.tokens
    if subject is None or subject[0] < 1 or tokens[subject[0] - 1].kind == "w":
        return None
    quoted = tokens[subject[0] - 1].kind == "q"
    left = subject[0] if quoted else subject[0] - 1
    spoken = any(t.kind == "q" or finite(tokens, i) for i, t in enumerate(tokens[:left]))
    return left if quoted or (left > 2 and (spoken or unit.headline)) else None


def _was_quoted(unit: Unit, at: int, group: int) -> Iterator[Candidate]:
    """ "X was quoted as saying (by Z) (that) Y"; "Y, X was quoted as saying (by Z)"."""
    tokens = unit.tokens
    as_at = at_time(tokens, at + 1)  # "was quoted this morning as saying"
    if as_at + 1 >= len(tokens) or tokens[as_at].low != "as":
        return
    if not w.is_participle(tokens[as_at + 1].low):
        return
    subject, verb = subject_before(tokens, group), as_at + 1
    if subject is None or verb + 1 >= len(tokens):
        return
    by = at_time(tokens, verb + 1)
    relay: Range | None = None
    stop = by
    if by + 1 < len(tokens) and tokens[by].low == "by":
        relay = phrase_after(tokens, by + 1, len(tokens))
        stop = relay[1] if relay else by
    tail = _tail(unit, stop - 1) if relay else _tail(unit, verb)
    left = _left(unit, subject)
    if tail and left is not None:
        said = around(unit, left, tail)
    elif relay and stop + 1 < unit.last:
        begin = at_time(tokens, stop)
        said = [(begin, right_end(unit, begin))]
    else:
        return  # without a relay and with words behind it: as for any verb (rules.py)
    if relay:
        outer = [*said, (subject[0], by)]
        yield from _relay(unit, "quoted-by", "quote", relay, (by, by + 1), outer)
    yield from _relay(unit, "behind-saying", "say", subject, (group, verb + 1), said)


def _as_verb(tokens: Sequence[Token], start: int) -> int | None:
    """Index of the "saying" of "quoted X as saying"."""
    for index in range(start + 1, min(len(tokens) - 1, start + 16)):
        if tokens[index].kind != "w" and tokens[index].low != ",":
            return None
        if tokens[index].low == "as" and w.is_participle(tokens[index + 1].low):
            # "as saying", "as having told Z"
            having = tokens[index + 1].low == "having" and index + 2 < len(tokens)
            return index + 1 + having
    return None


def _quoted_by(unit: Unit, at: int, group: int) -> Iterator[Candidate]:
    """ "X was quoted by Z as saying Y"; "X, quoted by Z, said Y"."""
    tokens = unit.tokens
    relay = phrase_after(tokens, at + 2, len(tokens))
    if relay is None:
        return
    stop = next((i for i in range(*relay) if tokens[i].low == "as"), relay[1])
    relay = (relay[0], stop)
    stop = at_time(tokens, stop)
    if stop >= unit.last or relay[0] == relay[1]:
        return
    cue = (group, at + 2)
    if tokens[stop].low == "as" and tokens[stop + 1].low.endswith("ing"):
        subject = subject_before(tokens, group)
        if subject is None:
            return
        tail, left = _tail(unit, stop + 1), _left(unit, subject)
        if tail and left is not None:  # "Y, X was quoted by Z as saying"
            said = around(unit, left, tail)
            outer = [*said, subject, (stop, tail)]
            yield from _relay(unit, "behind-saying", "say", subject, (stop, stop + 2), said)
        else:
            outer = [subject, (stop, right_end(unit, stop + 1))]
        yield from _relay(unit, "quoted-by", "quote", relay, cue, outer)
        return
    if tokens[at - 1].low == "," and tokens[stop].low == "on":  # "on condition of anonymity"
        ahead = range(stop, min(unit.last, stop + 12))
        stop = next((i for i in ahead if tokens[i].low == ","), stop)
    if tokens[stop].low == "," and tokens[at - 1].low == ",":
        before = (left_start(unit, at - 1), at - 1)
        rest = (stop + 1, unit.last)
        yield from _relay(unit, "quoted-by", "quote", relay, (at, at + 2), [before, rest])


def _carried(unit: Unit, at: int) -> Iterator[Candidate]:
    """ "X, in a statement carried on Monday by Z, said Y"; "X said Y in remarks carried by Z"."""
    tokens = unit.tokens
    by = at_time(tokens, at + 1 + (tokens[at + 1].low in {"out", "aloud"}))
    if by < len(tokens) and tokens[by].low == "to" and tokens[at].low in _BY_OWN:
        ahead = range(by + 1, min(len(tokens) - 1, by + 7))  # "passed to the rebels by Y"
        by = next((i for i in ahead if tokens[i].low in {"by", "through", "via"}), by)
    if by + 1 >= len(tokens) or tokens[by].low not in {"by", "through", "via"}:
        return
    if tokens[by + 1].low in _OWN - {"the"} and tokens[at].low not in _BY_OWN:
        return
    low = max(0, at - 8)
    noun = next((i for i in range(at - 1, low, -1) if tokens[i].low in _PAPERS), None)
    if noun is None or any(t.kind != "w" for t in tokens[noun:at]):
        return
    opening = next(
        (i for i in range(noun, max(0, noun - 6) - 1, -1) if tokens[i].low == "in"), None
    )
    relay = phrase_after(tokens, by + 1, len(tokens))
    if opening is None or relay is None:
        return
    if tokens[at].low not in _BY_OWN and _body_of(tokens, relay):
        return
    left_end = opening - 1 if opening and tokens[opening - 1].low == "," else opening
    before = (left_start(unit, left_end), left_end) if left_end else (0, 0)
    after = relay[1] + 1 if relay[1] < unit.last and tokens[relay[1]].low == "," else relay[1]
    contents = [before, (after, unit.last)]
    yield from _relay(unit, "carried", "report", relay, (at, by + 1), contents)


def _as_quoted(unit: Unit, at: int) -> Iterator[Candidate]:
    """ "As quoted by Z, X said Y"; "X said Y, as quoted by Z"."""
    tokens = unit.tokens
    if tokens[at + 2].low != "by":
        return
    relay = phrase_after(tokens, at + 3, len(tokens))
    if relay is None:
        return
    cue = (at, at + 3)
    if at == 0 and relay[1] + 2 < unit.last and tokens[relay[1]].low == ",":
        yield from _relay(unit, "as-quoted", "quote", relay, cue, [(relay[1] + 1, unit.last)])
    elif at > 0 and tokens[at - 1].low == ",":
        left = (left_start(unit, at - 1), at - 1)
        rest = (relay[1] + 1, unit.last)
        yield from _relay(unit, "as-quoted", "quote", relay, cue, [left, rest])


def _body_of(tokens: Sequence[Token], relay: Range) -> bool:
    """ "issued by the ministry": who speaks publishes himself, nobody passes it on."""
    return not any(t.capital for t in tokens[relay[0] : relay[1]]) and not any(
        t.low in {"agency", "television", "newspaper", "media", "radio", "broadcaster", "daily"}
        for t in tokens[relay[0] : relay[1]]
    )


_GO_BETWEENS = w.words(
    "aide spokesman spokeswoman spokesperson adviser lawyer envoy lawyers diplomats diplomat"
    " mediators mediator intermediaries intermediary ambassador"
)


_SHOWING = w.words("shows showed show recalls recalled remembers remembered heard quotes records")
_CARRIED = w.words("carried carries published broadcast aired ran released posted cited quoted")
_SPEAKING = w.words(
    "saying telling warning complaining asking urging promising assuring boasting admitting"
    " threatening ordering insisting arguing calling accusing claiming pleading"
)


def _showing(unit: Unit, at: int) -> Iterator[Candidate]:
    """ "A transcript shows X complaining about Y", "Two ministers recalled her saying that Y"."""
    tokens = unit.tokens
    reach = range(at + 2, min(unit.last - 1, at + 9))
    verb = next((i for i in reach if tokens[i].low in _SPEAKING), None)
    subject = subject_before(tokens, verb_group(tokens, at))
    if verb is None or subject is None or any(t.kind != "w" for t in tokens[at + 1 : verb]):
        return
    who = tokens[at + 1]
    if not (who.capital or who.low in w.DETERMINERS | w.OBJECT_PRONOUNS):
        return
    if any(t.low in w.PREPOSITIONS - {"of"} or t.low == "as" for t in tokens[at + 1 : verb]):
        return
    begin = verb + 1
    if tokens[verb].low in _TOLD or tokens[begin].low == "to":
        begin = skip_object(tokens, begin + (tokens[begin].low == "to"))
    said = (begin, right_end(unit, begin))
    lemma = next((le for le, _ in cues.lexicon().get(tokens[verb].low, ())), "say")
    cue = (verb_group(tokens, at), at + 1)
    yield from _relay(unit, "shows", "show", subject, cue, [(at + 1, said[1])])
    yield from _relay(unit, "shown-saying", lemma, (at + 1, verb), (verb, verb + 1), [said])


def _carrying(unit: Unit, at: int) -> Iterator[Candidate]:
    """ "The agency carried a statement by X saying that Y", "... a letter in which X offered Y"."""
    tokens = unit.tokens
    paper = next(
        (i for i in range(at + 2, min(unit.last - 2, at + 6)) if tokens[i].low in _PAPERS), 0
    )
    subject = subject_before(tokens, verb_group(tokens, at))
    if not paper or subject is None or tokens[paper + 1].low not in {"by", "from", "of"}:
        return
    author = phrase_after(tokens, paper + 2, len(tokens))
    if author is None:
        return
    verb = next((i for i in range(author[0], min(unit.last - 1, author[1] + 2))
                 if tokens[i].low in {"saying", "warning", "stating", "announcing", "urging"}),
                None)  # fmt: skip
    if verb is None or verb <= author[0]:
        return
    said = (verb + 1, right_end(unit, verb + 1))
    cue = (verb_group(tokens, at), at + 1)
    author = (author[0], verb - (tokens[verb - 1].low == ","))
    yield from _relay(unit, "shows", "report", subject, cue, [(at + 1, said[1])])
    yield from _relay(unit, "shown-saying", "say", author, (verb, verb + 1), [said])


def _through_first(unit: Unit) -> Iterator[Candidate]:
    """ "Through his lawyer, the general denied Y"."""
    tokens = unit.tokens
    relay = phrase_after(tokens, 1, len(tokens))
    if relay is None or relay[1] + 3 >= unit.last or tokens[relay[1]].low != ",":
        return
    if _GO_BETWEENS & {t.low for t in tokens[relay[0] : relay[1]]}:
        yield from _relay(unit, "through", "say", relay, (0, 1), [(relay[1] + 1, unit.last)])


def _through(unit: Unit, at: int) -> Iterator[Candidate]:
    """ "The president said through an aide that Y"."""
    tokens = unit.tokens
    relay = phrase_after(tokens, at + 1, len(tokens))
    subject = subject_before(tokens, verb_group(tokens, at - 1))
    if relay is None or subject is None or relay[1] >= unit.last:
        return
    if not _GO_BETWEENS & {t.low for t in tokens[relay[0] : relay[1]]}:
        return
    contents = [(subject[0], at), (relay[1], unit.last)]
    yield from _relay(unit, "through", "say", relay, (at, at + 1), contents)


def _through_inside(unit: Unit, at: int) -> Iterator[Candidate]:
    """ "The president, through his spokeswoman, Ada Rook, urged Y"."""
    tokens = unit.tokens
    relay = phrase_after(tokens, at + 1, len(tokens))
    subject = subject_before(tokens, at - 1)
    if relay is None or subject is None or relay[1] + 2 >= unit.last:
        return
    if not _GO_BETWEENS & {t.low for t in tokens[relay[0] : relay[1]]}:
        return
    stop = relay[1]
    while stop < unit.last and tokens[stop].low == "," and not _verb_next(tokens, stop + 1):
        stop = next((i for i in range(stop + 1, min(unit.last, stop + 10))
                     if tokens[i].low == ","), unit.last)  # fmt: skip
    if stop + 1 >= unit.last or tokens[stop].low != ",":
        return
    contents = [(subject[0], at - 1), (stop + 1, unit.last)]
    yield from _relay(unit, "through", "say", (relay[0], stop), (at, at + 1), contents)


def _verb_next(tokens: Sequence[Token], at: int) -> bool:
    while at < len(tokens) - 1 and w.is_adverb(tokens[at].low):
        at += 1
    return cues.finite_form(tokens[at].low)


def _learned(unit: Unit, at: int) -> Iterator[Candidate]:
    """ "She had learned from friends that Y": the friends said Y, and she passes it on."""
    tokens, end = unit.tokens, unit.last
    source = phrase_after(tokens, at + 1, len(tokens))
    group = verb_group(tokens, at - 1)
    subject = subject_before(tokens, group)
    if source is None or subject is None:
        return
    begin = next((i for i in range(source[1], min(end, source[1] + 14)) if tokens[i].low == "that"),
                 None)  # fmt: skip
    if begin is None or (begin > source[1] and tokens[source[1]].low != ","):
        return
    said = (begin, right_end(unit, begin))
    heard = [(at, source[1]), said]
    yield from _relay(unit, "learned", "learn", subject, (group, at), heard)
    yield from _relay(unit, "heard-from", "tell", source, (at, at + 1), [said])
