package dev.capstan.nn.train;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import dev.capstan.nn.optim.PlateauScheduler.Better;
import dev.capstan.ops.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Ends training when a metric no longer improves, and keeps the weights that were best. */
public final class EarlyStopping implements TrainingListener, Stateful {
  private final NeuralModule model;
  private final String metric;
  private final Better better;
  private final int patience;
  private double best;
  private int bestEpoch;
  private int bad;
  private Map<String, Tensor> weights = Map.of();

  /**
   * @param metric one that the trainer's options name
   * @param patience how many epochs without an improvement are borne
   */
  public EarlyStopping(NeuralModule model, String metric, Better better, int patience) {
    requireNonNull(model, "model");
    requireNonNull(metric, "metric");
    requireNonNull(better, "better");
    if (patience < 0) {
      throw new IllegalArgumentException(
          "earlyStopping: patience: got " + patience + ", expected 0 or more");
    }
    this.model = model;
    this.metric = metric;
    this.better = better;
    this.patience = patience;
    this.best = better == Better.LOWER ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  @Override
  public void epochEnded(EpochReport report) {
    double now = report.metric(metric);
    if (better == Better.LOWER ? now < best : now > best) {
      best = now;
      bestEpoch = report.epoch();
      bad = 0;
      weights = new LinkedHashMap<>(model.weights());
    } else {
      bad++;
    }
  }

  @Override
  public boolean goOn(int epoch) {
    return bad <= patience;
  }

  /** The best metric so far. */
  public double best() {
    return best;
  }

  /** The epoch that had it; 0 if none had. */
  public int bestEpoch() {
    return bestEpoch;
  }

  /**
   * Gives the model the weights of the best epoch.
   *
   * @throws IllegalStateException if no epoch has ended with a number
   */
  public void restoreBest() {
    if (bestEpoch == 0) {
      throw new IllegalStateException("earlyStopping: no epoch has been measured yet");
    }
    model.load(weights);
  }

  @Override
  public State state() {
    State.Builder state =
        State.builder().put("best", best).put("bestEpoch", bestEpoch).put("bad", bad);
    weights.forEach((name, t) -> state.put("weights." + name, t));
    return state.build();
  }

  @Override
  public void restore(State state) {
    double nextBest = state.real("best");
    int nextEpoch = state.count("bestEpoch");
    int nextBad = state.count("bad");
    best = nextBest;
    bestEpoch = nextEpoch;
    bad = nextBad;
    weights = new LinkedHashMap<>(state.part("weights").tensors());
  }
}
