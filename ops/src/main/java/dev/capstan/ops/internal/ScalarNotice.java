package dev.capstan.ops.internal;

import java.util.function.Consumer;

/**
 * One line, once, for whoever multiplies large matrices on plain loops because nothing named the
 * Vector API's module: what it costs, how to add it, and how not to read this again. A short run
 * never reads it.
 */
final class ScalarNotice {
  /** Multiply-adds that plain loops take one to two seconds for. */
  static final long AFTER = 1L << 35;

  private static final String TEXT =
      "capstan: products run on plain loops, two to four times slower than on the Vector API. Start"
          + " java with --add-modules jdk.incubator.vector, which changes no result;"
          + " -Dcapstan.kernels=scalar keeps the loops and silences this line.";

  private final Consumer<String> sink;

  /** Races lose a product now and then, which only puts the line off. */
  private long work;

  private boolean said;

  ScalarNotice(Consumer<String> sink) {
    this.sink = sink;
  }

  /** Another product of m by k by n. */
  void count(int m, int n, int k) {
    if (!said) {
      work += (long) m * n * k;
      if (work > AFTER) {
        say();
      }
    }
  }

  private synchronized void say() {
    if (!said) {
      said = true;
      sink.accept(TEXT);
    }
  }
}
