package dev.capstan.testkit;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.ops.DType;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;

/**
 * What every differentiable operation must keep, as JUnit tests made from a row:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicContainer> operations() {
 *   return myRows.stream().map(OpContract::of);
 * }
 * }</pre>
 *
 * <p>Each clause runs on a few samples of each of the row's settings, from a fixed seed; {@code
 * -Dcapstan.seed=N} takes another, {@code -Dcapstan.thorough=true} a random one and 1,000 samples
 * in all. A failure names operation, clause and seed, and shows the smallest failing inputs as Java
 * source.
 */
public final class OpContract {
  private static final long SEED = 20260101;
  private static final int THOROUGH_TRIES = 1000;

  private OpContract() {}

  /** The contract's tests for one row, in a container of the row's name. */
  public static DynamicContainer of(OpSpec row) {
    requireNonNull(row, "row");
    Clauses clauses = new Clauses(row);
    List<DynamicTest> tests = new ArrayList<>();
    if (row.dtypes().contains(DType.FLOAT64)) {
      add(tests, row, "value = reference", 10, clauses::valueEqualsReference);
      add(tests, row, "fluent = static", 1, clauses::fluentEqualsStatic);
      add(tests, row, "inputs untouched", 1, clauses::inputsUntouched);
      add(tests, row, "replay = value", 1, clauses::replayEqualsValue);
    }
    if (row.dtypes().contains(DType.FLOAT32)) {
      add(tests, row, DType.FLOAT32, "float32", 4, clauses::float32WithinBoundsOfFloat64);
    }
    if (!row.differentiable()) {
      add(tests, row, "constant", 1, clauses::resultIsConstant);
    } else if (row.dtypes().contains(DType.FLOAT64)) {
      add(tests, row, "first order", 6, clauses::firstOrder);
      add(tests, row, "second order", 4, clauses::secondOrder);
      add(tests, row, "linear in g", 2, clauses::linearInCotangent);
      add(tests, row, "adjoint identity", 2, clauses::adjointIdentity);
      add(tests, row, "graph = plain", 2, clauses::graphGivesTheSameGradient);
    }
    for (Pin pin : row.pins()) {
      tests.add(DynamicTest.dynamicTest("pin " + pin.inputs(), () -> Pins.check(row, pin)));
    }
    for (OpSpec.Misuse misuse : row.errors()) {
      tests.add(DynamicTest.dynamicTest("error: " + misuse.message(), () -> check(row, misuse)));
    }
    return DynamicContainer.dynamicContainer(row.toString(), tests);
  }

  /** The contract's tests for many rows. */
  public static Stream<DynamicContainer> ofAll(List<OpSpec> rows) {
    return rows.stream().map(OpContract::of);
  }

  private static void add(
      List<DynamicTest> tests,
      OpSpec row,
      String clause,
      int tries,
      Consumer<List<Tensor>> statement) {
    add(tests, row, DType.FLOAT64, clause, tries, statement);
  }

  private static void add(
      List<DynamicTest> tests,
      OpSpec row,
      DType dtype,
      String clause,
      int tries,
      Consumer<List<Tensor>> statement) {
    tests.add(
        DynamicTest.dynamicTest(
            clause,
            () -> {
              int each = thorough() ? THOROUGH_TRIES / row.shapes().size() + 1 : tries;
              for (List<Shape> setting : row.shapes()) {
                Arbitrary<List<Tensor>> inputs = Tensors.inputs(row, setting, dtype);
                String what = row + ": " + clause + " on " + setting;
                Falsifier.check(what, inputs, each, seed(), Literals::of, statement);
              }
            }));
  }

  private static void check(OpSpec row, OpSpec.Misuse misuse) {
    RuntimeException thrown =
        assertThrows(misuse.type(), misuse.call()::run, row + ": " + misuse.message());
    assertEquals(misuse.message(), thrown.getMessage(), row.toString());
  }

  private static boolean thorough() {
    return Boolean.getBoolean("capstan.thorough");
  }

  private static long seed() {
    return Long.getLong("capstan.seed", thorough() ? System.nanoTime() : SEED);
  }
}
