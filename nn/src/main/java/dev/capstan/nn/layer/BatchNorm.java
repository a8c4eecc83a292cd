package dev.capstan.nn.layer;

import dev.capstan.nn.Buffer;
import dev.capstan.nn.Layer;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.Replication;
import dev.capstan.ops.DType;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Neural;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;

/**
 * Each channel brought to mean 0 and variance 1, then scaled and shifted: y = (x − mean) / √(var +
 * eps) · weight + bias (Ioffe, Szegedy 2015). Channels are axis 1.
 *
 * <p>In training, mean and var are those of the batch, and running averages of them are kept: r ←
 * (1 − momentum) · r + momentum · batch, the variance without bias, n / (n − 1). In evaluation the
 * running averages take their place. Names and defaults are PyTorch's: momentum 0.1, eps 1e-5.
 *
 * <p>{@link #ofRows} wants {@code [N, C]} or {@code [N, C, L]} and is PyTorch's BatchNorm1d, {@link
 * #ofImages} wants {@code [N, C, H, W]} and is BatchNorm2d.
 */
public final class BatchNorm extends Layer {
  private static final double EPS = 1e-5;
  private static final double MOMENTUM = 0.1;

  private enum Form {
    ROWS(2, 3, "[N, C] or [N, C, L]"),
    IMAGES(4, 4, "[N, C, H, W]");

    private final int least;
    private final int most;
    private final String expected;

    Form(int least, int most, String expected) {
      this.least = least;
      this.most = most;
      this.expected = expected;
    }
  }

  private final Form form;
  private final double momentum;
  private final double eps;
  private final Parameter weight;
  private final Parameter bias;
  private final Buffer mean;
  private final Buffer variance;
  private final Buffer batches;

  private BatchNorm(
      Form form,
      double momentum,
      double eps,
      Parameter weight,
      Parameter bias,
      Buffer mean,
      Buffer variance,
      Buffer batches) {
    this.form = form;
    this.momentum = momentum;
    this.eps = eps;
    this.weight = parameter(weight);
    this.bias = parameter(bias);
    this.mean = buffer(mean);
    this.variance = buffer(variance);
    this.batches = buffer(batches);
  }

  private static BatchNorm of(Form form, int channels, DType dtype, double momentum, double eps) {
    if (!(momentum >= 0 && momentum <= 1) || !(eps >= 0)) {
      throw new IllegalArgumentException(
          "batchNorm: got momentum " + momentum + " and eps " + eps + ", expected 0 to 1, and ≥ 0");
    }
    return new BatchNorm(
        form,
        momentum,
        eps,
        new Parameter("weight", Tensor.ones(dtype, channels)),
        new Parameter("bias", Tensor.zeros(dtype, channels)),
        new Buffer("running_mean", Tensor.zeros(dtype, channels)),
        new Buffer("running_var", Tensor.ones(dtype, channels)),
        new Buffer("num_batches_tracked", Tensor.scalar(0.0)));
  }

  /** For rows or sequences, in float32. */
  public static BatchNorm ofRows(int channels) {
    return ofRows(channels, DType.FLOAT32, MOMENTUM, EPS);
  }

  public static BatchNorm ofRows(int channels, DType dtype, double momentum, double eps) {
    return of(Form.ROWS, channels, dtype, momentum, eps);
  }

  /** For images, in float32. */
  public static BatchNorm ofImages(int channels) {
    return ofImages(channels, DType.FLOAT32, MOMENTUM, EPS);
  }

  public static BatchNorm ofImages(int channels, DType dtype, double momentum, double eps) {
    return of(Form.IMAGES, channels, dtype, momentum, eps);
  }

  @Override
  public Tensor apply(Tensor x) {
    int channels = mean.value().size();
    if (x.rank() < form.least || x.rank() > form.most || x.shape().get(1) != channels) {
      throw new ShapeException(
          "batchNorm: got input "
              + x.shape()
              + ", expected "
              + form.expected
              + " with "
              + channels
              + " channels");
    }
    if (!training()) {
      return Neural.batchNorm(x, mean.value(), variance.value(), weight.value(), bias.value(), eps);
    }
    remember(x.traced(null), channels);
    return Neural.batchNorm(x, weight.value(), bias.value(), eps);
  }

  /** Takes the batch into the running averages. */
  private void remember(Tensor x, int channels) {
    int each = channels == 0 ? 0 : x.size() / channels;
    if (each < 2) {
      throw new ShapeException(
          "batchNorm: got "
              + each
              + " values a channel in training, expected at least 2: one alone has no variance;"
              + " use larger batches, or eval()");
    }
    int[] over = new int[x.rank() - 1];
    for (int i = 1; i < over.length; i++) {
      over[i] = i + 1;
    }
    mean.assign(Elementwise.lerp(mean.value(), Reductions.mean(x, over), momentum));
    variance.assign(Elementwise.lerp(variance.value(), Reductions.var(x, 1, over), momentum));
    batches.assign(Elementwise.add(batches.value(), 1));
  }

  @Override
  protected BatchNorm copy(Replication copies) {
    return new BatchNorm(
        form,
        momentum,
        eps,
        copies.of(weight),
        copies.of(bias),
        copies.of(mean),
        copies.of(variance),
        copies.of(batches));
  }
}
