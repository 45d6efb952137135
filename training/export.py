"""A trained state -> the files that the package ships (graph_service/extract/models).

    python training/export.py RUN/model.pt --minilm FOLDER --out FOLDER --version 1

Writes `encoder.onnx` (int8 matrix weights and embeddings), `owner.onnx`, `vocabulary.txt`
and `manifest.json` with their SHA-256 sums and the thresholds of decoding.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import onnx
import torch
from convert import sha256
from model import SMALL, Encoder, Owner
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

NAME = "minilm-polnear"
OPSET = 17
UNCALIBRATED = [0.3, 0.5, 0.25, 0.4, 0.0, 0.0]
"""Replaced by calibrate.py."""


def to_onnx(model: nn.Module, inputs: dict[str, torch.Tensor], axes: dict, path: Path) -> None:  # type: ignore[type-arg]
    """Plain ONNX in 32-bit floats."""
    outputs = [name for name in axes if name not in inputs]
    model.eval()
    torch.onnx.export(
        model,
        tuple(inputs.values()),
        str(path),
        input_names=list(inputs),
        output_names=outputs,
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )


def export_encoder(encoder: Encoder, folder: Path, out: Path, whole: bool) -> None:
    plain = folder / "encoder.onnx"
    # One window at a time: nothing is padded, so that there is no mask to add.
    names = ("ids", "tags", "as_word", "as_cue")
    inputs = {"ids": torch.randint(1000, 2000, (1, 40))}
    to_onnx(encoder, inputs, {name: {1: "subwords"} for name in names}, plain)
    if whole:
        out.joinpath("encoder.onnx").write_bytes(plain.read_bytes())
        return
    quantize_dynamic(
        plain,
        out / "encoder.onnx",
        op_types_to_quantize=["MatMul", "Gather"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )


def export_owner(owner: Owner, out: Path) -> None:
    pairs = {0: "cues", 1: "words"}
    axes = {"words": {0: "words"}, "cues": {0: "cues"}, "roles": pairs}
    numbers = torch.zeros(3, 30, dtype=torch.int64)
    inputs = {"words": torch.randn(30, SMALL), "cues": torch.randn(3, SMALL)}
    for name in ("distance", "paragraph", "crossing"):
        inputs[name], axes[name] = numbers, pairs
    to_onnx(owner, inputs, axes, out / "owner.onnx")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("state", type=Path)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--whole", action="store_true", help="32-bit floats, for comparison")
    choice = parser.parse_args()
    both = nn.ModuleDict({"encoder": Encoder(), "owner": Owner()})
    both.load_state_dict(torch.load(choice.state)["model"])
    choice.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        export_encoder(both["encoder"], Path(folder), choice.out, choice.whole)
        export_owner(both["owner"], choice.out)
    known = json.loads((choice.minilm / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    lines = "".join(f"{piece}\n" for piece in sorted(known, key=known.__getitem__))
    (choice.out / "vocabulary.txt").write_text(lines, encoding="utf-8")
    for name in ("encoder.onnx", "owner.onnx"):
        onnx.checker.check_model(str(choice.out / name))
    files = ("encoder.onnx", "owner.onnx", "vocabulary.txt")
    manifest = {
        "name": NAME,
        "version": choice.version,
        "confidence": UNCALIBRATED,
        "files": {name: sha256(choice.out / name) for name in files},
    }
    text = json.dumps(manifest, indent=2) + "\n"
    (choice.out / "manifest.json").write_text(text, encoding="utf-8")
    for name in files:
        print(name, (choice.out / name).stat().st_size)


if __name__ == "__main__":
    main()
