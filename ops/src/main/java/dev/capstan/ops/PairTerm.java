package dev.capstan.ops;

import dev.capstan.ops.internal.ElementaryPair;
import java.util.function.DoubleBinaryOperator;

/**
 * A function f of the difference v of two components (and, for the largest difference, of their
 * rows' distance d), which knows its derivative: {@code f'(v) = slope · derivative(v)}.
 */
final class PairTerm implements DoubleBinaryOperator {
  private final Kind kind;
  private final double exponent;

  private enum Kind {
    /** |v|^q. */
    EVEN,
    /** sign(v) |v|^q. */
    ODD,
    /** sign(v) where |v| = d, else 0. */
    LARGEST,
    /** 1 where v is not 0. */
    COUNT
  }

  private PairTerm(Kind kind, double exponent) {
    this.kind = kind;
    this.exponent = exponent;
  }

  /** |v|^q. */
  static PairTerm power(double q) {
    return new PairTerm(Kind.EVEN, q);
  }

  /** The derivative of the largest |v|: every component that attains it counts in full. */
  static PairTerm largest() {
    return new PairTerm(Kind.LARGEST, 0);
  }

  /** How many v are not 0. */
  static PairTerm count() {
    return new PairTerm(Kind.COUNT, 0);
  }

  /** The q of f = |v|^q where that is 1 or 2, else 0. */
  int asPower() {
    return kind == Kind.EVEN && (exponent == 1 || exponent == 2) ? (int) exponent : 0;
  }

  /** The q of f = sign(v) |v|^(q − 1) where that is 1 or 2, else 0. */
  int asSlope() {
    return kind == Kind.ODD && (exponent == 0 || exponent == 1) ? (int) exponent + 1 : 0;
  }

  boolean usesDistance() {
    return kind == Kind.LARGEST;
  }

  /** The factor of the derivative; 0 for a function that is constant between its jumps. */
  double slope() {
    return kind == Kind.EVEN || kind == Kind.ODD ? exponent : 0;
  }

  PairTerm derivative() {
    return new PairTerm(kind == Kind.EVEN ? Kind.ODD : Kind.EVEN, exponent - 1);
  }

  /** Whether f and all its derivatives are continuous: an even power. */
  boolean smooth() {
    return exponent % 2 == (kind == Kind.ODD ? 1 : 0) && (kind == Kind.EVEN || kind == Kind.ODD);
  }

  /** The piece on which v lies: its sign, or the sign of a largest difference. */
  int piece(double v, double d) {
    return kind == Kind.LARGEST && Math.abs(v) != d ? 2 : (int) Math.signum(v);
  }

  /** A negative power of 0 is 0: the derivative at coinciding components. */
  @Override
  public double applyAsDouble(double v, double d) {
    return switch (kind) {
      case EVEN -> raised(Math.abs(v));
      case ODD -> exponent == 1 ? v : Math.signum(v) * raised(Math.abs(v));
      case LARGEST -> Math.abs(v) == d ? Math.signum(v) : 0;
      case COUNT -> v == 0 ? 0 : 1;
    };
  }

  /** Products and roots where {@link Elementwise#pow(Tensor, double)} takes them too. */
  private double raised(double a) {
    if (exponent == 2) {
      return a * a;
    }
    if (exponent == 1) {
      return a;
    }
    if (exponent == 0) {
      return 1;
    }
    if (exponent == 3) {
      return a * a * a;
    }
    if (exponent == 0.5) {
      return Math.sqrt(a);
    }
    if (a == 0) {
      return 0;
    }
    return exponent == -0.5 ? 1 / Math.sqrt(a) : ElementaryPair.POW.applyAsDouble(a, exponent);
  }
}
