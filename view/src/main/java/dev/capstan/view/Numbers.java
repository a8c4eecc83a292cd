package dev.capstan.view;

import dev.capstan.autograd.Traced;
import java.util.Arrays;

/**
 * Numbers as they are shown.
 *
 * @param elements all of them, if they are few enough to be shown
 * @param least the smallest that is no NaN
 * @param most the largest that is no NaN
 * @param nans how many are NaN
 */
record Numbers(
    String form, int[] axes, int size, double[] elements, double least, double most, int nans) {
  /** A value that is longer is told by its extremes. */
  static final int FEW = 16;

  /** A matrix up to this size is drawn as a map. */
  static final int MAP = 64 * 64;

  /**
   * The numbers of a value.
   *
   * @param room how many elements there is room for; a few always are
   */
  static Numbers of(Traced<?> value, int room) {
    int size = value.form().size();
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    int nans = 0;
    for (int i = 0; i < size; i++) {
      double x = value.at(i);
      if (Double.isNaN(x)) {
        nans++;
      } else {
        least = Math.min(least, x);
        most = Math.max(most, x);
      }
    }
    boolean shown = size <= FEW || (size <= MAP && size <= room);
    double[] elements = new double[shown ? size : 0];
    Arrays.setAll(elements, value::at);
    return new Numbers(
        value.form().toString(), value.form().axes(), size, elements, least, most, nans);
  }

  /** The one number of a scalar. */
  double alone() {
    return nans > 0 ? Double.NaN : least;
  }
}
