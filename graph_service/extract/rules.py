"""The rules that find candidate attributions in one unit.

Owns what counts as a candidate: a cue word, its source and its content as token
ranges. How likely a candidate is right is not decided here (weights.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.contents import (
    adjunct_end,
    around,
    at_time,
    left_start,
    right_end,
    skip_adjuncts,
    skip_object,
)
from graph_service.extract.sources import (
    apposition_after,
    boundary,
    clause_subject,
    phrase_after,
    subject_before,
)
from graph_service.extract.tokens import Token
from graph_service.extract.units import Range, Unit
from graph_service.model import Span

_PARTICLES = w.words("out up down back off")
_CHAINED = w.words(
    "went goes going go gone continued continues continue began begins seemed seems appeared"
    " appears declined declines refused refuses tried tries used came rushed moved took sought"
    " failed fails attempted hastened"
)
_OPENING = w.words(
    "asked pressed questioned while although though as when after since because if before whereas"
    " even"
)


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


def candidates(unit: Unit) -> Iterator[Candidate]:
    """All candidates of a unit, left to right."""
    tokens = unit.tokens
    opening = headline_colon(unit) or dash_signature(unit)
    if opening:
        yield opening
    table = cues.lexicon()
    last: Range | None = None
    main: Range | None = None
    for at, token in enumerate(tokens):
        if token.kind != "w":
            continue
        found: Candidate | None = None
        if token.low == "according":
            found = according(unit, at)
        elif token.low in table and (not token.capital or at == 0 or unit.headline):
            for lemma, tag in table[token.low]:
                if tag == "noun":
                    found = noun(unit, at, lemma)
                elif tag == "adj":
                    found = adjective(unit, at, lemma)
                elif is_verb(tokens, at, tag):
                    found = verb(unit, at, lemma, tag, last, main)
                if found:
                    break
        elif token.low in cues.UNSOURCED:
            found = unsourced(unit, at)
        if found:
            if found.tag not in {"noun", "adj"} and not _relative(tokens, found.source):
                last = found.source or last
                if main is None and found.tag in {"ed", "s", "base", "prog"}:
                    main = found.source
            yield found


def _relative(tokens: Sequence[Token], source: Range | None) -> bool:
    return source is not None and tokens[source[0]].low in {"who", "which", "that", "whom"}


def headline_colon(unit: Unit) -> Candidate | None:
    """ "X: words" in a headline or a transcript."""
    tokens = unit.tokens
    if unit.inside or len(tokens) < 4 or not tokens[0].text[0].isupper():
        return None
    for at in range(1, min(7, len(tokens) - 2)):
        if tokens[at].low == ":":
            rule = "colon-headline" if unit.headline else "colon"
            if tokens[at - 1].text.isupper() and len(tokens[at - 1].text) > 2:
                rule = "colon-capitals"
            return Candidate(unit, rule, ":", "", (0, at), (at, at + 1), [(at + 1, len(tokens))])
        if boundary(tokens[at]) or tokens[at].low in w.AUX:
            return None
    return None


def dash_signature(unit: Unit) -> Candidate | None:
    """A quotation, a dash and a name: "words" -- X."""
    tokens = unit.tokens
    if unit.inside or len(tokens) < 3 or tokens[0].kind != "q":
        return None
    if tokens[1].low not in {"—", "–", "-", "--", "―"} or not tokens[2].capital:
        return None
    return Candidate(unit, "signature", "-", "", (2, unit.last), (1, 2), [(0, 1)])


def according(unit: Unit, at: int) -> Candidate | None:
    """ "according to X" before, after or inside the words."""
    tokens, end = unit.tokens, len(unit.tokens)
    if at + 1 >= end or tokens[at + 1].low != "to":
        return None
    source = phrase_after(tokens, at + 2, end)
    if source is None:
        return None
    cue = (at, at + 2)
    opens = at == 0 or (at <= 2 and tokens[at - 1].low in {"and", "but", ","})
    if opens:
        source = apposition_after(tokens, source, end) if False else source
        stop = source[1]
        while stop < end and tokens[stop].low != "," and tokens[stop].kind == "w":
            stop += 1
        if stop + 1 >= unit.last:
            return None
        return Candidate(
            unit, "according-first", "according to", "", (source[0], stop), cue,
            [(stop + 1, right_end(unit, stop + 1))],
        )  # fmt: skip
    source = apposition_after(tokens, source, end)
    left = at
    while left > 0 and tokens[left - 1].low in {",", "—", "–", "("}:
        left -= 1
    if left == 0:
        return None
    parts = [(_clause_start(unit, left), left)]
    stop = source[1]
    inner = stop + 1 < unit.last and tokens[stop].low == "," and tokens[at - 1].low == ","
    short = left < 10 or not any(t.low in w.AUX or cues.finite_form(t.low) for t in tokens[:left])
    if inner and short and tokens[stop + 1].low not in {"but", "and", "while", "who", "which"}:
        parts.append((stop + 1, right_end(unit, stop + 1)))
    return Candidate(unit, "according-last", "according to", "", source, cue, parts)


def _clause_start(unit: Unit, end: int) -> int:
    return left_start(unit, end)


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
        elif word == "on" and start >= 2 and tokens[start - 2].low in {"went", "goes", "go"}:
            start -= 2
        else:
            break
    return start


def is_verb(tokens: Sequence[Token], at: int, tag: str) -> bool:
    """Is the form a verb here, by the word on its left?"""
    if at == 0:
        return tag == "ing"
    left = at - 1
    while tag in {"ed", "en"} and left > 0 and w.is_adverb(tokens[left].low):
        left -= 1
    word = tokens[left].low
    if tag in {"base", "s"}:
        if word in _NOUN_BEFORE or (word in w.PREPOSITIONS and word != "to"):
            return False
        if word.endswith(("’s", "'s", "s’")) and word not in w.CONTRACTED:
            return False
    if tag == "s" and word == "to":
        return False
    return not (tag in {"ed", "en"} and word in _NOUN_BEFORE | {"of"})


_NOUN_BEFORE = w.words("the a an his her its their our my your this no any such some")


def verb(
    unit: Unit, at: int, lemma: str, tag: str, last: Range | None, main: Range | None
) -> Candidate | None:
    """The attribution whose cue verb is token `at`, by the first rule that fits."""
    tokens, end = unit.tokens, len(unit.tokens)
    group = verb_group(tokens, at)
    follow = at + 1
    if follow < end and tokens[follow].low in _PARTICLES:
        follow += 1
    cue = (group, follow)
    if tag in {"ed", "s", "base"}:
        found = inverted(unit, cue, lemma, tag)
        if found:
            return found
    if tokens[at - 1].low == "as" and tag == "ing" and at > 2:
        return as_saying(unit, at, lemma)
    passive = tag == "en" or tag == "ed"
    if passive and any(t.low in w.BE for t in tokens[group:at]):
        return passive_voice(unit, cue, lemma)
    if tag == "ing" and any(t.low in w.BE for t in tokens[group:at]):
        tag = "prog"
    infinitive = group < at and tokens[group].low == "to"
    source = None if infinitive else subject_before(tokens, group)
    if source and tag in {"ed", "s", "base"}:
        found = postposed(unit, cue, lemma, tag, source)
        if found:
            return found
    shared = source is None
    if source is None:
        before = tokens[group - 1] if group else None
        joined = before is not None and before.low in {"and", ",", "but", "or", "while", "by"}
        if tag == "ing" and group == 0:
            source = opening_participle(tokens, follow)
        elif tag == "ing" and before is not None and before.low == ",":
            source = main or last or clause_subject(tokens, group)
        elif tag == "ing" or infinitive or joined:
            source = last or clause_subject(tokens, group)
        if source is None:
            return None
    return forward(unit, cue, lemma, tag, source, shared)


def opening_participle(tokens: Sequence[Token], follow: int) -> Range | None:
    """ "Calling X Y, Z ...": the subject after the comma."""
    for at in range(follow, min(len(tokens) - 1, follow + 30)):
        if tokens[at].low == ",":
            return phrase_after(tokens, at + 1, len(tokens))
    return None


def forward(
    unit: Unit,
    cue: Range,
    lemma: str,
    tag: str,
    source: Range,
    shared: bool,
    name: str = "",
) -> Candidate | None:
    """ "X said (that) Y", "X told Z that Y", "X warned of Y", "X said: Y"."""
    tokens, end = unit.tokens, len(unit.tokens)
    begin = cue[1]
    if lemma == "put" and begin < end and tokens[begin].low == "it":
        begin += 1
    if lemma in cues.TELLING and begin < end:
        begin = skip_object(tokens, begin)
    begin = skip_adjuncts(tokens, begin, lemma)
    ends = begin >= unit.last
    if ends or tokens[begin].low in {":", ","}:
        if begin < end and tokens[begin].low == ":" and begin + 1 >= end:
            # "X said:" and the words in the next unit.
            return Candidate(unit, "verb-next", lemma, tag, source, cue, [], shared=shared)
        begin += 1
        if begin >= unit.last:
            return None
    relative = tokens[source[0] - 1] if source[0] else None
    subordinate = any(t.low in _OPENING for t in tokens[: min(source[0], 2)])
    form = frame(tokens, begin)
    clausal = form in {"that", "clause", "wh", "quote"} or lemma in {"say", "tell"}
    stop = right_end(unit, begin, clausal, subordinate or (cue[0] == 0 and tag == "ing"))
    if stop <= begin:
        return None
    parts = [(begin, stop)]
    rule = name or "verb-" + form
    if relative and relative.low in {"what", "which", "whom"} and not shared:
        parts.insert(0, (source[0] - 1, source[0]))
        rule = "verb-relative"
    return Candidate(unit, rule, lemma, tag, source, cue, parts, shared=shared)


def frame(tokens: Sequence[Token], at: int) -> str:
    """How the content opens: part of a rule's name and of its weight."""
    token = tokens[at]
    if token.kind == "q":
        return "quote" if tokens[at - 1].low in {",", ":"} or token.open_ended else "mixed"
    if token.low in {"that", "to", "of", "for", "on", "as", "about", "with", "in", "by"}:
        return token.low
    if token.low in w.WH:
        return "wh"
    if token.low in w.PREPOSITIONS:
        return "prep"
    if token.low in {"he", "she", "they", "it", "i", "we", "there", "you"}:
        return "clause"
    if token.low.endswith("ing"):
        return "ing"
    for index in range(at, min(len(tokens), at + 12)):
        if boundary(tokens[index]) or tokens[index].low in w.PREPOSITIONS:
            break
        if tokens[index].low in w.AUX or tokens[index].low in w.CONTRACTED:
            return "clause"
    return "words"


