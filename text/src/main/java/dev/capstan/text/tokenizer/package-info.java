/**
 * From text to the numbers of its pieces, as the model's vocabulary has them.
 *
 * <p>A {@link dev.capstan.text.tokenizer.Tokenizer} takes five steps: special tokens that stand in
 * the text are taken out ({@code AddedTokens}); what is between is brought into the vocabulary's
 * form ({@link dev.capstan.text.tokenizer.BertNormalizer}) and split into words ({@code
 * BertPreTokenizer}); words are cut into pieces ({@link dev.capstan.text.tokenizer.WordPiece}); too
 * many are cut off, and the model's own tokens put around.
 *
 * <p>All are immutable and may be used by any number of threads. Each takes time in proportion to
 * the text, whatever the text is.
 */
@NullMarked
package dev.capstan.text.tokenizer;

import org.jspecify.annotations.NullMarked;
