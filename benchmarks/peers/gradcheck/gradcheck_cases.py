"""The cases of GradcheckCases, checked by torch.autograd.gradcheck and jax.test_util.check_grads.

    python gradcheck_cases.py ours.tsv > table.md

ours.tsv is what dev.capstan.benchmarks.GradcheckCases prints: case, wrong or right, verdict,
milliseconds. Each case is a function of one array with its rule; a fault changes the rule alone.
"""

import sys
import time

import jax
import jax.numpy as jnp
import numpy as np
import torch
from jax.test_util import check_grads

jax.config.update("jax_enable_x64", True)

POINT = np.array([0.3, -1.2, 2.5, 0.7])


def sigmoid(m, x):
    return 1 / (1 + m.exp(-x))


# name: (value, rule of (m, g, x))
SMOOTH = {
    "sin": (lambda m, x: m.sin(x), lambda m, g, x: g * m.cos(x)),
    "exp": (lambda m, x: m.exp(x), lambda m, g, x: g * m.exp(x)),
    "tanh": (lambda m, x: m.tanh(x), lambda m, g, x: g * (1 - m.tanh(x) ** 2)),
    "sigmoid": (sigmoid, lambda m, g, x: g * sigmoid(m, x) * (1 - sigmoid(m, x))),
}

FAULTS = {
    "wrong sign": lambda m, d, g, x: -d,
    "factor 2": lambda m, d, g, x: 2 * d,
    "1e-2 too much": lambda m, d, g, x: d * (1 + 1e-2),
    "1e-4 too much": lambda m, d, g, x: d * (1 + 1e-4),
    "1e-6 too much": lambda m, d, g, x: d * (1 + 1e-6),
    "zero": lambda m, d, g, x: 0 * d,
    "|g| for g": lambda m, d, g, x: d * m.sign(g),
}

# name: (point, value, rule); all right
RIGHT = {
    "log at 1e-8": ([1e-8], lambda m, x: m.log(x), lambda m, g, x: g / x),
    "sqrt at 1e-9": ([1e-9], lambda m, x: m.sqrt(x), lambda m, g, x: g / 2 / m.sqrt(x)),
    "1/x at 1e-6": ([1e-6], lambda m, x: 1 / x, lambda m, g, x: -g / x**2),
    "sin(1e6 x)": ([0.3], lambda m, x: m.sin(1e6 * x), lambda m, g, x: g * 1e6 * m.cos(1e6 * x)),
    "1e10 + sin x": ([0.3], lambda m, x: m.sin(x) + 1e10, lambda m, g, x: g * m.cos(x)),
    "((x + 1e12) - 1e12)^2": (
        [0.3],
        lambda m, x: ((x + 1e12) - 1e12) ** 2,
        lambda m, g, x: g * 2 * ((x + 1e12) - 1e12),
    ),
    "1e-11 x + 1": ([0.3], lambda m, x: 1e-11 * x + 1, lambda m, g, x: 1e-11 * g),
    "x^2 at 1e8": ([1e8], lambda m, x: x * x, lambda m, g, x: 2 * g * x),
    "exp at 50": ([50.0], lambda m, x: m.exp(x), lambda m, g, x: g * m.exp(x)),
    "(x - 2)^2 at 2": ([2.0], lambda m, x: (x - 2) ** 2, lambda m, g, x: 2 * g * (x - 2)),
    "x^3 at 0": ([0.0], lambda m, x: x**3, lambda m, g, x: 3 * g * x**2),
    "relu at 0, slope 0": ([0.0], lambda m, x: (x + abs(x)) / 2, lambda m, g, x: g * (x > 0)),
    "relu at 1e-7": ([1e-7], lambda m, x: (x + abs(x)) / 2, lambda m, g, x: g * (x > 0)),
    "abs at 0, slope 0": ([0.0], lambda m, x: abs(x), lambda m, g, x: g * m.sign(x)),
    "relu(x)^2 at 1e-8": (
        [1e-8],
        lambda m, x: ((x + abs(x)) / 2) ** 2,
        lambda m, g, x: g * (x + abs(x)),
    ),
    "x |x| at 0": ([0.0], lambda m, x: x * abs(x), lambda m, g, x: 2 * g * abs(x)),
}


def cases():
    for op, (value, rule) in SMOOTH.items():
        yield op, POINT, value, rule, True
        for fault, spoil in FAULTS.items():

            def wrong(m, g, x, rule=rule, spoil=spoil):
                return spoil(m, rule(m, g, x), g, x)

            yield op + ", " + fault, POINT, value, wrong, False
    for name, (point, value, rule) in RIGHT.items():
        yield name, np.array(point), value, rule, True


def by_torch(point, value, rule):
    class Case(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return value(torch, x)

        @staticmethod
        def backward(ctx, g):
            return rule(torch, g, *ctx.saved_tensors)

    x = torch.tensor(point, dtype=torch.float64, requires_grad=True)
    torch.autograd.gradcheck(Case.apply, (x,))


def by_jax(point, value, rule):
    @jax.custom_vjp
    def case(x):
        return value(jnp, x)

    case.defvjp(lambda x: (value(jnp, x), x), lambda x, g: (rule(jnp, g, x),))
    check_grads(case, (jnp.asarray(point),), order=1, modes=["rev"])


def run(check, point, value, rule):
    begin = time.perf_counter()
    try:
        check(point, value, rule)
        said = "passes"
    except Exception as e:  # every kind of failure is an alarm
        said = str(e).strip().splitlines()[0][:60] if str(e).strip() else type(e).__name__
    return said, 1e3 * (time.perf_counter() - begin)


def main():
    ours = {}
    for line in open(sys.argv[1], encoding="utf-8"):
        name, _, said, millis = line.rstrip("\n").split("\t")
        ours[name] = (said, float(millis))
    counts = np.zeros((3, 2), dtype=int)
    millis = np.zeros(3)
    total = [0, 0]
    rows = []
    for name, point, value, rule, right in cases():
        results = [ours[name]]
        results += [run(c, point, value, rule) for c in (by_torch, by_jax)]
        total[0 if right else 1] += 1
        cells = []
        for k, (said, time_) in enumerate(results):
            alarm = said != "passes" and not said.startswith(("right", "unreliable", "at a kink"))
            counts[k][0 if right else 1] += alarm
            millis[k] += time_
            if k == 0:
                cells.append(said)
            else:
                cells.append("alarm" if alarm else "passes")
        rows.append((name, "right" if right else "wrong", *cells))
    names = ["Capstan", "torch " + torch.__version__.split("+")[0], "JAX " + jax.__version__]
    print("| | " + " | ".join(names) + " |\n|---|---:|---:|---:|")
    print("| faults caught of %d | " % total[1] + " | ".join(str(c[1]) for c in counts) + " |")
    print("| alarms on %d right rules | " % total[0] + " | ".join(str(c[0]) for c in counts) + " |")
    print("| milliseconds a case | " + " | ".join("%.0f" % (m / sum(total)) for m in millis) + " |")
    print("\n| case | rule | " + " | ".join(names) + " |\n|---|---|---|---|---|")
    for row in rows:
        print("| " + " | ".join(c.replace("|", "\\|") for c in row) + " |")


main()
