/**
 * The benchmarks' main opponent: libtorch, called from Java through {@code org.bytedeco:pytorch}.
 */
@NullMarked
package dev.capstan.benchmarks.libtorch;

import org.jspecify.annotations.NullMarked;
