package dev.capstan.nn.optim;

import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;

/**
 * Keeps an optimizer's rates on a schedule. What a step is, is the caller's affair: {@link
 * #advance} after every batch, or after every epoch.
 */
public final class Scheduler implements Stateful {
  private final Optimizer optimizer;
  private final RateSchedule schedule;
  private int step;

  /** Sets the rates for the first step. */
  public Scheduler(Optimizer optimizer, RateSchedule schedule) {
    this.optimizer = optimizer;
    this.schedule = schedule;
    optimizer.scaleRates(schedule.factor(0));
  }

  /** Sets the rates for the next step. */
  public void advance() {
    step++;
    optimizer.scaleRates(schedule.factor(step));
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
    optimizer.scaleRates(schedule.factor(step));
  }
}
