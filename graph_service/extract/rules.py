"""The rules that find candidate attributions in one unit.

Owns the order in which the rules are tried and those whose cue verb stands before its
words. How likely a candidate is right is not decided here (weights.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph_service.extract import (
    cues,
    nominal,
    nouns,
    passives,
    points,
    postposed,
    register,
    weights,
)
from graph_service.extract import wordlists as w
from graph_service.extract.absolutes import before_next_absolute, with_subject
from graph_service.extract.as_told import as_told, seen_by
from graph_service.extract.candidate import Candidate, is_verb, verb_group
from graph_service.extract.contents import (
    relative_end,
)
from graph_service.extract.declined import declined
from graph_service.extract.forward import as_saying, forward, is_media
from graph_service.extract.joined import goes_on, predicate
from graph_service.extract.opined import opined
from graph_service.extract.phrases import phrase
from graph_service.extract.relays import relays
from graph_service.extract.sources import (
    clause_subject,
    finite,
    phrase_after,
    subject_before,
)
from graph_service.extract.taken_up import taken_up
from graph_service.extract.tokens import Token
from graph_service.extract.units import Range, Unit

_PARTICLES = w.words("out up down back off")
_ASIDE = w.words("brush wave shrug sweep")
"""Verbs with which "aside" makes one cue: "brushed aside the deadline"."""


def candidates(unit: Unit) -> Iterator[Candidate]:
    """All candidates of a unit, left to right."""
    point = points.told(unit)
    if point:
        yield point
    if not unit.told:
        for found in _candidates(unit):
            yield points.marked(unit, found)


def _candidates(unit: Unit) -> Iterator[Candidate]:
    opening = (
        nominal.quoted_headline(unit)
        or nominal.colon_title(unit)
        or nominal.headline_colon(unit)
        or nominal.dash_signature(unit)
        or nominal.tail_speaker(unit)
        or nominal.headline_state(unit)
    )
    found = list(_clauses(unit, opening))
    if opening and not nominal.heads_topic(unit, opening, found):
        yield opening
    yield from found


def _clauses(unit: Unit, opening: Candidate | None = None) -> Iterator[Candidate]:
    """The candidates whose cue is a word, left to right; an opening state's subject goes on."""
    tokens = unit.tokens
    table = cues.lexicon()
    last: Range | None = None
    main = opening if opening and opening.rule == "headline-state" else None
    rows: list[Candidate] = []
    for at, token in enumerate(tokens):
        if token.kind != "w":
            continue
        found: Candidate | None = None
        several = phrase(tokens, at)
        if several and at:
            found = verb(unit, at, *several[:2], last, main, rows, several[2])
            if found:
                found.rule = "phrase"
        if found:
            pass
        elif token.low == "according":
            found = nominal.according(unit, at)
        elif opinion := opined(unit, at):
            found = opinion
        elif refusal := declined(unit, at, last):
            found = refusal
        elif token.low in table and (not token.capital or at == 0 or unit.headline):
            for lemma, tag in sorted(table[token.low], key=_adjective_first):
                if tag == "noun":
                    found = nouns.noun(unit, at, lemma)
                elif tag == "adj":
                    found = nominal.adjective(unit, at, lemma)
                elif is_verb(tokens, at, tag):
                    found = verb(unit, at, lemma, tag, last, main, rows)
                if found:
                    break
        elif token.low in cues.UNSOURCED:
            found = nominal.unsourced(unit, at)
        if found:
            if found.tag == "base" and at + 1 < len(tokens) and tokens[at + 1].low == ",":
                pass  # "the supreme command, in a statement, ...": a noun, most likely
            elif found.tag not in {"noun", "adj"} and not _relative(tokens, found.source):
                last = found.source or last
                if main is None and found.source and found.tag in {"ed", "s", "base", "prog"}:
                    main = found
            if found.source and found.tag not in {"noun", "adv", ""}:
                rows = [*rows[-5:], found]
            yield found
    yield from relays(unit)
    yield from as_told(unit)
    yield from seen_by(unit)


