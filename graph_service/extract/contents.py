"""How far the words of an attribution reach, to the right and to the left of its cue.

Owns the ends of contents and what stands between a cue and its content (time
words, the one who is told). Indices count tokens of a unit.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.asked import behind_apposition, infinitive
from graph_service.extract.breaks import (
    but_is,
    first_person,
    modal_again,
    modal_says,
    nominal,
    own_verb,
    remarked,
    told_before,
    we_again,
)
from graph_service.extract.circumstances import NOMINATIVE, OUT, VENUES, at_time
from graph_service.extract.joined import infinite, predicate, row, solemn
from graph_service.extract.narrated import meanwhile, occasion, tail, told_on
from graph_service.extract.phrases import phrase
from graph_service.extract.sources import apposition_after, boundary, finite, phrase_after
from graph_service.extract.tokens import Token
from graph_service.extract.units import Range, Unit

_ADJUNCT = w.words(
    "on in at during after before to from with for via by through this last earlier later late"
    " early over when outside inside near aboard overnight"
)
_COMPLEMENTS = w.words("to for with from over on in at by")
_SHARING = w.words(
    "adding saying noting calling citing quoting arguing telling suggesting claiming warning"
    " insisting accusing referring urging stressing describing asking explaining pointing declaring"
    " vowing"
    " promising pledging writing stating asserting alleging comparing conceding acknowledging"
    " recalling admitting cautioning"
)
_COORDINATED = w.words("and but or then also even later has have had is was")


def skip_adjuncts(tokens: Sequence[Token], at: int, lemma: str = "say") -> int:
    """Index of the content where adjuncts stand before it.

    Jumps to a "that", a colon or a quotation after a comma, over short
    prepositional phrases; else only over time words.
    """
    end = len(tokens)
    if at >= end or tokens[at].kind != "w":
        return at
    if at >= len(tokens) or not {tokens[at].low} & (_ADJUNCT | w.TIME):
        return at_time(tokens, at)  # "acknowledged the same day the loss"
    if tokens[at].low in {"this", "last"} and at_time(tokens, at) == at:
        return at  # "Welcoming this decision, ..."
    if lemma in _WONDERING:
        return _before_question(tokens, at)
    timed = at_time(tokens, at)
    if at < timed < end and tokens[timed].low in {"to", "that"}:
        return timed  # "decided last week to keep three vessels there"
    if lemma not in cues.SAYING and tokens[at].low in _COMPLEMENTS:
        return at_time(tokens, at)  # "denied on Monday that", but "insisted on talks"
    for index in range(at, min(end, at + 24)):
        token, before = tokens[index], tokens[index - 1]
        following = tokens[index + 1] if index + 1 < end else None
        relative = following and (following.low in w.AUX or cues.finite_form(following.low))
        inside = index > at and before.low not in w.PREPOSITIONS
        if token.low == "that" and inside and not relative:
            return index
        if lemma in _RESOLVING and infinitive(tokens, index, end):
            return index
        if token.low in NOMINATIVE and inside:
            return index
        if token.low == ":":
            return index
        if token.low == "," and following and (following.kind == "q" or following.low == "that"):
            return index + (following.low == "that")
        if boundary(token) and token.low != ",":
            break
        if token.low in OUT and before.low in VENUES:
            continue  # "in a video posted online"
        if index > at and (
            finite(tokens, index) or token.low in _SHARING or token.low in w.CLAUSE_BREAKS
        ):
            break
    return at_time(tokens, at)


_RESOLVING = w.words(
    "decide agree vow pledge promise threaten offer undertake resolve refuse decline"
)
"""Verbs whose infinitive may stand behind a day: "decided last week to keep"."""
_WONDERING = w.words("ask wonder question")
_INDIRECT = w.words("whether why if how")


def _before_question(tokens: Sequence[Token], at: int) -> int:
    """Index of the "whether" of "asked on social media whether", else after time words."""
    for index in range(at + 1, min(len(tokens), at + 9)):
        if tokens[index].low in _INDIRECT:
            return index
        if tokens[index].kind != "w" or finite(tokens, index):
            break
    return at_time(tokens, at)


_DAYTIME = w.words("same day evening night morning afternoon week month year")


def adjunct_end(unit: Unit, at: int) -> int:
    """Index after "at a briefing in X on Monday" where no clause or quotation follows."""
    tokens = unit.tokens
    if at >= len(tokens) or not {tokens[at].low} & (_ADJUNCT | w.TIME):
        return at
    for index in range(at, min(len(tokens), at + 20)):
        token = tokens[index]
        if boundary(token):
            return index if token.kind == "p" and token.low != "(" else at
        if token.low == "that" and index + 1 < len(tokens) and tokens[index + 1].low in _DAYTIME:
            continue  # "told reporters that same day"
        if token.low in w.SUBORDINATORS - {"after", "before"} or token.low in NOMINATIVE:
            return at
        if token.low in OUT and tokens[index - 1].low in VENUES:
            continue
        if index > at and finite(tokens, index):
            return at
    return len(tokens) if len(tokens) <= at + 20 else at


def skip_object(tokens: Sequence[Token], at: int) -> int:
    """Index after the one who is told: "reporters", "him", "the council"."""
    end = len(tokens)
    if at < end and tokens[at].low in w.OBJECT_PRONOUNS and not _owned(tokens, at):
        return at + 1
    for index in range(at, min(end, at + 16)):
        token = tokens[index]
        before = tokens[index - 1]
        if boundary(token):
            return _after_apposition(tokens, index)
        if index == at:
            continue
        if token.low in _AFTER_OBJECT or token.low in w.TIME:
            return index
        if token.low in {"in", "on", "at", "during", "after", "before"}:
            return index
        opens = token.low in w.PRONOUNS or token.low in w.DETERMINERS
        if opens and before.low not in _JOINING and before.low not in w.DETERMINERS:
            return index
        if token.capital and not before.capital and before.low in _PEOPLE:
            return index
    return min(at + 1, end)


def _owned(tokens: Sequence[Token], at: int) -> bool:
    """Is the "her" of "told her cabinet that" no object of its own?"""
    if tokens[at].low != "her" or at + 2 >= len(tokens) or tokens[at + 1].kind != "w":
        return False
    following = tokens[at + 1]
    known = _AFTER_OBJECT | w.TIME | w.PREPOSITIONS | w.DETERMINERS | w.PRONOUNS | w.SUBORDINATORS
    return following.low not in known and not w.is_adverb(following.low)


def _after_apposition(tokens: Sequence[Token], at: int) -> int:
    """ "told Z, the head of the council, that": the "that"; else `at`."""
    if tokens[at].low != ",":
        return at
    for index in range(at + 1, min(len(tokens) - 1, at + 20)):
        if tokens[index].low == "," and tokens[index + 1].low == "that":
            return index + 1
        if finite(tokens, index) or (boundary(tokens[index]) and tokens[index].low != ","):
            break
    return at


def after_inserted_source(tokens: Sequence[Token], at: int) -> int:
    """ "X said, according to Z, that": the "that"; else `at`, which stands at the comma.

    So with what X cites himself ("said, citing figures of the harbour, that").
    """
    if at + 3 >= len(tokens) or tokens[at].low != ",":
        return at
    opening = tokens[at + 1].low
    close = next(
        (i for i in range(at + 2, min(len(tokens) - 1, at + 12)) if tokens[i].low == ","), 0
    )
    if close and tokens[close + 1].low == "that":
        told = [i for i in range(at + 1, close) if cues.finite_form(tokens[i].low)]
        aside = opening in {"and", "as"} or told
        if aside and all(t.kind == "w" for t in tokens[at + 1 : close]):
            return close + 1  # "had stressed, she said, that", "noted, and I quote him, that"
    if opening not in {"according", "citing", "quoting"}:
        return at
    named = phrase_after(tokens, at + 2 + (opening == "according"), len(tokens))
    if named is None:
        return at
    stop = apposition_after(tokens, named, len(tokens))[1]
    closed = stop + 1 < len(tokens) and tokens[stop].low == ","
    return stop + 1 if closed else at


_AFTER_OBJECT = w.words("that to whether how what why if of about against not")
_JOINING = w.PREPOSITIONS | {"and", "or"}
_PEOPLE = w.words("reporters supporters voters journalists people lawmakers delegates attendees")


def right_end(
    unit: Unit, begin: int, clausal: bool = True, subordinate: bool = False, tag: str = ""
) -> int:
    """End of indirect words that start at `begin`: the unit's end or a break before it.

    `clausal`: a clause ("that ...") rather than an object; it runs over more commas.
    `subordinate`: the cue stands in an opening "While X said ..., Y ..." clause.
    `tag`: the form of the cue, in which the same subject may go on ("condemn A and urge B").
    """
    tokens = unit.tokens
    end = unit.last
    title = not clausal and end == len(tokens) and len(tokens) <= 16 and unit.inside is None
    title = title and tokens[-1].kind == "w"
    own = first_person(unit, begin)
    for index in range(begin + 1, end - 1):
        token, following = tokens[index], tokens[index + 1]
        attributed = token.low == "according" and following.low == "to" and index > begin + 2
        if token.low == ";" or attributed:
            return index
        if token.kind == "q" and token.open_ended and following.low in _SHARING:
            return index + 1
        if token.low in {"while", "before"} and following.low in _SHARING and index > begin + 1:
            return index
        if title and token.low in _MEANWHILE and following.kind != "q":
            return index
        if (
            not clausal
            and index > begin
            and occasion(tokens, index, end, short=index - begin <= _BRIEF)
        ):
            return index
        if own and token.low in {",", "and", "but"} and we_again(tokens, index, end):
            return index
        if token.low == ",":
            if _listed(tokens, index, end):
                continue
            if not clausal and (
                _still_asked(tokens, begin, index, end) or told_on(tokens, index, end)
            ):
                continue
            told = clausal or (own and following.low not in _REMARKING)
            if not told and meanwhile(tokens, index, end):
                return index
            if subordinate or _breaks(following, told) or tail(tokens, index + 1):
                return index
            if not own and remarked(tokens, index, end):
                return index
            if row(tokens, index, end, tag) and _ends_here(tokens, begin, index, clausal, tag):
                return index
            verb = index + 2
            if following.low == "as" and verb + 1 < end and cues.finite_form(tokens[verb + 1].low):
                return index
            reason = not (clausal or own) and following.low == "as"
            if reason and any(t.low in w.AUX for t in tokens[verb : min(end, verb + 6)]):
                return index
        elif token.low in {"and", "but"} and index > begin + 1 - (not clausal):
            verb = index + 1
            while verb < end - 1 and _helps(tokens[verb].low):
                verb += 1
            word = tokens[verb].low
            if following.low in w.HAVE and any(t.low == following.low for t in tokens[begin:index]):
                continue  # "said that Z had met him and had thanked him"
            shares = cues.finite_form(word) or word in _SHARING
            shares = shares or (not clausal and word in _STANDS)
            several = phrase(tokens, verb)
            shares = shares or (several is not None and several[1] == "ed")
            opened = _new_clause(unit, begin, index) and not (
                clausal and nominal(tokens, begin, index)
            )
            if (shares or opened) and not _passes_on(tokens, begin, index):
                return index
            if not (clausal or own) and own_verb(tokens, index + 1, end, begin):
                return index
            if modal_again(tokens, begin, index) or (not clausal and modal_says(tokens, index)):
                return index
            more = predicate(tokens, index, end, tag, clausal) is not None
            if more and _ends_here(tokens, begin, index, clausal, tag):
                return index
        elif (
            token.kind == "q" and token.open_ended and token.text[-2:-1] in ".!?"
            and following.kind == "w" and following.capital
        ):  # fmt: skip
            return index + 1
    return end


def _ends_here(tokens: Sequence[Token], begin: int, joint: int, clausal: bool, tag: str) -> bool:
    """May a further predicate of the subject follow here, and none of the words themselves?"""
    if tag == "base":
        return not infinite(tokens, begin, joint) or solemn(tokens, joint)
    return not clausal or not _passes_on(tokens, begin, joint)


_STANDS = w.words(
    "regretted supported opposed backed hoped feared accepted refused declined voiced"
)


def _still_asked(tokens: Sequence[Token], begin: int, comma: int, end: int) -> bool:
    """ "(urged) the groups, the M23 among them, to pull back": neither comma ends the words."""
    if infinitive(tokens, comma + 1, end):
        commas = [i for i in range(begin + 1, comma) if tokens[i].low == ","]
        return len(commas) == 1 and behind_apposition(tokens, commas[0], end)
    asked = any(infinitive(tokens, i, end) for i in range(begin, comma))
    return not asked and behind_apposition(tokens, comma, end)


_BRIEF = 4
_MEANWHILE = w.words("as after amid before")
"""What ends the words of a headline's verb: "urge restraint as tensions mount"."""
_LIST_GOES_ON = w.words("including notably especially particularly excluding")
_COMPLEMENT_OPENS = w.words("to that for on of in at with from by as including")


