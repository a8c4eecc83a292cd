package dev.capstan.testkit;

import static dev.capstan.testkit.HardCase.array;
import static dev.capstan.testkit.HardCase.tensor;

import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Comparisons;
import dev.capstan.ops.DType;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.HardCase.Expected;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/** Right gradients that differences have a hard time with: none may be called wrong. */
final class RightButHard {
  private RightButHard() {}

  private static final Tensor PLAIN = Tensor.of(0.3, -1.2, 2.5);

  static List<HardCase> all() {
    return Stream.of(
            rounding(), ends(), fast(), stationary(), bent(), stairs(), scales(), places(), odd())
        .flatMap(List::stream)
        .toList();
  }

  /** An elementwise operation that says nothing of its branches. */
  static Tensor own(String name, Tensor x, DoubleUnaryOperator f, DoubleUnaryOperator slope) {
    return Primitive.of(name, x)
        .value(v -> v.like(i -> f.applyAsDouble(v.at(i))))
        .vjp((Tensor g) -> g.mul(g.like(i -> slope.applyAsDouble(x.at(i)))))
        .record();
  }

  private static List<HardCase> rounding() {
    return List.of(
        tensor("(x + 1e12 - 1e12)^2", x -> x.add(1e12).sub(1e12).square(), PLAIN),
        tensor("(1 - cos x) / x^2 at 1e-4", x -> cosine(x), Tensor.of(1e-4)),
        tensor("(1 - cos x) / x^2 at 1e-8", x -> cosine(x), Tensor.of(1e-8)),
        tensor("e^x - 1 - x at 1e-5", x -> x.exp().sub(1).sub(x), Tensor.of(1e-5)),
        tensor("log e^x at 700", x -> x.exp().log(), Tensor.of(700.0)),
        tensor("E x^2 - (E x)^2 at 1e6", RightButHard::twoMoments, Tensor.of(1e6, 1e6 + 1, 1e6)),
        tensor(
            "sqrt(x^2 + y^2) of 1e-160", x -> x.square().sum().sqrt(), Tensor.of(3e-160, 4e-160)),
        tensor("1e16 + x - 1e16", x -> x.add(1e16).sub(1e16), PLAIN),
        tensor("sin(x) + 1e15", x -> x.sin().add(1e15), PLAIN),
        tensor("x^2 at 1e15", x -> x.square(), Tensor.of(1e15)),
        tensor("softmax(x).sum()", x -> x.softmax(0).sum(), PLAIN),
        tensor("inverse of a Hilbert matrix", x -> x.inverse(), hilbert(6)),
        tensor("log det of a Hilbert matrix", x -> x.logDet(), hilbert(8)),
        tensor(
            "det of a singular matrix", x -> x.det(), Tensor.of(new double[] {1, 2, 2, 4}, 2, 2)),
        tensor("det of a zero matrix", x -> x.det(), Tensor.zeros(DType.FLOAT64, 3, 3)),
        tensor(
            "cdist of a row with itself", x -> x.cdist(x, 2), Tensor.of(new double[] {1, 2}, 1, 2)),
        tensor("long sum", x -> x.sin().sum(), Tensor.randn(DType.FLOAT64, new Random(1), 1000)));
  }

  private static Tensor cosine(Tensor x) {
    return x.cos().rsub(1).div(x.square());
  }

  private static Tensor twoMoments(Tensor x) {
    return x.square().mean().sub(x.mean().square());
  }

  private static Tensor hilbert(int n) {
    return Tensor.zeros(DType.FLOAT64, n, n).like(i -> 1.0 / (1 + i / n + i % n));
  }

