package dev.capstan.data;

import java.util.regex.Pattern;

/** Numbers as people write them into tables, and nothing that only Java reads as one. */
final class Numerals {
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");

  private Numerals() {}

  /** Whether it is a decimal number that a float can hold. */
  static boolean isNumber(String cell) {
    String text = cell.strip();
    return DECIMAL.matcher(text).matches() && Math.abs(Double.parseDouble(text)) <= Float.MAX_VALUE;
  }

  /**
   * The number in a cell of a column.
   *
   * @throws IllegalArgumentException naming the column, if it is none
   */
  static double parse(String column, String cell) {
    if (!isNumber(cell)) {
      throw new IllegalArgumentException(
          "column '%s': got '%s', expected a number that float32 can hold"
              .formatted(shortened(column), shortened(cell)));
    }
    return Double.parseDouble(cell.strip());
  }

  /** Whether it is a decimal number but for a comma in the place of the point. */
  static boolean hasDecimalComma(String cell) {
    int comma = cell.indexOf(',');
    return comma >= 0
        && comma == cell.lastIndexOf(',')
        && cell.indexOf('.') < 0
        && isNumber(cell.replace(',', '.'));
  }

  static String shortened(String cell) {
    return cell.length() <= 40 ? cell : cell.substring(0, 40) + "...";
  }
}
