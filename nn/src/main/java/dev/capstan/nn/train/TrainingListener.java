package dev.capstan.nn.train;

/** Told how training goes. Every method does nothing unless overridden. */
public interface TrainingListener {

  /** After each step. */
  default void stepped(int epoch, int step, double loss) {}

  /** After each epoch, counted from 1, with the mean loss of its steps. */
  default void epochEnded(int epoch, double meanLoss) {}

  /** Whether to go on; asked after each epoch. */
  default boolean goOn(int epoch) {
    return true;
  }
}
