package dev.capstan.examples.conformance;

import dev.capstan.testkit.fixtures.CaseReport;
import dev.capstan.testkit.fixtures.FixtureCheck;
import dev.capstan.testkit.fixtures.FixtureException;
import dev.capstan.testkit.fixtures.FixtureFile;
import dev.capstan.testkit.fixtures.Implementation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Runs every case of the given files in value and gradient, always against the variant that is
 * faithful to the reference. One line a file, and for each failing case its name, parameters and
 * numbers. A case without an implementation fails. All files are read before the first case runs.
 */
@Command(
    name = "conformance",
    description = "Runs fixture files of reference systems against this library.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "What a file tests is told by the start of its name, for example",
      "torch_mse_loss.json or ops_more.json.",
      "Exit code: 0 if every case passed, 1 if one failed, 2 if a file cannot be read."
    })
public final class Conformance implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "A fixture file (JSON).")
  private List<Path> files = List.of();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("conformance: not made by picocli");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    List<FixtureFile> read = new ArrayList<>();
    for (Path file : files) {
      try {
        read.add(FixtureFile.read(file));
      } catch (FixtureException e) {
        err.println("conformance: " + e.getMessage());
        return 2;
      } catch (NoSuchFileException e) {
        err.println("conformance: no such file: " + file);
        return 2;
      } catch (IOException e) {
        err.println("conformance: cannot read " + file + ": " + e.getMessage());
        return 2;
      }
    }
    return run(read, out) ? 0 : 1;
  }

  private static boolean run(List<FixtureFile> files, PrintWriter out) {
    int width = files.stream().mapToInt(f -> f.name().length()).max().orElse(0);
    int cases = 0;
    int failed = 0;
    for (FixtureFile file : files) {
      Implementation implementation = Registry.find(file.name());
      List<CaseReport> reports =
          file.cases().stream().map(c -> FixtureCheck.run(c, implementation)).toList();
      int failedHere = (int) reports.stream().filter(r -> !r.passed()).count();
      out.println(summary(file.name(), width, reports, failedHere));
      reports.stream().filter(r -> !r.passed()).forEach(r -> print(file.name(), r, out));
      cases += reports.size();
      failed += failedHere;
    }
    out.printf(
        Locale.ROOT,
        "%d files, %d cases, %d passed, %d failed%n",
        files.size(),
        cases,
        cases - failed,
        failed);
    out.flush();
    return failed == 0;
  }

  private static String summary(String file, int width, List<CaseReport> reports, int failed) {
    CaseReport worst = null;
    for (CaseReport report : reports) {
      worst = worst == null || report.worst() > worst.worst() ? report : worst;
    }
    return String.format(
        Locale.ROOT,
        "%-"
            + Math.max(width, 1)
            + "s  %4d cases  %4d passed  %4d failed  worst error %.1e"
            + " (%.1e of what is allowed)",
        file,
        reports.size(),
        reports.size() - failed,
        failed,
        worst == null ? 0 : worst.worstError(),
        worst == null ? 0 : worst.worst());
  }

  private static void print(String file, CaseReport report, PrintWriter out) {
    out.println(
        "  FAILED "
            + file
            + "/"
            + report.fixture().name()
            + " ("
            + report.fixture().dtype()
            + ") "
            + report.fixture().params());
    report.problems().forEach(problem -> out.println("    " + problem));
  }
}
