package dev.capstan.losses.health;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Watches the batches of a training and warns when a fault has lasted for some of them in a row:
 * the embedding has collapsed to a point, batches have no positive or no negative pairs, or no
 * triplet of a loss with a margin is active any more. Each warning names what was measured and the
 * remedy, and comes once each time the fault begins.
 *
 * <pre>{@code
 * var health = new HealthListener(LpDistance.euclidean(), Level.margin(0.2), log::report, log::warn);
 * health.onBatch(labels, embeddings, loss);      // after each step
 * }</pre>
 *
 * <p>A listener has a state, how long each fault has lasted, and belongs to one training thread.
 */
public final class HealthListener {
  /** How near the loss must be to the level of a collapsed embedding, relative to it. */
  private static final double NEAR = 0.05;

  /** Distances below this part of the margin (of 1, if soft) are those of a collapsed embedding. */
  private static final double SMALL = 0.05;

  /** How many batches in a row make a fault, unless told otherwise. */
  private static final int PATIENCE = 10;

  /**
   * The loss that a triplet has when both its distances are equal: where a collapsed embedding
   * stays.
   *
   * @param margin the margin; 0 for a soft one
   * @param loss the loss
   */
  public record Level(double margin, double loss) {
    /** Of max(d_ap − d_an + margin, 0): the margin. */
    public static Level margin(double margin) {
      return new Level(margin, margin);
    }

    /** Of log(1 + exp(d_ap − d_an)): ln 2. */
    public static Level soft() {
      return new Level(0, StrictMath.log(2));
    }
  }

  private final Distance distance;
  private final Level level;
  private final int patience;
  private final Consumer<BatchHealth> reports;
  private final Consumer<String> warnings;
  private final Map<Fault, Integer> lasting = new EnumMap<>(Fault.class);

  private enum Fault {
    NO_POSITIVES,
    NO_NEGATIVES,
    COLLAPSED,
    NOTHING_ACTIVE
  }

  /** A listener that warns after ten batches in a row. */
  public HealthListener(
      Distance distance, Level level, Consumer<BatchHealth> reports, Consumer<String> warnings) {
    this(distance, level, PATIENCE, reports, warnings);
  }

  /**
   * A listener that warns after some batches in a row.
   *
   * @param reports gets the health of every batch
   * @param warnings gets the text of every warning
   */
  public HealthListener(
      Distance distance,
      Level level,
      int patience,
      Consumer<BatchHealth> reports,
      Consumer<String> warnings) {
    requireNonNull(distance, "distance");
    requireNonNull(level, "level");
    requireNonNull(reports, "reports");
    requireNonNull(warnings, "warnings");
    this.distance = distance;
    this.level = level;
    this.patience = patience;
    this.reports = reports;
    this.warnings = warnings;
  }

  /** Takes note of a batch and its loss, a scalar. */
  public void onBatch(IntTensor labels, Tensor embeddings, Tensor loss) {
    EmbeddingBatch batch = EmbeddingBatch.of(labels, embeddings.detach());
    BatchHealth health = BatchHealth.of(batch, distance, level.margin(), loss.item());
    reports.accept(health);
    for (Fault fault : Fault.values()) {
      int batches = present(fault, health) ? lasting.getOrDefault(fault, 0) + 1 : 0;
      lasting.put(fault, batches);
      if (batches == patience) {
        warnings.accept(text(fault, health));
      }
    }
  }

  private boolean present(Fault fault, BatchHealth h) {
    boolean pairs = h.positivePairs() > 0 && h.negativePairs() > 0;
    return switch (fault) {
      case NO_POSITIVES -> h.positivePairs() == 0;
      case NO_NEGATIVES -> h.negativePairs() == 0;
      case COLLAPSED -> pairs && collapsed(h);
      case NOTHING_ACTIVE -> pairs && level.margin() != 0 && h.activeTriplets() == 0;
    };
  }

  private boolean collapsed(BatchHealth h) {
    double scale = level.margin() == 0 ? 1 : Math.abs(level.margin());
    return Math.abs(h.loss() - level.loss()) <= NEAR * Math.abs(level.loss())
        && Math.abs(h.meanNegative() - h.meanPositive()) <= SMALL * scale
        && h.spread() <= SMALL;
  }

  private String text(Fault fault, BatchHealth h) {
    return switch (fault) {
      case NO_POSITIVES ->
          lasted("batches carry no positive pairs: no two samples share a label")
              + "; draw K ≥ 2 samples of each of P classes for a batch";
      case NO_NEGATIVES ->
          lasted("batches carry no negative pairs: all samples have one label")
              + "; draw the samples of a batch from P ≥ 2 classes";
      case COLLAPSED ->
          String.format(
              Locale.ROOT,
              "%s: the loss stays at %.4f, the %s, and the embedding's spread is %.2e; lower the"
                  + " learning rate, mine semi-hard instead of the hardest negatives, or begin"
                  + " with all triplets",
              lasted("the embedding has collapsed to a point"),
              h.loss(),
              level.margin() == 0 ? "ln 2 of equal distances" : "margin",
              h.spread());
      case NOTHING_ACTIVE ->
          lasted("no triplet is active, so nothing is learned")
              + "; use a larger margin, harder mining or larger batches";
    };
  }

  private String lasted(String what) {
    return "health: for " + patience + " batches, " + what;
  }

  @Override
  public String toString() {
    return "HealthListener("
        + distance
        + ", "
        + level
        + ", warns after "
        + patience
        + " batches in a row; lasting now: "
        + lasting
        + ")";
  }
}
