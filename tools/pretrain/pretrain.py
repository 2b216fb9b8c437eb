"""Pretrains a base model on the token files that tools/tokenizer/encode.ts writes.

    python3 tools/pretrain/pretrain.py --data DIR --out public/models/nano --checkpoint nano.pt --log nano.jsonl \
        --n-layer 2 --n-embd 64 --n-head 2 --steps 36000

Seeded; started again with the same arguments it goes on from the checkpoint and sees the same batches as if it had
never stopped. AdamW, linear warm-up, cosine decay to a tenth. The log has one JSON object a line.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from gpt2 import END_OF_TEXT, Config, GPT2LMHeadModel, save_model
from training import Progress, adamw, learning_rate, update

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
    optimizer = adamw(model, args.weight_decay)
    length = model.config.n_positions + 1
    train, held_out = (Windows(args.data / name, length) for name in ("train.bin", "heldout.bin"))
    fixed = {"train": train.draw(HELD_OUT_WINDOWS, (0, 0)), "heldout": held_out.draw(HELD_OUT_WINDOWS, (0, 0))}

    progress = Progress(args.checkpoint, args.log, model, optimizer)
    for step in range(progress.step, args.steps):
        rate = learning_rate(step, args.steps, args.warmup, args.learning_rate)
        loss = model.losses(train.draw(args.batch, (args.seed, step + 1))).mean()
        update(model, optimizer, loss, rate)

        done = step + 1
        if done % EVALUATE_EVERY == 0 or done == args.steps:
            with torch.no_grad():
                losses = {name: round(model.losses(ids).mean().item(), 4) for name, ids in fixed.items()}
            entry = {"step": done, "learning_rate": round(rate, 6), **losses}
            progress.keep(entry)
    save_model(model, args.out)


if __name__ == "__main__":
    main()
