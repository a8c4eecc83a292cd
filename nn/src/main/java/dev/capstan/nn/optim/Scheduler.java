package dev.capstan.nn.optim;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import java.util.Optional;

/**
 * Keeps an optimizer's rates, and its momentum if asked to, on a schedule. What a step is, is the
 * caller's affair: {@link #advance} after every batch, or after every epoch.
 */
public final class Scheduler implements Stateful {
  private final Optimizer optimizer;
  private final RateSchedule schedule;
  private final Optional<RateSchedule> momentum;
  private int step;

  /** Sets the rates for the first step. */
  public Scheduler(Optimizer optimizer, RateSchedule schedule) {
    this(optimizer, schedule, Optional.empty());
  }

  /**
   * Sets rates and momentum for the first step.
   *
   * @param momentum each step's, such as {@link RateSchedule#oneCycleMomentum(int)}
   */
  public Scheduler(Optimizer optimizer, RateSchedule schedule, RateSchedule momentum) {
    this(optimizer, schedule, Optional.of(requireNonNull(momentum, "momentum")));
  }

  private Scheduler(Optimizer optimizer, RateSchedule schedule, Optional<RateSchedule> momentum) {
    this.optimizer = optimizer;
    this.schedule = schedule;
    this.momentum = momentum;
    set();
  }

  private void set() {
    optimizer.scaleRates(schedule.factor(step));
    momentum.ifPresent(m -> optimizer.momentum(m.factor(step)));
  }

  /** Sets the rates for the next step. */
  public void advance() {
    step++;
    set();
  }

  /** The step that the rates are for, from 0. */
  public int step() {
    return step;
  }

  @Override
  public State state() {
    return State.builder().put("step", step).build();
  }

  @Override
  public void restore(State state) {
    step = state.count("step");
    set();
  }
}
