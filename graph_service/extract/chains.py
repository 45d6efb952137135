"""Chains: which attribution stands inside which, and which of them state words.

Owns nesting by spans, the carrying of an outer level to a quoted paragraph that
follows ("the statement read: ..."), and the share of words that an outer level
states itself. Who speaks is `speakers`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from graph_service.extract import cues
from graph_service.extract.acts import names_act
from graph_service.extract.cues import SPOKEN
from graph_service.extract.denied import claims, denied_claims, taken_note, unsaid
from graph_service.extract.draft import Attribution, Draft, Level, Source
from graph_service.extract.frames import FOUND_BY as FRAME
from graph_service.extract.frames import frames
from graph_service.extract.own_words import judged, own_words, torn
from graph_service.extract.reported import reported_clauses
from graph_service.extract.titles import BODY, GENERIC, PRONOUN
from graph_service.extract.told_in_turns import FIRST, somebody_else, told_earlier
from graph_service.extract.turns import FOUND_BY as TURN
from graph_service.extract.uncued import uncued
from graph_service.model import Article, Span, Spans, words_at

# "should talk", "to oppose", "if he says": nobody has spoken.
_UNREAL = re.compile(
    r"\b(?:to|will|would|should|shall|may|might|could|can|must|cannot|if|let)\s+(?:\w+ly\s+|also\s+"
    r"|not\s+|now\s+|then\s+|still\s+|ever\s+|they\s+|he\s+|she\s+|it\s+)*\w+\Z"
    r"|\b(?:of|from|against|for|without|by|in|before|after)\s+(?:\w+ly\s+)?\w+ing\Z",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(r"\b(?:if|unless|until|should)\s+(?:the\s+)?\Z", re.IGNORECASE)
# "telephoned him to say": somebody has.
_RANG = re.compile(
    r"\b(?:(?:tele)?phoned|called|rang|wrote|contacted)\s[^.;:,“”\"]{2,80}?\sto\s+\w+\Z",
    re.IGNORECASE,
)
_ANYBODY = frozenset(("you", "one", "people", "someone", "anyone", "everyone", "nobody", "who"))


def hull(attribution: Attribution) -> Span:
    """From the first to the last character of all parts."""
    parts = (*attribution.source, *attribution.cue, *attribution.content)
    return Span(min(s for s, _ in parts), max(e for _, e in parts))


def outer_first(attribution: Attribution) -> tuple[int, int, int]:
    """Sorts by place, and an outer attribution before those it may hold."""
    span = hull(attribution)
    return span.start, -span.end, attribution.content[0].start


def find_levels(article: Article, draft: Draft) -> Draft:
    """Fill `levels`: one for each attribution, each with its next outer level."""
    reported = reported_clauses(article.text, draft)
    denied = [*denied_claims(article.text, draft)]
    claimed = {a.content[0].start for a in denied}
    framed = frames(article, draft)
    found = tuple(
        sorted(
            (
                *(
                    _from_that(article.text, found)
                    for found in draft.attributions
                    if not (
                        found.found_by.startswith("rule:noun") and found.content[0].start in claimed
                    )
                    and not _aside(article.text, found)
                ),
                *denied,
                *reported,
                *framed,
                *uncued(article, article.text, draft, framed),
            ),
            key=outer_first,
        )
    )
    levels: list[Level] = []
    open_levels: list[tuple[int, int]] = []
    for index, attribution in enumerate(found):
        level = Level(attribution)
        start, end = hull(attribution)
        while open_levels and open_levels[-1][1] <= start:
            open_levels.pop()
        for outer, _ in reversed(open_levels[-8:]):
            inner = _inside(attribution, found[outer])
            if inner is not None:
                level = Level(inner, outer)
                break
        levels.append(level)
        open_levels.append((index, end))
    nested = _sources_again(article.text, draft, _resume(levels))
    return replace(draft, attributions=found, levels=tuple(_carry(article.text, draft, nested)))


def _aside(text: str, found: Attribution) -> bool:
    """ "The premier said, and I quote, that Y": who quotes says nothing himself."""
    return found.lemma == "quote" and words_at(text, found.source) == "I"


_PLACE_THAT = re.compile(
    r"(?:on|in|at|via|during|after|before|through)\s+[^,;:“”\"]{2,70}?"
    r"(?<!\bfact)(?<!\bidea)(?<!\bview)(?<!\bclaim)(?<!\bcondition)(?<!\bgrounds)(?<!\bhope)"
    r"(?<!\bbasis)(?<!\bbelief)(?<!\bsense)(?<!\bassumption)(?<!\bunderstanding)\s+(?=that\s)"
)


_TO_WHOM = frozenset(("warn", "promise", "caution", "assure", "advise", "persuade", "convince"))
_WHOM_THAT = re.compile(
    r"(?:him|her|them|us|me|(?:the\s|his\s|her\s|its\s)?(?:[A-Z]|envoys|ambassadors|reporters)"
    r"[\w’'. -]{0,60}?)(?:\s(?:on|in|at|by|during)\s[\w’' -]{2,40}?)?"
    r"\s+(?=that\s(?:the|an?|it|he|she|they|we|any|if|no|its|his|her|their|there|this|[A-Z]\w*)\b)"
)
"""Whom "warned" and the like take before "that": "warned Orin on Friday that Y"."""


def _from_that(text: str, found: Attribution) -> Attribution:
    """The words begin at "that": "alleged on state television on Monday that ..."."""
    first = found.content[0]
    if found.quote_type == "direct" or not found.cue or found.cue[-1].end > first.start:
        return found
    match = _WHOM_THAT.match(text, *first) if found.lemma in _TO_WHOM else None
    if match is None and found.lemma.split(" ")[0] in _GOVERNED:
        return found  # "called on the commission to publish the list that"
    match = match or _PLACE_THAT.match(text, *first)
    if match is None:
        return found
    return replace(found, content=(Span(match.end(), first.end), *found.content[1:]))


def _inside(inner: Attribution, outer: Attribution) -> Attribution | None:
    """The inner attribution where it stands in the outer's content, else None.

    Its own content gives up what is not the outer's ("X said that A, the agency
    reported, B").
    """
    for part in (*inner.source, *inner.cue):
        if not any(span.contains(part) for span in outer.content):
            return None
    if not any(span.contains(Span(*[inner.content[0].start] * 2)) for span in outer.content):
        return None
    if inner.source == outer.source and inner.cue == outer.cue:
        return None
    content = tuple(
        Span(max(part.start, span.start), min(part.end, span.end))
        for part in inner.content
        for span in outer.content
        if part.overlaps(span)
    )
    return replace(inner, content=content) if content else None


def _resume(levels: list[Level]) -> list[Level]:
    """Words that go on after the outer cue belong to the inner speaker.

    '"A," X said, the agency reported. "B."' and 'X told Y that "A," the agency
    reported, "B."': an outer span that no inner level touches, beside exactly one inner
    level that ends in the span before, goes on with what that level said.
    """
    children: dict[int, list[int]] = {}
    for index, level in enumerate(levels):
        if level.outer is not None:
            children.setdefault(level.outer, []).append(index)
    for outer, inner in children.items():
        spans = levels[outer].attribution.content
        direct = [i for i in inner if levels[i].attribution.quote_type != "indirect"]
        if len(spans) != 2 or len(direct) != 1 or len(inner) != 1:
            continue
        own = levels[direct[0]].attribution
        if any(spans[1].contains(part) for part in (*own.source, *own.cue)):
            continue
        level = levels[direct[0]]
        last = level.attribution.content[-1]
        if spans[0].contains(last) and last.end >= spans[0].end - 2:
            content = (*level.attribution.content, spans[1])
            levels[direct[0]] = replace(
                level, attribution=replace(level.attribution, content=content)
            )
    return levels


_AGAIN = re.compile(
    r"(?:one|both|two|a second|the second|another|all|some)?\s*(?:of )?"
    r"(?:the|its|these|those|her|his)?\s*"
    r"(?:sources?|officials?|people|diplomats?|them|persons?)\Z",
    re.IGNORECASE,
)


def _sources_again(text: str, draft: Draft, levels: list[Level]) -> list[Level]:
    """ "The network, citing two officials, said A. One of them added B": on its word as well."""
    ends = [s.span.end for s in draft.sentences]
    cited: tuple[int, int] | None = None  # the relay's level, and where its paragraph ends
    for index, level in enumerate(levels):
        attribution = level.attribution
        start = hull(attribution).start
        if cited is not None and start >= cited[1]:
            cited = None
        if attribution.found_by == "rule:relay-citing" and level.outer is not None:
            at = min(bisect_right(ends, start), len(ends) - 1)
            while at + 1 < len(ends) and (
                draft.sentences[at + 1].paragraph == draft.sentences[at].paragraph
            ):
                at += 1
            cited = level.outer, ends[at]
        elif cited is not None and level.outer is None and attribution.source:
            if _AGAIN.match(words_at(text, attribution.source)):
                levels[index] = replace(level, outer=cited[0], carried=True)
            elif not attribution.attitude:
                cited = None
    return levels


def _carry(text: str, draft: Draft, levels: list[Level]) -> list[Level]:
    """Give levels inside a wholly quoted paragraph the outer level of the paragraph before."""
    starts = [sentence.span.start for sentence in draft.sentences]
    paragraph_spans: dict[int, Span] = {}
    for sentence in draft.sentences:
        known = paragraph_spans.get(sentence.paragraph)
        span = Span(known.start, sentence.span.end) if known else sentence.span
        paragraph_spans[sentence.paragraph] = span

    def paragraph_of(offset: int) -> int:
        return draft.sentences[max(0, bisect_right(starts, offset) - 1)].paragraph

    if not draft.sentences:
        return levels
    quoted = set()
    for quotation in draft.quotations:
        number = paragraph_of(quotation.start)
        span = paragraph_spans[number]
        if quotation.start <= span.start + 1 and quotation.end >= span.end - 1:
            quoted.add(number)
    numbers = sorted(paragraph_spans)
    before = dict(zip(numbers[1:], numbers, strict=False))
    last_outer: dict[int, int] = {}
    carried = list(levels)
    for index, level in enumerate(levels):
        place = paragraph_of(hull(level.attribution).start)
        if level.outer is not None:
            continue
        if place not in quoted:
            if level.attribution.source:
                last_outer[place] = index
            continue
        frame = last_outer.get(before.get(place, -1))
        if frame is not None:
            last_outer[place] = frame
            carried[index] = replace(level, outer=frame, carried=True)
    return carried


def settle(text: str, levels: tuple[Level, ...], sources: tuple[Source, ...]) -> tuple[Level, ...]:
    """Fill `Level.words`, now that the speakers are known.

    The innermost level states its content. An outer level states what it says
    beside its inner levels, or all of it where these are only attitudes. A level
    that speaks of its own speaker ("Lavrov said he hoped") is no level of its own.
    """
    outer_of = [level.outer for level in levels]
    noted: set[int] = set()
    for index, level in enumerate(levels):
        if level.outer is not None and levels[level.outer].attribution.found_by == TURN:
            if somebody_else(sources[index]) and _speaks(text, level, sources[index]):
                continue
            own = sources[index].as_written.casefold() in FIRST and told_earlier(text, level)
            if own and _speaks(text, level, sources[index]):
                outer_of[index] = None
                continue
        if level.outer is not None and levels[level.outer].attribution.found_by == FRAME:
            # A frame states nothing itself: what it swallowed would be lost.
            if _same(sources[index], sources[level.outer]):
                outer_of[index] = None
            elif sources[index].as_written.lower() == "it" and any(
                other.outer == index for other in levels
            ):
                outer_of[index] = -1  # "the readout, it added": the account itself
            continue
        apart = level.outer is not None and claims(level, levels[level.outer])
        if level.outer is not None and taken_note(level, levels[level.outer], sources[level.outer]):
            noted.add(level.outer)  # "We welcome Peru's offer to host": told by whose paper it is
            continue
        if level.outer is not None and apart and not _same(sources[index], sources[level.outer]):
            outer_of[index] = levels[level.outer].outer
            continue
        if level.outer is not None and (
            unsaid(level, levels[level.outer])
            or _same(sources[index], sources[level.outer])
            or _own_state(text, level, sources[index], sources[level.outer])
            or not (
                _by_a_relay(text, level, levels[level.outer])
                or _speaks(text, level, sources[index])
            )
        ):
            outer_of[index] = -1  # swallowed by its outer level
    for index, outer in enumerate(outer_of):
        while outer is not None and outer >= 0 and outer_of[outer] == -1:
            outer = levels[outer].outer
        outer_of[index] = outer
    inner: dict[int, list[int]] = {}
    for index, outer in enumerate(outer_of):
        if outer is not None and outer >= 0 and not levels[index].attribution.attitude:
            inner.setdefault(outer, []).append(index)
    settled = []
    for index, level in enumerate(levels):
        content = level.attribution.content
        if outer_of[index] == -1 or level.attribution.found_by == FRAME:
            words: Spans = ()
        elif index in inner and level.attribution.found_by != TURN:
            told = [levels[i] for i in inner[index]]
            words = own_words(text, content, [hull(one.attribution) for one in told])
            lemma = level.attribution.lemma
            object_of = [judged(text, lemma, content, hull(t.attribution)) for t in told]
            lost = not words and _recounts(text, level, sources[index], told)
            if torn(text, words) or any(object_of) or lost or index in noted:
                words = content
        else:
            words = content
        words = _after_preposition(text, level, words)
        outer = outer_of[index]
        settled.append(replace(level, outer=None if outer == -1 else outer, words=words))
    return tuple(settled)


_GOVERNED = {
    "call": "for|on|upon", "warn": "of|about|against", "ask": "for", "press": "for", "push": "for",
    "plead": "for", "speak": "of|about", "appeal": "for|to", "insist": "on", "hint": "at",
    "allude": "to",
}  # fmt: skip
"""Cue -> prepositions that belong to it and not to the words ("called for calm")."""


def _after_preposition(text: str, level: Level, words: Spans) -> Spans:
    """The words without the preposition that the cue governs."""
    governed = _GOVERNED.get(level.attribution.lemma.split(" ")[0])
    if governed is None or not words or not level.attribution.cue:
        return words
    match = re.compile(rf"(?:{governed})\s+(?=\w)").match(text, *words[0])
    if match is None or level.attribution.cue[-1].end > words[0].start:
        return words
    return (Span(match.end(), words[0].end), *words[1:])


_WOULD = re.compile(r"(?:would|will|could|may|might|should)\b", re.IGNORECASE)


def _by_a_relay(text: str, level: Level, outer: Level) -> bool:
    """Whom the outlet quotes has spoken ("the harbour master, quoted by the agency, denied")."""
    passed = outer.attribution.found_by.startswith("rule:relay")
    if _WOULD.match(words_at(text, level.attribution.cue)):
        return False  # "two sources said the report would conclude"
    return passed and level.attribution.lemma in cues.SPEECH and bool(level.attribution.source)


def _speaks(text: str, level: Level, source: Source) -> bool:
    """Inside another level only a cue of speech makes a level of its own.

    "He said China backed the plan" tells China's stand in his words; "he said
    China announced a plan" passes something on. Persons and papers speak by any
    act of speech ("the Kremlin said Xi backed the plan").
    """
    attribution = level.attribution
    if attribution.found_by.startswith(_SURE):
        return True
    if source.found_by == "rule:unknown-name" and " " not in source.as_written:
        return False  # "Ships do not read": a capital alone makes no speaker inside other words
    people = _people(source.as_written) or (source.country and _NATION.fullmatch(source.as_written))
    if source.found_by == "rule:unnamed" and not people:
        return False  # "previous", "the pier": nobody who could speak
    if source.as_written.lower() in _ANYBODY and source.basis == "unnamed":
        return False
    if attribution.attitude or not attribution.cue:
        return True
    if not attribution.source and attribution.content[0].end <= attribution.cue[0].start:
        return False  # "the delegation had been recalled": by whom is not told
    if attribution.found_by.startswith("rule:noun") and attribution.lemma not in SPOKEN:
        return False  # "Putin's decision to invade" is told of, not passed on
    lemma = attribution.lemma.casefold()
    if lemma.startswith("according"):
        return True
    if attribution.found_by.startswith("rule:noun"):
        return True
    if _NEGATED.search(words_at(text, attribution.cue)) and not lemma.startswith("rule"):
        return False  # "he said Iran had not answered": nobody's words are passed on
    whole = (attribution.source or attribution.cue)[0].start
    if _SUPPOSED.search(text[max(0, whole - 12) : whole]):
        return False  # "if the speaker insisted on going"
    lead = text[max(0, attribution.cue[0].start - 20) : attribution.cue[0].start]
    run_up = text[max(0, attribution.cue[0].start - 120) : attribution.cue[0].end]
    if _UNREAL.search(lead + words_at(text, attribution.cue)) and not _RANG.search(run_up):
        return False
    first = lemma.split(" ")[0]
    if source.as_written.lower() in _THINGS and first not in cues.SAYING | cues.TELLING:
        return False  # "she said it threatened peace": a launch threatens, nobody speaks
    if attribution.found_by == "rule:phrase" and first in _TOLD_IN_PHRASES:
        return True
    if first in cues.SPEECH:
        content = text[attribution.content[0].start : attribution.content[0].start + 3]
        return not (first == "continue" and content == "to ")
    return source.kind not in ("body", "unnamed") and names_act(lemma)


_NATION = re.compile(
    r"(?:[Tt]he|[Ss]ome|[Bb]oth)?\s*(?:(?:North|South)\s)?[A-Z][a-z]+(?:s|ese|sh|ch)"
)
"""People called by their nation alone: "the Americans", "the French"."""
_GROUPS = re.compile(
    r"\b(?:opposition|coalition|critics|colleagues|friends|rebels|mediators|union|prosecutors?|judges?"
    r"|ministry|ministries|office|department|command|police|commission|committee|delegation|faction"
    r"|movement|general|generals|premier|emir|king|queen|prince|sheikh|pope|chief|kremlin"
    r"|guards|groups|families|relatives|survivors|prisoners|detainees|troops|officers|captors|gunmen"
    r"|villagers|refugees|doctors|workers|protesters|students|fighters|militants|bishops?)\b",
    re.IGNORECASE,
)


_TOLD_IN_PHRASES = frozenset(("give", "issue", "make", "send", "renew", "deliver", "rule", "let"))
"""Verbs of phrases that tell of an utterance ("gave an assurance"), not of a stand."""
_KIN = re.compile(
    r"\b(?:brother|sister|father|mother|husband|wife|son|daughter|uncle|cousin|lawyers?|counterpart"
    r"|predecessor|successor|colleague|deputy|guest|host|famil(?:y|ies)|relatives|widow|parents)\b",
    re.IGNORECASE,
)
_POSSESSED = re.compile(r"(?:his|her|its|their|our|my|your)\s", re.IGNORECASE)


def _people(words: str) -> bool:
    if _POSSESSED.match(words):
        # "her ministry" is the speaker's own side
        return bool(GENERIC.search(words) or _KIN.search(words))
    return bool(GENERIC.search(words) or _GROUPS.search(words) or BODY.search(words))


_SURE = ("rule:relay", "rule:as-saying", FRAME)
_NEGATED = re.compile(r"\b(?:not|never)\b|n[’']t\b", re.IGNORECASE)
_THINGS = frozenset(("it", "this", "that", "these", "those", "which"))


def _same(inner: Source, outer: Source) -> bool:
    if {inner.as_written.lower(), outer.as_written.lower()} == {"he", "she"}:
        return False
    known = inner.basis != "unnamed" and outer.basis != "unnamed"
    known = known or PRONOUN.match(inner.as_written) is not None
    return known and [a.id for a in inner.actors] == [a.id for a in outer.actors]


def _own_state(text: str, level: Level, inner: Source, outer: Source) -> bool:
    """ "The spokesman said China hopes ...": his own side's stand, said by nobody else.

    What the state said at another moment ("had warned", "told the envoy last year") stays.
    """
    if len(inner.actors) != 1 or len(outer.actors) != 1 or inner.actors[0].kind != "state":
        return False
    if outer.kind not in ("person", "unnamed", "body", "document") or outer.country is None:
        return False
    cue = words_at(text, level.attribution.cue)
    return outer.country.id == inner.actors[0].id and not _AT_ANOTHER_MOMENT.match(cue)


def _recounts(text: str, level: Level, source: Source, told: list[Level]) -> bool:
    """ "The minister said that Lima had promised Y": news of his own, not only passed on.

    Somebody who tells what another had said, at another moment, asserts that it was said; an
    agency, an account or a body ("the Kremlin said Xi had noted Y") only hands it on.
    """
    person = source.kind == "person" or (source.kind == "unnamed" and _people(source.as_written))
    if not person or level.attribution.found_by.startswith(_SURE):
        return False
    if level.attribution.attitude or not level.attribution.cue or not level.attribution.source:
        return False
    return any(_HAD.match(words_at(text, one.attribution.cue)) for one in told)


_HAD = re.compile(r"had\b(?!\s+to\b)", re.IGNORECASE)
_AT_ANOTHER_MOMENT = re.compile(
    r"had\b|(?:told|promised|informed|assured|pledged)\b", re.IGNORECASE
)


def outward(levels: tuple[Level, ...], index: int) -> list[int]:
    """The outer levels of a level, nearest first."""
    chain = []
    outer = levels[index].outer
    while outer is not None and outer not in chain:
        chain.append(outer)
        outer = levels[outer].outer
    return chain
