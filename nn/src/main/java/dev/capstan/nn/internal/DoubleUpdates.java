package dev.capstan.nn.internal;

/** The loops of the optimizers, over a stretch of elements and their moments. */
final class DoubleUpdates {
  private DoubleUpdates() {}

  /** x −= step · (dx + shrink · x). */
  static void descend(
      double[] x, int at, double[] dx, int from, int n, double step, double shrink) {
    for (int i = 0; i < n; i++) {
      x[at + i] -= step * (dx[from + i] + shrink * x[at + i]);
    }
  }

  /** The same along a velocity, which lies beside x. */
  static void descend(
      double[] x,
      double[] velocity,
      int at,
      double[] dx,
      int from,
      int n,
      double step,
      double keep,
      boolean nesterov,
      double shrink) {
    for (int i = 0; i < n; i++) {
      double d = dx[from + i] + shrink * x[at + i];
      double v = keep * velocity[at + i] + d;
      velocity[at + i] = v;
      x[at + i] -= step * (nesterov ? d + keep * v : v);
    }
  }

  /** Adam's, with first and second moments beside x. */
  static void adam(
      double[] x,
      double[] first,
      double[] second,
      int at,
      double[] dx,
      int from,
      int n,
      Slots.AdamStep s) {
    double step = /*narrow*/ s.rate();
    double keep1 = /*narrow*/ s.beta1();
    double take1 = /*narrow*/ (1 - s.beta1());
    double keep2 = /*narrow*/ s.beta2();
    double take2 = /*narrow*/ (1 - s.beta2());
    double scale = /*narrow*/ s.unbias();
    double eps = /*narrow*/ s.epsilon();
    double shrink = /*narrow*/ s.decay();
    for (int i = 0; i < n; i++) {
      double d = dx[from + i] + shrink * x[at + i];
      double m = keep1 * first[at + i] + take1 * d;
      double v = keep2 * second[at + i] + take2 * d * d;
      first[at + i] = m;
      second[at + i] = v;
      x[at + i] -= step * m / (Math.sqrt(v * scale) + eps);
    }
  }
}
