package dev.capstan.autograd.check;

/**
 * A likely fault of a rule.
 *
 * @param what the fault in a few words, for example {@code wrong sign}
 * @param evidence the observation that speaks for it
 * @param lookAt where to look
 */
public record Fault(String what, String evidence, String lookAt) {
  @Override
  public String toString() {
    return what + " (" + evidence + ")";
  }
}
