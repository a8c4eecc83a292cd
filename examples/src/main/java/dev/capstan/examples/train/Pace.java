package dev.capstan.examples.train;

import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import dev.capstan.nn.optim.Optimizer;
import dev.capstan.nn.optim.PlateauScheduler;
import dev.capstan.nn.optim.PlateauScheduler.Better;
import dev.capstan.nn.optim.RateSchedule;
import dev.capstan.nn.optim.Scheduler;
import dev.capstan.nn.train.EpochReport;
import dev.capstan.nn.train.StepReport;
import dev.capstan.nn.train.TrainingListener;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** Moves an optimizer's rates after each step, or after each epoch by its loss. */
final class Pace implements TrainingListener, Stateful {

  /** The schedules that the command line knows; they are stretched over the whole run. */
  enum Schedule {
    CONSTANT,
    /** Half a cosine down to 0. */
    COSINE,
    /** Linear from nothing within the first tenth, then constant. */
    WARM_UP,
    /** Up within 30 % of the steps, and down to nothing; momentum the other way. */
    ONE_CYCLE,
    /** To a tenth after each third. */
    STEP,
    /** To a tenth whenever ten epochs have not lowered the loss. */
    PLATEAU;

    String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> names() {
      return Arrays.stream(values()).map(Schedule::id).toList();
    }

    /** The one of this name; null if there is none. */
    static @Nullable Schedule of(String canonical) {
      return Arrays.stream(values()).filter(s -> s.id().equals(canonical)).findFirst().orElse(null);
    }

    private RateSchedule over(int steps) {
      return switch (this) {
        case CONSTANT, PLATEAU -> RateSchedule.constant();
        case COSINE -> RateSchedule.cosine(steps, 0);
        case WARM_UP -> RateSchedule.warmUp(Math.max(1, steps / 10), 1e-3);
        case ONE_CYCLE -> RateSchedule.oneCycle(Math.max(2, steps));
        case STEP -> RateSchedule.step(Math.max(1, steps / 3), 0.1);
      };
    }
  }

  private final Runnable afterStep;
  private final DoubleConsumer afterEpoch;
  private final Stateful keeper;

  private Pace(Runnable afterStep, DoubleConsumer afterEpoch, Stateful keeper) {
    this.afterStep = afterStep;
    this.afterEpoch = afterEpoch;
    this.keeper = keeper;
  }

  /** Of a run of so many steps. */
  static Pace of(Schedule schedule, Optimizer optimizer, int steps) {
    if (schedule == Schedule.PLATEAU) {
      PlateauScheduler plateau =
          new PlateauScheduler(optimizer, PlateauScheduler.Options.of(Better.LOWER));
      return new Pace(() -> {}, plateau::report, plateau);
    }
    RateSchedule rates = schedule.over(Math.max(1, steps));
    Scheduler scheduler =
        schedule == Schedule.ONE_CYCLE
            ? new Scheduler(optimizer, rates, RateSchedule.oneCycleMomentum(Math.max(2, steps)))
            : new Scheduler(optimizer, rates);
    return new Pace(scheduler::advance, loss -> {}, scheduler);
  }

  @Override
  public void stepped(StepReport report) {
    afterStep.run();
  }

  @Override
  public void epochEnded(EpochReport report) {
    afterEpoch.accept(report.meanLoss());
  }

  @Override
  public State state() {
    return keeper.state();
  }

  @Override
  public void restore(State state) {
    keeper.restore(state);
  }
}
