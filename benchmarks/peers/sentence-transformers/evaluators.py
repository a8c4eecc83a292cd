"""What sentence-transformers' evaluators say of small tables of embeddings: evaluators.json.

usage: evaluators.py > text/src/test/resources/dev/capstan/text/train/evaluators.json

The evaluators are given vectors in the place of texts: a text is the number of its row. Made with
sentence-transformers 6.2.0.
"""

import json

import numpy as np
from sentence_transformers.sentence_transformer import evaluation as e
from sentence_transformers.util.similarity import SimilarityFunction

RANDOM = np.random.default_rng(18)


class Table:
    """A model whose texts are row numbers."""

    similarity_fn_name = "cosine"
    similarity = staticmethod(SimilarityFunction.to_similarity_fn("cosine"))
    similarity_pairwise = staticmethod(SimilarityFunction.to_similarity_pairwise_fn("cosine"))
    model_card_data = type("Card", (), {"set_evaluation_metrics": lambda *a, **k: None})()

    def __init__(self, rows):
        self.rows = rows

    def encode(self, texts, **ignored):
        import torch

        rows = self.rows[[int(t) for t in texts]]
        return torch.tensor(rows) if ignored.get("convert_to_tensor") else rows

    encode_query = encode
    encode_document = encode


def rows(n, width=6):
    return np.round(RANDOM.standard_normal((n, width)), 3)


def plain(scores):
    return {k: float(v) for k, v in scores.items()}


def main():
    out = {}
    n = 40
    table = rows(2 * n)
    first, second = [str(i) for i in range(n)], [str(n + i) for i in range(n)]
    cosines = (table[:n] * table[n:]).sum(1)
    scores = np.round(RANDOM.integers(0, 6, n) + 0.5 * cosines)  # ties, as people's scores have
    found = e.EmbeddingSimilarityEvaluator(first, second, scores.tolist())(Table(table))
    out["similarity"] = {"rows": table.tolist(), "scores": scores.tolist(), "found": plain(found)}

    table = rows(2 * n)
    together = (RANDOM.random(n) < 0.4 + 0.15 * np.sign((table[:n] * table[n:]).sum(1))).astype(int)
    found = e.BinaryClassificationEvaluator(first, second, together.tolist())(Table(table))
    out["pairs"] = {"rows": table.tolist(), "labels": together.tolist(), "found": plain(found)}

    table = rows(3 * n)
    third = [str(2 * n + i) for i in range(n)]
    found = e.TripletEvaluator(first, second, third)(Table(table))
    out["triplets"] = {"rows": table.tolist(), "found": plain(found)}

    table = rows(n + 90)
    answers = {str(q): sorted(RANDOM.choice(90, RANDOM.integers(1, 14), False).tolist()) for q in range(n)}
    for q, own in answers.items():  # answers that are near, so that there is something to find
        table[n + np.array(own)] += 0.4 * table[int(q)]
    table = np.round(table, 3)
    found = e.InformationRetrievalEvaluator(
        {q: q for q in answers},
        {str(n + d): str(n + d) for d in range(90)},
        {q: {str(n + d) for d in own} for q, own in answers.items()},
    )(Table(table))
    out["retrieval"] = {"rows": table.tolist(), "answers": list(answers.values()), "found": plain(found)}
    print(json.dumps(out))


main()
