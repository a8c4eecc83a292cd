package dev.capstan.nn.internal;

import dev.capstan.ops.Tensor;
import org.jspecify.annotations.Nullable;

/** Moments and updates in float64. */
final class DoubleSlots implements Slots {
  private final double[] first;
  private final double[] second;
  private double[] working = {};

  /** The tensor that {@link #working} was written to; another one means that it is stale. */
  private @Nullable Tensor written;

  DoubleSlots(int size) {
    first = new double[size];
    second = new double[size];
  }

  @Override
  public Tensor sgd(
      Tensor w,
      Tensor g,
      /*wide*/ double rate,
      /*wide*/ double momentum,
      boolean nesterov,
      /*wide*/ double decay) {
    double[] x = elements(w);
    double[] dx = Elements.doubles(g);
    double step = /*narrow*/ rate;
    double keep = /*narrow*/ momentum;
    double shrink = /*narrow*/ decay;
    for (int i = 0; i < x.length; i++) {
      double d = dx[i] + shrink * x[i];
      double velocity = keep * first[i] + d;
      first[i] = velocity;
      x[i] -= step * (nesterov ? d + keep * velocity : velocity);
    }
    return publish(x, w);
  }

  @Override
  public Tensor adam(
      Tensor w,
      Tensor g,
      /*wide*/ double rate,
      /*wide*/ double beta1,
      /*wide*/ double beta2,
      /*wide*/ double unbias,
      /*wide*/ double epsilon,
      /*wide*/ double decay) {
    double[] x = elements(w);
    double[] dx = Elements.doubles(g);
    double step = /*narrow*/ rate;
    double keep1 = /*narrow*/ beta1;
    double take1 = /*narrow*/ (1 - beta1);
    double keep2 = /*narrow*/ beta2;
    double take2 = /*narrow*/ (1 - beta2);
    double scale = /*narrow*/ unbias;
    double eps = /*narrow*/ epsilon;
    double shrink = /*narrow*/ decay;
    for (int i = 0; i < x.length; i++) {
      double d = dx[i] + shrink * x[i];
      double m = keep1 * first[i] + take1 * d;
      double v = keep2 * second[i] + take2 * d * d;
      first[i] = m;
      second[i] = v;
      x[i] -= step * m / (Math.sqrt(v * scale) + eps);
    }
    return publish(x, w);
  }

  private double[] elements(Tensor w) {
    return written == w ? working : Elements.doubles(w);
  }

  private Tensor publish(double[] x, Tensor w) {
    Tensor next = Tensor.of(x, w.shape().toArray());
    working = x;
    written = next;
    return next;
  }
}
