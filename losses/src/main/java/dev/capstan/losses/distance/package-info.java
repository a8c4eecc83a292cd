/**
 * Distances: between corresponding rows ({@link dev.capstan.losses.distance.RowDistance}) and
 * between all pairs of rows of a batch ({@link dev.capstan.losses.distance.DistanceMatrix}).
 */
@NullMarked
package dev.capstan.losses.distance;

import org.jspecify.annotations.NullMarked;
