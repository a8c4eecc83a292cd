package dev.capstan.ops;

import static java.util.Objects.requireNonNull;

/** What becomes of the losses of rows: every one, or their sum divided by a number. */
public sealed interface RowTotal {

  /** Every row's loss. */
  record Rows() implements RowTotal {}

  /** The sum of all, divided by a number. */
  record Sum(double divisor) implements RowTotal {}

  /** Every row's loss. */
  static RowTotal rows() {
    return new Rows();
  }

  /** The sum of all. */
  static RowTotal sum() {
    return new Sum(1);
  }

  /** The sum of all, divided by a number: their mean if it is how many there are. */
  static RowTotal sumOver(double divisor) {
    return new Sum(divisor);
  }

  /** The total of losses, in recorded operations. */
  default Tensor of(Tensor losses) {
    requireNonNull(losses, "losses");
    if (!(this instanceof Sum sum)) {
      return losses;
    }
    Tensor all = Reductions.sum(losses);
    return sum.divisor() == 1 ? all : Elementwise.div(all, sum.divisor());
  }

  /** The gradient of every loss for that of the total: one for each row, or one for all. */
  default Tensor shares(Tensor g) {
    requireNonNull(g, "g");
    return this instanceof Sum sum && sum.divisor() != 1 ? Elementwise.div(g, sum.divisor()) : g;
  }
}
