/**
 * Sentence embeddings: texts to vectors whose angles say how alike they are.
 *
 * <p>{@link dev.capstan.text.SentenceEncoder} opens a folder of sentence-transformers or model2vec
 * as it lies on disk, computes, is trained like any module, and is saved back; {@link
 * dev.capstan.text.TextServer} lets any number of threads ask it. Below it stand {@code tokenizer},
 * from text to numbers of pieces, and {@code encoder}, from pieces to vectors.
 */
@NullMarked
package dev.capstan.text;

import org.jspecify.annotations.NullMarked;
