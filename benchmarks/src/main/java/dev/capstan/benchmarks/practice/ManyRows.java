package dev.capstan.benchmarks.practice;

import com.sun.management.OperatingSystemMXBean;
import dev.capstan.nn.RandomStream;
import dev.capstan.nn.index.Metric;
import dev.capstan.nn.index.NearestNeighbors;
import dev.capstan.nn.metrics.Clustering;
import dev.capstan.nn.metrics.ConfusionMatrix;
import dev.capstan.nn.metrics.Retrieval;
import dev.capstan.nn.metrics.Separation;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * How long metrics and the nearest ten of each row take, and in how large a heap: {@code ManyRows
 * WHAT… ROWS}, with {@code -Xmx256m}. Rows have 128 numbers, in classes of a hundred that overlap:
 * a class's mean is normal, and so is each row about it, three times as wide.
 */
public final class ManyRows {
  private static final int WIDTH = 128;
  private static final int CLASS_SIZE = 100;
  private static final long LOOK_EVERY = 5_000_000;

  private ManyRows() {}

  public static void main(String[] args) {
    List<String> asked = List.of(args);
    int rows = Integer.parseInt(asked.get(asked.size() - 1));
    int classes = rows / CLASS_SIZE;
    Tensor x = rows(rows, classes);
    IntTensor labels = IntTensor.of(IntStream.range(0, rows).map(i -> i % classes).toArray());
    for (String what : asked.subList(0, asked.size() - 1)) {
      AtomicLong most = new AtomicLong();
      Thread watch = watch(most);
      long start = System.nanoTime();
      long startOfWork = processorTime();
      String result = run(what, x, labels);
      double work = (processorTime() - startOfWork) / 1e9;
      double seconds = (System.nanoTime() - start) / 1e9;
      watch.interrupt();
      System.out.printf(
          "%s: %.1f s, %.1f s of processors, at most %d MiB of heap: %s%n",
          what, seconds, work, most.get() >> 20, result);
    }
  }

  /** Of all threads, compiler and collector too. */
  private static long processorTime() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  /** Keeps the most memory that is in use, garbage included. */
  private static Thread watch(AtomicLong most) {
    Thread watch =
        new Thread(
            () -> {
              Runtime runtime = Runtime.getRuntime();
              while (!Thread.currentThread().isInterrupted()) {
                most.accumulateAndGet(runtime.totalMemory() - runtime.freeMemory(), Math::max);
                LockSupport.parkNanos(LOOK_EVERY);
              }
            });
    watch.setDaemon(true);
    watch.start();
    return watch;
  }

  private static Tensor rows(int rows, int classes) {
    RandomStream random = new RandomStream(1);
    float[] means = new float[classes * WIDTH];
    for (int i = 0; i < means.length; i++) {
      means[i] = (float) random.nextGaussian();
    }
    float[] x = new float[rows * WIDTH];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (means[i % means.length] + 3 * random.nextGaussian());
    }
    return Tensor.of(x, rows, WIDTH);
  }

  private static String run(String what, Tensor x, IntTensor labels) {
    return switch (what) {
      case "neighbours" -> "sum of the nearest " + nearest(x);
      case "retrieval" -> Retrieval.of(x, labels, Metric.EUCLIDEAN).toString();
      case "triplets" -> Separation.tripletAccuracy(x, labels, Metric.EUCLIDEAN).toString();
      case "confusion" ->
          ConfusionMatrix.ofNearestOther(x, labels, Metric.EUCLIDEAN).accuracy().toString();
      case "silhouette" -> Double.toString(Separation.silhouette(x, labels, Metric.EUCLIDEAN));
      case "ami" -> Double.toString(Clustering.ami(x, labels, 1));
      case "nmi" -> Double.toString(Clustering.nmi(x, labels, 1));
      default ->
          throw new IllegalArgumentException(
              "ManyRows: got '"
                  + what
                  + "', expected neighbours, retrieval, confusion, triplets, silhouette, ami or nmi");
    };
  }

  private static long nearest(Tensor x) {
    LongAdder sum = new LongAdder();
    NearestNeighbors.of(x, Metric.EUCLIDEAN)
        .parallel()
        .eachOther(10, (row, nearest) -> sum.add(nearest[0]));
    return sum.sum();
  }
}
