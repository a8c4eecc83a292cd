"""Writes optimizers.txt, schedules.txt: 50 steps of PyTorch's optimizers in float64.

    python optimizers.py        (torch 2.x on the CPU; writes beside itself)

Each line of optimizers.txt is a name, then the parameters after steps 1, 2, 10 and 50. Three parameters: w [3, 2],
b [2], and idle [2], which the loss uses in every third step only. The loss of step t is
    sum(c_t * (x_t w + b - y_t)^2) / 2 + [t % 3 == 0] sum((idle - 1)^2),
with x_t, y_t, c_t from sines, so that no file of data is needed. Tables: rows [6, 2], of which step t looks up
(t, 2t, t^2) mod 6, so that rows come twice; "all" moves the rows that were not looked up too. In schedules.txt: a name, then the factor of the learning rate (of
one-cycle's momentum: the momentum) before each of 50 steps.
"""
import math
import os

import torch

torch.set_default_dtype(torch.float64)
HERE = os.path.dirname(os.path.abspath(__file__))


def wave(n, t, phase):
    return torch.tensor([math.sin(1.0 + 0.7 * i + 1.3 * t + phase) for i in range(n)])


def start():
    return [wave(6, 0, 0.1).reshape(3, 2), wave(2, 0, 0.2), wave(2, 0, 0.3)]


def loss(p, t):
    w, b, idle = p
    x = wave(12, t, 1.0).reshape(4, 3)
    y = wave(8, t, 2.0).reshape(4, 2)
    c = 1.5 + wave(8, t, 3.0).reshape(4, 2)
    value = (c * (x @ w + b - y) ** 2).sum() / 2
    return value + ((idle - 1) ** 2).sum() if t % 3 == 0 else value


def numbers(tensors):
    return " ".join(repr(float(v)) for x in tensors for v in x.detach().reshape(-1))


def run(name, make):
    p = [x.clone().requires_grad_() for x in start()]
    optimizer = make(p)
    line = [name]
    for t in range(1, 51):
        optimizer.zero_grad(set_to_none=True)
        loss(p, t).backward()
        optimizer.step()
        if t in (1, 2, 10, 50):
            line.append(numbers(p))
    return " ".join(line)


def run_cycle(name, make):
    p = [x.clone().requires_grad_() for x in start()]
    optimizer = make(p)
    cycle = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.05, total_steps=51)
    line = [name]
    for t in range(1, 51):
        optimizer.zero_grad(set_to_none=True)
        loss(p, t).backward()
        optimizer.step()
        cycle.step()
        if t in (1, 2, 10, 50):
            line.append(numbers(p))
    return " ".join(line)


def run_table(name, make, sparse=True):
    table = wave(12, 0, 0.4).reshape(6, 2).clone().requires_grad_()
    optimizer = make([table])
    line = [name]
    for t in range(1, 51):
        optimizer.zero_grad(set_to_none=True)
        ids = torch.tensor([t % 6, 2 * t % 6, t * t % 6])
        rows = torch.nn.functional.embedding(ids, table, sparse=sparse)
        c = 1.5 + wave(6, t, 3.0).reshape(3, 2)
        ((c * rows**2).sum() / 2).backward()
        optimizer.step()
        if t in (1, 2, 10, 50):
            line.append(numbers([table]))
    return " ".join(line)


def average(p):
    module = torch.nn.Module()
    for i, x in enumerate(p):
        module.register_parameter(f"p{i}", torch.nn.Parameter(x))
    return module


def run_ema(name, decay):
    module = average(start())
    p = list(module.parameters())
    optimizer = torch.optim.SGD(p, lr=0.05)
    ema = torch.optim.swa_utils.AveragedModel(
        module, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(decay)
    )
    line = [name]
    for t in range(1, 51):
        optimizer.zero_grad(set_to_none=True)
        loss(p, t).backward()
        optimizer.step()
        ema.update_parameters(module)
        if t in (1, 2, 10, 50):
            line.append(numbers(ema.module.parameters()))
    return " ".join(line)


def run_clipped(name):
    p = [x.clone().requires_grad_() for x in start()]
    optimizer = torch.optim.SGD(p, lr=0.05, momentum=0.9)
    line = [name]
    for t in range(1, 51):
        optimizer.zero_grad(set_to_none=True)
        for part in (2 * t, 2 * t + 1):
            (loss(p, part) / 2).backward()
        norm = torch.nn.utils.get_total_norm([x.grad for x in p if x.grad is not None])
        for x in p:  # clip_grad_norm_ divides by norm + 1e-6; here the norm is the bound exactly
            if x.grad is not None and norm > 0.5:
                x.grad.mul_(0.5 / norm)
        optimizer.step()
        if t in (1, 2, 10, 50):
            line.append(numbers(p))
    return " ".join(line)


def schedule(name, make, shown="lr"):
    p = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([p], lr=1.0, momentum=0.9)
    scheduler = make(optimizer)
    line = [name]
    for t in range(50):
        line.append(repr(float(optimizer.param_groups[0][shown])))
        optimizer.step()
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
            scheduler.step(1 / (1 + min(t, 7)) + 0.01 * math.sin(t))
        else:
            scheduler.step()
    return " ".join(line)


O = torch.optim
S = torch.optim.lr_scheduler

