package dev.capstan.testkit.fuzz;

import static java.util.Objects.requireNonNull;

/**
 * What should not happen, and the call that made it happen: {@link ApiFuzzer#call} makes it again.
 *
 * @param kind what is wrong
 * @param method what was called
 * @param number the number of the call
 * @param detail the exception, its first frame, or the numbers that disagree
 */
public record FuzzFinding(Kind kind, String method, long number, String detail) {
  public FuzzFinding {
    requireNonNull(kind, "kind");
    requireNonNull(method, "method");
    requireNonNull(detail, "detail");
  }

  /** What can be wrong. */
  public enum Kind {
    /** An exception that is not among those the documentation speaks of. */
    RAW_EXCEPTION,
    /** No message, one of 500 characters or more, or one that does not begin with a name. */
    MESSAGE,
    /** An argument was changed. */
    MUTATION,
    /** Another result on a tape than off it. */
    TAPE,
    /** A gradient that differences contradict. */
    DERIVATIVE,
    /** A call that was refused only after it had taken memory for its result. */
    MEMORY,
    /** A call that took longer than its size explains. */
    TIME
  }

  @Override
  public String toString() {
    return kind + " " + method + " #" + number + ": " + detail;
  }
}
