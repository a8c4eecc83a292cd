package dev.capstan.ops;

/** The operations of {@link Linear} and its sisters as methods of {@link Tensor}. */
interface FluentLinear {
  Tensor self();

  default Tensor matmul(Tensor y) {
    return Linear.matmul(self(), y);
  }

  default Tensor matmul(Transpose flipThis, Tensor y, Transpose flipY) {
    return Linear.matmul(self(), flipThis, y, flipY);
  }

  default Tensor normalize(double p, int axis) {
    return Linear.normalize(self(), p, axis);
  }

  default Tensor normalize(double p, int axis, double eps) {
    return Linear.normalize(self(), p, axis, eps);
  }

  default Tensor dot(Tensor y) {
    return Linear.dot(self(), y);
  }

  default Tensor outer(Tensor y) {
    return Linear.outer(self(), y);
  }

  default Tensor inner(Tensor y) {
    return Linear.inner(self(), y);
  }

  default Tensor kron(Tensor y) {
    return Linear.kron(self(), y);
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
