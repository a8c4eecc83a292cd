package dev.capstan.testkit;

import static dev.capstan.testkit.OpSpec.shape;
import static dev.capstan.testkit.Pin.at;
import static dev.capstan.testkit.Rows.INF;
import static dev.capstan.testkit.Rows.NAN;

import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Neural;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The rows of {@link Neural}. */
final class NeuralTable {
  private static final double EPS = 0.1;
  private static final String STATISTICS =
      "deviations from a mean are differences of numbers larger than they are";

  private NeuralTable() {}

  static List<OpSpec> rows() {
    return List.of(
        linear(),
        linearWithoutBias(),
        layerNorm(),
        layerNormAffine(),
        rmsNorm(),
        rmsNormScaled(),
        batchNorm(),
        batchNormAffine(),
        batchNormOfGivenStatistics(),
        groupNorm(),
        groupNormAffine(),
        dropout(),
        attention(),
        maskedAttention(),
        attentionToTheVisible(),
        crossEntropy());
  }

  // --- affine maps ----------------------------------------------------------------------------

  private static OpSpec linear() {
    return OpSpec.of(Neural.class, "linear")
        .function((x, w, b) -> Neural.linear(x, w, b))
        .fluent((x, w, b) -> x.linear(w, b))
        .on(shape(1), shape(1, 1), shape(1))
        .on(shape(2, 3), shape(2, 3), shape(2))
        .on(shape(2, 1, 2), shape(3, 2), shape(3))
        .on(shape(0, 2), shape(3, 2), shape(3))
        .reference(
            (x, w, b) -> {
              Values z = affine(x, w);
              return Values.generate(z.shape(), i -> z.at(i) + b.at(i[i.length - 1]));
            })
        .known("torch.nn.functional.linear", "")
        .error(
            ShapeException.class,
            "linear: shapes do not fit: got x [2, 3], w [3, 2], b [3], "
                + "expected […, in], [out, in], [out]",
            () -> Neural.linear(zeros(2, 3), zeros(3, 2), zeros(3)))
        .row();
  }

  private static OpSpec linearWithoutBias() {
    return OpSpec.of(Neural.class, "linear")
        .variant("without bias")
        .function((x, w) -> Neural.linear(x, w))
        .fluent((x, w) -> x.linear(w))
        .on(shape(1), shape(1, 1))
        .on(shape(2, 3), shape(2, 3))
        .on(shape(2, 1, 2), shape(3, 2))
        .reference(NeuralTable::affine)
        .row();
  }

  private static Values affine(Values x, Values w) {
    int[] sizes = x.shape().toArray();
    int last = sizes.length - 1;
    sizes[last] = w.size(0);
    return Values.generate(
        shape(sizes),
        z -> {
          int[] at = z.clone();
          double sum = 0;
          for (int k = 0; k < w.size(1); k++) {
            at[last] = k;
            sum += x.at(at) * w.at(z[last], k);
          }
          return sum;
        });
  }

  // --- normalisations -------------------------------------------------------------------------

  /** Which elements share their statistics with the one at an index. */
  private interface Together {
    boolean with(int[] z, int[] other);
  }

  /** Each element less the mean of its set, over the root of the set's variance plus eps. */
  private static Values standardized(Values x, Together together) {
    return Values.generate(x.shape(), z -> standardized(x, z, together));
  }

  private static double standardized(Values x, int[] z, Together together) {
    double[] set = set(x, z, together);
    double mean = Arrays.stream(set).average().orElseThrow();
    double variance = Arrays.stream(set).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    return (x.at(z) - mean) / Math.sqrt(variance + EPS);
  }

  private static double[] set(Values x, int[] z, Together together) {
    double[] out = new double[x.size()];
    int[] count = new int[1];
    Values.generate(
        x.shape(),
        other -> {
          if (together.with(z, other)) {
            out[count[0]++] = x.at(other);
          }
          return 0;
        });
    return Arrays.copyOf(out, count[0]);
  }

