"""What the pretraining of all models shares: the schedule, the optimizer, and checkpoints from which a stopped run goes on."""

import json
import math
import time
from pathlib import Path

import torch
from torch import nn


def learning_rate(step: int, steps: int, warmup: int, peak: float) -> float:
    """For steps counted from 0."""
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (0.55 + 0.45 * math.cos(math.pi * (step - warmup) / max(1, steps - warmup)))


def adamw(model: nn.Module, weight_decay: float) -> torch.optim.AdamW:
    """Matrices decay, vectors do not."""
    matrices = [p for p in model.parameters() if p.dim() == 2]
    vectors = [p for p in model.parameters() if p.dim() == 1]
    return torch.optim.AdamW(
        [{"params": matrices, "weight_decay": weight_decay}, {"params": vectors, "weight_decay": 0.0}],
        betas=(0.9, 0.98),
    )


def update(model: nn.Module, optimizer: torch.optim.AdamW, loss: torch.Tensor, rate: float) -> None:
    """One step down the gradient, which is clipped to norm 1."""
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()


class Progress:
    """Where a run stands: restored from its checkpoint, kept in it, and logged."""

    def __init__(self, checkpoint: Path, log: Path, model: nn.Module, optimizer: torch.optim.AdamW):
        self.checkpoint, self.log, self.model, self.optimizer = checkpoint, log, model, optimizer
        self.step, spent = 0, 0.0
        if checkpoint.exists():
            saved = torch.load(checkpoint)
            model.load_state_dict(saved["model"])
            optimizer.load_state_dict(saved["optimizer"])
            self.step, spent = saved["step"], saved["seconds"]
        self.began = time.time() - spent

    def keep(self, entry: dict) -> None:
        """@param entry what the log has of a step, whose number is `step`; the seconds so far are added"""
        seconds = time.time() - self.began
        entry = {**entry, "seconds": round(seconds)}
        # Whenever it is killed, there is a whole checkpoint, and no step is logged twice.
        written = self.checkpoint.with_suffix(".tmp")
        torch.save(
            {
                "model": self.model.state_dict(),
                "optimizer": self.optimizer.state_dict(),
                "step": entry["step"],
                "seconds": seconds,
            },
            written,
        )
        written.replace(self.checkpoint)
        with self.log.open("a") as log:
            log.write(json.dumps(entry) + "\n")
        print(entry, flush=True)
