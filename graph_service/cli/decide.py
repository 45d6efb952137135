"""`communique decide`: curation, one line a decision, append-only."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from graph_service.cli.exits import DONE
from graph_service.cli.options import HomeOption, read_settings, tell

if TYPE_CHECKING:
    from graph_service.settings import Settings
    from graph_service.upkeep.decide import Decided

app = typer.Typer(
    help="Say who is one actor and who is not, what is wrong, and take it back.",
    no_args_is_help=True,
)

ReasonOption = Annotated[str, typer.Option("--reason", help="Why; kept for good.")]
ByOption = Annotated[
    str | None, typer.Option("--by", help="Who decides; else the user of this machine.")
]
First = Annotated[str, typer.Argument(metavar="A", help="An actor: id, QID, ISO code or name.")]
Second = Annotated[str, typer.Argument(metavar="B", help="Another actor.")]


@app.command("merge")
def merge(
    first: First,
    second: Second,
    reason: ReasonOption,
    by: ByOption = None,
    home: HomeOption = None,
) -> int:
    """From now on two actors count as one, wherever somebody asks for either.

    Example: communique decide merge actor-x-ann-roe Q42 --reason "married name"
    """
    from graph_service.upkeep.decide import merge as decide

    return _print(lambda settings, who: decide(first, second, settings, by=who, reason=reason),
                  home, by)  # fmt: skip


@app.command("distinct")
def distinct(
    first: First,
    second: Second,
    reason: ReasonOption,
    by: ByOption = None,
    home: HomeOption = None,
) -> int:
    """Two actors are two, however alike their names; a merge of them is refused.

    Example: communique decide distinct Q1 Q2 --reason "father and son"
    """
    from graph_service.upkeep.decide import distinct as decide

    return _print(lambda settings, who: decide(first, second, settings, by=who, reason=reason),
                  home, by)  # fmt: skip


@app.command("reject")
def reject(
    id: Annotated[str, typer.Argument(metavar="ID", help="statement-... or link-...")],  # noqa: A002
    reason: ReasonOption,
    by: ByOption = None,
    home: HomeOption = None,
) -> int:
    """Leave a statement or a link out of every answer; its page says so, and why.

    Example: communique decide reject statement-0123456789abcdef --reason "wrong speaker"
    """
    from graph_service.upkeep.decide import reject as decide

    return _print(lambda settings, who: decide(id, settings, by=who, reason=reason), home, by)


@app.command("undo")
def undo(
    id: Annotated[str, typer.Argument(metavar="ID", help="decision-... or its number")],  # noqa: A002
    reason: ReasonOption,
    by: ByOption = None,
    home: HomeOption = None,
) -> int:
    """Take a decision back; both stay in the log.

    Example: communique decide undo decision-3 --reason "two persons after all"
    """
    from graph_service.upkeep.decide import undo as decide

    return _print(lambda settings, who: decide(id, settings, by=who, reason=reason), home, by)


@app.command("list")
def list_(home: HomeOption = None) -> None:
    """One JSON object a decision, in order, with whether it is in force.

    Example: communique decide list
    """
    from graph_service.upkeep.decide import listed

    for line in listed(read_settings(home=home)):
        print(json.dumps(line, ensure_ascii=False))


def _print(decide: Callable[[Settings, str], Decided], home: object, by: str | None) -> int:
    from graph_service.upkeep.decide import decision_to_json

    done = decide(read_settings(home=home), by or getpass.getuser())
    for name in done.linked.unattached:
        tell(f"{name} cannot be attached: what it rejects is not in the graph any more")
    print(json.dumps(decision_to_json(done.decision, True), ensure_ascii=False))
    return DONE
