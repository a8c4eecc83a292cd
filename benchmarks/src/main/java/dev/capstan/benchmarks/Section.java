package dev.capstan.benchmarks;

import dev.capstan.benchmarks.contest.Finding;
import dev.capstan.benchmarks.contest.Peaks;
import dev.capstan.benchmarks.contest.Spec;
import dev.capstan.benchmarks.report.ContestTable;
import dev.capstan.benchmarks.report.Entry;
import dev.capstan.benchmarks.report.Peers;
import dev.capstan.benchmarks.report.Results;
import dev.capstan.benchmarks.workload.Workload;
import dev.capstan.ops.DType;
import java.io.IOException;
import java.io.PrintStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One table of a full run: its rows and peers under the same conditions, in one precision. */
final class Section {
  /** A peak is reached when for so many seconds nothing was faster. */
  private static final double PATIENCE = 1;

  /** In less time a fork now and then measures code that the compiler is not done with. */
  private static final double WARM_UP = 1.5;

  private final Plan plan;
  private final Conditions conditions;
  private final DType dtype;
  private final Opponents opponents;
  private final Results results;
  private final PrintStream out;
  private final Entry.Place place;
  private final List<Workload> rows;
  private final List<String> peers;
  private boolean well = true;

  Section(
      Plan plan,
      Conditions conditions,
      DType dtype,
      Opponents opponents,
      Results results,
      PrintStream out) {
    this.plan = plan;
    this.conditions = conditions;
    this.dtype = dtype;
    this.opponents = opponents;
    this.results = results;
    this.out = out;
    this.place = place(conditions);
    this.rows = plan.rows(conditions.setting(), dtype);
    this.peers =
        new ArrayList<>(
            Opponents.askedFor(conditions.setting()).stream()
                .filter(id -> plan.peers().contains(id) || id.equals(Opponents.ONE_THREAD))
                .toList());
  }

  static Entry.Place place(Conditions conditions) {
    return new Entry.Place(
        Machine.describe(),
        conditions.jdk().version(),
        conditions.setting().id(),
        LocalDate.now(ZoneOffset.UTC).toString());
  }

  /** Its rows, and the peaks. */
  int steps() {
    return rows.size() + 1;
  }

  boolean run(Progress progress) throws IOException, InterruptedException {
    out.printf(
        "%n%s, JDK %s, %s%n", dtype, conditions.jdk().version(), conditions.setting().title());
    for (String id : List.copyOf(peers)) {
      String why = opponents.missing(id);
      if (!why.isEmpty()) {
        absent(id, why);
      }
    }
    progress.next("peaks " + dtype);
    List<Peaks> peaks = new ArrayList<>();
    Spec spec = Spec.peaks(dtype, PATIENCE);
    String why =
        Child.run(
            conditions.fork(spec, List.of()),
            spec,
            f -> {
              if (f.peaks() != null) {
                peaks.add(f.peaks());
              }
            });
    progress.clear();
    progress.done(1);
    if (peaks.isEmpty()) {
      absent("", why);
      progress.done(rows.size());
      return true;
    }
    results.add(new Entry.Limits(place, dtype.toString(), peaks.get(0)));
    table(peaks.get(0), progress);
    return well;
  }

  private void absent(String peer, String why) throws IOException {
    peers.remove(peer);
    results.add(new Entry.Absence(place, peer, "", why));
    out.println((peer.isEmpty() ? "this setting" : peer) + " is absent: " + why);
  }

  private void table(Peaks peaks, Progress progress) throws IOException, InterruptedException {
    ContestTable table =
        new ContestTable(conditions.setting(), Peers.columns(List.copyOf(peers)), peaks);
    out.println(ContestTable.limits(dtype.toString(), peaks) + "\n");
    out.println(table.head());
    List<Entry.Row> all = new ArrayList<>();
    for (Workload w : rows) {
      List<Entry.Row> mine = row(w, progress);
      progress.clear();
      progress.done(1);
      if (!mine.isEmpty()) {
        out.println(table.line(w, mine));
      }
      all.addAll(mine);
    }
    out.println("\n" + table.tally(all, rows));
  }

  private List<Entry.Row> row(Workload w, Progress progress)
      throws IOException, InterruptedException {
    List<Entry.Row> found = new ArrayList<>();
    for (String peer : List.copyOf(peers)) {
      contest(w, peer, found, progress);
    }
    if (found.isEmpty()) {
      contest(w, "", found, progress);
    }
    return found;
  }

  private void contest(Workload w, String peer, List<Entry.Row> found, Progress progress)
      throws IOException, InterruptedException {
    List<Finding.Score> scores = new ArrayList<>();
    for (int fork = 0; fork < plan.forks(); fork++) {
      progress.next(w.title() + (peer.isEmpty() ? "" : " against " + peer));
      Finding.Score score = fork(w, peer);
      if (score == null) {
        break;
      }
      scores.add(score);
    }
    if (!scores.isEmpty()) {
      Entry.Row row = Combined.row(place, w, peer, scores);
      results.add(row);
      found.add(row);
    }
  }

  /** What one fork measured; null if the peer does not take part at this row. */
  private Finding.@Nullable Score fork(Workload w, String peer)
      throws IOException, InterruptedException {
    Spec spec =
        new Spec(
            List.of(w.name()),
            dtype.toString(),
            WARM_UP,
            plan.seconds(),
            peer,
            opponents.command(peer, conditions));
    List<Finding> findings = new ArrayList<>();
    String broke = Child.run(conditions.fork(spec, opponents.jars(peer)), spec, findings::add);
    Finding finding = findings.isEmpty() ? null : findings.get(0);
    if (finding != null && finding.absent() != null) {
      absent(peer, finding.absent());
      return null;
    }
    String failed = finding == null ? broke : finding.failed();
    if (failed != null && !failed.isEmpty()) {
      well = false;
      results.add(new Entry.Absence(place, peer, w.name(), failed));
      out.println(w.title() + ": no contest with " + peer + ": " + failed);
    }
    return finding == null ? null : finding.score();
  }
}
