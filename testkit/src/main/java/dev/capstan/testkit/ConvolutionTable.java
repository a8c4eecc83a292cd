package dev.capstan.testkit;

import static dev.capstan.testkit.OpSpec.shape;
import static dev.capstan.testkit.Pin.at;

import dev.capstan.ops.Convolution;
import dev.capstan.ops.DType;
import dev.capstan.ops.Pooling;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.ConvOptions;
import dev.capstan.ops.option.Padding;
import dev.capstan.ops.option.Window;
import java.util.List;

/** The rows of {@link Convolution} and {@link Pooling}. */
final class ConvolutionTable {
  private static final ConvOptions PLAIN = ConvOptions.DEFAULT;
  private static final ConvOptions STEPPING = PLAIN.withStride(2).withPadding(1).withDilation(2);

  private ConvolutionTable() {}

  static List<OpSpec> rows() {
    return List.of(
        conv1d(PLAIN),
        conv1d(STEPPING),
        conv2d(PLAIN),
        conv2d(STEPPING),
        conv2dInGroups(),
        convTranspose1d(),
        convTranspose1dBelowTheDilation(),
        convTranspose2d(),
        unfold(),
        fold(),
        maxPool2d(),
        maxPool1d(),
        avgPool2d(Padding.COUNTED),
        avgPool2d(Padding.LEFT_OUT),
        avgPool1d(),
        adaptiveAvgPool2d());
  }

  // --- convolutions ---------------------------------------------------------------------------

  private static OpSpec conv1d(ConvOptions o) {
    return OpSpec.of(Convolution.class, "conv1d")
        .variant(o.equals(PLAIN) ? "" : "stride, padding, dilation")
        .function((x, w, b) -> Convolution.conv1d(x, w, b, o))
        .fluent((x, w, b) -> x.conv1d(w, b, o))
        .grows("n n n, n n 3, n")
        .on(shape(1, 1, 3), shape(1, 1, 2), shape(1))
        .on(shape(1, 2, 4), shape(2, 2, 2), shape(2))
        .on(shape(2, 1, 3), shape(1, 1, 3), shape(1))
        .reference(
            (x, w, b) -> {
              int k = w.size(2);
              int length = steps(x.size(2), k, o);
              return Values.generate(
                  shape(x.size(0), w.size(0), length),
                  z -> {
                    double sum = b.at(z[1]);
                    for (int c = 0; c < w.size(1); c++) {
                      for (int t = 0; t < k; t++) {
                        int i = z[2] * o.stride() + t * o.dilation() - o.padding();
                        boolean inside = i >= 0 && i < x.size(2);
                        sum += inside ? x.at(z[0], c, i) * w.at(z[1], c, t) : 0;
                      }
                    }
                    return sum;
                  });
            })
        .known("torch.nn.functional.conv1d", "jax.lax.conv_general_dilated")
        .error(
            ShapeException.class,
            "conv1d: wrong rank: got x [2, 3] and w [1, 2, 1], expected rank 3 for both; "
                + "add an axis of size 1 for a single image",
            () -> Convolution.conv1d(zeros(2, 3), zeros(1, 2, 1), o))
        .error(
            ShapeException.class,
            "conv1d: bias does not fit: got shape [2], expected [1]",
            () -> Convolution.conv1d(zeros(1, 1, 5), zeros(1, 1, 2), zeros(2), o))
        .row();
  }

  private static int steps(int n, int k, ConvOptions o) {
    return (n + 2 * o.padding() - o.dilation() * (k - 1) - 1) / o.stride() + 1;
  }

