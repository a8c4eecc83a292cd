/** Parameters, layers, optimizers, data and metrics for small models. */
@NullMarked
package dev.capstan.nn;

import org.jspecify.annotations.NullMarked;