def _adjective_first(entry: tuple[str, str]) -> bool:
    """ "was alarmed by": a feeling, and no passive."""
    return entry[1] != "adj" or entry[0] not in cues.FELT


def _relative(tokens: Sequence[Token], source: Range | None) -> bool:
    return source is not None and tokens[source[0]].low in {"who", "which", "that", "whom"}


def verb(
    unit: Unit,
    at: int,
    lemma: str,
    tag: str,
    last: Range | None,
    main: Candidate | None,
    rows: Sequence[Candidate] = (),
    follow: int = 0,
) -> Candidate | None:
    """The attribution whose cue verb is token `at`, by the first rule that fits.

    `rows`: the candidates before it, nearest last, whose subject it may share; `follow`: where
    a cue of several words ends.
    """
    tokens, end = unit.tokens, len(unit.tokens)
    group = verb_group(tokens, at)
    follow = follow or at + 1 + (at + 1 < end and tokens[at + 1].low in _PARTICLES)
    if lemma in _ASIDE and follow < end and tokens[follow].low == "aside":
        follow += 1
    cue = (group, follow)
    first = next((c for c in rows if _goes_on(c, group, tag)), None)
    inverts = lemma in cues.INVERTING and group > 0 and tokens[group - 1].low == ","
    if first is not None and inverts and postposed.inverted(unit, cue, lemma, tag):
        first = None
    if first is not None:
        found = forward(unit, cue, lemma, tag, first.source or (0, 1), shared=True)
        if found:
            return found
    inserted = lemma in {"cite", "quote"} and tag == "ing" and group
    if inserted and tokens[group - 1].low == "," and _goes_on_with_that(tokens, follow, end):
        return None  # "wrote on Monday, citing two officials, that"
    remark = taken_up(unit, cue, lemma, tag, rows)
    if remark is not None:
        return remark
    if tag in {"ed", "s", "base"}:
        found = postposed.inverted(unit, cue, lemma, tag)
        if found:
            return found
    if tokens[at - 1].low == "as" and tag == "ing" and at > 2:
        return as_saying(unit, at, lemma)
    if tokens[at - 1].low == "having" and tokens[at - 2].low == "as" and at > 3:
        return as_saying(unit, at, lemma, at - 1)
    passive = tag == "en" or tag == "ed"
    if passive and any(t.low in w.BE for t in tokens[group:at]):
        return passives.passive(unit, cue, lemma, rows)
    if tag == "ing" and any(t.low in w.BE for t in tokens[group:at]):
        tag = "prog"
    infinitive = group < at and tokens[group].low == "to"
    behind = _behind(rows, group) if tag == "ing" and group else None
    if behind is not None:
        found = forward(unit, cue, lemma, tag, behind, shared=True)
        if found:
            return found
    source = None if infinitive else subject_before(tokens, group)
    if source and tag == "ing":  # "X, the envoy, echoed A, saying B": not "X, ..., echoed A,"
        source = next((c.source for c in rows if _inside(c.cue, source)), source)
    if source and tag in {"ed", "s", "base"}:
        found = postposed.postposed(unit, cue, lemma, tag, source)
        if found:
            return found
    inserted = tag == "ing" and group > 1 and tokens[group - 1].low == "," and not rows
    if inserted and source is None and lemma in cues.SPEECH:
        found = _inserted(unit, cue, lemma)
        if found:
            return found
    absolute = with_subject(tokens, group) if tag == "ing" else None
    source = absolute or source
    if source and tag == "base" and group == at and _one(tokens, source):
        return None  # "a rupture of the constitutional order"
    if source and tag == "base":
        source = (_side_by_side(tokens, source[0]), source[1])
    if source is None and tag in {"s", "ed"} and group > 4 and tokens[group - 1].low == ",":
        source = _before_participle(tokens, group)
    shared = source is None
    if source is None:
        before = tokens[group - 1] if group else None
        joined = before is not None and before.low in {"and", ",", "but", "or", "while", "by"}
        if tag == "ing" and group == 0:
            if lemma in _OCCASION:
                return None
            source = opening_participle(tokens, follow)
        elif main and before is not None and _resumes(before.low, tag) and not _holds(main, group):
            source = main.source
        elif main and main.tag == "adj" and joined and tag == "s":
            source = main.source  # "Roe hopeful of deal, warns against haste"
        elif tag == "ing" or infinitive or joined:
            source = _passed_on(rows, group) or last or clause_subject(tokens, group)
        if source is None:
            return None
    found = forward(unit, cue, lemma, tag, source, shared)
    if found and lemma == "call" and _telephoned(tokens, found):
        return None
    if found and absolute:
        found.contents[-1] = (found.contents[-1][0], before_next_absolute(tokens, found))
    return found


