"""What a practitioner waits for, in PyTorch: the other side of 'benchmarks.jar --practice'.

usage: practice.py text TEXTS.tsv.gz | conv MNIST-FOLDER ROUNDS | row CALLS

text: the whole recipe of 'capstan train text', start to end: vectors of words (those seen twice in training) summed by
their rarity, TensorFlow Addons' semi-hard triplet loss, Adam at 0.005 on all words, 4 epochs of batches of 16 classes
times 8 texts, recall@1 of the test texts after each, at the end MAP@R and the nearest training text too.
conv: seconds of each epoch of a small convolutional net on the 10,000 pictures, batches of 10 classes times 12, NT-Xent.
row: nanoseconds of single forward passes of 64-128-32 with a vector of length 1, p50 and p99.
"""

import gzip
import math
import os
import re
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

from recipe import semi_hard

SEED = 7


class Batches:
    """Of some classes, drawn anew for each batch, the next rows of their shuffled queues."""

    def __init__(self, y, most, rows):
        self.classes = [(y == c).nonzero()[:, 0] for c in y.unique()]
        self.each = rows // min(most, len(self.classes))
        self.count = min(most, len(self.classes))
        self.queues = [c[:0] for c in self.classes]
        self.per_epoch = max(1, len(y) // (self.each * self.count))

    def next(self):
        batch = []
        for i in torch.randperm(len(self.classes))[: self.count].tolist():
            if len(self.queues[i]) < self.each:
                rows = self.classes[i]
                self.queues[i] = rows[torch.randperm(len(rows))]
            batch.append(self.queues[i][: self.each])
            self.queues[i] = self.queues[i][self.each :]
        return torch.cat(batch)




def nt_xent(x, y, temperature=0.07):
    s = x @ x.t() / temperature
    same = y.unsqueeze(1) == y.unsqueeze(0)
    others = torch.logsumexp(s.masked_fill(same, -math.inf), 1, keepdim=True)
    positive = same & ~torch.eye(len(y), dtype=torch.bool)
    return (torch.logaddexp(s, others) - s)[positive].mean()


# --- text ------------------------------------------------------------------------------------------


def texts(file):
    train, test = [], []
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            part, category, _, definition = line.rstrip("\n").split("\t")
            words = re.findall(r"[^\W_]+", definition.lower())
            (train if part == "train" else test).append((category, words))
    return train, test


@torch.no_grad()
def recall(x, y):
    return (y[(x @ x.t()).fill_diagonal_(-2).argmax(1)] == y).double().mean().item()


@torch.no_grad()
def map_at_r(x, y):
    same = (y.unsqueeze(1) == y.unsqueeze(0)).sum(1) - 1
    most = int(same.max())
    order = (x @ x.t()).fill_diagonal_(-2).topk(most, dim=1).indices
    hits = (y[order] == y.unsqueeze(1)).double()
    hits = hits * (torch.arange(most) < same.unsqueeze(1))
    precision = hits.cumsum(1) / torch.arange(1, most + 1)
    return ((precision * hits).sum(1) / same).mean().item()


def text(file):
    torch.manual_seed(SEED)
    train, test = texts(file)
    counts, having = {}, {}
    for _, words in train:
        for word in words:
            counts[word] = counts.get(word, 0) + 1
        for word in set(words):
            having[word] = having.get(word, 0) + 1
    ids = {word: i for i, word in enumerate(sorted(w for w, n in counts.items() if n >= 2))}
    rarity = torch.tensor([math.log(len(train) / having[w]) for w in ids])
    classes = {c: i for i, c in enumerate(sorted({c for c, _ in train}))}

    def ready(rows):
        bags = [torch.tensor([ids[w] for w in words if w in ids], dtype=torch.long) for _, words in rows]
        return bags, torch.tensor([classes[c] for c, _ in rows])

    bags, y = ready(train)
    test_bags, test_y = ready(test)
    table = torch.nn.EmbeddingBag(len(ids), 64, mode="sum")
    torch.nn.init.normal_(table.weight, std=0.1)

    def model(some):
        flat = torch.cat(some)
        starts = torch.tensor([0] + [len(b) for b in some[:-1]]).cumsum(0)
        return F.normalize(table(flat, starts, per_sample_weights=rarity[flat]), dim=1)

    adam = torch.optim.Adam(table.parameters(), lr=5e-3)
    batches = Batches(y, 16, 128)
    for epoch in range(4):
        total = 0.0
        for _ in range(batches.per_epoch):
            batch = batches.next()
            adam.zero_grad()
            loss = semi_hard(model([bags[i] for i in batch.tolist()]), y[batch])
            loss.backward()
            adam.step()
            total += loss.item()
        with torch.no_grad():
            found = recall(model(test_bags), test_y)
        print(f"epoch {epoch + 1}: loss {total / batches.per_epoch:.4f}, recall@1 {found:.4f}")
    with torch.no_grad():
        x, z = model(bags), model(test_bags)
        nearest = (z @ x.t()).argmax(1)
        print(f"MAP@R {map_at_r(z, test_y):.4f}")
        print(f"1-NN accuracy {(y[nearest] == test_y).double().mean().item():.4f}")


# --- conv ------------------------------------------------------------------------------------------


def conv(folder, rounds):
    torch.manual_seed(SEED)

    def data(name, offset):
        with gzip.open(os.path.join(folder, name)) as file:
            return np.frombuffer(file.read(), np.uint8, offset=offset)

    y = torch.from_numpy(data("mnist10k-labels.idx1-ubyte.gz", 8).astype(np.int64))
    x = data("mnist10k-images.idx3-ubyte.gz", 16).astype(np.float32) / 255
    x = torch.from_numpy(x).reshape(len(y), 1, 28, 28)
    net = torch.nn.Sequential(
        torch.nn.Conv2d(1, 8, 3, padding=1),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(8, 16, 3, padding=1),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2),
        torch.nn.Flatten(),
        torch.nn.Linear(784, 64),
    )
    adam = torch.optim.Adam(net.parameters(), lr=1e-3)
    batches = Batches(y, 16, 128)
    for _ in range(int(rounds)):
        start, total = time.perf_counter(), 0.0
        for _ in range(batches.per_epoch):
            batch = batches.next()
            adam.zero_grad()
            loss = nt_xent(F.normalize(net(x[batch]), dim=1), y[batch])
            loss.backward()
            adam.step()
            total += loss.item()
        print(time.perf_counter() - start, total / batches.per_epoch, flush=True)


# --- row -------------------------------------------------------------------------------------------


@torch.inference_mode()
def row(calls):
    torch.set_num_threads(1)
    first, second = torch.nn.Linear(64, 128), torch.nn.Linear(128, 32)
    x = torch.rand(1, 64)
    took = []
    for i in range(2 * int(calls)):
        start = time.perf_counter_ns()
        F.normalize(second(first(x).relu()), dim=1)
        took.append(time.perf_counter_ns() - start)
    took = sorted(took[int(calls) :])
    print(took[len(took) // 2], took[len(took) * 99 // 100])


if __name__ == "__main__":
    {"text": text, "conv": conv, "row": row}[sys.argv[1]](*sys.argv[2:])
