/**
 * The training loop, those who listen to it, and what it takes to stop and go on.
 *
 * <p>{@link dev.capstan.nn.train.Trainer} is the loop, {@link dev.capstan.nn.train.TrainerOptions}
 * what belongs to a run besides optimizer and loss, {@link dev.capstan.nn.train.TrainingListener}
 * who is told; {@link dev.capstan.nn.train.Checkpoint} is all of it in one file.
 */
@NullMarked
package dev.capstan.nn.train;

import org.jspecify.annotations.NullMarked;
