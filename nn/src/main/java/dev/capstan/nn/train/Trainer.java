package dev.capstan.nn.train;

import dev.capstan.nn.data.Batch;
import dev.capstan.nn.data.DataLoader;
import dev.capstan.nn.optim.Optimizer;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.function.Function;

/**
 * The plain training loop: epochs of batches, one optimizer step each.
 *
 * <pre>{@code
 * double[] history = new Trainer(optimizer, 30).fit(loader, batch ->
 *     criterion.apply(model.apply(batch.features()), batch.labels()));
 * }</pre>
 *
 * @param epochs how many times the loader's epoch is run
 */
public record Trainer(Optimizer optimizer, int epochs) {

  public Trainer {
    if (epochs < 0) {
      throw new IllegalArgumentException("fit: epochs: got " + epochs + ", expected 0 or more");
    }
  }

  /** The mean loss of each epoch. */
  public double[] fit(DataLoader loader, Function<Batch, Tensor> loss) {
    return fit(loader, loss, new TrainingListener() {});
  }

  /**
   * The mean loss of each epoch that was run.
   *
   * @throws ArithmeticException if a loss is NaN or infinite; the step is done by then
   */
  public double[] fit(DataLoader loader, Function<Batch, Tensor> loss, TrainingListener listener) {
    double[] history = new double[epochs];
    for (int epoch = 1; epoch <= epochs; epoch++) {
      history[epoch - 1] = epoch(epoch, loader, loss, listener);
      listener.epochEnded(epoch, history[epoch - 1]);
      if (!listener.goOn(epoch)) {
        return Arrays.copyOf(history, epoch);
      }
    }
    return history;
  }

  private double epoch(
      int epoch, DataLoader loader, Function<Batch, Tensor> loss, TrainingListener listener) {
    int steps = loader.batchesPerEpoch();
    double sum = 0;
    for (int step = 1; step <= steps; step++) {
      Batch batch = loader.next();
      double value = optimizer.step(() -> loss.apply(batch)).item();
      if (!Double.isFinite(value)) {
        throw new ArithmeticException(
            "fit: the loss is "
                + value
                + " in epoch "
                + epoch
                + ", step "
                + step
                + "; lower the learning rate, or look at the batch's labels and features");
      }
      listener.stepped(epoch, step, value);
      sum += value;
    }
    return steps == 0 ? 0 : sum / steps;
  }
}
