/**
 * Configurations: losses and their parts as maps of plain values, and back.
 *
 * <p>A loss is a record. Its name is {@link dev.capstan.losses.config.Named} on it, its parameters
 * are its components, its defaults those of its constructor without parameters. {@link
 * dev.capstan.losses.config.Parameters} makes the rest of that: what a configuration writes, what
 * it reads, and the copy with one parameter changed. Where a system's key is not the component's
 * name in snake case, {@link dev.capstan.losses.config.Key} says so; a switch is an enum of two
 * constants, of which {@link dev.capstan.losses.config.On} marks the one that is true. {@link
 * dev.capstan.losses.config.Config} reads a map key by key and refuses what it does not know.
 */
@NullMarked
package dev.capstan.losses.config;

import org.jspecify.annotations.NullMarked;
