package dev.capstan.benchmarks;

import dev.capstan.benchmarks.contest.Finding;
import dev.capstan.benchmarks.contest.Peaks;
import dev.capstan.benchmarks.contest.Spec;
import dev.capstan.benchmarks.report.ContestTable;
import dev.capstan.benchmarks.report.Entry;
import dev.capstan.benchmarks.report.Peers;
import dev.capstan.benchmarks.workload.Setting;
import dev.capstan.benchmarks.workload.Workload;
import dev.capstan.ops.DType;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The table in a minute: one fork for each family of rows instead of two for each row, and little
 * time to warm up, without the rows that take longest. Beside libtorch, where it is there, it takes
 * three minutes.
 */
final class QuickRun {
  private static final String PEER = "libtorch";
  private static final double MINUTE = 60;

  /** What is left of the minute for the start of this program and the last row. */
  private static final double RESERVE = 7;

  /** Until a fork is there and has made its inputs. */
  private static final double START = 1.0;

  /** Of the time for a row, what is planned; the rest is for rows that take long to get warm. */
  private static final double PLANNED = 0.6;

  private static final double PATIENCE = 0.3;

  private final Plan plan;
  private final Opponents opponents;
  private final PrintStream out;
  private final Conditions conditions;
  private final boolean alone;
  private final long end;
  private int familiesLeft;
  private int rowsLeft;

  QuickRun(Plan plan, Opponents opponents, PrintStream out) {
    this.plan = plan;
    this.opponents = opponents;
    this.out = out;
    this.conditions = new Conditions(plan.jdks().get(0), plan.settings().get(0));
    this.alone = !plan.peers().contains(PEER) || !opponents.missing(PEER).isEmpty();
    this.end = System.nanoTime() + (long) (((alone ? 1 : 3) * MINUTE - RESERVE) * 1e9);
  }

  void run() throws IOException, InterruptedException {
    Setting setting = conditions.setting();
    out.println(
        Machine.describe() + ", JDK " + conditions.jdk().version() + ", " + setting.title());
    out.println(
        "A quick look: one JVM for each family of rows and little time to warm up; --full measures"
            + " each row in JVMs of its own, and both precisions.");
    out.println(
        alone
            ? "Peers: none (" + why() + ")."
            : "Peer: " + PEER + ", alternating in the same JVM.");
    Map<DType, Map<String, List<Workload>>> families = new LinkedHashMap<>();
    for (DType dtype : plan.dtypes()) {
      for (Workload w : plan.rows(setting, dtype)) {
        if (w.takesLong()) {
          continue;
        }
        families
            .computeIfAbsent(dtype, d -> new LinkedHashMap<>())
            .computeIfAbsent(w.kind().family(), f -> new ArrayList<>())
            .add(w);
        rowsLeft++;
      }
    }
    familiesLeft = families.values().stream().mapToInt(Map::size).sum();
    for (Map.Entry<DType, Map<String, List<Workload>>> each : families.entrySet()) {
      table(each.getKey(), each.getValue());
    }
  }

  private String why() {
    return plan.peers().contains(PEER) ? PEER + " is " + opponents.missing(PEER) : "as asked";
  }

  private void table(DType dtype, Map<String, List<Workload>> families)
      throws IOException, InterruptedException {
    Spec spec = Spec.peaks(dtype, PATIENCE);
    List<Peaks> peaks = new ArrayList<>();
    String why =
        Child.run(
            conditions.fork(spec, List.of()),
            spec,
            f -> peaks.add(Objects.requireNonNull(f.peaks())));
    if (peaks.isEmpty()) {
      throw new IOException("the measuring JVM does not start: " + why);
    }
    out.println("\n" + ContestTable.limits(dtype.toString(), peaks.get(0)) + "\n");
    ContestTable table =
        new ContestTable(
            conditions.setting(), Peers.columns(alone ? List.of() : List.of(PEER)), peaks.get(0));
    out.println(table.head());
    for (List<Workload> family : families.values()) {
      family(table, family);
    }
  }

  private void family(ContestTable table, List<Workload> rows)
      throws IOException, InterruptedException {
    double left = (end - System.nanoTime()) / 1e9 - START * familiesLeft;
    double seconds = Math.max(0.02, PLANNED * left / rowsLeft / (alone ? 1 : 2));
    familiesLeft--;
    rowsLeft -= rows.size();
    Spec spec =
        new Spec(
            rows.stream().map(Workload::name).toList(),
            rows.get(0).dtype().toString(),
            seconds / 2,
            seconds / 2,
            alone ? "" : PEER,
            List.of());
    List<Workload> expected = new ArrayList<>(rows);
    String why =
        Child.run(
            conditions.fork(spec, alone ? List.of() : opponents.jars(PEER)),
            spec,
            f -> print(table, expected.remove(0), f));
    if (!expected.isEmpty()) {
      out.println(expected.get(0).title() + ": not measured: " + why);
    }
  }

  private void print(ContestTable table, Workload w, Finding finding) {
    if (finding.score() == null) {
      out.println(
          w.title() + ": " + (finding.failed() == null ? finding.absent() : finding.failed()));
    } else {
      Entry.Place place = Section.place(conditions);
      out.println(
          table.line(
              w, List.of(Combined.row(place, w, alone ? "" : PEER, List.of(finding.score())))));
    }
    out.flush();
  }
}
