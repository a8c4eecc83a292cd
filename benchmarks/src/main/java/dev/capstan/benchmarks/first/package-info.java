/** What the first seconds of a process cost, with kernels chosen and not chosen. */
@NullMarked
package dev.capstan.benchmarks.first;

import org.jspecify.annotations.NullMarked;