def _goes_on_with_that(tokens: Sequence[Token], follow: int, end: int) -> bool:
    """Does a "that" of the clause before stand behind the next comma?"""
    comma = next((i for i in range(follow, min(end - 1, follow + 12)) if tokens[i].low == ","), 0)
    return bool(comma) and tokens[comma + 1].low == "that"


def _one(tokens: Sequence[Token], source: Range) -> bool:
    """Is the subject a single thing, with which no plain form stands but in a demand?"""
    first, before = tokens[source[0]].low, tokens[source[0] - 1].low if source[0] else ""
    joint = any(t.low == "and" or t.kind != "w" for t in tokens[slice(*source)])
    if source[1] - source[0] == 1 and w.is_participle(first):
        return True  # "Talking like that"
    return first in {"a", "an"} and before != "that" and not joint


def _inserted(unit: Unit, cue: Range, lemma: str) -> Candidate | None:
    """ "X, noting that A, asked B": what the participle tells ends where the verb comes."""
    tokens = unit.tokens
    source = subject_before(tokens, cue[0] - 1)
    if source is None or source[0] > 1 or not any(t.capital for t in tokens[slice(*source)]):
        return None
    found = forward(unit, cue, lemma, "ing", source, True)
    clauses = {"verb-that", "verb-clause", "verb-quote", "verb-wh"}
    if found is None or not (found.rule in clauses or lemma in _JUDGING):
        return None
    begin = found.contents[0 if lemma in _JUDGING else -1][0]
    stop = relative_end(unit, begin, unit.last)
    if stop == unit.last:
        return None
    found.contents, found.rule = [(begin, stop)], "inserted-participle"
    return found


_JUDGING = w.words(
    "call describe brand label condemn denounce accuse urge praise blame dismiss reject welcome"
)
"""Verbs whose object is judged between commas: "The ministry, calling it serious, said"."""


def _before_participle(tokens: Sequence[Token], group: int) -> Range | None:
    """The subject of "The Council, reaffirming A, and noting B, decides"."""
    comma = next((i for i in range(1, min(group - 2, 16)) if tokens[i].low == ","), 0)
    if not comma or not w.is_participle(tokens[comma + 1].low):
        return None
    if any(finite(tokens, i) for i in range(comma)):
        return None
    return subject_before(tokens, comma)


def _behind(rows: Sequence[Candidate], group: int) -> Range | None:
    """Who goes on in ", adding that ...", right behind a clause that follows its words.

    "All is well, he said, adding ...", "..., the minister told reporters on Monday, stressing ...".
    """
    if not rows or not rows[-1].rule.startswith(("postposed", "inverted")):
        return None
    before, tokens = rows[-1], rows[-1].unit.tokens
    if tokens[group - 1].low != "," or before.source is None:
        return None
    stop = max(before.cue[1], before.source[1])
    between = range(stop, group - 1)
    if stop > group - 1 or len(between) > _GAP:
        return None
    plain = all(tokens[i].kind == "w" and not finite(tokens, i) for i in between)
    return before.source if plain else None


_GAP = 10
"""Most words of circumstance ("reporters in Norburg on Monday") between the two."""


