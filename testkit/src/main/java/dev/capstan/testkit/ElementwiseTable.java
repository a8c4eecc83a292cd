package dev.capstan.testkit;

import static dev.capstan.testkit.OpSpec.shape;
import static dev.capstan.testkit.Pin.at;
import static dev.capstan.testkit.Rows.INF;
import static dev.capstan.testkit.Rows.NAN;

import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.DType;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.AtBound;
import dev.capstan.ops.option.Ties;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The rows of {@link Elementwise}. */
final class ElementwiseTable {
  private ElementwiseTable() {}

  static List<OpSpec> rows() {
    return Stream.of(sums(), products(), powers(), roots(), pieces(), clamps(), steps())
        .flatMap(List::stream)
        .toList();
  }

  private static OpSpec.Builder one(
      String name,
      UnaryOperator<Tensor> f,
      UnaryOperator<Tensor> fluent,
      DoubleUnaryOperator reference) {
    return Rows.one(Elementwise.class, name, f, fluent, reference);
  }

  private static OpSpec.Builder two(
      String name,
      BinaryOperator<Tensor> f,
      BinaryOperator<Tensor> fluent,
      DoubleBinaryOperator reference) {
    return Rows.two(Elementwise.class, name, f, fluent, reference);
  }

  private static List<OpSpec> sums() {
    return List.of(
        two("add", Elementwise::add, Tensor::add, (x, y) -> x + y)
            .known("torch.add", "jax.numpy.add")
            .row(),
        one("add", x -> Elementwise.add(x, 0.5), x -> x.add(0.5), x -> x + 0.5)
            .variant("number")
            .known("torch.add", "jax.numpy.add")
            .row(),
        two("sub", Elementwise::sub, Tensor::sub, (x, y) -> x - y)
            .known("torch.sub", "jax.numpy.subtract")
            .row(),
        one("sub", x -> Elementwise.sub(x, 0.5), x -> x.sub(0.5), x -> x - 0.5)
            .variant("number")
            .known("torch.sub", "jax.numpy.subtract")
            .row(),
        one("rsub", x -> Elementwise.rsub(x, 0.5), x -> x.rsub(0.5), x -> 0.5 - x)
            .known("torch.rsub", "jax.numpy.subtract")
            .row(),
        one("neg", Elementwise::neg, Tensor::neg, x -> -x)
            .known("torch.neg", "jax.numpy.negative")
            .row());
  }

  private static List<OpSpec> products() {
    return List.of(
        two("mul", Elementwise::mul, Tensor::mul, (x, y) -> x * y)
            .known("torch.mul", "jax.numpy.multiply")
            .row(),
        one("mul", x -> Elementwise.mul(x, -3), x -> x.mul(-3), x -> x * -3)
            .variant("number")
            .known("torch.mul", "jax.numpy.multiply")
            .row(),
        two("div", Elementwise::div, Tensor::div, (x, y) -> x / y)
            .domains(Domain.real(), Domain.between(0.5, 2))
            .pin(at(1, 0).gives(INF).gradient(INF, -INF))
            .pin(at(0, 0).gives(NAN).gradient(INF, NAN))
            .pin(at(2, INF).gives(0).gradient(0, 0))
            .known("torch.div", "jax.numpy.divide")
            .row(),
        one("div", x -> Elementwise.div(x, 4), x -> x.div(4), x -> x / 4)
            .variant("number")
            .known("torch.div", "jax.numpy.divide")
            .row(),
        one("rdiv", x -> Elementwise.rdiv(x, 3), x -> x.rdiv(3), x -> 3 / x)
            .domain(Domain.between(0.5, 2))
            .pin(at(0).gives(INF).gradient(-INF))
            .known("torch.div", "jax.numpy.divide")
            .row(),
        one("reciprocal", Elementwise::reciprocal, Tensor::reciprocal, x -> 1 / x)
            .domain(Domain.between(0.5, 2))
            .pin(at(0).gives(INF).gradient(-INF))
            .known("torch.reciprocal", "jax.numpy.reciprocal")
            .row(),
        fma(),
        lerp(),
        two(
                "lerp",
                (x, y) -> Elementwise.lerp(x, y, 0.25),
                (x, y) -> x.lerp(y, 0.25),
                (x, y) -> x + 0.25 * (y - x))
            .variant("number")
            .pin(at(3, 3).gives(3).gradient(0.75, 0.25))
            .known("torch.lerp", "")
            .row());
  }

