package dev.capstan.autograd.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is checked, with everything in plain doubles: a function, and the gradient it claims. */
interface Subject {

  /** Values at a point, and the signature of the branch taken there (0 where nothing branches). */
  record Sample(double[] outputs, long branch) {}

  /** The gradient claimed for a cotangent, input by input, and whether each was reached. */
  record Analytic(double[][] gradients, boolean[] reached) {}

  /**
   * A sample, and what rounding inside the function may have done to the difference of its
   * projections from those at the point, one bound for each cotangent.
   */
  record Careful(Sample sample, double[] bounds) {}

  /** Evaluates with rounding bounds: dearer than {@link #at}, and used only in doubt. */
  interface Rounder {
    Careful at(double[][] x);

    /** Bounds on the rounding of one evaluation at the point itself, one for each cotangent. */
    double[] whole();
  }

  /** The names of the inputs. */
  List<String> names();

  /** The lengths of the axes of each input. */
  List<int[]> axes();

  /** The point at which is checked. */
  double[][] point();

  /** The lengths of the result's axes; one axis unless known better. */
  default int[] resultAxes(int size) {
    return new int[] {size};
  }

  /** The function. */
  Sample at(double[][] x);

  /** The gradient claimed at the point. */
  Analytic gradient(double[] cotangent);

  /** Bounds on rounding for these cotangents; null if nothing but the values is known. */
  default @Nullable Rounder rounder(List<double[]> cotangents) {
    return null;
  }

  /** Looks for the culprit after a failure; null if nothing along the way can be blamed. */
  default @Nullable Blame blame(double[] cotangent, Settings settings) {
    return null;
  }

  /** Whether {@link #blame} looks at every rule alone: then finding none wrong says something. */
  default boolean looksAtRules() {
    return false;
  }

  /** Looks for what differs between two runs; null if nothing can be blamed. */
  default @Nullable Blame blameUnsteady(double[] cotangent) {
    return null;
  }

  /** What the rule changes of what it is given, in words; null if it leaves all as it was. */
  default @Nullable String spoils(double[] cotangent) {
    return null;
  }

  /** Looks beyond the differences where the settings or the subject ask for it; null if not. */
  default @Nullable Audit audit(double[] cotangent, Settings settings) {
    return null;
  }
}
