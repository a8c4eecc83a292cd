package dev.capstan.benchmarks.report;

import static dev.capstan.benchmarks.report.Samples.PLACE;
import static dev.capstan.benchmarks.report.Samples.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentTest {
  @TempDir Path folder = Path.of("");

  private Results someResults() throws IOException {
    Results results = Results.open(folder.resolve("results.jsonl"));
    results.add(new Entry.Limits(PLACE, "float32", Samples.PEAKS));
    results.add(row("ADD 1000", "libtorch", 1, 5));
    results.add(row("MATMUL 1024", "libtorch", 20000, 10000));
    Entry.Place scalar17 = new Entry.Place("a machine", "17.0.15", "scalar", "2026-01-02");
    results.add(row(scalar17, "ADD 1000", "libtorch", 1, 3));
    Entry.Place whole = new Entry.Place("a machine", "25.0.3", "processes", "2026-01-02");
    results.add(new Entry.Whole(whole, "digits", "Capstan, scalar", List.of(1.5, 1.0, 1.25)));
    results.add(new Entry.Absence(PLACE, "nd4j", "", "not there"));
    return results;
  }

  @Test
  void thePageHasATableForEachSettingThatWasMeasured() throws IOException {
    String page = Document.of(someResults(), "");
    assertEquals(2, page.split("\n### float").length - 1);
    assertTrue(page.contains("### float32, JDK 25, vector kernels, one thread"), page);
    assertTrue(page.contains("### float32, JDK 17, scalar kernels, one thread"), page);
    assertTrue(page.contains("float32: multiply-add peak 200.0 GFLOP/s;"), page);
    assertTrue(page.contains("1 of 2 targets met."), page);
    assertTrue(page.contains("Opponents: libtorch 1.0."), page);
    assertTrue(
        page.contains("| digits | Capstan, scalar | 25.0.3 | 1.00 | 1.25 | 3 | ≤ 1.2 |"), page);
    assertTrue(page.contains("* nd4j on JDK 25, vector kernels, one thread: not there"), page);
    assertFalse(page.contains("{{"), page);
  }

  @Test
  void whatWasWrittenByHandStays() throws IOException {
    String first = Document.of(someResults(), "");
    String edited = first.replace(Document.END, "Because of the cache.\n" + Document.END);
    String again = Document.of(someResults(), edited.replace("# Performance", "# Old title"));
    assertEquals(edited, again);
  }

  @Test
  void aPageWithNothingToKeepIsNotOverwritten() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Document.requireKeepable("# Mine\n"));
    assertEquals(
        "no part of it stands between '<!-- written by hand: begin -->' and '<!-- written by hand:"
            + " end -->', so everything in it would be lost",
        e.getMessage());
  }

  @Test
  void nothingMeasuredIsSaidSo() throws IOException {
    String page = Document.of(Results.open(folder.resolve("none")), "");
    assertTrue(page.contains("## Whole processes"), page);
    assertTrue(page.contains("Not run."), page);
  }
}
