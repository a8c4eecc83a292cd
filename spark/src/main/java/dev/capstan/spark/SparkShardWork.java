package dev.capstan.spark;

import dev.capstan.nn.train.FixedTree;
import dev.capstan.nn.train.FixedTree.Part;
import dev.capstan.nn.train.ShardGradient;
import dev.capstan.nn.train.ShardStep;
import dev.capstan.nn.train.ShardStep.Embedded;
import dev.capstan.nn.train.ShardWork;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.ThreadLimit;
import dev.capstan.spark.ShardTasks.Answer;
import dev.capstan.spark.ShardTasks.SentPart;
import dev.capstan.spark.ShardTasks.SentRows;
import dev.capstan.spark.ShardTasks.Tensors;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * The work of shards as Spark's tasks, a job for each round. A task is a pure function of its
 * blocks, the step's number and what was broadcast for it: one that is lost is run again elsewhere
 * and answers the same.
 */
final class SparkShardWork implements ShardWork {
  private final JavaSparkContext context;
  private final JavaRDD<ShardBlock> blocks;
  private final Broadcast<ShardTasks> tasks;
  private final int shards;

  SparkShardWork(JavaRDD<ShardBlock> blocks, ShardTasks tasks) {
    this.context = JavaSparkContext.fromSparkContext(blocks.context());
    this.blocks = blocks;
    this.tasks = context.broadcast(tasks);
    this.shards = tasks.recipe().shards();
  }

  @Override
  public List<Part<ShardGradient>> local(long step, Map<String, Tensor> weights) {
    return parts(run(weights, Map.of(), Task.local(step, shards)));
  }

  @Override
  public List<Embedded> embed(long step, Map<String, Tensor> weights) {
    List<Embedded> all = new ArrayList<>();
    for (Answer answer : run(weights, Map.of(), Task.embed(step))) {
      for (SentRows rows : answer.rows()) {
        try {
          all.add(rows.rows());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return all;
  }

  @Override
  public List<Part<ShardGradient>> backward(
      long step, Map<String, Tensor> weights, Map<Integer, Tensor> cotangents) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    cotangents.forEach((shard, t) -> named.put(shard.toString(), t));
    return parts(run(weights, named, Task.backward(step, shards)));
  }

  private static List<Part<ShardGradient>> parts(List<Answer> answers) {
    List<Part<ShardGradient>> parts = new ArrayList<>();
    for (Answer answer : answers) {
      for (SentPart part : answer.parts()) {
        try {
          parts.add(part.part());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return parts;
  }

  /** A round of work over all blocks. */
  private List<Answer> run(Map<String, Tensor> weights, Map<String, Tensor> cotangents, Task task) {
    Broadcast<Tensors> sentWeights = context.broadcast(sent(weights));
    Broadcast<Tensors> sentCotangents = context.broadcast(sent(cotangents));
    try {
      Broadcast<ShardTasks> own = tasks;
      List<Answer> answers =
          blocks
              .mapPartitions(some -> answer(some, own.value(), sentWeights, sentCotangents, task))
              .collect();
      answers.forEach(Answer::requireLike);
      return answers;
    } finally {
      sentWeights.unpersist(false);
      sentCotangents.unpersist(false);
    }
  }

  private static Tensors sent(Map<String, Tensor> tensors) {
    try {
      return Tensors.of(tensors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Iterator<Answer> answer(
      Iterator<ShardBlock> some,
      ShardTasks tasks,
      Broadcast<Tensors> weights,
      Broadcast<Tensors> cotangents,
      Task task)
      throws IOException {
    ThreadLimit alone = ThreadLimit.of(1);
    ShardStep worker = tasks.take();
    try {
      Map<String, Tensor> loaded = weights.value().tensors();
      worker.load(loaded);
      Answer answer = task.run(some, worker, tasks, loaded, cotangents.value().tensors());
      tasks.giveBack(worker);
      return List.of(answer).iterator();
    } finally {
      alone.close();
    }
  }

  @Override
  public void close() {
    tasks.unpersist(false);
  }

  /** What is done in a round. */
  private interface Task extends Serializable {
    Answer run(
        Iterator<ShardBlock> some,
        ShardStep worker,
        ShardTasks tasks,
        Map<String, Tensor> weights,
        Map<String, Tensor> cotangents)
        throws IOException;

    static Task local(long step, int shards) {
      return (some, worker, tasks, weights, cotangents) -> {
        BiFunction<IntTensor, Tensor, Tensor> loss = tasks.loss();
        boolean wander = tasks.recipe().localSteps() > 1;
        FixedTree<ShardGradient> tree = new FixedTree<>(shards, ShardGradient::plus);
        while (some.hasNext()) {
          ShardBlock block = some.next();
          if (wander) {
            worker.load(weights);
          }
          tree.add(
              block.shard().index(),
              block.rows() == 0 ? null : worker.local(block.shard(), step, loss));
        }
        return new Answer(sent(tree), List.of());
      };
    }

    static Task embed(long step) {
      return (some, worker, tasks, weights, cotangents) -> {
        List<SentRows> rows = new ArrayList<>();
        while (some.hasNext()) {
          Embedded embedded = worker.embed(some.next().shard(), step);
          if (embedded != null) {
            rows.add(new SentRows(embedded));
          }
        }
        return new Answer(List.of(), rows);
      };
    }

    static Task backward(long step, int shards) {
      return (some, worker, tasks, weights, cotangents) -> {
        FixedTree<ShardGradient> tree = new FixedTree<>(shards, ShardGradient::plus);
        while (some.hasNext()) {
          ShardBlock block = some.next();
          @Nullable Tensor cotangent = cotangents.get("" + block.shard().index());
          tree.add(
              block.shard().index(),
              cotangent == null ? null : worker.backward(block.shard(), step, cotangent));
        }
        return new Answer(sent(tree), List.of());
      };
    }

    private static List<SentPart> sent(FixedTree<ShardGradient> tree) throws IOException {
      List<SentPart> parts = new ArrayList<>();
      for (Part<ShardGradient> part : tree.parts()) {
        parts.add(new SentPart(part));
      }
      return parts;
    }
  }
}
