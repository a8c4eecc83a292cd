package dev.capstan.benchmarks.report;

import static dev.capstan.benchmarks.report.Samples.PLACE;
import static dev.capstan.benchmarks.report.Samples.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  @TempDir Path folder = Path.of("");

  private Path file() {
    return folder.resolve("new").resolve("results.jsonl");
  }

  @Test
  void aLaterRowOfTheSameKeyReplacesAnEarlierOneAcrossRuns() throws IOException {
    Results.open(file()).add(row("ADD 1000", "libtorch", 1, 2));
    Entry.Place update = new Entry.Place("a machine", "25.0.4", "vector", "2026-02-03");
    Entry.Row later = row(update, "ADD 1000", "libtorch", 1, 3);
    Results.open(file()).add(later);
    Results.open(file()).add(row("ADD 1000", "nd4j", 1, 9));
    List<Entry.Row> rows = Results.open(file()).of(Entry.Row.class);
    assertEquals(List.of(later, row("ADD 1000", "nd4j", 1, 9)), rows);
  }

  @Test
  void everyKindOfEntryComesBack() throws IOException {
    Results results = Results.open(file());
    List<Entry> all =
        List.of(
            row("ADD 1000", "", 1, 0),
            new Entry.Limits(PLACE, "float32", Samples.PEAKS),
            new Entry.Whole(PLACE, "digits", "PyTorch", List.of(5.0, 4.5)),
            new Entry.Absence(PLACE, "nd4j", "", "not there"));
    for (Entry entry : all) {
      results.add(entry);
    }
    assertEquals(all, Results.open(file()).of(Entry.class));
  }

  @Test
  void aPeerThatTakesPartIsNoLongerAbsent() throws IOException {
    Results results = Results.open(file());
    results.add(new Entry.Absence(PLACE, "libtorch", "", "not there"));
    results.add(new Entry.Absence(PLACE, "nd4j", "", "not there"));
    results.add(row("ADD 1000", "libtorch", 1, 2));
    assertEquals(
        List.of("nd4j"),
        results.of(Entry.Absence.class).stream().map(Entry.Absence::peer).toList());
  }

  @Test
  void aDamagedLineIsNamed() throws IOException {
    Results.open(file()).add(row("ADD 1000", "libtorch", 1, 2));
    Files.writeString(file(), Files.readString(file()) + "{\"type\":\n");
    IOException e = assertThrows(IOException.class, () -> Results.open(file()));
    assertTrue(String.valueOf(e.getMessage()).startsWith(file() + ":2: no Entry"), e::toString);
  }
}
