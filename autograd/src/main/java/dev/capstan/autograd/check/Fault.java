package dev.capstan.autograd.check;

import static java.util.Objects.requireNonNull;

/**
 * A likely fault of a rule.
 *
 * @param what the fault in a few words, for example {@code wrong sign}
 * @param evidence the observation that speaks for it
 * @param lookAt where to look
 */
public record Fault(String what, String evidence, String lookAt) {
  public Fault {
    requireNonNull(what, "what");
    requireNonNull(evidence, "evidence");
    requireNonNull(lookAt, "lookAt");
  }

  @Override
  public String toString() {
    return what + " (" + evidence + ")";
  }
}
