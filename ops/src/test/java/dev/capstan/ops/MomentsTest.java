package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.ops.Moments.AdamStep;
import dev.capstan.ops.Moments.SgdStep;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Updates of whole parameters and of rows against their formulas, element by element. */
final class MomentsTest {
  private static final AdamStep ADAM = new AdamStep(0.01, 0.9, 0.999, 4, 1e-8, 0.1, 0.875);

  /** Odd, so that vectors leave a rest; the larger is worth several threads. */
  private static final int SMALL = 37;

  private static final int LARGE = 150_001;

  private static double[] random(long seed, int n) {
    return new SplittableRandom(seed).doubles(n, -1, 1).toArray();
  }

  /** The formula in float64, whose operations every kernel performs in this order. */
  private static double[] adam(double[] w, double[] g, double[] m, double[] v, AdamStep s) {
    double[] next = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      double d = g[i] + s.decay() * w[i];
      m[i] = s.beta1() * m[i] + (1 - s.beta1()) * d;
      v[i] = s.beta2() * v[i] + (1 - s.beta2()) * d * d;
      next[i] = s.keep() * w[i] - s.rate() * m[i] / (Math.sqrt(v[i] * s.unbias()) + s.epsilon());
    }
    return next;
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void adamIsItsFormulaToTheLastBit(int n) {
    Moments moments = Moments.of(DType.FLOAT64, n);
    double[] w = random(1, n);
    double[] m = new double[n];
    double[] v = new double[n];
    Tensor x = Tensor.of(w);
    for (int t = 0; t < 3; t++) {
      double[] g = random(10 + t, n);
      w = adam(w, g, m, v, ADAM);
      x = moments.adam(x, Tensor.of(g), ADAM);
      assertArrayEquals(w, x.toArray());
    }
  }

  /**
   * Rows that are not mentioned are those whose gradient is 0, and what is mentioned is forgotten.
   */
  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void adamOfAllRowsIsItsFormulaToTheLastBit(int rows) {
    int width = 3;
    Moments moments = Moments.of(DType.FLOAT64, rows * width);
    double[] w = random(1, rows * width);
    double[] m = new double[w.length];
    double[] v = new double[w.length];
    MutableRows table = new MutableRows(Tensor.of(w, rows, width));
    int[][] asked = {{5, 0, 36}, {}, {7, 5}};
    for (int t = 0; t < asked.length; t++) {
      double[] g = random(10 + t, asked[t].length * width);
      double[] whole = new double[w.length];
      for (int i = 0; i < g.length; i++) {
        whole[asked[t][i / width] * width + i % width] = g[i];
      }
      w = adam(w, whole, m, v, ADAM);
      moments.adamOfAllRows(table, asked[t], Tensor.of(g, asked[t].length, width), ADAM);
      assertArrayEquals(w, table.all().toArray());
    }
  }