  private static OpSpec fma() {
    return OpSpec.of(Elementwise.class, "fma")
        .function((x, y, z) -> Elementwise.fma(x, y, z))
        .fluent((x, y, z) -> x.fma(y, z))
        .on(shape(), shape(), shape())
        .on(shape(3), shape(3), shape(3))
        .on(shape(2, 3), shape(3), shape(2, 1))
        .on(shape(0, 2), shape(), shape(2))
        .elementwise((x, y, z) -> x * y + z)
        .error(
            ShapeException.class,
            "fma: shapes [3] and [2] do not broadcast (axis 0: 3 vs 2); "
                + "sizes must be equal or 1, counted from the last axis",
            () -> Elementwise.fma(Tensor.of(1, 2, 3), Tensor.scalar(1.0), Tensor.of(1, 2)))
        .pin(at(1 + 0x1p-30, 1 - 0x1p-30, -1).gives(-0x1p-60))
        .known("torch.addcmul", "")
        .row();
  }

  private static OpSpec lerp() {
    return OpSpec.of(Elementwise.class, "lerp")
        .function((x, y, w) -> Elementwise.lerp(x, y, w))
        .fluent((x, y, w) -> x.lerp(y, w))
        .on(shape(), shape(), shape())
        .on(shape(3), shape(3), shape(3))
        .on(shape(2, 3), shape(3), shape(2, 1))
        .elementwise((x, y, w) -> x + w * (y - x))
        .known("torch.lerp", "")
        .row();
  }

  private static OpSpec.Builder pow(double p) {
    return one("pow", x -> Elementwise.pow(x, p), x -> x.pow(p), x -> StrictMath.pow(x, p))
        .variant("to " + p)
        .known("torch.pow", "jax.numpy.power");
  }

  private static List<OpSpec> powers() {
    return List.of(
        one("square", Elementwise::square, Tensor::square, x -> x * x)
            .known("torch.square", "jax.numpy.square")
            .row(),
        pow(0)
            .pin(at(Tensor.of(0, NAN, -2)).gives(Tensor.of(1, 1, 1)).gradient(Tensor.of(0, 0, 0)))
            .row(),
        pow(0.5)
            .domain(Domain.positive())
            .pin(at(0).gives(0).gradient(INF))
            .pin(
                at(Tensor.of(-0.0, Double.NEGATIVE_INFINITY, -1))
                    .gives(Tensor.of(0, INF, NAN))
                    .gradient(Tensor.of(INF, 0, NAN)))
            .row(),
        pow(1).pin(at(0).gives(0).gradient(1).curvature(0)).row(),
        pow(1.5)
            .domain(Domain.positive())
            .pin(at(0).gives(0).gradient(0))
            .pin(at(-1).gives(NAN).gradient(NAN))
            .row(),
        pow(2).pin(at(0).gives(0).gradient(0).curvature(2)).row(),
        pow(3).pin(at(-2).gives(-8).gradient(12).curvature(-12)).row(),
        pow(-1).domain(Domain.between(0.5, 2)).pin(at(0).gives(INF).gradient(-INF)).row(),
        two("pow", Elementwise::pow, Tensor::pow, StrictMath::pow)
            .domains(Domain.positive(), Domain.real())
            .pin(
                at(Tensor.of(0, 0, 0, 2), Tensor.of(0, 1, 2, 0))
                    .gives(Tensor.of(1, 0, 0, 1))
                    .gradient(Tensor.of(0, 1, 0, 0), Tensor.of(0, 0, 0, Math.log(2))))
            .pin(at(-2, 3).gives(-8).gradient(12, NAN))
            .pin(at(-2, 0.5).gives(NAN).gradient(NAN, NAN))
            .pin(at(0, -1).gives(INF).gradient(-INF, -INF))
            .pin(at(1, NAN).gives(1))
            .pin(at(-1, INF).gives(1))
            .ulps(16, "the gradient is a product of a power, a logarithm and an exponent")
            .known("torch.pow", "jax.numpy.power")
            .row(),
        one("rpow", x -> Elementwise.rpow(x, 2), x -> x.rpow(2), x -> StrictMath.pow(2, x))
            .ulps(16, "the gradient is a product of a power and a logarithm")
            .known("torch.pow", "jax.numpy.power")
            .row());
  }

