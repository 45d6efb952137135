"""How the press shortens a person's full name: one given name, one family name, the other order.

Owns forms that can be made from the name alone, by the customs of the state served. Names that
are the same but for their spelling are `same_person`; who bears a form is `registry.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


SPANISH = _set("AD AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE")
PORTUGUESE = _set("AO BR CV GW MZ PT ST TL")
_FAMILY_LAST = _set("HU JP")
"""Given name first in English, last at home."""
_LINKS = _set("de del da do dos das la las los y e")
USUAL_GIVEN = _set(
    "Alberto Alejandro Alfonso Alfredo Andrés Ángel Ángela Antonio Armando Augusto Carlos"
    " Cecilia Cristina Daniel David Dolores Eduardo Elena Emilio Enrique Ernesto Esteban"
    " Eugenia Felipe Fernanda Fernando Francisco Gabriel Gerardo Guillermo Gustavo Héctor"
    " Henrique Ignacio Inácio Isabel Javier Jesús Jorge José Juan Julio Laura Luis Luisa Luiz"
    " Manuel Marcelo Marcos María Mario Martín Miguel Orlando Pablo Pedro Rafael Ramón Raúl"
    " Ricardo Roberto Rodolfo Rodrigo Rosa Santiago Sebastián Sergio Teresa Vicente Víctor"
)
"""Second given names of Spanish and Portuguese speakers, that are seldom family names."""


def press_forms(name: str, country: str | None) -> tuple[str, ...]:
    """Shorter forms and other orders of a full name; () where the name is as short as it gets.

    `country`: ISO alpha-2 of the state served; it tells which custom the name follows.

    >>> press_forms("Gustavo Francisco Petro Urrego", "CO")
    ('Gustavo Petro', 'Francisco Petro', 'Gustavo Francisco Petro', 'Gustavo Petro Urrego')
    >>> press_forms("Xiomara Castro de Zelaya", "HN"), press_forms("Fumio Kishida", "JP")
    (('Xiomara Castro',), ('Kishida Fumio',))
    >>> press_forms("Abdullah bin Zayed Al Nahyan", "AE"), press_forms("Angela Merkel", "DE")
    (('Abdullah bin Zayed',), ())
    """
    words = name.split()
    if country in SPANISH | PORTUGUESE:
        found = list(_iberian(words, country or ""))
    elif country in _FAMILY_LAST and len(words) == 2:
        found = [f"{words[1]} {words[0]}"]
    else:
        found = list(_patronymic(words))
    return tuple(form for form in dict.fromkeys(found) if form != name)


def family_parts(words: list[str], country: str) -> tuple[list[str], list[str]]:
    """Given names and family names of a Spanish or Portuguese name, each with its particles.

    >>> family_parts("Luis Alberto Lacalle Pou".split(), "UY")
    (['Luis', 'Alberto'], ['Lacalle', 'Pou'])
    >>> family_parts("Juan Carlos Varela".split(), "PA")
    (['Juan', 'Carlos'], ['Varela'])
    """
    units: list[str] = []
    held = ""
    for word in words:
        if units and word.casefold() in _LINKS:
            held += f"{word} "
        else:
            units.append(f"{held}{word}")
            held = ""
    first = 1
    most = len(units) - (1 if country in PORTUGUESE else 2 if len(units) > 3 else 1)
    while first < most and units[first] in USUAL_GIVEN:
        first += 1
    if country in SPANISH and len(units) > 3:
        first = max(first, len(units) - 2)
    return units[:first], units[first:]


def _iberian(words: list[str], country: str) -> Iterator[str]:
    given, family = family_parts(words, country)
    if not family or len(given) + len(family) < 3:
        return
    if country in PORTUGUESE:
        yield f"{given[0]} {family[-1]}"
        if len(family) > 1:
            yield " ".join([*given, family[-1]])
        return
    # The father's name; a married name ("de Zelaya") stands behind it.
    for names in ([given[0]], *([one] for one in given[1:]), given):
        yield " ".join([*names, family[0]])
    yield " ".join([given[0], *family])


def _patronymic(words: list[str]) -> Iterator[str]:
    """Reads "Tamim bin Hamad" of "Tamim bin Hamad Al Thani"."""
    for n, word in enumerate(words[:-2]):
        if n == 1 and word.casefold() in ("bin", "ibn", "bint") and len(words) > 3:
            yield " ".join(words[:3])


def only_ones(made: Iterable[tuple[str, str]], known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Of (form, actor) those whose form is one actor's alone, and nobody's own name.

    >>> list(only_ones([("Ana Orin", "a"), ("Ana Orin", "b"), ("Li Orin", "b")], ["Li Kreel"]))
    [('Li Orin', 'b')]
    """
    pairs = list(dict.fromkeys(made))
    bearers = Counter(form.casefold() for form, _ in pairs)
    own = {form.casefold() for form in known}
    for form, actor in pairs:
        if bearers[form.casefold()] == 1 and form.casefold() not in own:
            yield form, actor
