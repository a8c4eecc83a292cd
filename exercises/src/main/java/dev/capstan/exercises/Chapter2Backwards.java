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
    throw new Hole("2.1");
  }

  /**
   * 2.2: backwards. How the last line changes with each line, computed from the last line to the
   * first, each line once.
   *
   * @return one number a line
   */
  static double[] backward(List<Line> tape) {
    throw new Hole("2.2");
  }

  /**
   * 2.3: what forwards costs. A net has layers of these widths, the inputs first and the results
   * last; between two layers stands a matrix of slopes. One run multiplies it with a vector: as
   * many multiplications as it has elements. How many are needed for the slopes of all results in
   * all inputs, if one run goes forward from each input?
   */
  static long forwardCost(int... widths) {
    throw new Hole("2.3");
  }

  /** 2.4: and if one run goes back from each result? */
  static long backwardCost(int... widths) {
    throw new Hole("2.4");
  }
}
