package dev.capstan.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.RowTable.RowGradient;
import dev.capstan.nn.optim.Adam;
import dev.capstan.nn.optim.Optimizer;
import dev.capstan.nn.optim.Sgd;
import dev.capstan.ops.DType;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RowTableTest {
  private static final int ROWS = 9;
  private static final int WIDTH = 3;

  /** Each batch looks up five rows, one of them twice, and two rows (7 and 8) are in none. */
  private static final int[][] BATCHES = {{0, 3, 3, 5, 1}, {6, 0, 2, 2, 4}, {5, 5, 1, 0, 6}};

  private static Tensor start(DType dtype) {
    SplittableRandom random = new SplittableRandom(11);
    return Tensor.generate(dtype, Shape.of(ROWS, WIDTH), i -> random.nextDouble() - 0.5);
  }

  /** Weighs each element differently, so that no mistake in order can hide. */
  private static Tensor loss(Tensor picked) {
    Tensor weights = Tensor.generate(picked.dtype(), picked.shape(), i -> 1 + i % 7);
    return Reductions.sum(Elementwise.mul(weights, Elementwise.square(picked)));
  }

  private static final class Embedding extends NeuralModule {
    final RowTable table;

    Embedding(RowTable table) {
      this.table = table(table);
    }

    @Override
    protected Embedding copy(Replication copies) {
      return new Embedding(copies.of(table));
    }
  }

  @Test
  void aLookUpOutsideAScopeIsAConstantOfTheIdsShape() {
    RowTable table = new RowTable("rows", start(DType.FLOAT64));

    Tensor picked = table.lookup(IntTensor.of(new int[] {4, 0, 4, 8}, 2, 2));

    assertEquals(Shape.of(2, 2, WIDTH), picked.shape());
    assertNull(picked.node());
    for (int j = 0; j < WIDTH; j++) {
      assertEquals(start(DType.FLOAT64).get(4, j), picked.get(0, 0, j));
      assertEquals(start(DType.FLOAT64).get(4, j), picked.get(1, 0, j));
      assertEquals(start(DType.FLOAT64).get(8, j), picked.get(1, 1, j));
    }
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void trainingEqualsThatOfADenseTableBitForBit(DType dtype) {
    RowTable table = new RowTable("rows", start(dtype));
    Parameter dense = new Parameter("rows", start(dtype));
    Sgd sparse = new Sgd(List.of(), List.of(table), Sgd.Options.of(0.01));
    Sgd plain = new Sgd(List.of(dense), Sgd.Options.of(0.01));

    for (int[] batch : BATCHES) {
      IntTensor ids = IntTensor.of(batch);
      Tensor one = sparse.step(() -> loss(table.lookup(ids)));
      Tensor two = plain.step(() -> loss(Indexing.embedding(dense.value(), ids)));
      assertEquals(two.item(), one.item());
    }

    assertArrayEquals(dense.value().toArray(), table.toTensor().toArray());
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void rowsThatNoStepTouchesKeepValueAndMoments(DType dtype) {
    RowTable table = new RowTable("rows", start(dtype));
    Optimizer adam = new Adam(List.of(), List.of(table), Adam.Options.of(0.1));
    for (int[] batch : BATCHES) {
      adam.step(() -> loss(table.lookup(IntTensor.of(batch))));
    }
    double[] after = table.toTensor().toArray();
    double[] before = start(dtype).toArray();
    for (int i = 0; i < after.length; i++) {
      assertEquals(i / WIDTH >= 7, after[i] == before[i], "row " + i / WIDTH);
    }
  }

  /** Without ε, which SparseAdam adds elsewhere. */
  @Test
  void adamOnRowsIsAdamOfThoseRows() {
    RowTable table = new RowTable("rows", start(DType.FLOAT64));
    Parameter part =
        new Parameter("part", Indexing.indexSelect(start(DType.FLOAT64), 0, IntTensor.of(2, 5)));
    Optimizer sparse = new Adam(List.of(), List.of(table), Adam.Options.of(0.1).withEpsilon(0));
    Optimizer plain = new Adam(List.of(part), Adam.Options.of(0.1).withEpsilon(0));
    for (int step = 0; step < 10; step++) {
      sparse.step(() -> loss(table.lookup(IntTensor.of(2, 5))));
      plain.step(() -> loss(part.value()));
    }

    assertArrayEquals(part.value().toArray(), table.lookup(IntTensor.of(2, 5)).toArray());
  }

  @Test
  void severalLookUpsOfAStepAddUp() {
    Embedding model = new Embedding(new RowTable("rows", start(DType.FLOAT64)));
    Parameter dense = new Parameter("rows", start(DType.FLOAT64));

    ParameterGradients g =
        model.gradients(
            () ->
                loss(model.table.lookup(IntTensor.of(4, 1)))
                    .add(loss(model.table.lookup(IntTensor.of(1, 0, 1)))));
    Tensor expected =
        ParameterGradients.of(
                List.of(dense),
                () ->
                    loss(Indexing.embedding(dense.value(), IntTensor.of(4, 1)))
                        .add(loss(Indexing.embedding(dense.value(), IntTensor.of(1, 0, 1)))))
            .of(dense);

    RowGradient rows = Objects.requireNonNull(g.of(model.table));
    assertArrayEquals(new int[] {4, 1, 0}, rows.rows());
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < WIDTH; j++) {
        // Three contributions may be added in another order.
        double wanted = expected.get(rows.rows()[i], j);
        assertEquals(wanted, rows.gradient().get(i, j), 2 * Math.ulp(wanted));
      }
    }
    assertEquals(2 * g.norm(), g.plus(g).norm(), 4 * Math.ulp(g.norm()));
    assertEquals(1, g.clipNorm(1).norm(), 4 * Math.ulp(1.0));
  }

  @Test
  void aFrozenTableIsConstant() {
    Embedding model = new Embedding(new RowTable("rows", start(DType.FLOAT64)));
    Parameter scale = new Parameter("scale", Tensor.scalar(2.0));
    model.freeze();

    ParameterGradients g =
        ParameterGradients.of(
            List.of(scale),
            model.tables(),
            () -> loss(Elementwise.mul(scale.value(), model.table.lookup(IntTensor.of(1)))));

    assertNull(g.of(model.table));
    assertTrue(g.has(scale));
  }

  @Test
  void aTableThatGrowsGoesOnTraining() {
    RowTable table = new RowTable("rows", start(DType.FLOAT64));
    RowTable whole = new RowTable("rows", start(DType.FLOAT64));
    Tensor more = Tensor.full(DType.FLOAT64, 0.25, 2, WIDTH);
    whole.append(more);
    Optimizer adam = new Adam(List.of(), List.of(table), Adam.Options.of(0.1));
    Optimizer other = new Adam(List.of(), List.of(whole), Adam.Options.of(0.1));
    IntTensor early = IntTensor.of(0, 4);
    IntTensor late = IntTensor.of(10, 4, 9);
    adam.step(() -> loss(table.lookup(early)));
    other.step(() -> loss(whole.lookup(early)));
    table.append(more);
    for (int i = 0; i < 3; i++) {
      adam.step(() -> loss(table.lookup(late)));
      other.step(() -> loss(whole.lookup(late)));
    }

    assertEquals(ROWS + 2, table.rows());
    assertArrayEquals(whole.toTensor().toArray(), table.toTensor().toArray());
    assertEquals(
        "append: got [2, 4], expected rows of width 3",
        assertThrows(
                IllegalArgumentException.class,
                () -> table.append(Tensor.zeros(DType.FLOAT64, 2, 4)))
            .getMessage());
  }

  @Test
  void anErrorInALookUpLeavesTheTableUsable() {
    RowTable table = new RowTable("rows", start(DType.FLOAT64));

    assertEquals(
        "lookup: index 9 out of range for table 'rows' of 9 rows, at [2]",
        assertThrows(IndexOutOfBoundsException.class, () -> table.lookup(IntTensor.of(3, 4, 9)))
            .getMessage());
    assertEquals(start(DType.FLOAT64).get(4, 1), table.lookup(IntTensor.of(4)).get(0, 1));
  }

  @Test
  void aReplicaHasRowsOfItsOwn() {
    Embedding model = new Embedding(new RowTable("rows", start(DType.FLOAT64)));
    Embedding replica = (Embedding) model.replica();

    new Sgd(model, 0.1).step(() -> loss(model.table.lookup(IntTensor.of(0))));

    assertArrayEquals(start(DType.FLOAT64).toArray(), replica.table.toTensor().toArray());
    assertFalse(start(DType.FLOAT64).get(0, 0) == model.table.lookup(IntTensor.of(0)).get(0, 0));
    assertEquals(ROWS * WIDTH, model.size());
  }
}
