/**
 * How often a gradient check errs, measured: families of right functions at ordinary and at hard
 * points ({@link dev.capstan.testkit.families.Family}), faults planted in them, and the rates of
 * false alarms, of missed faults and of right blame ({@link dev.capstan.testkit.families.Rates}).
 */
@NullMarked
package dev.capstan.testkit.families;

import org.jspecify.annotations.NullMarked;
