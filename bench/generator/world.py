"""Invented states with their persons, terms, bodies and outlets, and the registry file of them.

Owns who there is and who held which post when. The ISO codes are from the range that
ISO 3166 leaves to users, without XK, which is in use.
"""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bench.generator.dice import Dice
from graph_service.model import Actor, Post, Tenure, digest

FIRST_DAY, LAST_DAY = date(2005, 1, 1), date(2024, 12, 31)
"""Articles are published within these days."""

CODES = (
    "AA",
    *(f"Q{c}" for c in "MNOPQRSTUVWXYZ"),
    *(f"X{c}" for c in "ABCDEFGHIJLMNOPQRSTUVWXYZ"),
)

_ROLES = (
    ("head_of_state", "President of {}", "President"),
    ("head_of_government", "Prime Minister of {}", "Prime Minister"),
    ("foreign_minister", "Foreign Minister of {}", "Foreign Minister"),
    ("spokesperson", "Spokesperson of the Foreign Ministry of {}", "Foreign Ministry spokesperson"),
)
_ONSETS = "b br d dr f g gr h j k kl l m n p pl r s sk st t tr v z".split()
_VOWELS = "a e i o u ae ei ou".split()
_MIDDLES = "ll nd rv st mb lth nk rd vr ss zz pp rn dr".split()
_LANDS = "mark oria enia avia istan esse ur onia".split()
_TOWNS = "olm ava urg ent ika eth".split()
_FAMILIES = "avane uquill endorne imarsk othal aveck ulsen orvath iston emmar".split()
_WOMEN = "Irena Talia Oda Mirelle Sunniva Dacia Yelva Noreth".split()
_MEN = "Pell Corvin Tadeo Harun Ulmar Ostin Rafe Bertil".split()
_OUTLETS = ("Meridian Gazette", "Haldane Courier", "Continental Ledger", "Northern Dispatch")
UNION = Actor("actor-x-union-of-seven-coasts", "Union of Seven Coasts", "organisation")


@dataclass(frozen=True, slots=True)
class Person:
    actor: Actor
    woman: bool
    title: str
    tenure: Tenure

    @property
    def surname(self) -> str:
        return self.actor.name.rpartition(" ")[2]


@dataclass(frozen=True, slots=True)
class State:
    actor: Actor
    capital: str
    adjective: str
    ministry: Actor
    agency: Actor
    persons: tuple[Person, ...]
    """Two to a post, the earlier one first."""

    def in_office(self, day: date) -> list[Person]:
        """One a post, in the order of the posts."""
        return [p for p in self.persons if p.tenure.basis_on(day) is not None]


class World:
    """Up to 40 states, in order of how much they are heard."""

    def __init__(self, seed: int = 1, states: int = 40) -> None:
        if not 2 <= states <= len(CODES):
            raise ValueError(f"from 2 to {len(CODES)} states, not {states}")
        self.seed = seed
        self._dice = Dice(seed, "world")
        self._taken: set[str] = set()
        self.states = tuple(self._state(code) for code in CODES[:states])
        self.outlets = (
            *(state.agency for state in self.states),
            *(Actor(_id(name), name, "outlet") for name in _OUTLETS),
        )
        self._persons = {p.actor.id: p for state in self.states for p in state.persons}
        self.tenures = {p.tenure.id: p.tenure for p in self._persons.values()}
        bodies = (s.ministry for s in self.states)
        persons = (p.actor for p in self._persons.values())
        own = (*(s.actor for s in self.states), *bodies, *self.outlets, *persons, UNION)
        self.actors = {actor.id: actor for actor in own}
        self._of_code = {state.actor.country: state.actor for state in self.states}

    def known(self, actor: str) -> bool:
        """Whether the registry file describes it: for `rdf.mapping.to_quads`."""
        return actor in self.actors

    def state_of(self, code: str) -> str | None:
        state = self._of_code.get(code)
        return state.id if state else None

    def country(self, actor: Actor) -> Actor | None:
        """The state that an actor speaks for: none for outlets."""
        return None if actor.kind == "outlet" else self._of_code.get(actor.country)

    def posts(self, actor: Actor, day: date) -> tuple[Post, ...]:
        person = self._persons.get(actor.id)
        basis = person.tenure.basis_on(day) if person else None
        return (Post(person.tenure.id, person.tenure.post, basis),) if person and basis else ()

    def _word(self, ends: list[str]) -> str:
        """A new made-up word, in capitals at its start."""
        while True:
            dice = self._dice
            parts = (dice.one(_ONSETS), dice.one(_VOWELS), dice.one(_MIDDLES), dice.one(ends))
            word = "".join(parts).capitalize()
            if word not in self._taken:
                self._taken.add(word)
                return word

    def _state(self, code: str) -> State:
        name, capital = self._word(_LANDS), self._word(_TOWNS)
        state = Actor(_id(name), name, "state", code)
        ministry_name = f"Foreign Ministry of {name}"
        ministry = Actor(_id(ministry_name), ministry_name, "organisation", code)
        agency_name = f"{name} News Agency"
        agency = Actor(_id(agency_name), agency_name, "outlet", code)
        persons = tuple(p for role in _ROLES for p in self._holders(state, ministry, *role))
        adjective = f"{name[:-1]}an" if name[-1] in "ae" else f"{name}ian"
        return State(state, capital, adjective, ministry, agency, persons)

    def _holders(
        self, state: Actor, ministry: Actor, role: str, label: str, title: str
    ) -> list[Person]:
        """One who held the post at first, and one who followed and holds it still."""
        began = FIRST_DAY - timedelta(days=200 + self._dice.below(1500))
        changed = FIRST_DAY + timedelta(days=1500 + self._dice.below(4000))
        body = ministry.id if role in ("foreign_minister", "spokesperson") else None
        terms = ((began, changed - timedelta(days=1), None), (changed, None, LAST_DAY))
        made = []
        for start, end, seen in terms:
            woman = self._dice.chance(45)
            name = f"{self._dice.one(_WOMEN if woman else _MEN)} {self._word(_FAMILIES)}"
            actor = Actor(_id(name), name, "person", state.country)
            tenure = Tenure(
                f"tenure-{digest(actor.id, role, start.isoformat())}",
                actor.id,
                label.format(state.name),
                role,
                state.country,
                body,
                start,
                end,
                seen,
                "invented",
            )
            made.append(Person(actor, woman, title, tenure))
        return made


def _id(name: str) -> str:
    return f"actor-x-{name.lower().replace(' ', '-')}"
