"""Pretrains a base model on the token files that tools/tokenizer/encode.ts writes.

    python3 tools/pretrain/pretrain.py --data DIR --out public/models/nano --checkpoint nano.pt --log nano.jsonl \
        --n-layer 2 --n-embd 64 --n-head 2 --steps 36000

Seeded; started again with the same arguments it goes on from the checkpoint and sees the same batches as if it had
never stopped. AdamW, linear warm-up, cosine decay to a tenth. The log has one JSON object a line.
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch

from gpt2 import END_OF_TEXT, Config, GPT2LMHeadModel, save_model

EVALUATE_EVERY = 500
HELD_OUT_WINDOWS = 256


class Windows:
    """Draws windows of `length` tokens: three in four begin at a document's start, as prompts do, the rest anywhere."""

    def __init__(self, file: Path, length: int):
        self.ids = np.fromfile(file, dtype="<u2")
        self.length = length
        starts = np.flatnonzero(self.ids == END_OF_TEXT)
        self.starts = starts[starts + length <= len(self.ids)]

    def draw(self, count: int, seed: tuple) -> torch.Tensor:
        rng = np.random.default_rng(seed)
        at = rng.integers(0, len(self.ids) - self.length + 1, count)
        whole = count * 3 // 4
        at[:whole] = rng.choice(self.starts, whole)
        return torch.from_numpy(np.stack([self.ids[i : i + self.length] for i in at]).astype(np.int64))


def learning_rate(step: int, steps: int, warmup: int, peak: float) -> float:
    """For steps counted from 0."""
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (0.55 + 0.45 * math.cos(math.pi * (step - warmup) / max(1, steps - warmup)))


def main() -> None:
    parser = argparse.ArgumentParser()
    for name, kind, default in [
        ("data", Path, None), ("out", Path, None), ("checkpoint", Path, None), ("log", Path, None),
        ("n-layer", int, 2), ("n-embd", int, 64), ("n-head", int, 2), ("steps", int, 36000),
        ("batch", int, 16), ("learning-rate", float, 3e-3), ("warmup", int, 300), ("weight-decay", float, 0.01),
        ("seed", int, 1), ("threads", int, 1),
    ]:
        parser.add_argument("--" + name, type=kind, default=default, required=default is None)
    args = parser.parse_args()

    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    model = GPT2LMHeadModel(Config(args.n_layer, args.n_embd, args.n_head))
    matrices = [p for p in model.parameters() if p.dim() == 2]
    vectors = [p for p in model.parameters() if p.dim() == 1]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": args.weight_decay}, {"params": vectors, "weight_decay": 0.0}],
        betas=(0.9, 0.98),
    )
    length = model.config.n_positions + 1
    train, held_out = (Windows(args.data / name, length) for name in ("train.bin", "heldout.bin"))
    fixed = {"train": train.draw(HELD_OUT_WINDOWS, (0, 0)), "heldout": held_out.draw(HELD_OUT_WINDOWS, (0, 0))}

    first, spent = 0, 0.0
    if args.checkpoint.exists():
        saved = torch.load(args.checkpoint)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        first, spent = saved["step"], saved["seconds"]

    began = time.time() - spent
    for step in range(first, args.steps):
        rate = learning_rate(step, args.steps, args.warmup, args.learning_rate)
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = model.losses(train.draw(args.batch, (args.seed, step + 1))).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

        done = step + 1
        if done % EVALUATE_EVERY == 0 or done == args.steps:
            with torch.no_grad():
                losses = {name: round(model.losses(ids).mean().item(), 4) for name, ids in fixed.items()}
            seconds = time.time() - began
            entry = {"step": done, "learning_rate": round(rate, 6), **losses, "seconds": round(seconds)}
            # Whenever it is killed, there is a whole checkpoint, and no step is logged twice.
            written = args.checkpoint.with_suffix(".tmp")
            torch.save(
                {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": done, "seconds": seconds},
                written,
            )
            written.replace(args.checkpoint)
            with args.log.open("a") as log:
                log.write(json.dumps(entry) + "\n")
            print(entry, flush=True)
    save_model(model, args.out)


if __name__ == "__main__":
    main()
