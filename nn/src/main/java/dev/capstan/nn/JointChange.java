package dev.capstan.nn;

import java.util.Collection;

/**
 * Several parameters and tables that change as one: a replica that another thread makes has all of
 * the change or nothing of it, or is refused.
 */
public final class JointChange {
  private JointChange() {}

  /** Runs what changes these, on the thread that trains them. */
  public static void of(
      Collection<Parameter> parameters, Collection<RowTable> tables, Runnable changes) {
    parameters.forEach(p -> p.turns().begin());
    tables.forEach(t -> t.turns().begin());
    try {
      changes.run();
    } finally {
      parameters.forEach(p -> p.turns().end());
      tables.forEach(t -> t.turns().end());
    }
  }
}
