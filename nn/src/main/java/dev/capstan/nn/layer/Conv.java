package dev.capstan.nn.layer;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.Layer;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.Replication;
import dev.capstan.nn.layer.Initializer.Fan;
import dev.capstan.ops.Convolution;
import dev.capstan.ops.DType;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.ConvOptions;
import java.util.random.RandomGenerator;

/**
 * A convolution with a bias, over sequences or images. Names and first values are PyTorch's.
 *
 * <p>Shapes: x {@code [N, in, L]} or {@code [N, in, H, W]}, weight {@code [out, in / groups, k]} or
 * {@code [out, in / groups, kh, kw]}, bias {@code [out]}.
 */
public final class Conv extends Layer {
  private final Parameter weight;
  private final Parameter bias;
  private final ConvOptions options;

  /** Over given parameters, which may be shared; the weight's rank says over how many axes. */
  public Conv(Parameter weight, Parameter bias, ConvOptions options) {
    requireNonNull(options, "options");
    Shape w = weight.form().shape();
    if (w.rank() < 3 || w.rank() > 4 || !bias.form().shape().equals(Shape.of(w.get(0)))) {
      throw new ShapeException(
          "conv: got weight "
              + w
              + " and bias "
              + bias.form().shape()
              + ", expected [out, in, k] or [out, in, kh, kw], and [out]");
    }
    this.weight = parameter(weight);
    this.bias = parameter(bias);
    this.options = options;
  }

  /** Over sequences, in float32. */
  public static Conv ofSequences(
      int in, int out, int kernel, ConvOptions options, RandomGenerator random) {
    return of(options, random, in, out, kernel);
  }

  /** Over images by a square kernel, in float32. */
  public static Conv ofImages(
      int in, int out, int kernel, ConvOptions options, RandomGenerator random) {
    return of(options, random, in, out, kernel, kernel);
  }

  /** Over images, in float32. */
  public static Conv ofImages(
      int in, int out, int height, int width, ConvOptions options, RandomGenerator random) {
    return of(options, random, in, out, height, width);
  }

  /** The weight is drawn first, then the bias, both by {@link Initializer#uniformFanIn()}. */
  private static Conv of(
      ConvOptions options, RandomGenerator random, int in, int out, int... kernel) {
    if (in % options.groups() != 0 || out % options.groups() != 0) {
      throw new ShapeException(
          "conv: got "
              + in
              + " and "
              + out
              + " channels, expected multiples of the number of groups, "
              + options.groups());
    }
    int[] w = new int[2 + kernel.length];
    w[0] = out;
    w[1] = in / options.groups();
    System.arraycopy(kernel, 0, w, 2, kernel.length);
    int taps = kernel.length == 1 ? kernel[0] : kernel[0] * kernel[1];
    Fan fan = new Fan(w[1] * taps, out * taps);
    Initializer first = Initializer.uniformFanIn();
    return new Conv(
        new Parameter("weight", first.create(DType.FLOAT32, Shape.of(w), fan, random)),
        new Parameter("bias", first.create(DType.FLOAT32, Shape.of(out), fan, random)),
        options);
  }

  public Parameter weight() {
    return weight;
  }

  public Parameter bias() {
    return bias;
  }

  @Override
  public Tensor apply(Tensor x) {
    return weight.form().shape().rank() == 3
        ? Convolution.conv1d(x, weight.value(), bias.value(), options)
        : Convolution.conv2d(x, weight.value(), bias.value(), options);
  }

  @Override
  protected Conv copy(Replication copies) {
    return new Conv(copies.of(weight), copies.of(bias), options);
  }
}
