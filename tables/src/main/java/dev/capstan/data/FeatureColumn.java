package dev.capstan.data;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;

/** A column that goes into the net, and what was learned of it from the training rows. */
public sealed interface FeatureColumn {
  String name();

  /** How many numbers it becomes. */
  int width();

  /**
   * Puts what a cell means into a row, from a place on.
   *
   * @throws IllegalArgumentException if the cell holds what the column cannot hold, or the row has
   *     no room there
   */
  void encode(String cell, float[] row, int from);

  /** What a cell that holds nothing looks like, in lower case. */
  List<String> MISSING = List.of("", "na", "n/a", "nan", "null", "none", "?", "-");

  /** Whether a cell holds nothing. */
  static boolean isMissing(String cell) {
    return cell.length() <= 4 && MISSING.contains(cell.strip().toLowerCase(Locale.ROOT));
  }

  private static void requireRoom(FeatureColumn column, float[] row, int from) {
    requireNonNull(row, "row");
    if (from < 0 || from > row.length - column.width()) {
      throw new IllegalArgumentException(
          "column '%s': got a row of %s numbers and place %s, expected room for %s"
              .formatted(Numerals.shortened(column.name()), row.length, from, column.width()));
    }
  }

  /**
   * A number, brought to mean 0 and deviation 1 over the training rows.
   *
   * @param deviation of the training rows; 1 if they are all alike
   */
  record NumberColumn(String name, double mean, double deviation) implements FeatureColumn {
    public NumberColumn {
      requireNonNull(name, "name");
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public void encode(String cell, float[] row, int from) {
      requireRoom(this, row, from);
      if (!isMissing(cell)) {
        row[from] = (float) ((Numerals.parse(name, cell) - mean) / deviation);
      }
    }
  }

  /**
   * One of several words: a one among zeros. A word that no training row has is all zeros.
   *
   * @param values the words, sorted
   */
  record CategoryColumn(String name, List<String> values) implements FeatureColumn {
    public CategoryColumn {
      requireNonNull(name, "name");
      requireNonNull(values, "values");
    }

    @Override
    public int width() {
      return values.size();
    }

    @Override
    public void encode(String cell, float[] row, int from) {
      requireRoom(this, row, from);
      int at = values.indexOf(cell.strip());
      if (at >= 0) {
        row[from + at] = 1;
      }
    }
  }
}
