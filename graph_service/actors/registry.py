"""Who is known: actors by id, name and surface form, and who held which post on a day.

Owns look-ups. Reading files is `turtle.py`, knowledge about names `names.py`.
The registry never guesses: an ambiguous form keeps all its candidates, and the
caller decides with its context.

    registry = load_registry()
    registry.find("CN").name                                  # China
    registry.posts_on("actor-Q15031", date(2022, 6, 15))[0]    # President of China, dated
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from graph_service.actors.index import Index, Name, Names
from graph_service.actors.names import (
    ministry_forms,
    normal,
    person_forms,
    plain,
    plurals,
    surnames,
    without_article,
)
from graph_service.actors.press_forms import only_ones, press_forms
from graph_service.actors.same_person import consonants, words_of
from graph_service.actors.turtle import Contents, Entry, NameKind, read_registry
from graph_service.errors import UnknownName
from graph_service.model import Actor, Post, PostBasis, Span, Tenure
from graph_service.resources import resource_files

__all__ = ["Name", "Names", "Registry", "load_registry"]

_BODY_OF_ROLE: dict[str, tuple[str, ...]] = {
    "foreign_minister": ("foreign_ministry",),
    "spokesperson": ("foreign_ministry",),
    "un_ambassador": ("foreign_ministry",),
    "defence_minister": ("defence_ministry",),
    "head_of_state": ("presidency",),
    "chief_of_staff": ("presidency",),
    "head_of_government": ("head_of_government_office", "cabinet"),
    "security_adviser": ("security_council",),
    "parliament_head": ("parliament",),
}

_LONGEST = 15
"""A state's longer aliases ("Kingdom of ...") are not combined with its ministries' names."""


class Registry:
    """Look-ups over what the registry files say; immutable after it is made."""

    def __init__(self, contents: Contents) -> None:
        self._entries = contents.entries
        self._tenures = contents.tenures
        self._held: dict[str, list[Tenure]] = {}
        self._posts: dict[tuple[str, str], list[Tenure]] = {}
        for tenure in sorted(contents.tenures.values(), key=_newest_first):
            self._held.setdefault(tenure.holder, []).append(tenure)
            if tenure.country:
                self._posts.setdefault((tenure.role, tenure.country), []).append(tenure)
        self.heads_of_bodies = tuple(t for t in contents.tenures.values() if t.role == "io_head")
        """Tenures of those who head international bodies, in the files' order."""
        self._states: dict[str, Actor] = {}
        self._bodies: dict[str, list[Entry]] = {}
        for entry in contents.entries.values():
            actor = entry.actor
            if actor.kind == "state":
                for code in filter(None, (actor.id, actor.country, entry.alpha3)):
                    self._states[code] = actor
            elif actor.kind == "organisation" and actor.country:
                self._bodies.setdefault(actor.country, []).append(entry)
        self._of_demonym: dict[str, set[str]] = {}
        for entry in contents.entries.values():
            if entry.actor.kind == "state":
                for form, kind in _with_variants(entry):
                    if kind == "demonym":
                        self._of_demonym.setdefault(normal(form), set()).add(entry.actor.id)
        self._index = Index(self._surface_forms())
        self._by_sound: dict[str, set[str]] | None = None

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def actors(self) -> tuple[Actor, ...]:
        """All actors, in the files' order."""
        return tuple(entry.actor for entry in self._entries.values())

    @property
    def tenures(self) -> tuple[Tenure, ...]:
        """All tenures, in the files' order."""
        return tuple(self._tenures.values())

    def actor(self, id: str) -> Actor | None:  # noqa: A002 - the model's word
        """By id, e.g. `actor-Q148`."""
        entry = self._entries.get(id)
        return entry.actor if entry else None

    def forms_of(self, id: str) -> tuple[str, ...]:  # noqa: A002 - the model's word
        """The names a file gives an actor, variants made from them left out; () if unknown."""
        entry = self._entries.get(id)
        return tuple(form for form, _ in entry.forms) if entry else ()

    def type_of(self, id: str) -> str | None:  # noqa: A002 - the model's word
        """What kind of body an organisation is, e.g. `foreign_ministry`; None if not told."""
        entry = self._entries.get(id)
        return entry.org_type if entry else None

    def find(self, reference: str) -> Actor:
        """By id, QID, ISO code, full IRI or a name that is one actor's only.

        Raises UnknownName with up to three near names.
        """
        text = normal(reference)
        last = text.rstrip("/").rpartition("/")[2] if "://" in text else text
        for candidate in (last, f"actor-{last}", f"actor-{last[:1].upper()}{last[1:]}"):
            if found := self.actor(candidate):
                return found
        if found := self.state(text) or self.state(text.upper()):
            return found
        names = self.named(text) or self._index.any_case(without_article(text))
        strong = tuple(n for n in names if n.kind != "surname") or names
        ids = list(dict.fromkeys(n.actor for n in strong))
        if len(ids) == 1:
            return self._entries[ids[0]].actor
        if ids:
            shown = ", ".join(f"{self._entries[i].actor.name} ({i})" for i in ids[:5])
            raise UnknownName(
                f"{reference!r} may mean several actors: {shown}",
                do="Give the id of the one you mean.",
            )
        near = self._index.near(text)
        raise UnknownName(
            f"No actor is called {reference!r}",
            do=f"Did you mean {' or '.join(near)}?"
            if near
            else "Give a name, a Wikidata id such as Q148, or a state's ISO code such as CN.",
        )

    def named(self, form: str) -> Names:
        """The actors a surface form may mean, full forms before surnames; () if none.

        Apostrophes, hyphens, accents and a leading "the" do not matter, case does.
        """
        text = normal(form)
        return (
            self._index.get(text)
            or self._index.get(without_article(text))
            or (() if text.isascii() else self._index.get(plain(text)))
        )

    def names_in(
        self, text: str, span: Span | None = None, *, any_case: bool = False
    ) -> list[tuple[Span, Names]]:
        """Longest matches at word boundaries, in order, not overlapping; spans into `text`.

        With `any_case` forms of more than three letters match in any case (for
        questions). A surname stands in the result with kind `surname`.
        """
        return list(self._index.scan(text, span or Span(0, len(text)), any_case))

    def sounding_like(self, name: str) -> tuple[Actor, ...]:
        """Persons with a word of their name that has the consonants of one of this name."""
        if self._by_sound is None:
            self._by_sound = {}
            for entry in self._entries.values():
                if entry.actor.kind == "person":
                    for key in _sounds(entry.actor.name):
                        self._by_sound.setdefault(key, set()).add(entry.actor.id)
        ids = {id_ for key in _sounds(name) for id_ in self._by_sound.get(key, ())}
        return tuple(self._entries[id_].actor for id_ in sorted(ids))

    def state(self, code: str) -> Actor | None:
        """By ISO 3166 alpha-2 or alpha-3 (or, for a state without one, its id)."""
        return self._states.get(code)

    def state_of_demonym(self, word: str) -> Actor | None:
        """The one state a demonym or adjective belongs to; None if none or several.

        "Korean" and "Congolese" are two states' and give None.
        """
        ids = self._of_demonym.get(without_article(normal(word)), set())
        return self._entries[next(iter(ids))].actor if len(ids) == 1 else None

    def tenures_of(self, actor_id: str) -> tuple[Tenure, ...]:
        """Newest first, undated ones last."""
        return tuple(self._held.get(actor_id, ()))

    def tenure(self, id: str) -> Tenure | None:  # noqa: A002 - the model's word
        return self._tenures.get(id)

    def holders(
        self, role: str, country: str, day: date | None
    ) -> tuple[tuple[Actor, Tenure], ...]:
        """Who held, or may have held, a kind of post of a state that day; dated ones first.

        `day` None means any day: all holders, none of them dated.
        """
        state = self.state(country)
        code = state.country if state else country
        held = _on(self._posts.get((role, code or country), ()), day)
        return tuple((self._entries[t.holder].actor, t) for t, _ in held)

    def posts_on(self, actor_id: str, day: date | None) -> tuple[Post, ...]:
        """Posts held that day, dated ones first, then those that may have been held."""
        return tuple(Post(t.id, t.post, b) for t, b in _on(self._held.get(actor_id, ()), day))

    def country_on(self, actor_id: str, day: date | None) -> Actor | None:
        """The state that an actor speaks for that day.

        A state itself; a body's state; a person's tenures of that day, if all
        agree, dated ones before others. None for outlets, for bodies of no
        state, and where all terms have ended.
        """
        entry = self._entries.get(actor_id)
        if entry is None or entry.actor.kind == "outlet":
            return None
        actor = entry.actor
        held = self._held.get(actor_id)
        if actor.kind != "person" or not held:
            return self.state(actor.country) if actor.country else None
        valid = _on(held, day)
        dated = [t for t, basis in valid if basis == "dated"]
        countries = {t.country for t in dated or [t for t, _ in valid]}
        code = countries.pop() if len(countries) == 1 else None
        return self.state(code) if code else None

    def bodies_of(self, country: str) -> tuple[Actor, ...]:
        """Organisations of a state, outlets left out."""
        return tuple(entry.actor for entry in self._bodies_of(country))

    def body_of_role(self, role: str, country: str) -> Actor | None:
        """Where a holder of such a post works, e.g. `spokesperson` -> the foreign ministry."""
        for kind in _BODY_OF_ROLE.get(role, ()):
            for entry in self._bodies_of(country):
                if entry.org_type == kind:
                    return entry.actor
        return None

    def _bodies_of(self, country: str) -> list[Entry]:
        state = self.state(country)
        return self._bodies.get(state.country or "", []) if state else []

    def _surface_forms(self) -> Iterator[tuple[str, str, NameKind]]:
        people = [e for e in self._entries.values() if e.actor.kind == "person"]
        made = [
            (form, entry.actor.id)
            for entry in people
            for form in press_forms(entry.actor.name, self._served_by(entry.actor))
        ]
        known = (form for entry in self._entries.values() for form, _ in entry.forms)
        for form, id_ in only_ones(made, known):
            yield form, id_, "alias"
            for variant in person_forms(form):
                yield variant, id_, "alias"
        for entry in self._entries.values():
            actor = entry.actor
            for form, kind in _with_variants(entry):
                yield form, actor.id, kind
            if actor.kind == "person":
                for surname in surnames(actor.name, self._served_by(actor)):
                    yield surname, actor.id, "surname"
            elif entry.org_type in ("foreign_ministry", "defence_ministry") and actor.country:
                state = self._entries[self._states[actor.country].id]
                adjectives = tuple(f for f, k in state.forms if k == "demonym")
                names = tuple(
                    f
                    for f, k in state.forms
                    if k in ("name", "abbreviation") or (k == "alias" and len(f) <= _LONGEST)
                )
                for form in ministry_forms(entry.org_type, adjectives, names):
                    yield form, actor.id, "alias"

    def _served_by(self, actor: Actor) -> str | None:
        """Code of a state whose posts a person held, the latest."""
        held = self._held.get(actor.id, ())
        return next((t.country for t in held if t.country), actor.country)


