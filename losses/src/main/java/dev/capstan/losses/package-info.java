/**
 * Losses. Each is an immutable value with its parameters; {@code apply} computes it, {@code
 * config()} writes its parameters under the keys of the system it is known from, and {@link
 * dev.capstan.losses.Losses#fromConfig(java.util.Map)} reads them back.
 *
 * <p>The default constructor of a loss gives the <em>safe</em> form, a factory named after a system
 * ({@code torch()}, {@code mindSpore()}, {@code tensorflowAddons()}, …) the <em>faithful</em> one,
 * which does what that system does, number by number. The two differ only where the faithful form
 * is NaN or undefined:
 *
 * <table>
 *   <caption>Where safe and faithful differ</caption>
 *   <tr><th>loss</th><th>case</th><th>faithful</th><th>safe</th></tr>
 *   <tr><td>every loss with a mean</td><td>nothing to average (empty batch, all targets ignored,
 *       weights that sum to 0)</td><td>NaN, 0/0</td><td>0 with zero gradients</td></tr>
 *   <tr><td>TripletSemiHardLoss</td><td>no two samples share a label</td><td>NaN, and every
 *       gradient entry NaN</td><td>0 with zero gradients</td></tr>
 *   <tr><td>TripletHardLoss, soft</td><td>exp overflows (z above 709, in float32 above 88)</td>
 *       <td>infinite, gradients NaN</td><td>z, gradient 1: the stable form of the same
 *       function</td></tr>
 *   <tr><td>TripletLoss</td><td>empty batch</td><td>refused</td><td>0 with zero gradients</td></tr>
 *   <tr><td>KLDivLoss</td><td>gradient of a target of 0</td><td>NaN</td><td>−x</td></tr>
 *   <tr><td>TripletLoss of 0.17, soft</td><td>exp(−z) overflows (z below −709, in float32 below
 *       −88)</td><td>infinite, gradient 0</td><td>the stable form, 0 there</td></tr>
 *   <tr><td>TripletLoss, SNR distance</td><td>an anchor whose components are all equal</td>
 *       <td>0/0</td><td>the variance of the difference itself</td></tr>
 * </table>
 *
 * <p>Inputs that are NaN stay NaN in both: a safe loss hides no fault of the model. (One exception
 * is the systems' own: {@link dev.capstan.losses.MultiMarginLoss} drops terms that are NaN.)
 */
@NullMarked
package dev.capstan.losses;

import org.jspecify.annotations.NullMarked;
