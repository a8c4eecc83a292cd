package dev.capstan.nn.optim;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;

/**
 * Lowers an optimizer's rates when a metric no longer improves. The rules are PyTorch's {@code
 * ReduceLROnPlateau} with a relative threshold.
 */
public final class PlateauScheduler implements Stateful {

  /** Which direction of the metric is better. */
  public enum Better {
    LOWER,
    HIGHER
  }

  /**
   * Settings; {@link #of} gives PyTorch's.
   *
   * @param factor what the rates are multiplied by
   * @param patience how many reports without an improvement are borne
   * @param cooldown how many reports after a cut do not count
   * @param threshold the least relative improvement
   */
  public record Options(
      Better better, double factor, int patience, int cooldown, double threshold) {

    public Options {
      requireNonNull(better, "better");
      if (!(factor > 0 && factor < 1)) {
        throw new IllegalArgumentException(
            "plateau: factor: got " + factor + ", expected a number between 0 and 1");
      }
      Rates.requireNotNegative("plateau", "patience", patience);
      Rates.requireNotNegative("plateau", "cooldown", cooldown);
      Rates.requireNotNegative("plateau", "threshold", threshold);
    }

    public static Options of(Better better) {
      return new Options(better, 0.1, 10, 0, 1e-4);
    }

    public Options withFactor(double value) {
      return new Options(better, value, patience, cooldown, threshold);
    }

    public Options withPatience(int value) {
      return new Options(better, factor, value, cooldown, threshold);
    }

    public Options withCooldown(int value) {
      return new Options(better, factor, patience, value, threshold);
    }

    public Options withThreshold(double value) {
      return new Options(better, factor, patience, cooldown, value);
    }
  }

  private final Optimizer optimizer;
  private final Options options;
  private double scale = 1;
  private double best;
  private int bad;
  private int cooling;

  public PlateauScheduler(Optimizer optimizer, Options options) {
    requireNonNull(optimizer, "optimizer");
    this.optimizer = optimizer;
    this.options = options;
    this.best =
        options.better() == Better.LOWER ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  /** Hears of the metric after an epoch; NaN is no improvement. */
  public void report(double metric) {
    if (improves(metric)) {
      best = metric;
      bad = 0;
    } else {
      bad++;
    }
    if (cooling > 0) {
      cooling--;
      bad = 0;
    }
    if (bad > options.patience()) {
      scale *= options.factor();
      optimizer.scaleRates(scale);
      cooling = options.cooldown();
      bad = 0;
    }
  }

  private boolean improves(double metric) {
    return options.better() == Better.LOWER
        ? metric < best * (1 - options.threshold())
        : metric > best * (1 + options.threshold());
  }

  /** The best metric so far. */
  public double best() {
    return best;
  }

  @Override
  public State state() {
    return State.builder()
        .put("scale", scale)
        .put("best", best)
        .put("bad", bad)
        .put("cooling", cooling)
        .build();
  }

  @Override
  public void restore(State state) {
    double nextScale = state.real("scale");
    double nextBest = state.real("best");
    int nextBad = state.count("bad");
    int nextCooling = state.count("cooling");
    optimizer.scaleRates(nextScale);
    scale = nextScale;
    best = nextBest;
    bad = nextBad;
    cooling = nextCooling;
  }
}
