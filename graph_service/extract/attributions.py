"""Attributions by rules: who (source) by which word (cue) says what (content).

Owns the rules. One pass over the units of a paragraph (a unit is a sentence,
with each quotation taken as one token); afterwards the same rules read the
sentences inside each quotation, so attributions nest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph_service.extract import cues, sources
from graph_service.extract import wordlists as w
from graph_service.extract.draft import Attribution, Draft
from graph_service.extract.tokens import Token, tokenize
from graph_service.model import Article, QuoteType, Span

Range = tuple[int, int]


@dataclass(slots=True)
class Unit:
    """A sentence; `span` in the text, quotations as single tokens."""

    span: Span
    paragraph: int
    tokens: list[Token]


@dataclass(slots=True)
class Candidate:
    """An attribution before its spans are cut: token ranges of one unit."""

    unit: Unit
    source: Range | None
    cue: Range
    contents: list[Range]
    lemma: str
    rule: str
    more: list[Span]
    """Content in further units."""


def units(text: str, draft: Draft) -> Iterator[Unit]:
    """Sentences, joined where a quotation runs over their boundary."""
    starts = [q.start for q in draft.quotations]
    index = 0
    pending: Span | None = None
    for at, sentence in enumerate(draft.sentences):
        span = Span(pending.start, sentence.span.end) if pending else sentence.span
        following = draft.sentences[at + 1] if at + 1 < len(draft.sentences) else None
        while index < len(draft.quotations) and draft.quotations[index].end <= span.end:
            index += 1
        inside = (
            index < len(draft.quotations)
            and draft.quotations[index].start < span.end < draft.quotations[index].end
        )
        if inside and following and following.paragraph == sentence.paragraph:
            pending = span
            continue
        pending = None
        yield Unit(span, sentence.paragraph, tokenize(text, span, draft.quotations, starts))


def verb_group(tokens: Sequence[Token], at: int) -> int:
    """First token of the verb group that ends at `at` (auxiliaries, adverbs, "went on to")."""
    start = at
    while start > 0:
        word = tokens[start - 1].low
        if tokens[start - 1].kind != "w":
            break
        if (
            word in w.AUX
            or word == "to"
            or (w.is_adverb(word) and word not in {"all", "both", "each", "first"})
        ) or (word in _CHAINED and tokens[start].low in {"to", "on"}) or (
            word == "on" and start >= 2 and tokens[start - 2].low in {"went", "goes", "go", "going"}
        ):
            start -= 1
        else:
            break
    while start < at and tokens[start].low in {"to", "so"} and start == 0:
        start += 1
    return start


_CHAINED = w.words(
    "went goes going go continued continues continue began begins seemed seems appeared appears"
    " declined declines refused refuses tried tries wants wanted used came rushed moved took"
    " sought seeks failed fails attempted hastened"
)


def _end_at(tokens: Sequence[Token], at: int) -> bool:
    return at >= len(tokens) or (
        tokens[at].kind == "p"
        and tokens[at].low in {".", "!", "?", "…", ";"}
        and at >= len(tokens) - 1
    )


_ADJUNCT = w.words(
    "on in at during after before to from with for via by through this last earlier later late early of"
)


def skip_adjuncts(tokens: Sequence[Token], at: int) -> int:
    """Index after time words and short prepositional phrases where "that", a colon or a quotation follows."""
    if at >= len(tokens) or tokens[at].kind != "w":
        return at
    first = tokens[at].low
    if first not in _ADJUNCT and first not in w.TIME:
        return at
    stop = min(len(tokens), at + 22)
    index = at
    while index < stop:
        token = tokens[index]
        if token.low == "that" and index > at and tokens[index - 1].low not in w.PREPOSITIONS:
            return index
        if token.low == ":":
            return index
        if token.low == "," and index + 1 < stop and tokens[index + 1].kind == "q":
            return index
        if token.low == "," and index + 1 < stop and tokens[index + 1].low == "that":
            return index + 1
        if token.kind == "q":
            return index if False else at_time(tokens, at)
        if token.kind == "p" and token.low not in {",", "-"}:
            break
        index += 1
    return at_time(tokens, at)


def at_time(tokens: Sequence[Token], at: int) -> int:
    """Skip "on Monday", "Sunday night", "in a statement", "last week"."""
    index = at
    if index < len(tokens) and tokens[index].low in {
        "on",
        "in",
        "late",
        "early",
        "last",
        "this",
        "earlier",
        "that",
    }:
        ahead = index + 1
        if (
            ahead < len(tokens)
            and tokens[ahead].low in {"a", "an"}
            and ahead + 1 < len(tokens)
            and tokens[ahead + 1].low in {"statement", "tweet", "interview", "email", "letter"}
        ):
            return ahead + 2
        if ahead < len(tokens) and tokens[ahead].low in w.TIME:
            index = ahead
        else:
            return at
    while index < len(tokens) and (
        tokens[index].low in w.TIME or (index > at and tokens[index].low.isdigit())
    ):
        index += 1
    return index


def _is_verb(tokens: Sequence[Token], at: int, tag: str) -> bool:
    """Is the form a verb here, by the words on its left?"""
    before = tokens[at - 1] if at else None
    if before is None:
        return tag in {"ing", "s"}
    word = before.low
    if tag in {"base", "s"}:
        if word in {
            "the",
            "a",
            "an",
            "his",
            "her",
            "its",
            "their",
            "our",
            "my",
            "your",
            "this",
            "no",
            "any",
        }:
            return False
        if word in w.PREPOSITIONS and word != "to":
            return False
        if word.endswith(("’s", "'s")) and word not in w.CONTRACTED:
            return False
    if tag == "s" and word == "to":
        return False
    if tag in {"ed", "en"} and word in {"the", "a", "an", "his", "her", "its", "their", "of"}:
        return False
    return True


def scan(unit: Unit) -> Iterator[Candidate]:
    """All candidates of a unit, left to right."""
    tokens = unit.tokens
    table = cues.lexicon()
    last: Range | None = None
    for at, token in enumerate(tokens):
        if token.low == "according" and at + 1 < len(tokens) and tokens[at + 1].low == "to":
            found = _according(unit, at)
            if found:
                yield found
            continue
        entries = table.get(token.low)
        if not entries or token.kind != "w":
            continue
        for lemma, tag in entries:
            if _is_verb(tokens, at, tag):
                found = _verb(unit, at, lemma, tag, last)
                if found:
                    if found.source:
                        last = found.source
                    yield found
                    break


def _according(unit: Unit, at: int) -> Candidate | None:
    tokens = unit.tokens
    phrase = sources.phrase_after(tokens, at + 2, len(tokens))
    if phrase is None:
        return None
    stop = phrase[1]
    if at == 0:
        # "According to X, Y."
        while stop < len(tokens) and tokens[stop].low != "," and tokens[stop].kind == "w":
            stop += 1
        if stop >= len(tokens) - 1:
            return None
        contents = [(stop + 1, _last(tokens))]
    else:
        phrase = sources.apposition_after(tokens, phrase, len(tokens))
        start = at
        while start > 0 and tokens[start - 1].kind == "p" and tokens[start - 1].low == ",":
            start -= 1
        if start == 0:
            return None
        contents = [(0, start)]
        if (
            phrase[1] < len(tokens) - 1
            and tokens[phrase[1]].low == ","
            and at < 12
            and tokens[at - 1].low == ","
        ):
            contents.append((phrase[1] + 1, _last(tokens)))
    return Candidate(unit, phrase, (at, at + 2), contents, "according to", "according-to", [])


def _last(tokens: Sequence[Token]) -> int:
    """End of the unit without its final stop."""
    end = len(tokens)
    while (
        end > 0 and tokens[end - 1].kind == "p" and tokens[end - 1].low in {".", ";", ",", ":", "…"}
    ):
        end -= 1
    return end


def _verb(unit: Unit, at: int, lemma: str, tag: str, last: Range | None) -> Candidate | None:
    tokens = unit.tokens
    end = len(tokens)
    group = verb_group(tokens, at)
    head = tokens[group - 1] if group else None
    speech = lemma in cues.SPEECH
    follow = at + 1
    if follow < end and tokens[follow].low in {"out", "up"}:
        follow += 1
    cue = (group, follow)
    # inverted: "Y," said X
    if (
        head is not None
        and group == at
        and lemma in cues.INVERTING
        and tag in {"ed", "s"}
        and (head.kind == "q" or head.low in {",", "?", "!"})
        and follow < end
        and tokens[follow].kind == "w"
        and (
            tokens[follow].capital
            or tokens[follow].low in w.DETERMINERS
            or tokens[follow].low in w.PRONOUNS
        )
        and (head.kind == "q" or "".join(t.kind for t in tokens[:group]).count("w") > 2)
    ):
        phrase = sources.phrase_after(tokens, follow, end)
        if phrase and phrase[1] > phrase[0]:
            phrase = sources.apposition_after(tokens, phrase, end)
            return Candidate(
                unit, phrase, cue, _around(unit, group, phrase[1]), lemma, "inverted", []
            )
    source = sources.subject_before(tokens, group)
    # postposed: "Y," X said
    if (
        source
        and source[0] > 0
        and tag in {"ed", "s", "base"}
        and lemma in cues.INVERTING | cues.SPEECH
    ):
        mark = tokens[source[0] - 1]
        if mark.kind == "q" or mark.low in {",", "?", "!", "—", "–"}:
            after = follow
            if lemma in cues.TELLING:
                obj = sources.phrase_after(tokens, follow, end)
                after = obj[1] if obj else follow
            closed = (
                after >= end
                or (tokens[after].kind == "p"
                and tokens[after].low in {".", ",", ";", "—", "–", "!", "?"})
            )
            if not closed and (mark.kind == "q" or True):
                skipped = after
                while (
                    skipped < end
                    and tokens[skipped].kind == "w"
                    and tokens[skipped].low not in {"that"}
                ):
                    skipped += 1
                closed = (
                    mark.kind == "q"
                    and _ends_clause(unit.tokens, mark)
                    and (skipped >= end or tokens[skipped].low in {".", ","})
                )
                if not closed:
                    t = at_time(tokens, after)
                    closed = t > after and (t >= end or tokens[t].low in {".", ","})
                    skipped = t
                after = skipped
            quoted_next = (
                after < end
                and tokens[after].low in {","}
                and after + 1 < end
                and tokens[after + 1].kind == "q"
            )
            if closed and (mark.kind == "q" or not quoted_next or True):
                left = source[0]
                if mark.kind == "q" or quoted_next is False or _has_clause(tokens, left):
                    if not (quoted_next and mark.kind != "q" and not _has_clause(tokens, left)):
                        return Candidate(
                            unit, source, cue, _around(unit, left, after), lemma, "postposed", []
                        )
    if source is None:
        if tag == "ing" or (head is not None and head.low in {"and", ",", "but", "or"}):
            source = last
            if source is None:
                source = main_subject(tokens, group)
        if source is None:
            return None
    begin = follow
    if lemma in cues.TELLING and begin < end:
        begin = _object(tokens, begin)
    begin = skip_adjuncts(tokens, begin)
    if begin >= end:
        return None
    if tokens[begin].low in {":", ","}:
        begin += 1
    stop = _right(unit, begin)
    if stop <= begin:
        return None
    return Candidate(unit, source, cue, [(begin, stop)], lemma, "verb-" + frame(tokens, begin), [])


def frame(tokens: Sequence[Token], at: int) -> str:
    token = tokens[at]
    if token.kind == "q":
        return "quote"
    if token.low == "that":
        return "that"
    if token.low == "to":
        return "to"
    if token.low in w.WH:
        return "wh"
    if token.low in w.PREPOSITIONS:
        return "prep"
    return "words"


def _ends_clause(tokens: Sequence[Token], mark: Token) -> bool:
    return mark.end - mark.start > 12


def _has_clause(tokens: Sequence[Token], left: int) -> bool:
    """Is there a finite verb before `left`?"""
    for token in tokens[:left]:
        if token.low in w.AUX or token.low in w.CONTRACTED or token.kind == "q":
            return True
        if token.low.endswith("ed") and not token.capital:
            return True
        if token.low in cues.lexicon():
            return True
    return False


def _around(unit: Unit, left: int, right: int) -> list[Range]:
    """Content before `left` and, where words or a quotation go on, after `right`."""
    tokens = unit.tokens
    contents = [(0, left)]
    if (
        right < len(tokens)
        and tokens[right].low in {",", ":", ";", "—", "–", "."}
        and right + 1 < len(tokens)
    ):
        following = tokens[right + 1]
        if following.kind == "q":
            contents.append((right + 1, _last(tokens)))
        elif (
            tokens[right].low == ","
            and tokens[left - 1].kind != "q"
            and not following.low.endswith("ing")
        ):
            contents.append((right + 1, _right(unit, right + 1)))
    elif right < len(tokens) and tokens[right].kind == "q":
        contents.append((right, _last(tokens)))
    return contents


def _object(tokens: Sequence[Token], at: int) -> int:
    """Skip the one who is told: "told reporters", "told him", "told the council that"."""
    end = len(tokens)
    if at < end and tokens[at].low in w.OBJECT_PRONOUNS:
        return at + 1
    index = at
    while index < min(end, at + 14):
        token = tokens[index]
        if (
            token.low
            in {"that", "to", "whether", "how", "what", "why", "if", "of", "about", "against", ":"}
            and index > at
        ):
            return index
        if token.kind == "q" or (token.kind == "p" and token.low not in {"-", "&", "."}):
            return index
        if (
            index > at
            and (token.low in w.PRONOUNS or token.low in w.DETERMINERS)
            and tokens[index - 1].low not in w.PREPOSITIONS
        ):
            return index
        if index > at and token.low in w.TIME and token.low not in {"may"}:
            return index
        index += 1
    return min(at + 1, end)


def _right(unit: Unit, begin: int) -> int:
    """End of indirect words that start at `begin`: the clause goes to the unit's end or a break."""
    tokens = unit.tokens
    end = _last(tokens)
    table = cues.lexicon()
    index = begin
    while index < end:
        token = tokens[index]
        if token.low == ";":
            return index
        if token.low == "," and index + 1 < end:
            following = tokens[index + 1]
            if following.low == "according" or following.low in {
                "but",
                "while",
                "although",
                "though",
            }:
                return index
            if following.low in _CONTINUING:
                return index
        if token.low == "and" and index + 1 < end and index > begin + 1:
            nxt = tokens[index + 1].low
            if nxt in {
                "said",
                "added",
                "told",
                "called",
                "says",
                "asked",
                "urged",
                "warned",
                "accused",
            }:
                return index
        if (
            token.low == "according"
            and index + 1 < end
            and tokens[index + 1].low == "to"
            and index > begin
        ):
            return index
        index += 1
    while end > begin and tokens[end - 1].low == ",":
        end -= 1
    return end


