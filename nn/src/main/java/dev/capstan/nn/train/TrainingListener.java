package dev.capstan.nn.train;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** Told how training goes, and may end it. Every method does nothing unless overridden. */
public interface TrainingListener {

  /** After each step, with all that is known of it. */
  default void stepped(StepReport report) {
    stepped(report.epoch(), report.step(), report.loss());
  }

  /** After each step. */
  default void stepped(int epoch, int step, double loss) {}

  /** Whether to go on; asked after each step. */
  default boolean goOn(StepReport report) {
    requireNonNull(report, "report");
    return true;
  }

  /** After each epoch, with all that is known of it. */
  default void epochEnded(EpochReport report) {
    epochEnded(report.epoch(), report.meanLoss());
  }

  /** After each epoch, counted from 1, with the mean loss of its steps. */
  default void epochEnded(int epoch, double meanLoss) {}

  /** Whether to go on; asked after each epoch. */
  default boolean goOn(int epoch) {
    return true;
  }

  /** A step on these batches was refused, as something was not finite; training ends. */
  default void refused(List<?> batches, ArithmeticException why) {
    requireNonNull(batches, "batches");
    requireNonNull(why, "why");
  }

  /** At the end, however it came. */
  default void ended() {}
}
