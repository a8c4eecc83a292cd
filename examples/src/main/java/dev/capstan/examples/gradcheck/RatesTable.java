package dev.capstan.examples.gradcheck;

import dev.capstan.testkit.families.Family;
import dev.capstan.testkit.families.Rates;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints how often the check errs, family by family. */
final class RatesTable {
  private RatesTable() {}

  /** Over this many right functions, and as many faulty ones, spread over the families. */
  static int print(PrintWriter out, int trials, long seed) {
    List<Family> families = Family.all();
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
}
