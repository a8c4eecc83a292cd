package dev.capstan.autograd.check;

import java.util.ArrayList;
import java.util.List;

/** Differences at steps from 0.1 down to 1e-12, three to a decade, against one gradient. */
final class ErrorCurve {
  private static final int PER_DECADE = 3;
  private static final int DECADES = 11;

  private ErrorCurve() {}

  static List<ErrorAtStep> of(Projection f, double analytic) {
    List<ErrorAtStep> curve = new ArrayList<>();
    for (int k = 0; k <= PER_DECADE * DECADES; k++) {
      double h = Math.pow(10, -1 - (double) k / PER_DECADE);
      double fine = f.central(f.line().at(h)).slope();
      double coarse = f.central(f.line().at(2 * h)).slope();
      double extrapolated = (4 * fine - coarse) / 3;
      curve.add(new ErrorAtStep(h, fine, extrapolated, analytic));
    }
    return curve;
  }
}
