/** Tensors and the operations on them. */
@NullMarked
package dev.capstan.ops;

import org.jspecify.annotations.NullMarked;
