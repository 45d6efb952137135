"""`communique actors`: people, states and bodies of your own beside the shipped registry."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph_service.cli.exits import DONE
from graph_service.cli.options import HomeOption, RegistryOption, read_settings, tell

if TYPE_CHECKING:
    from graph_service.upkeep.registry import Imported

app = typer.Typer(help="Actors of your own beside the shipped registry.", no_args_is_help=True)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Turtle, CSV or JSON.")],
    name: Annotated[
        str | None, typer.Option("--name", help="What it is kept as; by default the file's name.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Say what is wrong, keep nothing.")
    ] = False,
    home: HomeOption = None,
    registry: RegistryOption = None,
) -> int:
    """Check a file of actors and terms of office and keep it in the home; again replaces it.

    Example: communique actors import officials.csv
    """
    from graph_service.errors import ShapesViolated
    from graph_service.upkeep.registry import import_actors

    settings = read_settings(home=home, registry=registry)
    try:
        done = import_actors(settings, file, name, keep=not check)
    except ShapesViolated as error:
        for remark in error.findings:
            print(f"{file.name}: {remark}")
        raise
    for warning in done.warnings:
        print(f"{file.name}: {warning}")
    if check:
        tell("checked; nothing was kept")
    elif done.changed:
        tell("kept; new articles are read with it, `communique rebuild` reads the others again")
    else:
        tell("unchanged")
    print(json.dumps(_to_json(done), ensure_ascii=False))
    return DONE


@app.command("list")
def list_(home: HomeOption = None) -> None:
    """One JSON object an imported file.

    Example: communique actors list
    """
    from graph_service.upkeep.registry import list_imports

    for one in list_imports(read_settings(home=home)):
        print(json.dumps({"name": one.name, "actors": one.actors, "tenures": one.tenures}))


@app.command("remove")
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As `actors list` shows it.")],
    home: HomeOption = None,
    registry: RegistryOption = None,
) -> int:
    """Take an imported file out of the home and of the registry graph.

    Example: communique actors remove officials
    """
    from graph_service.upkeep.registry import remove_actors

    remove_actors(read_settings(home=home, registry=registry), name)
    tell(f"removed {name}; `communique rebuild` reads the articles again without it")
    return DONE


def _to_json(done: Imported) -> dict[str, Any]:
    found = asdict(done)
    found["warnings"] = len(done.warnings)
    return found
