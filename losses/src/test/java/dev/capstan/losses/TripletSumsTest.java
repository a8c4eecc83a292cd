package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.WalkOption;
import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.distance.Rows;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Mined;
import dev.capstan.losses.mining.Miner;
import dev.capstan.losses.mining.TripletList;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Triplets that are visited against the same triplets in a list and written from plain operations.
 */
class TripletSumsTest {
  /** The two forms add up some hundred float64 terms of order 1 in different orders. */
  private static final double REORDERED = 1e-11;

  private static final IntTensor LABELS = IntTensor.of(0, 1, 0, 2, 1, 0, 1);

  /** Every triplet, as a list. */
  private static final Miner LISTING =
      new Miner() {
        @Override
        public Mined mine(EmbeddingBatch batch, Distance distance) {
          Mined all = new AllMiner().mine(batch, distance);
          return Mined.of(TripletList.of(all.triplets()), batch.columns());
        }

        @Override
        public Map<String, @Nullable Object> config() {
          return Map.of("name", "listing");
        }
      };

  static Stream<MinedTripletLoss> losses() {
    List<Reducer> reducers =
        List.of(
            new Reducer.Mean(),
            new Reducer.MeanOfNonZero(),
            new Reducer.Sum(),
            new Reducer.PerAnchor(),
            new Reducer.ClassWeighted(List.of(0.5, 2.0, 3.0)),
            new Reducer.Threshold(0.1, 0.6),
            new Reducer.None());
    return reducers.stream()
        .flatMap(
            r ->
                Stream.of(Swap.values())
                    .flatMap(
                        swap ->
                            Stream.of(MinedTripletLoss.Form.values())
                                .map(
                                    form ->
                                        new MinedTripletLoss()
                                            .withMargin(0.3)
                                            .withReducer(r)
                                            .withSwap(swap)
                                            .withForm(form))));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void visitedTripletsAreWorthTheSameAsListedOnes(MinedTripletLoss loss) {
    Tensor x = Tensor.randn(DType.FLOAT64, new SplittableRandom(1), 7, 3);
    List<Tensor> visited = ordersUpToTwo(loss, x);
    List<Tensor> listed = ordersUpToTwo(loss.withMiner(LISTING), x);
    for (int i = 0; i < visited.size(); i++) {
      assertArrayEquals(listed.get(i).toArray(), visited.get(i).toArray(), REORDERED, "order " + i);
    }
  }

  /** The loss, its gradient, and the gradient of the gradient's weighted sum. */
  private static List<Tensor> ordersUpToTwo(MinedTripletLoss loss, Tensor x) {
    try (Tape tape = new Tape()) {
      Tensor leaf = tape.watch(x);
      Tensor y = loss.apply(LABELS, leaf);
      Tensor sum = Reductions.sum(y.mul(Tensor.generate(DType.FLOAT64, y.shape(), i -> 1 + i)));
      Gradients<Tensor> first = tape.gradients(sum, WalkOption.CREATE_GRAPH);
      Tensor g = first.of(leaf);
      Tensor weighted = Reductions.sum(g.mul(g.like(i -> Math.cos(i))));
      return List.of(y.detach(), g.detach(), tape.gradients(weighted).of(leaf).detach());
    }
  }

  @Test
  void softplusHasDerivativesOfEveryOrder() {
    double h = 1e-5;
    for (int order = 0; order < 5; order++) {
      for (double z : new double[] {-3, -0.5, 0, 0.7, 2.5}) {
        double slope =
            (Term.SOFTPLUS.derivative(order).applyAsDouble(z + h)
                    - Term.SOFTPLUS.derivative(order).applyAsDouble(z - h))
                / (2 * h);
        // central differences: h²/6 times the third derivative, below 1, plus 2⁻⁵² / h
        assertEquals(slope, Term.SOFTPLUS.derivative(order + 1).applyAsDouble(z), 1e-9);
      }
    }
  }

  @Test
  void aTieOfTheSwapIsHalved() {
    // a at 0, p at 2, n at 1: the negative is equally far from both
    Tensor x = Tensor.of(new double[][] {{0}, {2}, {1}});
    IntTensor labels = IntTensor.of(0, 0, 1);
    MinedTripletLoss loss =
        new MinedTripletLoss()
            .withSwap(Swap.YES)
            .withReducer(new Reducer.Sum())
            .withDistance(new LpDistance(2, 1, Rows.AS_GIVEN));
    try (Tape tape = new Tape()) {
      Tensor leaf = tape.watch(x);
      Tensor y = loss.apply(labels, leaf);
      assertEquals(2 * (2 - 1 + 0.05), y.item(), REORDERED);
      // each of two triplets: d_ap pulls the ends by 1, the halves of both negatives cancel at n
      assertArrayEquals(
          new double[] {-2 + 1, 2 - 1, 0}, tape.gradients(y).of(leaf).toArray(), REORDERED);
    }
  }
}
