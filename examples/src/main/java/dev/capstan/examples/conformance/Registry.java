package dev.capstan.examples.conformance;

import dev.capstan.losses.Losses;
import dev.capstan.testkit.fixtures.FixtureNames;
import dev.capstan.testkit.fixtures.Implementation;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which implementation a fixture file is run against, by the start of the file's name. */
final class Registry {
  private static final Map<String, Implementation> BY_FILE = byFile();

  private Registry() {}

  private static Map<String, Implementation> byFile() {
    Map<String, Implementation> all = new LinkedHashMap<>();
    all.put("ops", OpCases::run);
    all.put("second_order", SecondOrderCases::run);
    Losses.names().forEach(name -> all.put(name, LossCases.named(name)));
    return Map.copyOf(all);
  }

  /** The implementation of a file; one that has none fails every case, by name. */
  static Implementation find(String file) {
    String name = FixtureNames.longestPrefix(file, BY_FILE.keySet());
    Implementation known = name == null ? null : BY_FILE.get(name);
    return known == null ? call -> missing(file) : known;
  }

  private static Implementation.Output missing(String file) {
    throw new Implementation.NotImplementedException(file);
  }
}