def _sounds(name: str) -> set[str]:
    return {key for word in words_of(name) if len(key := consonants(word)) > 1}


def _with_variants(entry: Entry) -> Iterator[tuple[str, NameKind]]:
    for form, kind in entry.forms:
        yield form, _kind_of_form(entry, form, kind)
        if kind == "demonym":
            for plural in plurals(form):
                yield plural, kind
        elif entry.actor.kind == "person":
            for variant in person_forms(form):
                yield variant, "alias"


def _kind_of_form(entry: Entry, form: str, kind: NameKind) -> NameKind:
    """A person's one-word name ("Francis", "Lula") is no stronger than a surname."""
    return "surname" if entry.actor.kind == "person" and " " not in form else kind


def _newest_first(tenure: Tenure) -> tuple[int, str]:
    return (-tenure.start.toordinal() if tenure.start else 1, tenure.id)


def _on(tenures: Iterable[Tenure], day: date | None) -> list[tuple[Tenure, PostBasis]]:
    held = [(t, basis) for t in tenures if (basis := t.basis_on(day))]
    return sorted(held, key=lambda pair: pair[1] != "dated")


def load_registry(extra: tuple[Path, ...] = (), overlay: Path | None = None) -> Registry:
    """The shipped registry with the user's own files over it.

    Read once a process, and again when one of `extra` has changed. Raises BadValue where
    a file is no Turtle (line, column) or a tenure is impossible.
    """
    return _load(tuple((path, _mark(path)) for path in extra), overlay)


@lru_cache(maxsize=4)
def _load(extra: tuple[tuple[Path, tuple[int, int]], ...], overlay: Path | None) -> Registry:
    shipped = resource_files("ontology", "actors/*.ttl", overlay)
    return Registry(read_registry([*shipped, *(path for path, _ in extra)]))


def _mark(path: Path) -> tuple[int, int]:
    """What changes when the file does; a missing one is told of by whoever reads it."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_ino)
