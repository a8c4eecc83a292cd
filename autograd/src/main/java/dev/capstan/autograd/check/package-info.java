/**
 * Checks gradients against finite differences, and names the operation whose rule is wrong.
 *
 * <p>Begin at {@link GradCheck}. A check compares the gradient of a function with differences of
 * its values ({@code Differences}, {@code Judge}), gives a {@link GradReport} that is data, and if
 * something is wrong runs the function once more on a tape that knows its call sites to find the
 * first operation whose own rule is wrong ({@link Blame}). All constants with their derivations
 * stand in {@link Tolerances}.
 */
@NullMarked
package dev.capstan.autograd.check;

import org.jspecify.annotations.NullMarked;
