package dev.capstan.examples.train;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is trained on, and what is asked of the result. */
public enum Protocol {
  /** Train on part of the rows, retrieve among the others: all classes are known. */
  CLOSED,
  /** Train on the first half of the classes, retrieve among the classes of the second half. */
  OPEN;

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
    return null;
  }
}
