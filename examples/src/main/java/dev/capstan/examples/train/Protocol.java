package dev.capstan.examples.train;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is trained on, and what is asked of the result. */
public enum Protocol {
  /** Train on part of the rows, retrieve among the others: all classes are known. */
  CLOSED,
  /** Train on the first half of the classes, retrieve among the classes of the second half. */
  OPEN;

  /** Names in the literature. */
  static final Map<String, Protocol> ALIASES =
      Map.of("zero-shot", OPEN, "unseen", OPEN, "closed-set", CLOSED, "open-set", OPEN);

  /** As the command line knows it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of this name; null if there is none. */
  static @Nullable Protocol of(String canonical) {
    for (Protocol protocol : values()) {
      if (protocol.id().equals(canonical)) {
        return protocol;
      }
    }
    return ALIASES.get(canonical);
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Protocol::id).toList();
  }
}
