package dev.capstan.nn.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** All rows in an order that is drawn anew, and a place in it, from which batches are taken. */
final class RowOrder implements Stateful {
  private final int[] rows;
  private final RandomGenerator random;
  private int at;

  /** At its end: the first batch wants a new order. */
  RowOrder(int rows, RandomGenerator random) {
    this.random = requireNonNull(random, "random");
    this.rows = new int[rows];
    Arrays.setAll(this.rows, i -> i);
    this.at = rows;
  }

  int size() {
    return rows.length;
  }

  /** How many rows are left. */
  int left() {
    return rows.length - at;
  }

  /** The i-th of the rows that are left. */
  int get(int i) {
    return rows[at + i];
  }

  /** Brings a row that is left before others: the i-th to place k, those between one further. */
  void advance(int i, int k) {
    int row = rows[at + i];
    System.arraycopy(rows, at + k, rows, at + k + 1, i - k);
    rows[at + k] = row;
  }

  /** A new order, from its beginning. */
  void shuffle() {
    ShuffledSampler.shuffle(rows, random);
    at = 0;
  }

  int[] take(int batch) {
    at += batch;
    return Arrays.copyOfRange(rows, at - batch, at);
  }

  /** The order, the place in it, and that of the random stream. */
  @Override
  public State state() {
    return State.builder()
        .put("order", rows)
        .put("at", at)
        .put("random", SamplerState.of(random).state())
        .build();
  }

  @Override
  public void restore(State state) {
    requireNonNull(state, "state");
    Stateful stream = SamplerState.of(random);
    int[] next = SamplerState.permutation(state, "order", rows);
    int place = SamplerState.count(state, "at", rows.length);
    stream.restore(state.part("random"));
    System.arraycopy(next, 0, rows, 0, rows.length);
    at = place;
  }
}
