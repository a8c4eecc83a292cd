package dev.capstan.examples.text;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.ParameterGradients;
import dev.capstan.nn.optim.AdamW;
import dev.capstan.nn.optim.ParameterGroup;
import dev.capstan.nn.optim.RateSchedule;
import dev.capstan.nn.optim.Scheduler;
import dev.capstan.ops.Tensor;
import dev.capstan.text.train.FineTuning;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * How an encoder is fine-tuned: AdamW, linearly up to the rate and linearly down to 0, long
 * gradients shortened.
 *
 * @param warmUp how many steps lead up to the rate
 * @param decaying what is drawn towards 0
 * @param longest the length that a gradient is cut to; infinite for none
 */
record Course(int steps, int warmUp, double rate, double decay, Decaying decaying, double longest) {

  /** What decays. */
  enum Decaying {
    /** Matrices and tables, but no biases and norms, as BERT is trained. */
    MATRICES,
    EVERYTHING
  }

  /** What is told of each step. */
  interface Watcher {
    void done(int step, double loss);
  }

  /** BERT's usual course: a tenth of the steps upwards, decay 0.01, gradients of 1 at most. */
  static Course usual(int steps, double rate) {
    return new Course(steps, Math.max(1, steps / 10), rate, 0.01, Decaying.MATRICES, 1);
  }

  /**
   * Trains what is not frozen.
   *
   * @param loss of the step with this number, from 1
   * @return the last step's loss
   * @throws IllegalStateException if a loss is not finite
   */
  double run(NeuralModule module, IntFunction<Supplier<Tensor>> loss, Watcher watcher) {
    AdamW optimizer = optimizer(module);
    return run(
        optimizer, step -> optimizer.step(loss.apply(step), this::shortened).item(), watcher);
  }

  /** As {@link #run}, where a step's gradients are computed in some other way. */
  double runOnGradients(
      NeuralModule module, IntFunction<ParameterGradients> gradients, Watcher watcher) {
    AdamW optimizer = optimizer(module);
    return run(
        optimizer,
        step -> {
          ParameterGradients found = gradients.apply(step);
          optimizer.apply(shortened(found));
          return found.loss().item();
        },
        watcher);
  }

  private double run(AdamW optimizer, IntFunction<Double> lossOfStep, Watcher watcher) {
    Scheduler scheduler = new Scheduler(optimizer, upAndDown());
    double last = Double.NaN;
    for (int step = 1; step <= steps; step++) {
      last = lossOfStep.apply(step);
      if (!Double.isFinite(last)) {
        throw new IllegalStateException(
            "the loss of step " + step + " is " + last + "; try a smaller --rate");
      }
      scheduler.advance();
      watcher.done(step, last);
    }
    return last;
  }

  private AdamW optimizer(NeuralModule module) {
    AdamW.Options options = AdamW.Options.of(rate).withWeightDecay(decay);
    return new AdamW(
        decaying == Decaying.MATRICES
            ? FineTuning.withoutDecayOnVectors(module, options)
            : List.of(ParameterGroup.of(module, options)));
  }

  private ParameterGradients shortened(ParameterGradients gradients) {
    return Double.isInfinite(longest) ? gradients : gradients.clipNorm(longest);
  }

  /** Linearly up in the first steps, then linearly down to 0. */
  RateSchedule upAndDown() {
    return step ->
        step < warmUp
            ? (step + 1.0) / warmUp
            : Math.max(0, (double) (steps - step) / Math.max(1, steps - warmUp));
  }
}
