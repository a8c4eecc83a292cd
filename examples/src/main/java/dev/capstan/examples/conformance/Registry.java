package dev.capstan.examples.conformance;

import dev.capstan.testkit.fixtures.FixtureNames;
import dev.capstan.testkit.fixtures.Implementation;
import java.util.Map;

/** Which implementation a fixture file is run against, by the start of the file's name. */
final class Registry {
  private static final Map<String, Implementation> BY_FILE =
      Map.of("ops", OpCases::run, "second_order", SecondOrderCases::run);

  private Registry() {}

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
