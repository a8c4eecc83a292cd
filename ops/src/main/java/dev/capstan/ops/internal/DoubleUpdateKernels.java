package dev.capstan.ops.internal;

import org.jspecify.annotations.Nullable;

/**
 * The loops of {@link UpdateKernels} without vectors. Where gradient and parameter start alike, all
 * arrays are indexed by one variable, which C2 vectorises. Long stretches are shared among threads.
 */
class DoubleUpdateKernels implements UpdateKernels<double[]> {
  /** Elements in a unit of parallel work. */
  private static final int CHUNK = 1 << 15;

  /** What an element's update costs, in multiply-adds: a root and a quotient among others. */
  private static final int WORK = 24;

  /**
   * Moments are whole multiples of this; times a decay or a learning rate it is a normal number.
   */
  private static final double QUANTUM = Double.MIN_NORMAL * 0x1p24;

  /** A sum with this rounds to whole multiples of the quantum. */
  private static final double ROUNDING = QUANTUM / Math.ulp(1.0);

  /**
   * What to add to moments and take off again, or 0 where ε is so small that it would show. A
   * second moment lingers at up to 1 / (2 (1 − β₂)) = 500 quanta; its root then is below ε / 40.
   */
  static double rounding(double epsilon) {
    return epsilon * epsilon >= 0x1p20 * QUANTUM ? ROUNDING : 0;
  }

  /** Sums of squares beside each other, in locals: C2 keeps them in registers. */
  private static final int LANES = 8;

  private interface Run {
    void on(Stretch<double[]> part);
  }

  private static void inParts(Stretch<double[]> s, Run run) {
    int n = s.n();
    if (n <= CHUNK) {
      run.on(s);
      return;
    }
    Parallel.chunks(
        (n + CHUNK - 1) / CHUNK,
        (long) WORK * n,
        i -> {
          int skip = i * CHUNK;
          int size = Math.min(CHUNK, n - skip);
          run.on(new Stretch<>(s.x(), s.out(), s.at() + skip, s.dx(), s.from() + skip, size));
        });
  }

  @Override
  public final void descend(Stretch<double[]> s, Sgd step) {
    double rate = /*narrow*/ step.rate();
    double decay = /*narrow*/ step.decay();
    inParts(s, part -> descend(part, rate, decay));
  }

  @Override
  public final void descend(Stretch<double[]> s, double[] velocity, Sgd step) {
    inParts(s, part -> descendAlong(part, velocity, step));
  }

  @Override
  public final void adam(Stretch<double[]> s, double[] first, double[] second, Adam step) {
    inParts(s, part -> adamPart(part, first, second, step));
  }

  void descend(Stretch<double[]> s, double rate, double decay) {
    double[] x = s.x();
    double[] out = s.out();
    double[] dx = s.dx();
    int end = s.at() + s.n();
    if (s.at() == s.from()) {
      for (int i = s.at(); i < end; i++) {
        out[i] = x[i] - rate * (dx[i] + decay * x[i]);
      }
    } else {
      int back = s.from() - s.at();
      for (int i = s.at(); i < end; i++) {
        out[i] = x[i] - rate * (dx[i + back] + decay * x[i]);
      }
    }
  }

  void descendAlong(Stretch<double[]> s, double[] velocity, Sgd step) {
    double rate = /*narrow*/ step.rate();
    double decay = /*narrow*/ step.decay();
    double keep = /*narrow*/ step.momentum();
    double take = /*narrow*/ step.take();
    double[] x = s.x();
    double[] out = s.out();
    double[] dx = s.dx();
    int back = s.from() - s.at();
    for (int i = s.at(); i < s.at() + s.n(); i++) {
      double d = dx[i + back] + decay * x[i];
      double v = keep * velocity[i] + take * d;
      velocity[i] = v;
      out[i] = x[i] - rate * (step.nesterov() ? d + keep * v : v);
    }
  }

