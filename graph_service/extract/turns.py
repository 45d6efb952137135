"""Turns: what the form of a text gives to a speaker, without a verb of saying.

Transcripts ("MINISTER ROELE: ..."), doorsteps ("Jarek Windt (Tormark) – ...") and posts (a
line with an @name, and text under it). Owns finding them, keeping labels apart from what is
read as sentences, and the attribution that each turn is. Who a label means: `labels`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from graph_service.actors.registry import Registry
from graph_service.extract.captions import captioned
from graph_service.extract.draft import Attribution, Draft, Sentence, Turn, TurnKind
from graph_service.extract.titles import ANY_TITLE
from graph_service.extract.unlabelled import briefer, heads, opening, speech
from graph_service.extract.wordlists import words
from graph_service.model import Article, Span, disjoint

FOUND_BY = "rule:turn"

_WORD = r"(?:[A-Z][\w.'’‘-]*|of|the|for|and|de|da|del|al|bin|bint|von|van|la|to)"
_COLON = re.compile(
    rf"(?P<label>[A-Z][\w.'’‘-]*(?:[ /,]{{1,3}}{_WORD}){{0,7}})"
    r"(?P<more>\s*\([^()\n]{2,60}\))?\s*:(?=\s|$)\s*"
)
_DASH = re.compile(
    r"(?P<label>[A-Z][\w.'’-]+(?: (?:[A-Z][\w.'’-]+|de|al|bin|von|van)){0,4})"
    r"(?P<more>\s*\([^()\n]{2,60}\))\s*[–—-]\s+(?=\S)"
)
# Nothing is taken back: a line of figures that is no stamp would take for ever.
_STAMP = r"(?:\d++|[A-Z][a-z]{2,8}|[ap]m|[AP]M|[hmd]|ago|UTC|GMT|at|on|[\s.,:·|()–—-])*+"
_POST = re.compile(
    rf"(?:\d{{1,2}}[:.]\d{{2}}\s+)?(?P<label>[^@\n]{{2,60}}?)\s*[(·|,-]?\s*(?P<more>@\w{{2,30}})\)?(?P<rest>{_STAMP}"
    r"|, (?:reposting|quoting|replying to|retweeting) @\w{2,30}:?|:"
    r"|(?:,\s+(?:(?:the|a|an|his|her|its)\s+)?[A-Za-z][^.!?:@\n]{3,60}?)?"
    r"(?:, (?:reposting|quoting|replying to|retweeting) @\w{2,30}:?)?(?:, \d{1,2}[:.]\d{2})?)"
)
_HANDLE = re.compile(rf"(?P<more>@\w{{2,30}})(?P<rest>{_STAMP})")
_NAME_LINE = re.compile(r"[A-ZÀ-Þ][\w.'’-]*(?: [\w.'’()-]+){0,6}[^\w.!?:;,]*")
"""A name on a line of its own above its account's."""
_STAMPED = re.compile(rf"(?=[^\d\n]*\d){_STAMP}")
_REPLY = re.compile(r"(?:Replying to|In reply to|RT)\s+@\w+:?(?:\s+|\Z)")
_THREAD = re.compile(r"\(?\d{1,2}/(?:\d{1,2}|n)?\)?(?=\s)")
"""A further part of a thread: "2/", "3/5"."""
_TAIL = re.compile(
    r"(?=[^\n]*\d)[\d:.,\s]*(?:[AaPp][Mm])?[\s·|]*[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}[^.!?\n]{0,40}"
    r"|(?:Quote Tweet|Quoted post|Show (?:this|more)[^.!?]*|Translated (?:from|by)[^.!?]*"
    r"|View \d+[^.!?]*|[\d.,KkMm]+ (?:Retweets?|Reposts?|Likes?|Quotes?|Views?|Replies)[^.!?]*)"
)
"""What a network puts under a post: its hour, counts."""
_QUESTION = re.compile(
    r"(?:(?:\w+ / )?(?:Q|QUESTION|Question|REPORTER|Reporter|JOURNALIST|Journalist|PRESS))\d*\Z"
)
_ASKS = re.compile(
    r"(?P<label>Q\d{0,2}|Question|QUESTION)(?:\.|(?<=Q)(?=\s+[(“\"A-Z]))(?P<more>)\s+"
)
_ANSWERS = re.compile(r"(?P<label>A|Answer|ANSWER)(?:\.|:)(?P<more>)\s+(?=\S)")
_ASIDE = re.compile(r"[\[(<][^\])>]*[\])>]?\W*\Z|[*#]|(?:\w+ ){0,4}(?:ends?|END|follows)\b|\d+\Z")
_OTHER = words(
    """
    note notes update updates analysis exclusive breaking watch read photo photos video source
    sources related correction editor opinion live topic topics subject date location place time
    participants summary background contact contacts tags keywords see also more today factbox
    explainer comment headline headlines briefing agenda attachment annex chapter article section
    published updated written reporting editing by with from re fact facts figures conclusion
    """
)
_HEADLINE = re.compile(r"[^.!?…\n]{1,90}[^.!?…\"'”’)\]\n:;,—–-]|[^a-z\n]{8,90}")
"""Words after a colon that are a line without a stop: no turn, but a headline."""
_TOPIC = re.compile(r"[A-Z][^.!?…:;,\n“”\"]{3,80}[^.!?…\"'”’)\]\n:;,—–-]")
"""A line of a few words without a stop, which heads what follows."""
_LEAST = 2
"""Fewest labelled paragraphs that make a transcript."""
_SHARE = 0.25
"""Their least share of all paragraphs, where there is no question among them."""


