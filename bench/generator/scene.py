"""Who meets whom, when, about what: the frame of one article and its turns of phrase.

Owns what is drawn by chance; `constructions` put it into sentences.
"""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from bench.generator.dice import Dice, Weighted
from bench.generator.phrasing import BACKGROUND, CLAUSES, CUES, TOPICS
from bench.generator.world import FIRST_DAY, LAST_DAY, UNION, Person, State, World
from graph_service.model import Actor, DateBounds

_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_POSTS = Weighted((0, 1, 2, 3), (40, 15, 30, 15))


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as one sentence names it."""

    actor: Actor
    written: str
    basis: str
    kind: str
    """Of a report that it makes (ReportKind)."""
    person: Person | None = None
    on_behalf_of: Actor | None = None
    country: Actor | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """What is said, as it stands after "that" and as a sentence of its own."""

    reported: str
    spoken: str
    topic: str
    phrase: str


class Scene:
    def __init__(self, world: World, dice: Dice, number: int) -> None:
        self.world, self.dice, self.number = world, dice, number
        self.published = _day(dice)
        self.today = DateBounds.day(self.published, "publication")
        states = _by_rank(world)
        self.host = states.draw(dice)
        self.guest = states.draw(dice)
        while self.guest is self.host:
            self.guest = states.draw(dice)
        self.publisher = dice.one(world.outlets)
        self.topics = [TOPICS.draw(dice) for _ in range(2)]
        self.met: set[str] = set()
        """Persons that were named in full."""
        self.last: Voice | None = None
        """Whom "she" or "he" would mean at the start of the next sentence."""

    def side(self) -> State:
        return self.host if self.dice.chance(60) else self.guest

    def person(self, side: State | None = None) -> Voice:
        """An office holder of that day: in full at first, then also by the surname."""
        side = side or self.side()
        found = side.in_office(self.published)[_POSTS.draw(self.dice)]
        name = found.actor.name
        if found.actor.id in self.met and self.dice.chance(60):
            written = found.surname
        elif self.dice.chance(50):
            written = f"{side.adjective} {found.title} {name}"
        else:
            written = name
        self.met.add(found.actor.id)
        speaks_for = side.ministry if found.tenure.role == "spokesperson" else None
        return Voice(found.actor, written, "named", "person", found, speaks_for)

    def capital(self) -> Voice:
        side = self.side()
        return Voice(side.actor, side.capital, "metonym", "body")

    def body(self) -> Voice:
        if self.dice.chance(15):
            return Voice(UNION, f"the {UNION.name}", "named", "body")
        side = self.side()
        name = self.dice.one((side.ministry.name, f"{side.adjective} Foreign Ministry"))
        return Voice(side.ministry, f"the {name}", "named", "body")

    def agency(self) -> Voice:
        agency = self.side().agency
        return Voice(agency, f"the {agency.name}", "named", "agency")

    def official(self, mark: str) -> Voice:
        """Nobody that a registry knows; `mark` keeps two of them apart."""
        side = self.side()
        written = f"a senior {side.adjective} official"
        unnamed = Actor(f"actor-unnamed-{mark}", written, "unnamed", side.actor.country)
        return Voice(unnamed, written, "unnamed", "unnamed", country=side.actor)

    def clause(self) -> Clause:
        topic, phrase = self.dice.one(self.topics)
        reported, spoken = self.dice.one(CLAUSES)
        filled = {
            "topic": phrase,
            "capital": self.side().capital,
            "state": self.side().actor.name,
            "n": 2 + self.dice.below(28),
        }
        return Clause(reported.format(**filled), spoken.format(**filled), topic, phrase)

    def cue(self) -> tuple[str, str]:
        """Verb and act."""
        return CUES.draw(self.dice)

    def day(self) -> tuple[str, DateBounds]:
        """Words for the day of speaking after "on", or "" for none; and the day.

        A weekday is at most five days back: "on Saturday" in Friday's paper says little.
        """
        throw = self.dice.below(100)
        if throw < 25:
            day = self.published - timedelta(days=1 + self.dice.below(5))
            return _DAYS[day.weekday()], DateBounds.day(day, "weekday")
        if throw < 33:
            day = self.published - timedelta(days=1 + self.dice.below(30))
            words = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
            return words, DateBounds.day(day, "stated")
        return "", self.today

    def background(self) -> str:
        side = self.side()
        n = 2 + self.dice.below(8)
        words = self.dice.one(BACKGROUND)
        return words.format(capital=side.capital, adjective=side.adjective, n=n)


@cache
def _by_rank(world: World) -> Weighted[State]:
    return Weighted.zipf(world.states)


def _day(dice: Dice) -> date:
    """Later years are reported on more: the later of two draws."""
    days = (LAST_DAY - FIRST_DAY).days - 60
    return FIRST_DAY + timedelta(days=60 + max(dice.below(days), dice.below(days)))
