package dev.capstan.benchmarks.workload;

import java.util.concurrent.atomic.AtomicReference;

/** Where results go that nobody reads. */
public final class Blackhole {
  private static final AtomicReference<Object> SINK = new AtomicReference<>("");

  private Blackhole() {}

  public static void take(Object result) {
    SINK.setOpaque(result);
  }
}
