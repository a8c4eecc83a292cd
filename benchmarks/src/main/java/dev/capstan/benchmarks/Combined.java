package dev.capstan.benchmarks;

import dev.capstan.benchmarks.contest.Finding;
import dev.capstan.benchmarks.report.Entry;
import dev.capstan.benchmarks.workload.Workload;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** One row out of the forks that measured it. */
final class Combined {
  private Combined() {}

  static Entry.Row row(Entry.Place place, Workload w, String peer, List<Finding.Score> forks) {
    boolean one = forks.size() == 1;
    return new Entry.Row(
        place,
        w.dtype().toString(),
        w.name(),
        peer,
        forks.get(0).opponent(),
        each(forks, Finding.Score::micros).min().orElseThrow(),
        forks.stream().mapToLong(Finding.Score::bytes).min().orElseThrow(),
        each(forks, Finding.Score::theirs).min().orElseThrow(),
        each(forks, one ? Finding.Score::low : Finding.Score::ratio).min().orElseThrow(),
        each(forks, one ? Finding.Score::high : Finding.Score::ratio).max().orElseThrow(),
        forks.size());
  }

  private static DoubleStream each(
      List<Finding.Score> forks, ToDoubleFunction<Finding.Score> what) {
    return forks.stream().mapToDouble(what);
  }
}
