/**
 * Layers, and what fills their parameters at the start. Names and defaults are PyTorch's.
 *
 * <p>{@link dev.capstan.nn.layer.Sequential} is a chain of layers; {@link
 * dev.capstan.nn.layer.Initializer} says how a parameter begins.
 */
@NullMarked
package dev.capstan.nn.layer;

import org.jspecify.annotations.NullMarked;
