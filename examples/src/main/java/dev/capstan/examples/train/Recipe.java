package dev.capstan.examples.train;

/**
 * Sizes that suit a data set: Linear(in, hidden), ReLU, Linear(hidden, dimension).
 *
 * @param hidden the width of the hidden layer
 * @param dimension the width of the embedding
 * @param epochs how long it is trained
 */
public record Recipe(int hidden, int dimension, int epochs) {}