def inverted(unit: Unit, cue: Range, lemma: str, tag: str) -> Candidate | None:
    """ "Y," said X."""
    tokens, end = unit.tokens, len(unit.tokens)
    group, follow = cue
    if group == 0 or lemma not in cues.INVERTING or follow >= end:
        return None
    head, opening = tokens[group - 1], tokens[follow]
    quoted = head.kind == "q" and head.open_ended
    if head.low == "," and group > 1 and tokens[group - 2].kind == "q":
        quoted = True
    if not (quoted or head.low in {",", "?", "!", "—", "–"}) or opening.kind != "w":
        return None
    if not (opening.capital or opening.low in w.DETERMINERS | w.PRONOUNS or quoted):
        return None
    if not quoted and (opening.low in w.PRONOUNS or group < 4):
        return None
    source = phrase_after(tokens, follow, end)
    if source is None:
        return None
    if not quoted:
        after = at_time(tokens, source[1])
        if after < end and not boundary(tokens[after]):
            return None
        if after < unit.last and tokens[0].capital and group < 14:
            head_range = subject_before(tokens, group)
            if head_range and head_range[0] == 0:
                return None
    source = apposition_after(tokens, source, end)
    rule = "inverted-quote" if quoted else "inverted"
    return Candidate(unit, rule, lemma, tag, source, cue, around(unit, group, source[1]))


