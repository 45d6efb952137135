"""The rules whose cue is a noun: "X's claim that Y", "a warning by X that Y", "X's view is that Y".

Owns who stands beside such a noun and where its words end, also where the noun is the subject
of a further verb ("X's demand that Y leave was turned down"). Which nouns are cues: `cues`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.candidate import Candidate
from graph_service.extract.contents import right_end
from graph_service.extract.sources import boundary, clause_subject
from graph_service.extract.tokens import Token
from graph_service.extract.units import Range, Unit

SURE = ("noun-by", "noun-is", "noun-with")
"""Rules that leave little doubt."""

_OPENS = w.words("that of to for against about on")
_SAID = w.words("that to for against over about")
_OWN = w.words("his her their its my our your")
_TOLD_OF = w.words("criticism condemnation denial rejection endorsement praise")
"""Nouns whose words may begin with "of" behind the speaker: "condemnation by Peru of the raid"."""
_PREDICATIVE = w.words(
    "message position view argument point answer reply response line stance contention complaint"
    " explanation advice verdict warning demand conclusion fear hope assessment belief claim"
    " assumption understanding retort rejoinder suggestion judgment judgement request contention"
)
"""Nouns of which "was that" tells the words."""
_WITHOUT_WORDS = w.words("assessment description report reports view views opinion question vision")
"""Nouns that with "of" tell what about, and not what."""
_LONGEST = 10


def noun(unit: Unit, at: int, lemma: str) -> Candidate | None:
    """The candidate whose cue is the noun at token `at`, by the first form that fits."""
    tokens = unit.tokens
    if at + 2 >= unit.last:
        return None
    if accompanied := _with(unit, at, lemma):
        return accompanied
    if lemma in _PREDICATIVE and (found := _is_that(unit, at, lemma)):
        return found
    spoken = lemma in cues.SPOKEN
    givers = {"by", "from", "of"} if lemma in _GIVEN else {"by", "from"}
    if at + 3 < unit.last and tokens[at + 1].low in givers and spoken:
        return _by(unit, at, lemma)
    if came := _came(unit, at):
        return came
    if tokens[at + 1].low not in _OPENS or at == 0:
        return None
    source = _owner(tokens, at)
    if source is None:
        return None
    begin = at + 1
    if tokens[begin].low == "to":  # "X's assurance to the Council that Y"
        ahead = range(begin + 2, min(unit.last, begin + 8))
        that = next((i for i in ahead if tokens[i].low == "that"), 0)
        told = that and all(t.kind == "w" and t.low not in w.AUX for t in tokens[begin:that])
        begin = that if told else begin
    if tokens[begin].low == "of" and lemma in _WITHOUT_WORDS:
        return None
    rule = "noun-" + tokens[begin].low
    thing = tokens[begin + 1].capital or tokens[begin + 1].low in w.DETERMINERS
    if tokens[begin].low == "to" and lemma in {"claim", "claims"} and thing:
        return None  # "X's claim to the islets"
    stop = _end(unit, begin, tokens[begin].low == "that")
    stop = _before_next_verb(tokens, begin, stop, lemma in _ASKING and source[0] == 0)
    return Candidate(unit, rule, lemma, "noun", source, (at, at + 1), [(begin, stop)])


_UTTERED = w.words(
    "call appeal plea pledge promise warning vow demand threat request offer reminder ultimatum"
)


def _with(unit: Unit, at: int, lemma: str) -> Candidate | None:
    """ "The leaders closed the summit with a call for Y and a pledge to Z"."""
    tokens = unit.tokens
    if lemma not in _UTTERED or tokens[at + 1].low not in _SAID or at < 4:
        return None
    opens = at - 1
    while opens > at - 4 and tokens[opens].low not in {"a", "an"}:
        opens -= 1
    if tokens[opens].low not in {"a", "an"}:
        return None
    joint = opens - 1
    if tokens[joint].low == "and":
        ahead = range(joint - 1, max(2, joint - 30), -1)
        joint = next((i for i in ahead if tokens[i].low == "with"
                      and tokens[i + 1].low in {"a", "an"}), joint)  # fmt: skip
        further = joint < opens - 1 and any(
            t.low in _UTTERED for t in tokens[joint + 2 : joint + 4]
        )
        if not further:
            return None
    if tokens[joint].low != "with":
        return None
    source = clause_subject(tokens, joint)
    if source is None or source[0] > 3:
        return None
    begin = at + 1 + (tokens[at + 1].low == "for")
    stop = _end(unit, begin, tokens[at + 1].low == "that")
    more = next((i for i in range(begin + 1, stop - 2) if tokens[i].low == "and"
                 and tokens[i + 1].low in {"a", "an"}
                 and any(t.low in _UTTERED for t in tokens[i + 2 : i + 4])), stop)  # fmt: skip
    said = [(begin, more)]
    return Candidate(unit, "noun-with", lemma, "noun", source, (at, at + 1), said)


def _owner(tokens: Sequence[Token], at: int) -> Range | None:
    """Whose the noun at `at` is."""
    start = at - 1
    while start > max(0, at - 3) and tokens[start].kind == "w" and not _possessive(tokens[start]):
        start -= 1
    if start < 0 or not _possessive(tokens[start]):
        return _nation(tokens, at)
    if tokens[start].low in _OWN:
        return (start, start + 1)
    return (_phrase_start(tokens, start), start + 1)


def _nation(tokens: Sequence[Token], at: int) -> Range | None:
    """ "French (accusations that Y)", "Israeli (calls for Y)": the nation whose noun it is."""
    if tokens[at].low not in cues.SPOKEN or tokens[at + 1].low not in {"that", "for"}:
        return None
    own = at - 1
    if tokens[own].kind != "w" or not tokens[own].capital:
        return None
    return (own, at) if NATIONAL.fullmatch(tokens[own].text) else None


def _came(unit: Unit, at: int) -> Candidate | None:
    """ "From Moscow came a plea for Y", "From X comes a warning that Y"."""
    tokens = unit.tokens
    if tokens[0].low != "from" or tokens[at + 1].low not in _SAID:
        return None
    verb = next((i for i in range(2, at) if tokens[i].low in {"came", "comes"}), 0)
    if not verb or at - verb > 4 or any(t.kind != "w" for t in tokens[1:verb]):
        return None
    begin = at + 1 + (tokens[at + 1].low == "for")
    said = [(begin, _end(unit, begin, tokens[at + 1].low == "that"))]
    return Candidate(unit, "noun-by", tokens[at].low, "noun", (1, verb), (at, at + 1), said)


_GIVEN = w.words(
    "offer offers proposal proposals request requests invitation pledge promise promises"
    " demand demands call calls"
)
"""Nouns whose giver stands behind "of": "the offer of Lima to host the talks"."""
NATIONAL = re.compile(
    r"(?:[A-Z][a-z]+(?:ese|ish|ian|ean|utch|rench|eek|aqi|raeli|rani|ican|lgian|stani|deshi|mani"
    r"|meni|ait[iy]|uban|man|Thai)|Western|Thai|Swiss|Dutch|French|Greek|Turkish|Arab|EU|US|U\.S\.)"
)


def _phrase_start(tokens: Sequence[Token], last: int) -> int:
    """Where "the Drovian envoy's" begins: at its article, or behind a verb or preposition."""
    start = last
    while start > 0 and last - start < _LONGEST and tokens[start - 1].kind == "w":
        before = tokens[start - 1]
        if tokens[start].low in w.DETERMINERS or before.low in w.AUX | w.SUBORDINATORS | {"and"}:
            break
        if before.low in w.PREPOSITIONS and not (before.low == "of" and tokens[start].capital):
            break
        verbal = before.low.endswith("ed") or w.is_participle(before.low)
        if not before.capital and (
            verbal or cues.finite_form(before.low) or before.low in w.IRREGULAR_PAST
        ):
            break
        if w.is_participle(before.low) or w.is_adverb(before.low):
            break
        if before.low in _TAKING and start > 1:
            break  # "We welcome Peru's offer"
        start -= 1
    return start


_TAKING = w.words(
    "welcome welcomes accept accepts note notes support supports appreciate appreciates commend"
    " commends recall recalls reject rejects acknowledge acknowledges endorse endorses regret"
    " regrets condemn condemns deny denies dismiss dismisses back backs echo echoes share shares"
)


def _possessive(token: Token) -> bool:
    return token.low in _OWN or (
        token.low.endswith(("’s", "'s", "s’", "s'")) and token.low not in w.CONTRACTED
    )


def _by(unit: Unit, at: int, lemma: str) -> Candidate | None:
    """ "calls by X for Y", "warnings from X that Y", "a pledge by X to Y"."""
    tokens = unit.tokens
    ahead = range(at + 3, min(unit.last - 1, at + 11))
    opens = next((i for i in ahead if tokens[i].low in _SAID), None)
    stop = _apposition(tokens, at + 3, unit.last)
    if stop:  # "a demand by X, the speaker of the house, for an inquiry"
        opens = stop + 1
    if lemma in _TOLD_OF:
        named = next((i for i in ahead if not tokens[i].capital), None)
        opens = named if named is not None and tokens[named].low == "of" else opens
    first = tokens[at + 2]
    if opens is None or not (first.capital or first.low in w.DETERMINERS):
        return None
    if any((boundary(t) and not stop) or t.low in w.AUX for t in tokens[at + 2 : opens]):
        return None
    if tokens[at + 1].low == "of":
        before = {le for t in tokens[max(0, at - 4) : at] for le, _ in _known(t)}
        if not (first.capital or tokens[at + 3].capital) or not before & _BACKING:
            return None
    begin = opens + (tokens[opens].low in {"for", "of"})
    after = tokens[opens + 1]
    if tokens[opens].low == "to" and (after.capital or after.low in w.DETERMINERS):
        return None  # "a message from X to Z"
    source = (at + 2, opens - bool(stop))
    stop = _end(unit, begin, tokens[opens].low == "that")
    stop = _before_next_verb(tokens, begin, stop)
    return Candidate(unit, "noun-by", lemma, "noun", source, (at, at + 1), [(begin, stop)])


def _known(token: Token) -> tuple[tuple[str, str], ...]:
    return cues.lexicon().get(token.low, ())


_BACKING = w.words(
    "accept welcome reject decline endorse support back dismiss rebuff appreciate spurn"
)
"""Verbs that take up somebody's offer, so that the offer is a statement of its own."""


