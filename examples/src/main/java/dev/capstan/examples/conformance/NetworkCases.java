package dev.capstan.examples.conformance;

import static dev.capstan.examples.conformance.OpTable.keepDims;

import dev.capstan.ops.Convolution;
import dev.capstan.ops.Distances;
import dev.capstan.ops.Einsum;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Neural;
import dev.capstan.ops.Pooling;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.ConvOptions;
import dev.capstan.ops.option.Padding;
import dev.capstan.ops.option.Window;
import dev.capstan.testkit.fixtures.Call;

/** LinearAlgebra, distances, and the layers of networks. */
final class NetworkCases {
  private static final double NORM_EPS = 1e-5;

  private NetworkCases() {}

  static OpTable table() {
    return new OpTable().with(products()).with(distances()).with(windows()).with(layers());
  }

  private static Tensor x(Call call) {
    return call.tensor("x");
  }

  private static OpTable products() {
    return new OpTable()
        .binary("matmul", LinearAlgebra::matmul)
        .op(
            "einsum",
            c -> Einsum.of(c.text("equation")).apply(IndexCases.operands(c).toArray(new Tensor[0])))
        .binary("outer", (x, y) -> Einsum.of("i,j->ij").apply(x, y))
        .op("linear", NetworkCases::linear)
        .op(
            "scaled_dot_product_attention",
            c -> Neural.scaledDotProductAttention(c.tensor("q"), c.tensor("k"), c.tensor("v")));
  }

  private static Tensor linear(Call call) {
    return call.hasInput("bias")
        ? Neural.linear(x(call), call.tensor("weight"), call.tensor("bias"))
        : Neural.linear(x(call), call.tensor("weight"));
  }

  private static OpTable distances() {
    return new OpTable()
        .op("cdist", c -> Distances.cdist(x(c), c.tensor("y"), c.real("p", 2)))
        .op("pdist", c -> Distances.pdist(x(c), c.real("p", 2)))
        .op(
            "normalize",
            c ->
                LinearAlgebra.normalize(
                    x(c), c.real("p", 2), c.integer("dim", 1), c.real("eps", 1e-12)))
        .op(
            "pairwise_distance",
            c ->
                Distances.pairwiseDistance(
                    x(c), c.tensor("y"), c.real("p", 2), c.real("eps", 1e-6), keepDims(c)))
        .op(
            "cosine_similarity",
            c ->
                Distances.cosineSimilarity(
                    x(c), c.tensor("y"), c.integer("dim", 1), c.real("eps", 1e-8)));
  }

  private static OpTable windows() {
    return new OpTable()
        .op("conv2d", c -> Convolution.conv2d(x(c), weight(c), bias(c, 0), options(c)))
        .op("conv1d", c -> Convolution.conv1d(x(c), weight(c), bias(c, 0), options(c)))
        .op(
            "conv_transpose2d",
            c ->
                Convolution.convTranspose2d(
                    x(c), weight(c), bias(c, 1), options(c), c.integer("output_padding", 0)))
        .op("max_pool2d", c -> Pooling.maxPool2d(x(c), window(c)))
        .op("avg_pool2d", c -> Pooling.avgPool2d(x(c), window(c), counted(c)))
        .op("adaptive_avg_pool2d", NetworkCases::adaptive);
  }

  private static ConvOptions options(Call call) {
    return new ConvOptions(
        call.integer("stride", 1),
        call.integer("padding", 0),
        call.integer("dilation", 1),
        call.integer("groups", 1));
  }

  private static Window window(Call call) {
    int[] size = call.integers("kernel");
    int height = size[0];
    int width = size[size.length - 1];
    return Window.of(height, width)
        .withStride(call.integer("stride", height))
        .withPadding(call.integer("padding", 0));
  }

  private static Padding counted(Call call) {
    boolean leftOut = call.has("count_include_pad") && !call.flag("count_include_pad");
    return leftOut ? Padding.LEFT_OUT : Padding.COUNTED;
  }

  private static Tensor adaptive(Call call) {
    int[] output = call.integers("output");
    return Pooling.adaptiveAvgPool2d(x(call), output[0], output[output.length - 1]);
  }

  private static Tensor weight(Call call) {
    return call.tensor("weight");
  }

  /** The bias, or zeros for each of the weight's output channels. */
  private static Tensor bias(Call call, int axis) {
    return call.hasInput("bias")
        ? call.tensor("bias")
        : Tensor.zeros(
            weight(call).dtype(), weight(call).shape().get(axis) * (axis == 1 ? groups(call) : 1));
  }

  private static int groups(Call call) {
    return call.integer("groups", 1);
  }

  private static OpTable layers() {
    return new OpTable()
        .op("layer_norm", NetworkCases::layerNorm)
        .op("batch_norm", NetworkCases::batchNorm)
        .op("group_norm", NetworkCases::groupNorm);
  }

  private static Tensor groupNorm(Call call) {
    int groups = call.integer("groups");
    double eps = call.real("eps", NORM_EPS);
    return call.hasInput("weight")
        ? Neural.groupNorm(x(call), groups, weight(call), call.tensor("bias"), eps)
        : Neural.groupNorm(x(call), groups, eps);
  }

  private static Tensor layerNorm(Call call) {
    double eps = call.real("eps", NORM_EPS);
    return call.hasInput("weight")
        ? Neural.layerNorm(x(call), weight(call), call.tensor("bias"), eps)
        : Neural.layerNorm(x(call), call.integers("normalized_shape").length, eps);
  }

  private static Tensor batchNorm(Call call) {
    double eps = call.real("eps", NORM_EPS);
    Tensor ones = Tensor.ones(x(call).dtype(), x(call).shape().get(1));
    Tensor weight = call.hasInput("weight") ? weight(call) : ones;
    Tensor bias = call.hasInput("bias") ? call.tensor("bias") : ones.like(i -> 0);
    return call.flag("training")
        ? Neural.batchNorm(x(call), weight, bias, eps)
        : Neural.batchNorm(
            x(call), call.tensor("running_mean"), call.tensor("running_var"), weight, bias, eps);
  }
}