def find_turns(article: Article, draft: Draft, registry: Registry) -> Draft:
    """Fill `turns`, and give each label a sentence of its own."""
    text = article.text
    blocks = [
        Span(_line_start(text, group[0].span.start), group[-1].span.end)
        for group in (list(g) for _, g in groupby(draft.sentences, key=lambda s: s.paragraph))
    ]
    found = (*_transcript(text, blocks, registry), *_posts(text, blocks), *captioned(text, blocks))
    turns: list[Turn] = []
    for turn in sorted(found, key=lambda turn: turn.content):
        if not turns or turn.content.start >= turns[-1].content.end:
            turns.append(turn)
    if not turns:
        return draft
    return replace(draft, turns=tuple(turns), sentences=tuple(_apart(text, draft, turns)))


def _line_start(text: str, offset: int) -> int:
    """Where the line begins: a label may look like a dateline, which no sentence holds."""
    start = text.rfind("\n", 0, offset) + 1
    start = max(start, text.rfind("\r", start, offset) + 1)
    return start + len(text[start:offset]) - len(text[start:offset].lstrip())


def _transcript(text: str, blocks: list[Span], registry: Registry) -> list[Turn]:
    """Paragraphs with a label, and those that go on after one."""
    labelled: dict[int, tuple[Span, Span, TurnKind]] = {}
    for number, block in enumerate(blocks):
        match = _DASH.match(text, *block) or _COLON.match(text, *block)
        asks = _ASKS.match(text, *block) or _ANSWERS.match(text, *block)
        if asks is not None:
            match = asks
        elif match is None or not _may_speak(match["label"], bool(match["more"]), registry):
            continue
        if not _QUESTION.match(match["label"]) and _HEADLINE.fullmatch(
            text, match.end(), block.end
        ):
            continue  # "BELANDER: NO CASH FOR THE UNION"
        question = bool(_QUESTION.match(match["label"]))
        label = Span(match.start("label"), match.end("more" if match["more"] else "label"))
        labelled[number] = (
            label,
            Span(match.end(), block.end),
            "question" if question else "speaker",
        )
    for number, label in heads(text, blocks).items():
        labelled[number] = (label, Span(blocks[number].end, blocks[number].end), "speaker")
    questions = any(kind == "question" for _, _, kind in labelled.values())
    talk = questions or _in_turns(text, labelled)
    who = briefer(text)
    if len(labelled) < _LEAST or not (talk or len(labelled) >= _SHARE * len(blocks)):
        said = speech(text, blocks) if who else []
        return [Turn(who, block, "speaker", Span(0, said[0].start)) for block in said if who]
    first = min(labelled)
    head = Span(0, blocks[first].start)
    turns: list[Turn] = []
    if who is not None:
        turns += [Turn(who, block, "speaker", head) for block in opening(text, blocks, first)]
    answers = any(kind == "speaker" for _, _, kind in labelled.values())
    speaking: tuple[Span, TurnKind] | None = None
    for number, block in enumerate(blocks):
        if number and _RULE.search(text, blocks[number - 1].end, block.start):
            speaking = None
        if number in labelled:
            label, content, kind = labelled[number]
            speaking = (label, kind)
        else:
            content = block
            if not answers:  # below a "Q." what has no label is the answer
                speaking = (who, "speaker") if who is not None and speaking else None
        if number not in labelled and number + 1 in labelled and _TOPIC.fullmatch(text, *block):
            continue  # a heading within the transcript
        if speaking and content.start < content.end and not _ASIDE.match(text, *content):
            turns.append(Turn(speaking[0], content, speaking[1], head))
    return turns


def _in_turns(text: str, labelled: dict[int, tuple[Span, Span, TurnKind]]) -> bool:
    """Do two at least with their titles speak to each other, in the first person?"""
    first = [
        label
        for label, content, _ in labelled.values()
        if ANY_TITLE.search(text, *label) and _TO_EACH_OTHER.search(text, *content)
    ]
    return len(first) >= _LEAST


_TO_EACH_OTHER = re.compile(r"\b(?:I|I[’']m|you|your|my|[Ww]elcome|[Tt]hank you)\b")
_RULE = re.compile(r"\n\s*[*_·•=–—-][ *_·•=–—-]{2,}\n")
"""A line of marks that ends what was spoken."""


