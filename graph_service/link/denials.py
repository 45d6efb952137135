"""A denial tied to what it denies: an earlier statement by another side, about the same.

Owns the test, which asks for three things at once: the act (deny or reject after accuse,
assert and the like), shared words that carry meaning, and that one of the two names the
other. What fails one of them stays untied: no link means not known, never "not denied".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from graph_service.link.facts import Facts
from graph_service.link.links import Link
from graph_service.link.meaning import is_common, meaning, stem
from graph_service.link.similar import tokens
from graph_service.link.wording import One

DENIED = {
    "deny": frozenset({"accuse", "assert", "announce", "condemn", "warn", "acknowledge"}),
    "reject": frozenset({"accuse", "demand", "urge", "assert", "announce", "condemn", "warn"}),
}
"""Act of the denial -> acts that it may answer."""
DAYS = 45
"""A denial answers what was said at most so long before."""
LEAST_SHARED = 2
LEAST_SHARE = 0.5
"""Of the denial's own words that carry meaning."""
COMMON = 400
"""A word in more statements than that is not looked up: it leads to no one claim."""
MOST = 3
"""Claims, of different speakers, that one denial is tied to."""

Names = Callable[[str], frozenset[str]]
"""Actor id -> stems of the words that name it."""


def denial_links(statements: Sequence[Facts], one: One, names: Names) -> Iterator[Link]:
    """From each denial to what it denies, the likeliest first, at most `MOST`."""
    denials = [s for s in statements if s.act in DENIED and not s.attitude]
    wanted = {word for s in denials for word in meaning(s.words)}
    acts = frozenset().union(*DENIED.values())
    about: defaultdict[str, list[int]] = defaultdict(list)
    for place, facts in enumerate(statements):
        if facts.act in acts and not facts.attitude and wanted:
            for word in meaning(facts.words) & wanted:
                about[word].append(place)
    for denial in denials:
        yield from _tied(denial, statements, about, one, names)


def _tied(
    denial: Facts,
    statements: Sequence[Facts],
    about: dict[str, list[int]],
    one: One,
    names: Names,
) -> Iterator[Link]:
    own = meaning(denial.words)
    if len(own) < LEAST_SHARED:
        return
    looked_up = [about[word] for word in own if word in about and len(about[word]) <= COMMON]
    found: list[tuple[float, Facts, frozenset[str]]] = []
    for place in sorted({place for places in looked_up for place in places}):
        claim = statements[place]
        if not _may_answer(denial, claim, one):
            continue
        words = meaning(claim.words)
        shared = own & words
        # That both name the denier makes them speak of it, and of nothing else yet.
        beyond = shared - names(denial.speaker) - names(denial.country)
        if len(shared) < LEAST_SHARED or not beyond or len(shared) < LEAST_SHARE * len(own):
            continue
        if len(shared) < 0.3 * len(words) or not _names_other(denial, claim, own, words, names):
            continue
        share = len(shared) / len(own)
        sure = 0.45 + 0.4 * share + (0.1 if claim.act == "accuse" else 0.0)
        found.append((min(sure, 0.9), claim, shared))
    speakers: set[str] = set()
    found.sort(key=lambda f: (-f[0], f[1].moment, f[1].article, f[1].start, f[1].id))
    for sure, claim, shared in found:
        speaker = one(claim.speaker)
        if speaker not in speakers and len(speakers) < MOST:
            speakers.add(speaker)
            words_shared = " ".join(t for t in tokens(denial.words) if stem(t) in shared)
            yield Link(
                "denial", denial.id, claim.id, sure, "rule:act-words-names", shared=words_shared
            )


def _may_answer(denial: Facts, claim: Facts, one: One) -> bool:
    """Another speaker of another side, said before, and not long before."""
    if claim.act not in DENIED[denial.act] or one(claim.speaker) == one(denial.speaker):
        return False
    aimed = denial.speaker in claim.targets
    if claim.country and claim.country == denial.country and not (aimed and claim.act == "accuse"):
        return False
    if claim.earliest and denial.latest and claim.earliest > denial.latest:
        return False
    if claim.article == denial.article:
        return True
    if not (claim.published and denial.published):
        return False
    day, before = map(date.fromisoformat, (denial.published, claim.published))
    return -timedelta(days=1) <= day - before <= timedelta(days=DAYS)


def _names_other(
    denial: Facts, claim: Facts, own: frozenset[str], words: frozenset[str], names: Names
) -> bool:
    """Does one of the two say whom it speaks of, or to?"""
    deniers = {denial.speaker, denial.country} - {""}
    claimants = {claim.speaker, claim.country} - {""}
    if deniers & set(claim.targets) or claimants & set(denial.targets):
        return True
    return bool(
        words & frozenset().union(*(names(actor) for actor in deniers))
        or own & frozenset().union(*(names(actor) for actor in claimants))
    )


def name_stems(labels: Iterable[str]) -> frozenset[str]:
    """Of an actor's names: single words whole, of longer names the last word.

    >>> sorted(name_stems(["Russia", "Russian", "Ilse Varn"]))
    ['russia', 'varn']
    """
    found = set()
    for label in labels:
        parts = [t for t in tokens(label) if not is_common(t)]
        if parts:
            found.add(stem(parts[-1]))
    return frozenset(found)
