/**
 * A fuzzer of the public surface: it calls every public method by reflection with hostile shapes,
 * values, axes and element types, on and off the tape, walks back, and judges what happens.
 *
 * <p>{@link dev.capstan.testkit.fuzz.ApiFuzzer} runs it and {@link
 * dev.capstan.testkit.fuzz.FuzzSummary} says what it found. Each call follows from its number
 * alone, so that a finding can be called again. {@link dev.capstan.testkit.fuzz.NullFuzzer} gives
 * null for each parameter in turn.
 */
@NullMarked
package dev.capstan.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
