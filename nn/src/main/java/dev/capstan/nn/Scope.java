package dev.capstan.nn;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One computation of a loss for its gradients, on the thread that runs it. It learns of parameters
 * and tables that the loss computes with although nobody watches them: a loss whose own parameters
 * were forgotten shows here, and nowhere else, as a constant leaves no trace on a tape.
 *
 * <p>It is a thread-local, of which the house has but two (the other limits threads): a parameter
 * is asked for its value deep inside a loss, by code that knows neither scope nor optimizer.
 */
final class Scope implements AutoCloseable {
  private static final ThreadLocal<@Nullable Scope> CURRENT = new ThreadLocal<>();

  private final @Nullable Scope outer = CURRENT.get();
  private @Nullable Set<Object> strays;

  private Scope() {}

  static Scope open() {
    Scope scope = new Scope();
    CURRENT.set(scope);
    return scope;
  }

  /** A parameter or table is computed with that is neither watched nor frozen. */
  static void met(Object stray) {
    Scope scope = CURRENT.get();
    if (scope != null) {
      if (scope.strays == null) {
        scope.strays = new LinkedHashSet<>();
      }
      scope.strays.add(stray);
    }
  }

  /** All that were met, in that order. */
  Set<Object> strays() {
    return strays == null ? Set.of() : Collections.unmodifiableSet(strays);
  }

  @Override
  public void close() {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }
}
