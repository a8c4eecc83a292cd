package dev.capstan.losses.reduction;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Configured;
import dev.capstan.losses.config.Named;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * How many losses become one. It is one of the exchangeable parts of a metric-learning loss.
 *
 * <p>Nothing to reduce gives 0, which can be differentiated and has gradient 0, never NaN.
 */
public sealed interface Reducer extends Configured {

  /** Reduces. */
  Tensor of(Terms terms);

  /** The mean of all. */
  @Named("mean")
  record Mean() implements Reducer {
    @Override
    public Tensor of(Terms terms) {
      requireNonNull(terms, "terms");
      return mean(terms, Range.ALL);
    }
  }

  /** The sum of all. */
  @Named("sum")
  record Sum() implements Reducer {
    @Override
    public Tensor of(Terms terms) {
      requireNonNull(terms, "terms");
      return Reductions.sum(terms.sums(Range.ALL));
    }
  }

  /** All, unreduced: a vector as long as there are pairs, triplets or samples. */
  @Named("none")
  record None() implements Reducer {
    @Override
    public Tensor of(Terms terms) {
      requireNonNull(terms, "terms");
      return terms.each();
    }
  }

  /** The mean of those above 0: satisfied pairs and triplets do not dilute the others. */
  @Named("avg_non_zero")
  record MeanOfNonZero() implements Reducer {
    @Override
    public Tensor of(Terms terms) {
      requireNonNull(terms, "terms");
      return mean(terms, Range.POSITIVE);
    }
  }

  /** The mean of those strictly between two bounds. */
  @Named("threshold")
  record Threshold(double low, double high) implements Reducer {
    @Override
    public Tensor of(Terms terms) {
      return mean(terms, new Range(low, high));
    }
  }

  /**
   * The mean over all anchors of the mean of each anchor's terms; an anchor that has none counts
   * with 0. Every sample weighs the same, however many pairs it is in.
   */
  @Named("per_anchor")
  record PerAnchor() implements Reducer {
    @Override
    public Tensor of(Terms terms) {
      requireNonNull(terms, "terms");
      Tensor sums = terms.sums(Range.ALL);
      if (sums.size() == 0) {
        return terms.zero();
      }
      long[] counts = terms.counts(Range.ALL);
      Tensor shares = sums.like(i -> 1.0 / (Math.max(counts[i], 1) * (double) counts.length));
      return Reductions.sum(Elementwise.mul(sums, shares));
    }
  }

  /** The mean of all, each times the weight of its anchor's label. */
  @Named("class_weighted")
  record ClassWeighted(List<Double> weights) implements Reducer {
    public ClassWeighted {
      requireNonNull(weights, "weights");
      weights = List.copyOf(weights);
    }

    @Override
    public Tensor of(Terms terms) {
      requireNonNull(terms, "terms");
      long count = total(terms, Range.ALL);
      if (count == 0) {
        return terms.zero();
      }
      Tensor sums = terms.sums(Range.ALL);
      Tensor w = sums.like(i -> weight(terms.label(i)));
      return Elementwise.div(Reductions.sum(Elementwise.mul(sums, w)), (double) count);
    }

    private double weight(int label) {
      if (label < 0 || label >= weights.size()) {
        throw new IllegalArgumentException(
            "ClassWeighted: no weight for a label: got label "
                + label
                + ", expected 0 to "
                + (weights.size() - 1)
                + "; give one weight a class");
      }
      return weights.get(label);
    }
  }

  private static Tensor mean(Terms terms, Range range) {
    long count = total(terms, range);
    return count == 0
        ? terms.zero()
        : Elementwise.div(Reductions.sum(terms.sums(range)), (double) count);
  }

  private static long total(Terms terms, Range range) {
    return Arrays.stream(terms.counts(range)).sum();
  }
}
