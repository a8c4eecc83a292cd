/** Benchmarks against the machine and against peers. */
@NullMarked
package dev.capstan.benchmarks;

import org.jspecify.annotations.NullMarked;