  void adamPart(Stretch<double[]> s, double[] first, double[] second, Adam step) {
    double rate = /*narrow*/ step.rate();
    double keep1 = /*narrow*/ step.beta1();
    double take1 = /*narrow*/ (1 - step.beta1());
    double keep2 = /*narrow*/ step.beta2();
    double take2 = /*narrow*/ (1 - step.beta2());
    double scale = /*narrow*/ step.unbias();
    double eps = /*narrow*/ step.epsilon();
    double decay = /*narrow*/ step.decay();
    double stay = /*narrow*/ step.keep();
    double rounding = rounding(eps);
    double[] x = s.x();
    double[] out = s.out();
    double[] dx = s.dx();
    int end = s.at() + s.n();
    if (s.at() == s.from()) {
      for (int i = s.at(); i < end; i++) {
        double d = dx[i] + decay * x[i];
        double m = rounded(keep1 * first[i] + take1 * d, rounding);
        double v = rounded(keep2 * second[i] + take2 * d * d, rounding);
        first[i] = m;
        second[i] = v;
        out[i] = stay * x[i] - rate * m / (Math.sqrt(v * scale) + eps);
      }
    } else {
      int back = s.from() - s.at();
      for (int i = s.at(); i < end; i++) {
        double d = dx[i + back] + decay * x[i];
        double m = rounded(keep1 * first[i] + take1 * d, rounding);
        double v = rounded(keep2 * second[i] + take2 * d * d, rounding);
        first[i] = m;
        second[i] = v;
        out[i] = stay * x[i] - rate * m / (Math.sqrt(v * scale) + eps);
      }
    }
  }

  @Override
  public final void rmsProp(
      Stretch<double[]> s,
      double[] squares,
      double @Nullable [] mean,
      double @Nullable [] velocity,
      RmsProp step) {
    inParts(s, part -> rmsPropPart(part, squares, mean, velocity, step));
  }

  private static void rmsPropPart(
      Stretch<double[]> s,
      double[] squares,
      double @Nullable [] mean,
      double @Nullable [] velocity,
      RmsProp step) {
    double rate = /*narrow*/ step.rate();
    double keep = /*narrow*/ step.alpha();
    double take = /*narrow*/ (1 - step.alpha());
    double eps = /*narrow*/ step.epsilon();
    double momentum = /*narrow*/ step.momentum();
    double decay = /*narrow*/ step.decay();
    double[] x = s.x();
    double[] dx = s.dx();
    int back = s.from() - s.at();
    for (int i = s.at(); i < s.at() + s.n(); i++) {
      double d = dx[i + back] + decay * x[i];
      squares[i] = keep * squares[i] + take * d * d;
      double spread = squares[i];
      if (mean != null) {
        mean[i] = keep * mean[i] + take * d;
        spread = Math.max(0, spread - mean[i] * mean[i]); // below 0 only by rounding
      }
      double along = d / (Math.sqrt(spread) + eps);
      if (velocity != null) {
        velocity[i] = momentum * velocity[i] + along;
        along = velocity[i];
      }
      s.out()[i] = x[i] - rate * along;
    }
  }

  @Override
  public final void adagrad(Stretch<double[]> s, double[] squares, Adagrad step) {
    inParts(s, part -> adagradPart(part, squares, step));
  }

  private static void adagradPart(Stretch<double[]> s, double[] squares, Adagrad step) {
    double rate = /*narrow*/ step.rate();
    double eps = /*narrow*/ step.epsilon();
    double decay = /*narrow*/ step.decay();
    double[] x = s.x();
    double[] dx = s.dx();
    int back = s.from() - s.at();
    for (int i = s.at(); i < s.at() + s.n(); i++) {
      double d = dx[i + back] + decay * x[i];
      squares[i] += d * d;
      s.out()[i] = x[i] - rate * d / (Math.sqrt(squares[i]) + eps);
    }
  }

  @Override
  public final /*wide*/ double sumOfSquares(double[] x, int n) {
    /*wide*/ double a = 0;
    /*wide*/ double b = 0;
    /*wide*/ double c = 0;
    /*wide*/ double d = 0;
    /*wide*/ double e = 0;
    /*wide*/ double f = 0;
    /*wide*/ double g = 0;
    /*wide*/ double h = 0;
    int full = n - n % LANES;
    for (int i = 0; i < full; i += LANES) {
      a += squared(x[i]);
      b += squared(x[i + 1]);
      c += squared(x[i + 2]);
      d += squared(x[i + 3]);
      e += squared(x[i + 4]);
      f += squared(x[i + 5]);
      g += squared(x[i + 6]);
      h += squared(x[i + 7]);
    }
    for (int i = full; i < n; i++) {
      a += squared(x[i]);
    }
    return ((a + b) + (c + d)) + ((e + f) + (g + h));
  }

  private static /*wide*/ double squared(/*wide*/ double x) {
    return x * x;
  }

  @Override
  public final /*wide*/ double largest(double[] x, int n) {
    double most = 0;
    for (int i = 0; i < n; i++) {
      most = Math.max(most, Math.abs(x[i]));
    }
    return most;
  }

  /** A moment to whole multiples of the quantum, or as it is if rounding is 0. */
  private static double rounded(double moment, double rounding) {
    return moment + rounding - rounding;
  }
}
