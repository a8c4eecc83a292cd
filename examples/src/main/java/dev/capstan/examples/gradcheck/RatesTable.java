package dev.capstan.examples.gradcheck;

import dev.capstan.testkit.families.Family;
import dev.capstan.testkit.families.Rates;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints how often the check errs, family by family. */
final class RatesTable {
  private RatesTable() {}

  /**
   * Over this many right functions, and as many faulty ones, spread over the families.
   *
   * @param names {@code ordinary}, {@code hard}, or parts of families' names; all if empty
   * @throws IllegalArgumentException if no family has such a name
   */
  static int print(PrintWriter out, List<String> names, int trials, long seed) {
    List<Family> families = Family.all().stream().filter(f -> chosen(f, names)).toList();
    if (families.isEmpty()) {
      throw new IllegalArgumentException(
          "--rates: no family of functions is named "
              + String.join(", ", names)
              + ", expected ordinary, hard, or part of a name such as "
              + Family.all().get(0));
    }
    int each = (trials + families.size() - 1) / families.size();
    List<Rates> all = new ArrayList<>();
    out.println(Rates.head());
    for (Family family : families) {
      Rates rates = Rates.of(family, each, each, seed);
      all.add(rates);
      out.println(rates);
      out.flush();
    }
    out.println(Rates.total("all", all));
    all.forEach(r -> r.examples().forEach(out::println));
    return 0;
  }

  private static boolean chosen(Family family, List<String> names) {
    String kind = family.ordinary() ? "ordinary" : "hard";
    return names.isEmpty()
        || names.stream().anyMatch(n -> n.equals(kind) || family.name().contains(n));
  }
}
