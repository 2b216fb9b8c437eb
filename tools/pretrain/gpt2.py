"""GPT-2 in PyTorch, with Hugging Face's tensor names and layouts, and its folder format (config.json,
model.safetensors in float16). Only what pretraining needs: no dropout, no cache.
"""

import json
import math
import struct
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

END_OF_TEXT = 0


@dataclass
class Config:
    n_layer: int
    n_embd: int
    n_head: int
    n_positions: int = 128
    vocab_size: int = 1024
    layer_norm_epsilon: float = 1e-5
    initializer_range: float = 0.05


class Conv1D(nn.Module):
    """y = x W + b with W stored [in, out], as GPT-2's checkpoints do."""

    def __init__(self, d_in: int, d_out: int, std: float):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(d_in, d_out) * std)
        self.bias = nn.Parameter(torch.zeros(d_out))

    def forward(self, x):
        return x @ self.weight + self.bias


class Attention(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.n_head = c.n_head
        self.c_attn = Conv1D(c.n_embd, 3 * c.n_embd, c.initializer_range)
        self.c_proj = Conv1D(c.n_embd, c.n_embd, c.initializer_range / math.sqrt(2 * c.n_layer))

    def forward(self, x):
        B, T, C = x.shape
        q, k, v = (
            t.view(B, T, self.n_head, C // self.n_head).transpose(1, 2) for t in self.c_attn(x).split(C, dim=2)
        )  # (B, nh, T, hs)
        scores = q @ k.transpose(-2, -1) / math.sqrt(C // self.n_head)  # (B, nh, T, T)
        future = torch.full((T, T), float("-inf")).triu(1)
        weights = (scores + future).softmax(-1)
        return self.c_proj((weights @ v).transpose(1, 2).reshape(B, T, C))


class MLP(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.c_fc = Conv1D(c.n_embd, 4 * c.n_embd, c.initializer_range)
        self.c_proj = Conv1D(4 * c.n_embd, c.n_embd, c.initializer_range / math.sqrt(2 * c.n_layer))

    def forward(self, x):
        return self.c_proj(F.gelu(self.c_fc(x), approximate="tanh"))  # gelu_new


class Block(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.ln_1 = nn.LayerNorm(c.n_embd, c.layer_norm_epsilon)
        self.attn = Attention(c)
        self.ln_2 = nn.LayerNorm(c.n_embd, c.layer_norm_epsilon)
        self.mlp = MLP(c)

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))


class Transformer(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.wte = nn.Embedding(c.vocab_size, c.n_embd)
        self.wpe = nn.Embedding(c.n_positions, c.n_embd)
        self.h = nn.ModuleList(Block(c) for _ in range(c.n_layer))
        self.ln_f = nn.LayerNorm(c.n_embd, c.layer_norm_epsilon)
        nn.init.normal_(self.wte.weight, std=c.initializer_range)
        nn.init.normal_(self.wpe.weight, std=c.initializer_range)

    def forward(self, ids):
        x = self.wte(ids) + self.wpe.weight[: ids.shape[1]]
        for block in self.h:
            x = block(x)
        return self.ln_f(x)


class GPT2LMHeadModel(nn.Module):
    """Next-token logits, (B, T) token ids to (B, T, vocab); the head is the token embedding, tied."""

    def __init__(self, c: Config):
        super().__init__()
        self.config = c
        self.transformer = Transformer(c)

    def forward(self, ids):
        return self.transformer(ids) @ self.transformer.wte.weight.T

    def losses(self, ids):
        """Cross-entropy in nats of each token after the first: (B, T + 1) ids to (B, T)."""
        logits = self(ids[:, :-1])
        return F.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten(), reduction="none").view(ids.shape[0], -1)


def write_safetensors(path: Path, tensors: dict) -> None:
    """float16 tensors as a safetensors file: 8 bytes of header length, a JSON header, then the data."""
    header, blobs, at = {"__metadata__": {"format": "pt"}}, [], 0
    for name, tensor in tensors.items():
        blob = tensor.detach().cpu().numpy().astype("<f2").tobytes()
        header[name] = {"dtype": "F16", "shape": list(tensor.shape), "data_offsets": [at, at + len(blob)]}
        blobs.append(blob)
        at += len(blob)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def read_safetensors(path: Path) -> dict:
    """The float16 tensors of a file that write_safetensors wrote, as float32."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = (8 + length + offset for offset in entry["data_offsets"])
            values = np.frombuffer(data[start:end], "<f2").astype(np.float32).reshape(entry["shape"])
            tensors[name] = torch.from_numpy(values)
    return tensors


def save_model(model: GPT2LMHeadModel, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    config = {
        "model_type": "gpt2",
        "architectures": ["GPT2LMHeadModel"],
        **asdict(model.config),
        "n_ctx": model.config.n_positions,
        "n_inner": None,
        "activation_function": "gelu_new",
        "attn_pdrop": 0.0,
        "embd_pdrop": 0.0,
        "resid_pdrop": 0.0,
        "bos_token_id": END_OF_TEXT,
        "eos_token_id": END_OF_TEXT,
        "tie_word_embeddings": True,
        "torch_dtype": "float16",
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    write_safetensors(folder / "model.safetensors", model.state_dict())


def load_model(folder: Path) -> GPT2LMHeadModel:
    config = json.loads((folder / "config.json").read_text())
    model = GPT2LMHeadModel(Config(**{key: config[key] for key in Config.__dataclass_fields__}))
    model.load_state_dict(read_safetensors(folder / "model.safetensors"))
    return model.eval()