def postposed(unit: Unit, cue: Range, lemma: str, tag: str, source: Range) -> Candidate | None:
    """ "Y," X said; also in the middle of its words."""
    tokens, end = unit.tokens, len(unit.tokens)
    left, after = source[0], cue[1]
    if left == 0:
        return None
    mark = tokens[left - 1]
    quoted = mark.kind == "q" and mark.open_ended
    if mark.low == "," and left > 1 and tokens[left - 2].kind == "q":
        quoted = True
    if mark.low == "as" and left > 4 and tokens[left - 2].low == ",":
        after = at_time(tokens, after)
        closed = after >= unit.last or tokens[after].low in {",", "."}
        parts = [(left_start(unit, left - 2), left - 2)]
        return Candidate(unit, "as-said", lemma, tag, source, cue, parts) if closed else None
    if not quoted and mark.low not in {",", "?", "!", "—", "–", "--"}:
        return None
    if lemma in cues.TELLING:
        after = skip_object(tokens, after)
    follows = skip_adjuncts(tokens, after)
    direct_next = follows < end and (
        tokens[follows].kind == "q"
        or (
            tokens[follows].low in {",", ":"}
            and follows + 1 < end
            and tokens[follows + 1].kind == "q"
        )
    )
    if after < end and tokens[after].low == ":":
        return None
    closed = after >= end or (boundary(tokens[after]) and tokens[after].kind != "q")
    if not closed and not quoted and lemma in cues.SAYING:
        after = adjunct_end(unit, after)
        closed = after >= end or boundary(tokens[after])
    if not closed and not quoted and lemma in cues.SAYING | cues.TELLING:
        closed = tokens[after].low in {"as", "while", "when", "after", "before"}
    if quoted and not closed:
        if follows < end and tokens[follows].low == "that" and follows == after:
            return None
        if lemma not in cues.SPEECH or (mark is not tokens[0] and not _clause(unit, left - 1)):
            return None
        stop = after
        while stop < end and not (
            boundary(tokens[stop])
            and (
                tokens[stop].kind == "q"
                or tokens[stop].low != ","
                or (stop + 1 < end and tokens[stop + 1].kind == "q")
            )
        ):
            stop += 1
        return Candidate(unit, "postposed-quote", lemma, tag, source, cue, around(unit, left, stop))
    if not closed:
        time = at_time(tokens, after)
        if time == after or (time < end and not boundary(tokens[time])):
            return None
        after = time
    if quoted:
        return Candidate(
            unit, "postposed-quote", lemma, tag, source, cue, around(unit, left, after)
        )
    if direct_next and not _clause(unit, left):
        return None
    if tokens[left - 1].low == "," and not _clause(unit, left) and after >= unit.last:
        return None
    return Candidate(unit, "postposed", lemma, tag, source, cue, around(unit, left, after))


