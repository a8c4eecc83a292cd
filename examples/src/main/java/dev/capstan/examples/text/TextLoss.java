package dev.capstan.examples.text;

import dev.capstan.losses.AngleLoss;
import dev.capstan.losses.BatchAllTripletLoss;
import dev.capstan.losses.BatchHardSoftMarginTripletLoss;
import dev.capstan.losses.BatchHardTripletLoss;
import dev.capstan.losses.BatchSemiHardTripletLoss;
import dev.capstan.losses.CoSentLoss;
import dev.capstan.losses.CosineSimilarityLoss;
import dev.capstan.losses.GistEmbedLoss;
import dev.capstan.losses.GistEmbedLoss.Guided;
import dev.capstan.losses.MarginMSELoss;
import dev.capstan.losses.MetricLoss;
import dev.capstan.losses.MultipleNegativesRankingLoss;
import dev.capstan.losses.OnlineContrastiveLoss;
import dev.capstan.losses.ScoredPairLoss;
import dev.capstan.losses.SentenceContrastiveLoss;
import dev.capstan.losses.SentenceTripletLoss;
import dev.capstan.losses.SupConLoss;
import dev.capstan.losses.TripletSemiHardLoss;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The losses that the command line fine-tunes with, by what they want of a table. */
enum TextLoss {
  MULTIPLE_NEGATIVES(Wants.PAIRS, batch -> batch.ranking(new MultipleNegativesRankingLoss())),
  SYMMETRIC(Wants.PAIRS, batch -> batch.ranking(MultipleNegativesRankingLoss.symmetric())),
  GIST(Wants.PAIRS, Batch::gist),
  TRIPLET(Wants.TRIPLETS, Batch::triplet),
  COSENT(Wants.SCORES, batch -> batch.scored(new CoSentLoss())),
  ANGLE(Wants.SCORES, batch -> batch.scored(new AngleLoss())),
  COSINE_SIMILARITY(Wants.SCORES, batch -> batch.scored(new CosineSimilarityLoss())),
  MARGIN_MSE(Wants.SCORED_TRIPLETS, Batch::marginMse),
  CONTRASTIVE(Wants.ANSWERS, batch -> batch.scored(new SentenceContrastiveLoss())),
  ONLINE_CONTRASTIVE(Wants.ANSWERS, batch -> batch.scored(new OnlineContrastiveLoss())),
  SUP_CON(Wants.LABELS, batch -> batch.labelled(new SupConLoss())),
  SEMI_HARD(Wants.LABELS, batch -> batch.labelled(new TripletSemiHardLoss())),
  BATCH_HARD(Wants.LABELS, batch -> batch.labelled(new BatchHardTripletLoss())),
  BATCH_HARD_SOFT(Wants.LABELS, batch -> batch.labelled(new BatchHardSoftMarginTripletLoss())),
  BATCH_ALL(Wants.LABELS, batch -> batch.labelled(new BatchAllTripletLoss())),
  BATCH_SEMI_HARD(Wants.LABELS, batch -> batch.labelled(new BatchSemiHardTripletLoss()));

  /** What stands beside the texts of a row. */
  enum Wants {
    PAIRS("two columns of texts or more") {
      @Override
      boolean fits(TrainingSet set) {
        return set.texts().size() >= 2;
      }
    },
    TRIPLETS("three columns of texts") {
      @Override
      boolean fits(TrainingSet set) {
        return set.texts().size() == 3;
      }
    },
    SCORES("two columns of texts and one called 'score'") {
      @Override
      boolean fits(TrainingSet set) {
        return set.texts().size() == 2 && set.scores().length > 0;
      }
    },
    SCORED_TRIPLETS("three columns of texts or more and one called 'score'") {
      @Override
      boolean fits(TrainingSet set) {
        return set.texts().size() >= 3 && set.scores().length > 0;
      }
    },
    ANSWERS("two columns of texts and one called 'label' of 0 and 1") {
      @Override
      boolean fits(TrainingSet set) {
        return set.texts().size() == 2
            && set.scores().length > 0
            && Arrays.stream(set.scores()).allMatch(score -> score == 0 || score == 1);
      }
    },
    LABELS("a column of texts and one called 'label'") {
      @Override
      boolean fits(TrainingSet set) {
        return set.texts().size() == 1 && set.labels().length > 0;
      }
    };

    private final String words;

    Wants(String words) {
      this.words = words;
    }

    abstract boolean fits(TrainingSet set);
  }

  /** A loss of a batch. */
  private interface Computed {
    Tensor of(Batch batch);
  }

  /**
   * A batch's embeddings with what stands beside them.
   *
   * @param columns [N, D] for each column of texts
   * @param guides a guide's embeddings of the same; empty without one
   */
  record Batch(List<Tensor> columns, List<Tensor> guides, TrainingSet set, int[] rows) {

    private Tensor[] after(int first) {
      return columns.subList(first, columns.size()).toArray(Tensor[]::new);
    }

    private Tensor ranking(MultipleNegativesRankingLoss loss) {
      return loss.apply(columns.get(0), columns.get(1), after(2));
    }

    private Tensor gist() {
      Guided[] all =
          IntStream.range(0, columns.size())
              .mapToObj(i -> new Guided(columns.get(i), guides.get(i)))
              .toArray(Guided[]::new);
      return new GistEmbedLoss().apply(all[0], all[1], Arrays.copyOfRange(all, 2, all.length));
    }

    private Tensor triplet() {
      return new SentenceTripletLoss().apply(columns.get(0), columns.get(1), columns.get(2));
    }

    private Tensor marginMse() {
      return new MarginMSELoss().apply(scores(), columns.get(0), columns.get(1), after(2));
    }

    private Tensor scored(ScoredPairLoss loss) {
      return loss.apply(scores(), columns.get(0), columns.get(1));
    }

    private Tensor labelled(MetricLoss loss) {
      return loss.apply(labels(), columns.get(0));
    }

    private Tensor labelled(TripletSemiHardLoss loss) {
      return loss.apply(labels(), columns.get(0));
    }

    private Tensor scores() {
      return Tensor.generate(
          columns.get(0).dtype(), Shape.of(rows.length), i -> set.scores()[rows[i]]);
    }

    private IntTensor labels() {
      return IntTensor.of(Arrays.stream(rows).map(row -> set.labels()[row]).toArray());
    }
  }

  private final Wants wants;
  private final Computed computed;

  TextLoss(Wants wants, Computed computed) {
    this.wants = wants;
    this.computed = computed;
  }

  Wants wants() {
    return wants;
  }

  /** As the command line knows it. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  void require(TrainingSet set) {
    if (!wants.fits(set)) {
      throw new IllegalArgumentException(
          "--loss "
              + id()
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
  Tensor apply(Batch batch) {
    return computed.of(batch);
  }
}
