"""Makes the registry files of this folder out of tables of facts; for maintainers.

    python ontology/actors/from_tables.py TABLES [--into FOLDER]

TABLES holds countries.csv, metonyms.csv, organisations.csv and people.csv; earlier.tsv
lies beside this file.
Running it twice gives the same bytes. Not part of the installed package.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from conversion.bodies import (  # noqa: E402
    Actors,
    add_bodies,
    add_metonyms,
    add_ministries,
    add_states,
)
from conversion.choices import GENERAL  # noqa: E402
from conversion.people import add_people  # noqa: E402
from conversion.records import ActorRecord, read_earlier, read_table  # noqa: E402
from conversion.turtle import document  # noqa: E402

FILES = {
    "states": ("States and other places with an ISO 3166 code", ("State",)),
    "organisations": ("International bodies and bodies of states", ("Organisation",)),
    "outlets": ("News agencies and outlets", ("Outlet",)),
    "people": ("Persons and their terms of office", ("Person",)),
}


def convert(tables: Path, into: Path) -> dict[str, int]:
    """Writes the files; returns how many actors each holds, and `tenures`."""
    actors = Actors()
    add_states(actors, read_table(tables, "countries"))
    add_bodies(actors, read_table(tables, "organisations"))
    add_ministries(actors)
    add_metonyms(actors, read_table(tables, "metonyms"))
    people = read_table(tables, "people")
    tenures = add_people(actors, [*people, *read_earlier(HERE, people)])
    actors.add(
        ActorRecord(
            id="actor-unknown-publisher",
            kind="Outlet",
            name="Unknown publisher",
            sources={GENERAL},
        )
    )
    counts = {"tenures": len(tenures)}
    for name, (title, kinds) in FILES.items():
        chosen = [actor for actor in actors.all.values() if actor.kind in kinds]
        held = tenures if name == "people" else []
        (into / f"{name}.ttl").write_text(document(title, chosen, held), "utf-8", newline="\n")
        counts[name] = len(chosen)
    return counts


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("tables", type=Path, help="folder of the CSV tables")
    parser.add_argument("--into", type=Path, default=HERE, help="where to write (here)")
    arguments = parser.parse_args()
    for name, count in convert(arguments.tables, arguments.into).items():
        print(f"{name}: {count}")


if __name__ == "__main__":
    main()
