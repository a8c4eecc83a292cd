package dev.capstan.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whole programs: seconds from the start of the process to its end. */
final class ProcessTable {
  /** What we want of ourselves, on a quiet machine with two processors. */
  private static final Map<String, Double> TARGETS = Map.of("digits", 1.2, "mnist", 3.5);

  private ProcessTable() {}

  static String of(List<Entry.Whole> all) {
    StringBuilder table =
        new StringBuilder("| recipe | program | JDK | least s | median s | runs | target |\n");
    table.append("|---|---|---|--:|--:|--:|---|\n");
    for (Entry.Whole w : all) {
      boolean java = w.program().startsWith("Capstan");
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %.2f | %.2f | %d | %s |%n",
              w.recipe(),
              w.program(),
              java ? w.place().jdk() : "",
              w.least(),
              w.median(),
              w.seconds().size(),
              java ? verdict(w) : ""));
    }
    return table.toString().replace("\r", "");
  }

  private static String verdict(Entry.Whole w) {
    Double target = TARGETS.get(w.recipe());
    if (target == null) {
      return "";
    }
    return "≤ " + Digits.plain(target) + (w.least() <= target ? "" : " missed");
  }
}