def _listed(tokens: Sequence[Token], comma: int, end: int) -> bool:
    """Does the object go on after this comma: "A, including B", "A, the B and the C"?"""
    at = comma + 1
    if tokens[at].low in _LIST_GOES_ON:
        return True
    if tokens[at].low == "and":
        return at + 1 < end and tokens[at + 1].low in _COMPLEMENT_OPENS
    if tokens[at].low not in {"the", "a", "an"}:
        return False
    for index in range(at + 1, min(end - 1, at + 10)):
        token = tokens[index]
        if token.low == "and":
            following = tokens[index + 1]
            return not finite(tokens, index + 1) and not cues.lexicon().get(following.low)
        if token.kind != "w" and token.low != ",":
            return False
        if finite(tokens, index) or token.low in w.SUBORDINATORS or token.low in w.IRREGULAR_PAST:
            return False
    return False


def _helps(word: str) -> bool:
    return w.is_adverb(word) or word in w.HAVE


def _new_clause(unit: Unit, begin: int, joint: int) -> bool:
    """Does "and" open the narrator's next clause ("..., and the envoys warned that")?"""
    tokens = unit.tokens
    opening = tokens[joint + 1]
    pronoun = opening.low in {"he", "she", "they"}
    if opening.low == "that":
        return False  # "said that A and that B", "said A and that B"
    if not (opening.capital or opening.low in w.DETERMINERS or pronoun):
        return False
    relative = False
    for index in range(joint + 2, min(unit.last - 1, joint + 18)):
        word = tokens[index].low
        if tokens[index].low == ",":
            # "and the minister, who is not related to him, refused"
            relative = tokens[index + 1].low == "who" if not relative else False
            if relative or tokens[index - 1].low != ",":
                continue
        if relative:
            continue
        if word in _TURNING and tokens[index + 1].low == "to":
            return True
        if index > joint + 8:
            return False
        if tokens[index].kind != "w" or word in w.AUX or word in w.SUBORDINATORS:
            return False
        if cues.finite_form(word):
            return tokens[index - 1].low not in w.PREPOSITIONS
    return False


