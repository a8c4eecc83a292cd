"""PyTorch as a contestant of the benchmarks, from Python.

A line of JSON on standard input is a request (prepare, run or outcome), a line on standard output
its answer; contest/Request.java says what they hold. The numbers are those of Workload.numbers.
"""

import json
import math
import sys
import time

LOOKUP_BATCHES = 16
LOOKUP_TWICE = 16


def start():
    """Imports what may be missing, and says so as an answer would."""
    global np, torch, F
    try:
        import numpy as np
        import torch
        import torch.nn.functional as F
    except ImportError as e:
        return f"{sys.executable}: {e}"
    threads = [int(a.split("=")[1]) for a in sys.argv if a.startswith("--threads=")]
    torch.set_num_threads(threads[0] if threads else 1)
    return None


class Workload:
    def __init__(self, request):
        self.kind = request["kind"]
        self.sizes = request["sizes"]
        self.dtype = getattr(torch, request["dtype"])
        self.seed = request["seed"]
        self.rate = request["rate"]

    def numbers(self, stream, n):
        """The first n doubles of java.util.SplittableRandom, between -1 and 1, as floats."""
        with np.errstate(over="ignore"):
            golden = np.uint64(0x9E3779B97F4A7C15)
            seed = np.uint64((self.seed + stream) % 2**64)
            z = seed + golden * np.arange(1, n + 1, dtype=np.uint64)
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            z = z ^ (z >> np.uint64(31))
        unit = (z >> np.uint64(11)).astype(np.float64) * 2.0**-53
        return (unit * 2.0 - 1.0).astype(np.float32).astype(np.float64)

    def tensor(self, stream, *shape, factor=1.0):
        x = self.numbers(stream, math.prod(shape)).reshape(shape)
        return torch.from_numpy(x).to(self.dtype) * factor

    def rows(self, n):
        return [self.tensor(i, *self.sizes[:2]) for i in range(n)]

    def below(self, bound, stream, n):
        where = (self.numbers(stream, n) + 1) / 2 * bound
        return torch.from_numpy(where.astype(np.int64))

    def labels(self, n):
        return torch.arange(n) % max(1, n // 8)

    def ids(self, batch):
        n = self.sizes[2]
        where = self.numbers(2 + batch, n)
        rows = ((where + 1) / 2 * self.sizes[0]).astype(np.int64)
        rows[n - LOOKUP_TWICE :] = rows[:LOOKUP_TWICE]
        return torch.from_numpy(rows)


def value(f):
    """A task without gradients."""

    def run():
        with torch.no_grad():
            return f()

    return run, lambda: [run()]


def gradients(f, *inputs):
    """A function and the gradients of its inputs, which are cleared before each run."""
    for x in inputs:
        x.requires_grad_(True)

    def run():
        for x in inputs:
            x.grad = None
        y = f(*inputs)
        y.backward()
        return y

    return run, lambda: [run()] + [x.grad for x in inputs]


def step(optimizer, loss, parameters):
    """A step of an optimizer."""

    def run():
        optimizer.zero_grad()
        y = loss()
        y.backward()
        optimizer.step()
        return y

    return run, lambda: [run()] + [p.grad for p in parameters]


def scalar_chain(x, n):
    y = x
    for i in range(n):
        y = y * x if i % 2 == 0 else y + x
    return y


def vector_chain(x, n):
    y = x
    for i in range(n):
        turn = i % 4
        y = y * x if turn == 0 else y + x if turn == 1 else y.relu() if turn == 2 else y * 0.5
    return y.sum()


def by_hand(a, p, n):
    return ((a - p).norm(2, 1) - (a - n).norm(2, 1) + 1).relu().mean()


class SemiHard:
    """TensorFlow Addons' semi-hard loss on the rows of positive pairs, found once."""

    def __init__(self, labels):
        same = labels.unsqueeze(1) == labels.unsqueeze(0)
        self.diagonal = torch.eye(len(labels), dtype=torch.bool)
        pairs = (same & ~self.diagonal).nonzero()
        self.anchors = pairs[:, 0].contiguous()
        self.positives = pairs[:, 1].contiguous()
        self.negatives = (~same).index_select(0, self.anchors)

    def __call__(self, x):
        d = self.distances(x)
        flat = d.reshape(-1)
        row = self.anchors * d.size(0)
        near = flat.index_select(0, row + self.positives)
        far = flat.index_select(0, row + self.chosen(d.detach(), near.detach()))
        return (near - far + 1).clamp_min(0).mean()

    def chosen(self, d, near):
        """The nearest negative farther than the positive; the farthest if there is none."""
        rows = d.index_select(0, self.anchors)
        farther = self.negatives & (rows > near.unsqueeze(1))
        nearest = rows.masked_fill(~farther, 1e30).argmin(1)
        farthest = rows.masked_fill(~self.negatives, -1).argmax(1)
        return torch.where(farther.any(1), nearest, farthest)

    def distances(self, x):
        squares = (x * x).sum(1)
        s = (squares.unsqueeze(1) + squares.unsqueeze(0) - 2 * (x @ x.t())).clamp_min(0)
        zero = (s <= 0) | self.diagonal
        return s.masked_fill(zero, 1).sqrt().masked_fill(zero, 0)


def training_step(w):
    inner, hidden, out, batch = w.sizes
    x = w.tensor(0, batch, inner)
    semi_hard = SemiHard(w.labels(batch))
    first, second = 1 / math.sqrt(inner), 1 / math.sqrt(hidden)
    p = [
        w.tensor(1, hidden, inner, factor=first),
        w.tensor(2, hidden, factor=first),
        w.tensor(3, out, hidden, factor=second),
        w.tensor(4, out, factor=second),
    ]
    for parameter in p:
        parameter.requires_grad_(True)
    adam = torch.optim.Adam(p, lr=w.rate)
    return step(adam, lambda: semi_hard(F.linear(F.linear(x, p[0], p[1]).relu(), p[2], p[3])), p)


def lookup_step(w):
    table = w.tensor(0, *w.sizes[:2]).requires_grad_(True)
    target = w.tensor(1, w.sizes[2], w.sizes[1])
    sgd = torch.optim.SGD([table], lr=w.rate)
    batches = [w.ids(i) for i in range(LOOKUP_BATCHES)]
    turn = [0]

    def run():
        turn[0] = (turn[0] + 1) % LOOKUP_BATCHES
        sgd.zero_grad()
        away = F.embedding(batches[turn[0]], table, sparse=True) - target
        y = (away * away).sum(-1).mean()
        y.backward()
        sgd.step()
        return y

    def outcome():
        y = run()
        return [y, table.detach().index_select(0, batches[turn[0]])]

    return run, outcome


def moved(w, names_and_shapes, spread):
    """An encoder's weights, in the order of their names, around 1 for the scales of norms."""
    p = {}
    for stream, (name, shape) in enumerate(sorted(names_and_shapes.items())):
        drawn = w.tensor(stream, *shape, factor=spread)
        p[name] = drawn + 1 if name.endswith("LayerNorm.weight") else drawn
    return p


def encoder_weights(w):
    layers, hidden, _, inner = w.sizes[:4]
    shapes = {
        "embeddings.word_embeddings.weight": (PIECES, hidden),
        "embeddings.position_embeddings.weight": (POSITIONS, hidden),
        "embeddings.token_type_embeddings.weight": (2, hidden),
    }
    norms = ["embeddings.LayerNorm"]
    for i in range(layers):
        layer = f"encoder.layer.{i}."
        products = {
            "attention.self.query": (hidden, hidden),
            "attention.self.key": (hidden, hidden),
            "attention.self.value": (hidden, hidden),
            "attention.output.dense": (hidden, hidden),
            "intermediate.dense": (inner, hidden),
            "output.dense": (hidden, inner),
        }
        for name, shape in products.items():
            shapes[layer + name + ".weight"] = shape
            shapes[layer + name + ".bias"] = shape[:1]
        norms += [layer + "attention.output.LayerNorm", layer + "output.LayerNorm"]
    for norm in norms:
        shapes[norm + ".weight"] = shapes[norm + ".bias"] = (hidden,)
    return moved(w, shapes, 0.05)


def split(x, heads):
    return x.view(*x.shape[:2], heads, -1).transpose(1, 2)


def layer(x, p, heads):
    """p gives weight and bias of a part."""
    hidden = x.shape[-1]
    q, k, v = (split(F.linear(x, *p(f"attention.self.{n}")), heads) for n in NAMES)
    attended = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(x.shape)
    a = F.linear(attended, *p("attention.output.dense")) + x
    a = F.layer_norm(a, (hidden,), *p("attention.output.LayerNorm"), EPSILON)
    inner = F.gelu(F.linear(a, *p("intermediate.dense")))
    y = F.linear(inner, *p("output.dense")) + a
    return F.layer_norm(y, (hidden,), *p("output.LayerNorm"), EPSILON)


NAMES = ("query", "key", "value")
PIECES, POSITIONS, EPSILON = 30522, 512, 1e-12
IDS, TARGET = 1000, 1001


def encoder(w):
    """The weights, and the function of them."""
    layers, hidden, heads, _, batch, length = w.sizes
    weights = encoder_weights(w)
    ids = w.below(PIECES, IDS, batch * length).view(batch, length)
    segments = torch.zeros_like(ids)
    places = torch.arange(length)

    def apply(ids=ids):
        table = lambda name: weights[f"embeddings.{name}_embeddings.weight"]
        x = F.embedding(ids, table("word")) + F.embedding(segments, table("token_type"))
        x = x + F.embedding(places, table("position"))
        pair = lambda name: (weights[name + ".weight"], weights[name + ".bias"])
        x = F.layer_norm(x, (hidden,), *pair("embeddings.LayerNorm"), EPSILON)
        for i in range(layers):
            x = layer(x, lambda name: pair(f"encoder.layer.{i}.{name}"), heads)
        return x

    return weights, apply


def encoder_step(w):
    weights, apply = encoder(w)
    for p in weights.values():
        p.requires_grad_(True)
    target = w.tensor(TARGET, w.sizes[4], w.sizes[1])
    adam = torch.optim.AdamW(list(weights.values()), lr=w.rate, weight_decay=0.01)

    def loss():
        away = apply().mean(1) - target
        return (away * away).sum(-1).mean()

    last = f"encoder.layer.{w.sizes[0] - 1}.output.dense.weight"
    shown = [weights["encoder.layer.0.attention.self.query.weight"], weights[last]]
    return step(adam, loss, shown)


def transformer(w):
    hidden, heads, inner, batch, length = w.sizes
    x = w.tensor(0, batch, length, hidden)
    p = []
    for i, o in [(hidden, hidden)] * 4 + [(hidden, inner), (inner, hidden)]:
        p.append(w.tensor(len(p) + 1, o, i, factor=1 / math.sqrt(i)))
        p.append(w.tensor(len(p) + 1, o, factor=1 / math.sqrt(i)))
    p += [w.tensor(len(p) + 1 + i, hidden) for i in range(4)]
    parts = [f"attention.self.{n}" for n in NAMES] + ["attention.output.dense"]
    parts += ["intermediate.dense", "output.dense"]
    parts += ["attention.output.LayerNorm", "output.LayerNorm"]

    def loss(x, *p):
        y = layer(x, lambda name: p[2 * parts.index(name) : 2 * parts.index(name) + 2], heads)
        return (y * y).mean()

    return gradients(loss, x, *p)


def conv_step(w):
    side, c1, c2, classes, batch = w.sizes
    x = w.tensor(0, batch, 1, side, side)
    labels = torch.arange(batch) % classes
    pooled = ((side - 4) // 2 - 4) // 2
    p = []
    for shape in [(c1, 1, 5, 5), (c2, c1, 5, 5), (classes, c2 * pooled * pooled)]:
        factor = 1 / math.sqrt(math.prod(shape[1:]))
        p.append(w.tensor(len(p) + 1, *shape, factor=factor))
        p.append(w.tensor(len(p) + 1, shape[0], factor=factor))
    for parameter in p:
        parameter.requires_grad_(True)

    def loss():
        y = F.max_pool2d(F.conv2d(x, p[0], p[1]).relu(), 2)
        y = F.max_pool2d(F.conv2d(y, p[2], p[3]).relu(), 2)
        return F.cross_entropy(F.linear(y.flatten(1), p[4], p[5]), labels)

    return step(torch.optim.Adam(p, lr=w.rate), loss, p)


def bag_step(w):
    rows, width, classes, batch, words = w.sizes
    table = w.tensor(0, rows, width).requires_grad_(True)
    factor = 1 / math.sqrt(width)
    p = [w.tensor(1, classes, width, factor=factor), w.tensor(2, classes, factor=factor)]
    for parameter in p:
        parameter.requires_grad_(True)
    ids, starts = w.below(rows, 3, batch * words), torch.arange(batch) * words
    labels = torch.arange(batch) % classes

    def loss():
        means = F.embedding_bag(ids, table, starts, mode="mean", sparse=True)
        return F.cross_entropy(F.linear(means, p[0], p[1]), labels)

    return step(torch.optim.SGD([table, *p], lr=w.rate), loss, p)


def triplet_step(w):
    x = [t.requires_grad_(True) for t in w.rows(3)]
    return step(torch.optim.SGD(x, lr=w.rate), lambda: by_hand(*x), x)


def prepare(w):
    kind, size = w.kind, w.sizes
    if kind == "SCALAR_CHAIN":
        return gradients(lambda x: scalar_chain(x, size[0]), w.tensor(0, 1, factor=0.5))
    if kind == "VECTOR_CHAIN":
        return gradients(lambda x: vector_chain(x, size[0]), w.tensor(0, size[1], factor=0.5))
    if kind == "TRIPLET":
        return gradients(F.triplet_margin_loss, *w.rows(3))
    if kind == "TRIPLET_BY_HAND":
        return gradients(by_hand, *w.rows(3))
    if kind == "TRIPLET_STEP":
        return triplet_step(w)
    if kind == "SEMI_HARD":
        return gradients(SemiHard(w.labels(size[0])), *w.rows(1))
    if kind == "MULTI_MARGIN":
        targets = torch.arange(size[0]) % size[1]
        return gradients(lambda x: F.multi_margin_loss(x, targets), *w.rows(1))
    if kind == "TRAINING_STEP":
        return training_step(w)
    if kind == "LOOKUP_STEP":
        return lookup_step(w)
    if kind == "ENCODER":
        return value(encoder(w)[1])
    if kind == "ENCODER_STEP":
        return encoder_step(w)
    if kind == "TRANSFORMER":
        return transformer(w)
    if kind == "CONV_STEP":
        return conv_step(w)
    if kind == "BAG_STEP":
        return bag_step(w)
    if kind.startswith("MATMUL"):
        a, b = w.tensor(0, size[0], size[0]), w.tensor(1, size[0], size[0])
        a = a.t() if kind == "MATMUL_AT" else a
        b = b.t() if kind == "MATMUL_BT" else b
        return value(lambda: torch.matmul(a, b))
    if kind == "SOFTMAX":
        x = w.tensor(0, *size)
        return value(lambda: x.softmax(-1))
    if kind == "LAYER_NORM":
        x, weight, bias = w.tensor(0, *size), w.tensor(1, size[1]), w.tensor(2, size[1])
        return value(lambda: F.layer_norm(x, (size[1],), weight, bias, 1e-5))
    x, y = w.tensor(0, size[0]), w.tensor(1, size[0])
    elementwise = {
        "ADD": lambda: x + y,
        "EXP": x.exp,
        "TANH": x.tanh,
        "SUM": x.sum,
        "MAX": x.max,
    }
    return value(elementwise[kind]) if kind in elementwise else None


def write(parts, path):
    flat = [p.detach().to(torch.float64).reshape(-1).numpy() for p in parts]
    np.concatenate(flat).astype("<f8").tofile(path)


def micros(run, times):
    begin = time.perf_counter_ns()
    for _ in range(times):
        run()
    return (time.perf_counter_ns() - begin) / 1e3 / times


def serve(start, prepare, name, write):
    """Answers requests until there are no more."""
    absent = start()
    task = None
    for line in sys.stdin:
        request = json.loads(line)
        if absent:
            answer = {"absent": absent}
        elif request.get("prepare"):
            task = prepare(request["prepare"])
            answer = {"name": name(), "none": task is None}
        elif request.get("run"):
            answer = {"micros": micros(task[0], request["run"])}
        else:
            write(task[1](), request["outcome"])
            answer = {}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    serve(start, lambda r: prepare(Workload(r)), lambda: f"PyTorch {torch.__version__}", write)
