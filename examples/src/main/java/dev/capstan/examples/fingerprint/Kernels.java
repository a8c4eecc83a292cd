package dev.capstan.examples.fingerprint;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Tape;
import dev.capstan.losses.CrossEntropyLoss;
import dev.capstan.losses.MultiMarginLoss;
import dev.capstan.losses.MultiSimilarityLoss;
import dev.capstan.losses.NtXentLoss;
import dev.capstan.losses.SupConLoss;
import dev.capstan.losses.TripletMarginLoss;
import dev.capstan.losses.TripletSemiHardLoss;
import dev.capstan.ops.Activations;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Neural;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Transpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Work at the sizes that kernels are made for: products, lines, losses, a step of an encoder. */
final class Kernels {
  private static final long SEED = 3;

  private Kernels() {}

  static List<Row> rows(boolean small) {
    List<Row> rows = new ArrayList<>();
    for (DType dtype : DType.values()) {
      String in = ", " + dtype.toString().toLowerCase(Locale.ROOT);
      rows.add(new Row("products" + in, bits -> products(dtype, small, bits)));
      rows.add(new Row("softmax and its like" + in, bits -> lines(dtype, small, bits)));
      rows.add(new Row("losses" + in, bits -> losses(dtype, small, bits)));
      rows.add(new Row("step of an encoder" + in, bits -> encoder(dtype, small, bits)));
    }
    return rows;
  }

  /** Sums of three even numbers: the platform's Gaussian ones differ between JDKs now and then. */
  static Tensor random(DType dtype, long salt, int... sizes) {
    SplittableRandom random = new SplittableRandom(SEED + salt);
    return Tensor.generate(
        dtype,
        Shape.of(sizes),
        i -> random.nextDouble(-1, 1) + random.nextDouble(-1, 1) + random.nextDouble(-1, 1));
  }

  /** The largest are shared among threads. */
  private static void products(DType dtype, boolean small, Bits bits) {
    int[][] shapes =
        small
            ? new int[][] {{1, 1, 40}, {3, 1, 70}, {1, 17, 9}, {9, 18, 21}}
            : new int[][] {
              {1, 1, 300_000},
              {40, 1, 700},
              {1, 70, 600},
              {70, 5, 90},
              {200, 210, 130},
              {9, 40, 70_000}
            };
    for (int[] shape : shapes) {
      int m = shape[0];
      int n = shape[1];
      int k = shape[2];
      for (Transpose left : Transpose.values()) {
        for (Transpose right : Transpose.values()) {
          Tensor a = left == Transpose.NO ? random(dtype, 1, m, k) : random(dtype, 2, k, m);
          Tensor b = right == Transpose.NO ? random(dtype, 3, k, n) : random(dtype, 4, n, k);
          bits.add(LinearAlgebra.matmul(a, left, b, right));
        }
      }
    }
  }

  private static void lines(DType dtype, boolean small, Bits bits) {
    for (int n : small ? new int[] {1, 7, 16, 37} : new int[] {1, 10, 100, 1000, 20_000}) {
      Tensor x = random(dtype, n, 5, n);
      differentiate(bits, x, v -> Reductions.softmax(v, -1));
      differentiate(bits, x, v -> Reductions.logSoftmax(v, -1));
      differentiate(bits, x, v -> Reductions.logsumexp(v, -1));
      differentiate(bits, x, v -> Reductions.sum(v, -1));
      differentiate(bits, x, v -> Reductions.sum(v, 0));
      differentiate(bits, x, v -> Neural.layerNorm(v, 1, 1e-5));
      differentiate(bits, x, v -> LinearAlgebra.normalize(v, 2, -1));
    }
  }

  private static void losses(DType dtype, boolean small, Bits bits) {
    int rows = small ? 12 : 96;
    int width = small ? 10 : 70;
    Tensor x = random(dtype, 1, rows, width);
    IntTensor labels = IntTensor.of(new SplittableRandom(SEED).ints(rows, 0, 5).toArray(), rows);
    differentiate(bits, x, v -> new TripletSemiHardLoss().apply(labels, v));
    differentiate(bits, x, v -> new NtXentLoss().apply(labels, v));
    differentiate(bits, x, v -> new SupConLoss().apply(labels, v));
    differentiate(bits, x, v -> new MultiSimilarityLoss().apply(labels, v));
    differentiate(bits, x, v -> new MultiMarginLoss().apply(v, labels));
    differentiate(bits, x, v -> new CrossEntropyLoss().apply(v, labels));
    Tensor positive = random(dtype, 2, rows, width);
    Tensor negative = random(dtype, 3, rows, width);
    differentiate(bits, x, v -> new TripletMarginLoss().apply(v, positive, negative));
  }

  /** Attention, normalisation and a layer with gelu, as in the BERT family. */
  private static void encoder(DType dtype, boolean small, Bits bits) {
    int tokens = small ? 4 : 24;
    int width = small ? 12 : 96;
    Tensor x = random(dtype, 1, 3, tokens, width);
    Tensor query = random(dtype, 2, width, width).mul(0.1);
    Tensor up = random(dtype, 3, 4 * width, width).mul(0.1);
    Tensor down = random(dtype, 4, width, 4 * width).mul(0.1);
    differentiate(
        bits,
        x,
        v -> {
          Tensor q = Neural.linear(v, query);
          Tensor a = Neural.layerNorm(v.add(Neural.scaledDotProductAttention(q, v, v)), 1, 1e-5);
          Tensor hidden = Activations.gelu(Neural.linear(a, up));
          return Neural.layerNorm(a.add(Neural.linear(hidden, down)), 1, 1e-5);
        });
  }

  /** The value and the gradient for a random cotangent. */
  private static void differentiate(Bits bits, Tensor at, Function<Tensor, Tensor> f) {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(at);
      Tensor y = f.apply(x);
      Tensor cotangent = random(y.dtype(), 9, y.shape().toArray());
      Gradients<Tensor> gradients = tape.gradients(y, cotangent);
      bits.add(y);
      bits.add(gradients.of(x));
    }
  }
}
