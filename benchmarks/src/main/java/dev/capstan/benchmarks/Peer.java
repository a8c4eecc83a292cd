package dev.capstan.benchmarks;

import java.util.Optional;

/** Another library that does the same work; found by {@link java.util.ServiceLoader}. */
public interface Peer {

  /** Name and version. */
  String name();

  /** The workload on equal inputs; empty if this library is not set against us there. */
  Optional<Task> prepare(Workload workload);
}
