package dev.capstan.ops;

import dev.capstan.ops.option.Expansion;
import dev.capstan.ops.option.Transpose;

/** The operations of {@link LinearAlgebra} and its sisters as methods of {@link Tensor}. */
interface FluentLinearAlgebra {
  Tensor self();

  default Tensor matmul(Tensor y) {
    return LinearAlgebra.matmul(self(), y);
  }

  default Tensor matmul(Transpose flipThis, Tensor y, Transpose flipY) {
    return LinearAlgebra.matmul(self(), flipThis, y, flipY);
  }

  default Tensor normalize(double p, int axis) {
    return LinearAlgebra.normalize(self(), p, axis);
  }

  default Tensor normalize(double p, int axis, double eps) {
    return LinearAlgebra.normalize(self(), p, axis, eps);
  }

  default Tensor dot(Tensor y) {
    return LinearAlgebra.dot(self(), y);
  }

  default Tensor outer(Tensor y) {
    return LinearAlgebra.outer(self(), y);
  }

  default Tensor inner(Tensor y) {
    return LinearAlgebra.inner(self(), y);
  }

  default Tensor kron(Tensor y) {
    return LinearAlgebra.kron(self(), y);
  }

  default Tensor inverse() {
    return Matrices.inverse(self());
  }

  default Tensor solve(Tensor b) {
    return Matrices.solve(self(), b);
  }

  default Tensor det() {
    return Matrices.det(self());
  }

  default Tensor logDet() {
    return Matrices.logDet(self());
  }

  default Tensor trace() {
    return Matrices.trace(self());
  }

  default Tensor matrixNorm(Matrices.Kind kind) {
    return Matrices.matrixNorm(self(), kind);
  }

  default Tensor cholesky() {
    return Decompositions.cholesky(self());
  }

  default Decompositions.Qr qr() {
    return Decompositions.qr(self());
  }

  default Decompositions.Eigen symmetricEigen() {
    return Decompositions.symmetricEigen(self());
  }

  default Decompositions.Svd svd() {
    return Decompositions.svd(self());
  }

  default Tensor pairwiseDistance(Tensor y, double p, double eps) {
    return Distances.pairwiseDistance(self(), y, p, eps);
  }

  default Tensor cosineSimilarity(Tensor y, int axis) {
    return Distances.cosineSimilarity(self(), y, axis);
  }

  default Tensor cdist(Tensor y, double p) {
    return Distances.cdist(self(), y, p);
  }

  default Tensor pdist(double p) {
    return Distances.pdist(self(), p);
  }

  default Tensor squaredDistances(Tensor y, Expansion form) {
    return Distances.squaredDistances(self(), y, form);
  }

  default Tensor cosineSimilarities(Tensor y, double eps) {
    return Distances.cosineSimilarities(self(), y, eps);
  }
}
