"""The two heads and the encoder as ONNX graphs, written node by node for onnxruntime on CPUs.

    encoder(state, whole=False), owner(state, whole=False) -> onnx.ModelProto

Owns the form of what runs; `model.py` owns what it computes, and export.py compares the two. What
a traced export and its optimiser left on the table: attention is one node (MultiHeadAttention,
in blocks that stay in the cache); query, key and value are quantised without a copy to split
them; sum and norm are apart (the fused kernel is five times slower than the norm alone); the last
layer and the heads see only the first subword of each word, which is all that is asked for;
the three tables of the owner are one.

Matrix weights are 8-bit, one scale a column, and activations are quantised as they come
(DynamicQuantizeMatMul); the embeddings are 8-bit with one scale a row; the rest is 32-bit.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import onnx
from model import CROSSINGS, DISTANCES, HEADS, LAYERS, PARAGRAPHS, ROLES, SMALL, TAGS, WIDTH
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

OPSET, CONTRIBUTED, IR = 20, "com.microsoft", 9
EPSILON = 1e-12
NEAR = 5
"""Words that the owner's convolution sees at once."""
LONGEST = 256
"""Subwords of a window with its marks, at most."""
Array = NDArray[np.float32]
State = Mapping[str, Array]
Values = Mapping[str, tuple[int, list[int | str]]]


class Graph:
    """Nodes and constants in the order they are added; every node is named by its output."""

    def __init__(self, *, whole: bool) -> None:
        self.whole = whole
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray) -> str:  # type: ignore[type-arg]
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, op: str, inputs: list[str], out: str, domain: str = "", **more: object) -> str:
        self.nodes.append(helper.make_node(op, inputs, [out], out, domain=domain, **more))
        return out

    def linear(self, x: str, weight: Array, bias: Array, out: str) -> str:
        """x (.., I) times weight (O, I), plus bias."""
        added = self.constant(f"{out}.bias", bias)
        if self.whole:
            product = self.node(
                "MatMul", [x, self.constant(f"{out}.weight", weight.T)], f"{out}.product"
            )
            return self.node("Add", [product, added], out)
        numbers, scale = eight_bits(weight)
        given = [
            x,
            self.constant(f"{out}.weight", numbers.T),
            self.constant(f"{out}.scale", scale[:, 0]),
            self.constant(f"{out}.zero", np.zeros(len(scale), np.int8)),
            added,
        ]
        return self.node("DynamicQuantizeMatMul", given, out, CONTRIBUTED)

    def norm(self, x: str, weight: Array, bias: Array, out: str, epsilon: float = EPSILON) -> str:
        given = [x, self.constant(f"{out}.weight", weight), self.constant(f"{out}.bias", bias)]
        return self.node("LayerNormalization", given, out, epsilon=epsilon)

    def rows(self, table: Array, numbers: str, out: str) -> str:
        """The rows of a table with these numbers."""
        if self.whole:
            return self.node("Gather", [self.constant(f"{out}.table", table), numbers], out)
        held, scale = eight_bits(table)
        whole = self.node("Gather", [self.constant(f"{out}.table", held), numbers], f"{out}.held")
        by = self.node("Gather", [self.constant(f"{out}.scales", scale), numbers], f"{out}.scale")
        floats = self.node("Cast", [whole], f"{out}.floats", to=TensorProto.FLOAT)
        return self.node("Mul", [floats, by], out)

    def model(self, name: str, inputs: Values, outputs: Values) -> onnx.ModelProto:
        """Values are (element type, shape)."""
        ends = [
            [helper.make_tensor_value_info(key, *value) for key, value in side.items()]
            for side in (inputs, outputs)
        ]
        graph = helper.make_graph(self.nodes, name, *ends, self.constants)
        versions = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIBUTED, 1)]
        made = helper.make_model(graph, opset_imports=versions, ir_version=IR)
        onnx.checker.check_model(made)
        return made


def eight_bits(weight: Array) -> tuple[NDArray[np.int8], Array]:
    """Rows as whole numbers from -127 to 127, and the scale of each row (N, 1)."""
    scale = np.abs(weight).max(1, keepdims=True) / 127
    scale[scale == 0] = 1
    return np.rint(weight / scale).astype(np.int8), scale.astype(np.float32)


def encoder(state: State, *, whole: bool = False) -> onnx.ModelProto:
    """ids (1, L) with both marks, first (W) places of words' first subwords, the start mark
    counted -> tags (1, W, 7), as_word and as_cue (1, W, 128)."""
    g = Graph(whole=whole)
    x = g.rows(state["word.weight"], "ids", "word")
    length = g.node("Shape", ["ids"], "length", start=1, end=2)
    known = state["position.weight"][:LONGEST] + state["kind"]
    start = g.constant("start", np.array([0]))
    places = g.node("Slice", [g.constant("position", known), start, length], "places")
    x = g.node("Add", [x, places], "placed")
    x = g.norm(x, state["norm.weight"], state["norm.bias"], "embedded")
    for number in range(LAYERS):
        x = _layer(g, state, x, f"layers.{number}.", last=number == LAYERS - 1)
    for head, size in (("tag", TAGS), ("as_word", SMALL), ("as_cue", SMALL)):
        assert state[f"{head}.weight"].shape == (size, WIDTH)
        out = "tags" if head == "tag" else head
        g.linear(x, state[f"{head}.weight"], state[f"{head}.bias"], out)
    numbers = {"ids": (TensorProto.INT64, [1, "subwords"]), "first": (TensorProto.INT64, ["words"])}
    sizes = {"tags": TAGS, "as_word": SMALL, "as_cue": SMALL}
    floats = {k: (TensorProto.FLOAT, [1, "words", size]) for k, size in sizes.items()}
    return g.model("encoder", numbers, floats)


