package dev.capstan.testkit.families;

import static dev.capstan.testkit.families.Draws.normal;
import static dev.capstan.testkit.families.Draws.one;
import static dev.capstan.testkit.families.Draws.power;
import static dev.capstan.testkit.families.Draws.sign;

import dev.capstan.ops.DType;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Smooth functions where differences have a hard time. */
final class HardFamilies {
  private HardFamilies() {}

  static List<Family> all() {
    return List.of(
        Family.hard("log, sqrt, 1/x, pow at 1e-12 to 1", r -> nearZero(r, -12)),
        Family.hard("the same at 1e-300 to 1e-12", r -> nearZero(r, -300)),
        Family.hard("asin, acos, atanh, acosh, erfInv near their ends", HardFamilies::nearEnds),
        Family.hard("steep or fast: exp, tan, sin(1e4 x) to sin(1e9 x)", HardFamilies::steep),
        Family.hard("1e3 to 1e12 added before the end", HardFamilies::offset),
        Family.hard("1e3 to 1e12 added and taken away inside", HardFamilies::inside),
        Family.hard("slopes drowned in the value", HardFamilies::drowned),
        Family.hard("stationary points", HardFamilies::stationary),
        Family.hard("sums that are constant, orders 1 and 2", HardFamilies::constantSums),
        Family.hard("float32 inside", HardFamilies::staircase),
        Family.hard("matrices, well conditioned", r -> matrix(r, 1)),
        Family.hard("matrices, nearly singular", r -> matrix(r, power(r, -9, -2))),
        Family.hard("results of unlike scale", HardFamilies::unlikeResults),
        Family.hard("inputs of unlike scale", HardFamilies::unlikeInputs));
  }

  private static final List<UnaryOperator<Tensor>> AT_ZERO =
      List.of(
          x -> x.log(),
          x -> x.sqrt(),
          x -> x.reciprocal(),
          x -> x.rsqrt(),
          x -> x.pow(1.5),
          x -> x.pow(0.3),
          x -> x.xlogy(x),
          x -> x.cbrt(),
          x -> x.log().mul(-1).add(x.rsub(1).log().mul(0.3)),
          x -> x.lgamma(),
          x -> x.mul(x.log()).sum());

  private static Trial nearZero(SplittableRandom r, int least) {
    UnaryOperator<Tensor> f = one(r, AT_ZERO);
    double high = least < -12 ? -12 : 0;
    double[] v = new double[1 + r.nextInt(3)];
    for (int i = 0; i < v.length; i++) {
      v[i] = 0.9 * power(r, least, high);
    }
    return Trial.of(f, Tensor.of(v));
  }

  private static Trial nearEnds(SplittableRandom r) {
    double d = power(r, -12, -1);
    double end = sign(r) * (1 - d);
    return switch (r.nextInt(6)) {
      case 0 -> Trial.of(x -> x.asin(), Tensor.of(end));
      case 1 -> Trial.of(x -> x.acos(), Tensor.of(end));
      case 2 -> Trial.of(x -> x.atanh(), Tensor.of(end));
      case 3 -> Trial.of(x -> x.erfInv(), Tensor.of(end));
      case 4 -> Trial.of(x -> x.acosh(), Tensor.of(1 + d));
      default -> Trial.of(x -> x.square().rsub(1).sqrt().sum(), Tensor.of(end));
    };
  }

  private static Trial steep(SplittableRandom r) {
    double x = sign(r) * r.nextDouble(0.1, 30);
    double fast = power(r, 4, 9);
    return switch (r.nextInt(6)) {
      case 0 -> Trial.of(t -> t.mul(5).exp(), Tensor.of(x));
      case 1 -> Trial.of(t -> t.tan(), Tensor.of(x));
      case 2 -> Trial.of(t -> t.mul(fast).sin(), Tensor.of(x / 10));
      case 3 -> Trial.of(t -> t.mul(fast).sin().div(fast), Tensor.of(x / 10));
      case 4 -> Trial.of(t -> t.exp().sin(), Tensor.of(Math.abs(x) / 3));
      default -> Trial.of(HardFamilies::chaos, Tensor.of(0.1 + 0.8 * r.nextDouble()));
    };
  }

  /** The logistic map, whose slope doubles at every step. */
  private static Tensor chaos(Tensor x) {
    Tensor y = x;
    for (int k = 0; k < 40; k++) {
      y = y.mul(y.rsub(1)).mul(4);
    }
    return y;
  }

  private static Trial offset(SplittableRandom r) {
    double c = sign(r) * power(r, 3, 12);
    return SmoothFamilies.composed(r, 1 + r.nextInt(3)).then(y -> y.sum().add(c));
  }

  private static Trial inside(SplittableRandom r) {
    double c = power(r, 3, 12);
    UnaryOperator<Tensor> f = one(r, SmoothFamilies.UNARY);
    return Trial.of(x -> f.apply(x.add(c).sub(c)), Draws.small(r));
  }