  private static boolean sameRow(int[] z, int[] other) {
    return Arrays.equals(z, 0, z.length - 1, other, 0, z.length - 1);
  }

  private static OpSpec layerNorm() {
    return OpSpec.of(Neural.class, "layerNorm")
        .function(x -> Neural.layerNorm(x, 1, EPS))
        .fluent(x -> x.layerNorm(1, EPS))
        .on(shape(2))
        .on(shape(2, 3))
        .on(shape(2, 1, 2))
        .reference(x -> standardized(x, NeuralTable::sameRow))
        .ulps(16, STATISTICS)
        .known("torch.nn.functional.layer_norm", "jax.nn.standardize")
        .error(
            ShapeException.class,
            "layerNorm: not so many axes: got the last 3 of shape [2, 3], expected 1 to 2",
            () -> Neural.layerNorm(zeros(2, 3), 3, EPS))
        .row();
  }

  private static OpSpec layerNormAffine() {
    return OpSpec.of(Neural.class, "layerNorm")
        .variant("two axes, weight and bias")
        .function((x, w, b) -> Neural.layerNorm(x, w, b, EPS))
        .fluent((x, w, b) -> x.layerNorm(w, b, EPS))
        .grows("n n n, n n, n n")
        .on(shape(2, 2), shape(2, 2), shape(2, 2))
        .on(shape(2, 1, 2), shape(1, 2), shape(1, 2))
        .on(shape(2, 2, 1), shape(2, 1), shape(2, 1))
        .reference(
            (x, w, b) -> {
              int outer = x.shape().rank() - 2;
              Together example = (z, other) -> outer == 0 || z[0] == other[0];
              return Values.generate(
                  x.shape(),
                  z -> standardized(x, z, example) * w.broadcastAt(z) + b.broadcastAt(z));
            })
        .ulps(16, STATISTICS)
        .row();
  }

  private static OpSpec rmsNorm() {
    return OpSpec.of(Neural.class, "rmsNorm")
        .function(x -> Neural.rmsNorm(x, 1, EPS))
        .fluent(x -> x.rmsNorm(1, EPS))
        .on(shape(2))
        .on(shape(2, 3))
        .on(shape(2, 1, 2))
        .reference(x -> Values.generate(x.shape(), z -> overRootMeanSquare(x, z)))
        .known("torch.nn.functional.rms_norm", "")
        .error(
            ShapeException.class,
            "rmsNorm: not so many axes: got the last 0 of shape [2, 3], expected 1 to 2",
            () -> Neural.rmsNorm(zeros(2, 3), 0, EPS))
        .row();
  }

  private static double overRootMeanSquare(Values x, int[] z) {
    double square = Arrays.stream(x.along(-1, z)).map(v -> v * v).average().orElseThrow();
    return x.at(z) / Math.sqrt(square + EPS);
  }

  private static OpSpec rmsNormScaled() {
    return OpSpec.of(Neural.class, "rmsNorm")
        .variant("weight")
        .function((x, w) -> Neural.rmsNorm(x, w, EPS))
        .fluent((x, w) -> x.rmsNorm(w, EPS))
        .on(shape(2), shape(2))
        .on(shape(2, 3), shape(3))
        .on(shape(2, 1, 2), shape(2))
        .reference(
            (x, w) -> Values.generate(x.shape(), z -> overRootMeanSquare(x, z) * w.broadcastAt(z)))
        .row();
  }

  private static boolean sameChannel(int[] z, int[] other) {
    return z[1] == other[1];
  }

  private static OpSpec batchNorm() {
    return OpSpec.of(Neural.class, "batchNorm")
        .function(x -> Neural.batchNorm(x, EPS))
        .fluent(x -> x.batchNorm(EPS))
        .on(shape(2, 1))
        .on(shape(3, 2))
        .on(shape(2, 2, 2))
        .reference(x -> standardized(x, NeuralTable::sameChannel))
        .ulps(16, STATISTICS)
        .known("torch.nn.functional.batch_norm", "")
        .error(
            ShapeException.class,
            "batchNorm: no axis of channels: got shape [2], expected [n, c, …]",
            () -> Neural.batchNorm(zeros(2), EPS))
        .row();
  }

