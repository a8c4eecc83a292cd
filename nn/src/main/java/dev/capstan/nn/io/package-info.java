/** Saving and loading parameters. */
@NullMarked
package dev.capstan.nn.io;

import org.jspecify.annotations.NullMarked;
