package dev.capstan.ops.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scalar kernels beside vector kernels in one process: the same bits, and the same NaNs, whichever
 * NaN it is. Sizes lie below, at and beyond vectors, groups and blocks.
 */
final class OneResultTest {
  private static final int[] SIZES = {
    0, 1, 2, 3, 5, 8, 13, 15, 16, 17, 31, 33, 47, 64, 65, 100, 127, 129, 200, 257, 1000, 4099, 9000
  };

  /** The kernels of one provider. */
  private record Side(
      Kernels<Object> kernels,
      LineKernels<Object> lines,
      HingeKernels<Object> hinges,
      BatchKernels<Object> batches,
      UpdateKernels<Object> updates) {

    @SuppressWarnings("unchecked") // arrays of this width are of just this type
    static Side of(Width width, String prefix) throws ReflectiveOperationException {
      String type = width == Width.SINGLE ? "Float" : "Double";
      Object plainLines = create(prefix + type + "Lines");
      Object lines =
          width == Width.SINGLE
              ? new FloatLineKernels((FloatLines) plainLines)
              : new DoubleLineKernels((DoubleLines) plainLines);
      return new Side(
          (Kernels<Object>) create(prefix + type + "Kernels"),
          (LineKernels<Object>) lines,
          (HingeKernels<Object>) create(prefix + type + "HingeKernels"),
          (BatchKernels<Object>) create(prefix + type + "BatchKernels"),
          (UpdateKernels<Object>) create(prefix + type + "UpdateKernels"));
    }

    private static Object create(String name) throws ReflectiveOperationException {
      var constructor = Class.forName("dev.capstan.ops.internal." + name).getDeclaredConstructor();
      return constructor.newInstance();
    }
  }

  /** What a computation gives back, by the kernels of a side. */
  private interface Computation {
    void run(Side side, BiConsumer<String, Object> result);
  }

  private final SplittableRandom random = new SplittableRandom(5);

  @BeforeEach
  void thereAreTwoProviders() {
    assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
  }

  private static void same(Width width, Computation computation)
      throws ReflectiveOperationException {
    List<String> scalar = bits(Side.of(width, ""), computation);
    List<String> vector = bits(Side.of(width, "Vector"), computation);
    assertEquals(scalar.size(), vector.size());
    for (int i = 0; i < scalar.size(); i++) {
      assertEquals(scalar.get(i), vector.get(i));
    }
  }

  private static List<String> bits(Side side, Computation computation) {
    List<String> bits = new ArrayList<>();
    computation.run(side, (name, array) -> bits.add(name + " " + text(array)));
    return bits;
  }

  private static String text(Object array) {
    var text = new StringBuilder();
    if (array instanceof float[] x) {
      for (int i = 0; i < x.length; i++) {
        text.append(i % 8 == 0 ? "\n" + i + ": " : " ").append(Float.toHexString(x[i]));
      }
    } else if (array instanceof double[] x) {
      for (int i = 0; i < x.length; i++) {
        text.append(i % 8 == 0 ? "\n" + i + ": " : " ").append(Double.toHexString(x[i]));
      }
    } else {
      text.append(array);
    }
    return text.toString();
  }

  /** Numbers of several sizes, among them zeros of both signs, and elements that are equal. */
  private Object numbers(Width width, int n) {
    Kernels<Object> kernels = Kernels.of(width);
    Object x = kernels.allocate(n);
    for (int i = 0; i < n; i++) {
      double size = Math.scalb(1.0, random.nextInt(-12, 4));
      int kind = random.nextInt(40);
      kernels.set(x, i, kind == 0 ? 0 : kind == 1 ? -0.0 : kind == 2 ? 1 : size * gaussian());
    }
    return x;
  }

  private double gaussian() {
    return random.nextDouble(-1, 1) + random.nextDouble(-1, 1) + random.nextDouble(-1, 1);
  }

