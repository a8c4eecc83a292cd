package dev.capstan.nn.train;

import static java.util.Objects.requireNonNull;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Tape;
import dev.capstan.nn.Layer;
import dev.capstan.nn.ParameterGradients;
import dev.capstan.nn.optim.Optimizer;
import dev.capstan.nn.train.FixedTree.Part;
import dev.capstan.nn.train.ShardStep.Embedded;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Data-parallel training over fixed shards: workers compute gradients, which are added in one tree,
 * and the optimizer takes the step here. Whoever the workers are and however many, the result has
 * the same bits.
 *
 * <pre>{@code
 * ShardRecipe recipe = new ShardRecipe(8, 64, Negatives.GLOBAL, 500, 7);
 * List<Shard> shards = Shard.split(recipe.shards(), ids, features, labels);
 * ShardedTrainer trainer = new ShardedTrainer(recipe, model, new Adam(model, 1e-3), loss::apply);
 * try (ShardWork work = new ShardThreads(recipe, model, shards, loss::apply, 4)) {
 *   trainer.fit(work, new TrainingProgress());
 * }
 * }</pre>
 *
 * <p>It is not the result of a {@link Trainer}, whose batches are others and whose sums have
 * another order.
 *
 * @param model changed by the optimizer
 * @param loss of labels {@code [N]} and embeddings {@code [N, E]}
 */
public record ShardedTrainer(
    ShardRecipe recipe,
    Layer model,
    Optimizer optimizer,
    BiFunction<IntTensor, Tensor, Tensor> loss) {

  public ShardedTrainer {
    requireNonNull(recipe, "recipe");
    requireNonNull(model, "model");
    requireNonNull(optimizer, "optimizer");
    requireNonNull(loss, "loss");
  }

  /**
   * Takes the steps that are left, or fewer if a listener stops it.
   *
   * @param progress where to begin, and kept up to date
   * @throws ArithmeticException if a loss or a gradient is NaN or infinite; nothing was changed by
   *     that step
   * @throws IllegalArgumentException if no shard has a row
   */
  public void fit(ShardWork work, TrainingProgress progress, TrainingListener... listeners) {
    requireNonNull(work, "work");
    TrainingListener all = Listeners.of(listeners);
    try {
      boolean goOn = true;
      while (goOn && progress.total() < recipe.steps()) {
        goOn = step(work, progress, all);
      }
    } finally {
      all.ended();
    }
  }

  private boolean step(ShardWork work, TrainingProgress progress, TrainingListener all) {
    double rate = optimizer.groups() == 0 ? Double.NaN : optimizer.rate();
    ParameterGradients g = gradients(work, progress.total());
    double norm = g.norm();
    optimizer.apply(g);
    progress.stepped(g.loss().item());
    StepReport report =
        new StepReport(
            progress.epoch(), progress.step(), progress.total(), g.loss().item(), norm, rate);
    all.stepped(report);
    return all.goOn(report);
  }

  /** The gradients of a step, of the model as it is now. */
  public ParameterGradients gradients(ShardWork work, long step) {
    Map<String, Tensor> weights = model.weights();
    if (recipe.negatives() == Negatives.LOCAL) {
      ShardGradient sum = sum(work.local(step, weights));
      double part = 1.0 / sum.shards();
      return sum.scaled(part, part).on(model);
    }
    List<Embedded> embedded = new ArrayList<>(work.embed(step, weights));
    embedded.sort(Comparator.comparingInt(Embedded::shard));
    if (embedded.isEmpty()) {
      throw noRows();
    }
    Map<Integer, Tensor> cotangents = new LinkedHashMap<>();
    Tensor common = cotangents(embedded, cotangents);
    ShardGradient sum = sum(work.backward(step, weights, cotangents));
    return new ShardGradient(sum.shards(), common, sum.gradients(), sum.rows()).on(model);
  }

  private ShardGradient sum(List<Part<ShardGradient>> parts) {
    FixedTree<ShardGradient> tree = new FixedTree<>(recipe.shards(), ShardGradient::plus);
    parts.forEach(tree::add);
    ShardGradient sum = tree.sum();
    if (sum == null) {
      throw noRows();
    }
    return sum;
  }

  private static IllegalArgumentException noRows() {
    return new IllegalArgumentException(
        "sharded training: got no row in any shard, expected one or more");
  }

  /** The loss of all rows together, and its gradient with respect to each shard's embeddings. */
  private Tensor cotangents(List<Embedded> embedded, Map<Integer, Tensor> into) {
    IntTensor labels =
        IntTensor.of(
            embedded.stream().flatMapToInt(e -> IntStream.of(e.labels().toArray())).toArray());
    try (Tape tape = new Tape()) {
      List<Tensor> watched = new ArrayList<>();
      for (Embedded each : embedded) {
        watched.add(tape.watch(each.embeddings()));
      }
      Tensor common = loss.apply(labels, Movement.concat(watched, 0));
      Gradients<Tensor> gradients = tape.gradients(common);
      for (int i = 0; i < watched.size(); i++) {
        into.put(embedded.get(i).shard(), gradients.of(watched.get(i)).detach());
      }
      return common.detach();
    }
  }
}
