package dev.capstan.testkit.families;

import static dev.capstan.testkit.families.Draws.normal;
import static dev.capstan.testkit.families.Draws.one;
import static dev.capstan.testkit.families.Draws.power;

import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Random compositions of smooth operations. */
final class SmoothFamilies {
  private SmoothFamilies() {}

  /** Smooth wherever a standard normal number may take them. */
  static final List<UnaryOperator<Tensor>> UNARY =
      List.of(
          x -> x.tanh(),
          x -> x.sigmoid(),
          x -> x.sin(),
          x -> x.cos(),
          x -> x.mul(0.5).exp(),
          x -> x.softplus(),
          x -> x.square().add(1).sqrt(),
          x -> x.square().add(1).log(),
          x -> x.square().add(1).reciprocal(),
          x -> x.silu(),
          x -> x.gelu(),
          x -> x.erf(),
          x -> x.atan(),
          x -> x.mul(1.7).sub(0.3),
          x -> x.square(),
          x -> x.pow(3),
          x -> x.asinh(),
          x -> x.softmax(-1),
          x -> x.logSoftmax(-1),
          x -> x.cumsum(-1),
          x -> x.layerNorm(1, 1e-1),
          x -> x.sub(x.mean()).mul(x),
          x -> x.mul(x.sum()));

  private static final List<BinaryOperator<Tensor>> BINARY =
      List.of(
          (x, y) -> x.add(y),
          (x, y) -> x.mul(y),
          (x, y) -> x.sub(y.sin()),
          (x, y) -> x.div(y.square().add(1)),
          (x, y) -> x.atan2(y.square().add(0.5)),
          (x, y) -> x.mul(y.exp().add(1).log()));

  static List<Family> all() {
    return List.of(
        Family.ordinary("smooth, N(0,1)", r -> composed(r, 1 + r.nextInt(5))),
        Family.ordinary("smooth, N(0,1), two inputs", SmoothFamilies::two),
        Family.ordinary("smooth, N(0,1), matrices", SmoothFamilies::matrices),
        Family.ordinary("smooth, N(0,1), order 2", r -> composed(r, 1 + r.nextInt(3)).toOrder(2)),
        Family.hard("smooth, scales 1e-6 to 1e6", r -> scaled(r, power(r, -6, 6))),
        Family.hard("smooth, scales 1e-12 or 1e12", r -> scaled(r, r.nextBoolean() ? 1e-12 : 1e12)),
        Family.hard("smooth, in units of 1e-12 or 1e12", SmoothFamilies::inUnits));
  }

  /** A chain of operations; the result is a tensor, its sum, or its mean. */
  static Trial composed(SplittableRandom r, int length) {
    return reduced(r, Trial.of(chain(r, UNARY, length), Draws.small(r)));
  }

  static UnaryOperator<Tensor> chain(
      SplittableRandom r, List<UnaryOperator<Tensor>> from, int length) {
    List<UnaryOperator<Tensor>> links = new ArrayList<>();
    for (int k = 0; k < length; k++) {
      links.add(one(r, from));
    }
    return x -> {
      Tensor y = x;
      for (UnaryOperator<Tensor> link : links) {
        y = link.apply(y);
      }
      return y;
    };
  }

  static Trial reduced(SplittableRandom r, Trial trial) {
    return switch (r.nextInt(4)) {
      case 0 -> trial.then(y -> y.square().sum());
      case 1 -> trial.then(y -> y.mul(y.sin()).mean());
      default -> trial;
    };
  }

  private static Trial two(SplittableRandom r) {
    BinaryOperator<Tensor> join = one(r, BINARY);
    UnaryOperator<Tensor> before = chain(r, UNARY, r.nextInt(3));
    UnaryOperator<Tensor> after = chain(r, UNARY, r.nextInt(3));
    int rows = 1 + r.nextInt(3);
    int columns = 1 + r.nextInt(4);
    Tensor y = r.nextBoolean() ? normal(r, columns) : normal(r, rows, columns);
    return reduced(
        r,
        new Trial(
            xs -> after.apply(join.apply(before.apply(xs.get(0)), xs.get(1))),
            List.of(normal(r, rows, columns), y),
            1));
  }

  private static Trial matrices(SplittableRandom r) {
    UnaryOperator<Tensor> after = chain(r, UNARY, 1 + r.nextInt(2));
    int inner = 1 + r.nextInt(4);
    return reduced(
        r,
        new Trial(
            xs -> after.apply(xs.get(0).matmul(xs.get(1)).add(xs.get(2))),
            List.of(normal(r, 2, inner), normal(r, inner, 3), normal(r, 3)),
            1));
  }

  /** The same functions of much larger or smaller numbers. */
  private static Trial scaled(SplittableRandom r, double scale) {
    UnaryOperator<Tensor> f = one(r, UNARY);
    return reduced(r, Trial.of(f, Draws.small(r).mul(scale)));
  }

  /** An ordinary function whose input has another unit. */
  private static Trial inUnits(SplittableRandom r) {
    double unit = r.nextBoolean() ? 1e-12 : 1e12;
    UnaryOperator<Tensor> f = chain(r, UNARY, 1 + r.nextInt(3));
    return reduced(r, Trial.of(x -> f.apply(x.mul(1 / unit)), Draws.small(r).mul(unit)));
  }
}
