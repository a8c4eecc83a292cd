package dev.capstan.benchmarks.first;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Processes that do nothing, as fast as they can, for as long as this is open. */
final class Load implements AutoCloseable {
  private static final int LOOPS_A_PROCESSOR = 2;

  private final List<Process> loops = new ArrayList<>();

  Load() throws IOException {
    for (int i = 0; i < LOOPS_A_PROCESSOR * Runtime.getRuntime().availableProcessors(); i++) {
      loops.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
    }
  }

  @Override
  public void close() {
    loops.forEach(Process::destroy);
  }
}
