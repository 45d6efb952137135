"""How the shipped graphs read where 8-bit products are added in pairs in 16 bits, which saturates.

    python training/saturation.py MODELS --shared DIR [--articles 84]

Without the VNNI instructions onnxruntime multiplies unsigned activations by signed weights with
VPMADDUBSW: two neighbouring products are added in 16 bits, and a sum beyond them is cut. This
computes the graphs in numpy with that cut and compares with onnxruntime on a machine that does not
cut: scores on the development split, and how many sums are cut. Owns the emulation; the graphs'
form is `graph.py`'s. The first windows are also computed without the cut, to show that the
emulation itself adds nothing.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from evaluate import METRICS, f1, predict, scorer_of
from onnx import numpy_helper

from graph_service.extract.tagger import read
from graph_service.extract.tagger_decode import SETTLED
from graph_service.extract.tagger_model import Network

Array = Any
MOST = 32767


def erf(x: Array) -> Array:
    """Abramowitz and Stegun 7.1.26, within 2e-7."""
    t = 1 / (1 + 0.3275911 * np.abs(x))
    series = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)
    total = sum(factor * t ** (power + 1) for power, factor in enumerate(series))
    return np.sign(x) * (1 - total * np.exp(-x * x))


def gelu(x: Array) -> Array:
    return (0.5 * x * (1 + erf(x / np.sqrt(2)))).astype(np.float32)


def norm(x: Array, weight: Array, bias: Array, epsilon: float) -> Array:
    centred = x - x.mean(-1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + epsilon) * weight + bias


def attention(q: Array, k: Array, v: Array, heads: int) -> Array:
    """(1, W, D), (1, L, D) twice -> (1, W, D)."""
    q, k, v = (x[0].reshape(len(x[0]), heads, -1).transpose(1, 0, 2) for x in (q, k, v))
    scores = q @ k.transpose(0, 2, 1) / np.sqrt(q.shape[-1])
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    mixed = raised / raised.sum(-1, keepdims=True) @ v
    return mixed.transpose(1, 0, 2).reshape(1, mixed.shape[1], -1).astype(np.float32)


class Graph:
    """One graph computed node by node; `cut`: sums of pairs stay within 16 bits."""

    def __init__(self, path: Path, *, cut: bool) -> None:
        graph = onnx.load(path).graph
        self.cut, self.nodes = cut, graph.node
        self.outputs = [one.name for one in graph.output]
        self.constants = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
        self.pairs = {n.input[1]: self._pairs(n) for n in self.nodes if n.op_type.startswith("Dyn")}
        self.seen: Counter[str] = Counter()

    def _pairs(self, node: onnx.NodeProto) -> tuple[Array, ...]:
        """Weights as floats; places and weights of the pairs whose sum may leave 16 bits."""
        weight = self.constants[node.input[1]].astype(np.int32)
        first, second = weight[::2], weight[1::2]
        at, column = np.nonzero(np.abs(first + second) * 255 > MOST)
        return weight.astype(np.float32), at, column, first[at, column], second[at, column]

    def product(self, x: Array, name: str, scale: Array, bias: Array) -> Array:
        """As DynamicQuantizeMatMul: activations from 0 to 255 over the whole of x."""
        weight, at, column, first, second = self.pairs[name]
        low, high = min(float(x.min()), 0.0), max(float(x.max()), 0.0)
        step = np.float32((high - low) / 255)
        zero = np.float32(np.rint(-low / step))
        held = np.clip(np.rint(x / step) + zero, 0, 255).reshape(-1, x.shape[-1])
        total = held @ weight
        self.seen["sums"] += len(held) * weight.size // 2
        if self.cut:
            whole = held.astype(np.int32)
            most = whole.max(0)
            near = most[2 * at] * np.abs(first) + most[2 * at + 1] * np.abs(second) > MOST
            at, column, first, second = at[near], column[near], first[near], second[near]
            sums = whole[:, 2 * at] * first + whole[:, 2 * at + 1] * second
            beyond = sums - np.clip(sums, -MOST - 1, MOST)
            row, place = np.nonzero(beyond)
            np.subtract.at(total, (row, column[place]), beyond[row, place].astype(np.float32))
            self.seen["cut"] += len(row)
            self.seen[name.split(".")[-2]] += len(row)
        out = (total - zero * weight.sum(0)) * (step * scale) + bias
        return out.reshape(*x.shape[:-1], -1).astype(np.float32)

    def run(self, _: None, given: dict[str, Array]) -> list[Array]:
        known: dict[str, Array] = {**self.constants, **given, "": None}
        for node in self.nodes:
            options = {one.name: onnx.helper.get_attribute_value(one) for one in node.attribute}
            known[node.output[0]] = self._node(node, [known[name] for name in node.input], options)
        return [known[name] for name in self.outputs]

    def _node(self, node: onnx.NodeProto, x: list[Array], options: dict[str, Any]) -> Array:
        plain: dict[str, Callable[[], Array]] = {
            "Add": lambda: x[0] + x[1],
            "Mul": lambda: x[0] * x[1],
            "MatMul": lambda: x[0] @ x[1],
            "Cast": lambda: x[0].astype(np.float32),
            "Gather": lambda: np.take(x[0], x[1], axis=options.get("axis", 0)),
            "Concat": lambda: np.concatenate(x, axis=options["axis"]),
            "Unsqueeze": lambda: np.expand_dims(x[0], tuple(x[1])),
            "Shape": lambda: np.array(x[0].shape[options["start"] : options["end"]]),
            "Pad": lambda: np.pad(x[0], np.array(x[1]).reshape(2, -1).T),
            "Gelu": lambda: gelu(x[0]),
            "LayerNormalization": lambda: norm(*x, options["epsilon"]),
            "MultiHeadAttention": lambda: attention(*x, options["num_heads"]),
            "DynamicQuantizeMatMul": lambda: self.product(x[0], node.input[1], x[2], x[4]),
        }
        if node.op_type == "Slice":
            where = [slice(None)] * x[0].ndim
            where[int(x[3][0]) if len(x) > 3 else 0] = slice(int(x[1][0]), int(x[2][0]))
            return x[0][tuple(where)]
        return plain[node.op_type]()


def emulated(models: Path, *, cut: bool) -> Network:
    net = Network(models)
    net._encoder = Graph(models / "encoder.onnx", cut=cut)  # type: ignore[assignment]
    net._owner = Graph(models / "owner.onnx", cut=cut)  # type: ignore[assignment]
    return net


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", type=Path)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=84)
    choice = parser.parse_args()
    scorer = scorer_of(choice.shared)
    rows = dict(
        list(scorer.read(str(choice.shared / "polnear/dev.jsonl")).items())[: choice.articles]
    )
    nets = {
        "as here": Network(choice.models),
        "emulated": emulated(choice.models, cut=False),
        "cut": emulated(choice.models, cut=True),
    }
    found: dict[str, Any] = {}
    for name, net in nets.items():
        answers = {key: list(read(row["text"], net)) for key, row in rows.items()}
        tags = [window.tags for windows in answers.values() for window in windows]
        found[name] = np.concatenate(tags), predict(rows, answers, net, SETTLED)
    print("| | other likeliest tag, % of words | tags apart, mean | articles the same |", *METRICS)
    tags, predicted = found["as here"]
    for name, (other, own) in found.items():
        changed = 100 * np.mean(other.argmax(-1) != tags.argmax(-1))
        apart = np.abs(other - tags).max(-1).mean()
        same = sum(predicted[key]["attributions"] == own[key]["attributions"] for key in rows)
        metrics = scorer.score(rows, own)["metrics"]
        print(f"| {name} | {changed:.2f} | {apart:.4f} | {same} of {len(rows)} |", end=" ")
        print(*(f1(metrics[metric]) for metric in METRICS), sep=" | ")
    for graph in (nets["cut"]._encoder, nets["cut"]._owner):
        print(dict(graph.seen))  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
