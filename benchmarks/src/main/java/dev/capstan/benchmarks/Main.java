package dev.capstan.benchmarks;

import dev.capstan.ops.DType;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/**
 * {@code --quick} prints the table within a minute if no peer is there, {@code --full} takes its
 * time. {@code --only=REGEX} keeps the rows whose title matches, {@code --dtype=float32} one
 * precision, {@code --seconds=N} sets the time for a row. Anything else goes to JMH.
 */
public final class Main {
  /**
   * What a quick run may take, JVM starts and peaks included, is a minute: this leaves a reserve.
   */
  private static final double QUICK_SECONDS = 38;

  /** The time for a contestant at a row in a full run. */
  private static final double FULL_SECONDS = 3;

  private Main() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    boolean table = Arrays.stream(args).anyMatch(a -> a.equals("--quick") || a.equals("--full"));
    if (!table) {
      org.openjdk.jmh.Main.main(args);
    } else if (Launch.ready()) {
      new Main().table(Arrays.asList(args));
    } else {
      System.exit(Launch.again(args));
    }
  }

  private void table(List<String> args) {
    List<Peer> peers =
        ServiceLoader.load(Peer.class).stream().map(ServiceLoader.Provider::get).toList();
    List<Workload> workloads = workloads(args);
    System.out.println(Machine.describe() + ", " + LocalDate.now(ZoneOffset.UTC));
    System.out.println(
        peers.isEmpty()
            ? "peers: absent (build with -Ppeer-libtorch, -Ppeer-nd4j or -Ppeer-tensorflow)"
            : "peers: " + peers.stream().map(Peer::name).toList());
    Map<DType, Peaks> peaks = new EnumMap<>(DType.class);
    workloads.forEach(w -> peaks.computeIfAbsent(w.dtype(), Peaks::measure));
    Table table = new Table(System.out, peaks, peers.stream().map(Peer::name).toList());
    table.begin();
    double each = option(args, "--seconds").map(Double::parseDouble).orElse(FULL_SECONDS);
    long end = System.nanoTime() + (long) (QUICK_SECONDS * 1e9);
    for (int i = 0; i < workloads.size(); i++) {
      // What a slow row took from the minute, the rows after it give back.
      double share = Math.max(0, end - System.nanoTime()) / 1e9 / (workloads.size() - i);
      row(
          workloads.get(i),
          peers,
          (args.contains("--quick") ? share : each) * (1 + peers.size()),
          table);
    }
  }

  private static void row(Workload w, List<Peer> peers, double seconds, Table table) {
    List<Task> tasks = new ArrayList<>();
    tasks.add(CapstanTasks.prepare(w));
    for (Peer peer : peers) {
      peer.prepare(w)
          .ifPresent(
              theirs -> {
                // Twice, so that a step which changes its parameters is compared after a change.
                for (int i = 0; i < 2; i++) {
                  Outcomes.requireSame(w, peer.name(), tasks.get(0).outcome(), theirs.outcome());
                }
                tasks.add(theirs);
              });
    }
    List<Contest.Result> results = Contest.hold(tasks, seconds);
    table.row(w, Contest.allocated(tasks.get(0)), results);
  }

  private static List<Workload> workloads(List<String> args) {
    List<Workload> all = new ArrayList<>();
    String dtypes = option(args, "--dtype").orElse("float32,float64");
    Pattern only = Pattern.compile(option(args, "--only").orElse(""));
    for (DType dtype : DType.values()) {
      if (dtypes.contains(dtype.toString())) {
        Workload.all(dtype).stream().filter(w -> only.matcher(w.title()).find()).forEach(all::add);
      }
    }
    return all;
  }

  private static Optional<String> option(List<String> args, String name) {
    return args.stream()
        .filter(a -> a.startsWith(name + "="))
        .map(a -> a.substring(name.length() + 1))
        .findFirst();
  }
}
