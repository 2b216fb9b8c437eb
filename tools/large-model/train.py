"""LoRA steps (r = 8 on Wq and Wv) of a GPT-2 of 124M parameters in PyTorch with PEFT, beside those of train.ts:

    python tools/large-model/train.py [--batch 1] [--length 128] [--steps 5] [--threads 2]

The model is that of bench/pytorch.py, with random weights. Prints the seconds of each step after the first.
"""

import argparse
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from peft import LoraConfig, get_peft_model

sys.path.append(str(Path(__file__).parents[2] / "bench"))
from pytorch import Gpt2  # noqa: E402

parser = argparse.ArgumentParser()
for name, default in {"batch": 1, "length": 128, "steps": 5, "threads": 2}.items():
    parser.add_argument(f"--{name}", type=int, default=default)
options = parser.parse_args()

torch.set_num_threads(options.threads)
torch.manual_seed(1)
vocabulary = 50_257
base = Gpt2(12, 768, 12, vocabulary, options.length)
for parameter in base.parameters():
    if parameter.dim() == 2:
        torch.nn.init.normal_(parameter, std=0.02)
model = get_peft_model(base, LoraConfig(r=8, lora_alpha=32, target_modules=["q", "v"], lora_dropout=0.0))
trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
optimizer = torch.optim.AdamW(trained, lr=1e-3, weight_decay=0.01)
for step in range(options.steps + 1):
    text = torch.randint(vocabulary, (options.batch, options.length + 1))
    began = time.perf_counter()
    loss = F.cross_entropy(model(text[:, :-1]).flatten(0, 1), text[:, 1:].flatten())
    loss.backward()
    torch.nn.utils.clip_grad_norm_(trained, 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    if step > 0:
        print(f"{time.perf_counter() - began:.2f}")
