/** The commands that show what is there, and take it apart. */
@NullMarked
package dev.capstan.examples.explain;

import org.jspecify.annotations.NullMarked;
