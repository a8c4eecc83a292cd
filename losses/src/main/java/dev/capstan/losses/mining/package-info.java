/**
 * Mining: which pairs and triplets of a batch a loss looks at. It reads values, never the tape.
 *
 * <p>A {@link dev.capstan.losses.mining.Miner} takes a {@link
 * dev.capstan.losses.mining.EmbeddingBatch} and gives {@link dev.capstan.losses.mining.Mined} pairs
 * or triplets. {@link dev.capstan.losses.mining.Picks}, {@link
 * dev.capstan.losses.mining.MaskedExtremes} and what uses them are the exact selections of
 * TensorFlow's losses, ties and empty masks included.
 */
@NullMarked
package dev.capstan.losses.mining;

import org.jspecify.annotations.NullMarked;
