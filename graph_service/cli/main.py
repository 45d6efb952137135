"""The `communique` command: its sub-commands and the outermost error handler.

Owns no work. Each sub-command is a file of its own that imports what it needs
when it runs, so that `--help` stays under 0.4 s of CPU.
"""

from __future__ import annotations

import os
import sys
import traceback
from importlib.metadata import version as installed_version
from typing import Annotated

import typer
from typer.exceptions import Abort, TyperException

from graph_service.cli import (
    actors,
    ask,
    backup,
    config,
    decide,
    doctor,
    export,
    extract,
    index,
    ingest,
    link,
    load,
    push,
    quarantine,
    query,
    rebuild,
    restore,
    serve,
    validate,
    withdraw,
)
from graph_service.cli.exits import FINDINGS, INTERRUPTED, OUR_FAULT, USAGE, exit_code
from graph_service.errors import CommuniqueError

app = typer.Typer(
    name="communique",
    help="Who said what in diplomacy, on whose word.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: importing rich for it costs 0.2 s of CPU
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"communique {installed_version('communique')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print it.")
    ] = False,
) -> None:
    """Who said what in diplomacy, on whose word."""


app.command("extract")(extract.command)
app.command("ingest")(ingest.command)
app.command("ask")(ask.command)
app.command("query")(query.command)
app.command("serve")(serve.command)
app.command("export")(export.command)
app.command("push")(push.command)
app.command("validate")(validate.command)
app.command("withdraw")(withdraw.command)
app.command("link")(link.command)
app.command("rebuild")(rebuild.command)
app.command("backup")(backup.command)
app.command("restore")(restore.command)
app.command("load")(load.command)
app.command("index")(index.command)
app.command("doctor")(doctor.command)
app.command("config")(config.command)
app.add_typer(decide.app, name="decide")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(actors.app, name="actors")


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; every failure ends in one clear message."""
    try:
        result = app(args=arguments, prog_name="communique", standalone_mode=False)
        if result == INTERRUPTED:  # the library turns Ctrl-C into this code, without a word
            raise KeyboardInterrupt
        return result if isinstance(result, int) else 0
    except CommuniqueError as error:
        print(f"communique: {error}", file=sys.stderr)
        return exit_code(error)
    except (KeyboardInterrupt, Abort):
        print("communique: interrupted; what was acknowledged is kept.", file=sys.stderr)
        return INTERRUPTED
    except TyperException as error:  # a usage error: an unknown option, a missing argument
        context = getattr(error, "ctx", None)
        hint = f". See `{context.command_path} --help`." if context else "."
        message = error.format_message() if hasattr(error, "format_message") else str(error)
        whole = message.startswith("Usage:")  # no command was given: the message is the help
        print(message if whole else f"communique: {message.rstrip('.')}{hint}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:  # the reader of a pipe has left (`| head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINDINGS
    except Exception as error:  # noqa: BLE001 - the outermost handler
        if os.environ.get("COMMUNIQUE_TRACE"):
            traceback.print_exc()
        print(
            f"communique: this is our own fault: {type(error).__name__}: {error}. "
            "Please report it with the command; COMMUNIQUE_TRACE=1 shows where.",
            file=sys.stderr,
        )
        return OUR_FAULT


def run() -> None:
    """Entry point of the installed command."""
    sys.exit(main())
