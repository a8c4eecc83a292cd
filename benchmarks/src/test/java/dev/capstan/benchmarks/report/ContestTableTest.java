package dev.capstan.benchmarks.report;

import static dev.capstan.benchmarks.report.Samples.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.benchmarks.workload.Setting;
import dev.capstan.benchmarks.workload.Workload;
import dev.capstan.ops.DType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContestTableTest {
  private static final Workload ADD = Workload.named("ADD 1000000", DType.FLOAT32);
  private static final Workload PRODUCT = Workload.named("MATMUL 1024", DType.FLOAT32);

  private static ContestTable table(Setting setting, String... peers) {
    return new ContestTable(setting, Peers.columns(List.of(peers)), Samples.PEAKS);
  }

  private static String squeezed(String line) {
    return line.replaceAll(" +", " ");
  }

  @Test
  void aRowShowsWhatIsAskedForBesideTheRatio() {
    String line =
        table(Setting.VECTOR, "libtorch")
            .line(ADD, List.of(row("ADD 1000000", "libtorch", 800, 1000)));
    assertEquals(
        "| add 1000000 | 800 | 4056 | 100 % of memory | 1000 | 1.25 (1.00–1.50) | ≥ 0.85 |",
        squeezed(line));
  }

  @Test
  void aMissedTargetIsPrintedAsMissed() {
    String line =
        table(Setting.VECTOR, "libtorch")
            .line(PRODUCT, List.of(row("MATMUL 1024", "libtorch", 20000, 10000)));
    assertEquals(
        "| matmul AB 1024 | 20000 | 4056 | 54 % of FMA | 10000 | 0.50 (0.25–0.75) | ≥ 0.85 missed"
            + " |",
        squeezed(line));
  }

  @Test
  void aPeerThatIsNotThereLeavesItsColumnsEmpty() {
    String line =
        table(Setting.VECTOR, "nd4j", "libtorch")
            .line(ADD, List.of(row("ADD 1000000", "nd4j", 800, 1600)));
    assertEquals(
        "| add 1000000 | 800 | 4056 | 100 % of memory | | | | 1600 | 2.00 (1.75–2.25) |",
        squeezed(line));
  }

  @Test
  void ourTimeIsTheShortestOfAllContests() {
    String line =
        table(Setting.VECTOR, "nd4j", "libtorch")
            .line(
                ADD,
                List.of(
                    row("ADD 1000000", "libtorch", 900, 900),
                    row("ADD 1000000", "nd4j", 800, 1600)));
    assertTrue(squeezed(line).startsWith("| add 1000000 | 800 |"), line);
  }

  @Test
  void headAndRowHaveTheSameColumns() {
    ContestTable table = table(Setting.THREADS, "one-thread", "libtorch");
    String line = table.line(PRODUCT, List.of(row("MATMUL 1024", "one-thread", 1000, 1800)));
    table.head().lines().forEach(head -> assertEquals(columns(head), columns(line)));
    assertTrue(squeezed(line).contains("| ≥ 1.7 |"), line);
  }

  private static long columns(String line) {
    return line.chars().filter(c -> c == '|').count();
  }

  @Test
  void theTallyCountsWhatWasAskedFor() {
    List<Entry.Row> rows =
        List.of(
            row("ADD 1000000", "libtorch", 800, 1000),
            row("MATMUL 1024", "libtorch", 20000, 10000),
            row("MATMUL 1024", "nd4j", 20000, 90000));
    assertEquals(
        "1 of 2 targets met.",
        table(Setting.VECTOR, "libtorch").tally(rows, Workload.all(DType.FLOAT32)));
  }

  @Test
  void numbersShowThreeDigits() {
    assertEquals("0.707", Digits.three(0.7071));
    assertEquals("7.07", Digits.three(7.071));
    assertEquals("70.7", Digits.three(70.71));
    assertEquals("707", Digits.three(707.1));
    assertEquals("13871", Digits.ratio(13871.4));
  }
}