  private static OpSpec conv2d(ConvOptions o) {
    return OpSpec.of(Convolution.class, "conv2d")
        .variant(o.equals(PLAIN) ? "" : "stride, padding, dilation")
        .function((x, w) -> Convolution.conv2d(x, w, o))
        .fluent((x, w) -> x.conv2d(w, o))
        .grows("n n n n, n n 3 3")
        .on(shape(1, 1, 3, 3), shape(1, 1, 2, 1))
        .on(shape(1, 2, 2, 3), shape(2, 2, 1, 2))
        .on(shape(2, 1, 2, 3), shape(1, 1, 2, 2))
        .reference((x, w) -> convolved(x, w, o))
        .known("torch.nn.functional.conv2d", "jax.lax.conv_general_dilated")
        .error(
            ShapeException.class,
            "conv2d: channels do not fit: got x [1, 3, 4, 4] and w [1, 2, 2, 2] in 1 group(s), "
                + "expected w: [o, c / groups, …] with o a multiple of groups",
            () -> Convolution.conv2d(zeros(1, 3, 4, 4), zeros(1, 2, 2, 2), o))
        .error(
            ShapeException.class,
            "conv2d: the window is larger than the padded input: got 9×1 (stride "
                + o.stride()
                + "×"
                + o.stride()
                + ", padding "
                + o.padding()
                + "×"
                + o.padding()
                + ", dilation "
                + o.dilation()
                + "×"
                + o.dilation()
                + ") over shape [1, 1, 2, 2]; add padding or shrink the window",
            () -> Convolution.conv2d(zeros(1, 1, 2, 2), zeros(1, 1, 9, 1), o))
        .row();
  }

  private static OpSpec conv2dInGroups() {
    ConvOptions o = PLAIN.withGroups(2);
    return OpSpec.of(Convolution.class, "conv2d")
        .variant("groups, bias")
        .function((x, w, b) -> Convolution.conv2d(x, w, b, o))
        .fluent((x, w, b) -> x.conv2d(w, b, o))
        .grows("n 8 n n, 8 4 3 3, 8")
        .on(shape(1, 2, 2, 2), shape(2, 1, 1, 2), shape(2))
        .on(shape(1, 2, 1, 3), shape(4, 1, 1, 2), shape(4))
        .on(shape(2, 2, 2, 2), shape(2, 1, 2, 2), shape(2))
        .reference(
            (x, w, b) -> {
              Values z = convolved(x, w, o);
              return Values.generate(z.shape(), i -> z.at(i) + b.at(i[1]));
            })
        .error(
            IllegalArgumentException.class,
            "convolution: options out of range: got stride 0, padding 0, dilation 1, groups 1, "
                + "expected 1, 0, 1 and 1 or more",
            () -> PLAIN.withStride(0))
        .row();
  }

  private static Values convolved(Values x, Values w, ConvOptions o) {
    int height = steps(x.size(2), w.size(2), o);
    int width = steps(x.size(3), w.size(3), o);
    int perGroup = w.size(0) / o.groups();
    return Values.generate(
        shape(x.size(0), w.size(0), height, width),
        z -> {
          double sum = 0;
          for (int c = 0; c < w.size(1); c++) {
            int channel = z[1] / perGroup * w.size(1) + c;
            for (int k = 0; k < w.size(2); k++) {
              for (int l = 0; l < w.size(3); l++) {
                int i = z[2] * o.stride() + k * o.dilation() - o.padding();
                int j = z[3] * o.stride() + l * o.dilation() - o.padding();
                boolean inside = i >= 0 && i < x.size(2) && j >= 0 && j < x.size(3);
                sum += inside ? x.at(z[0], channel, i, j) * w.at(z[1], c, k, l) : 0;
              }
            }
          }
          return sum;
        });
  }

