package dev.capstan.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import org.junit.jupiter.api.Test;

final class QuotedTest {
  private static final String LONG = "x".repeat(5000);
  private static final String SHORT = "'" + "x".repeat(60) + "…'";

  private static String message(Runnable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }

  @Test
  void whatOthersNamedIsQuotedShortly() {
    assertEquals("'a'", Quoted.of("a"));
    assertEquals(
        "restore: " + SHORT + " is missing from the state",
        message(() -> State.builder().build().text(LONG)));
    assertEquals(
        "rowTable " + SHORT + ": got [3], expected [rows, width]",
        message(() -> new RowTable(LONG, Tensor.zeros(DType.FLOAT64, 3))));
  }
}