  private static List<OpSpec> roots() {
    return List.of(
        one("sqrt", Elementwise::sqrt, Tensor::sqrt, Math::sqrt)
            .domain(Domain.positive())
            .pin(at(0).gives(0).gradient(INF))
            .pin(at(-1).gives(NAN).gradient(NAN))
            .known("torch.sqrt", "jax.numpy.sqrt")
            .row(),
        one("rsqrt", Elementwise::rsqrt, Tensor::rsqrt, x -> 1 / Math.sqrt(x))
            .domain(Domain.positive())
            .pin(at(0).gives(INF).gradient(-INF))
            .pin(at(-1).gives(NAN).gradient(NAN))
            .known("torch.rsqrt", "jax.lax.rsqrt")
            .row(),
        one("exp", Elementwise::exp, Tensor::exp, StrictMath::exp)
            .pin(at(Tensor.of(800, -800)).gives(Tensor.of(INF, 0)).gradient(Tensor.of(INF, 0)))
            .known("torch.exp", "jax.numpy.exp")
            .row(),
        one("log", Elementwise::log, Tensor::log, StrictMath::log)
            .domain(Domain.positive())
            .pin(at(0).gives(-INF).gradient(INF))
            .pin(at(-0.5).gives(NAN).gradient(-2))
            .known("torch.log", "jax.numpy.log")
            .row());
  }

  private static List<OpSpec> pieces() {
    return List.of(
        one("abs", Elementwise::abs, Tensor::abs, x -> x < 0 ? -x : x)
            .domain(Domain.real().awayFrom(0))
            .pin(at(0).gives(0).gradient(0).curvature(0))
            .known("torch.abs", "jax.numpy.abs")
            .row(),
        two("maximum", Elementwise::maximum, Tensor::maximum, (x, y) -> x > y ? x : y)
            .distinct()
            .pin(at(3, 3).gives(3).gradient(0.5, 0.5).curvature(0, 0))
            .pin(at(NAN, 1).gives(NAN).gradient(1, 1))
            .known("torch.maximum", "jax.numpy.maximum")
            .row(),
        two(
                "maximum",
                (x, y) -> Elementwise.maximum(x, y, Ties.FIRST),
                (x, y) -> x.maximum(y, Ties.FIRST),
                (x, y) -> x > y ? x : y)
            .variant("first of a tie")
            .distinct()
            .pin(at(3, 3).gives(3).gradient(1, 0))
            .known("tf.maximum", "")
            .row(),
        two("minimum", Elementwise::minimum, Tensor::minimum, (x, y) -> x < y ? x : y)
            .distinct()
            .pin(at(3, 3).gives(3).gradient(0.5, 0.5).curvature(0, 0))
            .pin(at(1, NAN).gives(NAN).gradient(1, 1))
            .known("torch.minimum", "jax.numpy.minimum")
            .row(),
        two(
                "minimum",
                (x, y) -> Elementwise.minimum(x, y, Ties.FIRST),
                (x, y) -> x.minimum(y, Ties.FIRST),
                (x, y) -> x < y ? x : y)
            .variant("first of a tie")
            .distinct()
            .pin(at(3, 3).gives(3).gradient(1, 0))
            .known("tf.minimum", "")
            .row(),
        where());
  }

