/**
 * Nearest neighbours where looking at all vectors takes too long: {@link
 * dev.capstan.lucene.HnswWriter} makes a folder that holds an index of Apache Lucene, {@link
 * dev.capstan.lucene.HnswIndex} answers from it. The answers are those of {@link
 * dev.capstan.nn.index.EmbeddingIndex}, but that a near vector may be missed.
 */
@NullMarked
package dev.capstan.lucene;

import org.jspecify.annotations.NullMarked;