  private static OpSpec batchNormAffine() {
    return OpSpec.of(Neural.class, "batchNorm")
        .variant("weight and bias")
        .function((x, w, b) -> Neural.batchNorm(x, w, b, EPS))
        .fluent((x, w, b) -> x.batchNorm(w, b, EPS))
        .on(shape(2, 1), shape(1), shape(1))
        .on(shape(3, 2), shape(2), shape(2))
        .on(shape(2, 2, 2), shape(2), shape(2))
        .reference(
            (x, w, b) ->
                Values.generate(
                    x.shape(),
                    z -> standardized(x, z, NeuralTable::sameChannel) * w.at(z[1]) + b.at(z[1])))
        .ulps(16, STATISTICS)
        .error(
            ShapeException.class,
            "batchNorm: not one number for each channel: got shape [3], expected [2]",
            () -> Neural.batchNorm(zeros(3, 2), zeros(3), zeros(2), EPS))
        .row();
  }

  private static OpSpec batchNormOfGivenStatistics() {
    return OpSpec.of(Neural.class, "batchNorm")
        .variant("given statistics")
        .functionOfList(
            v -> Neural.batchNorm(v.get(0), v.get(1), v.get(2), v.get(3), v.get(4), EPS))
        .fluentOfList(v -> v.get(0).batchNorm(v.get(1), v.get(2), v.get(3), v.get(4), EPS))
        .domains(Domain.real(), Domain.real(), Domain.positive(), Domain.real())
        .grows("n n n, n, n, n, n")
        .on(shape(1, 1), shape(1), shape(1), shape(1), shape(1))
        .on(shape(2, 2), shape(2), shape(2), shape(2), shape(2))
        .on(shape(1, 2, 2), shape(2), shape(2), shape(2), shape(2))
        .referenceOfList(
            v -> {
              Values x = v.get(0);
              return Values.generate(
                  x.shape(),
                  z -> {
                    double centred = x.at(z) - v.get(1).at(z[1]);
                    double scale = v.get(3).at(z[1]) / Math.sqrt(v.get(2).at(z[1]) + EPS);
                    return centred * scale + v.get(4).at(z[1]);
                  });
            })
        .row();
  }

  private static boolean sameHalf(int[] z, int[] other) {
    return z[0] == other[0] && z[1] / 2 == other[1] / 2;
  }

  private static OpSpec groupNorm() {
    return OpSpec.of(Neural.class, "groupNorm")
        .function(x -> Neural.groupNorm(x, 2, EPS))
        .fluent(x -> x.groupNorm(2, EPS))
        .grows("n 8 n")
        .on(shape(1, 4))
        .on(shape(2, 4))
        .on(shape(1, 4, 2))
        .reference(x -> standardized(x, NeuralTable::sameHalf))
        .ulps(16, STATISTICS)
        .known("torch.nn.functional.group_norm", "")
        .error(
            ShapeException.class,
            "groupNorm: 3 channels do not divide into groups: got 2, expected a divisor of 3",
            () -> Neural.groupNorm(zeros(1, 3), 2, EPS))
        .row();
  }

  private static OpSpec groupNormAffine() {
    return OpSpec.of(Neural.class, "groupNorm")
        .variant("weight and bias")
        .function((x, w, b) -> Neural.groupNorm(x, 2, w, b, EPS))
        .fluent((x, w, b) -> x.groupNorm(2, w, b, EPS))
        .grows("n 8 n, 8, 8")
        .on(shape(1, 4), shape(4), shape(4))
        .on(shape(2, 4), shape(4), shape(4))
        .on(shape(1, 4, 2), shape(4), shape(4))
        .reference(
            (x, w, b) ->
                Values.generate(
                    x.shape(),
                    z -> standardized(x, z, NeuralTable::sameHalf) * w.at(z[1]) + b.at(z[1])))
        .ulps(16, STATISTICS)
        .row();
  }