  private static boolean chosen(int... index) {
    return Arrays.stream(index).sum() % 2 == 0;
  }

  /** Made once for each shape, so that whoever times a row does not time its mask. */
  private static final Map<Shape, BoolTensor> CHESSBOARDS = new ConcurrentHashMap<>();

  /** A mask in the shape of x, true at every other element: it broadcasts as x does. */
  private static BoolTensor chessboard(Tensor x) {
    return CHESSBOARDS.computeIfAbsent(x.shape(), ElementwiseTable::chessboard);
  }

  private static BoolTensor chessboard(Shape shape) {
    boolean[] mask = new boolean[shape.size()];
    double[] chosen = Values.generate(shape, index -> chosen(index) ? 1 : 0).toArray();
    for (int i = 0; i < mask.length; i++) {
      mask[i] = chosen[i] == 1;
    }
    return BoolTensor.of(mask, shape.toArray());
  }

  private static OpSpec where() {
    return OpSpec.of(Elementwise.class, "where")
        .function((x, y) -> Elementwise.where(chessboard(x), x, y))
        .on(shape(), shape())
        .on(shape(2, 3), shape(2, 3))
        .on(shape(2, 3), shape(3))
        .on(shape(2, 2), shape())
        .on(shape(0, 2), shape(2))
        .reference(
            (x, y) -> Values.generate(x.shape(), i -> chosen(i) ? x.at(i) : y.broadcastAt(i)))
        .pin(
            at(Tensor.of(NAN, 1, 2), Tensor.of(3, INF, NAN))
                .gives(Tensor.of(NAN, INF, 2))
                .gradient(Tensor.of(1, 0, 1), Tensor.of(0, 1, 0)))
        .error(
            ShapeException.class,
            "where: shapes [3] and [2] do not broadcast (axis 0: 3 vs 2); "
                + "sizes must be equal or 1, counted from the last axis",
            () ->
                Elementwise.where(BoolTensor.of(true, false, true), Tensor.of(1, 2), Tensor.of(3)))
        .known("torch.where", "jax.numpy.where")
        .row();
  }

  private static OpSpec.Builder clamp(AtBound atBound) {
    double s = atBound == AtBound.ONE ? 1 : 0;
    return one(
            "clamp",
            x -> Elementwise.clamp(x, -1, 1, atBound),
            x -> x.clamp(-1, 1, atBound),
            x -> x < -1 ? -1 : x > 1 ? 1 : x)
        .variant("" + atBound)
        .domain(Domain.real().awayFrom(-1, 1))
        .pin(
            at(Tensor.of(-1, 1, NAN, INF, -INF))
                .gives(Tensor.of(-1, 1, NAN, 1, -1))
                .gradient(Tensor.of(s, s, 0, 0, 0))
                .curvature(Tensor.of(0, 0, 0, 0, 0)))
        .known("torch.clamp", "jax.numpy.clip");
  }

  private static OpSpec.Builder clampMin(AtBound atBound) {
    return one(
            "clampMin",
            x -> Elementwise.clampMin(x, 0, atBound),
            x -> x.clampMin(0, atBound),
            x -> x > 0 ? x : 0)
        .variant("" + atBound)
        .domain(Domain.real().awayFrom(0))
        .pin(
            at(Tensor.of(0, NAN))
                .gives(Tensor.of(0, NAN))
                .gradient(Tensor.of(atBound == AtBound.ONE ? 1 : 0, 0)))
        .known("torch.clamp_min", "jax.numpy.clip");
  }