  private static List<HardCase> ends() {
    return List.of(
        tensor("log at 1e-300", x -> x.log(), Tensor.of(1e-300)).right(),
        tensor("log1p at -1 + 1e-12", x -> x.log1p(), Tensor.of(-1 + 1e-12)),
        tensor("sqrt at 1e-9 beside 1", x -> x.sqrt(), Tensor.of(1e-9, 1)).right(),
        tensor("sqrt at 0", x -> x.sqrt(), Tensor.of(0.0, 1)),
        tensor("acos at 1 - 1e-15", x -> x.acos(), Tensor.of(1 - 1e-15)),
        tensor("acos at 1 - 1e-8", x -> x.acos(), Tensor.of(1 - 1e-8)),
        tensor("asin at 1", x -> x.asin(), Tensor.of(1.0, 0.5)),
        tensor("atanh at 1 - 1e-12", x -> x.atanh(), Tensor.of(1 - 1e-12)),
        tensor("acosh at 1 + 1e-9", x -> x.acosh(), Tensor.of(1 + 1e-9)),
        tensor("acosh at 1", x -> x.acosh(), Tensor.of(1.0, 2)),
        tensor("log at 0", x -> x.log(), Tensor.of(0.0, 2)),
        tensor("x log x at 1e-9", x -> x.xlogy(x), Tensor.of(1e-9)).right(),
        tensor("x log x at 0", x -> x.xlogy(x), Tensor.of(0.0, 1)),
        tensor("x^0.5 at 0", x -> x.pow(0.5), Tensor.of(0.0, 1)),
        tensor("x^1.5 at 0", x -> x.pow(1.5), Tensor.of(0.0, 1)),
        tensor("x^1.5 at 1e-9", x -> x.pow(1.5), Tensor.of(1e-9)),
        tensor("1 / x at 1e-155", x -> x.reciprocal(), Tensor.of(1e-155)),
        tensor("lgamma at -1 + 1e-9", x -> x.lgamma(), Tensor.of(-1 + 1e-9)),
        tensor("tan at pi/2 - 1e-9", x -> x.tan(), Tensor.of(Math.PI / 2 - 1e-9)),
        tensor("erfInv at 1 - 1e-14", x -> x.erfInv(), Tensor.of(1 - 1e-14)),
        tensor("cbrt at 0", x -> x.cbrt(), Tensor.of(0.0, 1)),
        tensor("norm of zeros", x -> x.norm(2, 0), Tensor.of(0.0, 0, 0)),
        tensor("normalize of 1e-9", x -> x.normalize(2, 0), Tensor.of(1e-9, 2e-9)),
        tensor("cross entropy of p = 1e-8", x -> x.log().neg().mul(0.3), Tensor.of(1e-8, 0.5)),
        tensor("where(x > 0, log x, 0)", RightButHard::masked, Tensor.of(1e-3, -1, 0)),
        tensor("exp at 709.7", x -> x.exp(), Tensor.of(709.7)),
        tensor("a domain that throws", RightButHard::guarded, Tensor.of(1e-7, 1)).right());
  }

  private static Tensor masked(Tensor x) {
    BoolTensor positive = Comparisons.gt(x.detach(), 0);
    return Elementwise.where(positive, Elementwise.where(positive, x, 1.0).log(), 0.0);
  }

  private static Tensor guarded(Tensor x) {
    for (int i = 0; i < x.size(); i++) {
      if (!(x.at(i) > 0)) {
        throw new IllegalArgumentException("rate: got " + x.at(i) + ", expected more than 0");
      }
    }
    return x.log();
  }

  private static List<HardCase> fast() {
    return List.of(
        tensor("sin(1e6 x)", x -> x.mul(1e6).sin(), Tensor.of(0.3)),
        tensor("sin(1e8 x)", x -> x.mul(1e8).sin(), Tensor.of(0.3)),
        tensor("sin(1e9 x) / 1e9", x -> x.mul(1e9).sin().div(1e9), Tensor.of(0.3)),
        tensor("sin(1e12 x)", x -> x.mul(1e12).sin(), Tensor.of(0.3)),
        tensor("x + sin(1e6 x)", x -> x.add(x.mul(1e6).sin()), Tensor.of(0.3)),
        tensor("sin(2^20 2 pi x)", x -> x.mul(2 * Math.PI * (1 << 20)).sin(), Tensor.of(0.3)),
        tensor("sin(x^2) at 1e4", x -> x.square().sin(), Tensor.of(1e4)),
        tensor("sin x at 1e12", x -> x.sin(), Tensor.of(1.2345678e12)),
        tensor("sin(1/x) at 1e-4", x -> x.reciprocal().sin(), Tensor.of(1e-4)),
        tensor("sin(e^x) at 12", x -> x.exp().sin(), Tensor.of(12.0)),
        tensor("x mod 1e-6", x -> x.remainder(1e-6), Tensor.of(0.3)),
        tensor("sigmoid(1e6 x) at 1e-6", x -> x.mul(1e6).sigmoid(), Tensor.of(1e-6)),
        tensor("sigmoid(1e10 x) at 0", x -> x.mul(1e10).sigmoid(), Tensor.of(0.0)),
        tensor("tanh(1e8 x) at 1e-9", x -> x.mul(1e8).tanh(), Tensor.of(1e-9)),
        tensor("x^50 at 10", x -> x.pow(50), Tensor.of(10.0)),
        tensor("e^(-1e6 x^2) at 1e-3", x -> x.square().mul(-1e6).exp(), Tensor.of(1e-3)),
        tensor("e^(-1 / x^2) at 0.05", x -> x.square().reciprocal().neg().exp(), Tensor.of(0.05)),
        tensor("x + 1e-3 sin(1e4 x)", x -> x.add(x.mul(1e4).sin().mul(1e-3)), Tensor.of(0.3))
            .right());
  }

