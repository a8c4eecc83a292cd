"""Writes the encoders that the peer onnxruntime is met with: python export.py FOLDER

The weights are the workload's own, drawn as every contestant draws them, so a file holds 90 MB. It
needs torch, numpy and onnx; hand the folder over by -Dcapstan.onnx=FOLDER.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "pytorch"))
import peer

SIZES = [6, 384, 12, 1536]


def java_hash(values):
    """Of boxed integers, or of the characters of a name, as Java's hash codes are."""
    h = 1 if isinstance(values, list) else 0
    for v in values:
        h = (31 * h + (v if isinstance(v, int) else ord(v))) % 2**32
    return h - 2**32 if h >= 2**31 else h


def seed(sizes):
    return 31 * java_hash(sizes) + 1_000_003 * java_hash("ENCODER")


def export(folder, batch, length):
    import torch

    sizes = SIZES + [batch, length]
    request = {"kind": "ENCODER", "sizes": sizes, "dtype": "float32", "seed": seed(sizes), "rate": 0}
    w = peer.Workload(request)
    apply = peer.encoder(w)[1]

    class Encoder(torch.nn.Module):
        def forward(self, ids):
            return apply(ids)

    ids = w.below(peer.PIECES, peer.IDS, batch * length).view(batch, length)
    file = os.path.join(folder, f"encoder-{'x'.join(map(str, sizes))}.onnx")
    torch.onnx.export(Encoder(), (ids,), file, input_names=["ids"], output_names=["hidden"], dynamo=False)
    print(file, os.path.getsize(file) // 1_000_000, "MB")


if __name__ == "__main__":
    absent = peer.start()
    if absent:
        sys.exit(absent)
    os.makedirs(sys.argv[1], exist_ok=True)
    for batch, length in ((1, 16), (32, 128)):
        export(sys.argv[1], batch, length)
