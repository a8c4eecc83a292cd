package dev.capstan.autograd.check;

/**
 * A slope that the gradient claims along a line, for one weighing of the results.
 *
 * @param slope the slope claimed
 * @param weights the weights of the results
 * @param index which of the weighings of the check this is; 0 is that of all results
 * @param scale the largest slope claimed nearby under these weights: the largest element of the
 *     input's gradient, or the largest share of one element in a direction's slope
 * @param what which results it weighs, for notes; empty for all of them
 */
record Claim(double slope, double[] weights, int index, double scale, String what) {}
