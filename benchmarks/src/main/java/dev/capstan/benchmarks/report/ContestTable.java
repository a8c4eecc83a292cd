package dev.capstan.benchmarks.report;

import dev.capstan.benchmarks.contest.Peaks;
import dev.capstan.benchmarks.workload.Setting;
import dev.capstan.benchmarks.workload.Workload;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A table of contests, in Markdown whose columns also line up in a terminal. Each peer has a pair
 * of columns, and those that a target is measured against a third.
 */
public final class ContestTable {
  private final Setting setting;
  private final Map<String, String> peers;
  private final @Nullable Peaks peaks;

  /**
   * @param peers id and title of each peer, in the order of their columns
   * @param peaks what the machine can do, where that is known
   */
  public ContestTable(Setting setting, Map<String, String> peers, @Nullable Peaks peaks) {
    this.setting = setting;
    this.peers = peers;
    this.peaks = peaks;
  }

  /** What the machine can do, in a sentence; empty if nobody knows. */
  public static String limits(String dtype, @Nullable Peaks p) {
    return p == null
        ? ""
        : String.format(
            Locale.ROOT,
            "%s: multiply-add peak %s GFLOP/s; read %s, copy %s, a+b→c %s GB/s.",
            dtype,
            Digits.giga(p.fma()),
            Digits.giga(p.read()),
            Digits.giga(p.copy()),
            Digits.giga(p.add()));
  }

  /** The two lines that a table begins with. */
  public String head() {
    StringBuilder head = new StringBuilder(line("workload", "µs", "bytes a run", "of the machine"));
    StringBuilder rule = new StringBuilder("|---|--:|--:|--:|");
    peers.forEach(
        (id, title) -> {
          head.append(String.format(Locale.ROOT, " %s µs | ratio (spread) |", title));
          rule.append("--:|--:|");
          if (setting.asks(id)) {
            head.append(" target |");
            rule.append("---|");
          }
        });
    return head + "\n" + rule;
  }

  private static String line(String title, String micros, String bytes, String share) {
    return String.format(Locale.ROOT, "| %-41s | %8s | %11s | %14s |", title, micros, bytes, share);
  }

  /** One line: the workload's row for each peer that has one. */
  public String line(Workload w, List<Entry.Row> rows) {
    double micros = rows.stream().mapToDouble(Entry.Row::micros).min().orElseThrow();
    long bytes = rows.stream().mapToLong(Entry.Row::bytes).min().orElseThrow();
    StringBuilder line =
        new StringBuilder(
            line(w.title(), Digits.three(micros), String.valueOf(bytes), share(w, micros)));
    for (String id : peers.keySet()) {
      Entry.Row row =
          rows.stream()
              .filter(r -> r.peer().equals(id) && !r.opponent().isEmpty())
              .findFirst()
              .orElse(null);
      line.append(row == null ? "  |  |" : pair(row));
      if (setting.asks(id)) {
        line.append(' ').append(row == null ? "" : verdict(w, row)).append(" |");
      }
    }
    return line.toString();
  }

  private static String pair(Entry.Row row) {
    return String.format(
        Locale.ROOT,
        " %8s | %6s (%s–%s) |",
        Digits.three(row.theirs()),
        Digits.ratio(row.ratio()),
        Digits.ratio(row.low()),
        Digits.ratio(row.high()));
  }

  private String verdict(Workload w, Entry.Row row) {
    OptionalDouble target = setting.target(w, row.peer());
    if (target.isEmpty()) {
      return "";
    }
    boolean met = row.ratio() >= target.getAsDouble();
    return "≥ " + Digits.plain(target.getAsDouble()) + (met ? "" : " missed");
  }

  private String share(Workload w, double micros) {
    if (peaks == null || w.flops() + w.traffic() == 0) {
      return "";
    }
    double seconds = micros / 1e6;
    return w.flops() > 0
        ? Digits.percent(w.flops() / seconds / (peaks.fma() * setting.threads())) + " of FMA"
        : Digits.percent(w.traffic() / seconds / peaks.bandwidth(w.kind())) + " of memory";
  }

  /** How many of the rows meet what is asked for; empty if nothing is, or nobody was met. */
  public String tally(List<Entry.Row> rows, List<Workload> workloads) {
    int asked = 0;
    int met = 0;
    for (Workload w : workloads) {
      for (Entry.Row row : rows) {
        OptionalDouble target = setting.target(w, row.peer());
        boolean counts = row.workload().equals(w.name()) && !row.opponent().isEmpty();
        if (counts && target.isPresent()) {
          asked++;
          met += row.ratio() >= target.getAsDouble() ? 1 : 0;
        }
      }
    }
    return asked == 0 ? "" : met + " of " + asked + " targets met.";
  }
}
