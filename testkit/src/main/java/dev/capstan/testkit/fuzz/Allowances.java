package dev.capstan.testkit.fuzz;

import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.util.function.Predicate;

/**
 * What some calls may do that is wrong of all others.
 *
 * @param writing calls that are meant to write into their arguments
 * @param otherSlopes calls whose gradient is by convention not the slope of their value
 * @param constants parameters whose tensors get no gradient: their values alone are taken over
 */
record Allowances(
    Predicate<Executable> writing,
    Predicate<Executable> otherSlopes,
    Predicate<Parameter> constants) {
  static final Allowances NONE = new Allowances(call -> false, call -> false, p -> false);
}
