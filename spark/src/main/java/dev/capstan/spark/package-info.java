/**
 * Apache Spark for data that one machine does not hold: {@link dev.capstan.spark.CapstanEmbedder}
 * embeds the rows of a data set, {@link dev.capstan.spark.CapstanTrainer} trains on them and gives
 * the same bits on any number of executors.
 *
 * <p>Behind them: {@code EmbeddingSource} is what an embedder carries to the executors ({@code
 * ArchitectureSource}, {@code EncoderSource}, {@code FolderSource}; a process opens each {@code
 * MadeOnce}), {@code RowEmbedder} what a task does with rows, {@code EmbedderFiles} how it is
 * saved. {@code ShardBlocks} brings rows to their shards, {@code SparkShardWork} has a step's work
 * done by tasks ({@code ShardTasks}), {@code CheckpointFolder} keeps where a run stands. The loop
 * itself is {@link dev.capstan.nn.train.ShardedTrainer}, as without Spark.
 *
 * <p>Tasks are pure functions, state is the driver's alone. There is no barrier, no socket and no
 * use of Spark's internals.
 */
@NullMarked
package dev.capstan.spark;

import org.jspecify.annotations.NullMarked;
