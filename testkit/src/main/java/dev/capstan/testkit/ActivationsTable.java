package dev.capstan.testkit;

import static dev.capstan.testkit.OpSpec.shape;
import static dev.capstan.testkit.Pin.at;
import static dev.capstan.testkit.Rows.INF;
import static dev.capstan.testkit.Rows.NAN;

import dev.capstan.ops.Activations;
import dev.capstan.ops.DType;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Gelu;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The rows of {@link Activations}. */
final class ActivationsTable {
  private static final double SELU_SCALE = 1.0507009873554805;
  private static final double SELU_ALPHA = 1.6732632423543772;

  private ActivationsTable() {}

  static List<OpSpec> rows() {
    return Stream.of(bent(), smooth(), List.of(prelu(), glu(-1), glu(0)))
        .flatMap(List::stream)
        .toList();
  }

  private static OpSpec.Builder one(
      String name,
      UnaryOperator<Tensor> f,
      UnaryOperator<Tensor> fluent,
      DoubleUnaryOperator reference) {
    return Rows.one(Activations.class, name, f, fluent, reference);
  }

  private static double elu(double x, double alpha) {
    return x > 0 ? x : alpha * (StrictMath.exp(x) - 1);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static List<OpSpec> bent() {
    Domain around = Domain.real().awayFrom(0);
    return List.of(
        one(
                "leakyRelu",
                x -> Activations.leakyRelu(x, 0.125),
                x -> x.leakyRelu(0.125),
                x -> x > 0 ? x : 0.125 * x)
            .domain(around)
            .pin(at(0).gives(0).gradient(0.125).curvature(0))
            .known("torch.nn.functional.leaky_relu", "jax.nn.leaky_relu")
            .row(),
        one("hardtanh", Activations::hardtanh, Tensor::hardtanh, x -> x < -1 ? -1 : x > 1 ? 1 : x)
            .domain(Domain.real().awayFrom(-1, 1))
            .pin(at(Tensor.of(-1, 1)).gives(Tensor.of(-1, 1)).gradient(Tensor.of(0, 0)))
            .known("torch.nn.functional.hardtanh", "jax.nn.hard_tanh")
            .row(),
        one(
                "hardtanh",
                x -> Activations.hardtanh(x, -0.5, 1.5),
                x -> x.hardtanh(-0.5, 1.5),
                x -> x < -0.5 ? -0.5 : x > 1.5 ? 1.5 : x)
            .variant("bounds")
            .domain(Domain.real().awayFrom(-0.5, 1.5))
            .pin(at(Tensor.of(-0.5, 1.5)).gives(Tensor.of(-0.5, 1.5)).gradient(Tensor.of(0, 0)))
            .known("torch.nn.functional.hardtanh", "")
            .row(),
        one("relu6", Activations::relu6, Tensor::relu6, x -> x < 0 ? 0 : x > 6 ? 6 : x)
            .domain(Domain.between(-2, 8).awayFrom(0, 6))
            .pin(at(Tensor.of(0, 6)).gives(Tensor.of(0, 6)).gradient(Tensor.of(0, 0)))
            .known("torch.nn.functional.relu6", "jax.nn.relu6")
            .row(),
        one("elu", Activations::elu, Tensor::elu, x -> elu(x, 1))
            .domain(around)
            .pin(at(Tensor.of(0, 800)).gives(Tensor.of(0, 800)).gradient(Tensor.of(1, 1)))
            .ulps(16, "the reference cancels in exp(x) - 1")
            .known("torch.nn.functional.elu", "jax.nn.elu")
            .row(),
        one("elu", x -> Activations.elu(x, 0.5), x -> x.elu(0.5), x -> elu(x, 0.5))
            .variant("alpha")
            .domain(around)
            .pin(at(0).gives(0).gradient(0.5).curvature(0.5))
            .ulps(16, "the reference cancels in exp(x) - 1")
            .known("torch.nn.functional.elu", "jax.nn.elu")
            .row(),
        one("selu", Activations::selu, Tensor::selu, x -> SELU_SCALE * elu(x, SELU_ALPHA))
            .domain(around)
            .pin(at(0).gives(0).gradient(SELU_SCALE * SELU_ALPHA))
            .ulps(16, "the reference cancels in exp(x) - 1")
            .known("torch.nn.functional.selu", "jax.nn.selu")
            .row(),
        one("softsign", Activations::softsign, Tensor::softsign, x -> x / (1 + Math.abs(x)))
            .domain(around)
            .pin(at(0).gives(0).gradient(1).curvature(0))
            .known("torch.nn.functional.softsign", "jax.nn.soft_sign")
            .row());
  }

  private static List<OpSpec> smooth() {
    return List.of(
        one(
                "logSigmoid",
                Activations::logSigmoid,
                Tensor::logSigmoid,
                x -> -StrictMath.log1p(StrictMath.exp(-x)))
            .pin(at(Tensor.of(800, -800)).gives(Tensor.of(0, -800)).gradient(Tensor.of(0, 1)))
            .known("torch.nn.functional.logsigmoid", "jax.nn.log_sigmoid")
            .row(),
        one("silu", Activations::silu, Tensor::silu, x -> x * sigmoid(x))
            .pin(at(0).gives(0).gradient(0.5).curvature(0.5))
            .pin(at(-745.1).gives(-1.9e-321))
            .ulps(16, "a product rule over the sigmoid's own roundings")
            .known("torch.nn.functional.silu", "jax.nn.silu")
            .row(),
        one(
                "mish",
                Activations::mish,
                Tensor::mish,
                x -> x * StrictMath.tanh(StrictMath.log1p(StrictMath.exp(x))))
            .pin(at(25).gives(25).gradient(1))
            .ulps(32, "a product rule over the roundings of tanh and softplus")
            .known("torch.nn.functional.mish", "jax.nn.mish")
            .row(),
        one(
                "gelu",
                Activations::gelu,
                Tensor::gelu,
                x -> x / 2 * SpecialReferences.erfc(-x / Math.sqrt(2)))
            .pin(at(0).gives(0).gradient(0.5))
            .pin(at(Tensor.of(1e200, -1e200)).gives(Tensor.of(1e200, 0)).gradient(Tensor.of(1, 0)))
            .ulps(32, "a product rule over the roundings of erfc, which has 16")
            .known("torch.nn.functional.gelu", "jax.nn.gelu")
            .row(),
        one(
                "gelu",
                x -> Activations.gelu(x, Gelu.TANH),
                x -> x.gelu(Gelu.TANH),
                x ->
                    x
                        / 2
                        * (1
                            + StrictMath.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))))
            .variant("tanh")
            .pin(at(0).gives(0).gradient(0.5))
            .ulps(64, "1 + tanh cancels below 0, where the value is small")
            .known("torch.nn.functional.gelu(approximate='tanh')", "jax.nn.gelu")
            .row());
  }

  private static OpSpec prelu() {
    return OpSpec.of(Activations.class, "prelu")
        .function((x, w) -> Activations.prelu(x, w))
        .fluent((x, w) -> x.prelu(w))
        .domains(Domain.real().awayFrom(0), Domain.real())
        .on(shape(3), shape(1))
        .on(shape(), shape(1))
        .on(shape(2, 3), shape(3))
        .on(shape(2, 2, 3), shape(2))
        .on(shape(2, 2), shape(1))
        .on(shape(0, 2), shape(2))
        .reference(
            (x, w) ->
                Values.generate(
                    x.shape(),
                    i -> x.at(i) > 0 ? x.at(i) : x.at(i) * w.flat(w.size() == 1 ? 0 : i[1])))
        .pin(
            at(Tensor.of(0, NAN, -INF), Tensor.of(0.25))
                .gives(Tensor.of(0, NAN, -INF))
                .gradient(Tensor.of(0.25, 0.25, 0.25), Tensor.of(NAN)))
        .error(
            ShapeException.class,
            "prelu: weight does not fit: got [2] for x [2, 3], expected [1] or [3], "
                + "the size of axis 1",
            () -> Activations.prelu(Tensor.zeros(DType.FLOAT64, 2, 3), Tensor.of(1.0, 2.0)))
        .known("torch.nn.functional.prelu", "")
        .row();
  }

  private static OpSpec glu(int axis) {
    return OpSpec.of(Activations.class, "glu")
        .variant("axis " + axis)
        .function(x -> Activations.glu(x, axis))
        .fluent(x -> x.glu(axis))
        .grows("8 n 8")
        .on(shape(2))
        .on(shape(2, 4))
        .on(shape(4, 1, 2))
        .on(shape(0, 2))
        .reference(
            x -> {
              int[] sizes = x.shape().toArray();
              int k = axis < 0 ? axis + sizes.length : axis;
              sizes[k] /= 2;
              return Values.generate(
                  Shape.of(sizes),
                  i -> {
                    int[] gate = i.clone();
                    gate[k] += sizes[k];
                    return x.at(i) * sigmoid(x.at(gate));
                  });
            })
        .error(
            ShapeException.class,
            "glu: an odd axis has no halves: got size 3 of axis 0 of shape [3], "
                + "expected an even size",
            () -> Activations.glu(Tensor.of(1, 2, 3), 0))
        .ulps(16, "a product rule over the sigmoid's own roundings")
        .known("torch.nn.functional.glu", "jax.nn.glu")
        .row();
  }
}
