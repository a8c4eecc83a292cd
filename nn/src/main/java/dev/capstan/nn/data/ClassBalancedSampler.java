package dev.capstan.nn.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Batches of P classes with K rows each, as losses want that compare rows of a class with rows of
 * others.
 *
 * <p>Each class keeps a shuffled queue of its rows. A batch takes the next K of it; when fewer than
 * K are left, they are put back and the class is shuffled anew, so that a batch never holds a row
 * twice (unless a class has fewer than K rows at all: then its rows repeat). With more than P
 * classes, P of them are drawn for each batch without replacement.
 */
public final class ClassBalancedSampler implements BatchSampler, Stateful {
  /** What becomes of a class that has one row: it has nothing to be drawn to. */
  public enum Singles {
    /** It takes its turn, the row K times in a batch. */
    REPEAT,
    /** It is in no batch. */
    LEAVE_OUT,
    /** It is an error that names the label. */
    REFUSE
  }

  private final int[][] queues;
  private final int[] at;
  private final int[] classes;
  private final int perBatch;
  private final int perClass;
  private final int rows;
  private final RandomGenerator random;

  /**
   * @param labels the label of each row
   * @param classesPerBatch P, at least 1 and at most the number of classes
   * @param rowsPerClass K, at least 1
   */
  public ClassBalancedSampler(
      int[] labels, int classesPerBatch, int rowsPerClass, RandomGenerator random) {
    this(labels, classesPerBatch, rowsPerClass, Singles.REPEAT, random);
  }

  /** As the other constructor, which lets classes of one row repeat it. */
  public ClassBalancedSampler(
      int[] labels,
      int classesPerBatch,
      int rowsPerClass,
      Singles singles,
      RandomGenerator random) {
    requireNonNull(labels, "labels");
    requireNonNull(singles, "singles");
    requireNonNull(random, "random");
    int[] present = classes(labels, singles);
    if (classesPerBatch < 1 || classesPerBatch > present.length || rowsPerClass < 1) {
      throw new IllegalArgumentException(
          "sampler: got "
              + classesPerBatch
              + " classes of "
              + rowsPerClass
              + " rows, expected 1 to "
              + present.length
              + " classes (as many as there are labels) of 1 row or more");
    }
    this.queues = new int[present.length][];
    this.at = new int[present.length];
    for (int c = 0; c < present.length; c++) {
      int label = present[c];
      queues[c] = IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
      at[c] = queues[c].length;
    }
    this.classes = IntStream.range(0, present.length).toArray();
    this.perBatch = classesPerBatch;
    this.perClass = rowsPerClass;
    this.rows = Arrays.stream(queues).mapToInt(queue -> queue.length).sum();
    this.random = random;
  }

  private static int[] classes(int[] labels, Singles singles) {
    Map<Integer, Integer> counts = new TreeMap<>();
    Arrays.stream(labels).forEach(label -> counts.merge(label, 1, Integer::sum));
    if (singles == Singles.REFUSE && counts.containsValue(1)) {
      List<Integer> alone =
          counts.entrySet().stream().filter(e -> e.getValue() == 1).map(Map.Entry::getKey).toList();
      throw new IllegalArgumentException(
          "sampler: "
              + alone.size()
              + " classes have one row, the first is label "
              + alone.get(0)
              + "; leave them out, or bring a second row of each");
    }
    if (singles == Singles.LEAVE_OUT) {
      counts.values().removeIf(count -> count == 1);
    }
    return counts.keySet().stream().mapToInt(label -> label).toArray();
  }

  /**
   * The usual size: at most 16 classes, and as many rows of each as make 128 in all or just fewer.
   */
  public static ClassBalancedSampler of(Dataset data, RandomGenerator random) {
    return of(data.labels().toArray(), random);
  }

  /** As {@link #of(Dataset, RandomGenerator)}, of examples with these labels. */
  public static ClassBalancedSampler of(int[] labels, RandomGenerator random) {
    requireNonNull(labels, "labels");
    int classes = (int) Arrays.stream(labels).distinct().count();
    int p = Math.min(classes, 16);
    return new ClassBalancedSampler(labels, p, Math.max(1, 128 / Math.max(1, p)), random);
  }

  /** P. */
  public int classesPerBatch() {
    return perBatch;
  }

  /** K. */
  public int rowsPerClass() {
    return perClass;
  }

  /** The number of rows divided by P · K, at least 1. */
  @Override
  public int batchesPerEpoch() {
    return Math.max(1, rows / (perBatch * perClass));
  }

  /** P · K rows, class by class. */
  @Override
  public int[] next() {
    if (perBatch < classes.length) {
      ShuffledSampler.shuffle(classes, random);
    }
    int[] batch = new int[perBatch * perClass];
    for (int p = 0; p < perBatch; p++) {
      take(classes[p], batch, p * perClass);
    }
    return batch;
  }

  /**
   * Every class's queue and the place in it, the order of classes, and the random stream's place.
   */
  @Override
  public State state() {
    return State.builder()
        .put("queues", Arrays.stream(queues).flatMapToInt(Arrays::stream).toArray())
        .put("at", at)
        .put("classes", classes)
        .put("random", SamplerState.of(random).state())
        .build();
  }

  @Override
  public void restore(State state) {
    requireNonNull(state, "state");
    Stateful stream = SamplerState.of(random);
    int[] all = Arrays.stream(queues).flatMapToInt(Arrays::stream).toArray();
    int[] next = SamplerState.permutation(state, "queues", all);
    int[] order = SamplerState.permutation(state, "classes", classes);
    int[] places = state.wholes("at");
    requirePlaces(places, next);
    stream.restore(state.part("random"));
    int from = 0;
    for (int[] queue : queues) {
      System.arraycopy(next, from, queue, 0, queue.length);
      from += queue.length;
    }
    System.arraycopy(order, 0, classes, 0, classes.length);
    System.arraycopy(places, 0, at, 0, at.length);
  }

  /** A place for each queue, and in each queue the rows of its own class. */
  private void requirePlaces(int[] places, int[] next) {
    boolean fits = places.length == at.length;
    int from = 0;
    for (int c = 0; fits && c < queues.length; c++) {
      int[] rows = Arrays.copyOfRange(next, from, from + queues[c].length);
      fits = places[c] >= 0 && SamplerState.sameRows(rows, queues[c]);
      from += queues[c].length;
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "restore: a sampler: the state is of other data than these");
    }
  }

  private void take(int c, int[] batch, int from) {
    int[] queue = queues[c];
    if (at[c] + perClass > queue.length) {
      ShuffledSampler.shuffle(queue, random);
      at[c] = 0;
    }
    for (int k = 0; k < perClass; k++) {
      batch[from + k] = queue[(at[c] + k) % queue.length];
    }
    at[c] += perClass;
  }

  @Override
  public String toString() {
    return "batches of "
        + perBatch
        + " classes (of "
        + classes.length
        + ") with "
        + perClass
        + " rows each, "
        + batchesPerEpoch()
        + " an epoch";
  }
}
