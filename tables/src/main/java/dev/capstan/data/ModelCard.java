package dev.capstan.data;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one wants to know of a model that one finds in a year: its data, how it was trained, what it
 * scored, and by which library.
 *
 * @param entries names and values, in the order in which they are told
 */
public record ModelCard(Map<String, String> entries) {
  public ModelCard {
    requireNonNull(entries, "entries");
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /** With one entry more. */
  public ModelCard with(String name, Object value) {
    requireNonNull(name, "name");
    requireNonNull(value, "value");
    Map<String, String> more = new LinkedHashMap<>(entries);
    more.put(name, String.valueOf(value));
    return new ModelCard(more);
  }

  @Override
  public String toString() {
    return entries.entrySet().stream()
        .map(e -> e.getKey() + ": " + e.getValue())
        .collect(Collectors.joining("\n"));
  }
}
