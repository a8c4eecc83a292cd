package dev.capstan.ops.internal;

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
    double[] x = s.x();
    double[] out = s.out();
    double[] dx = s.dx();
    int back = s.from() - s.at();
    for (int i = s.at(); i < s.at() + s.n(); i++) {
      double d = dx[i + back] + decay * x[i];
      double v = keep * velocity[i] + d;
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
        out[i] = x[i] - rate * m / (Math.sqrt(v * scale) + eps);
      }
    } else {
      int back = s.from() - s.at();
      for (int i = s.at(); i < end; i++) {
        double d = dx[i + back] + decay * x[i];
        double m = rounded(keep1 * first[i] + take1 * d, rounding);
        double v = rounded(keep2 * second[i] + take2 * d * d, rounding);
        first[i] = m;
        second[i] = v;
        out[i] = x[i] - rate * m / (Math.sqrt(v * scale) + eps);
      }
    }
  }

  /** A moment to whole multiples of the quantum, or as it is if rounding is 0. */
  private static double rounded(double moment, double rounding) {
    return moment + rounding - rounding;
  }
}
