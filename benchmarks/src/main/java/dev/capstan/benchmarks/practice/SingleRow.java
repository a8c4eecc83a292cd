package dev.capstan.benchmarks.practice;

import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.L2Normalize;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The vector of a single row by 64-128-32, from an array to an array: by a replica of the net, and
 * by loops over arrays that somebody wrote for this very net: a row of weights for each input, as
 * the compiler makes vectors of loops over two arrays at one index alone.
 */
final class SingleRow {
  static final int IN = 64;
  private static final int HIDDEN = 128;
  private static final int OUT = 32;

  /** Calls that are timed one by one, after as many that are not. */
  private static final int CALLS = 100_000;

  private final Sequential net;
  private final float[][] first;
  private final float[] firstBias;
  private final float[][] second;
  private final float[] secondBias;

  SingleRow() {
    SplittableRandom random = new SplittableRandom(3);
    Linear one = new Linear(IN, HIDDEN, random);
    Linear two = new Linear(HIDDEN, OUT, random);
    net = new Sequential(one, Activation.relu(), two, new L2Normalize());
    first = byInput(one);
    firstBias = one.bias().constant().toFloatArray();
    second = byInput(two);
    secondBias = two.bias().constant().toFloatArray();
  }

  private static float[][] byInput(Linear layer) {
    float[] weight = layer.weight().constant().toFloatArray();
    int in = layer.weight().constant().shape().get(1);
    float[][] rows = new float[in][weight.length / in];
    for (int i = 0; i < weight.length; i++) {
      rows[i % in][i / in] = weight[i];
    }
    return rows;
  }

  /** What a thread calls. */
  Supplier<UnaryOperator<float[]>> library() {
    return () -> {
      Sequential replica = net.replica();
      return x -> replica.apply(Tensor.of(x, 1, IN)).toFloatArray();
    };
  }

  /** What a thread calls. */
  Supplier<UnaryOperator<float[]>> loops() {
    return () -> this::byHand;
  }

  private float[] byHand(float[] x) {
    float[] h = layer(x, first, firstBias);
    for (int j = 0; j < h.length; j++) {
      h[j] = Math.max(h[j], 0);
    }
    float[] y = layer(h, second, secondBias);
    float square = 0;
    for (float v : y) {
      square += v * v;
    }
    float norm = (float) Math.max(Math.sqrt(square), 1e-12);
    for (int j = 0; j < y.length; j++) {
      y[j] /= norm;
    }
    return y;
  }

  private static float[] layer(float[] x, float[][] weight, float[] bias) {
    float[] y = bias.clone();
    for (int i = 0; i < x.length; i++) {
      add(x[i], weight[i], y);
    }
    return y;
  }

  private static void add(float factor, float[] row, float[] y) {
    for (int j = 0; j < y.length; j++) {
      y[j] += factor * row[j];
    }
  }

  /** Nanoseconds of each call, on so many threads at once. */
  static Timed times(Supplier<UnaryOperator<float[]>> maker, int threads)
      throws InterruptedException {
    long[][] all = new long[threads][CALLS];
    CyclicBarrier together = new CyclicBarrier(threads);
    List<Thread> workers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      long[] mine = all[t];
      workers.add(new Thread(() -> calls(maker.get(), mine, together)));
    }
    workers.forEach(Thread::start);
    for (Thread worker : workers) {
      worker.join();
    }
    double[] joined = new double[threads * CALLS];
    for (int i = 0; i < joined.length; i++) {
      joined[i] = all[i / CALLS][i % CALLS];
    }
    return new Timed(joined);
  }

  private static void calls(UnaryOperator<float[]> call, long[] took, CyclicBarrier together) {
    float[] x = new float[IN];
    float seen = 0;
    for (int i = 0; i < 2 * CALLS; i++) {
      if (i == CALLS) {
        await(together);
      }
      x[i % IN] = i % 7 - 3;
      long start = System.nanoTime();
      float[] y = call.apply(x);
      long end = System.nanoTime();
      seen += y[i % OUT];
      if (i >= CALLS) {
        took[i - CALLS] = end - start;
      }
    }
    if (Float.isNaN(seen)) {
      throw new ArithmeticException("row: a vector is NaN");
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException("row: a thread has gone", e);
    }
  }
}
