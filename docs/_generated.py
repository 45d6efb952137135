"""The generated parts of the reference, called by the Cog marks in docs/reference/.

Owns the Markdown only; what it says comes from the commands, the settings, the
queries and the exceptions themselves. `make docs` writes it, and
tests/test_docs.py fails where it is out of date.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import typer.main


def _cell(text: object) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


def _table(heads: tuple[str, ...], rows: list[tuple[object, ...]]) -> Iterator[str]:
    yield ""
    yield "| " + " | ".join(heads) + " |"
    yield "| " + " | ".join("---" for _ in heads) + " |"
    for row in rows:
        yield "| " + " | ".join(_cell(cell) for cell in row) + " |"
    yield ""


def leaves(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Each command that does something, with the words that one types to reach it."""
    below = getattr(command, "commands", None)  # a group has them; typer names no public type
    if below is None:
        yield path, command
        return
    for name in sorted(below):
        yield from leaves(below[name], f"{path} {name}")


def all_commands() -> list[tuple[str, Any]]:
    """Name and command, sorted by name."""
    from graph_service.cli.main import app

    return list(leaves(typer.main.get_command(app), "communique"))


def _metavar(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper())


def commands() -> Iterator[str]:
    """One section a command: usage, help, options."""
    for path, command in all_commands():
        yield f"## {path}"
        yield ""
        arguments = [_metavar(p) for p in command.params if p.param_type_name == "argument"]
        yield f"`{' '.join([path, '[OPTIONS]', *arguments])}`"
        yield ""
        for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
            lead, _, example = paragraph.partition("Example: ")
            yield from ([f"```\n{example}\n```"] if example and not lead else [paragraph])
            yield ""
        rows: list[tuple[object, ...]] = []
        for parameter in command.params:
            is_option = parameter.param_type_name == "option"
            names = parameter.opts if is_option else [_metavar(parameter)]
            shown = ", ".join(f"`{name}`" for name in names)
            rows.append((shown, getattr(parameter, "help", None) or ""))
        if rows:
            yield from _table(("", "means"), rows)


def settings() -> Iterator[str]:
    """One row a setting."""
    from graph_service.settings import Settings

    rows: list[tuple[object, ...]] = []
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = "" if default in (None, ()) else f"`{default}`"
        rows.append((f"`COMMUNIQUE_{name.upper()}`", f"`{name}`", shown, field.description))
    return _table(("environment", "communique.toml", "default", "means"), rows)


def queries() -> Iterator[str]:
    """One section a named query: what it answers, its parameters, its text."""
    from graph_service.query.catalogue import load_catalogue

    for name, query in sorted(load_catalogue(None).items()):
        yield f"## {name}"
        yield ""
        yield f"{query.summary}."
        if query.params:
            yield from _table(
                ("parameter", "type", "", "means"),
                [
                    (
                        f"`{param.name}`",
                        param.type,
                        "required" if param.required else "",
                        param.description or "",
                    )
                    for param in query.params
                ],
            )
        yield "```"
        yield query.text.strip()
        yield "```"
        yield ""


def actor_columns() -> Iterator[str]:
    """One row a column of a table that `actors import` reads."""
    from graph_service.actors.tables import COLUMNS

    rows: list[tuple[object, ...]] = [(f"`{name}`", means) for name, means in COLUMNS.items()]
    return _table(("column", "what stands in it"), rows)


EXAMPLE = (
    "Velmark's foreign ministry said on Monday that Osterand respected the sovereignty of both "
    "islands.\n"
)
"""An invented dispatch, published on a Monday; examples/invented/registry.ttl knows the states."""


def example_statement() -> Iterator[str]:
    """The triples of one statement in the simple view, as the real mapping writes them."""
    from datetime import date
    from pathlib import Path

    from graph_service.actors.registry import load_registry
    from graph_service.extract.pipeline import extract
    from graph_service.model import Article
    from graph_service.rdf.iris import Iris
    from graph_service.rdf.mapping import profile_simple, to_quads
    from graph_service.rdf.namespaces import PREFIXES

    own = Path(__file__).parents[1] / "examples/invented/registry.ttl"
    registry = load_registry((own,))
    article = Article(text=EXAMPLE, published=date(2023, 5, 8), publisher="Velmark Gazette")
    iris = Iris("https://communique.example/")

    def state_of(code: str) -> str | None:
        found = registry.state(code)
        return found.id if found else None

    extraction = extract(article, registry)
    quads = to_quads(extraction, iris, lambda id_: registry.actor(id_) is not None, state_of)
    subject = iris.statement(extraction.statements[0].id)
    prefixes = {**PREFIXES, "id": iris.ids, "edtf": "http://id.loc.gov/datatypes/edtf/"}

    def short(term: object) -> str:
        return re.sub(
            r"<([^>]+)>",
            lambda match: next(
                (
                    f"{p}:{match[1][len(i) :]}"
                    for p, i in prefixes.items()
                    if match[1].startswith(i)
                ),
                match[0],
            ),
            str(term),
        )

    rows = [q for q in profile_simple(quads) if q.subject == subject]
    yield f"> {EXAMPLE.strip()}"
    yield ""
    yield "```"
    yield f"GRAPH {short(rows[0].graph_name)} {{"
    yield short(subject)
    lines = sorted(f"    {short(q.predicate)} {short(q.object)}" for q in rows)
    yield " ;\n".join(lines) + " ."
    yield "}"
    yield "```"


def errors() -> Iterator[str]:
    """One row an exception, with its exit code and HTTP status."""
    from graph_service import errors as module
    from graph_service.api.problems import STATUS
    from graph_service.cli.exits import EXIT_CODES

    def nearest(kind: type, table: dict[type[module.CommuniqueError], int]) -> int:
        return next(table[base] for base in kind.__mro__ if base in table)

    kinds = [
        kind
        for kind in vars(module).values()
        if inspect.isclass(kind)
        and issubclass(kind, module.CommuniqueError)
        and kind is not module.CommuniqueError
    ]
    return _table(
        ("exception", "exit code", "HTTP status", "means"),
        [
            (
                f"`{kind.__name__}`",
                nearest(kind, EXIT_CODES),
                nearest(kind, STATUS),
                (kind.__doc__ or "").split("\n\n")[0],
            )
            for kind in kinds
        ],
    )


def http() -> Iterator[str]:
    """One section a path: methods, what they do, parameters; from the OpenAPI document."""
    from graph_service.api.app import described_app

    for path, operations in described_app().openapi()["paths"].items():
        yield f"## {path}"
        yield ""
        for method, operation in operations.items():
            yield f"**{method.upper()}**"
            yield ""
            says = operation.get("description") or operation.get("summary", "")
            yield inspect.cleandoc(says)
            yield ""
            rows: list[tuple[object, ...]] = [
                (
                    f"`{parameter['name']}`",
                    parameter["in"],
                    "required" if parameter.get("required") else "",
                    parameter.get("description", ""),
                )
                for parameter in operation.get("parameters", ())
            ]
            bodies = operation.get("requestBody", {}).get("content", {})
            if bodies:
                rows.append(("body", "", "", ", ".join(f"`{name}`" for name in bodies)))
            sent = operation["responses"].get("200", {}).get("content", {})
            rows.append(("answer", "", "", ", ".join(f"`{name}`" for name in sent)))
            yield from _table(("", "in", "", "means"), rows)


def text(lines: Iterator[str]) -> str:
    """The lines as Cog wants them, one blank line around."""
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return f"\n{body}\n\n"