  private static OpSpec convTranspose1d() {
    ConvOptions o = STEPPING;
    return OpSpec.of(Convolution.class, "convTranspose1d")
        .function((x, w) -> Convolution.convTranspose1d(x, w, o, 1))
        .fluent((x, w) -> x.convTranspose1d(w, o, 1))
        .grows("n n n, n n 3")
        .on(shape(1, 1, 2), shape(1, 1, 3))
        .on(shape(1, 2, 3), shape(2, 2, 2))
        .on(shape(2, 1, 2), shape(1, 2, 2))
        .reference(
            (x, w) -> {
              int length = grown(x.size(2), w.size(2), o) + 1;
              return Values.generate(
                  shape(x.size(0), w.size(1), length),
                  z -> {
                    double sum = 0;
                    for (int c = 0; c < x.size(1); c++) {
                      for (int i = 0; i < x.size(2); i++) {
                        for (int k = 0; k < w.size(2); k++) {
                          boolean hits = i * o.stride() + k * o.dilation() - o.padding() == z[2];
                          sum += hits ? x.at(z[0], c, i) * w.at(c, z[1], k) : 0;
                        }
                      }
                    }
                    return sum;
                  });
            })
        .known("torch.nn.functional.conv_transpose1d", "jax.lax.conv_transpose")
        .error(
            ShapeException.class,
            "convTranspose1d: wrong rank: got x [2, 3] and w [1, 2, 1], expected rank 3 for both; "
                + "add an axis of size 1 for a single image",
            () -> Convolution.convTranspose1d(zeros(2, 3), zeros(1, 2, 1), o, 0))
        .error(
            IllegalArgumentException.class,
            "convTranspose1d: output padding out of range: got 2, expected 0 to 1, below the "
                + "stride or the dilation",
            () ->
                Convolution.convTranspose1d(zeros(1, 1, 2), zeros(1, 1, 2), PLAIN.withStride(2), 2))
        .error(
            IllegalArgumentException.class,
            "convTranspose1d: output padding out of range: got -1, expected 0 to 0, below the "
                + "stride or the dilation",
            () -> Convolution.convTranspose1d(zeros(1, 1, 2), zeros(1, 1, 2), PLAIN, -1))
        .error(
            ShapeException.class,
            "convTranspose1d: no size for the result: got shape [1, 1, 1, 2], which gives -3, "
                + "expected 1 or more; pad less",
            () ->
                Convolution.convTranspose1d(
                    zeros(1, 1, 2), zeros(1, 1, 2), PLAIN.withPadding(3), 0))
        .row();
  }

  /** Beyond the last window, yet below the dilation: places that no input reaches. */
  private static OpSpec convTranspose1dBelowTheDilation() {
    ConvOptions o = PLAIN.withDilation(4);
    return OpSpec.of(Convolution.class, "convTranspose1d")
        .variant("output padding below the dilation")
        .function((x, w) -> Convolution.convTranspose1d(x, w, o, 2))
        .fluent((x, w) -> x.convTranspose1d(w, o, 2))
        .grows("n n n, n n 3")
        .on(shape(1, 1, 1), shape(1, 1, 1))
        .on(shape(1, 1, 2), shape(1, 1, 2))
        .on(shape(2, 1, 3), shape(1, 2, 2))
        .reference(
            (x, w) ->
                Values.generate(
                    shape(x.size(0), w.size(1), grown(x.size(2), w.size(2), o) + 2),
                    z -> {
                      double sum = 0;
                      for (int i = 0; i < x.size(2); i++) {
                        for (int k = 0; k < w.size(2); k++) {
                          sum += i + 4 * k == z[2] ? x.at(z[0], 0, i) * w.at(0, z[1], k) : 0;
                        }
                      }
                      return sum;
                    }))
        .pin(
            at(Tensor.of(new double[] {1, 2}, 1, 1, 2), Tensor.of(new double[] {1, 10}, 1, 1, 2))
                .gives(Tensor.of(new double[] {1, 2, 0, 0, 10, 20, 0, 0}, 1, 1, 8)))
        .row();
  }

  private static int grown(int n, int k, ConvOptions o) {
    return (n - 1) * o.stride() - 2 * o.padding() + o.dilation() * (k - 1) + 1;
  }

