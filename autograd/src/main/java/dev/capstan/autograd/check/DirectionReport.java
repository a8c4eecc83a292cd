package dev.capstan.autograd.check;

import static java.util.Objects.requireNonNull;

/**
 * One random direction, compared: the slope of the function along it.
 *
 * @param where the inputs it goes through: {@code all inputs}, or one input's name
 * @param comparison slope by the gradient and by differences; its index counts the directions
 */
public record DirectionReport(String where, ElementReport comparison) {
  public DirectionReport {
    requireNonNull(where, "where");
    requireNonNull(comparison, "comparison");
  }
}
