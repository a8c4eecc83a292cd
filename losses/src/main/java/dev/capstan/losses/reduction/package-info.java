/**
 * Reducers: how the losses of single pairs, triplets or samples become the loss of a batch. A loss
 * offers its {@link dev.capstan.losses.reduction.Terms}, a {@link
 * dev.capstan.losses.reduction.Reducer} weighs and sums them.
 */
@NullMarked
package dev.capstan.losses.reduction;

import org.jspecify.annotations.NullMarked;
