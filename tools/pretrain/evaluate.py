"""Measures a base model: loss in nats per token beside n-gram baselines, how much of the held-out text stands in the
training text, copying, and sample text.

    python3 tools/pretrain/evaluate.py --data DIR --model public/models/nano --probes probes.json

Losses are means over the same windows of 128 tokens, each beginning where the last ended. The n-gram baselines are
fitted to the whole of the training tokens.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
import torch

from gpt2 import END_OF_TEXT, load_model

LENGTH = 128
WINDOWS = 1000
DISCOUNT = 0.75


def model_loss(model, ids: np.ndarray) -> float:
    count = min(WINDOWS, (len(ids) - 1) // LENGTH)
    total = 0.0
    for i in range(count):
        window = torch.from_numpy(ids[i * LENGTH : (i + 1) * LENGTH + 1].astype(np.int64))
        total += model.losses(window[None]).mean().item()
    return total / count


class NGram:
    """Absolute discounting with interpolation (Ney et al. 1994) down to an add-one unigram."""

    def __init__(self, ids: np.ndarray, order: int, vocab: int):
        self.vocab = vocab
        self.tables = []
        for n in range(1, order + 1):
            keys = self.keys(ids, n)
            grams, counts = np.unique(keys, return_counts=True)
            contexts, first, kinds = np.unique(grams // vocab, return_index=True, return_counts=True)
            totals = np.add.reduceat(counts, first)
            self.tables.append((grams, counts, contexts, totals, kinds))

    def keys(self, ids: np.ndarray, n: int) -> np.ndarray:
        """Each run of n tokens as one number, its last token in the lowest place."""
        ids = ids.astype(np.int64)
        keys = np.zeros(len(ids) - n + 1, dtype=np.int64)
        for i in range(n):
            keys = keys * self.vocab + ids[i : len(ids) - n + 1 + i]
        return keys

    def loss(self, ids: np.ndarray) -> float:
        order = len(self.tables)
        p = None
        for n, (grams, counts, contexts, totals, kinds) in enumerate(self.tables, 1):
            keys = self.keys(ids, n)[order - n :]
            if n == 1:
                found = np.searchsorted(grams, keys)
                seen = np.where(grams[np.minimum(found, len(grams) - 1)] == keys, counts[np.minimum(found, len(grams) - 1)], 0)
                p = (seen + 1) / (totals[0] + self.vocab)
                continue
            at = np.minimum(np.searchsorted(grams, keys), len(grams) - 1)
            seen = np.where(grams[at] == keys, counts[at], 0)
            context = np.minimum(np.searchsorted(contexts, keys // self.vocab), len(contexts) - 1)
            known = contexts[context] == keys // self.vocab
            total, kind = totals[context], kinds[context]
            backed_off = np.maximum(seen - DISCOUNT, 0) / total + DISCOUNT * kind / total * p
            p = np.where(known, backed_off, p)
        return float(-np.log(p).mean())


def overlap(train: np.ndarray, held_out: np.ndarray, n: int) -> float:
    """Share of the held-out runs of n tokens that stand somewhere in the training tokens. Equal by hash, of 64 bits."""

    def hashes(ids: np.ndarray) -> np.ndarray:
        values = np.zeros(len(ids) - n + 1, dtype=np.uint64)
        for i in range(n):
            values = values * np.uint64(6364136223846793005) + ids[i : len(ids) - n + 1 + i].astype(np.uint64) + np.uint64(1)
        return values

    return float(np.isin(hashes(held_out), hashes(train)).mean())


def copying(model, probes: list) -> dict:
    """Mean loss on the tokens of a new name at its first mention and at later ones."""
    sums, counts = Counter(), Counter()
    for probe in probes:
        losses = model.losses(torch.tensor([probe["ids"]]))[0]
        for mention in ("first", "again"):
            for position in probe[mention]:
                sums[mention] += losses[position - 1].item()
                counts[mention] += 1
    return {mention: sums[mention] / counts[mention] for mention in sums}


class Decoder:
    """Token ids to text, by GPT-2's byte alphabet."""

    def __init__(self, tokenizer: dict):
        prints = [b for b in range(256) if 33 <= b <= 126 or 161 <= b <= 172 or b >= 174]
        others = [b for b in range(256) if b not in prints]
        byte = {chr(b): b for b in prints} | {chr(256 + i): b for i, b in enumerate(others)}
        vocab = tokenizer["model"]["vocab"]
        self.bytes = {i: bytes(byte[c] for c in token) for token, i in vocab.items() if i != END_OF_TEXT}

    def __call__(self, ids: list) -> str:
        return b"".join(self.bytes[i] for i in ids).decode("utf-8", "replace")


def sample(model, seed: int, temperature: float = 0.7) -> list:
    generator = torch.Generator().manual_seed(seed)
    ids = [END_OF_TEXT]
    while len(ids) < LENGTH:
        logits = model(torch.tensor([ids]))[0, -1] / temperature
        chosen = torch.multinomial(logits.softmax(-1), 1, generator=generator).item()
        if chosen == END_OF_TEXT:
            break
        ids.append(chosen)
    return ids[1:]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--probes", type=Path, required=True)
    args = parser.parse_args()

    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    model = load_model(args.model)
    train, held_out = (np.fromfile(args.data / name, dtype="<u2") for name in ("train.bin", "heldout.bin"))
    print("train loss    ", round(model_loss(model, train), 3))
    print("held-out loss ", round(model_loss(model, held_out), 3))
    for order, name in enumerate(("unigram", "bigram", "trigram", "4-gram", "5-gram"), 1):
        ngram = NGram(train, order, model.config.vocab_size)
        print(f"{name:14}", round(ngram.loss(held_out[: WINDOWS * LENGTH + 1]), 3))
    for n in (4, 8, 16, 32):
        print(f"overlap, {n:2}   ", round(overlap(train, held_out, n), 4))
    print("copying       ", {k: round(v, 3) for k, v in copying(model, json.loads(args.probes.read_text())).items()})
    decode = Decoder(json.loads((args.model / "tokenizer.json").read_text()))
    for seed in range(1, 5):
        print(f"\n--- sample {seed}\n{decode(sample(model, seed))}")


if __name__ == "__main__":
    main()
