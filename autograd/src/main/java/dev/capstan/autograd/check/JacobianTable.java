package dev.capstan.autograd.check;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * All derivatives of a function's results by one of its inputs: what the gradient says, and what
 * central differences at the usual step say.
 *
 * @param input the input's name
 * @param analytic {@code analytic[j][i]}: the derivative of result j by element i, both flat
 * @param numeric the same by differences, good to about eight digits
 */
public record JacobianTable(String input, double[][] analytic, double[][] numeric) {
  /** More columns than this are left out of the text. */
  private static final int WIDEST = 12;

  public JacobianTable {
    requireNonNull(input, "input");
    requireNonNull(analytic, "analytic");
    requireNonNull(numeric, "numeric");
  }

  static List<JacobianTable> of(Subject subject) {
    double[][] point = subject.point();
    int results = subject.at(point).outputs().length;
    double[] ones = new double[results];
    Arrays.fill(ones, 1);
    double[][][] rows = new double[results][][];
    for (int j = 0; j < results; j++) {
      double[] one = new double[results];
      one[j] = 1;
      rows[j] = subject.gradient(one).gradients();
    }
    List<JacobianTable> all = new ArrayList<>();
    for (int k = 0; k < point.length; k++) {
      double[][] analytic = new double[results][];
      for (int j = 0; j < results; j++) {
        analytic[j] = rows[j][k];
      }
      double[][] numeric = Evidence.shares(subject, ones, k);
      all.add(new JacobianTable(subject.names().get(k), analytic, numeric));
    }
    return all;
  }

  /** Both tables, a line for each result. */
  @Override
  public String toString() {
    int columns = analytic.length == 0 ? 0 : analytic[0].length;
    String head =
        input + ": " + analytic.length + " results by " + columns + " elements, the gradient's\n";
    return head + table(analytic) + "by differences\n" + table(numeric);
  }

  private static String table(double[][] rows) {
    StringBuilder text = new StringBuilder();
    for (double[] row : rows) {
      for (int i = 0; i < Math.min(row.length, WIDEST); i++) {
        text.append(String.format(Locale.ROOT, "%15s", Numbers.shown(row[i])));
      }
      text.append(row.length > WIDEST ? " …" : "").append('\n');
    }
    return text.toString();
  }
}
