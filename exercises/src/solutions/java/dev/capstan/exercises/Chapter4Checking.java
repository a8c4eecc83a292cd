package dev.capstan.exercises;

import dev.capstan.autograd.Primitive;
import dev.capstan.ops.Tensor;
import java.util.function.DoubleUnaryOperator;

/** Chapter 4: checking a gradient, and when differences lie. */
final class Chapter4Checking {
  private Chapter4Checking() {}

  /** 4.1: the central difference of f at x: its slope between h to the left and h to the right. */
  static double central(DoubleUnaryOperator f, double x, double h) {
    return (f.applyAsDouble(x + h) - f.applyAsDouble(x - h)) / (2 * h);
  }

  /**
   * 4.2: a step h with which the central difference of exp at 1 is right to 9 digits, that is, its
   * relative error is below 1e-9.
   */
  static double goodStep() {
    return 1e-5;
  }

  /**
   * 4.3: a checker of your own. Whether a derivative that somebody wrote by hand is right at x:
   * true for those that are, false for those that are wrong by a thousandth of their size or more.
   * The functions are smooth, but of any size, and x lies between −50 and 50.
   */
  static boolean agrees(DoubleUnaryOperator f, DoubleUnaryOperator derivative, double x) {
    double h = 1e-5 * Math.max(1, Math.abs(x));
    double numeric = (f.applyAsDouble(x + h) - f.applyAsDouble(x - h)) / (2 * h);
    double claimed = derivative.applyAsDouble(x);
    double rounding = Math.ulp(Math.abs(f.applyAsDouble(x))) / h;
    double size = Math.max(Math.abs(numeric), Math.abs(claimed));
    return Math.abs(numeric - claimed) <= 1e-4 * size + 4 * rounding;
  }

  /**
   * 4.4: one of the operations below has a wrong rule. Which? Answer with its name, as a string. Do
   * not look for it: answer anything, and {@code exercises/check 4.4} shows what {@code GradCheck}
   * says of {@code suspects} at (0.3, −1.2). The exercise is to read that.
   */
  static String culprit() {
    return "squash";
  }

  static Tensor suspects(Tensor x) {
    return bump(squash(wave(x)).add(x)).mul(lift(x)).sum();
  }

  private static Tensor wave(Tensor x) {
    return Primitive.of("wave", x)
        .value(v -> v.sin().add(v.cos()))
        .vjp(g -> g.mul(x.cos().sub(x.sin())))
        .record();
  }

  private static Tensor squash(Tensor x) {
    return Primitive.of("squash", x)
        .value(v -> v.div(v.abs().add(1)))
        .vjp(g -> g.div(x.abs().add(1)))
        .record();
  }

  private static Tensor bump(Tensor x) {
    return Primitive.of("bump", x)
        .value(v -> v.square().add(1).reciprocal())
        .vjp((g, y) -> g.mul(x).mul(y.square()).mul(-2))
        .record();
  }

  private static Tensor lift(Tensor x) {
    return Primitive.of("lift", x)
        .value(v -> v.exp().add(1).log())
        .vjp(g -> g.mul(x.sigmoid()))
        .record();
  }
}
