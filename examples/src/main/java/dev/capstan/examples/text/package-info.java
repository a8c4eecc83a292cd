/** The command line's sentence embeddings: encode, similar, finetune, distill. */
@NullMarked
package dev.capstan.examples.text;

import org.jspecify.annotations.NullMarked;
