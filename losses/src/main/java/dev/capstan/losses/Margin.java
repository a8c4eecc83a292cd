package dev.capstan.losses;

/** How a triplet loss treats {@code z}, the positive distance minus the negative one. */
public sealed interface Margin {

  /** max(z + margin, 0). */
  record Hard(double value) implements Margin {}

  /** A smooth function of z without a margin; the loss says which. */
  record Soft() implements Margin {}

  static Margin hard(double margin) {
    return new Hard(margin);
  }

  static Margin soft() {
    return new Soft();
  }
}
