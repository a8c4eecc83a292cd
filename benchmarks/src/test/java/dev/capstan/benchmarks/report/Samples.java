package dev.capstan.benchmarks.report;

import dev.capstan.benchmarks.contest.Peaks;

/** Results that tests speak about. */
final class Samples {
  static final Entry.Place PLACE = new Entry.Place("a machine", "25.0.3", "vector", "2026-01-02");
  static final Peaks PEAKS = new Peaks(2e11, 3e10, 2e10, 1.5e10);

  private Samples() {}

  static Entry.Row row(
      Entry.Place place, String workload, String peer, double ours, double theirs) {
    double ratio = theirs / ours;
    String opponent = peer.isEmpty() ? "" : peer + " 1.0";
    return new Entry.Row(
        place,
        "float32",
        workload,
        peer,
        opponent,
        ours,
        4056,
        theirs,
        ratio - 0.25,
        ratio + 0.25,
        2);
  }

  static Entry.Row row(String workload, String peer, double ours, double theirs) {
    return row(PLACE, workload, peer, ours, theirs);
  }
}
