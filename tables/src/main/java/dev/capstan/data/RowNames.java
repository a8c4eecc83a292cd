package dev.capstan.data;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of rows that come part by part, each of which may occur once. */
public final class RowNames {
  private final String column;
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();

  /** No names yet, of rows that a schema describes. */
  public RowNames(Schema schema) {
    this.column = requireNonNull(schema, "schema").id();
  }

  /**
   * Adds the names of a table's rows: the id column's cells, or lines of the file.
   *
   * @return this
   * @throws IllegalArgumentException if a row before has the name
   */
  public RowNames add(Table table) {
    requireNonNull(table, "table");
    int[] at = table.lines();
    if (column.isEmpty()) {
      for (int line : at) {
        names.add("line " + line);
      }
      return this;
    }
    List<String> cells = table.cells(column);
    for (int i = 0; i < at.length; i++) {
      Integer before = lines.put(cells.get(i), at[i]);
      if (before != null) {
        throw new IllegalArgumentException(
            table.place(i, column)
                + ": '"
                + Numerals.shortened(cells.get(i))
                + "' names line "
                + before
                + " too, expected names that occur once");
      }
      names.add(cells.get(i));
    }
    return this;
  }

  /** All names so far, in order. */
  public List<String> list() {
    return List.copyOf(names);
  }

  @Override
  public String toString() {
    return "RowNames(" + names.size() + (column.isEmpty() ? " lines)" : " of '" + column + "')");
  }
}
