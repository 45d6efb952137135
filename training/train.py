"""Trains the extractor on numbered articles (convert.py); one core is enough.

    python training/train.py --train T.pickle --minilm FOLDER --out RUN [--steps 800] [--decay 200]
    python training/train.py ... --resume RUN/steady.pt --steps 1400   (go on, then decay)

The learning rate rises, stays, and falls over the last `--decay` steps (from the saved
state `steady.pt`, so a longer run can start where a shorter one began to fall). `--minutes`
starts the fall early where the machine is busy; the log says at which step.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from batches import Window, all_windows, batches, padded
from convert import load
from model import Encoder, Owner, load_minilm
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from graph_service.extract.tagger_features import Cue, features

FALSE_CUES = 2
"""Words a window that look like cues and are none: they own nothing."""


def cues_of(w: Window) -> list[tuple[Cue, int]]:
    """Gold cues of a window, with the number of their attribution."""
    starts = np.flatnonzero(w.tags == 3)
    out = []
    for start in starts:
        end = start + 1
        while end < len(w.tags) and w.tags[end] == 4:
            end += 1
        out.append(((int(start), int(end)), int(w.owner[start])))
    return out


def false_cues(w: Window, likelihood: np.ndarray) -> list[tuple[Cue, int]]:
    """The likeliest wrong cues by the model as it is."""
    score = np.where(w.role == 2, -1.0, likelihood)
    best = np.argsort(score)[::-1][:FALSE_CUES]
    return [((int(i), int(i) + 1), -2) for i in best if score[i] > 0.02]


def window_loss(
    w: Window, tags: Tensor, as_word: Tensor, as_cue: Tensor, owner: Owner
) -> Tensor | None:
    """Loss of who owns what, summed over cues, a mean of about 30 words that matter for each."""
    likelihood = tags.detach().softmax(-1)[:, 3].numpy()
    cues = cues_of(w) + false_cues(w, likelihood)
    if not cues:
        return None
    ranges = [cue for cue, _ in cues]
    places = [torch.from_numpy(f) for f in features(ranges, w.paragraph)]
    pooled = torch.stack([as_cue[a:b].mean(0) for a, b in ranges])
    logits = owner(as_word, pooled, *places)
    gold = np.stack([np.where(w.owner == number, w.role, 0) for _, number in cues])
    return cross_entropy(logits.reshape(-1, 4), torch.from_numpy(gold).reshape(-1), reduction="sum")


def groups(encoder: Encoder, owner: Owner, rate: float, frozen: int) -> list[dict]:  # type: ignore[type-arg]
    """Lower layers learn more slowly, new heads faster; word embeddings stay as they are."""
    encoder.word.weight.requires_grad_(False)
    encoder.position.weight.requires_grad_(False)
    found: list[dict] = []  # type: ignore[type-arg]
    for i, layer in enumerate(encoder.layers):
        if i < frozen:
            layer.requires_grad_(False)
            continue
        found.append({"params": list(layer.parameters()), "rate": rate * 0.85 ** (5 - i)})
    if frozen:
        encoder.norm.requires_grad_(False)
        encoder.kind.requires_grad_(False)
    else:
        found.append({"params": [*encoder.norm.parameters(), encoder.kind], "rate": 0.35 * rate})
    heads = [*encoder.tag.parameters(), *encoder.as_word.parameters(), *encoder.as_cue.parameters()]
    found.append({"params": [*heads, *owner.parameters()], "rate": 5 * rate})
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--own", type=Path, help="more articles (own.py, convert.py)")
    parser.add_argument("--times", type=int, default=4, help="how often they come in an epoch")
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--decay", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=1e9, help="until the fall begins")
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--frozen", type=int, default=2, help="lowest layers that stay as they are")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    choice = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(choice.seed)
    chance = random.Random(choice.seed)
    examples, digest = load(choice.train)
    if choice.own:
        examples += load(choice.own)[0] * choice.times
    encoder, owner = Encoder(choice.dropout), Owner()
    load_minilm(encoder, choice.minilm / "model.safetensors")
    both = nn.ModuleDict({"encoder": encoder, "owner": owner})
    learning = groups(encoder, owner, choice.rate, choice.frozen)
    optimizer = torch.optim.AdamW(learning, weight_decay=0.01, fused=True)
    step, fall = 0, choice.steps - choice.decay
    if choice.resume:
        saved = torch.load(choice.resume)
        both.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        step = saved["step"]
        chance = random.Random(choice.seed * 1000 + step)
    choice.out.mkdir(parents=True, exist_ok=True)
    print(
        json.dumps({**{k: str(v) for k, v in vars(choice).items()}, "sha256": digest}), flush=True
    )
    started, sums, epoch = time.monotonic(), np.zeros(2), 0
    stream = iter(())
    while step < fall + choice.decay:
        if step < fall and time.monotonic() - started > 60 * choice.minutes:
            fall = step
        if step == fall:
            state = {"model": both.state_dict(), "optimizer": optimizer.state_dict(), "step": step}
            torch.save(state, choice.out / "steady.pt")
        batch = next(stream, None)
        if batch is None:
            epoch += 1
            stream = batches(all_windows(examples, chance), choice.batch, chance)
            continue
        scale = min(1.0, (step + 1) / 60) * min(1.0, (fall + choice.decay - step) / choice.decay)
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * scale
        sums += learn(batch, encoder, owner, optimizer, list(both.parameters()))
        step += 1
        if step % 20 == 0:
            mean = sums / 20
            minutes = (time.monotonic() - started) / 60
            print(f"{step} epoch {epoch} tags {mean[0]:.4f} owners {mean[1]:.4f} {minutes:.1f} min "
                  f"cpu {time.process_time() / 60:.1f} rate {scale:.2f}", flush=True)  # fmt: skip
            sums[:] = 0
    torch.save(
        {"model": both.state_dict(), "step": step, "sha256": digest}, choice.out / "model.pt"
    )


def learn(
    batch: list[Window],
    encoder: Encoder,
    owner: Owner,
    optimizer: torch.optim.Optimizer,
    parameters: list[Tensor],
) -> np.ndarray:
    """One step; gives both losses."""
    ids = torch.from_numpy(padded([w.ids for w in batch]))
    mask = torch.from_numpy(padded([np.ones(len(w.ids), np.int64) for w in batch]))
    tags, as_word, as_cue = encoder(ids, mask)
    rows = [torch.from_numpy(w.at) for w in batch]
    picked = [tags[i, at] for i, at in enumerate(rows)]
    gold = torch.from_numpy(np.concatenate([w.tags for w in batch]))
    tag_loss = cross_entropy(torch.cat(picked), gold)
    losses = [
        window_loss(w, picked[i], as_word[i, rows[i]], as_cue[i, rows[i]], owner)
        for i, w in enumerate(batch)
    ]
    words = sum(len(w.tags) for w in batch)
    owner_loss = sum((x for x in losses if x is not None), torch.zeros(())) / words
    optimizer.zero_grad()
    (tag_loss + owner_loss).backward()
    nn.utils.clip_grad_norm_([p for p in parameters if p.requires_grad], 1.0)
    optimizer.step()
    return np.array([tag_loss.item(), owner_loss.item()])


if __name__ == "__main__":
    main()