_CONTINUING = w.words(
    "adding saying noting calling citing arguing telling suggesting claiming warning insisting"
    " accusing referring urging stressing"
)


def main_subject(tokens: Sequence[Token], before: int) -> Range | None:
    """The subject of the unit's first finite verb."""
    table = cues.lexicon()
    for at in range(1, before):
        token = tokens[at]
        if token.kind != "w":
            continue
        past = token.low.endswith("ed") and not token.capital
        if token.low in w.AUX or past or (token.low in table and not token.capital):
            found = sources.subject_before(tokens, at)
            if found:
                return found
    return None


def _span(tokens: Sequence[Token], part: Range) -> Span | None:
    start, end = part
    while start < end and tokens[start].kind == "p" and tokens[start].low in {",", ";", ":", "."}:
        start += 1
    while end > start and tokens[end - 1].kind == "p" and tokens[end - 1].low in {";", ":"}:
        end -= 1
    return Span(tokens[start].start, tokens[end - 1].end) if start < end else None


def find_attributions(article: Article, draft: Draft) -> Draft:
    """Fill `attributions`, outer before inner."""
    text = article.text
    found: list[Attribution] = []
    open_quote: Candidate | None = None
    batch: list[Candidate] = []
    paragraph = -1
    for unit in units(text, draft):
        here = list(scan(unit))
        tokens = unit.tokens
        quote_only = (
            len(tokens) > 0
            and all(t.kind in "qp" for t in tokens)
            and any(t.kind == "q" for t in tokens)
        )
        if quote_only and not here and open_quote is not None:
            open_quote.more.append(unit.span)
        else:
            open_quote = None
            for c in here:
                if any(tokens[i].kind == "q" for a, b in c.contents for i in range(a, b)):
                    open_quote = c
            batch.extend(here)
    for c in batch:
        tokens = c.unit.tokens
        content = [s for s in (_span(tokens, p) for p in c.contents) if s]
        content += c.more
        if not content:
            continue
        source = _span(tokens, c.source) if c.source else None
        cue = _span(tokens, c.cue)
        quote: QuoteType = "indirect"
        if text[content[0].start] in '"“«„':
            quote = "direct"
        elif any(t.kind == "q" for a, b in c.contents for t in tokens[a:b]):
            quote = "mixed"
        found.append(
            Attribution(
                (source,) if source else (),
                (cue,) if cue else (),
                tuple(content),
                c.lemma,
                quote,
                c.lemma in cues.ATTITUDE,
                f"rule:{c.rule}",
                0.5,
            )
        )
    found.sort(
        key=lambda a: (
            min(s.start for s in a.content + a.source + a.cue),
            -sum(e - s for s, e in a.content),
        )
    )
    return replace(draft, attributions=tuple(found))