def _apposition(tokens: Sequence[Token], start: int, last: int) -> int:
    """The comma that closes ", the speaker of the house," where "for", "that" follows; else 0."""
    opens = next((i for i in range(start, min(last, start + 6)) if tokens[i].low == ","), 0)
    if not opens or tokens[opens + 1].low not in w.DETERMINERS:
        return 0
    close = next((i for i in range(opens + 2, min(last - 1, opens + 14))
                  if tokens[i].low == ","), 0)  # fmt: skip
    plain = all(t.kind == "w" and t.low not in w.AUX for t in tokens[opens + 1 : close])
    return close if close and plain and tokens[close + 1].low in _SAID else 0


def _is_that(unit: Unit, at: int, lemma: str) -> Candidate | None:
    """ "X's message was that Y", "The message from X is: Y", "It is X's position that Y"."""
    tokens = unit.tokens
    following = at + 1
    source: Range | None = None
    if tokens[following].low in {"from", "of", "in", "by"}:
        stop = following + 1
        while stop < min(unit.last, following + _LONGEST) and tokens[stop].kind == "w":
            if tokens[stop].low in w.AUX | {"that"}:
                break
            stop += 1
        source, following = (at + 2, stop), stop
    else:
        source = _owner(tokens, at) if at else None
    if source is None or source[0] >= source[1] or following + 2 >= unit.last:
        return None
    start = source[0]
    stated = start >= 2 and tokens[start - 1].low in w.BE and tokens[start - 2].low == "it"
    if stated and tokens[following].low == "that":
        begin = following
    elif tokens[following].low in {"is", "was", "remains", "remained"}:
        begin = following + 1
        while begin < unit.last - 2:
            if not (w.is_adverb(tokens[begin].low) or tokens[begin].low in _PLAIN):
                break
            begin += 1
        if tokens[begin].low not in {"that", ":"}:
            return None
        begin += tokens[begin].low == ":"
    else:
        return None
    said = [(begin, right_end(unit, begin))]
    return Candidate(unit, "noun-is", lemma, "noun", source, (at, at + 1), said)


