package dev.capstan.testkit;

import static dev.capstan.testkit.HardCase.tensor;
import static dev.capstan.testkit.RightButHard.own;
import static dev.capstan.testkit.WrongRules.op;
import static dev.capstan.testkit.WrongRules.sine;

import dev.capstan.autograd.check.GradCheck;
import dev.capstan.ops.DType;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.HardCase.Expected;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Wrong gradients that differences have a hard time with: none may be called right. */
final class WrongButHidden {
  private WrongButHidden() {}

  private static final Tensor PLAIN = Tensor.of(0.3, -1.2, 2.5);

  static List<HardCase> all() {
    return Stream.of(drowned(), atEnds(), fast(), small(), kinks()).flatMap(List::stream).toList();
  }

  private static HardCase slope(
      String name, DoubleUnaryOperator f, DoubleUnaryOperator d, double... at) {
    return tensor(name, x -> own("mine", x, f, d), Tensor.of(at));
  }

  private static List<HardCase> drowned() {
    return List.of(
        tensor("1e6 + sin x, wrong sign", x -> sine(x, -1).add(1e6), PLAIN).wrong(),
        tensor("1e10 + sin x, wrong sign", x -> sine(x, -1).add(1e10), PLAIN).notRight(),
        tensor("1e15 + sin x, wrong sign", x -> sine(x, -1).add(1e15), PLAIN).notRight(),
        tensor(
                "(x + 1e12 - 1e12)^2, sign",
                x -> op(v -> v.add(1e12).sub(1e12).square(), x, g -> g.mul(x).mul(-2)),
                PLAIN)
            .notRight(),
        slope("3 x at 1e15, rule 6", v -> 3 * v, v -> 6, 1e15).wrong(),
        slope("x^2 at 1e15, half", v -> v * v, v -> v, 1e15).wrong(),
        slope(
                "float32 inside, a tenth too much",
                v -> (float) Math.sin(v),
                v -> 1.1 * Math.cos(v),
                0.3,
                1.7)
            .wrong(),
        slope(
                "float32 inside, a hundredth too much",
                v -> (float) Math.sin(v),
                v -> 1.01 * Math.cos(v),
                0.3)
            .notRight(),
        slope("float32 inside, an identity of 2", v -> (float) v, v -> 2, 1, 0.1).notRight(),
        tensor("sigmoid at 30, the sign", RightAndDetached::sigmoid, Tensor.of(30.0)).notRight(),
        tensor(
                "tanh at 15, 5 times",
                x -> op(v -> v.tanh(), x, g -> g.mul(x.tanh().square().rsub(1)).mul(5)),
                Tensor.of(15.0))
            .notRight(),
        slope("a constant of 1e-9 a unit", v -> 5, v -> 1e-9, 0.3).wrong(),
        slope("1 + 1e-11 x, twice", v -> 1 + 1e-11 * v, v -> 2e-11, 0.3).notRight(),
        tensor("a hundred-thousandth too much", x -> sine(x, 1 + 1e-5), PLAIN).wrong(),
        tensor("a millionth too much", x -> sine(x, 1 + 1e-6), PLAIN).wrong());
  }

  private static final class RightAndDetached {
    static Tensor sigmoid(Tensor x) {
      Tensor y = x.sigmoid();
      return y.neg().add(y.detach().mul(2));
    }
  }

  private static List<HardCase> atEnds() {
    return List.of(
        slope("log at 1e-10, a hundredth", Math::log, v -> 1.01 / v, 1e-10).wrong(),
        slope("log at 1e-300, twice", Math::log, v -> 2 / v, 1e-300).wrong(),
        slope("sqrt at 1e-9, twice", Math::sqrt, v -> 1 / Math.sqrt(v), 1e-9).wrong(),
        slope("sqrt at 0, finite", Math::sqrt, v -> v == 0 ? 3 : 0.5 / Math.sqrt(v), 0, 1)
            .notRight(),
        slope("acos at 1 - 1e-8, the sign", Math::acos, v -> 1 / Math.sqrt(1 - v * v), 1 - 1e-8)
            .wrong(),
        slope("1/x at 1e-6, a hundredth", v -> 1 / v, v -> -1.01 / (v * v), 1e-6).wrong(),
        slope("x^1.5 at 1e-9, twice", v -> Math.pow(v, 1.5), v -> 3 * Math.sqrt(v), 1e-9).wrong(),
        slope("asin at 1 - 1e-12, twice", Math::asin, v -> 2 / Math.sqrt(1 - v * v), 1 - 1e-12)
            .notRight(),
        slope("log1p at -1 + 1e-9, the sign", Math::log1p, v -> -1 / (1 + v), -1 + 1e-9).wrong(),
        tensor("a domain that throws, twice", WrongButHidden::guarded, Tensor.of(1e-7, 1)).wrong(),
        tensor(
                "a domain that throws, detached",
                x -> guarded(x.detach()).add(x),
                Tensor.of(1e-7, 1))
            .wrong(),
        slope("NaN at one element", Math::sin, v -> v > 2 ? Double.NaN : Math.cos(v), 0.3, 2.5)
            .wrong(),
        slope(
                "infinite at one element",
                Math::sin,
                v -> v > 2 ? Double.POSITIVE_INFINITY : Math.cos(v),
                0.3,
                2.5)
            .wrong());
  }

