package dev.capstan.benchmarks.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineTest {

  @Test
  void aSpecComesBackAsItWas() {
    Spec spec =
        new Spec(List.of("ADD 1000"), "float64", 1.5, 2, "pytorch", List.of("a b", "\"c\""));
    assertEquals(spec, Line.read(Line.of(spec), Spec.class));
  }

  @Test
  void aFindingComesBackFromAForksOutput() {
    Finding finding = Finding.of("ADD 1000", new Finding.Score(0.5, 4056, "libtorch", 2, 3.9, 4.1));
    assertEquals(finding, Line.finding(Line.MARK + Line.of(finding)));
    Finding peaks = Finding.of(new Peaks(2e11, 3e10, 2e10, 1e10));
    assertEquals(peaks, Line.finding(Line.MARK + Line.of(peaks)));
  }

  @Test
  void whatNativeCodePrintsIsNoFinding() {
    assertNull(Line.finding("WARNING: Using incubator modules: jdk.incubator.vector"));
  }

  @Test
  void aDamagedLineIsRefusedWithItsText() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Line.read("{\"work", Spec.class));
    assertEquals("no Spec: {\"work", String.valueOf(e.getMessage()).substring(0, 15));
  }
}
