package dev.capstan.testkit;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Shapes of so many elements for a row of the op table, for whoever times it or looks at it from
 * afar.
 *
 * <p>A row that {@link OpSpec.Builder#grows says how it grows} does so: all its axes {@code n} have
 * one size, the largest at which neither an input nor the result has more elements. Any other row
 * grows from its largest setting, every axis longer than 1 by one factor.
 */
public final class Stretch {
  private Stretch() {}

  /** An axis: so long, or so many times the factor. */
  private record Axis(int size, boolean grows) {
    static Axis of(String word) {
      return word.equals("n") ? new Axis(1, true) : new Axis(Integer.parseInt(word), false);
    }

    int at(double factor) {
      return grows ? (int) (size * factor) : size;
    }
  }

  /** Shapes of the inputs whose largest has about so many elements, but no fewer than a setting. */
  public static List<Shape> of(OpSpec row, int elements) {
    requireNonNull(row, "row");
    String[] sides = row.grows().split("->", -1);
    List<List<Axis>> inputs = row.grows().isEmpty() ? settings(row) : shapes(sides[0]);
    List<List<Axis>> all = new ArrayList<>(inputs);
    if (sides.length > 1) {
      all.addAll(shapes(sides[1]));
    }
    double factor = factor(all, elements);
    return inputs.stream()
        .map(axes -> Shape.of(axes.stream().mapToInt(a -> a.at(factor)).toArray()))
        .toList();
  }

  private static List<List<Axis>> shapes(String words) {
    return Arrays.stream(words.split(",", -1))
        .map(shape -> Arrays.stream(shape.strip().split(" ", -1)).map(Axis::of).toList())
        .toList();
  }

  private static List<List<Axis>> settings(OpSpec row) {
    return Samples.largest(row).stream()
        .map(shape -> Arrays.stream(shape.toArray()).mapToObj(n -> new Axis(n, n > 1)).toList())
        .toList();
  }

  /** The largest with which no shape has more elements, and at least 1. */
  private static double factor(List<List<Axis>> shapes, int elements) {
    double least = Double.POSITIVE_INFINITY;
    for (List<Axis> axes : shapes) {
      double size = axes.stream().mapToDouble(Axis::size).reduce(1, (a, b) -> a * b);
      long growing = axes.stream().filter(Axis::grows).count();
      // A root that is a whole number may come out a little below it.
      least = growing == 0 ? least : Math.min(least, Math.pow(elements / size, 1.0 / growing));
    }
    return least == Double.POSITIVE_INFINITY ? 1 : Math.max(1, least + 1e-9);
  }
}
