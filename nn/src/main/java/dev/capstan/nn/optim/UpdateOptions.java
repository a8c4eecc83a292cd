package dev.capstan.nn.optim;

/** The settings of an optimizer, for one group of parameters. */
public interface UpdateOptions {

  /** The rate that training starts with; a schedule multiplies it. */
  double learningRate();

  /**
   * These with another momentum: the share of the velocity, or of the mean of gradients (β₁), that
   * a step keeps. Without momentum they stay as they are.
   *
   * @param value in [0, 1)
   */
  default UpdateOptions atMomentum(double value) {
    Rates.requireRate("optimizer", "momentum", value);
    return this;
  }
}
