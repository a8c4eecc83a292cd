/**
 * The command {@code conformance}: runs the cases of fixture files against this library. {@link
 * Registry} maps the name of a file to the class that knows its operations or losses.
 */
@NullMarked
package dev.capstan.examples.conformance;

import org.jspecify.annotations.NullMarked;
