package dev.capstan.nn.train;

import dev.capstan.nn.train.FixedTree.Part;
import dev.capstan.nn.train.ShardStep.Embedded;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Whoever does the work of a sharded step: threads ({@link ShardThreads}), or tasks of a cluster.
 * Each method has every shard worked on once, by {@link ShardStep}.
 */
public interface ShardWork extends AutoCloseable {

  /** The sum of the shards' own gradients, in whole subtrees that together have every shard. */
  List<Part<ShardGradient>> local(long step, Map<String, Tensor> weights);

  /** The embeddings of every shard that has rows, in any order. */
  List<Embedded> embed(long step, Map<String, Tensor> weights);

  /**
   * The sum of the shards' gradients of a common loss.
   *
   * @param cotangents by shard, its gradient with respect to the embeddings
   */
  List<Part<ShardGradient>> backward(
      long step, Map<String, Tensor> weights, Map<Integer, Tensor> cotangents);

  /** Lets go of what it holds. */
  @Override
  void close();
}
