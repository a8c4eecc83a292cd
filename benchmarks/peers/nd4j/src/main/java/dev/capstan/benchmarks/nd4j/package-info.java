/** ND4J as a contestant of the benchmarks: its arrays, and SameDiff for gradients. */
@NullMarked
package dev.capstan.benchmarks.nd4j;

import org.jspecify.annotations.NullMarked;