_TURNING = w.words("refused refuses declined declines")


def _passes_on(tokens: Sequence[Token], begin: int, end: int) -> bool:
    """Do these words already pass on what somebody else said?

    Then a next clause is passed on as well ("The palace said X noted A and stressed B").
    """
    if tokens[begin].low == "what":
        return False  # "condemned what they described as A and urged B"
    return any(t.kind == "w" and cues.finite_form(t.low) for t in tokens[begin:end])


def _breaks(following: Token, clausal: bool) -> bool:
    """Does a comma before this word end the content? As counted on the training split."""
    word = following.low
    if word in {"but", "while", "although", "though", "whereas", "according"} or word in _SHARING:
        return True
    if clausal or following.kind != "w":
        return False
    return word in _AFTER_OBJECTS or w.is_participle(word)


_REMARKING = w.words("even who he she they it")
_AFTER_OBJECTS = w.words("which even a an the and who with where he she they it")


def relative_end(unit: Unit, begin: int, stop: int) -> int:
    """End of the words of "X, who (thanked) Y, Z ...": the comma that closes the clause."""
    tokens = unit.tokens
    for index in range(begin + 1, stop - 1):
        if tokens[index].low == "," and _verbal_next(tokens, index + 1):
            return index
    return stop


def opening_end(unit: Unit, relative: int, begin: int, stop: int) -> int:
    """End of the words of "which" in an opening: "Asked of a report, which said Y, Z replied"."""
    tokens = unit.tokens
    if any(finite(tokens, i) for i in range(relative)):
        return stop
    for index in range(begin + 2, stop - 2):
        if tokens[index].low == ",":
            subject = phrase_after(tokens, index + 1, stop)
            if subject is not None and subject[1] < stop and finite(tokens, subject[1]):
                return index
    return stop


