/** Optimizers: how gradients change parameters. */
@NullMarked
package dev.capstan.nn.optim;

import org.jspecify.annotations.NullMarked;
