/** Text to numbers: tokenisers, sentence encoders, and their training. */
@NullMarked
package dev.capstan.text;

import org.jspecify.annotations.NullMarked;
