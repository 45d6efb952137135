"""The trained network, run by onnxruntime: which words are sources, cues and contents.

Owns loading the weights (each file checked by its SHA-256) and the arrays that go in and
come out. Owns neither words (`tagger_words`) nor what is made of the answers
(`tagger_decode`). Training and its figures: training/MODEL_CARD.md.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from graph_service.errors import StoreError
from graph_service.extract.tagger_features import Cue, features, places
from graph_service.extract.tagger_wordpiece import WordPiece, vocabulary
from graph_service.extract.tagger_words import LIMIT

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

THREADS = 1
"""Of one session; several articles at once are the caller's affair."""
FUSED = "fused"
"""The form of graphs that training/graph.py writes; others come from a traced export."""
START, END = 101, 102
"""Subwords that mark the ends of a window ([CLS], [SEP])."""


class Network:
    """Two graphs and a vocabulary, loaded once; `name` is `<model>-<version>`."""

    def __init__(self, folder: Traversable) -> None:
        """Raises StoreError where a file is missing or is not the one that was shipped."""
        manifest = _manifest(folder)
        self.name = f"{manifest['name']}-{manifest['version']}"
        self.confidence: tuple[float, ...] = tuple(manifest["confidence"])
        sums = manifest["files"]
        with _checked(folder, "vocabulary.txt", sums) as path:
            self.subwords = WordPiece(vocabulary(path.read_text("utf-8")))
        self._fused = manifest.get("form") == FUSED
        with _checked(folder, "encoder.onnx", sums) as path:
            self._encoder = self._session(path)
        with _checked(folder, "owner.onnx", sums) as path:
            self._owner = self._session(path)

    def _session(self, path: Path) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        if self._fused:
            # Further fusing would join sums and norms again, in a slower kernel.
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        # From the file: given bytes, the session would hold them as well.
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def read(self, window: Sequence[int], first: Ints) -> tuple[Floats, Floats, Floats]:
        """Of a window of subwords (no marks) and its words (N), by their first subwords: tag
        likelihoods (N, 7: O, then B and I of source, cue, content) and vectors (N, 128) of
        each as a word and as a cue."""
        ids = np.array([[START, *window, END]], np.int64)
        if self._fused:
            answer = self._encoder.run(None, {"ids": ids, "first": first + 1})
            tags, as_word, as_cue = (array[0] for array in answer)
        else:
            tags, as_word, as_cue = (a[0, first + 1] for a in self._encoder.run(None, {"ids": ids}))
        return softmax(tags), as_word, as_cue

    def owners(self, as_word: Floats, as_cue: Floats, cues: list[Cue], paragraph: Ints) -> Floats:
        """Of each cue and word of a window (C, N, 4): likelihoods of none, source, cue, content."""
        if not cues:
            return np.zeros((0, len(paragraph), 4), np.float32)
        vectors = np.stack([as_cue[a] if b - a == 1 else as_cue[a:b].mean(0) for a, b in cues])
        inputs = {"words": as_word, "cues": vectors}
        if self._fused:
            inputs["place"] = places(cues, paragraph)
        else:
            kinds = ("distance", "paragraph", "crossing")
            inputs |= zip(kinds, features(cues, paragraph), strict=True)
        return softmax(self._owner.run(None, inputs)[0])


def softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(-1, keepdims=True))
    likelihood: Floats = raised / raised.sum(-1, keepdims=True)
    return likelihood


@contextmanager
def _checked(folder: Traversable, name: str, sums: Mapping[str, str]) -> Iterator[Path]:
    """A file, if its SHA-256 is the one of `sums`."""
    with as_file(folder / name) as path:
        try:
            with path.open("rb") as held:
                found = hashlib.file_digest(held, "sha256").hexdigest()
        except OSError as error:
            raise _unreadable(folder, name) from error
        if found != sums[name]:
            raise StoreError(
                f"The model's weights are not the ones of this release: {name} has SHA-256"
                f" {found[:12]}…, expected {sums[name][:12]}…",
                where=str(folder),
                do="Install the package again, or choose the extractor rules.",
            )
        yield path


def _manifest(folder: Traversable) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    except OSError as error:
        raise _unreadable(folder, "manifest.json") from error
    return found


def _unreadable(folder: Traversable, name: str) -> StoreError:
    return StoreError(
        f"The model's file {name} cannot be read",
        where=str(folder),
        do="Install the package again, or choose the extractor rules.",
    )


@cache
def network() -> Network:
    """The shipped one, loaded when it is first asked for."""
    return Network(files("graph_service.extract") / "models")


def let_go() -> None:
    """Forget the shipped one until it is asked for again, and give its memory back.

    Others may still read with theirs. Loading takes a tenth of a second.
    """
    network.cache_clear()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:  # glibc keeps what is freed between what is not
        trim(0)


@cache
def weights_name() -> str:
    """Name and version of the shipped weights, their sums, and how much they see at once."""
    manifest = _manifest(files("graph_service.extract") / "models")
    sums = "".join(sorted(manifest["files"].values()))
    return f"{manifest['name']}-{manifest['version']}-{sums}-{LIMIT}"
