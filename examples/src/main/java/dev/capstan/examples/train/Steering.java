package dev.capstan.examples.train;

import dev.capstan.examples.Asked;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options of every command that trains: what moves the weights, and how a run goes on later. */
public final class Steering {
  private static final int LAST_PORT = 65_535;

  @Spec(Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      defaultValue = "adam",
      description = {
        "adam (default), sparse-adam (words that a batch does not have stay as they are), adamw,",
        "sgd (Nesterov's momentum of 0.9), rmsprop, adagrad."
      })
  private String optimizer = "";

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      defaultValue = "constant",
      description = {
        "constant (default), cosine (down to 0), warm-up (in the first tenth), one-cycle,",
        "step (to a tenth after each third), plateau (to a tenth when the loss stays)."
      })
  private String schedule = "";

  @Option(
      names = "--hard-negatives",
      paramLabel = "N",
      description = {
        "Batches of triplets instead of classes: each row once an epoch with one of its class and",
        "one of the N of other classes that were nearest to it after the last epoch."
      })
  private @Nullable Integer hardNegatives;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = {
        "Keep the last three checkpoints in DIR, and go on from the newest that is there:",
        "the same command ends at the same bits, however often it was stopped or killed."
      })
  private @Nullable Path resume;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description = "Steps between checkpoints (default: an epoch's).")
  private @Nullable Integer every;

  @Option(
      names = "--live",
      arity = "0..1",
      paramLabel = "PORT",
      fallbackValue = "0",
      description = {
        "Show the run in a browser while it goes on (loss, recall, a map, pause and stop), on",
        "127.0.0.1 alone, at this port or one that is free."
      })
  private @Nullable Integer live;

  /** Refuses names that nobody has. */
  public void check() {
    optimization();
    schedule();
  }

  /** All that decides the result of a run. */
  public Settings settings(
      About about,
      Protocol protocol,
      Criterion criterion,
      Recipe recipe,
      double learningRate,
      long seed,
      int threads) {
    return new Settings(
        about,
        protocol,
        criterion,
        recipe,
        learningRate,
        optimization(),
        schedule(),
        asked().atLeast("--hard-negatives", 1, hardNegatives, 0),
        seed,
        threads);
  }

  /** The loss of a name. */
  public Criterion criterion(String loss) {
    return asked().named("loss", loss, Criterion.names(), Criterion.aliases(), Criterion::of);
  }

  private Optimization optimization() {
    return asked().named("optimizer", optimizer, Optimization.names(), List.of(), Optimization::of);
  }

  private Pace.Schedule schedule() {
    return asked().named("schedule", schedule, Pace.Schedule.names(), List.of(), Pace.Schedule::of);
  }

  /** Where checkpoints go. */
  public RunFolder folder() {
    if (every != null && (every < 1 || resume == null)) {
      throw asked()
          .refused(
              every < 1
                  ? "--checkpoint-every: got " + every + ", expected 1 or more"
                  : "--checkpoint-every has no effect without --resume; name a folder there");
    }
    return new RunFolder(Optional.ofNullable(resume), every == null ? 0 : every);
  }

  /**
   * What shows how a run goes.
   *
   * @param interrupted whether somebody has asked for the end
   */
  public Progress progress(String name, int epochs, BooleanSupplier interrupted) {
    Asked asked = asked();
    if (live == null) {
      return Progress.of(name, epochs, asked.err(), asked.columns());
    }
    if (live < 0 || live > LAST_PORT) {
      throw asked.refused("--live: got " + live + ", expected a port from 0 to " + LAST_PORT);
    }
    try {
      Progress inner = Progress.of(name, epochs, asked.err(), asked.columns());
      return new LiveView(inner, name, epochs, live, interrupted, asked.err());
    } catch (IOException e) {
      throw asked.refused("--live: port " + live + " is taken; leave it out for one that is free");
    }
  }

  /** What to say to whoever has interrupted a run. */
  public String afterInterruption() {
    return resume == null
        ? "stopped; give --resume DIR the next time to be able to go on"
        : "stopped; the same command goes on from " + resume;
  }

  private Asked asked() {
    return Asked.of("train", command);
  }
}
