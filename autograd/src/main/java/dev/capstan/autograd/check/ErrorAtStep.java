package dev.capstan.autograd.check;

/**
 * How far differences at one step lie from the gradient: a point of the curve that falls with the
 * truncation error and rises again with the rounding error.
 *
 * @param step the step
 * @param central the distance of the central difference
 * @param richardson the distance after one extrapolation from twice the step
 */
public record ErrorAtStep(double step, double central, double richardson) {}
