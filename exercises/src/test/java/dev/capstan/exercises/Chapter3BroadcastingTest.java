package dev.capstan.exercises;

import dev.capstan.ops.Tensor;

@Chapter(value = 3, title = "tensors and broadcasting", answers = Chapter3Broadcasting.class)
final class Chapter3BroadcastingTest {
  private static final Tensor X = Tensor.of(new double[][] {{1.0, -2.0, 0.5}, {0.25, 3.0, -1.5}});

  @Exercise(
      value = "3.1",
      asks = "the rules of a row added to each row of a matrix",
      hint =
          "The row is used once for each row of the matrix. In which direction do its shares lie in"
              + " g, and what happens to shares?")
  void addRow() {
    Claims.rightToSecondOrder(
        "x row",
        xs -> Chapter3Broadcasting.addRow(xs.get(0), xs.get(1)),
        X,
        Tensor.of(0.5, -1.0, 2.0));
  }

  @Exercise(
      value = "3.2",
      asks = "the rules of a factor for each row of a matrix",
      hint =
          "First the product rule, as for numbers. Then look at the shape that comes out for c, and"
              + " at the one it should have: [n, 1].")
  void scaleRows() {
    Claims.rightToSecondOrder(
        "x c",
        xs -> Chapter3Broadcasting.scaleRows(xs.get(0), xs.get(1)),
        X,
        Tensor.of(new double[][] {{2.0}, {-0.5}}));
  }

  @Exercise(
      value = "3.3",
      asks = "the rule of a mean",
      hint = "By how much does the mean grow if one of six elements grows by 1? g is a scalar.")
  void mean() {
    Claims.rightToSecondOrder("x", xs -> Chapter3Broadcasting.mean(xs.get(0)), X);
  }

  @Exercise(
      value = "3.4",
      asks = "the rules of a matrix product",
      hint =
          "g is [n, m], x is [n, k], w is [k, m]. There is one way to multiply two of them, one"
              + " perhaps turned round, that gives the shape of x, and one for w.")
  void product() {
    Claims.rightToSecondOrder(
        "x w",
        xs -> Chapter3Broadcasting.product(xs.get(0), xs.get(1)),
        X,
        Tensor.of(new double[][] {{0.5, 1.0}, {-1.0, 0.25}, {2.0, -0.75}}));
    Claims.rightToSecondOrder(
        "x w",
        xs -> Chapter3Broadcasting.product(xs.get(0), xs.get(1)),
        Tensor.of(new double[][] {{1.0, 2.0}, {-0.5, 0.25}}),
        Tensor.of(new double[][] {{0.5, 1.0}, {-1.0, 3.0}}));
  }
}