  // --- dropout, attention, cross entropy ------------------------------------------------------

  private static OpSpec dropout() {
    return OpSpec.of(Neural.class, "dropout")
        .function(x -> Neural.dropout(x, 0.25, new SplittableRandom(1)))
        .fluent(x -> x.dropout(0.25, new SplittableRandom(1)))
        .on(shape())
        .on(shape(3))
        .on(shape(2, 3))
        .reference(
            x -> {
              SplittableRandom random = new SplittableRandom(1);
              return Values.generate(
                  x.shape(), z -> random.nextDouble() < 0.25 ? 0 : x.at(z) / 0.75);
            })
        .pin(at(2).gives(Neural.dropout(Tensor.scalar(2.0), 0.25, new SplittableRandom(1))))
        .known("torch.nn.functional.dropout", "")
        .error(
            IllegalArgumentException.class,
            "dropout: no probability: got p = 1.5, expected 0 to 1",
            () -> Neural.dropout(zeros(2), 1.5, new SplittableRandom(1)))
        .row();
  }

  private static OpSpec attention() {
    return OpSpec.of(Neural.class, "scaledDotProductAttention")
        .function((q, k, v) -> Neural.scaledDotProductAttention(q, k, v))
        .fluent((q, k, v) -> q.scaledDotProductAttention(k, v))
        .grows("n n n, n n n, n n n")
        .on(shape(1, 1), shape(2, 1), shape(2, 1))
        .on(shape(2, 2), shape(3, 2), shape(3, 1))
        .on(shape(1, 2), shape(2, 2), shape(2, 3))
        .reference((q, k, v) -> attended(q, k, v, (i, j) -> true))
        .known("torch.nn.functional.scaled_dot_product_attention", "jax.nn.dot_product_attention")
        .error(
            ShapeException.class,
            "scaledDotProductAttention: sizes do not fit: got q [2], k [2, 2] and v [2, 2], "
                + "expected […, m, d], […, n, d] and […, n, e]",
            () -> Neural.scaledDotProductAttention(zeros(2), zeros(2, 2), zeros(2, 2)))
        .row();
  }

  /** Whether query i sees key j. */
  private interface Sight {
    boolean of(int i, int j);
  }

  private static Values attended(Values q, Values k, Values v, Sight sight) {
    return Values.generate(
        shape(q.size(0), v.size(1)),
        z -> {
          double weights = 0;
          double sum = 0;
          for (int j = 0; j < k.size(0); j++) {
            double score = 0;
            for (int d = 0; d < q.size(1); d++) {
              score += q.at(z[0], d) * k.at(j, d);
            }
            double weight = sight.of(z[0], j) ? Math.exp(score / Math.sqrt(q.size(1))) : 0;
            weights += weight;
            sum += weight * v.at(j, z[1]);
          }
          return sum / weights;
        });
  }

  private static OpSpec maskedAttention() {
    Function<Tensor, BoolTensor> past = square((i, j) -> j <= i);
    return OpSpec.of(Neural.class, "scaledDotProductAttention")
        .variant("mask")
        .function((q, k, v) -> Neural.scaledDotProductAttention(q, k, v, past.apply(q)))
        .fluent((q, k, v) -> q.scaledDotProductAttention(k, v, past.apply(q)))
        .grows("n n n, n n n, n n n")
        .on(shape(2, 1), shape(2, 1), shape(2, 1))
        .on(shape(2, 2), shape(2, 2), shape(2, 1))
        .on(shape(2, 3), shape(2, 3), shape(2, 2))
        .reference((q, k, v) -> attended(q, k, v, (i, j) -> j <= i))
        .pin(
            at(rows(1, 2), rows(0, NAN), rows(5, INF))
                .named("a hidden NaN")
                .gives(rows(5, NAN))
                .gradient(rows(0, NAN), rows(NAN, NAN), rows(NAN, NAN)))
        .error(
            ShapeException.class,
            "scaledDotProductAttention: the mask does not stretch to the scores: got [2, 2] for "
                + "[2, 1], the queries by the keys",
            () ->
                Neural.scaledDotProductAttention(
                    zeros(2, 3), zeros(1, 3), zeros(1, 3), past.apply(zeros(2, 3))))
        .row();
  }

