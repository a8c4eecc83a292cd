/** Small programs, each of which prints a table or a picture: what gradients are good for. */
@NullMarked
package dev.capstan.examples.tour;

import org.jspecify.annotations.NullMarked;
