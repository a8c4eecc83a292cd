package dev.capstan.testkit.fuzz;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;

/**
 * What a run of the fuzzer did and found.
 *
 * @param methods how many methods and constructors there are
 * @param reached how many of them returned a value at least once
 * @param calls how many calls were made
 * @param returned how many of them returned
 * @param refused how many were refused by an exception
 * @param walked how many results were walked back from, on a tape
 * @param slopes how many gradients were compared with differences
 * @param findings one for each place and kind
 */
public record FuzzSummary(
    int methods,
    int reached,
    long calls,
    long returned,
    long refused,
    long walked,
    long slopes,
    List<FuzzFinding> findings) {
  public FuzzSummary {
    requireNonNull(findings, "findings");
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%,d calls of %d public methods (%d returned a value at least once): %,d returned, %,d"
                + " refused, %,d walked back, %,d slopes compared; %d findings%n",
            calls,
            methods,
            reached,
            returned,
            refused,
            walked,
            slopes,
            findings.size()));
    findings.forEach(f -> text.append("  ").append(f).append(System.lineSeparator()));
    return text.toString();
  }
}
