/**
 * Training of sentence encoders: which parameters, in how much memory, and how good they are.
 *
 * <p>An encoder is trained like any module, {@code optimizer.step(() ->
 * loss(encoder.apply(texts)))}. {@link dev.capstan.text.train.FineTuning} chooses parameters,
 * {@link dev.capstan.text.train.GradCache} trains on batches that do not fit into memory, {@link
 * dev.capstan.text.train.Distiller} makes a static encoder of a large one, and {@link
 * dev.capstan.text.train.SimilarityScores} and {@link dev.capstan.text.train.PairScores} judge.
 */
@NullMarked
package dev.capstan.text.train;

import org.jspecify.annotations.NullMarked;
