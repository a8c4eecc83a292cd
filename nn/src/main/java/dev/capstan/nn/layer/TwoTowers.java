package dev.capstan.nn.layer;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Replication;

/**
 * Two modules that map two kinds of things, such as users and items, into one space. With one
 * module on both sides they are siamese: its parameters are trained by both, and counted once.
 *
 * @param <L> the module on the left
 * @param <R> the module on the right
 */
public final class TwoTowers<L extends NeuralModule, R extends NeuralModule> extends NeuralModule {
  private final L left;
  private final R right;

  public TwoTowers(L left, R right) {
    requireNonNull(left, "left");
    requireNonNull(right, "right");
    this.left = child("left", left);
    this.right = child("right", right);
  }

  /** One module on both sides. */
  public static <M extends NeuralModule> TwoTowers<M, M> siamese(M both) {
    requireNonNull(both, "both");
    return new TwoTowers<>(both, both);
  }

  public L left() {
    return left;
  }

  public R right() {
    return right;
  }

  @Override
  @SuppressWarnings("unchecked") // a replica is of the same class
  public TwoTowers<L, R> replica() {
    return (TwoTowers<L, R>) super.replica();
  }

  @Override
  protected TwoTowers<L, R> copy(Replication copies) {
    return new TwoTowers<>(copies.of(left), copies.of(right));
  }
}
