package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Parameters;
import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.DistanceMatrix;
import dev.capstan.losses.mining.Miner;
import dev.capstan.losses.reduction.Reducer;

/**
 * What several losses let one change. Each method gives a copy with another value; a loss lists
 * what it has, and has the methods.
 *
 * @param <L> the loss
 */
public interface With<L> {

  /** A copy with another value of a parameter. */
  private static <L> L copy(With<L> loss, String parameter, Object value) {
    return Parameters.with(loss, parameter, value);
  }

  /** How the losses become the result. */
  interface AnyReduction<L> extends With<L> {
    Reduction reduction();

    default L withReduction(Reduction value) {
      requireNonNull(value, "value");
      return copy(this, "reduction", value);
    }
  }

  /** Whether it is the safe or the faithful form. */
  interface AnyVariant<L> extends With<L> {
    Variant variant();

    /** The same parameters in the safe or the faithful form. */
    default L withVariant(Variant value) {
      requireNonNull(value, "value");
      return copy(this, "variant", value);
    }
  }

  /** A margin. */
  interface AnyMargin<L> extends With<L> {
    double margin();

    default L withMargin(double value) {
      return copy(this, "margin", value);
    }
  }

  /** A margin of positive pairs and one of negative pairs. */
  interface AnyMargins<L> extends With<L> {
    double posMargin();

    double negMargin();

    default L withPosMargin(double value) {
      return copy(this, "posMargin", value);
    }

    default L withNegMargin(double value) {
      return copy(this, "negMargin", value);
    }
  }

  /** Whether the distance from the positive to the negative counts. */
  interface AnySwap<L> extends With<L> {
    Swap swap();

    default L withSwap(Swap value) {
      requireNonNull(value, "value");
      return copy(this, "swap", value);
    }
  }

  /** What similarities are divided by. */
  interface AnyTemperature<L> extends With<L> {
    double temperature();

    default L withTemperature(double value) {
      return copy(this, "temperature", value);
    }
  }

  /** What similarities are multiplied by. */
  interface AnyScale<L> extends With<L> {
    double scale();

    default L withScale(double value) {
      return copy(this, "scale", value);
    }
  }

  /** A small number that keeps something from 0. */
  interface AnyEps<L> extends With<L> {
    double eps();

    default L withEps(double value) {
      return copy(this, "eps", value);
    }
  }

  /** The target that counts for nothing. */
  interface AnyIgnoreIndex<L> extends With<L> {
    int ignoreIndex();

    default L withIgnoreIndex(int value) {
      return copy(this, "ignoreIndex", value);
    }
  }

  /** A distance or similarity of pairs. */
  interface AnyDistance<L> extends With<L> {
    Distance distance();

    default L withDistance(Distance value) {
      requireNonNull(value, "value");
      return copy(this, "distance", value);
    }
  }

  /** A distance of a whole batch. */
  interface AnyDistanceMatrix<L> extends With<L> {
    DistanceMatrix distance();

    default L withDistance(DistanceMatrix value) {
      requireNonNull(value, "value");
      return copy(this, "distance", value);
    }
  }

  /** A choice of pairs or triplets. */
  interface AnyMiner<L> extends With<L> {
    Miner miner();

    default L withMiner(Miner value) {
      requireNonNull(value, "value");
      return copy(this, "miner", value);
    }
  }

  /** How many losses become one. */
  interface AnyReducer<L> extends With<L> {
    Reducer reducer();

    default L withReducer(Reducer value) {
      requireNonNull(value, "value");
      return copy(this, "reducer", value);
    }
  }

  /** All exchangeable parts. */
  interface AnyParts<L> extends AnyDistance<L>, AnyMiner<L>, AnyReducer<L> {}
}
