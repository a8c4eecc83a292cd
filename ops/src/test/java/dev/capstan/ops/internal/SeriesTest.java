package dev.capstan.ops.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The loops over the series: to the bits of the scalar definition, in every place of an array. */
final class SeriesTest {
  /** More than any vector and more than a block, and a multiple of neither. */
  private static final int N = 1603;

  private static final double[] EDGES = {
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    2,
    3,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Float.MIN_VALUE,
    Double.MAX_VALUE,
    Float.MAX_VALUE,
    1e-310,
    1e-40,
    -1e-40,
    745,
    -745,
    88.7,
    -104,
    1e6,
    1e7,
    -1e22,
    20.5,
    1e-8,
    0x1p52,
    0x1.8p23,
    -2.5
  };

  private static double[] numbers(int seed, double spread) {
    Random random = new Random(seed);
    double[] x = new double[N];
    for (int i = 0; i < N; i++) {
      x[i] =
          random.nextInt(4) == 0
              ? EDGES[random.nextInt(EDGES.length)]
              : random.nextGaussian() * spread;
    }
    return x;
  }

  /** Without edges, so that whole blocks are near. */
  private static double[] ordinary() {
    return new Random(3).doubles(N, 0.01, 5).toArray();
  }

  private static float[] narrow(double[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (float) x[i];
    }
    return y;
  }

  @ParameterizedTest
  @EnumSource
  void kernelsGiveTheBitsOfTheDefinition(Elementary f) {
    for (double[] x : List.of(numbers(1, 3), numbers(2, 300), ordinary())) {
      double[] y = new double[N];
      Provider.doubles().elements().map(f.with(0.75, 20), x, y);
      double[] one = new double[1];
      for (int i = 0; i < N; i++) {
        new DoubleSeriesLoops().map(f, 0.75, 20, x, i, one, 0, 1);
        assertEquals(one[0], y[i], f + " of " + x[i]);
      }
      float[] z = narrow(x);
      float[] out = new float[N];
      Provider.floats().elements().map(f.with(0.75, 20), z, out);
      float[] single = new float[1];
      for (int i = 0; i < N; i++) {
        new FloatSeriesLoops().map(f, 0.75, 20, z, i, single, 0, 1);
        assertEquals(single[0], out[i], f + " of " + z[i]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void kernelsGiveTheBitsOfTheDefinition(ElementaryPair f) {
    for (double[] y : List.of(numbers(1, 3), numbers(2, 300), ordinary())) {
      double[] x = numbers(5, 2);
      double[] out = new double[N];
      Provider.doubles().elements().zip(f.with(0.75, 20), x, y, out);
      double[] expected = new double[N];
      new DoubleSeriesLoops().zip(f, 0.75, 20, x, 0, y, 0, expected, 0, N);
      assertArrayEquals(expected, out, f.name());
      float[] floats = new float[N];
      Provider.floats().elements().zip(f.with(0.75, 20), narrow(x), narrow(y), floats);
      float[] wanted = new float[N];
      new FloatSeriesLoops().zip(f, 0.75, 20, narrow(x), 0, narrow(y), 0, wanted, 0, N);
      assertArrayEquals(wanted, floats, f.name());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"POW", "ATAN2", "HYPOT"})
  void aRowBroadcastGivesTheBitsOfTheRowRepeated(ElementaryPair f) {
    float[] x = narrow(numbers(7, 3));
    float[] repeated = new float[N];
    java.util.Arrays.fill(repeated, 1.7f);
    float[] expected = new float[N];
    Provider.floats().elements().zip(f, x, repeated, expected);
    float[] out = new float[N];
    Provider.floats().elements().zipStrided(f, x, new float[] {1.7f}, out, Strided.withNumber(N));
    assertArrayEquals(expected, out);
  }
}
