"""A folder that Capstan wrote, opened by sentence-transformers: how far the embeddings are apart.

usage: open_folder.py FOLDER LINES.txt VECTORS.npy

Before: 'capstan finetune … --out FOLDER', then 'capstan encode --model FOLDER --file LINES.txt
--out VECTORS.npy'. Ends with 1 if a component differs by more than the tolerance.
"""

import sys

import numpy as np
import sentence_transformers

# Embeddings of length 1 in float32 after six layers, each number of them a sum in another order.
TOLERANCE = 2e-6


def main():
    folder, lines, vectors = sys.argv[1:]
    with open(lines, encoding="utf-8") as file:
        texts = file.read().splitlines()
    there = sentence_transformers.SentenceTransformer(folder, device="cpu").encode(texts)
    here = np.load(vectors)
    difference = np.abs(there - here).max()
    cosines = (there * here).sum(1) / np.linalg.norm(there, axis=1) / np.linalg.norm(here, axis=1)
    print(
        f"sentence-transformers {sentence_transformers.__version__}: {len(texts)} texts of"
        f" {here.shape[1]} numbers, largest difference {difference:.2g}, least cosine {cosines.min():.9f}"
    )
    sys.exit(0 if difference <= TOLERANCE else 1)


main()
