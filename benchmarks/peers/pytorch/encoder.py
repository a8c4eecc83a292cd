"""An encoder of Capstan in PyTorch, and back.

usage: encoder.py check ENCODER TABLE VECTORS.npy
       encoder.py train ENCODER TABLE NEW-ENCODER NEW-VECTORS.npy

check loads the weights that 'capstan train csv --model ENCODER' has written into a torch.nn
Sequential by load_state_dict, encodes the table's rows and compares them with what 'capstan encode
--out VECTORS.npy' gave. train goes on from those weights by a few steps of torch.optim.AdamW, writes
them as an encoder again, and the vectors beside it, with which 'capstan encode --model NEW-ENCODER'
is then to agree: 'encoder.py check NEW-ENCODER TABLE VECTORS.npy' compares.

Tables of numbers alone; the file is read and written as the safetensors format says, without a
package for it.
"""

import csv
import gzip
import json
import struct
import sys

import numpy as np
import torch
import torch.nn.functional as F

# Sums of at most 64 products of numbers of size 1, rounded in another order, through two layers.
TOLERANCE = 2 * 64 * 2.0**-24


def read(path):
    """Metadata and tensors of a file."""
    data = open(path, "rb").read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__")
    metadata.pop("checksum", None)  # of these very weights
    tensors = {}
    for name, entry in header.items():
        assert entry["dtype"] == "F32", entry
        begin, end = (8 + length + at for at in entry["data_offsets"])
        values = np.frombuffer(data[begin:end], "<f4").reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values.copy())
    return metadata, tensors


def write(path, metadata, tensors):
    header, parts, at = {"__metadata__": metadata}, [], 0
    for name, tensor in tensors.items():
        part = tensor.detach().numpy().astype("<f4").tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": list(tensor.shape),
            "data_offsets": [at, at + len(part)],
        }
        parts.append(part)
        at += len(part)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + b"".join(parts))


def net(tensors):
    """Linear, ReLU, Linear, as the shapes say; its names are PyTorch's."""
    (hidden, width), (dimension, _) = (tensors[f"net.{i}.weight"].shape for i in (0, 2))
    model = torch.nn.Sequential(
        torch.nn.Linear(width, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, dimension)
    )
    model.load_state_dict({name.removeprefix("net."): t for name, t in tensors.items()})
    return model


def rows(path, schema):
    """Standardised features and labels."""
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", newline="") as file:
        lines = list(csv.DictReader(file))
    columns = []
    for feature in schema["features"]:
        if "mean" not in feature:
            sys.exit(f"column {feature['name']}: not one of numbers")
        values = np.array([float(line[feature["name"]]) for line in lines])
        columns.append((values - feature["mean"]) / feature["deviation"])
    labels = [schema["classes"].index(line[schema["label"]]) for line in lines]
    return torch.from_numpy(np.stack(columns, 1).astype(np.float32)), torch.tensor(labels)


def main():
    task, encoder, table, *rest = sys.argv[1:]
    metadata, tensors = read(encoder)
    model = net(tensors)
    x, y = rows(table, json.loads(metadata["schema"]))
    if task == "train":
        head = torch.nn.Linear(tensors["net.2.weight"].shape[0], int(y.max()) + 1)
        optimizer = torch.optim.AdamW([*model.parameters(), *head.parameters()], 1e-2)
        for _ in range(20):
            optimizer.zero_grad()
            F.cross_entropy(head(model(x)), y).backward()
            optimizer.step()
        write(rest[0], metadata, {f"net.{n}": t for n, t in model.state_dict().items()})
    with torch.no_grad():
        vectors = F.normalize(model(x)).numpy()
    if task == "train":
        np.save(rest[1], vectors)
        print(f"trained; {len(vectors)} vectors of {vectors.shape[1]}")
        return
    difference = np.abs(vectors - np.load(rest[0])).max()
    print(f"PyTorch {torch.__version__}: {len(vectors)} vectors, largest difference {difference:.2g}")
    sys.exit(0 if difference <= TOLERANCE else 1)


main()
