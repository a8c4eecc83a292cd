package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.ops.DType;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A row gives the same bits alone, in a batch of any size and at any place in it: value and
 * gradient, of every row of the op table that works row by row. Which ones do is not listed: those
 * do whose rows are nearly the same when they are computed alone, and then they must be equal.
 */
final class BatchInvarianceTest {
  /** Longer than any vector, and a multiple of none. */
  private static final int[] FACTORS = {19, 7, 1};

  /** Elements of an input: a row's cost in all batches is their square for some. */
  private static final int MOST = 20_000;

  /**
   * How near a row alone is to the same in a batch if it is the same function of it; rounding in
   * another order stays far below, other rows of random numbers far above.
   */
  private static final double NEAR = 1e-3;

  /** The table has more; fewer would mean that the test no longer finds them. */
  private static final int AT_LEAST = 150;

  private record Batch(OpSpec row, List<Tensor> inputs, int size) {

    /** The inputs of rows from one place to before another; what has no rows is shared. */
    List<Tensor> part(int from, int to) {
      List<Tensor> part = new ArrayList<>();
      for (Tensor x : inputs) {
        part.add(hasRows(x) ? Indexing.slice(x, 0, from, to) : x);
      }
      return part;
    }

    boolean hasRows(Tensor x) {
      return x.rank() == inputs.get(0).rank() && x.shape().get(0) == size;
    }

    /** The value, and the gradients of what has rows. */
    List<Tensor> results(List<Tensor> given) {
      List<Tensor> results = new ArrayList<>();
      Tensor y = row.apply(given);
      results.add(y);
      if (row.differentiable() && y.size() > 0) {
        try (Tape tape = new Tape()) {
          List<Tensor> watched = given.stream().map(tape::watch).toList();
          Tensor z = row.apply(watched);
          if (z.node() != null) {
            var gradients = tape.gradients(z, Tensor.ones(z.dtype(), z.shape().toArray()));
            for (int i = 0; i < given.size(); i++) {
              if (hasRows(inputs.get(i))) {
                results.add(gradients.of(watched.get(i)));
              }
            }
          }
        }
      }
      return results;
    }
  }

  @ParameterizedTest
  @EnumSource
  void rowsGiveTheSameBitsInEveryBatch(DType dtype) {
    List<String> differing = new ArrayList<>();
    int found = 0;
    for (OpSpec row : OpTable.rows()) {
      if (!row.dtypes().contains(dtype)) {
        continue;
      }
      for (int factor : FACTORS) {
        int rows = 0;
        try {
          Batch batch = batch(row, dtype, factor);
          rows = batch == null ? 0 : rows(batch, differing);
        } catch (RuntimeException e) {
          continue; // fixed arguments do not fit so large a shape
        }
        found += rows;
        break;
      }
    }
    int count = found;
    assertTrue(count >= AT_LEAST, () -> "only " + count + " work row by row");
    assertEquals(List.of(), differing);
  }

  /** The row's largest setting, longer on every axis; null where it has no rows. */
  private static @Nullable Batch batch(OpSpec row, DType dtype, int factor) {
    List<Shape> shapes = new ArrayList<>();
    for (Shape shape : Samples.largest(row)) {
      int[] sizes = shape.toArray();
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] *= sizes[i] > 1 ? factor : 1;
      }
      shapes.add(Shape.of(sizes));
    }
    Shape first = shapes.get(0);
    if (first.rank() < 2 || first.get(0) < 2) {
      return null;
    }
    if (shapes.stream().anyMatch(s -> s.size() > MOST)) {
      throw new IllegalArgumentException("too large");
    }
    List<Tensor> inputs = new ArrayList<>();
    for (Tensor x : Samples.of(row, shapes, new SplittableRandom(31))) {
      inputs.add(x.to(dtype));
    }
    return new Batch(row, inputs, first.get(0));
  }

  /** 1 if the operation works row by row, else 0. */
  private static int rows(Batch batch, List<String> differing) {
    int n = batch.size();
    List<Tensor> all = batch.results(batch.inputs());
    int[][] parts = {{0, 1}, {n / 2, n / 2 + 1}, {n - 1, n}, {0, (n + 1) / 2}, {n / 3, n}};
    List<List<Tensor>> alone = new ArrayList<>();
    for (int[] part : parts) {
      alone.add(batch.results(batch.part(part[0], part[1])));
    }
    for (int k = 0; k < parts.length; k++) {
      if (!near(alone.get(k).get(0), all.get(0), n, parts[k])) {
        return 0;
      }
    }
    for (int k = 0; k < parts.length; k++) {
      for (int i = 0; i < all.size(); i++) {
        if (!near(alone.get(k).get(i), all.get(i), n, parts[k])) {
          continue; // the gradient of a row that others share
        }
        Tensor rows = Indexing.slice(all.get(i), 0, parts[k][0], parts[k][1]);
        if (!same(rows, alone.get(k).get(i))) {
          differing.add(batch.row() + (i == 0 ? "" : ", gradient " + i) + " in part " + k);
          return 1;
        }
      }
    }
    return 1;
  }

  private static boolean near(Tensor alone, Tensor all, int n, int[] part) {
    if (all.rank() == 0 || all.shape().get(0) != n || alone.rank() != all.rank()) {
      return false;
    }
    Tensor rows = Indexing.slice(all, 0, part[0], part[1]);
    if (!rows.shape().equals(alone.shape())) {
      return false;
    }
    for (int i = 0; i < rows.size(); i++) {
      double a = rows.at(i);
      double b = alone.at(i);
      boolean equal = a == b || Double.isNaN(a) && Double.isNaN(b);
      if (!equal && !(Math.abs(a - b) <= NEAR * Math.max(1, Math.abs(a)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Tensor x, Tensor y) {
    for (int i = 0; i < x.size(); i++) {
      if (Double.compare(x.at(i), y.at(i)) != 0) {
        return false;
      }
    }
    return true;
  }
}
