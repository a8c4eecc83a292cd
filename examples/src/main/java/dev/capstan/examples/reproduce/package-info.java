/** The command {@code reproduce}: what the losses come to, beside figures of PyTorch. */
@NullMarked
package dev.capstan.examples.reproduce;

import org.jspecify.annotations.NullMarked;
