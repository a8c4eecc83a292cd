/** The training loop and those who listen to it. */
@NullMarked
package dev.capstan.nn.train;

import org.jspecify.annotations.NullMarked;
