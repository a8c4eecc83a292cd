/** The command line and the demonstrations. */
@NullMarked
package dev.capstan.examples;

import org.jspecify.annotations.NullMarked;
