/** The engine seen from outside: tests that use its public classes alone, on plain doubles. */
@NullMarked
package dev.capstan.engine;

import org.jspecify.annotations.NullMarked;
