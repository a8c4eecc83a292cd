/** How good an embedding is: neighbours, retrieval, clusters, projections. */
@NullMarked
package dev.capstan.nn.metrics;

import org.jspecify.annotations.NullMarked;
