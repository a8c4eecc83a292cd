package dev.capstan.nn.train;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.Layer;
import dev.capstan.nn.data.Shard;
import dev.capstan.nn.train.FixedTree.Part;
import dev.capstan.nn.train.ShardStep.Embedded;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.ThreadLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The work of shards on threads of this machine, each with a replica of the model and neighbouring
 * shards. The result does not depend on their number.
 */
public final class ShardThreads implements ShardWork {
  private final ShardRecipe recipe;
  private final List<Shard> shards;
  private final BiFunction<IntTensor, Tensor, Tensor> loss;
  private final List<ShardStep> workers = new ArrayList<>();
  private final ExecutorService pool;

  /**
   * @param model replicated for each thread, not changed
   * @param shards all of the recipe's, in order
   * @param loss of labels {@code [N]} and embeddings {@code [N, E]}, as {@code new
   *     TripletSemiHardLoss()::apply}
   * @param threads 1 or more
   */
  public ShardThreads(
      ShardRecipe recipe,
      Layer model,
      List<Shard> shards,
      BiFunction<IntTensor, Tensor, Tensor> loss,
      int threads) {
    requireNonNull(shards, "shards");
    this.recipe = requireNonNull(recipe, "recipe");
    this.shards = List.copyOf(shards);
    this.loss = requireNonNull(loss, "loss");
    requireNonNull(model, "model");
    if (threads < 1) {
      throw new IllegalArgumentException(
          "shardThreads: got " + threads + " threads, expected 1 or more");
    }
    for (int i = 0; i < this.shards.size(); i++) {
      if (this.shards.get(i).index() != i || this.shards.size() != recipe.shards()) {
        throw new IllegalArgumentException(
            "shardThreads: got "
                + this.shards
                + ", expected the shards 0 to "
                + (recipe.shards() - 1)
                + ", in order");
      }
    }
    int used = Math.min(threads, recipe.shards());
    for (int i = 0; i < used; i++) {
      workers.add(new ShardStep(recipe, model.replica()));
    }
    this.pool =
        Executors.newFixedThreadPool(
            used,
            work -> {
              Thread thread = new Thread(work, "capstan-shards");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public List<Part<ShardGradient>> local(long step, Map<String, Tensor> weights) {
    requireNonNull(weights, "weights");
    return sums(
        (worker, shard) -> {
          if (recipe.localSteps() > 1) {
            worker.load(weights);
          }
          return worker.local(shard, step, loss);
        },
        weights);
  }

  @Override
  public List<Part<ShardGradient>> backward(
      long step, Map<String, Tensor> weights, Map<Integer, Tensor> cotangents) {
    requireNonNull(weights, "weights");
    requireNonNull(cotangents, "cotangents");
    return sums(
        (worker, shard) -> {
          Tensor cotangent = cotangents.get(shard.index());
          return cotangent == null ? null : worker.backward(shard, step, cotangent);
        },
        weights);
  }

  @Override
  public List<Embedded> embed(long step, Map<String, Tensor> weights) {
    requireNonNull(weights, "weights");
    return everywhere(
        weights,
        (worker, some) -> {
          List<Embedded> embedded = new ArrayList<>();
          for (Shard shard : some) {
            Embedded own = worker.embed(shard, step);
            if (own != null) {
              embedded.add(own);
            }
          }
          return embedded;
        });
  }

  private interface OfShard {
    @Nullable ShardGradient gradient(ShardStep worker, Shard shard);
  }

  private List<Part<ShardGradient>> sums(OfShard work, Map<String, Tensor> weights) {
    return everywhere(
        weights,
        (worker, some) -> {
          FixedTree<ShardGradient> tree = new FixedTree<>(recipe.shards(), ShardGradient::plus);
          for (Shard shard : some) {
            tree.add(shard.index(), work.gradient(worker, shard));
          }
          return tree.parts();
        });
  }

  private <T> List<T> everywhere(
      Map<String, Tensor> weights, BiFunction<ShardStep, List<Shard>, List<T>> work) {
    List<Future<List<T>>> running = new ArrayList<>();
    for (int i = 0; i < workers.size(); i++) {
      ShardStep worker = workers.get(i);
      List<Shard> some =
          shards.subList(
              shards.size() * i / workers.size(), shards.size() * (i + 1) / workers.size());
      Callable<List<T>> task =
          () -> {
            ThreadLimit alone = ThreadLimit.of(1);
            try {
              worker.load(weights);
              return work.apply(worker, some);
            } finally {
              alone.close();
            }
          };
      running.add(pool.submit(task));
    }
    List<T> all = new ArrayList<>();
    running.forEach(each -> all.addAll(finished(each)));
    return all;
  }

  private static <T> T finished(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("sharded training: interrupted within a step");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException own) {
        throw own;
      }
      throw new IllegalStateException("sharded training: a thread failed: " + e.getCause(), e);
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
