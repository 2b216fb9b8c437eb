"""The benchmark's step in eager PyTorch with PEFT: same shapes, LoRA on Wq and Wv (r = 4, alpha = 32), AdamW, clipping.

    python bench/pytorch.py [--device cuda] [--cases nano,micro,mini,gpt2-124m] [--json FILE] [--compile]

Needs torch and peft. It stands for what a practitioner would have got on the same hardware: `npm run bench -- --pytorch` lets
it take turns with the lab. Weights and tokens are random, as in bench/work.ts, but not the same ones. TF32 stays off, as the lab
computes in float32.
"""

import argparse
import json
import statistics
import sys
import time

import torch
import torch.nn.functional as F
from peft import LoraConfig, get_peft_model
from torch import nn

# Layers, width, heads, vocabulary, positions: as SHAPES in bench/work.ts.
SHAPES = {
    "nano": (2, 64, 2, 1024, 128),
    "micro": (4, 128, 4, 1024, 128),
    "mini": (6, 256, 8, 2048, 128),
    "gpt2-124m": (12, 768, 12, 50_257, 128),
}
BATCH_SIZE = 8
WARM_UP = 10
REPETITIONS = 7
REPETITION_SECONDS = 1.0


class Block(nn.Module):
    def __init__(self, d: int, heads: int):
        super().__init__()
        self.heads = heads
        self.ln_1, self.ln_2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.q, self.k, self.v, self.o = (nn.Linear(d, d) for _ in range(4))
        self.up, self.down = nn.Linear(d, 4 * d), nn.Linear(4 * d, d)

    def forward(self, x):
        B, T, d = x.shape
        h = self.ln_1(x)
        q, k, v = (m(h).view(B, T, self.heads, d // self.heads).transpose(1, 2) for m in (self.q, self.k, self.v))
        attended = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.o(attended.transpose(1, 2).reshape(B, T, d))
        return x + self.down(F.gelu(self.up(self.ln_2(x)), approximate="tanh"))


class Gpt2(nn.Module):
    def __init__(self, layers: int, d: int, heads: int, vocab: int, positions: int):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(vocab, d), nn.Embedding(positions, d)
        self.h = nn.ModuleList(Block(d, heads) for _ in range(layers))
        self.ln_f = nn.LayerNorm(d)

    def forward(self, ids):
        x = self.wte(ids) + self.wpe.weight
        for block in self.h:
            x = block(x)
        return self.ln_f(x) @ self.wte.weight.T


class Training:
    """One model and its optimizer, ready to take steps."""

    def __init__(self, name: str, device: str, compiled: bool = False):
        layers, d, heads, vocab, positions = SHAPES[name]
        torch.manual_seed(1)
        base = Gpt2(layers, d, heads, vocab, positions)
        for p in base.parameters():
            if p.dim() == 2:
                nn.init.normal_(p, std=0.02)
        lora = LoraConfig(r=4, lora_alpha=32, target_modules=["q", "v"], lora_dropout=0.0)
        model = get_peft_model(base, lora).to(device)
        self.device, self.positions = device, positions
        self.trained = [p for p in model.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(self.trained, lr=1e-3, weight_decay=0.0)
        self.text = torch.randint(vocab, (64, positions + 1))
        self.counts = torch.arange(positions) >= positions // 4 - 1  # the completion's targets
        self.forward = torch.compile(model) if compiled else model

    def step(self, number: int) -> torch.Tensor:
        rows = self.text[torch.arange(BATCH_SIZE) + BATCH_SIZE * (number % 8)].to(self.device)
        logits = self.forward(rows[:, :-1])
        targets = rows[:, 1:].masked_fill(~self.counts.to(self.device), -100)
        loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return loss

    def timed(self, steps: int) -> float:
        """Seconds that so many steps take."""
        began = time.perf_counter()
        for number in range(steps):
            loss = self.step(number)
        loss.item()  # waits for the device
        return time.perf_counter() - began


def measure(name: str, device: str, compiled: bool) -> dict:
    training = Training(name, device, compiled)
    on_gpu = device.startswith("cuda")
    training.timed(WARM_UP)
    if on_gpu:
        torch.cuda.reset_peak_memory_stats()
    steps = max(1, round(REPETITION_SECONDS / (training.timed(3) / 3)))
    seconds = statistics.median(training.timed(steps) / steps for _ in range(REPETITIONS))
    return {
        "trained_parameters": sum(p.numel() for p in training.trained),
        "ms_per_step": 1000 * seconds,
        "tokens_per_s": BATCH_SIZE * training.positions / seconds,
        "gpu_bytes": torch.cuda.max_memory_allocated() if on_gpu else None,
    }


def answer(device: str) -> None:
    """Takes steps as `npm run bench -- --pytorch` asks for them, in turn with the lab; messages as in contestant.ts."""
    training = None
    for line in sys.stdin:
        command = json.loads(line)
        if command["type"] == "open":
            training = Training(command["name"], device)
            event = {"type": "opened", "losses": [training.step(number).item() for number in range(WARM_UP)]}
        else:
            steps = command["steps"]
            ms = 1000 * training.timed(steps)
            event = {"type": "repeated", "steps": steps, "ms": ms, "hostMs": [], "dispatches": 0}
            event |= {"gpuBytes": 0, "wasmBytes": None}
        print(json.dumps(event), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--cases", default="nano,micro,mini", help=f"among {', '.join(SHAPES)}")
    parser.add_argument("--json", help="file to write the figures to")
    parser.add_argument("--compile", action="store_true", help="with torch.compile")
    parser.add_argument("--answer", action="store_true", help="take the steps that lines of standard input ask for")
    arguments = parser.parse_args()
    if arguments.answer:
        answer(arguments.device)
        return
    cases = arguments.cases.split(",")
    if unknown := [name for name in cases if name not in SHAPES]:
        parser.error(f"no case is named {unknown[0]}; there are {', '.join(SHAPES)}")
    device = torch.cuda.get_device_name() if arguments.device.startswith("cuda") else "CPU"
    print(f"PyTorch {torch.__version__} on {device}{', compiled' if arguments.compile else ''}")
    results = {}
    for name in cases:
        results[name] = measure(name, arguments.device, arguments.compile)
        print(f"{name:12}" + "  ".join(f"{key} {value:,.1f}" for key, value in results[name].items() if value))
    if arguments.json:
        with open(arguments.json, "w") as file:
            json.dump({"device": device, "torch": torch.__version__, "cases": results}, file, indent=2)


if __name__ == "__main__":
    main()
