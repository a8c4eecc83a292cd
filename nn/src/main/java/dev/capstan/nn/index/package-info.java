/**
 * Which rows are nearest to a query.
 *
 * <p>{@link dev.capstan.nn.index.NearestNeighbors} ranks the rows of a tensor, for evaluation;
 * {@link dev.capstan.nn.index.EmbeddingIndex} is what a service keeps: named vectors that come and
 * go, are saved and mapped, and are found with their distances; {@link
 * dev.capstan.nn.index.Calibration} says how near is near enough. All are exact and measure by one
 * of the distances in {@link dev.capstan.nn.index.Metric}.
 */
@NullMarked
package dev.capstan.nn.index;

import org.jspecify.annotations.NullMarked;
