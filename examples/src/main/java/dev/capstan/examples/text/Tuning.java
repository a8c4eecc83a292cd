package dev.capstan.examples.text;

import dev.capstan.losses.MatryoshkaLoss;
import dev.capstan.losses.MultipleNegativesRankingLoss;
import dev.capstan.nn.ParameterGradients;
import dev.capstan.nn.RandomStream;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import dev.capstan.text.FrozenLayers;
import dev.capstan.text.SentenceEncoder;
import dev.capstan.text.train.GradCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** One fine-tuning of an encoder on a table: which rows a step takes, and what their loss is. */
final class Tuning {
  /** Rows of a class in a batch, where classes are what is learnt. */
  private static final int ROWS_A_CLASS = 8;

  /**
   * What is learnt.
   *
   * @param dimensions nested sizes at which the loss is taken (Matryoshka); empty for the whole
   * @param part how many rows are computed at a time, for the gradient of the whole batch; 0 for
   *     all
   */
  record Plan(TextLoss loss, int batch, List<Integer> dimensions, int part, boolean recompute) {}

  private final SentenceEncoder encoder;
  private final Optional<SentenceEncoder> guide;
  private final TrainingSet set;
  private final Plan plan;
  private final TextBatches batches;
  private final Function<List<String>, Tensor> recorded;

  /**
   * @param guide what GIST asks about negatives
   */
  Tuning(
      SentenceEncoder encoder,
      Optional<SentenceEncoder> guide,
      Optional<FrozenLayers> frozen,
      TrainingSet set,
      Plan plan,
      long seed) {
    this.encoder = encoder;
    this.guide = guide;
    this.set = set;
    this.plan = plan;
    this.batches = new TextBatches(set, new RandomStream(seed));
    this.recorded =
        frozen.<Function<List<String>, Tensor>>map(f -> f::apply).orElse(encoder::apply);
  }

  /** Trains; returns the last loss. */
  double run(Course course, Course.Watcher watcher) {
    return plan.part() > 0 || plan.recompute()
        ? course.runOnGradients(encoder, step -> gradients(rows()), watcher)
        : course.run(
            encoder,
            step -> {
              int[] rows = rows();
              return () -> loss(embedded(rows), rows);
            },
            watcher);
  }

  private int[] rows() {
    return plan.loss().wants() == TextLoss.Wants.LABELS
        ? batches.perClass(Math.max(2, plan.batch() / ROWS_A_CLASS), ROWS_A_CLASS)
        : batches.withoutRepeats(plan.batch());
  }

  private List<Tensor> embedded(int[] rows) {
    return set.texts().stream().map(column -> recorded.apply(texts(column, rows))).toList();
  }

  private static List<String> texts(List<String> column, int[] rows) {
    return IntStream.of(rows).mapToObj(column::get).toList();
  }

  private ParameterGradients gradients(int[] rows) {
    if (plan.part() == 0) {
      return encoder.gradients(() -> loss(embedded(rows), rows));
    }
    List<Supplier<Tensor>> parts = new ArrayList<>();
    for (List<String> column : set.texts()) {
      List<String> texts = texts(column, rows);
      for (int from = 0; from < texts.size(); from += plan.part()) {
        List<String> part = texts.subList(from, Math.min(texts.size(), from + plan.part()));
        parts.add(() -> recorded.apply(part));
      }
    }
    int each = parts.size() / set.texts().size();
    return GradCache.gradients(
        encoder,
        parts,
        all ->
            loss(
                IntStream.range(0, set.texts().size())
                    .mapToObj(c -> Movement.concat(all.subList(c * each, (c + 1) * each), 0))
                    .toList(),
                rows));
  }

  private Tensor loss(List<Tensor> columns, int[] rows) {
    List<Tensor> guides =
        guide.isEmpty()
            ? List.of()
            : set.texts().stream()
                .map(column -> guide.get().encode(texts(column, rows)).to(columns.get(0).dtype()))
                .toList();
    Function<UnaryOperator<Tensor>, Tensor> cut =
        cutting ->
            plan.loss()
                .apply(
                    new TextLoss.Batch(columns.stream().map(cutting).toList(), guides, set, rows));
    return plan.dimensions().isEmpty()
        ? cut.apply(x -> x)
        : new MatryoshkaLoss(new MultipleNegativesRankingLoss(), plan.dimensions()).apply(cut);
  }
}
