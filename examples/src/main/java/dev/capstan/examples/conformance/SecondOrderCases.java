package dev.capstan.examples.conformance;

import dev.capstan.losses.MultiMarginLoss;
import dev.capstan.losses.Reduction;
import dev.capstan.losses.TripletMarginLoss;
import dev.capstan.ops.Activations;
import dev.capstan.ops.Convolution;
import dev.capstan.ops.Distances;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Neural;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Scans;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.Transcendental;
import dev.capstan.ops.option.ConvOptions;
import dev.capstan.ops.option.Gelu;
import dev.capstan.ops.option.KeepDims;
import dev.capstan.testkit.fixtures.Call;
import dev.capstan.testkit.fixtures.Implementation.Output;

/** The functions of {@code second_order.json}, by the parameter {@code op}. */
final class SecondOrderCases {
  private static final OpTable FUNCTIONS = new OpTable().with(single()).with(rows()).with(joint());

  private SecondOrderCases() {}

  static Output run(Call call) {
    return FUNCTIONS.run(call);
  }

  private static OpTable single() {
    return new OpTable()
        .unary("pow3", x -> Elementwise.pow(x, 3))
        .op("pow_fractional", c -> Elementwise.pow(c.tensor("x"), c.real("exponent")))
        .unary("exp", Elementwise::exp)
        .unary("tanh", Elementwise::tanh)
        .unary("sigmoid", Elementwise::sigmoid)
        .unary("softplus", Elementwise::softplus)
        .unary("gelu", x -> Activations.gelu(x, Gelu.EXACT))
        .unary("silu", Activations::silu)
        .unary("sin", Transcendental::sin)
        .unary("square", Elementwise::square)
        .unary("log", Elementwise::log)
        .unary("sqrt", Elementwise::sqrt)
        .unary("rsqrt", Elementwise::rsqrt)
        .unary("reciprocal", Elementwise::reciprocal)
        .unary("prod", x -> Reductions.prod(x))
        .unary("cumsum_square", SecondOrderCases::squaredSums)
        .unary("multi_margin_p2_composed", SecondOrderCases::multiMargin)
        .unary("max_relu_mixed", SecondOrderCases::mixed);
  }

  private static OpTable rows() {
    return new OpTable()
        .op("logsumexp", c -> Reductions.logsumexp(c.tensor("x"), c.integer("dim")))
        .op("softmax", c -> Reductions.softmax(c.tensor("x"), c.integer("dim")))
        .op("log_softmax", c -> Reductions.logSoftmax(c.tensor("x"), c.integer("dim")))
        .op("norm2", c -> Reductions.norm(c.tensor("x"), 2, c.integer("dim")))
        .op("norm3", c -> Reductions.norm(c.tensor("x"), c.real("p"), c.integer("dim")))
        .op("normalize", c -> LinearAlgebra.normalize(c.tensor("x"), 2, c.integer("dim")))
        .op("var", c -> Reductions.var(c.tensor("x"), c.real("correction"), c.integer("dim")));
  }

  private static OpTable joint() {
    return new OpTable()
        .binary("mul", Elementwise::mul)
        .binary("div", Elementwise::div)
        .binary("matmul", LinearAlgebra::matmul)
        .binary("cosine_similarity", (x, y) -> Distances.cosineSimilarity(x, y, -1))
        .op(
            "layer_norm",
            c -> Neural.layerNorm(c.tensor("x"), c.tensor("w"), c.tensor("b"), c.real("eps")))
        .op("conv2d", c -> Convolution.conv2d(c.tensor("x"), c.tensor("w"), ConvOptions.DEFAULT))
        .op("triplet_margin_loss", SecondOrderCases::triplet);
  }

  private static Tensor triplet(Call call) {
    return TripletMarginLoss.torch()
        .withMargin(call.real("margin"))
        .withP(call.real("p"))
        .withEps(call.real("eps"))
        .withReduction(Reduction.NONE)
        .apply(call.tensor("a"), call.tensor("p"), call.tensor("n"));
  }

  /** The squares of the running sums. */
  private static Tensor squaredSums(Tensor x) {
    return Elementwise.square(Scans.cumsum(x, 0));
  }

  /** The squared multi-margin loss of each row with target 0 and margin 1, without reduction. */
  private static Tensor multiMargin(Tensor x) {
    IntTensor target = IntTensor.of(new int[x.shape().get(0)]);
    return MultiMarginLoss.torch().withP(2).withReduction(Reduction.NONE).apply(x, target);
  }

  /** relu(x)² times the largest element of the row. */
  private static Tensor mixed(Tensor x) {
    Tensor largest = Reductions.max(x, KeepDims.YES, 1);
    return Elementwise.mul(Elementwise.square(Elementwise.relu(x)), largest);
  }
}
