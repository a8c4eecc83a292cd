package dev.capstan.exercises;

import java.util.List;

/** Chapter 2: why backwards. */
final class Chapter2Backwards {
  private Chapter2Backwards() {}

  /**
   * A line of a tape, as a number that was computed from earlier ones.
   *
   * @param inputs the numbers of the lines it was computed from; none for a variable
   * @param slopes its own slope in each of them, in the same order
   */
  record Line(List<Integer> inputs, List<Double> slopes) {}

  /**
   * 2.1: forwards. How each line changes with the variable in line {@code variable}, computed from
   * the first line to the last.
   *
   * @return one number a line
   */
  static double[] forward(List<Line> tape, int variable) {
    double[] tangents = new double[tape.size()];
    for (int i = 0; i < tape.size(); i++) {
      Line line = tape.get(i);
      tangents[i] = i == variable ? 1 : 0;
      for (int k = 0; k < line.inputs().size(); k++) {
        tangents[i] += line.slopes().get(k) * tangents[line.inputs().get(k)];
      }
    }
    return tangents;
  }

  /**
   * 2.2: backwards. How the last line changes with each line, computed from the last line to the
   * first, each line once.
   *
   * @return one number a line
   */
  static double[] backward(List<Line> tape) {
    double[] gradients = new double[tape.size()];
    gradients[tape.size() - 1] = 1;
    for (int i = tape.size() - 1; i >= 0; i--) {
      Line line = tape.get(i);
      for (int k = 0; k < line.inputs().size(); k++) {
        gradients[line.inputs().get(k)] += line.slopes().get(k) * gradients[i];
      }
    }
    return gradients;
  }

  /**
   * 2.3: what forwards costs. A net has layers of these widths, the inputs first and the results
   * last; between two layers stands a matrix of slopes. One run multiplies it with a vector: as
   * many multiplications as it has elements. How many are needed for the slopes of all results in
   * all inputs, if one run goes forward from each input?
   */
  static long forwardCost(int... widths) {
    return widths[0] * elements(widths);
  }

  /** 2.4: and if one run goes back from each result? */
  static long backwardCost(int... widths) {
    return widths[widths.length - 1] * elements(widths);
  }

  private static long elements(int... widths) {
    long sum = 0;
    for (int i = 1; i < widths.length; i++) {
      sum += (long) widths[i - 1] * widths[i];
    }
    return sum;
  }
}
