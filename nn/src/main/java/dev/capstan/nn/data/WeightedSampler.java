package dev.capstan.nn.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * Batches of rows that are drawn the more often the more they weigh, as rare classes or hard rows
 * should be. Each batch is a draw of its own without replacement: each row races with an
 * exponential time of its weight, and the first ones make the batch (Efraimidis, Spirakis 2006). A
 * row of weight 0 never comes.
 */
public final class WeightedSampler implements BatchSampler, Stateful {
  private final double[] weights;
  private final int batch;
  private final RandomGenerator random;

  /** A row and when it arrives. */
  private record Arrival(int row, double time) {}

  /**
   * @param weights one for each row, finite and 0 or more
   * @param batch at most the number of rows that weigh more than 0
   */
  public WeightedSampler(double[] weights, int batch, RandomGenerator random) {
    this.weights = requireNonNull(weights, "weights").clone();
    for (int row = 0; row < weights.length; row++) {
      if (!(weights[row] >= 0) || Double.isInfinite(weights[row])) {
        throw new IllegalArgumentException(
            "sampler: weight of row "
                + row
                + ": got "
                + weights[row]
                + ", expected a finite number of 0 or more");
      }
    }
    long some = Arrays.stream(weights).filter(w -> w > 0).count();
    if (batch < 1 || batch > some) {
      throw new IllegalArgumentException(
          "sampler: batch size: got "
              + batch
              + ", expected 1 to the number of rows that weigh more than 0, "
              + some);
    }
    this.batch = batch;
    this.random = requireNonNull(random, "random");
  }

  @Override
  public int batchesPerEpoch() {
    return weights.length / batch;
  }

  /** In the order of their arrival. */
  @Override
  public int[] next() {
    Comparator<Arrival> byTime = Comparator.comparingDouble(Arrival::time);
    PriorityQueue<Arrival> first =
        new PriorityQueue<>(batch + 1, byTime.thenComparingInt(Arrival::row).reversed());
    for (int row = 0; row < weights.length; row++) {
      if (weights[row] > 0) {
        double time = -StrictMath.log(1 - random.nextDouble()) / weights[row];
        first.add(new Arrival(row, time));
        if (first.size() > batch) {
          first.remove();
        }
      }
    }
    int[] rows = new int[batch];
    for (int i = batch - 1; i >= 0; i--) {
      rows[i] = first.remove().row();
    }
    return rows;
  }

  /** The place of the random stream. */
  @Override
  public State state() {
    return State.builder().put("random", SamplerState.of(random).state()).build();
  }

  @Override
  public void restore(State state) {
    SamplerState.of(random).restore(requireNonNull(state, "state").part("random"));
  }

  @Override
  public String toString() {
    return "batches of " + batch + " of " + weights.length + " rows, drawn by weight";
  }
}