  private static OpSpec.Builder clampMax(AtBound atBound) {
    return one(
            "clampMax",
            x -> Elementwise.clampMax(x, 0, atBound),
            x -> x.clampMax(0, atBound),
            x -> x < 0 ? x : 0)
        .variant("" + atBound)
        .domain(Domain.real().awayFrom(0))
        .pin(
            at(Tensor.of(0, NAN))
                .gives(Tensor.of(0, NAN))
                .gradient(Tensor.of(atBound == AtBound.ONE ? 1 : 0, 0)))
        .known("torch.clamp_max", "jax.numpy.clip");
  }

  private static List<OpSpec> clamps() {
    return List.of(
        clamp(AtBound.ZERO).row(),
        clamp(AtBound.ONE).row(),
        one("clamp", x -> Elementwise.clamp(x, 1, -1), x -> x.clamp(1, -1), x -> -1)
            .variant("crossed bounds")
            .known("torch.clamp", "jax.numpy.clip")
            .row(),
        clampMin(AtBound.ZERO).row(),
        clampMin(AtBound.ONE).row(),
        clampMax(AtBound.ZERO).row(),
        clampMax(AtBound.ONE).row());
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static List<OpSpec> steps() {
    return List.of(
        one("relu", Elementwise::relu, Tensor::relu, x -> x > 0 ? x : 0)
            .domain(Domain.real().awayFrom(0))
            .pin(at(0).gives(0).gradient(0).curvature(0))
            .pin(
                at(Tensor.of(NAN, INF, -INF))
                    .gives(Tensor.of(NAN, INF, 0))
                    .gradient(Tensor.of(1, 1, 0)))
            .known("torch.relu", "jax.nn.relu")
            .row(),
        one("tanh", Elementwise::tanh, Tensor::tanh, StrictMath::tanh)
            .pin(at(Tensor.of(800, -800)).gives(Tensor.of(1, -1)).gradient(Tensor.of(0, 0)))
            .pin(at(19).gradient(1.2556531168192118e-16))
            .ulps(16, "1 - y^2 cancels where y is near 1")
            .known("torch.tanh", "jax.numpy.tanh")
            .row(),
        one("sigmoid", Elementwise::sigmoid, Tensor::sigmoid, x -> sigmoid(x))
            .pin(at(0).gives(0.5).gradient(0.25).curvature(0))
            .pin(at(Tensor.of(800, -800)).gives(Tensor.of(1, 0)).gradient(Tensor.of(0, 0)))
            .pin(at(40).gradient(4.248354255291589e-18))
            .ulps(16, "1 - y cancels where y is near 1")
            .known("torch.sigmoid", "jax.nn.sigmoid")
            .row(),
        one(
                "softplus",
                Elementwise::softplus,
                Tensor::softplus,
                x -> StrictMath.log(1 + StrictMath.exp(x)))
            .pin(at(21).gives(21).gradient(1).curvature(0))
            .pin(at(-800).gives(0).gradient(0))
            .ulps(16, "the reference rounds 1 + exp(x)")
            .known("torch.nn.functional.softplus", "jax.nn.softplus")
            .row(),
        one(
                "softplus",
                x -> Elementwise.softplus(x, 2, 3),
                x -> x.softplus(2, 3),
                x -> x > 1.5 ? x : StrictMath.log(1 + StrictMath.exp(2 * x)) / 2)
            .variant("steeper")
            .domain(Domain.real().awayFrom(1.5))
            .pin(at(Tensor.of(1.5, 1.75)).gradient(Tensor.of(sigmoid(3), 1)))
            .ulps(16, "the reference rounds 1 + exp(x)")
            .known("torch.nn.functional.softplus", "")
            .row(),
        one("to", x -> Elementwise.to(x, DType.FLOAT64), x -> x.to(DType.FLOAT64), x -> x)
            .only(DType.FLOAT64)
            .known("torch.Tensor.to", "jax.lax.convert_element_type")
            .row());
  }
}
