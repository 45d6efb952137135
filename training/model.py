"""The network: MiniLM, a tagging head, and a head that says what belongs to a cue.

Owns the shapes. `Encoder` reads windows of subwords once: it gives tags of every subword
and two small vectors, one for it as a word and one for it as a cue. `Owner` is asked once
for each cue: is this word its source, part of the cue, its content, or none of them?
Plain torch, so that no model library decides what the weights mean.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

LAYERS, WIDTH, HEADS, INNER = 6, 384, 12, 1536
SMALL = 128
TAGS = 7
"""O, then B and I of source, cue and content."""
ROLES = 4
"""None, source, cue, content."""
DISTANCES, PARAGRAPHS, CROSSINGS = 21, 5, 7


class Layer(nn.Module):
    """One layer of BERT (norm after each half)."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor | None, dropout: float) -> Tensor:
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        mixed = self.out(mixed.transpose(1, 2).reshape(b, n, WIDTH))
        x = self.norm1(x + functional.dropout(mixed, dropout, self.training))
        return self.norm2(
            x + functional.dropout(self.down(functional.gelu(self.up(x))), dropout, self.training)
        )


class Encoder(nn.Module):
    """ids (B, L) and, where rows are padded, mask (B, L) -> tags (B, L, 7), as word and as
    cue (B, L, 128)."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.word = nn.Embedding(30522, WIDTH)
        self.position = nn.Embedding(512, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.tag = nn.Linear(WIDTH, TAGS)
        self.as_word = nn.Linear(WIDTH, SMALL)
        self.as_cue = nn.Linear(WIDTH, SMALL)
        self.dropout = dropout

    def forward(self, ids: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor, Tensor]:
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.word(ids) + self.position(places) + self.kind)
        far = None if mask is None else (1.0 - mask.to(x.dtype))[:, None, None, :] * -10000.0
        for layer in self.layers:
            x = layer(x, far, self.dropout)
        x = functional.dropout(x, self.dropout, self.training)
        return self.tag(x), self.as_word(x), self.as_cue(x)


class Owner(nn.Module):
    """One window: words (N, 128), cues (C, 128), three (C, N) features -> (C, N, 4)."""

    def __init__(self) -> None:
        super().__init__()
        self.distance = nn.Embedding(DISTANCES, SMALL)
        self.paragraph = nn.Embedding(PARAGRAPHS, SMALL)
        self.crossing = nn.Embedding(CROSSINGS, SMALL)
        self.gate = nn.Linear(SMALL, SMALL)
        self.norm = nn.LayerNorm(SMALL)
        self.near = nn.Conv1d(SMALL, SMALL, 5, padding=2)
        self.role = nn.Linear(SMALL, ROLES)
        for table in (self.distance, self.paragraph, self.crossing):
            nn.init.normal_(table.weight, std=0.2)

    def forward(
        self, words: Tensor, cues: Tensor, distance: Tensor, paragraph: Tensor, crossing: Tensor
    ) -> Tensor:
        places = self.distance(distance) + self.paragraph(paragraph) + self.crossing(crossing)
        pairs = words * self.gate(cues)[:, None, :] + words + cues[:, None, :] + places
        x = functional.gelu(self.norm(pairs))
        x = x + functional.gelu(self.near(x.transpose(1, 2))).transpose(1, 2)
        return self.role(x)


def load_minilm(encoder: Encoder, path: Path) -> None:
    """Fill the encoder from all-MiniLM-L6-v2's `model.safetensors`."""
    given = {name.removeprefix("bert."): t for name, t in load_file(path).items()}
    own = encoder.state_dict()
    named = {
        "word.weight": given["embeddings.word_embeddings.weight"],
        "position.weight": given["embeddings.position_embeddings.weight"],
        "kind": given["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": given["embeddings.LayerNorm.weight"],
        "norm.bias": given["embeddings.LayerNorm.bias"],
    }
    for i in range(LAYERS):
        old, new = f"encoder.layer.{i}.", f"layers.{i}."
        for end in ("weight", "bias"):
            parts = [given[f"{old}attention.self.{p}.{end}"] for p in ("query", "key", "value")]
            named[f"{new}qkv.{end}"] = torch.cat(parts)
            named[f"{new}out.{end}"] = given[f"{old}attention.output.dense.{end}"]
            named[f"{new}norm1.{end}"] = given[f"{old}attention.output.LayerNorm.{end}"]
            named[f"{new}up.{end}"] = given[f"{old}intermediate.dense.{end}"]
            named[f"{new}down.{end}"] = given[f"{old}output.dense.{end}"]
            named[f"{new}norm2.{end}"] = given[f"{old}output.LayerNorm.{end}"]
    own.update(named)
    encoder.load_state_dict(own)
