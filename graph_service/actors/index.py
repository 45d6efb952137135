"""Surface forms -> names, and a linear scan of a text for the longest ones.

Owns matching. Which forms an actor has is `registry.py`'s business.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from graph_service.actors.names import WORD, normal, plain, without_article
from graph_service.actors.turtle import NameKind
from graph_service.model import Span

_STRENGTH: dict[NameKind, int] = {
    "name": 0, "abbreviation": 1, "alias": 2, "metonym": 3, "demonym": 4, "surname": 5,
}  # fmt: skip
_BLOCK = 4_000
"""Words of a text that are looked at together."""
_SHORT = 3
"""Forms up to this many characters never match in another case ("us", "who")."""


@dataclass(frozen=True, slots=True)
class Name:
    """One surface form of one actor.

    `ambiguous`: another actor bears the form as strongly. A surname beside a
    full name of the same form ("Jordan") is ambiguous, the full name is not.
    """

    form: str
    actor: str
    kind: NameKind
    ambiguous: bool


Names = tuple[Name, ...]
Bearers = dict[str, tuple[str, NameKind]]
"""Actor id -> the form as written, and its kind."""
_PLAIN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")


class Index:
    """Made once from (form, actor id, kind); the strongest kind an actor has for a form wins."""

    def __init__(self, forms: Iterable[tuple[str, str, NameKind]]) -> None:
        found: dict[str, Bearers] = {}
        for written, actor, kind in forms:
            form = normal(written)
            if form.startswith("the "):
                form = without_article(form)
            bare = plain(form)
            for key in (form, bare) if bare != form else (form,):
                bearers = found.setdefault(key, {})
                if actor not in bearers or _STRENGTH[kind] < _STRENGTH[bearers[actor][1]]:
                    bearers[actor] = (written, kind)
        self._names = _Table(found)
        self._folded_names: _Table | None = None

    def get(self, key: str) -> Names:
        """By normal form, exactly."""
        return self._names.get(key)

    def any_case(self, form: str) -> Names:
        """In any case; () for short forms."""
        return self._folded.get(form.casefold())

    def near(self, form: str) -> list[str]:
        """Up to three forms close to this one, nearest first."""
        keys = difflib.get_close_matches(form.casefold(), self._folded.bearers, n=3, cutoff=0.7)
        return [self._folded.get(key)[0].form for key in keys]

    def scan(self, text: str, span: Span, any_case: bool) -> Iterator[tuple[Span, Names]]:
        """Longest matches from left to right.

        Time grows with the text alone; memory does not, as words are held a block at a time.
        """
        tables = (self._names, self._folded) if any_case else (self._names,)
        longest = max(table.longest for table in tables)
        coming = WORD.finditer(text, span.start, span.end)
        words: list[re.Match[str]] = []
        tokens: list[str] = []
        folded: list[str] = []
        bare: list[str] = []
        accented: list[bool] = []
        any_accent = False
        n = 0
        while True:
            if n + longest > len(words):
                more = list(islice(coming, _BLOCK))
                words = [*words[n:], *more]
                tokens = [*tokens[n:], *(w[0] if w[0].isascii() else normal(w[0]) for w in more)]
                folded = [token.casefold() for token in tokens] if any_case else []
                bare = [plain(token) for token in tokens]
                accented = [one != other for one, other in zip(bare, tokens, strict=True)]
                any_accent = any(accented)
                n = 0
            if n >= len(words):
                return
            count, names = self._names.longest_at(text, words, tokens, n)
            if any_accent and any(accented[n : n + longest]):
                # "Iván" in the text is the registry's Ivan too.
                loose, loose_names = self._names.longest_at(text, words, bare, n)
                if loose > count:
                    count, names = loose, loose_names
            if any_case:
                loose, loose_names = self._folded.longest_at(text, words, folded, n)
                if loose > count:
                    count, names = loose, loose_names
            if names:
                yield Span(words[n].start(), words[n + count - 1].end()), names
            n += count or 1

    @property
    def _folded(self) -> _Table:
        """Made at first use: only questions and look-ups by people need it."""
        if self._folded_names is None:
            folded: dict[str, Bearers] = {}
            for key, bearers in self._names.bearers.items():
                if len(key) > _SHORT:
                    kinds = folded.setdefault(key.casefold(), {})
                    for actor, (form, kind) in bearers.items():
                        if actor not in kinds or _STRENGTH[kind] < _STRENGTH[kinds[actor][1]]:
                            kinds[actor] = (form, kind)
            self._folded_names = _Table(folded)
        return self._folded_names


class _Table:
    """Keys -> names, with the number of words of the longest key by first word."""

    def __init__(self, bearers: dict[str, Bearers]) -> None:
        self.bearers = bearers
        self._ranked: dict[str, Names] = {}
        self._most: dict[str, int] = {}
        most = self._most
        for key in bearers:
            words = key.split() if _PLAIN.fullmatch(key) else WORD.findall(key)
            if words and most.get(words[0], 0) < len(words):
                most[words[0]] = len(words)
        self.longest = max(most.values(), default=1)
        """Words of the longest key."""

    def get(self, key: str) -> Names:
        """Ranked at first use: a text names few of the many."""
        names = self._ranked.get(key)
        if names is None:
            bearers = self.bearers.get(key)
            if bearers is None:
                return ()
            names = self._ranked[key] = _ranked(bearers)
        return names

    def longest_at(
        self, text: str, words: list[re.Match[str]], tokens: list[str], n: int
    ) -> tuple[int, Names]:
        """Number of words and names of the longest key that starts at word `n`; (0, ()) if none."""
        most = self._most.get(tokens[n])
        if not most:
            return 0, ()
        key = tokens[n]
        best_names = self.get(key)
        best_count = 1 if best_names else 0
        for m in range(n + 1, min(n + most, len(words))):
            gap = text[words[m - 1].end() : words[m].start()]
            if gap and gap.count("\n") > 1:  # a name does not cross paragraphs
                break
            key += f" {tokens[m]}" if gap else tokens[m]
            if found := self.get(key):
                best_count, best_names = m - n + 1, found
        return best_count, best_names


def _ranked(bearers: Bearers) -> Names:
    ranked = sorted(bearers.items(), key=lambda item: (_STRENGTH[item[1][1]], item[0]))
    strong = sum(kind != "surname" for _, kind in bearers.values())
    return tuple(
        Name(form, actor, kind, strong > 1 if kind != "surname" else len(ranked) > 1)
        for actor, (form, kind) in ranked
    )
