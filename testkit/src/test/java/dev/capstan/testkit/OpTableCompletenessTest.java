package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.ops.Tensor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** No operation without a row, and no row that says too little. */
final class OpTableCompletenessTest {
  private static final int FEWEST_SHAPES = 3;

  @TestFactory
  Stream<DynamicTest> everyOperationOfAFamilyHasARow() {
    return OpFamilies.all().stream()
        .map(
            family ->
                DynamicTest.dynamicTest(
                    family.getSimpleName(),
                    () -> assertEquals(Set.of(), missing(family), family + " without a row")));
  }

  private static Set<String> missing(Class<?> family) {
    Set<String> missing = new TreeSet<>(OpFamilies.operations(family));
    OpTable.rows().stream()
        .filter(row -> row.family() == family)
        .forEach(row -> missing.removeAll(row.covers()));
    return missing;
  }

  @Test
  void noRowCoversAMethodThatDoesNotExist() {
    for (OpSpec row : OpTable.rows()) {
      Set<String> stray = new TreeSet<>(row.covers());
      stray.removeAll(OpFamilies.operations(row.family()));
      assertEquals(Set.of(), stray, row.toString());
    }
  }

  @Test
  void namesAreUnique() {
    Set<String> seen = new HashSet<>();
    for (OpSpec row : OpTable.rows()) {
      assertTrue(seen.add(row.toString()), "two rows are called " + row);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyRowSaysEnough() {
    return OpTable.rows().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.toString(), () -> assertEquals(List.of(), gaps(row), row.toString())));
  }

  /** What a row leaves out. */
  static List<String> gaps(OpSpec row) {
    List<String> gaps = new ArrayList<>();
    if (new HashSet<>(row.shapes()).size() < FEWEST_SHAPES) {
      gaps.add("fewer than three shapes");
    }
    int inputs = row.shapes().stream().mapToInt(List::size).max().orElse(0);
    for (int k = 0; k < inputs; k++) {
      if (row.domain(k).isEmpty()) {
        gaps.add("the domain of input " + k + " is empty");
      }
      for (double kink : row.domain(k).kinks()) {
        if (!pinned(row, k, kink)) {
          gaps.add("no pin has " + kink + " in input " + k);
        }
      }
    }
    Set<String> named = row.pins().stream().map(Pin::kink).collect(Collectors.toSet());
    row.kinks().stream()
        .filter(kink -> !named.contains(kink))
        .forEach(kink -> gaps.add("no pin is named '" + kink + "'"));
    if (row.distinct() && row.pins().stream().noneMatch(OpTableCompletenessTest::hasTie)) {
      gaps.add("no pin has a tie");
    }
    return gaps;
  }

  private static boolean pinned(OpSpec row, int input, double kink) {
    return row.pins().stream()
        .filter(pin -> pin.inputs().size() > input)
        .anyMatch(pin -> Arrays.stream(pin.inputs().get(input).toArray()).anyMatch(x -> x == kink));
  }

  private static boolean hasTie(Pin pin) {
    double[] all =
        pin.inputs().stream().map(Tensor::toArray).flatMapToDouble(Arrays::stream).toArray();
    return IntStream.range(0, all.length)
        .anyMatch(i -> IntStream.range(0, i).anyMatch(j -> all[i] == all[j]));
  }

  @TestFactory
  Stream<DynamicTest> everyFluentFormIsNamedByARow() {
    Set<String> fluent =
        Arrays.stream(Tensor.class.getMethods())
            .filter(m -> !Modifier.isStatic(m.getModifiers()))
            .map(Method::getName)
            .collect(Collectors.toSet());
    Map<String, List<OpSpec>> byMethod =
        OpTable.rows().stream().collect(Collectors.groupingBy(OpSpec::method));
    return byMethod.entrySet().stream()
        .filter(rows -> fluent.contains(rows.getKey()))
        .map(
            rows ->
                DynamicTest.dynamicTest(
                    rows.getKey(),
                    () ->
                        assertTrue(
                            rows.getValue().stream().anyMatch(row -> row.fluent() != null),
                            "Tensor." + rows.getKey() + " is named by no row's fluent(...)")));
  }
}
