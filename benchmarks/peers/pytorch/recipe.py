"""The training recipes of 'capstan train' in PyTorch: digits and mnist, start to end.

usage: recipe.py digits|mnist CAPSTAN.JAR MNIST-FOLDER REPORT.TXT

The same rows, network (linear, relu, linear, unit length), loss (TensorFlow Addons' semi-hard
triplet loss), optimizer (Adam, 0.001), batches (as many rows of each class as make 128 in all or
just fewer) and evaluation (recall@1 of the test rows after each epoch, at the end mean average
precision at R and the accuracy of the nearest training row too). The report is plain text.
"""

import gzip
import io
import os
import sys
import zipfile

import numpy as np
import torch
import torch.nn.functional as F

RECIPES = {"digits": (128, 32, 30, 16.0), "mnist": (256, 64, 10, 255.0)}
RESOURCES = "dev/capstan/examples/data/"
ROWS_PER_BATCH = 128
SEED = 7


def opener(name, jar, folder):
    if name == "digits":
        archive = zipfile.ZipFile(jar)
        return lambda file: archive.read(RESOURCES + file)
    return lambda file: open(os.path.join(folder, file), "rb").read()


def read(name, jar, folder):
    """Training rows and labels, test rows and labels."""
    file = opener(name, jar, folder)
    stem = "mnist10k" if name == "mnist" else name
    pixels = gzip.decompress(file(f"{stem}-images.idx3-ubyte.gz"))
    labels = gzip.decompress(file(f"{stem}-labels.idx1-ubyte.gz"))
    y = torch.from_numpy(np.frombuffer(labels, np.uint8, offset=8).astype(np.int64))
    x = np.frombuffer(pixels, np.uint8, offset=16).reshape(len(y), -1)
    x = torch.from_numpy(x.astype(np.float32) / RECIPES[name][3])
    split = io.StringIO(file(f"{name}-closed-split.txt").decode())
    test = torch.tensor([line.strip() == "1" for line in split if line.strip() in ("0", "1")])
    return x[~test], y[~test], x[test], y[test]


class Batches:
    """Of each class the next rows of its shuffled queue."""

    def __init__(self, y):
        self.y = y
        self.classes = [(y == c).nonzero()[:, 0] for c in y.unique()]
        self.each = ROWS_PER_BATCH // len(self.classes)
        self.queues = [c[:0] for c in self.classes]

    def __len__(self):
        return max(1, len(self.y) // (self.each * len(self.classes)))

    def next(self):
        batch = []
        for i, rows in enumerate(self.classes):
            if len(self.queues[i]) < self.each:
                self.queues[i] = rows[torch.randperm(len(rows))]
            batch.append(self.queues[i][: self.each])
            self.queues[i] = self.queues[i][self.each :]
        return torch.cat(batch)


def semi_hard(x, y):
    n = len(y)
    squares = (x * x).sum(1)
    s = (squares.unsqueeze(1) + squares.unsqueeze(0) - 2 * (x @ x.t())).clamp_min(0)
    eye = torch.eye(n, dtype=torch.bool)
    zero = (s <= 0) | eye
    d = s.masked_fill(zero, 1).sqrt().masked_fill(zero, 0)
    same = y.unsqueeze(1) == y.unsqueeze(0)
    anchors, positives = (same & ~eye).nonzero(as_tuple=True)
    near = d[anchors, positives]
    with torch.no_grad():
        rows, negatives = d[anchors], ~same[anchors]
        farther = negatives & (rows > near.unsqueeze(1))
        nearest = rows.masked_fill(~farther, 1e30).argmin(1)
        farthest = rows.masked_fill(~negatives, -1).argmax(1)
        chosen = torch.where(farther.any(1), nearest, farthest)
    return (near - d[anchors, chosen] + 1).clamp_min(0).mean()


@torch.no_grad()
def recall(model, x, y):
    e = model(x)
    d = torch.cdist(e, e).fill_diagonal_(float("inf"))
    return (y[d.argmin(1)] == y).double().mean().item()


@torch.no_grad()
def map_at_r(model, x, y):
    e = model(x)
    order = torch.cdist(e, e).fill_diagonal_(float("inf")).argsort(1)
    total = 0.0
    for i, row in enumerate(order):
        r = int((y == y[i]).sum()) - 1
        hits = (y[row[:r]] == y[i]).double()
        total += float((hits * hits.cumsum(0) / torch.arange(1, r + 1)).sum()) / r
    return total / len(y)


@torch.no_grad()
def accuracy(model, x, y, test_x, test_y):
    nearest = torch.cdist(model(test_x), model(x)).argmin(1)
    return (y[nearest] == test_y).double().mean().item()


def main(name, jar, folder, report):
    torch.manual_seed(SEED)
    hidden, dimension, epochs, _ = RECIPES[name]
    x, y, test_x, test_y = read(name, jar, folder)
    first, second = torch.nn.Linear(x.shape[1], hidden), torch.nn.Linear(hidden, dimension)

    def model(rows):
        return F.normalize(second(first(rows).relu()), dim=1)

    adam = torch.optim.Adam([*first.parameters(), *second.parameters()], lr=1e-3)
    batches = Batches(y)
    lines = [f"before: recall@1 {recall(model, test_x, test_y):.4f}"]
    for epoch in range(epochs):
        total = 0.0
        for _ in range(len(batches)):
            batch = batches.next()
            adam.zero_grad()
            loss = semi_hard(model(x[batch]), y[batch])
            loss.backward()
            adam.step()
            total += loss.item()
        found = recall(model, test_x, test_y)
        lines.append(f"epoch {epoch + 1}: loss {total / len(batches):.4f}, recall@1 {found:.4f}")
    lines.append(f"MAP@R {map_at_r(model, test_x, test_y):.4f}")
    lines.append(f"1-NN accuracy {accuracy(model, x, y, test_x, test_y):.4f}")
    with open(report, "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")
    print(lines[-3], lines[-2], lines[-1], sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
