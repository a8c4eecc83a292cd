package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TensorTextTest {
  @Test
  void aScalarIsTheShortestDecimalOfItsType() {
    assertEquals("float64 [] 0.1", Tensor.scalar(0.1).toString());
    assertEquals("float32 [] 0.8881968", Tensor.scalar(0.8881968f).toString());
    assertEquals("float64 [] nan", Tensor.scalar(Double.NaN).toString());
  }

  @Test
  void aVectorStandsBehindItsShape() {
    assertEquals("float64 [3] [1.0, 2.0, 3.0]", Tensor.of(1, 2, 3).toString());
  }

  @Test
  void numbersAreAlignedAndHaveTheDecimalsThatAllNeed() {
    assertEquals(
        """
        float32 [2, 3]
        [[ 1.000, -2.500,  0.125],
         [10.000,    nan,   -inf]]""",
        Tensor.of(new float[] {1, -2.5f, 0.125f, 10, Float.NaN, Float.NEGATIVE_INFINITY}, 2, 3)
            .toString());
  }

  @Test
  void numbersOfVeryDifferentSizeAreInPowersOfTen() {
    assertEquals(
        "float64 [3] [ 1.0e-09,  2.5e+00, -3.0e+12]", Tensor.of(1e-9, 2.5, -3e12).toString());
  }

  @Test
  void largeTensorsShowTheirEnds() {
    assertEquals(
        """
        float64 [20, 30]
        [[  0.0,   1.0,   2.0, ...,  27.0,  28.0,  29.0],
         [ 30.0,  31.0,  32.0, ...,  57.0,  58.0,  59.0],
         [ 60.0,  61.0,  62.0, ...,  87.0,  88.0,  89.0],
         ...,
         [510.0, 511.0, 512.0, ..., 537.0, 538.0, 539.0],
         [540.0, 541.0, 542.0, ..., 567.0, 568.0, 569.0],
         [570.0, 571.0, 572.0, ..., 597.0, 598.0, 599.0]]""",
        Movement.reshape(Tensor.arange(DType.FLOAT64, 600), 20, 30).toString());
  }

  @Test
  void blocksOfAHigherRankAreSetApart() {
    assertEquals(
        """
        float64 [2, 1, 2]
        [[[0.0, 1.0]],

         [[2.0, 3.0]]]""",
        Movement.reshape(Tensor.arange(DType.FLOAT64, 4), 2, 1, 2).toString());
    assertEquals(
        """
        float64 [1, 1, 1, 1, 1, 1, 1, 1]
        [[[[[[[[5.0]]]]]]]]""",
        Tensor.full(DType.FLOAT64, 5, 1, 1, 1, 1, 1, 1, 1, 1).toString());
  }

  @Test
  void anEmptyTensorShowsItsShape() {
    assertEquals("float32 [0] []", Tensor.zeros(DType.FLOAT32, 0).toString());
    assertEquals("float64 [0, 3]\n[]", Tensor.zeros(DType.FLOAT64, 0, 3).toString());
  }

  @Test
  void longVectorsAreBrokenUnderTheirFirstNumber() {
    List<String> lines = Tensor.arange(DType.FLOAT64, 100).toString().lines().toList();
    assertEquals("float64 [100] [ 0.0,  1.0,", lines.get(0).substring(0, 26));
    assertEquals(" ".repeat(15), lines.get(1).substring(0, 15));
    assertTrue(lines.get(lines.size() - 1).endsWith(" 99.0]"));
    assertTrue(lines.stream().allMatch(line -> line.length() <= 100));
  }

  @Test
  void labelsAndMasksArePrintedAsTensorsAre() {
    assertEquals("int [3] [  1, -20,   3]", IntTensor.of(1, -20, 3).toString());
    assertEquals("int [] 3", IntTensor.of(new int[] {3}, new int[0]).toString());
    assertEquals("int [0] []", IntTensor.of().toString());
    assertEquals("bool [2] [ true, false]", BoolTensor.of(true, false).toString());
    assertEquals("int [1000] [0, 0, 0, ..., 0, 0, 0]", IntTensor.of(new int[1000]).toString());
    assertEquals(
        """
        bool [300, 2]
        [[false, false],
         [false, false],
         [false, false],
         ...,
         [false, false],
         [false, false],
         [false, false]]""",
        BoolTensor.of(new boolean[600], 300, 2).toString());
  }

  @Test
  void theOuterAxesShowLessUntilAllFitsAScreen() {
    assertEquals(
        """
        float32 [9, 9, 9, 9, 9]
        [[[[[0.0, ..., 0.0],
            ...,
            [0.0, ..., 0.0]],

           ...,

           [[0.0, ..., 0.0],
            ...,
            [0.0, ..., 0.0]]],


          ...,


          [[[0.0, ..., 0.0],
            ...,
            [0.0, ..., 0.0]],

           ...,

           [[0.0, ..., 0.0],
            ...,
            [0.0, ..., 0.0]]]],



         ...]""",
        Tensor.zeros(DType.FLOAT32, 9, 9, 9, 9, 9).toString());
  }

  @Test
  void nothingIsLongerThanAScreen() {
    int[][] shapes = {
      {40, 3},
      {200, 1},
      {1, 200},
      {8, 25},
      {50, 50, 50},
      {2, 2, 2, 2, 2, 2, 2, 2},
      {9, 9, 9, 9, 9, 1},
      {1, 1, 300, 1, 2},
      {1000, 0},
      {0, 1000},
      {1_000_000_000, 0}
    };
    for (int[] shape : shapes) {
      Shape s = Shape.of(shape);
      Tensor t = Tensor.generate(DType.FLOAT64, s, i -> Math.exp(i % 40 - 20));
      assertTrue(t.toString().lines().count() <= 40, () -> t.toString());
      assertTrue(t.toString().lines().allMatch(line -> line.length() <= 110), () -> t.toString());
    }
  }

  @Test
  void whatATapeFollowsNamesItsNode() {
    Tensor y;
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(Tensor.of(1, 2));
      assertEquals("float64 [2] [1.0, 2.0] (traced: #0 watch)", x.toString());
      y = x.mul(2);
      assertEquals("float64 [2] [2.0, 4.0] (traced: #1 mul)", y.toString());
      assertEquals("float64 [] 6.0 (traced: #2 sum)", y.sum().toString());
    }
    assertEquals("float64 [2] [2.0, 4.0]", y.toString());
  }

  /** A print is asked for by debuggers too, so it never throws. */
  @Test
  void whoseMemoryIsGoneSaysSo() {
    Workspace workspace = new Workspace();
    Tensor y = workspace.lend(Tensor.zeros(DType.FLOAT32, 1024)).add(1);
    workspace.reclaim();
    assertEquals("float32 [1024] (its memory has been given back)", y.toString());
  }

  @Test
  void aScalarOfAWholeNumberHasTheTypeOfAVectorOfThem() {
    assertEquals(Tensor.of(2).dtype(), Tensor.scalar(2).dtype());
    assertEquals(
        "float64 [3] [2.0, 4.0, 6.0]", Tensor.scalar(2).mul(Tensor.of(1, 2, 3)).toString());
  }
}