  private static Tensor guarded(Tensor x) {
    for (int i = 0; i < x.size(); i++) {
      if (!(x.at(i) > 0)) {
        throw new IllegalArgumentException("rate: got " + x.at(i) + ", expected more than 0");
      }
    }
    return own("mine", x, Math::log, v -> 2 / v);
  }

  private static List<HardCase> fast() {
    return List.of(
        slope("sin(1e6 x), the sign", v -> Math.sin(1e6 * v), v -> -1e6 * Math.cos(1e6 * v), 0.3)
            .notRight(),
        slope("sin(1e8 x), twice", v -> Math.sin(1e8 * v), v -> 2e8 * Math.cos(1e8 * v), 0.3)
            .notRight(),
        slope("sin(1e6 x), zero", v -> Math.sin(1e6 * v), v -> 0, 0.3).notRight(),
        slope(
                "a period that every step is a multiple of, zero",
                v -> Math.sin(2 * Math.PI * (1 << 20) * v),
                v -> 0,
                0.3)
            .notRight(),
        slope(
                "x + sin(1e6 x) / 1e6, the second term dropped",
                v -> v + Math.sin(1e6 * v) / 1e6,
                v -> 1,
                0.3)
            .notRight(),
        slope(
                "x + 1e-3 sin(1e4 x), the second term dropped",
                v -> v + 1e-3 * Math.sin(1e4 * v),
                v -> 1,
                0.3)
            .wrong(),
        slope(
                "x + 1e-6 sin(1e5 x), the second term dropped",
                v -> v + 1e-6 * Math.sin(1e5 * v),
                v -> 1,
                0.3)
            .wrong(),
        slope("sigmoid(1e10 x) at 0, zero", v -> 1 / (1 + Math.exp(-1e10 * v)), v -> 0, 0)
            .notRight(),
        slope("tanh(1e8 x) at 1e-9, zero", v -> Math.tanh(1e8 * v), v -> 0, 1e-9).notRight(),
        slope(
                "e^(50 x), a hundred-thousandth",
                v -> Math.exp(50 * v),
                v -> 50.0005 * Math.exp(50 * v),
                1.1)
            .wrong(),
        slope("x mod 1e-3, twice", v -> v - 1e-3 * Math.floor(v / 1e-3), v -> 2, 0.3004).wrong());
  }

