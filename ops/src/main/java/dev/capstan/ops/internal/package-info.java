/**
 * Arrays and loops. {@link dev.capstan.ops.internal.Kernels} is the one way in; the rest of the
 * library never touches an element in a loop of its own where a kernel serves.
 */
@NullMarked
package dev.capstan.ops.internal;

import org.jspecify.annotations.NullMarked;