  private static Trial drowned(SplittableRandom r) {
    return switch (r.nextInt(6)) {
      case 0 -> Trial.of(x -> x.sigmoid(), Tensor.of(r.nextDouble(15, 37)));
      case 1 -> Trial.of(x -> x.erf(), Tensor.of(r.nextDouble(3, 6)));
      case 2 -> Trial.of(x -> x.tanh(), Tensor.of(r.nextDouble(8, 19)));
      case 3 -> Trial.of(x -> x.exp().add(1), Tensor.of(r.nextDouble(-36, -15)));
      case 4 -> {
        double small = power(r, -14, -4);
        yield Trial.of(x -> x.mul(small).add(1), normal(r, 2));
      }
      default -> {
        double large = power(r, 4, 13);
        yield Trial.of(x -> x.mul(1e-4).add(large), normal(r, 2));
      }
    };
  }

  private static Trial stationary(SplittableRandom r) {
    double a = r.nextGaussian();
    double b = r.nextGaussian();
    Tensor at = Tensor.of(a, b);
    return switch (r.nextInt(9)) {
      case 0 -> Trial.of(x -> x.sub(at).square().sum(), at);
      case 1 -> Trial.of(x -> x.sub(at).pow(3).sum(), at);
      case 2 -> Trial.of(x -> x.square().sub(at.square()).square().sum(), at);
      case 3 -> Trial.of(x -> x.sin().sub(x).sum(), Tensor.of(0.0, b));
      case 4 -> Trial.of(x -> x.cos().sum(), Tensor.of(0.0, Math.PI));
      case 5 -> Trial.of(x -> x.expm1().sub(x), Tensor.of(0.0));
      case 6 -> Trial.of(x -> x.var(0), Tensor.of(a, a, a));
      case 7 -> {
        int power = r.nextBoolean() ? 3 : 5;
        yield Trial.of(x -> x.pow(power), Tensor.of(0.0));
      }
      default -> Trial.of(x -> x.lgamma(), Tensor.of(1.4616321449683622));
    };
  }

  private static Trial constantSums(SplittableRandom r) {
    Tensor x = normal(r, 2, 3);
    Trial trial =
        switch (r.nextInt(4)) {
          case 0 -> Trial.of(t -> t.softmax(-1).sum(), x);
          case 1 -> Trial.of(t -> t.layerNorm(1, 1e-5).sum(), x);
          case 2 -> Trial.of(t -> t.normalize(2, -1).square().sum(), x);
          default -> Trial.of(t -> t.sin().square().add(t.cos().square()).sum(), x);
        };
    return trial.toOrder(1 + r.nextInt(2));
  }

  private static Trial staircase(SplittableRandom r) {
    UnaryOperator<Tensor> f = one(r, SmoothFamilies.UNARY);
    return switch (r.nextInt(3)) {
      case 0 -> Trial.of(x -> f.apply(x).to(DType.FLOAT32).to(DType.FLOAT64), Draws.small(r));
      case 1 -> Trial.of(x -> f.apply(x.to(DType.FLOAT32)).to(DType.FLOAT64), Draws.small(r));
      default ->
          Trial.of(
              x -> KinkFamilies.own("rounded", x, v -> (float) Math.sin(v), Math::cos),
              Draws.small(r));
    };
  }

  private static Trial matrix(SplittableRandom r, double least) {
    Tensor x = normal(r, 3, 3);
    Tensor at = least == 1 ? x.add(eye(3)) : nearlySingular(r, x, least);
    return switch (r.nextInt(4)) {
      case 0 -> Trial.of(t -> t.inverse(), at);
      case 1 -> Trial.of(t -> t.det(), at);
      case 2 -> Trial.of(t -> t.matmul(t.swapAxes(0, 1)).add(eye(1e-3)).logDet(), at);
      default -> Trial.of(t -> t.solve(Tensor.of(1.0, 2.0, 3.0)), at);
    };
  }

  private static Tensor eye(double size) {
    return Tensor.zeros(DType.FLOAT64, 3, 3).like(i -> i % 4 == 0 ? size : 0);
  }

  /** The last row is nearly the sum of the others. */
  private static Tensor nearlySingular(SplittableRandom r, Tensor x, double least) {
    double[] v = x.toArray();
    for (int j = 0; j < 3; j++) {
      v[6 + j] = v[j] + v[3 + j] + least * r.nextGaussian();
    }
    return x.like(i -> v[i]);
  }

  private static Trial unlikeResults(SplittableRandom r) {
    double s = power(r, 4, 12);
    Tensor x = normal(r, 2);
    return r.nextBoolean()
        ? Trial.of(t -> scales(s, t, t.sin()), x)
        : Trial.of(t -> scales(s, t.exp(), t.mul(t).tanh()), x);
  }

  private static Tensor scales(double s, Tensor large, Tensor small) {
    return Movement.concat(0, large.mul(s), small);
  }

  private static Trial unlikeInputs(SplittableRandom r) {
    double s = power(r, 3, 9);
    return new Trial(
        xs -> xs.get(0).mul(s).sin().sum().add(xs.get(1).tanh().sum()),
        List.of(normal(r, 3).div(s), normal(r, 4)),
        1);
  }
}
