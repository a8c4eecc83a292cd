package dev.capstan.benchmarks.contest;

import dev.capstan.benchmarks.workload.Allocation;
import dev.capstan.benchmarks.workload.CapstanTasks;
import dev.capstan.benchmarks.workload.Peer;
import dev.capstan.benchmarks.workload.Task;
import dev.capstan.benchmarks.workload.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The program of a measuring JVM. It reads a {@link Spec}, holds the contests that it names and
 * prints a {@link Finding} for each.
 */
public final class Fork {
  private final Spec spec;

  private Fork(Spec spec) {
    this.spec = spec;
  }

  public static void main(String[] args) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    new Fork(Line.read(line == null ? "" : line, Spec.class)).run();
    // Some peers leave threads behind.
    System.exit(0);
  }

  private static void print(Finding finding) {
    System.out.println(Line.MARK + Line.of(finding));
  }

  private void run() {
    if (spec.workloads().isEmpty()) {
      print(Finding.of(Peaks.measure(spec.precision(), spec.seconds())));
      return;
    }
    Peer peer = null;
    if (!spec.peer().isEmpty()) {
      try {
        peer = peer();
        peer.prepare(Workload.named(spec.workloads().get(0), spec.precision()));
      } catch (IllegalStateException | LinkageError e) {
        print(Finding.absent(reason(e)));
        return;
      }
    }
    for (String name : spec.workloads()) {
      print(hold(Workload.named(name, spec.precision()), peer));
    }
  }

  private Peer peer() {
    if (!spec.command().isEmpty()) {
      return new ProcessPeer(spec.peer(), spec.command());
    }
    return ServiceLoader.load(Peer.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.id().equals(spec.peer()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("not on the class path"));
  }

  private Finding hold(Workload w, @Nullable Peer peer) {
    try {
      Task ours = CapstanTasks.prepare(w);
      Optional<Task> theirs = peer == null ? Optional.empty() : peer.prepare(w);
      List<Task> tasks = new ArrayList<>(List.of(ours));
      if (peer != null) {
        if (theirs.isEmpty()) {
          return Finding.none(w.name());
        }
        requireSame(w, peer.name(), ours, theirs.get());
        tasks.add(theirs.get());
      }
      List<Contest.Result> results = Contest.hold(tasks, spec.warmUp(), spec.seconds());
      return Finding.of(w.name(), score(ours, results, peer));
    } catch (IllegalStateException | LinkageError e) {
      return Finding.failed(w.name(), reason(e));
    }
  }

  /** Twice, so that a step which changes its parameters is compared after a change. */
  private static void requireSame(Workload w, String peer, Task ours, Task theirs) {
    for (int i = 0; i < 2; i++) {
      Outcomes.requireSame(w, peer, ours.outcome(), theirs.outcome());
    }
  }

  private static Finding.Score score(Task ours, List<Contest.Result> results, @Nullable Peer peer) {
    double micros = results.get(0).micros();
    long bytes = Allocation.of(ours);
    if (peer == null) {
      return new Finding.Score(micros, bytes, "", 0, 0, 0);
    }
    Contest.Result theirs = results.get(1);
    return new Finding.Score(
        micros, bytes, peer.name(), theirs.micros(), theirs.low(), theirs.high());
  }

  private static String reason(Throwable e) {
    Throwable first = e;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    String message = first.getMessage();
    return message == null || message.isBlank()
        ? first.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
