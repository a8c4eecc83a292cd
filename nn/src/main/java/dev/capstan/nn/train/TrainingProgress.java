package dev.capstan.nn.train;

import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import java.util.Arrays;

/** Where a run stands: a trainer keeps it up to date, and begins there. */
public final class TrainingProgress implements Stateful {
  private int epoch = 1;
  private int step;
  private long total;
  private double sum;
  private double[] history = {};

  /** The epoch that is being run, from 1; one more than there are when all is done. */
  public int epoch() {
    return epoch;
  }

  /** The steps of this epoch that are done. */
  public int step() {
    return step;
  }

  /** The steps of the whole run. */
  public long total() {
    return total;
  }

  /** The mean loss of each epoch that is over. */
  public double[] history() {
    return history.clone();
  }

  void stepped(double loss) {
    step++;
    total++;
    sum += loss;
  }

  /** The mean loss of the epoch, which is over. */
  double endEpoch() {
    double mean = step == 0 ? 0 : sum / step;
    history = Arrays.copyOf(history, epoch);
    history[epoch - 1] = mean;
    epoch++;
    step = 0;
    sum = 0;
    return mean;
  }

  @Override
  public State state() {
    return State.builder()
        .put("epoch", epoch)
        .put("step", step)
        .put("total", total)
        .put("sum", sum)
        .put("history", history)
        .build();
  }

  @Override
  public void restore(State state) {
    int nextEpoch = state.count("epoch");
    int nextStep = state.count("step");
    long nextTotal = state.whole("total");
    double nextSum = state.real("sum");
    double[] nextHistory = state.reals("history");
    if (nextEpoch != nextHistory.length + 1) {
      throw new IllegalArgumentException(
          "restore: got epoch " + nextEpoch + " and a history of " + nextHistory.length);
    }
    epoch = nextEpoch;
    step = nextStep;
    total = nextTotal;
    sum = nextSum;
    history = nextHistory;
  }
}
