package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
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

  /**
   * Rows whose named point is no kink, or a single point that no step of a check meets: the smooth
   * functions of products, whose rules divide by nothing; what a mask hides; a distance whose eps
   * lies beside the pin; discontinuities at the origin; repeated singular values.
   */
  private static final Set<String> WITHOUT_BRANCH =
      Set.of(
          "prod",
          "cumprod",
          "det",
          "scaledDotProductAttention",
          "pairwiseDistance",
          "hypot",
          "atan2",
          "xlogy",
          "matrixNorm");

  /** So a gradient check knows on which side of a kink its steps lie. */
  @TestFactory
  Stream<DynamicTest> everyKinkIsABranch() {
    return OpTable.rows().stream()
        .filter(row -> row.differentiable() && !WITHOUT_BRANCH.contains(row.method()))
        .flatMap(
            row ->
                row.pins().stream()
                    .filter(pin -> pin.kink() != null || isAtKink(row, pin))
                    .map(
                        pin ->
                            DynamicTest.dynamicTest(
                                row + " at " + pin.inputs(),
                                () -> assertTrue(branches(row, pin), row.toString()))));
  }

  /** Of functions of one number: where several meet, a kink's number may be an ordinary point. */
  private static boolean isAtKink(OpSpec row, Pin pin) {
    Tensor x = pin.inputs().get(0);
    return pin.inputs().size() == 1
        && x.rank() == 0
        && row.domain(0).kinks().contains(x.item())
        && !pin.gradients().isEmpty();
  }

  /** Whether the branches at the pin are not those on one of its sides. */
  private static boolean branches(OpSpec row, Pin pin) {
    List<Long> at = signature(row, pin.inputs());
    return Stream.of(0.375, -0.375)
        .anyMatch(step -> !signature(row, moved(pin.inputs(), step)).equals(at));
  }

  /** Every element by another step. */
  private static List<Tensor> moved(List<Tensor> inputs, double step) {
    List<Tensor> moved = new ArrayList<>();
    for (Tensor x : inputs) {
      double own = step * (1 + moved.size());
      moved.add(x.like(i -> x.at(i) + own * (1 + i / 16.0)));
    }
    return moved;
  }

  private static List<Long> signature(OpSpec row, List<Tensor> inputs) {
    try (Tape tape = new Tape()) {
      row.apply(inputs.stream().map(tape::watch).toList());
      return tape.nodes().stream().map(Node::branch).toList();
    }
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