  private static List<HardCase> stationary() {
    Tensor c = Tensor.of(1e8, -0.1, 1e-8, 7);
    return List.of(
        tensor("(x - c)^2 at c", x -> x.sub(c).square().sum(), c).right(),
        tensor("(x - c)^3 at c", x -> x.sub(c).pow(3).sum(), c),
        tensor("(x - c)^4 at c", x -> x.sub(c).pow(4).sum(), c),
        tensor("mean square at its target", x -> x.sub(PLAIN).square().mean(), PLAIN).right(),
        tensor("(x^2 - 1)^2 at 1, -1", x -> x.square().sub(1).square(), Tensor.of(1.0, -1)).right(),
        tensor("cos at 0", x -> x.cos(), Tensor.of(0.0)).right(),
        tensor("1 - cos(1e3 x) at 0", x -> x.mul(1e3).cos().rsub(1), Tensor.of(0.0)),
        tensor("x^3, x^5 at 0", x -> x.pow(3).add(x.pow(5)), Tensor.of(0.0)).right(),
        tensor("tanh x - x at 0", x -> x.tanh().sub(x), Tensor.of(0.0)).right(),
        tensor("var of equals", x -> x.var(0), Tensor.of(2.0, 2, 2)).right(),
        tensor("entropy at uniform", RightButHard::entropy, Tensor.of(1.0, 1, 1)),
        tensor("cosine of x and x", x -> x.cosineSimilarity(PLAIN, 0), PLAIN),
        tensor("KL(p, p)", RightButHard::divergence, Tensor.of(0.3, 0.7)),
        tensor("x^2 - x^2", x -> x.square().sub(x.mul(x)), PLAIN),
        tensor("0 x", x -> x.mul(0).add(x.sin()), PLAIN).right());
  }

  private static Tensor divergence(Tensor p) {
    Tensor q = Tensor.of(0.3, 0.7);
    return p.log().sub(q.log()).mul(q).sum().sub(p.sum());
  }

  private static Tensor entropy(Tensor x) {
    Tensor p = x.softmax(0);
    return p.mul(p.log()).sum();
  }

  private static List<HardCase> bent() {
    Tensor near = Tensor.of(0.0, 1e-8, -1e-8, 1e-3);
    return List.of(
        tensor("relu(x)^2", x -> x.relu().square(), near).right(),
        tensor("x |x|", x -> x.mul(x.abs()), near).right(),
        tensor("|x|^3", x -> x.abs().pow(3), near).right(),
        tensor("x^2 sign x", x -> x.square().mul(x.sign()), near).right(),
        tensor("x relu(x)", x -> x.mul(x.relu()), near).right(),
        tensor("max(1 - x, 0)^2 near 1", x -> x.rsub(1).relu().square(), near.add(1)),
        tensor("own bow", x -> own("bow", x, v -> v > 0 ? v * v : 0, v -> v > 0 ? 2 * v : 0), near),
        tensor("elu at 0", x -> x.elu(), near),
        tensor(
            "Huber at 1",
            x -> own("huber", x, RightButHard::huber, v -> Math.max(-1, Math.min(1, v))),
            near.add(1)),
        tensor("relu at 1e-14", x -> x.relu(), Tensor.of(1e-14, -1e-14, 1)),
        tensor("|x| at 1e-300", x -> x.abs(), Tensor.of(1e-300, 1)),
        tensor(
            "relu without a branch at 1e-7",
            x -> own("ramp", x, v -> Math.max(v, 0), v -> v > 0 ? 1 : 0),
            Tensor.of(1e-7, -1e-7)),
        tensor(
            "|x - 1| + 1e6 at 1 + 1e-9", x -> x.sub(1).abs().sum().add(1e6), Tensor.of(1 + 1e-9)),
        tensor("relu(x) - relu(-x) at 0", x -> x.relu().sub(x.neg().relu()), Tensor.of(0.0, 1)),
        tensor("max of ties", x -> x.max(0), Tensor.of(2.0, 2, 1, 2)),
        tensor("amax of ties", x -> x.amax(0), Tensor.of(2.0, 2, 1, 2)),
        tensor("sort of ties", x -> x.sort(0).mul(Tensor.of(1.0, 2, 3)), Tensor.of(1.0, 1, 0)),
        tensor("median of ties", x -> x.median(0), Tensor.of(1.0, 1, 0)),
        tensor("floor of a million", x -> x.floor(), Tensor.of(1e6 + 0.3, 2e6 - 0.7)),
        tensor("floor of a whole million", x -> x.floor(), Tensor.of(1e6, 524288)),
        tensor("floor at 2", x -> x.floor().add(x), Tensor.of(2.0, 2 + 1e-9, 2.5)),
        tensor("an if of Java", x -> x.item() > 1 ? x.square() : x.mul(2).sub(1), Tensor.of(1.0))
            .right(),
        tensor("a jump of Java", x -> x.item() > 1 ? x.square() : x.mul(2), Tensor.of(1.0)));
  }

