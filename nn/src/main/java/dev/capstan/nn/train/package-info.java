/**
 * The training loop, those who listen to it, and what it takes to stop and go on.
 *
 * <p>{@link dev.capstan.nn.train.Trainer} is the loop, {@link dev.capstan.nn.train.TrainerOptions}
 * what belongs to a run besides optimizer and loss, {@link dev.capstan.nn.train.TrainingListener}
 * who is told; {@link dev.capstan.nn.train.Checkpoint} is all of it in one file.
 *
 * <p>{@link dev.capstan.nn.train.ShardedTrainer} is the loop over fixed shards, to one result on
 * any number of workers: {@link dev.capstan.nn.train.ShardRecipe} says what the result depends on,
 * {@link dev.capstan.nn.train.ShardWork} who does the work ({@link
 * dev.capstan.nn.train.ShardThreads} does it here), {@link dev.capstan.nn.train.ShardStep} what the
 * work is, and {@link dev.capstan.nn.train.FixedTree} in which order its {@link
 * dev.capstan.nn.train.ShardGradient}s are added.
 */
@NullMarked
package dev.capstan.nn.train;

import org.jspecify.annotations.NullMarked;
