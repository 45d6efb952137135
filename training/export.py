"""A trained state -> the files that the package ships (graph_service/extract/models).

    python training/export.py RUN/model.pt --minilm FOLDER --out FOLDER --version 1

Writes `encoder.onnx` (8-bit matrix weights and embeddings), `owner.onnx`, `vocabulary.txt`
and `manifest.json` with their SHA-256 sums and the figures of the confidence. The same state
gives the same files. The graphs' form is `graph.py`'s; before 8-bit ones are written, those in
32-bit floats are compared with the network.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import graph
import numpy as np
import onnx
import onnxruntime
import torch
from convert import sha256
from model import CROSSINGS, DISTANCES, PARAGRAPHS, SMALL, Encoder, Owner
from torch import Tensor, nn

from graph_service.extract.tagger_model import FUSED

NAME = "minilm-polnear"
LEAST_ALIKE = 1e-3
"""Greatest difference of a logit between the network and its graph in 32-bit floats."""
UNCALIBRATED = [0.3, 0.5, 0.25, 0.4, 0.0, 0.0]
"""Replaced by calibrate.py."""


def check(model: nn.Module, path: Path, inputs: dict[str, Tensor], first: Tensor | None) -> None:
    """Stops where the graph of whole weights computes other than the network."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = {one.name for one in session.get_inputs()}
    given = {name: value.numpy() for name, value in inputs.items() if name in names}
    if first is not None:
        given["first"] = first.numpy()
        right = [answer[:, first] for answer in model(inputs["ids"])]
    else:
        d, p, c = (inputs[name] for name in ("distance", "paragraph", "crossing"))
        given["place"] = ((d * PARAGRAPHS + p) * CROSSINGS + c).numpy()
        right = [model(*inputs.values())]
    for one, other in zip(session.run(None, given), right, strict=True):
        apart = float(np.abs(one - other.numpy()).max())
        if apart > LEAST_ALIKE:
            raise SystemExit(f"{path.name} is {apart:.2g} away from the network")


def check_both(encoder: Encoder, owner: Owner, folder: Path) -> None:
    """Of made-up windows; the numbers of `distance`, `paragraph` and `crossing` are any."""
    first = torch.tensor([1, 2, 5, 6, 9])
    check(encoder, folder / "encoder.onnx", {"ids": torch.randint(1000, 2000, (1, 40))}, first)
    sizes = {"distance": DISTANCES, "paragraph": PARAGRAPHS, "crossing": CROSSINGS}
    inputs = {"words": torch.randn(30, SMALL), "cues": torch.randn(3, SMALL)}
    inputs |= {name: torch.randint(0, size, (3, 30)) for name, size in sizes.items()}
    check(owner, folder / "owner.onnx", inputs, None)


def write(both: nn.ModuleDict, folder: Path, *, whole: bool) -> None:
    for name, made in (("encoder", graph.encoder), ("owner", graph.owner)):
        state = {key: value.float().numpy() for key, value in both[name].state_dict().items()}
        onnx.save(made(state, whole=whole), folder / f"{name}.onnx")


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
    both.eval()
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        write(both, Path(folder), whole=True)
        check_both(both["encoder"], both["owner"], Path(folder))  # type: ignore[arg-type]
    write(both, choice.out, whole=choice.whole)
    known = json.loads((choice.minilm / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    lines = "".join(f"{piece}\n" for piece in sorted(known, key=known.__getitem__))
    (choice.out / "vocabulary.txt").write_text(lines, encoding="utf-8")
    files = ("encoder.onnx", "owner.onnx", "vocabulary.txt")
    manifest = {
        "name": NAME,
        "version": choice.version,
        "form": FUSED,
        "confidence": UNCALIBRATED,
        "files": {name: sha256(choice.out / name) for name in files},
    }
    text = json.dumps(manifest, indent=2) + "\n"
    (choice.out / "manifest.json").write_text(text, encoding="utf-8")
    for name in files:
        print(name, (choice.out / name).stat().st_size)


if __name__ == "__main__":
    main()
