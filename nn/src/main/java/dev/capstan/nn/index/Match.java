package dev.capstan.nn.index;

import static java.util.Objects.requireNonNull;

/**
 * A row that was found.
 *
 * @param id its name
 * @param distance how far it is from the query, in the index's metric
 * @param payload what was stored with it; empty if nothing was
 */
public record Match(String id, double distance, String payload) {
  public Match {
    requireNonNull(id, "id");
    requireNonNull(payload, "payload");
  }
}
