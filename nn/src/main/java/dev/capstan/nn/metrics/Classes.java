package dev.capstan.nn.metrics;

import dev.capstan.ops.IntTensor;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;

/**
 * Labels as ranks among the distinct ones, so that their size and sign are of no account.
 *
 * @param names the distinct labels, sorted
 * @param of the rank of each row's label
 */
record Classes(int[] names, int[] of) {

  static Classes of(int[]... labels) {
    int[] names = Arrays.stream(labels).flatMapToInt(Arrays::stream).distinct().sorted().toArray();
    int[] of =
        Arrays.stream(labels)
            .flatMapToInt(Arrays::stream)
            .map(label -> Arrays.binarySearch(names, label))
            .toArray();
    return new Classes(names, of);
  }

  /** The labels of rows {@code [N, D]}. */
  static Classes of(String what, Tensor rows, IntTensor labels) {
    requireLabels(what, rows, labels);
    return of(labels.toArray());
  }

  static void requireLabels(String what, Tensor rows, IntTensor labels) {
    if (rows.rank() != 2 || labels.shape().rank() != 1 || labels.size() != rows.shape().get(0)) {
      throw new ShapeException(
          what
              + ": got rows "
              + rows.shape()
              + " and labels "
              + labels.shape()
              + ", expected [N, D] and [N]");
    }
  }

  int count() {
    return names.length;
  }

  /** How many rows each class has. */
  int[] sizes() {
    int[] sizes = new int[names.length];
    for (int c : of) {
      sizes[c]++;
    }
    return sizes;
  }
}