def _may_speak(label: str, explained: bool, registry: Registry) -> bool:
    """Could this be who speaks: a name, a title or a part in a press conference?"""
    if _QUESTION.match(label):
        return True
    parts = [part for part in re.split(r"[ /,]+", label) if part]
    if {part.lower().strip(".") for part in parts} & _OTHER:
        return False
    if parts[-1][0].islower() or len(label) < 2:
        return False
    places = any(name.kind != "surname" for name in registry.named(label.title()))
    known = any(
        (actor := registry.actor(name.actor)) is not None and actor.kind in ("person", "outlet")
        for form in (label, label.title())
        for name in registry.named(form)
    )
    return explained or known or not places


def _posts(text: str, blocks: list[Span]) -> Iterator[Turn]:
    """A line with an account's @name, and the lines under it up to an empty one."""
    heads: dict[int, tuple[Span, Span]] = {}
    for number, block in enumerate(blocks):
        if block.end - block.start > 120:
            continue
        match = None if _REPLY.match(text, *block) else _POST.fullmatch(text, *block)
        if match is not None and match["label"][0].isupper():
            heads[number] = Span(*match.span("label")), Span(*match.span("rest"))
        elif number and (match := _HANDLE.fullmatch(text, *block)) is not None:
            name = blocks[number - 1]
            if _NAME_LINE.fullmatch(text, *name) and _lines_between(text, name, block) == 1:
                heads[number] = name, Span(*match.span("rest"))
    names = {label.start for label, _ in heads.values()}
    for number, (label, dated) in heads.items():
        for at in range(number + 1, len(blocks)):
            block = blocks[at]
            apart = _lines_between(text, blocks[at - 1], block) > 1
            goes_on = _THREAD.match(text, *block) and at > number + 1
            if at in heads or block.start in names or (apart and not goes_on):
                break
            if _TAIL.fullmatch(text, *block):
                continue
            reply = _REPLY.match(text, *block)
            content = Span(reply.end() if reply else block.start, block.end)
            if content.start < content.end and not _STAMPED.fullmatch(text, *content):
                yield Turn(label, content, "post", dated)


def _lines_between(text: str, left: Span, right: Span) -> int:
    return text.count("\n", left.end, right.start)


def _apart(text: str, draft: Draft, turns: list[Turn]) -> Iterator[Sentence]:
    """Sentences that begin before a turn's content and run into it are cut there."""
    starts = [turn.content.start for turn in turns]
    for sentence in draft.sentences:
        at = bisect_right(starts, sentence.span.start)
        start, end = sentence.span
        if at < len(starts) and starts[at] < end:
            head = text[start : starts[at]].rstrip()
            if head:
                yield replace(sentence, span=Span(start, start + len(head)))
            yield replace(sentence, span=Span(starts[at], end))
        else:
            yield sentence


def attribute_turns(article: Article, draft: Draft) -> Draft:
    """Add an attribution for each turn; what the extractor found in a turn stays within it."""
    if not draft.turns:
        return draft
    starts = [turn.content.start for turn in draft.turns]
    labels = disjoint(turn.label for turn in draft.turns)
    contents = disjoint(turn.content for turn in draft.turns)
    kept = []
    for found in draft.attributions:
        if any(_meets(labels, part) for part in (*found.source, *found.cue)):
            continue
        place = (found.cue or found.content)[0].start
        at = bisect_right(starts, place) - 1
        turn = draft.turns[at] if at >= 0 and place < draft.turns[at].content.end else None
        if turn is None:
            if not any(_meets(contents, span) for span in found.content):
                kept.append(found)
            continue
        within = _within(found, turn)
        if within is not None:
            kept.append(within)
    kept += [
        Attribution((turn.label,), (), (turn.content,), ":", "direct", False, FOUND_BY, 0.95)
        for turn in draft.turns
    ]
    return replace(draft, attributions=tuple(kept))


def _meets(spans: Sequence[Span], by: Span) -> bool:
    """Does any of some disjoint spans, in order, overlap another? Found by halving: an article of
    5 MB has thousands of turns and attributions."""
    at = bisect_left(spans, by.end, key=lambda span: span.start)
    return at > 0 and spans[at - 1].end > by.start


def _within(found: Attribution, turn: Turn) -> Attribution | None:
    """The attribution with what of it lies in its turn; None where its source does not."""
    if not all(turn.content.contains(span) for span in found.source):
        return None
    content = tuple(
        Span(max(span.start, turn.content.start), min(span.end, turn.content.end))
        for span in found.content
        if span.overlaps(turn.content)
    )
    return replace(found, content=content) if content else None


def turn_of(draft: Draft, attribution: Attribution) -> Turn | None:
    """The turn that an attribution is."""
    if attribution.found_by != FOUND_BY:
        return None
    content = attribution.content[0]
    at = bisect_left(draft.turns, content, key=lambda turn: turn.content)
    turn = draft.turns[at] if at < len(draft.turns) else None
    return turn if turn is not None and turn.content == content else None
