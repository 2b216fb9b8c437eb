"""Pretrains an encoder by masked words and by pairs, on the token files that tools/tokenizer/encode.ts writes.

    python3 tools/pretrain/masked.py --data DIR DIR/reasons --tokenizer public/models/nano/tokenizer.json \
        --out public/models/encoder --checkpoint encoder.pt --log encoder.jsonl

A text is two pieces that follow each other in a document: `[CLS] first [SEP] second [SEP]`. In most texts words are masked, more
of them in the second piece and most where the word stands in the first, too. The others are whole. In some of them the second
piece is altered, and the pooler has to tell which; where it is not, the pooler has to tell the first word of what follows in
the document. Seeded, and goes on from its checkpoint, as pretrain.py does.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from bert import NO_WORD, BertForPreTraining, Config, save_model
from gpt2 import END_OF_TEXT
from training import Progress, adamw, learning_rate, update

EVALUATE_EVERY = 500
HELD_OUT_BATCHES = 16
MARKS = ["[CLS]", "[SEP]", "[PAD]", "[MASK]"]
"""Tokens of a text with its marks, and of one in LONG_EVERY batches."""
SHORT, LONG, LONG_EVERY = 56, 128, 16
"""Share of a text's words that are masked, drawn anew for each: of the second piece; of the first as a multiple of that, and of
words of the second that stand in the first."""
RATES, FIRST, REPEATED = (0.05, 0.3), 0.5, 1.5
"""Share of the whole texts that are altered."""
ALTERED = 0.2


def add_marks(tokenizer: dict) -> list:
    """Adds the marks of an encoder behind a tokenizer's tokens; their ids."""
    first = len(tokenizer["model"]["vocab"])
    plain = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    for i, mark in enumerate(MARKS):
        tokenizer["model"]["vocab"][mark] = first + i
        tokenizer["added_tokens"].append({"id": first + i, "content": mark, **plain})
    return list(range(first, first + len(MARKS)))


