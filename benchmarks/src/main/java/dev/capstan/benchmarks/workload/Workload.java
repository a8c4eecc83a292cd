package dev.capstan.benchmarks.workload;

import dev.capstan.ops.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * One row of the table: what is computed, at which size and precision, and how many times as fast
 * as libtorch we want to be, or as PyTorch from Python where it is a whole network.
 *
 * @param recycled whether our result goes into memory of a {@code Workspace}, as inside an
 *     optimizer's step, rather than into a fresh array
 */
public record Workload(
    Kind kind, List<Integer> sizes, DType dtype, boolean recycled, double target) {
  /** The learning rate of each workload that trains a network or its inputs. */
  public static final double RATE = 1e-3;

  /** That of a look-up step: large enough to tell a moved row from one that stayed. */
  public static final double LOOKUP_RATE = 0.5;

  /** That of an encoder's step: as in fine-tuning. */
  public static final double ENCODER_RATE = 1e-5;

  /** The pieces that an encoder knows. */
  public static final int PIECES = 30_522;

  /** The batches of a look-up step, which take turns. */
  public static final int BATCHES = 16;

  /** The rows that a batch mentions twice. */
  private static final int TWICE = 16;

  /** From so many elements on an operation is a matter of the memory bus. */
  private static final int BEYOND_THE_CACHE = 1_000_000;

  /** Every workload of the table in one precision. */
  public static List<Workload> all(DType dtype) {
    List<Workload> all = new ArrayList<>();
    all.add(of(dtype, Kind.SCALAR_CHAIN, 150, 1000));
    all.add(of(dtype, Kind.VECTOR_CHAIN, 15, 100, 256));
    all.add(of(dtype, Kind.TRIPLET, 7, 100, 128));
    all.add(of(dtype, Kind.TRIPLET, 4, 4096, 128));
    all.add(of(dtype, Kind.TRIPLET_BY_HAND, 3.5, 100, 128));
    all.add(of(dtype, Kind.TRIPLET_BY_HAND, 1.5, 4096, 128));
    all.add(of(dtype, Kind.TRIPLET_STEP, 8, 100, 128));
    all.add(of(dtype, Kind.TRIPLET_STEP, 2, 4096, 128));
    all.add(of(dtype, Kind.SEMI_HARD, 5, 128, 64));
    all.add(of(dtype, Kind.SEMI_HARD, 5, 1024, 64));
    all.add(of(dtype, Kind.MULTI_MARGIN, 5, 128, 10));
    all.add(of(dtype, Kind.MULTI_MARGIN, 2, 4096, 1000));
    all.add(of(dtype, Kind.TRAINING_STEP, 3.5, 64, 128, 32, 64));
    all.add(of(dtype, Kind.TRAINING_STEP, 1.8, 784, 256, 64, 128));
    all.add(of(dtype, Kind.LOOKUP_STEP, 3, 100_000, 64, 256));
    all.add(of(dtype, Kind.ENCODER, 1, 6, 384, 12, 1536, 1, 16));
    all.add(of(dtype, Kind.ENCODER, 0.8, 6, 384, 12, 1536, 32, 128));
    all.add(of(dtype, Kind.ENCODER_STEP, 0.8, 6, 384, 12, 1536, 16, 32));
    all.add(of(dtype, Kind.TRANSFORMER, 0.9, 384, 12, 1536, 32, 128));
    all.add(of(dtype, Kind.CONV_STEP, 1, 28, 16, 32, 10, 64));
    all.add(of(dtype, Kind.BAG_STEP, 3, 20_000, 64, 20, 64, 50));
    for (int n : new int[] {64, 128, 256, 512, 1024}) {
      double target = n <= 256 ? 1 : n == 512 ? 0.9 : 0.85;
      all.add(of(dtype, Kind.MATMUL, target, n));
      all.add(of(dtype, Kind.MATMUL_AT, target, n));
      all.add(of(dtype, Kind.MATMUL_BT, target, n));
    }
    for (int n : new int[] {1_000, 1_000_000}) {
      double target = n == 1_000 ? 4 : 1;
      all.add(of(dtype, Kind.ADD, n == 1_000 ? 4 : 0.85, n));
      for (Kind kind : List.of(Kind.EXP, Kind.TANH, Kind.SUM, Kind.MAX)) {
        all.add(of(dtype, kind, target, n));
      }
      all.add(of(dtype, Kind.SOFTMAX, target, n / 100, 100));
      all.add(of(dtype, Kind.LAYER_NORM, target, n / 100, 100));
      for (Kind kind : List.of(Kind.ADD, Kind.EXP, Kind.TANH)) {
        all.add(recycled(dtype, kind, target, n));
      }
      all.add(recycled(dtype, Kind.SOFTMAX, target, n / 100, 100));
      all.add(recycled(dtype, Kind.LAYER_NORM, target, n / 100, 100));
    }
    return all;
  }

  private static Workload recycled(DType dtype, Kind kind, double target, Integer... sizes) {
    return new Workload(kind, List.of(sizes), dtype, true, target);
  }

  private static Workload of(DType dtype, Kind kind, double target, Integer... sizes) {
    return new Workload(kind, List.of(sizes), dtype, false, target);
  }

  /** The workload of this {@link #name()}. */
  public static Workload named(String name, DType dtype) {
    return all(dtype).stream()
        .filter(w -> name.equals(w.name()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no workload is named " + name));
  }

  /** The size on an axis. */
  public int size(int axis) {
    return sizes.get(axis);
  }

  /** All sizes, as in {@code 100×128}. */
  public String size() {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining("×"));
  }

  /** As programs call it: {@code TRIPLET 100×128}. */
  public String name() {
    return kind + " " + size() + (recycled ? " recycled" : "");
  }

  /** As a table calls it. */
  public String title() {
    return kind.title() + " " + size() + (recycled ? ", recycled" : "");
  }

  /** Multiplications and additions that the definition asks for; 0 where they are not the cost. */
  public double flops() {
    return switch (kind) {
      case MATMUL, MATMUL_AT, MATMUL_BT -> 2 * Math.pow(size(0), 3);
      default -> 0;
    };
  }

  /** Bytes that must cross the memory bus at least once; 0 where they are not the cost. */
  public double traffic() {
    double elements = size(0);
    double arrays =
        switch (kind) {
          case ADD -> 3;
          case SUM, MAX -> 1;
          case EXP, TANH -> 2;
          case SOFTMAX, LAYER_NORM -> {
            elements *= size(1);
            yield 2;
          }
          default -> 0;
        };
    return elements < BEYOND_THE_CACHE ? 0 : arrays * elements * dtype.bytes();
  }

  /** The learning rate. */
  public double rate() {
    return switch (kind) {
      case LOOKUP_STEP -> LOOKUP_RATE;
      case ENCODER_STEP -> ENCODER_RATE;
      default -> RATE;
    };
  }

  /** Whether a run takes too long for a quick look. */
  public boolean takesLong() {
    return kind == Kind.ENCODER_STEP
        || kind == Kind.TRANSFORMER
        || kind == Kind.ENCODER && size(4) > 1;
  }

  /** Where the streams of {@link #numbers} start. */
  public long seed() {
    return 31L * Arrays.hashCode(sizes.toArray()) + 1_000_003L * kind.name().hashCode();
  }

  /** Numbers between −1 and 1: the same in every contestant, and exact in this precision. */
  public double[] numbers(int stream, int n) {
    SplittableRandom random = new SplittableRandom(seed() + stream);
    double[] numbers = new double[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return numbers;
  }

  /** Targets for n samples of c classes. */
  public static int[] targets(int n, int c) {
    int[] targets = new int[n];
    Arrays.setAll(targets, i -> i % c);
    return targets;
  }

  /**
   * The rows that a batch asks a table for; the last of them repeat the first, so that their
   * gradients have to be added.
   */
  public int[] rows(int batch) {
    int n = size(2);
    double[] where = numbers(2 + batch, n);
    int[] rows = new int[n];
    for (int i = 0; i < n; i++) {
      int from = i < n - TWICE ? i : i - (n - TWICE);
      rows[i] = (int) ((where[from] + 1) / 2 * size(0));
    }
    return rows;
  }

  /** So many whole numbers below a bound. */
  public int[] below(int bound, int stream, int n) {
    double[] where = numbers(stream, n);
    int[] all = new int[n];
    Arrays.setAll(all, i -> (int) ((where[i] + 1) / 2 * bound));
    return all;
  }

  /** Labels for n samples, eight to a class. */
  public int[] labels(int n) {
    int[] labels = new int[n];
    Arrays.setAll(labels, i -> i % Math.max(1, n / 8));
    return labels;
  }
}
