"""The trained network, run by onnxruntime: which words are sources, cues and contents.

Owns loading the weights (each file checked by its SHA-256) and the arrays that go in and
come out. Owns neither words (`tagger_words`) nor what is made of the answers
(`tagger_decode`). Training and its figures: training/MODEL_CARD.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
import numpy.typing as npt
import onnxruntime

from graph_service.errors import StoreError
from graph_service.extract.tagger_features import Cue, features
from graph_service.extract.tagger_wordpiece import WordPiece, vocabulary

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

THREADS = 1
"""Of one session; several articles at once are the caller's affair."""
START, END = 101, 102
"""Subwords that mark the ends of a window ([CLS], [SEP])."""


class Network:
    """Two graphs and a vocabulary, loaded once; `name` is `<model>-<version>`."""

    def __init__(self, folder: Traversable) -> None:
        """Raises StoreError where a file is missing or is not the one that was shipped."""
        manifest = json.loads(_read(folder, "manifest.json"))
        self.name = f"{manifest['name']}-{manifest['version']}"
        self.confidence: tuple[float, ...] = tuple(manifest["confidence"])
        held = {name: checked(folder, name, sha) for name, sha in manifest["files"].items()}
        self.subwords = WordPiece(vocabulary(held["vocabulary.txt"].decode("utf-8")))
        self._encoder = _session(held["encoder.onnx"])
        self._owner = _session(held["owner.onnx"])

    def read(self, window: Sequence[int]) -> tuple[Floats, Floats, Floats]:
        """Of a window of subwords (no marks): tag likelihoods (L, 7: O, then B and I of source,
        cue, content) and vectors (L, 128) of each as a word and as a cue."""
        ids = np.array([[START, *window, END]], np.int64)
        tags, as_word, as_cue = self._encoder.run(None, {"ids": ids})
        return softmax(tags[0, 1:-1]), as_word[0, 1:-1], as_cue[0, 1:-1]

    def owners(self, as_word: Floats, as_cue: Floats, cues: list[Cue], paragraph: Ints) -> Floats:
        """Of each cue and word of a window (C, N, 4): likelihoods of none, source, cue, content."""
        if not cues:
            return np.zeros((0, len(paragraph), 4), np.float32)
        distance, paragraphs, crossing = features(cues, paragraph)
        inputs = {
            "words": as_word,
            "cues": np.stack([as_cue[a:b].mean(0) for a, b in cues]),
            "distance": distance,
            "paragraph": paragraphs,
            "crossing": crossing,
        }
        return softmax(self._owner.run(None, inputs)[0])


def softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(-1, keepdims=True))
    likelihood: Floats = raised / raised.sum(-1, keepdims=True)
    return likelihood


def checked(folder: Traversable, name: str, sha: str) -> bytes:
    """A file's bytes, if their SHA-256 is `sha`."""
    held = _read(folder, name)
    found = hashlib.sha256(held).hexdigest()
    if found != sha:
        raise StoreError(
            f"The model's weights are not the ones of this release: {name} has SHA-256"
            f" {found[:12]}…, expected {sha[:12]}…",
            where=str(folder),
            do="Install the package again, or choose the extractor rules.",
        )
    return held


def _read(folder: Traversable, name: str) -> bytes:
    try:
        return folder.joinpath(name).read_bytes()
    except OSError as error:
        raise StoreError(
            f"The model's file {name} cannot be read",
            where=str(folder),
            do="Install the package again, or choose the extractor rules.",
        ) from error


def _session(model: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = True
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


@cache
def network() -> Network:
    """The shipped one, loaded when it is first asked for."""
    return Network(files("graph_service.extract") / "models")


@cache
def weights_name() -> str:
    """Name and version of the shipped weights, and their sums."""
    manifest = json.loads(_read(files("graph_service.extract") / "models", "manifest.json"))
    sums = "".join(sorted(manifest["files"].values()))
    return f"{manifest['name']}-{manifest['version']}-{sums}"
