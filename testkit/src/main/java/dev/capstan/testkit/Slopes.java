package dev.capstan.testkit;

import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Derivatives by central differences: the contract's own yardstick, kept apart from the engine.
 *
 * <p>A difference at step h is wrong by about h²/6·|f‴| for truncation and by ε·M/h for rounding, M
 * being the size of the numbers that cancel. The step ∛ε·max(1, |x|) makes both about ε^⅔. The
 * truncation part is measured: the difference at 2h has four times the error, so the two disagree
 * by three times it.
 */
final class Slopes {
  private static final double EPSILON = 0x1p-52;

  /** A difference and the error to expect of it. */
  record Slope(double value, double tolerance) {}

  private Slopes() {}

  /**
   * The slope of a scalar function along one element of one input.
   *
   * @param magnitude the size of the numbers summed in f
   */
  static Slope of(
      Function<List<Tensor>, Double> f, List<Tensor> at, int input, int element, double magnitude) {
    double x = at.get(input).at(element);
    double h = Math.cbrt(EPSILON) * Math.max(1, Math.abs(x));
    double once = difference(f, at, input, element, h);
    double twice = difference(f, at, input, element, 2 * h);
    double truncation = Math.abs(once - twice);
    double rounding = ROUNDINGS * EPSILON * magnitude / h;
    return new Slope(once, truncation + rounding);
  }

  /**
   * Roundings of size ε that may add up in one evaluation: a few dozen operations on numbers of the
   * stated magnitude.
   */
  private static final double ROUNDINGS = 64;

  private static double difference(
      Function<List<Tensor>, Double> f, List<Tensor> at, int input, int element, double h) {
    double x = at.get(input).at(element);
    double up = x + h;
    double down = x - h;
    double above = f.apply(moved(at, input, element, up));
    double below = f.apply(moved(at, input, element, down));
    return (above - below) / (up - down);
  }

  /** The inputs with one element replaced. */
  static List<Tensor> moved(List<Tensor> at, int input, int element, double number) {
    List<Tensor> moved = new ArrayList<>(at);
    Tensor x = at.get(input);
    moved.set(input, x.like(i -> i == element ? number : x.at(i)));
    return moved;
  }
}