  /** Three roundings of at most one unit in the last place of 1 in either dtype. */
  @ParameterizedTest
  @EnumSource(DType.class)
  void plainDescentIsItsFormulaForParametersAndRows(DType dtype) {
    SgdStep step = new SgdStep(0.1, 0, 1, false, 0.5);
    Tensor w = Tensor.rand(dtype, new SplittableRandom(1), 3, SMALL);
    Tensor g = Tensor.rand(dtype, new SplittableRandom(2), 3, SMALL);
    MutableRows table = new MutableRows(w);
    Tensor two = g.slice(0, 0, 2);

    Tensor next = Moments.of(dtype, w.size()).sgd(w, g, step);
    Moments.of(dtype, w.size()).sgd(table, new int[] {2, 0}, two, step);

    Tensor rows = table.all();
    for (int i = 0; i < w.size(); i++) {
      double expected = w.at(i) - 0.1 * (g.at(i) + 0.5 * w.at(i));
      assertEquals(expected, next.at(i), 3 * dtype.epsilon());
    }
    for (int j = 0; j < SMALL; j++) {
      double second = w.get(2, j) - 0.1 * (g.get(0, j) + 0.5 * w.get(2, j));
      assertEquals(second, rows.get(2, j), 3 * dtype.epsilon());
      assertEquals(w.get(1, j), rows.get(1, j));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void descentAlongAVelocityIsItsFormulaToTheLastBit(boolean nesterov) {
    SgdStep step = new SgdStep(0.1, 0.9, 0.75, nesterov, 0.01);
    Moments moments = Moments.of(DType.FLOAT64, SMALL);
    double[] w = random(1, SMALL);
    double[] v = new double[SMALL];
    Tensor x = Tensor.of(w);
    for (int t = 0; t < 3; t++) {
      double[] g = random(10 + t, SMALL);
      x = moments.sgd(x, Tensor.of(g), step);
      for (int i = 0; i < SMALL; i++) {
        double d = g[i] + 0.01 * w[i];
        v[i] = 0.9 * v[i] + 0.75 * d;
        w[i] -= 0.1 * (nesterov ? d + 0.9 * v[i] : v[i]);
      }
      assertArrayEquals(w, x.toArray());
    }
  }

  /** Rows of 5 in a table of 7: gradient and table start at different places. */
  @ParameterizedTest
  @EnumSource(DType.class)
  void rowsOfATableMoveAsTheSameRowsOfAParameterDo(DType dtype) {
    int width = 37;
    int[] touched = {6, 0, 3};
    Tensor all = Tensor.rand(dtype, new SplittableRandom(1), 7, width);
    MutableRows table = new MutableRows(all);
    Moments ofTable = Moments.of(dtype, table.size());
    Moments ofRows = Moments.of(dtype, touched.length * width);
    Tensor rows = table.gather(touched, all);
    for (int t = 0; t < 3; t++) {
      Tensor g = Tensor.rand(dtype, new SplittableRandom(10 + t), touched.length, width);
      ofTable.adam(table, touched, g, ADAM);
      rows = ofRows.adam(rows, g, ADAM);
      assertArrayEquals(rows.toArray(), table.gather(touched, all).toArray());
    }
    Tensor untouched = Tensor.of(all.toArray(), 7, width).slice(0, 4, 6);
    assertArrayEquals(untouched.toArray(), table.gather(new int[] {4, 5}, all).toArray());
  }

  /** The step of a weight of 0 shows the moment: rate · m / (√v + ε), v having faded before m. */
  @ParameterizedTest
  @EnumSource(DType.class)
  void aMomentThatFadesAwayNeverBecomesSubnormal(DType dtype) {
    double least = dtype == DType.FLOAT32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    AdamStep step = new AdamStep(1, 0.9, 0.5, 1, 1e-8, 0, 1);
    Moments moments = Moments.of(dtype, SMALL);
    Tensor zeros = Tensor.zeros(dtype, SMALL);
    moments.adam(zeros, Tensor.full(dtype, 1, SMALL), step);
    for (int t = 0; t < 10_000; t++) {
      double shown = -moments.adam(zeros, zeros, step).at(0) * 1e-8;
      assertTrue(shown == 0 || shown >= least, () -> "moment " + shown);
    }
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void withAnEpsilonOfZeroMomentsFadeAsTheyAre(DType dtype) {
    double least = dtype == DType.FLOAT32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    AdamStep exact = new AdamStep(1, 0.5, 0.5, 0, 0, 0, 1);
    Moments kept = Moments.of(dtype, SMALL);
    Tensor w = Tensor.full(dtype, 1, SMALL);
    kept.adam(w, Tensor.full(dtype, least, SMALL), exact);
    assertEquals(
        Double.NEGATIVE_INFINITY, kept.adam(w, w.like(i -> 0), exact).at(0), "1 - (least / 4) / 0");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Moments moments = Moments.of(DType.FLOAT32, 3);
    Tensor w = Tensor.zeros(DType.FLOAT32, 3);
    assertEquals(
        "moments: got 3 elements and a gradient [2], expected 3 and 3",
        assertThrows(
                ShapeException.class, () -> moments.adam(w, Tensor.zeros(DType.FLOAT32, 2), ADAM))
            .getMessage());
    assertEquals(
        "moments: dtypes differ: got float32 and a gradient in float64, expected float32",
        assertThrows(
                DTypeException.class, () -> moments.adam(w, Tensor.zeros(DType.FLOAT64, 3), ADAM))
            .getMessage());
  }
}
