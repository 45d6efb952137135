"""python -m bench.generator: articles, statements or the registry into files; recall on screen."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from bench.generator.articles import extractions
from bench.generator.quads import article_quads, registry_quads, until
from bench.generator.recall import compare
from bench.generator.registry_file import turtle
from bench.generator.world import World
from graph_service.model import Article

CHUNK = 20
"""Articles that are serialised at once."""


def article_line(article: Article) -> str:
    """JSON as `communique ingest` reads it."""
    published = article.published.isoformat() if article.published else None
    row = {
        "id": article.id,
        "url": article.url,
        "publisher": article.publisher,
        "date": published,
        "title": article.title,
        "language": article.language,
        "text": article.text,
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


def statement_lines(world: World, seed: int, number: int, *, simple: bool) -> Iterator[bytes]:
    """N-Quads in chunks: the registry, then whole articles up to the number of statements."""
    from pyoxigraph import RdfFormat, serialize

    yield serialize(registry_quads(world), format=RdfFormat.N_QUADS) or b""
    chunk = []
    for place, extraction in enumerate(until(extractions(world, seed), number), start=1):
        chunk.extend(article_quads(world, extraction, simple=simple))
        if place % CHUNK == 0:
            yield serialize(chunk, format=RdfFormat.N_QUADS) or b""
            chunk = []
    yield serialize(chunk, format=RdfFormat.N_QUADS) or b""


def print_recall(world: World, seed: int, number: int, registry: Path) -> None:
    from graph_service.actors.registry import load_registry
    from graph_service.extract.pipeline import extract

    registry.write_text(turtle(world), encoding="utf-8")
    names = load_registry((registry,))
    tally = compare(extractions(world, seed, number), lambda article: extract(article, names))
    print(tally.table())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.generator", description=__doc__)
    parser.add_argument("what", choices=("articles", "statements", "registry", "recall"))
    parser.add_argument("number", type=int, nargs="?", default=1000)
    parser.add_argument("-o", "--output", type=Path, help="instead of standard output")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--states", type=int, default=40, help="of the invented world, 2 to 40")
    parser.add_argument("--registry", type=Path, help="write the world's registry file here, too")
    parser.add_argument("--simple", action="store_true", help="statements in the simple profile")
    choice = parser.parse_args()
    world = World(choice.seed, choice.states)
    if choice.what == "recall":
        from tempfile import TemporaryDirectory

        with TemporaryDirectory() as folder:
            print_recall(world, choice.seed, choice.number, Path(folder) / "world.ttl")
        return
    if choice.registry:
        choice.registry.write_text(turtle(world), encoding="utf-8")
    sink = choice.output.open("wb") if choice.output else nullcontext(sys.stdout.buffer)
    with sink as out:
        if choice.what == "registry":
            out.write(turtle(world).encode())
        elif choice.what == "articles":
            for extraction in extractions(world, choice.seed, choice.number):
                out.write(article_line(extraction.article).encode())
        else:
            out.writelines(statement_lines(world, choice.seed, choice.number, simple=choice.simple))


if __name__ == "__main__":
    main()