  /** The mask of as many keys as there are queries, made once for each number of them. */
  private static Function<Tensor, BoolTensor> square(Sight sight) {
    Map<Integer, BoolTensor> made = new ConcurrentHashMap<>();
    return q -> made.computeIfAbsent(q.shape().get(-2), n -> square(n, sight));
  }

  private static BoolTensor square(int n, Sight sight) {
    boolean[] mask = new boolean[n * n];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = sight.of(i / n, i % n);
    }
    return BoolTensor.of(mask, n, n);
  }

  /** Query 1 sees nothing, key 1 is seen by nobody: neither gives or takes, whatever it holds. */
  private static OpSpec attentionToTheVisible() {
    Function<Tensor, BoolTensor> mask = square((i, j) -> i == 0 && j == 0);
    return OpSpec.of(Neural.class, "scaledDotProductAttention")
        .variant("mask, a query without keys")
        .function((q, k, v) -> Neural.scaledDotProductAttention(q, k, v, mask.apply(q)))
        .fluent((q, k, v) -> q.scaledDotProductAttention(k, v, mask.apply(q)))
        .grows("n n n, n n n, n n n")
        .on(shape(2, 1), shape(2, 1), shape(2, 1))
        .on(shape(2, 2), shape(2, 2), shape(2, 1))
        .on(shape(2, 3), shape(2, 3), shape(2, 2))
        .reference(
            (q, k, v) -> Values.generate(shape(2, v.size(1)), z -> z[0] == 0 ? v.at(0, z[1]) : 0))
        .kink("NaN and infinities that nobody sees")
        .pin(
            at(rows(1, NAN), rows(2, INF), rows(7, NAN))
                .named("NaN and infinities that nobody sees")
                .gives(rows(7, 0))
                .gradient(rows(0, 0), rows(0, 0), rows(1, 0))
                .curvature(rows(0, 0), rows(0, 0), rows(0, 0)))
        .row();
  }

  /** A column of two. */
  private static Tensor rows(double first, double second) {
    return Tensor.of(new double[] {first, second}, 2, 1);
  }

  private static OpSpec crossEntropy() {
    return OpSpec.of(Neural.class, "crossEntropy")
        .function(x -> Neural.crossEntropy(x, labels(x)))
        .fluent(x -> x.crossEntropy(labels(x)))
        .on(shape(2, 2))
        .on(shape(2, 3))
        .on(shape(2, 4))
        .reference(
            x ->
                Values.generate(
                    shape(2),
                    z -> {
                      double sum = 0;
                      for (int j = 0; j < x.size(1); j++) {
                        sum += Math.exp(x.at(z[0], j));
                      }
                      return Math.log(sum) - x.at(z[0], 1 - z[0]);
                    }))
        .pin(
            at(Tensor.of(new double[][] {{0, 1000}, {0, 1000}}))
                .gives(Tensor.of(0.0, 1000.0))
                .gradient(Tensor.of(new double[][] {{0, 0}, {-1, 1}})))
        .known("torch.nn.functional.cross_entropy", "")
        .error(
            IllegalArgumentException.class,
            "crossEntropy: label 2 out of range for 2 classes, at 1",
            () -> Neural.crossEntropy(zeros(2, 2), IntTensor.of(0, 2)))
        .error(
            ShapeException.class,
            "crossEntropy: shapes do not fit: got x [2, 2] and labels [3], expected [n, c] and [n]",
            () -> Neural.crossEntropy(zeros(2, 2), IntTensor.of(0, 1, 1)))
        .row();
  }

  /** Classes 1 and 0 in turn. */
  private static IntTensor labels(Tensor x) {
    return Runs.repeated(shape(x.shape().get(0)), 1, 0);
  }

  private static Tensor zeros(int... sizes) {
    return Tensor.zeros(DType.FLOAT64, sizes);
  }
}
