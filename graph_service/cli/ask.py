"""`communique ask`: a question, how it was understood, and the statements that answer it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from graph_service.cli.exits import DONE, FINDINGS
from graph_service.cli.options import HomeOption, RegistryOption, read_settings

if TYPE_CHECKING:
    from graph_service.ask.answer import Answer
    from graph_service.query.statements import StatementRecord


def command(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="In English.")],
    home: HomeOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the whole answer as JSON.")
    ] = False,
    exact: Annotated[
        bool, typer.Option("--exact", help='"According to X" means X alone, not its state.')
    ] = False,
    registry: RegistryOption = None,
) -> int:
    """Answer a question with statements, each with its chain, its date and its article.

    Example: communique ask "what did China say about sovereignty after Feb 24"
    """
    from graph_service.actors.own import registry_for
    from graph_service.ask.answer import answer_to_json, ask
    from graph_service.errors import UsageError
    from graph_service.store.workers import open_view

    settings = read_settings(home=home, registry=registry)
    names = registry_for(settings)
    view = open_view(settings)
    try:
        answer = ask(question, view, names, settings, exact=exact)
    except UsageError as error:
        if as_json:
            print(json.dumps({"question": question, "error": str(error)}, ensure_ascii=False))
        raise
    finally:
        view.close()
    if as_json:
        print(json.dumps(answer_to_json(answer), ensure_ascii=False, indent=2))
    else:
        _show(answer)
    return DONE if answer.statements or answer.possible else FINDINGS


def _show(answer: Answer) -> None:
    for line in answer.interpretation_lines:
        print(line)
    if answer.not_understood:
        print(f"Not used: {', '.join(answer.not_understood)}")
    print()
    for record in answer.statements:
        _show_statement(record)
    if answer.possible:
        print(f"Possibly, the date leaves it open: {len(answer.possible)}\n")
        for record in answer.possible:
            _show_statement(record)
    if answer.reports_of_others:
        print(f"Apart from these it passes on {answer.reports_of_others} statements of others.")
    if not answer.statements and not answer.possible:
        print("Nothing in the graph matches all of that.")
        for line in answer.near_miss_lines:
            print(f"  {line}")
    else:
        print(
            f"{answer.found} statements, {answer.independent_publishers} known publishers.",
            file=sys.stderr,
        )


def _show_statement(record: StatementRecord) -> None:
    from graph_service.web.wording import chain_words, date_words, mark_of, post_words

    s = record.statement
    posts = f", {post_words(s.speaker.posts[0])}" if s.speaker.posts else ""
    start, end = s.spans("content")[0].start, s.spans("content")[-1].end
    print(f"{s.speaker.actor.name}{posts}")
    said = f"[{s.cue}] {s.words}" if s.cue else s.words
    print(f"  {' '.join(said.split())}")
    publisher = record.publisher.name if record.publisher else None
    print(f"  chain    {' > '.join(chain_words(s, publisher))}")
    print(f"  date     {date_words(s.date)}, {mark_of(s)}")
    print(f"  article  {record.article}, characters {start} to {end}; {s.id}\n")
