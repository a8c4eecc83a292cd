package dev.capstan.nn.train;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.Layer;
import dev.capstan.nn.ParameterGradients;
import dev.capstan.nn.RandomStream;
import dev.capstan.nn.data.Batch;
import dev.capstan.nn.data.Shard;
import dev.capstan.nn.optim.Sgd;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a worker computes in a step: pure functions of the recipe, a shard, the step's number and
 * the weights that it was given. A worker keeps nothing from one step to the next but the module as
 * a place to put weights into.
 */
public final class ShardStep {
  private final ShardRecipe recipe;
  private final Layer model;

  /** The embeddings of a shard's rows in a step, and their labels. */
  public record Embedded(int shard, Tensor embeddings, IntTensor labels) {
    public Embedded {
      requireNonNull(embeddings, "embeddings");
      requireNonNull(labels, "labels");
    }
  }

  /**
   * @param model a module of this worker's own
   * @throws IllegalArgumentException if the model has running statistics, as batch normalisation
   *     has: they would be a worker's own
   */
  public ShardStep(ShardRecipe recipe, Layer model) {
    this.recipe = requireNonNull(recipe, "recipe");
    this.model = requireNonNull(model, "model");
    if (!model.namedBuffers().isEmpty()) {
      throw new IllegalArgumentException(
          "sharded training: the model has buffers, "
              + model.namedBuffers().keySet()
              + ": the statistics of a batch would be those of a shard; use LayerNorm instead of"
              + " BatchNorm");
    }
    model.train();
  }

  /** Takes over the weights that the step begins with. */
  public void load(Map<String, Tensor> weights) {
    requireNonNull(weights, "weights");
    model.load(weights);
  }

  /**
   * The gradient of the shard's own loss; null if it has no rows. With local steps the weights are
   * others afterwards.
   *
   * @param loss of labels {@code [N]} and embeddings {@code [N, E]}
   */
  public @Nullable ShardGradient local(
      Shard shard, long step, BiFunction<IntTensor, Tensor, Tensor> loss) {
    if (shard.rows() == 0) {
      return null;
    }
    Sgd alone = new Sgd(model, recipe.localRate());
    ShardGradient sum = null;
    for (int k = 0; k < recipe.localSteps(); k++) {
      Batch batch = batch(shard, step * recipe.localSteps() + k);
      ParameterGradients g =
          model.gradients(() -> loss.apply(batch.labels(), model.apply(batch.features())));
      ShardGradient own = ShardGradient.of(model, g);
      sum = sum == null ? own : sum.plus(own);
      if (k + 1 < recipe.localSteps()) {
        alone.apply(g);
      }
    }
    requireNonNull(sum, "sum");
    if (recipe.localSteps() == 1) {
      return sum;
    }
    double part = 1.0 / recipe.localSteps();
    ShardGradient mean = sum.scaled(part, part);
    return new ShardGradient(1, mean.loss(), mean.gradients(), mean.rows());
  }

  /** The embeddings of the shard's rows in this step; null if it has none. */
  public @Nullable Embedded embed(Shard shard, long step) {
    if (shard.rows() == 0) {
      return null;
    }
    Batch batch = batch(shard, step);
    return new Embedded(shard.index(), model.apply(batch.features()).detach(), batch.labels());
  }

  /**
   * The gradient of a loss whose gradient with respect to the shard's embeddings is given; null if
   * it has no rows. Its loss is a sum of products that means nothing by itself.
   */
  public @Nullable ShardGradient backward(Shard shard, long step, Tensor cotangent) {
    requireNonNull(cotangent, "cotangent");
    if (shard.rows() == 0) {
      return null;
    }
    Batch batch = batch(shard, step);
    return ShardGradient.of(
        model,
        model.gradients(() -> Elementwise.mul(model.apply(batch.features()), cotangent).sum()));
  }

  /** The shard's rows of a step; what is random in the model begins where this step says. */
  private Batch batch(Shard shard, long step) {
    RandomStream seeds = new RandomStream(shard.seed(recipe.seed(), step));
    model.namedStreams().values().forEach(stream -> stream.restore(seeds.split().state()));
    return shard.batch(recipe.rowsPerShard(), recipe.seed(), step);
  }
}