with open(os.path.join(HERE, "optimizers.txt"), "w") as out:
    for row in [
        run("sgd", lambda p: O.SGD(p, lr=0.05)),
        run("sgd-decay", lambda p: O.SGD(p, lr=0.05, weight_decay=0.1)),
        run("sgd-momentum", lambda p: O.SGD(p, lr=0.02, momentum=0.9, weight_decay=0.05)),
        run("sgd-dampening", lambda p: O.SGD(p, lr=0.05, momentum=0.8, dampening=0.3)),
        run("sgd-nesterov", lambda p: O.SGD(p, lr=0.02, momentum=0.9, nesterov=True)),
        run("adam", lambda p: O.Adam(p, lr=0.05)),
        run("adam-decay", lambda p: O.Adam(p, lr=0.05, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1)),
        run("adamw", lambda p: O.AdamW(p, lr=0.05)),
        run("adamw-decay", lambda p: O.AdamW(p, lr=0.05, betas=(0.8, 0.95), weight_decay=0.3)),
        run("rmsprop", lambda p: O.RMSprop(p, lr=0.02)),
        run("rmsprop-centered", lambda p: O.RMSprop(p, lr=0.02, alpha=0.9, centered=True, weight_decay=0.1)),
        run("rmsprop-momentum", lambda p: O.RMSprop(p, lr=0.005, momentum=0.9, eps=1e-4, centered=True)),
        run("adagrad", lambda p: O.Adagrad(p, lr=0.3)),
        run(
            "adagrad-decay",
            lambda p: O.Adagrad(p, lr=0.3, lr_decay=0.01, initial_accumulator_value=0.5, weight_decay=0.1),
        ),
        run(
            "groups",
            lambda p: O.AdamW(
                [{"params": [p[0]]}, {"params": p[1:], "lr": 0.2, "weight_decay": 0.0}], lr=0.01, weight_decay=0.1
            ),
        ),
        run_cycle("cycle-sgd", lambda p: O.SGD(p, lr=0.05, momentum=0.9)),
        run_cycle("cycle-adam", lambda p: O.Adam(p, lr=0.05)),
        run_cycle("cycle-adamw", lambda p: O.AdamW(p, lr=0.05)),
        run_ema("ema", 0.9),
        run_clipped("clipped"),
        run_table("table-sgd", lambda p: O.SGD(p, lr=0.05)),
        run_table("table-adam", lambda p: O.SparseAdam(p, lr=0.05)),
        run_table("table-adagrad", lambda p: O.Adagrad(p, lr=0.3)),
        run_table("table-adam-all", lambda p: O.Adam(p, lr=0.05), sparse=False),
        run_table(
            "table-adam-all-decay",
            lambda p: O.Adam(p, lr=0.05, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1),
            sparse=False,
        ),
        run_table("table-adamw-all", lambda p: O.AdamW(p, lr=0.05, weight_decay=0.3), sparse=False),
        run_table("table-momentum-all", lambda p: O.SGD(p, lr=0.05, momentum=0.9), sparse=False),
        run_table(
            "table-nesterov-all",
            lambda p: O.SGD(p, lr=0.05, momentum=0.8, nesterov=True, weight_decay=0.1),
            sparse=False,
        ),
        run_table("table-rmsprop-all", lambda p: O.RMSprop(p, lr=0.02, momentum=0.5), sparse=False),
        run_table(
            "table-rmsprop-all-centered",
            lambda p: O.RMSprop(p, lr=0.02, alpha=0.9, centered=True, weight_decay=0.2, eps=1e-4),
            sparse=False,
        ),
    ]:
        out.write(row + "\n")

with open(os.path.join(HERE, "schedules.txt"), "w") as out:
    for row in [
        schedule("step", lambda o: S.StepLR(o, 7, gamma=0.5)),
        schedule("milestones", lambda o: S.MultiStepLR(o, [3, 20, 21], gamma=0.1)),
        schedule("exponential", lambda o: S.ExponentialLR(o, 0.93)),
        schedule("cosine", lambda o: S.CosineAnnealingLR(o, 50, eta_min=0.1)),
        schedule("warmup", lambda o: S.LinearLR(o, start_factor=0.2, total_iters=10)),
        schedule(
            "warmup-cosine",
            lambda o: S.SequentialLR(o, [S.LinearLR(o, 0.1, total_iters=5), S.CosineAnnealingLR(o, 45)], [5]),
        ),
        schedule(
            "one-cycle",
            lambda o: S.OneCycleLR(o, 1.0, total_steps=51, pct_start=0.3, cycle_momentum=False),
        ),
        *(
            schedule(
                name,
                lambda o: S.OneCycleLR(
                    o, 1.0, total_steps=51, pct_start=peak, div_factor=9, final_div_factor=123,
                    base_momentum=0.7, max_momentum=0.93,
                ),
                shown,
            )
            for name, peak, shown in [
                ("one-cycle-given", 0.17, "lr"),
                ("one-cycle-early", 0.01, "lr"),
                ("momentum", 0.17, "momentum"),
                ("momentum-early", 0.01, "momentum"),
            ]
        ),
        schedule("plateau", lambda o: S.ReduceLROnPlateau(o, factor=0.5, patience=3, cooldown=2, threshold=0.01)),
    ]:
        out.write(row + "\n")
