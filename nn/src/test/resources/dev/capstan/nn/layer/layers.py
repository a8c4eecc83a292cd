"""Writes state_dicts of PyTorch's layers with inputs and outputs, or checks that PyTorch loads what we wrote.

    python layers.py [NAME...]       (torch, safetensors; writes beside itself, these layers or all)
    python layers.py check FOLDER    (each FOLDER/NAME.safetensors goes into the layer NAME, strictly, and must give
                                      the outputs that are stored beside this script)

A file NAME.safetensors is the state_dict. NAME-io.safetensors holds x (and ids, starts, weights of bags), y in evaluation
mode, and for layers that learn in training mode y_train and dx, the gradient of sum(y_train * g) at x.
"""
import os
import sys

import torch
from safetensors.torch import load_file, save_file
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
torch.manual_seed(0)


class Residual(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return x + self.inner(x)


MODELS = {
    "linear": (lambda: nn.Linear(5, 3), (4, 5)),
    "linear_no_bias": (lambda: nn.Linear(5, 3, bias=False), (4, 5)),
    "batch_norm_1d": (lambda: nn.BatchNorm1d(3), (6, 3)),
    "batch_norm_1d_length": (lambda: nn.BatchNorm1d(3), (4, 3, 5)),
    "batch_norm_2d": (lambda: nn.BatchNorm2d(2), (3, 2, 4, 3)),
    "layer_norm": (lambda: nn.LayerNorm([3, 4]), (2, 3, 4)),
    "rms_norm": (lambda: nn.RMSNorm(4, eps=1e-6), (3, 4)),
    "conv_1d": (lambda: nn.Conv1d(4, 6, 3, stride=2, padding=1, groups=2), (2, 4, 9)),
    "conv_2d": (lambda: nn.Conv2d(2, 3, (3, 2), padding=1, dilation=2), (2, 2, 7, 6)),
    "prelu": (lambda: nn.PReLU(3), (4, 3)),
    "net": (
        lambda: nn.Sequential(
            nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(36, 6),
            nn.BatchNorm1d(6), nn.GELU(), nn.Dropout(0.3), Residual(nn.Sequential(nn.Linear(6, 6), nn.Tanh())),
            nn.LayerNorm(6), nn.SiLU(), nn.Linear(6, 2),
        ),
        (3, 1, 8, 8),
    ),
    "embedding": (lambda: nn.Embedding(7, 3), None),
    "bag_sum": (lambda: nn.EmbeddingBag(7, 3, mode="sum"), None),
    "bag_mean": (lambda: nn.EmbeddingBag(7, 3, mode="mean"), None),
    "bag_max": (lambda: nn.EmbeddingBag(7, 3, mode="max"), None),
    "conv_1d_no_bias": (lambda: nn.Conv1d(4, 6, 3, stride=2, padding=1, groups=2, bias=False), (2, 4, 9)),
    "conv_2d_no_bias": (lambda: nn.Conv2d(2, 3, (3, 2), padding=1, dilation=2, bias=False), (2, 2, 7, 6)),
}  # fmt: skip

IDS = torch.tensor([0, 3, 3, 6, 1, 2, 5])
STARTS = torch.tensor([0, 3, 3, 4])
WEIGHTS = torch.tensor([0.5, -1.0, 2.0, 1.5, 0.25, -0.75, 3.0])


def outputs(name, model, x):
    if name == "embedding":
        return {"y": model(IDS)}
    if name.startswith("bag"):
        found = {"y": model(IDS, STARTS)}
        if name == "bag_sum":
            found["y_weighted"] = model(IDS, STARTS, per_sample_weights=WEIGHTS)
        return found
    return {"y": model(x)}


def write(name):
    make, shape = MODELS[name]
    model = make()
    found = {}
    for p in model.parameters():
        if p.dim() == 1 and p.numel() > 1:
            p.data.add_(0.3 * torch.randn_like(p))
    if shape is not None:
        if any(isinstance(m, nn.modules.batchnorm._BatchNorm) for m in model.modules()):
            for _ in range(3):
                model(torch.randn(shape) * 2 + 1)  # moves the running statistics
        found["x"] = torch.randn(shape)
    save_file(model.state_dict(), os.path.join(HERE, name + ".safetensors"))
    if shape is not None and name != "net":
        x = found["x"].clone().requires_grad_()
        y = model(x)
        g = torch.randn_like(y)
        (y * g).sum().backward()
        found.update(y_train=y.detach(), g=g, dx=x.grad)
        found.update({"after." + k: v.clone() for k, v in model.state_dict().items() if "running" in k})
        model.load_state_dict(load_file(os.path.join(HERE, name + ".safetensors")))
    model.eval()
    with torch.no_grad():
        found.update(outputs(name, model, found.get("x")))
    save_file(found, os.path.join(HERE, name + "-io.safetensors"))


def check(folder):
    for name, (make, _) in MODELS.items():
        model = make().eval()
        print(name, model.load_state_dict(load_file(os.path.join(folder, name + ".safetensors"))), end=" ")
        stored = load_file(os.path.join(HERE, name + "-io.safetensors"))
        with torch.no_grad():
            for key, y in outputs(name, model, stored.get("x")).items():
                print(key, float((y - stored[key]).abs().max()), end=" ")
                assert torch.allclose(y, stored[key], rtol=1e-5, atol=1e-6), name
        print()


if len(sys.argv) > 2 and sys.argv[1] == "check":
    check(sys.argv[2])
else:
    for name in sys.argv[1:] or MODELS:
        write(name)
