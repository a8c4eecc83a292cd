package dev.capstan.exercises;

import static dev.capstan.exercises.Claims.number;
import static org.junit.jupiter.api.Assertions.fail;

import dev.capstan.autograd.Transforms;
import dev.capstan.ops.Tensor;

@Chapter(value = 5, title = "kinks", answers = Chapter5Kinks.class)
final class Chapter5KinksTest {

  @Exercise(
      value = "5.1",
      asks = "which gradients a kink allows",
      hint = "Any number between the two slopes, both included. Which of the two is the smaller?")
  void allowed() {
    Claims.that(Chapter5Kinks.allowed(0, 1, 0.5), "relu at 0: 0.5 lies between 0 and 1");
    Claims.that(Chapter5Kinks.allowed(0, 1, 0), "relu at 0: 0, the slope on the left, is allowed");
    Claims.that(Chapter5Kinks.allowed(0, 1, 1), "relu at 0: 1, the slope on the right, is allowed");
    Claims.that(Chapter5Kinks.allowed(1, -1, 0), "−|x| at 0: 0 lies between 1 and −1");
    Claims.that(!Chapter5Kinks.allowed(0, 1, -0.1), "relu at 0: −0.1 lies below both slopes");
    Claims.that(!Chapter5Kinks.allowed(1, -1, 1.5), "−|x| at 0: 1.5 lies above both slopes");
  }

  @Exercise(
      value = "5.2",
      asks = "the rule of max(x, 0), which says 0 at 0",
      hint = "g where x is above 0, and 0 where it is not: g times a tensor of ones and zeros.")
  void ramp() {
    Claims.right(1, "x", xs -> Chapter5Kinks.ramp(xs.get(0)), Tensor.of(-1.5, 0.5, 2.0));
    convention(
        "max(x, 0) at 0", 0, 1, Transforms.grad(x -> Chapter5Kinks.ramp(x).sum(), zero()).at(0));
  }

  @Exercise(
      value = "5.3",
      asks = "value and rule of max(0, margin − x)",
      hint = "Where x is above the margin nothing happens. Below it, does the hinge grow with x?")
  void hinge() {
    Tensor x = Tensor.of(-1.0, 0.5, 2.0);
    Tensor value = Chapter5Kinks.hinge(x, 1);
    Claims.near("the hinge of -1, 0.5 and 2", new double[] {2, 0.5, 0}, value.toArray());
    Claims.right(1, "x", xs -> Chapter5Kinks.hinge(xs.get(0), 1), x);
    convention(
        "max(0, 1 − x) at 1",
        -1,
        0,
        Transforms.grad(v -> Chapter5Kinks.hinge(v, 1).sum(), Tensor.of(1.0, 1.0)).at(0));
  }

  private static void convention(String where, double left, double right, double got) {
    if (got != 0) {
      boolean between = left <= got && got <= right;
      fail(
          "the gradient of %s: you say %s, %s; 0 is asked for"
              .formatted(
                  where,
                  number(got),
                  between
                      ? "which any checker accepts, since it lies between the slopes %s and %s"
                          .formatted(number(left), number(right))
                      : "which does not lie between the slopes %s and %s"
                          .formatted(number(left), number(right))));
    }
  }

  private static Tensor zero() {
    return Tensor.of(0.0, 0.0);
  }

  @Exercise(
      value = "5.4",
      asks = "the length of each row, with gradient 0 and not NaN at 0",
      hint =
          "The slope of the root at 0 is infinite, and 0 times infinity is NaN: a mask behind the root"
              + " comes too late. What if the root never sees a 0?")
  void lengths() {
    Tensor x = Tensor.of(new double[][] {{3.0, 4.0}, {0.0, 0.0}, {-1.0, 0.0}});
    Tensor value = Chapter5Kinks.lengths(x);
    Claims.shape("the lengths of 3 rows", value, 3);
    Claims.near("lengths", new double[] {5, 0, 1}, value.toArray());
    double[] gradient = Transforms.grad(v -> Chapter5Kinks.lengths(v).sum(), x).toArray();
    if (Double.isNaN(gradient[2])) {
      fail("the gradient at the row of zeros is NaN: 0 times the infinite slope of sqrt at 0");
    }
    Claims.near("the gradient", new double[] {0.6, 0.8, 0, 0, -1, 0}, gradient);
    Claims.right(1, "x", xs -> Chapter5Kinks.lengths(xs.get(0)), x);
  }
}
