/**
 * Distances: between corresponding rows ({@link dev.capstan.losses.distance.RowDistance}), between
 * all pairs of rows of a batch ({@link dev.capstan.losses.distance.DistanceMatrix}), and both at
 * once, also between two batches ({@link dev.capstan.losses.distance.Distance}), as the
 * metric-learning losses want them.
 */
@NullMarked
package dev.capstan.losses.distance;

import org.jspecify.annotations.NullMarked;
