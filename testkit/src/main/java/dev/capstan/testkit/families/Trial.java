package dev.capstan.testkit.families;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A right function at a point.
 *
 * @param f the function
 * @param at its inputs, float64
 * @param order the order to which its derivative is checked
 */
public record Trial(Function<List<Tensor>, Tensor> f, List<Tensor> at, int order) {
  public Trial {
    requireNonNull(f, "f");
    requireNonNull(at, "at");
  }

  static Trial of(UnaryOperator<Tensor> f, Tensor x) {
    return new Trial(xs -> f.apply(xs.get(0)), List.of(x), 1);
  }

  Trial toOrder(int other) {
    return new Trial(f, at, other);
  }

  Trial then(UnaryOperator<Tensor> g) {
    return new Trial(xs -> g.apply(f.apply(xs)), at, order);
  }
}
