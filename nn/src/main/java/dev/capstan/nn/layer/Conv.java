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
import org.jspecify.annotations.Nullable;

/**
 * A convolution, with a bias or without, over sequences or images. Names and first values are
 * PyTorch's.
 *
 * <p>Shapes: x {@code [N, in, L]} or {@code [N, in, H, W]}, weight {@code [out, in / groups, k]} or
 * {@code [out, in / groups, kh, kw]}, bias {@code [out]}.
 */
public final class Conv extends Layer {
  private final Parameter weight;
  private final @Nullable Parameter bias;
  private final ConvOptions options;

  /** Over given parameters, which may be shared; the weight's rank says over how many axes. */
  public Conv(Parameter weight, Parameter bias, ConvOptions options) {
    requireNonNull(options, "options");
    Shape w = weight.form().shape();
    if (!isKernel(w) || !bias.form().shape().equals(Shape.of(w.get(0)))) {
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

  /** Without a bias, over a given weight, which may be shared. */
  public Conv(Parameter weight, ConvOptions options) {
    requireNonNull(options, "options");
    if (!isKernel(weight.form().shape())) {
      throw new ShapeException(
          "conv: got weight "
              + weight.form().shape()
              + ", expected [out, in, k] or [out, in, kh, kw]");
    }
    this.weight = parameter(weight);
    this.bias = null;
    this.options = options;
  }

  private static boolean isKernel(Shape weight) {
    return weight.rank() == 3 || weight.rank() == 4;
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

  /**
   * Without a bias, in float32; the weight alone is drawn.
   *
   * @param kernel one number over sequences, height and width over images
   */
  public static Conv withoutBias(
      int in, int out, ConvOptions options, RandomGenerator random, int... kernel) {
    if (kernel.length < 1 || kernel.length > 2) {
      throw new ShapeException(
          "conv: got a kernel of "
              + kernel.length
              + " numbers, expected 1 over sequences or 2 over images");
    }
    Fan fan = fan(options, in, out, kernel);
    return new Conv(weight(fan, in / options.groups(), out, random, kernel), options);
  }

  /** The weight is drawn first, then the bias, both by {@link Initializer#uniformFanIn()}. */
  private static Conv of(
      ConvOptions options, RandomGenerator random, int in, int out, int... kernel) {
    Fan fan = fan(options, in, out, kernel);
    Parameter weight = weight(fan, in / options.groups(), out, random, kernel);
    Tensor bias = Initializer.uniformFanIn().create(DType.FLOAT32, Shape.of(out), fan, random);
    return new Conv(weight, new Parameter("bias", bias), options);
  }

  private static Fan fan(ConvOptions options, int in, int out, int... kernel) {
    requireNonNull(options, "options");
    if (in % options.groups() != 0 || out % options.groups() != 0) {
      throw new ShapeException(
          "conv: got "
              + in
              + " and "
              + out
              + " channels, expected multiples of the number of groups, "
              + options.groups());
    }
    int taps = kernel.length == 1 ? kernel[0] : kernel[0] * kernel[1];
    return new Fan(in / options.groups() * taps, out * taps);
  }

  private static Parameter weight(Fan fan, int in, int out, RandomGenerator random, int... kernel) {
    int[] w = new int[2 + kernel.length];
    w[0] = out;
    w[1] = in;
    System.arraycopy(kernel, 0, w, 2, kernel.length);
    return new Parameter(
        "weight", Initializer.uniformFanIn().create(DType.FLOAT32, Shape.of(w), fan, random));
  }

  public Parameter weight() {
    return weight;
  }

  public boolean hasBias() {
    return bias != null;
  }

  /**
   * The bias.
   *
   * @throws IllegalStateException if the layer has none
   */
  public Parameter bias() {
    if (bias == null) {
      throw new IllegalStateException("conv: this layer has no bias; ask hasBias() first");
    }
    return bias;
  }

  @Override
  public Tensor apply(Tensor x) {
    if (bias == null) {
      return weight.form().shape().rank() == 3
          ? Convolution.conv1d(x, weight.value(), options)
          : Convolution.conv2d(x, weight.value(), options);
    }
    return weight.form().shape().rank() == 3
        ? Convolution.conv1d(x, weight.value(), bias.value(), options)
        : Convolution.conv2d(x, weight.value(), bias.value(), options);
  }

  @Override
  protected Conv copy(Replication copies) {
    return bias == null
        ? new Conv(copies.of(weight), options)
        : new Conv(copies.of(weight), copies.of(bias), options);
  }
}