  private static OpSpec convTranspose2d() {
    ConvOptions o = PLAIN.withStride(2).withGroups(2);
    return OpSpec.of(Convolution.class, "convTranspose2d")
        .function((x, w, b) -> Convolution.convTranspose2d(x, w, b, o, 0))
        .fluent((x, w, b) -> x.convTranspose2d(w, b, o, 0))
        .grows("n 8 n n, 8 4 2 2, 8")
        .on(shape(1, 2, 1, 2), shape(2, 1, 2, 1), shape(2))
        .on(shape(1, 2, 2, 2), shape(2, 1, 1, 3), shape(2))
        .on(shape(2, 2, 1, 1), shape(2, 2, 1, 2), shape(4))
        .reference(
            (x, w, b) ->
                Values.generate(
                    shape(
                        x.size(0),
                        2 * w.size(1),
                        grown(x.size(2), w.size(2), o),
                        grown(x.size(3), w.size(3), o)),
                    z -> {
                      double sum = b.at(z[1]);
                      int c = z[1] / w.size(1);
                      for (int i = 0; i < x.size(2); i++) {
                        for (int j = 0; j < x.size(3); j++) {
                          int k = z[2] - 2 * i;
                          int l = z[3] - 2 * j;
                          boolean hits = k >= 0 && k < w.size(2) && l >= 0 && l < w.size(3);
                          sum += hits ? x.at(z[0], c, i, j) * w.at(c, z[1] % w.size(1), k, l) : 0;
                        }
                      }
                      return sum;
                    }))
        .known("torch.nn.functional.conv_transpose2d", "jax.lax.conv_transpose")
        .error(
            ShapeException.class,
            "convTranspose2d: channels do not fit: got x [1, 3, 2, 2] and w [2, 1, 2, 2] "
                + "in 2 group(s), expected w: [c, o / groups, …] with c a multiple of groups",
            () -> Convolution.convTranspose2d(zeros(1, 3, 2, 2), zeros(2, 1, 2, 2), o, 0))
        .row();
  }

  // --- windows as columns ---------------------------------------------------------------------

  private static OpSpec unfold() {
    Window window = Window.of(2).withPadding(1).withStride(2);
    return OpSpec.of(Convolution.class, "unfold")
        .function(x -> Convolution.unfold(x, window))
        .fluent(x -> x.unfold(window))
        .grows("n n n n")
        .on(shape(1, 1, 2, 2))
        .on(shape(1, 2, 2, 3))
        .on(shape(2, 1, 1, 2))
        .reference(
            x -> {
              int rows = x.size(2) / 2 + 1;
              int columns = x.size(3) / 2 + 1;
              return Values.generate(
                  shape(x.size(0), x.size(1) * 4, rows * columns),
                  z -> {
                    int i = z[2] / columns * 2 + z[1] % 4 / 2 - 1;
                    int j = z[2] % columns * 2 + z[1] % 2 - 1;
                    boolean inside = i >= 0 && i < x.size(2) && j >= 0 && j < x.size(3);
                    return inside ? x.at(z[0], z[1] / 4, i, j) : 0;
                  });
            })
        .known("torch.nn.functional.unfold", "")
        .error(
            ShapeException.class,
            "unfold: not a stack of images: got shape [2, 2], expected [n, c, h, w]",
            () -> Convolution.unfold(zeros(2, 2), window))
        .error(
            IllegalArgumentException.class,
            "window: stride too small: got 0 and 0, expected 1 or more",
            () -> window.withStride(0))
        .row();
  }

  private static OpSpec fold() {
    Window window = Window.of(2);
    return OpSpec.of(Convolution.class, "fold")
        .function(x -> Convolution.fold(x, 2, x.shape().get(2) + 1, window))
        .fluent(x -> x.fold(2, x.shape().get(2) + 1, window))
        .grows("n 8 n")
        .on(shape(1, 4, 2))
        .on(shape(1, 8, 2))
        .on(shape(2, 4, 2))
        .reference(
            x ->
                Values.generate(
                    shape(x.size(0), x.size(1) / 4, 2, x.size(2) + 1),
                    z -> {
                      double sum = 0;
                      for (int step = 0; step < x.size(2); step++) {
                        int column = z[3] - step;
                        boolean hits = column == 0 || column == 1;
                        sum += hits ? x.at(z[0], z[1] * 4 + z[2] * 2 + column, step) : 0;
                      }
                      return sum;
                    }))
        .known("torch.nn.functional.fold", "")
        .error(
            ShapeException.class,
            "fold: not the columns of 2×2 (stride 1×1, padding 0×0, dilation 1×1) on 2×3: "
                + "got shape [1, 4, 3], expected [n, c · 4, 2]",
            () -> Convolution.fold(zeros(1, 4, 3), 2, 3, window))
        .row();
  }

