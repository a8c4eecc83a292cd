/**
 * Loops over arrays, and no API: may change at any time. Each {@code Double…} class is written by
 * hand; the build makes its {@code Float…} twin.
 */
@NullMarked
package dev.capstan.nn.internal;

import org.jspecify.annotations.NullMarked;
