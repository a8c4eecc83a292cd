/**
 * How good an embedding is: retrieval, classes taken for each other, clusters, projections. Labels
 * are compared for equality alone; rows that are not finite are refused; float64 rows are ranked in
 * float64.
 */
@NullMarked
package dev.capstan.nn.metrics;

import org.jspecify.annotations.NullMarked;
