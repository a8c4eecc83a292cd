/** The short programs that README quotes. */
@NullMarked
package dev.capstan.examples.start;

import org.jspecify.annotations.NullMarked;
