package dev.capstan.benchmarks;

import dev.capstan.ops.DType;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table, in Markdown whose columns also line up in a terminal; a row is printed when known. */
final class Table {
  private final PrintStream out;
  private final Map<DType, Peaks> peaks;
  private final List<String> peers;

  Table(PrintStream out, Map<DType, Peaks> peaks, List<String> peers) {
    this.out = out;
    this.peaks = peaks;
    this.peers = peers;
  }

  void begin() {
    peaks.forEach(
        (dtype, p) ->
            out.printf(
                Locale.ROOT,
                "%s: multiply-add peak %.1f GFLOP/s; read %.1f, copy %.1f, a+b→c %.1f GB/s%n",
                dtype,
                p.fma() / 1e9,
                p.read() / 1e9,
                p.copy() / 1e9,
                p.add() / 1e9));
    out.println();
    StringBuilder head =
        new StringBuilder(line("workload", "dtype", "µs", "bytes", "of the machine"));
    StringBuilder rule = new StringBuilder("|---|---|--:|--:|---|");
    for (String peer : peers) {
      head.append(" ").append(peer).append(" µs | ratio (quartiles) | target |");
      rule.append("--:|--:|--:|");
    }
    out.println(head);
    out.println(rule);
  }

  private static String line(String name, String dtype, String micros, String bytes, String share) {
    return String.format(
        Locale.ROOT, "| %-42s | %-7s | %9s | %10s | %-14s |", name, dtype, micros, bytes, share);
  }

  /** One row: our result, and one for each peer, null where it is not set against us. */
  void row(Workload w, long bytes, List<Contest.Result> results) {
    double micros = results.get(0).micros();
    StringBuilder row =
        new StringBuilder(
            line(
                w.title(),
                w.dtype().toString(),
                number(micros),
                String.valueOf(bytes),
                share(w, micros)));
    for (int i = 1; i < results.size(); i++) {
      Contest.Result r = results.get(i);
      row.append(
          String.format(
              Locale.ROOT,
              " %9s | %6.2f (%.2f–%.2f) | %s%s |",
              number(r.micros()),
              r.ratio(),
              r.low(),
              r.high(),
              "≥ " + number(w.target()),
              r.ratio() >= w.target() ? "" : " missed"));
    }
    out.println(row);
    out.flush();
  }

  private String share(Workload w, double micros) {
    Peaks p = peaks.get(w.dtype());
    if (p == null || w.flops() + w.traffic() == 0) {
      return "";
    }
    return w.flops() > 0
        ? String.format(Locale.ROOT, "%.0f %% of FMA", 100 * w.flops() / (micros / 1e6) / p.fma())
        : String.format(
            Locale.ROOT,
            "%.0f %% of memory",
            100 * w.traffic() / (micros / 1e6) / p.bandwidth(w.kind()));
  }

  /** Three digits, and no more than are known. */
  private static String number(double x) {
    if (x >= 100 || x == Math.rint(x)) {
      return String.format(Locale.ROOT, "%.0f", x);
    }
    return String.format(Locale.ROOT, x >= 10 ? "%.1f" : x >= 1 ? "%.2f" : "%.3f", x);
  }
}
