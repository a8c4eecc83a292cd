package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class StretchTest {
  private static final int ELEMENTS = 1000;

  /** Results may be four times as large: two axes of which each is twice as long. */
  @TestFactory
  Stream<DynamicTest> everyRowTakesAboutSoManyElements() {
    return OpTable.rows().stream()
        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> aboutSoMany(row)));
  }

  private static void aboutSoMany(OpSpec row) {
    List<Shape> shapes = Stretch.of(row, ELEMENTS);
    Tensor y = row.apply(Samples.of(row, shapes, new SplittableRandom(1)));
    int most = shapes.stream().mapToInt(Shape::size).max().orElse(0);
    int all = Math.max(most, y.size());
    assertTrue(
        most <= ELEMENTS && all <= 4 * ELEMENTS && all >= ELEMENTS / 8,
        () -> shapes + " -> " + y.shape());
  }
}