class Pieces:
    """Draws texts from a file of token ids."""

    def __init__(self, file: Path, tokenizer: dict):
        vocab = tokenizer["model"]["vocab"]
        text = {i: token for token, i in vocab.items()}
        self.cls, self.sep, self.pad, self.mask = (vocab[mark] for mark in MARKS)
        self.ids = np.fromfile(file, dtype="<u2").astype(np.int64)
        size = len(text)
        is_start = np.array([text[i][0] in "ĠĊ" or not text[i][0].isalnum() for i in range(size)])
        is_word = np.array([text[i].strip("Ġ")[:1].isalnum() for i in range(size)])
        ends_word = np.array([not text[i][-1].isalnum() for i in range(size)])
        is_stop = np.array([text[i][-1] in ".?!Ċ" or text[i][-2:] in ('."', '?"', '!"') for i in range(size)])
        """A token without the space before it, as at a text's beginning."""
        self.bare = np.array([vocab.get(text[i].lstrip("ĠĊ") or text[i], i) for i in range(size)])
        """Kinds of first tokens of words: names, numbers, others."""
        self.kind = np.array(
            [1 if text[i].strip("Ġ")[:1].isupper() else 2 if text[i].strip("Ġ")[:1].isdigit() else 0 for i in range(size)]
        )
        after = np.concatenate([[True], ends_word[self.ids[:-1]]])
        self.word_starts = is_start[self.ids] | after
        self.words = is_word[self.ids]
        stops = is_stop[self.ids] & ~np.append(is_stop[self.ids[1:]], False)
        bounds = stops | (self.ids == END_OF_TEXT) | np.append(self.ids[1:] == END_OF_TEXT, True)
        self.cuts = np.flatnonzero(bounds) + 1
        self.ends = self.ids[np.minimum(self.cuts, len(self.ids) - 1)] == END_OF_TEXT
        """Where words begin that follow the same two tokens, those together."""
        at = np.flatnonzero(self.word_starts & self.words)
        at = at[at >= 2]
        key = self.ids[at - 1] * size + self.ids[at - 2]
        order = np.argsort(key, kind="stable")
        self.follow_keys, self.follow_at = key[order], at[order]
        self.size = size

    def word(self, at: int) -> np.ndarray:
        end = at + 1
        while end < len(self.ids) and not self.word_starts[end] and self.words[end]:
            end += 1
        return self.ids[at:end]

    def drawn(self, rng, most: int):
        """Begin, middle and end of two pieces of one document, of at most `most` tokens."""
        reach = 2 if most < LONG else 6
        while True:
            c = int(rng.integers(1, len(self.cuts) - 1))
            if self.ends[c] or self.ids[self.cuts[c] - 1] == END_OF_TEXT:
                continue
            first, last = c, c
            for _ in range(int(rng.integers(1, reach + 1))):
                if first > 0 and self.ids[self.cuts[first] - 1] != END_OF_TEXT:
                    first -= 1
            for _ in range(int(rng.integers(1, reach + 1))):
                if last < len(self.cuts) - 1 and not self.ends[last] or last == c:
                    last += 1
            begin, middle, end = int(self.cuts[first]), int(self.cuts[c]), int(self.cuts[last])
            if end >= len(self.ids) or middle == begin or end == middle:
                continue
            begin = max(begin, middle - most // 2)
            end = min(end, begin + most)
            if END_OF_TEXT not in self.ids[begin:end]:
                return begin, middle, end

    def altered(self, rng, begin: int, middle: int, end: int) -> np.ndarray:
        """The second piece, one of its words another one of its kind from the first piece, or one that elsewhere follows the same
        two tokens; or the second piece of another text."""
        way = rng.random()
        at = np.flatnonzero(self.word_starts[middle:end] & self.words[middle:end]) + middle
        if way > 0.15 and len(at):
            for _ in range(8):
                p = int(rng.choice(at))
                old = self.word(p)
                if way < 0.6:
                    others = np.flatnonzero(self.word_starts[begin:end] & self.words[begin:end]) + begin
                    others = others[self.kind[self.ids[others]] == self.kind[self.ids[p]]]
                else:
                    key = self.ids[p - 1] * self.size + self.ids[p - 2]
                    low, high = np.searchsorted(self.follow_keys, (key, key + 1))
                    others = self.follow_at[low:high]
                if not len(others):
                    continue
                new = self.word(int(rng.choice(others)))
                if not np.array_equal(self.bare[new], self.bare[old]):
                    return np.concatenate([self.ids[middle:p], new, self.ids[p + len(old) : end]])
        _, other, stop = self.drawn(rng, SHORT)
        return self.ids[other:stop]

    def follower(self, end: int) -> int:
        """The first word at or after `end` in the same document; none: NO_WORD."""
        for token in range(end, min(end + 4, len(self.ids))):
            if self.ids[token] == END_OF_TEXT:
                break
            if self.words[token]:
                return int(self.bare[self.ids[token]])
        return NO_WORD

    def text(self, rng, most: int, is_whole: bool):
        """Ids, segments, where words are masked with what stood there, whether the piece is altered (None: not to be told), and the
        first word of what follows (NO_WORD: not to be told)."""
        begin, middle, end = self.drawn(rng, most - 3)
        follower = NO_WORD
        a, b = self.ids[begin:middle].copy(), self.ids[middle:end].copy()
        masked, words, is_altered = np.zeros(0, int), np.zeros(0, int), None
        if is_whole:
            is_altered = int(rng.random() < ALTERED)
            if is_altered:
                b = self.altered(rng, begin, middle, end)[: most - 3 - len(a)]
            else:
                for _ in range(20):
                    follower = self.follower(end)
                    if follower != NO_WORD:
                        break
                    begin, middle, end = self.drawn(rng, most - 3)
                    a, b = self.ids[begin:middle].copy(), self.ids[middle:end].copy()
        else:
            starts = self.word_starts[begin:end].copy()
            starts[[0, middle - begin]] = True
            number = np.cumsum(starts) - 1
            seen = set(self.bare[a].tolist())
            rate = rng.uniform(*RATES)
            chance = np.full(number[-1] + 1, rate)
            chance[: number[middle - begin]] *= FIRST
            for i in range(number[middle - begin], number[-1] + 1):
                tokens = np.concatenate([a, b])[number == i]
                if self.words[begin:end][number == i].any() and all(t in seen for t in self.bare[tokens].tolist()):
                    chance[i] *= REPEATED
            chosen = np.flatnonzero(rng.random(len(chance))[number] < chance[number])
            both = np.concatenate([a, b])
            words = both[chosen]
            shown = rng.random(len(chosen))
            both[chosen[shown < 0.85]] = self.mask
            random = chosen[shown > 0.93]
            both[random] = rng.integers(1, self.cls, len(random))
            # With the mark before each piece.
            masked = chosen + 1 + (chosen >= len(a))
            a, b = both[: len(a)], both[len(a) :]
        if len(a) and a[0] != self.mask:
            a[0] = self.bare[a[0]]
        if len(b) and b[0] != self.mask:
            b[0] = self.bare[b[0]]
        ids = np.concatenate([[self.cls], a, [self.sep], b, [self.sep]])
        types = np.concatenate([np.zeros(len(a) + 2, int), np.ones(len(b) + 1, int)])
        return ids, types, masked, words, is_altered, follower


def rounded(count: int, to: int) -> int:
    """Up to a multiple: processors prepare for each shape anew."""
    return -(-count // to) * to


def batch_of(sources: list, count: int, seed: tuple, most: int, whole: float) -> dict:
    """`count` texts, as many of each source, as the model takes them."""
    rng = np.random.default_rng(seed)
    texts = [sources[i % len(sources)].text(rng, most, i < whole * count) for i in range(count)]
    length = rounded(max(len(ids) for ids, *_ in texts), 8)
    ids = np.full((count, length), sources[0].pad)
    types = np.zeros((count, length), int)
    for row, (text, segments, *_) in enumerate(texts):
        ids[row, : len(text)], types[row, : len(text)] = text, segments
    masked = np.concatenate([row * length + at for row, (_, _, at, *_) in enumerate(texts)])
    words = np.concatenate([words for _, _, _, words, *_ in texts])
    unused = rounded(len(words), 32) - len(words)
    as_tensor = lambda values: torch.from_numpy(np.asarray(values, dtype=np.int64))
    return {
        "ids": as_tensor(ids),
        "types": as_tensor(types),
        "lengths": as_tensor([len(text) for text, *_ in texts]),
        "masked": as_tensor(np.append(masked, np.zeros(unused))),
        "words": as_tensor(np.append(words, np.full(unused, NO_WORD))),
        "whole": as_tensor([row for row, text in enumerate(texts) if text[4] is not None]),
        "altered": as_tensor([text[4] for text in texts if text[4] is not None]),
        "followers": as_tensor([text[5] for text in texts if text[4] is not None]),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    for name, kind, default in [
        ("tokenizer", Path, None), ("out", Path, None), ("checkpoint", Path, None), ("log", Path, None),
        ("layers", int, 4), ("width", int, 96), ("heads", int, 3), ("steps", int, 20000),
        ("batch", int, 32), ("learning-rate", float, 1.5e-3), ("warmup", int, 500), ("weight-decay", float, 0.01),
        ("whole", float, 0.5), ("seed", int, 1), ("threads", int, 1),
    ]:
        parser.add_argument("--" + name, type=kind, default=default, required=default is None)
    args = parser.parse_args()

    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    tokenizer = json.loads(args.tokenizer.read_text())
    _, _, pad, _ = add_marks(tokenizer)
    model = BertForPreTraining(Config(args.layers, args.width, args.heads, len(tokenizer["model"]["vocab"]), pad))
    optimizer = adamw(model, args.weight_decay)
    train, held_out = ([Pieces(folder / name, tokenizer) for folder in args.data] for name in ("train.bin", "heldout.bin"))
    fixed = {
        name: [batch_of(sources, args.batch, (0, i), SHORT, args.whole) for i in range(HELD_OUT_BATCHES)]
        for name, sources in (("train", train), ("heldout", held_out))
    }

    progress = Progress(args.checkpoint, args.log, model, optimizer)
    for step in range(progress.step, args.steps):
        rate = learning_rate(step, args.steps, args.warmup, args.learning_rate)
        is_long = step % LONG_EVERY == LONG_EVERY - 1
        batch = batch_of(train, args.batch // 2 if is_long else args.batch, (args.seed, step + 1), LONG if is_long else SHORT, args.whole)
        # Processors with bfloat16 are several times as fast in it; weights and optimizer stay in float32.
        with torch.autocast("cpu", torch.bfloat16):
            loss = sum(losses.mean() for losses in model.losses(batch).values())
        update(model, optimizer, loss, rate)

        done = step + 1
        if done % EVALUATE_EVERY == 0 or done == args.steps:
            entry = {"step": done, "learning_rate": round(rate, 6)}
            with torch.no_grad():
                for name, batches in fixed.items():
                    losses = [model.losses(batch) for batch in batches]
                    entry[name] = {
                        kind: round(torch.cat([l[kind] for l in losses]).mean().item(), 4) for kind in losses[0]
                    }
            progress.keep(entry)
    save_model(model, args.out)
    (args.out / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