  private static double huber(double v) {
    return Math.abs(v) < 1 ? 0.5 * v * v : Math.abs(v) - 0.5;
  }

  private static List<HardCase> stairs() {
    return List.of(
        tensor("float32 result", x -> x.sin().to(DType.FLOAT32).to(DType.FLOAT64), PLAIN),
        tensor("float32 input", x -> x.to(DType.FLOAT32).sin().to(DType.FLOAT64), PLAIN),
        tensor(
            "x + float32(sin x)", x -> x.add(x.sin().to(DType.FLOAT32).to(DType.FLOAT64)), PLAIN),
        tensor(
            "x + an own sine of float32",
            x -> x.add(own("coarse", x, v -> (float) Math.sin(v), Math::cos)),
            PLAIN),
        tensor("float32 of 1", x -> x.to(DType.FLOAT32).to(DType.FLOAT64), Tensor.of(1.0, 2, 0)),
        tensor(
            "rounded to 1e-9", x -> own("grid", x, v -> Math.rint(v * 1e9) / 1e9, v -> 1), PLAIN),
        tensor(
            "rounded to 1e-4", x -> own("grid", x, v -> Math.rint(v * 1e4) / 1e4, v -> 1), PLAIN),
        tensor(
            "noise of 1e-9",
            x -> own("noise", x, v -> v + 1e-9 * (Double.hashCode(v) % 100) / 100, v -> 1),
            PLAIN));
  }

  private static List<HardCase> scales() {
    return List.of(
        tensor("1e12 sin x", x -> x.sin().mul(1e12), PLAIN).right(),
        tensor("1e-12 sin x", x -> x.sin().mul(1e-12), PLAIN).right(),
        tensor("1e-290 sin x", x -> x.sin().mul(1e-290), PLAIN).right(),
        tensor("1e290 sin x", x -> x.sin().mul(1e290), PLAIN).right(),
        tensor("e^(1e-12 x) at 1e12", x -> x.mul(1e-12).exp(), PLAIN.mul(1e12)).right(),
        tensor("e^(1e12 x) at 1e-12", x -> x.mul(1e12).exp(), PLAIN.mul(1e-12)).right(),
        tensor("x^2 at 1e-12", x -> x.square(), PLAIN.mul(1e-12)),
        tensor("x^2 at 1e-200", x -> x.square(), Tensor.of(1e-200)),
        tensor("3 x at 1e15", x -> x.mul(3), Tensor.of(1e15, 1e18)).right(),
        tensor("3 x at 1e-300", x -> x.mul(3), Tensor.of(1e-300)).right(),
        tensor("tanh at 1e-12", x -> x.tanh(), Tensor.of(1e-12, -1e-12)).right(),
        tensor("[1e12 x, sin x]", x -> Movement.concat(0, x.mul(1e12), x.sin()), PLAIN).right(),
        tensor("[e^(30 x), sin x]", x -> Movement.concat(0, x.mul(30).exp(), x.sin()), PLAIN),
        new HardCase(
            "a small input beside a large one",
            () ->
                GradCheck.of((Tensor a, Tensor b) -> a.square().sum().mul(1e6).add(b.sin().sum()))
                    .at(Tensor.randn(DType.FLOAT64, new Random(1), 2000), PLAIN),
            Expected.NOT_WRONG),
        tensor("1e-11 x + 1", x -> x.mul(1e-11).add(1), PLAIN),
        tensor("sigmoid at 33", x -> x.sigmoid(), Tensor.of(33.0)),
        tensor("tanh at 15", x -> x.tanh(), Tensor.of(15.0)),
        tensor("softplus + 1 at -33", x -> x.softplus().add(1), Tensor.of(-33.0)));
  }

