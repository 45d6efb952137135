"""Persons under the forms the press makes of their names, and nobody under a namesake's."""

from __future__ import annotations

from datetime import date

import pytest

from graph_service.actors.registry import Registry
from graph_service.extract.written_otherwise import written_otherwise


@pytest.mark.parametrize(
    ("form", "actor"),
    [
        ("Gustavo Petro", "actor-Q704022"), ("Xiomara Castro", "actor-Q8044708"),
        ("Iván Duque", "Ivan Duque Marquez"), ("Daniel Ortega", "Jose Daniel Ortega Saavedra"),
        ("Abe Shinzo", "Shinzō Abe"), ("Faisal bin Farhan", "Faisal bin Farhan Al Saud"),
        ("Juan Orlando Hernandez", "Juan Orlando Hernandez Alvarado"),
    ],
)  # fmt: skip
def test_forms_made_from_the_name(registry: Registry, form: str, actor: str) -> None:
    assert {name.actor for name in registry.named(form)} == {registry.find(actor).id}


@pytest.mark.parametrize(
    ("form", "state", "day", "actor"),
    [
        ("Shah Mehmood Qureshi", "PK", "2019-02-28", "Makhdoom Shah Mahmood Hussain Qureshi"),
        ("Sameh Shukri", "EG", "2019-02-28", "Sameh Shoukry"),
        ("Abdelfattah El Sisi", "EG", "2019-02-28", "Abdel Fattah el-Sisi"),
        ("Hor Nam Hong", "KH", "2012-07-01", "Hor Namhong"),
        ("Badr Albusaidi", "OM", "2023-03-01", "Badr bin Hamad bin Hamood Al Busaidi"),
        ("Riyad al-Malki", "PS", "2017-03-01", "Riyad al-Maliki"),
    ],
)
def test_spellings_with_the_state_told(
    registry: Registry, form: str, state: str, day: str, actor: str
) -> None:
    on = date.fromisoformat(day)
    found = written_otherwise(form, registry, on, frozenset([state]))
    assert found == registry.find(actor)


@pytest.mark.parametrize(
    ("form", "state", "day"),
    [
        ("Shah Mehmood Qureshi", "IN", "2019-02-28"),  # another state
        ("Sameh Shukri", "EG", "1999-02-28"),  # another time
        ("Juan Carlos", "PA", "2017-05-01"),  # two given names
        ("Samia Shukri", "EG", "2019-02-28"),
        ("Mahmoud Morsi", "EG", "2013-02-28"),
    ],
)
def test_a_namesake_is_not_taken(registry: Registry, form: str, state: str, day: str) -> None:
    on = date.fromisoformat(day)
    assert written_otherwise(form, registry, on, frozenset([state])) is None
