package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;
import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.config.On;
import dev.capstan.losses.distance.Similarity;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * GIST: multiple negatives ranking in which a guide, another model's embeddings of the same texts,
 * takes out what is no true negative.
 *
 * <p>{@code mean_i (log Z_i − c(a_i, p_i) / T)}, c the cosine. Z sums exp(c/T) over the anchor with
 * all positives and all negatives, and, if asked for, over the anchor with other anchors and the
 * positive with other positives. A pair counts only if the guide finds it no nearer than the row's
 * own pair: its guided cosine is at most g_i − margin (ABSOLUTE) or g_i (1 − margin) (RELATIVE),
 * g_i being that of the row's anchor and positive. The own pair always counts.
 *
 * <p>Shapes: columns [N, D], the guide's [N, G], returns a scalar; 0 without rows. Gradient: none
 * to the guide.
 *
 * <p>Source: Solatorio, "GISTEmbed", 2024, as described by sentence-transformers ({@code
 * GISTEmbedLoss}).
 *
 * @param margin how far below the own pair a negative must be for the guide
 */
@Named(value = "gist_embed_loss", system = "st")
public record GistEmbedLoss(
    double temperature,
    @Key("margin_strategy") Strategy strategy,
    double margin,
    @Key("contrast_anchors") Contrast anchors,
    @Key("contrast_positives") Contrast positives)
    implements Loss, With.AnyTemperature<GistEmbedLoss>, With.AnyMargin<GistEmbedLoss> {
  private static final String NAME = "GistEmbedLoss";

  /** What the margin is relative to. */
  public enum Strategy {
    /** Nothing: it is taken off. */
    ABSOLUTE,
    /** The own pair's cosine: it is a share of that. */
    RELATIVE
  }

  /** Whether texts of one column are compared with each other. */
  public enum Contrast {
    NO,
    @On
    YES
  }

  /** The embeddings of a model and of its guide, for the same texts. */
  public record Guided(Tensor model, Tensor guide) {
    public Guided {
      requireNonNull(model, "model");
      requireNonNull(guide, "guide");
    }
  }

  /** Checks the parameters. */
  public GistEmbedLoss {
    requireNonNull(strategy, "strategy");
    requireNonNull(anchors, "anchors");
    requireNonNull(positives, "positives");
    Checks.positive(NAME, "temperature", temperature);
  }

  /** Temperature 0.01, an absolute margin of 0, anchors and positives contrasted. */
  public GistEmbedLoss() {
    this(0.01, Strategy.ABSOLUTE, 0, Contrast.YES, Contrast.YES);
  }

  public GistEmbedLoss withStrategy(Strategy value) {
    requireNonNull(value, "value");
    return new GistEmbedLoss(temperature, value, margin, anchors, positives);
  }

  public GistEmbedLoss withAnchors(Contrast value) {
    requireNonNull(value, "value");
    return new GistEmbedLoss(temperature, strategy, margin, value, positives);
  }

  public GistEmbedLoss withPositives(Contrast value) {
    requireNonNull(value, "value");
    return new GistEmbedLoss(temperature, strategy, margin, anchors, value);
  }

  /**
   * The loss of rows of texts.
   *
   * @throws dev.capstan.ops.ShapeException if the columns do not fit each other
   */
  public Tensor apply(Guided anchor, Guided positive, Guided... negatives) {
    requireNonNull(negatives, "negatives");
    Columns.of(NAME, anchor.model, positive.model);
    Columns.of(NAME, anchor.guide, positive.guide);
    for (Guided each : negatives) {
      Columns.of(NAME, anchor.model, each.model);
      Columns.of(NAME, anchor.guide, each.guide);
    }
    if (anchor.model.shape().get(0) == 0) {
      return Batches.zero(anchor.model);
    }
    Tensor own = Similarity.COSINE.rows(anchor.guide.stopGradient(), positive.guide.stopGradient());
    List<Tensor> blocks = new ArrayList<>();
    blocks.add(block(anchor, positive, own, Itself.COUNTS));
    if (anchors == Contrast.YES) {
      blocks.add(block(anchor, anchor, own, Itself.IS_LEFT_OUT));
    }
    if (positives == Contrast.YES) {
      blocks.add(block(positive, positive, own, Itself.IS_LEFT_OUT));
    }
    for (Guided each : negatives) {
      blocks.add(block(anchor, each, own, Itself.IS_JUDGED));
    }
    Tensor logits = Movement.concat(1, blocks.toArray(Tensor[]::new));
    Tensor right = Similarity.COSINE.rows(anchor.model, positive.model).div(temperature);
    return logits.logsumexp(1).sub(right).mean();
  }

  /** What is done where a row meets itself. */
  private enum Itself {
    COUNTS,
    IS_LEFT_OUT,
    IS_JUDGED
  }

  /** The logits of a column with another, without those that the guide takes out. */
  private Tensor block(Guided x, Guided y, Tensor own, Itself itself) {
    Tensor guided = Similarity.COSINE.between(x.guide.stopGradient(), y.guide.stopGradient());
    int n = own.size();
    boolean[] in = new boolean[n * n];
    for (int at = 0; at < in.length; at++) {
      double g = own.at(at / n);
      double most = strategy == Strategy.ABSOLUTE ? g - margin : g * (1 - margin);
      boolean judged = itself == Itself.IS_JUDGED || at / n != at % n;
      in[at] = judged ? !(guided.at(at) > most) : itself == Itself.COUNTS;
    }
    Tensor logits = Similarity.COSINE.between(x.model, y.model).div(temperature);
    return where(BoolTensor.of(in, n, n), logits, Logs.nothing(logits));
  }

  /** The guide's embeddings of a column are named as it is, after {@code guide_}. */
  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    List<String> columns = new ArrayList<>(List.of("anchor", "positive"));
    columns.addAll(Columns.negatives(inputs));
    List<String> names = new ArrayList<>(columns);
    columns.forEach(name -> names.add("guide_" + name));
    Inputs in = new Inputs(NAME, inputs, names.toArray(String[]::new));
    Guided[] all =
        columns.stream()
            .map(name -> new Guided(in.tensor(name), in.tensor("guide_" + name)))
            .toArray(Guided[]::new);
    return apply(all[0], all[1], Arrays.copyOfRange(all, 2, all.length));
  }
}
