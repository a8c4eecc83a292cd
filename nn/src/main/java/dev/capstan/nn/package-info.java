/**
 * What a model is made of: {@link dev.capstan.nn.Parameter}, {@link dev.capstan.nn.Buffer} and
 * {@link dev.capstan.nn.RowTable} are its state, {@link dev.capstan.nn.NeuralModule} owns them, and
 * {@link dev.capstan.nn.Layer} maps one tensor to one tensor. {@link dev.capstan.nn.ModelCheck}
 * checks a model's gradient.
 *
 * <p>Around it, each in a package of its own:
 *
 * <ul>
 *   <li>{@code layer}: the layers, and how their parameters begin
 *   <li>{@code optim}: what moves parameters
 *   <li>{@code data}: data sets, samplers, loaders
 *   <li>{@code train}: the training loop
 *   <li>{@code index}: nearest rows of a gallery
 *   <li>{@code metrics}: how good an embedding is
 *   <li>{@code io}: files of tensors
 * </ul>
 */
@NullMarked
package dev.capstan.nn;

import org.jspecify.annotations.NullMarked;
