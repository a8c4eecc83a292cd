package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The number and sizes of parts, ranks up to 8, and axes of size 0. */
final class CuttingTest {
  private static List<Integer> sizes(List<Tensor> parts) {
    return parts.stream().map(Tensor::size).toList();
  }

  @Test
  void theLastPartOfASplitMayBeSmaller() {
    Tensor x = Tensor.arange(DType.FLOAT32, 7);
    assertEquals(List.of(3, 3, 1), sizes(x.split(3, 0)));
    assertEquals(List.of(2, 0, 5), sizes(x.split(new int[] {2, 0, 5}, 0)));
    assertEquals(List.of(2, 2, 2, 1), sizes(x.chunk(4, 0)));
    assertEquals(List.of(2, 2, 1), sizes(Tensor.arange(DType.FLOAT32, 5).chunk(4, 0)));
    assertEquals(List.of(1, 1), sizes(Tensor.arange(DType.FLOAT32, 2).unstack(0)));
    assertEquals(List.of(), sizes(Tensor.zeros(DType.FLOAT32, 0).split(2, 0)));
  }

  @Test
  void partsJoinToTheWhole() {
    Tensor x = Tensor.arange(DType.FLOAT64, 30).reshape(2, 5, 3);
    assertArrayEquals(x.toArray(), Movement.concat(x.split(2, 1), 1).toArray());
    assertArrayEquals(x.toArray(), Movement.stack(x.unstack(2), 2).toArray());
  }

  @Test
  void rankEightIsReducedPermutedAndSliced() {
    Tensor x = Tensor.arange(DType.FLOAT64, 256).reshape(2, 2, 2, 2, 2, 2, 2, 2);
    assertArrayEquals(new double[] {8128, 24512}, x.sum(1, 2, 3, 4, 5, 6, 7).toArray());
    assertArrayEquals(new double[] {16256, 16384}, x.sum(0, 1, 2, 3, 4, 5, 6).toArray());
    assertArrayEquals(new double[] {1360, 2720}, halves(x));
    assertEquals(1, x.permute(7, 6, 5, 4, 3, 2, 1, 0).at(128));
    assertEquals(254, x.flip(7).at(255));
  }

  /** The sums where every second index is 0, and where it is 1. */
  private static double[] halves(Tensor x) {
    Tensor zeros = x;
    Tensor ones = x;
    for (int axis = 1; axis < 8; axis += 2) {
      zeros = zeros.slice(axis, 0, 1);
      ones = ones.slice(axis, 1, 2);
    }
    return new double[] {zeros.sum().item(), ones.sum().item()};
  }

  @Test
  void axesOfSizeZeroPassThrough() {
    Tensor x = Tensor.zeros(DType.FLOAT64, 3, 0, 2);
    assertEquals(Shape.of(3, 0), x.amax(2).shape());
    assertEquals(Shape.of(3, 0, 2), x.sort(0).shape());
    assertEquals(Shape.of(3, 0, 2), x.sort(1).shape());
    assertEquals(Shape.of(3, 0, 1), x.topK(1, 2).shape());
    assertEquals(Shape.of(0), x.unique().shape());
    assertEquals(Shape.of(0, 3), x.nonZero().shape());
    assertEquals(Shape.of(6, 0, 2), x.repeat(2, 0).shape());
    assertEquals(Shape.of(2, 3, 0), x.permute(2, 0, 1).shape());
    assertEquals(Shape.of(3, 0, 2), x.cumprod(1).shape());
    assertEquals(Shape.of(3, 0, 2), x.softmax(1).shape());
    assertArrayEquals(new double[6], x.norm(2, 1).toArray());
    assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1}, x.prod(1).toArray());
  }
}