  // --- pooling --------------------------------------------------------------------------------

  private static OpSpec maxPool2d() {
    Window window = Window.of(2).withStride(2).withPadding(1);
    return OpSpec.of(Pooling.class, "maxPool2d")
        .function(x -> Pooling.maxPool2d(x, window))
        .fluent(x -> x.maxPool2d(window))
        .distinct()
        .grows("n n n n")
        .on(shape(1, 1, 2, 2))
        .on(shape(1, 2, 2, 3))
        .on(shape(2, 1, 3, 1))
        .reference(x -> pooled(x, Double.NEGATIVE_INFINITY, Math::max))
        .pin(
            at(Tensor.of(new double[] {5, 1, 1, 3, 3, 2, 3, 3, 2}, 1, 1, 3, 3))
                .gives(Tensor.of(new double[] {5, 1, 3, 3}, 1, 1, 2, 2))
                .gradient(Tensor.of(new double[] {1, 1, 0, 1, 1, 0, 0, 0, 0}, 1, 1, 3, 3)))
        .known("torch.nn.functional.max_pool2d", "jax.lax.reduce_window")
        .error(
            ShapeException.class,
            "maxPool2d: not a stack of images: got shape [2, 2], expected [n, c, h, w]",
            () -> Pooling.maxPool2d(zeros(2, 2), window))
        .error(
            IllegalArgumentException.class,
            "maxPool2d: padding exceeds half the window: got 1×1 (stride 1×1, padding 1×1, "
                + "dilation 1×1), expected at most half",
            () -> Pooling.maxPool2d(zeros(1, 1, 2, 2), Window.of(1).withPadding(1)))
        .row();
  }

  /** Windows of 2 by 2, stride 2, one row and column of padding, folded into a start. */
  private static Values pooled(
      Values x, double start, java.util.function.DoubleBinaryOperator fold) {
    return Values.generate(
        shape(x.size(0), x.size(1), x.size(2) / 2 + 1, x.size(3) / 2 + 1),
        z -> {
          double so = start;
          for (int i = 2 * z[2] - 1; i <= 2 * z[2]; i++) {
            for (int j = 2 * z[3] - 1; j <= 2 * z[3]; j++) {
              if (i >= 0 && i < x.size(2) && j >= 0 && j < x.size(3)) {
                so = fold.applyAsDouble(so, x.at(z[0], z[1], i, j));
              }
            }
          }
          return so;
        });
  }

  private static OpSpec maxPool1d() {
    return OpSpec.of(Pooling.class, "maxPool1d")
        .function(x -> Pooling.maxPool1d(x, 2, 1, 0))
        .fluent(x -> x.maxPool1d(2, 1, 0))
        .distinct()
        .grows("n n n")
        .on(shape(1, 1, 2))
        .on(shape(1, 2, 4))
        .on(shape(2, 1, 3))
        .reference(
            x ->
                Values.generate(
                    shape(x.size(0), x.size(1), x.size(2) - 1),
                    z -> Math.max(x.at(z), x.at(z[0], z[1], z[2] + 1))))
        .pin(
            at(Tensor.of(new double[] {1, 1, Double.NaN, 2}, 1, 1, 4))
                .gives(Tensor.of(new double[] {1, Double.NaN, Double.NaN}, 1, 1, 3))
                .gradient(Tensor.of(new double[] {1, 0, 2, 0}, 1, 1, 4)))
        .known("torch.nn.functional.max_pool1d", "jax.lax.reduce_window")
        .error(
            ShapeException.class,
            "maxPool1d: not a stack of signals: got shape [2], expected [n, c, l]",
            () -> Pooling.maxPool1d(zeros(2), 2, 1, 0))
        .row();
  }

