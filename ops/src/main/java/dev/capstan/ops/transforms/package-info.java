/**
 * Derivatives of functions of tensors that need to know what a tensor is; the others are in {@link
 * dev.capstan.autograd.Transforms}.
 */
@NullMarked
package dev.capstan.ops.transforms;

import org.jspecify.annotations.NullMarked;