_PLAIN = w.words("clear simple blunt plain unchanged firm")
_INNER = w.words("that which who if when because while where what how as after before since")


_ASKING = w.words("demand demands request requests insistence proposal suggestion call calls")


def _end(unit: Unit, begin: int, clause: bool) -> int:
    """Where the words of a noun end: those of a clause, or up to the next mark or auxiliary."""
    if clause:
        return right_end(unit, begin)
    stop = begin + 1
    tokens = unit.tokens
    while stop < unit.last and not boundary(tokens[stop]):
        if tokens[stop].low in w.AUX and tokens[stop - 1].low != "to":
            break
        stop += 1
    return min(stop, right_end(unit, begin, False, tag="ed"))


def _before_next_verb(tokens: Sequence[Token], begin: int, stop: int, asking: bool = False) -> int:
    """Where the sentence goes on with the verb whose subject the noun is; else `stop`.

    "the claim that Y left | was turned down": one verb to each clause, then comes the next.
    `asking`: the clause has a plain form ("the demand that Y leave | was turned down").
    """
    allowed = int(tokens[begin].low == "that" and not (asking and _one_verb(tokens, begin, stop)))
    verbs = 0
    for index in range(begin + 1, stop):
        token = tokens[index]
        if token.kind == "q":
            verbs += any(word in w.AUX for word in token.text.lower().split())
        if token.kind != "w":
            continue
        if token.low in _INNER and index > begin + 1:
            allowed += 1
        if not _begins_verb(tokens, index):
            continue
        verbs += 1
        if verbs > allowed and index > begin + 1:
            return index
    return stop


def _begins_verb(tokens: Sequence[Token], at: int) -> bool:
    """Does a finite verb, or its first auxiliary, stand here?"""
    token, before = tokens[at], at - 1
    while before > 0 and w.is_adverb(tokens[before].low):
        before -= 1
    left = tokens[before]
    if token.capital or left.low == "to":
        return False
    if token.low in w.AUX:
        return left.low not in w.AUX
    past = token.low in w.IRREGULAR_PAST or (token.low.endswith("ed") and len(token.low) > 4)
    if not past or left.low in w.AUX | w.DETERMINERS | w.PREPOSITIONS | {"and", "or"}:
        return False
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return following != "by" and not left.low.endswith(("’s", "'s"))


def _one_verb(tokens: Sequence[Token], begin: int, stop: int) -> bool:
    """Is there but one finite verb, and does that leave the clause one in a plain form?"""
    found = [i for i in range(begin + 1, stop) if _begins_verb(tokens, i)]
    return len(found) == 1 and tokens[found[0]].low != "be" and found[0] > begin + 3
