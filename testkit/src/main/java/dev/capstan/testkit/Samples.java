package dev.capstan.testkit;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.DType;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Inputs for a row of the op table, without a test framework. */
public final class Samples {
  private Samples() {}

  /** Random inputs of these shapes from the row's domains, in float64. */
  public static List<Tensor> of(OpSpec row, List<Shape> shapes, SplittableRandom random) {
    requireNonNull(row, "row");
    requireNonNull(shapes, "shapes");
    requireNonNull(random, "random");
    int total = shapes.stream().mapToInt(Shape::size).sum();
    int[] slots = row.distinct() ? apart(total, random) : anywhere(total, random);
    List<Tensor> inputs = new ArrayList<>();
    int from = 0;
    for (int k = 0; k < shapes.size(); k++) {
      Shape shape = shapes.get(k);
      int[] own = Arrays.copyOfRange(slots, from, from + shape.size());
      double[] numbers = row.domain(k).numbers(own, shape);
      inputs.add(Tensor.generate(DType.FLOAT64, shape, i -> numbers[i]));
      from += shape.size();
    }
    return inputs;
  }

  private static int[] anywhere(int n, SplittableRandom random) {
    return random.ints(n, -Domain.SLOTS, Domain.SLOTS + 1).toArray();
  }

  /** Evenly spread, in random order. */
  private static int[] apart(int n, SplittableRandom random) {
    int[] slots = new int[n];
    for (int i = 0; i < n; i++) {
      slots[i] = -Domain.SLOTS + (int) ((2L * i + 1) * Domain.SLOTS / n);
      int j = random.nextInt(i + 1);
      int other = slots[j];
      slots[j] = slots[i];
      slots[i] = other;
    }
    return slots;
  }

  /** The largest of a row's settings: where a fault has most room to show. */
  public static List<Shape> largest(OpSpec row) {
    requireNonNull(row, "row");
    List<Shape> best = row.shapes().get(0);
    for (List<Shape> shapes : row.shapes()) {
      best = size(shapes) > size(best) ? shapes : best;
    }
    return best;
  }

  private static int size(List<Shape> shapes) {
    return shapes.stream().mapToInt(Shape::size).sum();
  }
}
