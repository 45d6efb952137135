"""`communique withdraw`: take one article out of the graph, for good and with a reason."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from graph_service.cli.exits import DONE
from graph_service.cli.options import HomeOption, read_settings, tell


def command(
    article: Annotated[
        str, typer.Argument(metavar="ARTICLE", help="Its URL, or its id: article-....")
    ],
    reason: Annotated[str, typer.Option("--reason", help="Why; kept with the tombstone.")],
    home: HomeOption = None,
) -> int:
    """Take an article out of the graph and leave a tombstone; the same text is refused later.

    Example: communique withdraw https://news.example/1 --reason "the publisher retracted it"
    """
    from graph_service.upkeep.withdraw import withdraw

    done = withdraw(article, reason, read_settings(home=home))
    for key in done.same_text:
        tell(f"the same text still stands as {key}; withdraw it too if it shall go")
    print(
        json.dumps(
            {
                "article": done.tombstone.article,
                "reason": done.tombstone.reason,
                "day": done.tombstone.day[:10],
                "text_hashes": list(done.tombstone.text_hashes),
                "statements": done.statements,
                "snapshot": done.snapshot,
            },
            ensure_ascii=False,
        )
    )
    return DONE
