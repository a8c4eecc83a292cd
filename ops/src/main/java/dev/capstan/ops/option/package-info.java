/**
 * What an operation can be told: one small enum or record for each choice, never a boolean. They
 * are read at the call ({@code sum(x, KeepDims.YES, 1)}) and know nothing of tensors.
 *
 * <table>
 *   <caption>Who takes which</caption>
 *   <tr><td>{@code KeepDims}</td><td>reductions, norms</td></tr>
 *   <tr><td>{@code AtBound}, {@code Ties}</td><td>clamps, {@code maximum} and {@code minimum}:
 *       where the gradient goes at a kink</td></tr>
 *   <tr><td>{@code Order}, {@code Side}</td><td>sorts, searches</td></tr>
 *   <tr><td>{@code Combine}</td><td>scatters</td></tr>
 *   <tr><td>{@code Transpose}, {@code Expansion}</td><td>products, distances of all pairs</td></tr>
 *   <tr><td>{@code Gelu}</td><td>the activation of that name</td></tr>
 *   <tr><td>{@code ConvOptions}, {@code Window}, {@code Padding}, {@code PadMode}</td>
 *       <td>convolutions, pooling, padding</td></tr>
 * </table>
 */
@NullMarked
package dev.capstan.ops.option;

import org.jspecify.annotations.NullMarked;
