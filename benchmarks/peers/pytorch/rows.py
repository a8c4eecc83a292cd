"""How PyTorch is called for rows of the op table whose arguments their names do not tell.

What a call gives is compared with our value before it is timed, so a wrong one is left out.
"""

import functools

import torch
import torch.nn.functional as F


@functools.lru_cache(maxsize=None)
def indices(limit, *shape):
    n = 1
    for size in shape:
        n *= size
    return torch.tensor([(5 * i + 2) % limit for i in range(n)]).reshape(shape)


@functools.lru_cache(maxsize=None)
def chessboard(*shape):
    grids = torch.meshgrid(*[torch.arange(n) for n in shape], indexing="ij")
    return sum(grids) % 2 == 0


@functools.lru_cache(maxsize=None)
def alternating(n):
    return torch.arange(n) % 2


@functools.lru_cache(maxsize=None)
def targets(rows, columns):
    return torch.arange(rows) % columns


@functools.lru_cache(maxsize=None)
def thirds(n):
    return torch.tensor([True, False, True] * (n // 3))


def scattered(x, y, how):
    return x.scatter_reduce(0, alternating(y.numel()), y, how)


def copies(parts):
    """All parts as tensors of their own, as ours are; the second is the row's value."""
    return [part.clone() for part in parts][1]


def norm(p):
    return lambda x: torch.linalg.vector_norm(x, p, -1)


@functools.lru_cache(maxsize=None)
def segments(n):
    return torch.tensor([0, 0, 0, 1]).repeat(n // 4 + 1)[:n]


@functools.lru_cache(maxsize=None)
def bags(n):
    """Indices of n rows, so that those of a segment follow one another, and where each begins."""
    order = segments(n + 2).argsort(stable=True)
    three = (segments(n + 2) == 0).sum()
    return indices(n, n + 2)[order], torch.tensor([0, three, n + 2])


def segment_sum(x):
    return x.new_zeros(3, *x.shape[1:]).index_add(0, segments(len(x)), x)


def reduced_segments(x, count, start, how):
    at = segments(len(x)).reshape(-1, *[1] * (x.dim() - 1)).expand_as(x)
    return x.new_full((count, *x.shape[1:]), start).scatter_reduce(
        0, at, x, how, include_self=how == "amax")


def weighted_bag(x, w):
    n = len(w)
    order = segments(n).argsort(stable=True)
    three = (segments(n) == 0).sum()
    return F.embedding_bag(
        indices(len(x), n)[order], x, torch.tensor([0, three, n]), mode="sum",
        per_sample_weights=w[order])


def bag(x, mode):
    where, offsets = bags(len(x))
    return F.embedding_bag(where, x, offsets, mode=mode)


@functools.lru_cache(maxsize=None)
def corner(n):
    mask = torch.zeros(n, n, dtype=torch.bool)
    mask[0, 0] = True
    return mask


@functools.lru_cache(maxsize=None)
def class_weights(dtype, n):
    return torch.tensor([0.5, 2, -1], dtype=dtype).repeat(n // 3 + 1)[:n]


def eigen(x):
    values, vectors = torch.linalg.eigh((x + x.mT) / 2)
    return torch.cat((values[..., None, :], vectors), -2)


def svd(x):
    u, s, vh = torch.linalg.svd(x, full_matrices=False)
    return torch.cat((u, s[..., None, :], vh.mT), -2)


def multi_margin(x, p, reduction):
    return F.multi_margin_loss(x, targets(*x.shape), p, 4.0, reduction=reduction)


def clipped(x, y):
    square = x.square().sum(-1, keepdim=True) + y.square().sum(-1)
    return torch.relu(square - 2 * x @ y.mT)


STEPPING = {"stride": 2, "padding": 1, "dilation": 2}

CALLS = {
    "Elementwise.add [number]": lambda x: x + 0.5,
    "Elementwise.sub [number]": lambda x: x - 0.5,
    "Elementwise.rsub": lambda x: 0.5 - x,
    "Elementwise.mul [number]": lambda x: x * -3,
    "Elementwise.div [number]": lambda x: x / 4,
    "Elementwise.rdiv": lambda x: 3 / x,
    "Elementwise.fma": lambda x, y, z: torch.addcmul(z, x, y),
    "Elementwise.lerp [number]": lambda x, y: torch.lerp(x, y, 0.25),
    "Elementwise.pow [to 0.5]": lambda x: x ** 0.5,
    "Elementwise.pow [to 1.5]": lambda x: x ** 1.5,
    "Elementwise.pow [to 2.0]": lambda x: x ** 2,
    "Elementwise.pow [to 3.0]": lambda x: x ** 3,
    "Elementwise.rpow": lambda x: 2 ** x,
    "Elementwise.maximum [first of a tie]": torch.maximum,
    "Elementwise.minimum [first of a tie]": torch.minimum,
    "Elementwise.where": lambda x, y: torch.where(chessboard(*x.shape), x, y),
    "Elementwise.clamp [ZERO]": lambda x: torch.clamp(x, -1, 1),
    "Elementwise.clamp [ONE]": lambda x: torch.clamp(x, -1, 1),
    "Elementwise.clamp [crossed bounds]": lambda x: torch.clamp(x, 1, -1),
    "Elementwise.softplus [steeper]": lambda x: F.softplus(x, 2, 3),
    "Comparisons.eq [number]": lambda x: x == 0.5,
    "Comparisons.ne [number]": lambda x: x != 0.5,
    "Comparisons.lt [number]": lambda x: x < 0.5,
    "Comparisons.le [number]": lambda x: x <= 0.5,
    "Comparisons.gt [number]": lambda x: x > 0.5,
    "Comparisons.ge [number]": lambda x: x >= 0.5,
    "Rounding.remainder [number]": lambda x: torch.remainder(x, 3),
    "Activations.leakyRelu": lambda x: F.leaky_relu(x, 0.125),
    "Activations.hardtanh [bounds]": lambda x: F.hardtanh(x, -0.5, 1.5),
    "Activations.elu [alpha]": lambda x: F.elu(x, 0.5),
    "Special.trigamma": lambda x: torch.polygamma(1, x),
    "Special.polygamma": lambda x: torch.polygamma(2, x),
    "Special.polygamma [negative]": lambda x: torch.polygamma(1, x),
    "Special.beta": lambda x, y: torch.exp(
        torch.lgamma(x) + torch.lgamma(y) - torch.lgamma(x + y)),
    "Reductions.sum [last axis]": lambda x: x.sum(-1),
    "Reductions.sum [axes 0 and 2 kept]": lambda x: x.sum((0, 2), keepdim=True),
    "Reductions.mean [of all]": lambda x: x.mean(),
    "Reductions.var [of a population, kept]": lambda x: x.var(0, correction=0, keepdim=True),
    "Reductions.max": lambda x: x.max(1).values,
    "Reductions.min": lambda x: x.min(0, keepdim=True).values,
    "Reductions.amin": lambda x: x.amin(-1, keepdim=True),
    "Reductions.norm [p = 2.0]": norm(2),
    "Reductions.norm [p = 1.0]": norm(1),
    "Reductions.norm [p = 3.0]": norm(3),
    "Reductions.norm [p = 0.5]": norm(0.5),
    "Reductions.norm [p = -1.0]": norm(-1),
    "Reductions.norm [p = 0.0]": norm(0),
    "Reductions.norm [p = Infinity]": norm(float("inf")),
    "Reductions.norm [p = -Infinity]": norm(float("-inf")),
    "Reductions.norm [p = 2, axes 0 and 2 kept]": lambda x: torch.linalg.vector_norm(
        x, 2, (0, 2), keepdim=True),
    "Reductions.logsumexp [kept]": lambda x: x.logsumexp(-1, keepdim=True),
    "Scans.cummax": lambda x: x.cummax(0).values,
    "Scans.cummin": lambda x: x.cummin(-1).values,
    "Sorting.sort [descending]": lambda x: x.sort(-1, descending=True).values,
    "Sorting.topK": lambda x: x.topk(1, -1).values,
    "Sorting.argTopK": lambda x: x.topk(2, -1).indices,
    "Sorting.median": lambda x: x.median(-1).values,
    "Sorting.argMedian": lambda x: x.median(-1).indices,
    "Sorting.kthValue": lambda x: x.kthvalue(2, -1).values,
    "Sorting.argKthValue": lambda x: x.kthvalue(1, -1).indices,
    "Sorting.quantile": lambda x: x.quantile(0.7, -1),
    "Indexing.gather": lambda x: x.gather(0, indices(x.shape[0], x.shape[0] + 1, x.shape[1] - 1)),
    "Indexing.scatterAdd": lambda x, y: x.scatter_add(0, indices(x.shape[0], *y.shape), y),
    "Indexing.select": lambda x: x.select(0, -1).clone(),
    "Indexing.slice": lambda x: x[:, 1:3].clone(),
    "Indexing.slice [with a step]": lambda x: x[-3:9:2].clone(),
    "Indexing.maskedSelect": lambda x: x.masked_select(thirds(x.shape[-1])),
    "Indexing.maskedFill": lambda x: x.masked_fill(thirds(x.shape[-1]), 7),
    "Scattering.scatter [ADD]": lambda x, y: scattered(x, y, "sum"),
    "Scattering.scatter [MEAN]": lambda x, y: scattered(x, y, "mean"),
    "Scattering.scatter [MAX]": lambda x, y: scattered(x, y, "amax"),
    "Scattering.scatter [MIN]": lambda x, y: scattered(x, y, "amin"),
    "Scattering.indexAdd": lambda x, y: x.index_add(0, indices(x.shape[0], y.shape[0]), y),
    "Movement.transpose": lambda x: x.transpose(0, -1).contiguous(),
    "Movement.swapAxes": lambda x: x.swapaxes(1, 0).contiguous(),
    "Movement.moveAxis": lambda x: x.movedim(0, 2).contiguous(),
    "Movement.permute": lambda x: x.permute(2, 0, -2).contiguous(),
    "Movement.concat [of a list]": lambda *xs: torch.cat(xs, 1),
    "Rearrangement.flip": lambda x: x.flip(0),
    "Rearrangement.roll": lambda x: x.roll(-2, -1),
    "Rearrangement.repeat": lambda x: x.repeat_interleave(2, 0),
    "Rearrangement.tile": lambda x: x.tile(2, 3),
    "Rearrangement.split": lambda x: copies(x.split(2, -1)),
    "Rearrangement.chunk": lambda x: copies(x.chunk(2, 0)),
    "Rearrangement.unstack": lambda x: copies(x.unbind(-1)),
    "Rearrangement.pad": lambda x: F.pad(x, (0, 0) * (x.dim() - 1) + (1, 2)),
    "Rearrangement.pad [with a number]": lambda x: F.pad(x, (2, 0), value=7),
    "Rearrangement.pad [reflect]": lambda x: F.pad(x[None], (2, 1), mode="reflect")[0],
    "Diagonals.diagonal": lambda x: x.diagonal(1, 0, -1).clone(),
    "Diagonals.diag [of a matrix]": lambda x: x.diag(),
    "LinearAlgebra.matmul": torch.matmul,
    "LinearAlgebra.matmul [two vectors]": torch.matmul,
    "LinearAlgebra.matmul [vector and matrices]": torch.matmul,
    "LinearAlgebra.matmul [left transposed]": lambda x, y: x.mT @ y,
    "LinearAlgebra.matmul [right transposed]": lambda x, y: x @ y.mT,
    "LinearAlgebra.matmul [left and right transposed]": lambda x, y: x.mT @ y.mT,
    "LinearAlgebra.normalize [p = 3, eps 0.5]": lambda x: F.normalize(x, 3, -1, 0.5),
    "Distances.pairwiseDistance [p = 3, eps = 0, axis kept]": lambda x, y: F.pairwise_distance(
        x, y, 3, 0, True),
    "Distances.cdist [p = 3.0]": lambda x, y: torch.cdist(x, y, 3),
    "Distances.cdist [p = 0.5]": lambda x, y: torch.cdist(x, y, 0.5),
    "Distances.cdist [p = Infinity]": lambda x, y: torch.cdist(x, y, float("inf")),
    "Distances.pdist [p = Infinity]": lambda x: F.pdist(x, float("inf")),
    "Distances.squaredDistances [DIFFERENCES]": lambda x, y: torch.cdist(
        x, y, compute_mode="donot_use_mm_for_euclid_dist").square(),
    "Distances.squaredDistances [PRODUCTS]": clipped,
    "Distances.cosineSimilarities": lambda x, y: F.normalize(x, dim=-1) @ F.normalize(y, dim=-1).mT,
    "Hinges.tripletMargin [every row]": lambda a, p, n: F.triplet_margin_loss(
        a, p, n, 0.5, eps=2.0 ** -20, reduction="none"),
    "Hinges.tripletMargin [a third of the sum, eps = 0]": lambda a, p, n: F.triplet_margin_loss(
        a, p, n, 0.5, eps=0, reduction="sum") / 3,
    "Hinges.multiMargin [p = 1]": lambda x: multi_margin(x, 1, "none"),
    "Hinges.multiMargin [p = 2, sum]": lambda x: multi_margin(x, 2, "sum"),
    "Matrices.solve [transposed]": lambda a, b: torch.linalg.solve(a.mT, b),
    "Matrices.solve [vector]": torch.linalg.solve,
    "Matrices.matrixNorm [NUCLEAR]": lambda x: torch.linalg.matrix_norm(x, "nuc"),
    "Matrices.matrixNorm [TWO]": lambda x: torch.linalg.matrix_norm(x, 2),
    "Matrices.matrixNorm [INFINITY]": lambda x: torch.linalg.matrix_norm(x, float("inf")),
    "Convolution.conv1d [stride, padding, dilation]": lambda x, w, b: F.conv1d(
        x, w, b, **STEPPING),
    "Convolution.conv2d [stride, padding, dilation]": lambda x, w: F.conv2d(x, w, **STEPPING),
    "Convolution.conv2d [groups, bias]": lambda x, w, b: F.conv2d(x, w, b, groups=2),
    "Convolution.convTranspose1d": lambda x, w: F.conv_transpose1d(
        x, w, output_padding=1, **STEPPING),
    "Convolution.convTranspose1d [output padding below the dilation]": lambda x, w:
        F.conv_transpose1d(x, w, output_padding=2, dilation=4),
    "Convolution.convTranspose2d": lambda x, w, b: F.conv_transpose2d(x, w, b, 2, groups=2),
    "Convolution.unfold": lambda x: F.unfold(x, 2, padding=1, stride=2),
    "Convolution.fold": lambda x: F.fold(x, (2, x.shape[-1] + 1), 2),
    "Pooling.maxPool2d": lambda x: F.max_pool2d(x, 2, 2, 1),
    "Pooling.maxPool1d": lambda x: F.max_pool1d(x, 2, 1),
    "Pooling.avgPool2d [COUNTED]": lambda x: F.avg_pool2d(x, 2, 2, 1),
    "Pooling.avgPool2d [LEFT_OUT]": lambda x: F.avg_pool2d(x, 2, 2, 1, count_include_pad=False),
    "Pooling.avgPool1d": lambda x: F.avg_pool1d(x, 2, 1),
    "Pooling.adaptiveAvgPool2d": lambda x: F.adaptive_avg_pool2d(x, (2, 1)),
    "Neural.linear [without bias]": F.linear,
    "Neural.layerNorm": lambda x: F.layer_norm(x, x.shape[-1:], eps=0.1),
    "Neural.layerNorm [two axes, weight and bias]": lambda x, w, b: F.layer_norm(
        x, w.shape, w, b, 0.1),
    "Neural.rmsNorm": lambda x: F.rms_norm(x, x.shape[-1:], eps=0.1),
    "Neural.rmsNorm [weight]": lambda x, w: F.rms_norm(x, w.shape, w, 0.1),
    "Neural.batchNorm": lambda x: F.batch_norm(x, None, None, training=True, eps=0.1),
    "Neural.batchNorm [weight and bias]": lambda x, w, b: F.batch_norm(
        x, None, None, w, b, True, eps=0.1),
    "Neural.batchNorm [given statistics]": lambda x, m, v, w, b: F.batch_norm(
        x, m, v, w, b, False, eps=0.1),
    "Neural.groupNorm": lambda x: F.group_norm(x, 2, eps=0.1),
    "Neural.groupNorm [weight and bias]": lambda x, w, b: F.group_norm(x, 2, w, b, 0.1),
    "Neural.scaledDotProductAttention [mask]": lambda q, k, v: F.scaled_dot_product_attention(
        q, k, v, is_causal=True),
    "Neural.scaledDotProductAttention [mask, a query without keys]": lambda q, k, v:
        F.scaled_dot_product_attention(q, k, v, corner(q.shape[-2])),
    "Neural.crossEntropy": lambda x: F.cross_entropy(
        x, 1 - alternating(x.shape[0]), reduction="none"),
    "Neural.dropout": lambda x: F.dropout(x, 0.25),
    "Transcendental.cbrt": lambda x: x.sign() * x.abs() ** (1 / 3),
    "Reductions.prod [axes 0 and 2 kept]": lambda x: x.prod(2, keepdim=True).prod(
        0, keepdim=True),
    "Sorting.argsort": lambda x: x.argsort(dim=-1, stable=True),
    "Sorting.argTopK": lambda x: x.topk(2, -1, largest=False).indices,
    "Indexing.takeAlongAxis": lambda x: x.take_along_dim(
        indices(x.shape[1], 1, x.shape[1] + 1), 1),
    "Indexing.indexSelect": lambda x: x.index_select(-1, indices(x.shape[-1], x.shape[-1] + 1)),
    "Indexing.slice [by words]": lambda x: x.flip(0)[..., None, [1, 0, 1]],
    "Indexing.embedding": lambda x: F.embedding(indices(x.shape[0], 2, x.shape[0]), x),
    "Scattering.segmentSum": segment_sum,
    "Scattering.segmentMean": lambda x: reduced_segments(x, 3, 0, "mean"),
    "Scattering.segmentMax": lambda x: reduced_segments(x, 2, float("-inf"), "amax"),
    "Scattering.segmentSum [picked]": lambda x: bag(x, "sum"),
    "Scattering.segmentMean [picked]": lambda x: bag(x, "mean"),
    "Scattering.segmentSum [picked, weighted]": weighted_bag,
    "Movement.reshape": lambda x: x.reshape(2, -1),
    "Movement.flatten [some axes]": lambda x: x.flatten(1, -1),
    "Movement.broadcastTo": lambda x: x.broadcast_to(2, 3, x.shape[-1]).contiguous(),
    "Movement.expand": lambda x: x.expand(2, -1, 3).contiguous(),
    "Movement.sumTo": lambda x: x.sum_to_size(2, 1),
    "Rearrangement.split [by sizes]": lambda x: copies(x.split([1, 2])),
    "Rearrangement.unfold": lambda x: x.unfold(0, 3, 2).contiguous(),
    "Rearrangement.pad [replicate]": lambda x: F.pad(
        x[None, None], (0, 0, 1, 3), mode="replicate")[0, 0],
    "LinearAlgebra.einsum": lambda x, y: torch.einsum("...ij,...kj->...ik", x, y),
    "LinearAlgebra.einsum [diagonal, implicit result]": lambda x: torch.einsum("jii->j", x),
    "LinearAlgebra.einsum [three operands]": lambda x, y, w: torch.einsum(
        "bi,bj,b->ji", x, y, w),
    "Hinges.multiMargin [weighted]": lambda x: F.multi_margin_loss(
        x, targets(*x.shape), 2, 4.0, class_weights(x.dtype, x.shape[1]), reduction="none"),
    "Matrices.trace": lambda x: x.diagonal(0, -2, -1).sum(-1),
    "Decompositions.cholesky": lambda x: torch.linalg.cholesky((x + x.mT) / 2),
    "Decompositions.qr": lambda x: torch.cat(torch.linalg.qr(x), -2),
    "Decompositions.qr [wide]": lambda x: torch.linalg.qr(x).R,
    "Decompositions.symmetricEigen": eigen,
    "Decompositions.svd": svd,
    "Decompositions.svd [singular values of a wide matrix]": torch.linalg.svdvals,
}

# What of a result is compared, where it is not all: random numbers only in their shape, vectors
# of a decomposition up to their sign.
COMPARED = {
    "Neural.dropout": torch.zeros_like,
    "Decompositions.qr": torch.abs,
    "Decompositions.qr [wide]": torch.abs,
    "Decompositions.symmetricEigen": torch.abs,
    "Decompositions.svd": torch.abs,
}
