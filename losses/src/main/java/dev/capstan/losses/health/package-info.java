/**
 * Is the training of an embedding well? {@link dev.capstan.losses.health.BatchHealth} measures a
 * batch, {@link dev.capstan.losses.health.HealthListener} watches batch after batch and warns, with
 * the remedy. Both read values only; losses know nothing of them.
 */
@NullMarked
package dev.capstan.losses.health;

import org.jspecify.annotations.NullMarked;
