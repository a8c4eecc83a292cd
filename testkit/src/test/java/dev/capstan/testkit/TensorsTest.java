package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.ops.DType;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import org.junit.jupiter.api.Test;

/** What generators promise, and what they shrink to. */
final class TensorsTest {
  private static final long SEED = 7;
  private static final int TRIES = 200;

  private static void always(Arbitrary<Tensor> tensors, Consumer<Tensor> statement) {
    Falsifier.check("always", tensors, TRIES, SEED, Literals::of, statement);
  }

  /** The counterexample as shown by the message. */
  private static String smallest(Arbitrary<Tensor> tensors, Consumer<Tensor> statement) {
    AssertionError failure = assertThrows(AssertionError.class, () -> always(tensors, statement));
    return String.valueOf(failure.getMessage()).split("\n", -1)[1];
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new AssertionError("no");
    }
  }

  @Test
  void numbersKeepTheGapToEachKink() {
    Domain domain = Domain.real().awayFrom(0, 1);
    always(
        Tensors.of(DType.FLOAT64, Shape.of(2, 2), domain),
        x -> {
          for (double v : x.toArray()) {
            require(Math.abs(v) >= Domain.GAP && Math.abs(v - 1) >= Domain.GAP);
            require(v >= -2 && v <= 2);
          }
        });
  }

  @Test
  void tiesAreFrequent() {
    int[] tied = {0};
    always(
        Tensors.withTies(DType.FLOAT32, Shape.of(4)),
        x -> tied[0] += Arrays.stream(x.toArray()).distinct().count() < 4 ? 1 : 0);
    assertTrue(tied[0] > TRIES / 2, tied[0] + " of " + TRIES);
  }

  @Test
  void extremeNumbersAreFinite() {
    double[] largest = {0, 0};
    always(
        Tensors.extreme(DType.FLOAT32, Shape.of(3)),
        x -> {
          for (float v : x.toFloatArray()) {
            require(Float.isFinite(v));
            largest[0] = Math.max(largest[0], Math.abs(v));
          }
        });
    assertTrue(largest[0] >= 1e30, "largest " + largest[0]);
  }

  @Test
  void specialNumbersAllAppear() {
    Set<String> seen = new HashSet<>();
    always(
        Tensors.special(DType.FLOAT64, Shape.of(3)),
        x -> Arrays.stream(x.toArray()).forEach(v -> seen.add(Double.toString(v))));
    assertTrue(
        seen.containsAll(Set.of("NaN", "Infinity", "-Infinity", "0.0", "-0.0", "4.9E-324")),
        seen.toString());
  }

  @Test
  void aFailureShrinksToTheSmallestElements() {
    String shown =
        smallest(
            Tensors.of(DType.FLOAT64, Shape.of(2), Domain.between(-4, 4)),
            x -> require(x.at(1) < 1));
    assertEquals("Tensor.of(new double[] {0.0, 1.0}, 2)", shown);
  }

  @Test
  void aFailureShrinksToTheSmallestShape() {
    String shown =
        smallest(
            Tensors.of(DType.FLOAT32, Tensors.shapes(3, 3), Domain.real()),
            x -> require(x.rank() < 2));
    assertEquals("Tensor.of(new float[] {0.0f}, 1, 1)", shown);
  }

  @Test
  void literalsCoverSpecialNumbers() {
    assertEquals("Tensor.scalar(0.1)", Literals.of(Tensor.scalar(0.1)));
    assertEquals("Tensor.scalar(0.1f)", Literals.of(Tensor.scalar(0.1f)));
    assertEquals(
        "Tensor.of(new double[] {Double.NaN, Double.NEGATIVE_INFINITY}, 2)",
        Literals.of(Tensor.of(Double.NaN, Double.NEGATIVE_INFINITY)));
    assertEquals(
        "Tensor.of(new float[] {Float.POSITIVE_INFINITY}, 1)",
        Literals.of(Tensor.of(Float.POSITIVE_INFINITY)));
  }

  @Test
  void valuesAreReadByIndex() {
    Values v = Values.generate(Shape.of(2, 3), i -> 10 * i[0] + i[1]);
    assertEquals(12, v.at(1, 2));
    assertEquals(12, v.flat(5));
    assertArrayEquals(new double[] {1, 11}, v.along(0, 0, 1));
    assertArrayEquals(new double[] {10, 11, 12}, v.along(-1, 1, 0));
    assertEquals(10, Values.generate(Shape.of(2, 1), i -> 10 * i[0]).broadcastAt(3, 1, 2));
  }
}
