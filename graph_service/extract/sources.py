"""The noun phrase that names a source, beside its cue.

Owns finding where the phrase starts and ends, with apposition and titles; says
nothing about whom it names (that is speakers.py). Indices count tokens of a unit.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.tokens import Token
from graph_service.extract.units import Range

_LONGEST = 30
_WITHIN = w.words("& / $ # @ % ’ ' -")
_RELATIVE = w.words("who which whose whom that where")
_PAIRED = {",": ",", ")": "(", "—": "—", "–": "–", "-": "-", "--": "--", "]": "["}
_LONE = w.words("he she they it i we you who which whoever everyone everybody someone nobody")
_LEADING = w.words("and & when as so then but or that because if while where what how why like")


def boundary(token: Token) -> bool:
    """A quotation or a mark that no noun phrase runs over."""
    return token.kind == "q" or (token.kind == "p" and token.low not in _WITHIN)


def finite(tokens: Sequence[Token], at: int) -> bool:
    """Is the word surely a finite verb: an auxiliary or a reporting verb in its own right?"""
    word = tokens[at].low
    if word in w.CONTRACTED:
        return True
    before = tokens[at - 1] if at else None
    if word in w.AUX:
        return before is None or before.low != "to"
    if tokens[at].capital or before is None:
        return False
    if before.low in w.DETERMINERS or before.low.endswith(("’s", "'s", "ly")):
        return False
    return cues.finite_form(word) and before.low not in w.PREPOSITIONS


def subject_before(tokens: Sequence[Token], end: int, low: int = 0) -> Range | None:
    """The subject that ends just before token `end`, with its apposition."""
    at = end - 1
    while at > low and tokens[at].kind == "w" and w.is_adverb(tokens[at].low):
        at -= 1
    time = at
    while time > low and tokens[time].low in w.TIME and not tokens[time].text.isdigit():
        time -= 1
    if low < time < at and tokens[time].low in {"on", "in", "late", "early", "last", "this"}:
        time -= 1
    if low <= time < at and tokens[time].kind == "w" and tokens[time].low not in w.DETERMINERS:
        at = time
    if at < low:
        return None
    if tokens[at].low in _PAIRED:
        if low == 0 and (first := _interrupted(tokens, at)) is not None:
            return first
        return _with_apposition(tokens, at, low)
    found = _listed(tokens, _plain(tokens, at + 1, low), low)
    if found and all(t.low in w.TIME and t.low != "may" for t in tokens[found[0] : found[1]]):
        return None
    return found


def _listed(tokens: Sequence[Token], last: Range | None, low: int) -> Range | None:
    """Widen "B and C" to "A, B and C", where what stands before are names and no clause."""
    if last is None or not any(t.low == "and" for t in tokens[last[0] : last[1]]):
        return last
    start = last[0]
    while (
        start - 2 >= low
        and tokens[start - 1].low == ","
        and (tokens[start].capital or (tokens[start].low == "the" and tokens[start + 1].capital))
    ):
        begin = start - 2
        while begin > low and not boundary(tokens[begin - 1]):
            begin -= 1
        item = tokens[begin : start - 1]
        opens = item[0].low if item else ""
        if (
            not 0 < len(item) <= _LONGEST_ITEM
            or not any(t.capital for t in item)
            or not (item[0].capital or opens in w.DETERMINERS)
            or opens in w.PREPOSITIONS | w.ADVERBS | w.TIME | w.PRONOUNS | w.SUBORDINATORS
            or w.is_participle(opens)
            or any(_verbal(t) for t in item)
        ):
            break
        start = begin
    return (start, last[1])


_LONGEST_ITEM = 8


def _with_apposition(tokens: Sequence[Token], close: int, low: int) -> Range | None:
    """Back over "X, a spokesman for Y," or "X (Z)" or "X -- who ... --" before the cue."""
    mark = _PAIRED[tokens[close].low]
    limit = max(low, close - _LONGEST)
    at = close - 1
    while at > limit and tokens[at].kind != "q":
        if tokens[at].low == mark:
            opening = tokens[at + 1]
            if opening.low == "according" or (at + 2 < close and _inserted(tokens, at + 1, close)):
                return _plain(tokens, at, low)
            if opening.low in w.PRONOUNS and opening.low not in _RELATIVE and opening.low != "one":
                return None
            if opening.low in w.CLAUSE_BREAKS or (opening.low in {"and"} and mark == ","):
                return None
            head = _head(tokens, at, low, limit)
            if head is None:
                at -= 1
                continue
            if not name_like(tokens[head[0]]):
                at -= 1
                continue
            aside = opening.low in (w.PREPOSITIONS | w.ADVERBS | w.TIME) - _KEPT_OPENINGS
            if aside and not (opening.capital and opening.low in _ALSO_GIVEN):
                return head
            before = head[0] - 1
            second = tokens[head[0]].low in w.DETERMINERS and before > low
            named = tokens[before - 1].capital and tokens[before - 1].low not in w.TIME
            if second and tokens[before].low == "," and named:
                # "X, the minister, an old friend," : go on to X.
                wider = _with_apposition(tokens, before, low) or _plain(tokens, before, low)
                if wider and tokens[wider[0]].capital:
                    return (wider[0], close + 1)
            return (head[0], close + 1)
        at -= 1
    return None


_INTERRUPTING = w.words(
    "after following during before at in on speaking visiting meeting arriving standing flanked"
    " upon asked addressing briefing returning"
)


def _interrupted(tokens: Sequence[Token], close: int) -> Range | None:
    """Who begins "Orin, after talks with the Peruvian president, Ada Rook, in Lima, said"."""
    if tokens[close].low != "," or not (tokens[0].capital and tokens[0].kind == "w"):
        return None
    end = next((i for i in range(1, min(close, _LONGEST_ITEM)) if tokens[i].low == ","), 0)
    if not end or tokens[end + 1].low not in _INTERRUPTING or tokens[0].low in w.PREPOSITIONS:
        return None
    if tokens[0].low in w.OPENERS | w.PRONOUNS | w.ADVERBS | w.TIME | _LEADING:
        return None
    commas = sum(1 for t in tokens[end:close] if t.low == ",")
    plain = not any(
        t.kind == "q" or t.low in w.SUBORDINATORS or finite(tokens, i) or _past(tokens, i)
        for i, t in enumerate(tokens[: close + 1])
        if i and i != end + 1
    )
    return (0, end) if plain and commas > 1 else None


def _inserted(tokens: Sequence[Token], start: int, close: int) -> bool:
    """Is it a clause of reporting that is put in: "X, he wrote, had ..."?"""
    last = tokens[close - 1]
    known = cues.lexicon().get(last.low, ())
    if not any(tag in {"ed", "s"} and lemma in cues.SPEECH for lemma, tag in known):
        return False
    opens = tokens[start]
    return opens.capital or opens.low in w.PRONOUNS - _RELATIVE or opens.low in w.DETERMINERS


_KEPT_OPENINGS = w.words("of from now then once")
_ALSO_GIVEN = w.words("per may august june april")
"""Given names that are also prepositions or months."""


def _head(tokens: Sequence[Token], at: int, low: int, limit: int) -> Range | None:
    """The noun phrase before an opening mark; a second apposition is stepped over once."""
    if at > low and tokens[at - 1].low in {")"}:
        opening = at - 1
        while opening > limit and tokens[opening].low != "(":
            opening -= 1
        head = _plain(tokens, opening, low)
        return (head[0], at) if head else None
    return _plain(tokens, at, low)


def name_like(token: Token) -> bool:
    """May a noun phrase that names somebody start with this?"""
    return (
        token.capital
        or token.low in w.DETERMINERS
        or token.low in w.PRONOUNS
        or token.low[-1] == "s"
        or token.low[0].isdigit()
    )


def _plain(tokens: Sequence[Token], end: int, low: int) -> Range | None:
    """The noun phrase that ends before `end`, up to the clause boundary on its left."""
    if end <= low or tokens[end - 1].kind != "w":
        return None
    last = tokens[end - 1]
    if last.low in {"and", "or"} or last.low in w.SUBORDINATORS - _RELATIVE:
        return None
    joined = end - 2 >= low and tokens[end - 2].low == "and" and last.low != "you"
    if last.low in _LONE and not joined:
        return (end - 1, end)
    at = end - 1
    limit = max(low, end - _LONGEST)
    stopped = ""
    while at >= limit:
        token = tokens[at]
        if token.low == ")" and at < end - 1:
            opening = at
            while opening > limit and tokens[opening].low != "(":
                opening -= 1
            if tokens[opening].low == "(" and at - opening < 6:
                at = opening - 1
                continue
        if boundary(token):
            break
        if token.low in w.SUBORDINATORS or (at < end - 1 and finite(tokens, at)):
            stopped = token.low
            break
        if token.low == "and" and not _joint(tokens, at, low):
            break
        at -= 1
    start = at + 1
    who = at - (stopped in w.AUX)
    related = start < end and low < who <= at and tokens[who].low in _RELATIVE
    if related and (who < at or _verbal(tokens[start])):
        # "advisers who have run the numbers (say)"
        head = _plain(tokens, who, low)
        return (head[0], end) if head else None
    if stopped in w.AUX and start < end and _verbal(tokens[start]):
        asked = next((i for i in range(at, max(low, at - 6), -1) if tokens[i].low == "who"), low)
        if asked > low and all(t.kind == "w" for t in tokens[asked:at]):
            # "a diplomat who asked not to be named (denied)"
            head = _plain(tokens, asked, low)
            return (head[0], end) if head else None
    trimmed = _trim(tokens, start, end) if start < end else None
    paper = stopped == "that" and at > low and tokens[at - 1].low in _SPEAKING
    if trimmed is None and (stopped in {"who", "which"} or paper):
        return (at, at + 1)
    return trimmed


def _verbal(token: Token) -> bool:
    word = token.low
    return (
        word in w.AUX
        or word in w.IRREGULAR_PAST
        or (not token.capital and (word.endswith("ed") or cues.finite_form(word)))
    )


def _joint(tokens: Sequence[Token], at: int, low: int) -> bool:
    """Does this "and" join two noun phrases? Yes where nothing verbal stands on its left."""
    if at == low or tokens[at - 1].kind != "w":
        return False
    for index in range(at - 1, max(low, at - 12) - 1, -1):
        token = tokens[index]
        if token.kind != "w":
            return token.kind == "q" or token.low == ","
        if token.low in w.SUBORDINATORS or token.low in w.CONTRACTED:
            return token.low not in _RELATIVE - {"that", "where"} and index < at - 1
        if _verbal(token):
            return False
    return True


_QUANTIFIERS = w.words("both all each")
_ARTICLES = w.words("the a an his her its their")


_SPEAKING = w.words(
    "draft resolution statement text letter declaration report document communique motion"
    " communiqué amendment bill petition note memorandum"
)
"""Nouns before a "that" which is a subject: "a draft that called on all sides"."""
_BEGAN = w.words("began started ended erupted")
"""Verbs without an object: "since the war began the council (has met)"."""


def _continues(token: Token) -> bool:
    """May an article follow this inside one noun phrase?"""
    return (
        token.kind != "w"
        or token.low in w.PREPOSITIONS
        or token.low in w.DETERMINERS
        or token.low in {"and", "or", "not", "half", "as", "than", "like"}
        or token.low in w.TIME
        or _verbal(token)
        or w.is_participle(token.low)
    )


_ROUGHLY = w.words("about around over nearly almost")
_NUMBERS = w.words("one two three four five six seven eight nine ten half a")


def _number(token: Token) -> bool:
    return token.text[0].isdigit() or token.low in _NUMBERS or token.low.startswith("two-")


def _trim(tokens: Sequence[Token], start: int, end: int) -> Range | None:
    """Drop leading adverbs, time words and prepositional phrases from a chunk."""
    while start < end and (
        tokens[start].low in _LEADING
        or (w.is_adverb(tokens[start].low) and tokens[start].low not in _QUANTIFIERS)
    ):
        start += 1
    if start >= end:
        return None
    for at in range(end - 1, start, -1):
        # "a charge the ministry (dismissed)": the subject is the later phrase.
        before = tokens[at - 1]
        if tokens[at].low in _ARTICLES and (before.low in _BEGAN or not _continues(before)):
            return (at, end)
    first = tokens[start].low
    if first in _ROUGHLY and start + 1 < end and _number(tokens[start + 1]):
        return (start, end)
    if start and tokens[start - 1].capital and tokens[start - 1].low in {"after", "before"}:
        opened = _after_opening(tokens, start - 1, end)
        if opened is not None:
            return (opened, end)
    timed = (
        first in {"late", "early"}
        and start + 1 < end
        and (tokens[start + 1].low == "on" or tokens[start + 1].low in w.TIME)
    )
    opens = first in w.PREPOSITIONS or first in w.TIME or first in {"last", "next"}
    if not opens and not timed:
        return (start, end)
    if tokens[start].capital and first == "may":
        return (start, end)
    for at in range(end - 1, start, -1):
        here, before = tokens[at], tokens[at - 1]
        if here.low in w.TIME and here.low != "may":
            continue
        if here.low in _LONE:
            return (at, end)
        if before.low in w.PREPOSITIONS or before.low in {"and", "&"}:
            continue
        if here.low in w.DETERMINERS and before.low not in w.DETERMINERS:
            return (at, end)
        if here.capital and before.low in w.TIME:
            return (at, end)
    opened = _after_opening(tokens, start, end)
    return (opened, end) if opened is not None else None


def _after_opening(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """Where the subject begins behind "In a joint statement", "In Brussels", "After talks in Rome".

    There is no comma; the phrase ends with a noun in lower case, or with the name of a place,
    and a name follows.
    """
    if tokens[start].low not in _OPENING or not tokens[start].capital:
        return None
    for at in range(end - 2, start - 1, -1):
        if tokens[at].low in _PLACING:
            behind = at + (3 if tokens[at + 1].low in _FIRST_OF_PLACE else 2)
            if behind < end and tokens[at + 1].capital and tokens[behind].capital:
                return behind
            break
    for at in range(start + 2, end):
        here, before = tokens[at], tokens[at - 1]
        plain = not before.capital and before.kind == "w" and before.low.isalpha()
        if here.capital and plain and before.low not in w.PREPOSITIONS | w.DETERMINERS | _LINKING:
            return at
    return None


_OPENING = w.words("in at during after before amid following from under on")
_PLACING = w.words("in at from")
_FIRST_OF_PLACE = w.words(
    "new san los las el la the buenos addis abu kuala tel hong sri saudi north south east west rio"
    " phnom port cape santa"
)
_LINKING = w.words(
    "and or of president minister chancellor premier prime foreign king queen prince secretary"
    " leader spokesman spokeswoman spokesperson senator general former"
)


def phrase_after(tokens: Sequence[Token], start: int, high: int) -> Range | None:
    """The noun phrase that starts at `start`, without apposition."""
    if start >= high or tokens[start].kind != "w":
        return None
    if tokens[start].low in _LONE:
        return (start, start + 1)
    at = start
    while at < min(high, start + _LONGEST):
        token = tokens[at]
        if boundary(token) or token.low in w.SUBORDINATORS - {"or"}:
            break
        if at > start and (token.low in w.AUX or finite(tokens, at)):
            break
        following = tokens[at + 1] if at + 1 < high else None
        if token.low == "and" and (
            following is None or not (following.capital or following.low in w.DETERMINERS)
        ):
            break
        if at > start:
            before = tokens[at - 1]
            if token.low in {"in", "on", "during", "after", "before", "at"} and (
                before.capital or token.low != "in" or (following and following.low in w.TIME)
            ):
                break
            if (
                token.low in w.TIME
                and not token.text[0].isdigit()
                and before.low not in _KEEPS_TIME
            ):
                break
        at += 1
    return (start, at) if at > start else None


_KEEPS_TIME = w.words("of the new a an and last")


_NO_APPOSITION = w.ADVERBS | w.PREPOSITIONS | w.TIME | w.CLAUSE_BREAKS | {"and", "or", "as"}


def apposition_after(tokens: Sequence[Token], phrase: Range, high: int) -> Range:
    """Widen "said X" by ", a spokesman for Y" or "(Z)"."""
    at = phrase[1]
    if at + 1 >= high:
        return phrase
    if tokens[at].low == "(":
        close = at
        while close < min(high, at + 6) and tokens[close].low != ")":
            close += 1
        if close < high and tokens[close].low == ")":
            return apposition_after(tokens, (phrase[0], close + 1), high)
        return phrase
    opening = tokens[at + 1]
    if tokens[at].low != "," or opening.kind != "w":
        return phrase
    if opening.low == "that" or opening.low in _NO_APPOSITION - _KEPT_OPENINGS:
        return phrase
    if w.is_participle(opening.low) or (opening.low in w.PRONOUNS and opening.low not in _RELATIVE):
        return phrase
    stop, relative = at + 1, False
    while stop < high and (not boundary(tokens[stop]) or tokens[stop].low == "("):
        word = tokens[stop].low
        relative = relative or word in _RELATIVE
        if not relative and (word in w.CLAUSE_BREAKS or finite(tokens, stop)):
            return phrase
        if word == "(":
            while stop < high and tokens[stop].low != ")":
                stop += 1
        stop += 1
    return (phrase[0], min(stop, high))


def clause_subject(tokens: Sequence[Token], before: int, low: int = 0) -> Range | None:
    """The subject of the nearest finite verb that stands before token `before`."""
    for at in range(before - 1, low, -1):
        token = tokens[at]
        if token.kind == "q":
            continue
        if token.kind != "w" or not (finite(tokens, at) or _past(tokens, at)):
            continue
        start = at
        while start > low and (
            tokens[start - 1].low in w.AUX or w.is_adverb(tokens[start - 1].low)
        ):
            start -= 1
        found = subject_before(tokens, start, low)
        if found:
            return found
    return None


def _past(tokens: Sequence[Token], at: int) -> bool:
    token, before = tokens[at], tokens[at - 1]
    if token.capital or not (token.low in w.IRREGULAR_PAST or token.low.endswith("ed")):
        return False
    return before.low not in w.DETERMINERS and before.low not in w.PREPOSITIONS
