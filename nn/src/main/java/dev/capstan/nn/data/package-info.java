/**
 * Data sets, their files, and how batches are drawn from them.
 *
 * <p>{@link dev.capstan.nn.data.Examples} are numbered things of any kind, {@link
 * dev.capstan.nn.data.Dataset} such as are rows of numbers with labels; a {@link
 * dev.capstan.nn.data.BatchSampler} says which make the next batch, and a {@link
 * dev.capstan.nn.data.DataLoader} hands it out.
 */
@NullMarked
package dev.capstan.nn.data;

import org.jspecify.annotations.NullMarked;