def _verbal_next(tokens: Sequence[Token], at: int) -> bool:
    while at < len(tokens) - 1 and w.is_adverb(tokens[at].low):
        at += 1
    token = tokens[at]
    if token.kind != "w" or token.capital:
        return False
    if token.low in w.AUX | w.IRREGULAR_PAST or token.low.endswith("ed"):
        return True
    known = cues.lexicon().get(token.low, ())
    return any(tag == "s" and lemma in cues.SPEECH for lemma, tag in known)


def left_start(unit: Unit, end: int) -> int:
    """Where the words before ", X said" start: the unit's first token, or after a break."""
    tokens = unit.tokens
    for index in range(end - 2, 0, -1):
        if tokens[index].low == ";" or (tokens[index].low == ":" and told_before(tokens, index)):
            return index + 1
    start = 0
    if tokens[0].low in {"but", "and", "yet", "so", "still"} and end > 3:
        start = 1
    return start


_TURNING_AWAY = w.words("according but while although who which")


def around(unit: Unit, left: int, right: int) -> list[Range]:
    """Content before `left` and, where words or a quotation go on, after `right`."""
    tokens = unit.tokens
    parts = [(left_start(unit, left), left)]
    if right >= len(tokens):
        return parts
    if tokens[right].kind == "q":
        parts.append((right, right_end(unit, right)))
    elif right + 1 < len(tokens):
        following = tokens[right + 1]
        if tokens[right].low in {",", ":", ";", "—", "–", "-", "."} and following.kind == "q":
            parts.append((right + 1, right_end(unit, right + 1)))
        elif (
            tokens[right].low == "," and following.low in {"and", "but"}
            and right + 2 < len(tokens) and tokens[right + 2].kind == "q"
        ):  # fmt: skip
            parts.append((right + 1, right_end(unit, right + 1)))
        elif tokens[right].low == "," and w.is_participle(following.low):
            # "A," X said, pointing at Y, "B."
            for index in range(right + 2, min(len(tokens), right + 20)):
                if tokens[index].kind == "q" and tokens[index - 1].low == ",":
                    parts.append((index, right_end(unit, index)))
                    break
        elif (
            tokens[right].low == ","
            and tokens[left - 1].kind != "q"
            and not tail(tokens, right + 1)
            and not (following.low == "and" and _new_clause(unit, left, right + 1))
            and not w.is_participle(following.low)
            and (following.low not in _TURNING_AWAY or but_is(tokens, right + 1))
        ):
            parts.append((right + 1, right_end(unit, right + 1)))
    return parts
