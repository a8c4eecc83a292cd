package dev.capstan.ops.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.ops.internal.HingeKernels.Triple;
import org.junit.jupiter.api.Test;

/** What is remembered of calls, and that repeating them touches nothing of the caller's. */
final class RecorderTest {
  private final Recorder recorder = new Recorder();
  private final DoubleKernels loops = new DoubleKernels();

  private Kernels<double[]> listening(Kernels<double[]> beside) {
    return recorder.of(Kernels.class, loops, beside);
  }

  @Test
  void answersAsTheKernelsBehindIt() {
    double[] x = {0, 1, 2};
    double[] out = new double[3];
    listening(loops).map(Elementary.EXPM1, x, out);
    double[] expected = new double[3];
    loops.map(Elementary.EXPM1, x, expected);
    assertArrayEquals(expected, out);
    assertEquals(1, recorder.calls().size());
  }

  @Test
  void passesOnWhatTheyThrow() {
    Kernels<double[]> kernels = listening(loops);
    assertThrows(
        ArrayIndexOutOfBoundsException.class,
        () -> kernels.take(new double[1], new int[] {3}, new double[1]));
  }

  @Test
  void countsCallsOfOneKindOnce() {
    Kernels<double[]> kernels = listening(loops);
    for (int n = 64; n < 128; n++) {
      kernels.map(Unary.RELU, new double[n], new double[n]);
    }
    kernels.map(Unary.EXP, new double[64], new double[64]);
    kernels.map(Unary.EXP, new double[128], new double[128]);
    assertEquals(3, recorder.calls().size());
    assertEquals(64, recorder.calls().get(0).times());
    assertEquals(66, recorder.heard());
  }

  @Test
  void doesNotRepeatFunctionsOfTheCaller() {
    listening(loops).map(x -> x + 1, new double[3], new double[3]);
    assertEquals(0, recorder.calls().size());
  }

  @Test
  void doesNotKeepWhatIsLarge() {
    int n = (1 << 19) + 1;
    listening(loops).map(Unary.NEG, new double[n], new double[n]);
    assertEquals(0, recorder.calls().size());
  }

  @Test
  void repeatsOnCopiesFromBeforeTheCall() {
    double[] x = {1, 2, 3};
    Kernels<double[]> kernels = listening(loops);
    kernels.zip(Binary.ADD, x, x, x);
    assertArrayEquals(new double[] {2, 4, 6}, x);
    Recorder.Call call = recorder.calls().get(0);
    assertTrue(call.least(loops, 1000) >= 0);
    call.requireOneResult();
    assertArrayEquals(new double[] {2, 4, 6}, x);
  }

  @Test
  void repeatsRecordsWithTheirArrays() {
    DoubleHingeKernels hinges = new DoubleHingeKernels();
    HingeKernels<double[]> kernels = recorder.of(HingeKernels.class, hinges, hinges);
    double[] a = {1, 2};
    double[] p = {1, 3};
    double[] lengths = new double[2];
    kernels.triplet(new Triple<>(a, p, a, 1, 1e-6, 1, 2), lengths, new double[1]);
    double[] before = lengths.clone();
    a[0] = 50;
    recorder.calls().get(0).requireOneResult();
    assertArrayEquals(before, lengths);
  }

  @Test
  void namesKernelsThatDiffer() {
    DoubleKernels wrong =
        new DoubleKernels() {
          @Override
          public void fill(double[] x, double value) {
            super.fill(x, -value);
          }
        };
    listening(wrong).fill(new double[2], 0);
    String message =
        assertThrows(IllegalStateException.class, () -> recorder.calls().get(0).requireOneResult())
            .getMessage();
    assertNotNull(message);
    assertTrue(message.startsWith("two kernels differ, which must not be: fill on"), message);
  }
}
