/**
 * Which rows of a gallery are nearest to a query: {@link dev.capstan.nn.index.NearestNeighbors}, by
 * one of the distances in {@link dev.capstan.nn.index.Metric}.
 */
@NullMarked
package dev.capstan.nn.index;

import org.jspecify.annotations.NullMarked;
