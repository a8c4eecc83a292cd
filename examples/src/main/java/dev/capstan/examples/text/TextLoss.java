package dev.capstan.examples.text;

import dev.capstan.losses.AngleLoss;
import dev.capstan.losses.CoSentLoss;
import dev.capstan.losses.CosineSimilarityLoss;
import dev.capstan.losses.MultipleNegativesRankingLoss;
import dev.capstan.losses.ScoredPairLoss;
import dev.capstan.losses.SupConLoss;
import dev.capstan.losses.TripletSemiHardLoss;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.List;

/** The losses that the command line fine-tunes with, by what they want of a table. */
enum TextLoss {
  MULTIPLE_NEGATIVES(Wants.PAIRS),
  SYMMETRIC(Wants.PAIRS),
  COSENT(Wants.SCORES),
  ANGLE(Wants.SCORES),
  COSINE_SIMILARITY(Wants.SCORES),
  SUP_CON(Wants.LABELS),
  SEMI_HARD(Wants.LABELS);

  /** What stands beside the texts of a row. */
  enum Wants {
    PAIRS("two columns of texts or more"),
    SCORES("two columns of texts and one called 'score'"),
    LABELS("a column of texts and one called 'label'");

    private final String words;

    Wants(String words) {
      this.words = words;
    }
  }

  private final Wants wants;

  TextLoss(Wants wants) {
    this.wants = wants;
  }

  Wants wants() {
    return wants;
  }

  void require(TrainingSet set) {
    boolean fits =
        switch (wants) {
          case PAIRS -> set.texts().size() >= 2;
          case SCORES -> set.texts().size() == 2 && set.scores().length > 0;
          case LABELS -> set.texts().size() == 1 && set.labels().length > 0;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "--loss "
              + this
              + ": got "
              + set.texts().size()
              + " columns of texts"
              + (set.scores().length > 0 ? " and scores" : "")
              + (set.labels().length > 0 ? " and labels" : "")
              + ", expected "
              + wants.words);
    }
  }

  /** The loss of a batch's columns of embeddings. */
  Tensor apply(List<Tensor> columns, TrainingSet set, int[] rows) {
    return switch (this) {
      case MULTIPLE_NEGATIVES -> ranking(new MultipleNegativesRankingLoss(), columns);
      case SYMMETRIC -> ranking(MultipleNegativesRankingLoss.symmetric(), columns);
      case COSENT -> scored(new CoSentLoss(), columns, set, rows);
      case ANGLE -> scored(new AngleLoss(), columns, set, rows);
      case COSINE_SIMILARITY -> scored(new CosineSimilarityLoss(), columns, set, rows);
      case SUP_CON -> new SupConLoss().apply(labels(set, rows), columns.get(0));
      case SEMI_HARD -> new TripletSemiHardLoss().apply(labels(set, rows), columns.get(0));
    };
  }

  private static Tensor ranking(MultipleNegativesRankingLoss loss, List<Tensor> columns) {
    return loss.apply(
        columns.get(0), columns.get(1), columns.subList(2, columns.size()).toArray(Tensor[]::new));
  }

  private static Tensor scored(
      ScoredPairLoss loss, List<Tensor> columns, TrainingSet set, int[] rows) {
    Tensor scores =
        Tensor.generate(columns.get(0).dtype(), Shape.of(rows.length), i -> set.scores()[rows[i]]);
    return loss.apply(scores, columns.get(0), columns.get(1));
  }

  private static IntTensor labels(TrainingSet set, int[] rows) {
    int[] own = new int[rows.length];
    for (int i = 0; i < own.length; i++) {
      own[i] = set.labels()[rows[i]];
    }
    return IntTensor.of(own);
  }
}
