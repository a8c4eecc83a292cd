package dev.capstan.ops;

import static dev.capstan.ops.Slice.all;
import static dev.capstan.ops.Slice.at;
import static dev.capstan.ops.Slice.ellipsis;
import static dev.capstan.ops.Slice.every;
import static dev.capstan.ops.Slice.newAxis;
import static dev.capstan.ops.Slice.pick;
import static dev.capstan.ops.Slice.range;
import static dev.capstan.ops.Slice.to;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Slices take what NumPy's brackets take; the comments show them. */
final class SliceTest {
  private static final Tensor LINE = Tensor.arange(DType.FLOAT64, 6);
  private static final Tensor BLOCK = Tensor.arange(DType.FLOAT64, 24).reshape(2, 3, 4);

  private static void assertTakes(double[] expected, Slice slice) {
    assertArrayEquals(expected, LINE.slice(slice).toArray(), slice.toString());
  }

  @Test
  void rangesOfAVector() {
    assertTakes(new double[] {1, 2, 3}, range(1, 4)); // [1:4]
    assertTakes(new double[] {4, 5}, Slice.from(-2)); // [-2:]
    assertTakes(new double[] {0, 1}, to(-4)); // [:-4]
    assertTakes(new double[] {0, 3}, every(3)); // [::3]
    assertTakes(new double[] {5, 3, 1}, every(-2)); // [::-2]
    assertTakes(new double[] {4, 3}, range(4, 2, -1)); // [4:2:-1]
    assertTakes(new double[] {5, 4}, range(99, 3, -1)); // [99:3:-1]
    assertTakes(new double[] {}, range(4, 2)); // [4:2]
    assertTakes(new double[] {0, 1, 2, 3, 4, 5}, range(-99, 99)); // [-99:99]
    assertTakes(new double[] {3, 3, 0}, pick(IntTensor.of(3, 3, 0))); // [[3, 3, 0]]
  }

  @Test
  void wordsForSeveralAxes() {
    assertEquals(Shape.of(3, 4), BLOCK.slice(at(1)).shape()); // [1]
    assertEquals(Shape.of(2, 3), BLOCK.slice(ellipsis(), at(-1)).shape()); // [..., -1]
    assertEquals(Shape.of(2, 1, 2, 4), BLOCK.slice(all(), newAxis(), Slice.from(1)).shape());
    assertArrayEquals(new double[] {15, 19, 23}, BLOCK.slice(at(1), all(), at(-1)).toArray());
    assertArrayEquals(new double[] {17, 5}, BLOCK.slice(every(-1), at(1), at(1)).toArray());
  }

  @Test
  void aPositionBeyondTheAxisIsRefused() {
    IndexOutOfBoundsException e =
        assertThrows(IndexOutOfBoundsException.class, () -> BLOCK.slice(all(), at(3)));
    assertEquals("slice: index 3 out of range for axis 1 of size 3", e.getMessage());
  }

  @Test
  void aStepOfZeroIsRefused() {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> range(0, 1, 0));
    assertEquals("slice: the step is 0, expected another number", e.getMessage());
  }
}
