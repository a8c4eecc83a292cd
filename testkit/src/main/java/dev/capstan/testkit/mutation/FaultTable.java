package dev.capstan.testkit.mutation;

import java.util.EnumMap;
import java.util.function.BiFunction;

/** What became of mutants, a line of Markdown for each kind of fault and one for all together. */
final class FaultTable {
  private FaultTable() {}

  /**
   * @param columns the heads of the columns of numbers
   * @param row the line of a name and its counts
   */
  static <C> String of(
      String columns, EnumMap<RuleFault, C> counts, C total, BiFunction<String, C, String> row) {
    StringBuilder table = new StringBuilder();
    table.append("| fault | ").append(columns).append(" |\n|---|");
    table.append("---:|".repeat(columns.split("\\|", -1).length)).append("\n");
    counts.forEach((fault, count) -> table.append(row.apply(fault.toString(), count)));
    return table.append(row.apply("**all**", total)).toString();
  }
}
