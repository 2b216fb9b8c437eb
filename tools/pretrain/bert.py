"""BERT in PyTorch, with Hugging Face's tensor names and its folder format (config.json, model.safetensors in float16). Only what
pretraining needs: no dropout, two heads: words, and whether the second piece is altered.
"""

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from gpt2 import write_safetensors

"""Stands where a batch has room for more masked words than it has."""
NO_WORD = -100


@dataclass
class Config:
    num_hidden_layers: int
    hidden_size: int
    num_attention_heads: int
    vocab_size: int
    pad_token_id: int
    max_position_embeddings: int = 128
    type_vocab_size: int = 2
    layer_norm_eps: float = 1e-5
    initializer_range: float = 0.05


def norm(c: Config) -> nn.LayerNorm:
    return nn.LayerNorm(c.hidden_size, c.layer_norm_eps)


def gelu(x):
    return F.gelu(x, approximate="tanh")  # gelu_new


class Embeddings(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.word_embeddings = nn.Embedding(c.vocab_size, c.hidden_size)
        self.position_embeddings = nn.Embedding(c.max_position_embeddings, c.hidden_size)
        self.token_type_embeddings = nn.Embedding(c.type_vocab_size, c.hidden_size)
        self.LayerNorm = norm(c)

    def forward(self, ids, types):
        position = self.position_embeddings.weight[: ids.shape[1]]
        return self.LayerNorm(self.word_embeddings(ids) + position + self.token_type_embeddings(types))


class SelfAttention(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.heads = c.num_attention_heads
        self.query, self.key, self.value = (nn.Linear(c.hidden_size, c.hidden_size) for _ in range(3))

    def forward(self, x, bias):
        B, T, C = x.shape
        q, k, v = (
            linear(x).view(B, T, self.heads, C // self.heads).transpose(1, 2)
            for linear in (self.query, self.key, self.value)
        )  # (B, nh, T, hs)
        weights = (q @ k.transpose(-2, -1) / math.sqrt(C // self.heads) + bias).softmax(-1)
        return (weights @ v).transpose(1, 2).reshape(B, T, C)


class Output(nn.Module):
    """A linear map whose result is added to what came before, and normed."""

    def __init__(self, c: Config, d_in: int):
        super().__init__()
        self.dense = nn.Linear(d_in, c.hidden_size)
        self.LayerNorm = norm(c)

    def forward(self, x, before):
        return self.LayerNorm(self.dense(x) + before)


class Layer(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.attention = nn.ModuleDict({"self": SelfAttention(c), "output": Output(c, c.hidden_size)})
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(c.hidden_size, 4 * c.hidden_size)})
        self.output = Output(c, 4 * c.hidden_size)

    def forward(self, x, bias):
        x = self.attention["output"](self.attention["self"](x, bias), x)
        return self.output(gelu(self.intermediate["dense"](x)), x)


class BertModel(nn.Module):
    """(B, T) ids, their segments and lengths (B) to hidden states (B, T, d)."""

    def __init__(self, c: Config):
        super().__init__()
        self.embeddings = Embeddings(c)
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(Layer(c) for _ in range(c.num_hidden_layers))})
        self.pooler = nn.ModuleDict({"dense": nn.Linear(c.hidden_size, c.hidden_size)})

    def forward(self, ids, types, lengths):
        beyond = torch.arange(ids.shape[1]) >= lengths[:, None]  # (B, T)
        bias = torch.zeros(beyond.shape).masked_fill(beyond, float("-inf"))[:, None, None]
        x = self.embeddings(ids, types)
        for layer in self.encoder["layer"]:
            x = layer(x, bias)
        return x

    def pooled(self, x):
        return torch.tanh(self.pooler["dense"](x[:, 0]))


class Predictions(nn.Module):
    """Logits of words; the last map is the token embedding, tied."""

    def __init__(self, c: Config):
        super().__init__()
        self.transform = nn.ModuleDict({"dense": nn.Linear(c.hidden_size, c.hidden_size), "LayerNorm": norm(c)})
        self.bias = nn.Parameter(torch.zeros(c.vocab_size))

    def forward(self, x, embedding):
        return self.transform["LayerNorm"](gelu(self.transform["dense"](x))) @ embedding.T + self.bias


class BertForPreTraining(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.config = c
        self.bert = BertModel(c)
        self.cls = nn.ModuleDict({"predictions": Predictions(c), "seq_relationship": nn.Linear(c.hidden_size, 2)})
        for module in self.modules():
            if isinstance(module, (nn.Linear, nn.Embedding)):
                nn.init.normal_(module.weight, std=c.initializer_range)
            if isinstance(module, nn.Linear):
                nn.init.zeros_(module.bias)

    def losses(self, batch: dict) -> dict:
        """Cross-entropies in nats: of each masked token, and of what the pooler is asked of each whole text."""
        x = self.bert(batch["ids"], batch["types"], batch["lengths"])
        pooled = self.bert.pooled(x[batch["whole"]])
        return {
            "words": self.word_losses(x.flatten(0, 1)[batch["masked"]], batch["words"]),
            "followers": self.word_losses(pooled, batch["followers"]),
            "pairs": F.cross_entropy(self.cls["seq_relationship"](pooled), batch["altered"], reduction="none"),
        }

    def word_losses(self, hidden, words):
        logits = self.cls["predictions"](hidden, self.bert.embeddings.word_embeddings.weight)
        return F.cross_entropy(logits, words, reduction="none", ignore_index=NO_WORD)[words != NO_WORD]


def save_model(model: BertForPreTraining, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    c = model.config
    config = {
        "model_type": "bert",
        "architectures": ["BertForPreTraining"],
        **asdict(c),
        "intermediate_size": 4 * c.hidden_size,
        "hidden_act": "gelu_new",
        "hidden_dropout_prob": 0.0,
        "attention_probs_dropout_prob": 0.0,
        "tie_word_embeddings": True,
        "torch_dtype": "float16",
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    write_safetensors(folder / "model.safetensors", model.state_dict())
