package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.WalkOption;
import dev.capstan.ops.option.Transpose;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What products and distances promise of memory, and decompositions of their packed factors. */
final class ProductsTest {
  private final Random random = new Random(5);

  @ParameterizedTest
  @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
  void noBackwardPassOfAProductMovesAMatrix(Transpose left, Transpose right) {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(matrix(3, 3));
      Tensor y = tape.watch(matrix(3, 3));
      Tensor g = tape.watch(matrix(3, 3));
      tape.gradients(LinearAlgebra.matmul(x, left, y, right), g, WalkOption.CREATE_GRAPH);
      assertEquals(Set.of("watch", "matmul"), operations(tape));
    }
  }

  @Test
  void aBatchTimesOneMatrixIsOneProductForEachRule() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(Tensor.randn(DType.FLOAT64, random, 4, 3, 2));
      Tensor w = tape.watch(matrix(2, 5));
      Tensor y = LinearAlgebra.matmul(x, w);
      tape.gradients(y, tape.watch(y.detach()), WalkOption.CREATE_GRAPH);
      assertEquals(Set.of("watch", "matmul", "reshape"), operations(tape));
      assertEquals(3, tape.nodes().stream().filter(n -> n.op().equals("matmul")).count());
    }
  }

  private static Set<String> operations(Tape tape) {
    Set<String> names = new TreeSet<>();
    for (Node<?> node : tape.nodes()) {
      names.add(node.op());
    }
    return names;
  }

  /** 40 × 50 × 300 differences would be 600,000 elements; all that is kept is below a third. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 2, 3, Double.POSITIVE_INFINITY})
  void distancesOfAllPairsNeverHoldTheirDifferences(double p) {
    int m = 40;
    int n = 50;
    int d = 300;
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(matrix(m, d));
      Tensor y = tape.watch(matrix(n, d));
      tape.gradients(Reductions.sum(Distances.cdist(x, y, p)), WalkOption.CREATE_GRAPH);
      long allowed = 6L * m * d + 6L * n * d + 12L * m * n;
      assertTrue(3 * allowed < (long) m * n * d, "the bound tells nothing");
      assertTrue(tape.statistics().elements() < allowed, tape.statistics().toString());
    }
  }

  @Test
  void aDecompositionIsOneNodeAndItsFactorsAreSlices() {
    try (Tape tape = new Tape()) {
      Decompositions.svd(tape.watch(matrix(3, 2)));
      assertEquals(1, tape.nodes().stream().filter(n -> n.op().equals("svd")).count());
    }
  }

  @Test
  void theOrthogonalFactorHasAGradientThoughSingularValuesAreEqual() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(Tensor.of(new double[][] {{2, 0}, {0, 2}}));
      Decompositions.Svd factors = Decompositions.svd(x);
      Tensor polar = LinearAlgebra.matmul(factors.u(), Transpose.NO, factors.v(), Transpose.YES);
      Tensor turn = Tensor.of(new double[][] {{0, 1}, {-1, 0}});
      Tensor gradient = tape.gradients(polar, turn).of(x);
      // d(u vᵀ) = (dx − dxᵀ) / (2 · 2) at 2 · 1, and ⟨turn, dx − dxᵀ⟩ / 4 = ⟨turn, dx⟩ / 2.
      for (int i = 0; i < 4; i++) {
        assertEquals(turn.at(i) / 2, gradient.at(i), 4 * DType.FLOAT64.epsilon());
      }
    }
  }

  @Test
  void factorsOfNothingAreEmpty() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(Tensor.zeros(DType.FLOAT64, 0, 3));
      Tensor s = Decompositions.svd(x).s();
      assertEquals(Shape.of(0), s.shape());
      assertEquals(x.shape(), tape.gradients(Reductions.sum(s)).of(x).shape());
    }
  }

  @Test
  void dropoutKeepsTheMean() {
    int n = 10_000;
    Tensor y = Neural.dropout(Tensor.ones(DType.FLOAT64, n), 0.25, random);
    double mean = Reductions.mean(y).item();
    // The mean of n draws of 0 or 4/3 has the deviation √(1/3 / n); five of them are 3e-2.
    assertEquals(1, mean, 5 * Math.sqrt(1.0 / 3 / n));
  }

  private Tensor matrix(int rows, int columns) {
    return Tensor.randn(DType.FLOAT64, random, rows, columns);
  }
}