  private Object withEdges(Width width, int n) {
    double[] edges = {
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.MIN_VALUE,
      Float.MIN_VALUE,
      -Float.MIN_NORMAL,
      Double.MAX_VALUE,
      -88,
      -104,
      89,
      -745.2,
      710
    };
    Object x = numbers(width, n);
    for (int i = 0; i < n / 16; i++) {
      Kernels.of(width).set(x, random.nextInt(n), edges[i % edges.length]);
    }
    return x;
  }

  @ParameterizedTest
  @EnumSource
  void elements(Width width) throws ReflectiveOperationException {
    for (int n : SIZES) {
      Object x = withEdges(width, n);
      Object y = withEdges(width, n);
      same(
          width,
          (side, result) -> {
            for (Unary f : Unary.values()) {
              Object out = side.kernels().allocate(n);
              side.kernels().map(f, x, out);
              result.accept(f + " of " + n, out);
            }
            for (Binary f : Binary.values()) {
              Object out = side.kernels().allocate(n);
              side.kernels().zip(f, x, y, out);
              result.accept(f + " of " + n, out);
            }
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void folds(Width width) throws ReflectiveOperationException {
    for (int n : SIZES) {
      Object line = numbers(width, 3 * n);
      int rows = Math.min(n, 600);
      for (Fold fold : Fold.values()) {
        same(
            width,
            (side, result) -> {
              Object out = side.kernels().allocate(3);
              side.kernels().reduce(fold, line, 3, n, 1, out);
              result.accept(fold + " of lines of " + n, out);
              Object sums = side.kernels().allocate(3);
              side.kernels().reduce(fold, line, 1, n, 3, sums);
              result.accept(fold + " of " + n + " rows", sums);
              for (int inner : new int[] {7, 16, 37}) {
                Object matrix = repeated(side.kernels(), line, rows * inner);
                Object columns = side.kernels().allocate(inner);
                side.kernels().reduce(fold, matrix, 1, rows, inner, columns);
                result.accept(fold + " of " + rows + " rows of " + inner, columns);
              }
            });
      }
    }
  }

  private static Object repeated(Kernels<Object> kernels, Object x, int n) {
    Object out = kernels.allocate(n);
    int size = x instanceof float[] f ? f.length : ((double[]) x).length;
    for (int i = 0; i < n && size > 0; i++) {
      kernels.set(out, i, kernels.get(x, i % size) + i % 3);
    }
    return out;
  }

  @ParameterizedTest
  @EnumSource
  void lines(Width width) throws ReflectiveOperationException {
    int rows = 3;
    for (int n : SIZES) {
      Object x = numbers(width, rows * n);
      Object g = numbers(width, rows * n);
      Object w = numbers(width, n);
      Object b = numbers(width, n);
      Object y = numbers(width, rows);
      same(width, (side, result) -> exponentialSums(side, x, g, y, rows, n, result));
      same(width, (side, result) -> scalings(side, x, g, w, b, rows, n, result));
    }
  }

  private static void exponentialSums(
      Side side, Object x, Object g, Object y, int rows, int n, BiConsumer<String, Object> result) {
    Object out = side.kernels().allocate(rows * n);
    side.lines().softmax(x, rows, n, out);
    result.accept("softmax " + n, out);
    side.lines().softmaxBackward(x, g, rows, n, out);
    result.accept("softmaxBackward " + n, out);
    side.lines().logSoftmax(x, rows, n, out);
    result.accept("logSoftmax " + n, out);
    side.lines().logSoftmaxBackward(x, g, rows, n, out);
    result.accept("logSoftmaxBackward " + n, out);
    side.lines().logSumExpBackward(x, y, y, rows, n, out);
    result.accept("logSumExpBackward " + n, out);
    Object sums = side.kernels().allocate(rows);
    side.lines().logSumExp(x, rows, n, sums);
    result.accept("logSumExp " + n, sums);
  }

  private static void scalings(
      Side side,
      Object x,
      Object g,
      Object w,
      Object b,
      int rows,
      int n,
      BiConsumer<String, Object> result) {
    Object out = side.kernels().allocate(rows * n);
    for (LineKernels.Statistics s : LineKernels.Statistics.values()) {
      side.lines().standardize(s, x, w, b, 1e-5, rows, n, out);
      result.accept(s + " " + n, out);
      Object toW = side.kernels().allocate(n);
      Object toB = side.kernels().allocate(n);
      side.lines().standardizeBackward(s, x, w, 1e-5, g, rows, n, out, toW, toB);
      result.accept(s + " backward " + n, out);
      result.accept(s + " to weight " + n, toW);
      result.accept(s + " to bias " + n, toB);
    }
    side.lines().unit(x, 1e-9, rows, n, out);
    result.accept("unit " + n, out);
    side.lines().unitBackward(x, 1e-9, g, rows, n, out);
    result.accept("unitBackward " + n, out);
  }

  @ParameterizedTest
  @EnumSource
  void products(Width width) throws ReflectiveOperationException {
    int[][] shapes = {
      {1, 1, 9},
      {1, 1, 5000},
      {3, 1, 300},
      {1, 2, 7},
      {1, 40, 30},
      {1, 100, 600},
      {2, 7, 300},
      {5, 8, 3},
      {12, 10, 0},
      {4, 4, 4},
      {11, 9, 13},
      {13, 17, 33},
      {40, 30, 1},
      {29, 70, 257},
      {64, 64, 520},
      {9, 33, 131},
      {3, 5, 66000},
      {1, 1, 300000},
      {40, 1, 700},
      {1, 70, 600},
      {70, 5, 90},
      {200, 210, 130},
      {3, 13, 130}, // few rows
      {16, 70, 300},
      {20, 83, 600},
      {64, 259, 150},
      {9, 40, 70000}
    };
    for (int[] shape : shapes) {
      int m = shape[0];
      int n = shape[1];
      int k = shape[2];
      Object a = numbers(width, m * k);
      Object b = numbers(width, k * n);
      Object before = numbers(width, m * n);
      for (int flags = 0; flags < 8; flags++) {
        boolean aT = (flags & 1) != 0;
        boolean bT = (flags & 2) != 0;
        boolean onto = (flags & 4) != 0;
        same(
            width,
            (side, result) -> {
              Object c = side.kernels().copy(before);
              side.kernels().matmul(a, 0, aT, b, 0, bT, c, 0, onto, m, n, k);
              result.accept(m + "×" + n + "×" + k + " " + aT + " " + bT + " " + onto, c);
            });
      }
    }
  }

  /** Rows of a product are those of a product of any number of rows. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 16, 33, 130})
  void aRowAloneIsTheRowInAnyBatch(int n) throws ReflectiveOperationException {
    for (Width width : Width.values()) {
      for (String prefix : new String[] {"", "Vector"}) {
        Side side = Side.of(width, prefix);
        for (int k : new int[] {1, 10, 300, 700}) {
          Object a = numbers(width, 50 * k);
          Object b = numbers(width, k * n);
          for (boolean bT : new boolean[] {false, true}) {
            Object all = side.kernels().allocate(50 * n);
            side.kernels().matmul(a, 0, false, b, 0, bT, all, 0, false, 50, n, k);
            for (int m : new int[] {1, 2, 3, 5, 13}) {
              Object part = side.kernels().allocate(50 * n);
              for (int i = 0; i < 50; i += m) {
                int some = Math.min(m, 50 - i);
                side.kernels().matmul(a, i * k, false, b, 0, bT, part, i * n, false, some, n, k);
              }
              assertEquals(
                  text(all), text(part), prefix + " " + m + " of 50 rows, " + n + ", " + k);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void hinges(Width width) throws ReflectiveOperationException {
    for (int n : new int[] {1, 2, 5, 10, 15, 16, 17, 31, 37, 64, 100, 128, 300, 5000}) {
      int rows = n > 1000 ? 3 : 9;
      Object a = numbers(width, rows * n);
      Object p = numbers(width, rows * n);
      Object f = numbers(width, rows * n);
      Object g = numbers(width, rows);
      Object weight = numbers(width, n);
      int[] target = random.ints(rows, 0, n).toArray();
      same(
          width,
          (side, result) -> {
            triplets(side, new HingeKernels.Triple<>(a, p, f, 1, 1e-6, rows, n), g, result);
            for (int power = 1; power <= 2; power++) {
              var x = new HingeKernels.Logits<>(a, target, weight, 0.3, power, rows, n);
              Object out = side.kernels().allocate(rows);
              side.hinges().multiMargin(x, out);
              result.accept("multiMargin " + n + " " + power, out);
              Object to = side.kernels().allocate(rows * n);
              side.hinges().multiMarginSlopes(x, g, to);
              result.accept("slopes of multiMargin " + n + " " + power, to);
            }
          });
    }
  }

  private static void triplets(
      Side side, HingeKernels.Triple<Object> x, Object g, BiConsumer<String, Object> result) {
    int size = x.rows() * x.n();
    Object lengths = side.kernels().allocate(2 * x.rows());
    Object out = side.kernels().allocate(x.rows());
    side.hinges().triplet(x, lengths, out);
    result.accept("lengths " + x.n(), lengths);
    result.accept("triplets " + x.n(), out);
    Object toAnchor = side.kernels().allocate(size);
    Object toPositive = side.kernels().allocate(size);
    Object toNegative = side.kernels().allocate(size);
    side.hinges().tripletSlopes(x, lengths, g, toAnchor, toPositive, toNegative);
    result.accept("to anchor", toAnchor);
    result.accept("to positive", toPositive);
    result.accept("to negative", toNegative);
    side.hinges().tripletSlopes(x, lengths, g, toAnchor, null, toNegative);
    result.accept("to anchor alone", toAnchor);
  }

  @ParameterizedTest
  @EnumSource
  void batches(Width width) throws ReflectiveOperationException {
    for (int n : new int[] {2, 5, 16, 33, 100}) {
      Object x = numbers(width, n * 6);
      Object g = numbers(width, n * n);
      int[] labels = random.ints(n, 0, 3).toArray();
      int[][] members = new int[3][];
      int pairs = 0;
      for (int c = 0; c < 3; c++) {
        int label = c;
        members[c] = IntStream.range(0, n).filter(i -> labels[i] == label).toArray();
        pairs += members[c].length * (members[c].length - 1);
      }
      var classes = new BatchKernels.Classes(labels, members, pairs);
      same(
          width,
          (side, result) -> {
            Object d = side.kernels().allocate(n * n);
            side.kernels().matmul(x, 0, false, x, 0, true, d, 0, false, n, n, 6);
            side.batches().distances(d, n, true, 1e-9);
            result.accept("distances", d);
            Object slopes = side.kernels().allocate(n * n);
            result.accept("semi-hard", side.batches().semiHard(d, classes, 0.5, 0.25, slopes));
            result.accept("slopes of semi-hard", slopes);
            Object symmetric = side.kernels().allocate(n * n);
            side.batches().symmetricSlopes(d, g, n, true, symmetric);
            result.accept("symmetric slopes", symmetric);
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void updates(Width width) throws ReflectiveOperationException {
    for (int n : SIZES) {
      Object x = numbers(width, n);
      Object dx = numbers(width, n);
      Object m = numbers(width, n);
      Object v = numbers(width, n);
      Kernels.of(width).map(Unary.ABS, v, v);
      same(
          width,
          (side, result) -> {
            Object out = side.kernels().allocate(n);
            var stretch = new UpdateKernels.Stretch<>(x, out, 0, dx, 0, n);
            side.updates().descend(stretch, new UpdateKernels.Sgd(0.1, 0, 1, false, 0.01));
            result.accept("descend " + n, out);
            Object first = side.kernels().copy(m);
            Object second = side.kernels().copy(v);
            var adam = new UpdateKernels.Adam(0.1, 0.9, 0.999, 2, 1e-8, 0.01, 0.99);
            side.updates().adam(stretch, first, second, adam);
            result.accept("adam " + n, out);
            result.accept("first " + n, first);
            result.accept("second " + n, second);
          });
    }
  }
}