  private static List<HardCase> small() {
    Tensor many = Tensor.randn(DType.FLOAT64, new Random(2), 2000);
    return List.of(
        beside("a small input beside a large one, halved", many, g -> g.mul(0.5)),
        beside("the same, one element zero", many, g -> g.mul(g.like(i -> i == 1 ? 0 : 1))),
        beside("the same, the sign of one", many, g -> g.mul(g.like(i -> i == 2 ? -1 : 1))),
        tensor(
                "[1e12 x, sin x], the second's sign",
                x -> Movement.concat(0, x.mul(1e12), sine(x, -1)),
                PLAIN)
            .wrong(),
        tensor(
                "[1e12 x, sin x], the second halved",
                x -> Movement.concat(0, x.mul(1e12), sine(x, 0.5)),
                PLAIN)
            .wrong(),
        tensor("twelve results, the smallest wrong", WrongButHidden::twelve, PLAIN).wrong(),
        tensor("1e-12 sin x, a hundredth", x -> sine(x, 1.01).mul(1e-12), PLAIN).wrong(),
        tensor("1e12 sin x, a hundred-thousandth", x -> sine(x, 1 + 1e-5).mul(1e12), PLAIN).wrong(),
        tensor("sin at 1e-12, a hundredth", x -> sine(x, 1.01), PLAIN.mul(1e-12)).wrong(),
        slope(
                "e^(1e-12 x) at 1e12, twice",
                v -> Math.exp(1e-12 * v),
                v -> 2e-12 * Math.exp(1e-12 * v),
                1e12)
            .wrong(),
        slope("x^2 at -3e-13, zero", v -> v * v, v -> 0, -3e-13).wrong(),
        tensor(
                "1 / (1 + x^2) at -3e-13, zero",
                x -> own("mine", x, v -> v * v, v -> 0).add(1).reciprocal(),
                Tensor.of(-3e-13))
            .wrong(),
        slope("(x - 2)^2 at 2, a thousandth", v -> (v - 2) * (v - 2), v -> 2 * (v - 2) + 1e-3, 2)
            .wrong(),
        slope("(x - 2)^2 next to 2, zero", v -> (v - 2) * (v - 2), v -> 0, 2 + 1e-6).wrong(),
        slope("x^3 at 1e-3, zero", v -> v * v * v, v -> 0, 1e-3).wrong(),
        tensor(
                "one of a thousand, a hundredth",
                x -> sine(x, g -> g.mul(x.cos()).mul(g.like(i -> i == 777 ? 1.01 : 1))).sum(),
                many.slice(0, 0, 1000))
            .wrong(),
        tensor(
                "one of two thousand, a thousandth",
                x -> sine(x, g -> g.mul(x.cos()).mul(g.like(i -> i == 777 ? 1.001 : 1))).sum(),
                many)
            .wrong());
  }

  private static HardCase beside(String name, Tensor many, UnaryOperator<Tensor> spoilt) {
    return new HardCase(
        name,
        () ->
            GradCheck.of(
                    (Tensor a, Tensor b) ->
                        a.square()
                            .sum()
                            .mul(1e6)
                            .add(sine(b, g -> spoilt.apply(g.mul(b.cos()))).sum()))
                .at(many, PLAIN),
        Expected.NOT_RIGHT);
  }

  private static Tensor twelve(Tensor x) {
    return Movement.concat(0, x.mul(1e9), x.exp().mul(1e6), x.sin().mul(1e3), sine(x, 2).mul(1e-3));
  }

  private static List<HardCase> kinks() {
    return List.of(
        slope("relu(x)^2 without its gate", v -> v > 0 ? v * v : 0, v -> 2 * v, -1e-3, 1).wrong(),
        slope("relu(x)^2 at 1e-6, half", v -> v > 0 ? v * v : 0, v -> Math.max(v, 0), 1e-6).wrong(),
        slope("x |x|, 2 x", v -> v * Math.abs(v), v -> 2 * v, -0.5).wrong(),
        slope("relu at 1e-7, half", v -> Math.max(v, 0), v -> 0.5, 1e-7).wrong(),
        slope("relu at -1e-9, one", v -> Math.max(v, 0), v -> 1, -1e-9).wrong(),
        slope("|x| at 0, 2", Math::abs, v -> v == 0 ? 2 : Math.signum(v), 0, 1).wrong(),
        slope("|x| at 0 alone, 0.37", Math::abs, v -> 0.37, 0).notRight(),
        tensor(
                "a named branch at 1e-8, twice",
                x -> op(v -> v.relu(), x, g -> g.mul(2).mul(x.relu().sign())),
                Tensor.of(1e-8, 1))
            .wrong(),
        tensor("clamp without its bound", x -> op(v -> v.clamp(-1, 1), x, g -> g), PLAIN).wrong(),
        tensor(
                "max to the wrong place",
                x -> op(v -> v.max(0), x, g -> g.mul(x.like(i -> i == 0 ? 1 : 0))),
                PLAIN)
            .wrong(),
        tensor("a jump's own side, zero", RightAndJump::where, Tensor.of(0.0, 1)).wrong(),
        tensor(
                "amax of ties, to each",
                x -> op(v -> v.amax(0), x, g -> g.broadcastTo(x.shape())),
                PLAIN)
            .wrong(),
        slope("floor with a slope", Math::floor, v -> 1, 0.5, 2.25).wrong());
  }

  private static final class RightAndJump {
    static Tensor where(Tensor x) {
      return own("mine", x, v -> v > 0 ? Math.sin(v) : 2 * v + 5, v -> v > 0 ? Math.cos(v) : 0);
    }
  }
}
