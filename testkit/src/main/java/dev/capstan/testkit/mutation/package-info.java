/**
 * Faults on purpose: rules are made wrong, to see whether a gradient check notices and whom it
 * blames.
 *
 * <p>{@link dev.capstan.testkit.mutation.Mutants} derives faulty operations from right ones, {@link
 * dev.capstan.testkit.mutation.RuleFault} lists how, {@link
 * dev.capstan.testkit.mutation.Equivalence} proves the few that are right after all, and {@link
 * dev.capstan.testkit.mutation.FaultyOp} is how faulty operations from elsewhere join.
 */
@NullMarked
package dev.capstan.testkit.mutation;

import org.jspecify.annotations.NullMarked;
