package dev.capstan.nn.train;

/**
 * What is known after a step.
 *
 * @param epoch from 1
 * @param step of the epoch, from 1
 * @param total steps of the whole run so far
 * @param loss before the step
 * @param gradientNorm of all gradients together, before clipping
 * @param rate the first group's learning rate in this step; NaN if the optimizer has none
 */
public record StepReport(
    int epoch, int step, long total, double loss, double gradientNorm, double rate) {}
