/**
 * Encoders of the BERT family: from pieces of text to a vector for each.
 *
 * <p>{@link dev.capstan.text.encoder.Bert} is the whole; read it from the top. A class is a part of
 * the paper, and its parameters have the names that Hugging Face's files give them, so that a file
 * is read by path: {@code encoder.layer.0.attention.self.query.weight}.
 */
@NullMarked
package dev.capstan.text.encoder;

import org.jspecify.annotations.NullMarked;