def _clause(unit: Unit, left: int) -> bool:
    """Is there a finite verb before `left`, outside an opening subordinate clause?"""
    tokens = unit.tokens
    if unit.headline:
        return left > 3
    if tokens[0].low.endswith("ing") and not any(t.low in w.AUX for t in tokens[:left]):
        return False
    if tokens[0].low in _OPENING | w.PREPOSITIONS:
        commas = [i for i in range(left - 1) if tokens[i].low == ","]
        if not commas:
            return False
    for at, token in enumerate(tokens[:left]):
        if token.low in w.AUX or token.low in w.CONTRACTED or token.kind == "q":
            return True
        if at and not token.capital:
            if token.low.endswith("ed") or token.low in w.IRREGULAR_PAST:
                return True
            if token.low in cues.lexicon() or token.low.endswith("s"):
                return True
    return False


def noun(unit: Unit, at: int, lemma: str) -> Candidate | None:
    """ "X's claim that Y": the possessor is the source."""
    tokens = unit.tokens
    if at + 2 >= unit.last or tokens[at + 1].low not in _NOUN_OPENS or at == 0:
        return None
    start = at - 1
    while start > max(0, at - 3) and tokens[start].kind == "w" and not _possessive(tokens[start]):
        start -= 1
    if not _possessive(tokens[start]):
        return None
    if tokens[start].low in _OWN:
        source: Range | None = (start, start + 1)
    else:
        source = subject_before(tokens, start + 1)
    if source is None:
        return None
    begin = at + 1
    stop = begin + 1
    while stop < unit.last and not boundary(tokens[stop]) and tokens[stop].low not in w.AUX:
        stop += 1
    if tokens[at + 1].low == "that":
        stop = right_end(unit, begin)
    rule = "noun-" + tokens[at + 1].low
    return Candidate(unit, rule, lemma, "noun", source, (at, at + 1), [(begin, stop)])


