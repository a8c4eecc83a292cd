"""JAX compiled as a whole (XLA on the CPU) as a contestant, beside peer.py and as it is.

Set against us where composed operations meet compiled ones: chains, triplets, a training step,
products and single operations.
"""

import math
import sys

import peer


def start():
    """Imports what may be missing, and says so as an answer would."""
    global np, jax, jnp
    try:
        import jax
        import jax.numpy as jnp
        import numpy as np
    except ImportError as e:
        return f"{sys.executable}: {e}"
    jax.config.update("jax_platforms", "cpu")
    jax.config.update("jax_enable_x64", True)
    peer.np = np
    return None


class Workload(peer.Workload):
    def __init__(self, request):
        self.kind = request["kind"]
        self.sizes = request["sizes"]
        self.dtype = request["dtype"]
        self.seed = request["seed"]
        self.rate = request["rate"]

    def tensor(self, stream, *shape, factor=1.0):
        x = self.numbers(stream, math.prod(shape)).reshape(shape).astype(self.dtype)
        return jnp.asarray(x * np.asarray(factor, self.dtype))

    def labels(self, n):
        return np.arange(n) % max(1, n // 8)


def value(f, *inputs):
    compiled = jax.jit(f)

    def run():
        return jax.block_until_ready(compiled(*inputs))

    return run, lambda: [run()]


def gradients(f, *inputs):
    compiled = jax.jit(jax.value_and_grad(f, tuple(range(len(inputs)))))

    def run():
        return jax.block_until_ready(compiled(*inputs))

    def outcome():
        y, g = run()
        return [y, *g]

    return run, outcome


def triplet(a, p, n):
    far = lambda x: jnp.sqrt(jnp.sum((a - x + 1e-6) ** 2, 1))
    return jnp.maximum(far(p) - far(n) + 1, 0).mean()


def by_hand(a, p, n):
    far = lambda x: jnp.sqrt(jnp.sum((a - x) ** 2, 1))
    return jnp.maximum(far(p) - far(n) + 1, 0).mean()


def semi_hard(labels):
    """As peer.SemiHard."""
    same = labels[:, None] == labels[None, :]
    diagonal = np.eye(len(labels), dtype=bool)
    anchors, positives = (same & ~diagonal).nonzero()
    negatives = ~same[anchors]

    def loss(x):
        squares = (x * x).sum(1)
        s = jnp.maximum(squares[:, None] + squares[None, :] - 2 * (x @ x.T), 0)
        zero = (s <= 0) | diagonal
        d = jnp.where(zero, 0, jnp.sqrt(jnp.where(zero, 1, s)))
        near = d[anchors, positives]
        rows = jax.lax.stop_gradient(d)[anchors]
        farther = negatives & (rows > jax.lax.stop_gradient(near)[:, None])
        nearest = jnp.where(farther, rows, 1e30).argmin(1)
        farthest = jnp.where(negatives, rows, -1).argmax(1)
        chosen = jnp.where(farther.any(1), nearest, farthest)
        return jnp.maximum(near - d[anchors, chosen] + 1, 0).mean()

    return loss


def training_step(w):
    inner, hidden, out, batch = w.sizes
    x = w.tensor(0, batch, inner)
    mined = semi_hard(w.labels(batch))
    first, second = 1 / math.sqrt(inner), 1 / math.sqrt(hidden)
    p = [
        w.tensor(1, hidden, inner, factor=first),
        w.tensor(2, hidden, factor=first),
        w.tensor(3, out, hidden, factor=second),
        w.tensor(4, out, factor=second),
    ]

    def loss(p):
        return mined(jax.nn.relu(x @ p[0].T + p[1]) @ p[2].T + p[3])

    def adam(p, m, v, t):
        y, g = jax.value_and_grad(loss)(p)
        m = [0.9 * m + 0.1 * g for m, g in zip(m, g)]
        v = [0.999 * v + 0.001 * g * g for v, g in zip(v, g)]
        one, two = 1 - 0.9**t, 1 - 0.999**t
        move = lambda p, m, v: p - (w.rate / one * m / (jnp.sqrt(v / two) + 1e-8)).astype(p.dtype)
        return y, g, [move(*each) for each in zip(p, m, v)], m, v, t + 1

    compiled = jax.jit(adam, donate_argnums=(0, 1, 2))
    zeros = lambda: [jnp.zeros_like(each) for each in p]
    state = [p, zeros(), zeros(), jnp.asarray(1.0, w.dtype)]

    def run():
        y, g, *state[:] = jax.block_until_ready(compiled(*state))
        return y, g

    def outcome():
        y, g = run()
        return [y, *g]

    return run, outcome


def prepare(w):
    kind, size = w.kind, w.sizes
    if kind == "SCALAR_CHAIN":
        x = w.tensor(0, 1, factor=0.5)
        return gradients(lambda x: peer.scalar_chain(x, size[0])[0], x)
    if kind == "VECTOR_CHAIN":
        x = w.tensor(0, size[1], factor=0.5)
        return gradients(lambda x: vector_chain(x, size[0]), x)
    if kind == "TRIPLET":
        return gradients(triplet, *w.rows(3))
    if kind == "TRIPLET_BY_HAND":
        return gradients(by_hand, *w.rows(3))
    if kind == "SEMI_HARD":
        return gradients(semi_hard(w.labels(size[0])), *w.rows(1))
    if kind == "TRAINING_STEP":
        return training_step(w)
    if kind == "MATMUL":
        return value(jnp.matmul, w.tensor(0, size[0], size[0]), w.tensor(1, size[0], size[0]))
    if kind == "SOFTMAX":
        return value(lambda x: jax.nn.softmax(x, -1), w.tensor(0, *size))
    elementwise = {"EXP": jnp.exp, "TANH": jnp.tanh, "SUM": jnp.sum, "MAX": jnp.max}
    if kind == "ADD":
        return value(jnp.add, w.tensor(0, size[0]), w.tensor(1, size[0]))
    return value(elementwise[kind], w.tensor(0, size[0])) if kind in elementwise else None


def vector_chain(x, n):
    y = x
    for i in range(n):
        turn = i % 4
        y = y * x if turn == 0 else y + x if turn == 1 else jax.nn.relu(y) if turn == 2 else y * 0.5
    return y.sum()


def write(parts, path):
    flat = [np.asarray(p).astype("<f8").reshape(-1) for p in parts]
    np.concatenate(flat).tofile(path)


if __name__ == "__main__":
    peer.serve(start, lambda r: prepare(Workload(r)), lambda: f"JAX {jax.__version__}", write)
