package dev.capstan.benchmarks.workload;

import java.util.Optional;

/**
 * Another contestant that does the same work. Libraries for the JVM are found by {@link
 * java.util.ServiceLoader}; loading one must not touch its native code, {@link #prepare} may.
 */
public interface Peer {

  /** As the command line and the results know it: {@code libtorch}. */
  String id();

  /** Name and version. */
  String name();

  /** The workload on equal inputs; empty if this library is not set against us there. */
  Optional<Task> prepare(Workload workload);
}
