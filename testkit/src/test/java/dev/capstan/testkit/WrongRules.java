package dev.capstan.testkit;

import static dev.capstan.testkit.HardCase.array;
import static dev.capstan.testkit.HardCase.tensor;

import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.HardCase.Expected;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Rules that are wrong in ways that people make: none may be called right. */
final class WrongRules {
  private WrongRules() {}

  private static final Tensor PLAIN = Tensor.of(0.3, -1.2, 2.5);
  private static final Tensor SQUARE = Tensor.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 10}, 3, 3);

  static List<HardCase> all() {
    return Stream.of(places(), broadcasts(), rules(), left(), arrays())
        .flatMap(List::stream)
        .toList();
  }

  /** The sine, whose rule is spoilt. */
  static Tensor sine(Tensor x, UnaryOperator<Tensor> rule) {
    return Primitive.of("sine", x).value(v -> v.sin()).vjp((Tensor g) -> rule.apply(g)).record();
  }

  static Tensor sine(Tensor x, double factor) {
    return sine(x, g -> g.mul(x.cos()).mul(factor));
  }

  /** Any operation of one input. */
  static Tensor op(UnaryOperator<Tensor> f, Tensor x, UnaryOperator<Tensor> rule) {
    return Primitive.of("mine", x).value(v -> f.apply(v)).vjp((Tensor g) -> rule.apply(g)).record();
  }

  static Tensor op(
      BinaryOperator<Tensor> f,
      Tensor x,
      Tensor y,
      UnaryOperator<Tensor> first,
      UnaryOperator<Tensor> second) {
    return Primitive.of("mine", x, y)
        .value((u, v) -> f.apply(u, v))
        .vjp((Tensor g) -> first.apply(g))
        .vjp((Tensor g) -> second.apply(g))
        .record();
  }

  private static List<HardCase> places() {
    IntTensor twice = IntTensor.of(0, 2, 2, 1, 0);
    return List.of(
        tensor(
                "gather, the last of two wins",
                x -> op(v -> v.gather(0, twice), x, g -> x.like(i -> g.at(4 - i))),
                PLAIN)
            .wrong(),
        tensor(
                "gather, one too far",
                x ->
                    op(
                        v -> v.gather(0, twice),
                        x,
                        g -> x.mul(0).scatterAdd(0, IntTensor.of(1, 0, 0, 2, 1), g)),
                PLAIN)
            .wrong(),
        tensor("cumsum, not reversed", x -> op(v -> v.cumsum(0), x, g -> g.cumsum(0)), PLAIN)
            .wrong(),
        tensor("flip, not flipped", x -> op(v -> v.flip(0), x, g -> g), PLAIN).wrong(),
        tensor("roll, the same way", x -> op(v -> v.roll(1, 0), x, g -> g.roll(1, 0)), PLAIN)
            .wrong(),
        tensor("a transpose, not undone", x -> op(v -> v.swapAxes(0, 1), x, g -> g), SQUARE)
            .wrong(),
        tensor(
                "x x^T, one side alone",
                x -> op(v -> v.matmul(v.swapAxes(0, 1)), x, g -> g.matmul(x)),
                SQUARE)
            .wrong(),
        tensor(
                "a reshape by columns",
                x -> op(v -> v.reshape(9), x, g -> g.reshape(3, 3).swapAxes(0, 1)),
                SQUARE)
            .wrong(),
        tensor(
                "a slice, moved by one",
                x -> op(v -> v.slice(0, 0, 2), x, g -> g.pad(0, 1, 0)),
                PLAIN)
            .wrong(),
        tensor(
                "the last row dropped",
                x -> op(v -> v.mul(2), x, g -> g.mul(2).slice(0, 0, 2).pad(0, 0, 1)),
                SQUARE)
            .wrong(),
        tensor(
                "one matrix of two transposed",
                WrongRules::batch,
                Tensor.randn(DType.FLOAT64, new Random(3), 2, 3, 3))
            .wrong(),
        new HardCase(
            "concat, parts swapped",
            () ->
                GradCheck.of(
                        (Tensor x, Tensor y) ->
                            op(
                                (u, v) -> Movement.concat(0, u, v),
                                x,
                                y,
                                g -> g.slice(0, 3, 6),
                                g -> g.slice(0, 0, 3)))
                    .at(PLAIN, PLAIN.add(1)),
            Expected.WRONG),
        tensor(
                "elements in no result, a gradient there",
                x -> op(v -> v.select(0, 1), x, g -> g.broadcastTo(x.shape())),
                PLAIN)
            .wrong());
  }

  private static Tensor batch(Tensor x) {
    return op(
        v -> v.mul(3),
        x,
        g -> {
          Tensor turned = g.swapAxes(1, 2);
          return g.like(i -> 3 * (i < 9 ? g.at(i) : turned.at(i)));
        });
  }

  private static List<HardCase> broadcasts() {
    return List.of(
        of(
            "[3, 3] + [3], summed over the wrong axis",
            (x, y) -> op((u, v) -> u.add(v), x, y, g -> g, g -> g.sum(1)),
            SQUARE,
            PLAIN),
        of(
            "[3, 3] * [3], a mean for the sum",
            (x, y) -> op((u, v) -> u.mul(v), x, y, g -> g.mul(y), g -> g.mul(x).mean(0)),
            SQUARE,
            PLAIN),
        of(
            "[3, 3] + [3], not summed",
            (x, y) -> op((u, v) -> u.add(v), x, y, g -> g, g -> g),
            SQUARE,
            PLAIN),
        of(
            "[3, 3] + [3], the last row alone",
            (x, y) -> op((u, v) -> u.add(v), x, y, g -> g, g -> g.select(0, 2)),
            SQUARE,
            PLAIN),
        of(
            "[3, 1] * [3], rules swapped",
            (x, y) ->
                op(
                    (u, v) -> u.reshape(3, 1).mul(v),
                    x,
                    y,
                    g -> g.mul(x.reshape(3, 1)).sum(0),
                    g -> g.mul(y).sum(1)),
            PLAIN,
            PLAIN.exp()),
        of(
            "x times a scalar, not summed",
            (x, y) -> op((u, v) -> u.mul(v), x, y, g -> g.mul(y), g -> g.mul(x).select(0, 0)),
            PLAIN,
            Tensor.scalar(0.7)),
        tensor("mean without 1/N", x -> op(v -> v.mean(), x, g -> g.broadcastTo(x.shape())), SQUARE)
            .wrong(),
        tensor(
                "mean over an axis, by the other's length",
                x -> op(v -> v.mean(0), x, g -> g.broadcastTo(x.shape()).div(2)),
                SQUARE.slice(1, 0, 2))
            .wrong(),
        tensor(
                "sum, given to the first row",
                x ->
                    op(
                        v -> v.sum(0),
                        x,
                        g -> g.broadcastTo(x.shape()).mul(x.like(i -> i < 3 ? 1 : 0))),
                SQUARE)
            .wrong(),
        tensor(
                "softmax without its cross term",
                x -> op(v -> v.softmax(0), x, g -> g.mul(x.softmax(0))),
                PLAIN)
            .wrong(),
        tensor(
                "norm squared in the rule",
                x -> op(v -> v.norm(2, 0), x, g -> x.mul(g).div(x.square().sum())),
                PLAIN)
            .wrong(),
        tensor("a gradient of float32", x -> sine(x, g -> g.mul(x.cos()).to(DType.FLOAT32)), PLAIN)
            .wrong(),
        tensor(
                "a gradient through float32",
                x -> sine(x, g -> g.mul(x.cos()).mul(1.0000003)),
                PLAIN)
            .notRight(),
        tensor(
                "a gradient through whole numbers",
                x -> op(v -> v.mul(2.7), x, g -> g.like(i -> (int) (g.at(i) * 2.7))),
                PLAIN)
            .wrong(),
        tensor(
                "an exponent cut to a whole number",
                x -> op(v -> v.pow(2.5), x, g -> g.mul(x.abs().pow(1.5)).mul(2)),
                PLAIN.abs())
            .wrong());
  }

  private static HardCase of(String name, BinaryOperator<Tensor> f, Tensor x, Tensor y) {
    return new HardCase(name, () -> GradCheck.of(f).at(x, y), Expected.WRONG);
  }

  private static HardCase stateful(String name, BinaryOperator<Tensor> rule) {
    return new HardCase(
        name,
        () -> GradCheck.of((Tensor x) -> sine(x, g -> rule.apply(g, x)).sum()).at(PLAIN).audit(),
        Expected.WRONG);
  }

  private static List<HardCase> rules() {
    AtomicInteger calls = new AtomicInteger();
    Random random = new Random(1);
    return List.of(
        stateful("clipped at 10", (g, x) -> g.mul(x.cos()).clamp(-10, 10)),
        stateful(
            "clipped by its norm",
            (g, x) -> g.norm(2, 0).item() > 100 ? g.mul(0.1).mul(x.cos()) : g.mul(x.cos())),
        stateful("|g|", (g, x) -> g.abs().mul(x.cos())),
        stateful("g^2", (g, x) -> g.square().mul(x.cos())),
        stateful(
            "small g dropped",
            (g, x) -> g.like(i -> Math.abs(g.at(i)) < 1e-5 ? 0 : g.at(i)).mul(x.cos())),
        stateful("NaN made 0", (g, x) -> g.nanToNum().mul(x.cos())),
        stateful("g + 1e-9", (g, x) -> g.add(1e-9).mul(x.cos())),
        stateful(
            "wrong for a negative g",
            (g, x) -> g.like(i -> g.at(i) < 0 ? 2 * g.at(i) : g.at(i)).mul(x.cos())),
        stateful(
            "every third call",
            (g, x) -> g.mul(x.cos()).mul(calls.incrementAndGet() % 3 == 0 ? 2 : 1)),
        stateful(
            "every fifth call",
            (g, x) -> g.mul(x.cos()).mul(calls.incrementAndGet() % 5 == 0 ? 2 : 1)),
        stateful("random", (g, x) -> g.mul(x.cos()).mul(1 + 1e-3 * random.nextGaussian())),
        tensor("g taken for 1", x -> sine(x, g -> x.cos()).sum(), PLAIN).wrong(),
        tensor("a dead unit's rule", x -> sine(x, -1).sub(9).relu().add(x), PLAIN)
            .audited()
            .wrong(),
        tensor("two faults that cancel", x -> sine(sine(x, 2), 0.5), PLAIN).audited().wrong(),
        tensor("wrong where a mask is", x -> sine(x, -1).mul(Tensor.of(0.0, 0, 0)).add(x), PLAIN)
            .audited()
            .wrong(),
        tensor(
                "a rule of plain numbers",
                x -> sine(x, g -> g.like(i -> g.at(i) * Math.cos(x.at(i)))),
                PLAIN)
            .ofOrder(2)
            .wrong(),
        tensor(
                "wrong beyond 2 alone",
                x -> sine(x, g -> g.mul(x.cos()).mul(x.like(i -> x.at(i) > 2 ? 2 : 1))),
                PLAIN)
            .wrong(),
        tensor("no gradient at all", x -> sine(x, g -> g.mul(0)), PLAIN).wrong());
  }

  private static List<HardCase> left() {
    return List.of(
        tensor("detach", x -> x.exp().detach().mul(x), PLAIN).wrong(),
        tensor("item", x -> x.mul(x.sum().item()), PLAIN).wrong(),
        tensor("toArray", x -> x.mul(Tensor.of(x.toArray())), PLAIN).wrong(),
        tensor("like", x -> x.mul(x.like(i -> x.at(i))), PLAIN).wrong(),
        tensor("straight through without a word", x -> x.add(x.round().sub(x).detach()), PLAIN)
            .notRight(),
        tensor("all of it detached", x -> x.detach().sin(), PLAIN).wrong(),
        tensor("x^2 at 1e15 wholly detached", x -> x.detach().square(), Tensor.of(1e15))
            .notRight());
  }

  private static List<HardCase> arrays() {
    return List.of(
        array(
                "one array for all gradients, by hand",
                x -> new double[] {x[0] * x[1]},
                (x, g) -> new double[] {g[0] * x[1], g[0]},
                2,
                3)
            .wrong(),
        array(
                "a weight forgotten",
                x -> new double[] {x[0] * x[1], x[0]},
                (x, g) -> new double[] {g[0] * x[1] + 1, g[0] * x[0]},
                2,
                3)
            .wrong(),
        array(
                "a gradient that remembers",
                new Remembering()::value,
                new Remembering()::gradient,
                2,
                3)
            .wrong(),
        array("a function that counts", new Counting()::value, (x, g) -> new double[] {g[0]}, 2)
            .wrong(),
        array(
                "a mean of seven without 1/N",
                x -> new double[] {(x[0] + x[1] + x[2] + x[3] + x[4] + x[5] + x[6]) / 7},
                (x, g) -> new double[] {g[0], g[0], g[0], g[0], g[0], g[0], g[0]},
                1,
                2,
                3,
                4,
                5,
                6,
                7)
            .wrong());
  }

  /** Adds each gradient to those before. */
  private static final class Remembering {
    private final double[] sum = new double[2];

    double[] value(double[] x) {
      return new double[] {x[0] * x[1]};
    }

    double[] gradient(double[] x, double[] g) {
      sum[0] += g[0] * x[1];
      sum[1] += g[0] * x[0];
      return sum;
    }
  }

  private static final class Counting {
    private int calls;

    double[] value(double[] x) {
      return new double[] {x[0] + calls++};
    }
  }
}
