package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MagnitudesTest {

  private static double norm(double... x) {
    return Magnitudes.norm(List.of(Tensor.of(x)));
  }

  @Test
  void theNormIsThatOfAllTensorsTogether() {
    Tensor three = Tensor.full(DType.FLOAT32, 1, 9);
    Tensor four = Tensor.full(DType.FLOAT64, 2, 4);

    assertEquals(5, Magnitudes.norm(List.of(three, four)));
    assertEquals(0, Magnitudes.norm(List.of()));
  }

  @Test
  void theNormSurvivesSquaresBeyondTheRange() {
    // Powers of two and a Pythagorean triple: no rounding, so equality is exact.
    for (int exponent : new int[] {-1060, -600, 0, 600, 1020}) {
      double unit = Math.scalb(1.0, exponent);
      assertEquals(5 * unit, norm(3 * unit, 0, -4 * unit), "2^" + exponent);
    }
    assertEquals(5e-38f, Magnitudes.norm(List.of(Tensor.of(3e-38f, 4e-38f))), 5e-38 * 1e-7);
  }

  @Test
  void whatIsNoNumberShows() {
    assertTrue(Double.isNaN(norm(1, Double.NaN, Double.POSITIVE_INFINITY)));
    assertEquals(Double.POSITIVE_INFINITY, norm(1, Double.NEGATIVE_INFINITY));
    assertFalse(Magnitudes.finite(Tensor.of(1, Double.NaN)));
    assertFalse(Magnitudes.finite(Tensor.of(Float.NEGATIVE_INFINITY)));
    assertTrue(Magnitudes.finite(Tensor.of(-Double.MAX_VALUE, 0)));
    assertTrue(Magnitudes.finite(Tensor.zeros(DType.FLOAT32, 0)));
  }
}
