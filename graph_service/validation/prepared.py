"""A shape whose path and constraints were read once, to be run on any number of graphs.

Owns what pyshacl's `Shape.validate` works out anew at each call: which constraints a shape
has, what they compare with, and what a path says. The constraints are pyshacl's own
objects, and each verdict is theirs. Whatever is not SHACL Core, and every shape within
a shape, goes pyshacl's own way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.pytypes import SHACLExecutor
from pyshacl.shape import Shape
from rdflib.term import IdentifiedNode, Literal, Node

from graph_service.validation.graph import IndexedGraph
from graph_service.validation.paths import Path, Values, along, read_path

Report = tuple[Any, Node, Any]
"""As pyshacl makes it: text, node of the result, triples."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """One shape, ready."""

    shape: Shape
    constraints: tuple[Any, ...]
    """None where pyshacl itself runs the shape."""
    path: Path | None
    """None for a shape of nodes, whose value is the node itself."""

    def results(
        self,
        graph: IndexedGraph,
        focus: Sequence[IdentifiedNode | Literal],
        seen: dict[Path, Values],
    ) -> Iterator[Report]:
        """What pyshacl reports of these focus nodes. `seen` keeps the values by path, for
        further shapes that have the same focus nodes.
        """
        executor = SHACLExecutor()
        if not self.constraints:
            yield from self.shape.validate(executor, graph, focus=focus)[1]
            return
        if self.path is None:
            values: Values = {node: (node,) for node in focus}
        elif self.path in seen:
            values = seen[self.path]
        else:
            values = seen[self.path] = {node: along(self.path, graph, node) for node in focus}
        for constraint in self.constraints:
            yield from constraint.evaluate(executor, graph, values, [self.shape, constraint])[1]


def prepare(shape: Shape) -> Prepared | None:
    """None for a shape that is switched off. Raises pyshacl's ConstraintLoadError."""
    if shape.deactivated:
        return None
    if shape.find_custom_constraints():  # type: ignore[no-untyped-call]
        return Prepared(shape, (), None)
    kinds = dict.fromkeys(
        CONSTRAINT_PARAMETERS_MAP[predicate]
        for predicate, _ in shape.sg.predicate_objects(shape.node)  # type: ignore[no-untyped-call]
        if predicate in CONSTRAINT_PARAMETERS_MAP
    )
    path = shape.path() if shape.is_property_shape else None  # type: ignore[no-untyped-call]
    read = None if path is None else read_path(shape.sg.graph, path)
    return Prepared(shape, tuple(kind(shape) for kind in kinds), read)
