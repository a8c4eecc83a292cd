/**
 * Optimizers: how gradients change parameters, and how fast.
 *
 * <p>{@link dev.capstan.nn.optim.Optimizer} is a step; {@link dev.capstan.nn.optim.ParameterGroup}
 * says what is trained alike; {@link dev.capstan.nn.optim.RateSchedule} and {@link
 * dev.capstan.nn.optim.PlateauScheduler} move the rates; {@link dev.capstan.nn.optim.WeightAverage}
 * averages what comes of it.
 */
@NullMarked
package dev.capstan.nn.optim;

import org.jspecify.annotations.NullMarked;
