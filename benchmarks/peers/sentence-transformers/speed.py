"""What `benchmarks.jar --sentences` times, by sentence-transformers and, if it is installed, by ONNX
Runtime (whose Java binding runs the same native code): python speed.py MODEL-FOLDER

One thread: OMP_NUM_THREADS=1. The file for ONNX Runtime is exported to a temporary folder first.
"""
import os
import random
import sys
import tempfile
import time

import torch

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
ONE = "a large striped wild cat that lives in the forests of asia and hunts"
WORDS = ("tiger forest market music river stone guitar winter house cloud train paper green silver"
         " ocean bridge").split()
MANY = [" ".join(random.choice(WORDS) for _ in range(126)) for _ in range(32)]


def least(runs, f):
    best = float("inf")
    for _ in range(runs):
        begun = time.perf_counter()
        f()
        best = min(best, time.perf_counter() - begun)
    return best * 1e3


def pytorch(folder):
    from safetensors.torch import load_file
    from sentence_transformers import SentenceTransformer

    file = os.path.join(folder, "model.safetensors")
    touched = least(8, lambda: [t.sum() for t in load_file(file).values()])
    print(f"safetensors, read and each number touched: {touched:.0f} ms")
    print(f"open: least {least(4, lambda: SentenceTransformer(folder, device='cpu')):.0f} ms")
    model = SentenceTransformer(folder, device="cpu")

    def encode(texts):
        return lambda: model.encode(texts, show_progress_bar=False, batch_size=32)

    print(f"PyTorch, one text: {least(200, encode([ONE])):.2f} ms")
    print(f"PyTorch, 32 texts: {least(6, encode(MANY)):.0f} ms")


def onnx(folder):
    import numpy
    import onnxruntime
    from transformers import AutoModel

    model = AutoModel.from_pretrained(folder, attn_implementation="eager").eval()

    class Hidden(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, ids, mask):
            return self.model(input_ids=ids, attention_mask=mask).last_hidden_state

    file = os.path.join(tempfile.mkdtemp(), "model.onnx")
    some = torch.ones(2, 16, dtype=torch.long)
    sizes = {0: "texts", 1: "pieces"}
    torch.onnx.export(Hidden(), (some, some), file, input_names=["ids", "mask"],
                      output_names=["hidden"], dynamo=False,
                      dynamic_axes={"ids": sizes, "mask": sizes, "hidden": sizes})
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = torch.get_num_threads()
    session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    for texts, pieces, runs in ((1, 16, 300), (32, 128, 6)):
        ids = numpy.random.randint(1000, 20000, (texts, pieces))
        mask = numpy.ones_like(ids)

        def embed():
            mean = session.run(None, {"ids": ids, "mask": mask})[0].mean(1)
            return mean / numpy.linalg.norm(mean, axis=1, keepdims=True)

        print(f"ONNX Runtime {onnxruntime.__version__}, {texts} × {pieces} pieces, without a tokeniser:"
              f" {least(runs, embed):.2f} ms")


if __name__ == "__main__":
    pytorch(sys.argv[1])
    try:
        onnx(sys.argv[1])
    except ImportError as e:
        print("ONNX Runtime: absent,", e)
