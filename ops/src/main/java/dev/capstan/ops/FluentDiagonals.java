package dev.capstan.ops;

/** The operations of {@link Diagonals} as methods of {@link Tensor}. */
interface FluentDiagonals {
  Tensor self();

  default Tensor diagonal() {
    return Diagonals.diagonal(self());
  }

  default Tensor diagonal(int offset, int rows, int columns) {
    return Diagonals.diagonal(self(), offset, rows, columns);
  }

  default Tensor diag() {
    return Diagonals.diag(self());
  }

  default Tensor diag(int offset) {
    return Diagonals.diag(self(), offset);
  }

  default Tensor tril() {
    return Diagonals.tril(self());
  }

  default Tensor tril(int offset) {
    return Diagonals.tril(self(), offset);
  }

  default Tensor triu() {
    return Diagonals.triu(self());
  }

  default Tensor triu(int offset) {
    return Diagonals.triu(self(), offset);
  }
}
