package dev.capstan.losses;

import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What CoSENT and AnglE share: scores that should stand in the order of labels. */
final class RankedScores {
  private RankedScores() {}

  /**
   * log(1 + Σ exp(z_i − z_j)) over label_i &lt; label_j.
   *
   * <p>In the order of the labels the i of each j are a beginning, so that their sum is one running
   * {@code log Σ exp z_i}, taken where the labels change.
   */
  static Tensor of(String loss, Tensor labels, Tensor z) {
    for (int i = 0; i < labels.size(); i++) {
      if (Double.isNaN(labels.at(i))) {
        throw Checks.argument(loss, "label", "NaN at " + i, "a number");
      }
    }
    List<Integer> order =
        IntStream.range(0, labels.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> labels.at(i) + 0.0))
            .toList();
    List<Integer> above = new ArrayList<>();
    List<Integer> lastBelow = new ArrayList<>();
    int start = 0;
    for (int k = 0; k < order.size(); k++) {
      boolean higher = k > 0 && labels.at(order.get(k)) != labels.at(order.get(k - 1));
      start = higher ? k : start;
      if (start > 0) {
        above.add(k);
        lastBelow.add(start - 1);
      }
    }
    if (above.isEmpty()) {
      return Batches.zero(z);
    }
    Tensor sorted = z.indexSelect(0, indices(order));
    Tensor below = sorted.logcumsumexp(0).indexSelect(0, indices(lastBelow));
    Tensor terms = below.sub(sorted.indexSelect(0, indices(above)));
    return Movement.concat(0, Tensor.zeros(z.dtype(), 1), terms).logsumexp(0);
  }

  private static IntTensor indices(List<Integer> list) {
    return IntTensor.of(list.stream().mapToInt(Integer::intValue).toArray());
  }
}