_NOUN_OPENS = w.words("that of to for against about on")
_OWN = w.words("his her their its my our your")


def _possessive(token: Token) -> bool:
    return token.low in _OWN or (
        token.low.endswith(("’s", "'s", "s’", "s'")) and token.low not in w.CONTRACTED
    )


def adjective(unit: Unit, at: int, lemma: str) -> Candidate | None:
    """ "X is confident that Y"."""
    tokens = unit.tokens
    group = verb_group(tokens, at)
    if group == at or not any(t.low in w.BE for t in tokens[group:at]) or at + 1 >= unit.last:
        return None
    if tokens[at + 1].low not in _ADJECTIVE_OPENS:
        return None
    source = subject_before(tokens, group)
    if source is None:
        return None
    begin = at + 1
    rule = "adjective-" + tokens[begin].low
    parts = [(begin, right_end(unit, begin))]
    return Candidate(unit, rule, lemma, "adj", source, (group, at + 1), parts)


_ADJECTIVE_OPENS = w.words("that of to about with by in if whether")


def unsourced(unit: Unit, at: int) -> Candidate | None:
    """ "reportedly", "allegedly": words that nobody named has said."""
    tokens = unit.tokens
    parts = [(left_start(unit, at), at), (at + 1, right_end(unit, at + 1))]
    if tokens[at].low == "so-called":
        parts = [(at + 1, min(at + 3, unit.last))]
    parts = [(a, b) for a, b in parts if a < b]
    if not parts:
        return None
    return Candidate(unit, "unsourced", tokens[at].low, "adv", None, (at, at + 1), parts)


def as_saying(unit: Unit, at: int, lemma: str) -> Candidate | None:
    """ "The agency quoted X as saying Y", "X was quoted as saying Y": X says Y."""
    tokens = unit.tokens
    for verb in range(at - 2, max(-1, at - 18), -1):
        if tokens[verb].low in _QUOTING and tokens[verb].kind == "w":
            break
    else:
        return None
    group = verb_group(tokens, verb)
    cue = (at - 1, at + 1)
    if any(t.low in w.BE for t in tokens[group:verb]):
        source = subject_before(tokens, group)
        if verb == at - 2:
            cue = (group, at + 1)
    else:
        source = subject_before(tokens, at - 1, verb + 1)
    return forward(unit, cue, lemma, "ing", source, False, "as-saying") if source else None


_QUOTING = w.words("quoted quotes quote quoting cited cites cite citing reported")


def passive_voice(unit: Unit, cue: Range, lemma: str) -> Candidate | None:
    """ "Y was described by X as Z": the subject is content, "by X" the source."""
    tokens = unit.tokens
    subject = subject_before(tokens, cue[0])
    if subject is None:
        return None
    if lemma in cues.TELLING and lemma != "tell":
        pass
    stop = right_end(unit, cue[1], False, True) if cue[1] < unit.last else cue[1]
    source = None
    parts = [subject]
    for at in range(cue[1], min(stop, cue[1] + 12)):
        if tokens[at].low == "by":
            source = phrase_after(tokens, at + 1, stop)
            if source:
                if at > cue[1]:
                    parts.append((cue[1], at))
                if source[1] < stop:
                    parts.append((source[1], stop))
            break
    if source is None and tokens[cue[1] - 1].low in _QUOTING and tokens[cue[1]].low == "as":
        return None
    if source is None and stop > cue[1]:
        parts.append((cue[1], stop))
    return Candidate(unit, "passive" + ("-by" if source else ""), lemma, "en", source, cue, parts)
