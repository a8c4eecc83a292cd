package dev.capstan.ops.internal;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Elementwise loops, each in a method of its own, so that C2 compiles it once, as a whole and with
 * its operation in sight. All arrays are indexed by the same variable: such loops it vectorises.
 */
final class DoubleElements {
  private DoubleElements() {}

  /** out[i] = f(x[i]), where out may be x. */
  static void map(DoubleUnaryOperator f, double[] x, double[] out) {
    if (f instanceof Unary known) {
      switch (known) {
        case NEG -> negate(x, out);
        case ABS -> abs(x, out);
        case SQRT -> sqrt(x, out);
        case SQUARE -> square(x, out);
        case RECIPROCAL -> reciprocal(x, out);
        case RELU -> relu(x, out);
        case EXP, LOG, TANH, SIGMOID -> DoubleFunctions.map(known, x, out);
        default -> each(f, x, out);
      }
    } else {
      each(f, x, out);
    }
  }

  private static void each(DoubleUnaryOperator f, double[] x, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = /*narrow*/ f.applyAsDouble(x[i]);
    }
  }

  private static void negate(double[] x, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = -x[i];
    }
  }

  private static void abs(double[] x, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.abs(x[i]);
    }
  }

  private static void sqrt(double[] x, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.sqrt(x[i]);
    }
  }

  private static void square(double[] x, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = x[i] * x[i];
    }
  }

  private static void reciprocal(double[] x, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = 1 / x[i];
    }
  }

  private static void relu(double[] x, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.max(x[i], 0);
    }
  }

  /** out[i] = f(x[i], y[i]), where out may be x or y. */
  static void zip(DoubleBinaryOperator f, double[] x, double[] y, double[] out) {
    if (f instanceof Binary known) {
      switch (known) {
        case ADD -> add(x, y, out);
        case SUB -> subtract(x, y, out);
        case MUL -> multiply(x, y, out);
        case DIV -> divide(x, y, out);
        default -> each(f, x, y, out);
      }
    } else {
      each(f, x, y, out);
    }
  }

  private static void each(DoubleBinaryOperator f, double[] x, double[] y, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = /*narrow*/ f.applyAsDouble(x[i], y[i]);
    }
  }

  private static void add(double[] x, double[] y, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = x[i] + y[i];
    }
  }

  private static void subtract(double[] x, double[] y, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = x[i] - y[i];
    }
  }

  private static void multiply(double[] x, double[] y, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = x[i] * y[i];
    }
  }

  private static void divide(double[] x, double[] y, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = x[i] / y[i];
    }
  }
}