def _layer(g: Graph, state: State, x: str, at: str, *, last: bool) -> str:
    asking = g.node("Gather", [x, "first"], f"{at}asking", axis=1) if last else x
    weight, bias = state[f"{at}qkv.weight"], state[f"{at}qkv.bias"]
    parts = [slice(i * WIDTH, (i + 1) * WIDTH) for i in range(3)]
    seen = [
        g.linear(asking if name == "q" else x, weight[part], bias[part], f"{at}{name}")
        for name, part in zip("qkv", parts, strict=True)
    ]
    mixed = g.node("MultiHeadAttention", seen, f"{at}mixed", CONTRIBUTED, num_heads=HEADS)
    out = g.linear(mixed, state[f"{at}out.weight"], state[f"{at}out.bias"], f"{at}out")
    x = g.node("Add", [asking, out], f"{at}sum1")
    x = g.norm(x, state[f"{at}norm1.weight"], state[f"{at}norm1.bias"], f"{at}norm1")
    up = g.linear(x, state[f"{at}up.weight"], state[f"{at}up.bias"], f"{at}up")
    bent = g.node("Gelu", [up], f"{at}bent")
    down = g.linear(bent, state[f"{at}down.weight"], state[f"{at}down.bias"], f"{at}down")
    x = g.node("Add", [x, down], f"{at}sum2")
    return g.norm(x, state[f"{at}norm2.weight"], state[f"{at}norm2.bias"], f"{at}norm2")


def owner(state: State, *, whole: bool = False) -> onnx.ModelProto:
    """words (N, 128), cues (C, 128), place (C, N) -> roles (C, N, 4).

    `place` numbers distance, paragraphs and crossing together (`places` of tagger_features).
    """
    g = Graph(whole=whole)
    table = (
        state["distance.weight"][:, None, None]
        + state["paragraph.weight"][None, :, None]
        + state["crossing.weight"][None, None]
    ).reshape(DISTANCES * PARAGRAPHS * CROSSINGS, SMALL)
    places = g.node("Gather", [g.constant("table", table), "place"], "places")
    # words * gate(cue) + words = words * (gate(cue) + 1): the one goes into the bias.
    gate = g.node("MatMul", ["cues", g.constant("gate.weight", state["gate.weight"].T)], "gated")
    gate = g.node("Add", [gate, g.constant("gate.bias", state["gate.bias"] + 1)], "gate")
    middle = g.constant("middle", np.array([1]))
    gate = g.node("Unsqueeze", [gate, middle], "gate.each")
    cue = g.node("Unsqueeze", ["cues", middle], "cue.each")
    pairs = g.node("Mul", ["words", gate], "words.gated")
    pairs = g.node("Add", [pairs, g.node("Add", [places, cue], "cue.places")], "pairs")
    x = g.norm(pairs, state["norm.weight"], state["norm.bias"], "normed", 1e-5)
    x = g.node("Gelu", [x], "bent")
    near = _near(g, x, state["near.weight"], state["near.bias"])
    x = g.node("Add", [x, g.node("Gelu", [near], "near.bent")], "seen")
    role = g.node("MatMul", [x, g.constant("role.weight", state["role.weight"].T)], "role")
    g.node("Add", [role, g.constant("role.bias", state["role.bias"])], "roles")
    assert state["role.bias"].shape == (ROLES,)
    floats = {key: (TensorProto.FLOAT, [n, SMALL]) for key, n in (("words", "n"), ("cues", "c"))}
    given = {**floats, "place": (TensorProto.INT64, ["c", "n"])}
    return g.model("owner", given, {"roles": (TensorProto.FLOAT, ["c", "n", ROLES])})


def _near(g: Graph, x: str, weight: Array, bias: Array) -> str:
    """A convolution over five words, as one product of the five side by side."""
    half = NEAR // 2
    padded = g.node("Pad", [x, g.constant("pads", np.array([0, half, 0, 0, half, 0]))], "padded")
    axis = g.constant("axis", np.array([1]))
    shifted = []
    for at in range(NEAR):
        start = g.constant(f"from{at}", np.array([at]))
        end = at - NEAR + 1 or np.iinfo(np.int64).max
        stop = g.constant(f"to{at}", np.array([end]))
        shifted.append(g.node("Slice", [padded, start, stop, axis], f"shifted{at}"))
    side = g.node("Concat", shifted, "beside", axis=2)
    # (out, in, 5) -> (out, 5 * in)
    return g.linear(side, weight.transpose(0, 2, 1).reshape(SMALL, NEAR * SMALL), bias, "near")
