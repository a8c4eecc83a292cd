package dev.capstan.benchmarks;

import dev.capstan.benchmarks.report.Results;
import dev.capstan.benchmarks.workload.Setting;
import dev.capstan.ops.DType;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Every row of every table that was asked for, each fork a JVM of its own. */
final class FullRun {
  private final Plan plan;
  private final Opponents opponents;
  private final Results results;
  private final PrintStream out;

  FullRun(Plan plan, Opponents opponents, Results results, PrintStream out) {
    this.plan = plan;
    this.opponents = opponents;
    this.results = results;
    this.out = out;
  }

  /** Whether every contest that could be held was held. */
  boolean run() throws IOException, InterruptedException {
    List<Section> sections = sections();
    Progress progress = Progress.of(sections.stream().mapToInt(Section::steps).sum());
    boolean well = true;
    for (Section section : sections) {
      well &= section.run(progress);
    }
    return well;
  }

  private List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    for (Setting setting : plan.settings()) {
      for (Jdk jdk : plan.jdks()) {
        for (DType dtype : plan.dtypes()) {
          if (!plan.rows(setting, dtype).isEmpty()) {
            Conditions conditions = new Conditions(jdk, setting);
            sections.add(new Section(plan, conditions, dtype, opponents, results, out));
          }
        }
      }
    }
    return sections;
  }
}