def _passed_on(rows: Sequence[Candidate], group: int) -> Range | None:
    """The subject within what an outlet reports: "The radio said X had met Z and called for Y"."""
    for before in rows:
        if _holds(before, group) and _outlet(before):
            return clause_subject(before.unit.tokens, group, before.contents[0][0])
    return None


def _outlet(candidate: Candidate) -> bool:
    return candidate.source is not None and is_media(candidate.unit.tokens, candidate.source)


def _inside(cue: Range, around: Range) -> bool:
    return around[0] < cue[0] and cue[1] < around[1]


def _side_by_side(tokens: Sequence[Token], start: int) -> int:
    """Where the names of a headline begin: "Germany, France call for"."""
    if start < 2 or tokens[start - 1].low != "," or not tokens[start].capital:
        return start
    named = all(t.capital or t.low in {",", "and"} for t in tokens[:start])
    return 0 if named else start


_OCCASION = w.words("comment respond reply react speak talk answer refer address ask return turn")
"""What an opening participle tells of the occasion only: "Commenting on the launch, ..."."""
_PURPOSE = w.words(
    "say warn tell inform assure complain stress demand urge ask thank congratulate condemn express"
    " convey discuss offer protest propose reassure apologise apologize remind"
)


def _telephoned(tokens: Sequence[Token], found: Candidate) -> bool:
    """ "called Z to warn that": a telephone call, and no word for Z."""
    begin, stop = found.contents[0]
    if tokens[begin].low in {"for", "on", "upon"}:
        return False
    if _bare(tokens, begin, stop):
        return True  # "called both capitals last night and urged them"
    return any(
        tokens[i].low == "to" and tokens[i + 1].low in _PURPOSE for i in range(begin, stop - 1)
    )


def _bare(tokens: Sequence[Token], begin: int, stop: int) -> bool:
    """Is what is called somebody, and called nothing: "him before the vote", "Ada Rook"?"""
    if any(t.kind == "q" for t in tokens[begin:stop]):
        return False
    if tokens[begin].low in w.OBJECT_PRONOUNS - {"it"}:
        after = tokens[begin + 1].low if begin + 1 < stop else ""
        return after in w.TIME | w.PREPOSITIONS | w.SUBORDINATORS | {"", "and", "back", ","}
    ahead = range(begin + 1, stop - 1)
    goes_on = (i for i in ahead if tokens[i].low == "and" and tokens[i + 1].low.endswith("ed"))
    stop = next(goes_on, stop)
    plain = all(t.kind == "w" and (t.capital or t.low in {"of", "the", "and"})
                for t in tokens[begin:stop])  # fmt: skip
    both = tokens[begin].low in {"both", "all", "several"} and stop - begin <= 3
    return plain or both


def _goes_on(first: Candidate, group: int, tag: str) -> bool:
    """Is the verb a further predicate of this one's subject, in the same form?"""
    tokens = first.unit.tokens
    stop = first.contents[-1][1] if first.contents else first.cue[1]
    if not first.source or first.source[0] > first.cue[0] or not goes_on(tokens, stop, group):
        return False
    if predicate(tokens, group - 1, len(tokens), first.tag) is None:
        return False
    return weights.confidence(first) >= _PLAUSIBLE or first.lemma in register.VERBS


_PLAUSIBLE = 0.05
"""Least confidence of the first verb of a row, so that no noun ("fourteen votes") opens one."""


def _resumes(word: str, tag: str) -> bool:
    """ ", adding ..." and "and added ..." go on with the main clause."""
    return (word == "," and tag == "ing") or (word in {"and", "but"} and tag == "ed")


def _holds(candidate: Candidate, at: int) -> bool:
    return any(start <= at < end for start, end in candidate.contents)


def opening_participle(tokens: Sequence[Token], follow: int) -> Range | None:
    """ "Calling X Y, Z ...": the subject after the comma."""
    for at in range(follow, min(len(tokens) - 1, follow + 30)):
        if tokens[at].low == ",":
            return phrase_after(tokens, at + 1, len(tokens))
    return None
