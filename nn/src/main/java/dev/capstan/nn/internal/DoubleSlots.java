package dev.capstan.nn.internal;

import dev.capstan.ops.Tensor;
import org.jspecify.annotations.Nullable;

/** Moments and updates in float64. */
final class DoubleSlots implements Slots {
  private final int size;
  private double[] first = {};
  private double[] second = {};
  private double[] working = {};

  /** The tensor that {@link #working} was written to; another one means that it is stale. */
  private @Nullable Tensor written;

  DoubleSlots(int size) {
    this.size = size;
  }

  @Override
  public Tensor sgd(Tensor w, Tensor g, SgdStep step) {
    double[] x = elements(w);
    descend(x, 0, Elements.doubles(g), 0, x.length, step);
    return publish(x, w);
  }

  @Override
  public Tensor adam(Tensor w, Tensor g, AdamStep step) {
    double[] x = elements(w);
    needBoth();
    DoubleUpdates.adam(x, first, second, 0, Elements.doubles(g), 0, x.length, step);
    return publish(x, w);
  }

  @Override
  public void sgd(Rows table, int[] rows, Tensor g, SgdStep step) {
    double[] dx = Elements.doubles(g);
    double[] x = ((DoubleRows) table).elements();
    int width = table.width();
    for (int i = 0; i < rows.length; i++) {
      descend(x, rows[i] * width, dx, i * width, width, step);
    }
  }

  @Override
  public void adam(Rows table, int[] rows, Tensor g, AdamStep step) {
    double[] dx = Elements.doubles(g);
    double[] x = ((DoubleRows) table).elements();
    int width = table.width();
    needBoth();
    for (int i = 0; i < rows.length; i++) {
      DoubleUpdates.adam(x, first, second, rows[i] * width, dx, i * width, width, step);
    }
  }

  private void descend(double[] x, int at, double[] dx, int from, int n, SgdStep s) {
    double rate = /*narrow*/ s.rate();
    double decay = /*narrow*/ s.decay();
    if (s.momentum() == 0) {
      DoubleUpdates.descend(x, at, dx, from, n, rate, decay);
    } else {
      first = first.length == 0 ? new double[size] : first;
      double keep = /*narrow*/ s.momentum();
      DoubleUpdates.descend(x, first, at, dx, from, n, rate, keep, s.nesterov(), decay);
    }
  }

  private void needBoth() {
    if (second.length == 0) {
      first = new double[size];
      second = new double[size];
    }
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
