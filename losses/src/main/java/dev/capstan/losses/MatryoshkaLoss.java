package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Rows;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A loss at several sizes of the embedding at once, so that its first components serve alone.
 *
 * <p>{@code Σ_k w_k · loss(x cut to its first d_k components, normalised again)}.
 *
 * <p>It stands around any loss that takes embeddings: {@code matryoshka.apply(cut ->
 * ranking.apply(cut.apply(questions), cut.apply(answers)))}. By names, every input that is a matrix
 * is cut, but for labels, targets and weights.
 *
 * <p>Source: Kusupati et al., NeurIPS 2022, as in sentence-transformers 6.2.
 *
 * @param loss the loss that is meant where inputs have names
 * @param dims d_k, none larger than the embedding
 * @param weights w_k
 */
@Named(value = "matryoshka_loss", system = "st")
public record MatryoshkaLoss(
    @Key("inner") Loss loss,
    @Key("matryoshka_dims") List<Integer> dims,
    @Key("matryoshka_weights") List<Double> weights)
    implements Loss {
  private static final Set<String> NO_EMBEDDINGS =
      Set.of("labels", "ref_labels", "target", "sample_weight", "weight", "W");

  /** Checks the parameters. */
  public MatryoshkaLoss {
    requireNonNull(loss, "loss");
    requireNonNull(dims, "dims");
    requireNonNull(weights, "weights");
    dims = List.copyOf(dims);
    weights = List.copyOf(weights);
    if (dims.isEmpty()
        || dims.size() != weights.size()
        || dims.stream().anyMatch(each -> each < 1)) {
      throw Checks.argument(
          "MatryoshkaLoss",
          "dimensions",
          dims + " with weights " + weights,
          "at least one of 1 or more, and a weight for each");
    }
  }

  /** Dimensions of equal weight. */
  public MatryoshkaLoss(Loss loss, List<Integer> dims) {
    this(loss, dims, dims.stream().map(each -> 1.0).toList());
  }

  public MatryoshkaLoss withWeights(List<Double> value) {
    requireNonNull(value, "value");
    return new MatryoshkaLoss(loss, dims, value);
  }

  /**
   * The sum over the dimensions of a loss that is told how to cut its embeddings.
   *
   * @throws IllegalArgumentException if a dimension is larger than the embedding
   */
  public Tensor apply(Function<UnaryOperator<Tensor>, Tensor> ofCut) {
    Tensor sum = ofCut.apply(x -> cut(x, dims.get(0))).mul(weights.get(0));
    for (int k = 1; k < dims.size(); k++) {
      int d = dims.get(k);
      sum = sum.add(ofCut.apply(x -> cut(x, d)).mul(weights.get(k)));
    }
    return sum;
  }

  private static Tensor cut(Tensor x, int d) {
    if (x.rank() != 2 || x.shape().get(1) < d) {
      throw Checks.argument(
          "MatryoshkaLoss", "embeddings", x.shape(), "[N, D] with D of " + d + " or more");
    }
    return Rows.NORMALIZED.of(x.slice(1, 0, d));
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    List<String> embeddings = new ArrayList<>();
    inputs.forEach(
        (name, value) -> {
          if (value instanceof Tensor && !NO_EMBEDDINGS.contains(name)) {
            embeddings.add(name);
          }
        });
    return apply(
        cut -> {
          Map<String, Object> all = new HashMap<>(inputs);
          embeddings.forEach(name -> all.computeIfPresent(name, (n, x) -> cut.apply((Tensor) x)));
          return loss.applyTo(all);
        });
  }
}
