"""Both SHACL engines on generated graphs, half of them with a fault: same verdicts, which time.

    python bench/shacl/run.py [--graphs 1000]

Writes bench/shacl/results.md. Owns the faults it puts in: a triple taken out, a value of
another type, a value doubled, an IRI that nothing describes.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.generator.articles import extractions
from bench.generator.dice import Dice
from bench.generator.quads import article_quads, registry_quads
from bench.generator.world import World
from graph_service.rdf.namespaces import TYPE
from graph_service.validation.check import check
from graph_service.validation.named import named_nodes
from graph_service.validation.turbo import conforms

NOBODY = NamedNode("https://communique.example/id/actor-x-nobody-knows")


def faulty(quads: list[Quad], dice: Dice) -> list[Quad]:
    """The graph with one thing changed; it may still conform, as where an optional value goes."""
    at = dice.below(len(quads))
    old = quads[at]
    rest = quads[:at] + quads[at + 1 :]
    how = dice.below(4)
    if how == 0:
        return rest
    if how == 1:
        value: NamedNode | Literal = Literal("of no type") if old.predicate != TYPE else NOBODY
        return [*rest, Quad(old.subject, old.predicate, value, old.graph_name)]
    if how == 2:
        return [*quads, Quad(old.subject, old.predicate, Literal("more"), old.graph_name)]
    return [*rest, Quad(old.subject, old.predicate, NOBODY, old.graph_name)]


def graphs(number: int, seed: int = 1) -> Iterator[tuple[list[Quad], list[Quad]]]:
    """Graphs of generated articles and what describes the nodes they name; every other faulty."""
    world = World(seed, 40)
    described: dict[object, list[Quad]] = {}
    for quad in registry_quads(world):
        described.setdefault(quad.subject, []).append(quad)
    for n, extraction in enumerate(extractions(world, seed, number)):
        quads = article_quads(world, extraction)
        if n % 2:
            quads = faulty(quads, Dice(seed, "fault", n))
        named = named_nodes(quads, lambda node: described.get(node, ()))
        yield quads, list(named)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--graphs", type=int, default=1000)
    number = parser.parse_args().graphs
    apart: list[int] = []
    right = wrong = 0
    seconds = {"pyshacl": 0.0, "turbo": 0.0, "turbo, conforming": 0.0, "pyshacl, conforming": 0.0}
    for n, (quads, named) in enumerate(graphs(number)):
        if n == 0:  # both read the shapes at their first call
            check(quads, named)
            conforms(quads, named)
        start = time.process_time()
        findings = check(quads, named)
        middle = time.process_time()
        passes = conforms(quads, named)
        end = time.process_time()
        if passes != (not findings):
            apart.append(n)
        right += not findings
        wrong += bool(findings)
        seconds["pyshacl"] += middle - start
        seconds["turbo"] += end - middle
        if not findings:
            seconds["pyshacl, conforming"] += middle - start
            seconds["turbo, conforming"] += end - middle
    ratio = seconds["pyshacl, conforming"] / seconds["turbo, conforming"]
    report = f"""# Two SHACL engines on the same graphs

`python bench/shacl/run.py --graphs {number}`, on 2 shared cores.

{number} graphs of generated articles through the real mapping, every other with one thing changed.
{right} conform, {wrong} do not. The engines say the same of {number - len(apart)}{
        "" if not apart else f"; apart on numbers {apart}"
    }.

| | pyshacl, prepared by us | pyshacl-turbo |
| --- | --- | --- |
| CPU a conforming graph, ms | {seconds["pyshacl, conforming"] / right * 1000:.1f} | {
        seconds["turbo, conforming"] / right * 1000:.1f} |
| CPU a graph of all, ms | {seconds["pyshacl"] / number * 1000:.1f} | {
        seconds["turbo"] / number * 1000:.1f} |

pyshacl's time over turbo's on conforming graphs: {ratio:.2f}. `check` runs shapes that were read
once, over its own indexes (docs/explanation/gate.md), which pyshacl's own `validate` does not.
"""
    print(report)
    (Path(__file__).parent / "results.md").write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()
