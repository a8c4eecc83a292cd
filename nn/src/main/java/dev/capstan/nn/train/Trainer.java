package dev.capstan.nn.train;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.Buffer;
import dev.capstan.nn.ParameterGradients;
import dev.capstan.nn.data.BatchSource;
import dev.capstan.nn.optim.Optimizer;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * The training loop: epochs of batches, one optimizer step each (or one for several batches).
 *
 * <pre>{@code
 * double[] history = new Trainer(optimizer, 30).fit(loader, batch ->
 *     criterion.apply(model.apply(batch.features()), batch.labels()));
 * }</pre>
 *
 * <p>A loss or a gradient that is not finite is refused before anything is changed. What else
 * belongs to a run, as clipping, schedules and validation, is said by {@link TrainerOptions}; where
 * it stands is its {@link TrainingProgress}, with which it goes on after a stop; whoever wants to
 * know, or to stop it, is a {@link TrainingListener}.
 *
 * @param epochs how many times the loader's epoch is run
 */
public record Trainer(Optimizer optimizer, int epochs, TrainerOptions options) {

  public Trainer {
    requireNonNull(optimizer, "optimizer");
    requireNonNull(options, "options");
    if (epochs < 0) {
      throw new IllegalArgumentException("fit: epochs: got " + epochs + ", expected 0 or more");
    }
  }

  public Trainer(Optimizer optimizer, int epochs) {
    this(optimizer, epochs, TrainerOptions.plain());
  }

  /** The mean loss of each epoch that was run. */
  public <B> double[] fit(
      BatchSource<B> loader, Function<B, Tensor> loss, TrainingListener... listeners) {
    requireNonNull(loader, "loader");
    requireNonNull(loss, "loss");
    return fit(loader, loss, new TrainingProgress(), listeners);
  }

  /**
   * The mean loss of each epoch, of those too that were run before a stop.
   *
   * @param progress where to begin, and kept up to date
   * @throws ArithmeticException if a loss or a gradient is NaN or infinite; nothing was changed by
   *     that step
   */
  public <B> double[] fit(
      BatchSource<B> loader,
      Function<B, Tensor> loss,
      TrainingProgress progress,
      TrainingListener... listeners) {
    requireNonNull(loader, "loader");
    requireNonNull(loss, "loss");
    TrainingListener all = Listeners.of(listeners);
    try {
      boolean goOn = true;
      while (goOn && progress.epoch() <= epochs) {
        goOn = steps(loader, loss, progress, all) && endEpoch(progress, all);
      }
    } finally {
      all.ended();
    }
    return progress.history();
  }

  /** The rest of an epoch; false if a listener stopped it. */
  private <B> boolean steps(
      BatchSource<B> loader,
      Function<B, Tensor> loss,
      TrainingProgress progress,
      TrainingListener all) {
    int steps = loader.batchesPerEpoch() / options.accumulate();
    while (progress.step() < steps) {
      double rate = optimizer.groups() == 0 ? Double.NaN : optimizer.rate();
      double[] norm = {Double.NaN};
      List<B> batches = batches(loader);
      double value = step(loss, batches, progress, all, norm);
      progress.stepped(value);
      options.afterStep().forEach(Runnable::run);
      StepReport report =
          new StepReport(progress.epoch(), progress.step(), progress.total(), value, norm[0], rate);
      all.stepped(report);
      if (!all.goOn(report)) {
        return false;
      }
    }
    return true;
  }

  private <B> List<B> batches(BatchSource<B> loader) {
    List<B> batches = new ArrayList<>(options.accumulate());
    for (int i = 0; i < options.accumulate(); i++) {
      batches.add(loader.next());
    }
    return batches;
  }

  private <B> double step(
      Function<B, Tensor> loss,
      List<B> batches,
      TrainingProgress progress,
      TrainingListener all,
      double[] norm) {
    Map<Buffer, Tensor> buffers = buffers();
    try {
      if (batches.size() == 1) {
        return optimizer.step(() -> loss.apply(batches.get(0)), g -> checked(g, norm)).item();
      }
      ParameterGradients mean =
          ParameterGradients.mean(
              batches.stream().map(b -> optimizer.gradients(() -> loss.apply(b))).toList());
      optimizer.apply(checked(mean, norm));
      return mean.loss().item();
    } catch (ArithmeticException e) {
      buffers.forEach(Buffer::assign);
      all.refused(batches, e);
      throw new ArithmeticException(
          "fit: epoch "
              + progress.epoch()
              + ", step "
              + (progress.step() + 1)
              + ": "
              + e.getMessage());
    }
  }

  /** Running statistics, which a refused step must not have moved. */
  private Map<Buffer, Tensor> buffers() {
    Map<Buffer, Tensor> values = new LinkedHashMap<>();
    options
        .model()
        .ifPresent(m -> m.namedBuffers().values().forEach(b -> values.put(b, b.value())));
    return values;
  }

  /** Looked at for what is not finite, then clipped. */
  private ParameterGradients checked(ParameterGradients g, double[] norm) {
    norm[0] = g.norm();
    if (!(norm[0] <= Double.MAX_VALUE) || !Double.isFinite(g.loss().item())) {
      throw new ArithmeticException(
          g.nonFinite()
              + "; nothing was changed: lower the learning rate, clip the gradients, or look at the"
              + " batch's labels and features");
    }
    return norm[0] > options.clipNorm() ? g.scaleGradients(options.clipNorm() / norm[0]) : g;
  }

  private boolean endEpoch(TrainingProgress progress, TrainingListener all) {
    int epoch = progress.epoch();
    double mean = progress.endEpoch();
    Map<String, Double> metrics = new LinkedHashMap<>();
    options.metrics().forEach((name, metric) -> metrics.put(name, evaluated(metric)));
    options.afterEpoch().forEach(Runnable::run);
    EpochReport report = new EpochReport(epoch, mean, metrics, progress.total());
    all.epochEnded(report);
    return all.goOn(epoch);
  }

  private double evaluated(DoubleSupplier metric) {
    return options
        .model()
        .map(m -> m.evaluating(metric::getAsDouble))
        .orElseGet(metric::getAsDouble);
  }
}
