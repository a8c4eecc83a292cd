package dev.capstan.testkit;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.sessions.JqwikSession;

/**
 * Looks for a counterexample to a statement among generated samples, and shrinks the first one it
 * finds. Wherever a table of operations is turned into tests there are far more statements than one
 * would write property methods for; this runs jqwik's generators without one.
 */
public final class Falsifier {
  /** The generator mixes edge cases in as if this many tries were to come. */
  private static final int EXPECTED_TRIES = 100;

  /** Candidates looked at while shrinking: enough for tensors of a few dozen elements. */
  private static final int MAX_CANDIDATES = 2000;

  private Falsifier() {}

  /**
   * Runs a statement on samples; what it throws, thrown again with the smallest failing sample.
   *
   * @param show a sample as Java source
   */
  public static <T> void check(
      String what,
      Arbitrary<T> samples,
      int tries,
      long seed,
      Function<T, String> show,
      Consumer<T> statement) {
    requireNonNull(what, "what");
    requireNonNull(samples, "samples");
    requireNonNull(show, "show");
    requireNonNull(statement, "statement");
    JqwikSession.run(
        () -> {
          RandomGenerator<T> generator = samples.generator(EXPECTED_TRIES, true);
          Random random = new Random(seed);
          for (int t = 0; t < tries; t++) {
            Shrinkable<T> sample = generator.next(random);
            Optional<Throwable> fault = fault(sample.value(), statement);
            if (fault.isPresent()) {
              throw failure(what, smallest(sample, statement), t, seed, show, statement);
            }
          }
        });
  }

  private static <T> AssertionError failure(
      String what,
      T sample,
      int tried,
      long seed,
      Function<T, String> show,
      Consumer<T> statement) {
    Throwable fault = fault(sample, statement).orElseThrow();
    String message =
        what
            + ": "
            + (fault instanceof AssertionError ? fault.getMessage() : fault.toString())
            + "\n"
            + show.apply(sample)
            + "\n  (try "
            + (tried + 1)
            + ", shrunk; seed "
            + seed
            + ", repeat with -Dcapstan.seed="
            + seed
            + ")";
    return new AssertionError(message, fault);
  }

  /** Follows the first smaller sample that still fails until there is none. */
  private static <T> T smallest(Shrinkable<T> sample, Consumer<T> statement) {
    Shrinkable<T> best = sample;
    int left = MAX_CANDIDATES;
    boolean found = true;
    while (found && left > 0) {
      found = false;
      for (Shrinkable<T> smaller : (Iterable<Shrinkable<T>>) best.shrink()::iterator) {
        if (--left <= 0) {
          break;
        }
        if (fault(smaller.value(), statement).isPresent()) {
          best = smaller;
          found = true;
          break;
        }
      }
    }
    return best.value();
  }

  private static <T> Optional<Throwable> fault(T sample, Consumer<T> statement) {
    try {
      statement.accept(sample);
      return Optional.empty();
    } catch (RuntimeException | AssertionError e) {
      return Optional.of(e);
    }
  }
}