  private static List<HardCase> places() {
    IntTensor twice = IntTensor.of(0, 2, 2, 1, 0);
    return List.of(
        tensor("gather with indices twice", x -> x.gather(0, twice).sin(), PLAIN).right(),
        tensor(
                "scatterAdd on one place",
                x -> PLAIN.detach().scatterAdd(0, IntTensor.of(1, 1, 1), x.sin()),
                PLAIN)
            .right(),
        tensor(
                "segments, one of them empty",
                x -> x.sin().segmentSum(IntTensor.of(0, 2, 2), 4),
                PLAIN)
            .right(),
        tensor(
                "embedding of a row twice",
                x -> x.embedding(IntTensor.of(1, 1, 0)).sin(),
                Tensor.of(new double[] {1, 2, 3, 4}, 2, 2))
            .right(),
        tensor("broadcast to [2, 3]", x -> x.add(Tensor.of(new double[] {1, 2}, 2, 1)).sin(), PLAIN)
            .right(),
        tensor("a scalar spread", x -> x.mul(PLAIN.detach()).sin(), Tensor.scalar(0.7)).right(),
        tensor("the input itself", x -> x, PLAIN).right(),
        tensor("an element used twice", x -> x.slice(0, 0, 2).mul(x.slice(0, 1, 3)), PLAIN).right(),
        tensor("a mask", x -> x.maskedFill(Comparisons.gt(PLAIN, 0), 0).sin().add(x), PLAIN)
            .right(),
        tensor(
            "an infinite mask",
            x -> x.maskedFill(Comparisons.gt(PLAIN, 2), Double.NEGATIVE_INFINITY).softmax(0),
            PLAIN),
        tensor("elements in no result", x -> x.select(0, 1).sin(), PLAIN).right());
  }

  private static List<HardCase> odd() {
    return List.of(
        tensor(
                "a dropout of its own seed",
                x -> x.dropout(0.5, new SplittableRandom(3)).sin(),
                PLAIN)
            .right(),
        tensor("a constant", x -> Tensor.of(5.0), PLAIN),
        tensor("no elements", x -> x.sum(), Tensor.zeros(DType.FLOAT64, 0)),
        tensor("no results", x -> x.slice(0, 0, 0), PLAIN),
        tensor("no results of no elements", x -> x.sin(), Tensor.zeros(DType.FLOAT64, 0, 3)),
        tensor("an infinite element", x -> x.sin().sum(), Tensor.of(Double.POSITIVE_INFINITY, 1)),
        tensor("a NaN element", x -> x.sin(), Tensor.of(Double.NaN, 1)),
        array(
            "a function that writes to its point",
            RightButHard::writing,
            (x, g) -> new double[] {g[0] * Math.cos(x[0])},
            0.3),
        array(
            "a function that gives one array again",
            new Again(),
            (x, g) -> new double[] {2 * x[0] * g[0]},
            0.3),
        array("a function that gives its point", x -> x, (x, g) -> g, 0.3, 2).right(),
        array(
            "a gradient that writes to its point",
            x -> new double[] {x[0] * x[0]},
            RightButHard::spoiling,
            0.3));
  }

  private static double[] writing(double[] x) {
    x[0] = Math.sin(x[0]);
    return x;
  }

  private static double[] spoiling(double[] x, double[] g) {
    x[0] *= 2 * g[0];
    return x;
  }

  /** Its result is always the same array. */
  private static final class Again implements java.util.function.UnaryOperator<double[]> {
    private final double[] result = new double[1];

    @Override
    public double[] apply(double[] x) {
      result[0] = x[0] * x[0];
      return result;
    }
  }
}
