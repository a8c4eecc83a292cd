"""Writes the small files that the tests of dev.capstan.nn.io read, with the formats' own libraries.

    python files.py        (torch, safetensors, numpy; writes beside itself)

types.safetensors holds the same six numbers 0, 1, 2, 3, 100, 1 in every type (booleans: whether they are not 0), and
extremes of the halves. The .npy files hold arange(6).reshape(2, 3) in a type, a byte order and an order of axes.
"""
import json
import os

import numpy
import torch
from safetensors.torch import save_file

HERE = os.path.dirname(os.path.abspath(__file__))
x = torch.tensor([[0, 1, 2], [3, 100, 1]])
types = dict(
    f64=torch.float64, f32=torch.float32, f16=torch.float16, bf16=torch.bfloat16, i64=torch.int64, i32=torch.int32,
    i16=torch.int16, i8=torch.int8, u8=torch.uint8, u16=torch.uint16, u32=torch.uint32, u64=torch.uint64, bool=torch.bool,
)  # fmt: skip
tensors = {name: x.to(t) for name, t in types.items()}
tensors["halves"] = torch.tensor([65504.0, -2.0**-24, 2.0**-14, float("inf"), -0.0, 1 / 3], dtype=torch.float16)
tensors["brains"] = torch.tensor([3.3895e38, -(2.0**-133), 1.0, float("-inf"), -0.0, 1 / 3], dtype=torch.bfloat16)
tensors["negative"] = torch.tensor([-1, -(2**53)], dtype=torch.int64)
tensors["scalar"] = torch.tensor(7, dtype=torch.int64)
tensors["empty"] = torch.zeros(0, 3)
save_file(tensors, os.path.join(HERE, "types.safetensors"), metadata={"format": "pt", "note": 'äöü "quoted"'})

parts = {"model-00001-of-00002.safetensors": ["f32", "i64"], "model-00002-of-00002.safetensors": ["f16"]}
for file, names in parts.items():
    save_file({n: tensors[n] for n in names}, os.path.join(HERE, file))
index = {"metadata": {"total_size": 84}, "weight_map": {n: f for f, names in parts.items() for n in names}}
with open(os.path.join(HERE, "model.safetensors.index.json"), "w") as out:
    json.dump(index, out, indent=2)

y = numpy.arange(6).reshape(2, 3)
for name, array in {
    "f4": y.astype("<f4"), "f8": y.astype("<f8"), "big": y.astype(">f8"), "i8": y.astype("<i8"), "u1": y.astype("u1"),
    "b1": (y > 2), "f2": y.astype("<f2"), "fortran": numpy.asfortranarray(y.astype("<f4")), "scalar": numpy.array(2.5),
    "vector": y.reshape(-1).astype("<f4"), "empty": numpy.zeros((0, 4), "<f8"),
}.items():  # fmt: skip
    numpy.save(os.path.join(HERE, name + ".npy"), array)