  private static OpSpec avgPool2d(Padding padding) {
    Window window = Window.of(2).withStride(2).withPadding(1);
    return OpSpec.of(Pooling.class, "avgPool2d")
        .variant(padding.toString())
        .function(x -> Pooling.avgPool2d(x, window, padding))
        .fluent(x -> x.avgPool2d(window, padding))
        .grows("n n n n")
        .on(shape(1, 1, 2, 2))
        .on(shape(1, 2, 2, 3))
        .on(shape(2, 1, 3, 1))
        .reference(
            x -> {
              Values sums = pooled(x, 0, Double::sum);
              Values counts = pooled(x, 0, (n, one) -> n + 1);
              return Values.generate(
                  sums.shape(), z -> sums.at(z) / (padding == Padding.COUNTED ? 4 : counts.at(z)));
            })
        .known("torch.nn.functional.avg_pool2d", "jax.lax.reduce_window")
        .error(
            ShapeException.class,
            "avgPool2d: not a stack of images: got shape [2, 2], expected [n, c, h, w]",
            () -> Pooling.avgPool2d(zeros(2, 2), window, padding))
        .row();
  }

  private static OpSpec avgPool1d() {
    return OpSpec.of(Pooling.class, "avgPool1d")
        .function(x -> Pooling.avgPool1d(x, 2, 1, 0, Padding.COUNTED))
        .fluent(x -> x.avgPool1d(2, 1, 0, Padding.COUNTED))
        .grows("n n n")
        .on(shape(1, 1, 2))
        .on(shape(1, 2, 4))
        .on(shape(2, 1, 3))
        .reference(
            x ->
                Values.generate(
                    shape(x.size(0), x.size(1), x.size(2) - 1),
                    z -> (x.at(z) + x.at(z[0], z[1], z[2] + 1)) / 2))
        .known("torch.nn.functional.avg_pool1d", "jax.lax.reduce_window")
        .error(
            ShapeException.class,
            "avgPool1d: not a stack of signals: got shape [2], expected [n, c, l]",
            () -> Pooling.avgPool1d(zeros(2), 2, 1, 0, Padding.COUNTED))
        .row();
  }

  private static OpSpec adaptiveAvgPool2d() {
    return OpSpec.of(Pooling.class, "adaptiveAvgPool2d")
        .function(x -> Pooling.adaptiveAvgPool2d(x, 2, 1))
        .fluent(x -> x.adaptiveAvgPool2d(2, 1))
        .grows("n n n n")
        .on(shape(1, 1, 3, 2))
        .on(shape(1, 2, 1, 3))
        .on(shape(2, 1, 4, 1))
        .reference(
            x ->
                Values.generate(
                    shape(x.size(0), x.size(1), 2, 1),
                    z -> {
                      int height = x.size(2);
                      double sum = 0;
                      int count = 0;
                      for (int i = 0; i < height; i++) {
                        for (int j = 0; j < x.size(3); j++) {
                          // Row i counts if any part of it lies in this half.
                          if (i < (z[2] + 1) * height / 2.0 && i + 1 > z[2] * height / 2.0) {
                            sum += x.at(z[0], z[1], i, j);
                            count++;
                          }
                        }
                      }
                      return sum / count;
                    }))
        .known("torch.nn.functional.adaptive_avg_pool2d", "")
        .error(
            ShapeException.class,
            "adaptiveAvgPool2d: nothing to average: got 0×1 cells of shape [1, 1, 2, 2], "
                + "expected 1 or more of each",
            () -> Pooling.adaptiveAvgPool2d(zeros(1, 1, 2, 2), 0, 1))
        .row();
  }

  private static Tensor zeros(int... sizes) {
    return Tensor.zeros(DType.FLOAT64, sizes);
  }
}
