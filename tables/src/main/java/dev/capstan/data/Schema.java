package dev.capstan.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.data.FeatureColumn.CategoryColumn;
import dev.capstan.data.FeatureColumn.NumberColumn;
import dev.capstan.nn.data.Dataset;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the columns of a table are, and all that preprocessing has learned from the training rows:
 * the same for training and for serving, so that both see the same numbers.
 *
 * @param label the column of classes
 * @param id the column that names rows; empty if none does
 * @param features the columns that go into the net, in the order of their numbers
 * @param classes the classes of the training rows, sorted; a label is the place of its class here
 * @param missing what is done with a row that lacks a value
 */
public record Schema(
    String label,
    String id,
    List<FeatureColumn> features,
    List<String> classes,
    MissingPolicy missing) {
  /** A column with at least this share of numbers is meant to hold numbers. */
  private static final double MOSTLY = 0.8;

  /** More words than this are names or sentences, not categories. */
  private static final int MOST_CATEGORIES = 50;

  public Schema {
    requireNonNull(label, "label");
    requireNonNull(id, "id");
    requireNonNull(features, "features");
    requireNonNull(classes, "classes");
    requireNonNull(missing, "missing");
    features = List.copyOf(features);
    classes = List.copyOf(classes);
  }

  /**
   * A schema and what was noticed while it was made.
   *
   * @param notes sentences with counts: what was left out or filled in, and why
   */
  public record Learned(Schema schema, List<String> notes) {
    public Learned {
      requireNonNull(schema, "schema");
      requireNonNull(notes, "notes");
    }
  }

  /**
   * Learns from training rows which column is what. A column of numbers is one, a column of few
   * different words is a category, a column of many is left out.
   *
   * @param id the column that names rows; empty if none does
   * @throws IllegalArgumentException if a column is not there, if a cell among numbers is none, if
   *     no column is left, or if there is one class only
   */
  public static Learned learn(Table rows, String label, String id, MissingPolicy missing) {
    requireNonNull(label, "label");
    requireNonNull(missing, "missing");
    int labelAt = rows.column(label);
    int idAt = id.isEmpty() ? -1 : rows.column(id);
    if (labelAt == idAt) {
      throw new IllegalArgumentException(
          "schema: label and id are both '"
              + Numerals.shortened(label)
              + "', expected two columns");
    }
    List<FeatureColumn> features = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (int c = 0; c < rows.columns().size(); c++) {
      if (c != labelAt && c != idAt) {
        column(rows, rows.columns().get(c), missing, features, notes);
      }
    }
    Set<String> classes = new TreeSet<>(rows.cells(label));
    classes.removeIf(FeatureColumn::isMissing);
    if (features.isEmpty()) {
      throw new IllegalArgumentException(
          rows.source()
              + ": no column is left beside '"
              + Numerals.shortened(label)
              + "' that holds numbers or categories");
    }
    if (classes.size() < 2) {
      throw new IllegalArgumentException(
          rows.source()
              + ": column '"
              + Numerals.shortened(label)
              + "' has "
              + classes.size()
              + (classes.size() == 1 ? " class" : " classes")
              + ", expected two or more: there is nothing to tell apart");
    }
    Schema schema = new Schema(label, id, features, List.copyOf(classes), missing);
    return new Learned(schema, List.copyOf(notes));
  }

  private static void column(
      Table rows,
      String name,
      MissingPolicy missing,
      List<FeatureColumn> features,
      List<String> notes) {
    List<String> cells = rows.cells(name);
    List<String> present = cells.stream().filter(cell -> !FeatureColumn.isMissing(cell)).toList();
    long numbers = present.stream().filter(Numerals::isNumber).count();
    int absent = cells.size() - present.size();
    if (present.isEmpty()) {
      notes.add("column '" + Numerals.shortened(name) + "' is left out: it holds nothing");
      return;
    }
    if (numbers == present.size()) {
      features.add(number(name, present));
    } else if (numbers >= MOSTLY * present.size()) {
      throw notANumber(rows, name, numbers);
    } else if (numbers + present.stream().filter(Numerals::hasDecimalComma).count()
        >= MOSTLY * present.size()) {
      throw decimalComma(rows, name);
    } else {
      Set<String> words = new TreeSet<>(present);
      if (words.size() > Math.min(MOST_CATEGORIES, Math.max(2, present.size() / 2))) {
        notes.add(
            "column '"
                + Numerals.shortened(name)
                + "' is left out: it has "
                + words.size()
                + " different words");
        return;
      }
      features.add(new CategoryColumn(name, List.copyOf(words)));
    }
    if (absent > 0 && missing == MissingPolicy.IMPUTE) {
      notes.add(
          "column '"
              + Numerals.shortened(name)
              + "': "
              + absent
              + " of "
              + cells.size()
              + " values are missing, and taken for "
              + (numbers == present.size() ? "the mean" : "none of the known words"));
    }
  }

  private static IllegalArgumentException notANumber(Table rows, String name, long numbers) {
    List<String> cells = rows.cells(name);
    int row = 0;
    while (FeatureColumn.isMissing(cells.get(row)) || Numerals.isNumber(cells.get(row))) {
      row++;
    }
    return new IllegalArgumentException(
        rows.place(row, name)
            + ": got '"
            + Numerals.shortened(cells.get(row))
            + "', expected a number as in "
            + numbers
            + " other rows; mend it, or leave the cell empty");
  }

  /** Whether 1,234 is more than a thousand or little more than one, nobody can tell from it. */
  private static IllegalArgumentException decimalComma(Table rows, String name) {
    List<String> cells = rows.cells(name);
    int row = 0;
    while (!Numerals.hasDecimalComma(cells.get(row))) {
      row++;
    }
    return new IllegalArgumentException(
        rows.place(row, name)
            + ": got '"
            + Numerals.shortened(cells.get(row))
            + "', expected a number with a decimal point, as "
            + Numerals.shortened(cells.get(row).replace(',', '.'))
            + "; write the column so");
  }

  /** Mean and deviation (over N), in two passes. */
  private static NumberColumn number(String name, List<String> cells) {
    double[] x = cells.stream().mapToDouble(cell -> Numerals.parse(name, cell)).toArray();
    double mean = 0;
    for (double v : x) {
      mean += v / x.length;
    }
    double square = 0;
    for (double v : x) {
      square += (v - mean) * (v - mean) / x.length;
    }
    return new NumberColumn(name, mean, square > 0 ? Math.sqrt(square) : 1);
  }

  // --- use ------------------------------------------------------------------------------------

  /** Numbers in an encoded row. */
  public int width() {
    return features.stream().mapToInt(FeatureColumn::width).sum();
  }

  /**
   * The numbers of a row.
   *
   * @param row names and cells; more than the schema asks for are of no account
   * @throws IllegalArgumentException naming the column that is absent or holds what it cannot hold
   */
  public float[] encode(Map<String, String> row) {
    requireNonNull(row, "row");
    try {
      return numbers(row);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("encode: " + e.getMessage(), e);
    }
  }

  private float[] numbers(Map<String, String> row) {
    float[] x = new float[width()];
    int from = 0;
    for (FeatureColumn feature : features) {
      String cell = row.get(feature.name());
      if (cell == null) {
        throw new IllegalArgumentException(
            "the row has no '"
                + Numerals.shortened(feature.name())
                + "'; it has: "
                + Spelling.listed(List.copyOf(row.keySet())));
      }
      if (missing != MissingPolicy.IMPUTE && FeatureColumn.isMissing(cell)) {
        throw new IllegalArgumentException(
            "column '"
                + Numerals.shortened(feature.name())
                + "': the value is missing, and is not imputed");
      }
      feature.encode(cell, x, from);
      from += feature.width();
    }
    return x;
  }

  /** How many numbers that many rows become. */
  int elements(int rows) {
    long elements = (long) rows * width();
    if (elements > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "encode: got %s rows of %s numbers, more than an array can hold; encode them in parts"
              .formatted(rows, width()));
    }
    return (int) elements;
  }

  /** The numbers of all rows, {@code [N, D]}; messages name the line. */
  public Tensor encode(Table table) {
    features.forEach(feature -> table.column(feature.name()));
    float[] all = new float[elements(table.size())];
    for (int i = 0; i < table.size(); i++) {
      try {
        System.arraycopy(numbers(table.row(i)), 0, all, i * width(), width());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            table.source() + ": line " + table.lines()[i] + ", " + e.getMessage(), e);
      }
    }
    return Tensor.of(all, table.size(), width());
  }

  /**
   * The rows that can be used: those with a label, and without missing values unless these are
   * imputed.
   *
   * @throws IllegalArgumentException if a row is not complete and the policy is to refuse it
   */
  public Table usable(Table table) {
    int labelAt = table.column(label);
    return table.where(i -> isUsable(table, i, labelAt));
  }

  private boolean isUsable(Table table, int row, int labelAt) {
    List<String> cells = table.rows().get(row);
    List<String> absent = new ArrayList<>();
    if (FeatureColumn.isMissing(cells.get(labelAt))) {
      absent.add(label);
    }
    if (missing != MissingPolicy.IMPUTE) {
      for (FeatureColumn feature : features) {
        if (FeatureColumn.isMissing(cells.get(table.column(feature.name())))) {
          absent.add(feature.name());
        }
      }
    }
    if (!absent.isEmpty() && missing == MissingPolicy.REFUSE) {
      throw new IllegalArgumentException(
          table.place(row, absent.get(0)) + ": the value is missing; impute, drop, or mend it");
    }
    return absent.isEmpty();
  }

  /**
   * Features and labels of usable rows.
   *
   * @throws IllegalArgumentException if a row's class is none of the training rows'
   */
  public Dataset dataset(Table table) {
    return Dataset.of(encode(table).toFloatArray(), width(), labels(table));
  }

  /** The place of each row's class among the classes. */
  public int[] labels(Table table) {
    List<String> cells = table.cells(label);
    int[] labels = new int[cells.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = classes.indexOf(cells.get(i));
      if (labels[i] < 0) {
        throw new IllegalArgumentException(
            table.place(i, label)
                + ": class '"
                + Numerals.shortened(cells.get(i))
                + "' is in no training row");
      }
    }
    return labels;
  }

  /** The names of rows: the id column's cells, or lines of the file. */
  public List<String> ids(Table table) {
    return new RowNames(this).add(table).list();
  }
}
