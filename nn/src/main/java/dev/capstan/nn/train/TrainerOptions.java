package dev.capstan.nn.train;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.optim.Scheduler;
import dev.capstan.nn.optim.WeightAverage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * What belongs to a run besides optimizer and loss.
 *
 * @param clipNorm the most that the norm of all gradients may be; infinite for no bound
 * @param accumulate how many batches make one step
 * @param model whose metrics are taken in evaluation mode, and whose buffers a refused step leaves
 *     as they were
 * @param metrics what is measured after each epoch, by name
 * @param afterStep run after each step
 * @param afterEpoch run after each epoch
 */
public record TrainerOptions(
    double clipNorm,
    int accumulate,
    Optional<NeuralModule> model,
    Map<String, DoubleSupplier> metrics,
    List<Runnable> afterStep,
    List<Runnable> afterEpoch) {

  public TrainerOptions {
    requireNonNull(model, "model");
    requireNonNull(metrics, "metrics");
    requireNonNull(afterStep, "afterStep");
    requireNonNull(afterEpoch, "afterEpoch");
    if (!(clipNorm > 0)) {
      throw new IllegalArgumentException(
          "trainer: clipNorm: got " + clipNorm + ", expected a positive norm");
    }
    if (accumulate < 1) {
      throw new IllegalArgumentException(
          "trainer: accumulate: got " + accumulate + ", expected at least 1");
    }
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    afterStep = List.copyOf(afterStep);
    afterEpoch = List.copyOf(afterEpoch);
  }

  /** Nothing besides. */
  public static TrainerOptions plain() {
    return new TrainerOptions(
        Double.POSITIVE_INFINITY, 1, Optional.empty(), Map.of(), List.of(), List.of());
  }

  public TrainerOptions withClipNorm(double most) {
    return new TrainerOptions(most, accumulate, model, metrics, afterStep, afterEpoch);
  }

  public TrainerOptions withAccumulate(int batches) {
    return new TrainerOptions(clipNorm, batches, model, metrics, afterStep, afterEpoch);
  }

  public TrainerOptions withModel(NeuralModule of) {
    requireNonNull(of, "of");
    return new TrainerOptions(
        clipNorm, accumulate, Optional.of(of), metrics, afterStep, afterEpoch);
  }

  /** Measures something more after each epoch. */
  public TrainerOptions withMetric(String name, DoubleSupplier metric) {
    requireNonNull(name, "name");
    requireNonNull(metric, "metric");
    Map<String, DoubleSupplier> more = new LinkedHashMap<>(metrics);
    more.put(name, metric);
    return new TrainerOptions(clipNorm, accumulate, model, more, afterStep, afterEpoch);
  }

  /** Moves the rates after each step. */
  public TrainerOptions withScheduleOfSteps(Scheduler scheduler) {
    requireNonNull(scheduler, "scheduler");
    return withAfterStep(scheduler::advance);
  }

  /** Moves the rates after each epoch. */
  public TrainerOptions withScheduleOfEpochs(Scheduler scheduler) {
    requireNonNull(scheduler, "scheduler");
    return withAfterEpoch(scheduler::advance);
  }

  /** Does something more after each epoch, as mining the negatives of the next. */
  public TrainerOptions withAfterEpoch(Runnable work) {
    requireNonNull(work, "work");
    List<Runnable> more = new ArrayList<>(afterEpoch);
    more.add(work);
    return new TrainerOptions(clipNorm, accumulate, model, metrics, afterStep, more);
  }

  /** Averages the weights after each step. */
  public TrainerOptions withAverage(WeightAverage<?> average) {
    requireNonNull(average, "average");
    return withAfterStep(average::update);
  }

  private TrainerOptions withAfterStep(Runnable work) {
    List<Runnable> more = new ArrayList<>(afterStep);
    more.add(work);
    return new TrainerOptions(clipNorm, accumulate, model, metrics, more, afterEpoch);
  }
}
