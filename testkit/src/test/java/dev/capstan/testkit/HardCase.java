package dev.capstan.testkit;

import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.ops.Tensor;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A check whose verdict is known.
 *
 * @param name what is checked
 * @param check made anew for each run, as some functions have a state
 * @param expected what it may say
 */
record HardCase(String name, Supplier<GradCheck> check, Expected expected) {

  enum Expected {
    /** The gradient is right, and the check must say so. */
    RIGHT,
    /** The gradient is right; that it cannot be judged may be said too. */
    NOT_WRONG,
    /** The gradient is wrong; that it cannot be judged may be said too. */
    NOT_RIGHT,
    /** The gradient is wrong, and the check must say so. */
    WRONG
  }

  static HardCase tensor(String name, UnaryOperator<Tensor> f, Tensor at) {
    return new HardCase(name, () -> GradCheck.of(f).at(at), Expected.NOT_WRONG);
  }

  static HardCase array(
      String name, UnaryOperator<double[]> f, BinaryOperator<double[]> vjp, double... at) {
    return new HardCase(name, () -> GradCheck.ofArrays(f, vjp).at(at), Expected.NOT_WRONG);
  }

  HardCase right() {
    return new HardCase(name, check, Expected.RIGHT);
  }

  HardCase notRight() {
    return new HardCase(name, check, Expected.NOT_RIGHT);
  }

  HardCase wrong() {
    return new HardCase(name, check, Expected.WRONG);
  }

  /** With each rule looked at alone. */
  HardCase audited() {
    return new HardCase(name, () -> check.get().audit(), expected);
  }

  HardCase ofOrder(int order) {
    return new HardCase(name, () -> check.get().order(order), expected);
  }

  /** What the check says that it should not; empty if its verdict is as expected. */
  String complaint() {
    GradReport report = check.get().check();
    boolean fits =
        switch (expected) {
          case RIGHT -> report.ok();
          case NOT_WRONG -> !report.accuses();
          case NOT_RIGHT -> !report.ok();
          case WRONG -> report.accuses();
        };
    return fits ? "" : name + ", expected " + expected + ": " + report;
  }

  @Override
  public String toString() {
    return name;
  }
}
