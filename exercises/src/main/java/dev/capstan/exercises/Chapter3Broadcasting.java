package dev.capstan.exercises;

import dev.capstan.autograd.Primitive;
import dev.capstan.ops.Tensor;

/**
 * Chapter 3: tensors and broadcasting. Each rule maps g, a tensor of the result's shape, to a
 * tensor of its input's shape, and is written with the methods of {@code Tensor}: {@code mul},
 * {@code sum(axis)}, {@code sum(KeepDims.YES, axis)}, {@code matmul}, {@code transpose(0, 1)},
 * {@code broadcastTo(x.shape())}, …
 */
final class Chapter3Broadcasting {
  private Chapter3Broadcasting() {}

  /** 3.1: a row is added to each row of a matrix. x: [n, m], row: [m], returns [n, m]. */
  static Tensor addRow(Tensor x, Tensor row) {
    return Primitive.of("addRow", x, row)
        .value((u, v) -> u.add(v))
        .vjp(g -> Hole.here("3.1"))
        .vjp(g -> Hole.here("3.1"))
        .record();
  }

  /** 3.2: each row of a matrix has a factor of its own. x: [n, m], c: [n, 1], returns [n, m]. */
  static Tensor scaleRows(Tensor x, Tensor c) {
    return Primitive.of("scaleRows", x, c)
        .value((u, v) -> u.mul(v))
        .vjp(g -> Hole.here("3.2"))
        .vjp(g -> Hole.here("3.2"))
        .record();
  }

  /** 3.3: the mean of all elements. x: any shape, returns a scalar. */
  static Tensor mean(Tensor x) {
    return Primitive.of("mean", x).value(u -> u.mean()).vjp(g -> Hole.here("3.3")).record();
  }

  /** 3.4: the product of two matrices. x: [n, k], w: [k, m], returns [n, m]. */
  static Tensor product(Tensor x, Tensor w) {
    return Primitive.of("product", x, w)
        .value((u, v) -> u.matmul(v))
        .vjp(g -> Hole.here("3.4"))
        .vjp(g -> Hole.here("3.4"))
        .record();
  }
}
