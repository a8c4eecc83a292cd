package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Operations on masks and labels alone, which have no gradient and no row in the op table. */
final class MasksAndLabelsTest {
  private static final BoolTensor MASK =
      BoolTensor.of(new boolean[] {true, false, true, false, false, true}, 2, 3);

  @Test
  void anyIsTrueWhereOneElementIs() {
    assertEquals(BoolTensor.of(true, false, true), MASK.any(0));
    assertTrue(MASK.any().at(0));
  }

  @Test
  void allIsTrueWhereEveryElementIs() {
    assertEquals(BoolTensor.of(false, false, true), MASK.all(0));
    assertEquals(BoolTensor.of(false, false), MASK.all(-1));
  }

  @Test
  void overNothingAnyIsFalseAndAllIsTrue() {
    BoolTensor nothing = BoolTensor.of(new boolean[0], 0, 2);
    assertEquals(BoolTensor.of(false, false), nothing.any(0));
    assertEquals(BoolTensor.of(true, true), nothing.all(0));
  }

  @Test
  void indicesOfTrueElementsStandInRowMajorOrder() {
    assertEquals(IntTensor.of(new int[] {0, 0, 0, 2, 1, 2}, 3, 2), Indexing.nonZero(MASK));
  }

  @Test
  void ofAMaskNumbersAreMadeInTheMemoryOfAnotherTensorsValues() {
    Workspace workspace = new Workspace();
    Tensor lent = workspace.lend(Tensor.zeros(DType.FLOAT32, 1));
    BoolTensor mask = Tensor.arange(DType.FLOAT64, Arena.WORTH_LENDING).lt(3);
    Tensor numbers = mask.to(lent);
    assertEquals(DType.FLOAT32, numbers.dtype());
    assertEquals("[1.0, 1.0, 1.0, 0.0]", Arrays.toString(Arrays.copyOf(numbers.toArray(), 4)));
    Object memory = numbers.data();
    workspace.reclaim();
    assertSame(memory, mask.not().to(lent).data());
  }

  @Test
  void masksOfManyElementsAreTheirComparisons() {
    for (DType dtype : DType.values()) {
      for (int n : new int[] {7, 8, 100, 5000}) {
        Tensor x = Tensor.generate(dtype, Shape.of(n), i -> i % 3);
        BoolTensor mask = x.gt(1);
        Tensor numbers = mask.to(dtype);
        for (int i = 0; i < n; i++) {
          assertEquals(i % 3 > 1, mask.at(i));
          assertEquals(i % 3 > 1 ? 1 : 0, numbers.at(i));
        }
      }
    }
  }

  @Test
  void distinctLabelsAreSorted() {
    assertEquals(IntTensor.of(-1, 3, 7), Sorting.unique(IntTensor.of(7, 3, -1, 3, 7)));
  }

  @Test
  void oneHotHasAOneAtEachLabel() {
    Tensor hot = Indexing.oneHot(IntTensor.of(2, 0), 3, DType.FLOAT32);
    assertEquals(DType.FLOAT32, hot.dtype());
    assertEquals(Shape.of(2, 3), hot.shape());
    assertEquals("[0.0, 0.0, 1.0, 1.0, 0.0, 0.0]", Arrays.toString(hot.toArray()));
  }

  @Test
  void aLabelBeyondTheClassesIsRefused() {
    IndexOutOfBoundsException e =
        assertThrows(
            IndexOutOfBoundsException.class,
            () -> Indexing.oneHot(IntTensor.of(0, 3), 3, DType.FLOAT64));
    assertEquals("oneHot: index 3 out of range for axis 1 of size 3, at [1]", e.getMessage());
  }
}
